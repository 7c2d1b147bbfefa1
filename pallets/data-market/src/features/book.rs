//! The book of open orders: the index by price, and the one way in and out of it.
//!
//! A record, its line in the index and its place in the agenda live and die together. Nothing else in
//! this pallet writes these maps, except for the number of copies of an offer.

use alloc::{collections::btree_map::BTreeMap, vec::Vec};

use counterfoil_primitives::{
	market::Need,
	text::{Category, Region},
	traits::Subject,
	DataSetId, DemandId, DidId, Moment, OfferId,
};
use frame_support::{
	ensure,
	traits::{Consideration, Get},
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	types::{demand_footprint, offer_footprint},
	Config, Demand, Demands, DemandsByPrice, Error, NextDemandId, NextOfferId, Offer, OfferTerms,
	Offers, OffersByPrice, OrderKind, Pallet,
};

/// How many orders of one owner count among the candidates. The others of that owner are passed by, so that one party alone
/// cannot fill the head of the book.
pub(crate) const CANDIDATES_OF_ONE: u32 = 4;

/// How many lines of the index are read at most for each candidate that an order may look at.
pub(crate) const LINES_PER_CANDIDATE: u32 = 4;

/// The orders that an order looks at.
pub(crate) struct Candidates {
	/// Their numbers, in the order of the index.
	pub ids: Vec<u64>,
	/// For how many candidates the lines that were read are counted.
	pub scanned: u32,
}

/// The key under which offers sort by price upwards.
pub(crate) fn price_key(price: u128) -> [u8; 16] {
	price.to_be_bytes()
}

/// The key under which demands sort by highest price downwards.
pub(crate) fn bid_key(max_price: u128) -> [u8; 16] {
	(!max_price).to_be_bytes()
}

/// The highest price that is behind a key of a demand.
fn bid_of(key: [u8; 16]) -> u128 {
	!u128::from_be_bytes(key)
}

/// The key under which orders sort by age, the older first.
pub(crate) fn age_key(id: u64) -> [u8; 8] {
	id.to_be_bytes()
}

impl<T: Config> Pallet<T> {
	/// Whether an order may be valid until then: in the future, and not too far.
	pub(crate) fn ensure_validity(valid_until: Moment, now: Moment) -> DispatchResult {
		let ahead = valid_until.checked_sub(now).ok_or(Error::<T>::ValidityInPast)?;
		ensure!(ahead > 0, Error::<T>::ValidityInPast);
		ensure!(ahead <= T::MaxValidity::get(), Error::<T>::ValidityTooLong);
		Ok(())
	}

	/// Puts an offer into the book, for a ticket.
	pub(crate) fn open_offer(
		supplier: Subject<T::AccountId>,
		terms: OfferTerms<T>,
		category: Category,
		region: Region,
		now: Moment,
	) -> Result<(OfferId, Offer<T>), DispatchError> {
		let id = NextOfferId::<T>::get();
		NextOfferId::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyOrders)?);
		let ticket = T::Consideration::new(&supplier.account, offer_footprint(&terms.submissions))?;
		let OfferTerms { data_set, submissions, price, copies, valid_until } = terms;
		let offer = Offer {
			supplier,
			data_set,
			submissions,
			category,
			region,
			price,
			copies,
			placed: now,
			valid_until,
			ticket,
		};
		Offers::<T>::insert(id, &offer);
		let key = (category, price_key(price.into()), age_key(id));
		OffersByPrice::<T>::insert(key, offer.supplier.did);
		Self::schedule((OrderKind::Offer, id), valid_until);
		Ok((id, offer))
	}

	/// Takes an offer out of the book and gives its ticket back. Returns who placed it, and its data set.
	pub(crate) fn close_offer(
		id: OfferId,
	) -> Result<(Subject<T::AccountId>, DataSetId), DispatchError> {
		let offer = Offers::<T>::take(id).ok_or(Error::<T>::UnknownOffer)?;
		let price = price_key(offer.price.into());
		OffersByPrice::<T>::remove((offer.category, price, age_key(id)));
		Self::unschedule((OrderKind::Offer, id), offer.valid_until);
		offer.ticket.drop(&offer.supplier.account)?;
		Ok((offer.supplier, offer.data_set))
	}

	/// Puts a demand into the book, for a ticket.
	pub(crate) fn open_demand(
		demander: Subject<T::AccountId>,
		need: Need,
		valid_until: Moment,
		now: Moment,
	) -> Result<(DemandId, Demand<T>), DispatchError> {
		let id = NextDemandId::<T>::get();
		NextDemandId::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyOrders)?);
		let ticket = T::Consideration::new(&demander.account, demand_footprint::<T>())?;
		let key = (need.category, bid_key(need.max_price), age_key(id));
		let demand = Demand { demander, need, placed: now, valid_until, ticket };
		Demands::<T>::insert(id, &demand);
		DemandsByPrice::<T>::insert(key, demand.demander.did);
		Self::schedule((OrderKind::Demand, id), valid_until);
		Ok((id, demand))
	}

	/// Takes a demand out of the book and gives its ticket back. Returns who placed it.
	pub(crate) fn close_demand(id: DemandId) -> Result<Subject<T::AccountId>, DispatchError> {
		let demand = Demands::<T>::take(id).ok_or(Error::<T>::UnknownDemand)?;
		let bid = bid_key(demand.need.max_price);
		DemandsByPrice::<T>::remove((demand.need.category, bid, age_key(id)));
		Self::unschedule((OrderKind::Demand, id), demand.valid_until);
		demand.ticket.drop(&demand.demander.account)?;
		Ok(demand.demander)
	}

	/// The offers of the category that cost no more than the bound, cheapest first, then oldest; as many as an order looks at.
	pub(crate) fn cheapest_offers(category: Category, max_price: u128) -> Candidates {
		let lines = OffersByPrice::<T>::iter_prefix((category,))
			.take_while(|((price, _), _)| u128::from_be_bytes(*price) <= max_price)
			.map(|((_, id), owner)| (OfferId::from_be_bytes(id), owner));
		pick(lines, T::MaxCandidates::get())
	}

	/// The demands of the category that pay no less than the bound, the highest price first, then oldest; as many as an
	/// order looks at.
	pub(crate) fn highest_demands(category: Category, min_price: u128) -> Candidates {
		let lines = DemandsByPrice::<T>::iter_prefix((category,))
			.take_while(|((bid, _), _)| bid_of(*bid) >= min_price)
			.map(|((_, id), owner)| (DemandId::from_be_bytes(id), owner));
		pick(lines, T::MaxCandidates::get())
	}
}

