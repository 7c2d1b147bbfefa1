//! What a device is said to be, and how it ends.

use counterfoil_primitives::{
	did::{DidId, DidStatus},
	enrolment::{has_scheme, Link},
	traits::{DeviceRecords, Identities, Subject},
	EnrolmentId, Hash,
};
use frame_support::{dispatch::DispatchResult, ensure};
use sp_runtime::DispatchError;

use crate::{pallet::*, types::description_footprint, Asset, Deposit, Description, OfferEnd};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_describe(
		owner: Subject<T::AccountId>,
		device: DidId,
		metadata: Hash,
		link: Option<Link>,
	) -> DispatchResult {
		Self::ensure_may_change(&owner, &device)?;
		ensure!(link.as_ref().is_none_or(has_scheme), Error::<T>::InvalidLink);
		T::Devices::set_metadata(&device, metadata)?;
		if let Some(old) = Descriptions::<T>::take(device) {
			old.deposit.give_back()?;
		}
		if let Some(link) = link {
			let deposit = Deposit::<T>::take(&owner.account, description_footprint::<T>())?;
			Descriptions::<T>::insert(device, Description { link, deposit });
		}
		Self::emit(Event::DeviceDescribed { owner: owner.did, device, metadata, link });
		Ok(())
	}

	pub(crate) fn do_decommission(owner: Subject<T::AccountId>, device: DidId) -> DispatchResult {
		Self::ensure_owner(&owner, &device)?;
		Self::ensure_not_revoked(&device)?;
		T::Devices::revoke(&device)?;
		let (_, enrolment) = Self::forget(device, Some(owner.did))?;
		Self::emit(Event::DeviceDecommissioned { owner: owner.did, device });
		Self::remove_if_done(enrolment)
	}

	pub(crate) fn do_tidy(device: DidId) -> DispatchResult {
		Self::owner_of(&device)?;
		let revoked = T::Identities::status(&device) == Some(DidStatus::Revoked);
		ensure!(revoked, Error::<T>::DeviceNotRevoked);
		let (something, enrolment) = Self::forget(device, None)?;
		ensure!(something, Error::<T>::NothingToTidy);
		Self::emit(Event::DeviceTidied { device });
		Self::remove_if_done(enrolment)
	}

	/// Removes all that is kept about a device and returns the deposits. Says whether there was anything, and the batch
	/// that it was counted in.
	fn forget(
		device: DidId,
		by: Option<DidId>,
	) -> Result<(bool, Option<EnrolmentId>), DispatchError> {
		let offered = Self::close_offer(Asset::Device(device), OfferEnd::Void)?;
		let placed = Self::leave_tree(device, by)?;
		let description = Descriptions::<T>::take(device);
		let member = Members::<T>::take(device);
		let something = offered || placed || description.is_some() || member.is_some();
		if let Some(description) = description {
			description.deposit.give_back()?;
		}
		let enrolment = member.as_ref().map(|member| member.enrolment);
		if let Some(member) = member {
			member.deposit.give_back()?;
			Enrolments::<T>::mutate(member.enrolment, |enrolment| {
				if let Some(enrolment) = enrolment {
					enrolment.live = enrolment.live.saturating_sub(1);
				}
			});
		}
		Ok((something, enrolment))
	}
}
