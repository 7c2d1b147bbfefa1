// A connection to a chain: sends calls, waits for their inclusion, and says in words what went wrong.

import { ApiPromise, WsProvider } from '@polkadot/api';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { fromHex, Reader } from './bytes.mjs';
import { deadline } from './time.mjs';

/** A call that the chain or its pool refused. */
export class ChainError extends Error {
	/** `name` is `pallet.Error` for an error of a pallet. */
	constructor(name, explanation = '') {
		super(explanation ? `${name}: ${explanation}` : name);
		this.name = name;
	}
}

/** A call that is in a block. */
class Receipt {
	/** `block` number, `hash` of the block, `time` of the block in milliseconds, `fee` paid, `error` (a `ChainError`) or null. */
	constructor(fields) {
		Object.assign(this, fields);
	}

	/** The fields of all events of a kind, in order. */
	all(section, method) {
		return this.events.filter((event) => event.section === section && event.method === method).map(eventFields);
	}

	/** The fields of the only event of a kind. */
	one(section, method) {
		const found = this.all(section, method);
		if (found.length !== 1) {
			const seen = this.events.map((event) => `${event.section}.${event.method}`).join(', ');
			throw new ChainError(`expected one event ${section}.${method}, found ${found.length}`, `events: ${seen}`);
		}
		return found[0];
	}
}

/** A connected chain. */
export class Chain {
	#nonces = new Map();
	#fees = new Map();
	#times = new Map();

	/** Connects, or fails within the time allowed. */
	static async connect(url, { timeoutMs = 30_000 } = {}) {
		await cryptoWaitReady();
		const provider = new WsProvider(url);
		const creation = ApiPromise.create({
			provider,
			noInitWarn: true,
			throwOnConnect: true,
			// The first of the chain's transaction extensions; it puts nothing into a transaction.
			signedExtensions: { AuthorizeCall: { extrinsic: {}, payload: {} } },
		});
		try {
			const api = await deadline(creation, timeoutMs, `connecting to ${url}`);
			return new Chain(url, api, provider);
		} catch (error) {
			creation.catch(() => {});
			await provider.disconnect().catch(() => {});
			throw new ChainError(`no chain at ${url}`, error.message);
		}
	}

	#provider;

	constructor(url, api, provider) {
		this.url = url;
		this.api = api;
		this.#provider = provider;
		this.genesis = api.genesisHash.toU8a();
	}

	disconnect() {
		return this.api.disconnect();
	}

	/** A raw RPC call, for methods that polkadot.js does not know. */
	rpc(method, ...params) {
		return this.#provider.send(method, params);
	}

	/**
	 * Sends a call and waits until it is in a block (`finalized`: in a final one). Throws when it fails there. `immortal` signs it for good and not
	 * for the next minutes.
	 */
	async submit(signer, call, options = {}) {
		const receipt = await this.#send(signer, call, options);
		if (receipt.error) throw receipt.error;
		return receipt;
	}

	/** Sends a call that must fail in its block with this error, such as `dataEscrow.NotGuilty`. */
	async submitFailing(signer, call, expected, options = {}) {
		const receipt = await this.#send(signer, call, options);
		if (receipt.error?.name !== expected) {
			throw new ChainError(`expected ${expected}`, receipt.error ? `got ${receipt.error.name}` : 'but the call succeeded');
		}
		return receipt;
	}

	/** Sends all calls of one signer at once and waits until all are in a block. Several calls go into one transaction, all or nothing. */
	async submitMany(signer, calls, { perTransaction = 10, ...options } = {}) {
		const transactions = [];
		for (let i = 0; i < calls.length; i += perTransaction) {
			const group = calls.slice(i, i + perTransaction);
			transactions.push(group.length === 1 ? group[0] : this.api.tx.utility.batchAll(group));
		}
		return Promise.all(transactions.map((transaction) => this.submit(signer, transaction, options)));
	}

