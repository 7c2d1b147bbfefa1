// Orders of the market without a chain: encodings, commitments, points; and what a load is measured by.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '@noble/hashes/sha2';
import { concat, toHex, u64, utf8 } from '../src/lib/bytes.mjs';
import { percentile, shares } from '../src/lib/load.mjs';
import { demandTerms, demeritOf, encodeFills, fillOf, lotOf, needOf, offerTerms, plainTerms, proposalCommitment, proRata, regionName, usageStatement, weightedPoints } from '../src/lib/market.mjs';

const FILLS = [fillOf(5n), fillOf(6n, lotOf(7n, [9n, 8n]))];

test('what_is_proposed_is_encoded_field_by_field', () => {
	// As `what_a_proposer_commits_to_encodes_field_by_field` of the pallet.
	const expected = concat(Uint8Array.of(2 << 2), u64(5), Uint8Array.of(0), u64(6), Uint8Array.of(1), u64(7), Uint8Array.of(2 << 2), u64(8), u64(9));
	assert.equal(toHex(encodeFills(FILLS)), toHex(expected));
});

test('commitment_binds_chain_demand_proposer_fills_and_salt', () => {
	const of = ({ genesis = 1, demand = 3n, did = 2, fills = FILLS, salt = 4 } = {}) =>
		toHex(proposalCommitment(new Uint8Array(32).fill(genesis), demand, new Uint8Array(32).fill(did), fills, new Uint8Array(32).fill(salt)));
	const domain = concat(Uint8Array.of(30 << 2), utf8('counterfoil/market-proposal/v1'));
	const bytes = concat(domain, new Uint8Array(32).fill(1), u64(3), new Uint8Array(32).fill(2), encodeFills(FILLS), new Uint8Array(32).fill(4));
	assert.equal(of(), toHex(sha256(bytes)));
	const others = [{ genesis: 9 }, { demand: 9n }, { did: 9 }, { fills: FILLS.slice(1) }, { salt: 9 }].map(of);
	assert.equal(new Set([of(), ...others]).size, 6);
	assert.throws(() => proposalCommitment(new Uint8Array(31), 1n, new Uint8Array(32), [], new Uint8Array(32)), TypeError);
});

test('points_are_those_of_the_chain', () => {
	// The first, second and last of the five properties in `points_are_the_pinned_ones` of the primitives.
	assert.equal(weightedPoints({ price: 1, quality: 10, reputation: 3 }, { price: 750n, limit: 1_000n, quality: 900, reputation: 500 }), 250n + 9_000n + 1_500n);
	assert.equal(demeritOf(0n), 0xffff_ffff_ffff_ffffn);
	assert(demeritOf(2n) < demeritOf(1n));
});

test('parts_never_cost_more_than_the_whole', () => {
	assert.equal(proRata(100n, 1, 3), 33n);
	assert.equal(proRata(100n, 1, 3) + proRata(100n, 2, 3), 99n);
});

test('orders_say_what_was_not_said_in_the_plainest_way', () => {
	const lot = lotOf(1n, [10n, 2n]);
	assert.deepEqual(lot.submissions, [2n, 10n]);
	const offer = offerTerms({ goods: { Lot: lot }, price: { Fixed: 1n }, validUntil: 5, copies: 3 });
	assert.deepEqual([offer.copies, offer.asset, offer.delivery, offer.confirm], [3, 'Native', 'Proven', false]);
	const need = needOf({ category: 'water', region: 'u0n', budget: 7n, quality: 900 });
	assert.deepEqual([need.quality, need.policy, need.certificate, need.usage], [900, 'Cheapest', 'None', null]);
	assert.equal(need.region, regionName('u0n'));
	assert.deepEqual(demandTerms({ need, validUntil: 5 }), { need, reward: 0, window: 0, confirm: false, validUntil: 5 });
	assert.throws(() => needOf({ category: 'water', region: 'u0nd9hu0nd9hu', budget: 1n }), TypeError);
});

test('statement_of_use_counts_copies_only_where_they_may_be_given', () => {
	assert.equal(usageStatement(['Read']).terms.copies, 0);
	assert.equal(usageStatement(['Read', 'Distribute']).terms.copies, 0xffff_ffff);
	assert.equal(usageStatement(['Read', 'Derive']).terms.actions, 0b10_0000_0001);
	assert.deepEqual(plainTerms(['Read']), usageStatement(['Read']).terms);
	assert.notEqual(usageStatement(['Read']).document, usageStatement(['Read']).document);
});

test('percentiles_are_values_that_were_seen', () => {
	const values = [5, 1, 4, 2, 3];
	assert.deepEqual([0.5, 0.95, 1, 0].map((share) => percentile(values, share)), [3, 5, 5, 1]);
	assert.throws(() => percentile([], 0.5), RangeError);
});

test('a_load_is_shared_evenly', () => {
	assert.deepEqual(shares(10, 3), [4, 3, 3]);
	assert.deepEqual(shares(2, 3), [1, 1, 0]);
	assert.equal(shares(1_000, 34).reduce((sum, share) => sum + share), 1_000);
});
