//! `do_try_state` finds what no call can do: each test damages the state by hand.

use super::*;

/// Makes a state with something of everything, damages it, and expects a complaint with these words.
///
/// Data set 0 has the submissions 0 (rejected), 1 (its correction, superseded) and 2 (the successor of 1, with the number 4).
/// Data set 1 was derived from it.
fn damage_is_found(words: &str, damage: impl FnOnce()) {
	ExtBuilder::default().build().execute_with(|| {
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		let set = register();
		derive_by(SUPPLIER, &[set]);
		let first = rejected(set);
		let second = correct(set, first);
		decide(second, valid(900));
		let third = SubmissionBody { corrects: Some(second), ..next_body(set) };
		assert_ok!(submit_with(DEVICE, 4, third));
		decide(2, valid(800));
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

fn change_schema(hash: [u8; 32], change: impl FnOnce(&mut SchemaOf<Test>)) {
	Schemas::<Test>::mutate(hash, |schema| change(schema.as_mut().unwrap()));
}

fn change_sequence(change: impl FnOnce(&mut Progress)) {
	Sequences::<Test>::mutate(did(DEVICE), change);
}

#[test]
fn parameters_out_of_bounds_are_found() {
	for damage in [
		|parameters: &mut RegistryParameters| parameters.clock_tolerance = MAX_CLOCK_TOLERANCE + 1,
		|parameters: &mut RegistryParameters| parameters.max_span = MAX_AGE + 1,
	] {
		damage_is_found("the parameters are out of bounds", || {
			Parameters::<Test>::mutate(damage);
		});
	}
}

#[test]
fn lost_place_in_a_family_is_found() {
	damage_is_found("a schema is not listed by its family", || {
		SchemaVersions::<Test>::remove(SCHEMA, 2);
	});
}

#[test]
fn first_version_within_another_family_is_found() {
	damage_is_found("a first version does not begin its family", || {
		change_schema([11; 32], |schema| schema.previous = None);
	});
}

#[test]
fn version_of_another_author_is_found() {
	damage_is_found("a version does not follow the one before", || {
		change_schema([11; 32], |schema| schema.author = did(REGULATOR));
	});
}

#[test]
fn place_of_no_schema_is_found() {
	damage_is_found("a family lists what is no version of it", || {
		SchemaVersions::<Test>::insert(SCHEMA, 3, [12; 32]);
	});
}

#[test]
fn lost_data_set_is_found() {
	damage_is_found("a data set is missing", || NextDataSetId::<Test>::put(3));
}

#[test]
fn data_set_of_another_family_is_found() {
	damage_is_found("a data set does not name the family of its schema", || {
		DataSets::<Test>::mutate(0, |set| set.as_mut().unwrap().family = [11; 32]);
	});
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
fn cycle_in_the_lineage_is_found() {
	damage_is_found("a parent is not older than its child", || {
		Parents::<Test>::insert(0, parents(&[1]));
		Children::<Test>::insert(1, 0, ());
	});
}

#[test]
fn lost_child_is_found() {
	damage_is_found("a parent does not list its child", || Children::<Test>::remove(0, 1));
}

#[test]
fn foreign_child_is_found() {
	damage_is_found("a parent lists what is no child of it", || {
		Children::<Test>::insert(1, 0, ());
	});
}

#[test]
fn submission_that_follows_a_foreign_schema_is_found() {
	damage_is_found("a submission follows a schema of another family", || {
		change_submission(0, |submission| submission.body.schema = [12; 32]);
	});
}

#[test]
fn lost_link_to_correction_is_found() {
	damage_is_found("a correction is not linked back", || {
		change_submission(0, |submission| submission.corrected_by = None);
	});
}

#[test]
fn correction_of_what_was_not_decided_is_found() {
	damage_is_found("a submission that was not decided has a correction", || {
		change_submission(0, |submission| {
			submission.status = SubmissionStatus::Submitted;
			submission.decided = None;
			submission.rejection = None;
		});
	});
}

#[test]
fn status_without_a_decision_is_found() {
	damage_is_found("a status does not agree with what was decided", || {
		change_submission(2, |submission| submission.quality = None);
	});
}

#[test]
fn rejection_of_a_leaf_that_is_not_there_is_found() {
	damage_is_found("a rejection names a leaf that is not there", || {
		change_submission(0, |submission| {
			submission.rejection = Some(Rejection { reason: Reason::Other, leaf: Some(10) });
		});
	});
}

#[test]
fn superseded_without_a_successor_is_found() {
	damage_is_found("a superseded submission has no successor, or another one has", || {
		change_submission(1, |submission| submission.superseded_by = None);
	});
}

#[test]
fn wrong_predecessor_is_found() {
	damage_is_found("a correction supersedes another than the last valid one", || {
		change_submission(2, |submission| submission.supersedes = None);
		change_submission(1, |submission| {
			submission.status = SubmissionStatus::Validated;
			submission.superseded_by = None;
		});
	});
}

#[test]
fn old_version_that_stayed_valid_is_found() {
	damage_is_found("a valid revision did not take the place of the one before", || {
		change_submission(1, |submission| {
			submission.status = SubmissionStatus::Validated;
			submission.superseded_by = None;
		});
	});
}

#[test]
fn fingerprint_that_was_forgotten_is_found() {
	damage_is_found("the fingerprint of a submission is not known as its own", || {
		Known::<Test>::remove(body(0).fingerprint.root, 0);
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
		Known::<Test>::insert([77; 32], 0, 1);
	});
}

#[test]
fn fingerprint_of_another_data_set_is_found() {
	damage_is_found("a fingerprint is known that was not submitted", || {
		Known::<Test>::insert(body(0).fingerprint.root, 5, 0);
	});
}

#[test]
fn number_that_could_be_used_again_is_found() {
	damage_is_found("a sequence number is not known as used", || {
		BySequence::<Test>::remove(did(DEVICE), 0);
	});
}

#[test]
fn number_that_nothing_used_is_found() {
	damage_is_found("a sequence number is used by nothing", || {
		BySequence::<Test>::insert(did(DEVICE), 2, 0);
	});
}

#[test]
fn counter_that_went_back_is_found() {
	damage_is_found("a sequence counter does not follow the last number that was used", || {
		change_sequence(|progress| progress.next = 4);
	});
}

#[test]
fn gap_that_holds_a_used_number_is_found() {
	damage_is_found("a number in a gap was used", || {
		change_sequence(|progress| progress.gaps[0].from = 1);
	});
}

#[test]
fn gap_that_was_forgotten_is_found() {
	damage_is_found("a sequence counter lost numbers", || {
		change_sequence(|progress| progress.gaps = Default::default());
	});
}

#[test]
fn gap_upside_down_is_found() {
	damage_is_found("the gaps of a device are not in order", || {
		change_sequence(|progress| progress.gaps[0].from = 4);
	});
}

#[test]
fn lost_sequence_is_found() {
	damage_is_found("a device submitted and has no sequence", || {
		Sequences::<Test>::remove(did(DEVICE));
	});
}
