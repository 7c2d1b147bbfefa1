// Sealed delivery, the parties' and the judge's side: the supplier seals the key to the demander, who opens it off chain and checks everything; a
// judge examines what either shows him. Neither the key nor its sealed form is ever on chain. The chain's side is
// `counterfoil_primitives::sealed`.

import { x25519 } from '@noble/curves/ed25519';
import { sha256 } from '@noble/hashes/sha2';
import { concat, equal, fixed, fromHex, onlyEntry, toHex, u64, utf8 } from './bytes.mjs';
import { wrapKey } from './content_keys.mjs';
import { callProof, checkDelivery, encryptLot, judge, keyCommitment, openDelivery } from './exchange.mjs';
import { ProofError } from './fingerprint.mjs';

const SEALED_KEY_DOMAIN = utf8('counterfoil/sealed-key/v1');
const EVIDENCE_FORMAT = 'counterfoil/evidence/v1';

/** All of it, per mille. */
export const WHOLE = 1_000;

/** What the supplier says on chain that he sealed. It names chain and agreement, so that a sealed key cannot pass for that of another deal. */
export const sealedKeyCommitment = (genesis, agreement, sealedKey) =>
	sha256(concat(SEALED_KEY_DOMAIN, fixed(genesis, 32, 'genesis hash'), u64(agreement), sealedKey));

const perMilleOf = (amount, share) => (amount * BigInt(share)) / BigInt(WHOLE);

/** What a judge gets for a decision about a deal of this price, rounded down. Each party puts up as much. */
export const feeOf = (price, fee) => perMilleOf(price, fee);

/** Divides a price. The supplier's part is rounded down; both together are the price. */
export function divide(price, toSupplier) {
	const supplier = perMilleOf(price, toSupplier);
	return { supplier, demander: price - supplier };
}

/** Divides the judge's fee: each bears the part that it did not get of the price. The demander's part is rounded down; both together are the fee. */
export function bear(fee, toSupplier) {
	const demander = perMilleOf(fee, toSupplier);
	return { supplier: fee - demander, demander };
}

/**
 * What supplier, demander and judge gain by the end of a deal, all together nothing. `outcome` is `'Settled'`, or `{ Judged: n }` or
 * `{ Fallback: n }` with what the supplier gets, per mille.
 */
export function gainsOf({ price, bond, fee }, outcome) {
	if (outcome === 'Settled') return { supplier: price, demander: -price, judge: 0n };
	const [kind, toSupplier] = onlyEntry(outcome);
	const { supplier } = divide(price, toSupplier);
	if (kind === 'Fallback') return { supplier, demander: -supplier, judge: 0n };
	if (kind !== 'Judged') throw new TypeError(`${kind} is no end of a deal that a judge has to do with`);
	const borne = bear(fee, toSupplier);
	// Who gets nothing at all is as good as convicted.
	const lost = toSupplier === 0 ? bond : 0n;
	return { supplier: supplier - borne.supplier - lost, demander: lost - supplier - borne.demander, judge: fee };
}

/**
 * Encrypts a lot for one deal and seals the key to `recipient`, an X25519 key. `delivery` and `sealedKey` are handed over off chain, `commitments`
 * go on chain; the supplier keeps `key` and `once`, the secret that he sealed with, in case that he has to show them to the judge. `spoil` may change a
 * leaf before it is encrypted: that is how the demo's cheat cheats.
 */
export function sealLot({ genesis, agreement, lot, key, recipient, spoil, once = x25519.utils.randomPrivateKey() }) {
	const delivery = { agreement, ...encryptLot(lot, key, spoil) };
	const sealedKey = wrapKey(key, recipient, once);
	const commitments = {
		ciphertextRoot: delivery.root,
		keyCommitment: keyCommitment(genesis, agreement, key),
		sealedKey: sealedKeyCommitment(genesis, agreement, sealedKey),
	};
	return { key, once, delivery, sealedKey, commitments };
}

/** A handover that is not what the supplier says on chain that it is. */
export class HandoverError extends Error {}

/**
 * What the demander checks once he was handed over a sealed key and a delivery, with nothing but the chain to rely on. `deal` is what the chain says:
 * `{ genesis, agreement, parts, ciphertextRoot, keyCommitment, sealedKey }`; `own` is his key pair. Returns the key, the leaves, the places of those
 * that are `wrong`, and the checked delivery, from which every wrong leaf can be proven.
 */
export function openHandover(deal, { delivery, sealedKey }, own) {
	if (!equal(sealedKeyCommitment(deal.genesis, deal.agreement, sealedKey), deal.sealedKey)) {
		throw new HandoverError('the sealed key is not the one that the supplier committed to');
	}
	const key = unwrap(own, sealedKey);
	if (!opens(deal, key)) throw new HandoverError('what was sealed is not the key that the supplier committed to');
	const checked = checkDelivery(deal, delivery);
	return { key, checked, ...openDelivery(checked, key) };
}

function unwrap(own, sealedKey) {
	try {
		return own.unwrap(sealedKey);
	} catch {
		throw new HandoverError('the sealed key was sealed for somebody else');
	}
}

const opens = ({ genesis, agreement, keyCommitment: committed }, key) => equal(keyCommitment(genesis, agreement, key), committed);

/** What a judge does with a key and a leaf that a party shows him: the very judgement that the chain passes where the key is revealed. */
export function examine(deal, key, proof) {
	if (!opens(deal, key)) throw new ProofError('the key is not the one that the supplier committed to');
	return judge({ ...deal, key }, proof);
}

/** Whether the supplier sealed this key to this recipient, who says that it opens to something else: sealed once more with the same secret it is the same. */
export const isSealedWith = ({ genesis, agreement, sealedKey }, { key, recipient, once }) =>
	equal(sealedKeyCommitment(genesis, agreement, wrapKey(key, recipient, once)), sealedKey);

/**
 * What a party shows the judge, as text whose hash goes on chain: what it says about the deal and, if there is any, the key and the proof about a
 * leaf.
 */
export const writeEvidence = ({ agreement, says, key, proof }) =>
	JSON.stringify({ format: EVIDENCE_FORMAT, agreement: String(agreement), says, ...(key && { key: toHex(key) }), ...(proof && { proof: textProof(proof) }) });

const textProof = (proof) => ({ ...callProof(proof), index: String(proof.index) });

/** What of an evidence, or of a judge's reasons, goes on chain. */
export const evidenceHash = (text) => sha256(utf8(text));

/** Reads evidence about a deal, once it is sure that it is the text whose hash is on chain. */
export function readEvidence({ agreement }, text, hash) {
	if (!equal(evidenceHash(text), hash)) throw new ProofError('the evidence is not the one whose hash is on chain');
	const { format, agreement: named, says, key, proof } = JSON.parse(text);
	if (format !== EVIDENCE_FORMAT) throw new ProofError(`a text of the format "${format}" is no evidence`);
	if (BigInt(named) !== BigInt(agreement)) throw new ProofError(`evidence about agreement ${named}, not ${agreement}`);
	return { says, key: key && fromHex(key), proof: proof && proofOf(proof) };
}

const proofOf = ({ index, ciphertext, ciphertextPath, leaf, leafPath }) => ({
	index: BigInt(index),
	ciphertext: fromHex(ciphertext),
	ciphertextPath: ciphertextPath.map(fromHex),
	leaf: fromHex(leaf),
	leafPath: leafPath.map(fromHex),
});
