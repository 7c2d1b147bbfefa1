//! Sealed bids: committed to first, then revealed.

use counterfoil_primitives::{
	auction::{commitment, rank_of, Ranked, MAX_PRICE},
	did::DidId,
	roles::Role,
	traits::{Identities, Subject},
	AuctionId, Hash,
};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::MutateHold, Get},
};
use pallet_support::{genesis_hash, Deposit};
use sp_runtime::{traits::SaturatedConversion, DispatchResult};

use crate::{
	types::{agreement_footprint, bid_footprint},
	Auctions, BalanceOf, Bid, Bids, Config, Error, Event, Format, HoldReason, Pallet, Part,
	Parties, Salt,
};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::bid`].
	pub(crate) fn do_bid(
		bidder: Subject<T::AccountId>,
		id: AuctionId,
		commitment: Hash,
		beneficiaries: &mut u32,
	) -> DispatchResult {
		let mut auction = Self::known_auction(id)?;
		let asset = auction.lot.asset;
		let supplier = auction.supplier.did;
		let Format::Sealed(sealed) = &auction.format else {
			return Err(Error::<T>::NotSealed.into());
		};
		ensure!(Self::now() <= sealed.terms.commit_until, Error::<T>::BiddingOver);
		let demands = T::Identities::has_role(&bidder.did, Role::Demander);
		ensure!(demands, Error::<T>::NotADemander);
		let supplies = T::Identities::has_role(&supplier, Role::Supplier);
		ensure!(supplies, Error::<T>::SupplierNotActive);
		ensure!(!Parties::<T>::contains_key(bidder.did, id), Error::<T>::AlreadyBid);
		let position = sealed.bidders;
		ensure!(position < T::MaxBidders::get(), Error::<T>::TooManyBidders);
		Self::ensure_own(&bidder, asset)?;
		Self::ensure_independent(&auction, &bidder, beneficiaries)?;

		let Format::Sealed(sealed) = &mut auction.format else {
			return Err(Error::<T>::NotSealed.into());
		};
		let deposit = sealed.terms.deposit;
		T::Assets::hold(asset, &HoldReason::Deposit.into(), &bidder.account, deposit)?;
		let ticket = Deposit::take(&bidder.account, bid_footprint::<T>())?;
		let room = Deposit::take(&bidder.account, agreement_footprint::<T>())?;
		sealed.bidders = position.saturating_add(1);
		Parties::<T>::insert(bidder.did, id, Part::Bidder(position));
		let bid = Bid { bidder: bidder.clone(), commitment, amount: None, ticket, room };
		Bids::<T>::insert(id, position, bid);
		Auctions::<T>::insert(id, auction);
		Self::emit(Event::BidPlaced { auction: id, bidder, position, commitment, asset, deposit });
		Ok(())
	}

	/// Body of [`Pallet::reveal`].
	pub(crate) fn do_reveal(
		bidder: DidId,
		id: AuctionId,
		amount: BalanceOf<T>,
		salt: Salt,
	) -> DispatchResult {
		let mut auction = Self::known_auction(id)?;
		let Format::Sealed(sealed) = &mut auction.format else {
			return Err(Error::<T>::NotSealed.into());
		};
		let now = Self::now();
		ensure!(now > sealed.terms.commit_until, Error::<T>::BiddingNotOver);
		ensure!(now <= sealed.terms.reveal_until, Error::<T>::RevealingOver);
		let (position, mut bid) = Self::bid_by(&bidder, id).ok_or(Error::<T>::NotABidder)?;
		ensure!(bid.amount.is_none(), Error::<T>::AlreadyRevealed);
		let price: u128 = amount.saturated_into();
		let opened = commitment(&genesis_hash::<T>(), id, &bidder, price, &salt);
		ensure!(opened == bid.commitment, Error::<T>::WrongCommitment);
		ensure!(price <= MAX_PRICE, Error::<T>::BidTooHigh);

		// Whoever may not demand any more is to lose neither his deposit nor, to nobody's use, a copy.
		let reaches = price >= sealed.terms.reserve.saturated_into::<u128>();
		let counts = reaches && T::Identities::has_role(&bidder, Role::Demander);
		if counts {
			let ranked = Ranked { amount: price, position };
			let rank = rank_of(&sealed.best, &ranked);
			// A full list loses its last bid, which is the one that is not kept.
			let _ = sealed.best.force_insert_keep_left(rank, ranked);
			sealed.best.truncate(sealed.kept().saturated_into());
		}
		sealed.revealed = sealed.revealed.saturating_add(1);
		bid.amount = Some(amount);
		Bids::<T>::insert(id, position, bid);
		Auctions::<T>::insert(id, auction);
		Self::emit(Event::BidRevealed { auction: id, bidder, position, amount, counts });
		Ok(())
	}

	/// The bid of a subject that is not settled, and its position.
	pub(crate) fn bid_by(bidder: &DidId, id: AuctionId) -> Option<(u32, Bid<T>)> {
		match Parties::<T>::get(bidder, id)? {
			Part::Bidder(position) => Some((position, Bids::<T>::get(id, position)?)),
			Part::Supplier => None,
		}
	}
}
