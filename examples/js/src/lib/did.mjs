// Decentralised identifiers: the id is the hash of the first key, so it is known before the chain is reached.

import { sha256 } from '@noble/hashes/sha2';
import { base58Decode, base58Encode } from '@polkadot/util-crypto';
import { concat, fixed, fromHex, onlyEntry, toHex, utf8 } from './bytes.mjs';

const DOMAIN = utf8('counterfoil/did/v1');

/** Kinds of keys: index in SCALE and length. */
const KEYS = { Ed25519: [0, 32], Sr25519: [1, 32], EcdsaSecp256k1: [2, 33], EcdsaP256: [3, 33] };

/** The roles of Y.4560, in the order of their bits. */
export const ROLES = ['Supplier', 'Demander', 'ServiceProvider', 'Regulator', 'Validator', 'Other'];

/** SCALE bytes of a verification key, written `{ Ed25519: bytes }`. */
export function encodeKey(key) {
	const [kind, bytes] = onlyEntry(key);
	if (!(kind in KEYS)) throw new TypeError(`${kind} is no kind of key`);
	const [index, length] = KEYS[kind];
	return concat(Uint8Array.of(index), fixed(bytes, length, kind));
}

/** The 32 bytes that name the subject with this first key. */
export const didOfKey = (key) => sha256(concat(DOMAIN, encodeKey(key)));

/** Roles as the chain's bit set. */
export function rolesBits(roles) {
	return roles.reduce((bits, role) => {
		const index = ROLES.indexOf(role);
		if (index < 0) throw new TypeError(`${role} is no role`);
		return bits | (1 << index);
	}, 0);
}

/** The text form, `did:counterfoil:<32 digits of the genesis hash>:<base58 of the id>`. */
export const formatDid = (genesis, id) => `did:counterfoil:${toHex(genesis.slice(0, 16)).slice(2)}:${base58Encode(id)}`;

/** Reads the text form; only the one that `formatDid` writes. */
export function parseDid(text) {
	const match = /^did:counterfoil:([0-9a-f]{32}):([1-9A-HJ-NP-Za-km-z]+)$/.exec(text);
	if (!match) throw new TypeError(`"${text}" is no Counterfoil DID`);
	const id = base58Decode(match[2]);
	if (id.length !== 32 || base58Encode(id) !== match[2]) throw new TypeError(`the id of "${text}" is not 32 bytes in their shortest form`);
	return { chain: fromHex(match[1]), id };
}
