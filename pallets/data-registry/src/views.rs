//! Reads for applications: what the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	fingerprint::{verify_inclusion, Fingerprint},
	DataSetId, Hash, SubmissionId,
};
use frame_support::traits::Time;
use pallet_data_registry_runtime_api::{
	DataSetView, FingerprintAnswer, FingerprintQuery, KnownSubmission, LeafAnswer, LeafQuery,
	ParametersView, SchemaView, SequenceView, SubmissionView, Verification, MAX_BATCH, MAX_MATCHES,
};
use pallet_support::page;

use crate::{
	BySequence, Children, Config, DataSets, Known, Pallet, Parameters, Parents, SchemaVersions,
	Schemas, SubmissionOf, Submissions, SubmissionsOf,
};

/// The first questions of a batch, as many as are answered.
fn bounded<Question>(questions: Vec<Question>) -> impl Iterator<Item = Question> {
	questions.into_iter().take(usize::try_from(MAX_BATCH).unwrap_or_default())
}

impl<T: Config> Pallet<T> {
	/// One submission.
	pub fn submission_view(id: SubmissionId) -> Option<SubmissionView<T::AccountId>> {
		let submission = Submissions::<T>::get(id)?;
		let certified = Self::certificate_of(id, &submission, T::Time::now()).is_some();
		Some(SubmissionView {
			id,
			data_set: submission.body.data_set,
			supplier: submission.supplier,
			payer: submission.payer,
			device: submission.device,
			sequence: submission.sequence,
			schema: submission.body.schema,
			fingerprint: submission.body.fingerprint,
			from: submission.body.from,
			to: submission.body.to,
			submitted: submission.submitted,
			status: submission.status,
			decided: submission.decided,
			quality: submission.quality,
			reason: submission.rejection.map(|rejection| rejection.reason),
			leaf: submission.rejection.and_then(|rejection| rejection.leaf),
			revision: submission.revision,
			corrects: submission.body.corrects,
			corrected_by: submission.corrected_by,
			supersedes: submission.supersedes,
			superseded_by: submission.superseded_by,
			certified,
		})
	}

	/// Several submissions, the first [`MAX_BATCH`] that are asked.
	pub fn submission_views(ids: Vec<SubmissionId>) -> Vec<Option<SubmissionView<T::AccountId>>> {
		bounded(ids).map(Self::submission_view).collect()
	}

	/// A page of the submissions of a data set, in the order of the storage: at most `limit` and at most
	/// [`MAX_BATCH`], those that follow `after`.
	pub fn submissions_of(
		data_set: DataSetId,
		after: Option<SubmissionId>,
		limit: u32,
	) -> Vec<SubmissionId> {
		match after {
			None => {
				SubmissionsOf::<T>::iter_key_prefix(data_set).take(page(limit, MAX_BATCH)).collect()
			},
			Some(after) if SubmissionsOf::<T>::contains_key(data_set, after) => {
				let start = SubmissionsOf::<T>::hashed_key_for(data_set, after);
				SubmissionsOf::<T>::iter_key_prefix_from(data_set, start)
					.take(page(limit, MAX_BATCH))
					.collect()
			},
			Some(_) => Vec::new(),
		}
	}

	/// A page of the submissions with this root, each with its data set: at most `limit` and at most [`MAX_BATCH`], those that
	/// follow the one of the data set `after`.
	pub fn submissions_with(
		root: Hash,
		after: Option<DataSetId>,
		limit: u32,
	) -> Vec<(DataSetId, SubmissionId)> {
		match after {
			None => Known::<T>::iter_prefix(root).take(page(limit, MAX_BATCH)).collect(),
			Some(after) if Known::<T>::contains_key(root, after) => {
				let start = Known::<T>::hashed_key_for(root, after);
				Known::<T>::iter_prefix_from(root, start).take(page(limit, MAX_BATCH)).collect()
			},
			Some(_) => Vec::new(),
		}
	}

	/// One data set.
	pub fn data_set_view(id: DataSetId) -> Option<DataSetView<T::AccountId>> {
		let set = DataSets::<T>::get(id)?;
		Some(DataSetView {
			id,
			owner: set.owner,
			payer: set.payer,
			schema: set.details.schema,
			schema_family: set.family,
			media_type: set.details.media_type,
			category: set.details.category,
			region: set.details.region,
			confidentiality: set.details.confidentiality,
			licence: set.details.licence,
			registered: set.registered,
			parents: Parents::<T>::get(id).into_inner(),
			submissions: set.submissions,
			certified: Self::is_data_set_certified(id, T::Time::now()),
		})
	}

	/// Several data sets, the first [`MAX_BATCH`] that are asked.
	pub fn data_set_views(ids: Vec<DataSetId>) -> Vec<Option<DataSetView<T::AccountId>>> {
		bounded(ids).map(Self::data_set_view).collect()
	}

	/// A page of the data sets that were derived from this one: at most `limit` and at most [`MAX_BATCH`], those that follow
	/// `after`.
	pub fn children_of(
		data_set: DataSetId,
		after: Option<DataSetId>,
		limit: u32,
	) -> Vec<DataSetId> {
		match after {
			None => Children::<T>::iter_key_prefix(data_set).take(page(limit, MAX_BATCH)).collect(),
			Some(after) if Children::<T>::contains_key(data_set, after) => {
				let start = Children::<T>::hashed_key_for(data_set, after);
				Children::<T>::iter_key_prefix_from(data_set, start)
					.take(page(limit, MAX_BATCH))
					.collect()
			},
			Some(_) => Vec::new(),
		}
	}

