//! Paying for a demander: within the limits that the payer set, back to where it came from.

use counterfoil_primitives::{
	money::Asset,
	traits::{Agreements as _, NewAgreement},
	Moment,
};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::TokenError;

use crate::{mock::*, Agreements, Error, Event};

/// How long the price can stay bound from the funding on.
const LONGEST: Moment = WINDOWS.commitment + WINDOWS.acceptance + WINDOWS.reveal + WINDOWS.dispute;

/// Somebody lets another spend his money, as long as it takes.
fn allow(payer: u64, spender: u64, left: u64) {
	Limits::set(payer, spender, Asset::Native, left, START + LONGEST);
}

#[test]
fn fund_by_demander_from_a_sponsor_holds_the_sponsors_money() {
	ExtBuilder::build_and_execute(|| {
		allow(SPONSOR, DEMANDER, 3 * PRICE);
		let deal = Deal::agreed();
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		assert_eq!(Limits::left(SPONSOR, DEMANDER), 2 * PRICE);
		assert_eq!(purse(SPONSOR), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert_eq!(purse(DEMANDER).price, 0);
		assert_eq!(
			last_event(),
			Event::Funded {
				id: deal.id,
				demander: did(DEMANDER),
				funder: subject(SPONSOR),
				by: Some(did(DEMANDER)),
				amount: PRICE,
				until: START + WINDOWS.commitment,
				supplier: did(SUPPLIER),
				data_set: SET,
			}
		);
		let view = DataEscrow::agreement_view(deal.id).unwrap();
		assert_eq!((view.funder, view.funder_account), (Some(did(SPONSOR)), Some(SPONSOR)));

		let deal = deal.commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(SPONSOR), Purse { total: WEALTH - PRICE, price: 0, bond: 0 });
		assert_eq!(purse(SUPPLIER).total, WEALTH + PRICE);
		assert_eq!(purse(DEMANDER).total, WEALTH);
	});
}

#[test]
fn fund_by_supplier_from_the_demander_holds_the_demanders_money() {
	ExtBuilder::build_and_execute(|| {
		allow(DEMANDER, SUPPLIER, PRICE);
		let deal = Deal::agreed();
		assert_ok!(fund_from(SUPPLIER, deal.id, DEMANDER));
		assert_eq!(Limits::left(DEMANDER, SUPPLIER), 0);
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert!(matches!(last_event(), Event::Funded { by: Some(by), .. } if by == did(SUPPLIER)));
	});
}

#[test]
fn refund_goes_to_the_sponsor_and_the_bond_to_the_demander() {
	ExtBuilder::build_and_execute(|| {
		allow(SPONSOR, DEMANDER, 2 * PRICE);
		let declined = Deal::agreed();
		assert_ok!(fund_from(DEMANDER, declined.id, SPONSOR));
		assert_ok!(decline(SUPPLIER, declined.id));
		assert_eq!(purse(SPONSOR), Purse { total: WEALTH, price: 0, bond: 0 });

		let punished = Deal::agreed().with_wrong_leaf(2);
		assert_ok!(fund_from(DEMANDER, punished.id, SPONSOR));
		let punished = punished.commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, punished.id, punished.proof(2)));
		assert_eq!(purse(SPONSOR), Purse { total: WEALTH, price: 0, bond: 0 });
		assert_punished();
	});
}

#[test]
fn fund_by_who_has_no_say_about_the_money_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let everybody = [SUPPLIER, DEMANDER, STRANGER, SPONSOR];
		for payer in everybody {
			everybody.iter().for_each(|spender| allow(payer, *spender, PRICE));
		}
		let id = Deal::agreed().id;
		assert_noop!(fund(SUPPLIER, id), Error::<Test>::NotDemander);
		assert_noop!(fund_from(STRANGER, id, DEMANDER), Error::<Test>::NotDemander);
		assert_noop!(fund_from(SPONSOR, id, SPONSOR), Error::<Test>::NotDemander);
		// The supplier may spend the demander's money only.
		assert_noop!(fund_from(SUPPLIER, id, SPONSOR), Error::<Test>::WrongFunder);
		assert_noop!(fund_from(SUPPLIER, id, SUPPLIER), Error::<Test>::WrongFunder);
		// And is not paid with his own.
		assert_noop!(fund_from(DEMANDER, id, SUPPLIER), Error::<Test>::WrongFunder);
	});
}

