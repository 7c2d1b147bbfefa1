// Judged: sealed deals. The key goes from one to the other off chain; what both say about it is a hash on chain; the judge looks at what they show him.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromHex, onlyEntry, randomBytes, toHex, utf8 } from '../lib/bytes.mjs';
import { DeliveryError, misbehaviour, readDelivery, totalLeaves, writeDelivery } from '../lib/exchange.mjs';
import { ProofError } from '../lib/fingerprint.mjs';
import { lotOf, usageStatement } from '../lib/market.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { fingerprintOf } from '../lib/parties.mjs';
import { divide, evidenceHash, examine, feeOf, gainsOf, HandoverError, isSealedWith, openHandover, readEvidence, sealLot, WHOLE, writeEvidence } from '../lib/sealed.mjs';
import { Purse } from '../lib/story.mjs';
import { keyAgreementOf, nameAKey } from './agreement_keys.mjs';
import { checkHistory } from './audit.mjs';
import { stock } from './stock.mjs';
import { flipBit } from './trade.mjs';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** What a copy costs: no round number, so that dividing it leaves something over. */
const PRICE = 24n * CFL + 7n;
/** What the judge gets for a verdict, and what the supplier gets if there is none: parts of the price, per mille. */
const JUDGE = { fee: 40, fallback: 400 };
const FEE = feeOf(PRICE, JUDGE.fee);
/** Time for the supplier to answer, and for the judge to decide after that: short, where it is waited for. */
const WINDOWS = { reveal: 12 * SECOND, judgement: 8 * SECOND };

/** How long after they are offered copies are sold: time for a block, and for one that takes no transactions. */
const SALE_BEGINS = 5 * SECOND;

/** Days of the meter's file: a whole one, and the one on which the clocks were changed, which has an hour less. */
const DAYS = [6, 7];
const HOURS = 2 * 24;
/** Which leaf the cheat changes. */
const WRONG_LEAF = 11;

/** How many entries of the state are read at once, and which one is not read. */
const STATE_PAGE = 500;
const CODE = toHex(utf8(':code'));

/** What the demander says about each of the deals; nothing where all is well. */
const COMPLAINTS = {
	honest: null,
	cheat: `leaf ${WRONG_LEAF} is not what was sold`,
	incomplete: 'the second day lacks an hour',
	silent: 'it came later than we had agreed by telephone',
};

export async function meet(story) {
	const [supplier, demander, laboratory, judge] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'planner', roles: ['Demander'] },
		{ name: 'laboratory', roles: ['Validator'] },
		{ name: 'ministry', roles: ['Regulator'] },
	]);
	story.judged = { supplier, demander, laboratory, judge };
}

export async function prepare(story) {
	const { judged } = story;
	const { supplier, demander, laboratory } = judged;
	const [{ dataSet, batches, receipts }, { key, receipt }] = await Promise.all([
		stock(story, { supplier, laboratory, days: DAYS }),
		nameAKey(story, demander),
	]);
	Object.assign(judged, { dataSet, batches, own: key });
	judged.hours = batches.reduce((sum, { readings }) => sum + readings.length, 0);
	assert.equal(judged.hours, HOURS - 1);
	story.record({
		step: 'two days of validated readings; name a key for secrets',
		who: `${supplier.name}, ${demander.name}`,
		receipts: [...receipts, receipt],
		result: `data set ${dataSet}, ${judged.hours} readings; an X25519 key in the ${demander.name}'s DID document`,
	});
}

/** The council sets how long the steps of deals to come may take; what is not said stays. Returns what was set before. */
async function setWindows(story, windows) {
	const { chain } = story;
	const view = await chain.api.call.dataEscrowApi.parameters();
	const names = ['funding', 'commitment', 'acceptance', 'reveal', 'dispute', 'judgement'];
	const before = Object.fromEntries(names.map((name) => [name, view[name].toNumber()]));
	const parameters = { windows: { ...before, ...windows }, bond: view.bondPpm, minimumBond: view.minimumBond };
	const receipt = await (await story.consortium()).resolve(chain.api.tx.dataEscrow.setParameters(parameters));
	receipt.one('dataEscrow', 'ParametersSet');
	return { before, receipt };
}

