// A story: chapters of steps that act on a chain, assert what they see, and write an account. The first surprise ends it.

import assert from 'node:assert/strict';
import { toHex } from './bytes.mjs';
import { Consortium } from './consortium.mjs';
import { totalFee } from './money.mjs';

/** A step that did not go as it should. */
export class StepError extends Error {
	constructor(step, cause) {
		super(`while ${step}: ${cause.message}`, { cause });
	}
}

/** What the steps of one or more programs share: the chain, the parties, what was proven and measured. */
export class Story {
	/** Statements that were shown to hold. */
	proven = [];
	/** Numbers: seconds, MiB, fees. */
	measured = {};
	/** Balances before and after, for the account at the end. */
	balances = [];

	/** `more` is what only some programs need. */
	constructor({ chain, report, ...more }) {
		Object.assign(this, { chain, report }, more);
	}

	prove(statement) {
		this.proven.push(statement);
	}

	/** Writes a row: a step, who took it, with what result, at what cost. */
	record({ step, who, receipts = [], result }) {
		const list = [receipts].flat();
		this.report.row({
			step,
			who,
			result,
			block: list.length ? Math.max(...list.map(({ block }) => block)) : '',
			cost: list.length ? totalFee(list) : undefined,
		});
	}

	/** The stakeholders, met at the first time that anybody asks for them. */
	async consortium() {
		this.met ??= await Consortium.meet(this.chain);
		return this.met;
	}

	/** Stakeholders for these parts, see `Consortium.cast`; writes a row if anybody had to be let in. */
	async cast(parts) {
		const consortium = await this.consortium();
		const { parties, newcomers, receipts } = await consortium.cast(parts);
		if (newcomers.length > 0) {
			const names = newcomers.map(({ name }) => name).join(', ');
			this.record({ step: `let in: ${names}`, who: 'members', receipts, result: `${newcomers.length} applied and were let in by vote` });
		}
		return parties;
	}

	/** The chain's clock, in milliseconds. */
	async now() {
		return Number((await this.chain.api.query.timestamp.now()).toBigInt());
	}

	/** What the chain knows about a DID. */
	async resolve(did) {
		return (await this.chain.api.call.didApi.resolve(toHex(did))).unwrap();
	}

	/** Tells the chapters: `[{ title, steps: { name: step } }]`. */
	async tell(chapters) {
		for (const { title, steps } of chapters) {
			this.report.chapter(title);
			for (const [name, step] of Object.entries(steps)) {
				this.report.progress(name);
				try {
					await step(this);
				} catch (error) {
					throw new StepError(name, error);
				}
			}
		}
	}
}

/** Money of several parties between two moments: fees aside, exactly what is expected came and went. */
export class Purse {
	#chain;
	#parties;
	#before;

	static async open(chain, parties) {
		const purse = new Purse();
		purse.#chain = chain;
		purse.#parties = parties;
		purse.#before = await purse.#look();
		return purse;
	}

	#look() {
		return Promise.all(this.#parties.map(async (party) => ({ ...(await this.#chain.balance(party)), fees: this.#chain.feesOf(party) })));
	}

	/** Throws unless the total of each party changed by just so much, in the order of the parties. Returns what each holds now. */
	async expect(changes) {
		const after = await this.#look();
		for (const [i, party] of this.#parties.entries()) {
			const fees = after[i].fees - this.#before[i].fees;
			assert.equal(after[i].total - this.#before[i].total + fees, changes[i], `what ${party.name} gained`);
		}
		return after.map((now, i) => ({ ...now, before: this.#before[i] }));
	}
}