#[test]
fn attack_allowance_of_another_payer() {
	ExtBuilder::build_and_execute(|| {
		// The sponsor lets a stranger spend, and the stranger lets the demander.
		allow(SPONSOR, STRANGER, PRICE);
		allow(STRANGER, DEMANDER, PRICE);
		let id = Deal::agreed().id;
		assert_noop!(fund_from(DEMANDER, id, SPONSOR), Limits::NONE);
		assert_noop!(fund_from(SUPPLIER, id, DEMANDER), Limits::NONE);
		assert_ok!(fund_from(DEMANDER, id, STRANGER));
		assert_eq!(purse(SPONSOR).price, 0);
	});
}

#[test]
fn attack_allowance_for_other_money() {
	ExtBuilder::build_and_execute(|| {
		allow(SPONSOR, DEMANDER, PRICE);
		let deal = Deal::agreed_in(COIN);
		assert_noop!(fund_from(DEMANDER, deal.id, SPONSOR), Limits::NONE);
		Limits::set(SPONSOR, DEMANDER, COIN, PRICE, START + LONGEST);
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		assert_eq!(purse_in(COIN, SPONSOR).price, PRICE);
	});
}

#[test]
fn attack_allowance_that_ends_before_the_money_is_free_again() {
	ExtBuilder::build_and_execute(|| {
		Limits::set(SPONSOR, DEMANDER, Asset::Native, PRICE, START + LONGEST - 1);
		let deal = Deal::agreed();
		assert_noop!(fund_from(DEMANDER, deal.id, SPONSOR), Limits::ENDED);
		allow(SPONSOR, DEMANDER, PRICE);
		set_time(START + 1);
		assert_noop!(fund_from(DEMANDER, deal.id, SPONSOR), Limits::ENDED);
		set_time(START);
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		// Each step at its last moment, and the money is free when the limit says.
		set_time(START + WINDOWS.commitment);
		let deal = deal.commit();
		set_time(until(deal.id));
		let deal = deal.accept();
		set_time(until(deal.id));
		let deal = deal.reveal();
		assert_eq!(until(deal.id), START + LONGEST);
	});
}

#[test]
fn attack_allowance_exceeded() {
	ExtBuilder::build_and_execute(|| {
		allow(SPONSOR, DEMANDER, PRICE - 1);
		let id = Deal::agreed().id;
		assert_noop!(fund_from(DEMANDER, id, SPONSOR), Limits::EXCEEDED);
	});
}

#[test]
fn attack_allowance_replayed() {
	ExtBuilder::build_and_execute(|| {
		allow(SPONSOR, DEMANDER, 2 * PRICE - 1);
		let (first, second) = (Deal::agreed(), Deal::agreed());
		assert_ok!(fund_from(DEMANDER, first.id, SPONSOR));
		assert_noop!(fund_from(DEMANDER, first.id, SPONSOR), Error::<Test>::AlreadyFunded);
		assert_noop!(fund_from(DEMANDER, second.id, SPONSOR), Limits::EXCEEDED);
		// What came back was bound all the same.
		assert_ok!(decline(DEMANDER, first.id));
		assert_noop!(fund_from(DEMANDER, second.id, SPONSOR), Limits::EXCEEDED);
	});
}

#[test]
fn sponsor_who_cannot_spare_the_price_is_not_charged_against_his_limit() {
	ExtBuilder::build_and_execute(|| {
		let price = WEALTH;
		let id = open(NewAgreement { price, ..terms() }).unwrap();
		allow(SPONSOR, DEMANDER, price);
		assert_noop!(fund_from(DEMANDER, id, SPONSOR), TokenError::FundsUnavailable);
		assert_eq!(Limits::left(SPONSOR, DEMANDER), price);
	});
}

#[test]
fn funder_before_the_funding_is_the_demander() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_eq!(Agreements::<Test>::get(deal.id).unwrap().funder, subject(DEMANDER));
		assert_eq!(DataEscrow::agreement_view(deal.id).unwrap().funder, None);
		let funded = DataEscrow::open_funded(terms()).unwrap();
		assert_eq!(DataEscrow::agreement_view(funded).unwrap().funder, Some(did(DEMANDER)));
	});
}
