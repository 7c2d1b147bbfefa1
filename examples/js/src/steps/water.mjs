// What all programs have in common: a flow meter, a data set of its readings, a batch for each day.

import assert from 'node:assert/strict';
import { sha256 } from '@noble/hashes/sha2';
import { equal, fixedText, toHex, utf8 } from '../lib/bytes.mjs';
import { decodeLeaf, encodeLeaf, newSalt } from '../lib/envelope.mjs';
import { leafHash, sameFingerprint, Tree } from '../lib/fingerprint.mjs';
import { Device, fingerprintOf } from '../lib/parties.mjs';
import { byDay, parsePayload, parseReadings, readingPayload } from '../lib/readings.mjs';

/** The first readings after the hours that are missing in the original (see data/README.md). */
export const KNOWN_GAPS = [
	'2022-03-29T05:00:00+02:00',
	'2022-04-19T05:00:00+02:00',
	'2022-04-25T10:00:00+02:00',
	'2022-04-26T07:00:00+02:00',
	'2022-05-10T20:00:00+02:00',
	'2022-05-11T22:00:00+02:00',
	'2022-05-12T20:00:00+02:00',
	'2022-05-13T14:00:00+02:00',
	'2022-05-13T17:00:00+02:00',
	'2022-05-16T20:00:00+02:00',
];

const SCHEMA = JSON.stringify({
	$schema: 'https://json-schema.org/draft/2020-12/schema',
	additionalProperties: false,
	properties: { litresPerSecond: { type: 'number' }, time: { format: 'date-time', type: 'string' } },
	required: ['time', 'litresPerSecond'],
	type: 'object',
});
const LICENCE = 'BSD-3-Clause; see data/README.md';

/** A stand-in: the donor does not say in which city the pipe lies. */
export const REGION = 'u0nd9h';
export const CATEGORY = 'water/flow';

/** What the meter is. The digest goes on chain; whoever gets the document can check it, and learns the measuring range. */
export const METER_DESCRIPTION = JSON.stringify({
	maker: 'Tecnojest s.r.l.',
	measures: 'flow of water',
	range: { maximum: 200, minimum: 0 },
	unit: 'l/s',
});
export const METER_METADATA = sha256(utf8(METER_DESCRIPTION));

/** Per mille that a laboratory takes off for every hour without a reading. */
const PENALTY = 4;

export const digestOf = (text) => sha256(utf8(text));

/** A word of the consortium as polkadot.js wants it: a category, a type of certificates. */
export const word = (text, length = 32) => toHex(fixedText(text, length));

/** The readings of the meter's file by day. */
export const readDays = (csv) => [...byDay(parseReadings(csv, { knownGaps: KNOWN_GAPS }))].map(([day, readings]) => ({ day, readings }));

/** Registers the schema, unless the story did before: it says the same, whoever registered it. */
export async function registerSchema(story, supplier) {
	if (story.schema) return [];
	const { chain } = story;
	const schema = digestOf(SCHEMA);
	const receipt = await chain.submit(supplier.pair, chain.api.tx.dataRegistry.registerSchema(toHex(schema), word('application/schema+json', 64), null));
	const event = receipt.one('dataRegistry', 'SchemaRegistered');
	assert.equal(event.version.toNumber(), 1);
	assert.equal(event.family.toHex(), toHex(schema));
	story.schema = schema;
	return [receipt];
}

/** Registers a data set of the supplier. Returns its number and the receipt. */
export async function registerDataSet(story, supplier, { parents = [], confidentiality = 'Restricted', category = CATEGORY, region = REGION } = {}) {
	const { chain, schema } = story;
	const details = {
		schema: toHex(schema),
		mediaType: word('application/json', 64),
		category: word(category),
		region: word(region, 12),
		confidentiality,
		licence: toHex(digestOf(LICENCE)),
	};
	const receipt = await chain.submit(supplier.pair, chain.api.tx.dataRegistry.registerDataSet(details, parents));
	return { dataSet: receipt.one('dataRegistry', 'DataSetRegistered').dataSet.toBigInt(), receipt };
}

/** A meter, a fresh one unless one is given, consents to belong to the owner. */
export async function registerMeter(story, owner, meter = new Device()) {
	const { chain } = story;
	const receipt = await chain.submit(owner.pair, chain.api.tx.did.registerDevice(...meter.consent(chain.genesis, owner.did, METER_METADATA)));
	const view = await story.resolve(meter.did);
	assert(view.active.isTrue);
	assert.equal(view.owner.unwrap().toHex(), toHex(owner.did));
	assert.equal(view.metadata.unwrap().toHex(), toHex(METER_METADATA));
	return { meter, receipt };
}

/** Leaves, tree and body of a batch. The sequence number of a reading is its line in the meter's file. */
export function pack({ schema, device, dataSet }, readings, corrects = null) {
	const leaves = readings.map((reading) =>
		encodeLeaf({
			structure: 'Record',
			format: 'Json',
			schema,
			subject: device.did,
			sequence: reading.line,
			salt: newSalt(),
			payload: utf8(readingPayload(reading)),
		}),
	);
	const tree = Tree.fromLeaves(leaves);
	const body = { dataSet, schema, fingerprint: tree.fingerprint(), from: readings[0].at, to: readings.at(-1).at, corrects };
	return { leaves, tree, body };
}

/** Readings with one that lost its decimal point. */
export const spoil = (readings, index) =>
	readings.map((reading, i) => (i === index ? { ...reading, litresPerSecond: Math.round(reading.litresPerSecond * 100) } : reading));

/**
 * The verdict on a batch, by somebody who got the leaves off chain: he trusts the chain's fingerprint, not the sender. The range is what the
 * meter's description says, whose digest is on chain.
 */
export async function examine(story, device, { leaves, submission }) {
	const { chain, schema } = story;
	const view = (await chain.api.call.dataRegistryApi.submission(submission)).unwrap();
	assert.equal((await story.resolve(device.did)).metadata.unwrap().toHex(), toHex(METER_METADATA));
	const { range } = JSON.parse(METER_DESCRIPTION);
	const tree = Tree.fromLeaves(leaves);
	const invalid = (reason, index) => ({
		Invalid: { reason, leaf: index === undefined ? null : { index: BigInt(index), leaf: leafHash(leaves[index]), path: tree.proof(index) } },
	});
	if (!sameFingerprint(tree.fingerprint(), fingerprintOf(view.fingerprint))) return invalid('Corrupted');
	let before = -Infinity;
	for (const [index, bytes] of leaves.entries()) {
		const envelope = decodeLeaf(bytes);
		if (!equal(envelope.schema, schema) || !equal(envelope.subject, device.did)) return invalid('WrongSchema', index);
		const { at, litresPerSecond } = parsePayload(envelope.payload);
		if (!(at > before)) return invalid('Implausible', index);
		if (litresPerSecond < range.minimum || litresPerSecond > range.maximum) return invalid('OutOfRange', index);
		before = at;
	}
	return { Valid: { quality: 1_000 - PENALTY * Math.max(0, 24 - leaves.length) } };
}

/** Submits one batch that the device signed. */
export async function submitBatch(story, supplier, device, batch) {
	const { chain } = story;
	const { args } = device.submission(chain.genesis, batch.body);
	const receipt = await chain.submit(supplier.pair, chain.api.tx.dataRegistry.submit(...args));
	batch.submission = receipt.one('dataRegistry', 'Submitted').submission.toBigInt();
	return receipt;
}
