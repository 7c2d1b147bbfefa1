import assert from 'node:assert/strict';
import { test } from 'node:test';
import { equal, randomBytes, toHex, utf8 } from '../src/lib/bytes.mjs';
import { applyKeystream, checkDelivery, DeliveryError, encryptLot, judge, keyCommitment, locate, misbehaviour, openDelivery, readDelivery, writeDelivery } from '../src/lib/exchange.mjs';
import { ProofError, Tree } from '../src/lib/fingerprint.mjs';

const AGREEMENT = 7n;
const LOT = [3, 1, 5].map((count, part) => Array.from({ length: count }, (_, i) => utf8(`reading ${i} of part ${part}`)));
const PARTS = LOT.map((leaves) => Tree.fromLeaves(leaves).fingerprint());
const TOTAL = 9;
const flip = (bytes) => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

function trade(spoil) {
	const key = randomBytes(32);
	const sent = encryptLot(LOT, key, spoil);
	const terms = { agreement: AGREEMENT, parts: PARTS, ciphertextRoot: sent.root };
	const delivery = readDelivery(writeDelivery({ agreement: AGREEMENT, ...sent }));
	return { key, terms, delivery, deal: { ...terms, key } };
}

test('keystream_is_chacha20_of_rfc_8439_with_the_index_in_the_nonce', () => {
	// RFC 8439, A.1, test vector 1: key, nonce and counter zero.
	assert.equal(
		toHex(applyKeystream(new Uint8Array(32), 0, new Uint8Array(64))),
		'0x76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586',
	);
	const [first, second] = [applyKeystream(new Uint8Array(32), 0, new Uint8Array(64)), applyKeystream(new Uint8Array(32), 1, new Uint8Array(64))];
	assert(!equal(first, second));
});

test('commitment_binds_key_agreement_and_chain', () => {
	const [genesis, key] = [randomBytes(32), randomBytes(32)];
	const commitment = keyCommitment(genesis, 1, key);
	for (const other of [keyCommitment(flip(genesis), 1, key), keyCommitment(genesis, 2, key), keyCommitment(genesis, 1, flip(key))]) {
		assert(!equal(commitment, other));
	}
});

test('place_in_the_lot_is_found', () => {
	const places = Array.from({ length: TOTAL }, (_, i) => locate(PARTS, i));
	assert.deepEqual(places.map(({ part, local }) => [part, local]), [[0, 0], [0, 1], [0, 2], [1, 0], [2, 0], [2, 1], [2, 2], [2, 3], [2, 4]]);
	assert.equal(locate(PARTS, TOTAL), null);
	assert.equal(locate([], 0), null);
});

test('honest_delivery_opens_to_what_was_sold', () => {
	const { terms, delivery, deal, key } = trade();
	const opened = openDelivery(checkDelivery(terms, delivery), key);
	assert.deepEqual(opened.wrong, []);
	assert.deepEqual(opened.leaves, LOT.flat());
	for (let index = 0; index < TOTAL; index += 1) assert.equal(judge(deal, misbehaviour(checkDelivery(terms, delivery), index)), 'Innocent');
});

test('one_wrong_leaf_convicts_wherever_it_is', () => {
	for (let wrong = 0; wrong < TOTAL; wrong += 1) {
		const { terms, delivery, deal, key } = trade((leaf, index) => (index === wrong ? flip(leaf) : leaf));
		const checked = checkDelivery(terms, delivery);
		assert.deepEqual(openDelivery(checked, key).wrong, [wrong]);
		for (let index = 0; index < TOTAL; index += 1) {
			assert.equal(judge(deal, misbehaviour(checked, index)), index === wrong ? 'Guilty' : 'Innocent');
		}
	}
});

test('wrong_key_makes_every_leaf_wrong', () => {
	const { terms, delivery, key } = trade();
	assert.equal(openDelivery(checkDelivery(terms, delivery), flip(key)).wrong.length, TOTAL);
});

test('leaf_of_another_length_is_not_accepted', () => {
	const { terms, delivery } = trade((leaf, index) => (index === 4 ? new Uint8Array() : leaf));
	assert.throws(() => checkDelivery(terms, delivery), /bytes of ciphertext/);
});

test('delivery_that_could_not_be_disputed_is_not_accepted', () => {
	const { terms, delivery } = trade();
	const { ciphertexts, leafHashes } = delivery;
	const long = [...ciphertexts.slice(0, -1), new Uint8Array(4097)];
	const bad = {
		'another agreement': { ...delivery, agreement: 8n },
		'a ciphertext less': { ...delivery, ciphertexts: ciphertexts.slice(1) },
		'a ciphertext more': { ...delivery, ciphertexts: [...ciphertexts, ciphertexts[0]] },
		'a changed ciphertext': { ...delivery, ciphertexts: ciphertexts.with(2, flip(ciphertexts[2])) },
		'two ciphertexts in the wrong order': { ...delivery, ciphertexts: [ciphertexts[1], ciphertexts[0], ...ciphertexts.slice(2)] },
		'a leaf that the chain would not judge': { ...delivery, ciphertexts: long },
		'a leaf hash less': { ...delivery, leafHashes: leafHashes.slice(1) },
		'a changed leaf hash': { ...delivery, leafHashes: leafHashes.with(8, flip(leafHashes[8])) },
		'leaf hashes of the right number in the wrong parts': { ...delivery, leafHashes: [...leafHashes.slice(1), leafHashes[0]] },
	};
	for (const [what, received] of Object.entries(bad)) assert.throws(() => checkDelivery(terms, received), DeliveryError, what);
	// Even when he commits to a leaf that is too long.
	assert.throws(() => checkDelivery({ ...terms, ciphertextRoot: Tree.fromLeaves(long).root }, { ...delivery, ciphertexts: long }), DeliveryError);
	for (const text of ['{"format":"another"}', 'no JSON', '{}', 'null', '{"format":"counterfoil/delivery/v1","agreement":"1"}']) {
		assert.throws(() => readDelivery(text), DeliveryError, text);
	}
});

test('forged_proofs_prove_nothing', () => {
	const { terms, delivery, deal } = trade();
	const honest = misbehaviour(checkDelivery(terms, delivery), 5);
	const forged = {
		'a changed ciphertext': { ...honest, ciphertext: flip(honest.ciphertext) },
		'a changed leaf hash': { ...honest, leaf: flip(honest.leaf) },
		'another place': { ...honest, index: 6n },
		'a place outside': { ...honest, index: BigInt(TOTAL) },
		'a shorter path': { ...honest, ciphertextPath: honest.ciphertextPath.slice(1) },
		'a longer path': { ...honest, leafPath: [...honest.leafPath, honest.leaf] },
		'the path of the other tree': { ...honest, leafPath: honest.ciphertextPath },
		'a ciphertext that is too long': { ...honest, ciphertext: new Uint8Array(4097) },
	};
	for (const [what, proof] of Object.entries(forged)) assert.throws(() => judge(deal, proof), ProofError, what);
});
