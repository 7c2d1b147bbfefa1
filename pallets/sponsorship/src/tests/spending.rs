//! What a call takes, and what it may take.

use super::*;
use sp_runtime::{ArithmeticError, TokenError};

fn hold(amount: Balance) -> RuntimeCall {
	probe::Call::hold { amount }.into()
}

fn release(amount: Balance) -> RuntimeCall {
	probe::Call::release { amount }.into()
}

fn all(calls: Vec<RuntimeCall>) -> RuntimeCall {
	pallet_utility::Call::batch_all { calls }.into()
}

#[test]
fn money_that_leaves_is_counted_in_window_and_total() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(300)), (Ok(()), 300));
		assert_eq!((usage(device()).spent, usage(device()).spent_total), (300, 300));
		assert_eq!(Balances::free_balance(SPONSOR), START - PRICE - 300);
		assert_eq!(Balances::free_balance(OTHER), START + 300);
	});
}

#[test]
fn call_may_take_exactly_what_the_window_leaves_and_not_one_unit_more() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(300)), (Ok(()), 300));
		assert_eq!(carry(DEVICE, pay(201)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(Balances::free_balance(OTHER), START + 300);
		assert_eq!(carry(DEVICE, pay(200)), (Ok(()), 200));
		assert_eq!(usage(device()).calls, CALLS);
	});
}

#[test]
fn call_above_the_limit_is_undone_and_counts_as_a_call() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(
			carry(DEVICE, all(vec![act(), pay(501)])),
			(error(Error::SpendLimitExceeded), 0)
		);
		assert!(acts().is_empty());
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 1);
		assert_eq!((usage(device()).calls, usage(device()).spent), (1, 0));
	});
}

#[test]
fn window_is_fresh_and_total_is_not() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, pay(500)), (Ok(()), 500));
		set_time(NOW + WINDOW - 1);
		assert_eq!(carry(DEVICE, pay(1)), (error(Error::SpendLimitExceeded), 0));
		set_time(NOW + WINDOW);
		assert_eq!(carry(DEVICE, pay(500)), (Ok(()), 500));
		set_time(NOW + 2 * WINDOW);
		assert_eq!(carry(DEVICE, pay(201)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(carry(DEVICE, pay(200)), (Ok(()), 200));
		set_time(NOW + 3 * WINDOW);
		assert_eq!(carry(DEVICE, pay(1)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
		assert_eq!(usage(device()).spent_total, TOTAL);
	});
}

#[test]
fn money_that_is_newly_on_hold_counts_and_stays_counted_when_released() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, hold(400)), (Ok(()), 400));
		assert_eq!(carry(DEVICE, release(400)), (Ok(()), 0));
		assert_eq!(carry(DEVICE, hold(101)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(Balances::reserved_balance(SPONSOR), PRICE);
		assert_eq!(usage(device()).spent_total, 400);
	});
}

#[test]
fn released_hold_does_not_pay_for_money_that_leaves() {
	ExtBuilder::sponsored().build_and_execute(|| {
		assert_eq!(carry(DEVICE, hold(400)), (Ok(()), 400));
		// The account has as much free money afterwards as before, and 400 less in all.
		let call = all(vec![release(400), pay(400)]);
		assert_eq!(carry(DEVICE, call), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(Balances::reserved_balance(SPONSOR), PRICE + 400);
	});
}

#[test]
fn money_that_comes_in_gives_nothing_back() {
	ExtBuilder::sponsored().build_and_execute(|| {
		// The owner pays the sponsor; nothing of the sponsor's is taken.
		let beneficiary = Beneficiary::Did(did(OWNER));
		assert_ok!(Sponsorship::sponsor(signed(OTHER), beneficiary, limits()));
		let call = probe::Call::pay { to: SPONSOR, amount: 50, fails: false };
		let terms = CallTerms { sponsor: Some(OTHER), ..terms(OWNER) };
		assert_ok!(bring(OTHER, OWNER, terms, call.into()));
		assert_eq!(last_outcome(), (Ok(()), 50));
		assert_eq!(usage(device()), Usage::start(NOW));
	});
}

#[test]
fn money_that_comes_in_within_a_call_is_set_off_against_what_goes_out() {
	ExtBuilder::sponsored().build_and_execute(|| {
		// Known, and why a runtime leaves batches out: the account is looked at before and after.
		let collect = probe::Call::collect { from: OTHER, amount: 600 };
		let (result, spent) = carry(DEVICE, all(vec![collect.into(), pay(900)]));
		assert_eq!((result, spent), (Ok(()), 300));
		let collect = probe::Call::collect { from: OTHER, amount: 600 };
		assert_eq!(carry(DEVICE, collect.into()), (Ok(()), 0));
		// In calls of their own nothing is set off.
		assert_eq!(carry(DEVICE, pay(201)), (error(Error::SpendLimitExceeded), 0));
	});
}

#[test]
fn sponsor_that_is_drained_fails_the_call_and_uses_up_the_number() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let leaves = ED + 40;
		let gone = Balances::free_balance(SPONSOR) - leaves;
		assert_ok!(Balances::transfer_allow_death(signed(SPONSOR), OTHER, gone));
		let (result, spent) = carry(DEVICE, pay(leaves + 1));
		assert!(matches!(
			result,
			Err(DispatchError::Token(TokenError::FundsUnavailable | TokenError::NotExpendable))
				| Err(DispatchError::Arithmetic(ArithmeticError::Underflow))
		));
		assert_eq!(spent, 0);
		assert_eq!(Balances::free_balance(SPONSOR), leaves);
		assert_eq!(NextNonce::<Test>::get(did(DEVICE)), 1);
		assert_eq!(usage(device()).calls, 1);
		// What needs no money still runs.
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
	});
}

#[test]
fn sponsor_that_allows_no_money_pays_for_free_calls_only() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let none = Limits { spend_per_window: 0, spend_total: 0, ..limits() };
		assert_ok!(Sponsorship::amend(signed(SPONSOR), device(), none));
		assert_eq!(carry(DEVICE, pay(ED)), (error(Error::SpendLimitExceeded), 0));
		assert_eq!(carry(DEVICE, act()), (Ok(()), 0));
	});
}
