// Contracts: series of batches, each exchanged by the escrow. What a late or a missing batch costs, and what a complete series earns, is in the terms,
// and the chain carries it out. Here series run side by side, each by the clock of the chain.

import assert from 'node:assert/strict';
import { randomBytes, toHex } from '../lib/bytes.mjs';
import { callProof, checkDelivery, encryptLot, keyCommitment, misbehaviour, openDelivery, readDelivery, writeDelivery } from '../lib/exchange.mjs';
import { usageStatement } from '../lib/market.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { fingerprintOf } from '../lib/parties.mjs';
import { Purse } from '../lib/story.mjs';
import { bondOf, budgetOf, delayOf, dueAt, fellDue, lapsesAt, latePenalty, opensAt, rewardOf } from '../lib/terms.mjs';
import { stock } from './stock.mjs';

const SECOND = 1_000;
/** Time for a proposal to be accepted: two blocks, and one that takes no transactions. */
const TO_ACCEPT = 8 * SECOND;
/** Days of the meter's file that are delivered, in order. */
const DAYS = [1, 2, 3, 4, 5];

/** The block that takes a call comes later than this after the one that the caller has seen. */
const TO_NEXT_BLOCK = 500;

/** The penalty for a late batch: so much for every second that has begun. */
const LATE = { unit: SECOND, perUnit: CFL / 20n, most: CFL / 2n };

/**
 * The series. `plan` says what becomes of each batch; where it ends, batches are in time. `fundMore` and `end`: how many batches the demander pays for
 * besides, and whether he gives notice, once the batch of this number was delivered.
 */
const SERIES = {
	faulty: {
		demander: 'planner',
		proposer: 'Supplier',
		price: 2n * CFL + 1n,
		schedule: { period: 10 * SECOND, grace: 9 * SECOND, batches: 3 },
		prepaid: 2,
		terms: { late: LATE, gap: CFL, refusal: 0n, completeness: { atLeast: 900, reward: 3n * CFL }, liability: 2n * CFL, notice: 0 },
		plan: ['WrongKey', 'Late', 'Gap'],
		fundMore: { after: 0, batches: 1 },
	},
	punctual: {
		demander: 'dealer',
		proposer: 'Demander',
		price: CFL + 1n,
		schedule: { period: 8 * SECOND, grace: 4 * SECOND, batches: 8 },
		prepaid: 2,
		terms: { late: LATE, gap: CFL, refusal: 0n, completeness: { atLeast: 1_000, reward: 8n * CFL + 5n }, liability: 3n * CFL, notice: 16 * SECOND },
		plan: [],
		fundMore: { after: 0, batches: 2 },
		end: { after: 1 },
	},
	short: {
		demander: 'planner',
		proposer: 'Supplier',
		price: CFL + 1n,
		schedule: { period: 8 * SECOND, grace: 7 * SECOND, batches: 2 },
		prepaid: 2,
		terms: { late: LATE, gap: CFL, refusal: 0n, completeness: { atLeast: 500, reward: CFL }, liability: CFL, notice: 0 },
		plan: ['Late'],
	},
};

/** Who takes part in these series. */
export const meet = (names) => async (story) => {
	const [supplier, laboratory, ...demanders] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'laboratory', roles: ['Validator'] },
		...names.map((name) => ({ name: SERIES[name].demander, roles: ['Demander'] })),
	]);
	const series = names.map((name, i) => ({ name, ...SERIES[name], demander: demanders[i], exchanges: [], expected: [] }));
	story.contract = { supplier, laboratory, series };
};

export async function prepare(story) {
	const { contract } = story;
	const { supplier, laboratory, series } = contract;
	const days = DAYS.slice(0, Math.max(...series.map(({ schedule }) => schedule.batches)));
	const { dataSet, batches, receipts } = await stock(story, { supplier, laboratory, days });
	Object.assign(contract, { dataSet, batches });
	story.record({
		step: `${days.length} days of validated readings`,
		who: supplier.name,
		receipts,
		result: `data set ${dataSet}: ${batches.map(({ day }) => day).join(', ')}`,
	});
}

