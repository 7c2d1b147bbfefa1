// Matching: the demander's policy chooses, the chain says why a pair does not match, anybody proposes, and the best proposal counts.

import assert from 'node:assert/strict';
import { randomBytes, toHex } from '../lib/bytes.mjs';
import { textDigest } from '../lib/certification.mjs';
import {
	demandTerms,
	encodeFills,
	fillOf,
	lotOf,
	needOf,
	obstacleOf,
	offerTerms,
	plainTerms,
	proposalCommitment,
	proRata,
	regionName,
	weightedPoints,
} from '../lib/market.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { Purse } from '../lib/story.mjs';
import { checkHistory } from './audit.mjs';
import { tradeHonestly } from './delivery.mjs';
import { withWindows } from './escrow.mjs';
import { judgeAlone, openRounds, waitUntilClosed } from './judging.mjs';
import { examine, pack, readDays, registerDataSet, registerMeter, registerSchema, submitBatch } from './water.mjs';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
/** A corner of the market of its own, so that no other program's orders answer these. */
export const CATEGORY = 'water/supply';
export const AREA = 'u0n';
/** What the laboratory gets for a verdict. */
const FEE = CFL / 10n;
/** The days of the meter's file whose readings are sold: lots of the first, queries over the second. */
const [LOT_DAY, QUERY_DAY] = [1, 2];

/** Who sells how many hours of a day, from where, at what price. Hours that are missing cost quality. */
const SUPPLIERS = [
	{ name: 'utility', region: 'u0nd9h', hours: 24, price: 12n * CFL, rate: CFL / 2n },
	{ name: 'waterworks', region: 'u0nd3e', hours: 20, price: 8n * CFL, rate: (2n * CFL) / 5n },
	{ name: 'well owner', region: 'u0ne05', hours: 12, price: 5n * CFL },
];
const BUDGET = 20n * CFL;
/** What two of them ask for when a demander shares fairly. */
const FAIR_PRICE = 6n * CFL;
/** Nearest to the waterworks. */
const PLACE = 'u0nd3s';
const WEIGHTS = { price: 1, quality: 10, freshness: 0, nearness: 0, reputation: 0, near: regionName(PLACE) };

const REWARD = 2n * CFL;
const QUERY_BUDGET = 15n * CFL;
/** Time for four proposals, one block each, and for a block that takes none. */
const WINDOW = 16 * SECOND;

const VOLUME = { records: 44, least: 20, fills: 3 };
const VOLUME_BUDGET = 22n * CFL;

/** What the well owner asks for after he has amended his offer, in which he wants to be asked. */
const LOWER_PRICE = 4n * CFL;
/** How long a supplier has to commit in the agreement in which he does not. */
const SHORT = 6 * SECOND;

const ascending = (dids) => dids.map(toHex).sort();

export async function meet(story) {
	const parties = await story.cast([
		...SUPPLIERS.map(({ name }) => ({ name, roles: ['Supplier'] })),
		{ name: 'planner', roles: ['Demander'] },
		{ name: 'laboratory', roles: ['Validator'] },
	]);
	const [utility, waterworks, wells, demander, laboratory] = parties;
	// Whoever searches needs no role and no part in the deal. The first founder makes the blocks and gets their fees.
	const [, finder, rival] = (await story.consortium()).founders;
	const suppliers = SUPPLIERS.map((supplier, i) => ({ ...supplier, party: parties[i] }));
	story.matching = { utility, waterworks, wells, demander, laboratory, finder, rival, suppliers };
}

/** Each supplier has a data set; those who offer by query too have a second day in it. All days are validated. */
export async function prepare(story) {
	const { matching } = story;
	const { suppliers, laboratory } = matching;
	const days = readDays(story.csv);
	const registered = await registerSchema(story, suppliers[0].party);
	const batchesOf = async (supplier) => {
		const { party, region, hours, rate } = supplier;
		const [{ dataSet, receipt }, { meter, receipt: consented }] = await Promise.all([
			registerDataSet(story, party, { category: CATEGORY, region }),
			registerMeter(story, party),
		]);
		const chosen = rate ? [days[LOT_DAY], days[QUERY_DAY]] : [days[LOT_DAY]];
		const batches = chosen.map(({ readings }) => pack({ schema: story.schema, device: meter, dataSet }, readings.slice(0, hours)));
		const submitted = await Promise.all(batches.map((batch) => submitBatch(story, party, meter, batch)));
		const verdicts = await Promise.all(batches.map((batch) => examine(story, meter, batch)));
		const { rounds, receipts } = await openRounds(story, party, batches.map(({ submission }) => submission), { fee: FEE, seats: 1 });
		Object.assign(supplier, { dataSet, batches, quality: verdicts[0].Valid.quality, lot: lotOf(dataSet, [batches[0].submission]) });
		if (rate) supplier.queryLot = lotOf(dataSet, [batches[1].submission]);
		return { rounds, verdicts, receipts: [receipt, consented, ...submitted, ...receipts] };
	};
	const prepared = await Promise.all(suppliers.map(batchesOf));
	const rounds = prepared.flatMap((one) => one.rounds);
	const judged = await judgeAlone(story, laboratory, rounds, prepared.flatMap(({ verdicts }) => verdicts));
	// So that nobody is paid for it while money is counted.
	await waitUntilClosed(story, rounds);
	assert.deepEqual(suppliers.map(({ quality }) => quality), SUPPLIERS.map(({ hours }) => 1_000 - 4 * (24 - hours)));
	story.record({
		step: 'register, submit and have validated',
		who: 'suppliers',
		receipts: [...registered, ...prepared.flatMap(({ receipts }) => receipts), ...judged.receipts],
		result: suppliers.map(({ party, hours, quality }) => `${party.name}: ${hours} readings, quality ${quality}`).join('; '),
	});
}

