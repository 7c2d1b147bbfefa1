//! What is true of the storage between any two calls.
//!
//! Every record has its ticket by construction: the ticket is a field of the record.

use alloc::collections::{BTreeMap, BTreeSet};

use counterfoil_primitives::{did::DidId, fingerprint::MAX_LEAF_LEN, traits::SubmissionStatus};
use frame_support::ensure;
use sp_runtime::TryRuntimeError;

use crate::{
	sequence::length, BySequence, Children, Config, DataSets, Known, NextDataSetId,
	NextSubmissionId, Pallet, Parameters, Parents, SchemaVersions, Schemas, Sequences,
	SubmissionOf, Submissions, SubmissionsOf, MAX_QUALITY,
};

impl<T: Config> Pallet<T> {
	/// Checks all of it. Returns the first thing that is wrong.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(
			Self::ensure_parameters(&Parameters::<T>::get()).is_ok(),
			"the parameters are out of bounds"
		);
		Self::try_state_schemas()?;
		Self::try_state_data_sets()?;
		Self::try_state_lineage()?;
		Self::try_state_submissions()?;
		Self::try_state_known()?;
		Self::try_state_sequences()
	}

	/// The versions of a family are numbered from 1 without gaps, by one author, each linked to the one before.
	fn try_state_schemas() -> Result<(), TryRuntimeError> {
		let mut schemas = 0u64;
		for (hash, schema) in Schemas::<T>::iter() {
			schemas = schemas.saturating_add(1);
			ensure!(
				SchemaVersions::<T>::get(schema.family, schema.version) == Some(hash),
				"a schema is not listed by its family"
			);
			match schema.previous {
				None => ensure!(
					schema.version == 1 && schema.family == hash,
					"a first version does not begin its family"
				),
				Some(previous) => {
					let follows = Schemas::<T>::get(previous).is_some_and(|old| {
						old.family == schema.family
							&& old.author == schema.author
							&& old.version.checked_add(1) == Some(schema.version)
					});
					ensure!(follows, "a version does not follow the one before");
				},
			}
		}
		let listed = SchemaVersions::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(listed == schemas, "a family lists what is no version of it");
		Ok(())
	}

	/// Data sets are numbered without gaps, have a schema, and count their submissions.
	fn try_state_data_sets() -> Result<(), TryRuntimeError> {
		let next = NextDataSetId::<T>::get();
		let mut sets = 0u64;
		let mut submissions = 0u64;
		for (id, set) in DataSets::<T>::iter() {
			ensure!(id < next, "a data set has a number that was not given yet");
			ensure!(set.details.region.is_geohash(), "the region of a data set is no geohash");
			let family = Schemas::<T>::get(set.details.schema).map(|schema| schema.family);
			ensure!(
				family == Some(set.family),
				"a data set does not name the family of its schema"
			);
			let mut listed = 0u64;
			for submission in SubmissionsOf::<T>::iter_key_prefix(id) {
				let belongs = Submissions::<T>::get(submission)
					.is_some_and(|submission| submission.data_set() == id);
				ensure!(belongs, "a data set lists a submission that is not its own");
				listed = listed.saturating_add(1);
			}
			ensure!(listed == set.submissions, "a data set does not count its submissions");
			sets = sets.saturating_add(1);
			submissions = submissions.saturating_add(listed);
		}
		ensure!(sets == next, "a data set is missing");
		let listed = SubmissionsOf::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(listed == submissions, "an unknown data set lists submissions");
		ensure!(listed == NextSubmissionId::<T>::get(), "a submission is not listed");
		Ok(())
	}

	/// Parents are older than their children, so there is no cycle; both directions agree.
	fn try_state_lineage() -> Result<(), TryRuntimeError> {
		let mut links = 0u64;
		for (child, parents) in Parents::<T>::iter() {
			ensure!(DataSets::<T>::contains_key(child), "an unknown data set has parents");
			ensure!(!parents.is_empty(), "an empty list of parents is stored");
			let ascending = parents.iter().zip(parents.iter().skip(1)).all(|(a, b)| a < b);
			ensure!(ascending, "the parents of a data set are not in order");
			for parent in &parents {
				ensure!(*parent < child, "a parent is not older than its child");
				ensure!(
					Children::<T>::contains_key(parent, child),
					"a parent does not list its child"
				);
				links = links.saturating_add(1);
			}
		}
		let listed = Children::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(listed == links, "a parent lists what is no child of it");
		Ok(())
	}

	/// Submissions are numbered without gaps, plausible, in a status that agrees with what is recorded, and linked both ways.
	fn try_state_submissions() -> Result<(), TryRuntimeError> {
		let next = NextSubmissionId::<T>::get();
		let mut count = 0u64;
		for (id, submission) in Submissions::<T>::iter() {
			count = count.saturating_add(1);
			ensure!(id < next, "a submission has a number that was not given yet");
			ensure!(
				SubmissionsOf::<T>::contains_key(submission.data_set(), id),
				"a submission is not listed by its data set"
			);
			let set = DataSets::<T>::get(submission.data_set())
				.ok_or("a submission belongs to an unknown data set")?;
			ensure!(
				set.owner == submission.supplier,
				"a submission's supplier does not own its data set"
			);
			let body = &submission.body;
			let family = Schemas::<T>::get(body.schema).map(|schema| schema.family);
			ensure!(family == Some(set.family), "a submission follows a schema of another family");
			let most_bytes =
				u128::from(body.fingerprint.leaves).saturating_mul(u128::from(MAX_LEAF_LEN));
			ensure!(
				body.fingerprint.leaves > 0
					&& body.fingerprint.bytes >= body.fingerprint.leaves
					&& u128::from(body.fingerprint.bytes) <= most_bytes,
				"a fingerprint has an implausible size"
			);
			ensure!(body.from <= body.to, "a period ends before it begins");
			Self::try_state_status(&submission)?;
		}
		ensure!(count == next, "a submission is missing");
		for (id, submission) in Submissions::<T>::iter() {
			Self::try_state_links(id, &submission)?;
		}
		Ok(())
	}

	/// The status of a submission agrees with what is recorded of it.
	fn try_state_status(submission: &SubmissionOf<T>) -> Result<(), TryRuntimeError> {
		use SubmissionStatus::{Rejected, Submitted, Superseded, Validated, Validating};

		let found_valid = submission.quality.is_some();
		let agrees = match submission.status {
			Submitted | Validating => {
				submission.decided.is_none() && !found_valid && submission.rejection.is_none()
			},
			Validated | Superseded => {
				submission.decided.is_some() && found_valid && submission.rejection.is_none()
			},
			Rejected => {
				submission.decided.is_some() && !found_valid && submission.rejection.is_some()
			},
		};
		ensure!(agrees, "a status does not agree with what was decided");
		ensure!(
			submission.decided.is_none_or(|decided| decided >= submission.submitted),
			"a decision came before the submission"
		);
		ensure!(
			submission.quality.is_none_or(|quality| quality <= MAX_QUALITY),
			"a quality is above all bounds"
		);
		let leaf = submission.rejection.and_then(|rejection| rejection.leaf);
		ensure!(
			leaf.is_none_or(|leaf| leaf < submission.body.fingerprint.leaves),
			"a rejection names a leaf that is not there"
		);
		ensure!(
			(submission.status == Superseded) == submission.superseded_by.is_some(),
			"a superseded submission has no successor, or another one has"
		);
		ensure!(
			submission.corrected_by.is_none() || submission.decided.is_some(),
			"a submission that was not decided has a correction"
		);
		Ok(())
	}

	/// The links of a submission to its predecessors and successors lead both ways.
	fn try_state_links(id: u64, submission: &SubmissionOf<T>) -> Result<(), TryRuntimeError> {
		use SubmissionStatus::{Rejected, Superseded, Validated};

		match submission.body.corrects {
			None => ensure!(
				submission.revision == 0 && submission.supersedes.is_none(),
				"a first submission is a revision"
			),
			Some(corrected) => {
				let old = Submissions::<T>::get(corrected)
					.ok_or("a submission corrects an unknown one")?;
				ensure!(
					corrected < id
						&& old.corrected_by == Some(id)
						&& old.data_set() == submission.data_set()
						&& old.revision.checked_add(1) == Some(submission.revision),
					"a correction is not linked back"
				);
				let expected = match old.status {
					Rejected => old.supersedes,
					_ => Some(corrected),
				};
				ensure!(
					submission.supersedes == expected,
					"a correction supersedes another than the last valid one"
				);
			},
		}
		if let Some(correction) = submission.corrected_by {
			let linked =
				Submissions::<T>::get(correction).is_some_and(|new| new.body.corrects == Some(id));
			ensure!(linked, "a correction does not name what it corrects");
		}
		if let Some(successor) = submission.superseded_by {
			let linked = Submissions::<T>::get(successor).is_some_and(|new| {
				new.supersedes == Some(id) && matches!(new.status, Validated | Superseded)
			});
			ensure!(linked, "a successor does not name what it supersedes");
		}
		if let (Some(old), Validated | Superseded) = (submission.supersedes, submission.status) {
			let linked =
				Submissions::<T>::get(old).is_some_and(|old| old.superseded_by == Some(id));
			ensure!(linked, "a valid revision did not take the place of the one before");
		}
		Ok(())
	}

	/// The fingerprint of every submission is known in its data set, and no other is: so none is there twice.
	fn try_state_known() -> Result<(), TryRuntimeError> {
		for (id, submission) in Submissions::<T>::iter() {
			ensure!(
				Known::<T>::get(submission.body.fingerprint.root, submission.data_set())
					== Some(id),
				"the fingerprint of a submission is not known as its own"
			);
		}
		for (root, data_set, id) in Known::<T>::iter() {
			let belongs = Submissions::<T>::get(id).is_some_and(|submission| {
				submission.data_set() == data_set && submission.body.fingerprint.root == root
			});
			ensure!(belongs, "a fingerprint is known that was not submitted");
		}
		Ok(())
	}

	/// Of every device the numbers that were used, skipped and given up are all numbers below its counter, none of them twice.
	fn try_state_sequences() -> Result<(), TryRuntimeError> {
		let mut used = BTreeMap::<[u8; 32], BTreeSet<u64>>::new();
		for (id, submission) in Submissions::<T>::iter() {
			ensure!(
				BySequence::<T>::get(submission.device, submission.sequence) == Some(id),
				"a sequence number is not known as used"
			);
			ensure!(
				used.entry(submission.device.0).or_default().insert(submission.sequence),
				"a sequence number was used twice"
			);
		}
		let known = BySequence::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(known == NextSubmissionId::<T>::get(), "a sequence number is used by nothing");

		for (DidId(device), progress) in Sequences::<T>::iter() {
			let used = used.remove(&device).unwrap_or_default();
			ensure!(
				used.last().is_some_and(|last| last.checked_add(1) == Some(progress.next)),
				"a sequence counter does not follow the last number that was used"
			);
			let mut open = 0u128;
			let mut end = 0u64;
			for (place, gap) in progress.gaps.iter().enumerate() {
				ensure!(
					gap.from <= gap.to && gap.to < progress.next && (place == 0 || gap.from > end),
					"the gaps of a device are not in order"
				);
				ensure!(
					used.range(gap.from..=gap.to).next().is_none(),
					"a number in a gap was used"
				);
				end = gap.to.saturating_add(1);
				open = open.saturating_add(length(gap).into());
			}
			let count = u128::try_from(used.len()).unwrap_or(u128::MAX);
			ensure!(
				count.saturating_add(open).saturating_add(progress.given_up.into())
					== u128::from(progress.next),
				"a sequence counter lost numbers"
			);
		}
		ensure!(used.is_empty(), "a device submitted and has no sequence");
		Ok(())
	}
}
