//! Whatever anybody calls, in whatever order: the state stays sound, every hold has a record, nothing is minted or burnt, the
//! histories are told every event, and when all is over everybody has what he had.

use std::collections::BTreeSet;

use codec::Encode;
use counterfoil_primitives::{market::commitment, DemandId, OfferId};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

use super::*;
use crate::{Commitments, Deals, MatchId, Matches, NextDemandId, NextOfferId, Proposals};

/// One step of somebody.
#[derive(Clone, Debug)]
enum Step {
	Offer { by: AccountId, price: Balance, copies: u32, confirm: bool, kind: u8 },
	Demand { by: AccountId, kind: u8, budget: Balance, reward: bool, window: bool, confirm: bool },
	AmendOffer { nth: u64, price: Balance },
	AmendDemand { nth: u64, budget: Balance },
	WithdrawOffer(u64),
	WithdrawDemand(u64),
	Take { demand: u64, offer: u64 },
	Commit { by: AccountId, demand: u64, offers: Vec<u64> },
	Uncommit { by: AccountId, demand: u64 },
	Propose { by: AccountId, demand: u64, offers: Vec<u64>, salted: bool },
	Conclude(u64),
	Accept { by: AccountId, nth: u64 },
	Reject { by: AccountId, nth: u64 },
	Close { nth: u64, outcome: u8 },
	Rematch(u64),
	Certify(bool),
	Wait(u64),
}

const SUPPLIERS: [AccountId; 3] = [SUPPLIER, RIVAL, TRADER];
const DEMANDERS: [AccountId; 3] = [DEMANDER, COMPETITOR, TRADER];
const SOLVERS: [AccountId; 3] = [SOLVER, COPYCAT, SUPPLIER];
const SALT: [u8; 32] = [7; 32];

fn any_step() -> impl Strategy<Value = Step> {
	let of = |accounts: [AccountId; 3]| prop::sample::select(accounts.to_vec());
	let price = || 100u64..400;
	let offers = || prop_oneof![2 => prop::collection::vec(0u64..12, 1), 1 => prop::collection::vec(0u64..12, 2..4)];
	prop_oneof![
		4 => (of(SUPPLIERS), price(), 1u32..3, any::<bool>(), 0u8..6).prop_map(
			|(by, price, copies, confirm, kind)| Step::Offer { by, price, copies, confirm, kind }
		),
		4 => (of(DEMANDERS), 0u8..5, price(), any::<bool>(), any::<bool>(), any::<bool>()).prop_map(
			|(by, kind, budget, reward, window, confirm)| {
				Step::Demand { by, kind, budget, reward, window, confirm }
			}
		),
		1 => (0u64..12, price()).prop_map(|(nth, price)| Step::AmendOffer { nth, price }),
		1 => (0u64..12, price()).prop_map(|(nth, budget)| Step::AmendDemand { nth, budget }),
		1 => (0u64..12).prop_map(Step::WithdrawOffer),
		1 => (0u64..12).prop_map(Step::WithdrawDemand),
		3 => (0u64..12, 0u64..12).prop_map(|(demand, offer)| Step::Take { demand, offer }),
		1 => (of(SOLVERS), 0u64..12, offers())
			.prop_map(|(by, demand, offers)| Step::Commit { by, demand, offers }),
		1 => (of(SOLVERS), 0u64..12).prop_map(|(by, demand)| Step::Uncommit { by, demand }),
		9 => (of(SOLVERS), 0u64..12, offers(), any::<bool>()).prop_map(
			|(by, demand, offers, salted)| Step::Propose { by, demand, offers, salted }
		),
		3 => (0u64..12).prop_map(Step::Conclude),
		3 => (0u64..10, 0u64..6).prop_map(|(by, nth)| Step::Accept { by, nth }),
		1 => (0u64..10, 0u64..6).prop_map(|(by, nth)| Step::Reject { by, nth }),
		4 => (0u64..8, 0u8..7).prop_map(|(nth, outcome)| Step::Close { nth, outcome }),
		2 => (0u64..12).prop_map(Step::Rematch),
		1 => any::<bool>().prop_map(Step::Certify),
		2 => (0u64..20_000).prop_map(Step::Wait),
	]
}

