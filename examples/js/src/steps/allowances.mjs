// Allowances: a supplier pulls what he is owed out of a payer's account, and a buyer spends a sponsor's money; within the payer's limits and no
// further. What is pulled is a stream that lasts a second: money is bound, flows, and is paid.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { callVariant } from '../lib/keys.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { Purse } from '../lib/story.mjs';
import { ChannelKey } from '../lib/voucher.mjs';

const MINUTE = 60_000;

/** At most so much at once, so much in all, three times, bound for a minute at most. */
const LIMITS = { amount: (3n * CFL) / 10n, total: (8n * CFL) / 10n, count: 3, lock: MINUTE };
const SMALL = CFL / 10n;
/** What a sponsored buyer may put into one channel. */
const SPONSORED = (2n * CFL) / 10n;
const CHALLENGE = 8_000;

const nameOf = (did) => (did ? toHex(did) : null);

/** What anybody may read about an allowance; null if there is none. */
async function viewOf({ api }, payer, spender, payee) {
	const view = await api.call.allowancesApi.allowance(nameOf(payer.did), nameOf(spender.did), nameOf(payee.did));
	return view.isSome ? view.unwrap() : null;
}

async function expectUse({ chain, payments }, spender, total, count) {
	const { payer, payee } = payments;
	const view = await viewOf(chain, payer, spender, payee);
	assert.deepEqual([view.total.toBigInt(), view.count.toNumber()], [total, count]);
}

/** The supplier may pull for so many seconds. */
export const allow = ({ seconds }) => async (story) => {
	const { chain, payments } = story;
	const { payer, payee, platform } = payments;
	const { allowances, utility } = chain.api.tx;
	payments.pull = { purse: await Purse.open(chain, [payer, payee]) };
	const now = await story.now();
	const until = now + seconds * 1_000;
	const toSupplier = { ...LIMITS, validUntil: until };
	const toBuyer = { amount: SPONSORED, total: SPONSORED, count: 2, lock: 2 * MINUTE, validUntil: now + MINUTE };
	const give = (spender, limits) => allowances.allow(toHex(spender.did), toHex(payee.did), 'Native', limits);
	const receipt = await chain.submit(payer.pair, utility.batchAll([give(payee, toSupplier), give(platform, toBuyer)]));
	assert.equal(receipt.all('allowances', 'Allowed').length, 2);
	await expectUse(story, payee, 0n, 0);
	payments.pull.until = until;
	payments.pull.after = receipt.block;
	story.record({
		step: `let the ${payee.name} pull what it is owed, and the ${platform.name} buy from it`,
		who: payer.name,
		receipts: receipt,
		result: `${formatCfl(LIMITS.amount)} CFL at once, ${formatCfl(LIMITS.total)} in all, ${LIMITS.count} times, for ${seconds} s; nothing is on hold but the tickets`,
	});
};

/** Pulls so much: a stream of just that rate lasts a second, one of a lower rate longer. */
const pullCall = ({ chain, payments }, amount, { seconds = 1n } = {}) => {
	const { payer, payee } = payments;
	return chain.api.tx.paymentStreams.open(toHex(payee.did), null, 'Native', amount / seconds, amount, 0, toHex(payer.did));
};

/** The supplier pulls as often as he may and beyond. All of it in one block, in this order. */
export async function pull(story) {
	const { chain, payments } = story;
	const { payer, payee, watcher } = payments;
	const { amount } = LIMITS;
	const pulls = (sum) => chain.submit(payee.pair, pullCall(story, sum));
	const refused = (error, sum, options) => chain.submitFailing(payee.pair, pullCall(story, sum, options), `allowances.${error}`);
	const receipts = await Promise.all([
		refused('AmountTooHigh', amount + 1n),
		pulls(amount),
		pulls(amount),
		refused('TotalExceeded', amount),
		refused('LockTooLong', SMALL, { seconds: 100n }),
		pulls(SMALL),
		refused('CountExceeded', SMALL),
		chain.submitFailing(watcher.pair, pullFor(story, watcher), 'allowances.NotAllowed'),
	]);
	const spent = receipts.flatMap((receipt) => receipt.all('allowances', 'Spent'));
	const total = 2n * amount + SMALL;
	assert.deepEqual(spent.map((event) => [event.amount.toBigInt(), event.total.toBigInt(), event.count.toNumber()]), [
		[amount, amount, 1],
		[amount, 2n * amount, 2],
		[SMALL, total, 3],
	]);
	await expectUse(story, payee, total, 3);
	const streams = receipts.flatMap((receipt) => receipt.all('paymentStreams', 'Opened').map(({ id }) => id.toBigInt()));
	for (const id of streams) {
		const end = await chain.waitForEvent('paymentStreams', 'Ended', (event) => event.id.toBigInt() === id, { after: payments.pull.after });
		assert.deepEqual([end.ending.type, end.toFunder.toBigInt(), end.owed.toBigInt()], ['Insolvent', 0n, 0n]);
	}
	await payments.pull.purse.expect([-total, total]);
	payments.pull.total = total;
	story.record({
		step: 'pull three times within the limits, five times beyond them',
		who: `${payee.name}, ${watcher.name}`,
		receipts,
		result: `${formatCfl(total)} CFL from the ${payer.name} to the ${payee.name}; refused: AmountTooHigh, TotalExceeded, LockTooLong, CountExceeded, and a stranger: NotAllowed`,
	});
}