/** The conditions of a series whose first batch may be delivered from this moment on, as polkadot.js wants them. */
const conditionsOf = ({ contract: { dataSet } }, { price, schedule, prepaid, terms }, begins) => ({
	dataSet,
	asset: 'Native',
	price,
	schedule: { ...schedule, first: begins + schedule.period },
	prepaid,
	records: 20,
	quality: 900,
	certificate: 'None',
	delivery: 'Proven',
	commissions: [],
	usage: usageStatement(['Read', 'Derive']),
	terms,
	umpire: null,
});

const proposeCall = ({ chain }, party, to, conditions, until) => chain.api.tx.dataContracts.propose(party, toHex(to.did), conditions, until);

export async function refuseNonsense(story) {
	const { chain, contract } = story;
	const { supplier, series } = contract;
	const [one] = series;
	const { demander, schedule, terms } = one;
	const until = (await story.now()) + TO_ACCEPT;
	const nonsense = {
		PeriodTooShort: [{ ...one, schedule: { ...schedule, period: 5_999, grace: 0 } }, until],
		BadSchedule: [{ ...one, schedule: { ...schedule, grace: schedule.period } }, until],
		FirstTooSoon: [one, until - 1],
		BadPrepayment: [{ ...one, prepaid: schedule.batches + 1 }, until],
		// A gap that costs more than the supplier is liable for.
		BadTerms: [{ ...one, terms: { ...terms, gap: terms.liability + 1n } }, until],
		AmountTooLow: [{ ...one, terms: { ...terms, late: { ...LATE, perUnit: 1n } } }, until],
	};
	const receipts = await Promise.all(
		Object.entries(nonsense).map(([error, [terms, begins]]) =>
			chain.submitFailing(supplier.pair, proposeCall(story, 'Supplier', demander, conditionsOf(story, terms, begins), until), `dataContracts.${error}`),
		),
	);
	story.record({ step: 'propose what nobody could keep', who: supplier.name, receipts, result: `refused: ${Object.keys(nonsense).join(', ')}` });
}

/** One series is proposed by who delivers, one by who pays: each puts up his own stake and nobody else's. */
export async function propose(story) {
	const { chain, contract } = story;
	const { supplier, series } = contract;
	contract.purse = await Purse.open(chain, [supplier, ...series.map(({ demander }) => demander)]);
	const until = (await story.now()) + TO_ACCEPT;
	const proposals = series.map((one) => {
		const bySupplier = one.proposer === 'Supplier';
		const [by, to] = bySupplier ? [supplier, one.demander] : [one.demander, supplier];
		const { batches } = one.schedule;
		const stakes = { bond: bondOf(one.terms, batches), budget: budgetOf(one) };
		const schedule = { ...one.schedule, first: until + one.schedule.period };
		return Object.assign(one, { by, to, stakes, schedule, limit: batches, stake: bySupplier ? stakes.bond : stakes.budget });
	});
	const receipts = await Promise.all(
		proposals.map((one) => chain.submit(one.by.pair, proposeCall(story, one.proposer, one.to, conditionsOf(story, one, until), until))),
	);
	for (const [i, receipt] of receipts.entries()) {
		const { id, stake } = receipt.one('dataContracts', 'Proposed');
		assert.equal(stake.toBigInt(), proposals[i].stake);
		proposals[i].id = id.toBigInt();
		proposals[i].from = receipt.block;
	}
	story.record({
		step: 'propose',
		who: proposals.map(({ by }) => by.name).join(', '),
		receipts,
		result: proposals.map(describe).join('; '),
	});
}

const describe = ({ id, schedule, price, by, proposer, stake }) =>
	`contract ${id}: ${schedule.batches} batches, one each ${schedule.period / SECOND} s, ${formatCfl(price)} CFL; ${proposer === 'Supplier' ? 'bond' : 'budget'} of ${formatCfl(stake)} CFL from the ${by.name}`;

const viewOf = async ({ chain }, { id }) => (await chain.api.call.dataContractsApi.contract(id)).unwrapOr(null);

