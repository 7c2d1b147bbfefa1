// The stakeholders whose keys we hold: they let one another in by vote, and the council of the preset dev, which is Alice, decides for all.

import assert from 'node:assert/strict';
import { toHex } from './bytes.mjs';
import { CFL } from './money.mjs';
import { Stakeholder } from './parties.mjs';

/** What a newcomer gets to begin with. */
export const ALLOWANCE = 1_000n * CFL;

/** More than half. */
const votesNeeded = (electorate) => Math.floor(electorate / 2) + 1;

/** So many votes of one member go into one transaction, well within what one may weigh. */
const VOTES_AT_ONCE = 8;

const groupsOf = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, i) => list.slice(i * size, (i + 1) * size));

/** Stakeholders of one chain. */
export class Consortium {
	#chain;
	#casting = Promise.resolve();
	#castFor = new Map();

	/** The consortium of a fresh chain of the preset dev. */
	static async meet(chain) {
		const consortium = new Consortium(chain, ['Alice', 'Bob', 'Charlie'].map((name) => Stakeholder.dev(name)));
		for (const founder of consortium.founders) {
			const view = await chain.api.call.didApi.resolve(toHex(founder.did));
			assert(view.isSome && view.unwrap().active.isTrue, `${founder.name} is no active stakeholder of this chain: the founders of the preset dev are needed`);
		}
		const stakeholders = (await chain.api.query.did.activeStakeholders()).toNumber();
		assert(
			votesNeeded(stakeholders) <= consortium.founders.length,
			`this chain has ${stakeholders} active stakeholders, of whom the founders are no majority: a fresh chain is needed`,
		);
		return consortium;
	}

	constructor(chain, founders) {
		this.#chain = chain;
		this.founders = founders;
		/** All who are active, in the order in which they came. */
		this.members = [...founders];
	}

	/** Gives each of them an allowance. */
	async fund(newcomers, amount = ALLOWANCE) {
		const { api } = this.#chain;
		const transfers = newcomers.map(({ address }) => api.tx.balances.transferKeepAlive(address, amount));
		const receipt = await this.#chain.submit(this.founders[0].pair, api.tx.utility.batchAll(transfers));
		for (const newcomer of newcomers) assert.equal((await this.#chain.balance(newcomer)).free, amount);
		return receipt;
	}

	/** Each applies for its roles. */
	async apply(newcomers) {
		const { api, genesis } = this.#chain;
		const receipts = await Promise.all(newcomers.map((newcomer) => this.#chain.submit(newcomer.pair, api.tx.did.registerStakeholder(...newcomer.registration(genesis)))));
		for (const { did, name } of newcomers) assert.equal((await this.#resolve(did)).status.type, 'Pending', name);
		return receipts;
	}

	/** Lets one in by just as many votes as are needed. */
	async letIn(newcomer) {
		const { api } = this.#chain;
		const subject = toHex(newcomer.did);
		const proposal = (await api.call.didApi.proposal(subject, 'Register')).unwrap();
		const electorate = proposal.electorate.toNumber();
		const needed = votesNeeded(electorate);
		assert.equal(proposal.needed.toNumber(), needed);
		const voters = this.members.slice(0, needed);
		const receipts = await Promise.all(voters.map(({ pair }) => this.#chain.submit(pair, api.tx.did.vote(subject, 'Register', proposal.serial, true))));
		await this.#admit(newcomer);
		return { receipts, voters, electorate };
	}

	/**
	 * Lets several in, as many at a time as there are votes for. Each that is in is one more whose vote the next one needs, so the members vote on so
	 * many newcomers as they can carry, all at once; then with these on the others.
	 */
	async letAllIn(newcomers) {
		const { api } = this.#chain;
		const receipts = [];
		for (let left = newcomers; left.length > 0; ) {
			const electorate = this.members.length;
			const entering = left.filter((_, i) => votesNeeded(electorate + i) <= electorate);
			const proposals = await Promise.all(entering.map(({ did }) => api.call.didApi.proposal(toHex(did), 'Register')));
			const voteOn = ({ did }, i) => api.tx.did.vote(toHex(did), 'Register', proposals[i].unwrap().serial, true);
			const ballots = this.members.flatMap(({ pair }, voter) => {
				const votes = entering.map(voteOn).filter((_, i) => voter < votesNeeded(electorate + i));
				return groupsOf(votes, VOTES_AT_ONCE).map((group) => ({ pair, group }));
			});
			// Whoever is in by the votes of some needs no more: a vote that comes too late fails by itself.
			receipts.push(...(await Promise.all(ballots.map(({ pair, group }) => this.#chain.submit(pair, api.tx.utility.forceBatch(group))))));
			const statuses = await Promise.all(left.map(async ({ did }) => (await this.#resolve(did)).status.type));
			const admitted = left.filter((_, i) => statuses[i] === 'Active');
			assert(admitted.length > 0, `${electorate} members could let nobody in`);
			for (const newcomer of admitted) await this.#admit(newcomer);
			left = left.filter((_, i) => statuses[i] !== 'Active');
		}
		return receipts;
	}

	/**
	 * Stakeholders for parts such as `{ name: 'utility', roles: ['Supplier'] }`, in their order: members who hold just these roles, no one twice,
	 * and newcomers for the rest. Who was cast for one part of a story is cast for no other part (`part`, or null for the
	 * whole). Returns them with the receipts of what it took.
	 */
	async cast(parts, part = null) {
		// One after the other: a vote on one newcomer changes how many votes the next one needs.
		const casting = this.#casting.then(() => this.#cast(parts, part));
		this.#casting = casting.catch(() => {});
		return casting;
	}

	async #cast(parts, part) {
		const isFree = (member) => !this.founders.includes(member) && [part, undefined].includes(this.#castFor.get(member));
		const free = this.members.filter(isFree);
		const parties = parts.map(({ name, roles }) => {
			const wanted = Stakeholder.fresh(name, ...roles);
			const index = free.findIndex(({ roles: held }) => held === wanted.roles);
			return index < 0 ? wanted : free.splice(index, 1)[0];
		});
		if (part) for (const party of parties) this.#castFor.set(party, part);
		const newcomers = parties.filter((party) => !this.members.includes(party));
		if (newcomers.length === 0) return { parties, newcomers, receipts: [] };
		const funded = await this.fund(newcomers);
		const applied = await this.apply(newcomers);
		const admitted = await this.letAllIn(newcomers);
		return { parties, newcomers, receipts: [funded, ...applied, ...admitted] };
	}

	/** The council carries a motion. In the preset dev it has one member, so proposing is carrying out. */
	async resolve(call) {
		const { api } = this.#chain;
		const receipt = await this.#chain.submit(this.founders[0].pair, api.tx.council.propose(1, call, call.method.encodedLength));
		const { result } = receipt.one('council', 'Executed');
		assert(result.isOk, `the motion failed: ${result}`);
		return receipt;
	}

	async #admit(newcomer) {
		const view = await this.#resolve(newcomer.did);
		assert.equal(view.status.type, 'Active', newcomer.name);
		assert.equal(view.roles.toNumber(), newcomer.roles, newcomer.name);
		this.members.push(newcomer);
	}

	async #resolve(did) {
		return (await this.#chain.api.call.didApi.resolve(toHex(did))).unwrap();
	}
}
