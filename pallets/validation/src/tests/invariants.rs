//! `do_try_state` notices what should never happen.

use counterfoil_primitives::{traits::Reason, verdict::Participation};
use frame_support::{
	assert_ok,
	traits::{fungible::MutateHold, tokens::Precision},
};
use sp_runtime::TryRuntimeError;

use crate::{
	mock::*, Agenda, HoldReason, LatestRound, NextRoundId, OpenRounds, Phase, Rounds, SeatOf, Seats,
};

/// Plays a round in which something is at stake, breaks something, and returns what is found.
fn broken(make: fn() -> u64, spoil: fn(u64)) -> Option<&'static str> {
	let mut found = None;
	new_test_ext().execute_with(|| {
		let id = make();
		assert_ok!(Validation::do_try_state());
		spoil(id);
		found = match Validation::do_try_state() {
			Err(TryRuntimeError::Other(cause)) => Some(cause),
			_ => None,
		};
	});
	found
}

/// Joined by three, one of four seats is left.
fn joining() -> u64 {
	let id = opened(4);
	join_all(3, id);
	id
}

/// Decided, after the first step.
fn settling() -> u64 {
	let good = Some(valid(900));
	let id =
		revealed(&[good.clone(), good.clone(), good.clone(), Some(invalid(Reason::Other)), good]);
	assert_ok!(advance(PASSER_BY, id));
	id
}

#[test]
fn broken_records_are_noticed() {
	type Case = (fn() -> u64, fn(u64), &'static str);
	let cases: [Case; 13] = [
		(
			joining,
			|id| OpenRounds::<Test>::remove(id),
			"the index of open rounds does not agree with a round",
		),
		(
			joining,
			|_| OpenRounds::<Test>::insert(7, ()),
			"the index lists rounds that are not open",
		),
		(
			joining,
			|id| LatestRound::<Test>::remove(round(id).submission),
			"a round is not the latest, and no later one is known",
		),
		(
			joining,
			|_| LatestRound::<Test>::insert(9, 9),
			"the latest round of a submission is gone",
		),
		(joining, |_| NextRoundId::<Test>::put(0), "a round has a number that was not given yet"),
		(joining, |id| Seats::<Test>::remove(id, 1), "a seat is empty"),
		(
			joining,
			|id| SeatOf::<Test>::remove(did(VALIDATOR), id),
			"a validator does not know his seat",
		),
		(
			joining,
			|id| {
				Seats::<Test>::mutate(id, 0, |member| {
					member.as_mut().unwrap().participation = Participation::Committed([0; 32])
				})
			},
			"the commitments are miscounted",
		),
		(
			settling,
			|id| Rounds::<Test>::mutate(id, |round| round.as_mut().unwrap().tally.valid += 1),
			"the verdicts are miscounted",
		),
		(
			joining,
			|id| {
				Rounds::<Test>::mutate(id, |round| {
					round.as_mut().unwrap().phase = Phase::Revealing { until: START }
				})
			},
			"a round is in a phase that its members do not allow",
		),
		(
			joining,
			|id| Agenda::<Test>::remove(START / 1_000 + 11, id),
			"a deadline is not on the agenda",
		),
		(
			joining,
			|_| Agenda::<Test>::insert(START, 9, ()),
			"the agenda lists what has no deadline",
		),
		(
			joining,
			|_| {
				let reason = HoldReason::Bond.into();
				assert_ok!(Balances::release(&reason, &VALIDATOR, 1, Precision::Exact));
			},
			"the bonds on hold are not those of the rounds",
		),
	];
	for (make, spoil, cause) in cases {
		assert_eq!(broken(make, spoil), Some(cause));
	}
}

#[test]
fn money_on_hold_is_checked_between_two_steps_of_a_settlement() {
	// The fee that is not paid out yet; then what was slashed already.
	assert_eq!(
		broken(settling, |_| {
			assert_ok!(Balances::release(&HoldReason::Fee.into(), &SUPPLIER, 1, Precision::Exact));
		}),
		Some("the fees on hold are not those of the rounds")
	);
	assert_eq!(
		broken(settling, |_| {
			assert_ok!(Balances::release(&HoldReason::Bond.into(), &SUPPLIER, 1, Precision::Exact));
		}),
		Some("the bonds on hold are not those of the rounds")
	);
}
