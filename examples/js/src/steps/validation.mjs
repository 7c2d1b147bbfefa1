// A validation round: several validators, one of whom lies and one of whom does not show up. Who agrees with the majority is paid.

import assert from 'node:assert/strict';
import { randomBytes, toHex } from '../lib/bytes.mjs';
import { formatCfl, CFL } from '../lib/money.mjs';
import { Purse } from '../lib/story.mjs';
import { payouts } from '../lib/verdict.mjs';
import { checkHistory } from './audit.mjs';
import { commitCall, openRounds, revealCall, seal, waitUntilClosed } from './judging.mjs';
import { examine, pack, readDays, registerDataSet, registerMeter, registerSchema, spoil, submitBatch } from './water.mjs';

const SPOILT_READING = 7;
/** What a cheat claims about data that are spoilt. */
const LIE = { Valid: { quality: 1_000 } };

/** So many validators. The second one lies; the last one commits and is never seen again, if `absentee`. */
export const meet = (count, { absentee }) => async (story) => {
	const names = ['laboratory', 'second lab', 'third lab', 'fourth lab', 'fifth lab', 'sixth lab', 'seventh lab'].slice(0, count);
	const [supplier, ...validators] = await story.cast([{ name: 'utility', roles: ['Supplier'] }, ...names.map((name) => ({ name, roles: ['Validator'] }))]);
	const absent = absentee ? validators.at(-1) : null;
	story.validation = { supplier, validators, cheat: validators[1], absent, honest: validators.filter((v) => v !== validators[1] && v !== absent) };
};

/** A day of readings in which one lost its decimal point. */
export async function submitSpoiltData(story) {
	const { validation } = story;
	const { supplier } = validation;
	const registered = await registerSchema(story, supplier);
	const [{ dataSet, receipt }, { meter, receipt: consented }] = await Promise.all([registerDataSet(story, supplier), registerMeter(story, supplier)]);
	const [{ day, readings }] = readDays(story.csv);
	const batch = pack({ schema: story.schema, device: meter, dataSet }, spoil(readings, SPOILT_READING));
	const submitted = await submitBatch(story, supplier, meter, batch);
	Object.assign(validation, { meter, batch, dataSet });
	story.record({
		step: `submit ${day}, one reading of which is spoilt`,
		who: supplier.name,
		receipts: [...registered, receipt, consented, submitted],
		result: `submission ${batch.submission}`,
	});
}

/** The fee cannot be shared evenly: the rest goes to those who joined first. */
export async function open(story) {
	const { chain, validation } = story;
	const { supplier, validators, batch } = validation;
	const parameters = await chain.api.call.validationApi.parameters();
	validation.stakes = {
		fee: BigInt(validators.length) * CFL + BigInt(validation.honest.length) - 1n,
		bond: parameters.bond.toBigInt(),
		minorityPenalty: parameters.minorityPenalty.toNumber(),
		unrevealedPenalty: parameters.unrevealedPenalty.toNumber(),
	};
	validation.before = await reputations(story);
	validation.purse = await Purse.open(chain, [supplier, ...validators]);
	const { rounds, receipts } = await openRounds(story, supplier, [batch.submission], { fee: validation.stakes.fee, seats: validators.length });
	[validation.round] = rounds;
	story.record({
		step: 'ask for a verdict',
		who: supplier.name,
		receipts,
		result: `round ${validation.round}: ${validators.length} seats, a fee of ${formatCfl(validation.stakes.fee)} CFL on hold`,
	});
}

const reputations = async ({ chain, validation: { supplier, validators } }) =>
	(await chain.api.call.validationApi.reputations([supplier, ...validators].map(({ did }) => toHex(did)))).map(({ validator, supplier: asSupplier }) => ({
		withMajority: validator.withMajority.toNumber(),
		againstMajority: validator.againstMajority.toNumber(),
		unrevealed: validator.unrevealed.toNumber(),
		rejected: asSupplier.rejected.toNumber(),
	}));

