// Keys that are replaced: what was signed before stays good for its time, and an identifier that has ended never comes back.

import assert from 'node:assert/strict';
import { randomBytes, toHex, utf8 } from '../lib/bytes.mjs';
import { didOfKey, formatDid } from '../lib/did.mjs';
import { callDocument, didUpdate, documentDigest, documentOfKey, encodeDocument, KEY_AGREEMENT, newDocument, newKeys, relationshipBits, SIGNING } from '../lib/document.mjs';
import { AgreementKey, callVariant, Ed25519Key, P256Key, Secp256k1Key } from '../lib/keys.mjs';
import { Device, Stakeholder } from '../lib/parties.mjs';
import { PURPOSE, signingBytes, stakeholderRegistration } from '../lib/payload.mjs';
import { checkHistory, proveHead } from './audit.mjs';
import { pack, readDays, registerDataSet, registerMeter, registerSchema, submitBatch } from './water.mjs';

export async function meet(story) {
	const [owner] = await story.cast([{ name: 'utility', roles: ['Supplier'] }]);
	story.rotation = { owner, stranger: Stakeholder.dev('Bob') };
}

export async function registerAndSign(story) {
	const { chain, rotation } = story;
	rotation.first = new Ed25519Key();
	const { meter, receipt } = await registerMeter(story, rotation.owner, new Device(rotation.first));
	rotation.meter = meter;
	rotation.signedAt = receipt.time;
	rotation.message = utf8(JSON.stringify({ statement: 'calibrated against the reference meter', at: receipt.time }));
	rotation.oldSignature = meter.sign(rotation.message);
	assert.deepEqual(await verify(story, [{ signature: rotation.oldSignature }, { signature: rotation.oldSignature, at: receipt.time }]), [true, true]);
	story.record({ step: 'register a meter; it signs a statement', who: rotation.owner.name, receipts: receipt, result: formatDid(chain.genesis, meter.did) });
}

/** Asks the chain about signatures over the statement: for its first use, assertion, unless said otherwise. */
async function verify(story, checks) {
	const { meter, message } = story.rotation;
	const questions = checks.map((check) => ({ did: toHex(meter.did), relationship: 'AssertionMethod', message: toHex(message), at: null, ...check }));
	const answers = await story.chain.api.call.didApi.verifySignatures(questions);
	return answers.map((answer) => answer.isTrue);
}

/**
 * The document that takes the place of the first one: another key for everything, one of a smart card and one of a wallet to assert with, and one to
 * agree on secrets.
 */
export async function prepareTheDocument(story) {
	const { chain, rotation } = story;
	rotation.second = new Ed25519Key();
	rotation.card = new P256Key();
	rotation.wallet = new Secp256k1Key();
	rotation.document = newDocument({
		alsoKnownAs: ['urn:example:meter:0815'],
		methods: [
			{ id: 2, key: rotation.second.key, relationships: SIGNING },
			{ id: 3, key: rotation.card.key, relationships: relationshipBits(['AssertionMethod']) },
			{ id: 4, key: rotation.wallet.key, relationships: relationshipBits(['AssertionMethod']) },
			{ id: 5, key: new AgreementKey().key, relationships: KEY_AGREEMENT },
		],
		services: [{ id: 1, kind: 'LinkedDomains', endpoint: 'https://water.example' }],
	});
	assert.equal(newKeys(documentOfKey(rotation.first.key), rotation.document).length, 3);
	const call = chain.api.tx.did.updateDocument(toHex(rotation.meter.did), callDocument(rotation.document), 1, [], []);
	// Two encoders of the document, ours and polkadot.js's from the metadata, must agree byte by byte: its digest is signed.
	assert.equal(call.args[1].toHex(), toHex(encodeDocument(rotation.document)));
}

/** The call that puts the document in force as the version after `expected`; `signers` are those who show that they hold the new keys. */
function update({ chain, rotation }, expected, signers) {
	const act = { Prove: documentDigest(rotation.document) };
	const message = signingBytes(PURPOSE.didUpdate, chain.genesis, expected + 1, didUpdate({ did: rotation.meter.did, act }));
	const proofs = signers.map((signer) => callVariant(signer.sign(message)));
	return chain.api.tx.did.updateDocument(toHex(rotation.meter.did), callDocument(rotation.document), expected, [], proofs);
}

