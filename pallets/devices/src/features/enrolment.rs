//! Batches, and their devices becoming live.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, KeySignature, VerificationKey},
	enrolment::{has_scheme, Batch, DeviceActivation, EnrolmentAttestation, Link},
	fingerprint::ProofError,
	payload::{signing_bytes, Purpose},
	traits::{DeviceRecords, Identities, KeyVerifier, Subject},
	EnrolmentId, Hash,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Defensive, Time},
};
use pallet_support::genesis_hash;
use sp_runtime::{traits::SaturatedConversion, DispatchError};

use crate::{
	pallet::*,
	types::{enrolment_footprint, length, member_footprint, strike_footprint},
	Asset, Attestation, Deposit, Enrolment, EnrolmentStatus, Member, OfferEnd, RootStatus,
	MAX_CLEARED,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_enrol(
		enroller: Subject<T::AccountId>,
		batch: Batch,
		metadata: Hash,
		link: Option<Link>,
		attestation: Option<Attestation>,
	) -> DispatchResult {
		ensure!(Self::is_active_stakeholder(&enroller.did), Error::<T>::NotAStakeholder);
		ensure!(batch.devices > 0, Error::<T>::EmptyBatch);
		ensure!(link.as_ref().is_none_or(has_scheme), Error::<T>::InvalidLink);
		let id = NextEnrolment::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::TooMany)?;
		if let Some(attestation) = &attestation {
			Self::admit_batch(&enroller.did, id, batch, metadata, attestation)?;
		}
		let root = attestation.map(|attestation| attestation.root);
		let deposit = Deposit::<T>::take(&enroller.account, enrolment_footprint::<T>())?;
		NextEnrolment::<T>::put(next);
		EnrolmentsOf::<T>::insert(enroller.did, id, ());
		Enrolments::<T>::insert(
			id,
			Enrolment {
				enroller: enroller.did,
				owner: enroller.did,
				batch,
				metadata,
				link,
				root,
				status: EnrolmentStatus::Open,
				activated: 0,
				live: 0,
				struck: 0,
				created: T::Time::now(),
				deposit,
			},
		);
		let (enrolment, enroller) = (id, enroller.did);
		Self::emit(Event::Enrolled { enrolment, enroller, batch, metadata, link, root });
		Ok(())
	}

	/// Counts the batch under an attestation root, if the root vouches for it.
	fn admit_batch(
		enroller: &DidId,
		enrolment: EnrolmentId,
		batch: Batch,
		metadata: Hash,
		attestation: &Attestation,
	) -> DispatchResult {
		let id = attestation.root;
		let mut root = AttestationRoots::<T>::get(id).ok_or(Error::<T>::UnknownRoot)?;
		ensure!(root.status == RootStatus::Admitted, Error::<T>::RootNotAdmitted);
		ensure!(T::Time::now() <= root.valid_until, Error::<T>::RootExpired);
		ensure!(!Attested::<T>::contains_key(id, batch.root), Error::<T>::BatchExists);
		let body = EnrolmentAttestation { root: id, enroller: *enroller, batch, metadata };
		let message = signing_bytes(Purpose::EnrolmentAttestation, &genesis_hash::<T>(), 0, &body);
		let signed = T::Keys::is_signed_by(&root.key, &message, &attestation.signature);
		ensure!(signed, Error::<T>::BadSignature);
		root.enrolments = root.enrolments.checked_add(1).ok_or(Error::<T>::TooMany)?;
		AttestationRoots::<T>::insert(id, root);
		Attested::<T>::insert(id, batch.root, enrolment);
		Ok(())
	}

	pub(crate) fn do_activate(
		payer: T::AccountId,
		id: EnrolmentId,
		index: u32,
		key: VerificationKey,
		path: &[Hash],
		signature: KeySignature,
	) -> DispatchResult {
		let mut enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
		ensure!(enrolment.status == EnrolmentStatus::Open, Error::<T>::EnrolmentNotOpen);
		ensure!(Self::root_stands(enrolment.root), Error::<T>::NotTrusted);
		let owner = enrolment.owner;
		ensure!(Self::is_active_stakeholder(&owner), Error::<T>::OwnerNotActive);
		let device = DidId::of_key(&key);
		ensure!(!Struck::<T>::contains_key(id, device), Error::<T>::StruckOut);
		ensure!(T::Identities::status(&device).is_none(), Error::<T>::KeyInUse);
		enrolment.batch.check(&key, index, path).map_err(Error::<T>::from)?;
		let body = DeviceActivation { enrolment: id, owner };
		let genesis = genesis_hash::<T>();
		let message = signing_bytes(Purpose::DeviceActivation, &genesis, index.into(), &body);
		ensure!(T::Keys::is_signed_by(&key, &message, &signature), Error::<T>::BadSignature);

		let created = T::Devices::create(&owner, &payer, key, enrolment.metadata)?;
		// The identity pallet names devices by their keys, as this one does.
		ensure!(created == device, DispatchError::Corruption);
		let deposit = Deposit::<T>::take(&payer, member_footprint::<T>())?;
		Members::<T>::insert(device, Member { enrolment: id, index, deposit });
		// At most one for each index, and there are no more than a `u32` counts.
		enrolment.activated = enrolment.activated.saturating_add(1);
		enrolment.live = enrolment.live.saturating_add(1);
		Enrolments::<T>::insert(id, enrolment);
		Self::emit(Event::DeviceActivated { device, enrolment: id, index, owner, payer });
		Ok(())
	}

	pub(crate) fn do_strike_out(
		owner: Subject<T::AccountId>,
		id: EnrolmentId,
		device: DidId,
	) -> DispatchResult {
		let mut enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
		ensure!(enrolment.owner == owner.did, Error::<T>::NotOwner);
		if let Some(member) = Members::<T>::get(device) {
			ensure!(member.enrolment == id, Error::<T>::NotOfEnrolment);
			let by = owner.did;
			Self::do_decommission(owner, device)?;
			Self::emit(Event::DeviceStruckOut { enrolment: id, owner: by, device });
			return Ok(());
		}
		ensure!(enrolment.status == EnrolmentStatus::Open, Error::<T>::EnrolmentNotOpen);
		let offered = Offers::<T>::contains_key(Asset::Enrolment(id));
		ensure!(!offered, Error::<T>::TransferPending);
		ensure!(!Struck::<T>::contains_key(id, device), Error::<T>::StruckOut);
		ensure!(T::Identities::status(&device).is_none(), Error::<T>::KeyInUse);
		enrolment.struck = enrolment.struck.checked_add(1).ok_or(Error::<T>::TooMany)?;
		let deposit = Deposit::<T>::take(&owner.account, strike_footprint::<T>())?;
		Struck::<T>::insert(id, device, deposit);
		Enrolments::<T>::insert(id, enrolment);
		Self::emit(Event::DeviceStruckOut { enrolment: id, owner: owner.did, device });
		Ok(())
	}

	pub(crate) fn do_close_enrolment(
		owner: Subject<T::AccountId>,
		id: EnrolmentId,
	) -> DispatchResult {
		let mut enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
		ensure!(enrolment.owner == owner.did, Error::<T>::NotOwner);
		ensure!(enrolment.status == EnrolmentStatus::Open, Error::<T>::EnrolmentNotOpen);
		Self::close_offer(Asset::Enrolment(id), OfferEnd::Void)?;
		enrolment.status = EnrolmentStatus::Closed;
		Enrolments::<T>::insert(id, enrolment);
		Self::emit(Event::EnrolmentClosed { enrolment: id, owner: owner.did });
		Self::remove_if_done(Some(id))
	}

	pub(crate) fn do_revoke_enrolment(
		owner: Subject<T::AccountId>,
		id: EnrolmentId,
	) -> DispatchResult {
		let mut enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
		ensure!(enrolment.owner == owner.did, Error::<T>::NotOwner);
		let revoked = enrolment.status == EnrolmentStatus::Revoked;
		ensure!(!revoked, Error::<T>::EnrolmentRevoked);
		Self::close_offer(Asset::Enrolment(id), OfferEnd::Void)?;
		enrolment.status = EnrolmentStatus::Revoked;
		Enrolments::<T>::insert(id, enrolment);
		Self::emit(Event::EnrolmentRevoked { enrolment: id, owner: owner.did });
		Self::remove_if_done(Some(id))
	}

	/// Returns how many strikes were cleared.
	pub(crate) fn do_clear_strikes(id: EnrolmentId, limit: u32) -> Result<u32, DispatchError> {
		let mut enrolment = Enrolments::<T>::get(id).ok_or(Error::<T>::UnknownEnrolment)?;
		ensure!(enrolment.status != EnrolmentStatus::Open, Error::<T>::EnrolmentOpen);
		// Anybody may call this, and the owner's history is told: so that nothing is not a thing to do over and over.
		ensure!(enrolment.struck > 0 && limit > 0, Error::<T>::NothingStruck);
		let some: Vec<_> =
			Struck::<T>::iter_prefix(id).take(limit.min(MAX_CLEARED).saturated_into()).collect();
		let cleared = length(&some);
		for (device, deposit) in some {
			Struck::<T>::remove(id, device);
			deposit.give_back()?;
		}
		enrolment.struck = enrolment.struck.saturating_sub(cleared);
		let (owner, left) = (enrolment.owner, enrolment.struck);
		Enrolments::<T>::insert(id, enrolment);
		Self::emit(Event::StrikesCleared { enrolment: id, owner, cleared, left });
		Self::remove_if_done(Some(id))?;
		Ok(cleared)
	}

	/// Removes an enrolment that takes no more devices, and that no device or strike depends on, and returns its deposit.
	pub(crate) fn remove_if_done(id: Option<EnrolmentId>) -> DispatchResult {
		let Some((id, enrolment)) = id.and_then(|id| Some((id, Enrolments::<T>::get(id)?))) else {
			return Ok(());
		};
		let open = enrolment.status == EnrolmentStatus::Open;
		if open || enrolment.live > 0 || enrolment.struck > 0 {
			return Ok(());
		}
		Enrolments::<T>::remove(id);
		EnrolmentsOf::<T>::remove(enrolment.owner, id);
		if let Some(root) = enrolment.root {
			Attested::<T>::remove(root, enrolment.batch.root);
			AttestationRoots::<T>::mutate(root, |root| {
				if let Some(root) = root.as_mut().defensive() {
					root.enrolments = root.enrolments.saturating_sub(1);
				}
			});
		}
		enrolment.deposit.give_back()?;
		Self::emit(Event::EnrolmentRemoved { enrolment: id, owner: enrolment.owner });
		Ok(())
	}

	/// Whether the owner of the device revoked its batch as a whole.
	pub(crate) fn revoked_by_owner(device: &DidId, enrolment: &Enrolment<T>) -> bool {
		enrolment.status == EnrolmentStatus::Revoked
			&& T::Identities::owner_of(device) == Some(enrolment.owner)
	}
}

impl<T> From<ProofError> for Error<T> {
	fn from(error: ProofError) -> Self {
		match error {
			ProofError::IndexOutOfRange => Self::IndexOutOfRange,
			ProofError::WrongPathLength => Self::WrongPathLength,
			ProofError::RootMismatch => Self::NotInBatch,
		}
	}
}
