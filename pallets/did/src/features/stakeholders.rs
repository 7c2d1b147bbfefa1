//! How a stakeholder joins, and the one place where a status changes.

use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, VerificationKey},
	payload::{signing_bytes, Purpose, StakeholderRegistration},
	roles::Roles,
	traits::Subject,
	Moment,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Footprint, Get, Time},
};
use pallet_support::{genesis_hash, Deposit};

use super::history::{Amendment, Charge};
use crate::{pallet::*, verify::is_signed_by, Kind, Motion, Record};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_stakeholder(
		account: T::AccountId,
		key: VerificationKey,
		signature: KeySignature,
		roles: Roles,
	) -> DispatchResult {
		ensure!(!roles.is_empty(), Error::<T>::NoRoles);
		ensure!(!DidOf::<T>::contains_key(&account), Error::<T>::AccountInUse);
		let did = DidId::of_key(&key);
		ensure!(!Records::<T>::contains_key(did), Error::<T>::KeyInUse);
		ensure!(Self::seats() < T::MaxStakeholders::get(), Error::<T>::TooManyStakeholders);
		let body = StakeholderRegistration { account: account.clone(), roles };
		let message =
			signing_bytes(Purpose::StakeholderRegistration, &genesis_hash::<T>(), 0, &body);
		ensure!(is_signed_by(&key, &message, &signature), Error::<T>::BadSignature);

		let ticket = Deposit::take(&account, Self::stakeholder_footprint())?;
		let kind = Kind::Stakeholder { account: account.clone(), roles };
		let now = T::Time::now();
		Records::<T>::insert(did, Record::new(key, kind, DidStatus::Pending, now, Some(ticket)));
		DidOf::<T>::insert(&account, did);
		let applicant = Subject { did, account };
		Self::emit(Event::StakeholderApplied {
			did,
			account: applicant.account.clone(),
			roles,
			key,
		});
		Self::open_proposal(applicant, did, roles, Motion::Register)
	}

	/// How many stakeholders are active once one of them goes from one status to another. The seats of those whose suspension
	/// is not confirmed are not given away.
	pub(crate) fn count_after(from: DidStatus, to: DidStatus) -> Result<u32, Error<T>> {
		let active = ActiveStakeholders::<T>::get();
		match (from == DidStatus::Active, to == DidStatus::Active) {
			(false, true) if Self::seats() >= T::MaxStakeholders::get() => {
				Err(Error::<T>::TooManyStakeholders)
			},
			(false, true) => Ok(active.saturating_add(1)),
			(true, false) if active <= 1 => Err(Error::<T>::LastStakeholder),
			(true, false) => Ok(active.saturating_sub(1)),
			_ => Ok(active),
		}
	}

	/// Gives a record another status; a revoked one becomes a tombstone and its ticket returns. `actor` is who did it by itself,
	/// `None` for what a vote or its deadline did.
	pub(crate) fn write_status(
		did: DidId,
		mut record: Record<T>,
		status: DidStatus,
		actor: Option<DidId>,
		charge: Charge<'_, T::AccountId>,
	) -> DispatchResult {
		Self::next_version(did, &mut record, Amendment::Status(status), charge)?;
		if status == DidStatus::Revoked {
			if let Some(ticket) = record.ticket.take() {
				ticket.give_back()?;
			}
			if matches!(record.kind, Kind::Stakeholder { .. }) {
				ShieldedUntil::<T>::remove(did);
			}
		}
		Records::<T>::insert(did, record);
		Self::emit(Event::StatusChanged { did, status, actor });
		Ok(())
	}

	/// Gives a stakeholder other roles. That is no new version: what it signs with stays the same.
	pub(crate) fn write_roles(did: DidId, mut record: Record<T>, to: Roles) {
		if let Kind::Stakeholder { roles, .. } = &mut record.kind {
			*roles = to;
		}
		Records::<T>::insert(did, record);
		Self::emit(Event::RolesChanged { did, roles: to });
	}

	/// Removes an applicant that was not let in, and returns the ticket of its record.
	pub(crate) fn forget_applicant(did: DidId) -> DispatchResult {
		let record = Records::<T>::take(did).ok_or(Error::<T>::NotFound)?;
		if let Kind::Stakeholder { account, .. } = record.kind {
			DidOf::<T>::remove(&account);
			if let Some(ticket) = record.ticket {
				ticket.give_back()?;
			}
		}
		Ok(())
	}

	/// What a stakeholder occupies: its record, the entry of its account, and until when it is shielded.
	pub(crate) fn stakeholder_footprint() -> Footprint {
		Footprint::from_mel::<(DidId, Record<T>, T::AccountId, DidId, (DidId, Moment))>()
	}
}
