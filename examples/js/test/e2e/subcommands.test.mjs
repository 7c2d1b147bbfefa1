// The commands beside running a node: blocks out of one database, into another, checked, taken back, removed.

import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Node, runCommand } from '../../src/lib/node.mjs';
import { binary, folderFor } from './support.mjs';

async function run(...args) {
	const { code, stdout, stderr } = await runCommand(binary(), args, { timeoutMs: 120_000 });
	assert.equal(code, 0, `${args.join(' ')}\n${stderr}`);
	return stdout + stderr;
}

test('blocks_travel_from_database_to_database', { timeout: 240_000 }, async (t) => {
	const folder = folderFor(t);
	const node = await Node.start({ binary: binary(), args: ['--dev'], name: 'source', folder });
	t.after(() => node.stop({ signal: 'SIGKILL' }));
	const chain = await node.connect();
	await chain.waitFinalized(3);
	await chain.disconnect();
	await node.stop();

	const [source, target] = [join(folder, 'data'), join(folder, 'copy')];
	const file = join(folder, 'blocks.bin');
	await run('export-blocks', '--chain', 'dev', '--base-path', source, '--from', '1', '--to', '3', '--binary', file);
	assert(statSync(file).size > 0);
	await run('import-blocks', '--chain', 'dev', '--base-path', target, '--binary', file);
	const info = async (basePath) => await run('chain-info', '--chain', 'dev', '--base-path', basePath);
	const copied = await info(target);
	assert.match(copied, /\b3\b/, 'the copy ends where the export ended');
	assert.match(await run('check-block', '--chain', 'dev', '--base-path', source, '2'), /Imported|imported|Checked|checked/);
	await run('revert', '--chain', 'dev', '--base-path', target, '1');
	assert.notEqual(await info(target), copied, 'the newest block is gone');
	await run('purge-chain', '--chain', 'dev', '--base-path', target, '-y');
	assert(!existsSync(join(target, 'chains', 'counterfoil_dev', 'paritydb')), 'the database is gone');
});

test('keys_are_made_and_shown', { timeout: 60_000 }, async () => {
	const phrase = JSON.parse(await run('key', 'generate', '--output-type', 'json'));
	const shown = JSON.parse(await run('key', 'inspect', '--output-type', 'json', phrase.secretPhrase));
	assert.equal(shown.publicKey, phrase.publicKey);
});
