// Auctions: two by sealed bids, with bidders who cheat, and one at a price that falls. What is won goes through the fair exchange.

import assert from 'node:assert/strict';
import { bidCommitment, priceAt, prices } from '../lib/auction.mjs';
import { randomBytes, toHex } from '../lib/bytes.mjs';
import { eventFields } from '../lib/chain.mjs';
import { formatDid } from '../lib/did.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { Purse } from '../lib/story.mjs';
import { callStatement, statementOf, usageTerms, usageTermsOf } from '../lib/usage.mjs';
import { checkHistory } from './audit.mjs';
import { tradeHonestly } from './delivery.mjs';
import { validatedDays } from './stock.mjs';

const SECOND = 1_000;
/** Time for both auctions to be bid in, and for the sale at a falling price besides; then for all bids to be revealed. */
const [BIDDING, REVEALING] = [26 * SECOND, 18 * SECOND];
/** From the beginning of the sale at a falling price to its end. */
const SALE = 60 * SECOND;
const DAYS = 2;

const RESERVE = 10n * CFL;

/** The auctions by sealed bids. A bid below the reserve does not count; the copycat reveals nothing that he could. */
const AUCTIONS = {
	First: { copies: 1, deposit: 2n * CFL, bids: { planner: 14n * CFL, farmer: 12n * CFL, insurer: 9n * CFL } },
	Uniform: { copies: 2, deposit: 3n * CFL, bids: { planner: 20n * CFL, farmer: 13n * CFL, insurer: 16n * CFL } },
};
/** The one auction in short: one copy, two bidders, and the loser's bid is the price. */
const SHORT = { copies: 1, pricing: 'Uniform', deposit: 2n * CFL, bids: { planner: 14n * CFL, insurer: 12n * CFL } };
/** Time for it to be bid in, with a sale at a falling price besides, and then for the bids to be revealed. */
const [SHORT_BIDDING, SHORT_REVEALING] = [24 * SECOND, 16 * SECOND];
/** What the copycat bids where he copies nobody, and never reveals. */
const BLUFF = 40n * CFL;

/** The price that falls, and the price that the farmer waits for. */
const FALLING = { start: 30n * CFL, reserve: 12n * CFL, descent: 'Linear' };
const LIMIT = 28n * CFL;

/** Parts in the play. Whoever plays one has another name, if he is known from before. */
const meetWith = (names) => async (story) => {
	const [supplier, laboratory, ...demanders] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'laboratory', roles: ['Validator'] },
		...names.map((name) => ({ name, roles: ['Demander'] })),
	]);
	story.auction = { supplier, laboratory, ...Object.fromEntries(names.map((name, i) => [name, demanders[i]])), demanders, won: [] };
};

/** All who bid. */
export const meet = meetWith(['planner', 'farmer', 'insurer', 'copycat']);
/** Who bids in short, the first of them for a copy at a falling price too. */
export const meetTwo = meetWith(['planner', 'insurer']);

export async function prepare(story) {
	const { chain, auction } = story;
	const { supplier, laboratory, demanders } = auction;
	Object.assign(auction, await validatedDays(story, supplier, laboratory, DAYS));
	auction.usage = usageTerms({ actions: ['Read', 'Aggregate', 'Derive'], purposes: ['leak-detection'] });
	const statement = statementOf(auction.usage, { assigner: formatDid(chain.genesis, supplier.did) });
	auction.lot = {
		dataSet: auction.dataSet,
		submissions: auction.batches.map(({ submission }) => submission),
		asset: 'Native',
		usage: callStatement(statement),
		commissions: [],
		certificate: 'None',
		delivery: 'Proven',
	};
	auction.purse = await Purse.open(chain, [supplier, ...demanders]);
	auction.gains = new Map([supplier, ...demanders].map((party) => [party, 0n]));
}

/** Money that moved between a demander and the supplier. */
function moved({ auction: { gains, supplier } }, demander, amount) {
	gains.set(demander, gains.get(demander) - amount);
	gains.set(supplier, gains.get(supplier) + amount);
}

/** Whether everybody has what he should have by now, fees aside. */
const expectMoney = ({ auction: { purse, gains } }) => purse.expect([...gains.values()]);

