//! The three rights and their shares: offered, agreed to, taken.

use alloc::{vec, vec::Vec};

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	access::{Right, TOTAL_SHARES},
	did::DidId,
	traits::{Identities, Rights, Subject},
	DataSetId, Moment,
};
use frame_support::{ensure, traits::Footprint, BoundedVec};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	types::{
		Approvals, Deposit, Due, Holding, Holdings, OfferEnd, ShareOffer, ShareOfferId, MAX_OPEN,
	},
	Config, Error, Event, Holders, LastTransfer, NextShareOfferId, Pallet, ShareOffers,
	ShareOffersOf,
};

/// What an offer occupies beside its record: two entries of the index, one of the agenda, and the keys.
const OFFER_INDEX: usize = 2 * (32 + 16) + (16 + 8 + 49) + 16;

/// The key of a list of holders, and the entry of the supplier, which the others pay for.
const HOLDERS_KEY: usize = 16 + 9;

impl<T: Config> Pallet<T> {
	/// The holders of a right, with how many shares each.
	pub(crate) fn holders_of(
		data_set: DataSetId,
		right: Right,
		supplier: &DidId,
	) -> Vec<(DidId, u32)> {
		match Holders::<T>::get(data_set, right) {
			Some(list) => list.iter().map(|holding| (holding.did, holding.shares)).collect(),
			None => vec![(*supplier, TOTAL_SHARES)],
		}
	}

	/// How many shares of a right somebody holds.
	pub(crate) fn shares_of(
		data_set: DataSetId,
		right: Right,
		did: &DidId,
		supplier: &DidId,
	) -> u32 {
		Self::holders_of(data_set, right, supplier)
			.into_iter()
			.find(|(holder, _)| holder == did)
			.map_or(0, |(_, shares)| shares)
	}

	/// Whether the owners among these hold more than half of the ownership together. What the others said counts only while
	/// they are active.
	pub(crate) fn have_majority(
		data_set: DataSetId,
		supplier: &DidId,
		one: &DidId,
		others: &[DidId],
	) -> bool {
		let own = Self::shares_of(data_set, Right::Ownership, one, supplier);
		let others = others.iter().filter(|other| *other != one);
		let shares = own.saturating_add(Self::shares_that_agree(data_set, supplier, others));
		shares.saturating_mul(2) > TOTAL_SHARES
	}

