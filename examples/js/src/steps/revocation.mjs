// Certificates: on whose authority they are given, who relies on them, and what happens when they are suspended, revoked, or lose their ground.

import assert from 'node:assert/strict';
import { toHex } from '../lib/bytes.mjs';
import { callTerms, encodeTerms, isSet, newCredential, textDigest } from '../lib/certification.mjs';
import { answeredBytes, decodeError } from '../lib/chain.mjs';
import { leafHash } from '../lib/fingerprint.mjs';
import { demandTerms, fillOf, lotOf, needOf, obstacleOf, offerTerms } from '../lib/market.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { checkHistory } from './audit.mjs';
import { judgeAlone, openRounds } from './judging.mjs';
import { CATEGORY, examine, pack, readDays, REGION, registerDataSet, registerMeter, registerSchema, submitBatch, word } from './water.mjs';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const FEE = CFL / 10n;
/** Cheaper than anything else on this market, so that no other offer answers the demands. */
const PRICE = 5n * CFL;
const KIND = 'measurement';
const DAYS = 2;

export async function meet(story) {
	const [supplier, demander, laboratory, ministry, agency] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'planner', roles: ['Demander'] },
		{ name: 'laboratory', roles: ['Validator'] },
		{ name: 'ministry', roles: ['Regulator'] },
		{ name: 'agency', roles: ['Regulator'] },
	]);
	story.revocation = { supplier, demander, laboratory, ministry, agency };
}

/** Two days that the laboratory found to be good. */
export async function submitValidData(story) {
	const { revocation } = story;
	const { supplier, laboratory } = revocation;
	const registered = await registerSchema(story, supplier);
	const [{ dataSet, receipt }, { meter, receipt: consented }] = await Promise.all([registerDataSet(story, supplier), registerMeter(story, supplier)]);
	const days = readDays(story.csv).slice(0, DAYS);
	revocation.batches = days.map(({ readings }) => pack({ schema: story.schema, device: meter, dataSet }, readings));
	revocation.dataSet = dataSet;
	const submitted = await Promise.all(revocation.batches.map((batch) => submitBatch(story, supplier, meter, batch)));
	const verdicts = await Promise.all(revocation.batches.map((batch) => examine(story, meter, batch)));
	assert(verdicts.every(({ Valid }) => Valid));
	const submissions = revocation.batches.map(({ submission }) => submission);
	const { rounds, receipts } = await openRounds(story, supplier, submissions, { fee: FEE, seats: 1 });
	const judged = await judgeAlone(story, laboratory, rounds, verdicts);
	assert.equal(judged.revealed.flatMap((revealed) => revealed.all('dataRegistry', 'Validated')).length, DAYS);
	story.record({
		step: 'submit two days; have them validated',
		who: `${supplier.name}, ${laboratory.name}`,
		receipts: [...registered, receipt, consented, ...submitted, ...receipts, ...judged.receipts],
		result: `submissions ${submissions.join(' and ')} are valid; nobody certified them`,
	});
}

export async function offer(story) {
	const { chain, revocation } = story;
	const { supplier, dataSet, batches } = revocation;
	const submissions = batches.map(({ submission }) => submission);
	const terms = offerTerms({ goods: { Lot: lotOf(dataSet, submissions) }, price: { Fixed: PRICE }, copies: 10, validUntil: (await story.now()) + HOUR });
	const receipt = await chain.submit(supplier.pair, chain.api.tx.dataMarket.placeOffer(terms));
	revocation.offer = receipt.one('dataMarket', 'OfferPlaced').offer.toBigInt();
	story.record({ step: 'offer both days as one lot', who: supplier.name, receipts: receipt, result: `offer ${revocation.offer}: ${formatCfl(PRICE)} CFL` });
}

