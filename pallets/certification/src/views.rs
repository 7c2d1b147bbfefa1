//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	roles::Role,
	text::Category,
	traits::{CertificateSubject, CertificateType, Certificates as _, Identities, Power},
	AccreditationId, CertificateId,
};
use frame_support::traits::Time;
use pallet_certification_runtime_api::{
	AccreditationView, ActView, CertificateView, StatusPurpose, MAX_BATCH, MAX_STATUSES,
};
use sp_runtime::traits::SaturatedConversion;

use crate::{
	AccreditationOf, Accreditations, CertificateOf, CertificateStatus, Certificates, Config,
	HeldBy, Newest, Obstacle, Pallet, Revocation,
};

/// The first questions of a batch, as many as are answered.
fn bounded<Question>(questions: Vec<Question>) -> impl Iterator<Item = Question> {
	questions.into_iter().take(MAX_BATCH.saturated_into())
}

fn revoked_view(revocation: Option<Revocation>) -> Option<ActView> {
	revocation.map(|Revocation { at, by, reason }| ActView { at, by, reason })
}

impl<T: Config> Pallet<T> {
	/// One certificate.
	pub fn certificate_view(id: CertificateId) -> Option<CertificateView<T::AccountId>> {
		Certificates::<T>::get(id).map(|certificate| Self::view_of_certificate(id, certificate))
	}

	/// Several certificates, the first [`MAX_BATCH`] that are asked.
	pub fn certificate_views(
		ids: Vec<CertificateId>,
	) -> Vec<Option<CertificateView<T::AccountId>>> {
		bounded(ids).map(Self::certificate_view).collect()
	}

	/// A page of the newest certificates of each type about a subject: at most `limit` and at most [`MAX_BATCH`], those that
	/// follow the type `after`.
	pub fn certificates_of(
		subject: CertificateSubject,
		after: Option<CertificateType>,
		limit: u32,
	) -> Vec<CertificateView<T::AccountId>> {
		let ids = match after {
			Some(after) => {
				let start = Newest::<T>::hashed_key_for(subject, after);
				Newest::<T>::iter_prefix_from(subject, start)
			},
			None => Newest::<T>::iter_prefix(subject),
		};
		ids.take(limit.min(MAX_BATCH).saturated_into())
			.filter_map(|(_, id)| Self::certificate_view(id))
			.collect()
	}

	/// The newest certificate of this type about a subject.
	pub fn current(
		subject: CertificateSubject,
		kind: CertificateType,
	) -> Option<CertificateView<T::AccountId>> {
		Newest::<T>::get(subject, kind).and_then(Self::certificate_view)
	}

	/// A certificate and those before it, newest first, the first [`MAX_BATCH`] of them.
	pub fn certificate_history(id: CertificateId) -> Vec<CertificateView<T::AccountId>> {
		core::iter::successors(Self::certificate_view(id), |certificate| {
			certificate.previous.and_then(Self::certificate_view)
		})
		.take(MAX_BATCH.saturated_into())
		.collect()
	}

	/// Whether some certificate about each subject holds now, for the first [`MAX_BATCH`] that are asked.
	pub fn are_certified(subjects: Vec<CertificateSubject>) -> Vec<bool> {
		let now = T::Time::now();
		bounded(subjects).map(|subject| Self::is_certified(&subject, now)).collect()
	}

	/// Whether a certificate of this type about each subject holds now, for the first [`MAX_BATCH`] that are asked.
	pub fn hold(questions: Vec<(CertificateSubject, CertificateType)>) -> Vec<bool> {
		let now = T::Time::now();
		bounded(questions).map(|(subject, kind)| Self::holds(&subject, &kind, now)).collect()
	}

	/// One accreditation.
	pub fn accreditation_view(id: AccreditationId) -> Option<AccreditationView<T::AccountId>> {
		Accreditations::<T>::get(id)
			.map(|accreditation| Self::view_of_accreditation(id, accreditation))
	}

	/// Several accreditations, the first [`MAX_BATCH`] that are asked.
	pub fn accreditation_views(
		ids: Vec<AccreditationId>,
	) -> Vec<Option<AccreditationView<T::AccountId>>> {
		bounded(ids).map(Self::accreditation_view).collect()
	}

	/// The accreditations that a regulator is listed with.
	pub fn accreditations_of(holder: DidId) -> Vec<AccreditationView<T::AccountId>> {
		HeldBy::<T>::get(holder).into_iter().filter_map(Self::accreditation_view).collect()
	}