/** Offers a copy for each of these deals, at a price that stands still, to whoever takes it; with a judge named, which is what the deal is about. */
export const offer = (names) => async (story) => {
	const { chain, judged } = story;
	const { supplier, dataSet, batches } = judged;
	const now = await story.now();
	const lot = lotOf(dataSet, batches.map(({ submission }) => submission));
	const sale = { start: PRICE, reserve: PRICE, from: now + SALE_BEGINS, until: now + HOUR, descent: 'Linear' };
	const open = (judge) =>
		chain.api.tx.dataAuction.openDescending(
			{ ...lot, asset: 'Native', usage: usageStatement(['Read', 'Derive']), commissions: [], certificate: 'None', delivery: { Sealed: judge } },
			1,
			sale,
		);
	// Whoever judges must not be one of those who are judged, nor ask for more than a judge may.
	const judge = { ...JUDGE, did: toHex(judged.judge.did) };
	const isWaited = names.includes('silent');
	const [receipts, shortened, ...refused] = await Promise.all([
		Promise.all(names.map(() => chain.submit(supplier.pair, open(judge)))),
		isWaited ? setWindows(story, WINDOWS) : null,
		chain.submitFailing(supplier.pair, open({ ...judge, did: toHex(supplier.did) }), 'dataAuction.JudgeNotImpartial'),
		chain.submitFailing(supplier.pair, open({ ...judge, fee: 201 }), 'dataAuction.ShareTooHigh'),
	]);
	const auctions = receipts.map((receipt) => receipt.one('dataAuction', 'DescendingOpened').auction.toBigInt());
	judged.deals = Object.fromEntries(names.map((name, i) => [name, { name, auction: auctions[i], price: PRICE, fee: FEE }]));
	Object.assign(judged, { sale, windows: shortened?.before });
	story.record({
		step: `offer ${names.length} copies, to be delivered sealed${isWaited ? '; shorten the windows of deals to come' : ''}`,
		who: isWaited ? `${supplier.name}, council` : supplier.name,
		receipts: [...receipts, ...(isWaited ? [shortened.receipt] : []), ...refused],
		result: `${formatCfl(PRICE)} CFL each; judge: the ${judged.judge.name}, for ${formatCfl(FEE)} CFL; refused: JudgeNotImpartial, ShareTooHigh`,
	});
};

const viewOf = async ({ chain }, { agreement }) => (await chain.api.call.dataEscrowApi.agreement(agreement)).unwrap();

/** Who takes a copy agrees to the judge; price and fee are on hold at once. */
export async function agree(story) {
	const { chain, judged } = story;
	const { supplier, demander, judge, sale } = judged;
	const deals = Object.values(judged.deals);
	await chain.waitForHead(async () => (await story.now()) >= sale.from, { best: true, what: 'the beginning of the sale' });
	judged.purse = await Purse.open(chain, [supplier, demander, judge]);
	judged.before = await countsOf(story);
	judged.judgement = (await chain.api.call.dataEscrowApi.parameters()).judgement.toNumber();
	const taken = await Promise.all(deals.map(({ auction }) => chain.submit(demander.pair, chain.api.tx.dataAuction.take(auction, PRICE))));
	for (const [i, receipt] of taken.entries()) {
		const deal = deals[i];
		deal.agreement = receipt.one('dataAuction', 'Taken').agreement.toBigInt();
		assert.equal(receipt.one('dataEscrow', 'Funded').amount.toBigInt(), PRICE + FEE);
		const view = await viewOf(story, deal);
		assert.equal(view.price.toBigInt(), PRICE);
		const sealed = view.sealed.unwrap();
		assert.equal(sealed.judge.toHex(), toHex(judge.did));
		assert.deepEqual([sealed.fee.toBigInt(), sealed.fallback.toNumber()], [FEE, JUDGE.fallback]);
		Object.assign(deal, { bond: view.bond.toBigInt(), parts: view.parts.map(fingerprintOf) });
	}
	judged.from = Math.min(...taken.map(({ block }) => block));
	story.record({
		step: 'take them, and with them the judge',
		who: demander.name,
		receipts: taken,
		result: `agreements ${deals.map(({ agreement }) => agreement).join(', ')}: price and judge's fee on hold, ${formatCfl(PRICE + FEE)} CFL each`,
	});
}

const fileOf = ({ workFolder }, { agreement }, what) => join(workFolder, `${what}-${agreement}`);

