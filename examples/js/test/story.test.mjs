// Stories: chapters one after the other and side by side, without a chain.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Report } from '../src/lib/report.mjs';
import { Story } from '../src/lib/story.mjs';

function tell(chapters) {
	const out = { text: '', write(text) { this.text += text; } };
	const story = new Story({ chain: null, report: new Report(out, {}) });
	story.met = {};
	return { story, out, told: story.tell(chapters) };
}

const later = () => new Promise((resolve) => setImmediate(resolve));

test('lists_side_by_side_know_what_was_before_and_not_each_other', async () => {
	const seen = [];
	const list = (name, work) => [{ title: name, steps: { learn: async (story) => { await work?.(); seen.push([name, story.common, story.own]); story.own = name; story.prove(name); story.record({ step: `row of ${name}` }); } } }];
	const { story, out, told } = tell([{ title: 'before', steps: { know: (whole) => { whole.common = 1; } } }, { title: 'both', together: [list('first', later), list('second')] }]);
	await told;
	// The second one is over first, its account comes second all the same.
	assert.deepEqual(seen, [['second', 1, undefined], ['first', 1, undefined]]);
	assert.match(out.text, /row of first[^]*second[^]*row of second/);
	assert.deepEqual(story.proven, ['second', 'first']);
	assert.equal(story.own, undefined);
});

test('surprise_in_any_list_ends_all_and_names_the_step', async () => {
	const waiting = { title: 'waits', steps: { 'waiting for ever': () => new Promise(() => {}) } };
	const failing = { title: 'fails', steps: { failing: () => assert.fail('no') } };
	const { told } = tell([{ title: 'both', together: [[waiting], [failing]] }]);
	await assert.rejects(told, /while failing: no/);
});
