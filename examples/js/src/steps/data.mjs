// Data: one batch a day, signed by the meter; checked, corrected, certified.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { sameFingerprint } from '../lib/fingerprint.mjs';
import { CFL, formatCfl, totalFee } from '../lib/money.mjs';
import { fingerprintOf } from '../lib/parties.mjs';
import { submissionBody } from '../lib/payload.mjs';
import { Purse } from '../lib/story.mjs';
import { judgeAlone, openRounds, waitUntilClosed } from './judging.mjs';
import { CATEGORY, digestOf, examine, pack, readDays, REGION, registerDataSet, registerSchema, spoil, submitBatch, word } from './water.mjs';

const CORRUPTED_DAY = '2022-04-06';
const CORRUPTED_READING = 7;
const YEAR = 365 * 24 * 3_600_000;
/** What the utility pays for a verdict on a day. */
const FEE = CFL / 10n;

export async function registerTheDataSet(story) {
	const { utility } = story;
	const receipts = await registerSchema(story, utility);
	const { dataSet, receipt } = await registerDataSet(story, utility);
	story.dataSet = dataSet;
	story.record({ step: 'register schema and data set', who: 'utility', receipts: [...receipts, receipt], result: `data set ${dataSet}: ${CATEGORY} in ${REGION}` });
}

/** The meter packs every day into a batch: a leaf per reading. On one day it loses a decimal point. */
export async function measure(story) {
	story.days = readDays(story.csv).map(({ day, readings }) => ({
		day,
		readings,
		batch: packDay(story, day === CORRUPTED_DAY ? spoil(readings, CORRUPTED_READING) : readings),
	}));
	story.readings = story.days.flatMap(({ readings }) => readings);
	assert(story.days.some(({ day }) => day === CORRUPTED_DAY));
}

const packDay = ({ schema, meter, dataSet }, readings, corrects) => pack({ schema, device: meter, dataSet }, readings, corrects);