const offersById = async ({ chain }, ids) => (await chain.api.call.dataMarketApi.offersById(ids)).map((view) => view.unwrap());
const demandsById = async ({ chain }, ids) => (await chain.api.call.dataMarketApi.demandsById(ids)).map((view) => view.unwrapOr(null));

/** The terms of an offer of the first day as one lot. */
const lotTerms = ({ lot, price }, validUntil, more = {}) => offerTerms({ goods: { Lot: lot }, price: { Fixed: price }, copies: 10, validUntil, ...more });

export async function offer(story) {
	const { chain, matching } = story;
	const { suppliers } = matching;
	const validUntil = (await story.now()) + HOUR;
	const receipts = await Promise.all(
		suppliers.map((supplier) => chain.submit(supplier.party.pair, chain.api.tx.dataMarket.placeOffer(lotTerms(supplier, validUntil)))),
	);
	for (const [i, receipt] of receipts.entries()) suppliers[i].offer = receipt.one('dataMarket', 'OfferPlaced').offer.toBigInt();
	const views = await offersById(story, suppliers.map(({ offer: id }) => id));
	assert.deepEqual(views.map(({ amount }) => amount.toBigInt()), suppliers.map(({ price }) => price));
	assert.deepEqual(views.map(({ region }) => region.toHex()), suppliers.map(({ region }) => regionName(region)));
	story.record({
		step: 'offer a day each, from three places',
		who: 'suppliers',
		receipts,
		result: suppliers.map(({ party, price, region }) => `${party.name} in ${region}: ${formatCfl(price)} CFL`).join('; '),
	});
}

/** The span of a batch, as the registry sees it. */
const spanOf = ({ body }) => ({ from: body.from, to: body.to });

/** A need for readings of this corner of the market. */
const need = (more) => needOf({ category: CATEGORY, region: AREA, budget: BUDGET, ...more });

/** Places demands of the demander, one transaction each: what one may look at is most of what a transaction may weigh. */
async function place({ chain, matching }, terms) {
	const calls = terms.map((one) => chain.api.tx.dataMarket.placeDemand(one));
	const receipts = await Promise.all(calls.map((call) => chain.submit(matching.demander.pair, call)));
	return { receipts, demands: receipts.map((receipt) => receipt.one('dataMarket', 'DemandPlaced').demand.toBigInt()) };
}

/** Same offers, same demands but for the policy. What came of them is declined again, and nobody has lost anything. */
export async function choose(story) {
	const { chain, matching } = story;
	const { suppliers, demander } = matching;
	const purse = await Purse.open(chain, [demander, ...suppliers.map(({ party }) => party)]);
	const policies = ['Cheapest', 'BestQuality', 'Freshest', { Nearest: regionName(PLACE) }, { Weighted: WEIGHTS }];
	const [utility, waterworks, wells] = suppliers;
	const points = suppliers.map(({ price, quality }) => weightedPoints(WEIGHTS, { price, limit: BUDGET, quality, reputation: 0 }));
	assert.deepEqual(points, [10_400n, 10_440n, 10_270n]);
	// The utility's readings go on for longest.
	const expected = [wells, utility, utility, waterworks, waterworks];

	const validUntil = (await story.now()) + HOUR;
	const { receipts, demands } = await place(story, policies.map((policy) => demandTerms({ need: need({ policy }), validUntil })));
	const matches = receipts.map((receipt) => receipt.one('dataMarket', 'Matched'));
	for (const [i, match] of matches.entries()) {
		assert.equal(match.offer.toBigInt(), expected[i].offer);
		assert.equal(match.price.toBigInt(), expected[i].price);
		assert.equal(match.demander.toHex(), toHex(demander.did));
		assert(match.finder.isNone);
	}
	story.record({
		step: 'demand a lot: cheapest, best quality, freshest, nearest, by weights',
		who: demander.name,
		receipts,
		result: expected.map(({ party, price }) => `${party.name} (${formatCfl(price)} CFL)`).join(', '),
	});
	story.prove('Five demands that differ in the policy alone were answered by the cheapest, the best, the freshest, the nearest and the one with most points of the same three offers.');
	matching.sold = new Map(suppliers.map((supplier) => [supplier, expected.filter((other) => other === supplier).length]));

	// Nothing is held yet, and either party may step back.
	const { dataEscrow, dataMarket } = chain.api.tx;
	const agreements = matches.map(({ opened }) => opened.asAgreement.toBigInt());
	const declined = await chain.submitMany(demander.pair, [...agreements.map((id) => dataEscrow.decline(id)), ...demands.map((id) => dataMarket.withdrawDemand(id))], {
		perTransaction: 4,
	});
	const failed = declined.flatMap((receipt) => receipt.all('dataMarket', 'SaleFailed'));
	assert.equal(failed.length, agreements.length);
	for (const sale of failed) assert(sale.outcome.isDeclined && sale.copyReturned.isTrue);
	assert.deepEqual(await demandsById(story, demands), demands.map(() => null));
	const views = await offersById(story, suppliers.map(({ offer: id }) => id));
	for (const view of views) assert.equal(view.copies.toNumber(), 10);
	await purse.expect([0n, 0n, 0n, 0n]);
	story.record({
		step: 'decline all five, withdraw the demands',
		who: demander.name,
		receipts: declined,
		result: 'every copy is on offer again; nobody gained or lost anything but fees',
	});
}

