// The demo as a user runs it, against a real node: the scenario, and a chapter of each other program side by side.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TITLES } from '../../src/demo.mjs';
import { runProgram, tellStory } from './support.mjs';

test('demo_carries_a_trade_from_sensor_to_paid_buyer', { timeout: 420_000 }, async (t) => {
	const { measured, proven, balances } = await tellStory(t, 'demo', TITLES.map((title) => ({ title })));
	assert(proven.length >= 30, `${proven.length} statements`);
	assert.equal(balances.length, 4);

	// The bar of `make demo`. The test runs beside others, so an idle machine has some time to spare.
	assert(measured.scenarioSeconds < 300, `the demo took ${measured.scenarioSeconds} s`);
	// Bars that do not depend on how busy the machine is; the times are printed above.
	assert(measured.idleMiB < 400, `the idle node takes ${measured.idleMiB} MiB`);
	assert(BigInt(measured.feeOf1000) <= 2n * BigInt(measured.feeOf10));
});

const REFUSED = [
	['unknown option', ['--fast'], 2, /--fast/],
	['address that is none', ['--url', 'localhost'], 2, /no WebSocket address/],
	['both a node and an address', ['--url', 'ws://127.0.0.1:1', '--binary', 'x'], 2, /exclude/],
	['node that is not there', ['--binary', '/nowhere/counterfoil-node'], 1, /no node at \/nowhere/],
	['node that does not start', ['--binary', '/bin/false'], 1, /stopped with 1/],
	['chain that is not there', ['--url', 'ws://127.0.0.1:1'], 1, /no chain at/],
];

for (const [what, args, expected, message] of REFUSED) {
	test(`demo_refuses: ${what}`, { timeout: 60_000 }, async () => {
		const { code, stdout, stderr } = await runProgram('demo', ...args);
		assert.equal(code, expected);
		assert.match(stdout + stderr, message);
	});
}
