// Goods: days of readings that were found to be good, so that they may be sold.

import assert from 'node:assert/strict';
import { CFL } from '../lib/money.mjs';
import { judgeAlone, openRounds, waitUntilClosed } from './judging.mjs';
import { examine, pack, readDays, registerDataSet, registerMeter, registerSchema, submitBatch } from './water.mjs';

/** What the supplier pays for a verdict on a day. */
const FEE = CFL / 10n;

/**
 * So many validated days of a data set of the supplier: `{ dataSet, batches }`, the batches in the order of their submissions. A story that brought
 * such days of this supplier to the chain before goes on with them.
 */
export async function validatedDays(story, supplier, laboratory, count) {
	if (story.utility === supplier && story.days?.[count - 1]?.batch.submission !== undefined) {
		return inOrder(story.dataSet, story.days.slice(0, count).map(({ batch }) => batch));
	}
	const registered = await registerSchema(story, supplier);
	const [{ dataSet, receipt }, { meter, receipt: consented }] = await Promise.all([registerDataSet(story, supplier), registerMeter(story, supplier)]);
	const batches = readDays(story.csv).slice(0, count).map(({ readings }) => pack({ schema: story.schema, device: meter, dataSet }, readings));
	const submitted = await Promise.all(batches.map((batch) => submitBatch(story, supplier, meter, batch)));
	const verdicts = await Promise.all(batches.map((batch) => examine(story, meter, batch)));
	assert(verdicts.every(({ Valid }) => Valid));
	const submissions = batches.map(({ submission }) => submission);
	const { rounds, receipts } = await openRounds(story, supplier, submissions, { fee: FEE, seats: 1 });
	const judged = await judgeAlone(story, laboratory, rounds, verdicts);
	assert.equal(judged.revealed.flatMap((revealed) => revealed.all('dataRegistry', 'Validated')).length, count);
	// So that nobody is paid for it while a program counts money.
	await waitUntilClosed(story, rounds);
	story.record({
		step: `submit ${count} days; have them validated`,
		who: `${supplier.name}, ${laboratory.name}`,
		receipts: [...registered, receipt, consented, ...submitted, ...receipts, ...judged.receipts],
		result: `data set ${dataSet}: submissions ${submissions.join(' and ')} are valid`,
	});
	return inOrder(dataSet, batches);
}

const inOrder = (dataSet, batches) => ({ dataSet, batches: [...batches].sort((a, b) => (a.submission < b.submission ? -1 : 1)) });
