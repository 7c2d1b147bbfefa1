// Envelopes: one record with the attributes of Y.4560 7.2.1. The SCALE bytes of an envelope are a leaf of the batch's tree.

import { concat, fixed, lengthPrefixed, randomBytes, Reader, u64, variant } from './bytes.mjs';
import { MAX_LEAF_LENGTH } from './fingerprint.mjs';

const VERSION = 1;
const STRUCTURES = ['Record', 'Series', 'Document'];
const FORMATS = ['Json', 'Csv', 'Cbor', 'Binary'];

/** Fresh salt. A leaf's hash travels before payment and a reading has little entropy: without salt the hash would give it away. */
export const newSalt = () => randomBytes(16);

/** The leaf of an envelope. */
export function encodeLeaf({ structure, format, schema, subject, sequence, salt, payload }) {
	const leaf = concat(
		Uint8Array.of(VERSION),
		variant(STRUCTURES, structure),
		variant(FORMATS, format),
		fixed(schema, 32, 'schema'),
		fixed(subject, 32, 'subject'),
		u64(sequence),
		fixed(salt, 16, 'salt'),
		lengthPrefixed(payload),
	);
	if (leaf.length > MAX_LEAF_LENGTH) throw new RangeError(`a leaf of ${leaf.length} bytes is longer than ${MAX_LEAF_LENGTH}`);
	return leaf;
}

/** The envelope in a leaf. Refuses another version, unknown kinds, and bytes too few or too many. */
export function decodeLeaf(leaf) {
	if (leaf.length > MAX_LEAF_LENGTH) throw new RangeError(`a leaf of ${leaf.length} bytes is longer than ${MAX_LEAF_LENGTH}`);
	const reader = new Reader(leaf);
	const version = reader.u8();
	if (version !== VERSION) throw new RangeError(`envelope version ${version} is unknown`);
	const envelope = {
		version,
		structure: at(STRUCTURES, reader.u8(), 'structure'),
		format: at(FORMATS, reader.u8(), 'format'),
		schema: reader.take(32),
		subject: reader.take(32),
		sequence: reader.u64(),
		salt: reader.take(16),
		payload: reader.take(reader.compact()),
	};
	reader.end();
	return envelope;
}

function at(names, index, what) {
	if (index >= names.length) throw new RangeError(`${what} ${index} is unknown`);
	return names[index];
}
