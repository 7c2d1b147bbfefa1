//! Reads for applications: what the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId, fingerprint::verify_inclusion, CertificateId, DataSetId, Hash, SubmissionId,
};
use frame_support::traits::Time;
use pallet_data_registry_runtime_api::{
	AttestationView, CertificateView, DataSetView, InclusionQuery, ParametersView, SubmissionView,
	Verification, MAX_BATCH,
};

use crate::{
	Attestations, Certificates, Config, DataSets, NextSequence, Pallet, Parameters,
	SubmissionStatus, Submissions, SubmissionsOf,
};

/// The first questions of a batch, as many as are answered.
fn bounded<Question>(questions: Vec<Question>) -> impl Iterator<Item = Question> {
	questions.into_iter().take(usize::try_from(MAX_BATCH).unwrap_or_default())
}

impl<T: Config> Pallet<T> {
	/// One submission, with the verdicts on it.
	pub fn submission_view(id: SubmissionId) -> Option<SubmissionView<T::AccountId>> {
		let submission = Submissions::<T>::get(id)?;
		let mut attestations: Vec<_> = Attestations::<T>::iter_prefix(id).collect();
		attestations.sort_by_key(|(_, attestation)| attestation.position);
		let validated = submission.status == SubmissionStatus::Validated;
		let certified = submission
			.certificate
			.is_some_and(|certificate| Self::is_certificate_valid(certificate, T::Time::now()));
		Some(SubmissionView {
			id,
			data_set: submission.body.data_set,
			supplier: submission.supplier,
			payer: submission.payer,
			device: submission.device,
			sequence: submission.sequence,
			fingerprint: submission.body.fingerprint,
			from: submission.body.from,
			to: submission.body.to,
			submitted: submission.submitted,
			status: submission.status,
			decided: submission.decided,
			quality: validated.then_some(submission.tally.quality),
			required: submission.tally.required,
			valid: submission.tally.valid,
			invalid: submission.tally.invalid,
			attestations: attestations
				.into_iter()
				.map(|(validator, attestation)| AttestationView {
					validator,
					verdict: attestation.verdict,
					at: attestation.at,
				})
				.collect(),
			revision: submission.revision,
			corrects: submission.body.corrects,
			corrected_by: submission.corrected_by,
			certificate: submission.certificate,
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
		let limit = usize::try_from(limit.min(MAX_BATCH)).unwrap_or_default();
		match after {
			None => SubmissionsOf::<T>::iter_key_prefix(data_set).take(limit).collect(),
			Some(after) if SubmissionsOf::<T>::contains_key(data_set, after) => {
				let start = SubmissionsOf::<T>::hashed_key_for(data_set, after);
				SubmissionsOf::<T>::iter_key_prefix_from(data_set, start).take(limit).collect()
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
			media_type: set.details.media_type,
			category: set.details.category,
			region: set.details.region,
			confidentiality: set.details.confidentiality,
			licence: set.details.licence,
			registered: set.registered,
			submissions: set.submissions,
		})
	}

	/// Several data sets, the first [`MAX_BATCH`] that are asked.
	pub fn data_set_views(ids: Vec<DataSetId>) -> Vec<Option<DataSetView<T::AccountId>>> {
		bounded(ids).map(Self::data_set_view).collect()
	}

	/// One certificate.
	pub fn certificate_view(id: CertificateId) -> Option<CertificateView<T::AccountId>> {
		let certificate = Certificates::<T>::get(id)?;
		let valid = certificate.is_valid_at(T::Time::now());
		Some(CertificateView {
			id,
			submission: certificate.submission,
			regulator: certificate.regulator,
			payer: certificate.payer,
			document: certificate.document,
			issued: certificate.issued,
			valid_until: certificate.valid_until,
			revoked: certificate.revoked.map(|revocation| revocation.at),
			revocation_reason: certificate.revoked.map(|revocation| revocation.reason),
			previous: certificate.previous,
			valid,
		})
	}

	/// Several certificates, the first [`MAX_BATCH`] that are asked.
	pub fn certificate_views(
		ids: Vec<CertificateId>,
	) -> Vec<Option<CertificateView<T::AccountId>>> {
		bounded(ids).map(Self::certificate_view).collect()
	}

	/// Whether the leaf with this hash is at this position of the submission.
	pub fn verify(
		submission: SubmissionId,
		leaf: Hash,
		index: u64,
		path: Vec<Hash>,
	) -> Verification {
		match Submissions::<T>::get(submission) {
			None => Verification::Unknown,
			Some(submission) => {
				match verify_inclusion(&submission.body.fingerprint, leaf, index, &path) {
					Ok(()) => Verification::Match,
					Err(_) => Verification::Mismatch,
				}
			},
		}
	}

	/// The same for several leaves, the first [`MAX_BATCH`] that are asked.
	pub fn verify_many(queries: Vec<InclusionQuery>) -> Vec<Verification> {
		bounded(queries)
			.map(|query| Self::verify(query.submission, query.leaf, query.index, query.path))
			.collect()
	}

	/// The sequence number that the next submission of this device has to sign.
	pub fn next_sequence(device: DidId) -> u64 {
		NextSequence::<T>::get(device)
	}

	/// The parameters in force.
	pub fn parameters_view() -> ParametersView {
		let parameters = Parameters::<T>::get();
		ParametersView {
			validations_required: parameters.validations_required,
			clock_tolerance: parameters.clock_tolerance,
		}
	}
}
