// Keys that are replaced and identifiers that end, against a real node (W3C DID Core; Y.4560 7.1.3, 8.1).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/rotation.mjs';
import { tellStory } from './support.mjs';

test('old_signature_is_good_for_its_time_and_an_ended_did_never_returns', { timeout: 300_000 }, async (t) => {
	const { proven } = await tellStory(t, 'rotation', CHAPTERS);
	assert.equal(proven.length, 5);
});
