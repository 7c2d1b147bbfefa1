// Access: denied, granted, used up, revoked. The chain answers with a reason; an operator accounts for what it did.

import assert from 'node:assert/strict';
import { sha256 } from '@noble/hashes/sha2';
import { accessBatch, actionBits, ALL_FIELDS, batchOfRecords, callRecord, decisionOf, encodeRecord, newRecord, purposeName } from '../lib/access.mjs';
import { fixedText, randomBytes, toHex } from '../lib/bytes.mjs';
import { decodeError } from '../lib/chain.mjs';
import { epochCommitment, hashesOf, wrapKey } from '../lib/content_keys.mjs';
import { leafHash, verifyInclusion } from '../lib/fingerprint.mjs';
import { callFingerprint, fingerprintOf, Stakeholder } from '../lib/parties.mjs';
import { PURPOSE, signingBytes } from '../lib/payload.mjs';
import { keyAgreementOf, nameAKey } from './agreement_keys.mjs';
import { checkHistory } from './audit.mjs';
import { registerDataSet, registerSchema } from './water.mjs';

const HOUR = 3_600_000;
const PURPOSE_OF_GRANT = 'leak-detection';
/** How often the grant may be used. */
const USES = 3;

/** The parts of a record, by place: each party sees those that it needs (Y.4560 I.1.1). */
const CLASSES = [
	{ name: 'flow', level: 'Restricted' },
	{ name: 'pressure', level: 'Confidential' },
	{ name: 'customer', level: 'Secret' },
];
const [FLOW, PRESSURE, CUSTOMER] = CLASSES.keys();

export async function meet(story) {
	const [owner, reader, operator, customs] = await story.cast([
		{ name: 'utility', roles: ['Supplier'] },
		{ name: 'planner', roles: ['Demander'] },
		{ name: 'operator', roles: ['ServiceProvider'] },
		{ name: 'ministry', roles: ['Regulator'] },
	]);
	story.access = { owner, reader, operator, customs, stranger: Stakeholder.dev('Charlie'), records: [] };
}

export async function prepare(story) {
	const { chain, access } = story;
	const { owner, operator, stranger } = access;
	const registered = await registerSchema(story, owner);
	const { dataSet, receipt } = await registerDataSet(story, owner, { confidentiality: 'Confidential' });
	access.dataSet = dataSet;
	const { dataAccess } = chain.api.tx;
	const classes = CLASSES.map(({ name, level }) => ({ name: toHex(fixedText(name, 16)), level }));
	const [appointed, classified, ...refused] = await Promise.all([
		chain.submit(owner.pair, dataAccess.setOperator(dataSet, toHex(operator.did), true)),
		chain.submit(owner.pair, dataAccess.setFieldClasses(dataSet, classes)),
		chain.submitFailing(stranger.pair, dataAccess.setOperator(dataSet, toHex(operator.did), true), 'dataAccess.NotOwner'),
		chain.submitFailing(owner.pair, dataAccess.setOperator(dataSet, toHex(stranger.did), true), 'dataAccess.NotServiceProvider'),
	]);
	const rights = (await chain.api.call.dataAccessApi.rights(dataSet)).unwrap();
	for (const right of ['ownership', 'usage', 'profit']) {
		assert.deepEqual(rights[right].map(({ did, shares }) => [did.toHex(), shares.toNumber()]), [[toHex(owner.did), 1_000]]);
	}
	story.record({
		step: 'register confidential data, name their parts, appoint who serves them',
		who: owner.name,
		receipts: [...registered, receipt, ...refused, appointed, classified],
		result: `data set ${dataSet}: ${CLASSES.map(({ name, level }) => `${name} ${level.toLowerCase()}`).join(', ')}; refused: NotOwner, NotServiceProvider`,
	});
}

/** Asks the chain, as an operator does before each access. */
async function ask({ chain, access }, request = {}) {
	const { reader, dataSet } = access;
	const question = { did: reader.did, dataSet, action: 'Read', purpose: PURPOSE_OF_GRANT, field: FLOW, ...request };
	question.at ??= Number((await chain.api.query.timestamp.now()).toBigInt());
	const answer = await chain.api.call.dataAccessApi.mayAccess({ ...question, did: toHex(question.did), purpose: purposeName(question.purpose) });
	return { question, decision: decisionOf(answer) };
}

