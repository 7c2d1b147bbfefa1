// The example token of the preset dev: a token besides the chain's own, which Alice issues.

import assert from 'node:assert/strict';
import { Stakeholder } from './parties.mjs';

/** Its number. */
export const EURO = 1;
/** What is paid in it, as polkadot.js wants it. */
export const IN_EURO = { Local: EURO };
/** One XEUR has six decimals. */
export const XEUR = 1_000_000n;

/** An amount in XEUR, to the last unit. */
export function formatXeur(amount) {
	const absolute = amount < 0n ? -amount : amount;
	return `${amount < 0n ? '-' : ''}${absolute / XEUR}.${String(absolute % XEUR).padStart(6, '0')}`;
}

/** Alice gives somebody so much of it. */
export const giveEuros = (chain, { address }, amount) => chain.submit(Stakeholder.dev('Alice').pair, chain.api.tx.assets.transfer(EURO, address, amount));

/** What an account has of it: `free`, `held` and both together. */
export async function eurosOf({ api }, { address }) {
	const [account, onHold] = await Promise.all([api.query.assets.account(EURO, address), api.query.assetsHolder.balancesOnHold(EURO, address)]);
	const free = account.isSome ? account.unwrap().balance.toBigInt() : 0n;
	const held = onHold.isSome ? onHold.unwrap().toBigInt() : 0n;
	return { free, held, total: free + held };
}

/** Euros of several parties between two moments: exactly what is expected came and went. Fees are never paid in it. */
export class EuroPurse {
	#chain;
	#parties;
	#before;

	static async open(chain, parties) {
		const purse = new EuroPurse();
		purse.#chain = chain;
		purse.#parties = parties;
		purse.#before = await purse.#look();
		return purse;
	}

	#look() {
		return Promise.all(this.#parties.map((party) => eurosOf(this.#chain, party)));
	}

	/** Throws unless the total of each party changed by just so much, in the order of the parties. Returns what each has now. */
	async expect(changes) {
		const after = await this.#look();
		for (const [i, party] of this.#parties.entries()) {
			assert.equal(after[i].total - this.#before[i].total, changes[i], `what ${party.name} gained`);
		}
		return after.map((now, i) => ({ ...now, before: this.#before[i] }));
	}
}
