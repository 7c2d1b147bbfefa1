// Bytes and the little of SCALE that signing payloads and leaves needs. Everything a chain call needs is encoded by polkadot.js
// from the chain's metadata; the encoders here exist because a device signs bytes without knowing any chain.

import { concatBytes, bytesToHex, hexToBytes, utf8ToBytes, randomBytes } from '@noble/hashes/utils';

export { randomBytes };

/** Concatenates byte arrays. */
export const concat = (...parts) => concatBytes(...parts);

/** Text as UTF-8 bytes. */
export const utf8 = (text) => utf8ToBytes(text);

/** Bytes as `0x` and hexadecimal digits. */
export const toHex = (bytes) => `0x${bytesToHex(Uint8Array.from(bytes))}`;

/** The bytes of a hexadecimal string, with or without `0x`. */
export const fromHex = (hex) => hexToBytes(hex.startsWith('0x') ? hex.slice(2) : hex);

/** Whether two byte arrays are equal. */
export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

/** An unsigned integer of 64 bits, least significant byte first. */
export function u64(value) {
	const n = BigInt(value);
	if (n < 0n || n >= 1n << 64n) throw new RangeError(`${value} is no u64`);
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, n, true);
	return bytes;
}

/** An unsigned integer of 128 bits, least significant byte first. */
export function u128(value) {
	const n = BigInt(value);
	if (n < 0n || n >= 1n << 128n) throw new RangeError(`${value} is no u128`);
	const bytes = new Uint8Array(16);
	const view = new DataView(bytes.buffer);
	view.setBigUint64(0, n & 0xffff_ffff_ffff_ffffn, true);
	view.setBigUint64(8, n >> 64n, true);
	return bytes;
}

/** An unsigned integer of 32 bits, least significant byte first. */
export function u32(value) {
	if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff) throw new RangeError(`${value} is no u32`);
	return littleEndian(BigInt(value), 4);
}

/** An unsigned integer of 16 bits, least significant byte first. */
export function u16(value) {
	if (!Number.isInteger(value) || value < 0 || value > 0xffff) throw new RangeError(`${value} is no u16`);
	return littleEndian(BigInt(value), 2);
}

/** SCALE's compact form of a length. */
export function compact(value) {
	const n = BigInt(value);
	if (n < 0n) throw new RangeError(`${value} is negative`);
	if (n < 1n << 6n) return Uint8Array.of(Number(n << 2n));
	if (n < 1n << 14n) return littleEndian((n << 2n) | 1n, 2);
	if (n < 1n << 30n) return littleEndian((n << 2n) | 2n, 4);
	throw new RangeError(`${value} is longer than anything here`);
}

/** A byte string with its compact length in front. */
export const lengthPrefixed = (bytes) => concat(compact(bytes.length), bytes);

/** A list of encoded items with its compact length in front. */
export const list = (items, encode) => concat(compact(items.length), ...items.map(encode));

/** SCALE's `Option`: nothing, or 1 and the encoded value. */
export const option = (value, encode) => (value == null ? Uint8Array.of(0) : concat(Uint8Array.of(1), encode(value)));

/** The index of a name in a list, as one byte; an error that lists the names if it is none of them. */
export function variant(names, name) {
	const index = names.indexOf(name);
	if (index < 0) throw new TypeError(`${name} is none of ${names.join(', ')}`);
	return Uint8Array.of(index);
}

/** The only entry of an object such as `{ Valid: .. }`: how a variant with fields is written here and in polkadot.js. */
export function onlyEntry(object) {
	const entries = Object.entries(object);
	if (entries.length !== 1) throw new TypeError(`${Object.keys(object).join(', ') || 'nothing'} is not one variant`);
	return entries[0];
}

/** A byte array of exactly `length` bytes, or an error that names it. */
export function fixed(bytes, length, name) {
	if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
		throw new TypeError(`${name} must be ${length} bytes`);
	}
	return bytes;
}

/** Text in a fixed number of bytes, filled up with zeros: the chain's `Text<N>`. */
export function fixedText(text, length) {
	if (!/^[\x21-\x7e]+$/.test(text)) throw new TypeError(`"${text}" is empty or has a character that is not printable ASCII`);
	if (text.length > length) throw new TypeError(`"${text}" is longer than ${length} characters`);
	const bytes = new Uint8Array(length);
	bytes.set(utf8(text));
	return bytes;
}

/** Reads SCALE from the front of a byte array; every method throws when there are too few bytes. */
export class Reader {
	#bytes;
	#at = 0;

	constructor(bytes) {
		this.#bytes = bytes;
	}

	take(length) {
		if (this.#at + length > this.#bytes.length) throw new RangeError('unexpected end of the bytes');
		this.#at += length;
		return this.#bytes.slice(this.#at - length, this.#at);
	}

	/** How many bytes were read. */
	get position() {
		return this.#at;
	}

	/** What was read since a position. */
	since(position) {
		return this.#bytes.slice(position, this.#at);
	}

	u8() {
		return this.take(1)[0];
	}

	u64() {
		const bytes = this.take(8);
		return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
	}

	u128() {
		const low = this.u64();
		return low + (this.u64() << 64n);
	}

	/** A compact length; refuses a longer form than necessary, as the chain does. */
	compact() {
		const first = this.u8();
		const mode = first & 3;
		if (mode === 3) throw new RangeError('a length beyond 2^30');
		const rest = this.take(mode === 0 ? 0 : mode === 1 ? 1 : 3);
		const value = rest.reduce((sum, byte, i) => sum + byte * 2 ** (8 * (i + 1)), first);
		const length = Math.floor(value / 4);
		if ((mode === 1 && length < 1 << 6) || (mode === 2 && length < 1 << 14)) throw new RangeError('a length in a longer form than needed');
		return length;
	}

	end() {
		if (this.#at !== this.#bytes.length) throw new RangeError(`${this.#bytes.length - this.#at} bytes too many`);
	}
}

function littleEndian(value, length) {
	return Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}
