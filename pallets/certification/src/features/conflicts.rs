//! What can be certified, and who is too close to it.

use alloc::{vec, vec::Vec};

use counterfoil_primitives::{
	did::DidId,
	interest::{hands, tie_of},
	text::Category,
	traits::{CertificateSubject, DataRegistry, Identities, Rights, SubmissionStatus},
	DataSetId,
};
use frame_support::traits::Contains;

use crate::{Config, Obstacle, Pallet};

impl<T: Config> Pallet<T> {
	/// Whether the subject is there and can be certified, and the category of its data; `None` for stakeholders and devices.
	pub(crate) fn ensure_certifiable(
		subject: &CertificateSubject,
	) -> Result<Option<Category>, Obstacle> {
		match subject {
			CertificateSubject::Submission(id) => {
				let submission = T::Registry::submission(*id).ok_or(Obstacle::UnknownSubject)?;
				if submission.status != SubmissionStatus::Validated {
					return Err(Obstacle::NotValidated);
				}
				let data_set =
					T::Registry::data_set(submission.data_set).ok_or(Obstacle::UnknownSubject)?;
				Ok(Some(data_set.category))
			},
			CertificateSubject::DataSet(id) => {
				let data_set = T::Registry::data_set(*id).ok_or(Obstacle::UnknownSubject)?;
				Ok(Some(data_set.category))
			},
			CertificateSubject::Did(did) => {
				T::Identities::status(did).ok_or(Obstacle::UnknownSubject)?;
				if T::Identities::is_active(did) {
					Ok(None)
				} else {
					Err(Obstacle::SubjectNotActive)
				}
			},
		}
	}

	/// Whether the regulator is far enough from the subject to judge it.
	pub(crate) fn ensure_impartial(
		regulator: &DidId,
		subject: &CertificateSubject,
	) -> Result<(), Obstacle> {
		if Self::has_interest(regulator, subject) {
			return Err(Obstacle::OwnSubject);
		}
		match subject {
			CertificateSubject::Submission(id) if T::Validators::contains(&(*id, *regulator)) => {
				Err(Obstacle::ValidatorCannotCertify)
			},
			_ => Ok(()),
		}
	}

	/// Whether the subject is the regulator's own: he is [tied](counterfoil_primitives::interest) to one of its parties, as a
	/// validator must not be either.
	pub(crate) fn has_interest(regulator: &DidId, subject: &CertificateSubject) -> bool {
		let own = hands::<T::Identities>(regulator);
		Self::parties(subject)
			.iter()
			.any(|party| tie_of(&own, &hands::<T::Identities>(party)).is_some())
	}

	/// Those to whom a certificate about the subject is worth something, each once.
	fn parties(subject: &CertificateSubject) -> Vec<DidId> {
		let mut parties = match subject {
			CertificateSubject::Submission(id) => match T::Registry::submission(*id) {
				Some(submission) => {
					let mut parties = Self::parties_of_data_set(submission.data_set);
					parties.extend([submission.supplier, submission.device]);
					// The device may have been sold since.
					parties.extend(T::Identities::owner_of(&submission.device));
					parties
				},
				None => Vec::new(),
			},
			CertificateSubject::DataSet(id) => Self::parties_of_data_set(*id),
			CertificateSubject::Did(did) => {
				let mut parties = vec![*did];
				parties.extend(T::Identities::owner_of(did));
				parties
			},
		};
		parties.sort_unstable();
		parties.dedup();
		parties
	}

	/// The supplier of a data set, and whoever decides about it or is paid for it.
	fn parties_of_data_set(id: DataSetId) -> Vec<DidId> {
		let Some(data_set) = T::Registry::data_set(id) else { return Vec::new() };
		let shares = |shares: Vec<(DidId, u32)>| shares.into_iter().map(|(did, _)| did);
		let mut parties = vec![data_set.owner];
		parties.extend(shares(T::Rights::owners(id, &data_set.owner)));
		parties.extend(shares(T::Rights::payees(id, &data_set.owner)));
		parties
	}
}
