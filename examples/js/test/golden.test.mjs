// The golden vectors of the Rust primitives: what the chain computes, these libraries compute too.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fromHex, toHex } from '../src/lib/bytes.mjs';
import { didOfKey, encodeKey, formatDid, parseDid, rolesBits } from '../src/lib/did.mjs';
import { decodeLeaf, encodeLeaf } from '../src/lib/envelope.mjs';
import { applyKeystream, checkDelivery, encryptLot, judge, keyCommitment, misbehaviour } from '../src/lib/exchange.mjs';
import { formatFingerprint, leafHash, parseFingerprint, Tree, verifyInclusion } from '../src/lib/fingerprint.mjs';
import { append, emptyHead, encodeEntry, encodeSubject, eventDigest, headOf } from '../src/lib/history.mjs';
import { deviceConsent, encodeFingerprint, PURPOSE, signingBytes, stakeholderRegistration, submissionBody } from '../src/lib/payload.mjs';
import { sponsoredCallMessage } from '../src/lib/sponsorship.mjs';

const vectors = (name) => JSON.parse(readFileSync(new URL(`../../../primitives/vectors/${name}.json`, import.meta.url), 'utf8'));
const golden = vectors('golden');
const recorded = vectors('history');
const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);
const upperFirst = (name) => name[0].toUpperCase() + name.slice(1);

test('identifiers_are_those_of_the_chain', () => {
	for (const { algorithm, key, scale_key, id, genesis, did } of golden.did) {
		const written = { [algorithm]: fromHex(key) };
		assert.equal(toHex(encodeKey(written)), scale_key);
		assert.equal(toHex(didOfKey(written)), id);
		assert.equal(formatDid(fromHex(genesis), fromHex(id)), did);
		assert.equal(toHex(parseDid(did).id), id);
	}
});

const BODIES = {
	StakeholderRegistration: ({ account, roles }) => stakeholderRegistration({ account: fromHex(account), roles: rolesBits(roles) }),
	DeviceConsent: ({ owner, metadata }) => deviceConsent({ owner: fromHex(owner), metadata: fromHex(metadata) }),
	Submission: ({ data_set, schema, fingerprint, from, to, corrects }) =>
		submissionBody({ dataSet: data_set, schema: fromHex(schema), fingerprint: parseFingerprint(fingerprint), from, to, corrects }),
};

test('signed_bytes_are_those_of_the_chain', () => {
	for (const vector of golden.signing_bytes) {
		const purpose = PURPOSE[lowerFirst(vector.purpose)];
		assert.equal(purpose, vector.domain);
		const body = BODIES[vector.purpose](vector);
		assert.equal(toHex(body), vector.body);
		assert.equal(toHex(signingBytes(purpose, fromHex(vector.genesis), vector.nonce, body)), vector.message);
	}
});

test('trees_and_proofs_are_those_of_the_chain', () => {
	const { leaves, leaf_hashes, roots, proofs, scale, text } = golden.fingerprint;
	const bytes = leaves.map(fromHex);
	assert.deepEqual(bytes.map((leaf) => toHex(leafHash(leaf))), leaf_hashes);
	for (const [count, root] of roots.entries()) assert.equal(toHex(Tree.fromLeaves(bytes.slice(0, count)).root), root);
	const tree = Tree.fromLeaves(bytes);
	for (const [index, proof] of proofs.entries()) {
		assert.deepEqual(tree.proof(index).map(toHex), proof);
		verifyInclusion(tree.fingerprint(), tree.hashes[index], index, proof.map(fromHex));
	}
	assert.equal(toHex(encodeFingerprint(tree.fingerprint())), scale);
	assert.equal(formatFingerprint(tree.fingerprint()), text);
});

test('envelopes_are_those_of_the_chain', () => {
	for (const { structure, format, schema, subject, sequence, salt, payload, leaf, leaf_hash } of golden.envelope) {
		const envelope = {
			structure: upperFirst(structure),
			format: upperFirst(format),
			schema: fromHex(schema),
			subject: fromHex(subject),
			sequence: BigInt(sequence),
			salt: fromHex(salt),
			payload: fromHex(payload),
		};
		assert.equal(toHex(encodeLeaf(envelope)), leaf);
		assert.equal(toHex(leafHash(fromHex(leaf))), leaf_hash);
		assert.deepEqual(decodeLeaf(fromHex(leaf)), { version: 1, ...envelope });
	}
});

