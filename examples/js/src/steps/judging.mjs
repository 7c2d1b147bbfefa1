// Validation rounds: the supplier asks and pays, validators take seats, commit to verdicts, and reveal them.

import assert from 'node:assert/strict';
import { randomBytes, toHex } from '../lib/bytes.mjs';
import { callVerdict, commitment } from '../lib/verdict.mjs';

/** Opens a round of so many seats for each submission. Returns the numbers of the rounds, in the order of the submissions. */
export async function openRounds({ chain }, supplier, submissions, { fee, seats }) {
	const receipts = await chain.submitMany(supplier.pair, submissions.map((submission) => chain.api.tx.validation.openRound(submission, fee, seats)));
	const opened = new Map(receipts.flatMap((receipt) => receipt.all('validation', 'RoundOpened')).map((event) => [event.submission.toBigInt(), event]));
	assert.equal(opened.size, submissions.length);
	const rounds = submissions.map((submission) => {
		const event = opened.get(submission);
		assert.equal(event.fee.toBigInt(), fee);
		assert.equal(event.seats.toNumber(), seats);
		return event.round.toBigInt();
	});
	return { rounds, receipts };
}

/** What a validator commits to, and what he has to keep until he reveals it. */
export function seal({ chain }, round, validator, verdict) {
	const salt = randomBytes(32);
	return { round, verdict, salt, commitment: commitment(chain.genesis, round, validator.did, verdict, salt) };
}

export const commitCall = ({ chain }, { round, commitment: sealed }) => chain.api.tx.validation.commit(round, toHex(sealed));
export const revealCall = ({ chain }, { round, verdict, salt }) => chain.api.tx.validation.reveal(round, callVerdict(verdict), toHex(salt));

/**
 * One validator judges alone: joins all rounds, commits, reveals. The phases do not wait for their deadlines, because everybody who has a seat
 * took his step. `verdicts` in the order of the rounds.
 */
export async function judgeAlone(story, validator, rounds, verdicts) {
	const { chain } = story;
	const send = (calls) => chain.submitMany(validator.pair, calls);
	const joined = await send(rounds.map((round) => chain.api.tx.validation.join(round)));
	assert.equal(joined.flatMap((receipt) => receipt.all('validation', 'CommittingBegan')).length, rounds.length);
	const sealed = rounds.map((round, i) => seal(story, round, validator, verdicts[i]));
	const committed = await send(sealed.map((verdict) => commitCall(story, verdict)));
	assert.equal(committed.flatMap((receipt) => receipt.all('validation', 'RevealingBegan')).length, rounds.length);
	const revealed = await send(sealed.map((verdict) => revealCall(story, verdict)));
	assert.equal(revealed.flatMap((receipt) => receipt.all('validation', 'Decided')).length, rounds.length);
	return { revealed, receipts: [...joined, ...committed, ...revealed] };
}

/** Waits until the chain, by itself, has moved all money of the rounds. Returns the rounds. */
export async function waitUntilClosed({ chain }, rounds, { timeoutMs = 60_000 } = {}) {
	const look = async () => {
		const views = [];
		for (let i = 0; i < rounds.length; i += 100) views.push(...(await chain.api.call.validationApi.rounds(rounds.slice(i, i + 100))));
		return views.map((view) => view.unwrap());
	};
	const isClosed = ({ phase }) => phase.isClosed;
	await chain.waitForHead(async () => (await look()).every(isClosed), { best: true, timeoutMs, what: 'the settlement of the rounds' });
	return look();
}
