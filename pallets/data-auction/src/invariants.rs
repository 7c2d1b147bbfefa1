//! What must hold after every call and every block.

use alloc::{collections::BTreeMap, vec::Vec};

use codec::{Decode, Encode};
use counterfoil_primitives::{money::Asset, AuctionId};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::InspectHold, Get},
};
use pallet_support::agenda;
use sp_runtime::{traits::Zero, SaturatedConversion, Saturating, TryRuntimeError};

use crate::{
	Agenda, AgendaCursor, Auctions, Awards, BalanceOf, Bids, Config, Format, HoldReason,
	NextAuctionId, Owed, Pallet, ParametersStore, Part, Parties, Sealed, Stake,
};

/// What is held on each account in each asset. By encoded account, because an account need not be ordered.
type Holds<T> = BTreeMap<(Asset, Vec<u8>), BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	/// - Every auction has a number that was given out, a lot in order, copies within the bounds, and a place in the agenda at its deadline.
	/// - The counts of an auction by sealed bids are those of its bids, and the bids that are kept are the best, in their order.
	/// - The index lists every supplier and every bid, and nothing else. Every bid has an auction.
	/// - The holds of every account with a deposit are exactly what bids, awards and what is owed say.
	///
	/// That the tickets add up cannot be seen from here, because the runtime chooses what a ticket is: the tests of this pallet compare
	/// them with the holds. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ParametersStore::<T>::get().check::<T>().map_err(|_| "the parameters are not sound")?;
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		let (next, most) = (NextAuctionId::<T>::get(), T::MaxBidders::get());
		let (mut auctions, mut bids) = (0u64, 0u64);
		for (id, auction) in Auctions::<T>::iter() {
			ensure!(id < next, "an auction has a number that was not given yet");
			let lot = &auction.lot.submissions;
			ensure!(!lot.is_empty() && lot.is_sorted_by(|a, b| a < b), "a lot is not in order");
			let bucket = agenda::bucket(auction.due());
			ensure!(Agenda::<T>::contains_key(bucket, id), "a deadline is not on the agenda");
			ensure!(
				Parties::<T>::get(auction.supplier.did, id) == Some(Part::Supplier),
				"the index does not know a supplier"
			);
			let copies = match &auction.format {
				Format::Sealed(sealed) => {
					bids = bids.saturating_add(Self::check_bids(id, sealed)?);
					sealed.terms.copies
				},
				Format::Descending(descending) => {
					ensure!(descending.sale.is_sound(), "a price does not fall");
					let left = descending.copies_left();
					ensure!(left > 0, "an auction that is sold out is not over");
					descending.copies
				},
			};
			ensure!((1..=most).contains(&copies), "the copies are out of bounds");
			auctions = auctions.saturating_add(1);
		}
		let count = |keys: usize| -> u64 { keys.saturated_into() };
		let scheduled = count(Agenda::<T>::iter_keys().count());
		ensure!(scheduled == auctions, "the agenda lists what is no auction");
		ensure!(count(Bids::<T>::iter_keys().count()) == bids, "a bid has no auction");
		let listed = count(Parties::<T>::iter_keys().count());
		ensure!(listed == auctions.saturating_add(bids), "the index lists what is not there");
		Self::check_holds()
	}

	/// Returns how many bids are not settled.
	fn check_bids(id: AuctionId, sealed: &Sealed<T>) -> Result<u64, TryRuntimeError> {
		ensure!(sealed.bidders <= T::MaxBidders::get(), "an auction has too many bidders");
		let first = sealed.settling.map_or(0, |settling| settling.next);
		let mut revealed = 0u32;
		for position in first..sealed.bidders {
			let bid = Bids::<T>::get(id, position).ok_or("a bid is missing")?;
			ensure!(
				Parties::<T>::get(bid.bidder.did, id) == Some(Part::Bidder(position)),
				"a bidder does not know his bid"
			);
			let kept = sealed.best.iter().find(|kept| kept.position == position);
			let amount = bid.amount.map(|amount| amount.saturated_into::<u128>());
			ensure!(
				kept.is_none_or(|kept| Some(kept.amount) == amount),
				"a bid that is kept is not as it was revealed"
			);
			revealed = revealed.saturating_add(u32::from(amount.is_some()));
		}
		let fits = if first.is_zero() {
			sealed.revealed == revealed
		} else {
			sealed.revealed >= revealed && first < sealed.bidders
		};
		ensure!(fits, "the bids are miscounted");
		ensure!(sealed.best.is_sorted_by(|a, b| a.beats(b)), "the best bids are not in order");
		let reserve: u128 = sealed.terms.reserve.saturated_into();
		ensure!(sealed.best.iter().all(|bid| bid.amount >= reserve), "a bid is below the reserve");
		let kept: u32 = sealed.best.len().saturated_into();
		ensure!(kept <= sealed.kept().min(sealed.revealed), "too many bids are kept");
		Ok(sealed.bidders.saturating_sub(first).into())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		let mut expected = Holds::<T>::new();
		let mut add = |asset: Asset, account: &T::AccountId, amount: BalanceOf<T>| {
			let entry = expected.entry((asset, account.encode())).or_insert_with(Zero::zero);
			*entry = entry.saturating_add(amount);
		};
		for (id, _, bid) in Bids::<T>::iter() {
			let auction = Auctions::<T>::get(id).ok_or("a bid has no auction")?;
			if let Format::Sealed(sealed) = &auction.format {
				add(auction.lot.asset, &bid.bidder.account, sealed.terms.deposit);
			}
		}
		let mut held = |stake: &Stake<T>| add(stake.asset, &stake.bidder.account, stake.amount);
		Awards::<T>::iter_values().for_each(|stake| held(&stake));
		Owed::<T>::iter_values().for_each(|due| held(&due.stake));
		for ((asset, account), amount) in expected {
			let account = T::AccountId::decode(&mut account.as_slice())
				.map_err(|_| "an account cannot be decoded")?;
			let held = T::Assets::balance_on_hold(asset, &HoldReason::Deposit.into(), &account);
			ensure!(held == amount, "the deposits on hold are not those on record");
		}
		Ok(())
	}
}