/** Places a demand that only certified data answer. Returns its number, and the matches that the chain made at once. */
async function demand(story) {
	const { chain, revocation } = story;
	const need = needOf({
		wanted: { Lot: { records: 24 } },
		category: CATEGORY,
		region: REGION.slice(0, 3),
		quality: 900,
		maxAge: 10 * YEAR,
		certificate: { OfType: word(KIND) },
		budget: PRICE,
	});
	const terms = demandTerms({ need, validUntil: (await story.now()) + HOUR });
	const receipt = await chain.submit(revocation.demander.pair, chain.api.tx.dataMarket.placeDemand(terms));
	const placed = receipt.one('dataMarket', 'DemandPlaced').demand.toBigInt();
	const matches = receipt.all('dataMarket', 'Matched');
	for (const match of matches) assert.equal(match.offer.toBigInt(), revocation.offer);
	return { demand: placed, matches, receipt };
}

/** A demand that must rest, because the lot is not certified; the chain says so to whoever asks. */
async function demandInVain(story) {
	const { demand: placed, matches, receipt } = await demand(story);
	assert.equal(matches.length, 0, 'the demand was matched with a lot without certificates');
	story.revocation.resting = placed;
	await expectExplanation(story, 'Mismatch.Certificate');
	return receipt;
}

/** What the chain says about the demand that rests and the offer: `null` for admissible, else what stands in the way. */
async function expectExplanation({ chain, revocation }, expected) {
	const explanation = await chain.api.call.dataMarketApi.explain(revocation.resting, fillOf(revocation.offer));
	assert.equal(obstacleOf(explanation), expected);
	if (explanation.isAdmissible) assert.equal(explanation.asAdmissible.price.toBigInt(), PRICE);
}

const takeOffer = ({ chain, revocation }) => chain.api.tx.dataMarket.takeOffer(revocation.resting, revocation.offer, null);

/** The demand that rests is answered now. */
async function take(story) {
	const { chain, revocation } = story;
	await expectExplanation(story, null);
	const receipt = await chain.submit(revocation.demander.pair, takeOffer(story));
	const match = receipt.one('dataMarket', 'Matched');
	assert.equal(match.demand.toBigInt(), revocation.resting);
	revocation.resting = undefined;
	return { receipt, agreement: match.opened.asAgreement.toBigInt() };
}

/** Places a demand that is matched at once. */
async function buy(story) {
	const { matches, receipt } = await demand(story);
	assert.equal(matches.length, 1);
	return { receipt, agreement: matches[0].opened.asAgreement.toBigInt() };
}

/** Whoever has a reading of each day asks what it is worth. The bytes match in any case; `certified` says for which days a certificate holds. */
async function expectVerified({ chain, revocation }, certified) {
	const questions = revocation.batches.map(({ submission, leaves, tree }) => ({
		submission,
		leaf: toHex(leafHash(leaves[3])),
		index: 3,
		path: tree.proof(3).map(toHex),
	}));
	const answers = await chain.api.call.dataRegistryApi.verifyLeaves(questions);
	for (const answer of answers) {
		assert.equal(answer.verification.type, 'Match');
		assert.equal(answer.known.unwrap().status.type, 'Validated');
	}
	assert.deepEqual(answers.map(({ known }) => known.unwrap().certified.isTrue), certified);
}

export async function refuseTheUncertified(story) {
	const { chain, revocation } = story;
	const { demander } = revocation;
	await expectVerified(story, [false, false]);
	const placed = await demandInVain(story);
	const refused = await chain.submitFailing(demander.pair, takeOffer(story), 'dataMarket.NotCertified');
	story.record({
		step: 'demand certified data; take the offer all the same',
		who: demander.name,
		receipts: [placed, refused],
		result: 'the demand rests: the lot has no certificate; refused: NotCertified',
	});
}

