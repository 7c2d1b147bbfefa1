#!/usr/bin/env node
// The demo: starts a development node (or takes a running one), runs the scenario, shows it, stops the node.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Chain } from './lib/chain.mjs';
import { DEV, findBinary, Node, removeFolder, temporaryFolder } from './lib/node.mjs';
import { Report } from './lib/report.mjs';
import { stopwatch } from './lib/time.mjs';
import { runScenario, writeSummary } from './scenario.mjs';

const HELP = `Runs one real data trade on a Counterfoil chain, from sensor to paid buyer, and checks every step.

Usage: node src/demo.mjs [--url URL | --binary PATH] [--keep] [--facts FILE]

  --url URL       use the fresh development chain at this WebSocket address instead of starting one
  --binary PATH   the counterfoil-node to start (default: COUNTERFOIL_NODE, then where "make build" puts it)
  --keep          leave the node running and say how to look at it
  --facts FILE    write what was measured and proven to a JSON file
  --help          show this

Exit code: 0 when everything was as expected, 1 when anything was not, 2 for a wrong option.
Colour only on a terminal, and never when NO_COLOR is set.
`;

const CSV = fileURLToPath(new URL('../data/water-flow.csv', import.meta.url));

async function main(argv) {
	const options = readOptions(argv);
	if (typeof options === 'number') return options;
	const report = new Report();
	const elapsed = stopwatch();
	const workFolder = temporaryFolder();
	const measured = {};
	let node;
	let chain;
	let kept = false;
	try {
		report.line(report.style('bold', 'Counterfoil: one real data trade, from sensor to paid buyer'));
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
		const run = runScenario({ chain, report, csv: readFileSync(CSV, 'utf8'), workFolder });
		const story = await (node ? node.during(run) : run);
		if (node) measured.endMiB = node.residentMiB();
		Object.assign(story.measured, measured, { demoSeconds: elapsed() });
		writeSummary(report, story);
		if (options.facts) writeFileSync(options.facts, facts(story));
		if (options.keep && node) {
			node.release();
			kept = true;
			report.heading('The node keeps running');
			report.line(`  look at it:  https://polkadot.js.org/apps/?rpc=${encodeURIComponent(node.url)}`);
			report.line(`  its files:   ${node.folder}`);
			report.line(`  stop it:     kill ${node.pid}`);
		} else if (options.keep) {
			report.heading('The chain keeps running');
			report.line(`  look at it:  https://polkadot.js.org/apps/?rpc=${encodeURIComponent(chain.url)}`);
		}
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

/** The options, or the exit code when there is nothing to run. */
function readOptions(argv) {
	try {
		const { values } = parseArgs({
			args: argv,
			options: {
				url: { type: 'string' },
				binary: { type: 'string' },
				keep: { type: 'boolean', default: false },
				facts: { type: 'string' },
				help: { type: 'boolean', short: 'h', default: false },
			},
		});
		if (values.help) {
			process.stdout.write(HELP);
			return 0;
		}
		if (values.url && values.binary) throw new Error('--url and --binary exclude each other');
		if (values.url && !/^wss?:\/\//.test(values.url)) throw new Error(`"${values.url}" is no WebSocket address`);
		return values;
	} catch (error) {
		process.stderr.write(`demo: ${error.message}\n`);
		return 2;
	}
}

/** What happened, as JSON; amounts as decimal strings of the smallest unit. */
const facts = ({ proven, measured, balances }) =>
	`${JSON.stringify({ proven, measured, balances }, (_, value) => (typeof value === 'bigint' ? String(value) : value), '\t')}\n`;

process.exitCode = await main(process.argv.slice(2));