/** The supplier encrypts for each deal with another key, seals the key, hands both over as files, and commits to them. */
export async function handOver(story) {
	const { chain, judged } = story;
	const { supplier, demander, batches, deals } = judged;
	const { dataEscrow } = chain.api.tx;
	const recipient = await keyAgreementOf(story, demander);
	const cheat = (leaf, index) => (index === WRONG_LEAF ? flipBit(leaf) : leaf);
	const handing = Promise.all(
		Object.values(deals).map(async (deal) => {
			const lot = batches.map(({ leaves }) => leaves);
			const spoil = deal.name === 'cheat' ? cheat : undefined;
			const sealed = sealLot({ genesis: chain.genesis, agreement: deal.agreement, lot, key: randomBytes(32), recipient, spoil });
			writeFileSync(fileOf(story, deal, 'delivery'), writeDelivery(sealed.delivery));
			writeFileSync(fileOf(story, deal, 'sealed-key'), toHex(sealed.sealedKey));
			// What the supplier keeps, and what everybody may know.
			Object.assign(deal, { kept: { key: sealed.key, once: sealed.once, sealedKey: sealed.sealedKey }, commitments: sealed.commitments });
			const { ciphertextRoot, keyCommitment, sealedKey } = sealed.commitments;
			const call = dataEscrow.deliverSealed(deal.agreement, toHex(ciphertextRoot), toHex(keyCommitment), toHex(sealedKey), null);
			const receipt = await chain.submit(supplier.pair, call);
			const event = receipt.one('dataEscrow', 'Delivered');
			assert.deepEqual([event.bond.toBigInt(), event.fee.toBigInt()], [deal.bond, FEE]);
			return receipt;
		}),
	);
	const { honest } = deals;
	const asIfRevealed = dataEscrow.commit(honest.agreement, toHex(randomBytes(32)), toHex(randomBytes(32)), null);
	const [delivered, refused] = await Promise.all([handing, chain.submitFailing(supplier.pair, asIfRevealed, 'dataEscrow.WrongDelivery')]);
	judged.delivered = delivered.reduce((last, receipt) => (receipt.block > last.block ? receipt : last)).hash;
	story.record({
		step: 'encrypt, seal the key, hand over the files, commit',
		who: supplier.name,
		receipts: [...delivered, refused],
		result: `bond and judge's fee held, ${formatCfl(honest.bond + FEE)} CFL each; three hashes on chain; to commit as if the key were to be revealed: WrongDelivery`,
	});
}

/** What the chain says about a deal, for whoever has to check or to judge. */
async function dealOnChain(story, deal) {
	const view = await viewOf(story, deal);
	return {
		genesis: story.chain.genesis,
		agreement: deal.agreement,
		parts: view.parts.map(fingerprintOf),
		ciphertextRoot: view.ciphertextRoot.unwrap().toU8a(),
		keyCommitment: view.keyCommitment.unwrap().toU8a(),
		sealedKey: view.sealed.unwrap().sealedKey.unwrap().toU8a(),
	};
}

