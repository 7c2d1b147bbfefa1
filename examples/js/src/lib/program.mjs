// The command around a story: options, a development node (or a running chain), the account, the exit code.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Chain } from './chain.mjs';
import { formatCfl } from './money.mjs';
import { DEV, findBinary, Node, removeFolder, temporaryFolder } from './node.mjs';
import { Report } from './report.mjs';
import { Story } from './story.mjs';
import { stopwatch } from './time.mjs';

const CSV = fileURLToPath(new URL('../../data/water-flow.csv', import.meta.url));

/** The options that only one program has, for its help: in the line of its use, and one by one. */
const helpOf = (options) => [
	options.map(([name, { takes }]) => ` [--${name} ${takes}]`).join(''),
	options.map(([name, { takes, about }]) => `  ${`--${name} ${takes}`.padEnd(15)} ${about}\n`).join(''),
];

const help = ({ name, about, options = {} }, [use, list] = helpOf(Object.entries(options))) => `${about}

Usage: node src/${name}.mjs [--url URL | --binary PATH] [--keep] [--facts FILE]${use}

${list}  --url URL       use the fresh development chain at this WebSocket address instead of starting one
  --binary PATH   the counterfoil-node to start (default: COUNTERFOIL_NODE, then where "make build" puts it)
  --keep          leave the node running and say how to look at it
  --facts FILE    write what was measured and proven to a JSON file
  --help          show this

Exit code: 0 when everything was as expected, 1 when anything was not, 2 for a wrong option.
Colour only on a terminal, and never when NO_COLOR is set.
`;

/**
 * Runs a program if its file is what was called, and not imported: `{ name, title, about, chapters }`, the name being that of the file.
 * `prepare` begins what takes long and needs no chain; what it returns belongs to the story. `options` are those that only this program has:
 * `{ name: { takes, about, read } }`, where `read` makes a value of the text, or of nothing, or throws; the story has them under their names.
 */
export async function runIfCalled(url, program) {
	if (process.argv[1] && fileURLToPath(url) === process.argv[1]) process.exitCode = await run(program, process.argv.slice(2));
}

/** Runs a program and returns its exit code. */
export async function run(program, argv) {
	const options = readOptions(program, argv);
	if (typeof options === 'number') return options;
	const report = new Report();
	const elapsed = stopwatch();
	const workFolder = temporaryFolder();
	const measured = {};
	let node;
	let chain;
	let kept = false;
	try {
		report.line(report.style('bold', `Counterfoil: ${program.title}`));
		if (options.url) {
			chain = await Chain.connect(options.url);
		} else {
			report.progress('starting a development node');
			node = await Node.start({ binary: findBinary(options.binary), args: DEV, name: 'counterfoil-demo' });
			[chain, measured.firstBlockSeconds] = await Promise.all([node.connect(), node.firstBlock()]);
			measured.idleMiB = node.residentMiB();
		}
		report.line(`${node ? `development node ${node.pid}` : 'chain'} at ${chain.url}, genesis ${chain.api.genesisHash.toHex()}`);
		report.line();
		const story = new Story({ chain, report, csv: readFileSync(CSV, 'utf8'), workFolder, ...options.own, ...program.prepare?.() });
		const run = tell(story, program.chapters);
		await (node ? node.during(run) : run);
		if (node) measured.endMiB = node.residentMiB();
		Object.assign(story.measured, measured, { totalSeconds: elapsed() });
		writeSummary(report, story);
		if (options.facts) writeFileSync(options.facts, facts(story));
		kept = options.keep;
		if (kept) sayWhereItRuns(report, chain, node);
		return 0;
	} catch (error) {
		report.failure(error.message);
		if (process.env.DEBUG) report.line((error.cause ?? error).stack);
		if (node) {
			report.line();
			report.line(`The node's last words:\n${node.lastLog()}`);
		}
		return 1;
	} finally {
		await chain?.disconnect().catch(() => {});
		if (node && !kept) await node.stop();
		removeFolder(workFolder);
	}
}

async function tell(story, chapters) {
	const elapsed = stopwatch();
	story.report.tableHead();
	await story.tell(chapters);
	story.measured.scenarioSeconds = elapsed();
}

/** The end of the account: balances, what was measured, what was proven. */
function writeSummary(report, { balances, measured, figures, proven }) {
	if (balances.length > 0) {
		report.heading('Balances (CFL, deposits included)');
		report.table(
			['agreement, party', 'before', 'traded', 'fees', 'after', 'of it held'],
			balances.map(({ agreement, party, before, after, traded, fees, held }) => [
				`${agreement}, ${party}`,
				...[before, traded, -fees, after, held].map(formatCfl),
			]),
		);
	}
	report.heading('Measured');
	const measurements = [
		['start of the node to its first block', measured.firstBlockSeconds, 's'],
		['resident memory of the idle node', measured.idleMiB, 'MiB'],
		['resident memory at the end', measured.endMiB, 'MiB'],
		['trade from funding to settlement, by the clock of the chain', measured.tradeSeconds, 's'],
		['scenario', measured.scenarioSeconds, 's'],
		['everything', measured.totalSeconds, 's'],
	];
	report.table(
		['what', 'value'],
		[...figures, ...measurements.filter(([, value]) => value !== undefined).map(([what, value, unit]) => [what, `${value.toFixed(1)} ${unit}`])],
	);
	report.heading('What was proven');
	report.proven(proven);
}

function sayWhereItRuns(report, chain, node) {
	if (node) {
		node.release();
		report.heading('The node keeps running');
		report.line(`  look at it:  https://polkadot.js.org/apps/?rpc=${encodeURIComponent(node.url)}`);
		report.line(`  its files:   ${node.folder}`);
		report.line(`  stop it:     kill ${node.pid}`);
	} else {
		report.heading('The chain keeps running');
		report.line(`  look at it:  https://polkadot.js.org/apps/?rpc=${encodeURIComponent(chain.url)}`);
	}
}

/** The options, or the exit code when there is nothing to run. */
function readOptions(program, argv) {
	const own = Object.entries(program.options ?? {});
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				...Object.fromEntries(own.map(([name]) => [name, { type: 'string' }])),
				url: { type: 'string' },
				binary: { type: 'string' },
				keep: { type: 'boolean', default: false },
				facts: { type: 'string' },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		if (values.help) {
			process.stdout.write(help(program));
			return 0;
		}
		if (values.url && values.binary) throw new Error('--url and --binary exclude each other');
		if (values.url && !/^wss?:\/\//.test(values.url)) throw new Error(`"${values.url}" is no WebSocket address`);
		return { ...values, own: Object.fromEntries(own.map(([name, { read }]) => [name, read(values[name])])) };
	} catch (error) {
		process.stderr.write(`${program.name}: ${error.message}\n`);
		return 2;
	}
}

/** What happened, as JSON; amounts as decimal strings of the smallest unit. */
const facts = ({ proven, measured, balances }) =>
	`${JSON.stringify({ proven, measured, balances }, (_, value) => (typeof value === 'bigint' ? String(value) : value), '\t')}\n`;