/**
 * Two offers at one price, and demands that share fairly: each is answered by who sold less lately, and if both sold as much by the older offer.
 * What came to nothing counts as well.
 */
export async function shareFairly(story) {
	const { chain, matching } = story;
	const { suppliers, demander, sold } = matching;
	const [utility, waterworks, wells] = suppliers;
	const equals = [utility, waterworks];
	const { dataEscrow, dataMarket } = chain.api.tx;
	const validUntil = (await story.now()) + HOUR;
	const offered = [];
	// One after the other: the utility's is the older one.
	for (const supplier of equals) {
		const terms = lotTerms({ ...supplier, price: FAIR_PRICE }, validUntil);
		offered.push(await chain.submit(supplier.party.pair, dataMarket.placeOffer(terms)));
	}
	const offers = offered.map((receipt) => receipt.one('dataMarket', 'OfferPlaced').offer.toBigInt());
	const others = { allowed: [], denied: [toHex(wells.party.did)] };
	const fair = demandTerms({ need: need({ policy: 'FairShare', suppliers: others }), validUntil });
	const { receipts, demands } = await place(story, [fair, fair, fair]);
	const expected = demands.map(() => {
		const next = sold.get(waterworks) < sold.get(utility) ? waterworks : utility;
		sold.set(next, sold.get(next) + 1);
		return next;
	});
	assert(equals.every((supplier) => expected.includes(supplier)), 'both get their turn');
	const matches = receipts.map((receipt) => receipt.one('dataMarket', 'Matched'));
	assert.deepEqual(matches.map(({ offer: id }) => id.toBigInt()), expected.map((supplier) => offers[equals.indexOf(supplier)]));
	const declined = await chain.submitMany(
		demander.pair,
		[...matches.map(({ opened }) => dataEscrow.decline(opened.asAgreement)), ...demands.map((id) => dataMarket.withdrawDemand(id))],
		{ perTransaction: 3 },
	);
	const withdrawn = await Promise.all(equals.map(({ party }, i) => chain.submit(party.pair, dataMarket.withdrawOffer(offers[i]))));
	story.record({
		step: 'offer at one price; demand by fair shares; step back',
		who: `${equals.map(({ party }) => party.name).join(', ')}, ${demander.name}`,
		receipts: [...offered, ...receipts, ...declined, ...withdrawn],
		result: `at ${formatCfl(FAIR_PRICE)} CFL each, in turn: ${expected.map(({ party }) => party.name).join(', ')}`,
	});
	story.prove('Of two suppliers at one price, each demand by fair shares went to the one who had sold less.');
}

/** What a demand asks for besides, and what the chain says of the pair with the utility's offer, or with that of `of`. */
function conditions({ matching, schema }) {
	const [utility, waterworks] = matching.suppliers;
	const day = spanOf(utility.batches[0]);
	const everyMinute = { interval: 60 * SECOND, perMille: 1_000 };
	const judge = { accepted: [toHex(matching.rival.did)], maxFee: 50, maxFallback: 500 };
	const parties = ascending(matching.suppliers.map(({ party }) => party.did));
	const others = ascending([matching.utility.did, matching.wells.did]);
	return [
		['Supplier', { suppliers: { allowed: [], denied: parties } }],
		['Region', { region: 'u33' }],
		['Covers', { covers: { from: day.from - HOUR, to: day.to } }],
		['Within', { within: { from: day.from + HOUR, to: day.to } }],
		['Schema', { schema: toHex(textDigest(`not ${toHex(schema)}`)) }],
		['Quality', { quality: 1_000, suppliers: { allowed: [], denied: others } }, waterworks],
		['Reputation', { reputation: 1_000 }],
		['Completeness', { completeness: everyMinute }],
		['Age', { maxAge: HOUR }],
		['Delivery', { delivery: { proven: false, sealed: judge } }],
		['Usage.Action', { usage: plainTerms(['Read', 'Distribute']) }],
		['Asset', { asset: { Local: 1 } }],
		['Volume', { wanted: { Lot: { records: 25 } } }],
		['Price', { budget: SUPPLIERS[2].price - 1n }],
		['Certificate', { certificate: 'Any' }],
	];
}