/** Asks, and checks the answer. */
async function expectAnswer(story, request, expected) {
	const { decision } = await ask(story, request);
	assert.deepEqual(decision, expected);
}

/** The operator answers a request of the reader and keeps a record of it. */
async function serve(story, request, expected) {
	const { access } = story;
	const { question, decision } = await ask(story, request);
	assert.deepEqual(decision, expected);
	const { action, purpose, field, at, did } = question;
	access.records.push(newRecord({ dataSet: access.dataSet, accessor: did, request: { action, purpose, field, at }, decision }));
}

export async function denied(story) {
	const { access } = story;
	await serve(story, {}, { Refused: 'NoGrant' });
	await expectAnswer(story, { did: access.owner.did }, { Permitted: 'Ownership' });
	await expectAnswer(story, { did: randomBytes(32) }, { Refused: 'SubjectNotActive' });
	await expectAnswer(story, { dataSet: access.dataSet + 1_000n }, { Refused: 'UnknownDataSet' });
	await expectAnswer(story, { field: CLASSES.length }, { Refused: 'UnknownField' });
	await expectAnswer(story, { field: CUSTOMER }, { Refused: 'NoClearance' });
	await expectAnswer(story, { field: null }, { Refused: 'NoClearance' });
	await expectAnswer(story, { did: access.customs.did, field: CUSTOMER }, { Refused: 'NoGrant' });
	story.record({
		step: 'ask without a grant',
		who: access.reader.name,
		result: 'refused: NoGrant, for secret parts NoClearance; the owner himself is permitted, by his right',
	});
}

/** The right to read the flow, for one purpose, three times. */
async function give(story, { actions = ['Read', 'Aggregate'], uses = USES } = {}) {
	const { chain, access } = story;
	const { owner, reader, dataSet } = access;
	const now = await story.now();
	const terms = { actions: actionBits(actions), purposes: [purposeName(PURPOSE_OF_GRANT)], fields: 1 << FLOW, from: now, until: now + HOUR, uses };
	const receipt = await chain.submit(owner.pair, chain.api.tx.dataAccess.grant(dataSet, { Did: toHex(reader.did) }, terms));
	return { grant: receipt.one('dataAccess', 'Granted').grant.toBigInt(), until: terms.until, receipt };
}

export async function granted(story) {
	const { chain, access } = story;
	const { owner, stranger, customs, reader, dataSet } = access;
	const terms = { actions: actionBits(['Read']), purposes: [], fields: ALL_FIELDS, from: 0, until: null, uses: null };
	const toRegulators = { ...terms, purposes: [purposeName('customs')], fields: 1 << CUSTOMER };
	const [refused, { grant, until, receipt }, another] = await Promise.all([
		chain.submitFailing(stranger.pair, chain.api.tx.dataAccess.grant(dataSet, { Did: toHex(stranger.did) }, terms), 'dataAccess.NotOwner'),
		give(story),
		chain.submit(owner.pair, chain.api.tx.dataAccess.grant(dataSet, { Role: 'Regulator' }, toRegulators)),
	]);
	const secret = another.one('dataAccess', 'Granted').grant.toBigInt();
	access.grant = grant;
	await expectAnswer(story, {}, { Permitted: { Grant: grant } });
	await expectAnswer(story, { action: 'Distribute' }, { Refused: 'WrongAction' });
	await expectAnswer(story, { purpose: 'marketing' }, { Refused: 'WrongPurpose' });
	await expectAnswer(story, { at: until }, { Permitted: { Grant: grant } });
	await expectAnswer(story, { at: until + 1 }, { Refused: 'Expired' });
	await expectAnswer(story, { at: 0 }, { Refused: 'NotYetValid' });
	await expectAnswer(story, { field: PRESSURE }, { Refused: 'WrongField' });
	await expectAnswer(story, { did: stranger.did }, { Refused: 'NoGrant' });
	story.record({
		step: `grant reading the flow, to find leaks, ${USES} times, for an hour`,
		who: owner.name,
		receipts: [refused, receipt],
		result: `grant ${grant}; else refused: WrongAction, WrongPurpose, WrongField, Expired, NotYetValid`,
	});
	const asRegulator = { did: customs.did, purpose: 'customs' };
	await expectAnswer(story, { ...asRegulator, field: CUSTOMER }, { Permitted: { Grant: secret } });
	await expectAnswer(story, { ...asRegulator, field: FLOW }, { Refused: 'WrongField' });
	story.record({
		step: 'grant regulators to read who the customer is, for customs',
		who: owner.name,
		receipts: another,
		result: `grant ${secret}: the ${customs.name} sees the customer and not the flow, the ${reader.name} the flow and not the customer`,
	});
	story.prove(`Every answer about access names what it rests on, or why it is no: the ${reader.name} may read one part for one purpose, for an hour, and nothing else.`);
}

