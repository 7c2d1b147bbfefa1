//! What a thief would try.

use counterfoil_primitives::{allowance::Limits, traits::Spending, Asset};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Error};

#[test]
fn attack_spending_for_another_payee() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		for payee in [STRANGER, SPENDER] {
			let other = Spending { payee: did(payee), ..spending(10) };
			assert_noop!(spend(other), Error::<Test>::NotAllowed);
		}
	});
}

#[test]
fn attack_spending_another_asset() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		let other = Spending { asset: Asset::Local(1), ..spending(10) };
		assert_noop!(spend(other), Error::<Test>::WrongAsset);
	});
}

#[test]
fn attack_spending_above_the_amount_the_total_and_the_count() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_noop!(spend(spending(101)), Error::<Test>::AmountTooHigh);
		assert_noop!(spend(spending(u64::MAX)), Error::<Test>::AmountTooHigh);
		assert_ok!(spend(spending(100)));
		assert_ok!(spend(spending(100)));
		assert_noop!(spend(spending(51)), Error::<Test>::TotalExceeded);
		assert_ok!(spend(spending(1)));
		assert_ok!(spend(spending(1)));
		assert_noop!(spend(spending(1)), Error::<Test>::CountExceeded);
	});
}

#[test]
fn attack_spending_after_the_end() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		set_time(END);
		assert_ok!(spend(spending(1)));
		// A millisecond later, whether the chain has removed it or not.
		set_time(END + 1);
		assert_noop!(spend(spending(1)), Error::<Test>::Expired);
		next_block(END + 2_000);
		assert_noop!(spend(spending(1)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn attack_binding_money_for_longer_than_allowed() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		for until in [START + LIMITS.lock + 1, u64::MAX] {
			let long = Spending { until, ..spending(10) };
			assert_noop!(spend(long), Error::<Test>::LockTooLong);
		}
		assert_ok!(spend(Spending { until: START + LIMITS.lock, ..spending(10) }));
		assert_ok!(spend(Spending { until: 0, ..spending(10) }));
	});
}

#[test]
fn attack_lock_is_begun_anew_by_adding_a_unit() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(10)));
		set_time(START + LIMITS.lock - 1);
		// What was bound at the start stays bound with what is added, so the time goes on from there.
		let until = START + LIMITS.lock + 1;
		for amount in [0, 1] {
			let more = Spending { since: START, until, ..spending(amount) };
			assert_noop!(spend(more), Error::<Test>::LockTooLong);
		}
		let since = START;
		let until = START + LIMITS.lock;
		assert_ok!(spend(Spending { since, until, ..spending(1) }));
		// More time alone is counted, and no money.
		assert_ok!(spend(Spending { since, until, ..spending(0) }));
		let used = record(Some(PAYEE)).unwrap().used;
		assert_eq!((used.total, used.count), (11, 3));
	});
}

#[test]
fn attack_spending_in_the_block_in_which_it_was_revoked() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(1)));
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		assert_noop!(spend(spending(1)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn attack_spender_who_is_not_named() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		for spender in [STRANGER, PAYEE, PAYER, DEVICE] {
			let other = Spending { spender: did(spender), ..spending(1) };
			assert_noop!(spend(other), Error::<Test>::NotAllowed);
		}
		// Nor does it say anything about the money of others.
		let other = Spending { payer: did(STRANGER), ..spending(1) };
		assert_noop!(spend(other), Error::<Test>::NotAllowed);
	});
}

#[test]
fn attack_spending_by_the_limits_before_they_were_amended() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		let lower = Limits { amount: 10, total: 15, ..LIMITS };
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), lower));
		assert_noop!(spend(spending(11)), Error::<Test>::AmountTooHigh);
		assert_ok!(spend(spending(10)));
		assert_noop!(spend(spending(6)), Error::<Test>::TotalExceeded);
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), LIMITS));
		// What was bound before is not forgotten.
		assert_ok!(spend(spending(100)));
		assert_ok!(spend(spending(100)));
		assert_noop!(spend(spending(41)), Error::<Test>::TotalExceeded);
	});
}