/** The demander checks everything off chain. Where all is well he settles; else he complains, by the hash of what he will show the judge. */
export async function check(story) {
	const { chain, judged } = story;
	const { supplier, demander, own, deals } = judged;
	const { dataEscrow } = chain.api.tx;
	for (const deal of Object.values(deals)) {
		const onChain = await dealOnChain(story, deal);
		const handover = {
			delivery: readDelivery(readFileSync(fileOf(story, deal, 'delivery'), 'utf8')),
			sealedKey: fromHex(readFileSync(fileOf(story, deal, 'sealed-key'), 'utf8')),
		};
		Object.assign(deal, openHandover(onChain, handover, own));
		assert.deepEqual(deal.wrong, deal.name === 'cheat' ? [WRONG_LEAF] : []);
		assert.equal(BigInt(deal.leaves.length), totalLeaves(deal.parts));
		// What somebody changed on the way does not pass.
		assert.throws(() => openHandover(onChain, { ...handover, sealedKey: flipBit(handover.sealedKey) }, own), HandoverError);
		assert.throws(() => openHandover({ ...onChain, ciphertextRoot: flipBit(onChain.ciphertextRoot) }, handover, own), DeliveryError);
	}
	story.record({
		step: 'open the keys, check every leaf',
		who: demander.name,
		result: Object.values(deals).map(({ agreement, wrong, leaves }) => `agreement ${agreement}: ${wrong.length} of ${leaves.length} leaves wrong`).join('; '),
	});

	const contested = Object.values(deals).filter(({ name }) => COMPLAINTS[name]);
	for (const deal of contested) deal.complaint = complaintOf(deal);
	const { honest } = deals;
	const [settled, refused, complaints, early] = await Promise.all([
		chain.submit(demander.pair, dataEscrow.settle(honest.agreement)),
		chain.submitFailing(supplier.pair, dataEscrow.complain(contested[0].agreement, toHex(randomBytes(32))), 'dataEscrow.NotDemander'),
		Promise.all(contested.map(({ agreement, complaint }) => chain.submit(demander.pair, dataEscrow.complain(agreement, toHex(evidenceHash(complaint)))))),
		chain.submitFailing(demander.pair, dataEscrow.answer(contested[0].agreement, toHex(randomBytes(32))), 'dataEscrow.NotAnswered'),
	]);
	assert.equal(settled.one('dataEscrow', 'Settled').price.toBigInt(), PRICE);
	await expectGains(story, honest, 'Settled');
	story.record({
		step: 'settle the first deal',
		who: demander.name,
		receipts: settled,
		result: `${formatCfl(PRICE)} CFL to the ${supplier.name}; bond and both fees back; the judge gets nothing`,
	});
	story.prove('A sealed deal settles by three transactions; the buyer had all data and had checked them before he paid.');
	for (const [i, { agreement, complaint }] of contested.entries()) {
		const event = complaints[i].one('dataEscrow', 'Complained');
		assert.equal(event.evidence.toHex(), toHex(evidenceHash(complaint)));
		assert.equal(event.judge.toHex(), toHex(judged.judge.did));
		assert.equal(event.until.toNumber() - event.answerUntil.toNumber(), judged.judgement, `agreement ${agreement}`);
	}
	story.record({
		step: 'complain, by the hashes of what he shows the judge',
		who: demander.name,
		receipts: [...complaints, refused, early],
		result: `${contested.map(({ agreement, name }) => `agreement ${agreement}: ${COMPLAINTS[name]}`).join('; ')}; refused: NotDemander, NotAnswered`,
	});
}

/** What the demander will show the judge: a wrong leaf with its proof and the key, without which it proves nothing; anything else in words. */
function complaintOf({ name, agreement, wrong, key, checked }) {
	const [place] = wrong;
	const shown = place === undefined ? {} : { key, proof: misbehaviour(checked, place) };
	return writeEvidence({ agreement, says: COMPLAINTS[name], ...shown });
}

/** Checks that the end of a deal moved just what it had to, and nothing besides since the last one. */
async function expectGains(story, deal, outcome) {
	const { chain, judged } = story;
	const { supplier, demander, judge } = judged;
	const gains = gainsOf(deal, outcome);
	await judged.purse.expect([gains.supplier, gains.demander, gains.judge]);
	judged.purse = await Purse.open(chain, [supplier, demander, judge]);
	const ended = (await viewOf(story, deal)).outcome.unwrap();
	if (outcome === 'Settled') return assert.equal(ended.type, outcome);
	const [kind, toSupplier] = onlyEntry(outcome);
	assert.equal(ended.type, kind);
	assert.equal(ended.value.toSupplier.toNumber(), toSupplier);
}

/** Checks what the chain says that both sides got of price, bond and fees: what each had put up, and what it gained. */
function expectDivision(deal, event, outcome) {
	const gains = gainsOf(deal, outcome);
	assert.equal(event.toSupplier.toBigInt(), deal.bond + deal.fee + gains.supplier);
	assert.equal(event.toDemander.toBigInt(), deal.price + deal.fee + gains.demander);
}

/** Who did not hear both cannot decide. */
export async function refuseHaste(story) {
	const { chain, judged } = story;
	const { judge, deals } = judged;
	const refused = await chain.submitFailing(judge.pair, decideCall(story, deals.cheat, 0, 'I have seen enough'), 'dataEscrow.AnswerWindowOpen');
	story.record({ step: 'decide before the supplier was heard', who: judge.name, receipts: refused, result: 'refused: AnswerWindowOpen' });
}

