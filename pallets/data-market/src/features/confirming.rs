//! Matches that somebody is asked about.

use counterfoil_primitives::{market::Left, traits::Subject, DidId, Hash, Moment};
use frame_support::{ensure, traits::Time};
use sp_runtime::{traits::Saturating, DispatchResult};

use super::matching::Cause;
use crate::{
	Config, Demand, Demands, Effort, Error, Event, Goods, MatchId, Matches, Offer, Offers,
	OrderKind, Pallet, PendingMatch,
};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::accept_match`].
	pub(crate) fn do_accept_match(
		subject: Subject<T::AccountId>,
		id: MatchId,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let mut pending = Matches::<T>::get(id).ok_or(Error::<T>::UnknownMatch)?;
		ensure!(now <= pending.until, Error::<T>::AnswerTooLate);
		let (supplier, demander) = Self::parties_of(&pending)?;
		let asked = if subject.did == supplier {
			&mut pending.supplier_agrees
		} else if subject.did == demander {
			&mut pending.demander_agrees
		} else {
			return Err(Error::<T>::NotAParty.into());
		};
		ensure!(!*asked, Error::<T>::NotAsked);
		*asked = true;
		if !pending.supplier_agrees || !pending.demander_agrees {
			Self::emit(Event::MatchAccepted { id, supplier, demander, by: subject.did });
			Matches::<T>::insert(id, pending);
			return Ok(());
		}
		// Who has withdrawn has changed his mind.
		let closing = |offer: Offer<T>| offer.closing;
		let gone = Offers::<T>::get(pending.offer).is_none_or(closing);
		ensure!(!gone, Error::<T>::OfferClosed);
		let closing = |demand: Demand<T>| demand.closing;
		let gone = Demands::<T>::get(pending.demand).is_none_or(closing);
		ensure!(!gone, Error::<T>::DemandClosed);
		// What was reserved goes back first, then the pair is asked everything again and matched as any other.
		Self::end_suspension(id, &pending)?;
		let offer = Offers::<T>::get(pending.offer).ok_or(Error::<T>::UnknownOffer)?;
		let demand = Demands::<T>::get(pending.demand).ok_or(Error::<T>::UnknownDemand)?;
		let named = match offer.terms.goods {
			Goods::Query(_) => pending.lot.as_ref(),
			Goods::Lot(_) | Goods::Live { .. } => None,
		};
		effort.add_pair();
		let (stock, fill) =
			Self::examine(&offer, &demand, named, now, effort).map_err(Error::<T>::from)?;
		let cause = Cause {
			by: pending.by,
			finder: pending.finder,
			supplier_agrees: true,
			demander_agrees: true,
		};
		Self::make_match(pending.offer, pending.demand, stock, fill, cause, effort)
	}

	/// Body of [`Pallet::reject_match`].
	pub(crate) fn do_reject_match(
		subject: Subject<T::AccountId>,
		id: MatchId,
		reason: Hash,
	) -> DispatchResult {
		let pending = Matches::<T>::get(id).ok_or(Error::<T>::UnknownMatch)?;
		let (supplier, demander) = Self::parties_of(&pending)?;
		let party = [supplier, demander].contains(&subject.did);
		ensure!(party, Error::<T>::NotAParty);
		Self::reject(id, pending, Some((subject.did, reason)))
	}

	/// Ends a match that nobody answered in time.
	pub(crate) fn lapse(id: MatchId, now: Moment) -> DispatchResult {
		let pending = Matches::<T>::get(id).ok_or(Error::<T>::UnknownMatch)?;
		ensure!(now > pending.until, Error::<T>::StillValid);
		Self::reject(id, pending, None)
	}

	/// Gives back what is reserved. The demand passes the supplier over from now on, unless only the demander was asked and was silent:
	/// that is not held against the supplier.
	fn reject(id: MatchId, pending: PendingMatch<T>, by: Option<(DidId, Hash)>) -> DispatchResult {
		let (supplier, demander) = Self::parties_of(&pending)?;
		if by.is_some() || !pending.supplier_agrees {
			Self::pass_over(pending.demand, supplier);
		}
		Self::end_suspension(id, &pending)?;
		Self::emit(Event::MatchRejected {
			id,
			offer: pending.offer,
			demand: pending.demand,
			supplier,
			demander,
			by: by.map(|(by, _)| by),
			reason: by.map(|(_, reason)| reason),
		});
		Ok(())
	}

	/// Supplier and demander of a match. Their orders are there as long as it is.
	fn parties_of(pending: &PendingMatch<T>) -> Result<(DidId, DidId), Error<T>> {
		let offer = Offers::<T>::get(pending.offer).ok_or(Error::<T>::UnknownOffer)?;
		let demand = Demands::<T>::get(pending.demand).ok_or(Error::<T>::UnknownDemand)?;
		Ok((offer.supplier.did, demand.demander.did))
	}

	/// Gives a copy, a part of the need, and a part of the reward back to the orders that they were reserved of.
	fn end_suspension(id: MatchId, pending: &PendingMatch<T>) -> DispatchResult {
		Matches::<T>::remove(id);
		Self::unschedule((OrderKind::Match, id), pending.until);
		let mut offer = Offers::<T>::get(pending.offer).ok_or(Error::<T>::UnknownOffer)?;
		offer.terms.copies = offer.terms.copies.saturating_add(1);
		offer.reserved = offer.reserved.saturating_sub(1);
		Self::keep_offer(pending.offer, offer)?;
		let mut demand = Demands::<T>::get(pending.demand).ok_or(Error::<T>::UnknownDemand)?;
		let Left { units, budget } = pending.part;
		demand.left.units = demand.left.units.saturating_add(units);
		demand.left.budget = demand.left.budget.saturating_add(budget);
		demand.pending = demand.pending.saturating_sub(1);
		demand.terms.reward = demand.terms.reward.saturating_add(pending.reward);
		if let Some(lot) = &pending.lot {
			demand.untake(&lot.submissions);
		}
		Self::keep_demand(pending.demand, demand)?;
		Ok(())
	}
}
