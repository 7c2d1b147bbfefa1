// Payment channels: thousands of readings paid by vouchers that the chain never sees, and one that it does. A channel ends together, by the
// payee, or, when one side is not to be had, by the clock.

import assert from 'node:assert/strict';
import { equal, toHex } from '../lib/bytes.mjs';
import { answeredBytes } from '../lib/chain.mjs';
import { EuroPurse, formatXeur, giveEuros, IN_EURO, XEUR } from '../lib/euro.mjs';
import { sameFingerprint, Tree } from '../lib/fingerprint.mjs';
import { callVariant } from '../lib/keys.mjs';
import { CFL, formatCfl, totalFee } from '../lib/money.mjs';
import { Device, fingerprintOf, Stakeholder } from '../lib/parties.mjs';
import { Purse } from '../lib/story.mjs';
import {
	callVoucher,
	ChannelKey,
	claimArguments,
	decodeSigned,
	encodeSigned,
	finalMessage,
	PayeeLedger,
	PayerLedger,
	voucherMessage,
} from '../lib/voucher.mjs';
import { pack, readDays, registerDataSet, registerSchema } from './water.mjs';

const HOUR = 3_600_000;
/** How long the payee may claim after the payer asked for the end. The preset allows 6 s; a claim needs two blocks, or three. */
const CHALLENGE = 8_000;

/** What a reading costs: a small part of what a transaction costs. */
const PRICE = CFL / 5_000n;
const DEPOSIT = CFL;
/** So many meters report the readings of the file. */
const METERS = 3;
/** For so many readings at once the payee gives credit. */
const AHEAD = 10;

const OLD_DEPOSIT = CFL / 2n;

/** What a reading costs in the other token. It cannot be shared evenly. */
const EURO_PRICE = 22_003n;
const EURO_DEPOSIT = 40n * XEUR;
/** What a claim must add: two thousand times the least balance, since a commission comes before the shares. */
const LEAST_CLAIM = 20n * XEUR;
/** What the platform gets of every payment, and what the investor holds of the right of profit; per mille. */
const COMMISSION = 50n;
const SHARES = 300n;
/** The readings that are paid in it: too few for a claim, enough for one, all. Those of one day are paid by one voucher. */
const [TOO_FEW, ENOUGH, ALL] = [600, 1_001, 1_400];
const A_DAY = 24;

export async function meet(story) {
	const [payee, payer, platform] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'planner', roles: ['Demander'] },
		{ name: 'operator', roles: ['ServiceProvider'] },
	]);
	story.payments = { payee, payer, platform, watcher: Stakeholder.dev('Charlie'), investor: Stakeholder.dev('Bob') };
}

/** The readings of the file as leaves, in the order of time, each meter in its turn. */
function measure({ schema, csv }, meters) {
	const days = readDays(csv).flatMap(({ readings }) => readings);
	const series = Array.from({ length: meters }, () => pack({ schema, device: new Device() }, days).leaves);
	return days.flatMap((_, i) => series.map((leaves) => leaves[i]));
}

/** Opens a channel from payer to payee, and both ledgers on what the chain says about it. The payee gives credit for `ahead` readings. */
async function openChannel({ chain, payments }, { deposit, price, asset = 'Native', dataSet = null, commissions = [], expires, ahead = 1n }) {
	const { payer, payee } = payments;
	const key = new ChannelKey();
	const call = chain.api.tx.paymentChannels.open(
		...[toHex(payee.did), callVariant(key.key), asset, deposit, dataSet, commissions, expires, CHALLENGE, null],
	);
	// The payee delivers nothing before the opening is final: what is not could go away with its block.
	const receipt = await chain.submit(payer.pair, call, { finalized: true });
	const id = receipt.one('paymentChannels', 'Opened').id.toBigInt();
	const view = (await (await chain.api.at(receipt.hash)).call.paymentChannelsApi.channel(id)).unwrap();
	assert.equal(view.payer.toHex(), toHex(payer.did));
	assert.equal(view.payee.toHex(), toHex(payee.did));
	assert.deepEqual([view.deposit.toBigInt(), view.claimed.toBigInt(), view.state.type], [deposit, 0n, 'Open']);
	assert.deepEqual([view.expires.toNumber(), view.until.unwrap().toNumber()], [expires, expires + CHALLENGE]);
	assert.equal(view.dataSet.isSome ? view.dataSet.unwrap().toBigInt() : null, dataSet);
	const terms = {
		genesis: chain.genesis,
		channel: id,
		signer: { Ed25519: view.signer.asEd25519.toU8a() },
		deposit: view.deposit.toBigInt(),
		price: { PerRecord: price },
	};
	return { id, key, terms, price, payee: new PayeeLedger(terms, ahead * price), payer: new PayerLedger(terms), receipts: [receipt] };
}