export async function accept(story) {
	const { chain, contract } = story;
	const { supplier, series } = contract;
	const { dataContracts } = chain.api.tx;
	const receipts = await Promise.all(series.map(({ id, to }) => chain.submit(to.pair, dataContracts.accept(id))));
	for (const [i, receipt] of receipts.entries()) {
		const one = series[i];
		const event = receipt.one('dataContracts', 'Accepted');
		assert.deepEqual([event.bond.toBigInt(), event.budget.toBigInt()], [one.stakes.bond, one.stakes.budget]);
		const { held, stage } = await viewOf(story, one);
		assert.equal(stage.type, 'Running');
		const { reward } = one.terms.completeness;
		assert.deepEqual([held.bond, held.budget, held.reward].map((amount) => amount.toBigInt()), [one.stakes.bond, one.stakes.budget - reward, reward]);
	}
	const [{ id, demander }] = series;
	const refused = await Promise.all([
		chain.submitFailing(supplier.pair, dataContracts.deliver(id, 1, submissionsOf(story, 1)), 'dataContracts.OutOfOrder'),
		chain.submitFailing(supplier.pair, dataContracts.fundMore(id, 1), 'dataContracts.NotDemander'),
		chain.submitFailing(demander.pair, dataContracts.deliver(id, 0, submissionsOf(story, 0)), 'dataContracts.NotSupplier'),
	]);
	story.record({
		step: 'accept, and put up the other stake',
		who: series.map(({ to }) => to.name).join(', '),
		receipts: [...receipts, ...refused],
		result: `${series.map(({ id, stakes }) => `contract ${id} holds a bond of ${formatCfl(stakes.bond)} and a budget of ${formatCfl(stakes.budget)} CFL`).join('; ')}; refused: OutOfOrder, NotDemander, NotSupplier`,
	});
}

const submissionsOf = ({ contract: { batches } }, batch) => [batches[batch].submission];

/** Runs all series side by side to their ends. */
export async function run(story) {
	const { series } = story.contract;
	await Promise.all(series.map((one) => runSeries(story, one)));
}

/** Batch by batch as planned. The exchange of one may outlast the period; deliveries are in their order. */
async function runSeries(story, one) {
	for (let batch = 0; batch < one.limit; batch += 1) {
		await FATES[one.plan[batch] ?? 'InTime'](story, one, batch);
		if (one.fundMore?.after === batch) await fundMore(story, one);
		if (one.end?.after === batch) await giveNotice(story, one);
	}
	await Promise.all(one.exchanges);
}

/** Lets an exchange go on by itself; what goes wrong in it is told at the end of the series. */
function goOn(one, exchange) {
	exchange.catch(() => {});
	one.exchanges.push(exchange);
}

/** Waits until the clock of the chain shows a moment. */
const clock = (story, moment, what) => story.chain.waitForHead(async () => (await story.now()) >= moment, { best: true, timeoutMs: 90_000, what });

/** Waits until a call will be in a block after a moment. */
const justBefore = (story, moment, what) => clock(story, moment - TO_NEXT_BLOCK, what);

/** Delivers a batch: its exchange begins, paid from the budget. Returns the agreement and the receipt. */
async function deliver(story, one, batch) {
	const { chain, contract } = story;
	const receipt = await chain.submit(contract.supplier.pair, chain.api.tx.dataContracts.deliver(one.id, batch, submissionsOf(story, batch)));
	const event = receipt.one('dataContracts', 'BatchDelivered');
	assert.equal(event.batch.toNumber(), batch);
	const agreement = event.agreement.toBigInt();
	assert.equal(receipt.one('dataEscrow', 'Funded').amount.toBigInt(), one.price);
	const [id, number] = (await chain.api.call.dataContractsApi.batchOf(agreement)).unwrap();
	assert.deepEqual([id.toBigInt(), number.toNumber()], [one.id, batch]);
	one.expected.push({ event: 'BatchDelivered', batch });
	return { agreement, receipt };
}

/** What a delivery at this moment costs, by the terms; the chain says the same. */
async function penaltyOf({ chain }, one, batch, at) {
	const penalty = at === null ? one.terms.gap : latePenalty(one.terms, delayOf(one.schedule, batch, at));
	assert.equal((await chain.api.call.dataContractsApi.penalty(one.id, batch, at)).unwrap().toBigInt(), penalty);
	return penalty;
}

