// A certificate is suspended, reinstated, revoked, and loses its ground, on a real chain (Y.4560 9.4).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/revocation.mjs';
import { tellStory } from './support.mjs';

test('what_depends_on_a_certificate_notices_what_becomes_of_it', { timeout: 300_000 }, async (t) => {
	const { proven } = await tellStory(t, 'revocation', CHAPTERS);
	assert.equal(proven.length, 5);
});
