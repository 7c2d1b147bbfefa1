//! What the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{
	auction::commitment, did::DidId, AgreementId, AuctionId, Hash, Moment,
};
use frame_support::traits::Get;
use pallet_data_auction_runtime_api::{
	AuctionView, BidView, DescendingView, FormatView, HeldDepositView, ParametersView, PhaseView,
	SealedView, MAX_BATCH,
};
use pallet_support::{genesis_hash, page};
use sp_runtime::SaturatedConversion;

use crate::{
	Auction, Auctions, Awards, Bid, Bids, Config, Format, Owed, Pallet, ParametersStore, Parties,
	Sealed, Stake,
};

impl<T: Config> Pallet<T> {
	/// The auction of this number, if it is not over.
	pub fn auction(id: AuctionId) -> Option<AuctionView> {
		Auctions::<T>::get(id).map(|auction| view_of::<T>(id, auction, Self::now()))
	}

	/// The first [`MAX_BATCH`] of these auctions, in this order.
	pub fn auctions(ids: Vec<AuctionId>) -> Vec<Option<AuctionView>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::auction).collect()
	}

	/// A page of the auctions that are not over, beginning after `from`.
	pub fn open_auctions(from: Option<AuctionId>, limit: u32) -> Vec<AuctionView> {
		let ids = match from {
			Some(last) => Auctions::<T>::iter_keys_from(Auctions::<T>::hashed_key_for(last)),
			None => Auctions::<T>::iter_keys(),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::auction).collect()
	}

	/// A page of the auctions that a subject has a part in, beginning after `from`.
	pub fn auctions_of(did: DidId, from: Option<AuctionId>, limit: u32) -> Vec<AuctionView> {
		let ids = match from {
			Some(last) => {
				let last = Parties::<T>::hashed_key_for(did, last);
				Parties::<T>::iter_key_prefix_from(did, last)
			},
			None => Parties::<T>::iter_key_prefix(did),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::auction).collect()
	}

	/// A page of the bids of an auction, beginning with the position `from`.
	pub fn bids(id: AuctionId, from: u32, limit: u32) -> Vec<BidView> {
		let Some(Format::Sealed(sealed)) = Auctions::<T>::get(id).map(|auction| auction.format)
		else {
			return Vec::new();
		};
		// Those that are settled are gone, from the first on.
		let first = sealed.settling.map_or(0, |settling| settling.next).max(from);
		(first..sealed.bidders)
			.take(page(limit, MAX_BATCH))
			.filter_map(|position| {
				let bid = Bids::<T>::get(id, position)?;
				Some(bid_view::<T>(&sealed, position, &bid))
			})
			.collect()
	}

	/// The bid of a subject that is not settled.
	pub fn bid_of(id: AuctionId, bidder: DidId) -> Option<BidView> {
		let Format::Sealed(sealed) = Auctions::<T>::get(id)?.format else { return None };
		let (position, bid) = Self::bid_by(&bidder, id)?;
		Some(bid_view::<T>(&sealed, position, &bid))
	}

	/// The price of an auction whose price falls, now.
	pub fn price_now(id: AuctionId) -> Option<u128> {
		match Auctions::<T>::get(id)?.format {
			Format::Descending(descending) => descending.sale.at(Self::now()),
			Format::Sealed(_) => None,
		}
	}

	/// [`Self::price_now`] for the first [`MAX_BATCH`] of these auctions.
	pub fn prices_now(ids: Vec<AuctionId>) -> Vec<Option<u128>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::price_now).collect()
	}

	/// What the bidder commits to on this chain.
	pub fn commitment(id: AuctionId, bidder: DidId, amount: u128, salt: Hash) -> Hash {
		commitment(&genesis_hash::<T>(), id, &bidder, amount, &salt)
	}

	/// The deposits that wait for the end of the first [`MAX_BATCH`] of these agreements.
	pub fn deposits_of_agreements(ids: Vec<AgreementId>) -> Vec<Option<HeldDepositView>> {
		ids.into_iter()
			.take(page(MAX_BATCH, MAX_BATCH))
			.map(|id| Awards::<T>::get(id).map(|stake| stake_view::<T>(stake, false)))
			.collect()
	}

	/// A deposit that could not be paid.
	pub fn owed(id: AuctionId, bidder: DidId) -> Option<HeldDepositView> {
		let due = Owed::<T>::get(id, bidder)?;
		Some(stake_view::<T>(due.stake, due.fault.is_some()))
	}

	/// The parameters of auctions to come.
	pub fn parameters() -> ParametersView {
		let parameters = ParametersStore::<T>::get();
		ParametersView {
			min_window: parameters.min_window,
			max_duration: parameters.max_duration,
			min_deposit: parameters.min_deposit,
			max_bidders: T::MaxBidders::get(),
		}
	}
}

fn view_of<T: Config>(id: AuctionId, auction: Auction<T>, now: Moment) -> AuctionView {
	let format = match auction.format {
		Format::Sealed(sealed) => FormatView::Sealed(SealedView {
			copies: sealed.terms.copies,
			reserve: sealed.terms.reserve.saturated_into(),
			pricing: sealed.terms.pricing,
			deposit: sealed.terms.deposit.saturated_into(),
			commit_until: sealed.terms.commit_until,
			reveal_until: sealed.terms.reveal_until,
			bidders: sealed.bidders,
			revealed: sealed.revealed,
			phase: phase_of(&sealed, now),
		}),
		Format::Descending(descending) => FormatView::Descending(DescendingView {
			copies_left: descending.copies_left(),
			start: descending.sale.start,
			reserve: descending.sale.reserve,
			descent: descending.sale.descent,
			from: descending.sale.from,
			until: descending.sale.until,
			price: descending.sale.at(now),
		}),
	};
	AuctionView {
		id,
		supplier: auction.supplier.did,
		data_set: auction.lot.data_set,
		submissions: auction.lot.submissions.into_inner(),
		asset: auction.lot.asset,
		usage: auction.lot.usage,
		commissions: auction.lot.commissions.into_inner(),
		certificate: auction.lot.certificate,
		delivery: auction.lot.delivery,
		opened: auction.opened,
		format,
	}
}

fn phase_of<T: Config>(sealed: &Sealed<T>, now: Moment) -> PhaseView {
	match sealed.settling {
		Some(settling) => {
			PhaseView::Settling { settled: settling.next, failed: settling.failed.is_some() }
		},
		None if now <= sealed.terms.commit_until => PhaseView::Committing,
		None if now <= sealed.terms.reveal_until => PhaseView::Revealing,
		None => PhaseView::Due,
	}
}

fn bid_view<T: Config>(sealed: &Sealed<T>, position: u32, bid: &Bid<T>) -> BidView {
	BidView {
		position,
		bidder: bid.bidder.did,
		commitment: bid.commitment,
		amount: bid.amount.map(SaturatedConversion::saturated_into),
		price: sealed.price_of(position).map(SaturatedConversion::saturated_into),
	}
}

fn stake_view<T: Config>(stake: Stake<T>, lost: bool) -> HeldDepositView {
	HeldDepositView {
		auction: stake.auction,
		bidder: stake.bidder.did,
		supplier: stake.supplier.did,
		data_set: stake.data_set,
		asset: stake.asset,
		amount: stake.amount.saturated_into(),
		lost,
	}
}
