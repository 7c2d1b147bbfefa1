// Starts and stops `counterfoil-matcher`, the reference solver: the key by the environment, what it tells kept, no process left behind.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findBinary } from './node.mjs';
import { deadline } from './time.mjs';

/** Matchers that must not outlive this process, however it ends. */
const running = new Set();
process.on('exit', () => {
	for (const child of running) child.kill('SIGKILL');
});

/** The matcher to start: given, from the environment, or the one that lies beside the node. */
export function findMatcher(given) {
	const binary = given ?? process.env.COUNTERFOIL_MATCHER ?? join(dirname(findBinary()), 'counterfoil-matcher');
	if (!existsSync(binary)) throw new Error(`there is no matcher at ${binary}: run "make build", or name one by COUNTERFOIL_MATCHER`);
	return binary;
}

/** A matcher that runs, or ran. */
export class Matcher {
	#child;
	#exit;
	#lookers = new Set();
	/** All that it has told. */
	told = '';

	/** Starts one. Without a key it has none. */
	constructor({ url, key, args = [], log = 'info,counterfoil_matcher=debug' }) {
		const { COUNTERFOIL_MATCHER_KEY: _, ...env } = process.env;
		this.#child = spawn(findMatcher(), ['--url', url, ...args], {
			stdio: ['ignore', 'ignore', 'pipe'],
			env: { ...env, RUST_LOG: log, ...(key === undefined ? {} : { COUNTERFOIL_MATCHER_KEY: key }) },
		});
		running.add(this.#child);
		this.#child.stderr.setEncoding('utf8').on('data', (text) => {
			this.told += text;
			for (const look of this.#lookers) look();
		});
		this.#exit = new Promise((resolve) => {
			this.#child.once('close', (code, signal) => resolve(code ?? signal));
			this.#child.once('error', (error) => resolve(error.message));
		});
		this.#exit.then(() => running.delete(this.#child));
	}

	/** What it tells from now on: waits until that matches so many times. */
	async tells(pattern, { times = 1, timeoutMs = 60_000 } = {}) {
		const from = this.told.length;
		let look;
		const found = new Promise((resolve, reject) => {
			look = () => {
				if (this.told.slice(from).split(pattern).length > times) resolve();
			};
			this.#lookers.add(look);
			this.#exit.then((code) => reject(new Error(`the matcher stopped with ${code}\n${this.told}`)));
		});
		try {
			await deadline(found, timeoutMs, `waiting for the matcher to tell ${pattern}`);
		} finally {
			this.#lookers.delete(look);
		}
	}

	/** Waits until it stops by itself; its exit code, or the signal that ended it. */
	ended({ timeoutMs = 60_000 } = {}) {
		return deadline(this.#exit, timeoutMs, 'waiting for the matcher to stop');
	}

	/** Ends it and waits until it has gone; its exit code, or the signal. */
	async stop(signal = 'SIGINT') {
		this.#child.kill(signal);
		try {
			return await deadline(this.#exit, 10_000, 'stopping the matcher');
		} catch (error) {
			this.#child.kill('SIGKILL');
			await this.#exit;
			throw error;
		}
	}
}
