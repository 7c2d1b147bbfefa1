//! Which offer and which demand belong together, and what happens then.
//!
//! What is fixed in the order (price, parties, validity) is read from the order. What may have changed since it was placed (who
//! is active, what the lot is worth) is asked again here, every time.

use alloc::vec::Vec;

use counterfoil_primitives::{
	market::{admissible, compare, Mismatch, Policy, Supply},
	roles::Role,
	traits::{Agreements, DataRegistry, Identities, LotFacts, NewAgreement, Subject},
	DemandId, DidId, Moment, OfferId,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Time};
use pallet_data_market_runtime_api::Obstacle;
use sp_runtime::DispatchResult;

use crate::{Config, Demand, Demands, Error, Event, Offer, Offers, Pallet};

impl<T: Config> Pallet<T> {
	/// What the registry says about the lot of an offer now.
	pub(crate) fn facts_of(offer: &Offer<T>, now: Moment) -> Result<LotFacts, Obstacle> {
		let facts = T::Registry::lot(offer.data_set, &offer.submissions, now)
			.map_err(|_| Obstacle::LotUnavailable)?;
		ensure!(facts.supplier == offer.supplier.did, Obstacle::LotUnavailable);
		Ok(facts)
	}

	/// An offer as the rule sees it: its price, and the registry's facts.
	pub(crate) fn supply_of(offer: &Offer<T>, facts: &LotFacts) -> Supply {
		Supply {
			category: facts.category,
			region: facts.region,
			price: offer.price.into(),
			quality: facts.quality,
			newest: facts.newest,
			certified: facts.certified,
			records: facts.records,
		}
	}

	/// Whether the two parties may deal with each other now.
	pub(crate) fn check_parties(
		offer: &Offer<T>,
		demand: &Demand<T>,
		now: Moment,
	) -> Result<(), Obstacle> {
		ensure!(now <= offer.valid_until, Obstacle::OfferExpired);
		ensure!(now <= demand.valid_until, Obstacle::DemandExpired);
		let (supplier, demander) = (&offer.supplier.did, &demand.demander.did);
		ensure!(supplier != demander, Obstacle::SameParty);
		let supplies = T::Identities::has_role(supplier, Role::Supplier);
		ensure!(supplies, Obstacle::SupplierNotActive);
		let demands = T::Identities::has_role(demander, Role::Demander);
		ensure!(demands, Obstacle::DemanderNotActive);
		Ok(())
	}

	/// Whether the pair can be matched now, and what the lot is worth.
	pub(crate) fn examine(
		offer: &Offer<T>,
		demand: &Demand<T>,
		now: Moment,
	) -> Result<(Supply, LotFacts), Obstacle> {
		Self::check_parties(offer, demand, now)?;
		let facts = Self::facts_of(offer, now)?;
		let supply = Self::supply_of(offer, &facts);
		admissible(&supply, &demand.need, now).map_err(Obstacle::Mismatch)?;
		Ok((supply, facts))
	}

	/// Sells copies of a new offer to demands that rest. Returns for how many demands that were looked at the fee is due.
	pub(crate) fn match_offer(id: OfferId, offer: &Offer<T>, facts: &LotFacts, now: Moment) -> u32 {
		let supply = Self::supply_of(offer, facts);
		let candidates = Self::highest_demands(offer.category, supply.price);
		let mut looked_at = 0u32;
		for demand_id in candidates.ids {
			// Gone as soon as the last copy is sold.
			if !Offers::<T>::contains_key(id) {
				break;
			}
			looked_at = looked_at.saturating_add(1);
			let Some(demand) = Demands::<T>::get(demand_id) else { continue };
			if Self::check_parties(offer, &demand, now).is_err()
				|| admissible(&supply, &demand.need, now).is_err()
			{
				continue;
			}
			Self::try_conclude(id, demand_id, facts.clone(), offer.supplier.did);
		}
		looked_at.max(candidates.scanned)
	}