fn price_terms(by: AccountId, price: Balance, kind: u8) -> OfferTerms<Test> {
	match kind {
		0 => terms_for(
			Goods::Query(Query {
				category: category(),
				region: region("u33"),
				within: None,
				schema: None,
			}),
			Price::PerRecord(10),
		),
		1 => terms_for(Goods::Live { data_set: data_set(by), notice: 60_000 }, Price::PerSecond(5)),
		_ => good_terms(by, price),
	}
}

fn need_of(kind: u8, budget: Balance) -> Need {
	let need = match kind {
		0 => volume(60, 3, budget * 3),
		1 => live_need(6),
		2 => Need { policy: Policy::FairShare, ..need(budget) },
		_ => need(budget),
	};
	let max_age = None;
	Need { max_age, ..need }
}

/// What a proposer or demander names for an offer: a fresh lot if it is by query.
fn named(offer: OfferId) -> Option<Lot<Test>> {
	let known = Offers::<Test>::get(offer)?;
	match known.terms.goods {
		Goods::Query(_) => {
			let data_set = data_set(known.supplier.account);
			Some(lot(data_set, &[submit(good(data_set))]))
		},
		Goods::Lot(_) | Goods::Live { .. } => None,
	}
}

fn proposal(offers: &[u64]) -> Fills<Test> {
	let fills: Vec<_> =
		offers.iter().map(|offer| ProposedFill { offer: *offer, lot: named(*offer) }).collect();
	fills.try_into().unwrap()
}

fn outcome(number: u8) -> (Outcome, Option<AccountId>) {
	match number {
		0 | 1 => (Outcome::Settled, None),
		2 => (Outcome::Declined, Some(SUPPLIER)),
		3 => (Outcome::Declined, Some(DEMANDER)),
		4 => (Outcome::NotFunded, None),
		5 => (Outcome::NotCommitted, None),
		_ => (Outcome::Convicted, None),
	}
}

/// The nth of the numbers that are there, round and round.
fn nth_of(ids: impl Iterator<Item = u64>, nth: u64) -> u64 {
	let mut ids: Vec<_> = ids.collect();
	ids.sort_unstable();
	let count = ids.len().max(1) as u64;
	ids.get((nth % count) as usize).copied().unwrap_or_default()
}

fn nth_offer(nth: u64) -> OfferId {
	nth_of(Offers::<Test>::iter_keys(), nth)
}

fn nth_demand(nth: u64) -> DemandId {
	nth_of(Demands::<Test>::iter_keys(), nth)
}

/// Of those that are open.
fn nth_open(nth: u64) -> DemandId {
	nth_of(Demands::<Test>::iter_keys().filter(|id| is_open(*id)), nth)
}

/// The same step with numbers of what is there.
fn aimed(step: Step) -> Step {
	let offers_of = |offers: Vec<u64>| offers.into_iter().map(nth_offer).collect();
	match step {
		Step::AmendOffer { nth, price } => Step::AmendOffer { nth: nth_offer(nth), price },
		Step::AmendDemand { nth, budget } => Step::AmendDemand { nth: nth_demand(nth), budget },
		Step::WithdrawOffer(nth) => Step::WithdrawOffer(nth_offer(nth)),
		Step::WithdrawDemand(nth) => Step::WithdrawDemand(nth_demand(nth)),
		Step::Take { demand, offer } => {
			Step::Take { demand: nth_open(demand), offer: nth_offer(offer) }
		},
		Step::Commit { by, demand, offers } => {
			Step::Commit { by, demand: nth_open(demand), offers: offers_of(offers) }
		},
		Step::Uncommit { by, demand } => Step::Uncommit { by, demand: nth_demand(demand) },
		Step::Propose { by, demand, offers, salted } => {
			Step::Propose { by, demand: nth_open(demand), offers: offers_of(offers), salted }
		},
		Step::Conclude(nth) => Step::Conclude(nth_of(Proposals::<Test>::iter_keys(), nth)),
		Step::Accept { by, nth } => {
			Step::Accept { by, nth: nth_of(Matches::<Test>::iter_keys(), nth) }
		},
		Step::Reject { by, nth } => {
			Step::Reject { by, nth: nth_of(Matches::<Test>::iter_keys(), nth) }
		},
		Step::Close { nth, outcome } => {
			Step::Close { nth: nth_of(Deals::<Test>::iter_keys(), nth), outcome }
		},
		Step::Rematch(nth) => Step::Rematch(nth_demand(nth)),
		other => other,
	}
}