export async function refuseTheSupplier(story) {
	const { chain, validation } = story;
	const { supplier, round, cheat } = validation;
	const receipts = await Promise.all([
		chain.submitFailing(supplier.pair, chain.api.tx.validation.join(round), 'validation.SupplierCannotValidate'),
		chain.submitFailing(cheat.pair, commitCall(story, seal(story, round, cheat, LIE)), 'validation.NotCommitting'),
	]);
	story.record({
		step: 'judge one\'s own data; commit without a seat',
		who: `${supplier.name}, ${cheat.name}`,
		receipts,
		result: 'refused: SupplierCannotValidate, NotCommitting',
	});
}

export async function join(story) {
	const { chain, validation } = story;
	const { validators, round, stakes } = validation;
	const receipts = await Promise.all(validators.map(({ pair }) => chain.submit(pair, chain.api.tx.validation.join(round))));
	const seats = receipts.map((receipt) => {
		const { seat, bond } = receipt.one('validation', 'Joined');
		assert.equal(bond.toBigInt(), stakes.bond);
		return seat.toNumber();
	});
	assert.deepEqual([...seats].sort((a, b) => a - b), validators.map((_, i) => i));
	// In the order of the seats, which is that of the transactions in their blocks.
	validation.seated = validators.map((_, seat) => validators[seats.indexOf(seat)]);
	assert.equal(receipts.flatMap((receipt) => receipt.all('validation', 'CommittingBegan')).length, 1);
	story.record({ step: 'take seats', who: 'validators', receipts, result: `${validators.length} bonds of ${formatCfl(stakes.bond)} CFL on hold; the last seat ended the phase` });
}

export async function commit(story) {
	const { chain, validation } = story;
	const { validators, cheat, round, batch, meter } = validation;
	const truth = await examine(story, meter, batch);
	assert.equal(truth.Invalid.reason, 'OutOfRange');
	validation.sealed = new Map(validators.map((validator) => [validator, seal(story, round, validator, validator === cheat ? LIE : truth)]));
	const [last, ...others] = validators;
	const commitOf = (validator) => chain.submit(validator.pair, commitCall(story, validation.sealed.get(validator)));
	// The cheat is in a hurry: his second transaction comes after his first, and while the last one has yet to commit.
	const [receipts, early] = await Promise.all([
		Promise.all(others.map(commitOf)),
		chain.submitFailing(cheat.pair, revealCall(story, validation.sealed.get(cheat)), 'validation.NotRevealing'),
	]);
	receipts.push(await commitOf(last));
	receipts.at(-1).one('validation', 'RevealingBegan');
	story.record({
		step: 'check the data, commit to verdicts; one reveals too early',
		who: 'validators',
		receipts: [...receipts, early],
		result: `${validators.length} hashes; refused: NotRevealing`,
	});
}

export async function reveal(story) {
	const { chain, validation } = story;
	const { validators, cheat, honest, absent, sealed } = validation;
	const [first, ...rest] = honest;
	const opened = await chain.submit(first.pair, revealCall(story, sealed.get(first)));
	const { finding } = opened.one('validation', 'Revealed');
	assert.equal(finding.asInvalid.leaf.unwrap().toNumber(), SPOILT_READING);
	// The cheat sees what the others say and would rather have said it too: his own salt, and what he copied.
	const changed = { ...sealed.get(cheat), verdict: sealed.get(first).verdict };
	const guessed = { ...sealed.get(cheat), salt: randomBytes(32) };
	const attempts = [changed, sealed.get(first), guessed];
	const [refused, receipts] = await Promise.all([
		Promise.all(attempts.map((attempt) => chain.submitFailing(cheat.pair, revealCall(story, attempt), 'validation.WrongCommitment'))),
		Promise.all([...rest, cheat].map((validator) => chain.submit(validator.pair, revealCall(story, sealed.get(validator))))),
	]);
	assert.equal(receipts.length + 1, validators.length - (absent ? 1 : 0));
	story.record({
		step: 'reveal; one would rather have said something else',
		who: 'validators',
		receipts: [opened, ...refused, ...receipts],
		result: `${honest.length} say OutOfRange and prove reading ${SPOILT_READING}, one says valid; refused: WrongCommitment, three times`,
	});
	story.prove('Nobody changes a verdict after he saw those of others, and nobody opens what he copied.');
}

