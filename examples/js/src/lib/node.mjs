// Starts and stops `counterfoil-node` processes: free ports, a temporary base path, a process group of their own, a log file.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, watch } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { WsProvider } from '@polkadot/api';
import { Chain } from './chain.mjs';
import { deadline, stopwatch } from './time.mjs';

const RPC_READY = /Running JSON-RPC server: addr=(?:[^\s,]*,)*?(127\.0\.0\.1:\d+)/;
const ANSI = /\x1b\[[0-9;]*m/g;
const LOG_LINES = 25;

/** Nodes and folders that must not outlive this process, however it ends. */
const running = new Set();
const folders = new Set();
process.on('exit', () => {
	for (const node of running) node.kill('SIGKILL');
	for (const folder of folders) removeFolder(folder);
});
for (const [signal, number] of [['SIGHUP', 1], ['SIGINT', 2], ['SIGTERM', 15]]) process.once(signal, () => process.exit(128 + number));

/** The binary to start: given, from the environment, or where `make build` puts it. */
export function findBinary(given) {
	const cache = process.env.COUNTERFOIL_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(process.env.HOME ?? '/', '.cache'), 'counterfoil');
	const target = process.env.CARGO_TARGET_DIR ?? join(cache, 'target');
	const binary = given ?? process.env.COUNTERFOIL_NODE ?? join(target, 'release', 'counterfoil-node');
	if (!existsSync(binary)) throw new Error(`there is no node at ${binary}: run "make build", or name one by --binary or COUNTERFOIL_NODE`);
	return binary;
}

/** A temporary folder that only we use. It goes away with this process at the latest. */
export function temporaryFolder() {
	const folder = mkdtempSync(join(tmpdir(), 'counterfoil-'));
	folders.add(folder);
	return folder;
}

/** Removes a folder with all that is in it. */
export function removeFolder(folder) {
	folders.delete(folder);
	rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** A TCP port that is free now. */
export async function freePort() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}

/** Runs a command of the node to its end: `{ code, stdout, stderr }`. */
export async function runCommand(binary, args, { timeoutMs = 60_000 } = {}) {
	const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
	let [stdout, stderr] = ['', ''];
	child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
	try {
		const [code, signal] = await deadline(once(child, 'close'), timeoutMs, `counterfoil-node ${args.join(' ')}`);
		return { code: code ?? signal, stdout, stderr: stderr.replace(ANSI, '') };
	} catch (error) {
		killGroup(child.pid, 'SIGKILL');
		throw new Error(`${error.message}\n${lastLines(stderr)}`);
	}
}

/** A running node. */
export class Node {
	#child;
	#exit;
	#ownsFolder;

	/**
	 * Starts a node and waits until it answers. `args` choose the chain and the role; ports, base path and log are set here. `folder` is kept
	 * when given (a restart uses it again), made and removed otherwise. Metrics are served when `metricsPort` is given.
	 */
	static async start({ binary, args, folder, p2pPort, metricsPort, name = 'node', timeoutMs = 60_000 }) {
		const node = new Node({ binary, folder, name, metricsPort, p2pPort: p2pPort ?? (await freePort()) });
		try {
			await node.#launch(args, timeoutMs);
			return node;
		} catch (error) {
			await node.stop({ signal: 'SIGKILL' });
			throw error;
		}
	}

	constructor({ binary, folder, name, metricsPort, p2pPort }) {
		this.binary = binary;
		this.name = name;
		this.p2pPort = p2pPort;
		this.metricsPort = metricsPort;
		this.#ownsFolder = folder === undefined;
		this.folder = folder ?? temporaryFolder();
		this.logFile = join(this.folder, `${name}.log`);
	}

