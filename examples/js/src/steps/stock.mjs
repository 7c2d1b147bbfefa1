// Stock: validated days of the meter's file, for the programs that are about what happens to data once they are for sale.

import assert from 'node:assert/strict';
import { CFL } from '../lib/money.mjs';
import { judgeAlone, openRounds, waitUntilClosed } from './judging.mjs';
import { examine, pack, readDays, registerDataSet, registerMeter, registerSchema, submitBatch } from './water.mjs';

/** What the laboratory gets for a verdict. */
const FEE = CFL / 10n;

/**
 * A data set with a batch for each of these days, places in the meter's file, all of them validated and the laboratory paid: what the scenario has made
 * of this supplier's readings, or a new one. Returns `{ dataSet, batches, receipts }`; a batch is `{ day, readings, leaves, submission }`.
 */
export const stock = (story, { supplier, laboratory, days }) =>
	story.utility === supplier && days.every((place) => story.days?.[place]?.batch.submission !== undefined)
		? taken(story, days)
		: made(story, supplier, laboratory, days);

/** The first days of the file, so many, told as a step if they are new; the batches in the order of their submissions. */
export async function validatedDays(story, supplier, laboratory, count) {
	const { dataSet, batches, receipts } = await stock(story, { supplier, laboratory, days: [...Array(count).keys()] });
	if (receipts.length > 0) {
		const submissions = batches.map(({ submission }) => submission);
		story.record({
			step: `submit ${count} days; have them validated`,
			who: `${supplier.name}, ${laboratory.name}`,
			receipts,
			result: `data set ${dataSet}: submissions ${submissions.join(' and ')} are valid`,
		});
	}
	return { dataSet, batches: [...batches].sort((a, b) => (a.submission < b.submission ? -1 : 1)) };
}

const taken = ({ dataSet, days }, places) => ({
	dataSet,
	batches: places.map((place) => days[place]).map(({ day, readings, batch }) => ({ day, readings, ...batch })),
	receipts: [],
});

async function made(story, supplier, laboratory, places) {
	const registered = await registerSchema(story, supplier);
	const [{ dataSet, receipt }, { meter, receipt: consented }] = await Promise.all([registerDataSet(story, supplier), registerMeter(story, supplier)]);
	const all = readDays(story.csv);
	const batches = places.map((place) => ({ ...all[place], ...pack({ schema: story.schema, device: meter, dataSet }, all[place].readings) }));
	const submitted = await Promise.all(batches.map((batch) => submitBatch(story, supplier, meter, batch)));
	const verdicts = await Promise.all(batches.map((batch) => examine(story, meter, batch)));
	assert(verdicts.every(({ Valid }) => Valid));
	const submissions = batches.map(({ submission }) => submission);
	const { rounds, receipts } = await openRounds(story, supplier, submissions, { fee: FEE, seats: 1 });
	const judged = await judgeAlone(story, laboratory, rounds, verdicts);
	assert.equal(judged.revealed.flatMap((revealed) => revealed.all('dataRegistry', 'Validated')).length, places.length);
	// So that nobody is paid for it while a program counts money.
	await waitUntilClosed(story, rounds);
	return { dataSet, batches, receipts: [...registered, receipt, consented, ...submitted, ...receipts, ...judged.receipts] };
}
