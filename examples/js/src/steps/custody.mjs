// Custody: data go from their owner by way of a proxy to users, on statements of use that only get narrower. Afterwards the chain tells who holds
// them, and to whom a leaf that leaked leads.

import assert from 'node:assert/strict';
import { randomBytes, toHex, utf8 } from '../lib/bytes.mjs';
import { callTerms, newCredential, textDigest } from '../lib/certification.mjs';
import { formatDid } from '../lib/did.mjs';
import { encodeLeaf, newSalt } from '../lib/envelope.mjs';
import { applyKeystream, encryptLot } from '../lib/exchange.mjs';
import { leafHash, Tree } from '../lib/fingerprint.mjs';
import { demandTerms, lotOf, needOf, offerTerms } from '../lib/market.mjs';
import { CFL, formatCfl } from '../lib/money.mjs';
import { callStatement, callUsageTerms, copiesLeft, costOf, documentHash, passable, readPolicy, statementOf, usageTerms, usageTermsOf, widening } from '../lib/usage.mjs';
import { checkHistory } from './audit.mjs';
import { tradeHonestly } from './delivery.mjs';
import { validatedDays } from './stock.mjs';
import { CATEGORY, REGION, word } from './water.mjs';

const HOUR = 3_600_000;
const DAYS = 2;
const KIND = 'measurement';
const PRICE = 4n * CFL;
/** So short that several pages are needed. */
const PAGE = 2;
/** How long something is asked for that nobody answers: long enough for its own transaction. */
const FLEETING = 12_000;

const PURPOSES = ['leak-detection', 'research'];

/** Terms, each narrower than the one before it in every word. Moments count from the beginning of the program. */
const TERMS = {
	/** What the proxy asks for. */
	asked: { actions: ['Read', 'Aggregate', 'Derive', 'Distribute'], purposes: PURPOSES, until: 2 * HOUR, region: 'u0nd', copies: 4 },
	/** What the user asks for. */
	wanted: { actions: ['Read', 'Derive', 'Distribute'], purposes: PURPOSES, until: 2 * HOUR, region: 'u0nd', copies: 3 },
	/** What the owner gives the proxy. */
	held: { actions: ['Read', 'Distribute'], purposes: ['leak-detection'], until: HOUR, region: 'u0nd9', copies: 3 },
	/** What the proxy gives the user. */
	given: { actions: ['Read'], purposes: ['leak-detection'], until: HOUR / 2, region: 'u0nd9h', copies: 0 },
};

const ERRORS = { Action: 'WiderActions', Purpose: 'WiderPurposes', Expiry: 'WiderExpiry', Region: 'WiderRegion', Copies: 'WiderCopies' };

/** A proxy is a service provider; to buy data he is a demander as well. */
async function cast(story, proxy, users) {
	const [supplier, laboratory, ministry, broker, ...others] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'laboratory', roles: ['Validator'] },
		{ name: 'ministry', roles: ['Regulator'] },
		proxy,
		...users.map((name) => ({ name, roles: ['Demander'] })),
	]);
	const [user, second, third] = others;
	story.custody = { supplier, laboratory, ministry, proxy: broker, user, second, third, holdings: [], certificate: null };
}

export const meet = (story) => cast(story, { name: 'broker', roles: ['Demander', 'ServiceProvider'] }, ['planner', 'farmer', 'insurer']);
export const meetThree = (story) => cast(story, { name: 'operator', roles: ['ServiceProvider'] }, ['planner']);

export async function prepare(story) {
	const { chain, custody } = story;
	const { supplier, laboratory, proxy } = custody;
	Object.assign(custody, await validatedDays(story, supplier, laboratory, DAYS));
	custody.submissions = custody.batches.map(({ submission }) => submission);
	const now = await story.now();
	custody.terms = Object.fromEntries(Object.entries(TERMS).map(([name, terms]) => [name, usageTerms({ ...terms, until: now + terms.until })]));
	custody.until = now + HOUR;
	custody.heldBefore = (await chain.balance(proxy)).held;
	// A story that traded these days before has holders of them already.
	custody.before = new Map(await Promise.all(custody.batches.map(async ({ submission, tree }) => [submission, await holdersOf(story, tree.root)])));
}