/** The council trusts the ministry with data about water; the ministry passes a part of that on to its agency, and cannot pass on more. */
export async function accredit(story) {
	const { chain, revocation } = story;
	const { ministry, agency } = revocation;
	const consortium = await story.consortium();
	const now = await story.now();
	const national = { powers: ['Certify', 'Veto'], scope: { Category: 'water' }, types: 'Any', delegable: true, from: now, until: now + YEAR };
	const call = chain.api.tx.certification.accredit(toHex(ministry.did), callTerms(national));
	// Two encoders of the terms, ours and polkadot.js's from the metadata, must agree byte by byte.
	assert.equal(call.args[1].toHex(), toHex(encodeTerms(national)));
	const accredited = await consortium.resolve(call);
	revocation.national = accredited.one('certification', 'Accredited').accreditation.toBigInt();

	const local = { ...national, powers: ['Certify'], scope: { Category: CATEGORY }, types: { Only: [KIND] }, delegable: false, until: now + YEAR / 2 };
	const delegate = (terms) => chain.api.tx.certification.delegate(revocation.national, toHex(agency.did), callTerms(terms));
	const [delegated, again, ...refused] = await Promise.all([
		chain.submit(ministry.pair, delegate(local)),
		chain.submit(ministry.pair, delegate(local)),
		chain.submitFailing(ministry.pair, delegate({ ...local, scope: 'Everything' }), 'certification.WiderScope'),
		chain.submitFailing(ministry.pair, delegate({ ...local, until: now + 2 * YEAR }), 'certification.WiderPeriod'),
	]);
	[revocation.local, revocation.spare] = [delegated, again].map((receipt) => receipt.one('certification', 'Accredited').accreditation.toBigInt());
	const links = await chain.api.call.certificationApi.chain(revocation.local);
	assert.deepEqual(links.map(({ id }) => id.toBigInt()), [revocation.local, revocation.national]);
	assert(links.every(({ lapse }) => lapse.isNone));
	story.record({
		step: 'accredit; pass a part of it on, then more than one has',
		who: `council, ${ministry.name}`,
		receipts: [accredited, delegated, again, ...refused],
		result: `the ${agency.name} may attest "${KIND}" about ${CATEGORY}; refused: WiderScope, WiderPeriod`,
	});
}

/** The call that certifies a day on an accreditation. */
async function certifyCall(story, batch, { accreditation = story.revocation.local, kind = KIND } = {}) {
	const { chain, revocation } = story;
	const now = await story.now();
	const until = now + YEAR / 4;
	const subject = `urn:counterfoil:submission:${batch.submission}`;
	const document = newCredential(chain.genesis, { issuer: revocation.agency.did, subject, kind, claim: 'measured in due form', from: now, until });
	const statement = { coverage: word('all', 64), document: toHex(textDigest(document)), validUntil: until };
	return chain.api.tx.certification.certify(accreditation, { Submission: batch.submission }, word(kind), now, statement);
}

/** The call that passes on a part of an accreditation, for an hour. */
async function passOnCall(story, accreditation, { did }) {
	const until = (await story.now()) + HOUR;
	const terms = { powers: ['Certify'], scope: { Category: CATEGORY }, types: { Only: [KIND] }, delegable: false, from: 0, until };
	return story.chain.api.tx.certification.delegate(accreditation, toHex(did), callTerms(terms));
}

export async function certify(story) {
	const { chain, revocation } = story;
	const { agency, laboratory, ministry, supplier, batches, national, local } = revocation;
	const [first] = batches;
	const [allowed, onAnother, ofAnotherType, passedOn] = await Promise.all([
		certifyCall(story, first),
		certifyCall(story, first, { accreditation: national }),
		certifyCall(story, first, { kind: 'origin' }),
		passOnCall(story, local, ministry),
	]);
	const refused = await Promise.all([
		chain.submitFailing(laboratory.pair, allowed, 'certification.NotRegulator'),
		chain.submitFailing(agency.pair, onAnother, 'certification.NotHolder'),
		chain.submitFailing(agency.pair, ofAnotherType, 'certification.TypeNotAllowed'),
		chain.submitFailing(agency.pair, passedOn, 'certification.NotDelegable'),
	]);
	story.record({
		step: 'certify without a right to; pass on what may not be passed on',
		who: `${laboratory.name}, ${agency.name}`,
		receipts: refused,
		result: 'refused: NotRegulator, NotHolder, TypeNotAllowed, NotDelegable',
	});

	const calls = await Promise.all(batches.map((batch) => certifyCall(story, batch)));
	const receipts = await chain.submitMany(agency.pair, calls);
	const events = receipts.flatMap((receipt) => receipt.all('certification', 'Certified'));
	revocation.ids = batches.map(({ submission }) => events.find(({ subject }) => subject.asSubmission.toBigInt() === submission).certificate.toBigInt());
	await expectStatuses(story, ['Valid', 'Valid']);
	await expectVerified(story, [true, true]);
	const whyNot = await Promise.all([agency, supplier].map(({ did }) => chain.api.call.certificationApi.whyNot(toHex(did), { Submission: first.submission }, word(KIND))));
	assert.deepEqual(whyNot.map((obstacle) => obstacle.unwrap().type), ['AlreadyCertified', 'NotRegulator']);
	story.record({ step: 'certify both days', who: agency.name, receipts, result: `certificates ${revocation.ids.join(' and ')}; verify says match and certified` });
}

