//! Certificates of regulators.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId,
	roles::Role,
	traits::{Identities, Subject},
	CertificateId, Hash, Moment, SubmissionId,
};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Time},
};
use sp_runtime::DispatchResult;

use super::take_id;
use crate::{
	Attestations, Certificate, CertificateOf, Certificates, Config, Error, Event,
	NextCertificateId, Pallet, Revocation, SubmissionStatus, Submissions, MAX_VALIDITY,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_certify(
		subject: Subject<T::AccountId>,
		id: SubmissionId,
		document: Hash,
		valid_until: Moment,
	) -> DispatchResult {
		let Subject { did: regulator, account: payer } = subject;
		ensure!(T::Identities::has_role(&regulator, Role::Regulator), Error::<T>::NotRegulator);
		let mut submission = Submissions::<T>::get(id).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(submission.supplier != regulator, Error::<T>::SupplierCannotCertify);
		ensure!(
			!Attestations::<T>::contains_key(id, regulator),
			Error::<T>::ValidatorCannotCertify
		);
		ensure!(submission.status == SubmissionStatus::Validated, Error::<T>::NotValidated);
		let now = T::Time::now();
		ensure!(now <= valid_until, Error::<T>::ValidityInPast);
		ensure!(valid_until <= now.saturating_add(MAX_VALIDITY), Error::<T>::ValidityTooLong);
		let previous = submission.certificate;
		ensure!(
			!previous.is_some_and(|certificate| Self::is_certificate_valid(certificate, now)),
			Error::<T>::AlreadyCertified
		);

		let ticket = T::CertificateConsideration::new(&payer, Self::certificate_footprint())?;
		let certificate = take_id::<NextCertificateId<T>>()?;
		Certificates::<T>::insert(
			certificate,
			Certificate {
				submission: id,
				regulator,
				payer: payer.clone(),
				document,
				issued: now,
				valid_until,
				revoked: None,
				previous,
				ticket,
			},
		);
		submission.certificate = Some(certificate);
		Submissions::<T>::insert(id, &submission);
		Self::deposit_event(Event::Certified {
			certificate,
			submission: id,
			data_set: submission.data_set(),
			supplier: submission.supplier,
			fingerprint: submission.body.fingerprint,
			regulator,
			payer,
			document,
			valid_until,
			previous,
		});
		Ok(())
	}

	/// Revokes for this stakeholder, who must have issued it; `None` is the council.
	pub(crate) fn do_revoke_certificate(
		stakeholder: Option<DidId>,
		id: CertificateId,
		reason: Hash,
	) -> DispatchResult {
		let mut certificate = Certificates::<T>::get(id).ok_or(Error::<T>::UnknownCertificate)?;
		if let Some(stakeholder) = stakeholder {
			ensure!(certificate.regulator == stakeholder, Error::<T>::NotIssuer);
		}
		ensure!(certificate.revoked.is_none(), Error::<T>::AlreadyRevoked);
		let submission =
			Submissions::<T>::get(certificate.submission).ok_or(Error::<T>::UnknownSubmission)?;

		certificate.revoked = Some(Revocation { at: T::Time::now(), reason });
		Certificates::<T>::insert(id, &certificate);
		Self::deposit_event(Event::CertificateRevoked {
			certificate: id,
			submission: certificate.submission,
			data_set: submission.data_set(),
			fingerprint: submission.body.fingerprint,
			regulator: certificate.regulator,
			reason,
			by_council: stakeholder.is_none(),
		});
		Ok(())
	}

	/// Whether there is such a certificate and it is valid at this moment.
	pub(crate) fn is_certificate_valid(id: CertificateId, now: Moment) -> bool {
		Certificates::<T>::get(id).is_some_and(|certificate| certificate.is_valid_at(now))
	}

	/// The state that a certificate occupies: its key and its record.
	pub(crate) fn certificate_footprint() -> Footprint {
		Footprint::from_parts(
			1,
			CertificateId::max_encoded_len().saturating_add(CertificateOf::<T>::max_encoded_len()),
		)
	}
}