/** The ministry attests the first day, on the authority of the council. */
export async function certify(story) {
	const { chain, custody } = story;
	const { ministry, submissions } = custody;
	const consortium = await story.consortium();
	const now = await story.now();
	const terms = { powers: ['Certify'], scope: { Category: CATEGORY }, types: { Only: [KIND] }, delegable: false, from: now, until: now + HOUR };
	const accredited = await consortium.resolve(chain.api.tx.certification.accredit(toHex(ministry.did), callTerms(terms)));
	const { accreditation } = accredited.one('certification', 'Accredited');
	const subject = `urn:counterfoil:submission:${submissions[0]}`;
	const document = newCredential(chain.genesis, { issuer: ministry.did, subject, kind: KIND, claim: 'measured in due form', from: now, until: now + HOUR });
	const statement = { coverage: word('all', 64), document: toHex(textDigest(document)), validUntil: now + HOUR };
	const certified = await chain.submit(ministry.pair, chain.api.tx.certification.certify(accreditation, { Submission: submissions[0] }, word(KIND), now, statement));
	custody.certificate = certified.one('certification', 'Certified').certificate.toBigInt();
	story.record({
		step: 'certify the first day',
		who: `council, ${ministry.name}`,
		receipts: [accredited, certified],
		result: `certificate ${custody.certificate}: ${KIND}`,
	});
}

/** A statement of use about these days: an agreement between two, an offer of one, or what somebody would like. */
function state({ chain, custody }, terms, { assigner, assignee, submissions = custody.submissions } = {}) {
	const owner = formatDid(chain.genesis, custody.supplier.did);
	const targets = submissions.map((submission) => `${owner}/data-sets/${custody.dataSet}/submissions/${submission}`);
	return statementOf(terms, {
		assigner: assigner && formatDid(chain.genesis, assigner.did),
		assignee: assignee && formatDid(chain.genesis, assignee.did),
		targets,
	});
}

/** The call that asks for data: for oneself, or for a user. */
function requestCall(story, { source, terms, user, userTerms, submissions = story.custody.submissions, until = story.custody.until }) {
	const usage = callStatement(state(story, terms, { submissions }));
	const named = user ? { did: toHex(user.did), usage: callStatement(state(story, userTerms, { submissions })) } : null;
	return story.chain.api.tx.custody.request(source, submissions, usage, named, until);
}

/** The call that says on which statement the data were given. */
const provideCall = ({ chain }, circulation, statement, { certificate = null, marks = {} } = {}) =>
	chain.api.tx.custody.provide(circulation, { usage: callStatement(statement), certificate, marks: { ciphertextRoot: null, watermark: null, ...marks } });

const confirmCall = ({ chain }, circulation) => chain.api.tx.custody.confirm(circulation);
const answerCall = ({ chain }, { id }, received = true) => (received ? chain.api.tx.custody.acknowledge(id) : chain.api.tx.custody.deny(id));

const maybe = (codec, read) => (codec.isSome ? read(codec.unwrap()) : null);
const number = (codec) => codec.toBigInt();
const hex = (codec) => codec.toHex();

/** A holding as the chain tells it. */
const holdingOf = (view) => ({
	id: number(view.id),
	holder: hex(view.holder),
	giver: hex(view.giver),
	from: view.source.isHolding ? number(view.source.asHolding) : null,
	submissions: view.parts.map(({ submission }) => number(submission)),
	document: hex(view.usage.document),
	terms: usageTermsOf(view.usage.terms),
	ciphertextRoot: maybe(view.marks.ciphertextRoot, hex),
	watermark: maybe(view.marks.watermark, hex),
	certificate: maybe(view.certificate, number),
	agreement: maybe(view.agreement, number),
	circulation: maybe(view.circulation, number),
	receipt: view.receipt.type,
	since: view.since.toNumber(),
	given: view.given.toNumber(),
	left: view.copiesLeft.toNumber(),
	depth: view.depth.toNumber(),
});

const byId = (a, b) => (a.id < b.id ? -1 : 1);

/** Everybody who was ever given the part with this root, in pages. */
async function holdersOf({ chain }, root) {
	const found = [];
	for (let from = null; ; ) {
		const { holdings, next } = await chain.api.call.custodyApi.custody(toHex(root), from, PAGE);
		found.push(...holdings.map(holdingOf));
		if (next.isNone) return found.sort(byId);
		from = next.unwrap();
	}
}

