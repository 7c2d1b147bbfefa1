// The scenario: one real data trade from sensor to paid buyer. Every step asserts what it expects; the first surprise ends the run.

import { formatCfl, totalFee } from './lib/money.mjs';
import { stopwatch } from './lib/time.mjs';
import * as data from './steps/data.mjs';
import * as identity from './steps/identity.mjs';
import * as market from './steps/market.mjs';
import * as trade from './steps/trade.mjs';

/** Chapters and their steps, in order. */
export const CHAPTERS = [
	{
		title: 'Who takes part',
		steps: {
			'meeting the parties': identity.meetTheParties,
			'handing out allowances': identity.fundTheParties,
			'applying for roles': identity.applyForRoles,
			voting: identity.voteThemIn,
			'registering the meter': identity.registerTheMeter,
		},
	},
	{
		title: 'From the sensor to the chain',
		steps: {
			'registering the data set': data.registerTheDataSet,
			measuring: data.measure,
			'submitting 58 days': data.submitTheDays,
			'estimating costs': data.compareCosts,
			'replaying a batch': data.refuseTheReplay,
			validating: data.validate,
			correcting: data.correct,
			certifying: data.certify,
		},
	},
	{
		title: 'A trade',
		steps: {
			offering: market.offer,
			demanding: market.demandOnce,
			'trading honestly': trade.honestTrade,
		},
	},
	{
		title: 'A trade with a cheat',
		steps: {
			'demanding again': market.demandTwice,
			'trading with a cheat': trade.dishonestTrade,
		},
	},
	{
		title: 'A single reading',
		steps: { 'proving one reading': trade.proveOneReading },
	},
];

/** A step that did not go as it should. */
export class StepError extends Error {
	constructor(step, cause) {
		super(`while ${step}: ${cause.message}`, { cause });
	}
}

/** Runs the scenario on a chain and writes the account to the report. Returns what happened: `proven`, `measured`, `balances`. */
export async function runScenario({ chain, report, csv, workFolder }) {
	const elapsed = stopwatch();
	const story = {
		chain,
		csv,
		workFolder,
		proven: [],
		measured: {},
		balances: [],
		prove: (statement) => story.proven.push(statement),
		record: ({ step, who, receipts = [], result }) => {
			const list = [receipts].flat();
			report.row({
				step,
				who,
				result,
				block: list.length ? Math.max(...list.map(({ block }) => block)) : '',
				cost: list.length ? totalFee(list) : undefined,
			});
		},
	};
	report.tableHead();
	for (const { title, steps } of CHAPTERS) {
		report.chapter(title);
		for (const [name, step] of Object.entries(steps)) {
			report.progress(name);
			try {
				await step(story);
			} catch (error) {
				throw new StepError(name, error);
			}
		}
	}
	story.measured.scenarioSeconds = elapsed();
	return story;
}

/** The end of the account: balances, what was measured, what was proven. */
export function writeSummary(report, { balances, measured, proven }) {
	report.heading('Balances (CFL, deposits included)');
	report.table(
		['agreement, party', 'before', 'traded', 'fees', 'after', 'of it held'],
		balances.map(({ agreement, party, before, after, traded, fees, held }) => [
			`${agreement}, ${party}`,
			...[before, traded, -fees, after, held].map(formatCfl),
		]),
	);
	report.heading('Measured');
	const measurements = [
		['start of the node to its first block', measured.firstBlockSeconds, 's'],
		['resident memory of the idle node', measured.idleMiB, 'MiB'],
		['resident memory at the end', measured.endMiB, 'MiB'],
		['trade from funding to settlement, by the clock of the chain', measured.tradeSeconds, 's'],
		['scenario', measured.scenarioSeconds, 's'],
		['everything', measured.demoSeconds, 's'],
	];
	report.table(
		['what', 'value'],
		measurements.filter(([, value]) => value !== undefined).map(([what, value, unit]) => [what, `${value.toFixed(1)} ${unit}`]),
	);
	report.heading('What was proven');
	report.proven(proven);
}
