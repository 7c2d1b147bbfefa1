// Batches of devices: the tree over their keys, and what a device signs when it wakes up. The chain's side is `counterfoil_primitives::enrolment`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, lengthPrefixed, toHex, u32, u64, utf8 } from './bytes.mjs';
import { encodeKey } from './did.mjs';
import { leafHash, Tree } from './fingerprint.mjs';
import { Ed25519Key } from './keys.mjs';

const LEAF_DOMAIN = lengthPrefixed(utf8('counterfoil/enrolment/v1'));

/** The leaf of a device in the tree of its batch. */
export const enrolmentLeaf = (key) => concat(LEAF_DOMAIN, encodeKey(key));

/** The tree over the devices with these keys, in order. */
export const treeOfKeys = (keys) => Tree.fromLeaves(keys.map(enrolmentLeaf));

/** What the chain is told of a tree. */
export const batchOf = (tree) => ({ root: tree.root, devices: tree.hashes.length });

/** Body of `PURPOSE.deviceActivation` (the nonce is the index of the device in its batch). */
export const deviceActivation = ({ enrolment, owner }) => concat(u64(enrolment), fixed(owner, 32, 'owner'));

/** Body of `PURPOSE.enrolmentAttestation` (nonce 0). */
export const enrolmentAttestation = ({ root, enroller, batch, metadata }) =>
	concat(u64(root), fixed(enroller, 32, 'enroller'), fixed(batch.root, 32, 'root of the batch'), u32(batch.devices), fixed(metadata, 32, 'metadata'));

/** A batch as polkadot.js wants it. */
export const callBatch = ({ root, devices }) => ({ root: toHex(root), devices });

/** The secret of the device at `index` of a fleet: the manufacturer makes it from a secret of his and puts it into the device. */
export const secretOf = (fleetSecret, index) => sha256(concat(fixed(fleetSecret, 32, 'secret of the fleet'), u32(index)));

/** Devices as a manufacturer has them: a secret that all of theirs follow from, and their public keys. */
export class Fleet {
	#secret;
	#tree;

	/** `publicKeys` are the Ed25519 keys of all devices, one after the other. */
	constructor(secret, publicKeys) {
		this.#secret = secret;
		this.publicKeys = publicKeys;
		this.size = publicKeys.length / 32;
		const prefix = concat(LEAF_DOMAIN, Uint8Array.of(0));
		let bytes = 0;
		const hashes = Array.from({ length: this.size }, (_, index) => {
			const leaf = concat(prefix, this.#publicKey(index));
			bytes += leaf.length;
			return leafHash(leaf);
		});
		this.#tree = new Tree(hashes, bytes);
		this.batch = batchOf(this.#tree);
	}

	#publicKey(index) {
		return this.publicKeys.subarray(32 * index, 32 * index + 32);
	}

	/** The proof that the device at `index` is in the batch. */
	proof(index) {
		return this.#tree.proof(index);
	}

	/** The key that the device at `index` holds. */
	keyOf(index) {
		return new Ed25519Key(secretOf(this.#secret, index));
	}
}