/** Demands that rest, each for another reason, which the chain names. */
export async function explain(story) {
	const { chain, matching } = story;
	const { suppliers, demander } = matching;
	const asked = conditions(story);
	const validUntil = (await story.now()) + HOUR;
	const { receipts, demands } = await place(story, asked.map(([, more]) => demandTerms({ need: need(more), validUntil })));
	assert.equal(receipts.flatMap((receipt) => receipt.all('dataMarket', 'Matched')).length, 0, 'a demand was matched that should rest');
	const answers = await Promise.all(
		asked.map(([, , of = suppliers[0]], i) => chain.api.call.dataMarketApi.explain(demands[i], fillOf(of.offer))),
	);
	assert.deepEqual(answers.map(obstacleOf), asked.map(([condition]) => `Mismatch.${condition}`));
	story.record({
		step: `demand ${asked.length} things that nobody offers; ask why not`,
		who: demander.name,
		receipts,
		result: asked.map(([condition]) => condition).join(', '),
	});

	// What the chain says to who asks is what it says to who tries.
	const take = (condition, error) => {
		const demand = demands[asked.findIndex(([name]) => name === condition)];
		return chain.submitFailing(demander.pair, chain.api.tx.dataMarket.takeOffer(demand, suppliers[0].offer, null), `dataMarket.${error}`);
	};
	const refused = await Promise.all([take('Usage.Action', 'UsageNotGranted'), take('Completeness', 'Incomplete'), take('Price', 'PriceMismatch')]);
	const withdrawn = await chain.submitMany(demander.pair, demands.map((id) => chain.api.tx.dataMarket.withdrawDemand(id)), { perTransaction: 5 });
	assert.deepEqual(await demandsById(story, demands), demands.map(() => null));
	story.record({
		step: 'take the offer all the same; withdraw the demands',
		who: demander.name,
		receipts: [...refused, ...withdrawn],
		result: 'refused: UsageNotGranted, Incomplete, PriceMismatch; the deposits are back',
	});
	story.prove(`Of ${asked.length} demands that rested, the chain named the condition that failed, each another one.`);
}

/** Offers that name no lot: whatever validated readings of the second day the supplier has, by the reading. */
export async function offerByQuery(story) {
	const { chain, matching } = story;
	const [utility, waterworks] = matching.suppliers;
	const span = spanOf(utility.batches[1]);
	const validUntil = (await story.now()) + HOUR;
	const { category, region } = need({});
	const query = { category, region, within: span, schema: toHex(story.schema) };
	const place = ({ party, rate }) =>
		chain.submit(party.pair, chain.api.tx.dataMarket.placeOffer(offerTerms({ goods: { Query: query }, price: { PerRecord: rate }, copies: 3, validUntil })));
	const receipts = await Promise.all([utility, waterworks].map(place));
	for (const [i, supplier] of [utility, waterworks].entries()) {
		const placed = receipts[i].one('dataMarket', 'OfferPlaced');
		assert(placed.dataSet.isNone);
		supplier.queryOffer = placed.offer.toBigInt();
		supplier.queryPrice = supplier.rate * BigInt(supplier.hours);
	}
	story.record({
		step: 'offer by query: readings of the next day',
		who: [utility, waterworks].map(({ party }) => party.name).join(', '),
		receipts,
		result: [utility, waterworks].map(({ party, rate }) => `${party.name}: ${formatCfl(rate)} CFL for a reading`).join('; '),
	});
	matching.querySpan = span;
}

/** A demand that no lot answers and that queries might, with a reward for who finds one. It rests. */
async function demandWithReward(story, window) {
	const { matching } = story;
	const { demander, utility, waterworks, finder, rival } = matching;
	matching.purse = await Purse.open(story.chain, [demander, utility, waterworks, finder, rival]);
	const wanted = need({ wanted: { Lot: { records: 20 } }, within: matching.querySpan, budget: QUERY_BUDGET });
	const { receipts, demands } = await place(story, [demandTerms({ need: wanted, reward: REWARD, window, validUntil: (await story.now()) + HOUR })]);
	assert.equal(receipts[0].all('dataMarket', 'Matched').length, 0);
	[matching.sought] = demands;
	return receipts;
}

