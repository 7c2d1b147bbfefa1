//! Who is who, and whose signature is good: what other pallets are told.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	document::Relationships,
	roles::Role,
	traits::{Accounts, DeviceTrust, Identities, KeyVerifier},
	Moment,
};
use frame_support::traits::Time;

use crate::{pallet::*, verify::is_signed_by, Kind, Record};

impl<T: Config> Pallet<T> {
	/// The status of a DID by itself, whatever its owner's.
	pub(crate) fn status_of(did: &DidId) -> Option<DidStatus> {
		Records::<T>::get(did).map(|record| record.status)
	}

	/// Whether the DID of this record is active: itself, and for a device also its owner and what makes it trusted.
	pub(crate) fn record_is_active(did: &DidId, record: &Record<T>) -> bool {
		record.status == DidStatus::Active
			&& record.owner().is_none_or(|owner| {
				Self::status_of(&owner) == Some(DidStatus::Active)
					&& T::DeviceTrust::is_trusted(did)
			})
	}

	/// Whether one of the keys that a document had for this purpose made the signature. `document` is the number of the
	/// version that brought it.
	fn is_signed_for(
		did: &DidId,
		record: &Record<T>,
		document: u32,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
	) -> bool {
		if document == 1 {
			return Relationships::SIGNING.contains(relationship)
				&& is_signed_by(&record.key, message, signature);
		}
		Documents::<T>::get(did, document).is_some_and(|document| {
			document.keys_for(relationship).any(|key| is_signed_by(key, message, signature))
		})
	}
}

impl<T: Config> Identities for Pallet<T> {
	fn status(did: &DidId) -> Option<DidStatus> {
		Self::status_of(did)
	}

	fn has_role(did: &DidId, role: Role) -> bool {
		Records::<T>::get(did).is_some_and(|record| match record.kind {
			Kind::Stakeholder { roles, .. } => {
				record.status == DidStatus::Active && roles.contains(role)
			},
			Kind::Device { .. } => false,
		})
	}

	fn owner_of(device: &DidId) -> Option<DidId> {
		Records::<T>::get(device)?.owner()
	}

	fn is_active(did: &DidId) -> bool {
		Records::<T>::get(did).is_some_and(|record| Self::record_is_active(did, &record))
	}

	fn verify(did: &DidId, message: &[u8], signature: &KeySignature) -> bool {
		Self::verify_for(did, Relationship::AssertionMethod, message, signature)
	}

	fn verify_for(
		did: &DidId,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
	) -> bool {
		Records::<T>::get(did).is_some_and(|record| {
			Self::record_is_active(did, &record)
				&& Self::is_signed_for(
					did,
					&record,
					record.document,
					relationship,
					message,
					signature,
				)
		})
	}

	/// For moments to come the answer is no: what holds then is not known, and an answer must never turn out wrong later. Whether a
	/// device is trusted is not asked: that is about now.
	fn verify_at(
		did: &DidId,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
		at: Moment,
	) -> bool {
		if at > T::Time::now() {
			return false;
		}
		let was_active = |did: &DidId| {
			let record = Records::<T>::get(did)?;
			let (_, version) = Self::version_at(did, &record, at)?;
			(version.status == DidStatus::Active).then_some((record, version))
		};
		let Some((record, version)) = was_active(did) else { return false };
		version.owner.is_none_or(|owner| was_active(&owner).is_some())
			&& Self::is_signed_for(did, &record, version.document, relationship, message, signature)
	}

	fn controllers(did: &DidId) -> Vec<DidId> {
		let Some(record) = Records::<T>::get(did).filter(|record| record.document > 1) else {
			return Vec::new();
		};
		Documents::<T>::get(did, record.document)
			.map(|document| document.controllers.into_inner())
			.unwrap_or_default()
	}
}

impl<T: Config> Accounts<T::AccountId> for Pallet<T> {
	fn account_of(did: &DidId) -> Option<T::AccountId> {
		match Records::<T>::get(did)?.kind {
			Kind::Stakeholder { account, .. } => Some(account),
			Kind::Device { owner, .. } => match Records::<T>::get(owner)?.kind {
				Kind::Stakeholder { account, .. } => Some(account),
				Kind::Device { .. } => None,
			},
		}
	}
}

impl<T: Config> KeyVerifier for Pallet<T> {
	fn is_signed_by(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
		is_signed_by(key, message, signature)
	}
}
