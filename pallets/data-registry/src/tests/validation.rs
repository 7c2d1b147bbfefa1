//! What the validation pallet moves (Y.4560 9.4).

use super::*;

fn begin(id: u64) -> sp_runtime::DispatchResult {
	DataRegistry::begin_validation(id)
}

fn end(id: u64, decision: Decision) -> sp_runtime::DispatchResult {
	<DataRegistry as ValidationTarget>::decide(id, decision)
}

/// A submission whose round is open.
fn open() -> u64 {
	let id = submit(register());
	assert_ok!(begin(id));
	id
}

#[test]
fn begin_validation_is_told() {
	ExtBuilder::default().build_and_execute(|| {
		let id = open();
		assert_eq!(status(id), SubmissionStatus::Validating);
		System::assert_last_event(
			Event::<Test>::ValidationBegan { submission: id, data_set: 0, supplier: did(SUPPLIER) }
				.into(),
		);
	});
}

#[test]
fn begin_validation_of_anything_but_what_waits_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(begin(9), Error::<Test>::UnknownSubmission);
		let set = register();
		let old = validated(set);
		let new = correct(set, old);
		decide(new, valid(900));
		assert_eq!(status(old), SubmissionStatus::Superseded);
		for id in [old, new, rejected(set), open()] {
			assert_noop!(begin(id), Error::<Test>::NotAwaitingValidation);
		}
	});
}

#[test]
fn valid_decision_is_recorded_and_told() {
	ExtBuilder::default().build_and_execute(|| {
		let id = open();
		set_time(NOW + 7);
		assert_ok!(end(id, valid(850)));
		let record = submission(id);
		assert_eq!(record.status, SubmissionStatus::Validated);
		assert_eq!((record.decided, record.quality), (Some(NOW + 7), Some(850)));
		assert_eq!(record.rejection, None);
		System::assert_last_event(
			Event::<Test>::Validated {
				submission: id,
				data_set: 0,
				supplier: did(SUPPLIER),
				fingerprint: record.body.fingerprint,
				quality: 850,
			}
			.into(),
		);
	});
}

#[test]
fn invalid_decision_returns_to_the_supplier_with_reason_and_leaf() {
	ExtBuilder::default().build_and_execute(|| {
		let id = open();
		set_time(NOW + 7);
		assert_ok!(end(id, invalid()));
		let record = submission(id);
		assert_eq!(record.status, SubmissionStatus::Rejected);
		assert_eq!((record.decided, record.quality), (Some(NOW + 7), None));
		assert_eq!(record.rejection, Some(Rejection { reason: Reason::OutOfRange, leaf: Some(3) }));
		System::assert_last_event(
			Event::<Test>::Rejected {
				submission: id,
				data_set: 0,
				supplier: did(SUPPLIER),
				fingerprint: record.body.fingerprint,
				reason: Reason::OutOfRange,
				leaf: Some(3),
			}
			.into(),
		);
	});
}

#[test]
fn veto_is_a_rejection_like_any_other() {
	ExtBuilder::default().build_and_execute(|| {
		let id = open();
		assert_ok!(end(id, Decision::Invalid { reason: Reason::Vetoed, leaf: None }));
		assert_eq!(
			submission(id).rejection,
			Some(Rejection { reason: Reason::Vetoed, leaf: None })
		);
		correct(0, id);
	});
}

#[test]
fn failed_round_leaves_the_submission_as_it_was_and_may_be_repeated() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		let before = submission(id);
		assert_ok!(begin(id));
		assert_ok!(end(id, Decision::Undecided));
		assert_eq!(submission(id), before);
		System::assert_last_event(
			Event::<Test>::ValidationFailed {
				submission: id,
				data_set: 0,
				supplier: did(SUPPLIER),
			}
			.into(),
		);
		decide(id, valid(700));
	});
}

#[test]
fn decision_without_an_open_round_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(end(9, valid(1)), Error::<Test>::UnknownSubmission);
		let set = register();
		for id in [submit(set), validated(set), rejected(set)] {
			for decision in [valid(1), invalid(), Decision::Undecided] {
				assert_noop!(end(id, decision), Error::<Test>::NotValidating);
			}
		}
	});
}

#[test]
fn quality_is_at_most_a_thousand() {
	ExtBuilder::default().build_and_execute(|| {
		let id = open();
		assert_noop!(end(id, valid(1_001)), Error::<Test>::QualityTooHigh);
		assert_ok!(end(id, valid(1_000)));
	});
}

#[test]
fn leaf_that_shows_the_fault_is_one_of_the_submission() {
	ExtBuilder::default().build_and_execute(|| {
		let id = open();
		let at = |leaf| Decision::Invalid { reason: Reason::Other, leaf: Some(leaf) };
		assert_noop!(end(id, at(10)), Error::<Test>::LeafOutOfRange);
		assert_ok!(end(id, at(9)));
	});
}