/** A holding as it should be from now on. What is given out of another one uses up copies of that one. */
function expectHolding({ custody }, receipt, { holder, giver, from = null, statement, marks = {}, ...more }) {
	const event = receipt.one('custody', 'Provided');
	assert.deepEqual([hex(event.giver), hex(event.holder), hex(event.usage.document)], [toHex(giver.did), toHex(holder.did), toHex(statement.document)]);
	const holding = {
		id: number(event.holding),
		holder: toHex(holder.did),
		giver: toHex(giver.did),
		from: from?.id ?? null,
		submissions: custody.submissions,
		document: toHex(statement.document),
		terms: statement.terms,
		ciphertextRoot: marks.ciphertextRoot ?? null,
		watermark: marks.watermark ?? null,
		certificate: maybe(event.certificate, number),
		agreement: maybe(event.agreement, number),
		circulation: number(event.circulation),
		receipt: 'Claimed',
		since: receipt.time,
		given: 0,
		left: statement.terms.copies,
		depth: (from?.depth ?? 0) + 1,
		...more,
	};
	if (from) {
		from.given += costOf(statement.terms);
		from.left = copiesLeft(from.terms, from.given);
	}
	custody.holdings.push(holding);
	return holding;
}

/** What the chain says about a holding is what it should be. */
async function expectView({ chain }, ...holdings) {
	const views = await chain.api.call.custodyApi.holdings(holdings.map(({ id }) => id));
	assert.deepEqual(views.map((view) => holdingOf(view.unwrap())), holdings);
}

/** The statement that a receiver was handed is the one on chain, and says the same. He reads it before he says that he received anything. */
async function checkStatement({ chain }, { id }, { text }) {
	const { usage } = (await chain.api.call.custodyApi.holding(id)).unwrap();
	assert.equal(toHex(documentHash(text)), hex(usage.document), 'another document');
	assert.deepEqual(readPolicy(text).terms, usageTermsOf(usage.terms), 'the document says other terms');
}

/** Statements that are wider than allowed in one word each, with the errors that they lead to. The words of `wider` are beyond the bounds. */
function widened(terms, wider, bounds) {
	const attempts = [
		{ ...terms, actions: wider.actions.filter((action) => action !== 'Distribute' || terms.actions.includes(action)) },
		{ ...terms, purposes: wider.purposes },
		{ ...terms, until: wider.until },
		{ ...terms, region: wider.region },
		{ ...terms, actions: [...new Set([...terms.actions, 'Distribute'])], copies: wider.copies },
	].map(usageTerms);
	const words = attempts.map((attempt) => widening(attempt, bounds));
	assert.deepEqual(words, Object.keys(ERRORS));
	return attempts.map((attempt, i) => ({ terms: attempt, error: `custody.${ERRORS[words[i]]}` }));
}

/** The proxy asks the owner, and names the user for whom. */
export async function request(story) {
	const { chain, custody } = story;
	const { supplier, proxy, user, dataSet, terms } = custody;
	const ask = (more) => requestCall(story, { source: { Owner: dataSet }, terms: terms.asked, user, userTerms: terms.wanted, ...more });
	const [tooMany, toHimself, noProxy, receipt] = await Promise.all([
		// One copy is that of the user himself.
		chain.submitFailing(proxy.pair, ask({ userTerms: { ...terms.wanted, copies: terms.asked.copies } }), 'custody.WiderCopies'),
		chain.submitFailing(proxy.pair, ask({ user: supplier }), 'custody.SameParty'),
		chain.submitFailing(user.pair, ask({ user: proxy }), 'custody.NotServiceProvider'),
		chain.submit(proxy.pair, ask({})),
	]);
	const event = receipt.one('custody', 'Requested');
	assert.deepEqual([event.giver, event.receiver, event.user.unwrap()].map(hex), [supplier, proxy, user].map(({ did }) => toHex(did)));
	custody.circulation = number(event.circulation);
	const view = (await chain.api.call.custodyApi.circulation(custody.circulation)).unwrap();
	assert.equal(view.stage.type, 'Requested');
	assert.deepEqual(usageTermsOf(view.usage.terms), terms.asked);
	assert.deepEqual(usageTermsOf(view.userUsage.unwrap().terms), terms.wanted);
	story.record({
		step: `ask for ${DAYS} days, for the ${user.name}`,
		who: `${proxy.name}, ${user.name}`,
		receipts: [tooMany, toHimself, noProxy, receipt],
		result: `circulation ${custody.circulation}; refused: WiderCopies, SameParty, NotServiceProvider`,
	});
}

