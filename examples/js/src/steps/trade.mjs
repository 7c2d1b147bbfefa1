// Trade: the fair exchange, once with an honest supplier and once with a cheat.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { equal, randomBytes, toHex } from '../lib/bytes.mjs';
import { decodeLeaf } from '../lib/envelope.mjs';
import { callProof, checkDelivery, DeliveryError, encryptLot, judge, keyCommitment, misbehaviour, openDelivery, readDelivery, totalLeaves, writeDelivery } from '../lib/exchange.mjs';
import { leafHash } from '../lib/fingerprint.mjs';
import { formatCfl } from '../lib/money.mjs';
import { fingerprintOf } from '../lib/parties.mjs';
import { parsePayload } from '../lib/readings.mjs';
import { PRICE } from './market.mjs';

/** The steps of a trade up to the reveal. `spoil` is what a cheat does to a leaf before he encrypts it. */
async function tradeUntilReveal(story, agreement, spoil) {
	const { chain, planner, utility, lot } = story;
	const before = await bothBalances(story);
	const view = (await chain.api.call.dataEscrowApi.agreement(agreement)).unwrap();
	const parts = view.parts.map(fingerprintOf);
	const bond = view.bond.toBigInt();

	const funded = await chain.submit(planner.pair, chain.api.tx.dataEscrow.fund(agreement, null));
	const { amount, funder, by } = funded.one('dataEscrow', 'Funded');
	assert.equal(amount.toBigInt(), PRICE);
	assert.equal(funder.account.toString(), planner.address);
	assert.equal(by.unwrap().toHex(), toHex(planner.did));
	story.record({ step: 'pay into escrow', who: 'planner', receipts: funded, result: `${formatCfl(PRICE)} CFL held` });

	// The supplier encrypts for this buyer alone, hands the file over, and commits to it and to the key.
	const key = randomBytes(32);
	const delivery = encryptLot(lot.map(({ leaves }) => leaves), key, spoil);
	const file = join(story.workFolder, `delivery-${agreement}.json`);
	writeFileSync(file, writeDelivery({ agreement, ...delivery }));
	const committed = await chain.submit(
		utility.pair,
		chain.api.tx.dataEscrow.commit(agreement, toHex(delivery.root), toHex(keyCommitment(chain.genesis, agreement, key)), null),
	);
	assert.equal(committed.one('dataEscrow', 'Committed').bond.toBigInt(), bond);
	story.record({ step: 'encrypt, hand over the file, commit', who: 'utility', receipts: committed, result: `bond of ${formatCfl(bond)} CFL held` });

	// The buyer relies on the chain only: fingerprints of the agreement and the committed root.
	const offered = (await chain.api.call.dataEscrowApi.agreement(agreement)).unwrap();
	const terms = { agreement, parts, ciphertextRoot: offered.ciphertextRoot.unwrap().toU8a() };
	const received = readDelivery(readFileSync(file, 'utf8'));
	const checked = checkDelivery(terms, received);
	assert.throws(() => checkDelivery(terms, { ...received, ciphertexts: received.ciphertexts.with(0, flipBit(received.ciphertexts[0])) }), DeliveryError);
	const accepted = await chain.submit(planner.pair, chain.api.tx.dataEscrow.accept(agreement));
	story.record({ step: 'check the ciphertext, accept', who: 'planner', receipts: accepted, result: `${totalLeaves(parts)} ciphertexts are those committed to` });

	const revealed = await chain.submit(utility.pair, chain.api.tx.dataEscrow.reveal(agreement, toHex(key)));
	story.record({ step: 'reveal the key', who: 'utility', receipts: revealed, result: 'the key is on chain' });
	const published = revealed.one('dataEscrow', 'Revealed').key.toU8a();
	const opened = openDelivery(checked, published);
	return { agreement, before, bond, funded, checked, opened, deal: { ...terms, key: published } };
}

export async function honestTrade(story) {
	const { chain, planner, lot } = story;
	const trade = await tradeUntilReveal(story, story.firstAgreement);
	assert.deepEqual(trade.opened.wrong, []);
	compareWithTheMeter(story, trade.opened.leaves);
	story.record({ step: 'decrypt, check every leaf', who: 'planner', result: `${trade.opened.leaves.length} of ${trade.opened.leaves.length} leaves match the fingerprints on chain` });
	story.prove(`The planner holds all ${trade.opened.leaves.length} readings, equal to the meter's file, each checked against the fingerprints on chain.`);

	await refuseForgedDisputes(story, trade);

	const settled = await chain.submit(planner.pair, chain.api.tx.dataEscrow.settle(trade.agreement));
	assert.equal(settled.one('dataEscrow', 'Settled').price.toBigInt(), PRICE);
	story.measured.tradeSeconds = (settled.time - trade.funded.time) / 1000;
	story.record({ step: 'settle', who: 'planner', receipts: settled, result: `${formatCfl(PRICE)} CFL to the utility, the bond back` });
	await expectMoney(story, trade, { planner: -PRICE, utility: PRICE });
	const view = (await chain.api.call.dataEscrowApi.agreement(trade.agreement)).unwrap();
	assert.equal(view.outcome.unwrap().type, 'Settled');
	assert.equal(lot.length, story.days.length);
	story.prove(`${formatCfl(PRICE)} CFL moved from the planner to the utility, to the last unit beside the fees.`);
}