/// Does what can be done; that a call is refused is no harm.
fn play(step: Step) {
	let _ = frame_support::storage::with_storage_layer(|| match step {
		Step::Offer { by, price, copies, confirm, kind } => {
			let terms = OfferTerms { copies, confirm, ..price_terms(by, price, kind) };
			plain(DataMarket::place_offer(signed(by), terms))
		},
		Step::Demand { by, kind, budget, reward, window, confirm } => {
			let terms = DemandTerms {
				reward: if reward && kind != 1 { 100 } else { 0 },
				window: if window { 5_000 } else { 0 },
				confirm,
				..wanted(need_of(kind, budget))
			};
			if kind > 2 {
				// Left to those who propose.
				let need = Need { budget: 400, ..terms.need };
				resting(by, DemandTerms { need, ..terms });
				return Ok(());
			}
			plain(DataMarket::place_demand(signed(by), terms))
		},
		Step::AmendOffer { nth, price } => {
			let Some(offer) = Offers::<Test>::get(nth) else { return Ok(()) };
			let by = offer.supplier.account;
			plain(DataMarket::amend_offer(signed(by), nth, good_terms(by, price)))
		},
		Step::AmendDemand { nth, budget } => {
			let Some(demand) = Demands::<Test>::get(nth) else { return Ok(()) };
			let by = demand.demander.account;
			plain(DataMarket::amend_demand(signed(by), nth, wanted(need_of(9, budget))))
		},
		Step::WithdrawOffer(nth) => {
			let Some(offer) = Offers::<Test>::get(nth) else { return Ok(()) };
			DataMarket::withdraw_offer(signed(offer.supplier.account), nth)
		},
		Step::WithdrawDemand(nth) => {
			let Some(demand) = Demands::<Test>::get(nth) else { return Ok(()) };
			DataMarket::withdraw_demand(signed(demand.demander.account), nth)
		},
		Step::Take { demand, offer } => {
			let Some(known) = Demands::<Test>::get(demand) else { return Ok(()) };
			let by = signed(known.demander.account);
			plain(DataMarket::take_offer(by, demand, offer, named(offer)))
		},
		Step::Commit { by, demand, offers } => {
			let genesis = pallet_support::genesis_hash::<Test>();
			let hash = commitment(&genesis, demand, &did(by), &fills(&offers), &SALT);
			DataMarket::commit_proposal(signed(by), demand, hash)
		},
		Step::Uncommit { by, demand } => DataMarket::withdraw_commitment(signed(by), demand),
		Step::Propose { by, demand, offers, salted } => {
			let named = if salted { fills(&offers) } else { proposal(&offers) };
			plain(DataMarket::propose(signed(by), demand, named, salted.then_some(SALT)))
		},
		Step::Conclude(demand) => {
			set_now(now() + 5_001);
			plain(DataMarket::conclude(signed(STRANGER), demand))
		},
		Step::Accept { by, nth } => plain(DataMarket::accept_match(signed(by), nth)),
		Step::Reject { by, nth } => DataMarket::reject_match(signed(by), nth, [0; 32]),
		Step::Close { nth, outcome: number } => {
			if Deals::<Test>::contains_key(nth) {
				let (outcome, by) = outcome(number);
				close(nth, outcome, by);
			}
			Ok(())
		},
		Step::Rematch(nth) => {
			let Some(demand) = Demands::<Test>::get(nth) else { return Ok(()) };
			plain(DataMarket::rematch(signed(demand.demander.account), nth))
		},
		Step::Certify(certified) => {
			for id in 0..4 {
				if known_submission(id) {
					change(id, |submission| submission.certified = certified);
				}
			}
			Ok(())
		},
		Step::Wait(time) => {
			run_to(now() + time);
			Ok(())
		},
	});
}

