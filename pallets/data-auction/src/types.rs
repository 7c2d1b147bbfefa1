//! What the pallet stores, and what calls carry.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	auction::{kept, price, Falling, Pricing, Ranked, SALT_LEN},
	did::DidId,
	money::{per_mille_of, Asset, Commission, MAX_COMMISSIONS},
	traits::{Agreements, CertificateNeed, Delivery, Subject},
	usage::UsageStatement,
	AuctionId, DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::Inspect, ConstU32, Footprint, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_support::Deposit;
use scale_info::TypeInfo;
use sp_runtime::traits::SaturatedConversion;

use crate::{Config, Error};

/// An amount of whatever is paid in.
pub type BalanceOf<T> =
	<<T as Config>::Assets as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A ticket, and who paid for it.
pub type TicketOf<T> =
	Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// What a bid is hidden by until it is revealed.
pub type Salt = [u8; SALT_LEN];

/// Who gets a part of the price.
pub type Commissions = BoundedVec<Commission, ConstU32<MAX_COMMISSIONS>>;

/// The longest that governance may let an auction last: 366 days, in milliseconds.
pub const MAX_DURATION: Moment = 366 * 24 * 60 * 60 * 1_000;

/// A whole, in per mille.
const PER_MILLE: u16 = 1_000;

/// What governance decides about auctions to come. Running ones keep what they were opened under.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	frame_support::Serialize,
	frame_support::Deserialize,
)]
#[serde(crate = "sp_runtime::serde", rename_all = "camelCase", deny_unknown_fields)]
pub struct Parameters {
	/// The shortest time to bid, and the shortest time to reveal, in milliseconds: long enough that nobody loses a deposit to a full block.
	pub min_window: Moment,
	/// The longest time from the opening of an auction to its end, in milliseconds.
	pub max_duration: Moment,
	/// The lowest deposit, per mille of the reserve. The existential deposit of the asset is a floor below it.
	pub min_deposit: u16,
}

/// An hour at least for each window, 90 days at most, a deposit of a tenth of the reserve.
impl Default for Parameters {
	fn default() -> Self {
		const HOUR: Moment = 60 * 60 * 1_000;
		Self { min_window: HOUR, max_duration: 90 * 24 * HOUR, min_deposit: 100 }
	}
}

impl Parameters {
	/// Whether auctions can run under these parameters.
	pub(crate) fn check<T: Config>(&self) -> Result<(), Error<T>> {
		ensure!(self.min_window > 0, Error::<T>::WindowEmpty);
		ensure!(self.max_duration <= MAX_DURATION, Error::<T>::DurationTooLong);
		// An auction has two windows.
		ensure!(self.min_window <= self.max_duration / 2, Error::<T>::WindowTooLong);
		ensure!(self.min_deposit <= PER_MILLE, Error::<T>::ShareTooHigh);
		Ok(())
	}

	/// The lowest deposit for a reserve.
	pub fn least_deposit(&self, reserve: u128) -> u128 {
		per_mille_of(reserve, self.min_deposit)
	}
}

/// What is sold, and on what terms besides the price.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Lot<T: Config> {
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions of the lot, in strictly ascending order. A buyer gets all of them.
	pub submissions: BoundedVec<SubmissionId, T::MaxLot>,
	/// What is paid in.
	pub asset: Asset,
	/// What buyers may do with the data.
	pub usage: UsageStatement,
	/// Who gets a part of the price.
	pub commissions: Commissions,
	/// Which certificate the submissions must have: now, when they are sold, and until the delivery is accepted.
	pub certificate: CertificateNeed,
	/// How the key reaches a buyer.
	pub delivery: Delivery,
}

impl<T: Config> Lot<T> {
	/// How many submissions the lot has.
	pub fn len(&self) -> u32 {
		self.submissions.len().saturated_into()
	}

	/// Whether it has none.
	pub fn is_empty(&self) -> bool {
		self.submissions.is_empty()
	}
}

/// What a supplier says about an auction by sealed bids.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct SealedTerms<Balance> {
	/// How many copies are sold, each to another bidder.
	pub copies: u32,
	/// The lowest price. Public: a bid below it never wins.
	pub reserve: Balance,
	/// What the winners pay.
	pub pricing: Pricing,
	/// What every bidder puts up. The same for all, so that it tells nothing about the bid.
	pub deposit: Balance,
	/// The last moment to bid.
	pub commit_until: Moment,
	/// The last moment to reveal.
	pub reveal_until: Moment,
}