const view = async ({ chain }, id) => (await chain.api.call.dataAuctionApi.auction(id)).unwrap();

/** Waits until the chain's clock has come to a moment. */
const waitUntil = ({ chain }, moment, what) => chain.waitForHead(async ({ hash }) => (await chain.timeOf(hash)) >= moment, { best: true, what });

export async function openSealed(story) {
	const { chain, auction } = story;
	const { supplier, planner, lot } = auction;
	const { minWindow, minDeposit } = await chain.api.call.dataAuctionApi.parameters();
	const least = (RESERVE * minDeposit.toBigInt()) / 1_000n;
	const now = await story.now();
	const window = { commitUntil: now + BIDDING, revealUntil: now + BIDDING + REVEALING };
	const open = (terms) => chain.api.tx.dataAuction.openSealed(lot, { copies: 1, reserve: RESERVE, pricing: 'First', deposit: least, ...window, ...terms });
	const [opened, refused] = await Promise.all([
		Promise.all(Object.entries(AUCTIONS).map(([pricing, { copies, deposit }]) => chain.submit(supplier.pair, open({ pricing, copies, deposit })))),
		Promise.all([
			chain.submitFailing(supplier.pair, open({ deposit: least - 1n }), 'dataAuction.DepositTooLow'),
			chain.submitFailing(supplier.pair, open({ revealUntil: window.commitUntil + minWindow.toNumber() - 1 }), 'dataAuction.WindowTooShort'),
			chain.submitFailing(planner.pair, open({}), 'dataAuction.NotASupplier'),
		]),
	]);
	auction.sealed = Object.entries(AUCTIONS).map(([pricing, terms], i) => {
		const event = opened[i].one('dataAuction', 'SealedOpened');
		assert.deepEqual([event.pricing.type, event.copies.toNumber(), event.reserve.toBigInt(), event.deposit.toBigInt()], [pricing, terms.copies, RESERVE, terms.deposit]);
		assert.deepEqual([event.commitUntil.toNumber(), event.revealUntil.toNumber()], [window.commitUntil, window.revealUntil]);
		return { id: event.auction.toBigInt(), pricing, ...terms, ...window, bids: [] };
	});
	for (const { id } of auction.sealed) {
		const { submissions, usage, format } = await view(story, id);
		assert.deepEqual(submissions.map((submission) => submission.toBigInt()), lot.submissions);
		assert.deepEqual(usageTermsOf(usage.terms), auction.usage);
		assert.equal(format.asSealed.phase.type, 'Committing');
	}
	const [first, uniform] = auction.sealed;
	story.record({
		step: `sell by sealed bids, from ${formatCfl(RESERVE)} CFL`,
		who: `${supplier.name}, ${planner.name}`,
		receipts: [...opened, ...refused],
		result: `auction ${first.id}: one copy, the winner pays his bid; auction ${uniform.id}: two copies at one price; refused: DepositTooLow, WindowTooShort, NotASupplier`,
	});
}

const bidCall = ({ chain }, { auction, commitment }) => chain.api.tx.dataAuction.bid(auction, toHex(commitment));
const revealCall = ({ chain }, { auction, amount, salt }) => chain.api.tx.dataAuction.reveal(auction, amount, toHex(salt));

/** What a bidder commits to, and what he has to keep until he reveals it. The chain computes the same. */
async function seal({ chain }, auction, bidder, amount) {
	const salt = randomBytes(32);
	const commitment = bidCommitment(chain.genesis, auction, bidder.did, amount, salt);
	assert.equal((await chain.api.call.dataAuctionApi.commitment(auction, toHex(bidder.did), amount, toHex(salt))).toHex(), toHex(commitment));
	return { auction, bidder, amount, salt, commitment };
}

/** Commits to a bid. The deposit is held, and nothing else is known of it. */
async function place(story, { deposit, bids }, sealed) {
	const { chain } = story;
	const receipt = await chain.submit(sealed.bidder.pair, bidCall(story, sealed));
	const event = receipt.one('dataAuction', 'BidPlaced');
	assert.equal(event.commitment.toHex(), toHex(sealed.commitment));
	assert.equal(event.deposit.toBigInt(), deposit);
	bids[event.position.toNumber()] = sealed;
	return receipt;
}

