//! What `pallet-data-market-runtime-api` asks for. Nothing here writes.

use alloc::vec::Vec;

use counterfoil_primitives::{
	text::Category,
	traits::{CertificateNeed, DataRegistry},
	DemandId, OfferId,
};
use frame_support::{traits::Time, BoundedVec};
use pallet_data_market_runtime_api::{
	Appraisal, DemandPage, DemandView, Explanation, FillView, GoodsView, LotView, MatchView,
	Obstacle, OfferView, PageEnd, Place, ProposalView, SupplyPage, SupplyView, MAX_PAGE,
};
use pallet_support::page;

use super::{
	book::{age_key, bid_key, price_key},
	proposing::ranked,
};
use crate::{
	Config, Demands, DemandsByPrice, Effort, Goods, Lot, MatchId, Matches, Offers, OffersByPrice,
	Pallet, Proposals, ProposedFill, Query, QueryOffers, Shelf, MAX_PROPOSED,
};

/// A lot as clients see it.
fn lot_view<T: Config>(lot: Lot<T>) -> LotView {
	LotView { data_set: lot.data_set, submissions: lot.submissions.into_inner() }
}

/// A lot as the chain has it; `None` if it is too long for one.
fn lot_of<T: Config>(view: LotView) -> Option<Lot<T>> {
	let submissions = BoundedVec::try_from(view.submissions).ok()?;
	Some(Lot { data_set: view.data_set, submissions })
}

/// What clients propose, as the chain has it.
fn fill_of<T: Config>(view: FillView) -> Result<ProposedFill<T>, Obstacle> {
	let lot = view.lot.map(|lot| lot_of(lot).ok_or(Obstacle::LotUnavailable)).transpose()?;
	Ok(ProposedFill { offer: view.offer, lot })
}

fn shelf(place: Place) -> Shelf {
	Shelf { category: place.category, asset: place.asset, live: place.live }
}

impl<T: Config> Pallet<T> {
	/// The offer of this number.
	pub fn offer_view(id: OfferId) -> Option<OfferView> {
		let offer = Offers::<T>::get(id)?;
		let open = offer.is_open() && T::Time::now() <= offer.terms.valid_until;
		let terms = offer.terms;
		let goods = match terms.goods {
			Goods::Lot(lot) => GoodsView::Lot(lot_view(lot)),
			Goods::Query(Query { within, schema, .. }) => GoodsView::Query { within, schema },
			Goods::Live { data_set, notice } => GoodsView::Live { data_set, notice },
		};
		Some(OfferView {
			id,
			supplier: offer.supplier.did,
			goods,
			category: offer.category,
			region: offer.region,
			price: terms.price,
			amount: offer.amount,
			asset: terms.asset,
			copies: terms.copies,
			reserved: offer.reserved,
			usage: terms.usage,
			delivery: terms.delivery,
			commissions: terms.commissions.into_inner(),
			demanders: terms.demanders,
			confirm: terms.confirm,
			placed: offer.placed,
			valid_until: terms.valid_until,
			open,
		})
	}

	/// The demand of this number.
	pub fn demand_view(id: DemandId) -> Option<DemandView> {
		let demand = Demands::<T>::get(id)?;
		let open = demand.is_open() && T::Time::now() <= demand.terms.valid_until;
		let fills_left = demand.fills_left();
		let terms = demand.terms;
		Some(DemandView {
			id,
			demander: demand.demander.did,
			need: terms.need,
			left: demand.left,
			fills_left,
			pending: demand.pending,
			agreements: demand.agreements.into_inner(),
			failed: (demand.failed.left, demand.failed.fills),
			taken: demand.taken.into_inner(),
			passed: demand.passed.into_inner(),
			reward: terms.reward.into(),
			window: terms.window,
			confirm: terms.confirm,
			placed: demand.placed,
			valid_until: terms.valid_until,
			open,
		})
	}

	/// The offers of these numbers, in the order asked for; at most [`MAX_PAGE`] of them.
	pub fn offers_by_id(ids: Vec<OfferId>) -> Vec<Option<OfferView>> {
		ids.into_iter().take(page(MAX_PAGE, MAX_PAGE)).map(Self::offer_view).collect()
	}