export async function refuseBadUpdates(story) {
	const { chain, rotation } = story;
	const { owner, stranger, first, second, card, wallet } = rotation;
	const receipts = await Promise.all([
		chain.submitFailing(owner.pair, update(story, 1, [second]), 'did.WrongNumberOfProofs'),
		chain.submitFailing(owner.pair, update(story, 1, [first, card, wallet]), 'did.BadProof'),
		chain.submitFailing(owner.pair, update(story, 2, [second, card, wallet]), 'did.WrongVersion'),
		chain.submitFailing(stranger.pair, update(story, 1, [second, card, wallet]), 'did.NotAuthorized'),
		chain.submitFailing(stranger.pair, chain.api.tx.did.deactivate(toHex(rotation.meter.did), []), 'did.NotAuthorized'),
	]);
	story.record({
		step: 'replace the key without proof, by another key, out of turn, as a stranger; end it as a stranger',
		who: `${owner.name}, ${stranger.name}`,
		receipts,
		result: 'refused: WrongNumberOfProofs, BadProof, WrongVersion, NotAuthorized',
	});
}

export async function rotate(story) {
	const { chain, rotation } = story;
	const { owner, meter, second, card, wallet } = rotation;
	const call = update(story, 1, [second, card, wallet]);
	const receipt = await chain.submit(owner.pair, call);
	const event = receipt.one('did', 'DocumentUpdated');
	assert.equal(event.version.toNumber(), 2);
	assert.equal(event.document.toHex(), toHex(documentDigest(rotation.document)));
	assert.equal(event.actor.toHex(), toHex(owner.did));
	rotation.rotatedAt = receipt.time;
	meter.use(second);
	story.record({ step: 'replace the key; each new key signs that it is held', who: owner.name, receipts: receipt, result: 'version 2 of the document: Ed25519, P-256, secp256k1, X25519' });
}

export async function verifyOldAndNew(story) {
	const { rotation } = story;
	const { message, oldSignature, signedAt, rotatedAt, meter, card, wallet } = rotation;
	const newSignature = meter.sign(message);
	const cardSignature = callVariant(card.sign(message));
	const cases = [
		['old key, then', { signature: oldSignature, at: signedAt }, true],
		['old key, in the last millisecond', { signature: oldSignature, at: rotatedAt - 1 }, true],
		['old key, when it was replaced', { signature: oldSignature, at: rotatedAt }, false],
		['old key, now', { signature: oldSignature }, false],
		['new key, now', { signature: newSignature }, true],
		['new key, then', { signature: newSignature, at: signedAt }, false],
		['card, to assert', { signature: cardSignature }, true],
		['wallet, to assert', { signature: callVariant(wallet.sign(message)) }, true],
		['card, to log in', { signature: cardSignature, relationship: 'Authentication' }, false],
		['old key, other words', { signature: oldSignature, at: signedAt, message: toHex(utf8('calibrated by nobody')) }, false],
		['old key, tomorrow', { signature: oldSignature, at: rotatedAt + 86_400_000 }, false],
	];
	const answers = await verify(story, cases.map(([, check]) => check));
	for (const [i, [what, , expected]] of cases.entries()) assert.equal(answers[i], expected, what);
	story.record({ step: 'verify the old signature and new ones', who: 'anyone', result: 'old key: good then, bad now; new key: bad then, good now' });
	story.prove('A signature made before its key was replaced is good for the time at which it was made and for no later one; one by the new key is not good for earlier times.');
}

export async function resolveVersions(story) {
	const { chain, rotation } = story;
	const { meter, first, signedAt } = rotation;
	const api = chain.api.call.didApi;
	const did = toHex(meter.did);
	const expectFound = async (answer, version, document) => {
		const { isFound, asFound: view } = await answer;
		assert(isFound);
		assert.equal(view.version.version.toNumber(), version);
		assert.equal(toHex(view.document.toU8a()), toHex(encodeDocument(document)));
	};
	const original = documentOfKey(first.key);
	await expectFound(api.resolveVersion(did, 1), 1, original);
	await expectFound(api.resolveAt(did, signedAt), 1, original);
	await expectFound(api.resolveVersion(did, 2), 2, rotation.document);
	await expectFound(api.resolveDocument(did), 2, rotation.document);
	assert((await api.resolveVersion(did, 3)).isNoVersion);
	assert((await api.resolveAt(did, signedAt - 1)).isNoVersion);
	const versions = await api.versions(did, 0, 10);
	assert.deepEqual(versions.map(({ version }) => version.toNumber()), [1, 2]);
	assert.equal(versions[0].until.unwrap().toNumber(), rotation.rotatedAt);
	story.record({ step: 'resolve by version and by time', who: 'anyone', result: 'both documents, byte by byte, from the state of the chain' });
	story.prove('Every version of a DID document stays resolvable by number and by time.');
}

