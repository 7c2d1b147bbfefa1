//! # Data auction
//!
//! How one lot of data is sold to several demanders at a price that nobody has to guess (Y.4560 9.7): by sealed bids, or at
//! a price that falls until somebody takes it. Every copy that is sold becomes an agreement; delivery and payment are the
//! agreement's business.
//!
//! ## Terms
//!
//! - **Lot**: submissions of one data set that are sold together. The registry says what they are; it is asked again at the
//!   sale.
//! - **Copy**: the right of one demander to one agreement about the lot. An auction sells several, each to somebody else.
//! - **Reserve**: the lowest price. It is public: who bids below it learns that before, not after.
//! - **Commitment**: the hash of a bid and a salt, see [`counterfoil_primitives::auction::commitment`].
//! - **Deposit**: what a bidder loses if he does not reveal, or wins and does not pay. The same for all bidders of an
//!   auction, so that it tells nothing about the bid.
//! - **Award**: a winner's agreement. His deposit stays on hold until it ends.
//!
//! ## Life of an auction by sealed bids
//!
//! ```text
//!   open_sealed            commit_until            reveal_until
//!        │      bid              │       reveal          │     advance, by anyone or by the agenda
//!        └────── Committing ─────┴────── Revealing ──────┴──► Settling ──► closed
//!                    │                                        some bids per step:
//!          cancel, while there is                             won ──► an agreement to be funded, deposit held
//!          no bid ──► closed                                  lost ──► deposit returned
//!                                                             not revealed ──► deposit to the supplier
//!                                                             the auction failed ──► every deposit returned
//! ```
//!
//! A step may be taken while `now` is not after its last moment; the settlement begins after `reveal_until`. What wins is
//! the highest bid, of equal ones the one that was committed first, and as many bids as there are copies. With
//! [`Pricing::First`](counterfoil_primitives::auction::Pricing::First) every winner pays his bid, with
//! [`Pricing::Uniform`](counterfoil_primitives::auction::Pricing::Uniform) all pay the highest bid that did not win, and at
//! least the reserve. Bids are put in order as they are revealed, and only the best are kept, so that an auction of a
//! hundred bidders is settled without sorting, some bids per step and one step per block.
//!
//! The deposit of a winner goes to the supplier if he does not fund his agreement, or declines it before the supplier
//! committed to a delivery (who funds and waits in vain for the supplier's deadline loses nothing); it returns whenever the
//! agreement ends in another way. It also returns if the supplier is not an active supplier any more by then, and to a winner who
//! *declines* because the certificate of the lot is gone, which keeps him from funding: silence would be taken for his fault. There is no moment "funded" that the chain tells others of, so it returns at the end, not
//! at the funding.
//!
//! ## Life of an auction at a falling price
//!
//! ```text
//!   open_descending ──► waits until `from` ──► sells until `until`, or until the last copy ──► closed
//!          │                                          │
//!          └──────────── cancel, at any time ─────────┘
//! ```
//!
//! [`take`](Pallet::take) buys a copy at the price of the block's time, which is never above the price of the moment at
//! which it was signed, and never above the highest price that it names. The price is put on hold in the same step: here
//! nobody wins without paying, and no deposit is needed.
//!
//! ## Who may not buy
//!
//! The supplier, holders of a share in the ownership or the profit of the data set, who gets a commission, and whoever is
//! tied to one of them by a common owner or controller ([`interest`](counterfoil_primitives::interest)): they would drive up
//! what others pay. The judge of a sealed delivery, and who is tied to him. Bidders may be tied to *each other*: one party
//! with two identities can buy two copies for two deposits and two prices, which is what two parties pay as well; and the
//! chain cannot keep strangers from agreeing on what they bid.
//!
//! ## Cost
//!
//! An auction is paid for by a ticket on the supplier's account until it is over, a bid by a ticket on the account that
//! placed it until its deposit has gone its way. With a bid goes a second ticket, as large as that of the largest agreement,
//! which returns in the step that opens the agreement: to win takes nothing from a bidder that he did not sign for, whatever
//! moment the chain chooses. This holds where the escrow prices its tickets as this pallet does.
//!
//! ## What can go wrong
//!
//! - **The lot is gone** at the settlement: a submission was superseded, a certificate revoked, the supplier suspended.
//!   Nothing is sold, and all deposits return, also of those who did not reveal. A supplier can bring that about himself, as
//!   he can decline an agreement: an auction binds bidders to pay, not suppliers to deliver. The bond of the agreement does,
//!   from his commitment on.
//! - **An agreement cannot be opened**, because the winner or the judge was suspended, or the judge of a sealed delivery came to be tied to
//!   the winner or the supplier, or to share in the price. Nobody can tell by whose fault in general, so the deposit returns; the copy
//!   is not sold, and nobody moves up: the supplier may open another auction. What supplier or winner owe others, or that the winner
//!   acts from another account by now, is no such reason
//!   ([`open_secured`](counterfoil_primitives::traits::Agreements::open_secured)): else he could save his deposit by it. Who
//!   gives up his role or his identity saves it, and has no role or identity then. So does who ties the judge to himself, which everybody
//!   sees in his document: name a judge who answers for his documents.
//! - **A winner who funds and then accepts nothing** gets price and deposit back at the deadline, as he would if nothing had
//!   been delivered: the chain does not see which it was. In proven delivery he may even decline as soon as the supplier has committed.
//!   What it costs him is that his money was bound until then; the supplier has made a copy for nothing, which nobody else gets. Several
//!   identities can buy out all copies like that. Sealed delivery leaves no such step between commitment and key.
//! - **An account that cannot receive**, because the issuer of the asset has blocked it. The deposit stays on hold and on
//!   record; anybody may call [`collect`](Pallet::collect) once that is over. Nobody else waits for it.
//! - **An issuer who sells for his own token** can freeze a winner who then cannot pay. Do not bid in the token of somebody
//!   whom you would not trust with it.
//! - **A list of bidders that is full.** Every bid takes an identity with the role of a demander, a deposit and two tickets.
//!   Whoever has as many as there are seats keeps others out for as long as the auction lasts.
//! - **A bidder who waits for the others to reveal**, and then rather loses the deposit than pay what he bid, or keeps back
//!   the higher one of two identities' bids. The deposit is the price of that choice; a supplier who minds asks for a higher
//!   one.
//! - **A lost salt**: the deposit is lost.
//! - **A bid above [`MAX_PRICE`](counterfoil_primitives::auction::MAX_PRICE)** cannot be revealed.
//! - **A full block**: settlements come some blocks late. Nothing can be bid, revealed or taken meanwhile that is past its
//!   moment.
//!
//! ## Example
//!
//! What a bidder does off chain, with the same code as the chain:
//! ```
//! use counterfoil_primitives::{auction::commitment, did::DidId};
//!
//! let (genesis, auction, me) = ([1; 32], 7, DidId([2; 32]));
//! let salt = [0x5a; 32]; // random, and kept until the bid is revealed
//! let sealed = commitment(&genesis, auction, &me, 1_200, &salt);
//!
//! // Somebody who copies it cannot open it: it names its bidder.
//! assert_ne!(sealed, commitment(&genesis, auction, &DidId([3; 32]), 1_200, &salt));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use types::{
	Auction, BalanceOf, Bid, Commissions, Descending, Due, End, Failure, Fault, Format, Lot,
	Parameters, Part, Salt, Sealed, SealedTerms, Settling, Stake, TicketOf, MAX_DURATION,
};
pub use weights::WeightInfo;