/// Why nothing is sold in an auction that had bids.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Failure {
	/// The supplier is not active as a supplier any more.
	#[codec(index = 0)]
	SupplierNotActive,
	/// The registry does not vouch for the lot any more: a submission was superseded, or the data set has another owner.
	#[codec(index = 1)]
	LotUnavailable,
	/// A certificate that the lot was promised to have is not valid any more.
	#[codec(index = 2)]
	NotCertified,
}

/// How far the settlement of an auction is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Settling {
	/// The bid that is settled next.
	pub next: u32,
	/// When the next step is due.
	pub due: Moment,
	/// Why nothing is sold; `None` if the best bids win.
	pub failed: Option<Failure>,
}

/// An auction by sealed bids, as far as it is.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Sealed<T: Config> {
	/// What the supplier said.
	pub terms: SealedTerms<BalanceOf<T>>,
	/// How many bids there are.
	pub bidders: u32,
	/// How many of them were revealed.
	pub revealed: u32,
	/// The best bids in their order: the winners and the best of the others.
	pub best: BoundedVec<Ranked, T::MaxBidders>,
	/// How far it is settled, once it is past its end.
	pub settling: Option<Settling>,
}

impl<T: Config> Sealed<T> {
	/// How many bids are kept in order.
	pub(crate) fn kept(&self) -> u32 {
		kept(self.terms.copies).min(T::MaxBidders::get())
	}

	/// What the bid of this position pays, as far as bids are revealed; `None` if it does not win.
	pub fn price_of(&self, position: u32) -> Option<BalanceOf<T>> {
		let rank = self.best.iter().position(|bid| bid.position == position)?;
		let SealedTerms { pricing, copies, reserve, .. } = self.terms;
		price(pricing, &self.best, rank, copies, reserve.saturated_into())
			.map(SaturatedConversion::saturated_into)
	}

	/// How many bids win.
	pub fn winners(&self) -> u32 {
		self.terms.copies.min(self.best.len().saturated_into())
	}
}

/// An auction at a price that falls, as far as it is.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Descending<T: Config> {
	/// How many copies are sold, each to another buyer.
	pub copies: u32,
	/// How the price falls, and when.
	pub sale: Falling,
	/// Who has bought a copy.
	pub buyers: BoundedVec<DidId, T::MaxBidders>,
}

impl<T: Config> Descending<T> {
	/// How many copies are left.
	pub fn copies_left(&self) -> u32 {
		self.copies.saturating_sub(self.buyers.len().saturated_into())
	}
}

/// How an auction sells.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub enum Format<T: Config> {
	/// By sealed bids.
	#[codec(index = 0)]
	Sealed(Sealed<T>),
	/// At a price that falls.
	#[codec(index = 1)]
	Descending(Descending<T>),
}

/// An auction that is not over.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Auction<T: Config> {
	/// Who sells, and the account that carries the ticket and is paid.
	pub supplier: Subject<T::AccountId>,
	/// What is sold.
	pub lot: Lot<T>,
	/// How.
	pub format: Format<T>,
	/// When it was opened.
	pub opened: Moment,
	/// Pays for the record, its line in the index and its place in the agenda.
	pub ticket: TicketOf<T>,
}

impl<T: Config> Auction<T> {
	/// When the chain moves the auction on.
	pub fn due(&self) -> Moment {
		match &self.format {
			Format::Sealed(sealed) => match &sealed.settling {
				Some(settling) => settling.due,
				None => sealed.terms.reveal_until,
			},
			Format::Descending(descending) => descending.sale.until,
		}
	}
}

/// A bid that is not settled.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Bid<T: Config> {
	/// Who bids, and the account that put up the deposit and will pay.
	pub bidder: Subject<T::AccountId>,
	/// What was committed to.
	pub commitment: Hash,
	/// How much it is, once it is revealed.
	pub amount: Option<BalanceOf<T>>,
	/// Pays for the record, and for what is left of it until the deposit has gone its way.
	pub ticket: TicketOf<T>,
	/// Pays beforehand for the agreement that a winner gets.
	pub room: TicketOf<T>,
}

