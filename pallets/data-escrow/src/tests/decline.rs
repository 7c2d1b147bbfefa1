use counterfoil_primitives::exchange::Outcome;
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event};

fn refunded(id: u64, to_supplier: u64, to_demander: u64, by: u64) -> Event<Test> {
	Event::Refunded {
		id,
		outcome: Outcome::Declined,
		supplier: did(SUPPLIER),
		demander: did(DEMANDER),
		to_supplier,
		to_demander,
		data_set: SET,
		by: Some(did(by)),
	}
}

#[test]
fn decline_before_funding_by_either_party_closes() {
	ExtBuilder::build_and_execute(|| {
		for who in [SUPPLIER, DEMANDER] {
			let deal = Deal::agreed();
			assert_ok!(decline(who, deal.id));
			assert_eq!(outcome(deal.id), Outcome::Declined);
			assert_eq!(last_event(), refunded(deal.id, 0, 0, who));
			assert_nothing_moved();
		}
	});
}

#[test]
fn decline_of_funded_agreement_by_either_party_returns_price() {
	ExtBuilder::build_and_execute(|| {
		for who in [SUPPLIER, DEMANDER] {
			let deal = Deal::funded();
			assert_ok!(decline(who, deal.id));
			assert_eq!(last_event(), refunded(deal.id, 0, PRICE, who));
			assert_nothing_moved();
		}
	});
}

#[test]
fn decline_of_offer_by_demander_returns_price_and_bond() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		assert_ok!(decline(DEMANDER, deal.id));
		assert_eq!(outcome(deal.id), Outcome::Declined);
		assert_eq!(last_event(), refunded(deal.id, BOND, PRICE, DEMANDER));
		assert_nothing_moved();
	});
}

#[test]
fn decline_of_offer_by_supplier_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		assert_noop!(decline(SUPPLIER, deal.id), Error::<Test>::AlreadyCommitted);
	});
}

#[test]
fn decline_after_acceptance_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		for who in [SUPPLIER, DEMANDER] {
			assert_noop!(decline(who, deal.id), Error::<Test>::AlreadyAccepted);
		}
		let deal = deal.reveal();
		for who in [SUPPLIER, DEMANDER] {
			assert_noop!(decline(who, deal.id), Error::<Test>::AlreadyAccepted);
		}
	});
}

#[test]
fn decline_by_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(decline(STRANGER, deal.id), Error::<Test>::NotParty);
		let deal = deal.fund();
		assert_noop!(decline(STRANGER, deal.id), Error::<Test>::NotParty);
		let deal = deal.commit();
		assert_noop!(decline(STRANGER, deal.id), Error::<Test>::NotParty);
	});
}

#[test]
fn decline_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		let other = Deal::offered();
		set_time(START + WINDOWS.acceptance);
		assert_ok!(decline(DEMANDER, deal.id));
		set_time(START + WINDOWS.acceptance + 1);
		assert_noop!(decline(DEMANDER, other.id), Error::<Test>::DeadlinePassed);
	});
}