/**
 * Delivers readings and has them paid, a voucher for every so many. Both sides run here, one after the other; what they would send to each
 * other is turned into bytes and back. Returns the vouchers and the seconds that they took, in all and the payee alone.
 */
function payFor({ payee, payer, key }, leaves, { every = 1 } = {}) {
	const sign = (message) => key.sign(message);
	const vouchers = [];
	const begun = performance.now();
	let payeeTime = 0;
	for (let i = 0; i < leaves.length; i += every) {
		const group = leaves.slice(i, i + every);
		let since = performance.now();
		for (const leaf of group) payee.deliver(leaf);
		payee.ask();
		payeeTime += performance.now() - since;
		for (const leaf of group) payer.receive(leaf);
		const sent = encodeSigned(payer.issue(sign));
		since = performance.now();
		const received = decodeSigned(sent);
		payee.accept(received);
		payeeTime += performance.now() - since;
		vouchers.push(received);
	}
	return { vouchers, seconds: (performance.now() - begun) / 1_000, payeeSeconds: payeeTime / 1_000 };
}

/** Signs any voucher at all, as the ledger of an honest payer never would. */
const signAny = ({ key, terms }, voucher, { genesis = terms.genesis, channel = terms.channel } = {}) => ({
	channel,
	voucher,
	signature: key.sign(voucherMessage(genesis, channel, voucher)),
});

const claimCall = ({ api }, signed) => api.tx.paymentChannels.claim(...claimArguments(signed));

/** What anybody may read about a channel; null once it is gone. */
async function viewOf({ api }, id) {
	const view = await api.call.paymentChannelsApi.channel(id);
	return view.isSome ? view.unwrap() : null;
}

/** A channel is gone, and with it what it took. */
async function expectGone({ chain }, id, [payerNow]) {
	assert.equal(await viewOf(chain, id), null);
	assert.equal(payerNow.held, payerNow.before.held, 'nothing is on hold any more');
}

/** What an end says of who has what. */
function checkEnd({ ending, amount, delivered, returned, due, rest }, expected) {
	assert.equal(ending.type, expected.ending);
	assert.deepEqual([amount.toBigInt(), returned.toBigInt()], [expected.amount, expected.returned]);
	assert.deepEqual([due.toBigInt(), rest.toBigInt()], [0n, 0n], 'nothing waits');
	assert(sameFingerprint(fingerprintOf(delivered), expected.delivered), 'what was delivered');
}

export async function open(story) {
	const { chain, payments } = story;
	const { payer, payee } = payments;
	payments.purse = await Purse.open(chain, [payer, payee]);
	const expires = (await story.now()) + HOUR;
	const [registered, channel] = await Promise.all([registerSchema(story, payee), openChannel(story, { deposit: DEPOSIT, price: PRICE, expires, ahead: BigInt(AHEAD) })]);
	payments.leaves = measure(story, METERS);
	payments.channel = channel;
	story.record({
		step: 'open a channel; wait until it is final',
		who: payer.name,
		receipts: [...registered, ...channel.receipts],
		result: `channel ${channel.id}: ${formatCfl(DEPOSIT)} CFL on hold, ${formatCfl(PRICE)} a reading, ${CHALLENGE / 1_000} s to challenge`,
	});
}

/** The half of the readings, a voucher for each. */
export async function payTheFirstHalf(story) {
	const { payments } = story;
	const { leaves, channel } = payments;
	const half = Math.floor(leaves.length / 2);
	pay(story, leaves.slice(0, half));
	assert.equal(channel.payee.earned, BigInt(half) * PRICE);
}