	/// How much of the ownership those of these hold together who are active.
	pub(crate) fn shares_that_agree<'a>(
		data_set: DataSetId,
		supplier: &DidId,
		who: impl Iterator<Item = &'a DidId>,
	) -> u32 {
		let who: Vec<_> = who.collect();
		Self::holders_of(data_set, Right::Ownership, supplier)
			.into_iter()
			.filter(|(holder, _)| who.contains(&holder) && T::Identities::is_active(holder))
			.fold(0u32, |sum, (_, shares)| sum.saturating_add(shares))
	}

	/// Whether as many owners agree to an offer as have to, once the receiver takes it: giver, receiver and who approved.
	pub(crate) fn is_agreed(offer: &ShareOffer<T>, supplier: &DidId) -> bool {
		let mut others = offer.approvals.to_vec();
		others.push(offer.to);
		offer.right != Right::Ownership
			|| Self::have_majority(offer.data_set, supplier, &offer.from, &others)
	}

	/// Adds an approval, and drops those of who is no owner any more.
	pub(crate) fn approve(
		approvals: &mut Approvals,
		by: DidId,
		data_set: DataSetId,
		supplier: &DidId,
	) -> DispatchResult {
		ensure!(!approvals.contains(&by), Error::<T>::AlreadyApproved);
		let owners = Self::holders_of(data_set, Right::Ownership, supplier);
		approvals.retain(|did| owners.iter().any(|(owner, _)| owner == did));
		// There is room: the others are owners, and so is the one who approves, who is none of them.
		approvals.try_push(by).map_err(|_| Error::<T>::TooManyHolders)?;
		Ok(())
	}

	pub(crate) fn do_offer_shares(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		right: Right,
		to: DidId,
		shares: u32,
		until: Moment,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		ensure!(shares > 0, Error::<T>::NoShares);
		ensure!(to != caller.did, Error::<T>::SelfTransfer);
		let held = Self::shares_of(data_set, right, &caller.did, &supplier);
		ensure!(shares <= held, Error::<T>::NotEnoughShares);
		ensure!(T::Identities::is_active(&to), Error::<T>::ReceiverNotActive);
		let now = Self::now();
		ensure!(until >= now && until <= now.saturating_add(MAX_OPEN), Error::<T>::InvalidDeadline);
		let offer = NextShareOfferId::<T>::get();
		let next = offer.checked_add(1).ok_or(Error::<T>::NoMoreIds)?;
		let bytes = ShareOffer::<T>::max_encoded_len().saturating_add(OFFER_INDEX);
		let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;

		let from = caller.did;
		NextShareOfferId::<T>::put(next);
		ShareOffersOf::<T>::insert(from, offer, ());
		ShareOffersOf::<T>::insert(to, offer, ());
		Self::schedule(until, Due::ShareOffer(offer));
		ShareOffers::<T>::insert(
			offer,
			ShareOffer {
				data_set,
				right,
				from,
				to,
				shares,
				until,
				approvals: BoundedVec::new(),
				deposit,
			},
		);
		Self::emit(Event::SharesOffered { offer, data_set, right, from, to, shares, until });
		Ok(())
	}

	pub(crate) fn do_approve_offer(
		caller: Subject<T::AccountId>,
		offer: ShareOfferId,
	) -> DispatchResult {
		let by = caller.did;
		let mut record = ShareOffers::<T>::get(offer).ok_or(Error::<T>::UnknownOffer)?;
		let data_set = record.data_set;
		ensure!(record.right == Right::Ownership, Error::<T>::ApprovalNotNeeded);
		ensure!(Self::now() <= record.until, Error::<T>::DeadlinePassed);
		ensure!(by != record.from, Error::<T>::AlreadyApproved);
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_owner(data_set, &by, &supplier)?;
		Self::approve(&mut record.approvals, by, data_set, &supplier)?;
		ShareOffers::<T>::insert(offer, record);
		Self::emit(Event::ShareOfferApproved { offer, data_set, by });
		Ok(())
	}

	pub(crate) fn do_accept_shares(
		caller: Subject<T::AccountId>,
		offer: ShareOfferId,
	) -> DispatchResult {
		let record = ShareOffers::<T>::get(offer).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(caller.did == record.to, Error::<T>::NotReceiver);
		let now = Self::now();
		ensure!(now <= record.until, Error::<T>::DeadlinePassed);
		let ShareOffer { data_set, right, from, to, shares, .. } = record;
		ensure!(T::Identities::is_active(&from), Error::<T>::HolderNotActive);
		let supplier = Self::known(data_set)?.owner;
		ensure!(Self::is_agreed(&record, &supplier), Error::<T>::NoMajority);
		let gave_all = Self::move_shares(data_set, right, &supplier, from, &caller, shares)?;
		LastTransfer::<T>::insert(data_set, right, now);
		Self::remove_offer(offer, record)?;
		Self::emit(Event::SharesTransferred { offer, data_set, right, from, to, shares });
		if gave_all && right != Right::Profit {
			Self::end_epoch(data_set, to);
		}
		Ok(())
	}

	/// Moves shares and the tickets of who comes and goes. Says whether the giver has none left.
	fn move_shares(
		data_set: DataSetId,
		right: Right,
		supplier: &DidId,
		from: DidId,
		to: &Subject<T::AccountId>,
		shares: u32,
	) -> Result<bool, DispatchError> {
		let mut list = match Holders::<T>::get(data_set, right) {
			Some(list) => list,
			None => {
				let all = Holding { did: *supplier, shares: TOTAL_SHARES, deposit: None };
				Holdings::<T>::truncate_from(vec![all])
			},
		};
		let place = list
			.iter()
			.position(|holding| holding.did == from)
			.ok_or(Error::<T>::NotEnoughShares)?;
		let giver = list.get_mut(place).ok_or(Error::<T>::NotEnoughShares)?;
		giver.shares = giver.shares.checked_sub(shares).ok_or(Error::<T>::NotEnoughShares)?;
		let gave_all = giver.shares == 0;
		if gave_all {
			if let Some(deposit) = list.remove(place).deposit {
				deposit.give_back()?;
			}
		}
		match list.iter_mut().find(|holding| holding.did == to.did) {
			Some(receiver) => receiver.shares = receiver.shares.saturating_add(shares),
			None => {
				let deposit = if to.did == *supplier {
					None
				} else {
					// The own entry and that of the supplier.
					let entry = Holding::<T>::max_encoded_len();
					let bytes = entry.saturating_mul(2).saturating_add(HOLDERS_KEY);
					Some(Deposit::<T>::take(&to.account, Footprint::from_parts(1, bytes))?)
				};
				list.try_push(Holding { did: to.did, shares, deposit })
					.map_err(|_| Error::<T>::TooManyHolders)?;
			},
		}
		let alone = list.len() == 1 && list.iter().all(|holding| holding.did == *supplier);
		if alone {
			Holders::<T>::remove(data_set, right);
		} else {
			Holders::<T>::insert(data_set, right, list);
		}
		Ok(gave_all)
	}

	pub(crate) fn do_close_offer(
		caller: Subject<T::AccountId>,
		offer: ShareOfferId,
	) -> DispatchResult {
		let record = ShareOffers::<T>::get(offer).ok_or(Error::<T>::UnknownOffer)?;
		let end = if caller.did == record.from {
			OfferEnd::Cancelled
		} else if caller.did == record.to {
			OfferEnd::Declined
		} else {
			return Err(Error::<T>::NotParty.into());
		};
		Self::close_offer_record(offer, record, Some(caller.did), end)
	}

	/// Ends an offer whose time is over.
	pub(crate) fn expire_offer(offer: ShareOfferId) -> DispatchResult {
		let record = ShareOffers::<T>::get(offer).ok_or(Error::<T>::UnknownOffer)?;
		Self::close_offer_record(offer, record, None, OfferEnd::Expired)
	}

	fn close_offer_record(
		offer: ShareOfferId,
		record: ShareOffer<T>,
		by: Option<DidId>,
		end: OfferEnd,
	) -> DispatchResult {
		let ShareOffer { data_set, from, to, .. } = record;
		Self::remove_offer(offer, record)?;
		Self::emit(Event::ShareOfferClosed { offer, data_set, from, to, by, end });
		Ok(())
	}

	fn remove_offer(offer: ShareOfferId, record: ShareOffer<T>) -> DispatchResult {
		Self::cancel(record.until, Due::ShareOffer(offer));
		ShareOffers::<T>::remove(offer);
		ShareOffersOf::<T>::remove(record.from, offer);
		ShareOffersOf::<T>::remove(record.to, offer);
		record.deposit.give_back()
	}
}

impl<T: Config> Rights for Pallet<T> {
	fn owners(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		Self::holders_of(data_set, Right::Ownership, supplier)
	}

	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		Self::holders_of(data_set, Right::Profit, supplier)
	}
}