/** A call that proposes for the demand. Two encoders of what is proposed, ours and polkadot.js's from the metadata, must agree. */
function proposal({ chain, matching }, fills, salt = null) {
	const call = chain.api.tx.dataMarket.propose(matching.sought, fills, salt && toHex(salt));
	assert.equal(call.args[1].toHex(), toHex(encodeFills(fills)));
	return call;
}

const queryFill = ({ queryOffer, queryLot }) => fillOf(queryOffer, queryLot);

export async function refuseWrongLots(story) {
	const { chain, matching } = story;
	const { finder, demander, suppliers } = matching;
	const [utility, waterworks] = suppliers;
	const placed = await demandWithReward(story, WINDOW);
	const attempts = [
		[fillOf(utility.queryOffer), 'LotNotNamed'],
		[fillOf(utility.queryOffer, utility.lot), 'OutsideQuery'],
		[fillOf(utility.queryOffer, waterworks.queryLot), 'LotUnavailable'],
		[fillOf(utility.offer, utility.queryLot), 'LotNamed'],
	];
	const refused = await Promise.all(attempts.map(([fill, error]) => chain.submitFailing(finder.pair, proposal(story, [fill]), `dataMarket.${error}`)));
	story.record({
		step: 'demand what only queries offer, for a reward; propose a wrong lot',
		who: `${demander.name}, ${finder.name}`,
		receipts: [...placed, ...refused],
		result: `demand ${matching.sought} rests: the chain names no lot by itself; refused: ${attempts.map(([, error]) => error).join(', ')}`,
	});
}

/** One proposes; another has committed to a better one; the first copies it, and gains nothing by that. */
export async function propose(story) {
	const { chain, matching } = story;
	const { finder, rival, suppliers } = matching;
	const [utility, waterworks] = suppliers;
	const [worse, better] = [[queryFill(utility)], [queryFill(waterworks)]];
	const salt = randomBytes(32);
	const hash = proposalCommitment(chain.genesis, matching.sought, rival.did, better, salt);
	const committed = await chain.submit(rival.pair, chain.api.tx.dataMarket.commitProposal(matching.sought, toHex(hash)));

	const first = await chain.submit(finder.pair, proposal(story, worse));
	const opened = first.one('dataMarket', 'Proposed');
	assert.equal(opened.price.toBigInt(), utility.queryPrice);
	assert.equal(opened.concludes.toNumber(), first.time + WINDOW);
	assert(opened.replaced.isNone);
	const appraisal = (await chain.api.call.dataMarketApi.appraise(matching.sought, better)).asAdmissible;
	assert.equal(appraisal.rank.rank.first.toBigInt(), waterworks.queryPrice);
	assert.equal(appraisal.standing.unwrap().rank.first.toBigInt(), utility.queryPrice);
	const copied = await chain.submit(finder.pair, proposal(story, better));
	assert.equal(copied.one('dataMarket', 'Proposed').replaced.unwrap().toHex(), toHex(finder.did));
	const shown = await chain.submit(rival.pair, proposal(story, better, salt));
	const replaced = shown.one('dataMarket', 'Proposed');
	assert.equal(replaced.price.toBigInt(), waterworks.queryPrice);
	assert.equal(replaced.replaced.unwrap().toHex(), toHex(finder.did));
	assert.equal(replaced.concludes.toNumber(), opened.concludes.toNumber());
	const refused = await Promise.all([
		chain.submitFailing(finder.pair, proposal(story, better), 'dataMarket.NotBetter'),
		chain.submitFailing(finder.pair, proposal(story, worse), 'dataMarket.NotBetter'),
		chain.submitFailing(finder.pair, chain.api.tx.dataMarket.conclude(matching.sought), 'dataMarket.WindowOpen'),
	]);
	matching.shown = shown.block;
	story.record({
		step: 'propose; propose better; copy that; propose the same, committed to before',
		who: `${finder.name}, ${rival.name}`,
		receipts: [committed, first, copied, shown, ...refused],
		result: `${formatCfl(utility.queryPrice)}, then ${formatCfl(waterworks.queryPrice)} CFL; the older commitment counts; refused: NotBetter, twice, WindowOpen`,
	});
	story.prove('A strictly better proposal replaced one, an equal one did not, and who copied a proposal for its reward lost it to the one who had committed to it.');
}