test('exchange_is_that_of_the_chain', () => {
	const { genesis, key, commitments, keystreams, plaintext, leaf_hashes, ciphertext, ciphertext_root, parts, cheating, honest } = golden.exchange;
	const secret = fromHex(key);
	for (const { agreement, commitment } of commitments) assert.equal(toHex(keyCommitment(fromHex(genesis), agreement, secret)), commitment);
	for (const { index, keystream } of keystreams) {
		assert.equal(toHex(applyKeystream(secret, index, new Uint8Array(fromHex(keystream).length))), keystream);
	}
	const fingerprints = parts.map(parseFingerprint);
	let first = 0;
	const lot = fingerprints.map(({ leaves }) => plaintext.slice(first, (first += Number(leaves))).map(fromHex));
	assert.deepEqual(lot.map((leaves) => formatFingerprint(Tree.fromLeaves(leaves).fingerprint())), parts);
	const sent = encryptLot(lot, secret);
	assert.deepEqual(sent.ciphertexts.map(toHex), ciphertext);
	assert.deepEqual(sent.leafHashes.map(toHex), leaf_hashes);
	assert.equal(toHex(sent.root), ciphertext_root);

	for (const { ciphertext_root: root, proof, verdict } of [cheating, honest]) {
		const given = {
			index: BigInt(proof.index),
			ciphertext: fromHex(proof.ciphertext),
			ciphertextPath: proof.ciphertext_path.map(fromHex),
			leaf: fromHex(proof.leaf),
			leafPath: proof.leaf_path.map(fromHex),
		};
		assert.equal(judge({ parts: fingerprints, ciphertextRoot: fromHex(root), key: secret }, given), verdict);
	}
	const checked = checkDelivery({ agreement: 0n, parts: fingerprints, ciphertextRoot: sent.root }, { agreement: 0n, ...sent });
	const made = misbehaviour(checked, Number(honest.index));
	assert.equal(toHex(made.ciphertext), honest.proof.ciphertext);
	assert.deepEqual(made.ciphertextPath.map(toHex), honest.proof.ciphertext_path);
	assert.deepEqual(made.leafPath.map(toHex), honest.proof.leaf_path);
});

test('histories_are_those_of_the_chain', () => {
	for (const { subject, scale_subject, start, entries } of recorded.histories) {
		const [kind, id] = Object.entries(subject)[0];
		const named = { [kind]: kind === 'Did' ? fromHex(id) : BigInt(id) };
		assert.equal(toHex(encodeSubject(named)), scale_subject);
		let head = emptyHead(named);
		assert.equal(toHex(head.digest), start);
		const made = entries.map(({ block, moment, module, event, actor, event_digest, event_scale, number, scale, digest }) => {
			assert.equal(toHex(eventDigest(fromHex(`0x32${event_scale.slice(2)}`))), event_digest);
			const entry = { block: BigInt(block), moment: BigInt(moment), module, event, actor: actor && fromHex(actor), eventDigest: fromHex(event_digest) };
			assert.equal(head.count, BigInt(number));
			assert.equal(toHex(encodeEntry(entry)), `0x${scale.slice(2 + 16)}`);
			head = append(head, entry);
			assert.equal(toHex(head.digest), digest);
			return entry;
		});
		assert.deepEqual(headOf(named, made), head);
	}
});

test('sponsored_calls_are_those_of_the_chain', () => {
	for (const { genesis, did, nonce, sponsor, valid_from, valid_until, transaction_version, call, message } of recorded.sponsored_calls) {
		const terms = { did: fromHex(did), nonce, sponsor: sponsor && fromHex(sponsor), validFrom: valid_from, validUntil: valid_until };
		assert.equal(toHex(sponsoredCallMessage(terms, fromHex(genesis), transaction_version, fromHex(call))), message);
	}
});
