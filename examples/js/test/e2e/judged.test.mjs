// Sealed deals and their judge, against a real node (Y.4560 8.3, 9.7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/judged.mjs';
import { devNode, runProgram } from './support.mjs';

test('sealed_deals_end_as_the_judge_says_and_the_keys_stay_private', { timeout: 300_000 }, async (t) => {
	// On a chain that runs already: what became of the deals is looked at afterwards.
	const { node, chain } = await devNode(t);
	const before = await chain.api.call.dataEscrowApi.parameters();
	const { code, stdout, stderr } = await runProgram('judged', '--url', node.url);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);
	const reasons = ['JudgeNotImpartial', 'ShareTooHigh', 'WrongDelivery', 'NotDemander', 'NotAnswered', 'AnswerWindowOpen', 'AlreadyAnswered', 'NotJudge', 'VerdictTooHigh', 'AlreadyClosed'];
	for (const reason of reasons) assert(stdout.includes(reason), reason);
	assert.equal(stdout.match(/✓/g).length, 5);

	const views = await chain.api.call.dataEscrowApi.agreements([0, 1, 2, 3]);
	const outcomes = views.map((view) => view.unwrap().outcome.unwrap().toJSON());
	assert.deepEqual(outcomes, [{ settled: null }, { judged: { toSupplier: 0 } }, { judged: { toSupplier: 979 } }, { fallback: { toSupplier: 400 } }]);
	assert.equal((await chain.api.query.dataEscrow.agreements.entries()).length, 0);
	// The council set back what it had changed.
	assert.equal((await chain.api.call.dataEscrowApi.parameters()).toHex(), before.toHex());
});
