//! `propose`, `conclude`, `commit_proposal`, `withdraw_commitment`.

use counterfoil_primitives::market::commitment;
use pallet_data_market_runtime_api::{Appraisal, FillView};
use sp_runtime::{traits::BadOrigin, TokenError};

use super::*;
use crate::{Commitments, Conclusions, Proposals};

/// How long better proposals may follow.
const WINDOW: u64 = 5_000;

/// A demand that rests although offers answer it, with a reward and a window.
fn asked(need: Need) -> u64 {
	let terms = DemandTerms { reward: 100, window: WINDOW, ..wanted(need) };
	resting(DEMANDER, terms)
}

fn hash(account: AccountId, demand: u64, offers: &[u64], salt: u8) -> [u8; 32] {
	let genesis = pallet_support::genesis_hash::<Test>();
	commitment(&genesis, demand, &did(account), &fills(offers), &[salt; 32])
}

fn reveal(
	account: AccountId,
	demand: u64,
	offers: &[u64],
	salt: u8,
) -> Result<(), sp_runtime::DispatchError> {
	plain(DataMarket::propose(signed(account), demand, fills(offers), Some([salt; 32])))
}

/// After the window.
fn conclude(demand: u64) {
	set_now(now() + WINDOW + 1);
	assert_ok!(DataMarket::conclude(signed(STRANGER), demand));
}

#[test]
fn proposal_is_carried_out_after_the_window_and_rewarded_when_it_is_sold() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		assert_eq!(
			events().last(),
			Some(&Event::Proposed {
				demand,
				demander: did(DEMANDER),
				by: did(SOLVER),
				fills: 1,
				missing: 0,
				price: 500,
				concludes: START + WINDOW,
				replaced: None,
			})
		);
		assert!(held(SOLVER) > 0);
		let early = || DataMarket::conclude(signed(STRANGER), demand);
		assert_noop!(early(), Error::WindowOpen);
		set_now(START + WINDOW);
		assert_noop!(early(), Error::WindowOpen);
		set_now(START + WINDOW + 1);
		assert_ok!(early());
		let done = Event::ProposalConcluded { demand, by: did(SOLVER), matched: 1, failed: 0 };
		assert_eq!(events().last(), Some(&done));
		assert_eq!(agreements().len(), 1);
		assert_eq!((held(SOLVER), held_reward(DEMANDER)), (0, 100));
		// The reward is for a sale.
		close(0, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT + 100);
		assert_eq!(Balances::free_balance(DEMANDER), ENDOWMENT - 100);
		assert_noop!(early(), Error::UnknownProposal);
	});
}

#[test]
fn chain_concludes_by_itself_and_never_early() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		for now in (START..=START + WINDOW).step_by(500) {
			run_to(now);
			assert!(agreements().is_empty(), "concluded at {now}");
		}
		run_to(START + WINDOW + 2_000);
		assert_eq!(agreements().len(), 1);
		assert_eq!(Conclusions::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn without_a_window_it_is_carried_out_at_once() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = resting(DEMANDER, DemandTerms { reward: 100, ..wanted(need(600)) });
		assert_ok!(propose(SOLVER, demand, &[offer]));
		assert_eq!(agreements().len(), 1);
		assert_eq!(held(SOLVER), 0);
		close(0, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT + 100);
	});
}

#[test]
fn better_proposal_replaces_and_ticket_of_the_worse_one_returns() {
	ExtBuilder::default().build_and_execute(|| {
		let dear = good_offer(SUPPLIER, 500);
		let cheap = good_offer(RIVAL, 400);
		let demand = asked(need(600));
		assert_ok!(propose(COPYCAT, demand, &[dear]));
		set_now(START + WINDOW);
		assert_ok!(propose(SOLVER, demand, &[cheap]));
		let replaced = events().into_iter().rev().find_map(|event| match event {
			// The window is that of the first one.
			Event::Proposed { replaced, concludes, .. } => Some((replaced, concludes)),
			_ => None,
		});
		assert_eq!(replaced, Some((Some(did(COPYCAT)), START + WINDOW)));
		assert_eq!(held(COPYCAT), 0);
		assert_noop!(propose(COPYCAT, demand, &[dear]), Error::NotBetter);
		set_now(START + WINDOW + 1);
		assert_noop!(propose(COPYCAT, demand, &[cheap]), Error::WindowOver);
		assert_ok!(DataMarket::conclude(signed(STRANGER), demand));
		assert_eq!(agreements()[0].supplier, RIVAL);
	});
}

#[test]
fn more_volume_is_better_than_anything_else() {
	ExtBuilder::default().build_and_execute(|| {
		let offers: Vec<_> = [SUPPLIER, RIVAL, TRADER]
			.into_iter()
			.zip([100, 200, 240])
			.map(|(supplier, price)| good_offer(supplier, price))
			.collect();
		let demand = asked(volume(72, 4, 720));
		assert_ok!(propose(COPYCAT, demand, &offers[..1]));
		assert_ok!(propose(SOLVER, demand, &offers[1..]));
		assert_noop!(propose(COPYCAT, demand, &offers[1..2]), Error::NotBetter);
		assert_ok!(propose(COPYCAT, demand, &offers));
		conclude(demand);
		assert_eq!(agreements().len(), 3);
		assert!(!is_open(demand));
		// Each part of the volume earns its part of the reward.
		close(0, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(COPYCAT), ENDOWMENT + 33);
		close(1, Outcome::NotCommitted, None);
		assert_eq!(held_reward(DEMANDER), 34);
		close(2, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(COPYCAT), ENDOWMENT + 67);
		assert_eq!(held_reward(DEMANDER), 0);
	});
}

