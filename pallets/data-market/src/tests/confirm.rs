//! Matches that somebody is asked about: `accept_match`, `reject_match`, silence.

use counterfoil_primitives::did::DidStatus;
use sp_runtime::traits::BadOrigin;

use super::*;

/// A match that waits for the supplier, one that waits for the demander, or for both: offer and demand.
fn suspended(supplier: bool, demander: bool) -> (u64, u64) {
	let terms = OfferTerms { confirm: supplier, copies: 2, ..good_terms(SUPPLIER, 500) };
	let offer = offer(SUPPLIER, terms);
	let demand = place(DEMANDER, DemandTerms { confirm: demander, ..wanted(need(600)) });
	assert!(agreements().is_empty());
	(offer, demand)
}

fn accept(account: AccountId) -> sp_runtime::DispatchResult {
	plain(DataMarket::accept_match(signed(account), 0))
}

fn reject(account: AccountId) -> sp_runtime::DispatchResult {
	DataMarket::reject_match(signed(account), 0, [9; 32])
}

/// Copies that are left and reserved, matches that wait, whether the demand is open.
fn standing(offer: u64, demand: u64) -> (u32, u32, u32, bool) {
	let known = Offers::<Test>::get(offer).unwrap();
	let pending = Demands::<Test>::get(demand).unwrap().pending;
	(known.terms.copies, known.reserved, pending, is_open(demand))
}

#[test]
fn match_waits_for_who_wants_to_be_asked_with_a_copy_reserved() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, false);
		assert_eq!(standing(offer, demand), (1, 1, 1, false));
		assert_eq!(
			events().last(),
			Some(&Event::MatchSuspended {
				id: 0,
				offer,
				demand,
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				data_set: 0,
				price: 500,
				asset: Asset::Native,
				supplier_agrees: false,
				demander_agrees: true,
				until: START + CONFIRM_WINDOW,
				by: did(DEMANDER),
			})
		);
		let view = DataMarket::match_view(0).unwrap();
		assert_eq!((view.offer, view.demand, view.price), (offer, demand, 500));
		// Nothing was paid or taken that was not put up before.
		assert_eq!(held(DEMANDER), demand_ticket(&wanted(need(600))));
		assert_ok!(accept(SUPPLIER));
		assert_eq!(agreements().len(), 1);
		assert_eq!(Offers::<Test>::get(offer).unwrap().reserved, 0);
		assert_eq!(DataMarket::match_view(0), None);
	});
}

#[test]
fn both_parties_are_asked_and_both_have_to_agree() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, true);
		assert_noop!(accept(RIVAL), Error::NotAParty);
		assert_noop!(accept(STRANGER), BadOrigin);
		assert_ok!(accept(DEMANDER));
		let told = Event::MatchAccepted {
			id: 0,
			supplier: did(SUPPLIER),
			demander: did(DEMANDER),
			by: did(DEMANDER),
		};
		assert_eq!(events().last(), Some(&told));
		assert_noop!(accept(DEMANDER), Error::NotAsked);
		assert!(agreements().is_empty());
		assert_ok!(accept(SUPPLIER));
		assert_eq!(agreements().len(), 1);
		assert!(!is_open(demand) && Offers::<Test>::contains_key(offer));
		assert_noop!(accept(SUPPLIER), Error::UnknownMatch);
		assert_noop!(reject(SUPPLIER), Error::UnknownMatch);
	});
}

