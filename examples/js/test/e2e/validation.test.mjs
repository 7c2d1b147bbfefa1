// Seven validators, one cheat, one absentee, against a real node (Y.4560 9.4).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/validation.mjs';
import { tellStory } from './support.mjs';

test('round_of_seven_pays_the_honest_to_the_last_unit', { timeout: 300_000 }, async (t) => {
	const { proven } = await tellStory(t, 'validation', CHAPTERS);
	assert.equal(proven.length, 3);
});
