// Certificates: what regulators are accredited for, the documents behind certificates, and status lists. The chain's side is
// `counterfoil_primitives::accreditation` and `pallet-certification`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixedText, list, onlyEntry, toHex, u64, utf8, variant } from './bytes.mjs';
import { formatDid } from './did.mjs';

/** What regulators may be accredited for, in the order of the bits. */
export const POWERS = ['Certify', 'Veto'];

const SCOPES = ['Everything', 'Category', 'Subjects'];
const TYPES = ['Any', 'Only'];

/** Powers as the chain's bit set. */
export const powerBits = (powers) => powers.reduce((bits, power) => bits | (1 << variant(POWERS, power)[0]), 0);

/** The name of a variant, whether it has a field or not: `'Any'` or `{ Only: .. }`. */
const variantOf = (value) => (typeof value === 'string' ? [value] : onlyEntry(value));

/**
 * SCALE bytes of the terms of an accreditation: `{ powers, scope, types, delegable, from, until }`, `powers` a list of names, `scope`
 * `'Everything'`, `{ Category: path }` or `'Subjects'`, `types` `'Any'` or `{ Only: words }`.
 */
export function encodeTerms({ powers, scope, types, delegable, from, until }) {
	const [reach, category] = variantOf(scope);
	const [kind, words] = variantOf(types);
	return concat(
		Uint8Array.of(powerBits(powers)),
		variant(SCOPES, reach),
		reach === 'Category' ? fixedText(category, 32) : new Uint8Array(),
		variant(TYPES, kind),
		kind === 'Only' ? list(words, (word) => fixedText(word, 32)) : new Uint8Array(),
		Uint8Array.of(delegable ? 1 : 0),
		u64(from),
		u64(until),
	);
}

/** Terms as polkadot.js wants them. */
export function callTerms({ powers, scope, types, ...rest }) {
	const [reach, category] = variantOf(scope);
	const [kind, words] = variantOf(types);
	return {
		...rest,
		powers: powerBits(powers),
		scope: reach === 'Category' ? { Category: toHex(fixedText(category, 32)) } : reach,
		types: kind === 'Only' ? { Only: words.map((word) => toHex(fixedText(word, 32))) } : kind,
	};
}

/** The document behind a certificate: a W3C Verifiable Credential (Data Model 2.0), not yet signed. It stays off chain. */
export const newCredential = (genesis, { issuer, subject, kind, claim, from, until }) =>
	JSON.stringify({
		'@context': ['https://www.w3.org/ns/credentials/v2'],
		type: ['VerifiableCredential'],
		issuer: formatDid(genesis, issuer),
		validFrom: new Date(from).toISOString(),
		validUntil: new Date(until).toISOString(),
		credentialSubject: { id: subject, [kind]: claim },
	});

/** What goes on chain of a document, or of the text of a reason. */
export const textDigest = (text) => sha256(utf8(text));

/** Whether a bit of a W3C Bitstring Status List is set: the first entry is the leftmost bit. */
export function isSet(bits, index) {
	if (!Number.isInteger(index) || index < 0 || index >= 8 * bits.length) throw new RangeError(`the list has no entry ${index}`);
	return (bits[index >> 3] & (0x80 >> (index & 7))) !== 0;
}