export async function submitTheDays(story) {
	const { chain, utility, meter, days } = story;
	const bySequence = new Map();
	const calls = days.map((day) => {
		const { sequence, args } = meter.submission(chain.genesis, day.batch.body);
		day.batch.args = args;
		bySequence.set(sequence, day);
		const call = chain.api.tx.dataRegistry.submit(...args);
		// Two encoders of the signed body, ours and polkadot.js's from the metadata, must agree byte by byte.
		assert.equal(call.args[2].toHex(), toHex(submissionBody(day.batch.body)));
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
		const { body } = packDay(story, Array.from({ length: count }, (_, i) => story.readings[i]));
		const { partialFee } = await chain.api.tx.dataRegistry.submit(...meter.draft(chain.genesis, body)).paymentInfo(utility.address);
		return partialFee.toBigInt();
	};
	const [ten, thousand] = [await estimate(10), await estimate(1_000)];
	assert(thousand <= 2n * ten, `1,000 readings cost ${thousand}, 10 cost ${ten}`);
	story.measured.feeOf10 = ten;
	story.measured.feeOf1000 = thousand;
	story.record({ step: 'estimate a batch of 10 and of 1,000', who: 'utility', result: `${formatCfl(ten)} and ${formatCfl(thousand)} CFL, one transaction each` });
}

/** Somebody sends a signed batch once more, another batch under its number, and a batch that was signed for another chain. */
export async function refuseTheReplay(story) {
	const { chain, utility, meter, days } = story;
	const submit = (args) => chain.api.tx.dataRegistry.submit(...args);
	const count = await chain.api.query.dataRegistry.nextSubmissionId();
	const body = { ...days[0].batch.body, to: days[0].batch.body.to + 1 };
	const used = meter.submissionAs(chain.genesis, 0n, body);
	const elsewhere = meter.draft(new Uint8Array(32), body);
	const receipts = await Promise.all([
		chain.submit(utility.pair, submit(days[0].batch.args)),
		chain.submitFailing(utility.pair, submit(used), 'dataRegistry.SequenceUsed'),
		chain.submitFailing(utility.pair, submit(elsewhere), 'dataRegistry.BadSignature'),
	]);
	assert.equal(receipts[0].one('dataRegistry', 'AlreadySubmitted').submission.toBigInt(), days[0].batch.submission);
	assert.equal(receipts[0].all('dataRegistry', 'Submitted').length, 0);
	assert.equal((await chain.api.query.dataRegistry.nextSubmissionId()).toHex(), count.toHex());
	story.record({
		step: 'send the first batch once more; another one under its number; one signed for another chain',
		who: 'utility',
		receipts,
		result: 'accepted without effect; refused: SequenceUsed, BadSignature',
	});
	story.prove('A signed batch counts once: the same bytes sent again changed nothing, another batch under the same number and one for another chain were refused.');
}

/** A validation round for each day; the laboratory is the only one who takes part. */
export async function validate(story) {
	const { chain, utility, laboratory, days } = story;
	const purse = await Purse.open(chain, [utility, laboratory]);
	const submissions = days.map(({ batch }) => batch.submission);
	const { rounds, receipts } = await openRounds(story, utility, submissions, { fee: FEE, seats: 1 });
	story.record({ step: 'ask for a verdict on every day', who: 'utility', receipts, result: `${rounds.length} rounds, ${formatCfl(FEE)} CFL each for whoever judges` });

	const verdicts = [];
	const found = [];
	for (const { day, batch } of days) {
		const verdict = await examine(story, story.meter, batch);
		if (verdict.Invalid) found.push({ day, reason: verdict.Invalid.reason, leaf: Number(verdict.Invalid.leaf.index) });
		verdicts.push(verdict);
	}
	assert.deepEqual(found, [{ day: CORRUPTED_DAY, reason: 'OutOfRange', leaf: CORRUPTED_READING }]);
	const judged = await judgeAlone(story, laboratory, rounds, verdicts);
	assert.equal(judged.revealed.flatMap((receipt) => receipt.all('dataRegistry', 'Validated')).length, days.length - 1);
	const rejected = judged.revealed.flatMap((receipt) => receipt.all('dataRegistry', 'Rejected'));
	assert.equal(rejected.length, 1);
	story.corrupted = days.find(({ day }) => day === CORRUPTED_DAY);
	assert.equal(rejected[0].submission.toBigInt(), story.corrupted.batch.submission);
	assert.equal(rejected[0].reason.type, 'OutOfRange');
	assert.equal(rejected[0].leaf.unwrap().toNumber(), CORRUPTED_READING);
	story.record({
		step: 'check every reading against the fingerprints; commit, then reveal',
		who: 'laboratory',
		receipts: judged.receipts,
		result: `${days.length - 1} days valid; ${CORRUPTED_DAY} rejected: reading ${CORRUPTED_READING} out of the meter's range, proven`,
	});

	await waitUntilClosed(story, rounds);
	const earned = FEE * BigInt(days.length);
	await purse.expect([-earned, earned]);
	story.record({ step: 'wait for the settlement', who: 'the chain', result: `${formatCfl(earned)} CFL to the laboratory, all bonds back` });
}

export async function correct(story) {
	const { chain, utility, laboratory, meter, corrupted } = story;
	const rejected = corrupted.batch.submission;
	const batch = packDay(story, corrupted.readings, rejected);
	const resubmitted = await submitBatch(story, utility, meter, batch);
	corrupted.batch = batch;
	story.record({ step: `correct ${CORRUPTED_DAY} and submit it again`, who: 'utility', receipts: resubmitted, result: `submission ${batch.submission} corrects ${rejected}` });

	const verdict = await examine(story, meter, batch);
	assert(verdict.Valid);
	const { rounds, receipts } = await openRounds(story, utility, [batch.submission], { fee: FEE, seats: 1 });
	const judged = await judgeAlone(story, laboratory, rounds, [verdict]);
	judged.revealed[0].one('dataRegistry', 'Validated');
	await waitUntilClosed(story, rounds);
	const [old, corrected] = await chain.api.call.dataRegistryApi.submissions([rejected, batch.submission]);
	assert.equal(old.unwrap().status.type, 'Rejected');
	assert.equal(old.unwrap().correctedBy.unwrap().toBigInt(), batch.submission);
	assert.equal(corrected.unwrap().status.type, 'Validated');
	assert.equal(corrected.unwrap().corrects.unwrap().toBigInt(), rejected);
	assert.equal(corrected.unwrap().revision.toNumber(), 1);
	story.record({
		step: 'check the corrected day',
		who: 'laboratory',
		receipts: [...receipts, ...judged.receipts],
		result: `valid; ${rejected} stays on record as rejected, linked both ways`,
	});
	story.prove(`A corrupted reading was found by the laboratory; the day was rejected, corrected and resubmitted, and both versions stay on record.`);
}

/** The council accredits the ministry for data about water. */
export async function accredit(story) {
	const { chain, ministry } = story;
	const consortium = await story.consortium();
	const now = await story.now();
	const terms = { powers: 1, scope: { Category: word('water') }, types: 'Any', delegable: false, from: now, until: now + YEAR };
	const receipt = await consortium.resolve(chain.api.tx.certification.accredit(toHex(ministry.did), terms));
	story.accreditation = receipt.one('certification', 'Accredited').accreditation.toBigInt();
	story.record({ step: 'accredit the ministry', who: 'council', receipts: receipt, result: `accreditation ${story.accreditation}: certificates about data on water, for a year` });
}

export async function certify(story) {
	const { chain, ministry, days, accreditation } = story;
	const now = await story.now();
	const calls = days.map(({ day, batch }) => {
		const document = JSON.stringify({ certifies: String(batch.submission), day, statement: 'measured and checked in due form' });
		const statement = { coverage: word('all', 64), document: toHex(digestOf(document)), validUntil: now + YEAR / 2 };
		return chain.api.tx.certification.certify(accreditation, { Submission: batch.submission }, word('measurement'), now, statement);
	});
	const receipts = await chain.submitMany(ministry.pair, calls);
	const certified = receipts.flatMap((receipt) => receipt.all('certification', 'Certified'));
	assert.equal(certified.length, days.length);
	const views = await chain.api.call.dataRegistryApi.submissions(days.map(({ batch }) => batch.submission));
	for (const view of views) assert(view.unwrap().certified.isTrue);
	story.record({ step: 'certify all days', who: 'ministry', receipts, result: `${certified.length} certificates, valid for half a year` });
	story.prove(`Every day was validated by the laboratory and certified by the ministry, neither of which is the supplier.`);
}