function pay(story, leaves) {
	const { channel } = story.payments;
	const { vouchers, seconds, payeeSeconds } = payFor(channel, leaves);
	assert.equal(channel.payee.earned, channel.payer.spent);
	assert.equal(channel.payee.owed, 0n);
	channel.paidFor = (channel.paidFor ?? 0) + leaves.length;
	channel.old = vouchers.at(-2);
	const [both, payee] = [seconds, payeeSeconds].map((time) => Math.round(vouchers.length / time));
	story.measured.vouchersPerSecond = both;
	story.measured.vouchersPerSecondOfPayee = payee;
	story.record({
		step: `deliver ${leaves.length} readings and pay each by a voucher`,
		who: 'off chain',
		result: `${vouchers.length} vouchers in ${seconds.toFixed(2)} s: ${both} a second for both sides on one core, ${payee} for the payee alone; ${formatCfl(channel.payee.earned)} CFL earned`,
	});
}

/** One claim for all vouchers so far. */
export async function claim(story) {
	const { chain, payments } = story;
	const { payer, payee, channel, leaves, purse } = payments;
	const { best, earned } = channel.payee;
	// Two encoders of the signed bytes, ours and the chain's, must agree byte by byte.
	const bytes = answeredBytes(await chain.api.call.paymentChannelsApi.voucherBytes(channel.id, callVoucher(best.voucher)));
	assert(equal(bytes, voucherMessage(chain.genesis, channel.id, best.voucher)), 'the chain signs other bytes');
	const receipt = await chain.submit(payee.pair, claimCall(chain, best));
	channel.receipts.push(receipt);
	channel.claimed = receipt;
	const { amount, delivered } = receipt.one('paymentChannels', 'Claimed');
	assert.equal(amount.toBigInt(), earned);
	const claimed = channel.paidFor;
	// The fingerprint that the payer signed is that of the readings: of a tree that kept them all.
	assert(sameFingerprint(fingerprintOf(delivered), Tree.fromLeaves(leaves.slice(0, claimed)).fingerprint()));
	const paid = receipt.one('paymentChannels', 'Paid');
	assert.deepEqual([paid.amount.toBigInt(), paid.total.toBigInt()], [earned, earned]);
	await purse.expect([-earned, earned]);
	const owed = (await chain.api.call.paymentChannelsApi.owed(channel.id)).unwrap();
	assert.deepEqual([owed.due.toBigInt(), owed.rest.toBigInt()], [0n, DEPOSIT - earned]);
	story.record({
		step: `claim for ${claimed} readings by the last voucher`,
		who: payee.name,
		receipts: receipt,
		result: `${formatCfl(earned)} CFL from the ${payer.name} to the ${payee.name}, to the last unit; ${formatCfl(DEPOSIT - earned)} left`,
	});
}

/** What a ledger takes for good money it must get on chain: so both refuse the same vouchers, each for its reason. */
export async function refuseBadVouchers(story) {
	const { chain, payments } = story;
	const { watcher, channel, leaves } = payments;
	const { payee, payer, id } = channel;
	for (const leaf of leaves.slice(channel.paidFor, channel.paidFor + AHEAD)) {
		payee.deliver(leaf);
		payer.receive(leaf);
	}
	channel.paidFor += AHEAD;
	const asked = payee.ask();
	const elsewhere = signAny(channel, asked, { channel: id + 1n });
	const bad = {
		OtherChannel: elsewhere,
		BadSignature: signAny(channel, asked, { genesis: new Uint8Array(32) }),
		NotMore: channel.old,
		AboveDeposit: signAny(channel, { ...asked, amount: DEPOSIT + 1n }),
		TooLittle: signAny(channel, { ...asked, amount: asked.amount - 1n }),
		OtherDelivery: signAny(channel, { ...asked, delivered: payee.best.voucher.delivered }),
	};
	for (const [reason, signed] of Object.entries(bad)) assert.throws(() => payee.accept(signed), { name: 'LedgerError', reason });
	const relabelled = { ...elsewhere, channel: id };
	assert.throws(() => payee.accept(relabelled), { reason: 'BadSignature' });
	const before = payee.best;
	assert.equal(payee.accept(payer.issue((message) => channel.key.sign(message))), BigInt(AHEAD) * PRICE);

	const attempts = [
		[relabelled, 'BadPayerSignature'],
		[bad.BadSignature, 'BadPayerSignature'],
		[bad.NotMore, 'NothingNew'],
		[before, 'NothingNew'],
		[bad.AboveDeposit, 'AboveDeposit'],
		// Good, but worth less than the least claim.
		[signAny(channel, { ...asked, amount: before.voucher.amount + PRICE }), 'ClaimTooSmall'],
		[signAny(channel, asked, { channel: id + 1_000n }), 'NotFound'],
	];
	const receipts = await Promise.all(attempts.map(([signed, error]) => chain.submitFailing(watcher.pair, claimCall(chain, signed), `paymentChannels.${error}`)));
	story.record({
		step: 'show bad vouchers to the ledger and to the chain',
		who: watcher.name,
		receipts,
		result: `the ledger: ${Object.keys(bad).join(', ')}; the chain: ${[...new Set(attempts.map(([, error]) => error))].join(', ')}`,
	});
	story.prove('A voucher for another channel or chain, a lower one and one above the deposit are refused by the ledger of the payee and by the chain.');
}