/**
 * The exchange of a batch. A supplier `withWrongKey` commits to a key and encrypts with another: he reveals what he committed to, and every leaf is
 * wrong. Returns the receipts and, of a batch that was given up, the bond of the exchange.
 */
async function exchange(story, one, batch, agreement, { withWrongKey = false } = {}) {
	const { chain, contract } = story;
	const { supplier, batches } = contract;
	const { demander } = one;
	const { dataEscrow } = chain.api.tx;
	const key = randomBytes(32);
	const delivery = encryptLot([batches[batch].leaves], withWrongKey ? randomBytes(32) : key);
	const file = writeDelivery({ agreement, ...delivery });
	const committed = await chain.submit(supplier.pair, dataEscrow.commit(agreement, toHex(delivery.root), toHex(keyCommitment(chain.genesis, agreement, key)), null));
	const bond = committed.one('dataEscrow', 'Committed').bond.toBigInt();
	const view = (await chain.api.call.dataEscrowApi.agreement(agreement)).unwrap();
	const checked = checkDelivery({ agreement, parts: view.parts.map(fingerprintOf), ciphertextRoot: view.ciphertextRoot.unwrap().toU8a() }, readDelivery(file));
	const accepted = await chain.submit(demander.pair, dataEscrow.accept(agreement));
	const revealed = await chain.submit(supplier.pair, dataEscrow.reveal(agreement, toHex(key)));
	const { leaves, wrong } = openDelivery(checked, revealed.one('dataEscrow', 'Revealed').key.toU8a());
	assert.equal(wrong.length, withWrongKey ? leaves.length : 0);
	const [place] = wrong;
	const end = place === undefined ? dataEscrow.settle(agreement) : dataEscrow.dispute(agreement, callProof(misbehaviour(checked, place)));
	const ended = await chain.submit(demander.pair, end);
	return { bond, ended, receipts: [committed, accepted, revealed, ended] };
}

/** Carries a delivered batch through its exchange to its end, which is as the moment of its delivery says. */
async function finish(story, one, batch, { agreement, receipt: delivered }) {
	const at = delivered.time;
	const penalty = await penaltyOf(story, one, batch, at);
	const delay = delayOf(one.schedule, batch, at);
	const fate = delay > 0 ? 'Late' : 'InTime';
	const { ended, receipts } = await exchange(story, one, batch, agreement);
	const closed = ended.one('dataContracts', 'BatchClosed');
	assert.equal(closed.fate.type, fate);
	assert.equal(closed.penalty.toBigInt(), penalty);
	one.expected.push({ event: 'BatchClosed', batch, fate, penalty, price: one.price });
	const how = delay > 0 ? `${delay} ms late: ${formatCfl(penalty)} CFL from the bond to the ${one.demander.name}` : `${dueAt(one.schedule, batch) - at} ms early`;
	story.record({
		step: `batch ${batch} of contract ${one.id}: exchange`,
		who: `${story.contract.supplier.name}, ${one.demander.name}`,
		receipts: [delivered, ...receipts],
		result: `${formatCfl(one.price)} CFL paid; delivered ${how}`,
	});
}

