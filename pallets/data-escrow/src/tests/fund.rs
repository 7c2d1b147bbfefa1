use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::TokenError;

use crate::{mock::*, Error, Event, Stage};

#[test]
fn fund_by_demander_holds_price() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		set_time(START + 5);
		assert_ok!(fund(DEMANDER, deal.id));
		let until = START + 5 + WINDOWS.commitment;
		assert_eq!(stage(deal.id), Stage::Funded { until });
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: 0 });
		assert_eq!(
			last_event(),
			Event::Funded {
				id: deal.id,
				demander: did(DEMANDER),
				funder: subject(DEMANDER),
				by: Some(did(DEMANDER)),
				amount: PRICE,
				until,
				supplier: did(SUPPLIER),
				data_set: SET,
			}
		);
	});
}

#[test]
fn fund_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		assert_noop!(fund(DEMANDER, deal.id), Error::<Test>::AlreadyFunded);
		let deal = deal.commit();
		assert_noop!(fund(DEMANDER, deal.id), Error::<Test>::AlreadyFunded);
		let deal = deal.accept();
		assert_noop!(fund(DEMANDER, deal.id), Error::<Test>::AlreadyFunded);
		let deal = deal.reveal();
		assert_noop!(fund(DEMANDER, deal.id), Error::<Test>::AlreadyFunded);
		assert_eq!(purse(DEMANDER).price, PRICE);
	});
}

#[test]
fn fund_by_supplier_or_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(fund(SUPPLIER, deal.id), Error::<Test>::NotDemander);
		assert_noop!(fund(STRANGER, deal.id), Error::<Test>::NotDemander);
	});
}

#[test]
fn fund_from_another_account_of_the_demander_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(fund(DEMANDER + OTHER_ACCOUNT, deal.id), Error::<Test>::WrongAccount);
	});
}

#[test]
fn fund_without_balance_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut terms = terms();
		terms.demander = subject(POOR_DEMANDER);
		let id = open(terms).unwrap();
		assert_noop!(fund(POOR_DEMANDER, id), TokenError::FundsUnavailable);
	});
}

#[test]
fn fund_that_would_reap_the_account_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut all = terms();
		all.price = WEALTH - 1;
		let id = open(all).unwrap();
		assert_noop!(fund(DEMANDER, id), TokenError::FundsUnavailable);

		let id = open(terms()).unwrap();
		let spare = WEALTH - ticket(DEMANDER) - PRICE - EXISTENTIAL_DEPOSIT;
		assert_ok!(Balances::transfer_keep_alive(
			RuntimeOrigin::signed(DEMANDER),
			PASSER_BY,
			spare + 1
		));
		assert_noop!(fund(DEMANDER, id), TokenError::FundsUnavailable);
		assert_ok!(Balances::transfer_keep_alive(RuntimeOrigin::signed(PASSER_BY), DEMANDER, 1));
		assert_ok!(fund(DEMANDER, id));
	});
}

#[test]
fn fund_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		let other = Deal::agreed();
		set_time(START + WINDOWS.funding);
		assert_ok!(fund(DEMANDER, deal.id));
		set_time(START + WINDOWS.funding + 1);
		assert_noop!(fund(DEMANDER, other.id), Error::<Test>::DeadlinePassed);
	});
}
