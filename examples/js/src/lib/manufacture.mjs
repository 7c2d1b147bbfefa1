// Makes the keys of a fleet in threads of their own: a hundred thousand key pairs take some seconds of all processors.

import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { cryptoWaitReady, ed25519PairFromSeed } from '@polkadot/util-crypto';
import { randomBytes } from './bytes.mjs';
import { Fleet, secretOf } from './enrolment.mjs';

/** A fleet of so many devices. */
export async function manufacture(size) {
	const secret = randomBytes(32);
	const share = Math.ceil(size / availableParallelism());
	const parts = [];
	for (let first = 0; first < size; first += share) parts.push(inThread({ secret, first, count: Math.min(share, size - first) }));
	return new Fleet(secret, Buffer.concat(await Promise.all(parts)));
}

function inThread(work) {
	return new Promise((resolve, reject) => {
		const worker = new Worker(new URL(import.meta.url), { workerData: work });
		// A run that fails elsewhere must not wait for keys that nobody needs any more.
		worker.unref();
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', (code) => reject(new Error(`the thread that makes keys stopped with ${code}`)));
	});
}

if (!isMainThread && workerData?.secret) {
	const { secret, first, count } = workerData;
	await cryptoWaitReady();
	const keys = new Uint8Array(32 * count);
	for (let i = 0; i < count; i += 1) keys.set(ed25519PairFromSeed(secretOf(secret, first + i)).publicKey, 32 * i);
	parentPort.postMessage(keys, [keys.buffer]);
}