/** Several suppliers fill one demand, each a part, in the order of the policy. The wells have too few readings for a part. */
export async function fillAVolume(story) {
	const { chain, matching } = story;
	const { demander, suppliers } = matching;
	const [utility, waterworks] = suppliers;
	const wanted = need({ wanted: { Volume: VOLUME }, within: spanOf(utility.batches[0]), budget: VOLUME_BUDGET });
	// A part may cost its part of the budget; who brings the rest may have what is left.
	assert(waterworks.price <= proRata(VOLUME_BUDGET, waterworks.hours, VOLUME.records));
	const { receipts, demands } = await place(story, [demandTerms({ need: wanted, validUntil: (await story.now()) + HOUR })]);
	const matches = receipts[0].all('dataMarket', 'Matched');
	const expected = [waterworks, utility];
	assert.deepEqual(matches.map(({ offer: id }) => id.toBigInt()), expected.map(({ offer: id }) => id));
	assert.deepEqual(matches.map(({ records }) => records.toNumber()), expected.map(({ hours }) => hours));
	assert.deepEqual(matches.map(({ price }) => price.toBigInt()), expected.map(({ price }) => price));
	const [view] = await demandsById(story, demands);
	assert.equal(view.open.isTrue, false);
	assert.equal(view.left.units.toNumber(), 0);
	story.record({
		step: `demand ${VOLUME.records} readings, from up to ${VOLUME.fills} lots of ${VOLUME.least} or more`,
		who: demander.name,
		receipts,
		result: expected.map(({ party, hours, price }) => `${hours} of the ${party.name} for ${formatCfl(price)} CFL`).join(', '),
	});
	const parts = matches.map(({ opened }, i) => ({ agreement: opened.asAgreement.toBigInt(), supplier: expected[i].party, demander, batches: [expected[i].batches[0]] }));
	const traded = await Promise.all(parts.map((part) => tradeHonestly(story, part)));
	assert.deepEqual(await demandsById(story, demands), [null]);
	matching.volume = true;
	story.record({
		step: 'trade both parts',
		who: `${demander.name}, ${expected.map(({ party }) => party.name).join(', ')}`,
		receipts: traded.flat(),
		result: `${VOLUME.records} readings opened, ${formatCfl(waterworks.price + utility.price)} CFL of the ${formatCfl(VOLUME_BUDGET)} spent; the demand is filled`,
	});
	story.prove(`A volume of ${VOLUME.records} readings was filled by two suppliers in one step, at their own prices.`);
}

/** The window closes by itself; what was sold is delivered, and only then the reward is paid. */
export async function conclude(story) {
	const { chain, matching } = story;
	const { demander, rival, sought } = matching;
	const isOurs = ({ demand }) => demand.toBigInt() === sought;
	const concluded = await chain.waitForEvent('dataMarket', 'ProposalConcluded', isOurs, { after: matching.shown });
	assert.equal(concluded.by.toHex(), toHex(rival.did));
	assert.deepEqual([concluded.matched.toNumber(), concluded.failed.toNumber()], [1, 0]);
	const match = await chain.waitForEvent('dataMarket', 'Matched', isOurs, { after: matching.shown });
	assert.equal(match.block, concluded.block);
	story.record({
		step: 'wait for the end of the window',
		who: 'the chain',
		result: `block ${concluded.block}: what ${rival.name} proposed is matched, agreement ${match.opened.asAgreement}`,
	});
	await buyWhatWasProposed(story, match, rival);
}

/** The only proposal, for a demand that leaves no time for better ones, is carried out at once. */
export async function proposeAtOnce(story) {
	const { chain, matching } = story;
	const { demander, finder, suppliers } = matching;
	const [, waterworks] = suppliers;
	const placed = await demandWithReward(story, 0);
	const receipt = await chain.submit(finder.pair, proposal(story, [queryFill(waterworks)]));
	const concluded = receipt.one('dataMarket', 'ProposalConcluded');
	assert.deepEqual([concluded.matched.toNumber(), concluded.failed.toNumber()], [1, 0]);
	const match = receipt.one('dataMarket', 'Matched');
	story.record({
		step: 'demand what only queries offer, for a reward; propose a lot',
		who: `${demander.name}, ${finder.name}`,
		receipts: [...placed, receipt],
		result: `demand ${matching.sought} rested; matched as proposed: agreement ${match.opened.asAgreement}`,
	});
	await buyWhatWasProposed(story, match, finder);
}

/** Trades a match that somebody proposed; he gets the reward, and everybody else what was agreed, to the last unit. */
async function buyWhatWasProposed(story, match, proposer) {
	const { matching } = story;
	const { demander, finder, rival, suppliers, purse, volume } = matching;
	const [utility, waterworks] = suppliers;
	assert.equal(match.finder.unwrap().toHex(), toHex(proposer.did));
	assert.equal(match.price.toBigInt(), waterworks.queryPrice);
	const trade = { agreement: match.opened.asAgreement.toBigInt(), supplier: waterworks.party, demander, batches: [waterworks.batches[1]] };
	const receipts = await tradeHonestly(story, trade);
	const rewarded = receipts.at(-1).one('dataMarket', 'Rewarded');
	assert.equal(rewarded.finder.toHex(), toHex(proposer.did));
	assert.equal(rewarded.account.toString(), proposer.address);
	assert.equal(rewarded.amount.toBigInt(), REWARD);
	assert.deepEqual(await demandsById(story, [matching.sought]), [null]);
	const parts = volume ? [utility.price, waterworks.price] : [0n, 0n];
	const rewards = [finder, rival].map((party) => (party === proposer ? REWARD : 0n));
	const spent = waterworks.queryPrice + REWARD + parts[0] + parts[1];
	await purse.expect([-spent, parts[0], waterworks.queryPrice + parts[1], ...rewards]);
	story.record({
		step: 'trade it',
		who: `${demander.name}, ${waterworks.party.name}`,
		receipts,
		result: `${formatCfl(waterworks.queryPrice)} CFL to the ${waterworks.party.name}, and with the settlement ${formatCfl(REWARD)} CFL to ${proposer.name}`,
	});
	story.prove(`Who found an offer by query was paid ${formatCfl(REWARD)} CFL when the data had been delivered; all other money went where it should, to the last unit.`);
}