/** Nobody gives before the user wants it, and nobody wants it for him. Something else is asked for and never answered. */
export async function hurry(story) {
	const { chain, custody } = story;
	const { supplier, proxy, second, dataSet, terms, circulation } = custody;
	const statement = state(story, terms.held, { assigner: supplier, assignee: proxy });
	const fleeting = requestCall(story, { source: { Owner: dataSet }, terms: terms.held, until: (await story.now()) + FLEETING });
	const [requested, ...refused] = await Promise.all([
		chain.submit(proxy.pair, fleeting),
		chain.submitFailing(supplier.pair, provideCall(story, circulation, statement), 'custody.NotConfirmed'),
		chain.submitFailing(second.pair, confirmCall(story, circulation), 'custody.NotUser'),
		chain.submitFailing(second.pair, chain.api.tx.custody.expire(circulation), 'custody.DeadlineNotPassed'),
	]);
	custody.fleeting = number(requested.one('custody', 'Requested').circulation);
	story.record({
		step: 'give too early, confirm for another; ask for something in vain',
		who: `${supplier.name}, ${second.name}`,
		receipts: [requested, ...refused],
		result: `circulation ${custody.fleeting} waits; refused: NotConfirmed, NotUser, DeadlineNotPassed`,
	});
}

export async function confirm(story) {
	const { chain, custody } = story;
	const { user, circulation } = custody;
	const [receipt, again] = await Promise.all([
		chain.submit(user.pair, confirmCall(story, circulation)),
		chain.submitFailing(user.pair, confirmCall(story, circulation), 'custody.AlreadyConfirmed'),
	]);
	receipt.one('custody', 'Confirmed');
	story.record({ step: 'confirm, twice', who: user.name, receipts: [receipt, again], result: 'the source may give; refused: AlreadyConfirmed' });
}

/** The owner encrypts for the proxy alone, shows a certificate, and allows less than was asked for. Wider than asked he cannot be. */
export async function provide(story) {
	const { chain, custody } = story;
	const { supplier, proxy, user, circulation, batches, terms, certificate } = custody;
	custody.key = randomBytes(32);
	custody.sealed = encryptLot(batches.map(({ leaves }) => leaves), custody.key);
	const marks = { ciphertextRoot: toHex(custody.sealed.root) };
	const between = { assigner: supplier, assignee: proxy };
	custody.statement = state(story, terms.held, between);
	const beyond = { actions: [...terms.held.actions, 'Print'], purposes: ['marketing'], until: terms.asked.until + 1, region: 'u0n', copies: terms.asked.copies + 1 };
	const attempts = widened(terms.held, beyond, terms.asked);
	const refuse = ({ terms: wider, error }) => chain.submitFailing(supplier.pair, provideCall(story, circulation, state(story, wider, between), { marks }), error);
	const receipts = await Promise.all([
		...attempts.map(refuse),
		chain.submitFailing(supplier.pair, provideCall(story, circulation, custody.statement, { certificate: 2n ** 63n, marks }), 'custody.CertificateNotValid'),
		chain.submitFailing(user.pair, provideCall(story, circulation, custody.statement), 'custody.NotGiver'),
		chain.submit(supplier.pair, provideCall(story, circulation, custody.statement, { certificate, marks })),
	]);
	const receipt = receipts.at(-1);
	custody.first = expectHolding(story, receipt, { holder: proxy, giver: supplier, statement: custody.statement, marks });
	assert.equal(custody.first.certificate, certificate);
	await expectView(story, custody.first);
	story.record({
		step: 'give, on wider terms than asked for in each word, on a certificate that is none; then on narrower ones',
		who: `${supplier.name}, ${user.name}`,
		receipts,
		result: `holding ${custody.first.id}; refused: ${Object.values(ERRORS).join(', ')}, CertificateNotValid, NotGiver`,
	});
}