/** The supplier answers: about the wrong leaf with a key of his own invention, about the missing hour with the truth. To the last complaint he says nothing. */
export async function answer(story) {
	const { chain, judged } = story;
	const { supplier, deals } = judged;
	const { cheat, incomplete } = deals;
	const answered = [cheat, incomplete].filter(Boolean);
	for (const deal of answered) {
		const { agreement } = deal;
		deal.answer =
			deal === cheat
				? writeEvidence({ agreement, says: 'the leaf is right, he has the key wrong', key: randomBytes(32), proof: misbehaviour(deal.checked, WRONG_LEAF) })
				: writeEvidence({ agreement, says: 'the day had 23 hours, and their number was on chain' });
	}
	const receipts = await Promise.all(answered.map((deal) => chain.submit(supplier.pair, answerCall(story, deal, deal.answer))));
	for (const receipt of receipts) assert.equal(receipt.one('dataEscrow', 'Answered').by.toHex(), toHex(supplier.did));
	story.record({ step: 'answer, once', who: supplier.name, receipts, result: `about agreement${answered.length > 1 ? 's' : ''} ${answered.map(({ agreement }) => agreement).join(' and ')}` });
}

const answerCall = ({ chain }, { agreement }, text) => chain.api.tx.dataEscrow.answer(agreement, toHex(evidenceHash(text)));
const decideCall = ({ chain }, { agreement }, toSupplier, reason) => chain.api.tx.dataEscrow.decide(agreement, toSupplier, toHex(evidenceHash(reason)));

export async function reply(story) {
	const { chain, judged } = story;
	const { supplier, demander, deals } = judged;
	const { cheat, incomplete } = deals;
	const replied = [cheat, incomplete].filter(Boolean);
	for (const deal of replied) {
		const says = deal === cheat ? 'his key does not lead to what he committed to' : 'the number of leaves says nothing about which hour they are of';
		deal.reply = writeEvidence({ agreement: deal.agreement, says });
	}
	const [receipts, ...refused] = await Promise.all([
		Promise.all(replied.map((deal) => chain.submit(demander.pair, answerCall(story, deal, deal.reply)))),
		chain.submitFailing(supplier.pair, answerCall(story, incomplete, 'and another thing'), 'dataEscrow.AlreadyAnswered'),
		chain.submitFailing(supplier.pair, decideCall(story, incomplete, WHOLE, 'in my own favour'), 'dataEscrow.NotJudge'),
	]);
	for (const deal of replied) {
		const sealed = (await viewOf(story, deal)).sealed.unwrap();
		assert.deepEqual(
			[sealed.complaint, sealed.answer, sealed.reply].map((hash) => hash.unwrap().toHex()),
			[deal.complaint, deal.answer, deal.reply].map((text) => toHex(evidenceHash(text))),
		);
	}
	story.record({
		step: 'reply, once; the other would like to say more, and to judge',
		who: `${demander.name}, ${supplier.name}`,
		receipts: [...receipts, ...refused],
		result: 'three hashes a deal and no more; refused: AlreadyAnswered, NotJudge',
	});
}

/** What the judge is shown, each text checked against its hash on chain. */
async function hear(story, deal) {
	const onChain = await dealOnChain(story, deal);
	const { complaint, answer: answered } = (await viewOf(story, deal)).sealed.unwrap();
	return {
		onChain,
		complaint: readEvidence(onChain, deal.complaint, complaint.unwrap().toU8a()),
		answer: readEvidence(onChain, deal.answer, answered.unwrap().toU8a()),
	};
}