#[test]
fn reward_of_what_chain_or_demander_found_returns() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = || DemandTerms { reward: 100, ..wanted(need(600)) };
		place(DEMANDER, terms());
		good_offer(SUPPLIER, 500);
		assert_eq!(held_reward(DEMANDER), 0);
		let offer = good_offer(SUPPLIER, 500);
		let demand = resting(DEMANDER, terms());
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, None));
		assert_eq!((agreements().len(), held_reward(DEMANDER)), (2, 0));
	});
}

#[test]
fn resting_demand_with_a_proposal_is_not_matched_with_what_comes_by() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		good_offer(RIVAL, 599);
		assert!(is_open(demand) && agreements().is_empty());
	});
}

#[test]
fn proposal_needs_subject_open_demand_and_admissible_fills() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let poor = good_offer(RIVAL, 700);
		let demand = asked(need(600));
		assert_noop!(propose(STRANGER, demand, &[offer]), BadOrigin);
		assert_noop!(propose(SOLVER, demand + 1, &[offer]), Error::UnknownDemand);
		assert_noop!(propose(SOLVER, demand, &[]), Error::LotNotNamed);
		assert_noop!(propose(SOLVER, demand, &[99]), Error::UnknownOffer);
		assert_noop!(propose(SOLVER, demand, &[poor]), Error::PriceMismatch);
		// One lot is enough.
		assert_noop!(propose(SOLVER, demand, &[offer, poor]), Error::DemandClosed);
		assert_noop!(propose(PAUPER, demand, &[offer]), TokenError::FundsUnavailable);
		// Nobody needs a role for it; a party is not paid for it.
		assert_ok!(propose(SUPPLIER, demand, &[offer]));
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
		assert_noop!(propose(SOLVER, demand, &[offer]), Error::UnknownDemand);
	});
}

#[test]
fn proposal_whose_window_would_outlast_the_demand_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(Need { max_age: None, ..need(600) });
		set_now(START + MAX_VALIDITY - WINDOW);
		assert_noop!(propose(SOLVER, demand, &[offer]), Error::ValidityTooShort);
		set_now(START + MAX_VALIDITY - WINDOW - 1);
		assert_ok!(propose(SOLVER, demand, &[offer]));
	});
}

#[test]
fn what_fails_at_the_end_leaves_orders_as_they_were_and_tells_why() {
	ExtBuilder::default().build_and_execute(|| {
		let (first, second) = (good_offer(SUPPLIER, 240), good_offer(RIVAL, 240));
		let demand = asked(volume(48, 4, 480));
		assert_ok!(propose(SOLVER, demand, &[first, second]));
		change(0, |submission| submission.certified = false);
		conclude(demand);
		let error = Error::NotCertified.into();
		assert!(events().contains(&Event::MatchFailed { offer: first, demand, error }));
		let done = Event::ProposalConcluded { demand, by: did(SOLVER), matched: 1, failed: 1 };
		assert_eq!(events().last(), Some(&done));
		let known = Demands::<Test>::get(demand).unwrap();
		assert_eq!((known.left.units, known.terms.reward), (24, 50));
		assert!(known.is_open() && Offers::<Test>::contains_key(first));
	});
}

#[test]
fn appraisal_says_what_the_chain_would_say() {
	ExtBuilder::default().build_and_execute(|| {
		let (dear, cheap) = (good_offer(SUPPLIER, 500), good_offer(RIVAL, 400));
		let demand = asked(need(600));
		let appraise = |offers: &[u64]| {
			let fills = offers.iter().map(|offer| FillView { offer: *offer, lot: None });
			DataMarket::appraise(demand, fills.collect())
		};
		let Appraisal::Admissible { rank, standing: None } = appraise(&[cheap]) else {
			panic!("admissible, and nothing stands")
		};
		assert_ok!(propose(SOLVER, demand, &[cheap]));
		assert_eq!(DataMarket::proposal_view(demand).unwrap().rank, rank);
		let Appraisal::Admissible { rank: worse, standing } = appraise(&[dear]) else {
			panic!("admissible")
		};
		assert!(standing == Some(rank) && worse > rank);
		assert!(matches!(appraise(&[99]), Appraisal::Refused { fill: 0, .. }));
		assert!(matches!(appraise(&[cheap, dear]), Appraisal::Refused { fill: 1, .. }));
	});
}