/** The proxy decrypts, compares with the chain, reads the statement, and only then says that he received both. */
export async function receive(story) {
	const { chain, custody } = story;
	const { proxy, user, circulation, batches, first, sealed, key, statement, terms } = custody;
	assert.equal(toHex(Tree.fromLeaves(sealed.ciphertexts).root), first.ciphertextRoot);
	const leaves = sealed.ciphertexts.map((ciphertext, index) => applyKeystream(key, index, ciphertext));
	let begin = 0;
	for (const { submission, tree } of batches) {
		const { fingerprint } = (await chain.api.call.dataRegistryApi.submission(submission)).unwrap();
		const part = leaves.slice(begin, (begin += tree.hashes.length));
		assert.equal(toHex(Tree.fromLeaves(part).root), hex(fingerprint.root));
	}
	await checkStatement(story, first, statement);
	const early = state(story, terms.given, { assigner: proxy, assignee: user });
	const [refused, notHis, receipt] = await Promise.all([
		chain.submitFailing(proxy.pair, provideCall(story, circulation, early), 'custody.NotReceived'),
		chain.submitFailing(user.pair, answerCall(story, first), 'custody.NotHolder'),
		chain.submit(proxy.pair, answerCall(story, first)),
	]);
	receipt.one('custody', 'Acknowledged');
	first.receipt = 'Received';
	await expectView(story, first);
	story.record({
		step: 'pass on too early; decrypt, check leaves and statement, acknowledge',
		who: `${proxy.name}, ${user.name}`,
		receipts: [refused, notHis, receipt],
		result: `${leaves.length} leaves as fingerprinted, the statement says what is on chain; refused: NotReceived, NotHolder`,
	});
}

/** A leaf like those of a batch that one copy has and no other one. */
function newWatermark({ schema, custody: { proxy } }, { did }) {
	const payload = utf8(JSON.stringify({ copyOf: toHex(did) }));
	const leaf = encodeLeaf({ structure: 'Record', format: 'Json', schema, subject: proxy.did, sequence: 0, salt: newSalt(), payload });
	return { leaf, watermark: toHex(leafHash(leaf)) };
}

/** The user asked for more than the proxy holds: in each word the proxy is held to what he was given. He adds a leaf for this user alone. */
export async function passOn(story) {
	const { chain, custody } = story;
	const { proxy, user, circulation, first, terms } = custody;
	const between = { assigner: proxy, assignee: user };
	const bounds = passable(first.terms, first.given, await story.now());
	assert.deepEqual(usageTermsOf((await chain.api.call.custodyApi.passable(first.id)).unwrap().asOk), bounds);
	assert.equal(widening(terms.wanted, bounds), 'Action');
	// All of them are within what was asked for.
	const attempts = widened(terms.given, terms.wanted, bounds);
	assert(attempts.every((attempt) => widening(attempt.terms, terms.wanted) === null));
	const { leaf, watermark } = newWatermark(story, user);
	custody.watermark = leaf;
	const statement = state(story, terms.given, between);
	const refuse = ({ terms: wider, error }) => chain.submitFailing(proxy.pair, provideCall(story, circulation, state(story, wider, between)), error);
	const receipts = await Promise.all([
		...attempts.map(refuse),
		chain.submit(proxy.pair, provideCall(story, circulation, statement, { marks: { watermark } })),
	]);
	const receipt = receipts.at(-1);
	custody.copy = expectHolding(story, receipt, { holder: user, giver: proxy, from: first, statement, marks: { watermark } });
	assert.equal(receipt.one('custody', 'Closed').end.type, 'Completed');
	await checkStatement(story, custody.copy, statement);
	const acknowledged = await chain.submit(user.pair, answerCall(story, custody.copy));
	custody.copy.receipt = 'Received';
	await expectView(story, first, custody.copy);
	const path = await chain.api.call.custodyApi.custodyPath(custody.copy.id);
	assert.deepEqual(path.map(({ id }) => number(id)), [custody.copy.id, first.id]);
	story.record({
		step: 'pass on what was asked for; then what one may',
		who: proxy.name,
		receipts,
		result: `holding ${custody.copy.id}, ${first.left} copies left; refused, as beyond what he holds: ${Object.values(ERRORS).join(', ')}`,
	});
	story.record({ step: 'check the statement, acknowledge', who: user.name, receipts: acknowledged, result: 'the circulation is completed: each hop on record with its statement' });
	story.prove('A proxy that passes on more than it holds is refused, in each word: actions, purposes, expiry, region, copies.');
}

