//! Reads of the auctions of data (Y.4560 9.7).
//!
//! What an application asks often, as flat types and in batches. Nothing here changes the chain, and nothing here costs a fee.
//! Every answer is of the state of one block: a price that falls is lower in the next one, and a copy may be gone.
//!
//! A sealed bid shows its commitment only, until its bidder reveals it: the chain itself does not know more.
//!
//! Lists are bounded: a call returns at most [`MAX_BATCH`] items whatever it is asked for. Lists are in the order of the chain's
//! storage; the next page begins after the last item of the page before.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;

use codec::{Decode, Encode};
use counterfoil_primitives::{
	auction::{Descent, Pricing},
	did::DidId,
	money::{Asset, Commission},
	traits::{CertificateNeed, Delivery},
	usage::UsageStatement,
	AgreementId, AuctionId, DataSetId, Hash, Moment, SubmissionId,
};
use scale_info::TypeInfo;

/// Items that one call returns at most, and identifiers of a batch that are looked at.
pub const MAX_BATCH: u32 = 100;

/// An auction that is not over.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AuctionView {
	/// Its number.
	pub id: AuctionId,
	/// Who sells and delivers.
	pub supplier: DidId,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions of the lot, in ascending order.
	pub submissions: Vec<SubmissionId>,
	/// What is paid in.
	pub asset: Asset,
	/// What buyers may do with the data.
	pub usage: UsageStatement,
	/// Who gets a part of the price.
	pub commissions: Vec<Commission>,
	/// Which certificate the submissions must have.
	pub certificate: CertificateNeed,
	/// How the key reaches a buyer.
	pub delivery: Delivery,
	/// When it was opened.
	pub opened: Moment,
	/// How it sells.
	pub format: FormatView,
}

/// How an auction sells, and how far it is.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum FormatView {
	/// By sealed bids.
	#[codec(index = 0)]
	Sealed(SealedView),
	/// At a price that falls.
	#[codec(index = 1)]
	Descending(DescendingView),
}

/// An auction by sealed bids.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SealedView {
	/// How many copies are sold.
	pub copies: u32,
	/// The lowest price.
	pub reserve: u128,
	/// What the winners pay.
	pub pricing: Pricing,
	/// What every bidder puts up.
	pub deposit: u128,
	/// The last moment to bid.
	pub commit_until: Moment,
	/// The last moment to reveal.
	pub reveal_until: Moment,
	/// How many bids there are.
	pub bidders: u32,
	/// How many of them were revealed.
	pub revealed: u32,
	/// Where it stands now.
	pub phase: PhaseView,
}

/// Where an auction by sealed bids stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum PhaseView {
	/// Bids are taken.
	#[codec(index = 0)]
	Committing,
	/// Bids are revealed.
	#[codec(index = 1)]
	Revealing,
	/// Nothing can be revealed any more; the chain settles it as soon as a block has room.
	#[codec(index = 2)]
	Due,
	/// So many bids are settled.
	#[codec(index = 3)]
	Settling {
		/// How many.
		settled: u32,
		/// Whether it failed, so that nothing is sold and every deposit returns.
		failed: bool,
	},
}

/// An auction at a price that falls.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DescendingView {
	/// How many copies are left.
	pub copies_left: u32,
	/// The first price.
	pub start: u128,
	/// The last price.
	pub reserve: u128,
	/// How it falls.
	pub descent: Descent,
	/// The first moment of the sale.
	pub from: Moment,
	/// The last moment of the sale.
	pub until: Moment,
	/// The price now; `None` before the sale and after it.
	pub price: Option<u128>,
}

/// A bid in an auction by sealed bids.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BidView {
	/// How many bids were committed before it.
	pub position: u32,
	/// Whose it is.
	pub bidder: DidId,
	/// What was committed to.
	pub commitment: Hash,
	/// How much it is, once it is revealed.
	pub amount: Option<u128>,
	/// What the bidder would pay if nothing more were revealed; `None` if he would not win.
	pub price: Option<u128>,
}

/// A deposit that is still held after the auction was settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct HeldDepositView {
	/// The auction.
	pub auction: AuctionId,
	/// Whose deposit it is.
	pub bidder: DidId,
	/// To whom it goes if it is lost.
	pub supplier: DidId,
	/// The data set that was sold from.
	pub data_set: DataSetId,
	/// What it is held in.
	pub asset: Asset,
	/// How much is held.
	pub amount: u128,
	/// Whether it is lost, and only waits for an account that can receive it.
	pub lost: bool,
}

/// What governance decides about auctions to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParametersView {
	/// The shortest time to bid, and the shortest time to reveal, in milliseconds.
	pub min_window: Moment,
	/// The longest time from the opening to the end, in milliseconds.
	pub max_duration: Moment,
	/// The lowest deposit, per mille of the reserve.
	pub min_deposit: u16,
	/// The most bidders of an auction, and the most copies.
	pub max_bidders: u32,
}

sp_api::decl_runtime_apis! {
	/// Auctions that are not over, their bids and prices, and deposits that are held.
	#[api_version(1)]
	pub trait DataAuctionApi {
		/// The auction of this number, if it is not over.
		fn auction(id: AuctionId) -> Option<AuctionView>;

		/// The auctions of these numbers, in the order asked for; at most `MAX_BATCH` of them.
		fn auctions(ids: Vec<AuctionId>) -> Vec<Option<AuctionView>>;

		/// The auctions that are not over, from after this one on.
		fn open_auctions(from: Option<AuctionId>, limit: u32) -> Vec<AuctionView>;

		/// The auctions that are not over in which this subject sells or has a bid that is not settled, from after this one on.
		fn auctions_of(did: DidId, from: Option<AuctionId>, limit: u32) -> Vec<AuctionView>;

		/// The bids of an auction that are not settled, in the order in which they were committed, from this position on.
		fn bids(auction: AuctionId, from: u32, limit: u32) -> Vec<BidView>;

		/// The bid of this subject, if it is not settled.
		fn bid_of(auction: AuctionId, bidder: DidId) -> Option<BidView>;

		/// The price of an auction whose price falls, now; `None` before and after the sale.
		fn price_now(auction: AuctionId) -> Option<u128>;

		/// The same for several, in the order asked for; at most `MAX_BATCH` of them.
		fn prices_now(auctions: Vec<AuctionId>) -> Vec<Option<u128>>;

		/// What the bidder commits to on this chain. Ask a node of your own: who answers learns the amount.
		fn commitment(auction: AuctionId, bidder: DidId, amount: u128, salt: Hash) -> Hash;

		/// The deposits that are held until these agreements end, in the order asked for; at most `MAX_BATCH` of them.
		fn deposits_of_agreements(agreements: Vec<AgreementId>) -> Vec<Option<HeldDepositView>>;

		/// A deposit that could not be paid, and waits for `collect`.
		fn owed(auction: AuctionId, bidder: DidId) -> Option<HeldDepositView>;

		/// What governance decides about auctions to come.
		fn parameters() -> ParametersView;
	}
}
