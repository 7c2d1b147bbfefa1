//! The book of open orders: the index by price, and the one way in and out of it.
//!
//! A record, its lines in the index and its place in the agenda live and die together. Whoever changes an order hands it to
//! [`Pallet::keep_offer`] or [`Pallet::keep_demand`], which see to the rest; nothing else writes these maps.

use alloc::{collections::btree_map::BTreeMap, vec::Vec};
use core::iter::Peekable;

use counterfoil_primitives::{
	text::{Category, Region},
	traits::Subject,
	DemandId, DidId, Moment, OfferId,
};
use frame_support::{
	ensure,
	traits::{Consideration, Get},
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

use crate::{
	types::{cover_footprint, demand_footprint, offer_footprint, Failed},
	Config, Demand, DemandTerms, Demands, DemandsByPrice, Error, Goods, NextDemandId, NextOfferId,
	Offer, OfferTerms, Offers, OffersByPrice, OrderKind, Pallet, QueryOffers, Shelf,
};

/// How many orders of one owner count among the candidates. The others of that owner are passed by, so that one party alone
/// cannot fill the head of the book.
pub(crate) const CANDIDATES_OF_ONE: u32 = 4;

/// How many lines of the index are read at most for each candidate that an order may look at.
pub(crate) const LINES_PER_CANDIDATE: u32 = 4;

/// The orders that an order may look at, read from the index one by one as they are asked for: so many at most, in the order of the lines,
/// and no more than [`CANDIDATES_OF_ONE`] of each owner. Reads at most [`LINES_PER_CANDIDATE`] lines for each order that there may be.
///
/// A match may remove lines that were read; none may be added meanwhile.
pub(crate) struct Candidates<Lines> {
	lines: Lines,
	of_owners: BTreeMap<DidId, u32>,
	orders_left: u32,
	lines_left: u32,
	read: u32,
}

impl<Lines: Iterator<Item = (u64, DidId)>> Candidates<Lines> {
	fn new(lines: Lines, most: u32) -> Self {
		Self {
			lines,
			of_owners: BTreeMap::new(),
			orders_left: most,
			lines_left: most.saturating_mul(LINES_PER_CANDIDATE),
			read: 0,
		}
	}

	/// How many lines were read.
	pub(crate) fn read(&self) -> u32 {
		self.read
	}
}

impl<Lines: Iterator<Item = (u64, DidId)>> Iterator for Candidates<Lines> {
	type Item = u64;

	fn next(&mut self) -> Option<u64> {
		self.orders_left = self.orders_left.checked_sub(1)?;
		loop {
			self.lines_left = self.lines_left.checked_sub(1)?;
			let (id, owner) = self.lines.next()?;
			self.read = self.read.saturating_add(1);
			let of_owner = self.of_owners.entry(owner).or_default();
			if *of_owner < CANDIDATES_OF_ONE {
				*of_owner = of_owner.saturating_add(1);
				return Some(id);
			}
		}
	}
}

/// The key under which offers sort by price upwards.
pub(crate) fn price_key(price: u128) -> [u8; 16] {
	price.to_be_bytes()
}

/// The key under which demands sort by budget downwards.
pub(crate) fn bid_key(budget: u128) -> [u8; 16] {
	(!budget).to_be_bytes()
}

/// The budget that is behind a key of a demand.
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
		amount: u128,
		now: Moment,
	) -> Result<(OfferId, Offer<T>), DispatchError> {
		let id = NextOfferId::<T>::get();
		NextOfferId::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyOrders)?);
		let ticket = T::Consideration::new(&supplier.account, offer_footprint(&terms, &category))?;
		Self::schedule((OrderKind::Offer, id), terms.valid_until);
		let offer = Offer {
			supplier,
			terms,
			category,
			region,
			amount,
			reserved: 0,
			listed: false,
			closing: false,
			placed: now,
			ticket,
		};
		let offer = Self::keep_offer(id, offer)?;
		Ok((id, offer))
	}

	/// Stores an offer as it is now: in the index while a match may come of it, gone with its ticket given back once nothing can.
	pub(crate) fn keep_offer(id: OfferId, mut offer: Offer<T>) -> Result<Offer<T>, DispatchError> {
		let list = offer.is_open();
		if list != offer.listed {
			Self::list_offer(id, &offer, list);
			offer.listed = list;
		}
		if offer.is_over() {
			Offers::<T>::remove(id);
			Self::unschedule((OrderKind::Offer, id), offer.terms.valid_until);
			offer.ticket.clone().drop(&offer.supplier.account)?;
		} else {
			Offers::<T>::insert(id, &offer);
		}
		Ok(offer)
	}

	/// Writes or removes the lines of an offer: one under its category and each above, or the one of a query.
	fn list_offer(id: OfferId, offer: &Offer<T>, list: bool) {
		let owner = offer.supplier.did;
		if let Goods::Query(_) = offer.terms.goods {
			match list {
				true => QueryOffers::<T>::insert(offer.category, age_key(id), owner),
				false => QueryOffers::<T>::remove(offer.category, age_key(id)),
			}
			return;
		}
		for shelf in offer.shelf().and_above() {
			let key = (shelf, price_key(offer.amount), age_key(id));
			match list {
				true => OffersByPrice::<T>::insert(key, owner),
				false => OffersByPrice::<T>::remove(key),
			}
		}
	}

	/// Takes an offer out of the book: nothing new comes of it, and it is gone once no copy is reserved. Its ticket returns then.
	pub(crate) fn close_offer(id: OfferId) -> Result<Offer<T>, DispatchError> {
		let mut offer = Offers::<T>::get(id).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(!offer.closing, Error::<T>::UnknownOffer);
		offer.closing = true;
		Self::unschedule((OrderKind::Offer, id), offer.terms.valid_until);
		Self::keep_offer(id, offer)
	}

	/// Puts a demand into the book, for tickets and the reward.
	pub(crate) fn open_demand(
		demander: Subject<T::AccountId>,
		terms: DemandTerms<T>,
		now: Moment,
	) -> Result<(DemandId, Demand<T>), DispatchError> {
		let id = NextDemandId::<T>::get();
		NextDemandId::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyOrders)?);
		let ticket = T::Consideration::new(&demander.account, demand_footprint(&terms))?;
		Self::hold_reward(&demander.account, terms.reward)?;
		Self::schedule((OrderKind::Demand, id), terms.valid_until);
		let (left, fills) = (terms.need.left(), terms.need.wanted.fills());
		let mut demand = Demand {
			demander,
			terms,
			left,
			placed: now,
			ticket,
			covers: Default::default(),
			pending: 0,
			agreements: Default::default(),
			failed: Failed::NONE,
			taken: Default::default(),
			passed: Default::default(),
			found: None,
			listed: false,
			closing: false,
		};
		Self::take_covers(&mut demand, fills.into())?;
		let demand = Self::keep_demand(id, demand)?;
		Ok((id, demand))
	}

	/// Takes so many tickets beforehand for agreements that may come of a demand.
	pub(crate) fn take_covers(demand: &mut Demand<T>, fills: u32) -> DispatchResult {
		let footprint = cover_footprint::<T>(&demand.terms.need.wanted);
		for _ in 0..fills {
			let cover = T::Consideration::new(&demand.demander.account, footprint)?;
			demand.covers.try_push(cover).map_err(|_| Error::<T>::TooManyFills)?;
		}
		Ok(())
	}

	/// Stores a demand as it is now: in the index while a match may come of it, gone with tickets and reward given back once nothing
	/// can. What is proposed for one that is not open any more is dropped.
	pub(crate) fn keep_demand(
		id: DemandId,
		mut demand: Demand<T>,
	) -> Result<Demand<T>, DispatchError> {
		let list = demand.is_open();
		if list != demand.listed {
			let key = (demand.shelf(), bid_key(demand.terms.need.budget), age_key(id));
			match list {
				true => DemandsByPrice::<T>::insert(key, demand.demander.did),
				false => DemandsByPrice::<T>::remove(key),
			}
			demand.listed = list;
			if !list {
				Self::drop_proposal(id)?;
			}
		}
		let over = demand.is_over();
		// What waits for an answer may still fail, and needs its cover then.
		if over || demand.closing || (!list && demand.pending == 0) {
			for cover in core::mem::take(&mut demand.covers) {
				cover.drop(&demand.demander.account)?;
			}
		}
		if (over || demand.closing) && !demand.terms.reward.is_zero() {
			Self::return_reward(id, &demand.demander, demand.terms.reward)?;
			demand.terms.reward = Zero::zero();
		}
		if over {
			Demands::<T>::remove(id);
			Self::unschedule((OrderKind::Demand, id), demand.terms.valid_until);
			demand.ticket.clone().drop(&demand.demander.account)?;
		} else {
			Demands::<T>::insert(id, &demand);
		}
		Ok(demand)
	}

	/// Takes a demand out of the book: nothing new comes of it, and it is gone once its matches and agreements are over. Covers and
	/// reward return at once, the ticket then.
	pub(crate) fn close_demand(id: DemandId) -> Result<Demand<T>, DispatchError> {
		let mut demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(!demand.closing, Error::<T>::UnknownDemand);
		demand.closing = true;
		Self::unschedule((OrderKind::Demand, id), demand.terms.valid_until);
		Self::keep_demand(id, demand)
	}

	/// Lets a demand pass a supplier over from now on.
	pub(crate) fn pass_over(id: DemandId, supplier: DidId) {
		Demands::<T>::mutate(id, |demand| {
			if let Some(demand) = demand {
				demand.pass_over(supplier);
			}
		});
	}

	/// The offers that a need may look at and that cost no more than the bound, cheapest first, then oldest; as many as an order looks
	/// at.
	pub(crate) fn cheapest_offers(
		shelf: Shelf,
		budget: u128,
	) -> Candidates<impl Iterator<Item = (u64, DidId)>> {
		let lines = OffersByPrice::<T>::iter_prefix((shelf,))
			.take_while(move |((price, _), _)| u128::from_be_bytes(*price) <= budget)
			.map(|((_, id), owner)| (OfferId::from_be_bytes(id), owner));
		Candidates::new(lines, T::MaxCandidates::get())
	}

	/// The demands of the category and of those above it that pay no less than the bound, the highest budget first, then oldest; as
	/// many as an order looks at.
	pub(crate) fn highest_demands(
		shelf: Shelf,
		amount: u128,
	) -> Candidates<impl Iterator<Item = (u64, DidId)>> {
		let levels: Vec<_> = shelf
			.and_above()
			.map(move |shelf| {
				DemandsByPrice::<T>::iter_prefix((shelf,))
					.take_while(move |((bid, _), _)| bid_of(*bid) >= amount)
					.peekable()
			})
			.collect();
		let lines = merged(levels).map(|((_, id), owner)| (DemandId::from_be_bytes(id), owner));
		Candidates::new(lines, T::MaxCandidates::get())
	}
}

