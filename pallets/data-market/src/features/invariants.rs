//! What must hold between blocks.

use alloc::{collections::btree_map::BTreeMap, vec::Vec};

use frame_support::ensure;
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use super::book::{age_key, bid_key, price_key};
use crate::{
	types::{count, Goods},
	Agenda, AgendaCursor, Conclusions, ConclusionsCursor, Config, Deals, Demand, Demands,
	DemandsByPrice, Matches, NextDemandId, NextMatchId, NextOfferId, Offers, OffersByPrice,
	OrderKind, Pallet, Proposals, QueryOffers,
};

impl<T: Config> Pallet<T> {
	/// Checks what must hold between blocks:
	///
	/// - every offer is open or has copies reserved, has a number that was given out, its lines in the index exactly while it is open,
	///   and a place in the agenda after its validity unless it is closing; the same for every demand;
	/// - what is reserved of an offer is what matches wait for an answer, and so is what a demand has pending; every agreement of a demand
	///   has its deal, and the other way round;
	/// - of a demand no more is filled, reserved, failed and left together than was asked for, and as many fills are covered as are left;
	/// - every proposal is for a demand that is open, and has its place in the agenda;
	/// - neither the index nor an agenda has anything else, and the agendas have passed nothing over.
	///
	/// That tickets and rewards add up cannot be seen from here alone, because the runtime chooses what a ticket is: the
	/// tests of this pallet compare them with the holds.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		agenda::check::<Conclusions<T>, ConclusionsCursor<T>>()?;
		let agenda: BTreeMap<(OrderKind, u64), u64> =
			Agenda::<T>::iter_keys().map(|(bucket, entry)| (entry, bucket)).collect();
		ensure!(
			agenda.len() == Agenda::<T>::iter_keys().count(),
			"something is twice in the agenda"
		);
		// In a bucket that is due only when the moment has passed.
		let scheduled = |entry: (OrderKind, u64), until: u64| {
			agenda.get(&entry).is_some_and(|bucket| *bucket >= agenda::bucket(until))
		};
		let mut entries = 0usize;
		let mut reserved: BTreeMap<u64, u32> = BTreeMap::new();
		let mut pending: BTreeMap<u64, u32> = BTreeMap::new();
		for (id, waiting) in Matches::<T>::iter() {
			entries = entries.saturating_add(1);
			ensure!(id < NextMatchId::<T>::get(), "a match has a number that was not given out");
			ensure!(
				!waiting.supplier_agrees || !waiting.demander_agrees,
				"a match waits for nobody"
			);
			ensure!(
				scheduled((OrderKind::Match, id), waiting.until),
				"a match is not in the agenda, or too early"
			);
			let copies = reserved.entry(waiting.offer).or_default();
			*copies = copies.saturating_add(1);
			let matches = pending.entry(waiting.demand).or_default();
			*matches = matches.saturating_add(1);
		}

		let (mut lines, mut queries) = (0usize, 0usize);
		for (id, offer) in Offers::<T>::iter() {
			ensure!(id < NextOfferId::<T>::get(), "an offer has a number that was not given out");
			ensure!(!offer.is_over(), "an offer of which nothing can come is still there");
			ensure!(offer.listed == offer.is_open(), "an offer is listed although it is not open");
			let copies = reserved.remove(&id).unwrap_or_default();
			ensure!(offer.reserved == copies, "an offer reserves another number of copies");
			let entry = (OrderKind::Offer, id);
			if offer.closing {
				ensure!(!agenda.contains_key(&entry), "an offer that closes is in the agenda");
			} else {
				entries = entries.saturating_add(1);
				ensure!(
					scheduled(entry, offer.terms.valid_until),
					"an offer is not in the agenda, or too early"
				);
			}
			if !offer.listed {
				continue;
			}
			let owner = offer.supplier.did;
			if let Goods::Query(_) = offer.terms.goods {
				queries = queries.saturating_add(1);
				let line = QueryOffers::<T>::get(offer.category, age_key(id));
				ensure!(line == Some(owner), "an offer by query is not in the index");
				continue;
			}
			if let Goods::Lot(lot) = &offer.terms.goods {
				ensure!(
					!lot.submissions.is_empty() && lot.submissions.is_sorted_by(|a, b| a < b),
					"the lot of an offer is empty or not in strictly ascending order"
				);
			}
			for shelf in offer.shelf().and_above() {
				lines = lines.saturating_add(1);
				let key = (shelf, price_key(offer.amount), age_key(id));
				ensure!(
					OffersByPrice::<T>::get(key) == Some(owner),
					"an offer is not in the index"
				);
			}
		}
		ensure!(reserved.is_empty(), "a match waits for an offer that is not there");
		ensure!(
			OffersByPrice::<T>::iter_keys().count() == lines
				&& QueryOffers::<T>::iter_keys().count() == queries,
			"the index has more lines than there are offers"
		);

