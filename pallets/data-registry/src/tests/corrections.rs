//! Corrections never overwrite: both stay, numbered and linked (Y.4560 9.4).

use super::*;

/// A batch that is to stand in the place of this submission.
fn correction(set: u64, corrects: u64) -> SubmissionBody {
	SubmissionBody { corrects: Some(corrects), ..next_body(set) }
}

#[test]
fn correction_of_rejected_submission_is_linked_both_ways() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let before = submission(old);
		let batch = correction(set, old);
		let new = submit_body(batch.clone());

		assert_eq!(submission(old), Submission { corrected_by: Some(new), ..before });
		let record = submission(new);
		assert_eq!(record.body, batch);
		assert_eq!((record.revision, record.supersedes), (1, None));
		assert_eq!(record.status, SubmissionStatus::Submitted);
		System::assert_last_event(
			Event::<Test>::Submitted {
				submission: new,
				data_set: set,
				supplier: did(SUPPLIER),
				submitter: did(SUPPLIER),
				payer: SUPPLIER,
				device: did(DEVICE),
				sequence: 1,
				schema: SCHEMA,
				fingerprint: batch.fingerprint,
				from: NOW - 60_000,
				to: NOW,
				corrects: Some(old),
				revision: 1,
			}
			.into(),
		);
	});
}

#[test]
fn rejected_submission_stays_rejected_when_its_correction_is_validated() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let new = correct(set, old);
		let before = submission(old);
		decide(new, valid(900));
		assert_eq!(submission(old), before);
		assert_eq!(before.status, SubmissionStatus::Rejected);
		assert!(!events().iter().any(|event| matches!(event, Event::Superseded { .. })));
	});
}

#[test]
fn correction_of_rejected_correction_is_the_second_revision() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let first = rejected(set);
		let second = correct(set, first);
		decide(second, invalid());
		let third = correct(set, second);
		decide(third, valid(700));
		assert_eq!([first, second, third].map(|id| submission(id).revision), [0, 1, 2]);
	});
}

#[test]
fn validated_submission_stays_valid_until_its_new_version_is_validated() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = validated(set);
		let new = correct(set, old);
		assert_eq!((submission(new).revision, submission(new).supersedes), (1, Some(old)));
		assert_eq!(status(old), SubmissionStatus::Validated);
		assert_ok!(DataRegistry::begin_validation(new));
		assert_eq!(status(old), SubmissionStatus::Validated);

		let before = submission(old);
		set_time(NOW + 9);
		assert_ok!(<DataRegistry as ValidationTarget>::decide(new, valid(950)));
		assert_eq!(
			submission(old),
			Submission { status: SubmissionStatus::Superseded, superseded_by: Some(new), ..before }
		);
		assert_eq!(status(new), SubmissionStatus::Validated);
		System::assert_last_event(
			Event::<Test>::Superseded {
				submission: old,
				by: new,
				data_set: set,
				supplier: did(SUPPLIER),
			}
			.into(),
		);
	});
}

#[test]
fn validated_submission_stays_valid_when_its_new_version_is_rejected_or_not_decided() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = validated(set);
		let new = correct(set, old);
		for decision in [Decision::Undecided, invalid()] {
			decide(new, decision);
			assert_eq!(status(old), SubmissionStatus::Validated);
			assert_eq!(submission(old).superseded_by, None);
		}
	});
}

#[test]
fn first_valid_revision_supersedes_the_last_valid_one_over_rejected_ones() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let first = validated(set);
		let second = correct(set, first);
		decide(second, invalid());
		let third = correct(set, second);
		decide(third, invalid());
		let fourth = correct(set, third);
		assert_eq!(submission(fourth).supersedes, Some(first));
		decide(fourth, valid(900));
		assert_eq!(
			[first, second, third, fourth].map(status),
			[
				SubmissionStatus::Superseded,
				SubmissionStatus::Rejected,
				SubmissionStatus::Rejected,
				SubmissionStatus::Validated
			]
		);
		assert_eq!(submission(first).superseded_by, Some(fourth));
		assert_eq!(submission(first).corrected_by, Some(second));

		// And is superseded in its turn.
		let fifth = correct(set, fourth);
		decide(fifth, valid(800));
		assert_eq!(submission(fourth).superseded_by, Some(fifth));
		assert_eq!(submission(first).superseded_by, Some(fourth));
		assert_eq!(submission(fifth).revision, 4);
	});
}

#[test]
fn correction_by_another_device_of_the_supplier_is_taken() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		assert_ok!(submit_with(SECOND_DEVICE, 0, correction(set, old)));
	});
}

#[test]
fn correction_of_unknown_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(try_submit(correction(set, 5)), Error::<Test>::UnknownSubmission);
		// Nor can it correct itself.
		assert_noop!(try_submit(correction(set, 0)), Error::<Test>::UnknownSubmission);
	});
}

#[test]
fn correction_of_undecided_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = submit(set);
		assert_noop!(try_submit(correction(set, old)), Error::<Test>::NotCorrectable);
		assert_ok!(DataRegistry::begin_validation(old));
		assert_noop!(try_submit(correction(set, old)), Error::<Test>::NotCorrectable);
	});
}

#[test]
fn attack_race_of_two_corrections_of_one_is_won_by_the_first() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for old in [rejected(set), validated(set)] {
			// Both were signed while the submission had no correction.
			let [one, other] = [correction(set, old), correction(set, old)];
			let other = SubmissionBody {
				fingerprint: Fingerprint { root: [77; 32], ..other.fingerprint },
				..other
			};
			let winner = submit_body(one);
			assert_noop!(try_submit(other.clone()), Error::<Test>::AlreadyCorrected);
			assert_eq!(submission(old).corrected_by, Some(winner));
			// Not after the winner was decided either, whichever way.
			decide(winner, valid(900));
			assert_noop!(try_submit(other), Error::<Test>::AlreadyCorrected);
		}
	});
}

#[test]
fn attack_correction_of_anothers_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let old = rejected(register());
		let foreign = register_by(OTHER_SUPPLIER);
		// Into the data set of the other one, and into a data set of one's own.
		for set in [0, foreign] {
			let batch = correction(set, old);
			let signature = sign(OTHER_DEVICE, 0, &batch);
			let error = if set == foreign {
				Error::<Test>::CorrectsOtherDataSet
			} else {
				Error::<Test>::NotDataSetOwner
			};
			assert_noop!(
				DataRegistry::submit(
					signed(OTHER_SUPPLIER),
					did(OTHER_DEVICE),
					0,
					batch,
					signature
				),
				error
			);
		}
	});
}

#[test]
fn correction_across_data_sets_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let old = rejected(register());
		let other = register();
		assert_noop!(try_submit(correction(other, old)), Error::<Test>::CorrectsOtherDataSet);
	});
}

#[test]
fn attack_correction_with_known_bytes_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let with_bytes_of = |batch| SubmissionBody { corrects: Some(old), ..batch };
		assert_noop!(try_submit(with_bytes_of(body(set))), Error::<Test>::DuplicateFingerprint);
		// Nor with those of another submission of the data set.
		let other = next_body(set);
		submit(set);
		assert_noop!(try_submit(with_bytes_of(other)), Error::<Test>::DuplicateFingerprint);
		assert_ok!(try_submit(with_bytes_of(next_body(set))));
	});
}