/** Keys for what is added from now on: one for each part, and one for what is in none. The chain sees hashes only. */
async function openEpoch(story) {
	const { chain, access } = story;
	access.keys = [null, ...CLASSES.keys()].map((field) => ({ field, key: randomBytes(32) }));
	const opened = await chain.submit(access.owner.pair, chain.api.tx.dataAccess.openEpoch(access.dataSet, toHex(epochCommitment(hashesOf(access.keys)))));
	access.epoch = opened.one('dataAccess', 'EpochOpened').epoch.toNumber();
	return opened;
}

/** The call that announces what was wrapped for somebody, by its hash. */
const announceCall = ({ chain, access }, epoch, { did }, field, wrapped) =>
	chain.api.tx.dataAccess.announceKeys(access.dataSet, epoch, [{ recipient: toHex(did), field, wrapped: toHex(sha256(wrapped)) }]);

export async function openAnEpoch(story) {
	const { chain, access } = story;
	const { owner, operator, reader, stranger, dataSet } = access;
	const [{ key: own, receipt: named }, opened] = await Promise.all([nameAKey(story, reader), openEpoch(story)]);
	const { epoch, keys } = access;
	const wrapped = wrapKey(keys.find(({ field }) => field === FLOW).key, await keyAgreementOf(story, reader));
	const announce = (recipient, field) => announceCall(story, epoch, recipient, field, wrapped);
	const [announced, ...refused] = await Promise.all([
		chain.submit(operator.pair, announce(reader, FLOW)),
		chain.submitFailing(operator.pair, announce(reader, PRESSURE), 'dataAccess.NotEntitled'),
		chain.submitFailing(operator.pair, announce(stranger, FLOW), 'dataAccess.NotEntitled'),
		chain.submitFailing(reader.pair, announce(reader, FLOW), 'dataAccess.NotOperator'),
	]);
	announced.one('dataAccess', 'KeysAnnounced');
	// What the reader was handed is what the operator announced, and opens to a key that the owner committed to.
	const api = chain.api.call.dataAccessApi;
	assert.equal((await api.keyOf(dataSet, epoch, toHex(reader.did), FLOW)).unwrap().wrapped.toHex(), toHex(sha256(wrapped)));
	const hashes = hashesOf(keys);
	assert.equal((await api.epoch(dataSet)).unwrap().commitment.unwrap().toHex(), toHex(epochCommitment(hashes)));
	assert.deepEqual(sha256(own.unwrap(wrapped)), hashes.find(({ field }) => field === FLOW).hash);
	story.record({
		step: 'open an epoch with a key for each part; wrap that of the flow for the reader',
		who: `${owner.name}, ${reader.name}, ${operator.name}`,
		receipts: [named, opened, ...refused, announced],
		result: `epoch ${epoch}: hashes on chain, keys nowhere; refused: NotEntitled, twice, NotOperator`,
	});
	story.prove('The key that a reader was handed is the one that the owner committed to; neither it nor its wrapped form is on chain.');
}