/** Somebody asks the proxy for the first day. Nobody gives more copies than he has, nor against the stream. */
export async function spend(story) {
	const { chain, custody } = story;
	const { supplier, proxy, second, third, first, copy, batches, terms } = custody;
	const submissions = [batches[0].submission];
	const termsWith = (copies) => usageTerms({ ...terms.given, actions: ['Read', 'Distribute'], copies });
	const ask = (source, copies) => requestCall(story, { source: { Holding: source.id }, terms: termsWith(copies), submissions });
	const left = copiesLeft(first.terms, first.given);
	const [tooMany, round, closed, requested] = await Promise.all([
		chain.submitFailing(third.pair, ask(first, left), 'custody.WiderCopies'),
		chain.submitFailing(supplier.pair, ask(first, 0), 'custody.Upstream'),
		chain.submitFailing(second.pair, ask(copy, 0), 'custody.NotDistributable'),
		chain.submit(third.pair, ask(first, left - 1)),
	]);
	const circulation = number(requested.one('custody', 'Requested').circulation);
	const statement = state(story, termsWith(left - 1), { assigner: proxy, assignee: third, submissions });
	const { watermark } = newWatermark(story, third);
	const receipt = await chain.submit(proxy.pair, provideCall(story, circulation, statement, { marks: { watermark } }));
	custody.denied = expectHolding(story, receipt, { holder: third, giver: proxy, from: first, statement, marks: { watermark }, submissions });
	await expectView(story, first, custody.denied);
	assert.equal(first.left, 0);
	assert.equal((await chain.api.call.custodyApi.passable(first.id)).unwrap().asErr.type, 'NoCopiesLeft');
	story.record({
		step: `ask for too many copies, out of turn, out of a copy without any; then for ${left - 1} more`,
		who: `${third.name}, others`,
		receipts: [tooMany, round, closed, requested, receipt],
		result: `holding ${custody.denied.id}, no copies left; refused: WiderCopies, Upstream, NotDistributable`,
	});
}

/** A receiver contradicts. That uses his copy up all the same, and takes him off no list. */
export async function deny(story) {
	const { chain, custody } = story;
	const { second, third, first, denied, terms } = custody;
	const ask = (source) => requestCall(story, { source: { Holding: source.id }, terms: terms.given, submissions: denied.submissions });
	const [receipt, again, spent] = await Promise.all([
		chain.submit(third.pair, answerCall(story, denied, false)),
		chain.submitFailing(third.pair, answerCall(story, denied), 'custody.AlreadyAnswered'),
		chain.submitFailing(second.pair, ask(first), 'custody.NoCopiesLeft'),
	]);
	receipt.one('custody', 'Denied');
	denied.receipt = 'Denied';
	const refused = await chain.submitFailing(second.pair, ask(denied), 'custody.NotReceived');
	await expectView(story, first, denied);
	story.record({
		step: 'deny that one received it; think better of it; ask for one more',
		who: `${third.name}, ${second.name}`,
		receipts: [receipt, again, spent, refused],
		result: 'the copy stays used up; refused: AlreadyAnswered, NoCopiesLeft, NotReceived',
	});
	story.prove('Copies are a budget: all who ever come to hold data by the hands of a proxy are as many as his terms say, and no more.');
}

/** What nobody answers the chain removes by itself, and its ticket returns. */
export async function lapse(story) {
	const { chain, custody } = story;
	const { proxy, fleeting, heldBefore } = custody;
	const isOver = async () => (await chain.api.call.custodyApi.circulation(fleeting)).isNone;
	await chain.waitForHead(isOver, { best: true, what: 'the end of a circulation that nobody answers' });
	assert.equal((await chain.api.call.custodyApi.circulationsOf(toHex(proxy.did), null, 100)).length, 0);
	assert.equal((await chain.balance(proxy)).held, heldBefore, 'what tickets hold');
	story.record({ step: `look for circulation ${fleeting}`, who: 'anyone', result: 'lapsed; no ticket holds anything any more' });
}

/** The proxy asks once more, for another user; this time he buys. */
export async function requestAgain(story) {
	const { chain, custody } = story;
	const { supplier, proxy, second, dataSet, terms } = custody;
	const ask = requestCall(story, { source: { Owner: dataSet }, terms: terms.asked, user: second, userTerms: terms.wanted });
	const requested = await chain.submit(proxy.pair, ask);
	custody.circulation = number(requested.one('custody', 'Requested').circulation);
	const confirmed = await chain.submit(second.pair, confirmCall(story, custody.circulation));
	const nextAgreement = await chain.api.query.dataEscrow.nextAgreementId();
	const refused = await chain.submitFailing(supplier.pair, chain.api.tx.custody.provideSold(custody.circulation, nextAgreement, null), 'custody.UnknownAgreement');
	story.record({
		step: `ask for the same, for the ${second.name}; confirm; claim a sale that was none`,
		who: `${proxy.name}, ${second.name}, ${supplier.name}`,
		receipts: [requested, confirmed, refused],
		result: `circulation ${custody.circulation}; refused: UnknownAgreement`,
	});
}

/**
 * The market brings owner and proxy together, the fair exchange delivers, and the chain records the holding by itself. The owner adds a leaf for
 * this buyer alone, and commits to it before he accepts.
 */
