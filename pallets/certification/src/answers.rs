//! What other pallets ask.

use counterfoil_primitives::{
	did::DidId,
	text::Category,
	traits::{self, CertificateSubject, CertificateType, Power},
	CertificateId, Moment,
};

use crate::{
	Accreditations, CertificateStatus, Certificates, Config, HeldBy, Newest, OpenAbout, Pallet,
};

impl<T: Config> traits::Certificates for Pallet<T> {
	fn certificate_of(subject: &CertificateSubject, now: Moment) -> Option<CertificateId> {
		OpenAbout::<T>::get(subject)
			.into_iter()
			.find(|id| Self::status_of(*id, now) == Some(CertificateStatus::Valid))
	}

	fn subject_of(certificate: CertificateId, now: Moment) -> Option<CertificateSubject> {
		let valid = Self::status_of(certificate, now) == Some(CertificateStatus::Valid);
		valid.then(|| Certificates::<T>::get(certificate)).flatten().map(|one| one.subject)
	}

	fn holds(subject: &CertificateSubject, kind: &CertificateType, now: Moment) -> bool {
		Newest::<T>::get(subject, kind)
			.is_some_and(|id| Self::status_of(id, now) == Some(CertificateStatus::Valid))
	}

	fn is_accredited(regulator: &DidId, power: Power, category: &Category, now: Moment) -> bool {
		HeldBy::<T>::get(regulator).into_iter().any(|id| {
			// What it says comes first, since walking the chain costs more.
			Accreditations::<T>::get(id).is_some_and(|accreditation| {
				accreditation.terms.powers.contains(power)
					&& accreditation.terms.scope.covers(category)
			}) && Self::lapse(id, now).is_none()
		})
	}
}
