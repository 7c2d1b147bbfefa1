// A small load against a real node: every order is matched, and the figures are there.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/load.mjs';
import { binary, folderFor, runProgram } from './support.mjs';

const ORDERS = 40;

test('small_load_is_matched_to_the_last_order', { timeout: 300_000 }, async (t) => {
	const file = join(folderFor(t), 'facts.json');
	const { code, stdout, stderr } = await runProgram('load', '--binary', binary(), '--facts', file, '--orders', String(ORDERS));
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);
	const { measured, proven } = JSON.parse(readFileSync(file, 'utf8'));
	assert.equal(proven.length, 1);
	assert.equal(measured.orders, 2 * ORDERS);
	// By weight a block takes some 25 matches. Fewer than this would be left if orders were charged for what they do not look at.
	assert(measured.mostMatchesInABlock >= 8, `${measured.mostMatchesInABlock} matches in the fullest block`);
	assert(measured.secondsToMatchAll < 60, `${measured.secondsToMatchAll} s for all`);
	for (const [what, value] of Object.entries(measured)) t.diagnostic(`${what}: ${value}`);
});

for (const orders of ['0', '-1', 'many', '1.5', '10001']) {
	test(`load_refuses: ${orders} orders`, { timeout: 30_000 }, async () => {
		const { code, stderr } = await runProgram('load', `--orders=${orders}`);
		assert.equal(code, 2);
		assert.match(stderr, /--orders takes a number/);
	});
}
