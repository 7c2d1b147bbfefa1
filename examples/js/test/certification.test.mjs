// Terms of accreditations and status lists, against the bytes that the Rust tests pin.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, fixedText, toHex, u64, utf8 } from '../src/lib/bytes.mjs';
import { callTerms, encodeTerms, isSet, newCredential, powerBits, textDigest } from '../src/lib/certification.mjs';

const TERMS = { powers: ['Certify', 'Veto'], scope: { Category: 'water' }, types: { Only: ['origin'] }, delegable: true, from: 1, until: 2 };

test('terms_are_encoded_as_on_chain', () => {
	// primitives/src/accreditation.rs, encodings_are_pinned
	const expected = concat(
		...[Uint8Array.of(3, 1), utf8('water'), new Uint8Array(27)],
		...[Uint8Array.of(1, 4), utf8('origin'), new Uint8Array(26)],
		...[Uint8Array.of(1), u64(1), u64(2)],
	);
	assert.deepEqual(encodeTerms(TERMS), expected);
	const everything = { ...TERMS, powers: ['Certify'], scope: 'Everything', types: 'Any', delegable: false };
	assert.deepEqual(encodeTerms(everything), concat(Uint8Array.of(1, 0, 0, 0), u64(1), u64(2)));
	assert.deepEqual(encodeTerms({ ...everything, scope: 'Subjects' }).slice(0, 3), Uint8Array.of(1, 2, 0));
});

test('terms_refuse_what_the_chain_does_not_know', () => {
	assert.throws(() => powerBits(['Rule']), /none of/);
	assert.throws(() => encodeTerms({ ...TERMS, scope: 'Nothing' }), /none of/);
	assert.throws(() => encodeTerms({ ...TERMS, types: { Only: ['x'.repeat(33)] } }), /longer/);
	assert.equal(powerBits([]), 0);
});

test('terms_of_a_call_say_the_same', () => {
	assert.deepEqual(callTerms(TERMS), {
		powers: 3,
		scope: { Category: toHex(fixedText('water', 32)) },
		types: { Only: [toHex(fixedText('origin', 32))] },
		delegable: true,
		from: 1,
		until: 2,
	});
	assert.equal(callTerms({ ...TERMS, scope: 'Subjects', types: 'Any' }).types, 'Any');
});

test('first_entry_of_a_status_list_is_the_leftmost_bit', () => {
	// pallets/certification, status_bits_are_those_of_a_bitstring_status_list
	const revoked = Uint8Array.of(0b1100_0000, 0b0100_0000);
	assert.deepEqual([0, 1, 2, 8, 9].map((index) => isSet(revoked, index)), [true, true, false, false, true]);
	assert(isSet(Uint8Array.of(0b0000_0001, 0), 7));
	for (const index of [-1, 16, 0.5]) assert.throws(() => isSet(revoked, index), RangeError);
});

test('credential_names_issuer_subject_and_period', () => {
	const text = newCredential(new Uint8Array(32), { issuer: new Uint8Array(32), subject: 'urn:x:1', kind: 'measurement', claim: 'in order', from: 0, until: 1 });
	const credential = JSON.parse(text);
	assert.deepEqual(credential.credentialSubject, { id: 'urn:x:1', measurement: 'in order' });
	assert.match(credential.issuer, /^did:counterfoil:0{32}:1{32}$/);
	assert.equal(credential.validUntil, '1970-01-01T00:00:00.001Z');
	assert.equal(textDigest(text).length, 32);
});
