//! Submissions.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::{DidId, KeySignature},
	fingerprint::MAX_LEAF_LEN,
	payload::{signing_bytes, Purpose, SubmissionBody},
	traits::{Identities, Subject},
	DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Time},
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use super::take_id;
use crate::{
	types::most_attestations, Attestation, Config, DataSets, Error, Event, Known, NextSequence,
	NextSubmissionId, Pallet, Parameters, RegistryParameters, Submission, SubmissionOf,
	SubmissionStatus, Submissions, SubmissionsOf, Tally,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_submit(
		subject: Subject<T::AccountId>,
		device: DidId,
		body: SubmissionBody,
		signature: KeySignature,
	) -> DispatchResult {
		let Subject { did: supplier, account: payer } = subject;
		let now = T::Time::now();
		let parameters = Parameters::<T>::get();
		Self::ensure_plausible(&body, now, &parameters)?;

		let mut set = DataSets::<T>::get(body.data_set).ok_or(Error::<T>::UnknownDataSet)?;
		ensure!(set.owner == supplier, Error::<T>::NotDataSetOwner);
		ensure!(T::Identities::owner_of(&device) == Some(supplier), Error::<T>::NotDeviceOwner);
		ensure!(T::Identities::is_active(&device), Error::<T>::DeviceNotActive);
		let corrected = match body.corrects {
			Some(id) => Some((id, Self::correctable(id, body.data_set)?)),
			None => None,
		};

		let sequence = NextSequence::<T>::get(device);
		let message = signing_bytes(
			Purpose::Submission,
			&pallet_support::genesis_hash::<T>(),
			sequence,
			&body,
		);
		ensure!(T::Identities::verify(&device, &message, &signature), Error::<T>::BadSignature);
		// After the signature: what is sent once more as it was is a replay first of all.
		let root = body.fingerprint.root;
		ensure!(!Known::<T>::contains_key(body.data_set, root), Error::<T>::DuplicateFingerprint);

		let ticket = T::SubmissionConsideration::new(
			&payer,
			Self::submission_footprint(parameters.validations_required),
		)?;
		let submission = take_id::<NextSubmissionId<T>>()?;
		NextSequence::<T>::insert(
			device,
			sequence.checked_add(1).ok_or(ArithmeticError::Overflow)?,
		);
		set.submissions = set.submissions.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		DataSets::<T>::insert(body.data_set, set);
		let revision = match corrected {
			Some((id, mut old)) => {
				let revision = old.revision.checked_add(1).ok_or(ArithmeticError::Overflow)?;
				old.corrected_by = Some(submission);
				Submissions::<T>::insert(id, old);
				revision
			},
			None => 0,
		};
		SubmissionsOf::<T>::insert(body.data_set, submission, ());
		Known::<T>::insert(body.data_set, root, submission);
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
				tally: Tally::new(parameters.validations_required),
				revision,
				corrected_by: None,
				certificate: None,
				ticket,
			},
		);
		Self::deposit_event(Event::Submitted {
			submission,
			data_set: body.data_set,
			supplier,
			payer,
			device,
			sequence,
			fingerprint: body.fingerprint,
			from: body.from,
			to: body.to,
			corrects: body.corrects,
			revision,
		});
		Ok(())
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
		ensure!(body.from <= body.to, Error::<T>::InvalidPeriod);
		ensure!(
			body.to <= now.saturating_add(parameters.clock_tolerance),
			Error::<T>::PeriodInFuture
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
		ensure!(old.status == SubmissionStatus::Rejected, Error::<T>::NotRejected);
		ensure!(old.corrected_by.is_none(), Error::<T>::AlreadyCorrected);
		Ok(old)
	}

	/// The state that a submission can occupy: its record, its place in the index, its fingerprint among the
	/// known ones, and the most attestations that it can collect; keys included.
	pub(crate) fn submission_footprint(required: u32) -> Footprint {
		let id = SubmissionId::max_encoded_len();
		let record = id.saturating_add(SubmissionOf::<T>::max_encoded_len());
		let set = DataSetId::max_encoded_len();
		let index = id.saturating_add(set);
		let known = set.saturating_add(Hash::max_encoded_len()).saturating_add(id);
		let attestation = id
			.saturating_add(DidId::max_encoded_len())
			.saturating_add(Attestation::max_encoded_len());
		let most = most_attestations(required)
			.and_then(|most| usize::try_from(most).ok())
			.unwrap_or_default();
		Footprint::from_parts(
			1,
			record
				.saturating_add(index)
				.saturating_add(known)
				.saturating_add(attestation.saturating_mul(most)),
		)
	}
}
