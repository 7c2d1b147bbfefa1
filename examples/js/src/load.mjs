#!/usr/bin/env node
// A load: a thousand offers and a thousand demands at once, and how fast the chain brings them together.

import { runIfCalled } from './lib/program.mjs';
import * as load from './steps/load.mjs';

const ORDERS = 1_000;
const MOST = 10_000;

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Many suppliers and demanders',
		steps: { 'meeting the parties': load.meet, 'preparing the data': load.prepare },
	},
	{
		title: 'All at once',
		steps: { 'opening offers and demands': load.open, 'checking every match': load.check, measuring: load.measure },
	},
];

/** The number of orders of each side, from the command line. */
function readOrders(text = String(ORDERS)) {
	const orders = Number(text);
	if (!Number.isInteger(orders) || orders < 1 || orders > MOST) throw new Error(`--orders takes a number from 1 to ${MOST}, not "${text}"`);
	return orders;
}

await runIfCalled(import.meta.url, {
	name: 'load',
	title: 'many offers and demands at once',
	about: 'Opens offers and demands at once, from many accounts, and measures matches per second, how full blocks are, and how long a match takes.',
	options: { orders: { takes: 'N', about: `offers to open, and as many demands (default: ${ORDERS})`, read: readOrders } },
	chapters: CHAPTERS,
});