#[test]
fn who_takes_an_offer_need_not_be_asked_again() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = good_offer(SUPPLIER, 500);
		let demand = resting(DEMANDER, DemandTerms { confirm: true, ..wanted(need(600)) });
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, None));
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn rejected_match_leaves_orders_as_they_were_and_supplier_is_passed_over() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, false);
		assert_noop!(reject(RIVAL), Error::NotAParty);
		assert_ok!(reject(SUPPLIER));
		assert_eq!(standing(offer, demand), (2, 0, 0, true));
		assert_eq!(
			events().last(),
			Some(&Event::MatchRejected {
				id: 0,
				offer,
				demand,
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				by: Some(did(SUPPLIER)),
				reason: Some([9; 32]),
			})
		);
		// The chain does not bring them together again; the demander may.
		good_offer(SUPPLIER, 500);
		assert!(is_open(demand));
		let propose = DataMarket::propose(signed(SOLVER), demand, fills(&[offer]), None);
		assert_noop!(propose, Error::PassedOver);
		let taken = DataMarket::take_offer(signed(DEMANDER), demand, offer, None);
		assert_ok!(taken);
		assert_ok!(DataMarket::accept_match(signed(SUPPLIER), 1));
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn demander_may_reject_and_another_supplier_comes_in() {
	ExtBuilder::default().build_and_execute(|| {
		let (_, demand) = suspended(false, true);
		assert_ok!(reject(DEMANDER));
		good_offer(RIVAL, 550);
		let waiting = DataMarket::match_view(1).unwrap();
		assert_eq!((waiting.demand, waiting.price), (demand, 550));
		assert_ok!(DataMarket::accept_match(signed(DEMANDER), 1));
		assert_eq!(agreements()[0].supplier, RIVAL);
	});
}

#[test]
fn answer_counts_in_the_last_moment_and_silence_rejects_after_it() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, false);
		let prune = || DataMarket::prune(signed(STRANGER), OrderKind::Match, 0);
		set_now(START + CONFIRM_WINDOW);
		assert_noop!(prune(), Error::StillValid);
		set_now(START + CONFIRM_WINDOW + 1);
		assert_noop!(accept(SUPPLIER), Error::AnswerTooLate);
		assert_ok!(prune());
		assert_eq!(standing(offer, demand), (2, 0, 0, true));
		assert_noop!(prune(), Error::UnknownMatch);
	});
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, false);
		set_now(START + CONFIRM_WINDOW);
		assert_ok!(accept(SUPPLIER));
		assert!(!is_open(demand) && Offers::<Test>::contains_key(offer));
	});
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, false);
		run_to(START + CONFIRM_WINDOW);
		assert_eq!(standing(offer, demand), (1, 1, 1, false));
		// The chain does it by itself.
		run_to(START + CONFIRM_WINDOW + 2_000);
		assert_eq!(standing(offer, demand), (2, 0, 0, true));
		let rejected = events()
			.into_iter()
			.any(|event| matches!(event, Event::MatchRejected { by: None, reason: None, .. }));
		assert!(rejected);
	});
}

#[test]
fn silence_of_the_demander_is_not_held_against_the_supplier() {
	let over = || run_to(START + CONFIRM_WINDOW + 2_000);
	let passed = |demand| Demands::<Test>::get(demand).unwrap().passed.to_vec();
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(false, true);
		over();
		assert_eq!((standing(offer, demand), passed(demand)), ((2, 0, 0, true), vec![]));
		// He may be proposed again, and be agreed to.
		assert_ok!(DataMarket::propose(signed(SOLVER), demand, fills(&[offer]), None));
		assert_ok!(DataMarket::accept_match(signed(DEMANDER), 1));
		assert_eq!(agreements().len(), 1);
	});
	// Nor is it if the supplier had agreed; if he had not, his own silence is.
	for (agrees, passes) in [(true, vec![]), (false, vec![did(SUPPLIER)])] {
		ExtBuilder::default().build_and_execute(|| {
			let (_, demand) = suspended(true, true);
			assert_ok!(accept(if agrees { SUPPLIER } else { DEMANDER }));
			over();
			assert_eq!(passed(demand), passes);
		});
	}
}