/** Where the certificates of both days stand. */
async function expectStatuses({ chain, revocation }, expected) {
	const views = (await chain.api.call.certificationApi.certificates(revocation.ids)).map((view) => view.unwrap());
	assert.deepEqual(views.map(({ status }) => status.type), expected);
	assert.deepEqual(views.map(({ valid }) => valid.isTrue), expected.map((status) => status === 'Valid'));
	return views;
}

/** The demand that rests is answered now; one that is placed now is answered at once. */
export async function buyCertified(story) {
	const { demander, offer: id, resting } = story.revocation;
	const { receipt, agreement } = resting === undefined ? await buy(story) : await take(story);
	story.record({
		step: resting === undefined ? 'demand certified data' : 'take the offer now',
		who: demander.name,
		receipts: receipt,
		result: `matched with offer ${id}: agreement ${agreement}`,
	});
	story.prove('A demand that requires certificates was answered once an agency had certified the data, on the authority of a ministry that the council accredited.');
}

const suspendCall = ({ chain, revocation }, reason) => chain.api.tx.certification.suspend(revocation.ids[0], toHex(textDigest(reason)));
const reinstateCall = ({ chain, revocation }, reason) => chain.api.tx.certification.reinstate(revocation.ids[0], toHex(textDigest(reason)));
const revokeCall = ({ chain, revocation }, reason) => chain.api.tx.certification.revoke(revocation.ids[0], toHex(textDigest(reason)));

export async function suspend(story) {
	const { chain, revocation } = story;
	const { agency, demander } = revocation;
	const reason = 'the reference meter is being checked';
	const suspended = await chain.submit(agency.pair, suspendCall(story, reason));
	assert.equal(suspended.one('certification', 'Suspended').certificate.toBigInt(), revocation.ids[0]);
	const [view] = await expectStatuses(story, ['Suspended', 'Valid']);
	assert.equal(view.suspended.unwrap().reason.toHex(), toHex(textDigest(reason)));
	await expectVerified(story, [false, true]);
	const placed = await demandInVain(story);
	story.record({
		step: 'suspend one certificate; demand again',
		who: `${agency.name}, ${demander.name}`,
		receipts: [suspended, placed],
		result: 'the offer that rests matches no more; verify says match, not certified',
	});
}

export async function reinstate(story) {
	const { chain, revocation } = story;
	const { agency, demander } = revocation;
	const reinstated = await chain.submit(agency.pair, reinstateCall(story, 'the reference meter is in order'));
	await expectStatuses(story, ['Valid', 'Valid']);
	await expectVerified(story, [true, true]);
	const { receipt, agreement } = await take(story);
	story.record({
		step: 'reinstate it; take the offer',
		who: `${agency.name}, ${demander.name}`,
		receipts: [reinstated, receipt],
		result: `valid again; matched: agreement ${agreement}`,
	});
	story.prove('An offer that rested was not matched while a certificate of its lot was suspended, and was matched after it was reinstated.');
}

/** The ministry suspends what its agency issued; the agency neither lifts that nor escapes it. */
export async function suspendFromAbove(story) {
	const { chain, revocation } = story;
	const { agency, ministry } = revocation;
	const suspended = await chain.submit(ministry.pair, suspendCall(story, 'complaints are being looked into'));
	const refused = await Promise.all([
		chain.submitFailing(agency.pair, reinstateCall(story, 'no'), 'certification.SuspendedFromAbove'),
		chain.submitFailing(agency.pair, revokeCall(story, 'no'), 'certification.SuspendedFromAbove'),
	]);
	await expectStatuses(story, ['Suspended', 'Valid']);
	const reinstated = await chain.submit(ministry.pair, reinstateCall(story, 'the complaints were unfounded'));
	await expectStatuses(story, ['Valid', 'Valid']);
	story.record({
		step: 'suspend it from above; the issuer would rather reinstate or revoke it',
		who: `${ministry.name}, ${agency.name}`,
		receipts: [suspended, ...refused, reinstated],
		result: 'refused: SuspendedFromAbove, twice; the ministry lifts it',
	});
}

