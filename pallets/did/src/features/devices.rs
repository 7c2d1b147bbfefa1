//! The devices of a stakeholder.

use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, VerificationKey},
	payload::{signing_bytes, DeviceConsent, Purpose},
	traits::{DeviceRecords, Subject},
	Hash,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Footprint, Time},
};
use pallet_support::{genesis_hash, Deposit};
use sp_runtime::DispatchError;

use super::history::{Amendment, Charge};
use crate::{pallet::*, verify::is_signed_by, DeviceStatus, Kind, Record};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_device(
		owner: Subject<T::AccountId>,
		key: VerificationKey,
		signature: KeySignature,
		metadata: Hash,
	) -> DispatchResult {
		ensure!(!Records::<T>::contains_key(DidId::of_key(&key)), Error::<T>::KeyInUse);
		let body = DeviceConsent { owner: owner.did, metadata };
		let message = signing_bytes(Purpose::DeviceConsent, &genesis_hash::<T>(), 0, &body);
		ensure!(is_signed_by(&key, &message, &signature), Error::<T>::BadSignature);
		Self::create(&owner.did, &owner.account, key, metadata)?;
		Ok(())
	}

	pub(crate) fn do_set_device_status(
		caller: Subject<T::AccountId>,
		device: DidId,
		status: DeviceStatus,
	) -> DispatchResult {
		let record = Records::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		let owner = record.owner().ok_or(Error::<T>::NotADevice)?;
		ensure!(owner == caller.did, Error::<T>::NotOwner);
		ensure!(record.status != DidStatus::Revoked, Error::<T>::DeviceRevoked);
		let status = DidStatus::from(status);
		ensure!(record.status != status, Error::<T>::StatusUnchanged);
		let charge = if status == DidStatus::Active {
			ensure!(Self::status_of(&owner) == Some(DidStatus::Active), Error::<T>::OwnerNotActive);
			Charge::Must(&caller.account)
		} else {
			Charge::Try(&caller.account)
		};
		Self::write_status(device, record, status, Some(owner), charge)
	}

	/// The record of a device that is not revoked.
	fn living_device(device: &DidId) -> Result<Record<T>, Error<T>> {
		let record = Records::<T>::get(device).ok_or(Error::<T>::NotFound)?;
		ensure!(record.owner().is_some(), Error::<T>::NotADevice);
		ensure!(record.status != DidStatus::Revoked, Error::<T>::DeviceRevoked);
		Ok(record)
	}

	/// What a device occupies: its record.
	pub(crate) fn device_footprint() -> Footprint {
		Footprint::from_mel::<(DidId, Record<T>)>()
	}
}

impl<T: Config> DeviceRecords<T::AccountId> for Pallet<T> {
	type Error = DispatchError;

	fn create(
		owner: &DidId,
		payer: &T::AccountId,
		key: VerificationKey,
		metadata: Hash,
	) -> Result<DidId, DispatchError> {
		let did = DidId::of_key(&key);
		ensure!(!Records::<T>::contains_key(did), Error::<T>::KeyInUse);
		let holder = Records::<T>::get(owner).ok_or(Error::<T>::NotFound)?;
		ensure!(matches!(holder.kind, Kind::Stakeholder { .. }), Error::<T>::NotAStakeholder);
		ensure!(holder.status == DidStatus::Active, Error::<T>::OwnerNotActive);

		let ticket = Deposit::take(payer, Self::device_footprint())?;
		let kind = Kind::Device { owner: *owner, metadata };
		let record = Record::new(key, kind, DidStatus::Active, T::Time::now(), Some(ticket));
		Records::<T>::insert(did, record);
		Self::emit(Event::DeviceRegistered { did, owner: *owner, metadata, key });
		Ok(did)
	}

	/// The tickets for the record and for its history go over to the new owner's account. Whoever put up the old ones gets them
	/// back first, so an account that stays the same needs no money twice.
	///
	/// A device whose document names controllers is not transferred: they would stay in control of what belongs to another one.
	fn transfer(device: &DidId, to: &Subject<T::AccountId>) -> DispatchResult {
		let mut record = Self::living_device(device)?;
		let from = record.owner().ok_or(Error::<T>::NotADevice)?;
		ensure!(from != to.did, Error::<T>::OwnerUnchanged);
		let holder = Records::<T>::get(to.did).ok_or(Error::<T>::NotFound)?;
		ensure!(matches!(holder.kind, Kind::Stakeholder { .. }), Error::<T>::NotAStakeholder);
		ensure!(holder.status == DidStatus::Active, Error::<T>::OwnerNotActive);
		let document =
			Self::document_of(device, &record, record.document).ok_or(Error::<T>::NotFound)?;
		ensure!(document.controllers.is_empty(), Error::<T>::DeviceControlled);

		if let Some(ticket) = record.ticket.take() {
			ticket.give_back()?;
		}
		record.ticket = Some(Deposit::take(&to.account, Self::device_footprint())?);
		let amendment = Amendment::Owner(to.did);
		Self::next_version(*device, &mut record, amendment, Charge::Must(&to.account))?;
		Records::<T>::insert(device, record);
		Self::emit(Event::DeviceTransferred { device: *device, from, to: to.did });
		Ok(())
	}

	fn set_metadata(device: &DidId, metadata: Hash) -> DispatchResult {
		let mut record = Self::living_device(device)?;
		let Kind::Device { owner, metadata: stored } = &mut record.kind else {
			return Err(Error::<T>::NotADevice.into());
		};
		*stored = metadata;
		let owner = *owner;
		Records::<T>::insert(device, record);
		Self::emit(Event::DeviceMetadataSet { device: *device, owner, metadata });
		Ok(())
	}

	fn revoke(device: &DidId) -> DispatchResult {
		let record = Self::living_device(device)?;
		let owner = record.owner();
		Self::write_status(*device, record, DidStatus::Revoked, owner, Charge::Kept)
	}

	fn version(device: &DidId) -> Option<u32> {
		Records::<T>::get(device).map(|record| record.version)
	}
}
