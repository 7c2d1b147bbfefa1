//! What the council decides, and by which majority.

use crate::chain::*;
use codec::Encode;
use counterfoil_runtime::{
	configs::{
		governance::{CouncilInstance, MembershipCall, SilenceIsNo},
		utility::ProxyType,
	},
	constants::time::DAYS,
	AccountId, Address, Runtime, RuntimeCall, RuntimeEvent, System,
};
use frame_support::{assert_ok, dispatch::GetDispatchInfo};
use pallet_collective::DefaultVote;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::{
	traits::{BlakeTwo256, Hash},
	DispatchError, DispatchResult,
};

type Motion = pallet_collective::Call<Runtime, CouncilInstance>;

/// A motion for which all of `ayes` vote, proposed by the first of them. The outcome is that of the call.
pub fn council_decides(
	chain: &mut Chain,
	ayes: &[Sr25519Keyring],
	call: RuntimeCall,
) -> DispatchResult {
	let proposal_hash = BlakeTwo256::hash_of(&call);
	let length_bound = u32::try_from(call.encoded_size()).expect("a call is short");
	let proposal_weight_bound = call.get_dispatch_info().call_weight;
	let threshold = u32::try_from(ayes.len()).expect("a council is small");
	let index = pallet_collective::ProposalCount::<Runtime, CouncilInstance>::get();
	let proposal = Box::new(call);
	assert_ok!(chain.submit(ayes[0], Motion::propose { threshold, proposal, length_bound }));
	if threshold > 1 {
		for member in ayes {
			let vote = Motion::vote { proposal: proposal_hash, index, approve: true };
			assert_ok!(chain.submit(*member, vote));
		}
		assert_ok!(chain.submit(
			ayes[0],
			Motion::close { proposal_hash, index, proposal_weight_bound, length_bound }
		));
	}
	System::events()
		.into_iter()
		.find_map(|record| match record.event {
			RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => {
				Some(result)
			},
			_ => None,
		})
		.expect("the motion was carried out")
}

fn set_minimum(minimum: u32) -> RuntimeCall {
	pallet_consortium::Call::<Runtime>::set_minimum { minimum }.into()
}

fn minimum() -> u32 {
	pallet_consortium::Minimum::<Runtime>::get()
}

fn members() -> Vec<AccountId> {
	pallet_collective::Members::<Runtime, CouncilInstance>::get()
}

fn filtered() -> DispatchResult {
	Err(frame_system::Error::<Runtime>::CallFiltered.into())
}

fn take_in(who: Sr25519Keyring) -> RuntimeCall {
	MembershipCall::add_member { who: Address::Id(who.to_account_id()) }.into()
}

/// Takes Dave and Eve into the council, so that three of its five members are a majority but not two thirds.
fn council_of_five(chain: &mut Chain) {
	assert_ok!(council_decides(chain, &[Alice, Bob], take_in(Dave)));
	assert_ok!(council_decides(chain, &[Alice, Bob, Charlie], take_in(Eve)));
	assert_eq!(members().len(), 5);
}

