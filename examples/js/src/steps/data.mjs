// Data: one batch a day, signed by the meter; checked, corrected, certified.

import assert from 'node:assert/strict';
import { sha256 } from '@noble/hashes/sha2';
import { equal, fixedText, toHex, utf8 } from '../lib/bytes.mjs';
import { decodeLeaf, encodeLeaf, newSalt } from '../lib/envelope.mjs';
import { sameFingerprint, Tree } from '../lib/fingerprint.mjs';
import { formatCfl, totalFee } from '../lib/money.mjs';
import { fingerprintOf } from '../lib/parties.mjs';
import { submissionBody } from '../lib/payload.mjs';
import { byDay, parsePayload, parseReadings, readingPayload } from '../lib/readings.mjs';
import { METER_DESCRIPTION } from './identity.mjs';

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

const CORRUPTED_DAY = '2022-04-06';
const CORRUPTED_READING = 7;
const YEAR = 365 * 24 * 3_600_000;
/** Per mille that the laboratory takes off for every hour without a reading. */
const PENALTY = 4;

export async function registerTheDataSet(story) {
	const { chain, utility } = story;
	story.schema = sha256(utf8(SCHEMA));
	const details = {
		schema: toHex(story.schema),
		mediaType: toHex(fixedText('application/json', 64)),
		category: toHex(fixedText(CATEGORY, 32)),
		region: toHex(fixedText(REGION, 12)),
		confidentiality: 'Restricted',
		licence: toHex(sha256(utf8(LICENCE))),
	};
	const receipt = await chain.submit(utility.pair, chain.api.tx.dataRegistry.registerDataSet(details));
	story.dataSet = receipt.one('dataRegistry', 'DataSetRegistered').dataSet.toBigInt();
	story.record({ step: 'register the data set', who: 'utility', receipts: receipt, result: `data set ${story.dataSet}: ${CATEGORY} in ${REGION}` });
}

/** The meter packs every day into a batch: a leaf per reading. On one day it loses a decimal point. */
export async function measure(story) {
	story.readings = parseReadings(story.csv, { knownGaps: KNOWN_GAPS });
	story.days = [...byDay(story.readings)].map(([day, readings]) => {
		const spoilt = readings.map((reading, i) => ({
			...reading,
			litresPerSecond: day === CORRUPTED_DAY && i === CORRUPTED_READING ? Math.round(reading.litresPerSecond * 100) : reading.litresPerSecond,
		}));
		return { day, readings, batch: pack(story, spoilt) };
	});
	assert(story.days.some(({ day }) => day === CORRUPTED_DAY));
}

/** Leaves, tree and body of a batch. The sequence number of a reading is its line in the meter's file. */
function pack({ schema, meter, dataSet }, readings, corrects = null) {
	const leaves = readings.map((reading) =>
		encodeLeaf({
			structure: 'Record',
			format: 'Json',
			schema,
			subject: meter.did,
			sequence: reading.line,
			salt: newSalt(),
			payload: utf8(readingPayload(reading)),
		}),
	);
	const tree = Tree.fromLeaves(leaves);
	const body = { dataSet, fingerprint: tree.fingerprint(), from: readings[0].at, to: readings.at(-1).at, corrects };
	return { leaves, tree, body };
}

