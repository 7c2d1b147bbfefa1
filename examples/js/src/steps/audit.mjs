// The history of a subject, recomputed by somebody who trusts only its head.

import assert from 'node:assert/strict';
import { equal, onlyEntry, toHex } from '../lib/bytes.mjs';
import { answeredBytes } from '../lib/chain.mjs';
import { verifyProvenState } from '../lib/finality.mjs';
import { entryOf, eventDigest, headOf } from '../lib/history.mjs';

const PAGE = 100;

/**
 * Reads the whole history of a subject, `{ Did: bytes }` or `{ Submission: number }`, and checks that the entries lead to the head, and that
 * the event of each entry stands in the block that it names. Returns the names of the events in order, such as `did.DeviceRegistered`.
 */
export async function checkHistory({ chain }, subject) {
	const [kind, id] = onlyEntry(subject);
	const named = { [kind]: kind === 'Did' ? toHex(id) : id };
	const audit = chain.api.call.counterfoilAuditApi;
	const head = await audit.auditHead(named);
	const count = head.count.toNumber();
	const entries = [];
	while (entries.length < count) {
		const page = await audit.audit(named, entries.length, Math.min(PAGE, count - entries.length));
		assert(page.length > 0, 'the history has fewer entries than its head says');
		entries.push(...page.map(entryOf));
	}
	const computed = headOf(subject, entries);
	assert.equal(computed.count, head.count.toBigInt());
	assert.equal(toHex(computed.digest), head.digest.toHex(), 'the entries lead to another head');
	const names = [];
	for (const entry of entries) {
		const events = await eventsOf(chain, entry.block);
		const found = events.find((event) => equal(eventDigest(event.toU8a()), entry.eventDigest));
		assert(found, `block ${entry.block} has no event of this digest`);
		assert.equal(found.index[1], entry.event);
		names.push(`${found.section}.${found.method}`);
	}
	return names;
}

/**
 * Proves the head of a history to a reader who trusts the validators alone: the votes for a block in which the history is what it was at
 * `block`, and the path to the head in its state. The entries are not proven one by one: they lead to the head. Returns the proven count of
 * entries and the number of the block.
 */
export async function proveHead({ chain }, subject, block) {
	const [kind, id] = onlyEntry(subject);
	const named = { [kind]: kind === 'Did' ? toHex(id) : id };
	const audit = chain.api.call.counterfoilAuditApi;
	const key = answeredBytes(await audit.headKey(named));
	await chain.waitFinalized(block);
	const proven = await chain.rpc('counterfoil_provenState', [toHex(key)]);
	assert(proven.blockNumber >= block, `block ${proven.blockNumber} is proven, ${block} is not`);

	const grandpa = (await chain.api.at(proven.blockHash)).call.grandpaApi;
	const [list, setId] = await Promise.all([grandpa.grandpaAuthorities(), grandpa.currentSetId()]);
	const trusted = { authorities: list.map(([id]) => id.toU8a()), setId: setId.toBigInt() };
	const value = verifyProvenState(proven, key, trusted);
	const head = (await (await chain.api.at(proven.blockHash)).call.counterfoilAuditApi.auditHead(named)).toU8a();
	assert(equal(value, head), 'the state holds another head');

	// What the reader does not trust: any node, any vote, another set of voters.
	const forged = (change) => ({ ...proven, ...change });
	const flip = (hex) => `0x${hex.slice(2, -1)}${hex.endsWith('0') ? '1' : '0'}`;
	assert.throws(() => verifyProvenState(forged({ proof: proven.proof.map(flip) }), key, trusted), /lacks a node/);
	assert.throws(() => verifyProvenState(forged({ header: flip(proven.header) }), key, trusted), /another block/);
	assert.throws(() => verifyProvenState(proven, key, { ...trusted, setId: trusted.setId + 1n }), /forged/);
	assert.throws(() => verifyProvenState(proven, key, { ...trusted, authorities: [key.slice(0, 32)] }), /may not/);
	return { count: new DataView(head.buffer, head.byteOffset).getBigUint64(0, true), block: proven.blockNumber };
}

async function eventsOf(chain, block) {
	const hash = await chain.api.rpc.chain.getBlockHash(block);
	const at = await chain.api.at(hash);
	return (await at.query.system.events()).map(({ event }) => event);
}