/** Two accesses and two refusals; one use more is reserved ahead, which is then all. */
export async function use(story) {
	const { chain, access } = story;
	const { reader, stranger, grant } = access;
	await serve(story, {}, { Permitted: { Grant: grant } });
	await serve(story, { purpose: 'marketing' }, { Refused: 'WrongPurpose' });
	await serve(story, { action: 'Aggregate' }, { Permitted: { Grant: grant } });
	const { dataAccess, utility } = chain.api.tx;
	// Both calls are in one block, and together beyond the count: the second one fails.
	const [reserved, refused] = await Promise.all([
		chain.submit(reader.pair, utility.forceBatch([dataAccess.useGrant(grant, 1), dataAccess.useGrant(grant, USES)])),
		chain.submitFailing(stranger.pair, dataAccess.useGrant(grant, 1), 'dataAccess.NotCovered'),
	]);
	assert.equal(reserved.one('dataAccess', 'UsesReserved').used.toNumber(), 1);
	assert.equal(decodeError(chain.api.registry, reserved.one('utility', 'ItemFailed').error).name, 'dataAccess.UsesExhausted');
	await serve(story, {}, { Permitted: { Grant: grant } });
	story.record({
		step: 'read three times, one of which was reserved ahead; reserve too much in the same block',
		who: `${reader.name}, ${stranger.name}`,
		receipts: [reserved, refused],
		result: 'served as the chain says; refused: UsesExhausted, NotCovered',
	});
}

/** A batch of records, signed by the operator with its count of batches. */
async function signedBatch({ chain, access }, records, genesis = chain.genesis) {
	const { operator, dataSet } = access;
	const { tree, batch } = batchOfRecords(operator.did, dataSet, records);
	const { batches } = await chain.api.call.dataAccessApi.conduct(toHex(operator.did));
	const signature = { Sr25519: toHex(operator.pair.sign(signingBytes(PURPOSE.accessBatch, genesis, batches.toBigInt(), accessBatch(batch)))) };
	const body = { ...batch, operator: toHex(batch.operator), records: callFingerprint(batch.records) };
	// A call is signed by who sends it, so whoever sends it twice at once needs two.
	const call = () => chain.api.tx.dataAccess.recordAccesses(body, signature);
	// Two encoders of the signed body, ours and polkadot.js's from the metadata, must agree byte by byte.
	assert.equal(call().args[0].toHex(), toHex(accessBatch(batch)));
	return { tree, batch, call, sequence: batches.toBigInt() };
}

export async function account(story) {
	const { chain, access } = story;
	const { operator, stranger, records, grant, dataSet } = access;
	const before = await chain.api.call.dataAccessApi.conduct(toHex(operator.did));
	const forged = await signedBatch(story, records, new Uint8Array(32));
	const { call, batch, sequence } = await signedBatch(story, records);
	assert.deepEqual(batch.uses, [[grant, USES]]);
	// Anybody may bring it, once.
	const [refused, receipt, again] = await Promise.all([
		chain.submitFailing(operator.pair, forged.call(), 'dataAccess.BadSignature'),
		chain.submit(stranger.pair, call()),
		chain.submitFailing(stranger.pair, call(), 'dataAccess.BadSignature'),
	]);
	assert.equal(receipt.one('dataAccess', 'AccessesRecorded').sequence.toBigInt(), sequence);
	assert.equal(receipt.all('dataAccess', 'GrantOverused').length, 0);
	const after = await chain.api.call.dataAccessApi.conduct(toHex(operator.did));
	assert.equal(after.records.toNumber() - before.records.toNumber(), records.length);
	assert.equal(after.refusals.toNumber() - before.refusals.toNumber(), Number(batch.refusals));
	// Who was refused holds the operator to it: his record is in the batch that the operator signed.
	const { tree } = batchOfRecords(operator.did, dataSet, records);
	const onChain = fingerprintOf((await chain.api.call.dataAccessApi.batch(toHex(operator.did), sequence)).unwrap().records);
	const place = records.findIndex(({ decision }) => decision.Refused === 'WrongPurpose');
	verifyInclusion(onChain, leafHash(encodeRecord(records[place])), place, tree.proof(place));
	story.prove('Accesses and refusals are in a batch that the operator signed; who was refused proves it with his record and its path.');
	const view = (await chain.api.call.dataAccessApi.grant(grant)).unwrap();
	assert.deepEqual([view.used.toNumber(), view.reserved.toNumber(), view.inForce.isTrue], [USES, 0, false]);
	story.record({
		step: 'sign and record what was served and refused',
		who: `${operator.name}, ${stranger.name}`,
		receipts: [refused, receipt, again],
		result: `batch ${sequence} of data set ${dataSet}: ${records.length} records, ${batch.refusals} refusals; another chain, and once more: BadSignature`,
	});
}

