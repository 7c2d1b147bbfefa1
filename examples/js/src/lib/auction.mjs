// Auctions of data: what a bidder commits to, who wins at what price, and how a price falls. The chain's side is
// `counterfoil_primitives::auction` and `pallet-data-auction`.

import { sha256 } from '@noble/hashes/sha2';
import { concat, fixed, onlyEntry, u128, u64, utf8 } from './bytes.mjs';

const COMMITMENT_DOMAIN = utf8('counterfoil/sealed-bid/v1');

/** What a bidder commits to before anybody sees his bid. It names the chain, the auction and the bidder: a copy opens for nobody else. */
export const bidCommitment = (genesis, auction, bidder, amount, salt) =>
	sha256(concat(COMMITMENT_DOMAIN, fixed(genesis, 32, 'genesis hash'), u64(auction), fixed(bidder, 32, 'bidder'), u128(amount), fixed(salt, 32, 'salt')));

/**
 * What the bids of a sealed auction pay, in their order, which is that in which they were committed; `null` for one that does not win. An amount
 * is null for a bid that was not revealed. The highest bids win, of equal ones the earlier. `pricing` is `First`: everyone pays his bid; or
 * `Uniform`: all pay the highest bid that does not win, and at least the reserve.
 */
export function prices(amounts, { copies, reserve, pricing }) {
	const ranked = amounts
		.map((amount, position) => ({ amount, position }))
		.filter(({ amount }) => amount !== null && amount >= reserve)
		.sort((a, b) => (a.amount === b.amount ? a.position - b.position : a.amount > b.amount ? -1 : 1));
	const winners = new Set(ranked.slice(0, copies).map(({ position }) => position));
	const uniform = ranked[copies]?.amount ?? reserve;
	return amounts.map((amount, position) => (!winners.has(position) ? null : pricing === 'First' ? amount : uniform));
}

/**
 * The price at a moment of a sale `{ start, reserve, from, until, descent }`, `null` outside of it. `descent` is `Linear`, or `{ Steps: number }`
 * for so many steps of equal height.
 */
export function priceAt({ start, reserve, from, until, descent }, at) {
	if (at < from || at > until) return null;
	const [height, elapsed, span] = [start - reserve, BigInt(at - from), BigInt(until - from)];
	if (descent === 'Linear') return start - (height * elapsed) / span;
	const [kind, count] = onlyEntry(descent);
	if (kind !== 'Steps') throw new TypeError(`a price does not fall by ${kind}`);
	// The time is cut into one part more than there are steps: the first is at the start, the last at the reserve.
	const steps = BigInt(count);
	const passed = ((steps + 1n) * elapsed) / span;
	return start - (height * (passed < steps ? passed : steps)) / steps;
}
