#!/usr/bin/env node
// A key is replaced: old signatures stay good for their time, and what has ended never comes back (Y.4560 7.1.3, 8.1).

import { runIfCalled } from './lib/program.mjs';
import * as rotation from './steps/rotation.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'A meter and its first key',
		steps: { 'meeting the parties': rotation.meet, 'registering a meter': rotation.registerAndSign },
	},
	{
		title: 'Another key',
		steps: {
			'writing the document': rotation.prepareTheDocument,
			'replacing the key wrongly': rotation.refuseBadUpdates,
			'replacing the key': rotation.rotate,
			'verifying signatures': rotation.verifyOldAndNew,
			'resolving versions': rotation.resolveVersions,
			'submitting data': rotation.submitWithBothKeys,
		},
	},
	{
		title: 'The end',
		steps: {
			deactivating: rotation.deactivate,
			'trying to bring it back': rotation.neverAgain,
			'recomputing the history': rotation.recomputeTheHistory,
		},
	},
];

/** The same in short. */
export const IN_SHORT = {
	title: 'A key is replaced',
	steps: {
		'meeting the parties': rotation.meet,
		'registering a meter': rotation.registerAndSign,
		'writing the document': rotation.prepareTheDocument,
		'replacing the key': rotation.rotate,
		'verifying signatures': rotation.verifyOldAndNew,
		deactivating: rotation.deactivate,
		'trying to bring it back': rotation.neverAgain,
	},
};

await runIfCalled(import.meta.url, {
	name: 'rotation',
	title: 'a key is replaced, and old signatures stay good for their time',
	about: 'Replaces the key of a device, verifies signatures made before and after, ends the device, and checks every step.',
	chapters: CHAPTERS,
});