/// Target of the log lines of this pallet.
const LOG_TARGET: &str = "runtime::data-auction";

/// What the benchmarks need from the chain that they run in.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// An account that controls an active stakeholder with the roles supplier and demander, with enough money for tickets, deposits and
	/// prices; another one for every seed.
	fn subject(seed: u32) -> counterfoil_primitives::traits::Subject<T::AccountId>;

	/// A new data set of the supplier, with so many submissions that are validated and certified.
	fn lot(
		supplier: &counterfoil_primitives::traits::Subject<T::AccountId>,
		submissions: u32,
	) -> (counterfoil_primitives::DataSetId, alloc::vec::Vec<counterfoil_primitives::SubmissionId>);

	/// Sets the chain's clock.
	fn set_time(now: counterfoil_primitives::Moment);
}

#[frame_support::pallet]
pub mod pallet {
	use super::{weights::MAX_BENEFICIARIES, *};
	use counterfoil_primitives::{
		auction::{Falling, Pricing},
		did::DidId,
		money::Asset,
		traits::{Accounts, Agreements, AuditLog, DataRegistry, Identities, Rights, Subject},
		AgreementId, AuctionId, DataSetId, Hash, Moment,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{tokens::fungibles::MutateHold, Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::weights::counted;

	/// The version of the layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Auctions of data.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime says about this pallet.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// The money, of every kind. Deposits are holds.
		type Assets: MutateHold<Self::AccountId, AssetId = Asset, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// On whose behalf a call is made. A suspended subject may pass: it is to be able to reveal what it committed to. Opening, bidding
		/// and taking ask for the role as well, which only an active subject has.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may set the parameters.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who is active in which role, and who is tied to whom.
		type Identities: Identities;

		/// Whose account is whose.
		type Accounts: Accounts<Self::AccountId>;

		/// What is known about the data.
		type Registry: DataRegistry;

		/// Who owns a data set, and who is paid for it.
		type Rights: Rights;

		/// Where a copy that is sold becomes an agreement. It tells this pallet how agreements end.
		type Agreements: Agreements<Self::AccountId, BalanceOf<Self>, Error = DispatchError>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// What an auction and a bid cost.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// How many submissions a lot may have.
		#[pallet::constant]
		type MaxLot: Get<u32>;

		/// How many bidders an auction may have, and how many copies: 1 to 1000.
		#[pallet::constant]
		type MaxBidders: Get<u32>;

		/// How many bids one step of a settlement settles.
		#[pallet::constant]
		type SettlePerStep: Get<u32>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What the benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The deposit of a bidder, from his bid until it returns or goes to the supplier.
		#[codec(index = 0)]
		Deposit,
		/// The ticket of an auction or a bid. For a runtime whose `Consideration` is a hold; this pallet itself never names it.
		#[codec(index = 1)]
		Record,
	}

	/// The auctions that are not over, by number.
	///
	/// Written when an auction is opened and by every step; removed when it is settled, sold out, expired or cancelled. Each is paid for by a
	/// ticket and has a deadline.
	#[pallet::storage]
	pub type Auctions<T: Config> = StorageMap<_, Twox64Concat, AuctionId, Auction<T>, OptionQuery>;

	/// The bids that are not settled, by auction and by the order in which they were committed.
	///
	/// Written by the bidder, removed when the bid is settled. At most `MaxBidders` of an auction, each paid for by its ticket.
	#[pallet::storage]
	pub type Bids<T: Config> =
		StorageDoubleMap<_, Twox64Concat, AuctionId, Twox64Concat, u32, Bid<T>, OptionQuery>;

	/// The auctions of a subject, and what he has to do with each.
	///
	/// Written and removed together with the auction and with the bid, whose tickets pay for it.
	#[pallet::storage]
	pub type Parties<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, AuctionId, Part, OptionQuery>;

	/// The deposits of winners, by the agreement whose end they wait for.
	///
	/// Written when a copy is awarded, removed when the agreement ends. Each is paid for by the ticket of the bid.
	#[pallet::storage]
	pub type Awards<T: Config> = StorageMap<_, Twox64Concat, AgreementId, Stake<T>, OptionQuery>;

	/// The deposits that could not be paid, because an account could not receive them.
	///
	/// Written when that happens, removed by `collect`. Each is paid for by the ticket of the bid.
	#[pallet::storage]
	pub type Owed<T: Config> =
		StorageDoubleMap<_, Twox64Concat, AuctionId, Identity, DidId, Due<T>, OptionQuery>;

	/// The number that the next auction gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextAuctionId<T: Config> = StorageValue<_, AuctionId, ValueQuery>;

	/// What governance decides about auctions to come. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type ParametersStore<T: Config> = StorageValue<_, Parameters, ValueQuery>;

	/// The auctions by the bucket of time in which their deadline has passed.
	///
	/// One entry per auction, moved by every step of a settlement, removed with the auction; its ticket pays for it.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, AuctionId, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold something due. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	/// What happened in the auctions.
	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An auction by sealed bids was opened.
		#[codec(index = 0)]
		SealedOpened {
			/// Its number.
			auction: AuctionId,
			/// Who sells, and the account that is paid.
			supplier: Subject<T::AccountId>,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// How many copies there are.
			copies: u32,
			/// What is paid in.
			asset: Asset,
			/// The lowest price.
			reserve: BalanceOf<T>,
			/// What the winners pay.
			pricing: Pricing,
			/// What every bidder puts up.
			deposit: BalanceOf<T>,
			/// The last moment to bid.
			commit_until: Moment,
			/// The last moment to reveal.
			reveal_until: Moment,
		},
		/// An auction at a price that falls was opened.
		#[codec(index = 1)]
		DescendingOpened {
			/// Its number.
			auction: AuctionId,
			/// Who sells, and the account that is paid.
			supplier: Subject<T::AccountId>,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// How many copies there are.
			copies: u32,
			/// What is paid in.
			asset: Asset,
			/// How the price falls, and when.
			sale: Falling,
		},
		/// Somebody bid; his deposit is held.
		#[codec(index = 2)]
		BidPlaced {
			/// The auction.
			auction: AuctionId,
			/// Who, and the account that put up the deposit and will pay.
			bidder: Subject<T::AccountId>,
			/// How many bids came before.
			position: u32,
			/// What was committed to.
			commitment: Hash,
			/// What the deposit is held in.
			asset: Asset,
			/// What is held.
			deposit: BalanceOf<T>,
		},
		/// A bid was revealed.
		#[codec(index = 3)]
		BidRevealed {
			/// The auction.
			auction: AuctionId,
			/// Who bid.
			bidder: DidId,
			/// How many bids came before his.
			position: u32,
			/// How much it is.
			amount: BalanceOf<T>,
			/// Whether it counts: not if it is below the reserve, or the bidder may not demand any more.
			counts: bool,
		},
		/// An auction by sealed bids is past its end, and its winners are known. What is left is to settle every bid.
		#[codec(index = 4)]
		Decided {
			/// The auction.
			auction: AuctionId,
			/// Who sells.
			supplier: DidId,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// How many bids there were.
			bidders: u32,
			/// How many of them were revealed.
			revealed: u32,
			/// How many win.
			winners: u32,
			/// Why nothing is sold, if something is wrong with the lot.
			failed: Option<Failure>,
		},
		/// A winner got an agreement, which is to be funded. His deposit stays on hold.
		#[codec(index = 5)]
		Awarded {
			/// The auction.
			auction: AuctionId,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// Who sells.
			supplier: DidId,
			/// Who won.
			bidder: DidId,
			/// The agreement.
			agreement: AgreementId,
			/// What he pays.
			price: BalanceOf<T>,
		},
		/// The agreement of a winner could not be opened. His deposit returns, and the copy is not sold.
		#[codec(index = 6)]
		AwardFailed {
			/// The auction.
			auction: AuctionId,
			/// The data set that would have been delivered from.
			data_set: DataSetId,
			/// Who sells.
			supplier: DidId,
			/// Who won.
			bidder: DidId,
			/// Why it could not be opened.
			error: DispatchError,
		},
		/// A deposit was returned.
		#[codec(index = 7)]
		DepositReturned {
			/// The auction.
			auction: AuctionId,
			/// Whose it is, and the account that got it back.
			bidder: Subject<T::AccountId>,
			/// In what.
			asset: Asset,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// A deposit was lost.
		#[codec(index = 8)]
		DepositForfeited {
			/// The auction.
			auction: AuctionId,
			/// Whose it was, and the account that lost it.
			bidder: Subject<T::AccountId>,
			/// Who sells, and the account that got it.
			supplier: Subject<T::AccountId>,
			/// In what.
			asset: Asset,
			/// How much.
			amount: BalanceOf<T>,
			/// Why.
			fault: Fault,
		},
		/// An account could not receive a deposit that is due to it. It stays on hold; see `collect`.
		#[codec(index = 9)]
		DepositDelayed {
			/// The auction.
			auction: AuctionId,
			/// Whose it is.
			bidder: DidId,
			/// In what.
			asset: Asset,
			/// How much.
			amount: BalanceOf<T>,
			/// Why it is lost; `None` if it returns to the bidder.
			fault: Option<Fault>,
			/// Why it could not be paid.
			error: DispatchError,
		},
		/// A copy was bought at the price of the moment, which is held.
		#[codec(index = 10)]
		Taken {
			/// The auction.
			auction: AuctionId,
			/// The data set that is delivered from.
			data_set: DataSetId,
			/// Who sells.
			supplier: DidId,
			/// Who bought, and the account that pays.
			demander: Subject<T::AccountId>,
			/// The agreement, which is funded.
			agreement: AgreementId,
			/// The price.
			price: BalanceOf<T>,
			/// How many copies are left; with none left the auction is over.
			copies_left: u32,
		},
		/// An auction is over.
		#[codec(index = 11)]
		Closed {
			/// The auction.
			auction: AuctionId,
			/// Who sold.
			supplier: DidId,
			/// The data set that was sold from.
			data_set: DataSetId,
			/// How it ended.
			end: End,
			/// Who cancelled it, if it was cancelled.
			by: Option<DidId>,
		},
		/// The parameters of auctions to come were set.
		#[codec(index = 12)]
		ParametersSet {
			/// The new parameters.
			parameters: Parameters,
		},
	}

	/// Why a call was refused.
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such auction, or it is over.
		#[codec(index = 0)]
		NotFound,
		/// The auction sells at a price that falls. Call `take`.
		#[codec(index = 1)]
		NotSealed,
		/// The auction sells by sealed bids. Call `bid`.
		#[codec(index = 2)]
		NotDescending,
		/// The subject is not active as a supplier. Apply for the role, or have the suspension lifted.
		#[codec(index = 3)]
		NotASupplier,
		/// The subject is not active as a demander. Apply for the role, or have the suspension lifted.
		#[codec(index = 4)]
		NotADemander,
		/// The data set, or the auction, is another supplier's. Act for the one whose it is.
		#[codec(index = 5)]
		NotTheSupplier,
		/// The lot has no submission. Name at least one.
		#[codec(index = 6)]
		EmptyLot,
		/// The submissions are not in strictly ascending order. Sort them and name each once.
		#[codec(index = 7)]
		LotNotAscending,
		/// The registry does not take so many submissions or records in a lot. Split the lot.
		#[codec(index = 8)]
		LotTooLarge,
		/// There is no such data set. Register it first.
		#[codec(index = 9)]
		UnknownDataSet,
		/// There is no such submission. Submit it first.
		#[codec(index = 10)]
		UnknownSubmission,
		/// A submission belongs to another data set. One lot is of one data set.
		#[codec(index = 11)]
		NotOfDataSet,
		/// A submission is not validated. Wait for the validators, or leave it out.
		#[codec(index = 12)]
		NotValidated,
		/// The lot does not have the certificate that is named. Have it certified, or name none.
		#[codec(index = 13)]
		NotCertified,
		/// The registry does not vouch for the lot any more. Nothing can be bought from this auction.
		#[codec(index = 14)]
		LotUnavailable,
		/// The supplier of the auction is not active as a supplier any more. Wait until he is, or buy elsewhere.
		#[codec(index = 15)]
		SupplierNotActive,
		/// There is no copy to sell. Sell at least one.
		#[codec(index = 16)]
		NoCopies,
		/// There are more copies than an auction may have bidders. Sell fewer, or open another auction for the rest.
		#[codec(index = 17)]
		TooManyCopies,
		/// The commissions are too many, nothing, or more than half of the price together.
		#[codec(index = 18)]
		UnfairCommissions,
		/// The usage terms are not in the one form that they have: purposes ascending, the region a geohash, copies only with
		/// distribution.
		#[codec(index = 19)]
		MalformedUsage,
		/// The judge is the supplier, pays from his account, is tied to him, or is paid for the sale. Name somebody else.
		#[codec(index = 20)]
		JudgeNotImpartial,
		/// A share is more than 1000 per mille, or the fee of the judge more than he may get.
		#[codec(index = 21)]
		ShareTooHigh,
		/// There is no such asset.
		#[codec(index = 22)]
		UnknownAsset,
		/// The reserve is nothing, or less than an account can receive of this asset.
		#[codec(index = 23)]
		ReserveTooLow,
		/// The price is higher than can be counted with everything that is paid on top of it.
		#[codec(index = 24)]
		PriceTooHigh,
		/// The reserve is above the first price. A price cannot rise.
		#[codec(index = 25)]
		ReserveAboveStart,
		/// The deposit is below the least one, see the parameters. Who bids must have something to lose.
		#[codec(index = 26)]
		DepositTooLow,
		/// There is less time to bid, or to reveal, than there must be.
		#[codec(index = 27)]
		WindowTooShort,
		/// The auction would last longer than it may.
		#[codec(index = 28)]
		DurationTooLong,
		/// The sale would have begun before now. Choose a moment in the future.
		#[codec(index = 29)]
		SaleInPast,
		/// The sale would end before it lasts a millisecond.
		#[codec(index = 30)]
		SaleEmpty,
		/// The price would fall in no step. Choose at least one.
		#[codec(index = 31)]
		NoSteps,
		/// Bids are not taken any more.
		#[codec(index = 32)]
		BiddingOver,
		/// Bids are still taken. Reveal afterwards.
		#[codec(index = 33)]
		BiddingNotOver,
		/// Bids cannot be revealed any more.
		#[codec(index = 34)]
		RevealingOver,
		/// The subject has a bid in this auction, which cannot be changed.
		#[codec(index = 35)]
		AlreadyBid,
		/// The auction has as many bidders as it may have.
		#[codec(index = 36)]
		TooManyBidders,
		/// The subject has no bid in this auction.
		#[codec(index = 37)]
		NotABidder,
		/// The bid is revealed already.
		#[codec(index = 38)]
		AlreadyRevealed,
		/// Amount and salt do not open the commitment of this bidder to this auction on this chain.
		#[codec(index = 39)]
		WrongCommitment,
		/// The bid is higher than can be counted with everything that is paid on top of it.
		#[codec(index = 40)]
		BidTooHigh,
		/// The account is that of the supplier. Pay from another one.
		#[codec(index = 41)]
		SameAccount,
		/// The subject is the supplier or is tied to him by a common owner or controller.
		#[codec(index = 42)]
		TiedToSupplier,
		/// The subject holds a share in the data set, gets a commission, or is tied to somebody who does.
		#[codec(index = 43)]
		TiedToBeneficiary,
		/// The subject is the judge of the deal or is tied to him.
		#[codec(index = 44)]
		TiedToJudge,
		/// The sale has not begun. Wait until it does.
		#[codec(index = 45)]
		SaleNotBegun,
		/// The time of the sale is over.
		#[codec(index = 46)]
		SaleOver,
		/// The price now is above the highest one that was named. Wait, or name a higher one.
		#[codec(index = 47)]
		PriceAboveMaximum,
		/// The subject has bought a copy in this auction. Every buyer gets one.
		#[codec(index = 48)]
		AlreadyBought,
		/// There are bids. An auction with bids cannot be cancelled.
		#[codec(index = 49)]
		HasBids,
		/// The auction is not past its end. Wait until the clock is.
		#[codec(index = 50)]
		NotDue,
		/// No deposit of this bidder in this auction waits to be paid.
		#[codec(index = 51)]
		NothingOwed,
		/// The shortest window is nothing.
		#[codec(index = 52)]
		WindowEmpty,
		/// Two of the shortest windows are longer than an auction may last.
		#[codec(index = 53)]
		WindowTooLong,
		/// The judge is not active. Name somebody who is.
		#[codec(index = 54)]
		JudgeNotActive,
		/// The judge's fee is so little at the reserve that an account could not receive it. Raise one of the two, or let him judge for nothing.
		#[codec(index = 55)]
		JudgeFeeTooLow,
		/// The account is not the subject's own, and the auction is not in the chain's own token. A sponsor pays in that one only.
		#[codec(index = 56)]
		AccountNotOwn,
	}

