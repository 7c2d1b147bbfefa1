import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CFL, formatCfl } from '../src/lib/money.mjs';
import { Deferred, Report, wrap } from '../src/lib/report.mjs';

const sink = (isTTY) => ({ isTTY, columns: 100, text: '', write(text) { this.text += text; } });
const write = (out, env) => {
	const report = new Report(out, env);
	report.tableHead();
	report.chapter('a chapter');
	report.progress('waiting');
	report.row({ step: 'a step with a name that is rather long for its column', who: 'Alice', block: 7, result: 'done', cost: CFL });
	report.proven(['it works']);
	return out.text;
};

test('no_colour_and_no_progress_outside_of_a_terminal', () => {
	const text = write(sink(false), {});
	assert(!text.includes('\x1b') && !text.includes('\r') && !text.includes('waiting'));
	assert.match(text, /a step with a name/);
	assert.match(text, /1\.000000/);
});

test('colour_and_progress_on_a_terminal', () => {
	const text = write(sink(true), { TERM: 'xterm' });
	assert(text.includes('\x1b[1m') && text.includes('waiting') && text.includes('\r\x1b[2K'));
});

test('no_colour_when_it_is_not_wanted', () => {
	const text = write(sink(true), { NO_COLOR: '1' });
	assert(!/\x1b\[\d+m/.test(text));
});

test('amounts_are_readable', () => {
	const cases = [[0n, '0.000000'], [CFL, '1.000000'], [1_234_567n * CFL + 890n * 10n ** 6n, '1,234,567.000890'], [-5n * CFL, '-5.000000'], [1n, '<0.000001'], [-1n, '-<0.000001'], [499_999n, '<0.000001'], [500_000n, '0.000001']];
	for (const [amount, text] of cases) assert.equal(formatCfl(amount), text);
});

test('long_text_is_broken_between_words', () => {
	assert.deepEqual(wrap('one two three', 7), ['one two', 'three']);
	assert.deepEqual(wrap('abcdefghij', 4), ['abcd', 'efgh', 'ij']);
	assert.deepEqual(wrap('', 4), ['']);
});

test('deferred_account_is_written_when_it_is_over_and_once', () => {
	const out = sink(false);
	const report = new Report(out, {});
	const deferred = new Deferred(report);
	deferred.chapter('beside');
	report.row({ step: 'the whole' });
	deferred.row({ step: 'a part' });
	assert(!out.text.includes('beside'));
	deferred.write();
	deferred.write();
	assert.match(out.text, /the whole[^]*beside[^]*a part/);
	assert.equal(out.text.split('a part').length, 2);
});
