#!/usr/bin/env node
// Offers and demands meet by the demander's rule, wherever the search was done (Y.4560 8.3, 9.7).

import { runIfCalled } from './lib/program.mjs';
import * as live from './steps/live.mjs';
import * as matching from './steps/matching.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Three offers',
		steps: {
			'meeting the parties': matching.meet,
			'preparing the data': matching.prepare,
			offering: matching.offer,
		},
	},
	{
		title: 'The demander\'s rule',
		steps: { 'choosing by policy': matching.choose, 'sharing fairly': matching.shareFairly, 'asking why not': matching.explain },
	},
	{
		title: 'Anybody proposes',
		steps: {
			'offering by query': matching.offerByQuery,
			'proposing wrongly': matching.refuseWrongLots,
			proposing: matching.propose,
			// While the window for better proposals is open.
			'filling a volume': matching.fillAVolume,
			concluding: matching.conclude,
		},
	},
	{
		title: 'Data that are still to come',
		steps: { 'selling a live stream': live.sell, 'paying by the second': live.pay },
	},
	{
		title: 'Asked first, and asked again',
		steps: {
			'asking first': matching.askFirst,
			'finding another': matching.findAnother,
			'paying by an allowance': matching.payByAllowance,
			'recomputing the history': matching.recomputeTheHistory,
		},
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'Offers, demands, and who brings them together',
	steps: {
		'meeting the parties': matching.meet,
		'preparing the data': matching.prepare,
		'offering, also by query': (story) => Promise.all([matching.offer(story), matching.offerByQuery(story)]),
		'choosing by policy': matching.choose,
		proposing: matching.proposeAtOnce,
	},
};

await runIfCalled(import.meta.url, {
	name: 'matching',
	title: 'offers and demands meet by the demander\'s rule',
	about: 'Places offers and demands, lets policies choose and the chain explain, proposes, fills a volume, sells a live stream, asks, amends and rematches, and checks every step.',
	chapters: CHAPTERS,
});
