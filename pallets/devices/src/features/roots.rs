//! Attestation roots, and whom to trust.

use counterfoil_primitives::{
	did::{DidId, VerificationKey},
	enrolment::AttestationRootId,
	traits::{DeviceTrust, Subject},
	Hash, Moment,
};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};

use crate::{pallet::*, types::root_footprint, AttestationRoot, Deposit, RootStatus};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_root(
		manufacturer: Subject<T::AccountId>,
		key: VerificationKey,
		valid_until: Moment,
		policy: Hash,
	) -> DispatchResult {
		ensure!(Self::is_active_stakeholder(&manufacturer.did), Error::<T>::NotAStakeholder);
		ensure!(valid_until > T::Time::now(), Error::<T>::DeadlineInPast);
		let root = NextRoot::<T>::get();
		let next = root.checked_add(1).ok_or(Error::<T>::TooMany)?;
		let deposit = Deposit::<T>::take(&manufacturer.account, root_footprint::<T>())?;
		NextRoot::<T>::put(next);
		let manufacturer = manufacturer.did;
		AttestationRoots::<T>::insert(
			root,
			AttestationRoot {
				manufacturer,
				key,
				valid_until,
				policy,
				status: RootStatus::Proposed,
				enrolments: 0,
				deposit,
			},
		);
		Self::emit(Event::RootProposed { root, manufacturer, key, valid_until, policy });
		Ok(())
	}

	pub(crate) fn do_admit_root(id: AttestationRootId) -> DispatchResult {
		let mut root = AttestationRoots::<T>::get(id).ok_or(Error::<T>::UnknownRoot)?;
		ensure!(root.status == RootStatus::Proposed, Error::<T>::RootDecided);
		root.status = RootStatus::Admitted;
		let manufacturer = root.manufacturer;
		AttestationRoots::<T>::insert(id, root);
		Self::emit(Event::RootAdmitted { root: id, manufacturer });
		Ok(())
	}

	pub(crate) fn do_reject_root(id: AttestationRootId) -> DispatchResult {
		let root = AttestationRoots::<T>::get(id).ok_or(Error::<T>::UnknownRoot)?;
		ensure!(root.status == RootStatus::Proposed, Error::<T>::RootDecided);
		AttestationRoots::<T>::remove(id);
		root.deposit.give_back()?;
		Self::emit(Event::RootRejected { root: id, manufacturer: root.manufacturer });
		Ok(())
	}

	pub(crate) fn do_revoke_root(id: AttestationRootId) -> DispatchResult {
		let mut root = AttestationRoots::<T>::get(id).ok_or(Error::<T>::UnknownRoot)?;
		ensure!(root.status == RootStatus::Admitted, Error::<T>::RootNotAdmitted);
		root.status = RootStatus::Revoked;
		let manufacturer = root.manufacturer;
		AttestationRoots::<T>::insert(id, root);
		Self::emit(Event::RootRevoked { root: id, manufacturer });
		Ok(())
	}

	pub(crate) fn do_remove_root(
		manufacturer: Subject<T::AccountId>,
		id: AttestationRootId,
	) -> DispatchResult {
		let root = AttestationRoots::<T>::get(id).ok_or(Error::<T>::UnknownRoot)?;
		ensure!(root.manufacturer == manufacturer.did, Error::<T>::NotManufacturer);
		ensure!(root.enrolments == 0, Error::<T>::RootInUse);
		AttestationRoots::<T>::remove(id);
		root.deposit.give_back()?;
		Self::emit(Event::RootRemoved { root: id, manufacturer: root.manufacturer });
		Ok(())
	}

	/// Whether what names this attestation root may be trusted: there is none, or it is not revoked.
	pub(crate) fn root_stands(root: Option<AttestationRootId>) -> bool {
		root.is_none_or(|root| {
			AttestationRoots::<T>::get(root).is_some_and(|root| root.status == RootStatus::Admitted)
		})
	}
}

impl<T: Config> DeviceTrust for Pallet<T> {
	/// Three or four reads, however many devices the root or the batch has.
	fn is_trusted(device: &DidId) -> bool {
		let Some(member) = Members::<T>::get(device) else { return true };
		Enrolments::<T>::get(member.enrolment).is_some_and(|enrolment| {
			Self::root_stands(enrolment.root) && !Self::revoked_by_owner(device, &enrolment)
		})
	}
}