/** The judge applies the rule by which the chain itself judges where the key is revealed. */
export async function judgeTheCheat(story) {
	const { chain, judged } = story;
	const { supplier, demander, judge, deals } = judged;
	const deal = deals.cheat;
	const { onChain, complaint, answer: answered } = await hear(story, deal);
	assert.throws(() => examine(onChain, answered.key, answered.proof), ProofError);
	assert.equal(examine(onChain, complaint.key, complaint.proof), 'Guilty');
	assert.equal(examine(onChain, complaint.key, misbehaviour(deal.checked, WRONG_LEAF + 1)), 'Innocent');
	// That this very key was sealed to this very demander could be shown as well, by the secret that only the supplier has.
	const recipient = await keyAgreementOf(story, demander);
	assert(isSealedWith(onChain, { key: complaint.key, recipient, once: deal.kept.once }));
	const decided = await chain.submit(judge.pair, decideCall(story, deal, 0, `leaf ${complaint.proof.index} is wrong under the key that was committed to`));
	assert.equal(decided.one('dataEscrow', 'JudgePaid').amount.toBigInt(), FEE);
	expectDivision(deal, decided.one('dataEscrow', 'Divided'), { Judged: 0 });
	await expectGains(story, deal, { Judged: 0 });
	const again = await chain.submitFailing(judge.pair, decideCall(story, deal, WHOLE, 'on second thoughts'), 'dataEscrow.AlreadyClosed');
	story.record({
		step: 'examine the leaf by the rule of the chain; decide, and once more',
		who: judge.name,
		receipts: [decided, again],
		result: `guilty: price and ${formatCfl(deal.bond)} CFL of bond to the ${demander.name}; fee of ${formatCfl(FEE)} CFL borne by the ${supplier.name}; refused: AlreadyClosed`,
	});
	story.prove(
		`A wrong leaf of a sealed deal was judged by the same proof as on chain: the ${demander.name} got the price and ${formatCfl(deal.bond)} CFL of bond, the ${supplier.name} bore the judge's fee, and the key stayed private.`,
	);
}

/** The hours that are there are worth their part. */
export async function judgeTheIncomplete(story) {
	const { chain, judged } = story;
	const { supplier, demander, judge, deals, hours } = judged;
	const deal = deals.incomplete;
	const { onChain } = await hear(story, deal);
	assert.equal(totalLeaves(onChain.parts), BigInt(hours));
	const toSupplier = Math.floor((hours * WHOLE) / HOURS);
	const [refused, decided] = await Promise.all([
		chain.submitFailing(judge.pair, decideCall(story, deal, WHOLE + 1, 'more than all of it'), 'dataEscrow.VerdictTooHigh'),
		chain.submit(judge.pair, decideCall(story, deal, toSupplier, `${hours} of ${HOURS} hours are there`)),
	]);
	assert.equal(decided.one('dataEscrow', 'Decided').toSupplier.toNumber(), toSupplier);
	assert.equal(decided.one('dataEscrow', 'JudgePaid').amount.toBigInt(), FEE);
	expectDivision(deal, decided.one('dataEscrow', 'Divided'), { Judged: toSupplier });
	await expectGains(story, deal, { Judged: toSupplier });
	const parts = divide(PRICE, toSupplier);
	assert.equal(parts.supplier + parts.demander, PRICE);
	// What rounding leaves over is the demander's.
	assert(parts.demander * BigInt(WHOLE) > PRICE * BigInt(WHOLE - toSupplier));
	story.record({
		step: `decide: ${hours} of ${HOURS} hours`,
		who: judge.name,
		receipts: [refused, decided],
		result: `${toSupplier} per mille: ${formatCfl(parts.supplier)} CFL to the ${supplier.name}, ${formatCfl(parts.demander)} to the ${demander.name}, bond back; each bears its part of the fee; refused: VerdictTooHigh`,
	});
	story.prove(`A judge split a price of ${PRICE} units into ${parts.supplier} and ${parts.demander}, and his fee of ${FEE} between both, to the last unit.`);
}

/** Nobody decides the last deal: the chain divides the price as both had agreed for that case. */
export async function waitForTheSilent(story) {
	const { chain, judged } = story;
	const { judge, deals } = judged;
	const deal = deals.silent;
	const isOver = async () => (await viewOf(story, deal)).outcome.isSome;
	const [{ receipt }] = await Promise.all([setWindows(story, judged.windows), chain.waitForHead(isOver, { best: true, what: 'the end of the judge\'s time' })]);
	await expectGains(story, deal, { Fallback: JUDGE.fallback });
	const late = await chain.submitFailing(judge.pair, decideCall(story, deal, WHOLE, 'I was on holiday'), 'dataEscrow.AlreadyClosed');
	const { supplier } = divide(PRICE, JUDGE.fallback);
	story.record({
		step: 'wait for a judge who is silent; set the windows back',
		who: 'the chain',
		receipts: [receipt, late],
		result: `${JUDGE.fallback} per mille as agreed beforehand: ${formatCfl(supplier)} CFL, bond and fees back; a verdict afterwards: AlreadyClosed`,
	});
	story.prove('A judge who does not decide holds up nobody: the chain divided the price as both had agreed, and he got nothing.');
}