/// What a subject has to do with an auction.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Part {
	/// He sells.
	#[codec(index = 0)]
	Supplier,
	/// He has the bid of this position.
	#[codec(index = 1)]
	Bidder(u32),
}

/// A deposit that is held when the auction is over for its bidder.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Stake<T: Config> {
	/// The auction.
	pub auction: AuctionId,
	/// The data set that was sold from.
	pub data_set: DataSetId,
	/// Whose it is, and the account that it is held on.
	pub bidder: Subject<T::AccountId>,
	/// To whom it goes if it is lost.
	pub supplier: Subject<T::AccountId>,
	/// What it is held in.
	pub asset: Asset,
	/// How much is held.
	pub amount: BalanceOf<T>,
	/// Pays for this record.
	pub ticket: TicketOf<T>,
	/// What was paid beforehand for an agreement, if that ticket did not return yet.
	pub room: Option<TicketOf<T>>,
}

/// Why a deposit is lost.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Fault {
	/// The bid was not revealed in time.
	#[codec(index = 0)]
	NotRevealed,
	/// The winner did not fund the agreement in time.
	#[codec(index = 1)]
	NotFunded,
	/// The winner declined before the supplier had delivered anything.
	#[codec(index = 2)]
	Declined,
}

/// A deposit on its way: back, or to the supplier.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Due<T: Config> {
	/// The deposit.
	pub stake: Stake<T>,
	/// Why it is lost; `None` if it returns.
	pub fault: Option<Fault>,
}

/// How an auction ended.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum End {
	/// All bids are settled, or there was none.
	#[codec(index = 0)]
	Settled,
	/// The last copy was sold.
	#[codec(index = 1)]
	SoldOut,
	/// The time of the sale is over.
	#[codec(index = 2)]
	Expired,
	/// The supplier cancelled it.
	#[codec(index = 3)]
	Cancelled,
}

/// Bytes of the keys of an auction, its line in the index, and its place in the agenda.
const AUCTION_KEYS: usize = (16 + 16) + (16 + 32 + 16 + 5) + (16 + 16 + 16);
/// Bytes of the keys of a bid, which are those of what is left of it as well, and its line in the index.
const BID_KEYS: usize = (16 + 16 + 32) + (16 + 32 + 16 + 5);

/// The room that an auction takes: one blob of all the bytes that it may add to the state.
pub(crate) fn auction_footprint<T: Config>(lot: &Lot<T>, format: &Format<T>) -> Footprint {
	let most = BoundedVec::<(), T::MaxBidders>::bound();
	let unused =
		|used: u32, each: usize| most.saturating_sub(used.saturated_into()).saturating_mul(each);
	let format = match format {
		Format::Sealed(sealed) => Sealed::<T>::max_encoded_len()
			.saturating_sub(unused(sealed.kept(), Ranked::max_encoded_len())),
		Format::Descending(descending) => Descending::<T>::max_encoded_len()
			.saturating_sub(unused(descending.copies, DidId::max_encoded_len())),
	};
	let spare = BoundedVec::<SubmissionId, T::MaxLot>::bound()
		.saturating_sub(lot.submissions.len())
		.saturating_mul(SubmissionId::max_encoded_len());
	let size = Auction::<T>::max_encoded_len()
		.saturating_sub(Format::<T>::max_encoded_len())
		.saturating_sub(spare)
		.saturating_add(format)
		.saturating_add(AUCTION_KEYS)
		.saturating_add(1);
	Footprint::from_parts(1, size)
}

/// The room that a bid takes, and what is left of it afterwards.
pub(crate) fn bid_footprint<T: Config>() -> Footprint {
	let record = Bid::<T>::max_encoded_len().max(Due::<T>::max_encoded_len());
	Footprint::from_parts(1, record.saturating_add(BID_KEYS))
}

/// The room that a winner's agreement takes at most.
///
/// It is what lets the chain open an agreement without a signature of that moment. The bidder signed for it when he bid, so that
/// winning never takes more from him than his ticket frees.
pub(crate) fn agreement_footprint<T: Config>() -> Footprint {
	Footprint { count: 1, size: T::Agreements::largest_footprint() }
}

/// What `take` asked others about.
#[derive(Default)]
pub(crate) struct Asked {
	/// How many submissions the lot has.
	pub submissions: u32,
	/// How many gain by the price besides the supplier.
	pub beneficiaries: u32,
}
