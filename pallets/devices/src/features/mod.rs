//! What the calls do.
//!
//! | file | what it holds |
//! |---|---|
//! | `hierarchy` | places, moves, ancestors |
//! | `lifecycle` | descriptions, and the end of a device |
//! | `transfer` | two consents, and the agenda of offers |
//! | `enrolment` | batches, and their devices becoming live |
//! | `roots` | attestation roots, and whom to trust |

mod enrolment;
mod hierarchy;
mod lifecycle;
mod roots;
mod transfer;

use counterfoil_primitives::{
	did::{DidId, DidStatus},
	traits::{Identities, Subject},
};
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};

use crate::{pallet::*, Asset};

impl<T: Config> Pallet<T> {
	/// Whether the DID is a stakeholder that is active.
	pub(crate) fn is_active_stakeholder(did: &DidId) -> bool {
		T::Identities::owner_of(did).is_none()
			&& T::Identities::status(did) == Some(DidStatus::Active)
	}

	/// Whose the device is.
	pub(crate) fn owner_of(device: &DidId) -> Result<DidId, Error<T>> {
		T::Identities::owner_of(device).ok_or(Error::<T>::NotADevice)
	}

	/// The subject owns the device, whatever the status of either.
	pub(crate) fn ensure_owner(subject: &Subject<T::AccountId>, device: &DidId) -> DispatchResult {
		ensure!(Self::owner_of(device)? == subject.did, Error::<T>::NotOwner);
		Ok(())
	}

	/// The subject owns the device and is active, the device is not revoked, and it is not offered to anybody, who would
	/// get something else than what was offered.
	pub(crate) fn ensure_may_change(
		subject: &Subject<T::AccountId>,
		device: &DidId,
	) -> DispatchResult {
		Self::ensure_owner(subject, device)?;
		Self::ensure_not_revoked(device)?;
		let active = T::Identities::status(&subject.did) == Some(DidStatus::Active);
		ensure!(active, Error::<T>::OwnerNotActive);
		Self::ensure_not_offered(device)
	}

	pub(crate) fn ensure_not_revoked(device: &DidId) -> DispatchResult {
		let revoked = T::Identities::status(device) == Some(DidStatus::Revoked);
		ensure!(!revoked, Error::<T>::DeviceRevoked);
		Ok(())
	}

	pub(crate) fn ensure_not_offered(device: &DidId) -> DispatchResult {
		let offered = Offers::<T>::contains_key(Asset::Device(*device));
		ensure!(!offered, Error::<T>::TransferPending);
		Ok(())
	}

	/// Refuses a runtime whose constants contradict what the pallet relies on.
	pub(crate) fn check_config() {
		assert!(T::MaxDepth::get() > 0, "a tree needs a top");
		assert!(T::MaxOfferPeriod::get() > 0, "nothing could ever be offered");
		assert!(
			pallet_support::has_genesis_hash::<T>(),
			"payloads name the genesis hash by 32 bytes"
		);
	}
}