/** Three bid what they think; the copycat copies a commitment in one auction, and bluffs in the other. */
export async function bid(story) {
	const { chain, auction } = story;
	const { supplier, planner, copycat, sealed } = auction;
	const honest = (await Promise.all(sealed.map((one) =>
		Promise.all(Object.entries(AUCTIONS[one.pricing].bids).map(async ([name, amount]) => ({ one, bid: await seal(story, one.id, auction[name], amount) }))),
	))).flat();
	const placed = await Promise.all(honest.map(({ one, bid }) => place(story, one, bid)));
	const [first, uniform] = sealed;
	const [own] = honest.map(({ bid }) => bid);
	assert.equal(own.bidder, planner);
	auction.copied = { ...own, bidder: copycat };
	const [copied, bluffed, ...refused] = await Promise.all([
		place(story, first, auction.copied),
		seal(story, uniform.id, copycat, BLUFF).then((bluff) => place(story, uniform, bluff)),
		chain.submitFailing(planner.pair, bidCall(story, own), 'dataAuction.AlreadyBid'),
		chain.submitFailing(planner.pair, revealCall(story, own), 'dataAuction.BiddingNotOver'),
		chain.submitFailing(supplier.pair, chain.api.tx.dataAuction.cancel(first.id), 'dataAuction.HasBids'),
	]);
	for (const { id, bids } of sealed) {
		const seen = await chain.api.call.dataAuctionApi.bids(id, 0, 100);
		assert.deepEqual(seen.map(({ bidder }) => bidder.toHex()), bids.map(({ bidder }) => toHex(bidder.did)));
		assert(seen.every(({ amount, price }) => amount.isNone && price.isNone), 'a bid is known before it was revealed');
	}
	story.record({
		step: 'commit to bids, in both auctions',
		who: 'demanders',
		receipts: placed,
		result: `${placed.length} hashes, deposits of ${sealed.map(({ deposit }) => formatCfl(deposit)).join(' and ')} CFL; no amount on chain`,
	});
	story.record({
		step: 'copy a commitment; bluff; bid twice, reveal at once, take the auction back',
		who: `${copycat.name}, others`,
		receipts: [copied, bluffed, ...refused],
		result: 'a copy is a bid like any other; refused: AlreadyBid, BiddingNotOver, HasBids',
	});
}

/** One auction, and two who bid in it what they think. */
export async function sellToTwo(story) {
	const { chain, auction } = story;
	const { supplier, lot } = auction;
	const { bids, ...terms } = SHORT;
	const now = await story.now();
	const window = { commitUntil: now + SHORT_BIDDING, revealUntil: now + SHORT_BIDDING + SHORT_REVEALING };
	const opened = await chain.submit(supplier.pair, chain.api.tx.dataAuction.openSealed(lot, { reserve: RESERVE, ...terms, ...window }));
	const one = { id: opened.one('dataAuction', 'SealedOpened').auction.toBigInt(), ...terms, ...window, bids: [] };
	auction.sealed = [one];
	const sealed = await Promise.all(Object.entries(bids).map(([name, amount]) => seal(story, one.id, auction[name], amount)));
	const placed = await Promise.all(sealed.map((bid) => place(story, one, bid)));
	story.record({
		step: `sell by sealed bids, from ${formatCfl(RESERVE)} CFL`,
		who: [supplier, ...one.bids.map(({ bidder }) => bidder)].map(({ name }) => name).join(', '),
		receipts: [opened, ...placed],
		result: `auction ${one.id}: ${placed.length} hashes, a deposit of ${formatCfl(one.deposit)} CFL each; no amount on chain`,
	});
}