#[test]
fn commitment_is_kept_once_for_a_ticket_and_can_be_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		let demand = asked(need(600));
		let commit =
			|account, demand| DataMarket::commit_proposal(signed(account), demand, [1; 32]);
		assert_noop!(commit(STRANGER, demand), BadOrigin);
		assert_noop!(commit(SOLVER, demand + 1), Error::UnknownDemand);
		assert_noop!(commit(PAUPER, demand), TokenError::FundsUnavailable);
		assert_ok!(commit(SOLVER, demand));
		assert_eq!(held(SOLVER), ticket(commitment_footprint()));
		assert_noop!(commit(SOLVER, demand), Error::AlreadyCommitted);
		let withdraw = |account| DataMarket::withdraw_commitment(signed(account), demand);
		assert_noop!(withdraw(COPYCAT), Error::UnknownCommitment);
		// Also when the demand is gone.
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
		assert_noop!(commit(COPYCAT, demand), Error::UnknownDemand);
		assert_ok!(withdraw(SOLVER));
		assert_eq!(held(SOLVER), 0);
		assert_noop!(withdraw(SOLVER), Error::UnknownCommitment);
	});
}

#[test]
fn commitment_is_used_up_by_the_proposal() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		let hash = hash(SOLVER, demand, &[offer], 7);
		assert_ok!(DataMarket::commit_proposal(signed(SOLVER), demand, hash));
		set_now(START + 1_000);
		assert_ok!(reveal(SOLVER, demand, &[offer], 7));
		assert_eq!(Proposals::<Test>::get(demand).unwrap().since, START);
		assert_eq!(Commitments::<Test>::iter_keys().count(), 0);
		// Attack: replay of a commitment.
		assert_noop!(reveal(SOLVER, demand, &[offer], 7), Error::UnknownCommitment);
	});
}

#[test]
fn attack_front_run_proposal_loses_to_the_older_commitment() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		let hash = hash(SOLVER, demand, &[offer], 7);
		assert_ok!(DataMarket::commit_proposal(signed(SOLVER), demand, hash));
		set_now(START + 1_000);
		// He saw the solver's transaction and is in the block before it.
		assert_ok!(propose(COPYCAT, demand, &[offer]));
		assert_ok!(reveal(SOLVER, demand, &[offer], 7));
		assert_noop!(propose(COPYCAT, demand, &[offer]), Error::NotBetter);
		set_now(START + 1_000 + WINDOW + 1);
		assert_ok!(DataMarket::conclude(signed(STRANGER), demand));
		close(0, Outcome::Settled, None);
		assert_eq!(Balances::free_balance(SOLVER), ENDOWMENT + 100);
		assert_eq!(Balances::free_balance(COPYCAT), ENDOWMENT);
	});
}

#[test]
fn attack_commitment_of_another_or_for_another_demand_or_proposal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, other) = (good_offer(SUPPLIER, 500), good_offer(RIVAL, 500));
		let (demand, second) = (asked(need(600)), asked(need(600)));
		let hash = hash(SOLVER, demand, &[offer], 7);
		for (account, demand) in [(SOLVER, demand), (SOLVER, second), (COPYCAT, demand)] {
			assert_ok!(DataMarket::commit_proposal(signed(account), demand, hash));
		}
		let mismatch = Error::CommitmentMismatch;
		assert_noop!(reveal(COPYCAT, demand, &[offer], 7), mismatch);
		assert_noop!(reveal(SOLVER, second, &[offer], 7), Error::CommitmentMismatch);
		assert_noop!(reveal(SOLVER, demand, &[other], 7), Error::CommitmentMismatch);
		assert_noop!(reveal(SOLVER, demand, &[offer], 8), Error::CommitmentMismatch);
		assert_ok!(reveal(SOLVER, demand, &[offer], 7));
	});
}

#[test]
fn attack_improvement_by_an_equal_proposal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (good_offer(SUPPLIER, 500), good_offer(RIVAL, 500));
		let demand = asked(need(600));
		assert_ok!(propose(SOLVER, demand, &[one]));
		set_now(START + 1);
		assert_noop!(propose(COPYCAT, demand, &[one]), Error::NotBetter);
		assert_noop!(propose(COPYCAT, demand, &[other]), Error::NotBetter);
		// A commitment that is younger than the proposal does not help.
		let hash = hash(COPYCAT, demand, &[other], 7);
		assert_ok!(DataMarket::commit_proposal(signed(COPYCAT), demand, hash));
		assert_noop!(reveal(COPYCAT, demand, &[other], 7), Error::NotBetter);
	});
}

#[test]
fn attack_unbeatable_proposal_that_falls_away_does_not_keep_others_out() {
	ExtBuilder::default().build_and_execute(|| {
		let bait = good_offer(RIVAL, MIN_PRICE);
		let offer = good_offer(SUPPLIER, 500);
		let demand = asked(need(600));
		assert_ok!(propose(COPYCAT, demand, &[bait]));
		assert_noop!(propose(SOLVER, demand, &[offer]), Error::NotBetter);
		assert_ok!(DataMarket::withdraw_offer(signed(RIVAL), bait));
		assert_ok!(propose(SOLVER, demand, &[offer]));
		conclude(demand);
		assert_eq!(agreements()[0].supplier, SUPPLIER);
	});
}