	/// The demands of these numbers, in the order asked for; at most [`MAX_PAGE`] of them.
	pub fn demands_by_id(ids: Vec<DemandId>) -> Vec<Option<DemandView>> {
		ids.into_iter().take(page(MAX_PAGE, MAX_PAGE)).map(Self::demand_view).collect()
	}

	/// Open offers of lots or streams, cheapest first, then oldest first, from after the end of the page before; at
	/// most [`MAX_PAGE`] of them.
	pub fn offers(place: Place, after: Option<PageEnd>, limit: u32) -> Vec<OfferView> {
		let shelf = shelf(place);
		let lines = match after {
			None => OffersByPrice::<T>::iter_key_prefix((shelf,)),
			Some(PageEnd { price, id }) => OffersByPrice::<T>::iter_key_prefix_from(
				(shelf,),
				OffersByPrice::<T>::hashed_key_for((shelf, price_key(price), age_key(id))),
			),
		};
		lines
			.filter_map(|(_, id)| Self::offer_view(OfferId::from_be_bytes(id)))
			.take(page(limit, MAX_PAGE))
			.collect()
	}

	/// Open offers by query of a category, oldest first, from after this number; at most [`MAX_PAGE`] of them.
	pub fn query_offers(category: Category, from: Option<OfferId>, limit: u32) -> Vec<OfferView> {
		let lines = match from {
			None => QueryOffers::<T>::iter_key_prefix(category),
			Some(id) => QueryOffers::<T>::iter_key_prefix_from(
				category,
				QueryOffers::<T>::hashed_key_for(category, age_key(id)),
			),
		};
		lines
			.filter_map(|id| Self::offer_view(OfferId::from_be_bytes(id)))
			.take(page(limit, MAX_PAGE))
			.collect()
	}

	/// Open demands, the highest budget first, then oldest first, from after the end of the page before; at
	/// most [`MAX_PAGE`] of them.
	pub fn demands(place: Place, after: Option<PageEnd>, limit: u32) -> Vec<DemandView> {
		let shelf = shelf(place);
		let lines = match after {
			None => DemandsByPrice::<T>::iter_key_prefix((shelf,)),
			Some(PageEnd { price, id }) => DemandsByPrice::<T>::iter_key_prefix_from(
				(shelf,),
				DemandsByPrice::<T>::hashed_key_for((shelf, bid_key(price), age_key(id))),
			),
		};
		lines
			.filter_map(|(_, id)| Self::demand_view(DemandId::from_be_bytes(id)))
			.take(page(limit, MAX_PAGE))
			.collect()
	}

	/// The proposal that stands for a demand.
	pub fn proposal_view(demand: DemandId) -> Option<ProposalView> {
		let proposal = Proposals::<T>::get(demand)?;
		let fills = proposal
			.fills
			.into_iter()
			.map(|fill| FillView { offer: fill.offer, lot: fill.lot.map(lot_view) })
			.collect();
		Some(ProposalView {
			demand,
			by: proposal.by.did,
			fills,
			rank: proposal.rank,
			since: proposal.since,
			concludes: proposal.concludes,
		})
	}

	/// The match of this number, while it waits for an answer.
	pub fn match_view(id: MatchId) -> Option<MatchView> {
		let pending = Matches::<T>::get(id)?;
		Some(MatchView {
			id,
			offer: pending.offer,
			demand: pending.demand,
			lot: pending.lot.map(lot_view),
			price: pending.part.budget,
			supplier_agrees: pending.supplier_agrees,
			demander_agrees: pending.demander_agrees,
			until: pending.until,
		})
	}

	/// Whether the demand's owner could take the offer now, and if not, why.
	pub fn explain(demand: DemandId, fill: FillView) -> Explanation {
		let explained = || {
			let demand = Demands::<T>::get(demand).ok_or(Obstacle::UnknownDemand)?;
			let ProposedFill { offer, lot } = fill_of::<T>(fill)?;
			let offer = Offers::<T>::get(offer).ok_or(Obstacle::UnknownOffer)?;
			Self::examine(&offer, &demand, lot.as_ref(), T::Time::now(), &mut Effort::default())
		};
		match explained() {
			Ok((stock, fill)) => Explanation::Admissible {
				price: fill.amount,
				limit: fill.limit,
				units: fill.units,
				quality: stock.supply.quality,
				reputation: stock.supply.reputation,
				span: stock.supply.span,
				records: stock.supply.records,
			},
			Err(obstacle) => Explanation::Refused(obstacle),
		}
	}