/** Both open their bids. */
export async function revealBoth(story) {
	const { chain, auction } = story;
	const [one] = auction.sealed;
	await waitUntil(story, one.commitUntil, 'the end of the bidding');
	const receipts = await Promise.all(one.bids.map((bid) => chain.submit(bid.bidder.pair, revealCall(story, bid))));
	auction.lastBlock = Math.max(...receipts.map(({ block }) => block));
	one.amounts = one.bids.map(({ amount }) => amount);
	one.prices = prices(one.amounts, { ...one, reserve: RESERVE });
	story.record({
		step: 'reveal the bids',
		who: one.bids.map(({ bidder }) => bidder.name).join(', '),
		receipts,
		result: `${one.amounts.map(formatCfl).join(' and ')} CFL`,
	});
}

/** Sells so many copies at a price that falls with every millisecond. If there is time before it begins, somebody takes too early. */
export const openFalling = (copies, { ahead }) => async (story) => {
	const { chain, auction } = story;
	const { supplier, planner, lot } = auction;
	const from = (await story.now()) + ahead * SECOND;
	const sale = { ...FALLING, from, until: from + SALE };
	const open = (terms) => chain.api.tx.dataAuction.openDescending(lot, copies, { ...sale, ...terms });
	const [receipt, upwards] = await Promise.all([
		chain.submit(supplier.pair, open({})),
		chain.submitFailing(supplier.pair, open({ start: sale.reserve, reserve: sale.start }), 'dataAuction.ReserveAboveStart'),
	]);
	const id = receipt.one('dataAuction', 'DescendingOpened').auction.toBigInt();
	auction.falling = { id, ...sale, copies };
	const isEarly = ahead >= 10;
	const early = isEarly ? [await chain.submitFailing(planner.pair, takeCall(story, sale.start), 'dataAuction.SaleNotBegun')] : [];
	story.record({
		step: `sell from ${formatCfl(sale.start)} down to ${formatCfl(sale.reserve)} CFL${isEarly ? '; take too early' : ''}`,
		who: isEarly ? `${supplier.name}, ${planner.name}` : supplier.name,
		receipts: [receipt, upwards, ...early],
		result: `auction ${id}: copies: ${copies}, in ${SALE / SECOND} seconds; refused: ReserveAboveStart${isEarly ? ', SaleNotBegun' : ''}`,
	});
};

const takeCall = ({ chain, auction }, maxPrice) => chain.api.tx.dataAuction.take(auction.falling.id, maxPrice);

/** The price at the state of a block, as the chain tells it. */
const priceIn = async ({ chain, auction }, hash) => {
	const price = await (await chain.api.at(hash)).call.dataAuctionApi.priceNow(auction.falling.id);
	return price.isSome ? price.unwrap().toBigInt() : null;
};

/** Buys a copy for at most the price that is seen now. It is that of the block which it gets into, which is lower. */
async function take(story, demander, seen) {
	const { chain, auction } = story;
	const { falling, supplier } = auction;
	const receipt = await chain.submit(demander.pair, takeCall(story, seen));
	const event = receipt.one('dataAuction', 'Taken');
	const price = event.price.toBigInt();
	assert.equal(price, priceAt(falling, receipt.time), 'the price of the moment');
	assert(price < seen, 'the price fell on the way');
	falling.left = event.copiesLeft.toNumber();
	const agreement = event.agreement.toBigInt();
	const held = receipt.one('dataEscrow', 'Funded');
	assert.deepEqual([held.id.toBigInt(), held.amount.toBigInt(), held.by.isNone], [agreement, price, true]);
	assert.equal(event.supplier.toHex(), toHex(supplier.did));
	auction.won.push({ agreement, demander, price, funded: true });
	return { receipt, price, agreement };
}