export async function revoke(story) {
	const { chain, revocation } = story;
	const { agency, laboratory } = revocation;
	const reason = 'the reference meter was out of order';
	const [refused, revoked] = await Promise.all([
		chain.submitFailing(laboratory.pair, revokeCall(story, reason), 'certification.NotAuthorized'),
		chain.submit(agency.pair, revokeCall(story, reason)),
	]);
	revoked.one('certification', 'Revoked');
	const [view] = await expectStatuses(story, ['Revoked', 'Valid']);
	const act = view.revoked.unwrap();
	assert.equal(act.reason.toHex(), toHex(textDigest(reason)));
	assert.equal(act.by.unwrap().toHex(), toHex(agency.did));
	assert.equal(act.at.toNumber(), revoked.time);
	await expectVerified(story, [false, true]);
	assert.deepEqual(await statusBits(story, 'Revocation'), [true, false]);
	story.record({
		step: 'revoke it, with a reason; a stranger tried before',
		who: `${agency.name}, ${laboratory.name}`,
		receipts: [refused, revoked],
		result: 'verify says match, not certified; the status list has its bit; refused: NotAuthorized',
	});
	story.prove('Whoever verifies a reading learns in the same block that its certificate was revoked; the record says when, by whom and why.');
}

export async function failToBuy(story) {
	const { chain, revocation } = story;
	const { agency, demander } = revocation;
	const placed = await demandInVain(story);
	const refused = await Promise.all([
		chain.submitFailing(demander.pair, takeOffer(story), 'dataMarket.NotCertified'),
		chain.submitFailing(agency.pair, reinstateCall(story, 'it was not'), 'certification.CertificateRevoked'),
	]);
	story.record({
		step: 'demand again, take the offer by force; reinstate the certificate',
		who: `${demander.name}, ${agency.name}`,
		receipts: [placed, ...refused],
		result: 'the offer that rests matches no more; refused: NotCertified, CertificateRevoked',
	});
	story.prove('An offer that a demand for certified data matched before matches no more once a certificate of its lot is revoked.');
}

/** A new certificate stands beside the old one, linked; the demand that waited is answered. */
export async function certifyAnew(story) {
	const { chain, revocation } = story;
	const { agency, demander, ids, batches } = revocation;
	const certified = await chain.submit(agency.pair, await certifyCall(story, batches[0]));
	const event = certified.one('certification', 'Certified');
	assert.equal(event.previous.unwrap().toBigInt(), ids[0]);
	revocation.revoked = ids[0];
	revocation.ids = [event.certificate.toBigInt(), ids[1]];
	await expectStatuses(story, ['Valid', 'Valid']);
	await expectVerified(story, [true, true]);
	const history = await chain.api.call.certificationApi.history(revocation.ids[0]);
	assert.deepEqual(history.map(({ id, status }) => [id.toBigInt(), status.type]), [[revocation.ids[0], 'Valid'], [ids[0], 'Revoked']]);
	const { receipt, agreement } = await take(story);
	story.record({
		step: 'certify anew; take the offer',
		who: `${agency.name}, ${demander.name}`,
		receipts: [certified, receipt],
		result: `certificate ${revocation.ids[0]} follows ${ids[0]}, which stays revoked; matched: agreement ${agreement}`,
	});
}

/** The bits of the two certificates in a status list. */
async function statusBits({ chain, revocation }, purpose) {
	const bits = async (id) => isSet(answeredBytes(await chain.api.call.certificationApi.statusBits(purpose, id, 1)), 0);
	return Promise.all(revocation.ids.map(bits));
}

