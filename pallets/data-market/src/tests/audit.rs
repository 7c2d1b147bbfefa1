//! Every event reaches the histories of those whose life it belongs to (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::AuditSubject::{self, DataSet, Did},
};

use super::*;

/// Who caused the last event, and whose history it went to.
fn last() -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, subjects, _) = Histories::take().pop().unwrap();
	(actor, subjects)
}

fn by(account: AccountId) -> Option<DidId> {
	Some(did(account))
}

/// Both parties of a match, and the data set.
fn deal(set: u64) -> Vec<AuditSubject> {
	vec![Did(did(SUPPLIER)), Did(did(DEMANDER)), DataSet(set)]
}

#[test]
fn histories_are_told_every_event_in_order() {
	ExtBuilder::default().build_and_execute(|| {
		let withdrawn = good_offer(SUPPLIER, 500);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), withdrawn));
		let withdrawn = demand(DEMANDER, need(500));
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), withdrawn));
		make_penniless(RIVAL);
		good_offer(RIVAL, 500);
		good_offer(SUPPLIER, 600);
		demand(DEMANDER, need(700));
		demand(COMPETITOR, need(400));
		run_to(START + MAX_VALIDITY + 2_000);

		let told: Vec<_> = Histories::take().into_iter().map(|(.., bytes)| bytes).collect();
		let events = events();
		assert_eq!(told, events.iter().map(Encode::encode).collect::<Vec<_>>());
		// Every kind of event happened.
		let mut kinds: Vec<_> = told.iter().map(|bytes| bytes[0]).collect();
		kinds.sort_unstable();
		kinds.dedup();
		assert_eq!(kinds, [0, 1, 2, 3, 4, 5, 6, 7]);
	});
}

#[test]
fn orders_belong_to_their_owner_and_offers_to_the_data_set() {
	ExtBuilder::default().build_and_execute(|| {
		let offered = good_terms(SUPPLIER, 500);
		let of_offer = vec![Did(did(SUPPLIER)), DataSet(lot_in(&offered).data_set)];
		let of_demand = vec![Did(did(DEMANDER))];
		let place = || offer(SUPPLIER, offered.clone());

		let id = place();
		assert_eq!(last(), (by(SUPPLIER), of_offer.clone()));
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), id));
		assert_eq!(last(), (by(SUPPLIER), of_offer.clone()));
		let wanted = demand(DEMANDER, need(400));
		assert_eq!(last(), (by(DEMANDER), of_demand.clone()));
		assert_ok!(DataMarket::withdraw_demand(signed(DEMANDER), wanted));
		assert_eq!(last(), (by(DEMANDER), of_demand.clone()));

		// The end of a validity is nobody's act, whoever calls.
		let (id, wanted) = (place(), demand(DEMANDER, need(400)));
		set_now(START + MAX_VALIDITY + 1);
		assert_ok!(DataMarket::prune(signed(RIVAL), OrderKind::Offer, id));
		assert_eq!(last(), (None, of_offer));
		assert_ok!(DataMarket::prune(signed(RIVAL), OrderKind::Demand, wanted));
		assert_eq!(last(), (None, of_demand));
	});
}

#[test]
fn match_belongs_to_both_parties_and_the_data_set_and_its_actor_is_who_came_last() {
	ExtBuilder::default().build_and_execute(|| {
		let offered = OfferTerms { copies: 2, ..good_terms(SUPPLIER, 500) };
		let set = lot_in(&offered).data_set;
		demand(DEMANDER, need(500));
		offer(SUPPLIER, offered);
		assert_eq!(last(), (by(SUPPLIER), deal(set)));
		demand(DEMANDER, need(500));
		assert_eq!(last(), (by(DEMANDER), deal(set)));
	});
}

#[test]
fn actor_of_an_offer_that_is_taken_is_the_demander() {
	ExtBuilder::default().build_and_execute(|| {
		let offered = good_terms(SUPPLIER, 500);
		let set = lot_in(&offered).data_set;
		change(lot_in(&offered).submissions[0], |submission| submission.certified = false);
		let offer = offer(SUPPLIER, offered.clone());
		let demand = demand(DEMANDER, need(500));
		change(lot_in(&offered).submissions[0], |submission| submission.certified = true);
		assert_ok!(DataMarket::take_offer(signed(DEMANDER), demand, offer, None));
		assert_eq!(last(), (by(DEMANDER), deal(set)));
	});
}

#[test]
fn attack_matches_that_fail_fill_nobodys_history() {
	ExtBuilder::default().build_and_execute(|| {
		demand(DEMANDER, need(500));
		make_penniless(RIVAL);
		for _ in 0..3 {
			Histories::take();
			let id = good_offer(RIVAL, 500);
			assert!(matches!(events().last(), Some(Event::MatchFailed { .. })));
			assert_eq!(last(), (None, vec![]));
			assert_ok!(DataMarket::withdraw_offer(signed(RIVAL), id));
		}
	});
}
