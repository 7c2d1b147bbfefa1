use counterfoil_primitives::{
	stream::{Change, Ending},
	Asset,
};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Agenda, Error, Event};

#[test]
fn close_by_the_payee_ends_it_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(2_500);
		assert_ok!(close(PAYEE, id));
		assert_eq!(
			last_event(),
			Event::Ended {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				funder: did(PAYER),
				data_set: None,
				asset: Asset::Native,
				ending: Ending::ClosedByPayee,
				at: START + 2_500,
				to_payee: 17,
				to_funder: 983,
				owed: 0,
				unreturned: 0,
				by: Some(did(PAYEE)),
			}
		);
		assert!(is_gone(id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 17);
		assert_eq!(free(Asset::Native, PAYER), WEALTH - 17);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn close_by_the_payer_ends_it_after_notice() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(1_000);
		assert_ok!(close(PAYER, id));
		let at = START + 1_000 + NOTICE;
		assert!(matches!(
			last_event(),
			Event::Announced { change: Change::Close, at: told, .. } if told == at
		));
		assert_noop!(close(PAYER, id), Error::<Test>::AlreadyAnnounced);
		next_block(at);
		assert!(!is_gone(id));
		next_block(at + 1_000);
		assert!(is_gone(id));
		assert_eq!(last_end(), (Ending::ClosedByPayer, at, 77, 923));
		assert_eq!(free(Asset::Native, PAYER), WEALTH - 77);
	});
}

#[test]
fn close_that_is_over_takes_no_more_calls_and_no_more_money() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(close(PAYER, id));
		wait(NOTICE);
		assert_ok!(top_up(PAYER, id, 1));
		wait(1);
		for call in [pause, resume, withdraw, close] {
			assert_noop!(call(PAYER, id), Error::<Test>::Over);
			assert_noop!(call(PAYEE, id), Error::<Test>::Over);
		}
		assert_noop!(top_up(PAYER, id, 1), Error::<Test>::Over);
		assert_noop!(change_rate(PAYEE, id, 1), Error::<Test>::Over);
		// However late it is looked at.
		wait(1_000_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(last_end(), (Ending::ClosedByPayer, START + NOTICE, 70, 931));
	});
}

#[test]
fn close_goes_before_what_else_is_announced_and_can_be_withdrawn() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(pause(PAYER, id));
		assert_ok!(close(PAYER, id));
		assert_noop!(pause(PAYER, id), Error::<Test>::AlreadyAnnounced);
		assert_noop!(change_rate(PAYER, id, 1), Error::<Test>::AlreadyAnnounced);
		assert_ok!(withdraw(PAYER, id));
		next_block(START + NOTICE + 2_000);
		assert!(flow(id).is_running());
	});
}

#[test]
fn close_with_a_notice_that_the_deposit_does_not_cover_any_more_ends_insolvent() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		set_time(END - 1_000);
		assert_ok!(close(PAYER, id));
		next_block(END + 1_000);
		assert_eq!(last_end(), (Ending::Insolvent, END, DEPOSIT, 0));
	});
}

#[test]
fn close_of_a_paused_stream_runs_out_with_the_notice() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(1_000);
		assert_ok!(pause(PAYEE, id));
		assert_ok!(close(PAYER, id));
		next_block(START + 1_000 + NOTICE + 1_000);
		assert_eq!(last_end(), (Ending::ClosedByPayer, START + 1_000 + NOTICE, 7, 993));
	});
}

#[test]
fn attack_close_by_a_stranger() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for who in [STRANGER, PATRON, HOLDER] {
			assert_noop!(close(who, id), Error::<Test>::NotParty);
		}
	});
}

#[test]
fn attack_close_and_reopen_pays_the_old_notice_and_the_new_stream() {
	ExtBuilder::build_and_execute(|| {
		let old = opened();
		assert_ok!(close(PAYER, old));
		let new = opened_with(Terms { rate: 1, ..TERMS });
		assert_ne!(old, new);
		assert_eq!(held(Asset::Native, PAYER), 2 * DEPOSIT);
		next_block(START + NOTICE + 1_000);
		assert!(is_gone(old) && !is_gone(new));
		assert_ok!(claim(PAYEE, new));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70 + 11);
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT - 11);
	});
}

#[test]
fn crumbs_are_paid_at_the_end() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(300);
		assert_noop!(claim(PAYEE, id), Error::<Test>::NothingDue);
		assert_ok!(close(PAYEE, id));
		assert_eq!(last_end(), (Ending::ClosedByPayee, START + 300, 2, 998));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 2);
		// And if not a whole unit has accrued, nothing is.
		let id = opened();
		wait(142);
		assert_ok!(close(PAYEE, id));
		assert_eq!(last_end(), (Ending::ClosedByPayee, START + 442, 0, DEPOSIT));
	});
}
