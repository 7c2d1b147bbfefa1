// Data that go from hand to hand on terms that only narrow, who holds them, and who can have leaked them, on a real chain (Y.4560 I.2).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/custody.mjs';
import { devNode, runProgram } from './support.mjs';

test('custody_narrows_from_hand_to_hand_and_leads_from_a_leaf_to_its_holders', { timeout: 420_000 }, async (t) => {
	// On a chain that runs already: the program neither starts nor stops it.
	const { node, chain } = await devNode(t);
	const { code, stdout, stderr } = await runProgram('custody', '--url', node.url);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);
	const reasons = [
		...['WiderActions', 'WiderPurposes', 'WiderExpiry', 'WiderRegion', 'WiderCopies', 'NoCopiesLeft', 'NotDistributable', 'Upstream', 'SameParty'],
		...['NotServiceProvider', 'NotConfirmed', 'NotUser', 'NotGiver', 'NotHolder', 'NotReceived', 'CertificateNotValid', 'UnknownAgreement'],
	];
	for (const reason of reasons) assert(stdout.includes(reason), reason);

	// Five holdings stay for ever, of the circulations nothing does.
	const { custody } = chain.api.query;
	const receipts = (await custody.holdings.entries()).map(([, holding]) => holding.unwrap().receipt.type);
	assert.deepEqual(receipts.sort(), ['Claimed', 'Denied', 'Received', 'Received', 'Received']);
	for (const map of ['circulations', 'circulationsOf', 'agenda']) assert.deepEqual(await custody[map].keys(), [], map);
});
