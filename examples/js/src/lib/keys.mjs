// Keys of all kinds that a DID document may list. Each signs as the chain checks it; how is said in primitives/src/did.rs.

import { ed25519, x25519 } from '@noble/curves/ed25519';
import { p256 } from '@noble/curves/p256';
import { secp256k1 } from '@noble/curves/secp256k1';
import { sha256 } from '@noble/hashes/sha2';
import { concat, onlyEntry, toHex } from './bytes.mjs';

/** Ed25519 (RFC 8032). */
export class Ed25519Key {
	#secret;

	constructor(secret = ed25519.utils.randomPrivateKey()) {
		this.#secret = secret;
		this.key = { Ed25519: ed25519.getPublicKey(secret) };
	}

	sign(message) {
		return { Ed25519: ed25519.sign(message, this.#secret) };
	}
}

/** ECDSA over NIST P-256, as smart cards and secure elements have it. */
export class P256Key {
	#secret = p256.utils.randomPrivateKey();

	constructor() {
		this.key = { EcdsaP256: p256.getPublicKey(this.#secret, true) };
	}

	/** r and s over SHA-256, with s in the lower half of the group's order. */
	sign(message) {
		return { EcdsaP256: p256.sign(sha256(message), this.#secret, { lowS: true }).toCompactRawBytes() };
	}
}

/** ECDSA over secp256k1. */
export class Secp256k1Key {
	#secret = secp256k1.utils.randomPrivateKey();

	constructor() {
		this.key = { EcdsaSecp256k1: secp256k1.getPublicKey(this.#secret, true) };
	}

	/** r, s and the recovery id over SHA-256. */
	sign(message) {
		const signature = secp256k1.sign(sha256(message), this.#secret, { lowS: true });
		return { EcdsaSecp256k1: concat(signature.toCompactRawBytes(), Uint8Array.of(signature.recovery)) };
	}
}

/** X25519 (RFC 7748): agrees on secrets and signs nothing. */
export class AgreementKey {
	constructor() {
		this.key = { X25519: x25519.getPublicKey(x25519.utils.randomPrivateKey()) };
	}
}

/** A key or a signature as polkadot.js wants it. */
export function callVariant(value) {
	const [kind, bytes] = onlyEntry(value);
	return { [kind]: toHex(bytes) };
}