export async function sell(story) {
	const { chain, custody } = story;
	const { supplier, proxy, dataSet, submissions, batches, circulation, certificate, terms } = custody;
	const statement = state(story, usageTerms({ ...terms.wanted, copies: 1 }), { assigner: supplier });
	const demanders = { allowed: [toHex(proxy.did)], denied: [] };
	const goods = { Lot: lotOf(dataSet, submissions) };
	const offer = offerTerms({ goods, price: { Fixed: PRICE }, usage: callStatement(statement), demanders, validUntil: custody.until });
	const offered = await chain.submit(supplier.pair, chain.api.tx.dataMarket.placeOffer(offer));
	const suppliers = { allowed: [toHex(supplier.did)], denied: [] };
	const need = needOf({ category: CATEGORY, region: REGION, suppliers, usage: callUsageTerms(statement.terms), budget: PRICE });
	const demanded = await chain.submit(proxy.pair, chain.api.tx.dataMarket.placeDemand(demandTerms({ need, validUntil: custody.until })));
	const match = demanded.one('dataMarket', 'Matched');
	assert.equal(match.offer.toBigInt(), offered.one('dataMarket', 'OfferPlaced').offer.toBigInt());
	const agreement = number(match.opened.asAgreement);

	const key = randomBytes(32);
	const { leaf, watermark } = newWatermark(story, proxy);
	custody.boughtWatermark = leaf;
	const trade = await tradeHonestly(story, { agreement, supplier, demander: proxy, batches, key, watermark });
	const settled = trade.at(-1);
	custody.bought = encryptLot(batches.map(({ leaves }) => leaves), key);
	const event = settled.one('custody', 'Sold');
	assert.deepEqual([number(event.agreement), hex(event.holder), hex(event.usage.document)], [agreement, toHex(proxy.did), toHex(statement.document)]);
	const [named, again] = await Promise.all([
		chain.submit(supplier.pair, chain.api.tx.custody.provideSold(circulation, agreement, certificate)),
		chain.submitFailing(supplier.pair, chain.api.tx.custody.provideSold(circulation, agreement, certificate), 'custody.AlreadyProvided'),
	]);
	const marks = { ciphertextRoot: toHex(custody.bought.root), watermark };
	custody.sold = expectHolding(story, named, { holder: proxy, giver: supplier, statement, marks, receipt: 'Received', since: settled.time });
	assert.equal(custody.sold.id, number(event.holding));
	assert.equal(custody.sold.agreement, agreement);
	await expectView(story, custody.sold);
	story.record({
		step: 'match, deliver and settle by the fair exchange; name the agreement as the hop, twice',
		who: `${supplier.name}, ${proxy.name}`,
		receipts: [offered, demanded, ...trade, named, again],
		result: `agreement ${agreement} for ${formatCfl(PRICE)} CFL made holding ${custody.sold.id}, marked for ${proxy.name} alone; refused: AlreadyProvided`,
	});
}

export async function passOnBought(story) {
	const { chain, custody } = story;
	const { proxy, second, circulation, terms } = custody;
	const from = custody.sold;
	const statement = state(story, terms.given, { assigner: proxy, assignee: second });
	const receipt = await chain.submit(proxy.pair, provideCall(story, circulation, statement));
	const holding = expectHolding(story, receipt, { holder: second, giver: proxy, from, statement });
	assert.equal(receipt.one('custody', 'Closed').end.type, 'Completed');
	await checkStatement(story, holding, statement);
	await expectView(story, from, holding);
	story.record({
		step: `pass on to the ${second.name}, who says nothing`,
		who: proxy.name,
		receipts: receipt,
		result: `holding ${holding.id}: claimed by its giver alone`,
	});
}

