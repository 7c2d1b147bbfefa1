// The reference solver, services/matcher, against a real node: what it proposes for demands that the chain does not answer by itself, that killing it
// loses nothing, and what it says when it cannot work (Y.4560 8.3, 9.7).

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { toHex } from '../../src/lib/bytes.mjs';
import { eventFields } from '../../src/lib/chain.mjs';
import { demandTerms, fillOf, lotOf, needOf, offerTerms, proRata } from '../../src/lib/market.mjs';
import { Matcher } from '../../src/lib/matcher.mjs';
import { CFL } from '../../src/lib/money.mjs';
import { freePort } from '../../src/lib/node.mjs';
import { Report } from '../../src/lib/report.mjs';
import { Story } from '../../src/lib/story.mjs';
import { tradeHonestly } from '../../src/steps/delivery.mjs';
import { judgeAlone, openRounds, waitUntilClosed } from '../../src/steps/judging.mjs';
import { CATEGORY, examine, pack, readDays, REGION, registerDataSet, registerMeter, registerSchema, submitBatch } from '../../src/steps/water.mjs';
import { devNode } from './support.mjs';

const CSV = new URL('../../data/water-flow.csv', import.meta.url);
const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const VALIDATION_FEE = CFL / 10n;

/** Two lots: the one with missing hours costs less, and its quality is lower. */
const LOTS = [
	{ day: 1, hours: 24, price: 12n * CFL },
	{ day: 2, hours: 20, price: 8n * CFL },
];
/** Cheaper offers, for somebody else. Of one supplier the chain looks at four, and these are the four cheapest. */
const DECOYS = 4;
const DECOY_PRICE = CFL;

const VOLUME = { records: 44, least: 20, fills: 3 };
const VOLUME_BUDGET = 22n * CFL;
const VOLUME_REWARD = 2n * CFL;
const LOT_BUDGET = 20n * CFL;
const LOT_REWARD = CFL;
/** Time for the matcher to see a final block, to propose, and for another to try. */
const WINDOW = 24 * SECOND;
const SHORT_WINDOW = 10 * SECOND;

/** A market in which no demand is answered by the chain itself. */
async function openMarket(t) {
	const { node, chain } = await devNode(t);
	const story = new Story({ chain, report: new Report({ write() {} }), csv: readFileSync(CSV, 'utf8') });
	const [supplier, demander, laboratory] = await story.cast([
		{ name: 'waterworks', roles: ['Supplier'] },
		{ name: 'planner', roles: ['Demander'] },
		{ name: 'laboratory', roles: ['Validator'] },
	]);
	// Alice makes the blocks, and gets the fees.
	const [, bob, charlie] = (await story.consortium()).founders;

	await registerSchema(story, supplier);
	const [{ dataSet }, { meter }] = await Promise.all([registerDataSet(story, supplier), registerMeter(story, supplier)]);
	const days = readDays(story.csv);
	const batches = LOTS.map(({ day, hours }) => pack({ schema: story.schema, device: meter, dataSet }, days[day].readings.slice(0, hours)));
	for (const batch of batches) await submitBatch(story, supplier, meter, batch);
	const verdicts = await Promise.all(batches.map((batch) => examine(story, meter, batch)));
	const { rounds } = await openRounds(story, supplier, batches.map(({ submission }) => submission), { fee: VALIDATION_FEE, seats: 1 });
	await judgeAlone(story, laboratory, rounds, verdicts);
	await waitUntilClosed(story, rounds);

	const validUntil = (await story.now()) + HOUR;
	const terms = LOTS.map(({ price }, i) =>
		offerTerms({ goods: { Lot: lotOf(dataSet, [batches[i].submission]) }, price: { Fixed: price }, copies: 10, validUntil }),
	);
	const decoy = { ...terms[0], price: { Fixed: DECOY_PRICE }, demanders: { allowed: [toHex(charlie.did)], denied: [] } };
	const offers = [...Array(DECOYS).fill(decoy), ...terms];
	const placed = await Promise.all(offers.map((one) => chain.submit(supplier.pair, chain.api.tx.dataMarket.placeOffer(one))));
	const [whole, part] = placed.slice(DECOYS).map((receipt) => receipt.one('dataMarket', 'OfferPlaced').offer.toBigInt());

	/** Places a demand, which rests; returns its number and the block. */
	const demand = async (more, { reward, window }) => {
		const need = needOf({ category: CATEGORY, region: REGION.slice(0, 3), ...more });
		const receipt = await chain.submit(demander.pair, chain.api.tx.dataMarket.placeDemand(demandTerms({ need, reward, window, validUntil })));
		assert.equal(receipt.all('dataMarket', 'Matched').length, 0, 'the chain found an answer by itself');
		return { id: receipt.one('dataMarket', 'DemandPlaced').demand.toBigInt(), block: receipt.block };
	};
	return { node, chain, supplier, demander, bob, charlie, batches, whole, part, demand };
}