/// Several lists that are each in order, as one. Looks no further into any of them than one line beyond what is asked for.
fn merged<Line, Key: Ord + Copy>(
	mut lists: Vec<Peekable<impl Iterator<Item = (Key, Line)>>>,
) -> impl Iterator<Item = (Key, Line)> {
	core::iter::from_fn(move || {
		let heads = lists.iter_mut().filter_map(|list| {
			let key = list.peek().map(|(key, _)| *key)?;
			Some((key, list))
		});
		let (_, first) = heads.min_by_key(|(key, _)| *key)?;
		first.next()
	})
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
		let picked = |lines: &mut dyn Iterator<Item = (u64, DidId)>, most| {
			let mut candidates = Candidates::new(lines, most);
			(candidates.by_ref().collect::<Vec<_>>(), candidates.read())
		};
		assert_eq!(picked(&mut lines(), 16), (vec![0, 1, 2, 3, 16, 17, 18, 19], 64));
		// Nothing is read beyond the last candidate.
		assert_eq!(picked(&mut lines(), 5), (vec![0, 1, 2, 3, 16], 17));
		assert_eq!(picked(&mut lines(), 4), (vec![0, 1, 2, 3], 4));
		// Nor beyond the last line that may be read.
		let of_one = || (0..1_000u64).map(|id| (id, owner(1)));
		assert_eq!(picked(&mut of_one(), 8), (vec![0, 1, 2, 3], 32));
		assert_eq!(picked(&mut core::iter::empty(), 8), (vec![], 0));
	}

	#[test]
	fn nothing_is_read_before_it_is_asked_for() {
		let mut candidates = Candidates::new((0..1_000u64).map(|id| (id, owner(1))), 8);
		assert_eq!(candidates.read(), 0);
		assert_eq!(candidates.next(), Some(0));
		assert_eq!(candidates.read(), 1);
	}

	#[test]
	fn lists_that_are_in_order_become_one_that_is() {
		let lists = vec![vec![(1, 'a'), (4, 'b')], vec![], vec![(2, 'c'), (3, 'd'), (9, 'e')]];
		let lists = lists.into_iter().map(|list| list.into_iter().peekable()).collect();
		let all: String = merged(lists).map(|(_, line)| line).collect();
		assert_eq!(all, "acdbe");
	}

	#[test]
	fn keys_are_big_endian() {
		assert_eq!(price_key(1), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
		assert_eq!(bid_key(1)[..15], [0xff; 15]);
		assert_eq!(bid_key(1)[15], 0xfe);
		assert_eq!(age_key(0x0102), [0, 0, 0, 0, 0, 0, 1, 2]);
	}
}