export async function payTheRest(story) {
	const { leaves, channel } = story.payments;
	pay(story, leaves.slice(channel.paidFor));
	assert.equal(channel.payee.earned, BigInt(leaves.length) * PRICE);
}

/** Both sign what the last voucher says, and one transaction ends the channel. */
export async function closeTogether(story) {
	const { chain, payments } = story;
	const { payer, payee, channel, leaves, purse } = payments;
	const { id, key } = channel;
	const state = channel.payee.finish();
	channel.payer.agree(state);
	const message = finalMessage(chain.genesis, id, state);
	assert(equal(answeredBytes(await chain.api.call.paymentChannelsApi.finalBytes(id, callVoucher(state))), message), 'the chain signs other bytes');
	const { best } = channel.payee;
	const call = chain.api.tx.paymentChannels.close(id, callVoucher(state), callVariant(key.sign(message)), { Sr25519: toHex(payee.pair.sign(message)) });
	const [closed, refused] = await Promise.all([
		chain.submit(payee.pair, call),
		chain.submitFailing(payee.pair, claimCall(chain, best), 'paymentChannels.AlreadyClosed'),
	]);
	channel.receipts.push(closed);
	const total = BigInt(leaves.length) * PRICE;
	const delivered = Tree.fromLeaves(leaves).fingerprint();
	checkEnd(closed.one('paymentChannels', 'Ended'), { ending: 'Agreed', amount: total, returned: DEPOSIT - total, delivered });
	await expectGone(story, id, await purse.expect([-total, total]));
	story.record({
		step: 'sign the final state, both; close',
		who: `${payee.name}, ${payer.name}`,
		receipts: [closed, refused],
		result: `${formatCfl(total)} CFL to the ${payee.name}, ${formatCfl(DEPOSIT - total)} back to the ${payer.name}, ticket back; once more: AlreadyClosed`,
	});
	await countFees(story);
	story.prove(`${leaves.length} readings were paid one by one, by ${channel.receipts.length} transactions: the payee has the price of each, the payer the rest, to the last unit.`);
}

/** What the chain took for it all, a reading. */
async function countFees(story) {
	const { chain, payments } = story;
	const { payer, payee, channel, leaves } = payments;
	const fees = totalFee(channel.receipts);
	const each = fees / BigInt(leaves.length);
	const { partialFee } = await chain.api.tx.balances.transferKeepAlive(payee.address, PRICE).paymentInfo(payer.address);
	const transfer = partialFee.toBigInt();
	assert(each * 100n < transfer, `${each} a reading, ${transfer} a transfer`);
	const claimFee = channel.claimed.fee;
	const perClaim = [1n, 100n, 10_000n].map((readings) => [readings, claimFee / readings]);
	Object.assign(story.measured, { feePerReading: each, feePerClaim: claimFee });
	story.record({
		step: 'count the fees',
		who: 'anyone',
		result: `${formatCfl(fees)} CFL to open, claim and close: ${formatCfl(each)} a reading; a transfer each: ${formatCfl(transfer)}`,
	});
	story.figures.push(
		['vouchers a second, both sides on one core', String(story.measured.vouchersPerSecond)],
		['vouchers a second, the payee alone', String(story.measured.vouchersPerSecondOfPayee)],
		[`fee a reading, a channel of ${leaves.length}`, `${formatCfl(each)} CFL`],
		...perClaim.map(([readings, fee]) => [`fee a reading, ${readings} a claim`, `${formatCfl(fee)} CFL`]),
	);
}

