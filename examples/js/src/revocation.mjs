#!/usr/bin/env node
// A certificate is suspended, reinstated, revoked, and loses its ground; what depends on it notices (Y.4560 9.4).

import { runIfCalled } from './lib/program.mjs';
import * as revocation from './steps/revocation.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Data without a certificate',
		steps: {
			'meeting the parties': revocation.meet,
			'submitting data': revocation.submitValidData,
			offering: revocation.offer,
			'demanding certified data': revocation.refuseTheUncertified,
		},
	},
	{
		title: 'A chain of trust',
		steps: {
			accrediting: revocation.accredit,
			certifying: revocation.certify,
			'buying certified data': revocation.buyCertified,
		},
	},
	{
		title: 'A certificate is suspended and reinstated',
		steps: {
			suspending: revocation.suspend,
			reinstating: revocation.reinstate,
			'suspending from above': revocation.suspendFromAbove,
		},
	},
	{
		title: 'A certificate is revoked',
		steps: {
			revoking: revocation.revoke,
			'failing to buy': revocation.failToBuy,
			'certifying anew': revocation.certifyAnew,
		},
	},
	{
		title: 'Its ground goes',
		steps: {
			'revoking the accreditation': revocation.revokeTheChain,
			'recomputing the history': revocation.recomputeTheHistory,
		},
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'A certificate is revoked',
	steps: {
		'meeting the parties': revocation.meet,
		'submitting data, and accrediting': (story) => Promise.all([revocation.submitValidData(story), revocation.accredit(story)]),
		certifying: revocation.certify,
		offering: revocation.offer,
		'buying certified data': revocation.buyCertified,
		revoking: revocation.revoke,
		'failing to buy': revocation.failToBuy,
	},
};

await runIfCalled(import.meta.url, {
	name: 'revocation',
	title: 'a certificate is revoked, and what depends on it notices',
	about: 'Accredits, certifies, sells, suspends, reinstates and revokes, and checks every step and what depends on it.',
	chapters: CHAPTERS,
});