		let mut demands = 0usize;
		let mut agreements: Vec<(u64, u64)> = Vec::new();
		for (id, demand) in Demands::<T>::iter() {
			Self::check_demand(id, &demand)?;
			let matches = pending.remove(&id).unwrap_or_default();
			ensure!(demand.pending == matches, "a demand has another number of matches pending");
			agreements.extend(demand.agreements.iter().map(|agreement| (*agreement, id)));
			let entry = (OrderKind::Demand, id);
			if demand.closing {
				ensure!(!agenda.contains_key(&entry), "a demand that closes is in the agenda");
			} else {
				entries = entries.saturating_add(1);
				ensure!(
					scheduled(entry, demand.terms.valid_until),
					"a demand is not in the agenda, or too early"
				);
			}
			demands = demands.saturating_add(usize::from(demand.listed));
		}
		ensure!(pending.is_empty(), "a match waits for a demand that is not there");
		ensure!(
			DemandsByPrice::<T>::iter_keys().count() == demands,
			"the index has more lines than there are demands"
		);
		ensure!(
			agreements.len() == Deals::<T>::iter_keys().count()
				&& agreements.iter().all(|(agreement, demand)| {
					Deals::<T>::get(agreement).is_some_and(|deal| deal.demand == *demand)
				}),
			"agreements of demands and deals do not agree"
		);
		ensure!(agenda.len() == entries, "the agenda has something that is not there");

		let conclusions: BTreeMap<u64, u64> =
			Conclusions::<T>::iter_keys().map(|(bucket, demand)| (demand, bucket)).collect();
		let mut proposals = 0usize;
		for (id, proposal) in Proposals::<T>::iter() {
			proposals = proposals.saturating_add(1);
			ensure!(
				Demands::<T>::get(id).is_some_and(|demand| demand.is_open()),
				"a proposal is for a demand that is not open"
			);
			ensure!(
				conclusions
					.get(&id)
					.is_some_and(|bucket| *bucket >= agenda::bucket(proposal.concludes)),
				"a proposal is not in the agenda, or too early"
			);
		}
		ensure!(
			Conclusions::<T>::iter_keys().count() == proposals,
			"the agenda has a proposal that is not there"
		);
		Ok(())
	}

	/// Checks one demand by itself.
	fn check_demand(id: u64, demand: &Demand<T>) -> Result<(), TryRuntimeError> {
		ensure!(id < NextDemandId::<T>::get(), "a demand has a number that was not given out");
		ensure!(!demand.is_over(), "a demand of which nothing can come is still there");
		ensure!(demand.listed == demand.is_open(), "a demand is listed although it is not open");
		if demand.listed {
			let need = &demand.terms.need;
			let key = (demand.shelf(), bid_key(need.budget), age_key(id));
			ensure!(
				DemandsByPrice::<T>::get(key) == Some(demand.demander.did),
				"a demand is not in the index"
			);
		}
		let whole = demand.terms.need.left();
		let part = |left: counterfoil_primitives::market::Left| {
			left.units <= whole.units && left.budget <= whole.budget
		};
		ensure!(
			part(demand.left) && part(demand.failed.left),
			"more is left of a demand than was asked for"
		);
		let fills = count(demand.covers.len())
			.saturating_add(count(demand.agreements.len()))
			.saturating_add(demand.failed.fills);
		ensure!(
			fills <= u32::from(demand.terms.need.wanted.fills()),
			"a demand has more fills than were asked for"
		);
		ensure!(
			demand.closing || count(demand.covers.len()) >= demand.pending,
			"a match that waits is not covered"
		);
		ensure!(demand.taken.is_sorted_by(|a, b| a < b), "a submission fills a demand twice");
		Ok(())
	}
}
