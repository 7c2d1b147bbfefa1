// Streams: money that flows by the second out of a deposit. One is paused, resumed, topped up, and ends when nothing is left; of another the
// payer raises the rate and gives notice.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { Flow } from '../lib/flow.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { Purse } from '../lib/story.mjs';

/** Units a second. Three more than a hundredth of a token, so that thousandths of a unit accrue. */
const RATE = CFL / 100n + 3n;
/** For eight seconds, and a second more. */
const DEPOSIT = 8n * RATE;
const TOP_UP = RATE;
/** How long beforehand the payer says that he ends, pauses or pays less. */
const NOTICE = 2_000;
/** The stream that the payer ends: what he raises its rate to, what he puts up, and a notice that no block comes too late for. */
const [RAISED, AMPLE, LONG_NOTICE] = [2n * RATE, 60n * RATE, 6_000];

/** What anybody may read about a stream; null once it is gone. */
async function viewOf({ api }, id) {
	const view = await api.call.paymentStreamsApi.stream(id);
	return view.isSome ? view.unwrap() : null;
}

export async function open(story) {
	const { chain, payments } = story;
	const { payer, payee } = payments;
	const purse = await Purse.open(chain, [payer, payee]);
	const { paymentStreams } = chain.api.tx;
	const terms = (deposit) => [toHex(payee.did), null, 'Native', RATE, deposit, NOTICE, null];
	const [refused, receipt] = await Promise.all([
		chain.submitFailing(payer.pair, paymentStreams.open(...terms(RATE)), 'paymentStreams.DepositTooLow'),
		chain.submit(payer.pair, paymentStreams.open(...terms(DEPOSIT))),
	]);
	const opened = receipt.one('paymentStreams', 'Opened');
	const flow = new Flow(RATE, DEPOSIT, receipt.time);
	assert.equal(opened.runsUntil.toNumber(), flow.runsUntil);
	assert.equal(flow.runsUntil, receipt.time + 8_000);
	payments.stream = { id: opened.id.toBigInt(), flow, purse, paid: 0n };
	story.record({
		step: 'open a stream',
		who: payer.name,
		receipts: [refused, receipt],
		result: `stream ${opened.id}: ${formatCfl(RATE)} CFL a second, ${formatCfl(DEPOSIT)} on hold, for 8 s; a deposit that does not cover the notice: DepositTooLow`,
	});
}

/** The payee serves nothing for a while, so nothing flows. What has accrued by then is his, in whole units. */
export async function pause(story) {
	const { chain, payments } = story;
	const { payer, payee, stream } = payments;
	const { id, flow } = stream;
	const { paymentStreams } = chain.api.tx;
	// One after the other, in one block: the clock does not move between them.
	const [paused, claimed, refused] = await Promise.all([
		chain.submit(payee.pair, paymentStreams.pause(id)),
		chain.submit(payee.pair, paymentStreams.claim(id)),
		chain.submitFailing(payer.pair, paymentStreams.resume(id), 'paymentStreams.NotPaused'),
	]);
	const { side, since } = paused.one('paymentStreams', 'Paused');
	assert.deepEqual([side.type, since.toNumber()], ['Payee', paused.time]);
	flow.advance(paused.time);
	flow.running = false;
	const amount = flow.pay();
	assert.equal(claimed.one('paymentStreams', 'Claimed').amount.toBigInt(), amount);
	stream.paid = amount;
	await stream.purse.expect([-amount, amount]);
	const view = await viewOf(chain, id);
	assert.deepEqual([view.stage.type, view.pausedByPayee.isTrue, view.pausedByPayer.isTrue, view.runsUntil.isNone], ['Paused', true, false, true]);
	assert.deepEqual([view.deposit.toBigInt(), view.due.toBigInt(), view.paid.toBigInt()], [flow.deposit, 0n, amount]);
	story.record({
		step: 'pause, at once; claim what has accrued',
		who: payee.name,
		receipts: [paused, claimed, refused],
		result: `${formatCfl(amount)} CFL, counted by the millisecond; only who paused resumes: NotPaused`,
	});
}

/** A top-up while nothing flows; then the payee resumes. */
export async function topUpAndResume(story) {
	const { chain, payments } = story;
	const { payer, payee, watcher, stream } = payments;
	const { id, flow } = stream;
	const { paymentStreams } = chain.api.tx;
	const [toppedUp, refused] = await Promise.all([
		chain.submit(payer.pair, paymentStreams.topUp(id, TOP_UP)),
		chain.submitFailing(watcher.pair, paymentStreams.topUp(id, TOP_UP), 'paymentStreams.NotParty'),
	]);
	assert(toppedUp.one('paymentStreams', 'ToppedUp').runsUntil.isNone);
	flow.deposit += TOP_UP;
	const resumed = await chain.submit(payee.pair, paymentStreams.resume(id));
	flow.advance(resumed.time);
	flow.running = true;
	const { runsUntil } = resumed.one('paymentStreams', 'Resumed');
	assert.equal(runsUntil.unwrap().toNumber(), flow.runsUntil);
	stream.resumedIn = resumed.block;
	const left = (flow.runsUntil - resumed.time) / 1_000;
	story.record({
		step: 'top it up by a second; resume',
		who: `${payer.name}, ${payee.name}`,
		receipts: [toppedUp, refused, resumed],
		result: `nothing flowed in between; ${left.toFixed(3)} s are left; a stranger's money is refused: NotParty`,
	});
}

