use counterfoil_primitives::did::DidStatus;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Agenda, Error, Event};

#[test]
fn revoke_returns_the_ticket_and_leaves_nothing() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(30)));
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		assert_eq!(
			last_event(),
			Event::Revoked {
				payer: did(PAYER),
				spender: did(SPENDER),
				payee: Some(did(PAYEE)),
				total: 30,
				count: 1,
			}
		);
		assert_eq!(Balances::free_balance(PAYER), WEALTH);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_noop!(revoke(PAYER, SPENDER, Some(PAYEE)), Error::<Test>::NotAllowed);
	});
}

#[test]
fn revoke_by_others_is_refused() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		for who in [SPENDER, PAYEE, STRANGER, DEVICE] {
			assert_noop!(revoke(who, SPENDER, Some(PAYEE)), Error::<Test>::NotAllowed);
		}
		assert_noop!(revoke(PASSER_BY, SPENDER, Some(PAYEE)), BadOrigin);
		assert_noop!(revoke(PAYER, SPENDER, None), Error::<Test>::NotAllowed);
	});
}

#[test]
fn revoke_by_a_suspended_payer_or_at_a_sponsors_expense_returns_the_ticket_to_its_account() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		Directory::set_status(PAYER, DidStatus::Suspended);
		assert_ok!(revoke(SPONSOR, SPENDER, Some(PAYEE)));
		assert_eq!(Balances::free_balance(PAYER), WEALTH);
		assert_eq!(Balances::free_balance(SPONSOR), WEALTH);
	});
}

#[test]
fn revoke_after_the_end_works_until_the_chain_has_removed_it() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		set_time(END + 1);
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		next_block(END + 5_000);
	});
}
