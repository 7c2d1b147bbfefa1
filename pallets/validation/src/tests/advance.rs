use counterfoil_primitives::{
	traits::{Decision, Reason, SubmissionStatus},
	verdict::{RoundOutcome, Standing},
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, Phase, Reputations, Verdict};

/// Ends the phase of a round by its deadline.
fn time_out(id: u64) {
	set_time(until(id) + 1);
	assert_ok!(advance(PASSER_BY, id));
}

#[test]
fn advance_before_the_deadline_is_refused_and_after_it_works_in_every_phase() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(4);
		join_all(3, id);
		set_time(until(id));
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::DeadlineNotPassed);
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
		assert_eq!(until(id), START + WINDOWS.joining + 1 + WINDOWS.committing);

		for who in validators(3).into_iter() {
			if who != VALIDATOR {
				assert_ok!(commit(who, id, seal(who, id, &valid(1))));
			}
		}
		set_time(until(id));
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::DeadlineNotPassed);
		assert_ok!(commit(VALIDATOR, id, seal(VALIDATOR, id, &valid(1))));
		assert_ok!(reveal(VALIDATOR, id, valid(1), salt(VALIDATOR)));
		set_time(until(id));
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::DeadlineNotPassed);
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
		assert_eq!(outcome(id), RoundOutcome::TooFewRevealed);
		settle(id);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::AlreadyClosed);
	});
}

#[test]
fn advance_needs_a_signature_and_a_round() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		assert_noop!(Validation::advance(RuntimeOrigin::none(), id), BadOrigin);
		assert_noop!(Validation::advance(RuntimeOrigin::root(), id), BadOrigin);
		assert_noop!(advance(PASSER_BY, 9), Error::<Test>::NotFound);
	});
}

#[test]
fn round_that_nobody_joined_is_over_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		take_events();
		time_out(id);
		assert_eq!(
			phase(id),
			Phase::Closed { outcome: RoundOutcome::TooFewJoined, at: START + WINDOWS.joining + 1 }
		);
		let submission = round(id).submission;
		assert_eq!(
			take_events(),
			[
				Event::Decided {
					round: id,
					submission,
					data_set: DATA_SET,
					supplier: did(SUPPLIER),
					outcome: RoundOutcome::TooFewJoined,
					valid: 0,
					invalid: 0,
					unrevealed: 0,
					refund: FEE,
				},
				Event::RoundClosed { round: id, submission, supplier: did(SUPPLIER) },
			]
		);
		assert_gained(SUPPLIER, 0);
		assert_eq!(Reputations::<Test>::get(did(SUPPLIER)).supplier.undecided, 1);
	});
}

#[test]
fn round_with_too_few_members_fails_without_blame() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		assert_ok!(join(VALIDATOR, id));
		assert_ok!(join(VALIDATOR + 1, id));
		time_out(id);
		assert_eq!(outcome(id), RoundOutcome::TooFewJoined);
		settle(id);
		for who in validators(2) {
			assert_gained(who, 0);
			assert_eq!(counts(who), (0, 0, 0, 1));
		}
		assert_gained(SUPPLIER, 0);
	});
}

#[test]
fn round_with_too_few_commitments_returns_all_money_and_remembers_who_was_absent() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(4);
		for who in validators(2) {
			assert_ok!(commit(who, id, [7; 32]));
		}
		time_out(id);
		assert_eq!(outcome(id), RoundOutcome::TooFewCommitted);
		let standings: Vec<Standing> = (0..4).map(|seat| standing_of(id, seat)).collect();
		assert_eq!(
			standings,
			[Standing::Undecided, Standing::Undecided, Standing::Unrevealed, Standing::Unrevealed]
		);
		settle(id);
		validators(4).into_iter().for_each(|who| assert_gained(who, 0));
		assert_gained(SUPPLIER, 0);
		assert_eq!((counts(VALIDATOR), counts(VALIDATOR + 3)), ((0, 0, 0, 1), (0, 0, 1, 0)));
	});
}

#[test]
fn round_with_too_few_reveals_returns_all_money_and_remembers_who_was_absent() {
	ExtBuilder::build_and_execute(|| {
		let good = [Some(valid(900)), Some(valid(900)), Some(valid(900)), None];
		let id = committed(&good);
		for who in validators(2) {
			assert_ok!(reveal(who, id, valid(900), salt(who)));
		}
		time_out(id);
		assert_eq!(outcome(id), RoundOutcome::TooFewRevealed);
		let submission = round(id).submission;
		let found = submitted(submission).unwrap();
		assert_eq!(found.status, SubmissionStatus::Submitted);
		assert_eq!(found.decisions, [Decision::Undecided]);
		settle(id);
		validators(4).into_iter().for_each(|who| assert_gained(who, 0));
		assert_gained(SUPPLIER, 0);
		for (who, expected) in
			validators(4).into_iter().zip([(0, 0, 0, 1), (0, 0, 0, 1), (0, 0, 1, 0), (0, 0, 1, 0)])
		{
			assert_eq!(counts(who), expected);
		}
	});
}

#[test]
fn round_without_majority_returns_all_money() {
	ExtBuilder::build_and_execute(|| {
		let bad = invalid(Reason::Other);
		let id = revealed(&[Some(valid(1)), Some(valid(1)), Some(bad.clone()), Some(bad)]);
		assert_eq!(outcome(id), RoundOutcome::NoMajority);
		settle(id);
		validators(4).into_iter().for_each(|who| assert_gained(who, 0));
		assert_gained(SUPPLIER, 0);
	});
}

#[test]
fn exact_quorum_is_enough() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(7);
		join_all(3, id);
		time_out(id);
		for who in validators(3) {
			assert_ok!(commit(who, id, seal(who, id, &valid(800))));
		}
		for who in validators(3) {
			assert_ok!(reveal(who, id, valid(800), salt(who)));
		}
		assert_eq!(outcome(id), RoundOutcome::Valid { quality: 800 });
		settle(id);
		assert_gained(SUPPLIER, -1_000);
	});
}

#[test]
fn rejection_names_the_most_frequent_reason_and_the_leaf_proven_first_for_it() {
	ExtBuilder::build_and_execute(|| {
		let with = |reason, leaf: Option<usize>| {
			Some(Verdict::Invalid { reason, leaf: leaf.map(leaf_proof) })
		};
		let id = revealed(&[
			with(Reason::Other, Some(0)),
			with(Reason::Implausible, None),
			with(Reason::Implausible, Some(4)),
			with(Reason::Implausible, Some(2)),
			with(Reason::Other, Some(1)),
		]);
		let (reason, leaf) = (Reason::Implausible, Some(4));
		assert_eq!(outcome(id), RoundOutcome::Invalid { reason, leaf });
		let found = submitted(round(id).submission).unwrap();
		assert_eq!(found.status, SubmissionStatus::Rejected);
		assert_eq!(found.decisions, [Decision::Invalid { reason, leaf }]);
		settle(id);
		assert_eq!(Reputations::<Test>::get(did(SUPPLIER)).supplier.rejected, 1);
		// Who gave another reason is of the majority all the same.
		assert_gained(VALIDATOR, 200);
	});
}
