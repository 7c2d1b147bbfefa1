//! `do_try_state` finds what no call can do: each test damages the state by hand.

use super::*;

/// Makes a state with something of everything, damages it, and expects a complaint with these words.
fn damage_is_found(words: &str, damage: impl FnOnce()) {
	ExtBuilder::default().build().execute_with(|| {
		let set = register();
		let old = rejected(set);
		let batch = counterfoil_primitives::payload::SubmissionBody {
			corrects: Some(old),
			..next_body(set)
		};
		let id = submit_body(batch);
		decide(id, valid(900));
		certify(id);
		assert_ok!(DataRegistry::do_try_state());
		damage();
		match DataRegistry::do_try_state() {
			Err(DispatchError::Other(complaint)) => assert_eq!(complaint, words),
			other => panic!("expected a complaint, found {other:?}"),
		}
	});
}

fn change_submission(id: u64, change: impl FnOnce(&mut SubmissionOf<Test>)) {
	Submissions::<Test>::mutate(id, |submission| change(submission.as_mut().unwrap()));
}

#[test]
fn lost_data_set_is_found() {
	damage_is_found("a data set is missing", || NextDataSetId::<Test>::put(2));
}

#[test]
fn lost_place_in_the_index_is_found() {
	damage_is_found("a data set does not count its submissions", || {
		SubmissionsOf::<Test>::remove(0, 1);
	});
}

#[test]
fn foreign_place_in_the_index_is_found() {
	damage_is_found("an unknown data set lists submissions", || {
		SubmissionsOf::<Test>::insert(5, 1, ());
	});
}

#[test]
fn lost_link_to_correction_is_found() {
	damage_is_found("a correction is not linked back", || {
		change_submission(0, |submission| submission.corrected_by = None);
	});
}

#[test]
fn link_to_what_is_no_correction_is_found() {
	damage_is_found("a submission that was not rejected has a correction", || {
		change_submission(1, |submission| submission.corrected_by = Some(0));
	});
}

#[test]
fn fingerprint_that_was_forgotten_is_found() {
	damage_is_found("the fingerprint of a submission is not known as its own", || {
		Known::<Test>::remove(0, body(0).fingerprint.root);
	});
}

#[test]
fn fingerprint_that_two_submissions_share_is_found() {
	damage_is_found("the fingerprint of a submission is not known as its own", || {
		change_submission(1, |submission| submission.body.fingerprint = body(0).fingerprint);
	});
}

#[test]
fn fingerprint_that_was_not_submitted_is_found() {
	damage_is_found("a fingerprint is known that was not submitted", || {
		Known::<Test>::insert(0, [77; 32], 1);
	});
}

#[test]
fn fingerprint_of_another_data_set_is_found() {
	damage_is_found("a fingerprint is known that was not submitted", || {
		Known::<Test>::insert(5, body(0).fingerprint.root, 0);
	});
}

#[test]
fn sequence_that_could_be_used_again_is_found() {
	damage_is_found("a sequence counter is behind a number that was used", || {
		NextSequence::<Test>::insert(did(DEVICE), 1);
	});
}

#[test]
fn sequence_that_skipped_is_found() {
	damage_is_found("a sequence counter skipped numbers", || {
		NextSequence::<Test>::insert(did(DEVICE), 3);
	});
}

#[test]
fn lost_attestation_is_found() {
	damage_is_found("a tally does not agree with the attestations", || {
		Attestations::<Test>::remove(1, did(VALIDATORS[0]));
	});
}

#[test]
fn status_without_verdicts_is_found() {
	damage_is_found("a status does not agree with the tally", || {
		change_submission(1, |submission| submission.tally.required = 3);
	});
}

#[test]
fn attestation_of_nothing_is_found() {
	damage_is_found("an unknown submission was attested", || {
		let attestation = Attestations::<Test>::get(1, did(VALIDATORS[0])).unwrap();
		Attestations::<Test>::insert(7, did(VALIDATORS[0]), attestation);
	});
}

#[test]
fn certificate_by_a_validator_of_the_submission_is_found() {
	damage_is_found("a regulator certified what he had a part in", || {
		Certificates::<Test>::mutate(0, |certificate| {
			certificate.as_mut().unwrap().regulator = did(VALIDATORS[0]);
		});
	});
}

#[test]
fn certificate_that_is_valid_for_too_long_is_found() {
	damage_is_found("a certificate is valid for too long", || {
		Certificates::<Test>::mutate(0, |certificate| {
			let certificate = certificate.as_mut().unwrap();
			certificate.valid_until = certificate.issued + MAX_VALIDITY + 1;
		});
	});
}

#[test]
fn certificate_without_link_is_found() {
	damage_is_found("a certificate is not linked from its submission", || {
		change_submission(1, |submission| submission.certificate = None);
	});
}

#[test]
fn parameters_out_of_bounds_are_found() {
	damage_is_found("the parameters are out of bounds", || {
		let parameters = RegistryParameters { validations_required: 0, clock_tolerance: 0 };
		Parameters::<Test>::put(parameters);
	});
}

#[test]
fn clock_tolerance_out_of_bounds_is_found() {
	damage_is_found("the parameters are out of bounds", || {
		Parameters::<Test>::mutate(|parameters| {
			parameters.clock_tolerance = MAX_CLOCK_TOLERANCE + 1;
		});
	});
}

#[test]
fn integrity_test_accepts_the_mock() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		<DataRegistry as Hooks<_>>::integrity_test();
	});
}
