// A story: chapters of steps that act on a chain, assert what they see, and write an account. The first surprise ends it.

import assert from 'node:assert/strict';
import { toHex } from './bytes.mjs';
import { Consortium } from './consortium.mjs';
import { totalFee } from './money.mjs';
import { Deferred } from './report.mjs';

/** So many names of newcomers go into a row; more are counted. */
const MOST_NAMES = 8;

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
	/** What else is worth a line among what was measured: pairs of texts, what and how much. */
	figures = [];
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

	/** Stakeholders for these parts, see `Consortium.cast`; writes a row if anybody had to be let in. `forAll`: they are there for all parts of a story. */
	async cast(parts, { forAll = false } = {}) {
		const consortium = await this.consortium();
		const { parties, newcomers, receipts } = await consortium.cast(parts, this.isPart && !forAll ? this : null);
		if (newcomers.length > 0) {
			const names = newcomers.length > MOST_NAMES ? `${newcomers.length} stakeholders` : newcomers.map(({ name }) => name).join(', ');
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

	/** Tells the chapters: `[{ title, steps: { name: step } }]`. A chapter may also be `{ title, together: [[chapter, ..], ..] }`: lists that are told side by side. */
	async tell(chapters) {
		for (const { title, steps, together } of chapters) {
			if (together) {
				this.report.progress(title);
				await tellTogether(this, together);
				continue;
			}
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

/**
 * A story beside others on the same chain: what the whole one knows, it knows too; what it learns, and whom it casts, is its own. Its account is
 * written when it is over.
 */
const partOf = (whole) => Object.assign(Object.create(whole), { isPart: true, report: new Deferred(whole.report) });

/**
 * Tells lists of chapters side by side, each list a story of its own. The accounts come one after the other, in the order of the lists. The first
 * surprise in any of them ends all.
 */
async function tellTogether(whole, lists) {
	// Whom they have in common must be known before they part.
	await whole.consortium();
	const told = lists.map((chapters) => {
		const story = partOf(whole);
		return { story, telling: story.tell(chapters) };
	});
	const all = Promise.all(told.map(({ telling }) => telling));
	for (const { story, telling } of told) {
		await Promise.race([telling, all]);
		story.report.write();
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
