use counterfoil_primitives::{
	did::DidStatus,
	reputation::{Counts, ValidatorCounts},
	verdict::Participation,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, Error, Event, Phase, Reputations, SeatOf};

#[test]
fn join_takes_the_next_seat_and_holds_the_bond() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(7);
		assert_ok!(join(VALIDATOR, id));
		assert_ok!(join(VALIDATOR + 5, id));
		assert_eq!(
			last_event(),
			Event::Joined {
				round: id,
				submission: round(id).submission,
				validator: subject(VALIDATOR + 5),
				seat: 1,
				bond: BOND,
			}
		);
		assert_eq!(purse(VALIDATOR + 5), Purse { total: WEALTH, fee: 0, bond: BOND });
		assert_eq!(SeatOf::<Test>::get(did(VALIDATOR + 5), id), Some(1));
		assert_eq!(participation(id, 1), Participation::Joined);
		assert_eq!(round(id).joined, 2);
	});
}

#[test]
fn last_seat_ends_the_phase_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		set_time(START + 5);
		for who in validators(3) {
			assert_ok!(join(who, id));
		}
		let until = START + 5 + WINDOWS.committing;
		assert_eq!(phase(id), Phase::Committing { until });
		assert_eq!(
			last_event(),
			Event::CommittingBegan {
				round: id,
				submission: round(id).submission,
				joined: 3,
				until
			}
		);
		assert_noop!(join(VALIDATOR + 3, id), Error::<Test>::NotJoining);
	});
}

#[test]
fn join_at_the_last_moment_works_and_a_moment_later_does_not() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		set_time(until(id));
		assert_ok!(join(VALIDATOR, id));
		set_time(until(id) + 1);
		assert_noop!(join(VALIDATOR + 1, id), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn join_of_unknown_round_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(join(VALIDATOR, 0), Error::<Test>::NotFound);
	});
}

#[test]
fn join_after_the_phase_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let good = [Some(valid(1)), Some(valid(1)), Some(valid(1))];
		for id in [joined(3), committed(&good), revealed(&good)] {
			assert_noop!(join(VALIDATOR + 50, id), Error::<Test>::NotJoining);
		}
	});
}

#[test]
fn join_without_role_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		assert_noop!(join(STRANGER, id), Error::<Test>::NotValidator);
		assert_noop!(join(REGULATOR, id), Error::<Test>::NotValidator);
		assert_noop!(join(PASSER_BY, id), BadOrigin);
	});
}

#[test]
fn join_of_suspended_or_revoked_validator_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		for status in [DidStatus::Suspended, DidStatus::Revoked, DidStatus::Pending] {
			set_status(VALIDATOR, status);
			assert_noop!(join(VALIDATOR, id), BadOrigin);
		}
	});
}

#[test]
fn join_beyond_ones_means_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		assert_noop!(join(POOR, id), TokenError::FundsUnavailable);
	});
}

#[test]
fn join_with_too_many_absences_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(4);
		let absent = |unrevealed: u32| Counts {
			validator: ValidatorCounts { unrevealed, ..Default::default() },
			..Default::default()
		};
		// Three of thirteen are 230 per mille, four of fourteen 285; the most is 250.
		Reputations::<Test>::insert(did(VALIDATOR), absent(3));
		Reputations::<Test>::insert(did(VALIDATOR + 1), absent(4));
		assert_ok!(join(VALIDATOR, id));
		assert_noop!(join(VALIDATOR + 1, id), Error::<Test>::TooOftenAbsent);
	});
}

#[test]
fn join_from_another_account_holds_the_bond_there() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		assert_ok!(join(VALIDATOR + OTHER_ACCOUNT, id));
		assert_eq!((purse(VALIDATOR).bond, purse(VALIDATOR + OTHER_ACCOUNT).bond), (0, BOND));
	});
}