	/// The parameters at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What applies to the first auctions.
		pub parameters: Parameters,
		/// Nothing.
		#[serde(skip)]
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				self.parameters.check::<T>().is_ok(),
				"auctions can run under the parameters, see `set_parameters`"
			);
			ParametersStore::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Moves on what is due: what `advance` does, as far as the block has room.
		fn on_poll(_now: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		/// The bounds of the configuration make sense.
		fn integrity_test() {
			assert!(T::MaxLot::get() > 0, "a lot must have room for a submission");
			assert!(
				(1..=1_000).contains(&T::MaxBidders::get()),
				"an auction has 1 to 1000 bidders"
			);
			assert!(T::SettlePerStep::get() > 0, "a settlement must come to an end");
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"commitments name a genesis hash of 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Sells copies of a lot by sealed bids.
		///
		/// By an active supplier that owns the data set, whose submissions are validated and certified as the lot says. Takes a ticket.
		/// The deposit is at least what the parameters ask for; each window lasts at least as long as they say.
		///
		/// Errors: `NotASupplier`, `NoCopies`, `TooManyCopies`, `EmptyLot`, `LotNotAscending`, `UnfairCommissions`, `MalformedUsage`,
		/// `LotTooLarge`, `UnknownDataSet`, `UnknownSubmission`, `NotOfDataSet`, `NotValidated`, `NotTheSupplier`, `NotCertified`,
		/// `UnknownAsset`, `AccountNotOwn`, `ReserveTooLow`, `ShareTooHigh`, `JudgeFeeTooLow`, `JudgeNotActive`, `JudgeNotImpartial`, `PriceTooHigh`, `DepositTooLow`, `WindowTooShort`,
		/// `DurationTooLong`, and what the ticket says when the account cannot pay it. Event: `SealedOpened`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open(lot.len()))]
		pub fn open_sealed(
			origin: OriginFor<T>,
			lot: Lot<T>,
			terms: SealedTerms<BalanceOf<T>>,
		) -> DispatchResult {
			let supplier = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_open_sealed(supplier, lot, terms)
		}

		/// Sells copies of a lot at a price that falls from a start to a reserve.
		///
		/// By an active supplier that owns the data set, whose submissions are validated and certified as the lot says. Takes a ticket.
		///
		/// Errors: those of `open_sealed` about the lot and the reserve, `ReserveAboveStart`, `PriceTooHigh`, `SaleInPast`, `SaleEmpty`,
		/// `NoSteps`, `DurationTooLong`, and what the ticket says when the account cannot pay it. Event: `DescendingOpened`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::open(lot.len()))]
		pub fn open_descending(
			origin: OriginFor<T>,
			lot: Lot<T>,
			copies: u32,
			sale: Falling,
		) -> DispatchResult {
			let supplier = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_open_descending(supplier, lot, copies, sale)
		}

		/// Commits to a bid and puts the deposit on hold.
		///
		/// By an active demander who has nothing to do with the supplier, the data set or the judge, until `commit_until`. Once per subject; a
		/// bid cannot be changed or taken back. Takes two tickets: for the bid, and for the largest agreement that may come of it.
		///
		/// Errors: `NotFound`, `NotSealed`, `BiddingOver`, `NotADemander`, `SupplierNotActive`, `AlreadyBid`, `TooManyBidders`, `AccountNotOwn`, `SameAccount`,
		/// `TiedToSupplier`, `TiedToJudge`, `TiedToBeneficiary`, and why the account cannot put up deposit and tickets. Event: `BidPlaced`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::bid(MAX_BENEFICIARIES))]
		pub fn bid(
			origin: OriginFor<T>,
			auction: AuctionId,
			commitment: Hash,
		) -> DispatchResultWithPostInfo {
			let bidder = T::SubjectOrigin::ensure_origin(origin)?;
			counted(T::WeightInfo::bid, |asked| Self::do_bid(bidder, auction, commitment, asked))
		}

		/// Reveals an own bid.
		///
		/// By the subject that placed it, from whichever account, after `commit_until` and until `reveal_until`; also while it is suspended: then
		/// the bid does not count, and the deposit returns as if it had lost. A bid below the reserve does not count either.
		///
		/// Errors: `NotFound`, `NotSealed`, `BiddingNotOver`, `RevealingOver`, `NotABidder`, `AlreadyRevealed`, `WrongCommitment`,
		/// `BidTooHigh`. Event: `BidRevealed`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::reveal())]
		pub fn reveal(
			origin: OriginFor<T>,
			auction: AuctionId,
			amount: BalanceOf<T>,
			salt: Salt,
		) -> DispatchResult {
			let bidder = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_reveal(bidder.did, auction, amount, salt)
		}

		/// Buys a copy at the price of this moment, if that is not above `max_price`, and puts the price on hold; for a sealed delivery also
		/// the fee of its judge, which returns unless the buyer loses a dispute.
		///
		/// By an active demander who has nothing to do with the supplier, the data set or the judge, from `from` until `until`. Once per subject.
		/// The lot must still be what was offered. Opens an agreement that is funded, with its ticket.
		///
		/// Errors: `NotFound`, `NotDescending`, `SaleNotBegun`, `SaleOver`, `PriceAboveMaximum`, `NotADemander`, `AlreadyBought`, `AccountNotOwn`, `SameAccount`,
		/// `TiedToSupplier`, `TiedToJudge`, `TiedToBeneficiary`, `SupplierNotActive`, `LotUnavailable`, `NotCertified`, and why an agreement could
		/// not be opened or funded. Events: `Taken`, and `Closed` with the last copy.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::take(T::MaxLot::get(), MAX_BENEFICIARIES))]
		pub fn take(
			origin: OriginFor<T>,
			auction: AuctionId,
			max_price: BalanceOf<T>,
		) -> DispatchResultWithPostInfo {
			let demander = T::SubjectOrigin::ensure_origin(origin)?;
			counted(
				|asked: crate::types::Asked| {
					T::WeightInfo::take(asked.submissions, asked.beneficiaries)
				},
				|asked| Self::do_take(demander, auction, max_price, asked),
			)
		}

		/// Takes an own auction back.
		///
		/// By its supplier, also while it is suspended: by sealed bids as long as there is no bid, at a falling price at any time. What was
		/// sold stays sold. Returns the ticket.
		///
		/// Errors: `NotFound`, `NotTheSupplier`, `HasBids`. Event: `Closed`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::cancel())]
		pub fn cancel(origin: OriginFor<T>, auction: AuctionId) -> DispatchResult {
			let supplier = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_cancel(supplier, auction)
		}

		/// Moves an auction on that is past its end: decides it, settles some bids, or closes it.
		///
		/// By any account. The chain does it by itself; this is for those who do not want to wait for a block with room.
		///
		/// Errors: `NotFound`, `NotDue`. Events: `Decided` with the first step; `Awarded`, `AwardFailed`, `DepositReturned`, `DepositForfeited` or
		/// `DepositDelayed` for each bid; `Closed` with the last step.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::advance(T::MaxLot::get(), T::SettlePerStep::get()))]
		pub fn advance(origin: OriginFor<T>, auction: AuctionId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_advance(auction)
		}

		/// Pays a deposit that could not be paid when it was due, to whom it is due.
		///
		/// By any account. Errors: `NothingOwed`, and why it still cannot be paid. Event: `DepositReturned` or `DepositForfeited`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::collect())]
		pub fn collect(origin: OriginFor<T>, auction: AuctionId, bidder: DidId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_collect(auction, bidder)
		}

		/// Sets the parameters of auctions to come.
		///
		/// By the admin origin. Errors: `WindowEmpty`, `WindowTooLong`, `DurationTooLong`, `ShareTooHigh`. Event: `ParametersSet`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(origin: OriginFor<T>, parameters: Parameters) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