export async function submitTheDays(story) {
	const { chain, utility, meter, days } = story;
	const bySequence = new Map();
	const calls = days.map((day) => {
		const { sequence, args } = meter.submission(chain.genesis, day.batch.body);
		day.batch.args = args;
		bySequence.set(sequence, day);
		const call = chain.api.tx.dataRegistry.submit(...args);
		// Two encoders of the signed body, ours and polkadot.js's from the metadata, must agree byte by byte.
		assert.equal(call.args[1].toHex(), toHex(submissionBody(day.batch.body)));
		return call;
	});
	const receipts = await chain.submitMany(utility.pair, calls);
	const submitted = receipts.flatMap((receipt) => receipt.all('dataRegistry', 'Submitted'));
	assert.equal(submitted.length, days.length);
	for (const event of submitted) {
		const day = bySequence.get(event.sequence.toBigInt());
		day.batch.submission = event.submission.toBigInt();
		assert(sameFingerprint(fingerprintOf(event.fingerprint), day.batch.tree.fingerprint()));
	}
	const fee = totalFee(receipts) / BigInt(days.length);
	story.measured.feePerDay = fee;
	story.record({
		step: 'submit a batch per day, signed by the meter',
		who: 'utility',
		receipts,
		result: `${story.readings.length} readings in ${days.length} batches, ${receipts.length} transactions; ${formatCfl(fee)} CFL a day`,
	});
	story.prove(`${story.readings.length} readings of ${days.length} days are on chain as ${days.length} fingerprints, each signed by the meter; the readings are not.`);
}

/** What a batch of 1,000 readings would cost, against one of 10. */
export async function compareCosts(story) {
	const { chain, utility, meter } = story;
	const estimate = async (count) => {
		const { body } = pack(story, Array.from({ length: count }, (_, i) => story.readings[i]));
		const { partialFee } = await chain.api.tx.dataRegistry.submit(...meter.draft(chain.genesis, body)).paymentInfo(utility.address);
		return partialFee.toBigInt();
	};
	const [ten, thousand] = [await estimate(10), await estimate(1_000)];
	assert(thousand <= 2n * ten, `1,000 readings cost ${thousand}, 10 cost ${ten}`);
	story.measured.feeOf10 = ten;
	story.measured.feeOf1000 = thousand;
	story.record({ step: 'estimate a batch of 10 and of 1,000', who: 'utility', result: `${formatCfl(ten)} and ${formatCfl(thousand)} CFL, one transaction each` });
}

/** Somebody sends a signed batch once more. */
export async function refuseTheReplay(story) {
	const { chain, utility, days } = story;
	const receipt = await chain.submitFailing(utility.pair, chain.api.tx.dataRegistry.submit(...days[0].batch.args), 'dataRegistry.BadSignature');
	story.record({ step: 'send the first batch once more', who: 'utility', receipts: receipt, result: 'refused: dataRegistry.BadSignature' });
	story.prove('A signed batch counts once: the same bytes sent again were refused.');
}

/** The laboratory gets the leaves off chain. It trusts the chain's fingerprint, not the sender. */
export async function validate(story) {
	const { chain, laboratory, days } = story;
	const calls = [];
	const found = [];
	for (const { day, batch } of days) {
		const verdict = await examine(story, batch);
		if (verdict.Invalid) found.push({ day, ...verdict.Invalid });
		calls.push(chain.api.tx.dataRegistry.attest(batch.submission, verdict));
	}
	assert.deepEqual(found, [{ day: CORRUPTED_DAY, reason: 'OutOfRange', leaf: CORRUPTED_READING }]);
	const receipts = await chain.submitMany(laboratory.pair, calls);
	assert.equal(receipts.flatMap((receipt) => receipt.all('dataRegistry', 'Validated')).length, days.length - 1);
	const rejected = receipts.flatMap((receipt) => receipt.all('dataRegistry', 'Rejected'));
	assert.equal(rejected.length, 1);
	story.corrupted = days.find(({ day }) => day === CORRUPTED_DAY);
	assert.equal(rejected[0].submission.toBigInt(), story.corrupted.batch.submission);
	story.record({
		step: 'check every reading against the fingerprints',
		who: 'laboratory',
		receipts,
		result: `${days.length - 1} days valid; ${CORRUPTED_DAY} rejected: reading ${CORRUPTED_READING} out of the meter's range`,
	});
}

