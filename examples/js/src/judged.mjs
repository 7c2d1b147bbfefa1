#!/usr/bin/env node
// Sealed deals: the key stays private, and where the parties disagree the judge decides whom they had named (Y.4560 8.3, 9.7).

import { runIfCalled } from './lib/program.mjs';
import * as judged from './steps/judged.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'A judge whom both name beforehand',
		steps: {
			'meeting the parties': judged.meet,
			'preparing the data': judged.prepare,
			'offering to deliver sealed': judged.offer(['honest', 'cheat', 'incomplete', 'silent']),
			'agreeing on four deals': judged.agree,
		},
	},
	{
		title: 'Keys that are never on chain',
		steps: {
			'handing over': judged.handOver,
			'checking what came': judged.check,
		},
	},
	{
		title: 'Both are heard',
		steps: {
			'deciding too early': judged.refuseHaste,
			answering: judged.answer,
			replying: judged.reply,
		},
	},
	{
		title: 'Two verdicts, and none',
		steps: {
			'judging a wrong leaf': judged.judgeTheCheat,
			'judging a missing hour': judged.judgeTheIncomplete,
			'waiting for a judge who is silent': judged.waitForTheSilent,
			'looking at reputations': judged.lookAtReputations,
			'looking for the keys': judged.searchTheChain,
			'recomputing the history of the judge': judged.recomputeTheHistory,
		},
	},
];

/** The same in short: a deal that settles, and one that is split. */
export const IN_SHORT = {
	title: 'A key that stays private, and a judge',
	steps: {
		'meeting the parties': judged.meet,
		'preparing the data': judged.prepare,
		'offering to deliver sealed': judged.offer(['honest', 'incomplete']),
		'agreeing on two deals': judged.agree,
		'handing over': judged.handOver,
		'checking what came': judged.check,
		answering: judged.answer,
		replying: judged.reply,
		'judging a missing hour': judged.judgeTheIncomplete,
		'looking for the keys': judged.searchTheChain,
	},
};

await runIfCalled(import.meta.url, {
	name: 'judged',
	title: 'a key that stays private, and a judge',
	about: `Makes four deals whose key is sealed to the buyer: one settles, in one a leaf is wrong, one lacks an hour and is split, and in one the judge is
silent. Checks every payment to the last unit, and that no key is ever on chain.`,
	chapters: CHAPTERS,
});