/** Who takes at once pays most. Who names less than the price of the moment gets nothing, and loses nothing. */
export async function takeAtOnce(story) {
	const { chain, auction } = story;
	const { planner, falling } = auction;
	const { hash } = await waitUntil(story, falling.from, 'the sale to begin');
	const seen = await priceIn(story, hash);
	assert.equal(seen, priceAt(falling, await chain.timeOf(hash)));
	const [low, { receipt, price, agreement }] = await Promise.all([
		chain.submitFailing(planner.pair, takeCall(story, falling.reserve), 'dataAuction.PriceAboveMaximum'),
		take(story, planner, seen),
	]);
	const receipts = [low, receipt];
	if (falling.left > 0) {
		assert.equal(await priceIn(story, receipt.hash), price);
		receipts.push(await chain.submitFailing(planner.pair, takeCall(story, falling.start), 'dataAuction.AlreadyBought'));
	} else {
		assert.equal(receipt.one('dataAuction', 'Closed').end.type, 'SoldOut');
	}
	story.record({
		step: `name too little; take at ${formatCfl(seen)} CFL at most`,
		who: planner.name,
		receipts,
		result: `agreement ${agreement} at ${formatCfl(price)} CFL, on hold; refused: PriceAboveMaximum${falling.left > 0 ? ', AlreadyBought' : ''}`,
	});
	story.prove('A copy at a falling price cost exactly the price of its block, less than what the buyer saw when he signed, and never more than he named.');
}

/** Who waits pays less, if there is a copy left. */
export async function takeLater(story) {
	const { chain, auction } = story;
	const { farmer, insurer, falling } = auction;
	await chain.waitForHead(async ({ hash }) => (await priceIn(story, hash)) <= LIMIT, { best: true, what: 'a lower price' });
	const { receipt, price, agreement } = await take(story, farmer, LIMIT);
	assert.equal(falling.left, 0);
	assert.equal(receipt.one('dataAuction', 'Closed').end.type, 'SoldOut');
	const [before] = auction.won;
	assert(price < before.price);
	const late = await chain.submitFailing(insurer.pair, takeCall(story, falling.start), 'dataAuction.NotFound');
	story.record({
		step: `wait for ${formatCfl(LIMIT)} CFL, then take; come too late`,
		who: `${farmer.name}, ${insurer.name}`,
		receipts: [receipt, late],
		result: `agreement ${agreement} at ${formatCfl(price)} CFL, the last copy; refused: NotFound`,
	});
}

/** Everybody opens his own bid and no other one. */
export async function reveal(story) {
	const { chain, auction } = story;
	const { planner, copycat, insurer, copied, sealed } = auction;
	await waitUntil(story, sealed[0].commitUntil, 'the end of the bidding');
	const own = sealed.flatMap(({ bids }) => bids).filter(({ bidder }) => bidder !== copycat);
	const [changed, late, ...receipts] = await Promise.all([
		chain.submitFailing(planner.pair, revealCall(story, { ...copied, amount: copied.amount - 1n }), 'dataAuction.WrongCommitment'),
		chain.submitFailing(copycat.pair, bidCall(story, copied), 'dataAuction.BiddingOver'),
		...own.map((bid) => chain.submit(bid.bidder.pair, revealCall(story, bid))),
	]);
	for (const [i, { bidder, amount }] of own.entries()) {
		const event = receipts[i].one('dataAuction', 'BidRevealed');
		assert.deepEqual([event.bidder.toHex(), event.amount.toBigInt(), event.counts.isTrue], [toHex(bidder.did), amount, amount >= RESERVE]);
	}
	// Now the copycat has seen amount and salt.
	const refused = await Promise.all([
		chain.submitFailing(copycat.pair, revealCall(story, copied), 'dataAuction.WrongCommitment'),
		chain.submitFailing(planner.pair, revealCall(story, copied), 'dataAuction.AlreadyRevealed'),
	]);
	auction.lastBlock = Math.max(...refused.map(({ block }) => block));
	for (const one of sealed) {
		one.amounts = one.bids.map(({ bidder, amount }) => (bidder === copycat ? null : amount));
		one.prices = prices(one.amounts, { ...one, reserve: RESERVE });
		const seen = await chain.api.call.dataAuctionApi.bids(one.id, 0, 100);
		assert.deepEqual(seen.map(({ amount }) => (amount.isSome ? amount.unwrap().toBigInt() : null)), one.amounts);
		assert.deepEqual(seen.map(({ price }) => (price.isSome ? price.unwrap().toBigInt() : null)), one.prices);
	}
	story.record({
		step: 'reveal the bids; one would rather have bid less, one opens what he copied',
		who: 'demanders',
		receipts: [changed, late, ...receipts, ...refused],
		result: `${own.length} revealed, that of the ${insurer.name} below the reserve; refused: WrongCommitment, twice, BiddingOver, AlreadyRevealed`,
	});
	story.prove('Nobody learns a bid before all are committed, nobody changes his own, and nobody opens what he copied.');
}