/** A second channel, whose payer does not want to know of the last vouchers. A voucher for every ten readings. */
export async function openAnother(story) {
	const { chain, payments } = story;
	const { payer, payee, leaves } = payments;
	payments.oldPurse = await Purse.open(chain, [payer, payee]);
	const channel = await openChannel(story, { deposit: OLD_DEPOSIT, price: PRICE, expires: (await story.now()) + HOUR, ahead: BigInt(AHEAD) });
	const delivered = leaves.slice(0, 1_000);
	const { vouchers } = payFor(channel, delivered, { every: AHEAD });
	payments.other = { ...channel, old: vouchers[49], delivered };
	assert.equal(vouchers[49].voucher.amount, 500n * PRICE);
	assert.equal(channel.payee.earned, 1_000n * PRICE);
	story.record({
		step: 'open another channel; deliver 1,000 readings, a voucher for every ten',
		who: payer.name,
		receipts: channel.receipts,
		result: `channel ${channel.id}; ${vouchers.length} vouchers, the last about ${formatCfl(channel.payee.earned)} CFL`,
	});
}

/** The payer wants out at an old state. He has no final state that the payee signed, so all that he can do is ask. */
export async function askForTheEnd(story) {
	const { chain, payments } = story;
	const { payer, payee, other } = payments;
	const { id, key, old } = other;
	const { paymentChannels } = chain.api.tx;
	const message = finalMessage(chain.genesis, id, old.voucher);
	const forged = paymentChannels.close(id, callVoucher(old.voucher), callVariant(key.sign(message)), { Sr25519: toHex(payer.pair.sign(message)) });
	const [refused, claimed, asked, late] = await Promise.all([
		chain.submitFailing(payer.pair, forged, 'paymentChannels.BadPayeeSignature'),
		chain.submit(payer.pair, claimCall(chain, old)),
		chain.submit(payer.pair, paymentChannels.requestClose(id)),
		chain.submitFailing(payer.pair, paymentChannels.topUp(id, 1n, null), 'paymentChannels.AlreadyClosing'),
	]);
	assert.equal(claimed.one('paymentChannels', 'Paid').amount.toBigInt(), old.voucher.amount);
	const { until, by } = asked.one('paymentChannels', 'CloseRequested');
	assert.equal(until.toNumber(), asked.time + CHALLENGE);
	assert.equal(by.toHex(), toHex(payer.did));
	other.until = until.toNumber();
	story.record({
		step: 'close alone at an old state; then show the old voucher and ask for the end',
		who: payer.name,
		receipts: [refused, claimed, asked, late],
		result: `${formatCfl(old.voucher.amount)} CFL to the ${payee.name}, who may claim for ${CHALLENGE / 1_000} s more; refused: BadPayeeSignature, AlreadyClosing`,
	});
}

/** The payee is away. He left his best voucher with somebody who watches. */
export async function claimInTime(story) {
	const { chain, payments } = story;
	const { payee, watcher, other } = payments;
	const { id, old } = other;
	const { best, earned } = other.payee;
	assert.equal((await viewOf(chain, id)).state.type, 'Closing');
	const [claimed, refused] = await Promise.all([
		chain.submit(watcher.pair, claimCall(chain, best)),
		chain.submitFailing(watcher.pair, chain.api.tx.paymentChannels.finalise(id), 'paymentChannels.DeadlineNotPassed'),
	]);
	assert(claimed.time <= other.until);
	assert.equal(claimed.one('paymentChannels', 'Claimed').by.unwrap().toHex(), toHex(watcher.did));
	const paid = claimed.one('paymentChannels', 'Paid');
	assert.equal(paid.amount.toBigInt(), earned - old.voucher.amount);
	assert.equal(paid.account.toString(), payee.address);
	other.claimed = claimed;
	story.record({
		step: 'claim by the newer voucher, in time, for the payee who is away',
		who: watcher.name,
		receipts: [claimed, refused],
		result: `${formatCfl(earned - old.voucher.amount)} CFL more to the ${payee.name}; to end it already is refused: DeadlineNotPassed`,
	});
}