const bestLot = { wanted: { Lot: { records: 20 } }, budget: LOT_BUDGET, policy: 'BestQuality' };
const volume = { wanted: { Volume: VOLUME }, budget: VOLUME_BUDGET };

const isOf = (id) => ({ demand }) => demand.toBigInt() === id;

/** All events of a kind about a demand, from its block to the best one. */
async function eventsAbout({ chain }, method, { id, block }) {
	const found = [];
	for (let number = block; number <= (await chain.bestNumber()); number += 1) {
		const events = await chain.eventsOf(await chain.api.rpc.chain.getBlockHash(number));
		found.push(...events.filter((event) => event.section === 'dataMarket' && event.method === method).map(eventFields).filter(isOf(id)));
	}
	return found;
}

const nonceOf = async ({ chain }, { address }) => (await chain.api.rpc.system.accountNextIndex(address)).toNumber();

const standing = async ({ chain }, { id }) => (await chain.api.call.dataMarketApi.proposal(id)).unwrap();
const offersOf = ({ fills }) => fills.map(({ offer }) => offer.toBigInt());

/** Waits until a matcher has looked at two blocks more from now on: the first look may have begun before. */
const looksTwice = (matcher) => matcher.tells(/solved/, { times: 2 });

test('matcher_proposes_what_the_chain_does_not_see_loses_nothing_when_killed_and_is_paid_on_settlement', { timeout: 300_000 }, async (t) => {
	const market = await openMarket(t);
	const { node, chain, supplier, demander, bob, charlie, batches, whole, part, demand } = market;
	const start = (party, ...args) => {
		const matcher = new Matcher({ url: node.url, key: `//${party.name}`, args });
		t.after(() => matcher.stop('SIGKILL'));
		return matcher;
	};
	const isBy = (party) => (fields) => fields.by.toHex() === toHex(party.did);
	const proposedBy = (party, { id, block }) =>
		chain.waitForEvent('dataMarket', 'Proposed', (fields) => isOf(id)(fields) && isBy(party)(fields), { after: block - 1 });
	const concludedOf = ({ id, block }) => chain.waitForEvent('dataMarket', 'ProposalConcluded', isOf(id), { after: block - 1 });

	const wanted = await demand(volume, { reward: VOLUME_REWARD, window: WINDOW });
	const best = await demand(bestLot, { reward: LOT_REWARD, window: WINDOW });
	// Who promises nothing is left to others.
	const unpaid = await demand(bestLot, { reward: 0n, window: WINDOW });
	await chain.waitFinalized(unpaid.block);

	await t.test('dry_run_tells_and_sends_nothing', async () => {
		const before = await nonceOf(market, bob);
		const matcher = start(bob, '--dry-run', '--once');
		assert.equal(await matcher.ended(), 0, matcher.told);
		const would = [...matcher.told.matchAll(/would propose demand=(\d+) offers=\[([\d, ]+)\]/g)].map(([, id, offers]) => [BigInt(id), offers.split(', ').map(BigInt)]);
		assert.deepEqual(would, [[wanted.id, [part, whole]], [best.id, [whole]]]);
		assert.equal(await nonceOf(market, bob), before);
		for (const { id } of [wanted, best]) assert((await chain.api.call.dataMarketApi.proposal(id)).isNone);
	});

	await t.test('least_reward_leaves_the_rest_to_others', async () => {
		const matcher = start(bob, '--dry-run', '--once', '--least-reward', String(VOLUME_REWARD));
		assert.equal(await matcher.ended(), 0, matcher.told);
		assert.match(matcher.told, new RegExp(`would propose demand=${wanted.id} `));
		assert.doesNotMatch(matcher.told, new RegExp(`would propose demand=${best.id} `));
	});

	// Somebody was faster, with something worse.
	const worse = await chain.submit(charlie.pair, chain.api.tx.dataMarket.propose(best.id, [fillOf(part)], null));
	assert.equal(worse.one('dataMarket', 'Proposed').price.toBigInt(), LOTS[1].price);
	const matcher = start(bob);

	await t.test('volume_is_filled_by_two_offers_that_the_chain_did_not_look_at', async () => {
		const proposed = await proposedBy(bob, wanted);
		assert.deepEqual([proposed.fills.toNumber(), proposed.missing.toNumber()], [2, 0]);
		assert.equal(proposed.price.toBigInt(), LOTS[0].price + LOTS[1].price);
		assert(proposed.replaced.isNone);
		assert.deepEqual(offersOf(await standing(market, wanted)), [part, whole]);
	});

	await t.test('better_quality_replaces_what_another_proposed', async () => {
		const proposed = await proposedBy(bob, best);
		assert.equal(proposed.price.toBigInt(), LOTS[0].price);
		assert.equal(proposed.replaced.unwrap().toHex(), toHex(charlie.did));
		assert.deepEqual(offersOf(await standing(market, best)), [whole]);
	});

	await t.test('killed_matcher_leaves_its_proposals_to_the_chain', async () => {
		assert.equal(await matcher.stop('SIGKILL'), 'SIGKILL');
		for (const one of [wanted, best]) assert((await standing(market, one)).by.toHex() === toHex(bob.did));
	});

	await t.test('equal_proposal_of_a_second_matcher_changes_nothing', async () => {
		// What it sees are final blocks: the proposals are in one.
		await chain.waitFinalized(await chain.bestNumber());
		const before = await nonceOf(market, charlie);
		const second = start(charlie);
		await looksTwice(second);
		assert.equal(await second.stop('SIGINT'), 0, second.told);
		assert.match(second.told, /stopped/);
		assert.doesNotMatch(second.told, /proposing/);
		assert.equal(await nonceOf(market, charlie), before);
		const { propose } = chain.api.tx.dataMarket;
		await chain.submitFailing(charlie.pair, propose(wanted.id, [fillOf(part), fillOf(whole)], null), 'dataMarket.NotBetter');
		await chain.submitFailing(charlie.pair, propose(best.id, [fillOf(whole)], null), 'dataMarket.NotBetter');
		for (const one of [wanted, best]) assert((await standing(market, one)).by.toHex() === toHex(bob.did));
	});

	await t.test('chain_concludes_what_the_killed_matcher_proposed', async () => {
		for (const [one, count] of [[wanted, 2], [best, 1]]) {
			const concluded = await concludedOf(one);
			assert.equal(concluded.by.toHex(), toHex(bob.did));
			assert.deepEqual([concluded.matched.toNumber(), concluded.failed.toNumber()], [count, 0]);
		}
	});

	// Placed while it was down. It is killed again when it has just sent its proposal, or is about to.
	const missed = await demand(bestLot, { reward: LOT_REWARD, window: 0 });
	const interrupted = start(bob);
	await interrupted.tells(new RegExp(`proposing demand=${missed.id} `));
	assert.equal(await interrupted.stop('SIGKILL'), 'SIGKILL');
	const again = start(bob);

	await t.test('matcher_that_was_killed_goes_on_where_the_chain_is', async () => {
		const proposed = await proposedBy(bob, missed);
		assert.equal(proposed.price.toBigInt(), LOTS[0].price);
		const concluded = await concludedOf(missed);
		assert.deepEqual([concluded.matched.toNumber(), concluded.failed.toNumber()], [1, 0]);
		await looksTwice(again);
		// Nothing was proposed twice.
		for (const [one, times] of [[wanted, 1], [best, 2], [missed, 1]]) assert.equal((await eventsAbout(market, 'Proposed', one)).length, times);
	});

	const rival = start(charlie);
	await looksTwice(rival);
	const contested = await demand(bestLot, { reward: LOT_REWARD, window: SHORT_WINDOW });

	await t.test('of_two_matchers_that_find_the_same_one_proposes', async () => {
		const concluded = await concludedOf(contested);
		assert([bob, charlie].some((party) => isBy(party)(concluded)));
		assert.deepEqual([concluded.matched.toNumber(), concluded.failed.toNumber()], [1, 0]);
		const proposed = await eventsAbout(market, 'Proposed', contested);
		assert.equal(proposed.length, 1);
		assert.equal(proposed[0].by.toHex(), concluded.by.toHex());
		assert((await chain.api.call.dataMarketApi.demand(unpaid.id)).unwrap().open.isTrue);
		assert.equal((await eventsAbout(market, 'Proposed', unpaid)).length, 0);
	});

	await t.test('reward_is_paid_on_settlement_to_the_last_unit', async () => {
		assert.equal(await again.stop(), 0, again.told);
		assert.equal(await rival.stop(), 0, rival.told);
		const [parts, [lot]] = await Promise.all([eventsAbout(market, 'Matched', wanted), eventsAbout(market, 'Matched', best)]);
		const matches = [...parts, lot];
		assert.deepEqual(matches.map(({ offer }) => offer.toBigInt()), [part, whole, whole]);
		for (const { finder } of matches) assert.equal(finder.unwrap().toHex(), toHex(bob.did));
		const before = await chain.balance(bob);
		const receipts = await Promise.all(
			matches.map(({ opened, offer }) =>
				tradeHonestly({ chain }, { agreement: opened.asAgreement.toBigInt(), supplier, demander, batches: [batches[offer.toBigInt() === whole ? 0 : 1]] }),
			),
		);
		const rewards = receipts.map((list) => list.at(-1).one('dataMarket', 'Rewarded'));
		const first = proRata(VOLUME_REWARD, LOTS[1].hours, VOLUME.records);
		assert.deepEqual(rewards.map(({ amount }) => amount.toBigInt()), [first, VOLUME_REWARD - first, LOT_REWARD]);
		for (const { account, finder } of rewards) {
			assert.equal(account.toString(), bob.address);
			assert.equal(finder.toHex(), toHex(bob.did));
		}
		assert.equal((await chain.balance(bob)).total - before.total, VOLUME_REWARD + LOT_REWARD);
	});

	await t.test('key_of_no_stakeholder_is_told_at_the_start', async () => {
		const stranger = new Matcher({ url: node.url, key: '//Nobody' });
		assert.equal(await stranger.ended(), 1);
		assert.match(stranger.told, /^counterfoil-matcher: the account of the key, 5\w+, is not that of an active stakeholder$/m);
	});
});

/** The matcher must stop with an error that says why, in one line. */
async function expectRefusal(options, code, message) {
	const matcher = new Matcher(options);
	assert.equal(await matcher.ended({ timeoutMs: 30_000 }), code, matcher.told);
	assert.match(matcher.told, message);
	assert.doesNotMatch(matcher.told, /panicked|backtrace/i);
}

test('matcher_without_a_node_says_so_and_stops', { timeout: 60_000 }, async () => {
	const url = `ws://127.0.0.1:${await freePort()}`;
	await expectRefusal({ url, key: '//Bob' }, 1, new RegExp(`^counterfoil-matcher: no node answers at ${url} within 10s$`, 'm'));
});

test('matcher_refuses_a_url_that_is_none_and_a_key_that_is_none', { timeout: 60_000 }, async () => {
	await expectRefusal({ url: 'nonsense', key: '//Bob' }, 1, /^counterfoil-matcher: no node answers at nonsense: /m);
	await expectRefusal({ url: 'ws://127.0.0.1:1', key: 'one two' }, 1, /^counterfoil-matcher: the key is neither a mnemonic nor a seed: /m);
	await expectRefusal({ url: 'ws://127.0.0.1:1' }, 2, /--key/);
});
