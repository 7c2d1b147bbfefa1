// The history of a subject, recomputed by somebody who trusts only its head.

import assert from 'node:assert/strict';
import { equal, onlyEntry, toHex } from '../lib/bytes.mjs';
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

async function eventsOf(chain, block) {
	const hash = await chain.api.rpc.chain.getBlockHash(block);
	const at = await chain.api.at(hash);
	return (await at.query.system.events()).map(({ event }) => event);
}
