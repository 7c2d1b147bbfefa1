// What a reader checks who trusts the validators and nobody else: the votes for a block, the headers that lead to it, and a value
// in its state. The node that answers needs no trust.
//
// `counterfoil_provenState` gives a header, the nodes of the trie, and SCALE of a GRANDPA finality proof: the block voted for, the
// justification, the headers in between.

import { ed25519 } from '@noble/curves/ed25519';
import { blake2b } from '@noble/hashes/blake2b';
import { concat, equal, fromHex, Reader, toHex, u64 } from './bytes.mjs';

const blake2 = (bytes) => blake2b(bytes, { dkLen: 32 });

/**
 * The value of a key in the state of a final block, as bytes, or null where the proof shows that there is none. `authorities` are
 * the public keys of those who may vote, one vote each, and `setId` the number of their set: what the reader trusts. Throws where
 * anything does not hold.
 */
export function verifyProvenState(proven, key, { authorities, setId }) {
	const header = fromHex(proven.header);
	const { number, stateRoot, hash } = decodeHeader(header);
	if (toHex(hash) !== proven.blockHash || number !== proven.blockNumber) throw new Error('the header is of another block');
	if (!proven.justification) throw new Error('the node knows no votes for the block');
	const proof = new Reader(fromHex(proven.justification));
	const votedFor = proof.take(32);
	const justification = proof.take(proof.compact());
	let last = hash;
	for (let left = proof.compact(); left > 0; left -= 1) {
		const next = decodeHeader(proof);
		if (!equal(next.parentHash, last)) throw new Error('the headers are no chain');
		last = next.hash;
	}
	proof.end();
	if (!equal(last, votedFor)) throw new Error('the headers do not lead to the block voted for');
	checkJustification(justification, votedFor, authorities, setId);
	return readTrie(stateRoot, key, proven.proof.map(fromHex));
}

/** Takes a header off a reader, or decodes one from bytes: what is needed of it, and its hash. */
function decodeHeader(source) {
	const reader = source instanceof Reader ? source : new Reader(source);
	const begin = reader.position;
	const parentHash = reader.take(32);
	const number = reader.compact();
	const stateRoot = reader.take(32);
	reader.take(32);
	for (let items = reader.compact(); items > 0; items -= 1) {
		const kind = reader.u8();
		// Other, Consensus, Seal, PreRuntime, RuntimeEnvironmentUpdated of the SDK's DigestItem.
		if ([4, 5, 6].includes(kind)) reader.take(4);
		else if (kind !== 0 && kind !== 8) throw new Error(`a digest item of kind ${kind}`);
		if (kind !== 8) reader.take(reader.compact());
	}
	if (reader !== source) reader.end();
	return { parentHash, number, stateRoot, hash: blake2(reader.since(begin)) };
}

/** More than two thirds of the authorities voted for the block itself. (Votes for blocks above it would need their headers too.) */
function checkJustification(bytes, target, authorities, setId) {
	const reader = new Reader(bytes);
	const round = reader.take(8);
	const commitTarget = reader.take(32);
	reader.take(4);
	if (!equal(commitTarget, target)) throw new Error('the votes are for another block');
	const voters = new Set();
	for (let votes = reader.compact(); votes > 0; votes -= 1) {
		const precommit = reader.take(36);
		const signature = reader.take(64);
		const voter = reader.take(32);
		if (!authorities.some((authority) => equal(authority, voter))) throw new Error('somebody voted who may not');
		if (!equal(precommit.slice(0, 32), target)) continue;
		// A vote of the second phase (index 1), for this round of this set.
		if (!ed25519.verify(signature, concat(Uint8Array.of(1), precommit, round, u64(setId)), voter)) throw new Error('a vote is forged');
		voters.add(toHex(voter));
	}
	if (voters.size * 3 <= authorities.length * 2) throw new Error(`${voters.size} of ${authorities.length} voted`);
}

/** Walks from the root to a key, as the trie of the SDK is laid out (base 16, BLAKE2b-256, version 1 of the state). */
export function readTrie(root, key, nodes) {
	const known = new Map(nodes.map((node) => [toHex(blake2(node)), node]));
	const open = (hash) => {
		const node = known.get(toHex(hash));
		if (!node) throw new Error('the proof lacks a node');
		return node;
	};
	let path = [...key].flatMap((byte) => [byte >> 4, byte & 15]);
	let node = open(root);
	for (;;) {
		const { partial, value, children } = decodeNode(node);
		if (!partial.every((nibble, i) => path[i] === nibble)) return null;
		path = path.slice(partial.length);
		if (path.length === 0) return value && (value.hash ? open(value.hash) : value.bytes);
		const child = children?.[path[0]];
		if (!child) return null;
		// A node of less than 32 bytes stands in its parent.
		node = child.length === 32 ? open(child) : child;
		path = path.slice(1);
	}
}

/** The first bits of a node: kind, and how many of them. */
const KINDS = [
	{ bits: 2, mark: 0b01, leaf: true, value: 'inline' },
	{ bits: 2, mark: 0b10, leaf: false, value: null },
	{ bits: 2, mark: 0b11, leaf: false, value: 'inline' },
	{ bits: 3, mark: 0b001, leaf: true, value: 'hash' },
	{ bits: 4, mark: 0b0001, leaf: false, value: 'hash' },
];

function decodeNode(bytes) {
	const reader = new Reader(bytes);
	const first = reader.u8();
	const kind = KINDS.find(({ bits, mark }) => first >> (8 - bits) === mark);
	if (!kind) throw new Error('a node of no known kind');
	const most = (1 << (8 - kind.bits)) - 1;
	let nibbles = first & most;
	if (nibbles === most) {
		for (let more = 255; more === 255; ) {
			more = reader.u8();
			nibbles += more;
		}
	}
	const packed = reader.take(Math.ceil(nibbles / 2));
	const partial = [...packed].flatMap((byte) => [byte >> 4, byte & 15]).slice(nibbles % 2);
	const bitmap = kind.leaf ? 0 : reader.u8() + 256 * reader.u8();
	let value = null;
	if (kind.value === 'hash') value = { hash: reader.take(32) };
	if (kind.value === 'inline') value = { bytes: reader.take(reader.compact()) };
	const children = Array.from({ length: 16 }, (_, i) => (bitmap & (1 << i) ? reader.take(reader.compact()) : null));
	reader.end();
	return { partial, value, children };
}
