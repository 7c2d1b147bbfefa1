#!/usr/bin/env node
// Contracts for series of batches, with penalties and rewards that the chain carries out (Y.4560 8.3).

import { runIfCalled } from './lib/program.mjs';
import * as contract from './steps/contract.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Terms as data',
		steps: {
			'meeting the parties': contract.meet(['faulty', 'punctual']),
			'preparing the data': contract.prepare,
			'proposing terms that mean nothing': contract.refuseNonsense,
			proposing: contract.propose,
			accepting: contract.accept,
		},
	},
	{
		title: 'Two series, batch by batch',
		steps: {
			delivering: contract.run,
		},
	},
	{
		title: 'What it comes to',
		steps: {
			'paying out': contract.payOut,
			'reading the account': contract.readTheAccount,
		},
	},
];

/** The same in short: one batch late, one in time, and the reward. */
export const IN_SHORT = {
	title: 'A contract for a series',
	steps: {
		'meeting the parties': contract.meet(['short']),
		'preparing the data': contract.prepare,
		proposing: contract.propose,
		accepting: contract.accept,
		delivering: contract.run,
		'paying out': contract.payOut,
	},
};

await runIfCalled(import.meta.url, {
	name: 'contract',
	title: 'series of batches, with penalties and rewards',
	about: `Carries out two contracts for series of batches at once. In one a batch comes with a wrong key and is delivered again, one is late, one is missing; the
other is punctual and ends early with notice. Checks every penalty, the reward and its absence, to the last unit.`,
	chapters: CHAPTERS,
});
