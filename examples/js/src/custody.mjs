#!/usr/bin/env node
// Who holds which data, on what terms, and who can have leaked them (Y.4560 I.2, 8.4).

import { runIfCalled } from './lib/program.mjs';
import * as custody from './steps/custody.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Source, proxy, users',
		steps: { 'meeting the parties': custody.meet, 'preparing the data': custody.prepare, certifying: custody.certify },
	},
	{
		title: 'A proxy asks for a user',
		steps: {
			'asking as a proxy': custody.request,
			'giving and confirming out of turn': custody.hurry,
			confirming: custody.confirm,
			'giving to the proxy': custody.provide,
			'receiving as a proxy': custody.receive,
			'passing on': custody.passOn,
		},
	},
	{
		title: 'Copies are a budget',
		steps: {
			'giving the last copies': custody.spend,
			denying: custody.deny,
			'waiting for what nobody answers': custody.lapse,
		},
	},
	{
		title: 'A hop that was sold',
		steps: { 'asking once more': custody.requestAgain, selling: custody.sell, 'passing on what was bought': custody.passOnBought },
	},
	{
		title: 'Who has it, and who can have leaked it',
		steps: {
			'listing the holders': custody.listHolders,
			tracing: custody.trace,
			'recomputing the history': custody.recomputeTheHistory,
		},
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'Through whose hands data went',
	steps: {
		'meeting the parties': custody.meetThree,
		'preparing the data': custody.prepare,
		'asking as a proxy': custody.request,
		confirming: custody.confirm,
		'giving to the proxy': custody.provide,
		'receiving as a proxy': custody.receive,
		'passing on': custody.passOn,
		'listing the holders': custody.listHolders,
		tracing: custody.trace,
	},
};

await runIfCalled(import.meta.url, {
	name: 'custody',
	title: 'through whose hands data went, and who can have leaked them',
	about: 'Gives data from their owner by a proxy to users, on terms that only get narrower, by gift and by sale; lists who holds them, and traces leaves that leaked.',
	chapters: CHAPTERS,
});
