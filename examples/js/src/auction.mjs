#!/usr/bin/env node
// Data sold to several demanders: by sealed bids, and at a price that falls (Y.4560 9.7).

import { runIfCalled } from './lib/program.mjs';
import * as auction from './steps/auction.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'What is sold',
		steps: { 'meeting the parties': auction.meet, 'preparing the data': auction.prepare },
	},
	{
		title: 'Sealed bids',
		steps: { 'opening auctions by sealed bids': auction.openSealed, bidding: auction.bid },
	},
	{
		title: 'Meanwhile, a price that falls',
		steps: {
			'opening a sale at a falling price': auction.openFalling(2, { ahead: 10 }),
			'taking a copy at once': auction.takeAtOnce,
			'waiting for a lower price': auction.takeLater,
		},
	},
	{
		title: 'Bids are revealed',
		steps: { revealing: auction.reveal, 'waiting for the decision': auction.decide },
	},
	{
		title: 'Delivered and paid',
		steps: {
			'declining a copy that was won': auction.decline,
			delivering: auction.deliver,
			'counting the money': auction.countTheMoney,
			'recomputing the history': auction.recomputeTheHistory,
		},
	},
];

/** The same in short: one copy by the sealed bids of two, and meanwhile one at a falling price. */
export const IN_SHORT = {
	title: 'Sealed bids, and a price that falls until somebody takes it',
	steps: {
		'meeting the parties': auction.meetTwo,
		'preparing the data': auction.prepare,
		'selling by sealed bids': auction.sellToTwo,
		'opening a sale at a falling price': auction.openFalling(1, { ahead: 8 }),
		'taking a copy at once': auction.takeAtOnce,
		revealing: auction.revealBoth,
		'waiting for the decision': auction.decide,
		delivering: auction.deliver,
		'counting the money': auction.countTheMoney,
	},
};

await runIfCalled(import.meta.url, {
	name: 'auction',
	title: 'auctions by sealed bids and at a falling price',
	about: `Sells copies of a lot by sealed bids, once for what each winner bid and once for one price for all, and at a price that falls. Checks who wins,
who pays what, and who loses his deposit.`,
	chapters: CHAPTERS,
});
