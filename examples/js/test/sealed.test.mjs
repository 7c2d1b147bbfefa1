// Sealed delivery: commitments as the chain makes them, money to the last unit, what the demander checks and what a judge finds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { equal, fromHex, randomBytes, toHex, utf8 } from '../src/lib/bytes.mjs';
import { RecipientKey, wrapKey } from '../src/lib/content_keys.mjs';
import { DeliveryError, misbehaviour } from '../src/lib/exchange.mjs';
import { ProofError, Tree } from '../src/lib/fingerprint.mjs';
import { bear, divide, evidenceHash, examine, feeOf, gainsOf, HandoverError, isSealedWith, openHandover, readEvidence, sealedKeyCommitment, sealLot, WHOLE, writeEvidence } from '../src/lib/sealed.mjs';

const filled = (byte, length = 32) => new Uint8Array(length).fill(byte);
const flip = (bytes) => bytes.map((byte, i) => (i === 0 ? byte ^ 1 : byte));

const LOT = [3, 2].map((count, part) => Array.from({ length: count }, (_, i) => utf8(`reading ${i} of part ${part}`)));
const PARTS = LOT.map((leaves) => Tree.fromLeaves(leaves).fingerprint());

/** A deal up to the handover. */
function handOver(spoil) {
	const own = new RecipientKey();
	const [genesis, key] = [randomBytes(32), randomBytes(32)];
	const sealed = sealLot({ genesis, agreement: 7n, lot: LOT, key, recipient: own.key.X25519, spoil });
	return { own, key, sealed, deal: { genesis, agreement: 7n, parts: PARTS, ...sealed.commitments } };
}

test('commitment_to_a_sealed_key_is_that_of_the_chain', () => {
	// primitives/src/sealed.rs, sealed_key_commitment_is_as_published
	const commitment = sealedKeyCommitment(filled(1), 2n, filled(3, 80));
	assert.equal(toHex(commitment), '0x2970d6d35e26dc70a0f5aa18ef1b7b285d68f627ce40d1957d2ab725c2a5f38f');
	for (const other of [sealedKeyCommitment(filled(0), 2n, filled(3, 80)), sealedKeyCommitment(filled(1), 3n, filled(3, 80)), sealedKeyCommitment(filled(1), 2n, filled(3, 79))]) {
		assert(!equal(commitment, other));
	}
});

test('rounding_is_for_the_demander', () => {
	// primitives/src/sealed.rs, rounding_is_for_the_demander
	assert.deepEqual(divide(999n, 500), { supplier: 499n, demander: 500n });
	assert.deepEqual(bear(99n, 500), { supplier: 50n, demander: 49n });
	assert.deepEqual(divide(999n, WHOLE), { supplier: 999n, demander: 0n });
	assert.deepEqual(bear(99n, 0), { supplier: 99n, demander: 0n });
	assert.deepEqual(bear(99n, WHOLE), { supplier: 0n, demander: 99n });
	assert.equal(feeOf(1_999n, 20), 39n);
});

test('ends_of_a_deal_move_money_and_make_none', () => {
	const deal = { price: 999n, bond: 200n, fee: 99n };
	assert.deepEqual(gainsOf(deal, 'Settled'), { supplier: 999n, demander: -999n, judge: 0n });
	assert.deepEqual(gainsOf(deal, { Judged: 0 }), { supplier: -299n, demander: 200n, judge: 99n });
	assert.deepEqual(gainsOf(deal, { Judged: 500 }), { supplier: 449n, demander: -548n, judge: 99n });
	assert.deepEqual(gainsOf(deal, { Judged: WHOLE }), { supplier: 999n, demander: -1_098n, judge: 99n });
	assert.deepEqual(gainsOf(deal, { Fallback: 400 }), { supplier: 399n, demander: -399n, judge: 0n });
	assert.throws(() => gainsOf(deal, { Convicted: 0 }), TypeError);
	for (let toSupplier = 0; toSupplier <= WHOLE; toSupplier += 1) {
		for (const kind of ['Judged', 'Fallback']) {
			const { supplier, demander, judge } = gainsOf(deal, { [kind]: toSupplier });
			assert.equal(supplier + demander + judge, 0n);
		}
	}
});