/// Ends everything that is still there.
fn wind_down() {
	let matches: Vec<MatchId> = Matches::<Test>::iter_keys().collect();
	for id in matches {
		let pending = Matches::<Test>::get(id).unwrap();
		let supplier = Offers::<Test>::get(pending.offer).unwrap().supplier.account;
		assert_ok!(DataMarket::reject_match(signed(supplier), id, [0; 32]));
	}
	for id in 0..NextOfferId::<Test>::get() {
		play(Step::WithdrawOffer(id));
	}
	for id in 0..NextDemandId::<Test>::get() {
		play(Step::WithdrawDemand(id));
	}
	let deals: Vec<u64> = Deals::<Test>::iter_keys().collect();
	for id in deals {
		close(id, Outcome::NotCommitted, None);
	}
	let commitments: Vec<(DemandId, _)> = Commitments::<Test>::iter_keys().collect();
	for (demand, _) in commitments {
		for by in SOLVERS {
			play(Step::Uncommit { by, demand });
		}
	}
}

/// Plays, and says which kinds of event happened.
fn run(steps: Vec<Step>) -> BTreeSet<u8> {
	let mut kinds = BTreeSet::new();
	ExtBuilder::default().build_and_execute(|| {
		for step in steps {
			play(aimed(step));
			DataMarket::do_try_state().unwrap();
			check_tickets();
		}
		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		assert_eq!(told, events().iter().map(Encode::encode).collect::<Vec<_>>());
		wind_down();
		assert_eq!(Offers::<Test>::iter_keys().count(), 0);
		assert_eq!(Demands::<Test>::iter_keys().count(), 0);
		kinds = events().iter().map(|event| event.encode()[0]).collect();
		check_wealth();
	});
	kinds
}

/// Nothing but rewards changes hands here.
fn check_wealth() {
	let paid: Vec<_> = events()
		.into_iter()
		.filter_map(|event| match event {
			Event::Rewarded { demander, account, amount, .. } => Some((demander, account, amount)),
			_ => None,
		})
		.collect();
	for account in [SUPPLIER, RIVAL, DEMANDER, COMPETITOR, TRADER, SOLVER, COPYCAT] {
		let given: Balance =
			paid.iter().filter(|(from, ..)| *from == did(account)).map(|(.., sum)| sum).sum();
		let got: Balance =
			paid.iter().filter(|(_, to, _)| *to == account).map(|(.., sum)| sum).sum();
		assert_eq!(Balances::free_balance(account) + given, ENDOWMENT + got);
	}
}

proptest! {
	#![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

	#[test]
	fn state_stays_sound_whatever_is_played(steps in prop::collection::vec(any_step(), 1..60)) {
		run(steps);
	}
}

#[test]
fn play_reaches_every_kind_of_event() {
	let mut runner = TestRunner::deterministic();
	let many = prop::collection::vec(any_step(), 120..150);
	let mut kinds = BTreeSet::new();
	for _ in 0..40 {
		kinds.extend(run(many.new_tree(&mut runner).unwrap().current()));
	}
	// All but the end of a validity, which would take too long to wait for.
	let expected: BTreeSet<u8> = (0..=21).filter(|kind| ![6, 7].contains(kind)).collect();
	assert_eq!(kinds, expected);
}
