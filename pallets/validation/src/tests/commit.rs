use counterfoil_primitives::{did::DidStatus, verdict::Participation};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, Phase};

const SEALED: [u8; 32] = [9; 32];

#[test]
fn commit_is_kept() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		assert_ok!(commit(VALIDATOR + 1, id, SEALED));
		assert_eq!(
			last_event(),
			Event::Committed {
				round: id,
				submission: round(id).submission,
				validator: did(VALIDATOR + 1),
				commitment: SEALED,
			}
		);
		assert_eq!(participation(id, 1), Participation::Committed(SEALED));
		assert_eq!(round(id).committed, 1);
	});
}

#[test]
fn last_commitment_ends_the_phase_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		set_time(START + 5);
		for who in validators(3) {
			assert_ok!(commit(who, id, SEALED));
		}
		let until = START + 5 + WINDOWS.revealing;
		assert_eq!(phase(id), Phase::Revealing { until });
		let submission = round(id).submission;
		assert_eq!(
			last_event(),
			Event::RevealingBegan { round: id, submission, committed: 3, until }
		);
		assert_noop!(commit(VALIDATOR, id, SEALED), Error::<Test>::NotCommitting);
	});
}

#[test]
fn all_commitments_do_not_end_the_phase_while_others_may_join() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(4);
		assert_ok!(join(VALIDATOR, id));
		assert_noop!(commit(VALIDATOR, id, SEALED), Error::<Test>::NotCommitting);
	});
}

#[test]
fn commit_at_the_last_moment_works_and_a_moment_later_does_not() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		set_time(until(id));
		assert_ok!(commit(VALIDATOR, id, SEALED));
		set_time(until(id) + 1);
		assert_noop!(commit(VALIDATOR + 1, id, SEALED), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn commit_by_others_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		for who in [SUPPLIER, STRANGER, VALIDATOR + 3] {
			assert_noop!(commit(who, id, SEALED), Error::<Test>::NotMember);
		}
		assert_noop!(commit(PASSER_BY, id, SEALED), BadOrigin);
		assert_noop!(commit(VALIDATOR, 7, SEALED), Error::<Test>::NotFound);
	});
}

#[test]
fn commit_from_another_account_of_the_validator_counts() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		assert_ok!(commit(VALIDATOR + OTHER_ACCOUNT, id, SEALED));
		assert_eq!(participation(id, 0), Participation::Committed(SEALED));
	});
}

#[test]
fn commit_by_suspended_validator_is_taken() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		set_status(VALIDATOR, DidStatus::Suspended);
		assert_ok!(commit(VALIDATOR, id, SEALED));
	});
}

#[test]
fn commit_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(3);
		assert_ok!(commit(VALIDATOR, id, SEALED));
		assert_noop!(commit(VALIDATOR, id, [8; 32]), Error::<Test>::AlreadyCommitted);
		assert_noop!(commit(VALIDATOR, id, SEALED), Error::<Test>::AlreadyCommitted);
	});
}
