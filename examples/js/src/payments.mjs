#!/usr/bin/env node
// Payments as small as a reading: channels, streams, allowances (Y.4560 6.2.2, 8.3, 9.7).

import { runIfCalled } from './lib/program.mjs';
import * as allowances from './steps/allowances.mjs';
import * as channels from './steps/channels.mjs';
import * as streams from './steps/streams.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'A channel: thousands of readings, three transactions',
		steps: {
			'meeting the parties': channels.meet,
			'opening a channel': channels.open,
			'paying by vouchers': channels.payTheFirstHalf,
			claiming: channels.claim,
			'showing bad vouchers': channels.refuseBadVouchers,
			'paying the rest': channels.payTheRest,
			'closing together': channels.closeTogether,
		},
	},
	{
		title: 'A payer closes at an old state; meanwhile a channel in another token',
		steps: {
			'opening another channel': channels.openAnother,
			'asking for the end': channels.askForTheEnd,
			'claiming in time': channels.claimInTime,
			'opening a channel in XEUR': channels.openInEuros,
			'claiming and sharing': channels.claimAndShare,
			'closing by the payee': channels.closeByPayee,
			'waiting for the end': channels.waitForTheEnd,
		},
	},
	{
		title: 'A stream',
		steps: {
			'opening a stream': streams.open,
			pausing: streams.pause,
			'topping up and resuming': streams.topUpAndResume,
			'running dry': streams.waitForInsolvency,
			'ending another with notice': streams.raiseAndClose,
		},
	},
	{
		title: 'An allowance',
		steps: {
			allowing: allowances.allow({ seconds: 12 }),
			pulling: allowances.pull,
			sponsoring: allowances.sponsor,
			'ending the allowances': allowances.expireAndRevoke,
		},
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'Payments by voucher, by the second, by allowance',
	steps: {
		'meeting the parties': channels.meet,
		'opening a channel': channels.open,
		'paying by vouchers': channels.payTheFirstHalf,
		claiming: channels.claim,
		'paying the rest': channels.payTheRest,
		'closing together': channels.closeTogether,
		'opening a stream': streams.open,
		pausing: streams.pause,
		'topping up and resuming': streams.topUpAndResume,
		'running dry': streams.waitForInsolvency,
		allowing: allowances.allow({ seconds: 60 }),
		pulling: allowances.pull,
		'revoking the allowances': allowances.revoke,
	},
};

await runIfCalled(import.meta.url, {
	name: 'payments',
	title: 'payments as small as a reading',
	about: `Pays thousands of readings by vouchers off chain, ends channels together, against an old state and in another token, lets money flow by
the second, and pulls it within limits. Checks who has what, to the last unit.`,
	chapters: CHAPTERS,
});