	/// Finds an offer for a new demand. Returns for how many offers that were looked at the fee is due.
	pub(crate) fn match_demand(id: DemandId, demand: &Demand<T>, now: Moment) -> u32 {
		let need = &demand.need;
		let candidates = Self::cheapest_offers(need.category, need.max_price);
		let mut looked_at = 0u32;
		let mut admitted: Vec<(Supply, OfferId, LotFacts)> = Vec::new();
		for offer_id in candidates.ids {
			looked_at = looked_at.saturating_add(1);
			let Some(offer) = Offers::<T>::get(offer_id) else { continue };
			let Ok((supply, facts)) = Self::examine(&offer, demand, now) else { continue };
			match need.policy {
				// The index is in the order of this policy: no need to look further.
				Policy::Cheapest => {
					if Self::try_conclude(offer_id, id, facts, demand.demander.did) {
						return looked_at.max(candidates.scanned);
					}
				},
				Policy::BestQuality | Policy::Freshest => admitted.push((supply, offer_id, facts)),
			}
		}
		admitted.sort_by(|(a, a_id, _), (b, b_id, _)| compare(need.policy, (a, *a_id), (b, *b_id)));
		for (_, offer_id, facts) in admitted {
			if Self::try_conclude(offer_id, id, facts, demand.demander.did) {
				break;
			}
		}
		looked_at.max(candidates.scanned)
	}

	/// Body of [`Pallet::take_offer`].
	pub(crate) fn do_take_offer(
		subject: Subject<T::AccountId>,
		demand_id: DemandId,
		offer_id: OfferId,
	) -> DispatchResult {
		let now = T::Time::now();
		let demand = Demands::<T>::get(demand_id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.demander.did == subject.did, Error::<T>::NotTheOwner);
		let offer = Offers::<T>::get(offer_id).ok_or(Error::<T>::UnknownOffer)?;
		let (_, facts) = Self::examine(&offer, &demand, now).map_err(Error::<T>::from)?;
		Self::conclude(offer_id, demand_id, facts, subject.did)
	}

	/// Matches a pair that the chain picked. If that fails, the pair stays as it was and the call goes on: the party
	/// that placed its order now, `by`, must not suffer from what is wrong with a stranger's order. Returns whether it matched.
	fn try_conclude(offer: OfferId, demand: DemandId, facts: LotFacts, by: DidId) -> bool {
		match with_storage_layer(|| Self::conclude(offer, demand, facts, by)) {
			Ok(()) => true,
			Err(error) => {
				Self::emit(Event::MatchFailed { offer, demand, error });
				false
			},
		}
	}

	/// Matches a pair that was examined: the demand is closed, the offer loses a copy, an agreement is opened. `by` brought
	/// it about.
	fn conclude(
		offer_id: OfferId,
		demand_id: DemandId,
		facts: LotFacts,
		by: DidId,
	) -> DispatchResult {
		let mut offer = Offers::<T>::get(offer_id).ok_or(Error::<T>::UnknownOffer)?;
		let copies_left = offer.copies.checked_sub(1).ok_or(Error::<T>::UnknownOffer)?;
		let (supplier, data_set, price) = (offer.supplier.clone(), offer.data_set, offer.price);
		// The tickets go back first: the demand's covers that of the agreement, which is taken in the same step.
		if copies_left == 0 {
			Self::close_offer(offer_id)?;
		} else {
			offer.copies = copies_left;
			Offers::<T>::insert(offer_id, offer);
		}
		let demander = Self::close_demand(demand_id)?;
		let (supplier_did, demander_did) = (supplier.did, demander.did);
		let agreement = T::Agreements::open(NewAgreement {
			supplier,
			demander,
			data_set,
			parts: facts.parts,
			price,
		})?;
		Self::emit(Event::Matched {
			offer: offer_id,
			demand: demand_id,
			agreement,
			supplier: supplier_did,
			demander: demander_did,
			data_set,
			price,
			copies_left,
			by,
		});
		Ok(())
	}
}

impl<T> From<Obstacle> for Error<T> {
	fn from(obstacle: Obstacle) -> Self {
		match obstacle {
			Obstacle::UnknownOffer => Self::UnknownOffer,
			Obstacle::UnknownDemand => Self::UnknownDemand,
			Obstacle::OfferExpired => Self::OfferExpired,
			Obstacle::DemandExpired => Self::DemandExpired,
			Obstacle::SameParty => Self::SameParty,
			Obstacle::SupplierNotActive => Self::SupplierNotActive,
			Obstacle::DemanderNotActive => Self::NotADemander,
			Obstacle::LotUnavailable => Self::LotUnavailable,
			Obstacle::Mismatch(mismatch) => match mismatch {
				Mismatch::Category => Self::CategoryMismatch,
				Mismatch::Region => Self::RegionMismatch,
				Mismatch::Price => Self::PriceAboveMaximum,
				Mismatch::Quality => Self::QualityTooLow,
				Mismatch::Age => Self::TooOld,
				Mismatch::Certificate => Self::NotCertified,
				Mismatch::Records => Self::TooFewRecords,
			},
		}
	}
}