/** What the meter measures counts with the key in force only. */
export async function submitWithBothKeys(story) {
	const { chain, rotation } = story;
	const { owner, meter, first, second } = rotation;
	const registered = await registerSchema(story, owner);
	const { dataSet, receipt } = await registerDataSet(story, owner);
	const [{ readings }] = readDays(story.csv);
	const batch = pack({ schema: story.schema, device: meter, dataSet }, readings);
	meter.use(first);
	const refused = await chain.submitFailing(owner.pair, chain.api.tx.dataRegistry.submit(...meter.draft(chain.genesis, batch.body)), 'dataRegistry.BadSignature');
	meter.use(second);
	const accepted = await submitBatch(story, owner, meter, batch);
	story.record({
		step: 'submit a day, signed by the old and by the new key',
		who: owner.name,
		receipts: [...registered, receipt, refused, accepted],
		result: `refused: BadSignature; accepted: submission ${batch.submission}`,
	});
}

export async function deactivate(story) {
	const { chain, rotation } = story;
	const { owner, meter, message, oldSignature, signedAt } = rotation;
	const did = toHex(meter.did);
	const call = chain.api.tx.did.deactivate(did, []);
	const receipt = await chain.submit(owner.pair, call);
	const version = receipt.one('did', 'Deactivated').version.toNumber();
	const api = chain.api.call.didApi;
	const [ended, unknown] = await api.resolveDocuments([did, toHex(randomBytes(32))]);
	assert(ended.isDeactivated);
	assert.equal(ended.asDeactivated.version.version.toNumber(), version);
	assert.equal(toHex(ended.asDeactivated.document.toU8a()), toHex(encodeDocument(rotation.document)));
	assert(unknown.isUnknown);
	const before = await api.resolveVersion(did, 1);
	assert(before.isFound && before.asFound.deactivated.isTrue);
	assert.deepEqual(
		await verify(story, [{ signature: meter.sign(message) }, { signature: oldSignature, at: signedAt }, { signature: oldSignature, at: receipt.time }]),
		[false, true, false],
	);
	story.record({
		step: 'end the meter',
		who: owner.name,
		receipts: receipt,
		result: `version ${version}: deactivated, told apart from unknown; the old signature is still good for its time`,
	});
}

export async function neverAgain(story) {
	const { chain, rotation } = story;
	const { owner, meter, first, stranger } = rotation;
	const did = toHex(meter.did);
	const again = new Device(first);
	assert.equal(toHex(didOfKey(first.key)), did);
	const account = Stakeholder.dev('Dave');
	const body = stakeholderRegistration({ account: account.pair.publicKey, roles: 1 });
	const signature = callVariant(first.sign(signingBytes(PURPOSE.stakeholderRegistration, chain.genesis, 0, body)));
	const receipts = await Promise.all([
		chain.submitFailing(owner.pair, chain.api.tx.did.registerDevice(...again.consent(chain.genesis, owner.did, new Uint8Array(32))), 'did.KeyInUse'),
		chain.submitFailing(account.pair, chain.api.tx.did.registerStakeholder(callVariant(first.key), signature, 1), 'did.KeyInUse'),
		chain.submitFailing(owner.pair, chain.api.tx.did.setDeviceStatus(did, 'Active'), 'did.DeviceRevoked'),
		chain.submitFailing(stranger.pair, update(story, 3, []), 'did.Ended'),
	]);
	assert((await chain.api.call.didApi.resolveDocument(did)).isDeactivated);
	story.record({
		step: 'bring it back as a device, as a stakeholder, by switching it on, by a document',
		who: `${owner.name}, ${account.name}, ${stranger.name}`,
		receipts,
		result: 'refused: KeyInUse, KeyInUse, DeviceRevoked, Ended',
	});
	story.prove('A deactivated DID is told apart from an unknown one, and is never created again, neither as a device nor as a stakeholder.');
}

export async function recomputeTheHistory(story) {
	const { chain, rotation } = story;
	const { meter } = rotation;
	const names = await checkHistory(story, { Did: meter.did });
	for (const name of ['did.DeviceRegistered', 'did.DocumentUpdated', 'did.Deactivated']) assert(names.includes(name), name);
	story.record({ step: 'recompute the history of the meter', who: 'anyone', result: `${names.length} events, each found in its block, lead to the head on chain` });
	story.prove('The life of the meter is a chain of hashes: its events, each found in its block, lead to the head that the chain holds.');

	const { count, block } = await proveHead(story, { Did: meter.did }, await chain.bestNumber());
	assert.equal(count, BigInt(names.length));
	story.record({ step: 'prove the head by the votes of the validators', who: 'anyone', result: `${count} events up to block ${block}; forged nodes, headers, votes and voters refused` });
	story.prove('The head of a history is proven by the votes for a block and the path in its state: the node that tells it needs no trust.');
}
