// Contracts for series of batches, against a real node (Y.4560 8.3).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHAPTERS } from '../../src/contract.mjs';
import { devNode, runProgram } from './support.mjs';

test('series_are_paid_penalised_and_rewarded_as_their_terms_say', { timeout: 300_000 }, async (t) => {
	// On a chain that runs already: what is left of the contracts is looked at afterwards.
	const { node, chain } = await devNode(t);
	const { code, stdout, stderr } = await runProgram('contract', '--url', node.url);
	assert.equal(code, 0, `${stdout}\n${stderr}`);
	for (const { title } of CHAPTERS) assert(stdout.includes(title), title);
	const reasons = ['PeriodTooShort', 'BadSchedule', 'FirstTooSoon', 'BadPrepayment', 'BadTerms', 'AmountTooLow', 'OutOfOrder', 'NotDemander', 'NotSupplier', 'BadFunding', 'AlreadyOpen', 'AlreadyEnding'];
	for (const reason of reasons) assert(stdout.includes(reason), reason);
	assert.equal(stdout.match(/✓/g).length, 4);

	// Both are over, and nothing of them is left but the ends of the exchanges.
	const { dataContracts } = chain.api.query;
	assert.equal((await dataContracts.nextContractId()).toNumber(), 2);
	for (const map of [dataContracts.proposals, dataContracts.contracts, dataContracts.batchOf, dataContracts.agenda]) {
		assert.equal((await map.entries()).length, 0);
	}
	const closed = await chain.api.query.dataEscrow.closedAgreements.entries();
	const outcomes = closed.map(([, record]) => record.unwrap().outcome.type).sort();
	assert.deepEqual(outcomes, ['Convicted', ...Array(5).fill('Settled')]);
});
