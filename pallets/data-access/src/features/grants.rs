//! Grants: given, revoked, used, forgotten.

use alloc::vec::Vec;

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	access::{may_use, Grantee, Refusal},
	traits::{Identities, Subject},
	DataSetId, GrantId, Moment,
};
use frame_support::{ensure, traits::Footprint};
use sp_runtime::DispatchResult;

use crate::{
	types::{Deposit, Due, Grant, TermsOf},
	Call, CertificateKinds, Config, Error, Event, Grants, GrantsFor, GrantsOfDataSet,
	GrantsOfGrantee, LatestForgottenEnd, NextGrantId, Pallet, Parameters,
};

/// What a grant occupies beside its record: its key, its places in three indices, one type of certificate, and the agenda.
const GRANT_INDEX: usize = 16 + (16 + 49 + 8) + (16 + 16) + (49 + 16) + (16 + 32) + (16 + 8 + 49);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		grantee: Grantee,
		terms: TermsOf,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_decided(&caller, data_set, &supplier, || Call::grant {
			data_set,
			grantee,
			terms: terms.clone(),
		})?;
		let now = Self::now();
		Self::check_terms(data_set, &terms, now)?;
		if let Grantee::Did(did) = grantee {
			ensure!(T::Identities::status(&did).is_some(), Error::<T>::UnknownSubject);
		}
		let grant = NextGrantId::<T>::get();
		let next = grant.checked_add(1).ok_or(Error::<T>::NoMoreIds)?;
		let bytes = Grant::<T>::max_encoded_len().saturating_add(GRANT_INDEX);
		let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;

		NextGrantId::<T>::put(next);
		Self::index_grant(data_set, grantee, grant, now)?;
		let parameters = Parameters::<T>::get();
		let kept_until = terms.until.map(|until| parameters.grant_kept_until(until));
		if let Some(kept_until) = kept_until {
			Self::schedule(kept_until, Due::Grant(grant));
		}
		Grants::<T>::insert(
			grant,
			Grant {
				data_set,
				grantee,
				terms: terms.clone(),
				given: now,
				by: caller.did,
				used: 0,
				reserved: 0,
				revoked: None,
				kept_until,
				cited_until: 0,
				deposit,
			},
		);
		Self::emit(Event::Granted { grant, data_set, grantee, terms, by: caller.did });
		Ok(())
	}

	fn check_terms(data_set: DataSetId, terms: &TermsOf, now: Moment) -> Result<(), Error<T>> {
		ensure!(!terms.actions.is_empty(), Error::<T>::NoActions);
		ensure!(terms.uses != Some(0), Error::<T>::NoUses);
		ensure!(
			terms.until.is_none_or(|until| until >= terms.from && until >= now),
			Error::<T>::InvalidPeriod
		);
		let declared = Self::field_levels(data_set).len();
		ensure!(terms.fields.is_named_right(crate::count(declared)), Error::<T>::UnknownFieldClass);
		Ok(())
	}

	/// Gives the grant a place among those of its grantee. One that is over makes room.
	fn index_grant(
		data_set: DataSetId,
		grantee: Grantee,
		grant: GrantId,
		now: Moment,
	) -> DispatchResult {
		GrantsFor::<T>::try_mutate(data_set, grantee, |places| -> DispatchResult {
			if places.is_full() {
				let over = places
					.iter()
					.position(|id| Grants::<T>::get(id).is_none_or(|grant| grant.is_over(now)));
				places.remove(over.ok_or(Error::<T>::TooManyGrants)?);
			}
			places.try_push(grant).map_err(|_| Error::<T>::TooManyGrants)?;
			Ok(())
		})?;
		if let Grantee::CertificateHolder(kind) = grantee {
			CertificateKinds::<T>::try_mutate(data_set, |kinds| -> DispatchResult {
				if !kinds.contains(&kind) {
					kinds.try_push(kind).map_err(|_| Error::<T>::TooManyKinds)?;
				}
				Ok(())
			})?;
		}
		GrantsOfDataSet::<T>::insert(data_set, grant, ());
		GrantsOfGrantee::<T>::insert(grantee, grant, ());
		Ok(())
	}

	pub(crate) fn do_revoke_grant(caller: Subject<T::AccountId>, grant: GrantId) -> DispatchResult {
		let mut record = Grants::<T>::get(grant).ok_or(Error::<T>::UnknownGrant)?;
		let Grant { data_set, grantee, .. } = record;
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_decided(&caller, data_set, &supplier, || Call::revoke_grant { grant })?;
		let now = Self::now();
		ensure!(record.revoked.is_none(), Error::<T>::GrantRevoked);
		ensure!(record.terms.until.is_none_or(|until| now <= until), Error::<T>::GrantExpired);
		if let Some(kept_until) = record.kept_until {
			Self::cancel(kept_until, Due::Grant(grant));
		}
		let kept_until = Parameters::<T>::get().grant_kept_until(now).max(record.cited_until);
		Self::schedule(kept_until, Due::Grant(grant));
		record.kept_until = Some(kept_until);
		record.revoked = Some(now);
		Grants::<T>::insert(grant, record);
		Self::emit(Event::GrantRevoked { grant, data_set, grantee, by: caller.did });
		Self::end_epoch(data_set, caller.did);
		Ok(())
	}

	pub(crate) fn do_use_grant(
		caller: Subject<T::AccountId>,
		grant: GrantId,
		uses: u32,
	) -> DispatchResult {
		let mut record = Grants::<T>::get(grant).ok_or(Error::<T>::UnknownGrant)?;
		ensure!(uses > 0, Error::<T>::NoUses);
		let asked = record.clone().facts(grant);
		let data_set = record.data_set;
		let set = Self::known(data_set)?;
		let now = Self::now();
		let by = caller.did;
		if Self::operates(data_set, &by, &set.owner) {
			asked.in_force(now).map_err(Error::<T>::from)?;
		} else {
			// Who may not have the data could use the grant up for those who may.
			ensure!(Self::covers(&record.grantee, &by, now), Error::<T>::NotCovered);
			let facts = Self::facts_with(&by, data_set, &set, now, Vec::new());
			may_use(&asked, &facts, now).map_err(Error::<T>::from)?;
		}
		// Without a limit the count may come to its end, and nobody is kept out by that.
		let used = record.used.saturating_add(uses);
		let left = record.terms.uses.map(|most| most.saturating_sub(record.used));
		ensure!(left.is_none_or(|left| uses <= left), Error::<T>::UsesExhausted);
		record.used = used;
		record.reserved = record.reserved.saturating_add(uses);
		Grants::<T>::insert(grant, record);
		Self::emit(Event::UsesReserved { grant, data_set, uses, used, by });
		Ok(())
	}

	/// Keeps the record of a grant for as long as a batch that counts uses of it.
	pub(crate) fn cite(grant: GrantId, record: &mut Grant<T>, batch_kept_until: Moment) {
		record.cited_until = record.cited_until.max(batch_kept_until);
		match record.kept_until {
			Some(kept_until) if kept_until < record.cited_until => {
				Self::cancel(kept_until, Due::Grant(grant));
				Self::schedule(record.cited_until, Due::Grant(grant));
				record.kept_until = Some(record.cited_until);
			},
			_ => {},
		}
	}

	/// Removes the record of a grant that is over, and its ticket returns. If the council has lengthened the times since, the record
	/// stays as long as the new ones say.
	pub(crate) fn forget_grant(grant: GrantId) -> DispatchResult {
		let mut record = Grants::<T>::get(grant).ok_or(Error::<T>::UnknownGrant)?;
		let end = record.end().unwrap_or_default();
		let kept_until = Parameters::<T>::get().grant_kept_until(end);
		if kept_until >= Self::now() {
			record.kept_until = Some(kept_until);
			Self::schedule(kept_until, Due::Grant(grant));
			Grants::<T>::insert(grant, record);
			return Ok(());
		}
		Grants::<T>::remove(grant);
		LatestForgottenEnd::<T>::mutate(|latest| *latest = (*latest).max(Some(end)));
		let Grant { data_set, grantee, .. } = record;
		GrantsOfDataSet::<T>::remove(data_set, grant);
		GrantsOfGrantee::<T>::remove(grantee, grant);
		let mut places = GrantsFor::<T>::get(data_set, grantee);
		places.retain(|id| *id != grant);
		if places.is_empty() {
			GrantsFor::<T>::remove(data_set, grantee);
			if let Grantee::CertificateHolder(kind) = grantee {
				CertificateKinds::<T>::mutate_exists(data_set, |kinds| {
					if let Some(list) = kinds {
						list.retain(|other| *other != kind);
					}
					*kinds = kinds.take().filter(|list| !list.is_empty());
				});
			}
		} else {
			GrantsFor::<T>::insert(data_set, grantee, places);
		}
		record.deposit.give_back()?;
		Self::emit(Event::GrantForgotten { grant, data_set });
		Ok(())
	}
}

impl<T> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::UnknownDataSet => Self::UnknownDataSet,
			Refusal::UnknownField => Self::UnknownFieldClass,
			Refusal::Denied | Refusal::NotOnAllowList => Self::ShutOut,
			Refusal::NoClearance => Self::NotCleared,
			Refusal::Revoked => Self::GrantRevoked,
			Refusal::NotYetValid => Self::GrantNotYetValid,
			Refusal::Expired => Self::GrantExpired,
			Refusal::UsesExhausted => Self::UsesExhausted,
			Refusal::SubjectNotActive
			| Refusal::NoGrant
			| Refusal::WrongAction
			| Refusal::WrongField
			| Refusal::WrongPurpose => Self::NotCovered,
		}
	}
}
