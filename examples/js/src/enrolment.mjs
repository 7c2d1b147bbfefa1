#!/usr/bin/env node
// A hundred thousand devices by one transaction, and the first use of one (Y.4560 8.1, 9.2).

import { manufacture } from './lib/manufacture.mjs';
import { runIfCalled } from './lib/program.mjs';
import * as enrolment from './steps/enrolment.mjs';

/** Begins to make the keys of the fleet, which takes some seconds and needs no chain. */
export function prepare() {
	const fleet = manufacture(enrolment.FLEET);
	// Whoever waits for it learns of a failure; until then it is nobody's.
	fleet.catch(() => {});
	return { fleet };
}

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'A fleet',
		steps: {
			'meeting the parties': enrolment.meet,
			'making keys': enrolment.waitForTheFleet,
			'attesting the batch': enrolment.attest,
			enrolling: enrolment.enrol,
			'striking out': enrolment.strikeOut,
		},
	},
	{
		title: 'First use',
		steps: {
			'waking up devices wrongly': enrolment.refuseForgedActivations,
			'waking up a device': enrolment.activate,
			'sponsoring, and registering a data set': (story) => Promise.all([enrolment.sponsor(story), enrolment.prepareData(story)]),
			'submitting at a sponsor\'s expense': enrolment.submitSponsored,
			'replaying a call': enrolment.refuseReplay,
			'forging calls': enrolment.refuseForgedCalls,
			'using up the quota': enrolment.useUpTheQuota,
		},
	},
	{
		title: 'Trust that ends',
		steps: { 'recomputing the history': enrolment.recomputeTheHistory, 'revoking the root': enrolment.revokeTheRoot },
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'A hundred thousand devices by one transaction',
	steps: {
		'meeting the parties': enrolment.meet,
		'making keys': enrolment.waitForTheFleet,
		enrolling: enrolment.enrol,
		'striking out': enrolment.strikeOut,
		'waking up devices wrongly': enrolment.refuseForgedActivations,
		'waking up a device': enrolment.activate,
		'sponsoring, and registering a data set': (story) => Promise.all([enrolment.sponsor(story), enrolment.prepareData(story)]),
		'submitting at a sponsor\'s expense': enrolment.submitSponsored,
		'replaying a call': enrolment.refuseReplay,
	},
};

await runIfCalled(import.meta.url, {
	name: 'enrolment',
	title: 'a hundred thousand devices by one transaction, and the first use of one',
	about: 'Enrols 100,000 devices by one transaction, wakes one up and lets it submit data at the expense of a sponsor, and checks every step.',
	prepare,
	chapters: CHAPTERS,
});