/** All events about these auctions in the blocks from one to another, in order. */
async function eventsOf({ chain }, ids, from, to) {
	const found = [];
	for (let number = from; number <= to; number += 1) {
		const events = await chain.eventsOf(await chain.api.rpc.chain.getBlockHash(number));
		for (const event of events.filter(({ section }) => section === 'dataAuction')) {
			const fields = eventFields(event);
			if (ids.includes(fields.auction?.toBigInt())) found.push({ method: event.method, ...fields });
		}
	}
	return found;
}

/** After the last moment to reveal the chain decides by itself: who wins gets an agreement, who loses his deposit, who hid his bid loses it. */
export async function decide(story) {
	const { chain, auction } = story;
	const { supplier, sealed } = auction;
	const ids = sealed.map(({ id }) => id);
	const areOver = async () => (await chain.api.call.dataAuctionApi.auctions(ids)).every(({ isNone }) => isNone);
	await chain.waitForHead(areOver, { best: true, timeoutMs: 90_000, what: 'the decision of the auctions' });
	const events = await eventsOf(story, ids, auction.lastBlock + 1, await chain.bestNumber());
	for (const { id, pricing, copies, deposit, bids, amounts, prices: expected } of sealed) {
		const of = (method) => events.filter((event) => event.method === method && event.auction.toBigInt() === id);
		const [{ bidders, revealed, winners, failed }] = of('Decided');
		const shown = amounts.filter((amount) => amount !== null).length;
		assert.deepEqual([bidders.toNumber(), revealed.toNumber(), winners.toNumber(), failed.isNone], [bids.length, shown, copies, true]);
		const awarded = of('Awarded');
		const outcome = bids.map(({ bidder }, i) => {
			if (expected[i] !== null) return [toHex(bidder.did), expected[i]];
			return [toHex(bidder.did), amounts[i] === null ? 'forfeited' : 'returned'];
		});
		const seen = new Map([
			...awarded.map(({ bidder, price }) => [bidder.toHex(), price.toBigInt()]),
			...of('DepositReturned').map(({ bidder, amount }) => [bidder.did.toHex(), amount.toBigInt() === deposit && 'returned']),
			...of('DepositForfeited').map(({ bidder, supplier: payee, amount, fault }) => {
				assert.deepEqual([payee.did.toHex(), fault.type], [toHex(supplier.did), 'NotRevealed']);
				return [bidder.did.toHex(), amount.toBigInt() === deposit && 'forfeited'];
			}),
		]);
		assert.deepEqual(bids.map(({ bidder }) => [toHex(bidder.did), seen.get(toHex(bidder.did))]), outcome);
		assert.equal(of('Closed')[0].end.type, 'Settled');
		const agreements = awarded.map(({ agreement }) => agreement.toBigInt());
		const held = await chain.api.call.dataAuctionApi.depositsOfAgreements(agreements);
		for (const stake of held) assert.equal(stake.unwrap().amount.toBigInt(), deposit);
		for (const [i, { bidder, price }] of awarded.entries()) {
			const demander = auction.demanders.find(({ did }) => toHex(did) === bidder.toHex());
			auction.won.push({ agreement: agreements[i], auction: id, pricing, demander, price: price.toBigInt(), deposit });
		}
		const hidden = bids.filter((_, i) => amounts[i] === null).map(({ bidder }) => bidder);
		for (const bidder of hidden) moved(story, bidder, deposit);
		const lost = hidden.map(({ name }) => `${formatCfl(deposit)} CFL of the ${name} to the ${supplier.name}, `).join('');
		const names = auction.won.filter((won) => won.auction === id).map(({ demander, price }) => `${demander.name} ${formatCfl(price)}`);
		story.record({
			step: `decide auction ${id}, ${pricing === 'First' ? 'each his bid' : 'one price'}`,
			who: 'the chain',
			result: `${names.join(', ')} CFL; ${lost}the other deposits back`,
		});
	}
	await expectMoney(story);
	const won = (kind) => auction.won.filter(({ pricing }) => pricing === kind).map(({ price }) => price);
	const [own, uniform] = [won('First'), won('Uniform')];
	const forOwn = own.length > 0 ? `${own.length} for what was bid, ` : '';
	story.prove(`The highest bids won: ${forOwn}${uniform.length} for ${formatCfl(uniform[0])} CFL, the highest bid that lost.`);
	if (sealed.some(({ amounts }) => amounts.includes(null))) story.prove('Who did not reveal his bid lost his deposit to the supplier.');
}

