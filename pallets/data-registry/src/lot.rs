//! What other pallets ask: the facts about a lot, a data set, a submission.

use alloc::vec::Vec;

use counterfoil_primitives::{
	traits::{
		CertificateNeed, CertificateSubject, Certificates, DataRegistry, DataSetFacts,
		Fingerprints, LotError, LotFacts, SubmissionFacts, SubmissionStatus,
	},
	CertificateId, DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::traits::Get;

use crate::{Config, DataSets, Pallet, SubmissionOf, Submissions, MAX_QUALITY};

impl<T: Config> DataRegistry for Pallet<T> {
	/// Reads one data set and the record of every submission.
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		_: Moment,
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
			schema: None,
			records: 0,
			bytes: 0,
			oldest: Moment::MAX,
			newest: 0,
			quality: MAX_QUALITY,
		};
		for id in submissions {
			let submission = Submissions::<T>::get(id).ok_or(LotError::UnknownSubmission)?;
			if submission.data_set() != data_set {
				return Err(LotError::NotOfDataSet);
			}
			// What was superseded is sold no more: its successor is.
			if submission.status != SubmissionStatus::Validated {
				return Err(LotError::NotValidated);
			}
			let fingerprint = submission.body.fingerprint;
			facts.records =
				facts.records.checked_add(fingerprint.leaves).ok_or(LotError::TooMany)?;
			facts.bytes = facts.bytes.checked_add(fingerprint.bytes).ok_or(LotError::TooMany)?;
			let schema = submission.body.schema;
			facts.schema = match facts.parts.is_empty() {
				true => Some(schema),
				false => facts.schema.filter(|common| *common == schema),
			};
			facts.oldest = facts.oldest.min(submission.body.from);
			facts.newest = facts.newest.max(submission.body.to);
			facts.quality = facts.quality.min(submission.quality.unwrap_or_default());
			facts.parts.push(fingerprint);
		}
		Ok(facts)
	}

	/// Reads the certificates of the data set and, where it has none that will do, of every submission.
	fn has_certificate(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		need: &CertificateNeed,
		now: Moment,
	) -> bool {
		let holds = |subject| match need {
			CertificateNeed::None => true,
			CertificateNeed::Any => T::Certificates::is_certified(&subject, now),
			CertificateNeed::OfType(kind) => T::Certificates::holds(&subject, kind, now),
		};
		holds(CertificateSubject::DataSet(data_set))
			|| (!submissions.is_empty()
				&& submissions.iter().all(|id| holds(CertificateSubject::Submission(*id))))
	}

	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		let set = DataSets::<T>::get(id)?;
		Some(DataSetFacts {
			owner: set.owner,
			category: set.details.category,
			region: set.details.region,
			confidentiality: set.details.confidentiality,
			registered: set.registered,
		})
	}

	fn submission(id: SubmissionId) -> Option<SubmissionFacts> {
		let submission = Submissions::<T>::get(id)?;
		Some(SubmissionFacts {
			data_set: submission.data_set(),
			supplier: submission.supplier,
			device: submission.device,
			fingerprint: submission.body.fingerprint,
			status: submission.status,
		})
	}
}

impl<T: Config> Fingerprints for Pallet<T> {
	fn next_data_set_with(root: &Hash, after: Option<DataSetId>) -> Option<DataSetId> {
		Self::submissions_with(*root, after, 1).first().map(|(data_set, _)| *data_set)
	}
}

impl<T: Config> Pallet<T> {
	/// Whether the data set as a whole has a certificate that is valid at this moment.
	pub(crate) fn is_data_set_certified(id: DataSetId, now: Moment) -> bool {
		T::Certificates::is_certified(&CertificateSubject::DataSet(id), now)
	}

	/// The certificate of the submission that is valid at this moment or, if it is valid itself, that of its data set: what was
	/// rejected is not certified because other data of its set are.
	pub(crate) fn certificate_of(
		id: SubmissionId,
		submission: &SubmissionOf<T>,
		now: Moment,
	) -> Option<CertificateId> {
		T::Certificates::certificate_of(&CertificateSubject::Submission(id), now).or_else(|| {
			let set = CertificateSubject::DataSet(submission.data_set());
			(submission.status == SubmissionStatus::Validated)
				.then(|| T::Certificates::certificate_of(&set, now))
				.flatten()
		})
	}
}
