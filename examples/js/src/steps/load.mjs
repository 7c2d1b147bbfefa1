// Load: as many offers and demands as one likes, at once, and how fast the chain brings them together.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { decodeError, eventFields } from '../lib/chain.mjs';
import { fillOfBlock, percentile, shares } from '../lib/load.mjs';
import { demandTerms, lotOf, needOf, offerTerms } from '../lib/market.mjs';
import { CFL } from '../lib/money.mjs';
import { stopwatch } from '../lib/time.mjs';
import { withWindows } from './escrow.mjs';
import { judgeAlone, openRounds } from './judging.mjs';
import { examine, pack, readDays, registerDataSet, registerMeter, registerSchema, submitBatch } from './water.mjs';

const HOUR = 3_600_000;
const CATEGORY = 'water/load';
const REGION = 'u0n';
const FEE = CFL / 10n;
const PRICE = 2n * CFL;

/** The chain opens no agreement with whoever owes it so many steps, and every demander owes the payment of all that he gets here. */
const ORDERS_OF_A_DEMANDER = 30;
const ORDERS_OF_A_SUPPLIER = 125;
/** At least so many of each, so that nobody's nonces are what it waits for. */
const FEWEST = 2;
/** How long all of it may take: a second for each order, and a minute. */
const patienceMs = (orders) => 2_000 * orders + 60_000;

/** Suppliers and demanders, as many as it takes, and one laboratory. */
export async function meet(story) {
	const { orders } = story;
	const count = (each) => Math.max(FEWEST, Math.ceil(orders / each));
	const [suppliers, demanders] = [count(ORDERS_OF_A_SUPPLIER), count(ORDERS_OF_A_DEMANDER)];
	const several = (length, name, role) => Array.from({ length }, (_, i) => ({ name: `${name} ${i + 1}`, roles: [role] }));
	const [laboratory, ...parties] = await story.cast([
		{ name: 'laboratory', roles: ['Validator'] },
		...several(suppliers, 'supplier', 'Supplier'),
		...several(demanders, 'demander', 'Demander'),
	]);
	story.load = {
		laboratory,
		suppliers: parties.slice(0, suppliers).map((party, i) => ({ party, orders: shares(orders, suppliers)[i] })),
		demanders: parties.slice(suppliers).map((party, i) => ({ party, orders: shares(orders, demanders)[i] })),
	};
}

/** A day of readings of each supplier, validated. */
export async function prepare(story) {
	const { load } = story;
	const { suppliers, laboratory } = load;
	const { readings } = readDays(story.csv)[1];
	const registered = await registerSchema(story, suppliers[0].party);
	const prepared = await Promise.all(
		suppliers.map(async (supplier) => {
			const { party } = supplier;
			const [{ dataSet, receipt }, { meter, receipt: consented }] = await Promise.all([
				registerDataSet(story, party, { category: CATEGORY }),
				registerMeter(story, party),
			]);
			const batch = pack({ schema: story.schema, device: meter, dataSet }, readings);
			const submitted = await submitBatch(story, party, meter, batch);
			supplier.goods = { Lot: lotOf(dataSet, [batch.submission]) };
			const { rounds, receipts } = await openRounds(story, party, [batch.submission], { fee: FEE, seats: 1 });
			return { rounds, verdict: await examine(story, meter, batch), receipts: [receipt, consented, submitted, ...receipts] };
		}),
	);
	const judged = await judgeAlone(story, laboratory, prepared.flatMap(({ rounds }) => rounds), prepared.map(({ verdict }) => verdict));
	story.record({
		step: 'register, submit and have validated',
		who: 'suppliers',
		receipts: [...registered, ...prepared.flatMap(({ receipts }) => receipts), ...judged.receipts],
		result: `${suppliers.length} data sets with a day each`,
	});
}

/** What each party sends. Every offer answers every demand, and is good for one. */
function ordersOf({ chain, load, schema }, validUntil) {
	const { placeOffer, placeDemand } = chain.api.tx.dataMarket;
	const need = needOf({ category: CATEGORY, region: REGION, wanted: { Lot: { records: 24 } }, schema: toHex(schema), quality: 900, budget: PRICE });
	const offer = (goods) => placeOffer(offerTerms({ goods, price: { Fixed: PRICE }, validUntil }));
	// A transaction of its own for each: what an order may look at is most of what a transaction may weigh.
	const several = (orders, make) => Array.from({ length: orders }, make);
	return [
		...load.suppliers.map(({ party, goods, orders }) => ({ party, calls: several(orders, () => offer(goods)) })),
		...load.demanders.map(({ party, orders }) => ({ party, calls: several(orders, () => placeDemand(demandTerms({ need, validUntil }))) })),
	];
}

