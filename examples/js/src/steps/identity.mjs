// Identity: four parties enter by vote, and a meter consents to its owner.

import assert from 'node:assert/strict';
import { formatDid } from '../lib/did.mjs';
import { Stakeholder } from '../lib/parties.mjs';
import { registerMeter } from './water.mjs';

export async function meetTheParties(story) {
	await story.consortium();
	story.utility = Stakeholder.fresh('utility', 'Supplier');
	story.planner = Stakeholder.fresh('planner', 'Demander');
	story.laboratory = Stakeholder.fresh('laboratory', 'Validator');
	story.ministry = Stakeholder.fresh('ministry', 'Regulator');
	story.newcomers = [story.utility, story.planner, story.laboratory, story.ministry];
}

export async function fundTheParties(story) {
	const consortium = await story.consortium();
	const receipt = await consortium.fund(story.newcomers);
	story.record({ step: 'give the four newcomers an allowance', who: 'Alice', receipts: receipt, result: '1,000 CFL each' });
}

export async function applyForRoles(story) {
	const consortium = await story.consortium();
	const receipts = await consortium.apply(story.newcomers);
	story.record({ step: 'apply: supplier, demander, validator, regulator', who: 'newcomers', receipts, result: 'four applications, open for votes' });
}

/** More than half of the active stakeholders must be in favour, so every one who enters raises the number for the next. */
export async function voteThemIn(story) {
	const consortium = await story.consortium();
	for (const newcomer of story.newcomers) {
		const { receipts, voters, electorate } = await consortium.letIn(newcomer);
		assert(2 * voters.length > electorate);
		story.record({
			step: `let in the ${newcomer.name}`,
			who: voters.map(({ name }) => name).join(', '),
			receipts,
			result: `active after ${voters.length} of ${electorate} votes`,
		});
	}
	story.prove('Four stakeholders entered by vote of more than half of the active stakeholders, each with a role of its own.');
}

export async function registerTheMeter(story) {
	const { chain, utility } = story;
	const { meter, receipt } = await registerMeter(story, utility);
	story.meter = meter;
	story.meterDid = formatDid(chain.genesis, meter.did);
	story.record({ step: 'register the flow meter', who: 'utility', receipts: receipt, result: story.meterDid });
	story.prove('The meter consented with its own key to belong to the utility; it owns no money.');
}
