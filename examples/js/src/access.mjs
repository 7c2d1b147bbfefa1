#!/usr/bin/env node
// Access denied, granted, used up, revoked (Y.4560 8.4, I.1.1).

import { runIfCalled } from './lib/program.mjs';
import * as access from './steps/access.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Who may read',
		steps: {
			'meeting the parties': access.meet,
			'preparing the data': access.prepare,
			'asking without a grant': access.denied,
			granting: access.granted,
			'opening an epoch': access.openAnEpoch,
		},
	},
	{
		title: 'Used up',
		steps: {
			reading: access.use,
			'accounting for it': access.account,
			'asking once more': access.usedUp,
		},
	},
	{
		title: 'Denied and revoked',
		steps: {
			'denying and allowing': access.denyAndAllow,
			revoking: access.revoke,
			'convicting the operator': access.convictTheOperator,
			'dismissing the operator': access.dismissTheOperator,
			'recomputing the history': access.recomputeTheHistory,
		},
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'Access denied, granted, used up, revoked',
	steps: {
		'meeting the parties': access.meet,
		'preparing the data': access.prepare,
		'asking without a grant': access.denied,
		granting: access.granted,
		'opening an epoch': access.openAnEpoch,
		reading: access.use,
		'accounting for it': access.account,
		'asking once more': access.usedUp,
		revoking: access.revoke,
	},
};

await runIfCalled(import.meta.url, {
	name: 'access',
	title: 'access denied, granted, used up, revoked',
	about: 'Grants access to parts of confidential data, uses the grant up, accounts for it, denies, revokes, convicts an operator, and checks every answer and its reason.',
	chapters: CHAPTERS,
});