/** Both know the moment from the beginning. When it has passed the payee has all of it, and nobody owes anybody anything. */
export async function waitForInsolvency(story) {
	const { chain, payments } = story;
	const { payer, payee, stream } = payments;
	const { id, flow, paid, purse, resumedIn } = stream;
	const last = flow.runsUntil;
	const end = await chain.waitForEvent('paymentStreams', 'Ended', (event) => event.id.toBigInt() === id, { after: resumedIn });
	assert.deepEqual([end.ending.type, end.at.toNumber(), end.by.isNone], ['Insolvent', last, true]);
	assert.deepEqual([end.toPayee.toBigInt(), end.toFunder.toBigInt()], [flow.deposit, 0n]);
	assert.deepEqual([end.owed.toBigInt(), end.unreturned.toBigInt()], [0n, 0n], 'nothing waits');
	const total = DEPOSIT + TOP_UP;
	assert.equal(paid + flow.deposit, total);
	const [payerNow, payeeNow] = await purse.expect([-total, total]);
	for (const now of [payerNow, payeeNow]) assert.equal(now.held, now.before.held, 'deposit and ticket are free again');
	assert.equal(await viewOf(chain, id), null);
	const refused = await chain.submitFailing(payer.pair, chain.api.tx.paymentStreams.topUp(id, TOP_UP), 'paymentStreams.NotFound');
	story.record({
		step: 'wait until the deposit is used up',
		who: 'the chain',
		receipts: refused,
		result: `block ${end.block}: insolvent at the millisecond that was foretold; ${formatCfl(total)} CFL to the ${payee.name} in all, ticket back; a top-up comes too late: NotFound`,
	});
	story.prove('A stream paid by the millisecond, stood still while it was paused, and ended without debts when its deposit was used up.');
}

/** The payer raises the rate, at once, and then ends the stream: until the notice is over he pays, and pays no less. */
export async function raiseAndClose(story) {
	const { chain, payments } = story;
	const { payer, payee } = payments;
	const purse = await Purse.open(chain, [payer, payee]);
	const { paymentStreams } = chain.api.tx;
	const opened = await chain.submit(payer.pair, paymentStreams.open(...[toHex(payee.did), null, 'Native', RATE, AMPLE, LONG_NOTICE, null]));
	const id = opened.one('paymentStreams', 'Opened').id.toBigInt();
	const flow = new Flow(RATE, AMPLE, opened.time);
	const [same, raised] = await Promise.all([
		chain.submitFailing(payer.pair, paymentStreams.changeRate(id, RATE), 'paymentStreams.SameRate'),
		chain.submit(payer.pair, paymentStreams.changeRate(id, RAISED)),
	]);
	const change = raised.one('paymentStreams', 'RateChanged');
	assert.deepEqual([change.from.toBigInt(), change.to.toBigInt(), change.since.toNumber()], [RATE, RAISED, raised.time]);
	flow.advance(raised.time);
	flow.rate = RAISED;

	const [closed, lowered] = await Promise.all([
		chain.submit(payer.pair, paymentStreams.close(id)),
		chain.submitFailing(payer.pair, paymentStreams.changeRate(id, RATE), 'paymentStreams.AlreadyAnnounced'),
	]);
	const announced = closed.one('paymentStreams', 'Announced');
	const last = closed.time + LONG_NOTICE;
	assert.deepEqual([announced.change.type, announced.at.toNumber()], ['Close', last]);
	const end = await chain.waitForEvent('paymentStreams', 'Ended', (event) => event.id.toBigInt() === id, { after: closed.block });
	assert.deepEqual([end.ending.type, end.at.toNumber(), end.by.isNone], ['ClosedByPayer', last, true]);
	const paid = flow.advance(last).pay();
	assert.deepEqual([end.toPayee.toBigInt(), end.toFunder.toBigInt()], [paid, AMPLE - paid]);
	assert.deepEqual([end.owed.toBigInt(), end.unreturned.toBigInt()], [0n, 0n], 'nothing waits');
	const [payerNow] = await purse.expect([-paid, paid]);
	assert.equal(payerNow.held, payerNow.before.held, 'the rest of the deposit and the ticket are free again');
	assert.equal(await viewOf(chain, id), null);
	story.record({
		step: 'open another stream; raise its rate; end it, and try to pay less meanwhile',
		who: payer.name,
		receipts: [opened, same, raised, closed, lowered],
		result: `${formatCfl(RATE)} CFL a second, then ${formatCfl(RAISED)}; ended by the chain when ${LONG_NOTICE / 1_000} s of notice were over: ${formatCfl(paid)} CFL paid, the rest back; refused: SameRate, AlreadyAnnounced`,
	});
	story.prove('A payer raised the rate of a stream at once, and ended it with notice: he paid to the last millisecond of it, and not a unit more.');
}