/** What may become of a batch. */
const FATES = {
	async InTime(story, one, batch) {
		await justBefore(story, opensAt(one.schedule, batch), `the period of batch ${batch}`);
		const delivered = await deliver(story, one, batch);
		assert.equal(delayOf(one.schedule, batch, delivered.receipt.time), 0);
		goOn(one, finish(story, one, batch, delivered));
	},

	async Late(story, one, batch) {
		await justBefore(story, dueAt(one.schedule, batch), `the due moment of batch ${batch}`);
		const delivered = await deliver(story, one, batch);
		assert(delayOf(one.schedule, batch, delivered.receipt.time) > 0);
		goOn(one, finish(story, one, batch, delivered));
	},

	/** Nothing comes, and the chain finds out by itself. */
	async Gap(story, one, batch) {
		const penalty = await penaltyOf(story, one, batch, null);
		one.expected.push({ event: 'BatchClosed', batch, fate: 'Gap', penalty, price: 0n });
		// The contract may be over with it and its record gone; what the chain made of it is read from its events once all is over.
		const head = await clock(story, lapsesAt(one.schedule, batch) + 1, `the end of batch ${batch}`);
		story.record({
			step: `batch ${batch} of contract ${one.id}: never comes`,
			who: 'the chain',
			result: `lapsed by block ${head.number}: ${formatCfl(penalty)} CFL from the bond to the ${one.demander.name}`,
		});
	},

	/** What came to nothing by the supplier's fault may be delivered again, until the batch lapses. */
	async WrongKey(story, one, batch) {
		const { chain, contract } = story;
		await justBefore(story, opensAt(one.schedule, batch), `the period of batch ${batch}`);
		const { agreement, receipt: delivered } = await deliver(story, one, batch);
		const [{ bond, ended, receipts }, twice] = await Promise.all([
			exchange(story, one, batch, agreement, { withWrongKey: true }),
			chain.submitFailing(contract.supplier.pair, chain.api.tx.dataContracts.deliver(one.id, batch, submissionsOf(story, batch)), 'dataContracts.AlreadyOpen'),
		]);
		ended.one('dataEscrow', 'Convicted');
		const returned = ended.one('dataContracts', 'BatchReturned');
		assert(returned.refused.isFalse);
		assert.equal(returned.until.toNumber(), lapsesAt(one.schedule, batch));
		one.expected.push({ event: 'BatchReturned', batch, bond });
		story.record({
			step: `batch ${batch} of contract ${one.id}: a wrong key`,
			who: `${contract.supplier.name}, ${one.demander.name}`,
			receipts: [delivered, ...receipts, twice],
			result: `convicted: ${formatCfl(bond)} CFL of the exchange's bond to the ${one.demander.name}; the price returned to the budget; meanwhile refused: AlreadyOpen`,
		});
		goOn(one, finish(story, one, batch, await deliver(story, one, batch)));
	},
};

/** Pays for more batches: not for more than there are. */
async function fundMore(story, one) {
	const { chain } = story;
	const { id, demander, schedule, price, fundMore: { batches } } = one;
	const fund = (count) => chain.api.tx.dataContracts.fundMore(id, count);
	const [refused, receipt] = await Promise.all([
		chain.submitFailing(demander.pair, fund(schedule.batches), 'dataContracts.BadFunding'),
		chain.submit(demander.pair, fund(batches)),
	]);
	assert.equal(receipt.one('dataContracts', 'Funded').amount.toBigInt(), price * BigInt(batches));
	one.expected.push({ event: 'Funded' });
	story.record({
		step: `contract ${id}: pay for ${batches} more`,
		who: demander.name,
		receipts: [refused, receipt],
		result: `${formatCfl(price * BigInt(batches))} CFL added to the budget; for more than remain: BadFunding`,
	});
}

/** The demander ends the series: batches that are due within the notice still count. */
async function giveNotice(story, one) {
	const { chain } = story;
	const { id, demander, schedule, terms } = one;
	const end = () => chain.api.tx.dataContracts.end(id);
	const [receipt, again] = await Promise.all([
		chain.submit(demander.pair, end()),
		chain.submitFailing(demander.pair, end(), 'dataContracts.AlreadyEnding'),
	]);
	const limit = Math.max(fellDue(schedule, receipt.time + terms.notice), one.end.after + 1);
	assert.equal(receipt.one('dataContracts', 'EndSet').limit.toNumber(), limit);
	assert.equal((await viewOf(story, one)).stage.type, 'Ending');
	assert(limit < schedule.batches && limit <= DAYS.length);
	one.limit = limit;
	one.expected.push({ event: 'EndSet' });
	story.record({
		step: `contract ${id}: give notice`,
		who: demander.name,
		receipts: [receipt, again],
		result: `ends after ${limit} of ${schedule.batches} batches, those due within ${terms.notice / SECOND} s; once more: AlreadyEnding`,
	});
}

/** What became of the batches of a series, as it was seen. */
function countsOf({ expected }) {
	const count = (wanted) => expected.filter(({ fate }) => fate === wanted).length;
	return { inTime: count('InTime'), late: count('Late'), gaps: count('Gap'), refused: 0, excused: 0, unfunded: 0 };
}