/** All holders of each part, with their terms, whoever they have it from. */
export async function listHolders(story) {
	const { chain, custody } = story;
	const { batches, before, holdings, supplier, proxy, user, second, third } = custody;
	const nameOf = (did) => [supplier, proxy, user, second, third].find((party) => party && toHex(party.did) === did).name;
	for (const { submission, tree } of batches) {
		const mine = holdings.filter(({ submissions }) => submissions.includes(submission));
		assert.deepEqual(await holdersOf(story, tree.root), [...before.get(submission), ...mine]);
		story.record({
			step: `list who holds submission ${submission}`,
			who: 'anyone',
			result: mine.map(({ holder, receipt, agreement, left }) => `${nameOf(holder)} (${agreement === null ? receipt.toLowerCase() : 'bought'}, ${left} left)`).join(', '),
		});
	}
	for (const holding of holdings.filter(({ from }) => from !== null)) {
		const source = holdings.find(({ id }) => id === holding.from);
		assert.equal(widening(holding.terms, source.terms), null);
	}
	assert.deepEqual(await holdersOf(story, new Uint8Array(32)), []);
	const own = (await chain.api.call.custodyApi.holdingsOf(toHex(user.did), null, 100)).map(({ id }) => number(id));
	assert(own.includes(custody.copy.id));
	story.prove('The chain lists everybody who ever was given a part: by whom, since when, on what terms, and what he says to that.');
}

/** All who can have leaked a leaf, in pages: pairs of holding and ground. */
async function suspectsOf({ chain }, submission, leak) {
	const found = [];
	for (let from = null; ; ) {
		const answer = await chain.api.call.custodyApi.suspects(submission, leak, from, PAGE);
		if (answer.isErr) return answer.asErr.type;
		const { suspects, next } = answer.asOk;
		found.push(...suspects.map(({ ground, holding }) => [number(holding.id), ground.type]));
		if (next.isNone) return found.sort(([a], [b]) => (a < b ? -1 : 1));
		from = next.unwrap();
	}
}

/** An encrypted leaf with its proof, as somebody found it. */
function sealedLeak({ ciphertexts }, index) {
	const tree = Tree.fromLeaves(ciphertexts);
	return { Sealed: { leaf: toHex(ciphertexts[index]), index, leaves: ciphertexts.length, path: tree.proof(index).map(toHex) } };
}

/** Leaves that turn up where they should not be: encrypted, marked, and in the clear. */
export async function trace(story) {
	const { custody } = story;
	const { batches, before, holdings, sealed, bought, sold, first, copy, watermark, boughtWatermark } = custody;
	const batch = batches[1];
	const { submission } = batch;
	const index = 11;
	const below = (source) => holdings.filter(({ from }) => from === source.id).map(({ id }) => [id, 'Downstream']);
	const plain = (leaf) => ({ Plain: { leaf: toHex(leaf), index, path: batch.tree.proof(index).map(toHex) } });
	const holders = [...before.get(submission), ...holdings.filter(({ submissions }) => submissions.includes(submission))];

	const cases = [
		['an encrypted leaf that was made for the proxy', sealedLeak(sealed, index), [[first.id, 'Copy'], ...below(first)]],
		...(sold
			? [
					['an encrypted leaf that was sold to the proxy', sealedLeak(bought, index), [[sold.id, 'Copy'], ...below(sold)]],
					['a leaf that was added to what the proxy bought', { Marked: { leaf: toHex(boughtWatermark) } }, [[sold.id, 'Copy'], ...below(sold)]],
				]
			: []),
		['a leaf that was added for the user', { Marked: { leaf: toHex(watermark) } }, [[copy.id, 'Copy']]],
		['a leaf that was added for nobody', { Marked: { leaf: toHex(randomBytes(32)) } }, []],
		['a leaf in the clear', plain(batch.leaves[index]), holders.map(({ id }) => [id, 'Part'])],
		['a leaf that is none of the part', plain(batch.leaves[index - 1]), 'Proof'],
	];
	for (const [what, leak, expected] of cases) {
		const found = await suspectsOf(story, submission, leak);
		assert.deepEqual(found, expected, what);
		const grounds = typeof found === 'string' ? `nobody: ${found}` : found.map(([id, ground]) => `holding ${id} (${ground.toLowerCase()})`).join(', ') || 'nobody';
		story.record({ step: `trace ${what}`, who: 'anyone', result: grounds });
	}
	assert.equal(await suspectsOf(story, 2n ** 63n, plain(batch.leaves[index])), 'UnknownSubmission');
	story.prove('A leaf that leaked leads to the copy that was made for one receiver and to those behind him; in the clear it leads to all who hold the part.');
}

export async function recomputeTheHistory(story) {
	const { third } = story.custody;
	const names = await checkHistory(story, { Did: third.did });
	const own = names.filter((name) => name.startsWith('custody.'));
	assert.deepEqual(own, ['custody.Requested', 'custody.Provided', 'custody.Closed', 'custody.Denied']);
	story.record({ step: `recompute the history of the ${third.name}`, who: 'anyone', result: `${names.length} events lead to the head on chain: asked, was given, denied` });
}
