use counterfoil_primitives::{did::DidStatus, stream::MAX_DEPOSIT, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, DispatchError, TokenError};

use crate::{mock::*, Agenda, Error, Event};

#[test]
fn top_up_puts_the_end_off() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(100_000);
		assert_ok!(top_up(PAYER, id, 70));
		assert_eq!(
			last_event(),
			Event::ToppedUp {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				funder: did(PAYER),
				data_set: None,
				asset: Asset::Native,
				amount: 70,
				runs_until: Some(END + 10_000),
				by: did(PAYER),
			}
		);
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT + 70);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		next_block(END + 9_000);
		assert!(!is_gone(id));
		next_block(END + 11_000);
		assert!(is_gone(id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + DEPOSIT + 70);
	});
}

#[test]
fn top_up_while_paused_is_bound_and_runs_later() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(pause(PAYEE, id));
		assert_ok!(top_up(PAYER, id, 7));
		assert!(matches!(last_event(), Event::ToppedUp { runs_until: None, .. }));
		assert_ok!(resume(PAYEE, id));
		assert!(
			matches!(last_event(), Event::Resumed { runs_until: Some(end), .. } if end == END + 1_000)
		);
	});
}

#[test]
fn top_up_by_others_or_from_another_account_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(top_up(STRANGER, id, 1), Error::<Test>::NotParty);
		assert_noop!(top_up(PASSER_BY, id, 1), BadOrigin);
		// The payee might, if the payer had allowed it.
		assert_noop!(top_up(PAYEE, id, 1), DispatchError::Other("not allowed"));
		let other = PAYER + OTHER_ACCOUNT;
		assert_noop!(top_up(other, id, 1), Error::<Test>::WrongAccount);
		Directory::set_status(PAYER, DidStatus::Suspended);
		assert_noop!(top_up(PAYER, id, 1), BadOrigin);
	});
}

#[test]
fn top_up_of_nothing_or_without_money_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(top_up(PAYER, id, 0), Error::<Test>::AmountZero);
		assert_noop!(top_up(PAYER, id, MAX_DEPOSIT), Error::<Test>::DepositTooHigh);
		assert_noop!(top_up(PAYER, id, WEALTH), TokenError::FundsUnavailable);
		assert_noop!(top_up(PAYER, id + 1, 1), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_top_up_in_the_block_of_the_end() {
	ExtBuilder::build_and_execute(|| {
		let (in_time, late) = (opened(), opened());
		// At the last moment that the deposit covers the top-up wins.
		set_time(END);
		assert_ok!(top_up(PAYER, in_time, 7));
		// A millisecond later the end has won, though nobody has looked at the stream yet.
		set_time(END + 1);
		assert_noop!(top_up(PAYER, late, 7), Error::<Test>::Over);
		assert_ok!(claim(PASSER_BY, in_time));
		assert!(!is_gone(in_time));
		// The same in the block in which the chain ends it: the agenda goes first.
		next_block(END + 1_000);
		assert!(is_gone(late));
		assert_noop!(top_up(PAYER, late, 7), Error::<Test>::NotFound);
		assert_eq!(flow(in_time).covered_until(), Some(END + 1_000));
		assert_ok!(top_up(PAYER, in_time, 7));
	});
}