#[test]
fn attack_ward_who_gives_away_the_money_of_a_sponsor() {
	ExtBuilder::build_and_execute(|| {
		// The call is made for the payer's DID and paid from the sponsor's account.
		assert_noop!(allow(SPONSOR, SPENDER, Some(PAYEE), LIMITS), Error::<Test>::NotOwnAccount);
		allowed();
		let more = Limits { total: 100_000, ..LIMITS };
		assert_noop!(amend(SPONSOR, SPENDER, Some(PAYEE), more), Error::<Test>::NotOwnAccount);
		assert_eq!(Balances::free_balance(SPONSOR), WEALTH);
	});
}

#[test]
fn attack_device_that_gives_away_the_money_of_its_owner() {
	ExtBuilder::build_and_execute(|| {
		// Its origin is paid from the owner's account, which is also the account that stands for the device.
		assert_noop!(allow(DEVICE, STRANGER, None, LIMITS), Error::<Test>::NotStakeholder);
	});
}

#[test]
fn attack_account_that_the_did_has_left_is_not_spent_from() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		Directory::move_to(PAYER, STRANGER);
		assert_noop!(spend(spending(1)), Error::<Test>::AccountMoved);
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		assert_eq!(ticket(PAYER), 0);
	});
}

#[test]
fn attack_allowing_anew_to_get_the_count_back_is_the_payers_choice_alone() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(100)));
		assert_noop!(allow(PAYER, SPENDER, Some(PAYEE), LIMITS), Error::<Test>::AlreadyAllowed);
		assert_noop!(revoke(SPENDER, SPENDER, Some(PAYEE)), Error::<Test>::NotAllowed);
		assert_noop!(allow(SPENDER, SPENDER, Some(PAYEE), LIMITS), Error::<Test>::SpenderIsPayer);
	});
}

#[test]
fn attack_one_allowance_through_several_pallets_is_spent_once() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		// Whoever asks, it is one account of what was bound: what one pallet has given back does not help the next.
		assert_ok!(spend(spending(100)));
		assert_ok!(spend(spending(100)));
		assert_ok!(spend(spending(50)));
		assert_noop!(spend(spending(1)), Error::<Test>::TotalExceeded);
		// Nor does the one for anybody step in for the one that is used up.
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		assert_noop!(spend(spending(1)), Error::<Test>::TotalExceeded);
	});
}

#[test]
fn attack_numbers_at_their_limits() {
	ExtBuilder::build_and_execute(|| {
		let most = Limits {
			amount: u128::MAX,
			total: u128::MAX,
			count: u32::MAX,
			lock: u64::MAX,
			valid_until: LIMITS.valid_until,
		};
		assert_ok!(allow(PAYER, SPENDER, Some(PAYEE), most));
		assert_ok!(spend(Spending { until: u64::MAX, ..spending(u64::MAX) }));
		let for_ever = Limits { valid_until: u64::MAX, ..most };
		assert_noop!(amend(PAYER, SPENDER, Some(PAYEE), for_ever), Error::<Test>::ValidityTooLong);
		// The total never wraps: what is left is counted to the last unit.
		let used = u128::from(u64::MAX);
		let just = Limits { amount: 1, total: used + 1, ..most };
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), just));
		assert_ok!(spend(spending(1)));
		assert_noop!(spend(spending(1)), Error::<Test>::TotalExceeded);
	});
}

#[test]
fn attack_clock_that_jumps_brings_nothing_back() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(allow(PAYER, STRANGER, None, LIMITS));
		let late = END + 366 * 24 * 60 * 60 * 1_000;
		set_time(late);
		assert_noop!(spend(spending(1)), Error::<Test>::Expired);
		let longer = Limits { valid_until: late + 1_000, ..LIMITS };
		assert_noop!(amend(PAYER, SPENDER, Some(PAYEE), longer), Error::<Test>::Expired);
		let mut now = late;
		while ticket(PAYER) > 0 {
			now += 2_000;
			next_block(now);
		}
		assert_noop!(spend(spending(1)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn attack_spender_who_may_pay_anybody_pays_himself() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		let himself = Spending { payee: did(SPENDER), ..spending(10) };
		assert_noop!(spend(himself), Error::<Test>::NotAllowed);
		assert_eq!(Allowances::applicable_allowance(did(PAYER), did(SPENDER), did(SPENDER)), None);
		assert_ok!(spend(Spending { payee: did(STRANGER), ..spending(10) }));
		// To be paid himself he has to be named.
		assert_ok!(allow(PAYER, SPENDER, Some(SPENDER), LIMITS));
		assert_ok!(spend(Spending { payee: did(SPENDER), ..spending(10) }));
	});
}