/** Both want to be asked. The supplier does not like it and says why; the demander amends the demand, and both agree. */
export async function askFirst(story) {
	const { chain, matching } = story;
	const { demander, finder, suppliers, wells } = matching;
	const [, , seller] = suppliers;
	const { dataMarket } = chain.api.tx;
	const validUntil = (await story.now()) + HOUR;
	const lower = lotTerms({ ...seller, price: LOWER_PRICE }, validUntil, { confirm: true });
	const amended = await chain.submit(wells.pair, dataMarket.amendOffer(seller.offer, lower));
	const change = amended.one('dataMarket', 'OfferAmended');
	assert.equal(change.old.toBigInt(), seller.offer);
	seller.offer = change.new_.toBigInt();
	assert((await chain.api.call.dataMarketApi.offer(change.old)).isNone);
	matching.later = await Purse.open(chain, [demander, wells]);
	const terms = demandTerms({ need: need({ within: spanOf(suppliers[0].batches[0]) }), confirm: true, validUntil });
	const { receipts, demands } = await place(story, [terms]);
	const asked = receipts[0].one('dataMarket', 'MatchSuspended');
	assert.equal(asked.offer.toBigInt(), seller.offer);
	assert.deepEqual([asked.supplierAgrees.isTrue, asked.demanderAgrees.isTrue], [false, false]);
	const [reserved] = await offersById(story, [seller.offer]);
	assert.deepEqual([reserved.copies.toNumber(), reserved.reserved.toNumber()], [9, 1]);
	story.record({
		step: 'amend the offer: cheaper, and asked first; demand, and be asked first',
		who: `${wells.name}, ${demander.name}`,
		receipts: [amended, ...receipts],
		result: `offer ${change.new_} in the place of ${change.old}: ${formatCfl(LOWER_PRICE)} CFL; match ${asked.id} waits for both`,
	});

	const reason = toHex(textDigest('the meter is being moved this week'));
	const meddled = await chain.submitFailing(finder.pair, dataMarket.acceptMatch(asked.id), 'dataMarket.NotAParty');
	const rejected = await chain.submit(wells.pair, dataMarket.rejectMatch(asked.id, reason));
	const { by, reason: said } = rejected.one('dataMarket', 'MatchRejected');
	assert.equal(by.unwrap().toHex(), toHex(wells.did));
	assert.equal(said.unwrap().toHex(), reason);
	const [[free], [waiting]] = await Promise.all([offersById(story, [seller.offer]), demandsById(story, demands)]);
	assert.deepEqual([free.copies.toNumber(), free.reserved.toNumber()], [10, 0]);
	assert.deepEqual(waiting.passed.map((did) => did.toHex()), [toHex(wells.did)]);
	const passedOver = await chain.submitFailing(finder.pair, dataMarket.propose(demands[0], [fillOf(seller.offer)], null), 'dataMarket.PassedOver');
	story.record({
		step: 'reject the match, with a reason; a stranger would rather accept, then propose it',
		who: `${wells.name}, ${finder.name}`,
		receipts: [meddled, rejected, passedOver],
		result: 'the copy is free, the demand passes the supplier over; refused: NotAParty, PassedOver',
	});

	const again = await chain.submit(demander.pair, dataMarket.amendDemand(demands[0], terms));
	const renewed = again.one('dataMarket', 'DemandAmended');
	assert.equal(renewed.old.toBigInt(), demands[0]);
	const second = again.one('dataMarket', 'MatchSuspended');
	assert.equal(second.offer.toBigInt(), seller.offer);
	const accepted = [await chain.submit(wells.pair, dataMarket.acceptMatch(second.id))];
	// An agreement keeps the windows that there were when it was opened.
	accepted.push(await withWindows(story, { commitment: SHORT }, () => chain.submit(demander.pair, dataMarket.acceptMatch(second.id))));
	assert.equal(accepted[0].one('dataMarket', 'MatchAccepted').by.toHex(), toHex(wells.did));
	const match = accepted[1].one('dataMarket', 'Matched');
	assert.equal(match.price.toBigInt(), LOWER_PRICE);
	matching.late = { demand: renewed.new_.toBigInt(), agreement: match.opened.asAgreement.toBigInt() };
	story.record({
		step: 'amend the demand; both accept',
		who: `${demander.name}, ${wells.name}`,
		receipts: [again, ...accepted],
		result: `demand ${renewed.new_} in the place of ${renewed.old}; agreement ${match.opened.asAgreement}`,
	});
	story.prove('A match of two who wanted to be asked was rejected with the hash of a reason, and made when both agreed; offer and demand were amended in one step.');
}

