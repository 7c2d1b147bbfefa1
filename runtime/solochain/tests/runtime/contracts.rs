//! Contracts for a series of deliveries: penalties and rewards that the chain carries out.

use crate::{chain::*, parties::*};
use counterfoil_primitives::{
	money::Asset,
	terms::{Completeness, Conditions, Late, Schedule, Terms},
	traits::{CertificateNeed, Delivery, Party},
	SubmissionId,
};
use counterfoil_runtime::{
	constants::currency::CFL, Balance, Balances, Runtime, RuntimeEvent, RuntimeHoldReason,
};
use frame_support::{assert_ok, traits::fungible::InspectHold};
use pallet_data_contracts::{Event, HoldReason};
use sp_keyring::Sr25519Keyring;

type Contracts = pallet_data_contracts::Call<Runtime>;
type Escrow = pallet_data_escrow::Call<Runtime>;

const UTILITY: Sr25519Keyring = Parties::UTILITY;
const PLANNER: Sr25519Keyring = Parties::PLANNER;

const REWARD: Balance = 6 * CFL;
const GAP: Balance = 10 * CFL;
pub const PERIOD: u64 = 60_000;

/// A series of two batches, the first one due some time from now.
pub fn conditions(chain: &Chain, parties: &Parties, asset: Asset) -> Conditions {
	Conditions {
		data_set: parties.data_set,
		asset,
		price: PRICE,
		schedule: Schedule {
			first: chain.now() + 20_000 + PERIOD,
			period: PERIOD,
			grace: PERIOD / 2,
			batches: 2,
		},
		prepaid: 2,
		records: 2,
		quality: 900,
		certificate: CertificateNeed::Any,
		delivery: Delivery::Proven,
		commissions: Default::default(),
		usage: usage(0),
		terms: Terms {
			late: Some(Late { unit: 1_000, per_unit: CFL, most: 5 * CFL }),
			gap: GAP,
			refusal: 0,
			completeness: Some(Completeness { at_least: 500, reward: REWARD }),
			liability: 2 * GAP,
			notice: 0,
		},
		umpire: None,
	}
}

fn held(who: Sr25519Keyring, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&RuntimeHoldReason::DataContracts(reason), &who.to_account_id())
}

/// Proposed by the planner and accepted by the utility.
pub fn agreed(chain: &mut Chain, parties: &Parties) -> Schedule {
	let conditions = conditions(chain, parties, Asset::Native);
	let schedule = conditions.schedule;
	let propose = Contracts::propose {
		party: Party::Demander,
		to: did_of(UTILITY),
		conditions: Box::new(conditions),
		until: chain.now() + 20_000,
	};
	assert_ok!(chain.submit(PLANNER, propose));
	assert_ok!(chain.submit(UTILITY, Contracts::accept { id: 0 }));
	assert_eq!(held(PLANNER, HoldReason::Budget), 2 * PRICE + REWARD);
	assert_eq!(held(UTILITY, HoldReason::Bond), 2 * GAP);
	schedule
}

/// Delivers a batch, whose agreement is funded already, to its end. When it was delivered.
fn carry_out(chain: &mut Chain, batch: u32, submission: SubmissionId, leaves: &[String]) -> u64 {
	let id = pallet_data_escrow::NextAgreementId::<Runtime>::get();
	let submissions = vec![submission].try_into().unwrap();
	assert_ok!(chain.submit(UTILITY, Contracts::deliver { id: 0, batch, submissions }));
	let delivered = chain.now();
	deliver(chain, id, &encrypt(leaves));
	assert_ok!(chain.submit(PLANNER, Escrow::settle { id }));
	delivered
}

/// Two batches of readings that follow each other in time.
fn two_batches(chain: &mut Chain, parties: &Parties) -> [(SubmissionId, Vec<String>); 2] {
	let end = chain.now();
	let spans = [(end - 7_200_000, end - 3_600_000), (end - 3_599_999, end)];
	let mut number = 4;
	spans.map(|(from, to)| {
		number += 1;
		let leaves = readings(number);
		let submission = parties.submit_span(chain, &leaves, from, to);
		parties.validate(chain, submission, 950);
		parties.certify(chain, submission);
		(submission, leaves)
	})
}

#[test]
fn series_with_one_late_batch_costs_its_penalty_and_earns_the_reward() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let [(first, first_leaves), (second, second_leaves)] = two_batches(chain, &parties);
		let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
		let schedule = agreed(chain, &parties);
		while chain.now() < schedule.opens(0) {
			chain.empty_block();
		}
		let delivered = carry_out(chain, 0, first, &first_leaves);
		assert_eq!(schedule.delay(0, delivered), 0);

		while chain.now() <= schedule.due(1) {
			chain.empty_block();
		}
		let delivered = carry_out(chain, 1, second, &second_leaves);
		let delay = schedule.delay(1, delivered);
		// A block or two, unless one of them begins a session.
		assert!((1..8_000).contains(&delay), "{delay}");
		let penalty = (CFL * Balance::from(delay.div_ceil(1_000))).min(5 * CFL);
		chain.empty_block();

		assert!(!pallet_data_contracts::Contracts::<Runtime>::contains_key(0), "it is over");
		let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
		assert_eq!(after[0], before[0] + 2 * PRICE + REWARD - penalty);
		assert_eq!(after[1], before[1] - 2 * PRICE - REWARD + penalty);
		assert_eq!(held(PLANNER, HoldReason::Budget), 0);
		assert_eq!(held(UTILITY, HoldReason::Bond), 0);
		assert_nothing_is_held_or_lost();
	});
}

#[test]
fn gap_in_a_series_is_found_by_the_chain_and_costs_the_supplier() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let [(first, leaves), _] = two_batches(chain, &parties);
		let before = [UTILITY, PLANNER].map(|who| worth(chain, who));
		let schedule = agreed(chain, &parties);
		while chain.now() < schedule.opens(0) {
			chain.empty_block();
		}
		carry_out(chain, 0, first, &leaves);
		while chain.now() <= schedule.lapses(1) {
			chain.empty_block();
		}
		for _ in 0..3 {
			chain.empty_block();
		}
		let gaps =
			chain.blocks.iter().flat_map(|block| &block.events).filter_map(|event| match event {
				RuntimeEvent::DataContracts(Event::BatchClosed { batch, penalty, .. })
					if *penalty > 0 =>
				{
					Some((*batch, *penalty))
				},
				_ => None,
			});
		assert_eq!(gaps.collect::<Vec<_>>(), [(1, GAP)]);
		assert!(!pallet_data_contracts::Contracts::<Runtime>::contains_key(0), "it is over");
		// Half of the batches came in time: the reward was earned all the same.
		let after = [UTILITY, PLANNER].map(|who| worth(chain, who));
		assert_eq!(after[0], before[0] + PRICE + REWARD - GAP);
		assert_eq!(after[1], before[1] - PRICE - REWARD + GAP);
		assert_nothing_is_held_or_lost();
	});
}
