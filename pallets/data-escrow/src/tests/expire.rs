use counterfoil_primitives::exchange::Outcome;
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event};

/// Lets a deal expire, refused at the deadline and done by the passer-by right after it; returns
/// what the supplier and the demander are told to get.
fn expire_at_boundary(deal: &Deal, window: u64, expected: Outcome) -> (u64, u64) {
	assert_eq!(until(deal.id), START + window);
	set_time(START + window);
	for who in [SUPPLIER, DEMANDER, PASSER_BY] {
		assert_noop!(expire(who, deal.id), Error::<Test>::DeadlineNotPassed);
	}
	set_time(START + window + 1);
	assert_ok!(expire(PASSER_BY, deal.id));
	assert_eq!(outcome(deal.id), expected);
	let Event::Refunded {
		id,
		outcome,
		supplier,
		demander,
		to_supplier,
		to_demander,
		data_set: SET,
		by: None,
	} = last_event()
	else {
		panic!("an expiry is a refund");
	};
	assert_eq!((id, outcome), (deal.id, expected));
	assert_eq!((supplier, demander), (did(SUPPLIER), did(DEMANDER)));
	(to_supplier, to_demander)
}

#[test]
fn expire_without_funding_moves_nothing() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_eq!(expire_at_boundary(&deal, WINDOWS.funding, Outcome::NotFunded), (0, 0));
		assert_nothing_moved();
	});
}

#[test]
fn expire_without_commitment_returns_price() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		assert_eq!(
			expire_at_boundary(&deal, WINDOWS.commitment, Outcome::NotCommitted),
			(0, PRICE)
		);
		assert_nothing_moved();
	});
}

#[test]
fn expire_without_acceptance_returns_price_and_bond() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		assert_eq!(
			expire_at_boundary(&deal, WINDOWS.acceptance, Outcome::NotAccepted),
			(BOND, PRICE)
		);
		assert_nothing_moved();
	});
}

#[test]
fn expire_without_key_returns_price_and_gives_bond() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		assert_eq!(
			expire_at_boundary(&deal, WINDOWS.reveal, Outcome::NotRevealed),
			(0, PRICE + BOND)
		);
		assert_punished();
	});
}

#[test]
fn expire_of_revealed_agreement_is_refused_before_and_after_the_deadline() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_noop!(expire(PASSER_BY, deal.id), Error::<Test>::AlreadyRevealed);
		set_time(START + WINDOWS.dispute + 1);
		assert_noop!(expire(PASSER_BY, deal.id), Error::<Test>::AlreadyRevealed);
	});
}

#[test]
fn expire_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		set_time(START + WINDOWS.reveal + 1);
		assert_ok!(expire(PASSER_BY, deal.id));
		assert_noop!(expire(PASSER_BY, deal.id), Error::<Test>::AlreadyClosed);
		assert_punished();
	});
}
