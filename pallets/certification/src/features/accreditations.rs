//! Accreditations: given, passed on, revoked, cleared away.

use counterfoil_primitives::{
	accreditation::{Excess, Terms},
	did::DidId,
	roles::Role,
	traits::{Identities, Power, Subject},
	AccreditationId, Hash,
};
use frame_support::{
	ensure,
	traits::{Consideration, Get, Time},
	BoundedVec,
};
use sp_runtime::{ArithmeticError, DispatchError, DispatchResult};

use crate::{
	Accreditation, AccreditationOf, Accreditations, Config, Error, Event, HeldBy,
	NextAccreditationId, Pallet, Revocation,
};
use pallet_support::take_id;

/// The list of a holder.
type Listed<T> = BoundedVec<AccreditationId, <T as Config>::MaxPerHolder>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_accredit(holder: DidId, terms: Terms) -> DispatchResult {
		let terms = Self::ensure_terms(&holder, terms)?;
		let listed = Self::ensure_room(&holder)?;
		let accreditation = Accreditation {
			holder,
			terms,
			parent: None,
			depth: 0,
			granted_by: None,
			granted: T::Time::now(),
			dependants: 0,
			revoked: None,
			deposit: None,
		};
		Self::grant(accreditation, listed)
	}

	pub(crate) fn do_delegate(
		grantor: Subject<T::AccountId>,
		parent: AccreditationId,
		holder: DidId,
		terms: Terms,
	) -> DispatchResult {
		let above = Accreditations::<T>::get(parent).ok_or(Error::<T>::UnknownAccreditation)?;
		ensure!(above.holder == grantor.did, Error::<T>::NotHolder);
		let now = T::Time::now();
		if let Some(lapse) = Self::lapse(parent, now) {
			return Err(Error::<T>::from(lapse).into());
		}
		ensure!(above.terms.delegable, Error::<T>::NotDelegable);
		ensure!(holder != grantor.did, Error::<T>::SelfAccreditation);
		let depth = above.depth.checked_add(1).ok_or(Error::<T>::TooDeep)?;
		ensure!(depth <= T::MaxDepth::get(), Error::<T>::TooDeep);
		let terms = Self::ensure_terms(&holder, terms)?;
		terms.within(&above.terms).map_err(|excess| match excess {
			Excess::Powers => Error::<T>::WiderPowers,
			Excess::Scope => Error::<T>::WiderScope,
			Excess::Types => Error::<T>::WiderTypes,
			Excess::Period => Error::<T>::WiderPeriod,
		})?;
		let listed = Self::ensure_room(&holder)?;

		let ticket =
			T::AccreditationConsideration::new(&grantor.account, Self::accreditation_footprint())?;
		Self::count_dependant(parent)?;
		let accreditation = Accreditation {
			holder,
			terms,
			parent: Some(parent),
			depth,
			granted_by: Some(grantor.did),
			granted: now,
			dependants: 0,
			revoked: None,
			deposit: Some((grantor.account, ticket)),
		};
		Self::grant(accreditation, listed)
	}

	/// Revokes for this stakeholder; `None` is the council.
	pub(crate) fn do_revoke_accreditation(
		actor: Option<DidId>,
		id: AccreditationId,
		reason: Hash,
	) -> DispatchResult {
		let mut accreditation =
			Accreditations::<T>::get(id).ok_or(Error::<T>::UnknownAccreditation)?;
		ensure!(Self::authority(actor, id).is_some(), Error::<T>::NotAuthorized);
		ensure!(accreditation.revoked.is_none(), Error::<T>::AccreditationRevoked);

		accreditation.revoked = Some(Revocation { at: T::Time::now(), by: actor, reason });
		let holder = accreditation.holder;
		Accreditations::<T>::insert(id, accreditation);
		Self::unlist(&holder, id);
		Self::emit(Event::AccreditationRevoked { accreditation: id, holder, by: actor, reason });
		Ok(())
	}

	pub(crate) fn do_release_accreditation(id: AccreditationId) -> DispatchResult {
		let accreditation = Accreditations::<T>::get(id).ok_or(Error::<T>::UnknownAccreditation)?;
		ensure!(Self::has_ended(id, &accreditation, T::Time::now()), Error::<T>::StillAccredited);
		ensure!(accreditation.dependants == 0, Error::<T>::HasDependants);

		let AccreditationOf::<T> { holder, parent, deposit, .. } = accreditation;
		let payer = match deposit {
			Some((payer, ticket)) => {
				ticket.drop(&payer)?;
				Some(payer)
			},
			None => None,
		};
		Accreditations::<T>::remove(id);
		if let Some(parent) = parent {
			Accreditations::<T>::mutate_extant(parent, |parent| {
				parent.dependants = parent.dependants.saturating_sub(1);
			});
		}
		Self::unlist(&holder, id);
		Self::emit(Event::AccreditationReleased { accreditation: id, holder, payer });
		Ok(())
	}

	/// The terms as they are stored, if they make sense for this holder.
	fn ensure_terms(holder: &DidId, mut terms: Terms) -> Result<Terms, DispatchError> {
		ensure!(T::Identities::has_role(holder, Role::Regulator), Error::<T>::HolderNotRegulator);
		ensure!(!terms.powers.is_empty(), Error::<T>::NoPowers);
		ensure!(
			!terms.powers.contains(Power::Certify) || !terms.types.is_empty(),
			Error::<T>::NoTypes
		);
		terms.from = Self::ensure_period(terms.from, terms.until)?;
		Ok(terms)
	}

	/// The accreditations of the holder that have not ended, if there is room for one more.
	fn ensure_room(holder: &DidId) -> Result<Listed<T>, Error<T>> {
		let now = T::Time::now();
		let mut listed = HeldBy::<T>::get(holder);
		listed.retain(|id| {
			Accreditations::<T>::get(id)
				.is_some_and(|accreditation| !Self::has_ended(*id, &accreditation, now))
		});
		ensure!(!listed.is_full(), Error::<T>::TooManyAccreditations);
		Ok(listed)
	}

	/// Stores it, and lists it beside the others of its holder.
	fn grant(accreditation: AccreditationOf<T>, mut listed: Listed<T>) -> DispatchResult {
		let id = take_id::<NextAccreditationId<T>>()?;
		listed.try_push(id).map_err(|_| Error::<T>::TooManyAccreditations)?;
		HeldBy::<T>::insert(accreditation.holder, listed);
		let event = Event::Accredited {
			accreditation: id,
			holder: accreditation.holder,
			terms: accreditation.terms.clone(),
			parent: accreditation.parent,
			depth: accreditation.depth,
			granted_by: accreditation.granted_by,
			payer: accreditation.deposit.as_ref().map(|(payer, _)| payer.clone()),
		};
		Accreditations::<T>::insert(id, accreditation);
		Self::emit(event);
		Ok(())
	}

	/// Notes that one thing more rests on the accreditation.
	pub(crate) fn count_dependant(id: AccreditationId) -> DispatchResult {
		Accreditations::<T>::try_mutate_exists(id, |accreditation| {
			let accreditation = accreditation.as_mut().ok_or(Error::<T>::UnknownAccreditation)?;
			accreditation.dependants =
				accreditation.dependants.checked_add(1).ok_or(ArithmeticError::Overflow)?;
			Ok(())
		})
	}

	/// Takes it from the list of its holder, if it is there still.
	fn unlist(holder: &DidId, id: AccreditationId) {
		HeldBy::<T>::mutate_exists(holder, |held| {
			if let Some(list) = held {
				list.retain(|other| *other != id);
				if list.is_empty() {
					*held = None;
				}
			}
		});
	}
}
