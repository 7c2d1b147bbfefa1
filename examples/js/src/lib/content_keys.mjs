// Content keys of an epoch: what owners commit to on chain, and how a key is wrapped for a recipient off chain. Neither a key nor a wrapped key
// is ever on chain. The chain's side is `counterfoil_primitives::access`.

import { chacha20poly1305 } from '@noble/ciphers/chacha';
import { x25519 } from '@noble/curves/ed25519';
import { hkdf } from '@noble/hashes/hkdf';
import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, list, option, utf8 } from './bytes.mjs';

const INFO = utf8('counterfoil-examples/key-wrap/v1');
/** A zero nonce is good for a key that encrypts once. */
const NONCE = new Uint8Array(12);

/** What owners put on chain. `hashes` are `{ field, hash }`, `field` the place of a class, null for data outside of any; null first, then ascending. */
export const epochCommitment = (hashes) =>
	sha256(list(hashes, ({ field, hash }) => concat(option(field, (place) => Uint8Array.of(place)), fixed(hash, 32, 'hash of a key'))));

/** The hashes of keys `{ field, key }`: with them a recipient checks what he was given against the commitment. */
export const hashesOf = (keys) => keys.map(({ field, key }) => ({ field, hash: sha256(fixed(key, 32, 'key')) }));

/** What is wrapped for whoever holds the other half of this X25519 key: the public half of a key that is used once, then the sealed key. */
export function wrapKey(key, recipient, once = x25519.utils.randomPrivateKey()) {
	const shared = x25519.getSharedSecret(once, recipient);
	const publicOnce = x25519.getPublicKey(once);
	return concat(publicOnce, chacha20poly1305(wrappingKey(shared, publicOnce, recipient), NONCE).encrypt(fixed(key, 32, 'key')));
}

const wrappingKey = (shared, publicOnce, recipient) => hkdf(sha256, shared, concat(publicOnce, recipient), INFO, 32);

/** The key pair that a recipient names in its DID document. */
export class RecipientKey {
	#secret;

	constructor(secret = x25519.utils.randomPrivateKey()) {
		this.#secret = secret;
		this.key = { X25519: x25519.getPublicKey(secret) };
	}

	/** The key that was wrapped; throws when it was wrapped for somebody else, or changed on the way. */
	unwrap(wrapped) {
		const publicOnce = fixed(wrapped, 80, 'wrapped key').slice(0, 32);
		const shared = x25519.getSharedSecret(this.#secret, publicOnce);
		return chacha20poly1305(wrappingKey(shared, publicOnce, this.key.X25519), NONCE).decrypt(wrapped.slice(32));
	}
}
