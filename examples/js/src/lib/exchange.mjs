// Fair exchange, the two parties' side: the supplier encrypts and commits, the demander checks what he was given before he accepts, opens
// it when the key is on chain, and proves a wrong leaf. The chain's side is `counterfoil_primitives::exchange`.

import { chacha20 } from '@noble/ciphers/chacha';
import { sha256 } from '@noble/hashes/sha2';
import { concat, equal, fixed, fromHex, toHex, u64, utf8 } from './bytes.mjs';
import { leafHash, MAX_LEAF_LENGTH, ProofError, Tree, verifyInclusion } from './fingerprint.mjs';

const KEY_DOMAIN = utf8('counterfoil/key-commitment/v1');

/** What the supplier puts on chain before he reveals the key. It binds the key to one agreement on one chain. */
export const keyCommitment = (genesis, agreement, key) =>
	sha256(concat(KEY_DOMAIN, fixed(genesis, 32, 'genesis hash'), u64(agreement), fixed(key, 32, 'key')));

/** Encrypts or decrypts the leaf at `index` of the whole lot: ChaCha20 of RFC 8439 from block 0, the index in the nonce. */
export const applyKeystream = (key, index, data) => chacha20(fixed(key, 32, 'key'), concat(new Uint8Array(4), u64(index)), data);

/** The part, and the place in it, of the leaf at `index` of the lot. */
export function locate(parts, index) {
	let local = BigInt(index);
	for (const [part, { leaves }] of parts.entries()) {
		if (local >= 0n && local < BigInt(leaves)) return { part, local: Number(local) };
		local -= BigInt(leaves);
	}
	return null;
}

/** How many leaves a lot has. */
export const totalLeaves = (parts) => parts.reduce((sum, { leaves }) => sum + BigInt(leaves), 0n);

/**
 * Encrypts a lot for one agreement. `lot` is a list of batches, each a list of leaves. `spoil` may change a leaf before it is
 * encrypted: that is how the demo's cheat cheats.
 */
export function encryptLot(lot, key, spoil = (leaf) => leaf) {
	const leaves = lot.flat();
	const ciphertexts = leaves.map((leaf, index) => applyKeystream(key, index, spoil(leaf, index)));
	return {
		ciphertexts,
		root: Tree.fromLeaves(ciphertexts).root,
		// The hashes of the true leaves: they are on chain as fingerprints, so he cannot lie about them.
		leafHashes: leaves.map(leafHash),
	};
}

/** A delivery as text, to be handed over as a file. */
export const writeDelivery = ({ agreement, ciphertexts, leafHashes }) =>
	JSON.stringify({ format: 'counterfoil/delivery/v1', agreement: String(agreement), ciphertexts: ciphertexts.map(toHex), leafHashes: leafHashes.map(toHex) });

/** Reads a delivery; what it says is checked by `checkDelivery`. */
export function readDelivery(text) {
	try {
		const { format, agreement, ciphertexts, leafHashes } = JSON.parse(text);
		if (format !== 'counterfoil/delivery/v1') throw new DeliveryError(`a file of the format "${format}" is no delivery`);
		return { agreement: BigInt(agreement), ciphertexts: ciphertexts.map(fromHex), leafHashes: leafHashes.map(fromHex) };
	} catch (error) {
		throw error instanceof DeliveryError ? error : new DeliveryError(`this is no delivery: ${error.message}`);
	}
}

/** A delivery that is not worth accepting. */
export class DeliveryError extends Error {}

/**
 * What the demander checks before he accepts, with nothing but the chain to rely on: the ciphertexts are those that the supplier committed
 * to, and the leaf hashes are those under the fingerprints of the agreement. Afterwards every wrong leaf can be proven.
 */
