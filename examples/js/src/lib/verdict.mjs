// Verdicts of validators: what they commit to, and who gets what when a round is decided. The chain's side is
// `counterfoil_primitives::verdict`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, list, onlyEntry, option, toHex, u16, u64, utf8, variant } from './bytes.mjs';

const DOMAIN = utf8('counterfoil/verdict/v1');

/** The reasons that validators can give, in the order of their indices. */
export const REASONS = ['Corrupted', 'OutOfRange', 'Incomplete', 'WrongSchema', 'Implausible', 'Other'];

/** SCALE bytes of a verdict: `{ Valid: { quality } }`, or `{ Invalid: { reason, leaf } }` with `leaf` null or `{ index, leaf, path }`. */
export function encodeVerdict(verdict) {
	const [kind, fields] = onlyEntry(verdict);
	if (kind === 'Valid') return concat(Uint8Array.of(0), u16(fields.quality));
	if (kind !== 'Invalid') throw new TypeError(`${kind} is no verdict`);
	const proof = ({ index, leaf, path }) => concat(u64(index), fixed(leaf, 32, 'leaf'), list(path, (hash) => fixed(hash, 32, 'hash')));
	return concat(Uint8Array.of(1), variant(REASONS, fields.reason), option(fields.leaf, proof));
}

/** What a validator commits to. It names chain, round and validator, so one that was copied opens for nobody else. */
export const commitment = (genesis, round, validator, verdict, salt) =>
	sha256(concat(DOMAIN, fixed(genesis, 32, 'genesis hash'), u64(round), fixed(validator, 32, 'validator'), encodeVerdict(verdict), fixed(salt, 32, 'salt')));

/** A verdict as polkadot.js wants it. */
export function callVerdict(verdict) {
	const [kind, fields] = onlyEntry(verdict);
	if (kind === 'Valid') return verdict;
	const { reason, leaf } = fields;
	return { Invalid: { reason, leaf: leaf && { index: leaf.index, leaf: toHex(leaf.leaf), path: leaf.path.map(toHex) } } };
}

/** What the one with this rank gets when `total` is shared among so many: the indivisible rest goes to the lowest ranks. */
export function share(total, heads, rank) {
	if (rank >= heads) return 0n;
	const base = total / BigInt(heads);
	return BigInt(rank) < total % BigInt(heads) ? base + 1n : base;
}

/** The share of a bond that is lost, rounded down. */
export const penalty = (bond, perMille) => (bond * BigInt(perMille)) / 1_000n;

/**
 * What each validator of a decided round gains or loses, by seat. `standings` are `'Majority'`, `'Minority'` or `'Unrevealed'` in the order of
 * the seats. The sum is the fee: nothing is made and nothing is lost.
 */
export function payouts({ fee, bond, minorityPenalty, unrevealedPenalty }, standings) {
	const loss = { Majority: 0n, Minority: penalty(bond, minorityPenalty), Unrevealed: penalty(bond, unrevealedPenalty) };
	const slashed = standings.reduce((sum, standing) => sum + loss[standing], 0n);
	const heads = standings.filter((standing) => standing === 'Majority').length;
	let rank = 0;
	return standings.map((standing) => {
		if (standing !== 'Majority') return { standing, fee: 0n, slashed: 0n, lost: loss[standing], change: -loss[standing] };
		const reward = { fee: share(fee, heads, rank), slashed: share(slashed, heads, rank) };
		rank += 1;
		return { standing, ...reward, lost: 0n, change: reward.fee + reward.slashed };
	});
}