/** The chain ends the channel by itself once the challenge window is over. */
export async function waitForTheEnd(story) {
	const { chain, payments } = story;
	const { payer, payee, watcher, other, oldPurse } = payments;
	const { id, until, delivered } = other;
	const { earned } = other.payee;
	const end = await chain.waitForEvent('paymentChannels', 'Ended', (event) => event.id.toBigInt() === id, { after: other.claimed.block });
	checkEnd(end, { ending: 'Requested', amount: earned, returned: OLD_DEPOSIT - earned, delivered: Tree.fromLeaves(delivered).fingerprint() });
	assert((await chain.timeOf(await chain.api.rpc.chain.getBlockHash(end.block))) > until, 'it ended too early');
	await expectGone(story, id, await oldPurse.expect([-earned, earned]));
	const refused = await chain.submitFailing(watcher.pair, chain.api.tx.paymentChannels.finalise(id), 'paymentChannels.AlreadyClosed');
	story.record({
		step: 'wait for the end of the challenge window',
		who: 'the chain',
		receipts: refused,
		result: `block ${end.block}: ${formatCfl(earned)} CFL to the ${payee.name} in all, ${formatCfl(OLD_DEPOSIT - earned)} back to the ${payer.name}; finalise comes too late: AlreadyClosed`,
	});
	story.prove('A payer who closes at an old state gains nothing: the newer voucher was claimed in time, by somebody who watched for the payee.');
}

/** A channel in another token, about a data set whose profit is shared. */
export async function openInEuros(story) {
	const { chain, payments } = story;
	const { payer, payee, platform, investor } = payments;
	const { dataAccess } = chain.api.tx;
	const [given, { dataSet, receipt: registered }] = await Promise.all([giveEuros(chain, payer, EURO_DEPOSIT + 5n * XEUR), registerDataSet(story, payee)]);
	payments.euroPurse = await EuroPurse.open(chain, [payer, payee, platform, investor]);
	const expires = (await story.now()) + HOUR;
	const commissions = [{ payee: toHex(platform.did), perMille: COMMISSION }];
	const share = async () => {
		const offered = await chain.submit(payee.pair, dataAccess.offerShares(dataSet, 'Profit', toHex(investor.did), SHARES, expires));
		const accepted = await chain.submit(investor.pair, dataAccess.acceptShares(offered.one('dataAccess', 'SharesOffered').offer));
		return [offered, accepted];
	};
	const [shared, channel] = await Promise.all([
		share(),
		openChannel(story, { deposit: EURO_DEPOSIT, price: EURO_PRICE, asset: IN_EURO, dataSet, commissions, expires, ahead: BigInt(A_DAY) }),
	]);
	const rights = (await chain.api.call.dataAccessApi.rights(dataSet)).unwrap();
	const holders = new Map(rights.profit.map(({ did, shares }) => [did.toHex(), shares.toBigInt()]));
	assert.deepEqual([holders.get(toHex(investor.did)), holders.get(toHex(payee.did))], [SHARES, 1_000n - SHARES]);
	payments.euro = { ...channel, dataSet, paid: { payee: 0n, platform: 0n, investor: 0n } };
	story.record({
		step: 'share the profit of a data set; open a channel for it in XEUR',
		who: `${payee.name}, ${investor.name}, ${payer.name}`,
		receipts: [given, registered, ...shared, ...channel.receipts],
		result: `channel ${channel.id}: ${formatXeur(EURO_DEPOSIT)} XEUR on hold; ${COMMISSION} ‰ to the ${platform.name}, of the rest ${SHARES} ‰ to ${investor.name}`,
	});
}