/** The absentee makes the round wait for its deadline; then the chain decides and pays by itself. */
export async function settle(story) {
	const { chain, validation } = story;
	const { supplier, seated, cheat, absent, honest, round, stakes, purse, sealed, batch } = validation;
	const [view] = await waitUntilClosed(story, [round], { timeoutMs: 90_000 });
	assert.equal(view.outcome.unwrap().asInvalid.reason.type, 'OutOfRange');
	assert.equal(view.outcome.unwrap().asInvalid.leaf.unwrap().toNumber(), SPOILT_READING);
	assert.deepEqual([view.valid.toNumber(), view.invalid.toNumber()], [1, honest.length]);
	const late = absent ? [await chain.submitFailing(absent.pair, revealCall(story, sealed.get(absent)), 'validation.NotRevealing')] : [];

	const standings = seated.map((validator) => (validator === cheat ? 'Minority' : validator === absent ? 'Unrevealed' : 'Majority'));
	const members = await chain.api.call.validationApi.members(round, 0, 100);
	assert.deepEqual(members.map(({ standing }) => standing.unwrap().type), standings);
	const paid = payouts(stakes, standings);
	assert.equal(paid.reduce((sum, { change }) => sum + change, 0n), stakes.fee);
	const changes = new Map(seated.map((validator, seat) => [validator, paid[seat].change]));
	await purse.expect([-stakes.fee, ...validation.validators.map((validator) => changes.get(validator))]);

	const submission = (await chain.api.call.dataRegistryApi.submission(batch.submission)).unwrap();
	assert.equal(submission.status.type, 'Rejected');
	assert.equal(submission.reason.unwrap().type, 'OutOfRange');
	assert.equal(submission.leaf.unwrap().toNumber(), SPOILT_READING);
	const rewards = paid.filter(({ standing }) => standing === 'Majority').map(({ change }) => change);
	const losses = [`${formatCfl(-changes.get(cheat))} from the cheat`, ...(absent ? [`${formatCfl(-changes.get(absent))} from the absentee`] : [])];
	story.record({
		step: absent ? 'wait for the deadline; the absentee comes too late' : 'wait for the settlement',
		who: 'the chain',
		receipts: late,
		result: `rejected; ${formatCfl(rewards[0])} CFL to each of ${rewards.length}, ${losses.join(', ')}${absent ? '; refused: NotRevealing' : ''}`,
	});
	story.prove(
		`A round of ${seated.length} validators, ${absent ? 'a cheat and an absentee' : 'a cheat'} among them, found the spoilt reading of the ${supplier.name}; fee and losses went to the honest ones, to the last unit.`,
	);
}

export async function lookAtReputations(story) {
	const { validation } = story;
	const { supplier, validators, cheat, absent, before } = validation;
	const after = await reputations(story);
	const nothing = { withMajority: 0, againstMajority: 0, unrevealed: 0, rejected: 0 };
	const expected = [supplier, ...validators].map((party) => {
		if (party === supplier) return { ...nothing, rejected: 1 };
		if (party === cheat) return { ...nothing, againstMajority: 1 };
		if (party === absent) return { ...nothing, unrevealed: 1 };
		return { ...nothing, withMajority: 1 };
	});
	const changed = after.map((now, i) => Object.fromEntries(Object.entries(now).map(([name, count]) => [name, count - before[i][name]])));
	assert.deepEqual(changed, expected);
	story.record({ step: 'look at what is counted', who: 'anyone', result: 'with the majority, against it, unrevealed, rejected: one each, by name' });
	story.prove('Reputation is kept as counts of outcomes, for validators and for the supplier.');
}

export async function recomputeTheHistory(story) {
	const { batch, validators } = story.validation;
	const names = await checkHistory(story, { Submission: batch.submission });
	const count = (name) => names.filter((other) => other === name).length;
	assert.equal(count('validation.Joined'), validators.length);
	assert.equal(count('dataRegistry.Rejected'), 1);
	story.record({ step: 'recompute the history of the submission', who: 'anyone', result: `${names.length} events, each found in its block, lead to the head on chain` });
}