export async function usedUp(story) {
	const { chain, access } = story;
	const { reader, grant } = access;
	await expectAnswer(story, {}, { Refused: 'UsesExhausted' });
	const refused = await chain.submitFailing(reader.pair, chain.api.tx.dataAccess.useGrant(grant, 1), 'dataAccess.UsesExhausted');
	story.record({ step: 'ask once more', who: reader.name, receipts: refused, result: 'refused: UsesExhausted' });
	story.prove(`A grant for ${USES} uses is used up after ${USES}, whether they were reserved ahead or recorded by the operator.`);
}

export async function denyAndAllow(story) {
	const { chain, access } = story;
	const { owner, reader, customs, dataSet } = access;
	const list = (stance, { did } = reader) => chain.submit(owner.pair, chain.api.tx.dataAccess.setListing(dataSet, toHex(did), stance));
	const { grant, receipt } = await giveAnew(story);
	await expectAnswer(story, {}, { Permitted: { Grant: grant } });
	const shut = await list('Deny');
	shut.one('dataAccess', 'EpochEnded');
	await expectAnswer(story, {}, { Refused: 'Denied' });
	// With somebody on the allow list, whoever is not on it is left out.
	const [opened, allowed] = await Promise.all([list(null), list('Allow', customs)]);
	await expectAnswer(story, {}, { Refused: 'NotOnAllowList' });
	const dissolved = await list(null, customs);
	await expectAnswer(story, {}, { Permitted: { Grant: grant } });
	story.record({
		step: 'grant anew, without a count; deny; allow another one by name; take both back',
		who: owner.name,
		receipts: [receipt, shut, opened, allowed, dissolved],
		result: `grant ${grant}; lists beat the grant: Denied, NotOnAllowList; the epoch of the key is over`,
	});
	story.prove('Deny beats every grant, and takes effect at once.');
}

/** A second grant, with one action more and without a count. */
async function giveAnew(story) {
	const given = await give(story, { actions: ['Read', 'Aggregate', 'Display'], uses: null });
	story.access.second = given.grant;
	return given;
}

/** Revokes the newest grant of the reader; who loses a right gets no key any more. */
export async function revoke(story) {
	const { chain, access } = story;
	const { owner, reader, operator, dataSet } = access;
	const grant = access.second ?? access.grant;
	const receipt = await chain.submit(owner.pair, chain.api.tx.dataAccess.revokeGrant(grant));
	receipt.one('dataAccess', 'GrantRevoked');
	access.revokedAt = receipt.time;
	// Of several grants that do not permit, the reason of the one that came closest is told.
	await expectAnswer(story, { action: access.second === undefined ? 'Read' : 'Display' }, { Refused: 'Revoked' });
	if (access.second !== undefined) await expectAnswer(story, {}, { Refused: 'UsesExhausted' });
	const view = (await chain.api.call.dataAccessApi.grant(grant)).unwrap();
	assert.equal(view.revoked.unwrap().toNumber(), receipt.time);
	const epoch = (await chain.api.call.dataAccessApi.epoch(dataSet)).unwrap();
	assert(epoch.inForce.isFalse);
	assert.equal(epoch.epoch.toNumber(), access.epoch + 1);

	const announce = () => announceCall(story, access.epoch, reader, FLOW, randomBytes(80));
	const [waiting, opened] = await Promise.all([chain.submitFailing(operator.pair, announce(), 'dataAccess.EpochNotOpen'), openEpoch(story)]);
	const refused = await chain.submitFailing(operator.pair, announce(), 'dataAccess.NotEntitled');
	story.record({
		step: 'revoke the grant; open the next epoch with a new key',
		who: owner.name,
		receipts: [receipt, waiting, opened, refused],
		result: `epoch ${access.epoch}; no key of it for the ${reader.name}: EpochNotOpen, NotEntitled`,
	});
	story.prove('A revoked grant permits nothing from that block on, and the next epoch of the key is closed to whom it was revoked.');
}

