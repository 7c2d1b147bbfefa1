use counterfoil_primitives::{
	did::DidStatus,
	traits::{Reason, SubmissionStatus},
	verdict::{Finding, Participation, RoundOutcome, Standing},
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, Phase, Verdict};

/// A round in which this verdict was committed to by the first of three.
fn with(verdict: &Verdict) -> u64 {
	committed(&[Some(verdict.clone()), Some(valid(900)), Some(valid(900))])
}

#[test]
fn reveal_is_counted_and_kept() {
	ExtBuilder::build_and_execute(|| {
		let verdict = Verdict::Invalid { reason: Reason::OutOfRange, leaf: Some(leaf_proof(3)) };
		let id = with(&verdict);
		assert_ok!(reveal(VALIDATOR, id, verdict, salt(VALIDATOR)));
		let finding = Finding::Invalid { reason: Reason::OutOfRange, leaf: Some(3) };
		assert_eq!(
			last_event(),
			Event::Revealed {
				round: id,
				submission: round(id).submission,
				validator: did(VALIDATOR),
				finding,
				counts: true,
			}
		);
		assert_eq!(participation(id, 0), Participation::Revealed(finding));
		assert_eq!((round(id).tally.valid, round(id).tally.invalid), (0, 1));
	});
}

#[test]
fn last_reveal_decides_the_round_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = committed(&[Some(valid(950)), Some(valid(900)), Some(invalid(Reason::Other))]);
		set_time(START + 5);
		assert_ok!(reveal(VALIDATOR, id, valid(950), salt(VALIDATOR)));
		assert_ok!(reveal(VALIDATOR + 1, id, valid(900), salt(VALIDATOR + 1)));
		assert!(matches!(phase(id), Phase::Revealing { .. }));
		let other = invalid(Reason::Other);
		assert_ok!(reveal(VALIDATOR + 2, id, other, salt(VALIDATOR + 2)));

		let outcome = RoundOutcome::Valid { quality: 900 };
		let (visited, rewarded, due) = (0, 0, START + 5);
		assert_eq!(phase(id), Phase::Settling { outcome, visited, rewarded, due });
		let submission = round(id).submission;
		assert_eq!(
			last_event(),
			Event::Decided {
				round: id,
				submission,
				data_set: DATA_SET,
				supplier: did(SUPPLIER),
				outcome,
				valid: 2,
				invalid: 1,
				unrevealed: 0,
				refund: 0,
			}
		);
		// The registry knows before any money has moved.
		assert_eq!(submitted(submission).unwrap().status, SubmissionStatus::Validated);
		assert_eq!(purse(VALIDATOR).bond, BOND);
	});
}

#[test]
fn reveal_at_the_last_moment_works_and_a_moment_later_does_not() {
	ExtBuilder::build_and_execute(|| {
		let id = with(&valid(900));
		set_time(until(id));
		assert_ok!(reveal(VALIDATOR, id, valid(900), salt(VALIDATOR)));
		set_time(until(id) + 1);
		assert_noop!(
			reveal(VALIDATOR + 1, id, valid(900), salt(VALIDATOR + 1)),
			Error::<Test>::DeadlinePassed
		);
	});
}

#[test]
fn reveal_outside_of_the_phase_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let good = [Some(valid(900)), Some(valid(900)), Some(valid(900))];
		for id in [opened(3), joined(3), revealed(&good)] {
			assert_noop!(
				reveal(VALIDATOR, id, valid(900), salt(VALIDATOR)),
				Error::<Test>::NotRevealing
			);
		}
		assert_noop!(reveal(VALIDATOR, 9, valid(900), salt(VALIDATOR)), Error::<Test>::NotFound);
	});
}

#[test]
fn reveal_by_others_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = committed(&[Some(valid(900)), Some(valid(900)), Some(valid(900)), None]);
		assert_noop!(reveal(STRANGER, id, valid(900), salt(STRANGER)), Error::<Test>::NotMember);
		assert_noop!(
			reveal(VALIDATOR + 3, id, valid(900), salt(VALIDATOR + 3)),
			Error::<Test>::NotCommitted
		);
		assert_noop!(reveal(PASSER_BY, id, valid(900), salt(0)), BadOrigin);
	});
}

#[test]
fn reveal_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = with(&valid(900));
		assert_ok!(reveal(VALIDATOR, id, valid(900), salt(VALIDATOR)));
		assert_noop!(
			reveal(VALIDATOR, id, valid(900), salt(VALIDATOR)),
			Error::<Test>::AlreadyRevealed
		);
	});
}

#[test]
fn reveal_of_verdict_that_cannot_be_given_is_refused() {
	let flawed = |change: fn(&mut crate::Verdict)| {
		let mut verdict =
			Verdict::Invalid { reason: Reason::OutOfRange, leaf: Some(leaf_proof(3)) };
		change(&mut verdict);
		verdict
	};
	let cases = [
		(valid(1_001), Error::<Test>::QualityTooHigh),
		(invalid(Reason::Vetoed), Error::<Test>::ReasonReserved),
		(
			flawed(|verdict| {
				if let Verdict::Invalid { leaf: Some(proof), .. } = verdict {
					proof.index = 5;
				}
			}),
			Error::<Test>::LeafOutOfRange,
		),
		(
			flawed(|verdict| {
				if let Verdict::Invalid { leaf: Some(proof), .. } = verdict {
					proof.path.pop();
				}
			}),
			Error::<Test>::WrongPathLength,
		),
		(
			flawed(|verdict| {
				if let Verdict::Invalid { leaf: Some(proof), .. } = verdict {
					proof.path =
						vec![proof.path[1], proof.path[0], proof.path[2]].try_into().unwrap();
				}
			}),
			Error::<Test>::RootMismatch,
		),
	];
	for (verdict, error) in cases {
		ExtBuilder::build_and_execute(|| {
			let id = with(&verdict);
			assert_noop!(reveal(VALIDATOR, id, verdict, salt(VALIDATOR)), error);
		});
	}
}

#[test]
fn reveal_by_validator_suspended_since_is_excused() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder::build_and_execute(|| {
			let good = Some(valid(900));
			let id = committed(&[good.clone(), good.clone(), good, Some(valid(1))]);
			set_status(VALIDATOR + 3, status);
			for who in validators(3) {
				assert_ok!(reveal(who, id, valid(900), salt(who)));
			}
			let last = VALIDATOR + 3;
			assert_ok!(reveal(last, id, valid(1), salt(last)));
			// His low quality does not count.
			assert_eq!(outcome(id), RoundOutcome::Valid { quality: 900 });
			assert_eq!(standing_of(id, 3), Standing::Excused);
			settle(id);
			assert_gained(last, 0);
			assert_eq!(counts(last), (0, 0, 0, 1));
			assert_gained(VALIDATOR, 334);
		});
	}
}

#[test]
fn reveal_from_another_account_of_the_validator_counts() {
	ExtBuilder::build_and_execute(|| {
		let id = with(&valid(900));
		assert_ok!(reveal(VALIDATOR + OTHER_ACCOUNT, id, valid(900), salt(VALIDATOR)));
		assert_eq!(round(id).tally.valid, 1);
	});
}