	async #launch(args, timeoutMs) {
		mkdirSync(dirname(this.logFile), { recursive: true });
		this.sinceStart = stopwatch();
		// Into a file and not through a pipe: a node that is left running must not write to a reader that has gone.
		const log = openSync(this.logFile, 'w');
		this.#child = spawn(
			this.binary,
			[
				...args,
				...['--name', this.name],
				...['--base-path', join(this.folder, 'data')],
				// The node picks the port and says which; nobody can take it in between.
				...['--rpc-port', '0'],
				...['--listen-addr', `/ip4/127.0.0.1/tcp/${this.p2pPort}`],
				...(this.metricsPort === undefined ? ['--no-prometheus'] : ['--prometheus-port', String(this.metricsPort)]),
				'--no-telemetry',
				'--no-mdns',
			],
			{ stdio: ['ignore', log, log], detached: true },
		);
		closeSync(log);
		running.add(this);
		this.#exit = new Promise((resolve) => {
			this.#child.once('exit', (code, signal) => resolve(code ?? signal));
			this.#child.once('error', (error) => resolve(error.message));
		});
		this.#exit.then(() => running.delete(this));
		const match = await deadline(this.#waitForLog(RPC_READY), timeoutMs, `starting ${this.name}`).catch((error) => {
			throw new Error(`${error.message}\n${this.lastLog()}`);
		});
		this.url = `ws://${match[1]}`;
	}

	get pid() {
		return this.#child.pid;
	}

	/** Opens a connection to it. */
	connect() {
		return Chain.connect(this.url);
	}

	/** Waits for its first block; the seconds from its start to that. Bare RPC, so that loading metadata does not count. */
	async firstBlock({ timeoutMs = 60_000 } = {}) {
		const provider = new WsProvider(this.url);
		try {
			await provider.isReady;
			const seen = new Promise((resolve, reject) => {
				const look = (error, header) => {
					if (error) reject(error);
					else if (Number(header.number) >= 1) resolve(this.sinceStart());
				};
				provider.subscribe('chain_newHead', 'chain_subscribeNewHeads', [], look).catch(reject);
			});
			return await deadline(seen, timeoutMs, `waiting for the first block of ${this.name}`);
		} finally {
			await provider.disconnect();
		}
	}

	/** Its address for other nodes. */
	async address(chain) {
		return `/ip4/127.0.0.1/tcp/${this.p2pPort}/p2p/${await chain.rpc('system_localPeerId')}`;
	}

	/** Resident memory in MiB. */
	residentMiB() {
		const match = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
		return match ? Number(match[1]) / 1024 : NaN;
	}

	/** All that it has logged. */
	log() {
		return existsSync(this.logFile) ? readFileSync(this.logFile, 'utf8').replace(ANSI, '') : '';
	}

	/** The end of its log. */
	lastLog() {
		return lastLines(this.log());
	}

	/** The promise, or an error as soon as the node stops by itself. */
	during(promise) {
		const gone = this.#exit.then((code) => {
			throw new Error(`${this.name} stopped with ${code}`);
		});
		return Promise.race([promise, gone]);
	}

	/** Lets it run on after this process, with its folder. */
	release() {
		running.delete(this);
		folders.delete(this.folder);
		this.#child.unref();
	}

	kill(signal) {
		if (this.#child?.pid) killGroup(this.#child.pid, signal);
	}

	/** Stops it and waits until it has gone; removes the base path if it was made here. */
	async stop({ signal = 'SIGTERM', timeoutMs = 30_000 } = {}) {
		if (this.#exit) {
			this.kill(signal);
			try {
				await deadline(this.#exit, timeoutMs, `stopping ${this.name}`);
			} catch {
				this.kill('SIGKILL');
				await this.#exit;
			}
		}
		if (this.#ownsFolder) removeFolder(this.folder);
	}

	#waitForLog(pattern) {
		return new Promise((resolve, reject) => {
			const watcher = watch(this.logFile, () => look());
			const finish = (settle, value) => {
				watcher.close();
				settle(value);
			};
			const look = () => {
				const match = pattern.exec(this.log());
				if (match) finish(resolve, match);
			};
			this.#exit.then((code) => finish(reject, new Error(`${this.name} stopped with ${code}`)));
			look();
		});
	}
}

/** The arguments of a development node. */
export const DEV = ['--dev'];

function killGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

const lastLines = (text) => text.replace(ANSI, '').trimEnd().split('\n').slice(-LOG_LINES).join('\n');
