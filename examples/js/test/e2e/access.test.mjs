// Access denied, granted, used up, revoked, and an operator convicted by its own record, on a real chain (Y.4560 8.4, I.1.1).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/access.mjs';
import { devNode, runProgram } from './support.mjs';

test('access_is_answered_with_reasons_and_accounted_for', { timeout: 300_000 }, async (t) => {
	// On a chain that runs already: the program neither starts nor stops it.
	const { node, chain } = await devNode(t);
	const { code, stdout, stderr } = await runProgram('access', '--url', node.url);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);
	const reasons = ['NoGrant', 'NoClearance', 'WrongAction', 'WrongPurpose', 'WrongField', 'Expired', 'NotYetValid', 'UsesExhausted', 'Denied', 'NotOnAllowList'];
	for (const reason of reasons) assert(stdout.includes(reason), reason);

	const operators = await chain.api.query.dataAccess.conducts.entries();
	assert.equal(operators.length, 1);
	const [[, { batches, records, refusals, overuses, contradictions }]] = operators;
	const counts = Object.fromEntries(Object.entries({ batches, records, refusals, overuses, contradictions }).map(([name, count]) => [name, count.toNumber()]));
	assert.deepEqual(counts, { batches: 2, records: 8, refusals: 2, overuses: 1, contradictions: 1 });
});