/** The verdict on a batch: the range is what the meter's description says, whose digest is on chain. */
async function examine({ chain, meter, schema }, { leaves, submission }) {
	const view = (await chain.api.call.dataRegistryApi.submission(submission)).unwrap();
	const description = (await chain.api.call.didApi.resolve(toHex(meter.did))).unwrap().metadata.unwrap();
	assert.equal(description.toHex(), toHex(sha256(utf8(METER_DESCRIPTION))));
	const { range } = JSON.parse(METER_DESCRIPTION);
	if (!sameFingerprint(Tree.fromLeaves(leaves).fingerprint(), fingerprintOf(view.fingerprint))) return { Invalid: { reason: 'Corrupted', leaf: null } };
	let before = -Infinity;
	for (const [leaf, bytes] of leaves.entries()) {
		const envelope = decodeLeaf(bytes);
		if (!equal(envelope.schema, schema) || !equal(envelope.subject, meter.did)) return { Invalid: { reason: 'WrongSchema', leaf } };
		const { at, litresPerSecond } = parsePayload(envelope.payload);
		if (!(at > before)) return { Invalid: { reason: 'Implausible', leaf } };
		if (litresPerSecond < range.minimum || litresPerSecond > range.maximum) return { Invalid: { reason: 'OutOfRange', leaf } };
		before = at;
	}
	return { Valid: { quality: 1_000 - PENALTY * Math.max(0, 24 - leaves.length) } };
}

export async function correct(story) {
	const { chain, utility, laboratory, meter, corrupted } = story;
	const rejected = corrupted.batch.submission;
	const batch = pack(story, corrupted.readings, rejected);
	const { args } = meter.submission(chain.genesis, batch.body);
	const resubmitted = await chain.submit(utility.pair, chain.api.tx.dataRegistry.submit(...args));
	batch.submission = resubmitted.one('dataRegistry', 'Submitted').submission.toBigInt();
	corrupted.batch = batch;
	story.record({ step: `correct ${CORRUPTED_DAY} and submit it again`, who: 'utility', receipts: resubmitted, result: `submission ${batch.submission} corrects ${rejected}` });

	const verdict = await examine(story, batch);
	assert(verdict.Valid);
	const attested = await chain.submit(laboratory.pair, chain.api.tx.dataRegistry.attest(batch.submission, verdict));
	attested.one('dataRegistry', 'Validated');
	const [old, corrected] = await chain.api.call.dataRegistryApi.submissions([rejected, batch.submission]);
	assert.equal(old.unwrap().status.type, 'Rejected');
	assert.equal(old.unwrap().correctedBy.unwrap().toBigInt(), batch.submission);
	assert.equal(corrected.unwrap().status.type, 'Validated');
	assert.equal(corrected.unwrap().corrects.unwrap().toBigInt(), rejected);
	assert.equal(corrected.unwrap().revision.toNumber(), 1);
	story.record({ step: 'check the corrected day', who: 'laboratory', receipts: attested, result: `valid; ${rejected} stays on record as rejected, linked both ways` });
	story.prove(`A corrupted reading was found by the laboratory; the day was rejected, corrected and resubmitted, and both versions stay on record.`);
}

export async function certify(story) {
	const { chain, ministry, days } = story;
	const validUntil = (await now(chain)) + YEAR;
	const calls = days.map(({ day, batch }) => {
		const document = JSON.stringify({ certifies: String(batch.submission), day, statement: 'measured and checked in due form' });
		return chain.api.tx.dataRegistry.certify(batch.submission, toHex(sha256(utf8(document))), validUntil);
	});
	const receipts = await chain.submitMany(ministry.pair, calls);
	const certified = receipts.flatMap((receipt) => receipt.all('dataRegistry', 'Certified'));
	assert.equal(certified.length, days.length);
	const views = await chain.api.call.dataRegistryApi.submissions(days.map(({ batch }) => batch.submission));
	for (const view of views) assert(view.unwrap().certified.isTrue);
	story.record({ step: 'certify all days', who: 'ministry', receipts, result: `${certified.length} certificates, valid for a year` });
	story.prove(`Every day was validated by the laboratory and certified by the ministry, neither of which is the supplier.`);
}

/** The chain's clock, in milliseconds. */
export const now = async (chain) => Number((await chain.api.query.timestamp.now()).toBigInt());
