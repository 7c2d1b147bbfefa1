// Identity: four parties enter by vote, and a meter consents to its owner.

import assert from 'node:assert/strict';
import { sha256 } from '@noble/hashes/sha2';
import { toHex, utf8 } from '../lib/bytes.mjs';
import { formatDid } from '../lib/did.mjs';
import { CFL } from '../lib/money.mjs';
import { Meter, Stakeholder } from '../lib/parties.mjs';

const ALLOWANCE = 1_000n * CFL;

/** What the meter is. The digest goes on chain; whoever gets the document can check it, and learns the measuring range. */
export const METER_DESCRIPTION = JSON.stringify({
	maker: 'Tecnojest s.r.l.',
	measures: 'flow of water',
	range: { maximum: 200, minimum: 0 },
	unit: 'l/s',
});

export async function meetTheParties(story) {
	const { chain } = story;
	story.founders = ['Alice', 'Bob', 'Charlie'].map((name) => Stakeholder.dev(name));
	story.utility = Stakeholder.fresh('utility', 'Supplier');
	story.planner = Stakeholder.fresh('planner', 'Demander');
	story.laboratory = Stakeholder.fresh('laboratory', 'Validator');
	story.ministry = Stakeholder.fresh('ministry', 'Regulator');
	story.newcomers = [story.utility, story.planner, story.laboratory, story.ministry];
	story.meter = new Meter();
	for (const founder of story.founders) {
		const view = await chain.api.call.didApi.resolve(toHex(founder.did));
		assert(view.isSome && view.unwrap().active.isTrue, `${founder.name} is no active stakeholder of this chain: the scenario needs the founders of the preset dev`);
	}
	const stakeholders = (await chain.api.query.did.activeStakeholders()).toNumber();
	assert(
		votesNeeded(stakeholders) <= story.founders.length,
		`this chain has ${stakeholders} active stakeholders, of whom the founders are no majority: the scenario needs a fresh chain`,
	);
}

export async function fundTheParties(story) {
	const { chain, founders, newcomers } = story;
	const transfers = newcomers.map(({ address }) => chain.api.tx.balances.transferKeepAlive(address, ALLOWANCE));
	const receipt = await chain.submit(founders[0].pair, chain.api.tx.utility.batchAll(transfers));
	for (const newcomer of newcomers) assert.equal((await chain.balance(newcomer)).free, ALLOWANCE);
	story.record({ step: 'give the four newcomers an allowance', who: 'Alice', receipts: receipt, result: '1,000 CFL each' });
}

export async function applyForRoles(story) {
	const { chain, newcomers } = story;
	const receipts = await Promise.all(
		newcomers.map((newcomer) => chain.submit(newcomer.pair, chain.api.tx.did.registerStakeholder(...newcomer.registration(chain.genesis)))),
	);
	for (const { did, name } of newcomers) {
		const view = (await chain.api.call.didApi.resolve(toHex(did))).unwrap();
		assert.equal(view.status.type, 'Pending', `${name} is ${view.status.type}`);
	}
	story.record({ step: 'apply: supplier, demander, validator, regulator', who: 'newcomers', receipts, result: 'four applications, open for votes' });
}

/** More than half. */
const votesNeeded = (electorate) => Math.floor(electorate / 2) + 1;

/** More than half of the active stakeholders must be in favour, so every one who enters raises the number for the next. */
export async function voteThemIn(story) {
	const { chain, founders, newcomers } = story;
	const voters = [...founders];
	for (const newcomer of newcomers) {
		const subject = toHex(newcomer.did);
		const proposal = (await chain.api.call.didApi.proposal(subject)).unwrap();
		const needed = votesNeeded(proposal.electorate.toNumber());
		const receipts = await Promise.all(
			voters.slice(0, needed).map(({ pair }) => chain.submit(pair, chain.api.tx.did.vote(subject, proposal.serial, true))),
		);
		const view = (await chain.api.call.didApi.resolve(subject)).unwrap();
		assert.equal(view.status.type, 'Active');
		assert.equal(view.roles.toNumber(), newcomer.roles);
		voters.push(newcomer);
		story.record({
			step: `let in the ${newcomer.name}`,
			who: voters.slice(0, needed).map(({ name }) => name).join(', '),
			receipts,
			result: `active after ${needed} of ${proposal.electorate} votes`,
		});
	}
	story.prove('Four stakeholders entered by vote of more than half of the active stakeholders, each with a role of its own.');
}

export async function registerTheMeter(story) {
	const { chain, utility, meter } = story;
	const metadata = sha256(utf8(METER_DESCRIPTION));
	const receipt = await chain.submit(utility.pair, chain.api.tx.did.registerDevice(...meter.consent(chain.genesis, utility.did, metadata)));
	const view = (await chain.api.call.didApi.resolve(toHex(meter.did))).unwrap();
	assert(view.active.isTrue);
	assert.equal(view.owner.unwrap().toHex(), toHex(utility.did));
	assert.equal(view.metadata.unwrap().toHex(), toHex(metadata));
	story.meterDid = formatDid(chain.genesis, meter.did);
	story.record({ step: 'register the flow meter', who: 'utility', receipts: receipt, result: story.meterDid });
	story.prove('The meter consented with its own key to belong to the utility; it owns no money.');
}