/** Who gets what of a payment: parts are rounded down, what is left is the payee's. */
function split(amount) {
	const platform = (amount * COMMISSION) / 1_000n;
	const investor = ((amount - platform) * SHARES) / 1_000n;
	return { platform, investor, payee: amount - platform - investor };
}

/** Checks a payment of so much by its events, and everybody's money since the channel was opened. */
async function checkShares(story, receipt, amount) {
	const { platform, investor, payee, euro, euroPurse } = story.payments;
	const parts = split(amount);
	for (const [party, method, part] of [[platform, 'CommissionPaid', parts.platform], [investor, 'ProfitPaid', parts.investor], [payee, 'Paid', parts.payee]]) {
		const event = receipt.one('paymentChannels', method);
		assert.equal(event.amount.toBigInt(), part, method);
		assert.equal(event.payee.toHex(), toHex(party.did), method);
	}
	assert.equal(receipt.one('paymentChannels', 'Paid').total.toBigInt(), amount);
	for (const name of Object.keys(parts)) euro.paid[name] += parts[name];
	const total = Object.values(euro.paid).reduce((sum, part) => sum + part, 0n);
	assert.equal(total, euro.payee.earned);
	return euroPurse.expect([-total, euro.paid.payee, euro.paid.platform, euro.paid.investor]);
}

/** Where others share, a claim must add many times the least balance: a payee who claimed in crumbs would keep what rounding leaves. */
export async function claimAndShare(story) {
	const { chain, payments } = story;
	const { payee, platform, investor, leaves, euro } = payments;
	payFor(euro, leaves.slice(0, TOO_FEW), { every: A_DAY });
	const early = euro.payee.best;
	payFor(euro, leaves.slice(TOO_FEW, ENOUGH), { every: A_DAY });
	const { best, earned } = euro.payee;
	assert(early.voucher.amount < LEAST_CLAIM && earned > LEAST_CLAIM);
	const [refused, claimed] = await Promise.all([
		chain.submitFailing(payee.pair, claimCall(chain, early), 'paymentChannels.ClaimTooSmall'),
		chain.submit(payee.pair, claimCall(chain, best)),
	]);
	await checkShares(story, claimed, earned);
	const { paid } = euro;
	story.record({
		step: `claim for ${TOO_FEW} readings, then for ${ENOUGH}`,
		who: payee.name,
		receipts: [refused, claimed],
		result: `ClaimTooSmall; then ${formatXeur(earned)} XEUR: ${formatXeur(paid.platform)} to the ${platform.name}, ${formatXeur(paid.investor)} to ${investor.name}, ${formatXeur(paid.payee)} to the ${payee.name}`,
	});
}

/** The payee ends it with his best voucher, in one transaction and without the payer. */
export async function closeByPayee(story) {
	const { chain, payments } = story;
	const { payer, payee, leaves, euro } = payments;
	const before = euro.payee.earned;
	const delivered = leaves.slice(0, ALL);
	payFor(euro, delivered.slice(ENOUGH), { every: A_DAY });
	const { best, earned } = euro.payee;
	const [, voucher, signature] = claimArguments(best);
	const { closeByPayee: close } = chain.api.tx.paymentChannels;
	// One after the other: of two accounts nobody knows whose transaction comes first.
	const refused = await chain.submitFailing(payer.pair, close(euro.id, null), 'paymentChannels.NotPayee');
	const closed = await chain.submit(payee.pair, close(euro.id, [voucher, signature]));
	checkEnd(closed.one('paymentChannels', 'Ended'), {
		ending: 'ByPayee',
		amount: earned,
		returned: EURO_DEPOSIT - earned,
		delivered: Tree.fromLeaves(delivered).fingerprint(),
	});
	await expectGone(story, euro.id, await checkShares(story, closed, earned - before));
	story.record({
		step: `close with the last voucher, about ${ALL} readings`,
		who: payee.name,
		receipts: [closed, refused],
		result: `${formatXeur(earned - before)} XEUR more, shared as before; ${formatXeur(EURO_DEPOSIT - earned)} back to the ${payer.name}, who may not do this: NotPayee`,
	});
	story.prove('Another token is paid, shared and returned by the same rules: commission first, then the holders of the right of profit, what rounding leaves to the supplier.');
}
