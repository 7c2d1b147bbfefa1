#!/usr/bin/env node
// The demo: starts a development node (or takes a running one), runs the scenario and a chapter of each other program, shows it, stops the node.

import * as access from './access.mjs';
import * as enrolment from './enrolment.mjs';
import { runIfCalled } from './lib/program.mjs';
import * as revocation from './revocation.mjs';
import * as rotation from './rotation.mjs';
import * as scenario from './scenario.mjs';
import * as validation from './validation.mjs';

/** Lets in at once all whom the chapters after the trade need, so that nobody waits for votes again. */
const letTheOthersIn = (story) =>
	story.cast([
		...['laboratory', 'second lab', 'third lab'].map((name) => ({ name, roles: ['Validator'] })),
		...['ministry', 'agency'].map((name) => ({ name, roles: ['Regulator'] })),
		{ name: 'operator', roles: ['ServiceProvider'] },
	]);

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	...scenario.CHAPTERS,
	{ title: 'More who take part', steps: { 'letting the others in': letTheOthersIn } },
	rotation.IN_SHORT,
	enrolment.IN_SHORT,
	validation.IN_SHORT,
	revocation.IN_SHORT,
	access.IN_SHORT,
];

await runIfCalled(import.meta.url, {
	name: 'demo',
	title: 'one real data trade, from sensor to paid buyer, and what its trust rests on',
	about: `Runs one real data trade on a Counterfoil chain, from sensor to paid buyer, then a chapter of each of the other programs: keys that are
replaced, devices enrolled by the hundred thousand, validators who lie, certificates that are revoked, access that is used up. Checks every step.`,
	prepare: enrolment.prepare,
	chapters: CHAPTERS,
});
