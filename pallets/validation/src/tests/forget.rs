use counterfoil_primitives::verdict::RoundOutcome;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, LatestRound, Phase, Reputations, Rounds, SeatOf, Seats};

/// A round that is over.
fn closed() -> u64 {
	let id = revealed(&[Some(valid(900)), Some(valid(900)), Some(valid(900))]);
	settle(id);
	id
}

#[test]
fn forget_after_retention_returns_ticket_and_removes_every_trace() {
	for who in [SUPPLIER, STRANGER, PASSER_BY] {
		ExtBuilder::build_and_execute(|| {
			let id = closed();
			let submission = round(id).submission;
			let Phase::Closed { at, .. } = phase(id) else { panic!("it is over") };
			set_time(at + RETENTION - 1);
			assert_noop!(forget(who, id), Error::<Test>::RetentionNotOver);
			set_time(at + RETENTION);
			assert!(ticket(SUPPLIER) > 0);
			assert_ok!(forget(who, id));
			assert_eq!(
				last_event(),
				Event::Forgotten { round: id, submission, supplier: did(SUPPLIER) }
			);
			assert_eq!((ticket(SUPPLIER), ticket(who)), (0, 0));
			assert_eq!(Rounds::<Test>::iter().count(), 0);
			assert_eq!(Seats::<Test>::iter().count(), 0);
			assert_eq!(SeatOf::<Test>::iter().count(), 0);
			assert_eq!(LatestRound::<Test>::iter().count(), 0);
			// What follows from it stays.
			assert_eq!(Reputations::<Test>::get(did(SUPPLIER)).supplier.validated, 1);
			assert_eq!(counts(VALIDATOR), (1, 0, 0, 0));
			assert_noop!(forget(who, id), Error::<Test>::NotFound);
		});
	}
}

#[test]
fn forget_returns_the_ticket_to_the_account_that_carried_it() {
	ExtBuilder::build_and_execute(|| {
		let payer = SUPPLIER + OTHER_ACCOUNT;
		assert_ok!(open_round(payer, submit(), FEE, 3));
		set_time(until(0) + 1);
		assert_ok!(advance(PASSER_BY, 0));
		assert!(ticket(payer) > 0);
		set_time(START + WINDOWS.joining + 1 + RETENTION);
		assert_ok!(forget(PASSER_BY, 0));
		assert_eq!(ticket(payer), 0);
		assert_gained(payer, 0);
	});
}

#[test]
fn forget_of_open_round_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let good = [Some(valid(1)), Some(valid(1)), Some(valid(1))];
		for id in [opened(3), joined(3), committed(&good), revealed(&good)] {
			assert_noop!(forget(SUPPLIER, id), Error::<Test>::NotClosed);
		}
		assert_noop!(Validation::forget(RuntimeOrigin::none(), 0), BadOrigin);
	});
}

#[test]
fn forgetting_an_earlier_round_leaves_the_later_one_known() {
	ExtBuilder::build_and_execute(|| {
		let first = opened(3);
		let submission = round(first).submission;
		set_time(until(first) + 1);
		assert_ok!(advance(PASSER_BY, first));
		assert_eq!(outcome(first), RoundOutcome::TooFewJoined);
		assert_ok!(open_round(SUPPLIER, submission, FEE, 3));
		set_time(START + WINDOWS.joining + 1 + RETENTION);
		assert_ok!(forget(PASSER_BY, first));
		assert_eq!(LatestRound::<Test>::get(submission), Some(1));
	});
}

#[test]
fn forget_is_charged_for_the_members_that_there_were() {
	ExtBuilder::build_and_execute(|| {
		use crate::WeightInfo;
		let id = closed();
		set_time(START + 10 * RETENTION);
		let info = Validation::forget(RuntimeOrigin::signed(PASSER_BY), id).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::forget(3)));
	});
}