/** Looks at every best block from now on: what was placed and matched in it, and how full it was. */
class Watch {
	#chain;
	#next;
	blocks = [];

	static async begin(chain) {
		const watch = new Watch();
		watch.#chain = chain;
		watch.#next = (await chain.bestNumber()) + 1;
		return watch;
	}

	/** Waits until the condition holds of what was seen so far. */
	async until(condition, timeoutMs, what) {
		let looking = Promise.resolve();
		// One head after the other: the next one may be there before this one is looked through.
		const inTurn = ({ number }) => {
			const seen = performance.now();
			looking = looking.then(() => this.#look(number.toNumber(), seen)).then(() => condition(this));
			return looking;
		};
		await this.#chain.waitForHead(inTurn, { best: true, timeoutMs, what });
	}

	async #look(best, seen) {
		for (; this.#next <= best; this.#next += 1) {
			const hash = (await this.#chain.api.rpc.chain.getBlockHash(this.#next)).toHex();
			const at = await this.#chain.api.at(hash);
			const [weight, events, time] = await Promise.all([at.query.system.blockWeight(), this.#chain.eventsOf(hash), this.#chain.timeOf(hash)]);
			const fields = (section, method) => events.filter((event) => event.section === section && event.method === method).map(eventFields);
			for (const { error } of fields('dataMarket', 'MatchFailed')) throw decodeError(this.#chain.api.registry, error);
			for (const { dispatchError } of fields('system', 'ExtrinsicFailed')) throw decodeError(this.#chain.api.registry, dispatchError);
			this.blocks.push({
				number: this.#next,
				seen,
				time,
				...fillOfBlock(weight, this.#chain.api.consts.system.blockWeights),
				offers: fields('dataMarket', 'OfferPlaced'),
				demands: fields('dataMarket', 'DemandPlaced'),
				matches: fields('dataMarket', 'Matched'),
			});
		}
	}

	all(what) {
		return this.blocks.flatMap((block) => block[what]);
	}
}

/** Sends all orders at once, from all accounts, and waits until all are matched. */
export async function open(story) {
	const { chain, load, orders } = story;
	const lists = ordersOf(story, (await story.now()) + HOUR);
	const isDone = (watch) => ['offers', 'demands', 'matches'].every((what) => watch.all(what).length >= orders);
	const work = async () => {
		load.watch = await Watch.begin(chain);
		const elapsed = stopwatch();
		// Each account's orders in turn, all accounts at once.
		const send = Promise.all(lists.map(({ party, calls }) => chain.sendAll(party, calls))).then((moments) => {
			load.sent = new Map(lists.map(({ party }, i) => [toHex(party.did), moments[i]]));
			return elapsed();
		});
		const [seconds] = await Promise.all([send, load.watch.until(isDone, patienceMs(orders), `${orders} matches`)]);
		return seconds;
	};
	// Nothing shall lapse while other orders are still being matched: nobody pays here.
	const seconds = await withWindows(story, { funding: HOUR }, work);
	for (const what of ['offers', 'demands', 'matches']) assert.equal(load.watch.all(what).length, orders, what);
	story.record({
		step: `open ${orders} offers and ${orders} demands`,
		who: `${lists.length} accounts`,
		result: `sent in ${seconds.toFixed(1)} s, one transaction each; all were matched`,
	});
}

/** Every offer and every demand in just one match, at the price of the offer; nothing is left open. */
export async function check(story) {
	const { chain, load, orders } = story;
	const matches = load.watch.all('matches');
	const distinct = (what) => new Set(matches.map((match) => String(match[what]))).size;
	for (const what of ['offer', 'demand', 'opened']) assert.equal(distinct(what), orders, what);
	for (const { price } of matches) assert.equal(price.toBigInt(), PRICE);
	const { offersById, demandsById } = chain.api.call.dataMarketApi;
	const [offers, demands] = [load.watch.all('offers').map(({ offer }) => offer), load.watch.all('demands').map(({ demand }) => demand)];
	for (const [read, list] of [[offersById, offers], [demandsById, demands]]) {
		for (let i = 0; i < list.length; i += 100) {
			for (const view of await read(list.slice(i, i + 100))) assert(view.isNone || view.unwrap().open.isFalse);
		}
	}
	const view = (await chain.api.call.dataEscrowApi.agreement(matches.at(-1).opened.asAgreement)).unwrap();
	assert.equal(view.stage.type, 'Agreed');
	assert.equal(view.price.toBigInt(), PRICE);
	story.record({ step: 'look at what is open', who: 'anyone', result: `${orders} agreements over ${orders} offers and ${orders} demands; no order is open` });
	story.prove(`${orders} offers and ${orders} demands that were opened at once were all matched, each just once, at the price of the offer.`);
}

/** When each order was sent. Those of one account are placed in the order in which they were sent. */
function momentsOfOrders({ watch, sent }) {
	const taken = new Map();
	const momentOf = (did) => {
		const nth = taken.get(did) ?? 0;
		taken.set(did, nth + 1);
		return sent.get(did)[nth];
	};
	return {
		offers: new Map(watch.all('offers').map(({ offer, supplier }) => [String(offer), momentOf(supplier.toHex())])),
		demands: new Map(watch.all('demands').map(({ demand, demander }) => [String(demand), momentOf(demander.toHex())])),
	};
}

/** How fast, how full, how long. */
export function measure(story) {
	const { load, orders, measured, figures } = story;
	const { watch } = load;
	const { blocks } = watch;
	// By the chain's clock: from the block before the first order to the block with the last match.
	const busy = blocks.filter(({ offers, demands, matches }) => offers.length + demands.length + matches.length > 0);
	const slots = busy.at(-1).number - busy[0].number + 1;
	const before = blocks[blocks.indexOf(busy[0]) - 1];
	const seconds = (busy.at(-1).time - (before ?? busy[0]).time) / 1_000;
	const sent = momentsOfOrders(load);
	// From the moment at which the second of the two was sent, to that at which the block was seen.
	const sentBoth = ({ offer, demand }) => Math.max(sent.offers.get(String(offer)), sent.demands.get(String(demand)));
	const waited = busy.flatMap(({ matches, seen }) => matches.map((match) => (seen - sentBoth(match)) / 1_000));
	const fills = busy.map(({ transactions }) => transactions);
	const mean = fills.reduce((sum, fill) => sum + fill) / fills.length;
	Object.assign(measured, {
		orders: 2 * orders,
		blocks: slots,
		busyBlocks: busy.length,
		secondsToMatchAll: seconds,
		matchesPerSecond: orders / seconds,
		mostMatchesInABlock: Math.max(...busy.map(({ matches }) => matches.length)),
		meanFill: mean,
		highestFill: Math.max(...fills),
		medianSecondsToMatch: percentile(waited, 0.5),
		p95SecondsToMatch: percentile(waited, 0.95),
	});
	const percent = (share) => `${(100 * share).toFixed(0)} %`;
	figures.push(
		['orders, half of them offers', String(2 * orders)],
		['matches per second', measured.matchesPerSecond.toFixed(1)],
		['most matches in a block', String(measured.mostMatchesInABlock)],
		['blocks from the first order to the last match, of which with orders', `${slots}, ${busy.length}`],
		['fill of these: weight of transactions against their limit, mean', percent(mean)],
		['the same, highest', percent(measured.highestFill)],
		['time from sending to the match, median', `${measured.medianSecondsToMatch.toFixed(1)} s`],
		['the same, 95 of 100 are faster', `${measured.p95SecondsToMatch.toFixed(1)} s`],
	);
	// The first and the last of them, as examples.
	const shown = busy.length <= 10 ? busy : [...busy.slice(0, 5), ...busy.slice(-5)];
	for (const { number, offers, demands, matches, transactions } of shown) {
		const result = `${offers.length} offers, ${demands.length} demands, ${matches.length} matches; ${percent(transactions)} full`;
		story.report.row({ step: 'a block', who: 'the chain', block: number, result });
	}
	assert(measured.highestFill <= 1, 'a block weighs more than it may');
}
