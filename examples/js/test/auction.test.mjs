// Auctions: commitments against the bytes that the Rust tests pin, who wins at what price, and prices that fall.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bidCommitment, priceAt, prices } from '../src/lib/auction.mjs';
import { toHex } from '../src/lib/bytes.mjs';

const filled = (byte) => new Uint8Array(32).fill(byte);

test('commitments_to_bids_are_those_of_the_chain', () => {
	// primitives/src/auction.rs, commitment_is_what_clients_compute
	const own = bidCommitment(filled(1), 7n, filled(2), 1_000n, filled(3));
	assert.equal(toHex(own), '0x0f3cea9d90df5b4b06591b08d9d55db69b5abfb0096c082aae70af1c293e6f65');
	const others = [
		bidCommitment(filled(9), 7n, filled(2), 1_000n, filled(3)),
		bidCommitment(filled(1), 8n, filled(2), 1_000n, filled(3)),
		bidCommitment(filled(1), 7n, filled(9), 1_000n, filled(3)),
		bidCommitment(filled(1), 7n, filled(2), 1_001n, filled(3)),
		bidCommitment(filled(1), 7n, filled(2), 1_000n, filled(9)),
		bidCommitment(filled(1), 7n, filled(2), (1n << 64n) + 1_000n, filled(3)),
	];
	for (const other of others) assert.notDeepEqual(other, own);
	assert.throws(() => bidCommitment(filled(1), 7n, filled(2), 1n << 128n, filled(3)), RangeError);
	assert.throws(() => bidCommitment(filled(1), 7n, filled(2), -1n, filled(3)), RangeError);
	assert.throws(() => bidCommitment(filled(1), 7n, filled(2), 1n, new Uint8Array(16)), /salt/);
});

test('highest_bids_win_and_pay_what_the_pricing_says', () => {
	const first = { copies: 1, reserve: 5n, pricing: 'First' };
	assert.deepEqual(prices([10n, 30n, 20n], first), [null, 30n, null]);
	assert.deepEqual(prices([10n, 30n, 20n], { ...first, copies: 2 }), [null, 30n, 20n]);
	// Of equal bids the one that was committed earlier.
	assert.deepEqual(prices([7n, 9n, 9n], first), [null, 9n, null]);
	// Below the reserve and not revealed: neither wins.
	assert.deepEqual(prices([4n, null, 5n], { ...first, copies: 3 }), [null, null, 5n]);
});

test('uniform_price_is_the_highest_losing_bid_or_the_reserve', () => {
	const uniform = { reserve: 5n, pricing: 'Uniform' };
	assert.deepEqual(prices([10n, 30n, 20n], { ...uniform, copies: 1 }), [null, 20n, null]);
	assert.deepEqual(prices([10n, 30n, 20n], { ...uniform, copies: 2 }), [null, 10n, 10n]);
	assert.deepEqual(prices([10n, 30n, 20n], { ...uniform, copies: 3 }), [5n, 5n, 5n]);
	assert.deepEqual(prices([4n, 30n], { ...uniform, copies: 1 }), [null, 5n]);
	assert.deepEqual(prices([], { ...uniform, copies: 1 }), []);
});

test('price_falls_from_start_to_reserve_and_is_rounded_up', () => {
	const sale = { start: 1_000n, reserve: 100n, from: 1_000, until: 1_700, descent: 'Linear' };
	const at = (moment) => priceAt(sale, moment);
	assert.deepEqual([999, 1_000, 1_001, 1_350, 1_699, 1_700, 1_701].map(at), [null, 1_000n, 999n, 550n, 102n, 100n, null]);
	const stepped = { ...sale, descent: { Steps: 3 } };
	// Four parts of 175 milliseconds each.
	const moments = [1_000, 1_174, 1_175, 1_349, 1_350, 1_524, 1_525, 1_700];
	assert.deepEqual(moments.map((moment) => priceAt(stepped, moment)), [1_000n, 1_000n, 700n, 700n, 400n, 400n, 100n, 100n]);
	assert.throws(() => priceAt({ ...sale, descent: { Leaps: 3 } }, 1_000), /Leaps/);
});