#[test]
fn majority_of_the_council_sets_parameters() {
	on_chain(LOCAL, |chain| {
		assert_ok!(council_decides(chain, &[Alice, Charlie], set_minimum(2)));
		assert_eq!(minimum(), 2);

		let parameters = pallet_did::DidParameters { voting_period: 1_000, ..Default::default() };
		assert_ok!(council_decides(
			chain,
			&[Alice, Bob],
			pallet_did::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_did::Parameters::<Runtime>::get(), parameters);

		let parameters =
			pallet_data_registry::RegistryParameters { clock_tolerance: 5, ..Default::default() };
		assert_ok!(council_decides(
			chain,
			&[Bob, Charlie],
			pallet_data_registry::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_data_registry::Parameters::<Runtime>::get(), parameters);

		let mut parameters = pallet_validation::ParametersStore::<Runtime>::get();
		parameters.quorum = 5;
		assert_ok!(council_decides(
			chain,
			&[Alice, Charlie],
			pallet_validation::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_validation::ParametersStore::<Runtime>::get(), parameters);

		let mut parameters = pallet_data_access::Parameters::<Runtime>::get();
		parameters.decision_period = 5_000;
		assert_ok!(council_decides(
			chain,
			&[Bob, Alice],
			pallet_data_access::Call::<Runtime>::set_parameters { parameters: parameters.clone() }
				.into()
		));
		assert_eq!(pallet_data_access::Parameters::<Runtime>::get(), parameters);

		let mut parameters = pallet_data_escrow::ParametersStore::<Runtime>::get();
		parameters.windows.dispute = 1_000;
		assert_ok!(council_decides(
			chain,
			&[Alice, Bob, Charlie],
			pallet_data_escrow::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_data_escrow::ParametersStore::<Runtime>::get(), parameters);

		let mut parameters = pallet_data_auction::ParametersStore::<Runtime>::get();
		parameters.min_deposit = 200;
		assert_ok!(council_decides(
			chain,
			&[Charlie, Bob],
			pallet_data_auction::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_data_auction::ParametersStore::<Runtime>::get(), parameters);

		let mut parameters = pallet_payment_channels::ParametersStore::<Runtime>::get();
		parameters.shortest_challenge = 7_000;
		assert_ok!(council_decides(
			chain,
			&[Alice, Bob],
			pallet_payment_channels::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_payment_channels::ParametersStore::<Runtime>::get(), parameters);

		let mut parameters = pallet_payment_streams::ParametersStore::<Runtime>::get();
		parameters.funding = 8_000;
		assert_ok!(council_decides(
			chain,
			&[Alice, Charlie],
			pallet_payment_streams::Call::<Runtime>::set_parameters { parameters }.into()
		));
		assert_eq!(pallet_payment_streams::ParametersStore::<Runtime>::get(), parameters);
	});
}

#[test]
fn council_alone_says_which_tokens_there_are() {
	use pallet_assets::Call;

	on_chain(LOCAL, |chain| {
		let owner = || Address::Id(Dave.to_account_id());
		let create = || Call::<Runtime>::force_create {
			id: 2,
			owner: owner(),
			is_sufficient: true,
			min_balance: 10,
		};
		assert_eq!(chain.submit(Dave, create()), Err(DispatchError::BadOrigin));
		let own = Call::<Runtime>::create { id: 2, admin: owner(), min_balance: 10 };
		assert_eq!(chain.submit(Dave, own), Err(DispatchError::BadOrigin));
		assert_ok!(council_decides(chain, &[Alice, Bob], create().into()));
		// The issuer makes it; another token is none of his business.
		let mint = |id| Call::<Runtime>::mint { id, beneficiary: owner(), amount: 1_000 };
		assert_ok!(chain.submit(Dave, mint(2)));
		assert!(chain.submit(Dave, mint(1)).is_err());
	});
}

#[test]
fn one_of_three_members_decides_nothing() {
	on_chain(LOCAL, |chain| {
		assert_eq!(council_decides(chain, &[Alice], set_minimum(2)), Err(DispatchError::BadOrigin));
		assert_eq!(minimum(), 3);
	});
}

#[test]
fn stranger_to_the_council_neither_proposes_nor_votes() {
	on_chain(LOCAL, |chain| {
		let call = set_minimum(2);
		let length_bound = u32::try_from(call.encoded_size()).unwrap();
		let propose =
			Motion::propose { threshold: 2, proposal: Box::new(call.clone()), length_bound };
		let not_member: DispatchResult =
			Err(pallet_collective::Error::<Runtime, CouncilInstance>::NotMember.into());
		assert_eq!(chain.submit(Dave, propose.clone()), not_member);
		assert_ok!(chain.submit(Alice, propose));
		let vote = Motion::vote { proposal: BlakeTwo256::hash_of(&call), index: 0, approve: true };
		assert_eq!(chain.submit(Dave, vote), not_member);
		assert_eq!(chain.submit(Dave, call), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn two_thirds_of_the_council_take_in_a_member() {
	on_chain(LOCAL, |chain| {
		let add = pallet_membership::Call::<Runtime, pallet_membership::Instance1>::add_member {
			who: sp_runtime::MultiAddress::Id(Dave.to_account_id()),
		};
		assert_ok!(council_decides(chain, &[Alice, Bob], add.into()));
		let members = pallet_collective::Members::<Runtime, CouncilInstance>::get();
		assert_eq!(members.len(), 4);
		assert!(members.contains(&Dave.to_account_id()));
		// Half of four is no majority any more.
		assert_eq!(
			council_decides(chain, &[Alice, Dave], set_minimum(2)),
			Err(DispatchError::BadOrigin)
		);
	});
}

#[test]
fn council_schedules_a_call_for_a_later_block() {
	on_chain(LOCAL, |chain| {
		let when = 40;
		let schedule = pallet_scheduler::Call::<Runtime>::schedule {
			when,
			maybe_periodic: None,
			priority: 0,
			call: Box::new(set_minimum(1)),
		};
		assert_ok!(council_decides(chain, &[Alice, Bob], schedule.into()));
		chain.run_to(when - 1);
		assert_eq!(minimum(), 3);
		chain.empty_block();
		assert_eq!(minimum(), 1);
	});
}

#[test]
fn sudo_works_in_development_only() {
	let sudo = || pallet_sudo::Call::<Runtime>::sudo { call: Box::new(set_minimum(1)) };
	on_chain(DEV, |chain| {
		assert_ok!(chain.submit(Alice, sudo()));
		assert!(chain.submit(Bob, sudo()).is_err());
	});
	on_chain(LOCAL, |chain| {
		assert!(chain.submit(Alice, sudo()).is_err());
		assert_eq!(minimum(), 3);
	});
}

#[test]
fn two_thirds_of_the_council_authorize_an_upgrade_without_sudo() {
	on_chain(LOCAL, |chain| {
		council_of_five(chain);
		let code_hash = BlakeTwo256::hash(b"the next release");
		let authorize = pallet_consortium::Call::<Runtime>::authorize_upgrade { code_hash };
		assert_ok!(council_decides(chain, &[Alice, Bob, Charlie, Dave], authorize.into()));
		let authorized = System::authorized_upgrade().expect("there is one");
		assert_eq!(*authorized.code_hash(), code_hash);

		// Anyone may hand in the code, but no other code.
		let apply = frame_system::Call::<Runtime>::apply_authorized_upgrade { code: vec![1] };
		assert_eq!(
			chain.submit(Bob, apply),
			Err(frame_system::Error::<Runtime>::Unauthorized.into())
		);
		assert!(System::authorized_upgrade().is_some());
	});
}

#[test]
fn mere_majority_of_the_council_neither_upgrades_nor_forces_authorities() {
	on_chain(LOCAL, |chain| {
		use pallet_consortium::Call;

		council_of_five(chain);
		let majority = [Alice, Bob, Charlie];
		let code_hash = BlakeTwo256::hash(b"the next release");
		let calls: [RuntimeCall; 2] = [
			Call::<Runtime>::authorize_upgrade { code_hash }.into(),
			Call::<Runtime>::note_stalled { delay: 20, best_finalized: 1 }.into(),
		];
		for call in calls {
			assert_eq!(
				council_decides(chain, &majority, call.clone()),
				Err(DispatchError::BadOrigin)
			);
			assert_eq!(chain.submit(Alice, call), Err(DispatchError::BadOrigin));
		}
		assert!(System::authorized_upgrade().is_none());
		assert_eq!(pallet_grandpa::Stalled::<Runtime>::get(), None);
		// The same three do set the minimum.
		assert_ok!(council_decides(chain, &majority, set_minimum(2)));
	});
}

#[test]
fn attack_governance_proxy_cannot_move_the_council_seat() {
	on_chain(LOCAL, |chain| {
		let before = members();
		let dave = || Address::Id(Dave.to_account_id());
		let move_seat = || RuntimeCall::from(MembershipCall::change_key { new: dave() });
		for proxy_type in [ProxyType::Governance, ProxyType::NonTransfer] {
			let add =
				pallet_proxy::Call::<Runtime>::add_proxy { delegate: dave(), proxy_type, delay: 0 };
			assert_ok!(chain.submit(Alice, add));
			let batch = pallet_utility::Call::<Runtime>::batch_all { calls: vec![move_seat()] };
			for call in [move_seat(), batch.into()] {
				let proxy = pallet_proxy::Call::<Runtime>::proxy {
					real: Address::Id(Alice.to_account_id()),
					force_proxy_type: Some(proxy_type),
					call: Box::new(call),
				};
				assert_ok!(chain.submit(Dave, proxy));
				let result = System::events().into_iter().find_map(|record| match record.event {
					RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => {
						Some(result)
					},
					_ => None,
				});
				assert_eq!(result, Some(filtered()));
			}
		}
		assert_eq!(members(), before);
	});
}

#[test]
fn council_can_neither_empty_nor_double_itself() {
	on_chain(LOCAL, |chain| {
		let before = members();
		let reset = |who: &[Sr25519Keyring]| {
			let members = who.iter().map(|member| member.to_account_id()).collect();
			RuntimeCall::from(MembershipCall::reset_members { members })
		};
		let remove = |who: Sr25519Keyring| {
			RuntimeCall::from(MembershipCall::remove_member {
				who: Address::Id(who.to_account_id()),
			})
		};
		assert_eq!(council_decides(chain, &[Alice, Bob], reset(&[])), filtered());
		assert_eq!(council_decides(chain, &[Alice, Bob], reset(&[Bob, Alice, Bob])), filtered());
		assert_eq!(members(), before);

		assert_ok!(council_decides(chain, &[Alice, Bob], reset(&[Alice, Bob])));
		assert_ok!(council_decides(chain, &[Alice, Bob], remove(Bob)));
		assert_eq!(council_decides(chain, &[Alice], remove(Alice)), filtered());
		assert_eq!(members(), vec![Alice.to_account_id()]);
		// The last member still decides.
		assert_ok!(council_decides(chain, &[Alice], set_minimum(2)));
	});
}

#[test]
fn silence_of_members_never_counts_as_aye() {
	assert!(!SilenceIsNo::default_vote(Some(true), 2, 0, 3));
	on_chain(LOCAL, |chain| {
		let prime = MembershipCall::set_prime { who: Address::Id(Alice.to_account_id()) };
		assert_ok!(council_decides(chain, &[Alice, Bob], prime.into()));

		let call = set_minimum(1);
		let proposal_hash = BlakeTwo256::hash_of(&call);
		let proposal_weight_bound = call.get_dispatch_info().call_weight;
		let length_bound = u32::try_from(call.encoded_size()).unwrap();
		let index = pallet_collective::ProposalCount::<Runtime, CouncilInstance>::get();
		let proposal = Box::new(call);
		assert_ok!(chain.submit(Alice, Motion::propose { threshold: 2, proposal, length_bound }));
		let vote = Motion::vote { proposal: proposal_hash, index, approve: true };
		assert_ok!(chain.submit(Alice, vote));

		// Nobody else votes for three days; their blocks are left out here.
		chain.head.number += 3 * DAYS;
		System::set_block_number(chain.head.number);
		let close = Motion::close { proposal_hash, index, proposal_weight_bound, length_bound };
		assert_ok!(chain.submit(Alice, close));
		let disapproved =
			RuntimeEvent::Council(pallet_collective::Event::Disapproved { proposal_hash });
		assert!(System::events().into_iter().any(|record| record.event == disapproved));
		assert_eq!(minimum(), 3);
	});
}

#[test]
fn later_council_of_another_size_cancels_a_scheduled_call() {
	on_chain(LOCAL, |chain| {
		let when = 60;
		let schedule = pallet_scheduler::Call::<Runtime>::schedule {
			when,
			maybe_periodic: None,
			priority: 0,
			call: Box::new(set_minimum(1)),
		};
		assert_ok!(council_decides(chain, &[Alice, Bob], schedule.into()));
		council_of_five(chain);
		let cancel = pallet_scheduler::Call::<Runtime>::cancel { when, index: 0 };
		assert_ok!(council_decides(chain, &[Alice, Bob, Charlie], cancel.into()));
		assert!(chain.number() < when);
		chain.run_to(when + 1);
		assert_eq!(minimum(), 3);
	});
}
