#!/usr/bin/env node
// A validation round of seven validators with one cheat and one absentee (Y.4560 9.4).

import { runIfCalled } from './lib/program.mjs';
import * as validation from './steps/validation.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Data that are spoilt',
		steps: { 'meeting the parties': validation.meet(7, { absentee: true }), 'submitting spoilt data': validation.submitSpoiltData },
	},
	{
		title: 'Seven validators',
		steps: {
			'opening a round': validation.open,
			'judging without a right to': validation.refuseTheSupplier,
			joining: validation.join,
			committing: validation.commit,
			revealing: validation.reveal,
		},
	},
	{
		title: 'The outcome',
		steps: {
			settling: validation.settle,
			'looking at reputations': validation.lookAtReputations,
			'recomputing the history': validation.recomputeTheHistory,
		},
	},
];

/** The same in short: three validators, of whom all show up. */
export const IN_SHORT = {
	title: 'A validator who lies',
	steps: {
		'meeting the parties': validation.meet(3, { absentee: false }),
		'submitting spoilt data': validation.submitSpoiltData,
		'opening a round': validation.open,
		joining: validation.join,
		committing: validation.commit,
		revealing: validation.reveal,
		settling: validation.settle,
		'looking at reputations': validation.lookAtReputations,
	},
};

await runIfCalled(import.meta.url, {
	name: 'validation',
	title: 'seven validators, one cheat, one absentee',
	about: 'Runs a validation round of seven validators, one of whom lies and one of whom does not show up, and checks who gets what, to the last unit.',
	chapters: CHAPTERS,
});