/** All records are gone once everything is paid; what everybody has now is what the terms say. */
export async function payOut(story) {
	const { chain, contract } = story;
	const { supplier, series, purse } = contract;
	const isOver = async () => (await Promise.all(series.map((one) => viewOf(story, one)))).every((view) => view === null);
	const head = await chain.waitForHead(isOver, { best: true, what: 'the end of the contracts' });
	contract.to = head.number.toNumber();
	const sum = (amounts) => amounts.reduce((total, amount) => total + (amount ?? 0n), 0n);
	for (const one of series) {
		one.reward = rewardOf(one.terms, one.schedule.batches, countsOf(one));
		const paid = sum(one.expected.map(({ price }) => price));
		const [penalties, bonds] = [sum(one.expected.map(({ penalty }) => penalty)), sum(one.expected.map(({ bond }) => bond))];
		Object.assign(one, { penalties, earned: paid + one.reward - penalties - bonds });
	}
	await purse.expect([sum(series.map(({ earned }) => earned)), ...series.map(({ earned }) => -earned)]);
	story.record({
		step: 'wait for the end; compare all balances',
		who: 'the chain',
		result: series
			.map(({ id, reward, penalties, earned, demander }) => `contract ${id}: penalties ${formatCfl(penalties)}, reward ${formatCfl(reward)}, ${formatCfl(earned)} CFL from the ${demander.name} to the ${supplier.name} all in all`)
			.join('; '),
	});
	for (const { id, reward, terms, schedule, limit } of series) {
		const part = limit < schedule.batches ? ` for ${limit} of ${schedule.batches} batches` : '';
		story.prove(
			reward > 0n
				? `Contract ${id} earned ${reward} units of a promised reward of ${terms.completeness.reward}${part}: the series was as complete as agreed.`
				: `Contract ${id} earned no reward: too few of its batches were in time; the ${formatCfl(terms.completeness.reward)} CFL that were on hold for it went back.`,
		);
	}
	story.prove('Every penalty was reckoned by the chain from the moment of the delivery, paid from the bond, and nobody called for it.');
}

/** All that the chain told of the contracts, from the first block to the last. */
export async function readTheAccount(story) {
	const { chain, contract } = story;
	const { series } = contract;
	const told = [];
	for (let number = Math.min(...series.map(({ from }) => from)); number <= contract.to; number += 1) {
		const at = await chain.api.at(await chain.api.rpc.chain.getBlockHash(number));
		told.push(...(await at.query.system.events()).map(({ event }) => event).filter(({ section }) => section === 'dataContracts'));
	}
	for (const one of series) {
		const { id, expected, reward } = one;
		const own = told.filter(({ data }) => data.id.toBigInt() === id);
		const frame = own.filter(({ method }) => ['Proposed', 'Accepted', 'Ended', 'Concluded'].includes(method));
		assert.deepEqual(frame.map(({ method }) => method), ['Proposed', 'Accepted', 'Ended', 'Concluded']);
		assert.equal(own.length - frame.length, expected.length);
		for (const name of new Set(expected.map(({ event }) => event))) {
			const seen = own.filter(({ method }) => method === name);
			assert.equal(seen.length, expected.filter(({ event }) => event === name).length, name);
		}
		// Batch by batch, whenever their exchanges ended.
		const byBatch = (a, b) => a.batch - b.batch;
		assert.deepEqual(
			own
				.filter(({ method }) => method === 'BatchClosed')
				.map(({ data }) => ({ batch: data.batch.toNumber(), fate: data.fate.type, penalty: data.penalty.toBigInt() }))
				.sort(byBatch),
			expected
				.filter(({ event }) => event === 'BatchClosed')
				.map(({ batch, fate, penalty }) => ({ batch, fate, penalty }))
				.sort(byBatch),
		);
		const { data: ended } = frame[2];
		assert.equal(ended.reward.toBigInt(), reward);
		const counts = Object.fromEntries(Object.keys(countsOf(one)).map((name) => [name, ended.counts[name].toNumber()]));
		assert.deepEqual(counts, countsOf(one));
	}
	story.record({ step: 'read all events of the contracts', who: 'anyone', result: `${told.length} events: every delivery, the end of every batch with its penalty, the rewards, as the terms say` });
	story.prove('The events of a contract tell all of it: what became of each batch, what it cost, and what the series earned.');
}
