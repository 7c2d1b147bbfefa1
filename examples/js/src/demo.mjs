#!/usr/bin/env node
// The demo: starts a development node (or takes a running one), runs the scenario and a chapter of each other program, shows it, stops the node.

import * as access from './access.mjs';
import * as auction from './auction.mjs';
import * as contract from './contract.mjs';
import * as custody from './custody.mjs';
import * as enrolment from './enrolment.mjs';
import * as judged from './judged.mjs';
import { runIfCalled } from './lib/program.mjs';
import * as matching from './matching.mjs';
import * as payments from './payments.mjs';
import * as revocation from './revocation.mjs';
import * as rotation from './rotation.mjs';
import * as scenario from './scenario.mjs';
import * as validation from './validation.mjs';

/** So many stakeholders with these roles. */
const several = (names, ...roles) => names.map((name) => ({ name, roles }));

/** Lets in at once all whom the chapters side by side need, so that nobody waits for votes again. */
const letTheOthersIn = (story) =>
	story.cast(
		[
			...several(['utility', 'waterworks', 'well owner', 'harbour', 'airport', 'dairy', 'brewery', 'paper mill'], 'Supplier'),
			...several(['planner', 'insurer', 'farmer', 'shipper', 'builder', 'gardener', 'surveyor'], 'Demander'),
			...several(['laboratory', 'second lab', 'third lab', 'fourth lab', 'fifth lab', 'sixth lab', 'seventh lab'], 'Validator'),
			...several(['ministry', 'agency', 'customs', 'court'], 'Regulator'),
			...several(['operator', 'second op', 'third op'], 'ServiceProvider'),
		],
		{ forAll: true },
	);

/** What is told side by side. What has a party or an account in common that counts its money is in one list. */
const TOGETHER = [
	[rotation.IN_SHORT, enrolment.IN_SHORT],
	[validation.IN_SHORT],
	[revocation.IN_SHORT, access.IN_SHORT],
	[matching.IN_SHORT, payments.IN_SHORT],
	[auction.IN_SHORT, contract.IN_SHORT],
	[custody.IN_SHORT, judged.IN_SHORT],
];

const [PREPARATION, TRADES] = [scenario.CHAPTERS.slice(0, 2), scenario.CHAPTERS.slice(2)];

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	...PREPARATION,
	{ title: 'Trading, and letting the others in', together: [TRADES, [{ title: 'More who take part', steps: { 'letting the others in': letTheOthersIn } }]] },
	{ title: 'Side by side', together: TOGETHER },
];

/** The titles of all chapters. */
export const TITLES = CHAPTERS.flatMap(({ title, together }) => (together ? together.flat().map((chapter) => chapter.title) : [title]));

await runIfCalled(import.meta.url, {
	name: 'demo',
	title: 'one real data trade, from sensor to paid buyer, what its trust rests on, and every other kind of trade',
	about: `Runs one real data trade on a Counterfoil chain, from sensor to paid buyer, then a chapter of each of the other programs, side by side: keys that
are replaced, devices enrolled by the hundred thousand, validators who lie, certificates that are revoked, access that is used up; orders that meet by
rule, auctions, contracts, sealed keys with a judge, payments as small as a reading, and through whose hands data went. Checks every step.`,
	prepare: enrolment.prepare,
	chapters: CHAPTERS,
});