/** The operator records an access by the grant after it was revoked: its own signed record convicts it. One use beyond a count shows by itself. */
export async function convictTheOperator(story) {
	const { chain, access } = story;
	const { operator, reader, stranger, grant, second, dataSet, revokedAt } = access;
	const record = (by, at) =>
		newRecord({ dataSet, accessor: reader.did, request: { action: 'Read', purpose: PURPOSE_OF_GRANT, field: FLOW, at }, decision: { Permitted: { Grant: by } } });
	const records = [record(second, revokedAt - 1), record(second, revokedAt + 1), record(grant, revokedAt + 1)];
	const conduct = () => chain.api.call.dataAccessApi.conduct(toHex(operator.did));
	const before = await conduct();
	const { call, tree, sequence } = await signedBatch(story, records);
	const recorded = await chain.submit(operator.pair, call());
	const overuse = recorded.one('dataAccess', 'GrantOverused');
	assert.deepEqual([overuse.grant.toBigInt(), overuse.used.toNumber(), overuse.uses.toNumber()], [grant, USES + 1, USES]);
	const prove = (index, place = index) =>
		chain.api.tx.dataAccess.proveContradiction(toHex(operator.did), sequence, callRecord(records[index]), place, tree.proof(place).map(toHex));
	const [proven, ...refused] = await Promise.all([
		chain.submit(stranger.pair, prove(1)),
		chain.submitFailing(stranger.pair, prove(1), 'dataAccess.AlreadyProven'),
		chain.submitFailing(stranger.pair, prove(0), 'dataAccess.NoContradiction'),
		chain.submitFailing(reader.pair, prove(2, 0), 'dataAccess.BadProof'),
	]);
	assert.equal(proven.one('dataAccess', 'ContradictionProven').contradiction.type, 'Revoked');
	const after = await conduct();
	assert.equal(after.contradictions.toNumber() - before.contradictions.toNumber(), 1);
	assert.equal(after.overuses.toNumber() - before.overuses.toNumber(), 1);
	const [found] = await chain.api.call.dataAccessApi.contradictions(toHex(operator.did), null, 100);
	const view = found.find((batch) => batch.sequence.toBigInt() === sequence);
	assert.deepEqual(view.contradictions.map(({ index, contradiction }) => [index.toNumber(), contradiction.type]), [[1, 'Revoked']]);
	story.record({
		step: 'record an access after the revocation, and one beyond the count; prove it',
		who: `${operator.name}, ${stranger.name}`,
		receipts: [recorded, proven, ...refused],
		result: 'overuse counted; convicted by its own record: Revoked; refused: AlreadyProven, NoContradiction, BadProof',
	});
	story.prove('An operator that serves against the rights is convicted by a record of its own signed batch, by anybody.');
}

export async function dismissTheOperator(story) {
	const { chain, access } = story;
	const { owner, operator, reader, dataSet } = access;
	const dismissed = await chain.submit(owner.pair, chain.api.tx.dataAccess.setOperator(dataSet, toHex(operator.did), false));
	dismissed.one('dataAccess', 'OperatorSet');
	const request = { action: 'Read', purpose: PURPOSE_OF_GRANT, field: FLOW, at: dismissed.time };
	const { call } = await signedBatch(story, [newRecord({ dataSet, accessor: reader.did, request, decision: { Refused: 'NoGrant' } })]);
	const refused = await chain.submitFailing(operator.pair, call(), 'dataAccess.NotOperator');
	story.record({ step: 'dismiss the operator, who goes on all the same', who: `${owner.name}, ${operator.name}`, receipts: [dismissed, refused], result: 'refused: NotOperator' });
}

export async function recomputeTheHistory(story) {
	const { grant, second } = story.access;
	const names = await checkHistory(story, { Grant: second });
	for (const name of ['dataAccess.Granted', 'dataAccess.GrantRevoked']) assert(names.includes(name), `${name} of ${names}`);
	const first = await checkHistory(story, { Grant: grant });
	assert(first.includes('dataAccess.UsesReserved'));
	story.record({ step: 'recompute the histories of both grants', who: 'anyone', result: `${names.length + first.length} events lead to the heads on chain` });
}