#[test]
fn deadline_is_never_beyond_the_validity_of_an_order() {
	ExtBuilder::default().build_and_execute(|| {
		let valid_until = START + 3_000;
		offer(SUPPLIER, OfferTerms { confirm: true, valid_until, ..good_terms(SUPPLIER, 500) });
		let demand = demand(DEMANDER, need(500));
		assert_eq!(DataMarket::match_view(0).unwrap().until, valid_until);
		run_to(START + 6_000);
		assert!(is_open(demand));
		assert_eq!(Offers::<Test>::iter_keys().count(), 0);
		assert_eq!(held(SUPPLIER), 0);
	});
}

#[test]
fn last_copy_that_is_reserved_leaves_the_index_and_comes_back() {
	ExtBuilder::default().build_and_execute(|| {
		let offer = offer(SUPPLIER, OfferTerms { confirm: true, ..good_terms(SUPPLIER, 500) });
		demand(DEMANDER, need(500));
		assert_eq!(OffersByPrice::<Test>::iter_keys().count(), 0);
		let other = resting(COMPETITOR, wanted(need(500)));
		let take = || DataMarket::take_offer(signed(COMPETITOR), other, offer, None);
		assert_noop!(take(), Error::OfferClosed);
		assert_ok!(reject(SUPPLIER));
		assert_ok!(take());
	});
}

#[test]
fn attack_withdrawing_while_a_match_waits_loses_nobody_anything() {
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, true);
		assert_ok!(accept(DEMANDER));
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), offer));
		assert_noop!(DataMarket::withdraw_offer(signed(SUPPLIER), offer), Error::UnknownOffer);
		assert_noop!(accept(SUPPLIER), Error::OfferClosed);
		assert_ok!(reject(DEMANDER));
		assert_eq!(Offers::<Test>::get(offer), None);
		assert_eq!(held(SUPPLIER), 0);
		assert!(is_open(demand));
	});
	ExtBuilder::default().build_and_execute(|| {
		let (offer, demand) = suspended(true, false);
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), demand));
		assert_noop!(accept(SUPPLIER), Error::DemandClosed);
		// The cover is back at once, the ticket when the match is over.
		assert_eq!(held(DEMANDER), matched_ticket(&wanted(need(600))));
		run_to(START + CONFIRM_WINDOW + 2_000);
		assert_eq!((held(DEMANDER), Demands::<Test>::get(demand)), (0, None));
		assert_eq!(Offers::<Test>::get(offer).unwrap().terms.copies, 2);
	});
}

#[test]
fn everything_is_asked_again_when_a_match_is_accepted() {
	ExtBuilder::default().build_and_execute(|| {
		suspended(true, false);
		change(0, |submission| submission.certified = false);
		assert_noop!(accept(SUPPLIER), Error::NotCertified);
		change(0, |submission| submission.certified = true);
		set_status(DEMANDER, DidStatus::Suspended);
		assert_noop!(accept(SUPPLIER), Error::NotADemander);
		set_status(DEMANDER, DidStatus::Active);
		make_penniless(DEMANDER);
		assert_noop!(accept(SUPPLIER), CANNOT_OPEN);
		assert_ok!(reject(SUPPLIER));
	});
}

#[test]
fn part_of_a_volume_is_reserved_while_a_match_waits() {
	ExtBuilder::default().build_and_execute(|| {
		offer(SUPPLIER, OfferTerms { confirm: true, ..good_terms(SUPPLIER, 200) });
		let demand = demand(DEMANDER, volume(96, 4, 960));
		let known = || Demands::<Test>::get(demand).unwrap();
		assert_eq!((known().left.units, known().left.budget), (72, 760));
		assert_eq!((known().fills_left(), known().covers.len()), (3, 4));
		good_offer(RIVAL, 240);
		assert_eq!((known().left.units, known().fills_left()), (48, 2));
		assert_ok!(accept(SUPPLIER));
		assert_eq!((known().left.units, known().fills_left()), (48, 2));
		assert_eq!(known().agreements.to_vec(), [0, 1]);
	});
}