	/// An accreditation and those above it, nearest first.
	pub fn chain(id: AccreditationId) -> Vec<AccreditationView<T::AccountId>> {
		Self::lineage(id)
			.map(|(id, accreditation)| Self::view_of_accreditation(id, accreditation))
			.collect()
	}

	/// Whether the regulator is active and accredited for this now.
	pub fn is_accredited_now(regulator: DidId, power: Power, category: Category) -> bool {
		Self::is_accredited(&regulator, power, &category, T::Time::now())
	}

	/// Why the stakeholder cannot certify this now.
	pub fn why_not(
		regulator: DidId,
		subject: CertificateSubject,
		kind: CertificateType,
	) -> Option<Obstacle> {
		Self::ensure_could_certify(&regulator, &subject, &kind).err()
	}

	fn ensure_could_certify(
		regulator: &DidId,
		subject: &CertificateSubject,
		kind: &CertificateType,
	) -> Result<(), Obstacle> {
		if !T::Identities::has_role(regulator, Role::Regulator) {
			return Err(Obstacle::NotRegulator);
		}
		let category = Self::ensure_certifiable(subject)?;
		Self::ensure_impartial(regulator, subject)?;
		let now = T::Time::now();
		let allows = |id: &AccreditationId| {
			Accreditations::<T>::get(id).is_some_and(|accreditation| {
				let terms = accreditation.terms;
				terms.powers.contains(Power::Certify)
					&& terms.types.contains(kind)
					&& match &category {
						Some(category) => terms.scope.covers(category),
						None => terms.scope.covers_subjects(),
					}
			}) && Self::lapse(*id, now).is_none()
		};
		if !HeldBy::<T>::get(regulator).iter().any(allows) {
			return Err(Obstacle::NotAccredited);
		}
		Self::ensure_free(regulator, subject, kind, now)
	}

	/// A part of a status list, at most [`MAX_STATUSES`] certificates: the first one in the highest bit of the first byte (W3C
	/// Bitstring Status List 1.0, 3.2).
	pub fn status_bits(purpose: StatusPurpose, from: CertificateId, count: u32) -> Vec<u8> {
		let now = T::Time::now();
		let is_set = |id: CertificateId| {
			let status = Self::status_of(id, now);
			match purpose {
				StatusPurpose::Revocation => matches!(
					status,
					Some(
						CertificateStatus::Revoked
							| CertificateStatus::Superseded
							| CertificateStatus::AccreditationRevoked
					)
				),
				StatusPurpose::Suspension => status == Some(CertificateStatus::Suspended),
			}
		};
		let count = u64::from(count.min(MAX_STATUSES));
		(0..count)
			.step_by(8)
			.map(|start| {
				(start..start.saturating_add(8)).fold(0u8, |byte, offset| {
					let inside = offset < count;
					let id = from.checked_add(offset);
					(byte << 1) | u8::from(inside && id.is_some_and(is_set))
				})
			})
			.collect()
	}

	fn view_of_certificate(
		id: CertificateId,
		certificate: CertificateOf<T>,
	) -> CertificateView<T::AccountId> {
		let status = Self::status(&certificate, T::Time::now());
		CertificateView {
			id,
			subject: certificate.subject,
			kind: certificate.kind,
			coverage: certificate.statement.coverage,
			document: certificate.statement.document,
			issuer: certificate.issuer,
			accreditation: certificate.accreditation,
			payer: certificate.payer,
			issued: certificate.issued,
			valid_from: certificate.valid_from,
			valid_until: certificate.statement.valid_until,
			status,
			valid: status == CertificateStatus::Valid,
			suspended: certificate.suspended.map(|suspension| ActView {
				at: suspension.since,
				by: suspension.by,
				reason: suspension.reason,
			}),
			revoked: revoked_view(certificate.revoked),
			previous: certificate.previous,
			superseded_by: certificate.superseded_by,
		}
	}

	fn view_of_accreditation(
		id: AccreditationId,
		accreditation: AccreditationOf<T>,
	) -> AccreditationView<T::AccountId> {
		AccreditationView {
			id,
			holder: accreditation.holder,
			powers: accreditation.terms.powers,
			scope: accreditation.terms.scope,
			types: accreditation.terms.types,
			delegable: accreditation.terms.delegable,
			valid_from: accreditation.terms.from,
			valid_until: accreditation.terms.until,
			parent: accreditation.parent,
			depth: accreditation.depth,
			granted_by: accreditation.granted_by,
			granted: accreditation.granted,
			payer: accreditation.deposit.map(|(payer, _)| payer),
			revoked: revoked_view(accreditation.revoked),
			dependants: accreditation.dependants,
			lapse: Self::lapse(id, T::Time::now()),
		}
	}
}
