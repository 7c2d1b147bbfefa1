// What the node says when it is asked for something that it cannot do, and what it answers to reads of its own.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { blake2AsHex } from '@polkadot/util-crypto';
import { toHex } from '../../src/lib/bytes.mjs';
import { formatDid, parseDid } from '../../src/lib/did.mjs';
import { freePort, runCommand } from '../../src/lib/node.mjs';
import { Stakeholder } from '../../src/lib/parties.mjs';
import { binary, devNode, folderFor } from './support.mjs';

/** The node must refuse, and say why in exactly one line that is no log line. */
async function expectRefusal(args, message) {
	const { code, stderr } = await runCommand(binary(), args);
	assert.notEqual(code, 0, 'it did not refuse');
	assert.doesNotMatch(stderr, /panicked|backtrace/i);
	const told = stderr.split('\n').filter((line) => line.trim() && !/^\d{4}-\d{2}-\d{2} /.test(line));
	assert.equal(told.length, 1, `more or less than one line:\n${stderr}`);
	assert.match(told[0], message);
}

async function busyPort(t) {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.after(() => server.close());
	return server.address().port;
}

const QUIET = ['--no-prometheus', '--no-telemetry', '--no-mdns'];

test('busy_rpc_port_is_told_in_one_line', { timeout: 60_000 }, async (t) => {
	const port = await busyPort(t);
	await expectRefusal(['--dev', '--tmp', ...QUIET, '--rpc-port', String(port)], new RegExp(`port ${port} is in use`));
});

test('busy_network_port_is_told_in_one_line', { timeout: 60_000 }, async (t) => {
	const port = await busyPort(t);
	await expectRefusal(['--dev', '--tmp', ...QUIET, '--rpc-port', '0', '--listen-addr', `/ip4/127.0.0.1/tcp/${port}`], new RegExp(`port ${port} is in use`));
});

test('unknown_chain_is_told_in_one_line', { timeout: 60_000 }, async () => {
	await expectRefusal(['--chain', 'atlantis'], /unknown chain "atlantis"/);
});

test('missing_and_broken_specifications_are_told_in_one_line', { timeout: 60_000 }, async (t) => {
	const folder = folderFor(t);
	await expectRefusal(['--chain', join(folder, 'none.json')], /none\.json/);
	const broken = join(folder, 'broken.json');
	writeFileSync(broken, '{ "name": ');
	await expectRefusal(['--chain', broken], /broken\.json|EOF|parsing/);
	await expectRefusal(['--chain', broken, '--chain-tag', 'mine'], /--chain-tag/);
});

test('sealing_of_a_network_is_refused_in_one_line', { timeout: 60_000 }, async () => {
	await expectRefusal(['--chain', 'local', '--tmp', ...QUIET, '--sealing', 'instant'], /development chain only/);
});

test('two_networks_of_one_preset_differ', { timeout: 60_000 }, async () => {
	const specs = await Promise.all([1, 2].map(() => runCommand(binary(), ['export-chain-spec', '--chain', 'local', '--raw'])));
	for (const { code, stderr } of specs) assert.equal(code, 0, stderr);
	const [one, two] = specs.map(({ stdout }) => JSON.stringify(JSON.parse(stdout).genesis.raw));
	assert.notEqual(one, two);
});

test('reads_of_the_node_are_there', { timeout: 120_000 }, async (t) => {
	const metricsPort = await freePort();
	const { chain } = await devNode(t, { metricsPort });
	const alice = Stakeholder.dev('Alice');
	await chain.waitFinalized(1);

	const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
	assert.match(metrics, /^substrate_block_height\{.*status="finalized".*\} \d+$/m);

	const identity = await chain.rpc('counterfoil_chainIdentity');
	assert.equal(identity.genesisHash, chain.api.genesisHash.toHex());
	assert.equal(identity.caip2Reference, identity.genesisHash.slice(2, 34));
	assert.equal(identity.blockTimeMs, 2_000);
	const did = formatDid(chain.genesis, alice.did);
	assert(did.startsWith(identity.didPrefix), `${did} does not begin with ${identity.didPrefix}`);
	assert.equal(toHex(parseDid(did).id), toHex(alice.did));

	// The same read by name and bytes, as a client without polkadot.js would make it.
	const resolved = await chain.rpc('state_call', 'DidApi_resolve', toHex(alice.did));
	assert.equal(resolved.slice(0, 4), '0x01');

	const key = chain.api.query.timestamp.now.key();
	const proven = await chain.rpc('counterfoil_provenState', [key]);
	assert.equal(blake2AsHex(proven.header), proven.blockHash, 'the header is that of the block');
	const header = chain.api.registry.createType('Header', proven.header);
	assert.equal(header.number.toNumber(), proven.blockNumber);
	assert(proven.proof.some((node) => blake2AsHex(node) === header.stateRoot.toHex()), 'the proof holds the root of the state');
	const value = await chain.rpc('state_getStorage', key, proven.blockHash);
	assert(proven.proof.some((node) => node.includes(value.slice(2))), 'the proof holds the value');

	await assert.rejects(chain.rpc('counterfoil_provenState', []), /no keys/);
	await assert.rejects(chain.rpc('counterfoil_provenState', Array(65).fill(key)), /65 keys/);
	await assert.rejects(chain.rpc('counterfoil_provenState', [key], `0x${'11'.repeat(32)}`), /no block/);
});
