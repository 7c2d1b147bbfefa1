//! What an accreditation is worth, where a certificate stands, and who is above whom.

use alloc::vec::Vec;

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId, roles::Role, traits::Identities, AccreditationId, CertificateId, Moment,
};
use frame_support::traits::{Footprint, Get};

use crate::{
	AccreditationOf, Accreditations, CertificateOf, CertificateStatus, Certificates, Config, Error,
	Lapse, Obstacle, Pallet, Rank, COUNCIL,
};

/// Somebody with a say about an accreditation or a certificate.
pub(crate) struct Authority {
	/// How high he stands.
	pub rank: Rank,
	/// The accreditation that his say comes from; `None` for the council.
	pub accreditation: Option<AccreditationId>,
}

impl<T: Config> Pallet<T> {
	/// The accreditation and those above it, nearest first. At most `MaxDepth + 1`.
	pub(crate) fn lineage(
		id: AccreditationId,
	) -> impl Iterator<Item = (AccreditationId, AccreditationOf<T>)> {
		let get = |id| Accreditations::<T>::get(id).map(|accreditation| (id, accreditation));
		let most = usize::try_from(T::MaxDepth::get()).unwrap_or_default().saturating_add(1);
		core::iter::successors(get(id), move |(_, accreditation)| {
			accreditation.parent.and_then(get)
		})
		.take(most)
	}

	/// Whether the chain leads up to the council and nothing in it is revoked. What is not known is not trusted.
	pub(crate) fn stands(id: AccreditationId) -> bool {
		let mut reaches_council = false;
		for (_, accreditation) in Self::lineage(id) {
			if accreditation.revoked.is_some() {
				return false;
			}
			reaches_council = accreditation.parent.is_none();
		}
		reaches_council
	}

	/// Why the accreditation allows nothing at this moment; `None` if it is in force.
	pub(crate) fn lapse(id: AccreditationId, now: Moment) -> Option<Lapse> {
		if !Self::stands(id) {
			return Some(Lapse::Revoked);
		}
		let chain: Vec<_> = Self::lineage(id).map(|(_, accreditation)| accreditation).collect();
		if chain.iter().any(|accreditation| now < accreditation.terms.from) {
			return Some(Lapse::NotYetValid);
		}
		if chain.iter().any(|accreditation| accreditation.terms.until < now) {
			return Some(Lapse::Expired);
		}
		let active = |accreditation: &AccreditationOf<T>| {
			T::Identities::has_role(&accreditation.holder, Role::Regulator)
		};
		(!chain.iter().all(active)).then_some(Lapse::HolderNotActive)
	}

	/// Whether the accreditation will never be in force again.
	pub(crate) fn has_ended(
		id: AccreditationId,
		accreditation: &AccreditationOf<T>,
		now: Moment,
	) -> bool {
		accreditation.terms.until < now || !Self::stands(id)
	}

	/// What the actor may say about this accreditation or about a certificate that rests on it. `None` as the actor is the council.
	///
	/// Its holder always; a holder above it as an active regulator in a chain without revocations. The highest place counts.
	pub(crate) fn authority(actor: Option<DidId>, id: AccreditationId) -> Option<Authority> {
		let Some(actor) = actor else {
			return Some(Authority { rank: COUNCIL, accreditation: None });
		};
		let is_regulator = T::Identities::has_role(&actor, Role::Regulator);
		let chain: Vec<_> = Self::lineage(id).collect();
		let mut stands = true;
		for (place, accreditation) in chain.into_iter().rev() {
			stands = stands && accreditation.revoked.is_none();
			let speaks = place == id || (is_regulator && stands);
			if accreditation.holder == actor && speaks {
				let rank = accreditation.depth.saturating_add(1);
				return Some(Authority { rank, accreditation: Some(place) });
			}
		}
		None
	}

	/// Where the certificate stands at this moment.
	pub(crate) fn status(certificate: &CertificateOf<T>, now: Moment) -> CertificateStatus {
		if certificate.revoked.is_some() {
			CertificateStatus::Revoked
		} else if certificate.superseded_by.is_some() {
			CertificateStatus::Superseded
		} else if !Self::stands(certificate.accreditation) {
			CertificateStatus::AccreditationRevoked
		} else if certificate.statement.valid_until < now {
			CertificateStatus::Expired
		} else if certificate.suspended.is_some() {
			CertificateStatus::Suspended
		} else if now < certificate.valid_from {
			CertificateStatus::NotYetValid
		} else {
			CertificateStatus::Valid
		}
	}

	/// Where the certificate of this number stands; `None` if there is none.
	pub(crate) fn status_of(id: CertificateId, now: Moment) -> Option<CertificateStatus> {
		Certificates::<T>::get(id).map(|certificate| Self::status(&certificate, now))
	}

	/// The state that an accreditation occupies: its key and its record, and its place among those of its holder.
	pub(crate) fn accreditation_footprint() -> Footprint {
		Footprint::from_parts(
			1,
			AccreditationId::max_encoded_len()
				.saturating_mul(2)
				.saturating_add(AccreditationOf::<T>::max_encoded_len()),
		)
	}

	/// The state that a certificate occupies: its key and its record, and its places in the two indices.
	pub(crate) fn certificate_footprint() -> Footprint {
		use counterfoil_primitives::traits::{CertificateSubject, CertificateType};
		let indices = CertificateSubject::max_encoded_len()
			.saturating_mul(2)
			.saturating_add(CertificateType::max_encoded_len())
			.saturating_add(CertificateId::max_encoded_len().saturating_mul(3));
		Footprint::from_parts(1, indices.saturating_add(CertificateOf::<T>::max_encoded_len()))
	}
}

/// Why a certificate that is not open cannot be acted on.
pub(crate) fn ensure_open<T: Config>(status: CertificateStatus) -> Result<(), Error<T>> {
	match status {
		CertificateStatus::Valid
		| CertificateStatus::NotYetValid
		| CertificateStatus::Suspended => Ok(()),
		CertificateStatus::Expired => Err(Error::CertificateExpired),
		CertificateStatus::Revoked => Err(Error::CertificateRevoked),
		CertificateStatus::Superseded => Err(Error::CertificateSuperseded),
		CertificateStatus::AccreditationRevoked => Err(Error::AccreditationRevoked),
	}
}

impl<T> From<Lapse> for Error<T> {
	fn from(lapse: Lapse) -> Self {
		match lapse {
			Lapse::Revoked => Self::AccreditationRevoked,
			Lapse::NotYetValid => Self::AccreditationNotYetValid,
			Lapse::Expired => Self::AccreditationExpired,
			Lapse::HolderNotActive => Self::HolderNotActive,
		}
	}
}

impl<T> From<Obstacle> for Error<T> {
	fn from(obstacle: Obstacle) -> Self {
		match obstacle {
			Obstacle::NotRegulator => Self::NotRegulator,
			Obstacle::UnknownSubject => Self::UnknownSubject,
			Obstacle::NotValidated => Self::NotValidated,
			Obstacle::SubjectNotActive => Self::SubjectNotActive,
			Obstacle::OwnSubject => Self::OwnSubject,
			Obstacle::ValidatorCannotCertify => Self::ValidatorCannotCertify,
			// Calls name their accreditation and get a better reason than this.
			Obstacle::NotAccredited => Self::OutOfScope,
			Obstacle::AlreadyCertified => Self::AlreadyCertified,
			Obstacle::TooManyCertificates => Self::TooManyCertificates,
			Obstacle::SuspendedFromAbove => Self::SuspendedFromAbove,
		}
	}
}