	/// One version of a schema.
	pub fn schema_view(hash: Hash) -> Option<SchemaView<T::AccountId>> {
		let schema = Schemas::<T>::get(hash)?;
		let next = schema
			.version
			.checked_add(1)
			.and_then(|version| SchemaVersions::<T>::get(schema.family, version));
		Some(SchemaView {
			hash,
			author: schema.author,
			payer: schema.payer,
			media_type: schema.media_type,
			family: schema.family,
			version: schema.version,
			previous: schema.previous,
			next,
			registered: schema.registered,
			deprecated: schema.deprecated,
		})
	}

	/// Several schemas, the first [`MAX_BATCH`] that are asked.
	pub fn schema_views(hashes: Vec<Hash>) -> Vec<Option<SchemaView<T::AccountId>>> {
		bounded(hashes).map(Self::schema_view).collect()
	}

	/// The versions of a family from this number upwards: at most `limit` and at most [`MAX_BATCH`].
	pub fn schema_versions(family: Hash, from: u32, limit: u32) -> Vec<Hash> {
		// Version 0 never is; versions have no gaps.
		(from.max(1)..=u32::MAX)
			.take(page(limit, MAX_BATCH))
			.map_while(|version| SchemaVersions::<T>::get(family, version))
			.collect()
	}

	/// Whether the leaf with this hash is at this position of the submission, and what that is worth.
	pub fn verify_leaf(
		submission: SubmissionId,
		leaf: Hash,
		index: u64,
		path: Vec<Hash>,
	) -> LeafAnswer {
		let Some(record) = Submissions::<T>::get(submission) else {
			return LeafAnswer { verification: Verification::Unknown, known: None };
		};
		let verification = match verify_inclusion(&record.body.fingerprint, leaf, index, &path) {
			Ok(()) => Verification::Match,
			Err(_) => Verification::Mismatch,
		};
		LeafAnswer { verification, known: Some(Self::known_submission(submission, record)) }
	}

	/// The same for several leaves, the first [`MAX_BATCH`] that are asked.
	pub fn verify_leaves(queries: Vec<LeafQuery>) -> Vec<LeafAnswer> {
		bounded(queries)
			.map(|query| Self::verify_leaf(query.submission, query.leaf, query.index, query.path))
			.collect()
	}

	/// Which submissions have this fingerprint, in this data set or, with `None`, in all of them.
	pub fn verify_fingerprint(
		data_set: Option<DataSetId>,
		fingerprint: Fingerprint,
	) -> FingerprintAnswer {
		let root = fingerprint.root;
		let (ids, more): (Vec<SubmissionId>, bool) = match data_set {
			Some(data_set) => (Known::<T>::get(root, data_set).into_iter().collect(), false),
			None => {
				let mut all = Known::<T>::iter_prefix_values(root);
				let first =
					all.by_ref().take(usize::try_from(MAX_MATCHES).unwrap_or_default()).collect();
				(first, all.next().is_some())
			},
		};
		let (equal, other): (Vec<_>, Vec<_>) = ids
			.into_iter()
			.filter_map(|id| Some(Self::known_submission(id, Submissions::<T>::get(id)?)))
			.partition(|known| known.fingerprint == fingerprint);
		let (verification, mut known) = match (equal.is_empty(), other.is_empty()) {
			(false, _) => (Verification::Match, equal),
			(true, false) => (Verification::Mismatch, other),
			(true, true) => (Verification::Unknown, Vec::new()),
		};
		known.sort_unstable_by_key(|known| known.submission);
		FingerprintAnswer { verification, known, more }
	}

	/// The same for several fingerprints, the first [`MAX_BATCH`] that are asked.
	pub fn verify_fingerprints(queries: Vec<FingerprintQuery>) -> Vec<FingerprintAnswer> {
		bounded(queries)
			.map(|query| Self::verify_fingerprint(query.data_set, query.fingerprint))
			.collect()
	}

	/// What a submission is worth now.
	fn known_submission(id: SubmissionId, submission: SubmissionOf<T>) -> KnownSubmission {
		let certificate = Self::certificate_of(id, &submission, T::Time::now());
		KnownSubmission {
			submission: id,
			data_set: submission.body.data_set,
			supplier: submission.supplier,
			device: submission.device,
			schema: submission.body.schema,
			fingerprint: submission.body.fingerprint,
			submitted: submission.submitted,
			status: submission.status,
			reason: submission.rejection.map(|rejection| rejection.reason),
			certified: certificate.is_some(),
			certificate,
			revision: submission.revision,
			corrected_by: submission.corrected_by,
			superseded_by: submission.superseded_by,
		}
	}

	/// One above the highest sequence number that this device used.
	pub fn next_sequence(device: DidId) -> u64 {
		Self::progress(&device).next
	}

	/// The sequence numbers that this device skipped.
	pub fn gaps(device: DidId) -> SequenceView {
		let progress = Self::progress(&device);
		SequenceView {
			next: progress.next,
			gaps: progress.gaps.into_inner(),
			given_up: progress.given_up,
		}
	}

	/// The submission that used this sequence number of this device.
	pub fn submission_by_sequence(device: DidId, sequence: u64) -> Option<SubmissionId> {
		BySequence::<T>::get(device, sequence)
	}

	/// The parameters in force.
	pub fn parameters_view() -> ParametersView {
		let parameters = Parameters::<T>::get();
		ParametersView {
			clock_tolerance: parameters.clock_tolerance,
			max_span: parameters.max_span,
			max_age: parameters.max_age,
		}
	}
}
