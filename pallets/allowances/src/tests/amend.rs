use counterfoil_primitives::allowance::{Limits, Usage};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event};

#[test]
fn amend_changes_the_limits_and_keeps_what_was_bound() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(80)));
		let limits = Limits { amount: 10, total: 90, count: 3, lock: 1, valid_until: END + 5_000 };
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), limits));
		assert_eq!(
			last_event(),
			Event::Amended {
				payer: did(PAYER),
				spender: did(SPENDER),
				payee: Some(did(PAYEE)),
				limits
			}
		);
		let found = record(Some(PAYEE)).unwrap();
		assert_eq!((found.limits, found.used), (limits, Usage { total: 80, count: 1 }));
		assert_eq!(ticket(PAYER), ticket_price());
		// The old end is no end any more, the new one is.
		next_block(END + 4_000);
		assert!(record(Some(PAYEE)).is_some());
		next_block(END + 6_000);
		assert!(record(Some(PAYEE)).is_none());
	});
}

#[test]
fn amend_to_less_than_was_bound_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(80)));
		assert_ok!(spend(spending(20)));
		let to = |total, count| {
			let limits = Limits { amount: 1, total, count, ..LIMITS };
			amend(PAYER, SPENDER, Some(PAYEE), limits)
		};
		assert_noop!(to(99, 2), Error::<Test>::BelowUsage);
		assert_noop!(to(100, 1), Error::<Test>::BelowUsage);
		assert_ok!(to(100, 2));
	});
}

#[test]
fn amend_by_others_or_of_nothing_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		for who in [SPENDER, PAYEE, STRANGER, DEVICE] {
			assert_noop!(amend(who, SPENDER, Some(PAYEE), LIMITS), Error::<Test>::NotAllowed);
		}
		assert_noop!(amend(PASSER_BY, SPENDER, Some(PAYEE), LIMITS), BadOrigin);
		assert_noop!(amend(PAYER, SPENDER, None, LIMITS), Error::<Test>::NotAllowed);
		assert_noop!(amend(PAYER, PAYEE, Some(PAYEE), LIMITS), Error::<Test>::NotAllowed);
	});
}

#[test]
fn amend_with_limits_that_are_none_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		let cases = [
			(Limits { amount: 0, ..LIMITS }, Error::<Test>::LimitsEmpty),
			(Limits { total: 99, ..LIMITS }, Error::<Test>::LimitsContradictory),
			(Limits { valid_until: START - 1, ..LIMITS }, Error::<Test>::ValidityOver),
			(
				Limits { valid_until: START + MAX_VALIDITY + 1, ..LIMITS },
				Error::<Test>::ValidityTooLong,
			),
		];
		for (limits, error) in cases {
			assert_noop!(amend(PAYER, SPENDER, Some(PAYEE), limits), error);
		}
	});
}

#[test]
fn amend_at_the_end_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		set_time(END);
		let longer = Limits { valid_until: END + 10, ..LIMITS };
		assert_ok!(amend(PAYER, SPENDER, Some(PAYEE), longer));
		set_time(END + 11);
		let again = Limits { valid_until: END + 20, ..LIMITS };
		assert_noop!(amend(PAYER, SPENDER, Some(PAYEE), again), Error::<Test>::Expired);
	});
}

#[test]
fn amend_from_a_new_account_of_the_did_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		Directory::move_to(PAYER, STRANGER);
		assert_noop!(amend(PAYER, SPENDER, Some(PAYEE), LIMITS), Error::<Test>::NotOwnAccount);
		// The sponsor's account is now the payer's own.
		Directory::move_to(PAYER, SPONSOR);
		assert_noop!(amend(SPONSOR, SPENDER, Some(PAYEE), LIMITS), Error::<Test>::AccountMoved);
	});
}
