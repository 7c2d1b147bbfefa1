use counterfoil_primitives::{allowance::Limits, did::DidStatus, traits::Subject, Asset};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, Error, Event};

#[test]
fn allow_takes_a_ticket_and_tells_of_it() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_eq!(
			last_event(),
			Event::Allowed {
				payer: Subject { did: did(PAYER), account: PAYER },
				spender: did(SPENDER),
				payee: Some(did(PAYEE)),
				asset: Asset::Native,
				limits: LIMITS,
			}
		);
		assert_eq!(ticket(PAYER), ticket_price());
		assert_eq!(Balances::free_balance(PAYER), WEALTH - ticket_price());
	});
}

#[test]
fn allow_for_each_payee_and_for_any_stand_beside_each_other() {
	ExtBuilder::build_and_execute(|| {
		for payee in [Some(PAYEE), Some(STRANGER), Some(SPENDER), None] {
			assert_ok!(allow(PAYER, SPENDER, payee, LIMITS));
			assert_noop!(allow(PAYER, SPENDER, payee, LIMITS), Error::<Test>::AlreadyAllowed);
		}
		// Who pulls what he is owed is spender and payee in one.
		assert_ok!(allow(PAYER, PAYEE, Some(PAYEE), LIMITS));
	});
}

#[test]
fn allow_by_who_is_not_active_or_nobody_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(allow(PASSER_BY, SPENDER, None, LIMITS), BadOrigin);
		Directory::set_status(PAYER, DidStatus::Suspended);
		assert_noop!(allow(PAYER, SPENDER, None, LIMITS), BadOrigin);
	});
}

#[test]
fn allow_by_a_device_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(allow(DEVICE, SPENDER, None, LIMITS), Error::<Test>::NotStakeholder);
	});
}

#[test]
fn allow_to_oneself_or_for_oneself_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(allow(PAYER, PAYER, None, LIMITS), Error::<Test>::SpenderIsPayer);
		assert_noop!(allow(PAYER, SPENDER, Some(PAYER), LIMITS), Error::<Test>::PayeeIsPayer);
	});
}

#[test]
fn allow_with_who_does_not_exist_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(allow(PAYER, 999, None, LIMITS), Error::<Test>::UnknownSpender);
		assert_noop!(allow(PAYER, SPENDER, Some(999), LIMITS), Error::<Test>::UnknownPayee);
	});
}

#[test]
fn allow_with_limits_that_are_none_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let cases = [
			(Limits { amount: 0, ..LIMITS }, Error::<Test>::LimitsEmpty),
			(Limits { count: 0, ..LIMITS }, Error::<Test>::LimitsEmpty),
			(Limits { total: 99, ..LIMITS }, Error::<Test>::LimitsContradictory),
			(Limits { valid_until: START - 1, ..LIMITS }, Error::<Test>::ValidityOver),
			(
				Limits { valid_until: START + MAX_VALIDITY + 1, ..LIMITS },
				Error::<Test>::ValidityTooLong,
			),
		];
		for (limits, error) in cases {
			assert_noop!(allow(PAYER, SPENDER, None, limits), error);
		}
		for valid_until in [START, START + MAX_VALIDITY] {
			let limits = Limits { valid_until, ..LIMITS };
			assert_ok!(allow(PAYER, SPENDER, None, limits));
			assert_ok!(revoke(PAYER, SPENDER, None));
		}
	});
}

#[test]
fn allow_without_money_for_the_ticket_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(allow(POOR, SPENDER, None, LIMITS), TokenError::FundsUnavailable);
	});
}
