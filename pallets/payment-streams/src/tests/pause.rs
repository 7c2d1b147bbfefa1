//! `pause`, `resume` and `withdraw`.

use counterfoil_primitives::{
	did::DidStatus,
	stream::{Change, Ending, Side},
	Asset,
};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event};

#[test]
fn pause_by_the_payee_stops_the_flow_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(2_000);
		assert_ok!(pause(PAYEE, id));
		assert_eq!(
			last_event(),
			Event::Paused {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				side: Side::Payee,
				since: START + 2_000,
				by: Some(did(PAYEE)),
			}
		);
		wait(1_000_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 14);
		assert_noop!(claim(STRANGER, id), Error::<Test>::NothingDue);
		assert_ok!(resume(PAYEE, id));
		let runs_until = Some(END + 1_000_000);
		assert_eq!(
			last_event(),
			Event::Resumed {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				side: Side::Payee,
				runs_until,
				by: did(PAYEE),
			}
		);
		assert_eq!(flow(id).covered_until(), runs_until);
	});
}

#[test]
fn pause_by_the_payer_stops_the_flow_after_notice() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(pause(PAYER, id));
		assert_eq!(
			last_event(),
			Event::Announced {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				change: Change::Pause,
				at: START + NOTICE,
				by: did(PAYER),
			}
		);
		// Until it is over nothing has changed; the chain tells when it is.
		next_block(START + NOTICE);
		assert_eq!(take_events(), []);
		next_block(START + NOTICE + 1_000);
		assert_eq!(
			take_events(),
			[Event::Paused {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				side: Side::Payer,
				since: START + NOTICE,
				by: None,
			}]
		);
		wait(50_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70);
		assert_ok!(resume(PAYER, id));
		wait(2_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 84);
	});
}

#[test]
fn stream_that_both_paused_runs_when_both_have_resumed() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(pause(PAYER, id));
		assert_ok!(pause(PAYEE, id));
		wait(NOTICE + 1);
		assert_ok!(resume(PAYEE, id));
		assert!(matches!(last_event(), Event::Resumed { runs_until: None, .. }));
		assert!(!flow(id).is_running());
		assert_ok!(resume(PAYER, id));
		assert!(flow(id).is_running());
		assert_eq!(flow(id).accrued, 0);
	});
}

#[test]
fn pause_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(pause(PAYEE, id));
		assert_noop!(pause(PAYEE, id), Error::<Test>::AlreadyPaused);
		assert_ok!(pause(PAYER, id));
		assert_noop!(pause(PAYER, id), Error::<Test>::AlreadyAnnounced);
		wait(NOTICE + 1);
		assert_noop!(pause(PAYER, id), Error::<Test>::AlreadyPaused);
	});
}

#[test]
fn attack_resume_by_the_other_party() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(resume(PAYEE, id), Error::<Test>::NotPaused);
		assert_ok!(pause(PAYEE, id));
		assert_noop!(resume(PAYER, id), Error::<Test>::NotPaused);
		assert_ok!(resume(PAYEE, id));
		assert_ok!(pause(PAYER, id));
		// What is announced is not there yet, and is withdrawn rather than resumed.
		assert_noop!(resume(PAYER, id), Error::<Test>::NotPaused);
		wait(NOTICE + 1);
		assert_noop!(resume(PAYEE, id), Error::<Test>::NotPaused);
		assert_noop!(resume(STRANGER, id), Error::<Test>::NotParty);
		assert_ok!(resume(PAYER, id));
	});
}

#[test]
fn attack_pause_to_dodge_payment() {
	ExtBuilder::build_and_execute(|| {
		// The payer takes the data and pauses at once: he pays for the notice all the same.
		let id = opened();
		assert_ok!(pause(PAYER, id));
		wait(NOTICE);
		// Nor can he restart the notice to keep the stream in limbo.
		assert_noop!(pause(PAYER, id), Error::<Test>::AlreadyAnnounced);
		wait(1);
		assert_ok!(close(PAYEE, id));
		assert_eq!(last_end(), (Ending::ClosedByPayee, START + NOTICE + 1, 70, 930));
	});
}

#[test]
fn withdraw_keeps_everything_as_it_is() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(withdraw(PAYER, id), Error::<Test>::NothingAnnounced);
		assert_ok!(pause(PAYER, id));
		assert_noop!(withdraw(PAYEE, id), Error::<Test>::NotPayer);
		assert_noop!(withdraw(STRANGER, id), Error::<Test>::NotParty);
		// At the last moment of the notice.
		wait(NOTICE);
		assert_ok!(withdraw(PAYER, id));
		assert_eq!(
			last_event(),
			Event::Withdrawn {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				change: Change::Pause,
				by: did(PAYER),
			}
		);
		next_block(START + NOTICE + 5_000);
		assert!(flow(id).is_running());
		// A millisecond after it there is nothing left to withdraw.
		assert_ok!(pause(PAYER, id));
		wait(NOTICE + 1);
		assert_noop!(withdraw(PAYER, id), Error::<Test>::NothingAnnounced);
	});
}

#[test]
fn who_is_suspended_still_winds_down_and_who_is_nobody_does_nothing() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for call in [pause, resume, withdraw, close] {
			assert_noop!(call(PASSER_BY, id), BadOrigin);
			assert_noop!(call(PAYER, id + 1), Error::<Test>::NotFound);
		}
		assert_noop!(pause(STRANGER, id), Error::<Test>::NotParty);
		Directory::set_status(PAYER, DidStatus::Suspended);
		Directory::set_status(PAYEE, DidStatus::Revoked);
		assert_ok!(pause(PAYER, id));
		assert_ok!(withdraw(PAYER, id));
		assert_ok!(pause(PAYEE, id));
		assert_ok!(resume(PAYEE, id));
		assert_ok!(close(PAYER + OTHER_ACCOUNT, id));
	});
}