/** A buyer who got what he paid for tries to get his money back all the same. */
async function refuseForgedDisputes(story, { agreement, checked, deal }) {
	const { chain, planner } = story;
	const honest = misbehaviour(checked, 3);
	assert.equal(judge(deal, honest), 'Innocent');
	const forged = { ...honest, ciphertext: flipBit(honest.ciphertext) };
	const framed = { ...honest, leaf: flipBit(honest.leaf) };
	const receipts = await Promise.all([
		chain.submitFailing(planner.pair, dispute(chain, agreement, honest), 'dataEscrow.NoMisbehaviour'),
		chain.submitFailing(planner.pair, dispute(chain, agreement, forged), 'dataEscrow.BadCiphertextProof'),
		chain.submitFailing(planner.pair, dispute(chain, agreement, framed), 'dataEscrow.BadLeafProof'),
	]);
	story.record({ step: 'dispute falsely, three ways', who: 'planner', receipts, result: 'refused: NoMisbehaviour, BadCiphertextProof, BadLeafProof' });
	story.prove('An honest supplier cannot be convicted: a true leaf, a changed ciphertext and a changed leaf hash were all refused.');
}

export async function dishonestTrade(story) {
	const { chain, planner } = story;
	const wrong = 777;
	const trade = await tradeUntilReveal(story, story.secondAgreement, (leaf, index) => (index === wrong ? flipBit(leaf) : leaf));
	assert.deepEqual(trade.opened.wrong, [wrong]);
	story.record({ step: 'decrypt, check every leaf', who: 'planner', result: `leaf ${wrong} is not what was sold` });

	const proof = misbehaviour(trade.checked, wrong);
	assert.equal(judge(trade.deal, proof), 'Guilty');
	const call = dispute(chain, trade.agreement, proof);
	const convicted = await chain.submit(planner.pair, call);
	const verdict = convicted.one('dataEscrow', 'Convicted');
	assert.equal(verdict.index.toNumber(), wrong);
	assert.equal(verdict.bond.toBigInt(), trade.bond);
	story.record({
		step: 'prove it',
		who: 'planner',
		receipts: convicted,
		result: `convicted by ${call.method.toU8a().length} bytes: price and ${formatCfl(trade.bond)} CFL of bond to the planner`,
	});
	await expectMoney(story, trade, { planner: trade.bond, utility: -trade.bond });
	assert.equal((await chain.api.call.dataEscrowApi.agreement(trade.agreement)).unwrap().outcome.unwrap().type, 'Convicted');
	story.prove(`A supplier who cheated in one leaf of ${trade.opened.leaves.length} was convicted by a proof, without an arbiter: the price came back, with the bond of ${formatCfl(trade.bond)} CFL.`);
}

const dispute = (chain, agreement, proof) => chain.api.tx.dataEscrow.dispute(agreement, callProof(proof));

/** The first bit flipped. */
export const flipBit = (bytes) => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

/** What the planner decrypted is what the meter measured, reading by reading. */
function compareWithTheMeter({ readings }, leaves) {
	const bought = leaves.map((leaf) => parsePayload(decodeLeaf(leaf).payload)).sort((a, b) => a.at - b.at);
	assert.deepEqual(
		bought.map(({ time, litresPerSecond }) => ({ time, litresPerSecond })),
		readings.map(({ time, litresPerSecond }) => ({ time, litresPerSecond })),
	);
}

async function bothBalances({ chain, planner, utility }) {
	const [ofPlanner, ofUtility] = await Promise.all([chain.balance(planner), chain.balance(utility)]);
	return {
		planner: { ...ofPlanner, fees: chain.feesOf(planner) },
		utility: { ...ofUtility, fees: chain.feesOf(utility) },
	};
}

/** Balances before and after, to the last unit: what was traded, and the fees. */
async function expectMoney(story, { before, agreement }, expected) {
	const after = await bothBalances(story);
	const rows = [];
	for (const party of ['planner', 'utility']) {
		const fees = after[party].fees - before[party].fees;
		assert.equal(after[party].total - before[party].total, expected[party] - fees, `balance of the ${party}`);
		rows.push({ agreement, party, before: before[party].total, after: after[party].total, traded: expected[party], fees, held: after[party].held });
	}
	story.balances.push(...rows);
}

/** One reading, shown to somebody who has only the chain: it was in its batch; with one bit flipped it was not. */
export async function proveOneReading(story) {
	const { chain, days } = story;
	const { day, batch, readings } = days[20];
	const index = 11;
	const leaf = batch.leaves[index];
	const path = batch.tree.proof(index).map(toHex);
	const ask = async (bytes) => {
		const { verification, known } = await chain.api.call.dataRegistryApi.verifyLeaf(batch.submission, toHex(leafHash(bytes)), index, path);
		assert.equal(known.unwrap().status.type, 'Validated');
		assert(known.unwrap().certified.isTrue);
		return verification.type;
	};
	assert.equal(await ask(leaf), 'Match');
	const { time, litresPerSecond } = parsePayload(decodeLeaf(leaf).payload);
	assert.equal(time, readings[index].time);
	story.record({ step: `show one reading of ${day}`, who: 'anyone', result: `${time}: ${litresPerSecond} l/s is in submission ${batch.submission}` });
	const changed = flipBit(leaf);
	assert(!equal(changed, leaf));
	assert.equal(await ask(changed), 'Mismatch');
	story.record({ step: 'flip one bit of it', who: 'anyone', result: 'refused: it leads to another root' });
	story.prove(`A single reading is proven to be in its batch by ${path.length} hashes; with one bit flipped it is refused.`);
}