/** The supplier was paid for and does not deliver. The chain ends the agreement, and the demand finds another supplier. */
export async function findAnother(story) {
	const { chain, matching } = story;
	const { demander, wells, suppliers, late, later } = matching;
	const { dataEscrow, dataMarket } = chain.api.tx;
	const [, waterworks] = suppliers;
	const funded = await chain.submit(demander.pair, dataEscrow.fund(late.agreement, null));
	assert.equal(funded.one('dataEscrow', 'Funded').until.toNumber(), funded.time + SHORT);
	const isOurs = ({ agreement }) => agreement.toBigInt() === late.agreement;
	const failed = await chain.waitForEvent('dataMarket', 'SaleFailed', isOurs, { after: funded.block });
	assert.equal(failed.outcome.type, 'NotCommitted');
	assert(failed.copyReturned.isTrue);
	await later.expect([0n, 0n]);
	story.record({
		step: 'pay into escrow; wait for what does not come',
		who: `${demander.name}, the chain`,
		receipts: funded,
		result: `not committed to in ${SHORT / SECOND} s: the money is back in block ${failed.block}`,
	});

	const rematched = await chain.submit(demander.pair, dataMarket.rematch(late.demand));
	assert.equal(rematched.one('dataMarket', 'Rematched').units.toNumber(), 1);
	const asked = rematched.one('dataMarket', 'MatchSuspended');
	assert.equal(asked.offer.toBigInt(), waterworks.offer);
	assert.deepEqual([asked.supplierAgrees.isTrue, asked.demanderAgrees.isTrue], [true, false]);
	const accepted = await chain.submit(demander.pair, dataMarket.acceptMatch(asked.id));
	const match = accepted.one('dataMarket', 'Matched');
	assert.equal(match.price.toBigInt(), waterworks.price);
	story.record({
		step: 'call for a rematch; accept it',
		who: demander.name,
		receipts: [rematched, accepted],
		result: `the ${wells.name}, still the cheapest, is passed over: the ${waterworks.party.name} for ${formatCfl(waterworks.price)} CFL`,
	});
	matching.another = match.opened.asAgreement.toBigInt();
	story.prove('After a supplier did not deliver, the money was back, and the same demand was answered by another supplier.');
}

/** The demander spends what somebody else lets him spend for this supplier: the deal is as any other, and paid by who allowed it. */
export async function payByAllowance(story) {
	const { chain, matching } = story;
	const { demander, finder: sponsor, suppliers, late, another: agreement } = matching;
	const [, { party: supplier, price, batches }] = suppliers;
	const { allowances, dataEscrow } = chain.api.tx;
	const purse = await Purse.open(chain, [demander, supplier, sponsor]);
	const fund = dataEscrow.fund(agreement, toHex(sponsor.did));
	const refused = await chain.submitFailing(demander.pair, fund, 'allowances.NotAllowed');
	const limits = { amount: price, total: price, count: 1, lock: 24 * HOUR, validUntil: (await story.now()) + HOUR };
	const allowed = await chain.submit(sponsor.pair, allowances.allow(toHex(demander.did), toHex(supplier.did), 'Native', limits));
	const receipts = await tradeHonestly(story, { agreement, supplier, demander, batches: [batches[0]], funder: sponsor });
	const { funder, by, amount } = receipts[0].one('dataEscrow', 'Funded');
	assert.deepEqual([funder.did.toHex(), by.unwrap().toHex(), amount.toBigInt()], [toHex(sponsor.did), toHex(demander.did), price]);
	await purse.expect([0n, price, -price]);
	assert.deepEqual(await demandsById(story, [late.demand]), [null]);
	const revoked = await chain.submit(sponsor.pair, allowances.revoke(toHex(demander.did), toHex(supplier.did)));
	story.record({
		step: 'buy with what somebody else allows',
		who: `${demander.name}, ${sponsor.name}`,
		receipts: [refused, allowed, ...receipts, revoked],
		result: `${formatCfl(price)} CFL of ${sponsor.name} to the ${supplier.name}, the data to the ${demander.name}; before it was allowed: NotAllowed`,
	});
	story.prove('A demander bought with the money of somebody who had allowed it, for this supplier and up to the price.');
}

export async function recomputeTheHistory(story) {
	const { waterworks } = story.matching;
	const names = await checkHistory(story, { Did: waterworks.did });
	for (const name of ['dataMarket.OfferPlaced', 'dataMarket.Matched', 'dataEscrow.Settled']) assert(names.includes(name), `${name} of ${names}`);
	story.record({ step: `recompute the history of the ${waterworks.name}`, who: 'anyone', result: `${names.length} events lead to the head on chain` });
}