const countsOf = async ({ chain, judged: { supplier } }) => {
	const { sales } = (await chain.api.call.dataEscrowApi.deals(toHex(supplier.did))).counts;
	return { settled: sales.settled.toNumber(), convicted: sales.convicted.toNumber() };
};

/** A verdict for less than half counts like a conviction; several deals with one demander count once; without a verdict nobody knows. */
export async function lookAtReputations(story) {
	const { judged } = story;
	const { supplier, before } = judged;
	const after = await countsOf(story);
	assert.equal(after.convicted - before.convicted, 1);
	// One of the two that were paid, or none if the parties had dealt before.
	const paid = after.settled - before.settled;
	assert(after.settled >= 1 && paid <= 1);
	story.record({ step: 'look at what is counted', who: 'anyone', result: `sales of the ${supplier.name}: 1 more against it; of two that were paid ${paid} more for it, since both were to one demander` });
}

/** The entries of the state of a block as hexadecimal texts, each with its key; the code of the runtime aside, in which nothing of a deal can be. */
async function stateAt(chain, hash) {
	const texts = [];
	for (let last = null; ; ) {
		const keys = await chain.rpc('state_getKeysPaged', '0x', STATE_PAGE, last, hash);
		const [{ changes }] = await chain.rpc('state_queryStorageAt', keys.filter((key) => key !== CODE), hash);
		texts.push(...changes.map(([key, value]) => `${key}${value}`));
		if (keys.length < STATE_PAGE) return texts;
		last = keys.at(-1);
	}
}

/**
 * Looks for every key and every sealed key in all blocks since the first deal, calls and events, and in the state, as it was when the deals were
 * open and as it is. The commitments, which must be there, show that the search finds what there is.
 */
export async function searchTheChain(story) {
	const { chain, judged } = story;
	const { api } = chain;
	const deals = Object.values(judged.deals);
	const bare = (bytes) => toHex(bytes).slice(2);
	const secrets = deals.flatMap(({ kept }) => [kept.key, kept.sealedKey]).map(bare);
	const published = deals.flatMap(({ commitments }) => Object.values(commitments)).map(bare);
	const look = (texts, where) => {
		const text = texts.join(' ');
		for (const secret of secrets) assert(!text.includes(secret), `a secret is ${where}`);
		return published.filter((hash) => text.includes(hash));
	};
	const best = await api.rpc.chain.getHeader();
	const found = { calls: [], events: [] };
	let calls = 0;
	for (let number = judged.from; number <= best.number.toNumber(); number += 1) {
		const hash = (await api.rpc.chain.getBlockHash(number)).toHex();
		const [{ block }, events] = await Promise.all([chain.rpc('chain_getBlock', hash), chain.rpc('state_getStorage', api.query.system.events.key(), hash)]);
		calls += block.extrinsics.length;
		found.calls.push(...look(block.extrinsics, `among the calls of block ${number}`));
		found.events.push(...look([events], `among the events of block ${number}`));
	}
	for (const hashes of Object.values(found)) assert.deepEqual(hashes.sort(), published.toSorted());
	const [open, now] = await Promise.all([stateAt(chain, judged.delivered), stateAt(chain, best.hash.toHex())]);
	assert.equal(look(open, 'in the state while the deals were open').length, published.length);
	look(now, 'in the state');
	story.record({
		step: `look for ${deals.length} keys, and for them sealed`,
		who: 'anyone',
		result: `in none of ${calls} calls, in no event since the first deal, in none of ${open.length + now.length} entries of the state, while the deals were open and now`,
	});
	story.prove(`Neither the keys of ${deals.length} deals nor their sealed forms are in any call, event or entry of the state; the hashes that commit to them are.`);
}

export async function recomputeTheHistory(story) {
	const { judge } = story.judged;
	const names = await checkHistory(story, { Did: judge.did });
	assert.equal(names.filter((name) => name === 'dataEscrow.Decided').length, 2);
	story.record({ step: 'recompute the history of the judge', who: 'anyone', result: `${names.length} events, both verdicts with the hashes of their reasons among them, lead to the head on chain` });
}
