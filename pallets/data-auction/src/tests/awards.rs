//! What becomes of the deposits of winners.

use counterfoil_primitives::{did::DidStatus, exchange::Outcome, money::Asset};

use super::*;

/// An auction that one bidder won; his agreement is the first.
fn won() -> u64 {
	let id = sealed(terms());
	auctioned(id, &[1_500]);
	settle(id);
	take_events();
	id
}

#[test]
fn deposit_waits_for_the_end_of_the_agreement() {
	ExtBuilder::build_and_execute(|| {
		let id = won();
		let stake = Awards::<Test>::get(0).unwrap();
		assert_eq!((stake.auction, stake.amount), (id, DEPOSIT));
		assert_eq!((stake.bidder, stake.supplier), (subject(BIDDER), subject(SUPPLIER)));
		assert_ok!(fund(0));
		assert_eq!(deposit_of(Asset::Native, BIDDER), DEPOSIT);
		close(0, Outcome::Settled, None, true);
		assert_eq!(
			take_events(),
			[Event::DepositReturned {
				auction: id,
				bidder: subject(BIDDER),
				asset: Asset::Native,
				amount: DEPOSIT,
			}]
		);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - 1_500);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + 1_500);
	});
}

#[test]
fn attack_winner_who_never_funds_pays_for_it() {
	ExtBuilder::build_and_execute(|| {
		let id = won();
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(
			take_events(),
			[Event::DepositForfeited {
				auction: id,
				bidder: subject(BIDDER),
				supplier: subject(SUPPLIER),
				asset: Asset::Native,
				amount: DEPOSIT,
				fault: Fault::NotFunded,
			}]
		);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - DEPOSIT);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + DEPOSIT);
	});
}

#[test]
fn attack_winner_who_declines_before_any_delivery_pays_for_it() {
	for funded in [false, true] {
		ExtBuilder::build_and_execute(|| {
			won();
			if funded {
				assert_ok!(fund(0));
			}
			close(0, Outcome::Declined, Some(BIDDER), false);
			assert!(matches!(
				take_events()[..],
				[Event::DepositForfeited { fault: Fault::Declined, .. }]
			));
			assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + DEPOSIT);
		});
	}
}

#[test]
fn deposit_returns_whenever_the_fault_is_not_the_winners() {
	let ends = [
		(Outcome::Settled, None, true),
		(Outcome::Declined, Some(SUPPLIER), false),
		(Outcome::Declined, Some(SUPPLIER), true),
		// Once there is a delivery, nobody can tell what is wrong with it.
		(Outcome::Declined, Some(BIDDER), true),
		(Outcome::Declined, None, false),
		(Outcome::NotCommitted, None, false),
		(Outcome::NotAccepted, None, true),
		(Outcome::NotRevealed, None, true),
		(Outcome::Convicted, None, true),
		(Outcome::Judged { to_supplier: 0 }, None, true),
		(Outcome::Fallback { to_supplier: 500 }, None, true),
		(Outcome::Conceded, Some(SUPPLIER), true),
	];
	for (outcome, by, committed) in ends {
		ExtBuilder::build_and_execute(|| {
			won();
			assert_ok!(fund(0));
			let before = free(Asset::Native, BIDDER);
			close(0, outcome, by, committed);
			assert!(matches!(take_events()[..], [Event::DepositReturned { .. }]), "{outcome:?}");
			assert_eq!(deposit_of(Asset::Native, BIDDER), 0);
			assert!(free(Asset::Native, BIDDER) > before);
		});
	}
}

#[test]
fn attack_supplier_who_declines_does_not_get_the_deposit() {
	ExtBuilder::build_and_execute(|| {
		won();
		close(0, Outcome::Declined, Some(SUPPLIER), false);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
	});
}

#[test]
fn agreements_that_no_auction_opened_are_none_of_its_business() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(1);
		set_now(START + 1_000);
		assert_ok!(DataAuction::take(signed(BIDDER), id, 3_000));
		take_events();
		close(0, Outcome::Declined, Some(BIDDER), false);
		assert!(take_events().is_empty());
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
	});
}

#[test]
fn deposit_of_one_winner_does_not_hang_on_the_agreement_of_another() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(SealedTerms { copies: 2, ..terms() });
		auctioned(id, &[1_500, 1_400]);
		settle(id);
		close(1, Outcome::NotFunded, None, false);
		assert_eq!(deposit_of(Asset::Native, BIDDER), DEPOSIT);
		assert_eq!(free(Asset::Native, BIDDER + 1), WEALTH - DEPOSIT);
		assert_ok!(fund(0));
		close(0, Outcome::Settled, None, true);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH - 1_500);
	});
}

#[test]
fn attack_deposit_is_not_in_the_way_of_the_price() {
	ExtBuilder::build_and_execute(|| {
		// Everything but the deposit and the tickets: the winner must have his price besides.
		let id = sealed(SealedTerms { deposit: WEALTH / 2, ..terms() });
		auctioned(id, &[1_500]);
		settle(id);
		assert_ok!(fund(0));
		close(0, Outcome::Settled, None, true);
	});
}

#[test]
fn attack_supplier_who_is_suspended_after_the_award_does_not_get_the_deposit() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		for (outcome, by) in [(Outcome::NotFunded, None), (Outcome::Declined, Some(BIDDER))] {
			ExtBuilder::build_and_execute(|| {
				won();
				set_status(SUPPLIER, status);
				close(0, outcome, by, false);
				assert_eq!(free(Asset::Native, BIDDER), WEALTH);
				assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
			});
		}
	}
}

#[test]
fn attack_supplier_who_lets_the_certificate_lapse_does_not_get_the_deposit() {
	ExtBuilder::build_and_execute(|| {
		won();
		// The winner cannot fund any more. He declines, and the escrow names nobody who stepped back.
		close(0, Outcome::Declined, None, false);
		assert_eq!(free(Asset::Native, BIDDER), WEALTH);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
	});
}

#[test]
fn attack_winner_who_owes_others_too_much_does_not_save_his_deposit_by_that() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		auctioned(id, &[1_500]);
		make_busy(BIDDER);
		settle(id);
		assert_eq!(sold(), [(BIDDER, 1_500)]);
		close(0, Outcome::NotFunded, None, false);
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH + DEPOSIT);
	});
}