/** A winner who thinks better of it before the supplier delivered anything. */
export async function decline(story) {
	const { chain, auction } = story;
	const { insurer, supplier, won } = auction;
	const declined = won.find(({ demander }) => demander === insurer);
	const receipt = await chain.submit(insurer.pair, chain.api.tx.dataEscrow.decline(declined.agreement));
	const { fault, amount } = receipt.one('dataAuction', 'DepositForfeited');
	assert.deepEqual([fault.type, amount.toBigInt()], ['Declined', declined.deposit]);
	moved(story, insurer, declined.deposit);
	auction.won = won.filter((other) => other !== declined);
	story.record({
		step: 'decline what one has won',
		who: insurer.name,
		receipts: receipt,
		result: `nothing is paid; the deposit of ${formatCfl(declined.deposit)} CFL goes to the ${supplier.name}`,
	});
}

/** All agreements at once, by the fair exchange. The deposit of a winner returns in the moment in which his agreement settles. */
export async function deliver(story) {
	const { auction } = story;
	const { supplier, batches, won } = auction;
	const trades = await Promise.all(won.map((one) => tradeHonestly(story, { ...one, supplier, batches })));
	for (const [i, { demander, price, deposit, agreement }] of won.entries()) {
		const settled = trades[i].at(-1);
		assert.equal(settled.one('dataEscrow', 'Settled').price.toBigInt(), price);
		const returned = settled.all('dataAuction', 'DepositReturned').map(({ bidder, amount }) => [bidder.did.toHex(), amount.toBigInt()]);
		assert.deepEqual(returned, deposit === undefined ? [] : [[toHex(demander.did), deposit]]);
		moved(story, demander, price);
		const leaves = batches.flatMap((batch) => batch.leaves).length;
		story.record({
			step: `agreement ${agreement}: deliver, open, settle`,
			who: `${supplier.name}, ${demander.name}`,
			receipts: trades[i],
			result: `${leaves} leaves as fingerprinted; ${formatCfl(price)} CFL paid${deposit === undefined ? '' : `, the deposit of ${formatCfl(deposit)} CFL back`}`,
		});
	}
	story.prove(`Every copy that was won or taken, ${won.length} in all, was delivered and paid by the fair exchange.`);
}

export async function countTheMoney(story) {
	const { chain, auction } = story;
	const { supplier, gains, demanders } = auction;
	await expectMoney(story);
	const left = await Promise.all([supplier, ...demanders].map(({ did }) => chain.api.call.dataAuctionApi.auctionsOf(toHex(did), null, 100)));
	assert(left.every(({ length }) => length === 0), 'somebody has an auction that is not over');
	const text = [...gains].map(([{ name }, gain]) => `${name} ${formatCfl(gain)}`).join(', ');
	story.record({ step: 'count the money', who: 'anyone', result: `CFL beside the fees: ${text}` });
	story.prove('Prices and lost deposits went to the supplier, to the last unit; every other deposit is back.');
}

export async function recomputeTheHistory(story) {
	const { copycat } = story.auction;
	const names = await checkHistory(story, { Did: copycat.did });
	const count = (name) => names.filter((other) => other === name).length;
	assert.deepEqual(['dataAuction.BidPlaced', 'dataAuction.BidRevealed', 'dataAuction.DepositForfeited'].map(count), [2, 0, 2]);
	story.record({
		step: `recompute the history of the ${copycat.name}`,
		who: 'anyone',
		result: `${names.length} events lead to the head on chain: two bids, none revealed, two deposits lost`,
	});
}