export function checkDelivery({ agreement, parts, ciphertextRoot }, delivery) {
	const total = Number(totalLeaves(parts));
	if (delivery.agreement !== BigInt(agreement)) throw new DeliveryError(`a delivery for agreement ${delivery.agreement}, not ${agreement}`);
	if (delivery.ciphertexts.length !== total) throw new DeliveryError(`${delivery.ciphertexts.length} ciphertexts for ${total} leaves`);
	if (delivery.leafHashes.length !== total) throw new DeliveryError(`${delivery.leafHashes.length} leaf hashes for ${total} leaves`);
	const long = delivery.ciphertexts.findIndex((ciphertext) => ciphertext.length > MAX_LEAF_LENGTH);
	if (long >= 0) throw new DeliveryError(`ciphertext ${long} is longer than the chain judges`);
	const ciphertextTree = Tree.fromLeaves(delivery.ciphertexts);
	if (!equal(ciphertextTree.root, ciphertextRoot)) throw new DeliveryError('the ciphertexts are not those that the supplier committed to');
	let first = 0;
	const partTrees = parts.map(({ root, leaves, bytes }, part) => {
		const end = first + Number(leaves);
		const length = delivery.ciphertexts.slice(first, end).reduce((sum, ciphertext) => sum + ciphertext.length, 0);
		const tree = new Tree(delivery.leafHashes.slice(first, end), length);
		first = end;
		// ChaCha20 keeps lengths, so a delivery of another size is wrong before the key is known.
		if (BigInt(length) !== BigInt(bytes)) throw new DeliveryError(`part ${part} has ${length} bytes of ciphertext, its fingerprint says ${bytes}`);
		if (!equal(tree.root, root)) throw new DeliveryError(`the leaf hashes of part ${part} do not lead to its fingerprint`);
		return tree;
	});
	return { parts, delivery, ciphertextTree, partTrees };
}

/** Decrypts a checked delivery. `wrong` lists the leaves that are not what was sold. */
export function openDelivery({ delivery }, key) {
	const leaves = delivery.ciphertexts.map((ciphertext, index) => applyKeystream(key, index, ciphertext));
	const wrong = leaves.flatMap((leaf, index) => (equal(leafHash(leaf), delivery.leafHashes[index]) ? [] : [index]));
	return { leaves, wrong };
}

/** The proof that the leaf at `index` is wrong: the ciphertext and the expected leaf hash, each with its place in its tree. */
export function misbehaviour({ parts, delivery, ciphertextTree, partTrees }, index) {
	const place = locate(parts, index);
	if (!place) throw new RangeError(`the lot has no leaf ${index}`);
	return {
		index: BigInt(index),
		ciphertext: delivery.ciphertexts[index],
		ciphertextPath: ciphertextTree.proof(index),
		leaf: delivery.leafHashes[index],
		leafPath: partTrees[place.part].proof(place.local),
	};
}

/** The judgement that the chain will give: `Guilty`, `Innocent`, or an error for a proof that proves nothing. */
export function judge({ parts, ciphertextRoot, key }, proof) {
	const place = locate(parts, proof.index);
	if (!place) throw new ProofError(`the lot has no leaf ${proof.index}`);
	if (proof.ciphertext.length > MAX_LEAF_LENGTH) throw new ProofError('the ciphertext is too long');
	verifyInclusion({ root: ciphertextRoot, leaves: totalLeaves(parts) }, leafHash(proof.ciphertext), proof.index, proof.ciphertextPath);
	verifyInclusion(parts[place.part], proof.leaf, place.local, proof.leafPath);
	return equal(leafHash(applyKeystream(key, proof.index, proof.ciphertext)), proof.leaf) ? 'Innocent' : 'Guilty';
}

/** A proof as polkadot.js wants it. */
export const callProof = ({ index, ciphertext, ciphertextPath, leaf, leafPath }) => ({
	index,
	ciphertext: toHex(ciphertext),
	ciphertextPath: ciphertextPath.map(toHex),
	leaf: toHex(leaf),
	leafPath: leafPath.map(toHex),
});
