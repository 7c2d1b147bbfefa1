// Fingerprints: the root of the Merkle tree of RFC 9162, section 2.1, over the leaves of a batch, with inclusion proofs.
//
// The chain computes the same in `counterfoil_primitives::fingerprint`; test/fingerprint.test.mjs compares both by golden vectors.

import { sha256 } from '@noble/hashes/sha2';
import { concat, equal, fromHex, toHex } from './bytes.mjs';

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** The longest leaf that the chain judges. */
export const MAX_LEAF_LENGTH = 4096;

/** The only algorithm so far. */
export const ALGORITHM = 'Rfc9162Sha256';

/** The hash of one leaf. */
export const leafHash = (leaf) => sha256(concat(LEAF, leaf));

/** The hash of an inner node. */
export const nodeHash = (left, right) => sha256(concat(NODE, left, right));

/** A tree that keeps all its hashes, so that it can prove any leaf. */
export class Tree {
	#levels;
	#bytes;

	/** From leaf hashes; `bytes` is the sum of the lengths of the leaves. */
	constructor(hashes, bytes) {
		this.#bytes = bytes;
		this.#levels = [hashes];
		// A node without a right neighbour moves up unchanged. That gives the tree of the RFC, which splits at the largest power of two.
		for (let level = hashes; level.length > 1; ) {
			const above = [];
			for (let i = 0; i + 1 < level.length; i += 2) above.push(nodeHash(level[i], level[i + 1]));
			if (level.length % 2 === 1) above.push(level.at(-1));
			this.#levels.push(above);
			level = above;
		}
	}

	/** From the leaves themselves. */
	static fromLeaves(leaves) {
		return new Tree(leaves.map(leafHash), leaves.reduce((sum, leaf) => sum + leaf.length, 0));
	}

	/** The leaf hashes, in order. */
	get hashes() {
		return this.#levels[0];
	}

	/** The root; that of an empty tree is the hash of nothing. */
	get root() {
		return this.hashes.length === 0 ? sha256(new Uint8Array()) : this.#levels.at(-1)[0];
	}

	/** What goes on chain. */
	fingerprint() {
		return { algorithm: ALGORITHM, root: this.root, leaves: BigInt(this.hashes.length), bytes: BigInt(this.#bytes) };
	}

	/** The inclusion proof of the leaf at `index`, from the leaf up. */
	proof(index) {
		if (!Number.isSafeInteger(index) || index < 0 || index >= this.hashes.length) throw new RangeError(`there is no leaf ${index}`);
		const path = [];
		let position = index;
		for (const level of this.#levels) {
			const sibling = position ^ 1;
			if (sibling < level.length) path.push(level[sibling]);
			position >>= 1;
		}
		return path;
	}
}

/** A tree that only grows: it keeps a hash per level, however many leaves there are, and proves none of them. */
export class TreeBuilder {
	/** The roots of the complete subtrees, the largest first. */
	#peaks = [];
	#leaves = 0;
	#bytes = 0;

	/** How many leaves there are so far. */
	get leaves() {
		return this.#leaves;
	}

	/** The bytes of all leaves so far. */
	get bytes() {
		return this.#bytes;
	}

	/** Appends a leaf. */
	push(leaf) {
		let node = leafHash(leaf);
		// Each trailing one bit of the count is a complete subtree that waits for its right sibling.
		for (let waiting = this.#leaves; waiting % 2 === 1; waiting = (waiting - 1) / 2) node = nodeHash(this.#peaks.pop(), node);
		this.#peaks.push(node);
		this.#leaves += 1;
		this.#bytes += leaf.length;
	}

	/** What goes on chain. */
	fingerprint() {
		const root = this.#leaves === 0 ? sha256(new Uint8Array()) : this.#peaks.reduceRight((right, left) => nodeHash(left, right));
		return { algorithm: ALGORITHM, root, leaves: BigInt(this.#leaves), bytes: BigInt(this.#bytes) };
	}
}

/** A proof that does not fit its tree, or a leaf that is not in it. */
export class ProofError extends Error {}

/** The root that a proof leads to (RFC 9162, 2.1.3.2). Refuses an index outside of the tree and a path of the wrong length. */
export function rootFromProof(leaf, index, leaves, path) {
	for (const hash of [leaf, ...path]) {
		if (hash.length !== 32) throw new ProofError(`a hash has 32 bytes, not ${hash.length}`);
	}
	let position = BigInt(index);
	let last = BigInt(leaves) - 1n;
	if (position < 0n || position > last) throw new ProofError(`index ${index} is outside of a tree of ${leaves} leaves`);
	let hash = leaf;
	for (const sibling of path) {
		if (last === 0n) throw new ProofError('the path is too long');
		if (position % 2n === 1n || position === last) {
			hash = nodeHash(sibling, hash);
			while (position % 2n === 0n && position !== 0n) {
				position >>= 1n;
				last >>= 1n;
			}
		} else {
			hash = nodeHash(hash, sibling);
		}
		position >>= 1n;
		last >>= 1n;
	}
	if (last !== 0n) throw new ProofError('the path is too short');
	return hash;
}

/** Throws unless the leaf with this hash is at `index` of the fingerprinted batch. */
export function verifyInclusion(fingerprint, leaf, index, path) {
	if (!equal(rootFromProof(leaf, index, fingerprint.leaves, path), fingerprint.root)) {
		throw new ProofError('the proof leads to another root');
	}
}

/** Whether two fingerprints are the same. */
export const sameFingerprint = (a, b) =>
	a.algorithm === b.algorithm && equal(a.root, b.root) && BigInt(a.leaves) === BigInt(b.leaves) && BigInt(a.bytes) === BigInt(b.bytes);

/** The text form, `fp:rfc9162-sha256:<leaves>:<bytes>:<root>`. */
export const formatFingerprint = ({ root, leaves, bytes }) => `fp:rfc9162-sha256:${leaves}:${bytes}:${toHex(root).slice(2)}`;

/** Reads the text form; only the one that `formatFingerprint` writes. */
export function parseFingerprint(text) {
	const match = /^fp:rfc9162-sha256:(0|[1-9]\d{0,19}):(0|[1-9]\d{0,19}):([0-9a-f]{64})$/.exec(text);
	if (!match) throw new TypeError(`"${text}" is no fingerprint`);
	const fingerprint = { algorithm: ALGORITHM, root: fromHex(match[3]), leaves: BigInt(match[1]), bytes: BigInt(match[2]) };
	for (const field of ['leaves', 'bytes']) {
		if (fingerprint[field] >= 1n << 64n) throw new RangeError(`${field} of "${text}" is no u64`);
	}
	return fingerprint;
}
