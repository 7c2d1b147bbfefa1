// Policies, proposals, partial fills, answers and rematches, against a real node (Y.4560 8.3, 9.7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/matching.mjs';
import { tellStory } from './support.mjs';

test('orders_match_by_the_demanders_rule_and_money_is_exact', { timeout: 300_000 }, async (t) => {
	const { proven } = await tellStory(t, 'matching', CHAPTERS);
	assert.equal(proven.length, 10);
});
