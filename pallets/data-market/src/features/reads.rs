//! What `pallet-data-market-runtime-api` asks for. Nothing here writes.

use alloc::vec::Vec;

use counterfoil_primitives::{text::Category, DemandId, OfferId};
use frame_support::traits::Time;
use pallet_data_market_runtime_api::{
	DemandView, Explanation, Obstacle, OfferView, PageEnd, MAX_PAGE,
};

use super::book::{age_key, bid_key, price_key};
use crate::{Config, Demands, DemandsByPrice, Offers, OffersByPrice, Pallet};

/// How many items are returned when so many are asked for.
fn page(limit: u32) -> usize {
	usize::try_from(limit.min(MAX_PAGE)).unwrap_or(usize::MAX)
}

impl<T: Config> Pallet<T> {
	/// The offer of this number, if it is open.
	pub fn offer_view(id: OfferId) -> Option<OfferView> {
		let offer = Offers::<T>::get(id)?;
		Some(OfferView {
			id,
			supplier: offer.supplier.did,
			data_set: offer.data_set,
			submissions: offer.submissions.into_inner(),
			category: offer.category,
			region: offer.region,
			price: offer.price.into(),
			copies: offer.copies,
			placed: offer.placed,
			valid_until: offer.valid_until,
			expired: T::Time::now() > offer.valid_until,
		})
	}

	/// The demand of this number, if it is open.
	pub fn demand_view(id: DemandId) -> Option<DemandView> {
		let demand = Demands::<T>::get(id)?;
		let need = demand.need;
		Some(DemandView {
			id,
			demander: demand.demander.did,
			category: need.category,
			region: need.region,
			max_price: need.max_price,
			min_quality: need.min_quality,
			max_age: need.max_age,
			certificate_required: need.certificate_required,
			min_records: need.min_records,
			policy: need.policy,
			placed: demand.placed,
			valid_until: demand.valid_until,
			expired: T::Time::now() > demand.valid_until,
		})
	}

	/// The offers of these numbers, in the order asked for; at most [`MAX_PAGE`] of them.
	pub fn offers_by_id(ids: Vec<OfferId>) -> Vec<Option<OfferView>> {
		ids.into_iter().take(page(MAX_PAGE)).map(Self::offer_view).collect()
	}

	/// The demands of these numbers, in the order asked for; at most [`MAX_PAGE`] of them.
	pub fn demands_by_id(ids: Vec<DemandId>) -> Vec<Option<DemandView>> {
		ids.into_iter().take(page(MAX_PAGE)).map(Self::demand_view).collect()
	}

	/// Offers of a category, cheapest first, then oldest first, from after the end of the page before; at
	/// most [`MAX_PAGE`] of them.
	pub fn offers(category: Category, after: Option<PageEnd>, limit: u32) -> Vec<OfferView> {
		let lines = match after {
			None => OffersByPrice::<T>::iter_key_prefix((category,)),
			Some(PageEnd { price, id }) => OffersByPrice::<T>::iter_key_prefix_from(
				(category,),
				OffersByPrice::<T>::hashed_key_for((category, price_key(price), age_key(id))),
			),
		};
		lines
			.filter_map(|(_, id)| Self::offer_view(OfferId::from_be_bytes(id)))
			.take(page(limit))
			.collect()
	}

	/// Demands of a category, the highest price first, then oldest first, from after the end of the page before; at
	/// most [`MAX_PAGE`] of them.
	pub fn demands(category: Category, after: Option<PageEnd>, limit: u32) -> Vec<DemandView> {
		let lines = match after {
			None => DemandsByPrice::<T>::iter_key_prefix((category,)),
			Some(PageEnd { price, id }) => DemandsByPrice::<T>::iter_key_prefix_from(
				(category,),
				DemandsByPrice::<T>::hashed_key_for((category, bid_key(price), age_key(id))),
			),
		};
		lines
			.filter_map(|(_, id)| Self::demand_view(DemandId::from_be_bytes(id)))
			.take(page(limit))
			.collect()
	}

	/// Whether the demand's owner could take the offer now, and if not, why.
	pub fn explain(demand: DemandId, offer: OfferId) -> Explanation {
		let explained = || {
			let demand = Demands::<T>::get(demand).ok_or(Obstacle::UnknownDemand)?;
			let offer = Offers::<T>::get(offer).ok_or(Obstacle::UnknownOffer)?;
			Self::examine(&offer, &demand, T::Time::now())
		};
		match explained() {
			Ok((supply, _)) => Explanation::Admissible {
				price: supply.price,
				quality: supply.quality,
				newest: supply.newest,
				certified: supply.certified,
				records: supply.records,
			},
			Err(obstacle) => Explanation::Refused(obstacle),
		}
	}

	/// The same for several offers, in the order asked for; at most [`MAX_PAGE`] of them.
	pub fn explain_many(demand: DemandId, offers: Vec<OfferId>) -> Vec<Explanation> {
		offers.into_iter().take(page(MAX_PAGE)).map(|offer| Self::explain(demand, offer)).collect()
	}
}