/** Nothing is written about the certificates or the agency's accreditation: whoever asks walks up the chain. */
export async function revokeTheChain(story) {
	const { chain, revocation } = story;
	const { ministry, agency, demander, supplier, batches, national, local, spare } = revocation;
	const consortium = await story.consortium();
	const { certification, utility } = chain.api.tx;
	const reason = toHex(textDigest('the ministry certified without looking'));
	const givenUp = certification.revokeAccreditation(spare, toHex(textDigest('one is enough')));
	const late = await certifyCall(story, batches[0], { accreditation: spare });
	const [below, sameBlock] = await Promise.all([
		chain.submitFailing(agency.pair, certification.revokeAccreditation(national, reason), 'certification.NotAuthorized'),
		chain.submit(agency.pair, utility.forceBatch([givenUp, late])),
	]);
	assert.equal(sameBlock.one('certification', 'AccreditationRevoked').accreditation.toBigInt(), spare);
	assert.equal(decodeError(chain.api.registry, sameBlock.one('utility', 'ItemFailed').error).name, 'certification.AccreditationRevoked');
	story.record({
		step: 'revoke the accreditation above one\'s own; certify in the very block in which one gave one up',
		who: agency.name,
		receipts: [below, sameBlock],
		result: 'refused: NotAuthorized, AccreditationRevoked',
	});
	const revoked = await consortium.resolve(certification.revokeAccreditation(national, reason));
	assert.equal(revoked.one('certification', 'AccreditationRevoked').accreditation.toBigInt(), national);
	const views = await expectStatuses(story, ['AccreditationRevoked', 'AccreditationRevoked']);
	for (const view of views) assert(view.revoked.isNone && view.issuer.toHex() === toHex(agency.did));
	assert.deepEqual(await statusBits(story, 'Revocation'), [true, true]);
	const links = (await chain.api.call.certificationApi.accreditations([local, national])).map((link) => link.unwrap());
	assert.deepEqual(links.map(({ lapse }) => lapse.unwrap().type), ['Revoked', 'Revoked']);
	assert.deepEqual(links.map((link) => link.revoked.isSome), [false, true]);
	assert((await chain.api.call.certificationApi.isAccredited(toHex(agency.did), 'Certify', word(CATEGORY))).isFalse);
	await expectVerified(story, [false, false]);
	const placed = await demandInVain(story);
	const [certified, passedOn] = await Promise.all([certifyCall(story, batches[0]), passOnCall(story, national, agency)]);
	const refused = await Promise.all([
		chain.submitFailing(demander.pair, takeOffer(story), 'dataMarket.NotCertified'),
		chain.submitFailing(agency.pair, certified, 'certification.AccreditationRevoked'),
		chain.submitFailing(ministry.pair, passedOn, 'certification.AccreditationRevoked'),
	]);
	story.record({
		step: 'revoke the accreditation of the ministry; demand, certify, pass on',
		who: `council, ${demander.name}, ${agency.name}, ${ministry.name}`,
		receipts: [revoked, placed, ...refused],
		result: 'both certificates of the agency ended with it; the demand rests; refused: NotCertified, AccreditationRevoked, twice',
	});
	const withdrawn = await Promise.all([
		chain.submit(demander.pair, chain.api.tx.dataMarket.withdrawDemand(revocation.resting)),
		chain.submit(supplier.pair, chain.api.tx.dataMarket.withdrawOffer(revocation.offer)),
	]);
	story.record({ step: 'give up: withdraw demand and offer', who: `${demander.name}, ${supplier.name}`, receipts: withdrawn, result: 'the deposits are back' });
	story.prove('An accreditation that the council revoked ended, in the same block, what another regulator had certified on an accreditation derived from it.');
}

export async function recomputeTheHistory(story) {
	const { revocation } = story;
	const names = await checkHistory(story, { Certificate: revocation.revoked });
	const acts = ['Certified', 'Suspended', 'Reinstated', 'Suspended', 'Reinstated', 'Revoked'];
	assert.deepEqual(names, acts.map((act) => `certification.${act}`));
	story.record({ step: 'recompute the history of the first certificate', who: 'anyone', result: `${names.length} events, each found in its block, lead to the head on chain` });
}
