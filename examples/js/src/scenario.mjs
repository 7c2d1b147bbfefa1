#!/usr/bin/env node
// The scenario: one real data trade from sensor to paid buyer. Every step asserts what it expects; the first surprise ends the run.

import { runIfCalled } from './lib/program.mjs';
import * as data from './steps/data.mjs';
import * as identity from './steps/identity.mjs';
import * as market from './steps/market.mjs';
import * as trade from './steps/trade.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Who takes part',
		steps: {
			'meeting the parties': identity.meetTheParties,
			'handing out allowances': identity.fundTheParties,
			'applying for roles': identity.applyForRoles,
			voting: identity.voteThemIn,
			'registering the meter': identity.registerTheMeter,
		},
	},
	{
		title: 'From the sensor to the chain',
		steps: {
			'registering the data set': data.registerTheDataSet,
			measuring: data.measure,
			'submitting 58 days': data.submitTheDays,
			'estimating costs': data.compareCosts,
			'replaying a batch': data.refuseTheReplay,
			validating: data.validate,
			correcting: data.correct,
			accrediting: data.accredit,
			certifying: data.certify,
		},
	},
	{
		title: 'A trade',
		steps: {
			offering: market.offer,
			demanding: market.demandOnce,
			'trading honestly': trade.honestTrade,
		},
	},
	{
		title: 'A trade with a cheat',
		steps: {
			'demanding again': market.demandTwice,
			'trading with a cheat': trade.dishonestTrade,
		},
	},
	{
		title: 'A single reading',
		steps: { 'proving one reading': trade.proveOneReading },
	},
];

await runIfCalled(import.meta.url, {
	name: 'scenario',
	title: 'one real data trade, from sensor to paid buyer',
	about: 'Runs one real data trade on a Counterfoil chain, from sensor to paid buyer, and checks every step.',
	chapters: CHAPTERS,
});
