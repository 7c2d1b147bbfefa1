import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compact, concat, fixedText, fromHex, option, Reader, toHex, u64, utf8 } from '../src/lib/bytes.mjs';
import { didOfKey, encodeKey, formatDid, parseDid, rolesBits } from '../src/lib/did.mjs';
import { decodeLeaf, encodeLeaf, newSalt } from '../src/lib/envelope.mjs';
import { deviceConsent, PURPOSE, signingBytes } from '../src/lib/payload.mjs';

const seven = new Uint8Array(32).fill(7);

test('identifier_depends_on_the_kind_of_key', () => {
	const ids = [{ Ed25519: seven }, { Sr25519: seven }, { EcdsaSecp256k1: new Uint8Array(33).fill(7) }].map((key) => toHex(didOfKey(key)));
	assert.equal(new Set(ids).size, 3);
	assert.throws(() => encodeKey({ Ed25519: seven.slice(1) }), /must be 32 bytes/);
	assert.throws(() => encodeKey({ Rsa: seven }), /no kind of key/);
});

test('text_of_an_identifier_survives_and_other_texts_are_refused', () => {
	const id = didOfKey({ Ed25519: seven });
	const text = formatDid(new Uint8Array(32).fill(0xab), id);
	assert.match(text, /^did:counterfoil:(ab){16}:[1-9A-HJ-NP-Za-km-z]{43,44}$/);
	assert.deepEqual(parseDid(text), { chain: new Uint8Array(16).fill(0xab), id });
	assert.equal(formatDid(seven, new Uint8Array(32)).split(':')[3], '1'.repeat(32));
	const wrong = [text.toUpperCase(), text.replace('counterfoil', 'key'), `${text}x`, text.slice(0, -3), text.replace(/:[^:]*$/, ':0OIl'), text.replace('abab', 'ABAB'), ` ${text}`, `${text}:`];
	for (const other of wrong) assert.throws(() => parseDid(other), undefined, other);
});

test('roles_are_bits_in_the_order_of_the_standard', () => {
	assert.equal(rolesBits(['Supplier']), 1);
	assert.equal(rolesBits(['Demander', 'Validator']), 0b10010);
	assert.equal(rolesBits([]), 0);
	assert.throws(() => rolesBits(['Emperor']), /no role/);
});

test('signed_bytes_are_domain_genesis_nonce_body', () => {
	const body = deviceConsent({ owner: new Uint8Array(32).fill(2), metadata: new Uint8Array(32).fill(3) });
	const bytes = signingBytes(PURPOSE.deviceConsent, new Uint8Array(32).fill(1), 0x0102, body);
	const domain = 'counterfoil/device-consent/v1';
	assert.deepEqual(
		bytes,
		concat(Uint8Array.of(domain.length << 2), utf8(domain), new Uint8Array(32).fill(1), Uint8Array.of(2, 1, 0, 0, 0, 0, 0, 0), new Uint8Array(32).fill(2), new Uint8Array(32).fill(3)),
	);
});

test('compact_lengths_are_those_of_scale', () => {
	const cases = [[0, '00'], [1, '04'], [63, 'fc'], [64, '0101'], [16_383, 'fdff'], [16_384, '02000100'], [1_073_741_823, 'feffffff']];
	for (const [value, hex] of cases) {
		assert.equal(toHex(compact(value)), `0x${hex}`);
		assert.equal(new Reader(fromHex(hex)).compact(), value);
	}
	assert.throws(() => compact(2 ** 30));
	for (const longer of ['0100', '02000000', '03']) assert.throws(() => new Reader(fromHex(longer)).compact(), undefined, longer);
	assert.throws(() => u64(-1));
	assert.throws(() => u64(1n << 64n));
	assert.equal(toHex(option(null, u64)), '0x00');
	assert.equal(toHex(option(0n, u64)), '0x010000000000000000');
});

test('fixed_text_is_filled_with_zeros', () => {
	assert.equal(toHex(fixedText('u0n', 5)), '0x75306e0000');
	for (const wrong of ['', 'ü', 'a b', 'toolong']) assert.throws(() => fixedText(wrong, 5), undefined, wrong);
});

test('envelope_survives_and_other_bytes_are_refused', () => {
	const envelope = { structure: 'Record', format: 'Json', schema: seven, subject: new Uint8Array(32).fill(9), sequence: 3n, salt: newSalt(), payload: utf8('{"x":1}') };
	const leaf = encodeLeaf(envelope);
	assert.equal(leaf.length, 3 + 32 + 32 + 8 + 16 + 1 + 7);
	assert.deepEqual(decodeLeaf(leaf), { version: 1, ...envelope });
	const bad = {
		nothing: new Uint8Array(),
		'another version': leaf.with(0, 2),
		'an unknown structure': leaf.with(1, 3),
		'an unknown format': leaf.with(2, 4),
		'a byte less': leaf.slice(0, -1),
		'a byte more': concat(leaf, Uint8Array.of(0)),
		'too long': new Uint8Array(4097).fill(1),
	};
	for (const [what, bytes] of Object.entries(bad)) assert.throws(() => decodeLeaf(bytes), undefined, what);
	assert.throws(() => encodeLeaf({ ...envelope, payload: new Uint8Array(4096) }), /longer than 4096/);
	assert.throws(() => encodeLeaf({ ...envelope, format: 'Xml' }), /none of/);
	assert.notDeepEqual(encodeLeaf({ ...envelope, salt: newSalt() }), leaf);
});