/** Somebody pulls for himself out of an account that allowed him nothing. */
const pullFor = ({ chain, payments }, stranger) =>
	chain.api.tx.paymentStreams.open(toHex(stranger.did), null, 'Native', SMALL, SMALL, 0, toHex(payments.payer.did));

/** A buyer opens a channel on the sponsor's money. What comes back stays counted: a limit is on what was bound in all. */
export async function sponsor(story) {
	const { chain, payments } = story;
	const { payer, payee, platform, pull: { purse, total } } = payments;
	const { paymentChannels } = chain.api.tx;
	const expires = (await story.now()) + MINUTE;
	const open = (amount) =>
		paymentChannels.open(
			...[toHex(payee.did), callVariant(new ChannelKey().key), 'Native', amount, null, [], expires, CHALLENGE, toHex(payer.did)],
		);
	const [over, opened] = await Promise.all([
		chain.submitFailing(platform.pair, open(SPONSORED + 1n), 'allowances.AmountTooHigh'),
		chain.submit(platform.pair, open(SPONSORED)),
	]);
	const channel = opened.one('paymentChannels', 'Opened');
	assert.deepEqual([channel.payer.did.toHex(), channel.opener.toHex()], [toHex(payer.did), toHex(platform.did)]);
	assert.equal(channel.payer.account.toString(), payer.address);
	const closed = await chain.submit(payee.pair, paymentChannels.closeByPayee(channel.id, null));
	assert.equal(closed.one('paymentChannels', 'Ended').returned.toBigInt(), SPONSORED);
	const again = await chain.submitFailing(platform.pair, open(SPONSORED), 'allowances.TotalExceeded');
	await expectUse(story, platform, SPONSORED, 1);
	await purse.expect([-total, total]);
	story.record({
		step: `open a channel on the ${payer.name}'s money; the ${payee.name} closes it unpaid; open another`,
		who: `${platform.name}, ${payee.name}`,
		receipts: [over, opened, closed, again],
		result: `${formatCfl(SPONSORED)} CFL held and returned, and counted for good; refused: AmountTooHigh, TotalExceeded`,
	});
}

/** The time is up for one allowance, and the payer revokes the other. */
export async function expireAndRevoke(story) {
	const { chain, payments } = story;
	const { payer, payee, platform, pull: { until, after, total } } = payments;
	const mine = (event) => event.payer.toHex() === toHex(payer.did) && event.spender.toHex() === toHex(payee.did);
	const [expired, revoked] = await Promise.all([
		chain.waitForEvent('allowances', 'Expired', mine, { after }),
		chain.submit(payer.pair, chain.api.tx.allowances.revoke(toHex(platform.did), toHex(payee.did))),
	]);
	assert.deepEqual([expired.total.toBigInt(), expired.count.toNumber()], [total, 3]);
	assert((await chain.timeOf(await chain.api.rpc.chain.getBlockHash(expired.block))) > until, 'it was over too early');
	await expectNothingAllowed(story, [revoked], `one is over since block ${expired.block}, by itself; the other at once`);
	story.prove('A payee pulls from a payer only what he allowed: so much at once, so much in all, so often, for so long; strangers nothing.');
}

/** The payer revokes both. */
export async function revoke(story) {
	const { chain, payments } = story;
	const { payer, payee, platform } = payments;
	const end = (spender) => chain.api.tx.allowances.revoke(toHex(spender.did), toHex(payee.did));
	const revoked = await chain.submit(payer.pair, chain.api.tx.utility.batchAll([end(payee), end(platform)]));
	await expectNothingAllowed(story, [revoked], 'both at once');
	story.prove('A payee pulls from a payer only what he allowed, and no longer than he allows it.');
}

async function expectNothingAllowed(story, receipts, result) {
	const { chain, payments } = story;
	const { payer, payee, platform, pull: { purse, total } } = payments;
	const refused = await chain.submitFailing(payee.pair, pullCall(story, SMALL), 'allowances.NotAllowed');
	for (const spender of [payee, platform]) assert.equal(await viewOf(chain, payer, spender, payee), null);
	const [now] = await purse.expect([-total, total]);
	assert.equal(now.held, now.before.held, 'the tickets are back');
	story.record({ step: 'end the allowances; pull once more', who: `${payer.name}, ${payee.name}`, receipts: [...receipts, refused], result: `${result}; tickets back; refused: NotAllowed` });
}
