// The scenario as a user runs it, against a real node.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CHAPTERS } from '../../src/scenario.mjs';
import { binary, folderFor } from './support.mjs';

const DEMO = fileURLToPath(new URL('../../src/demo.mjs', import.meta.url));

async function demo(...args) {
	const child = spawn(process.execPath, [DEMO, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
	let [stdout, stderr] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
	const [code] = await once(child, 'close');
	return { code, stdout, stderr };
}

test('demo_carries_a_trade_from_sensor_to_paid_buyer', { timeout: 300_000 }, async (t) => {
	const file = join(folderFor(t), 'facts.json');
	const { code, stdout, stderr } = await demo('--binary', binary(), '--facts', file);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	assert(!stdout.includes('\x1b') && !stdout.includes('\r'), 'colour outside of a terminal');
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);

	const { measured, proven, balances } = JSON.parse(readFileSync(file, 'utf8'));
	for (const [name, value] of Object.entries(measured)) t.diagnostic(`${name}: ${value}`);
	assert(proven.length >= 10);
	assert(stdout.trimEnd().endsWith(proven.at(-1).split(' ').at(-1)), 'the account ends with what was proven');
	assert.equal(balances.length, 4);

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
		const { code, stdout, stderr } = await demo(...args);
		assert.equal(code, expected);
		assert.match(stdout + stderr, message);
	});
}