	/// The same for several offers, in the order asked for; at most [`MAX_PAGE`] of them.
	pub fn explain_many(demand: DemandId, fills: Vec<FillView>) -> Vec<Explanation> {
		fills
			.into_iter()
			.take(page(MAX_PAGE, MAX_PAGE))
			.map(|fill| Self::explain(demand, fill))
			.collect()
	}

	/// What the chain would say to a proposal now.
	pub fn appraise(demand: DemandId, fills: Vec<FillView>) -> Appraisal {
		let refused = |(fill, obstacle)| Appraisal::Refused { fill, obstacle };
		let now = T::Time::now();
		let Some(known) = Demands::<T>::get(demand) else {
			return refused((0, Obstacle::UnknownDemand));
		};
		let mut named: Vec<ProposedFill<T>> = Vec::new();
		for (position, view) in (0..MAX_PROPOSED).zip(fills) {
			match fill_of(view) {
				Ok(fill) => named.push(fill),
				Err(obstacle) => return refused((position, obstacle)),
			}
		}
		let weigh =
			|fills: &[ProposedFill<T>]| Self::weigh(&known, fills, now, &mut Effort::default());
		match weigh(&named) {
			Ok(weighed) => {
				let standing = Proposals::<T>::get(demand).and_then(|standing| {
					let weighed = weigh(&standing.fills).ok()?;
					Some(ranked(&weighed, &known, now))
				});
				Appraisal::Admissible { rank: ranked(&weighed, &known, now), standing }
			},
			Err(failed) => refused(failed),
		}
	}

	/// What the open offers of lots and streams supply now; at most [`MAX_PAGE`] offers are looked at, from after this number.
	pub fn supplies(from: Option<OfferId>, limit: u32) -> SupplyPage {
		let (now, mut effort) = (T::Time::now(), Effort::default());
		let offers = match from {
			None => Offers::<T>::iter(),
			Some(id) => Offers::<T>::iter_from(Offers::<T>::hashed_key_for(id)),
		};
		let mut supplies = SupplyPage { supplies: Vec::new(), next: None };
		let mut left = page(limit, MAX_PAGE);
		for (id, offer) in offers {
			let Some(rest) = left.checked_sub(1) else { return supplies };
			left = rest;
			supplies.next = Some(id);
			let open = offer.is_open() && now <= offer.terms.valid_until;
			let Ok(stock) = Self::stock_of(&offer, None, now, &mut effort) else { continue };
			if open {
				let copies = offer.terms.copies;
				let submissions = stock.submissions().to_vec();
				let supply = stock.supply;
				supplies.supplies.push(SupplyView { offer: id, copies, submissions, supply });
			}
		}
		SupplyPage { next: None, ..supplies }
	}

	/// The open demands; at most [`MAX_PAGE`] are looked at, from after this number.
	pub fn open_demands(from: Option<DemandId>, limit: u32) -> DemandPage {
		let ids = match from {
			None => Demands::<T>::iter_keys(),
			Some(id) => Demands::<T>::iter_keys_from(Demands::<T>::hashed_key_for(id)),
		};
		let mut demands = DemandPage { demands: Vec::new(), next: None };
		let mut left = page(limit, MAX_PAGE);
		for id in ids {
			let Some(rest) = left.checked_sub(1) else { return demands };
			left = rest;
			demands.next = Some(id);
			demands.demands.extend(Self::demand_view(id).filter(|demand| demand.open));
		}
		DemandPage { next: None, ..demands }
	}

	/// Which of these offers of lots and streams have a certificate as it is needed; at most [`MAX_PAGE`] of them.
	pub fn certified(offers: Vec<OfferId>, need: CertificateNeed) -> Vec<bool> {
		let now = T::Time::now();
		let holds = |id| match Offers::<T>::get(id).map(|offer| offer.terms.goods) {
			Some(Goods::Lot(lot)) => {
				T::Registry::has_certificate(lot.data_set, &lot.submissions, &need, now)
			},
			// As whoever asks for a match is told: that of the data set.
			Some(Goods::Live { data_set, .. }) => {
				T::Registry::has_certificate(data_set, &[], &need, now)
			},
			Some(Goods::Query(_)) | None => false,
		};
		offers.into_iter().take(page(MAX_PAGE, MAX_PAGE)).map(holds).collect()
	}
}