/// So many orders at most, in the order of the lines, and no more than [`CANDIDATES_OF_ONE`] of each owner. Reads at most
/// [`LINES_PER_CANDIDATE`] lines for each order that there may be.
fn pick(lines: impl Iterator<Item = (u64, DidId)>, most: u32) -> Candidates {
	let mut candidates = Candidates { ids: Vec::new(), scanned: 0 };
	let mut of_owners: BTreeMap<DidId, u32> = BTreeMap::new();
	let mut picked = 0u32;
	let mut read = 0u32;
	for (id, owner) in lines.take(room(most.saturating_mul(LINES_PER_CANDIDATE))) {
		read = read.saturating_add(1);
		let of_owner = of_owners.entry(owner).or_default();
		if *of_owner >= CANDIDATES_OF_ONE {
			continue;
		}
		*of_owner = of_owner.saturating_add(1);
		candidates.ids.push(id);
		picked = picked.saturating_add(1);
		if picked >= most {
			break;
		}
	}
	candidates.scanned = read.div_ceil(LINES_PER_CANDIDATE);
	candidates
}

/// So many as a length.
fn room(count: u32) -> usize {
	usize::try_from(count).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	proptest! {
		#[test]
		fn offer_keys_sort_by_price_then_age(
			a in any::<(u128, u64)>(),
			b in any::<(u128, u64)>(),
		) {
			let key = |(price, id): (u128, u64)| (price_key(price), age_key(id));
			prop_assert_eq!(key(a).cmp(&key(b)), a.cmp(&b));
		}

		#[test]
		fn demand_keys_sort_by_highest_price_then_age(
			a in any::<(u128, u64)>(),
			b in any::<(u128, u64)>(),
		) {
			let key = |(bid, id): (u128, u64)| (bid_key(bid), age_key(id));
			prop_assert_eq!(key(a).cmp(&key(b)), b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
			prop_assert_eq!(bid_of(bid_key(a.0)), a.0);
		}
	}

	fn owner(number: u8) -> DidId {
		DidId([number; 32])
	}

	#[test]
	fn candidates_of_one_owner_are_few_and_lines_are_bounded() {
		// The first owner has the first sixteen lines, the second all the others.
		let lines = || (0..1_000u64).map(|id| (id, owner(if id < 16 { 1 } else { 2 })));
		let picked = pick(lines(), 16);
		assert_eq!(picked.ids, [0, 1, 2, 3, 16, 17, 18, 19]);
		assert_eq!(picked.scanned, 16);
		// Nothing is read beyond the last candidate.
		let picked = pick(lines(), 5);
		assert_eq!(picked.ids, [0, 1, 2, 3, 16]);
		assert_eq!(picked.scanned, 5);
		// Nor beyond the last line that may be read.
		let picked = pick(lines(), 4);
		assert_eq!(picked.ids, [0, 1, 2, 3]);
		assert_eq!(picked.scanned, 1);
		let picked = pick((0..1_000u64).map(|id| (id, owner(1))), 8);
		assert_eq!(picked.ids, [0, 1, 2, 3]);
		assert_eq!(picked.scanned, 8);
		assert_eq!(pick(core::iter::empty(), 8).scanned, 0);
	}

	#[test]
	fn keys_are_big_endian() {
		assert_eq!(price_key(1), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
		assert_eq!(bid_key(1)[..15], [0xff; 15]);
		assert_eq!(bid_key(1)[15], 0xfe);
		assert_eq!(age_key(0x0102), [0, 0, 0, 0, 0, 0, 1, 2]);
	}
}
