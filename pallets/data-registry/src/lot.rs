//! What other pallets ask: the facts about a lot.

use alloc::vec::Vec;

use counterfoil_primitives::{
	traits::{DataRegistry, LotError, LotFacts},
	DataSetId, Moment, SubmissionId,
};
use frame_support::traits::Get;

use crate::{Config, DataSets, Pallet, SubmissionStatus, Submissions, MAX_QUALITY};

/// Reads one data set, and of every submission its record and its newest certificate.
impl<T: Config> DataRegistry for Pallet<T> {
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		now: Moment,
	) -> Result<LotFacts, LotError> {
		if submissions.is_empty() {
			return Err(LotError::Empty);
		}
		if u32::try_from(submissions.len()).unwrap_or(u32::MAX) > T::MaxLot::get() {
			return Err(LotError::TooMany);
		}
		let ascending = submissions.iter().zip(submissions.iter().skip(1)).all(|(a, b)| a < b);
		if !ascending {
			return Err(LotError::Duplicate);
		}

		let set = DataSets::<T>::get(data_set).ok_or(LotError::UnknownDataSet)?;
		let mut facts = LotFacts {
			supplier: set.owner,
			category: set.details.category,
			region: set.details.region,
			parts: Vec::with_capacity(submissions.len()),
			records: 0,
			newest: 0,
			quality: MAX_QUALITY,
			certified: true,
		};
		for id in submissions {
			let submission = Submissions::<T>::get(id).ok_or(LotError::UnknownSubmission)?;
			if submission.data_set() != data_set {
				return Err(LotError::NotOfDataSet);
			}
			if submission.status != SubmissionStatus::Validated {
				return Err(LotError::NotValidated);
			}
			let fingerprint = submission.body.fingerprint;
			facts.records =
				facts.records.checked_add(fingerprint.leaves).ok_or(LotError::TooMany)?;
			facts.newest = facts.newest.max(submission.body.to);
			facts.quality = facts.quality.min(submission.tally.quality);
			facts.certified = facts.certified
				&& submission
					.certificate
					.is_some_and(|certificate| Self::is_certificate_valid(certificate, now));
			facts.parts.push(fingerprint);
		}
		Ok(facts)
	}
}
