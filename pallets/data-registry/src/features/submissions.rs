//! Submissions.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::{DidId, KeySignature},
	fingerprint::MAX_LEAF_LEN,
	payload::{signing_bytes, Purpose, SubmissionBody},
	roles::Role,
	traits::{Identities, Subject, SubmissionStatus},
	DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
	ensure,
	traits::{Consideration, Footprint, Time},
};
use pallet_data_registry_runtime_api::Gap;
use sp_runtime::{ArithmeticError, DispatchError};

use crate::{
	sequence::{Progress, SequenceError},
	BySequence, Config, DataSetOf, DataSets, Error, Event, Known, NextSubmissionId, Pallet,
	Parameters, RegistryParameters, Schemas, Sequences, Submission, SubmissionOf, Submissions,
	SubmissionsOf, WeightInfo,
};
use pallet_support::take_id;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit(
		subject: Subject<T::AccountId>,
		device: DidId,
		sequence: u64,
		body: SubmissionBody,
		signature: KeySignature,
	) -> DispatchResultWithPostInfo {
		if let Some(id) = BySequence::<T>::get(device, sequence) {
			return Self::submitted_before(subject.did, id, &body);
		}
		let Subject { did: submitter, account: payer } = subject;
		let now = T::Time::now();
		Self::ensure_plausible(&body, now, &Parameters::<T>::get())?;

		let mut set = DataSets::<T>::get(body.data_set).ok_or(Error::<T>::UnknownDataSet)?;
		let supplier = set.owner;
		ensure!(submitter == supplier || submitter == device, Error::<T>::NotDataSetOwner);
		ensure!(T::Identities::owner_of(&device) == Some(supplier), Error::<T>::NotDeviceOwner);
		ensure!(T::Identities::is_active(&device), Error::<T>::DeviceNotActive);
		// He was one when he registered the data set, and may have lost the role since.
		ensure!(T::Identities::has_role(&supplier, Role::Supplier), Error::<T>::NotSupplier);
		Self::ensure_schema(&set, &body)?;
		let corrected = match body.corrects {
			Some(id) => Some((id, Self::correctable(id, body.data_set)?)),
			None => None,
		};

		let message = signing_bytes(
			Purpose::Submission,
			&pallet_support::genesis_hash::<T>(),
			sequence,
			&body,
		);
		ensure!(T::Identities::verify(&device, &message, &signature), Error::<T>::BadSignature);
		let mut progress = Sequences::<T>::get(device);
		let given_up = progress.take(sequence).map_err(Error::<T>::from)?;
		let root = body.fingerprint.root;
		ensure!(!Known::<T>::contains_key(root, body.data_set), Error::<T>::DuplicateFingerprint);

		let ticket = T::SubmissionConsideration::new(&payer, Self::submission_footprint())?;
		let submission = take_id::<NextSubmissionId<T>>()?;
		Sequences::<T>::insert(device, progress);
		BySequence::<T>::insert(device, sequence, submission);
		set.submissions = set.submissions.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		DataSets::<T>::insert(body.data_set, set);
		let (revision, supersedes) = match corrected {
			Some((id, mut old)) => {
				let revision = old.revision.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				// Of what was rejected the predecessor, if it had one, is still to be replaced.
				let supersedes = match old.status {
					SubmissionStatus::Validated => Some(id),
					_ => old.supersedes,
				};
				old.corrected_by = Some(submission);
				Submissions::<T>::insert(id, old);
				(revision, supersedes)
			},
			None => (0, None),
		};
		SubmissionsOf::<T>::insert(body.data_set, submission, ());
		Known::<T>::insert(root, body.data_set, submission);
		Submissions::<T>::insert(
			submission,
			Submission {
				supplier,
				payer: payer.clone(),
				device,
				sequence,
				body: body.clone(),
				submitted: now,
				status: SubmissionStatus::Submitted,
				decided: None,
				quality: None,
				rejection: None,
				revision,
				corrected_by: None,
				supersedes,
				superseded_by: None,
				ticket,
			},
		);
		if let Some(Gap { from, to }) = given_up {
			Self::emit(Event::GapGivenUp { device, from, to });
		}
		Self::emit(Event::Submitted {
			submission,
			data_set: body.data_set,
			supplier,
			submitter,
			payer,
			device,
			sequence,
			schema: body.schema,
			fingerprint: body.fingerprint,
			from: body.from,
			to: body.to,
			corrects: body.corrects,
			revision,
		});
		Ok(().into())
	}

	/// A sequence number that was used: by this very batch, which is a retry and changes nothing, or by another one.
	///
	/// Only who could have made the submission may send it again. What counts is what was signed: a scheme may sign the same
	/// bytes in more than one way, and the signature was checked the first time.
	fn submitted_before(
		submitter: DidId,
		id: SubmissionId,
		body: &SubmissionBody,
	) -> DispatchResultWithPostInfo {
		let old = Submissions::<T>::get(id).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(submitter == old.supplier || submitter == old.device, Error::<T>::NotDataSetOwner);
		ensure!(old.body == *body, Error::<T>::SequenceUsed);
		Self::emit(Event::AlreadySubmitted {
			submission: id,
			submitter,
			device: old.device,
			sequence: old.sequence,
		});
		Ok(PostDispatchInfo {
			actual_weight: Some(T::WeightInfo::submit_again()),
			..Default::default()
		})
	}

	/// The checks that need no storage: sizes that can be, and a period that can have passed.
	fn ensure_plausible(
		body: &SubmissionBody,
		now: Moment,
		parameters: &RegistryParameters,
	) -> Result<(), Error<T>> {
		let leaves = body.fingerprint.leaves;
		let bytes = body.fingerprint.bytes;
		ensure!(leaves > 0, Error::<T>::NoRecords);
		let most_bytes = u128::from(leaves).saturating_mul(u128::from(MAX_LEAF_LEN));
		ensure!(bytes >= leaves && u128::from(bytes) <= most_bytes, Error::<T>::ImplausibleSize);
		let span = body.to.checked_sub(body.from).ok_or(Error::<T>::InvalidPeriod)?;
		ensure!(
			body.to <= now.saturating_add(parameters.clock_tolerance),
			Error::<T>::PeriodInFuture
		);
		ensure!(span <= parameters.max_span, Error::<T>::PeriodTooLong);
		ensure!(body.from >= now.saturating_sub(parameters.max_age), Error::<T>::PeriodTooOld);
		Ok(())
	}

	/// Refuses a schema that the records of this data set cannot follow.
	fn ensure_schema(set: &DataSetOf<T>, body: &SubmissionBody) -> Result<(), Error<T>> {
		let schema = Schemas::<T>::get(body.schema).ok_or(Error::<T>::UnknownSchema)?;
		ensure!(schema.family == set.family, Error::<T>::SchemaOfOtherFamily);
		// What a device measured before it could know may still come in.
		ensure!(
			schema.deprecated.is_none_or(|deprecated| body.from <= deprecated),
			Error::<T>::SchemaDeprecated
		);
		Ok(())
	}

	/// The submission of this number, if a submission of this data set may correct it.
	fn correctable(
		id: SubmissionId,
		data_set: DataSetId,
	) -> Result<SubmissionOf<T>, DispatchError> {
		let old = Submissions::<T>::get(id).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(old.data_set() == data_set, Error::<T>::CorrectsOtherDataSet);
		ensure!(old.corrected_by.is_none(), Error::<T>::AlreadyCorrected);
		ensure!(
			matches!(old.status, SubmissionStatus::Rejected | SubmissionStatus::Validated),
			Error::<T>::NotCorrectable
		);
		Ok(old)
	}

	/// The state that a submission occupies: its record, its places in the three indices, and the most that it adds to the
	/// sequence of its device, which is all of it when it is the first; keys included.
	pub(crate) fn submission_footprint() -> Footprint {
		let id = SubmissionId::max_encoded_len();
		let set = DataSetId::max_encoded_len();
		let device = DidId::max_encoded_len();
		let record = id.saturating_add(SubmissionOf::<T>::max_encoded_len());
		let listed = id.saturating_add(set);
		let known = Hash::max_encoded_len().saturating_add(set).saturating_add(id);
		let by_sequence = device.saturating_add(u64::max_encoded_len()).saturating_add(id);
		let progress = device
			.saturating_add(u64::max_encoded_len().saturating_mul(2))
			.saturating_add(1)
			.saturating_add(Gap::max_encoded_len());
		Footprint::from_parts(
			1,
			record
				.saturating_add(listed)
				.saturating_add(known)
				.saturating_add(by_sequence)
				.saturating_add(progress),
		)
	}

	/// What is known about the sequence numbers of a device.
	pub(crate) fn progress(device: &DidId) -> Progress {
		Sequences::<T>::get(device)
	}
}

impl<T> From<SequenceError> for Error<T> {
	fn from(error: SequenceError) -> Self {
		match error {
			SequenceError::Closed => Self::SequenceGivenUp,
			SequenceError::TooHigh => Self::SequenceTooHigh,
		}
	}
}