	/**
	 * Signs all calls of one signer, for good, and hands them to the pool in their order. Waits for no block: who wants to know what became of them
	 * watches the chain. Returns the moments of `performance.now()` at which they were handed over.
	 */
	async sendAll({ pair, address }, calls) {
		const moments = [];
		for (const call of calls) {
			const signed = await call.signAsync(pair, { nonce: await this.#nextNonce(address), era: 0 });
			moments.push(performance.now());
			await signed.send();
		}
		return moments;
	}

	/** Fees paid by an account through this connection. */
	feesOf({ address }) {
		return this.#fees.get(address) ?? 0n;
	}

	/** What an account has: `free`, `held` and both together. */
	async balance({ address }) {
		const { data } = await this.api.query.system.account(address);
		const [free, held] = [data.free.toBigInt(), data.reserved.toBigInt()];
		return { free, held, total: free + held };
	}

	/** The chain's own time in a block, in milliseconds. */
	timeOf(hash) {
		const key = String(hash);
		if (!this.#times.has(key)) {
			const stored = this.rpc('state_getStorage', this.api.query.timestamp.now.key(), key);
			this.#times.set(key, stored.then((bytes) => Number(new Reader(fromHex(bytes)).u64())));
		}
		return this.#times.get(key);
	}

	/** Waits for a header that fulfils the condition: of finalised blocks, or of best blocks with `best`. */
	async waitForHead(condition, { timeoutMs = 60_000, best = false, what = 'a block' } = {}) {
		const subscribe = best ? this.api.rpc.chain.subscribeNewHeads : this.api.rpc.chain.subscribeFinalizedHeads;
		let unsubscribe;
		let settled = false;
		const head = new Promise((resolve, reject) => {
			subscribe(async (header) => {
				try {
					if (!settled && (await condition(header))) {
						settled = true;
						resolve(header);
					}
				} catch (error) {
					reject(error);
				}
			}).then((stop) => {
				unsubscribe = stop;
			}, reject);
		});
		try {
			return await deadline(head, timeoutMs, `waiting for ${what} at ${this.url}`);
		} finally {
			settled = true;
			unsubscribe?.();
		}
	}

	/** The events of a block. */
	async eventsOf(hash) {
		return (await (await this.api.at(hash)).query.system.events()).map(({ event }) => event);
	}

	/**
	 * Waits for an event of a kind whose fields fulfil the condition, in a best block after the one with the number `after`. Returns its fields, and
	 * the `block` that it is in.
	 */
	async waitForEvent(section, method, condition, { after, timeoutMs = 60_000 }) {
		let [next, found, looking] = [after + 1, null, Promise.resolve()];
		const look = async (best) => {
			for (; !found && next <= best; next += 1) {
				const events = await this.eventsOf(await this.api.rpc.chain.getBlockHash(next));
				const fields = events.filter((event) => event.section === section && event.method === method).map(eventFields);
				const one = fields.find(condition);
				if (one) found = { ...one, block: next };
			}
			return found !== null;
		};
		// One head after the other: the next one may be there before this one is looked through.
		const inTurn = ({ number }) => (looking = looking.then(() => look(number.toNumber())));
		await this.waitForHead(inTurn, { best: true, timeoutMs, what: `the event ${section}.${method}` });
		return found;
	}

	/** Waits until the block with this number is finalised. */
	waitFinalized(number, options = {}) {
		return this.waitForHead((header) => header.number.toNumber() >= number, { what: `finality of block ${number}`, ...options });
	}

	/** Number of the best block. */
	async bestNumber() {
		return (await this.api.rpc.chain.getHeader()).number.toNumber();
	}

	/** Number of the finalised block. */
	async finalizedNumber() {
		return (await this.api.rpc.chain.getHeader(await this.api.rpc.chain.getFinalizedHead())).number.toNumber();
	}

	// Counted here and not read from the chain's state: a state that lags behind would make a fast sender use a nonce twice.
	#nextNonce(address) {
		const before = this.#nonces.get(address) ?? this.api.rpc.system.accountNextIndex(address).then((next) => next.toNumber() - 1);
		const next = before.then((nonce) => nonce + 1);
		this.#nonces.set(address, next);
		return next;
	}

	async #send(signer, call, { timeoutMs = 60_000, finalized = false, immortal = false } = {}) {
		const { address } = signer;
		let unsubscribe;
		try {
			const nonce = await this.#nextNonce(address);
			const inclusion = new Promise((resolve, reject) => {
				call
					.signAndSend(signer, immortal ? { nonce, era: 0 } : { nonce }, (result) => {
						const { status } = result;
						if (result.internalError) reject(result.internalError);
						else if (result.isError) reject(new ChainError(`the pool answered ${status.type}`, describeCall(call)));
						else if (status.isFinalized || (status.isInBlock && !finalized)) resolve(result);
					})
					.then((stop) => {
						unsubscribe = stop;
					}, reject);
			});
			const result = await deadline(inclusion, timeoutMs, `waiting for ${describeCall(call)} to be in a block`);
			return await this.#receipt(address, call, result);
		} catch (error) {
			// What became of the nonce is unknown: ask the node again before the next call.
			this.#nonces.delete(address);
			if (error instanceof ChainError) throw error;
			throw new ChainError(describeCall(call), error.message);
		} finally {
			unsubscribe?.();
		}
	}

	async #receipt(address, call, result) {
		const { status, dispatchError } = result;
		const hash = (status.isFinalized ? status.asFinalized : status.asInBlock).toHex();
		const events = result.events.map(({ event }) => event);
		const paid = events.find(
			(event) => event.section === 'transactionPayment' && event.method === 'TransactionFeePaid' && eventFields(event).who.toString() === address,
		);
		const fee = paid ? eventFields(paid).actualFee.toBigInt() : 0n;
		this.#fees.set(address, this.feesOf({ address }) + fee);
		const [header, time] = await Promise.all([this.api.rpc.chain.getHeader(hash), this.timeOf(hash)]);
		return new Receipt({
			block: header.number.toNumber(),
			hash,
			time,
			fee,
			events,
			error: dispatchError ? decodeError(this.api.registry, dispatchError) : null,
		});
	}
}

/** A call in words, such as `dataEscrow.fund`. */
export function describeCall(call) {
	const { section, method } = call.method;
	return `${section}.${method}`;
}

/** A dispatch error in words. */
export function decodeError(registry, error) {
	if (error.isModule) {
		const { section, name, docs } = registry.findMetaError(error.asModule);
		return new ChainError(`${section}.${name}`, docs.join(' ').trim());
	}
	return new ChainError(error.isToken ? `token.${error.asToken.type}` : error.isArithmetic ? `arithmetic.${error.asArithmetic.type}` : error.type);
}

/** The bytes in an answer of the type `Vec<u8>`: polkadot.js leaves their length in front of them. */
export function answeredBytes(answer) {
	const reader = new Reader(answer.toU8a(true));
	const bytes = reader.take(reader.compact());
	reader.end();
	return bytes;
}

/** The fields of an event by name. */
export function eventFields(event) {
	const names = event.data.names ?? event.data.map((_, i) => String(i));
	return Object.fromEntries(names.map((name, i) => [name, event.data[i]]));
}
