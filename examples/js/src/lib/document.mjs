// DID documents as the chain keeps them, and what is signed to change one. The chain's side is `counterfoil_primitives::document`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, equal, fixed, fixedText, lengthPrefixed, list, onlyEntry, toHex, utf8 } from './bytes.mjs';
import { encodeKey } from './did.mjs';
import { callVariant } from './keys.mjs';

const DOMAIN = utf8('counterfoil/did-document/v1');

/** Verification relationships of W3C DID Core 5.3, in the order of their bits. */
export const RELATIONSHIPS = ['Authentication', 'AssertionMethod', 'KeyAgreement', 'CapabilityInvocation', 'CapabilityDelegation'];

/** Relationships as the chain's bit set. */
export function relationshipBits(relationships) {
	return relationships.reduce((bits, name) => {
		const index = RELATIONSHIPS.indexOf(name);
		if (index < 0) throw new TypeError(`${name} is none of ${RELATIONSHIPS.join(', ')}`);
		return bits | (1 << index);
	}, 0);
}

/** Everything that a key can sign for. */
export const SIGNING = relationshipBits(RELATIONSHIPS.filter((name) => name !== 'KeyAgreement'));
/** What a key that signs nothing is for. */
export const KEY_AGREEMENT = relationshipBits(['KeyAgreement']);

/** A document: `methods` are `{ id, key, relationships }`, `services` `{ id, kind, endpoint }`, `controllers` identifiers. */
export const newDocument = ({ controllers = [], threshold = 0, alsoKnownAs = [], methods = [], services = [] }) => ({
	controllers,
	threshold,
	alsoKnownAs,
	methods,
	services,
});

/** The document of a subject that never changed it: the key of its registration, for everything that a key can sign. */
export const documentOfKey = (key) => newDocument({ methods: [{ id: 1, key, relationships: SIGNING }] });

/** SCALE bytes of a key of a document: of one that signs, or of an X25519 key. */
function encodeMethodKey(key) {
	const [kind, bytes] = onlyEntry(key);
	return kind === 'X25519' ? concat(Uint8Array.of(1), fixed(bytes, 32, kind)) : concat(Uint8Array.of(0), encodeKey(key));
}

/** SCALE bytes of a document. */
export const encodeDocument = ({ controllers, threshold, alsoKnownAs, methods, services }) =>
	concat(
		list(controllers, (did) => fixed(did, 32, 'controller')),
		Uint8Array.of(threshold),
		list(alsoKnownAs, (uri) => lengthPrefixed(utf8(uri))),
		list(methods, ({ id, key, relationships }) => concat(Uint8Array.of(id), encodeMethodKey(key), Uint8Array.of(relationships))),
		list(services, ({ id, kind, endpoint }) => concat(Uint8Array.of(id), fixedText(kind, 32), lengthPrefixed(utf8(endpoint)))),
	);

/** What is signed for a document. */
export const documentDigest = (document) => sha256(concat(DOMAIN, encodeDocument(document)));

/** The keys that sign and are new, in the order of the methods: those that have to prove themselves. */
export const newKeys = (before, after) =>
	after.methods.map(({ key }) => key).filter((key) => !('X25519' in key) && !before.methods.some((old) => equal(encodeMethodKey(old.key), encodeMethodKey(key))));

/** Body of `PURPOSE.didUpdate` (the nonce is the number of the version that is about to be made). `act` is `{ Update: digest }`, `'Deactivate'` or
 * `{ Prove: digest }`. */
export function didUpdate({ did, act }) {
	const subject = fixed(did, 32, 'subject');
	if (act === 'Deactivate') return concat(subject, Uint8Array.of(1));
	const [kind, digest] = onlyEntry(act);
	if (kind !== 'Update' && kind !== 'Prove') throw new TypeError(`${kind} is no act`);
	return concat(subject, Uint8Array.of(kind === 'Update' ? 0 : 2), fixed(digest, 32, 'digest'));
}

/** A document as polkadot.js wants it. */
export const callDocument = ({ controllers, threshold, alsoKnownAs, methods, services }) => ({
	controllers: controllers.map(toHex),
	threshold,
	alsoKnownAs: alsoKnownAs.map((uri) => toHex(utf8(uri))),
	methods: methods.map(({ id, key, relationships }) => ({
		id,
		key: 'X25519' in key ? callVariant(key) : { Verification: callVariant(key) },
		relationships,
	})),
	services: services.map(({ id, kind, endpoint }) => ({ id, kind: toHex(fixedText(kind, 32)), endpoint: toHex(utf8(endpoint)) })),
});
