//! What other pallets ask for.

use counterfoil_primitives::{
	allowance::{Limits, Usage},
	did::DidStatus,
	traits::{Spending, Subject},
	Asset,
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Error, Event};

#[test]
fn spend_counts_and_names_the_account_of_the_payer() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_eq!(spend(spending(100)), Ok(Subject { did: did(PAYER), account: PAYER }));
		assert_eq!(
			last_event(),
			Event::Spent {
				payer: did(PAYER),
				spender: did(SPENDER),
				payee: did(PAYEE),
				any: false,
				asset: Asset::Native,
				amount: 100,
				until: START + LIMITS.lock,
				total: 100,
				count: 1,
			}
		);
		assert_eq!(record(Some(PAYEE)).unwrap().used, Usage { total: 100, count: 1 });
	});
}

#[test]
fn spend_by_the_payee_himself_pulls_what_he_is_owed() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(allow(PAYER, PAYEE, Some(PAYEE), LIMITS));
		assert_ok!(spend(Spending { spender: did(PAYEE), ..spending(10) }));
	});
}

#[test]
fn spend_for_any_payee_counts_all_of_them_together() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		assert_ok!(spend(spending(100)));
		assert_ok!(spend(Spending { payee: did(STRANGER), ..spending(100) }));
		assert_ok!(spend(Spending { payee: did(DEVICE), ..spending(50) }));
		assert!(matches!(last_event(), Event::Spent { any: true, total: 250, count: 3, .. }));
		assert_noop!(spend(spending(1)), Error::<Test>::TotalExceeded);
	});
}

#[test]
fn spend_for_a_named_payee_does_not_fall_back_on_the_allowance_for_any() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		let small = Limits { amount: 10, total: 10, ..LIMITS };
		assert_ok!(allow(PAYER, SPENDER, Some(PAYEE), small));
		assert_ok!(spend(spending(10)));
		assert_noop!(spend(spending(1)), Error::<Test>::TotalExceeded);
		assert_ok!(spend(Spending { payee: did(STRANGER), ..spending(100) }));
		assert_eq!(record(None).unwrap().used, Usage { total: 100, count: 1 });
	});
}

#[test]
fn spend_of_nothing_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
	});
}

#[test]
fn spend_of_a_payer_who_is_not_active_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		for status in [DidStatus::Suspended, DidStatus::Revoked] {
			Directory::set_status(PAYER, status);
			assert_noop!(spend(spending(10)), Error::<Test>::PayerNotActive);
		}
		Directory::set_status(PAYER, DidStatus::Active);
		assert_ok!(spend(spending(10)));
	});
}

#[test]
fn spend_that_pays_the_payer_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(allow(PAYER, SPENDER, None, LIMITS));
		let circle = Spending { payee: did(PAYER), ..spending(10) };
		assert_noop!(spend(circle), Error::<Test>::PayeeIsPayer);
	});
}