test('honest_handover_opens_to_what_was_sold', () => {
	const { own, key, sealed, deal } = handOver();
	const { key: got, leaves, wrong } = openHandover(deal, sealed, own);
	assert.deepEqual(got, key);
	assert.deepEqual(leaves, LOT.flat());
	assert.deepEqual(wrong, []);
});

test('handover_that_differs_from_the_commitments_is_refused', () => {
	const { own, key, sealed, deal } = handOver();
	const other = handOver();
	assert.throws(() => openHandover(deal, { ...sealed, sealedKey: flip(sealed.sealedKey) }, own), /not the one that the supplier committed to/);
	assert.throws(() => openHandover(deal, sealed, new RecipientKey()), /sealed for somebody else/);
	// A supplier who commits to what he sealed, but not to the key in it.
	const sealedKey = wrapKey(flip(key), own.key.X25519);
	const lying = { ...deal, sealedKey: sealedKeyCommitment(deal.genesis, deal.agreement, sealedKey) };
	assert.throws(() => openHandover(lying, { ...sealed, sealedKey }, own), HandoverError);
	assert.throws(() => openHandover({ ...deal, ciphertextRoot: other.deal.ciphertextRoot }, sealed, own), DeliveryError);
	assert.throws(() => openHandover({ ...deal, agreement: 8n }, sealed, own), HandoverError);
});

test('judge_finds_what_the_chain_would_find', () => {
	for (const [spoil, verdict, places] of [
		[undefined, 'Innocent', []],
		[(leaf, index) => (index === 4 ? flip(leaf) : leaf), 'Guilty', [4]],
	]) {
		const { own, key, sealed, deal } = handOver(spoil);
		const { checked, wrong } = openHandover(deal, sealed, own);
		assert.deepEqual(wrong, places);
		const proof = misbehaviour(checked, 4);
		assert.equal(examine(deal, key, proof), verdict);
		assert.throws(() => examine(deal, flip(key), proof), /the key is not/);
		assert.throws(() => examine({ ...deal, agreement: 8n }, key, proof), /the key is not/);
		assert.throws(() => examine(deal, key, { ...proof, leaf: flip(proof.leaf) }), ProofError);
	}
});

test('supplier_shows_that_he_sealed_the_key', () => {
	const { own, key, sealed, deal } = handOver();
	const shown = { key, recipient: own.key.X25519, once: sealed.once };
	assert(isSealedWith(deal, shown));
	assert(!isSealedWith(deal, { ...shown, key: flip(key) }));
	assert(!isSealedWith(deal, { ...shown, recipient: new RecipientKey().key.X25519 }));
	assert(!isSealedWith(deal, { ...shown, once: randomBytes(32) }));
});

test('evidence_is_read_only_if_it_is_what_was_announced', () => {
	const { own, key, sealed, deal } = handOver((leaf, index) => (index === 0 ? flip(leaf) : leaf));
	const proof = misbehaviour(openHandover(deal, sealed, own).checked, 0);
	const text = writeEvidence({ agreement: 7n, says: 'leaf 0 is wrong', key, proof });
	const read = readEvidence(deal, text, evidenceHash(text));
	assert.deepEqual(read, { says: 'leaf 0 is wrong', key, proof });
	assert.equal(examine(deal, read.key, read.proof), 'Guilty');
	const plain = writeEvidence({ agreement: 7n, says: 'an hour is missing' });
	assert.deepEqual(readEvidence(deal, plain, evidenceHash(plain)), { says: 'an hour is missing', key: undefined, proof: undefined });
	assert.throws(() => readEvidence(deal, text, evidenceHash(plain)), /whose hash is on chain/);
	assert.throws(() => readEvidence({ agreement: 8n }, text, evidenceHash(text)), /about agreement 7/);
	const other = '{"format":"another"}';
	assert.throws(() => readEvidence(deal, other, evidenceHash(other)), /no evidence/);
	assert.equal(toHex(fromHex(toHex(read.key))), toHex(key));
});
