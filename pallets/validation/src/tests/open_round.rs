use counterfoil_primitives::{
	did::DidStatus,
	traits::{Reason, SubmissionStatus},
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, Error, Event, LatestRound, NextRoundId, OpenRounds, Phase};

#[test]
fn open_round_holds_fee_and_takes_ticket() {
	ExtBuilder::build_and_execute(|| {
		let submission = submit();
		assert_ok!(open_round(SUPPLIER, submission, FEE, 7));
		assert_eq!(
			last_event(),
			Event::RoundOpened {
				round: 0,
				submission,
				data_set: DATA_SET,
				supplier: subject(SUPPLIER),
				fee: FEE,
				bond: BOND,
				seats: 7,
				until: START + WINDOWS.joining,
			}
		);
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, fee: FEE, bond: 0 });
		assert!(ticket(SUPPLIER) > 0);
		assert_eq!(phase(0), Phase::Joining { until: START + WINDOWS.joining });
		assert_eq!(submitted(submission).unwrap().status, SubmissionStatus::Validating);
		assert!(OpenRounds::<Test>::contains_key(0));
		assert_eq!(LatestRound::<Test>::get(submission), Some(0));
		assert_eq!(NextRoundId::<Test>::get(), 1);
	});
}

#[test]
fn ticket_grows_with_the_seats() {
	ExtBuilder::build_and_execute(|| {
		opened(3);
		let few = ticket(SUPPLIER);
		opened(4);
		let more = ticket(SUPPLIER) - few;
		opened(100);
		let most = ticket(SUPPLIER) - few - more;
		assert_eq!(most - few, (more - few) * 97);
	});
}

#[test]
fn open_round_from_another_account_is_paid_from_it() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(open_round(SUPPLIER + OTHER_ACCOUNT, submit(), FEE, 3));
		assert_eq!(purse(SUPPLIER + OTHER_ACCOUNT).fee, FEE);
		assert_eq!((purse(SUPPLIER).fee, ticket(SUPPLIER)), (0, 0));
	});
}

#[test]
fn open_round_by_anyone_but_the_supplier_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let submission = submit();
		for who in [STRANGER, VALIDATOR, DEVICE] {
			assert_noop!(open_round(who, submission, FEE, 3), Error::<Test>::NotSupplier);
		}
		assert_noop!(open_round(PASSER_BY, submission, FEE, 3), BadOrigin);
	});
}

#[test]
fn open_round_by_suspended_supplier_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let submission = submit();
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(open_round(SUPPLIER, submission, FEE, 3), BadOrigin);
	});
}

#[test]
fn open_round_about_unknown_submission_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(open_round(SUPPLIER, 9, FEE, 3), Error::<Test>::UnknownSubmission);
	});
}

#[test]
fn open_round_with_low_fee_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let submission = submit();
		assert_noop!(open_round(SUPPLIER, submission, 99, 3), Error::<Test>::FeeTooLow);
		assert_ok!(open_round(SUPPLIER, submission, 100, 3));
	});
}

#[test]
fn fee_and_bond_are_never_below_the_existential_deposit() {
	ExtBuilder::build_and_execute(|| {
		let mut low = parameters();
		(low.minimum_fee, low.bond) = (0, 0);
		(low.minority_penalty, low.unrevealed_penalty) = (0, 1_000);
		assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), low));
		let submission = submit();
		let least = EXISTENTIAL_DEPOSIT;
		assert_noop!(open_round(SUPPLIER, submission, least - 1, 3), Error::<Test>::FeeTooLow);
		assert_ok!(open_round(SUPPLIER, submission, least, 3));
		assert_eq!(round(0).bond, least);
	});
}

#[test]
fn open_round_with_fewer_seats_than_quorum_or_too_many_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let submission = submit();
		for seats in [0, 2, 101, u32::MAX] {
			assert_noop!(
				open_round(SUPPLIER, submission, FEE, seats),
				Error::<Test>::SeatsOutOfRange
			);
		}
		assert_ok!(open_round(SUPPLIER, submission, FEE, 100));
	});
}

#[test]
fn open_round_beyond_ones_means_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let submission = submit();
		assert_noop!(open_round(SUPPLIER, submission, WEALTH, 3), TokenError::FundsUnavailable);
		// The fee could be paid, the ticket could not.
		assert_noop!(
			open_round(SUPPLIER, submission, WEALTH - 100, 3),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn second_round_about_a_submission_is_refused_while_it_is_open_or_decided() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		let submission = round(id).submission;
		assert_noop!(open_round(SUPPLIER, submission, FEE, 3), NOT_WAITING);

		let id = revealed(&[Some(valid(900)), Some(valid(900)), Some(valid(900))]);
		let submission = round(id).submission;
		assert_noop!(open_round(SUPPLIER, submission, FEE, 3), NOT_WAITING);

		let bad = Some(invalid(Reason::Other));
		let id = revealed(&[bad.clone(), bad.clone(), bad]);
		let submission = round(id).submission;
		assert_noop!(open_round(SUPPLIER, submission, FEE, 3), NOT_WAITING);
	});
}

#[test]
fn failed_round_leaves_the_submission_to_another_round() {
	ExtBuilder::build_and_execute(|| {
		let first = opened(3);
		let submission = round(first).submission;
		set_time(until(first) + 1);
		assert_ok!(advance(PASSER_BY, first));
		assert_eq!(submitted(submission).unwrap().status, SubmissionStatus::Submitted);
		assert_ok!(open_round(SUPPLIER, submission, FEE, 3));
		assert_eq!(LatestRound::<Test>::get(submission), Some(1));
	});
}

#[test]
fn open_round_when_numbers_are_used_up_is_refused() {
	ExtBuilder::build_and_execute(|| {
		NextRoundId::<Test>::put(u64::MAX);
		let submission = submit();
		assert_noop!(open_round(SUPPLIER, submission, FEE, 3), Error::<Test>::NoMoreIds);
	});
}
