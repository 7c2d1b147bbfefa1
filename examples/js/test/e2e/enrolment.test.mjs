// A hundred thousand devices by one transaction, against a real node (Y.4560 8.1, 9.2).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/enrolment.mjs';
import { tellStory } from './support.mjs';

test('hundred_thousand_devices_enrol_by_one_transaction_and_one_submits_without_money', { timeout: 300_000 }, async (t) => {
	const { proven } = await tellStory(t, 'enrolment', CHAPTERS);
	assert.equal(proven.length, 5);
});
