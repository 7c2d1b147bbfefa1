// Terms of a series: the cases of primitives/src/terms.rs, by the names of its tests.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bondOf, budgetOf, delayOf, dueAt, fellDue, lapsesAt, latePenalty, opensAt, rewardOf, worstOf } from '../src/lib/terms.mjs';

const SCHEDULE = { first: 10_000, period: 1_000, grace: 400, batches: 5 };
const TERMS = {
	late: { unit: 100, perUnit: 7n, most: 20n },
	gap: 50n,
	refusal: 30n,
	completeness: { atLeast: 750, reward: 1_000n },
	liability: 120n,
	notice: 0,
};

test('batch_is_open_for_a_period_and_the_grace', () => {
	assert.deepEqual([opensAt(SCHEDULE, 0), dueAt(SCHEDULE, 0), lapsesAt(SCHEDULE, 0)], [9_000, 10_000, 10_400]);
	assert.deepEqual([opensAt(SCHEDULE, 4), dueAt(SCHEDULE, 4), lapsesAt(SCHEDULE, 4)], [13_000, 14_000, 14_400]);
	assert.equal(delayOf(SCHEDULE, 1, 11_000), 0);
	assert.equal(delayOf(SCHEDULE, 1, 11_001), 1);
	assert.equal(delayOf(SCHEDULE, 1, 0), 0);
});

test('batches_fall_due_at_their_moment', () => {
	const due = [[0, 0], [9_999, 0], [10_000, 1], [10_999, 1], [11_000, 2], [14_000, 5], [Number.MAX_SAFE_INTEGER, 5]];
	for (const [by, number] of due) assert.equal(fellDue(SCHEDULE, by), number, `${by}`);
});

test('every_unit_of_delay_that_began_is_charged_up_to_the_cap', () => {
	for (const [delay, penalty] of [[0, 0n], [1, 7n], [100, 7n], [101, 14n], [200, 14n], [201, 20n], [Number.MAX_SAFE_INTEGER, 20n]]) {
		assert.equal(latePenalty(TERMS, delay), penalty, `${delay}`);
	}
	assert.equal(latePenalty({ late: null }, 1), 0n);
});

test('bond_covers_the_worst_of_every_batch_up_to_the_liability', () => {
	assert.equal(worstOf(TERMS), 50n);
	assert.equal(worstOf({ ...TERMS, gap: 0n }), 20n);
	assert.equal(bondOf(TERMS, 2), 100n);
	assert.equal(bondOf(TERMS, 5), 120n);
	assert.equal(bondOf({ late: null, gap: 0n, liability: 0n }, 10_000), 0n);
});

test('budget_is_for_the_batches_paid_beforehand_and_the_reward', () => {
	assert.equal(budgetOf({ price: 30n, prepaid: 2, terms: TERMS }), 1_060n);
	assert.equal(budgetOf({ price: 30n, prepaid: 2, terms: { ...TERMS, completeness: null } }), 60n);
});

test('reward_asks_for_punctuality_and_follows_what_was_carried_out', () => {
	const reward = (inTime, late, gaps, more = {}) => rewardOf(TERMS, 4, { inTime, late, gaps, ...more });
	assert.equal(reward(4, 0, 0), 1_000n);
	assert.equal(reward(3, 1, 0), 1_000n);
	assert.equal(reward(3, 0, 1), 1_000n);
	assert.equal(reward(2, 1, 1), 0n);
	// Ended early.
	assert.equal(reward(2, 0, 0), 500n);
	assert.equal(reward(0, 0, 0), 0n);
	assert.equal(reward(3, 0, 0, { refused: 1 }), 750n);
	assert.equal(rewardOf({ completeness: null }, 4, { inTime: 4, late: 0, gaps: 0 }), 0n);
});
