//! # Payment streams
//!
//! Money that flows from a payer to a payee by the second, out of a deposit (Y.4560 6.2.2, 8.3, 9.7): for a live stream of data, for access over
//! time, for storage. Nothing is signed while it flows, and neither side ever has more at stake than one notice.
//!
//! ## Terms
//! - *Payer*: whom the stream serves, and who may change it. *Payee*: who is paid; for a device its owner acts.
//! - *Funder*: whose money it is. The payer, unless somebody allowed him, or allowed the payee, to bind his ([`Allowances`]). He may change the
//!   stream as the payer may.
//! - *Deposit*: what is held on the funder's account: what has accrued and was not claimed, and what has not accrued.
//! - *Rate*: units a second. It accrues by the millisecond, in thousandths of a unit; nothing is lost however often it is claimed
//!   ([`Flow`]).
//! - *Notice*: how long beforehand the payer says that he ends, pauses or pays less.
//!
//! [`Allowances`]: counterfoil_primitives::traits::Allowances
//! [`Flow`]: counterfoil_primitives::stream::Flow
//!
//! ## Life cycle
//! ```text
//!  the market ──► Awaiting ──┬─ not funded in time, declined ──► gone, ticket back
//!                    │ fund  │
//!                    ▼       │
//!    open ────────► Open ────┤  runs, or is paused
//!                    │       │
//!                    │       ├─ the deposit is used up          Insolvent
//!                    │       ├─ close by the payer, after notice ClosedByPayer
//!                    │       ├─ close by the payee, at once     ClosedByPayee
//!                    │       └─ borrowed money is due back      Lapsed
//!                    ▼
//!      payee paid, rest back to the funder, ticket back ──► gone
//!                    │ somebody's account cannot receive
//!                    ▼
//!               Undelivered ── claim, by anybody, once it can ──► gone, ticket back
//! ```
//! | | payer | payee |
//! |---|---|---|
//! | `close` | after notice | at once |
//! | `pause` | after notice | at once: he serves nothing, he is paid nothing |
//! | `resume` | what he paused, at once | what he paused, at once |
//! | `change_rate`, up | at once, if the deposit still covers a notice | asks for it; the payer agrees by raising |
//! | `change_rate`, down | after notice | at once |
//! | `top_up` | at any time before the end | with the funder's leave |
//!
//! A stream that both have paused runs again when both have resumed. One change is announced at a time; it can be withdrawn until it takes
//! effect, the end by the funder alone, and the end goes before the others.
//!
//! ## Moments
//! Everything that happens by itself has a last moment before it, and takes effect once the clock is past that. What is done at the very
//! moment is done in time: a top-up at the last moment that the deposit covers wins, and a millisecond later the end has won, whether the
//! chain has looked at the stream or not. Late looks change nothing: every piece of time is counted at the rate that held then.
//!
//! The chain moves on what is due in `on_poll`, within a second and as far as the block has room; what does not fit is done in the next
//! blocks. Anyone may do the same by [`claim`](Pallet::claim).
//!
//! ## Insolvency
//! A deposit covers at least one notice when the stream is opened and whenever the rate is raised, so that a payer who ends at once has paid
//! for his notice. The moment at which the deposit is used up is known to both from the beginning, and in the events. When it has passed, the
//! payee has all of it: the stream ends without debts.
//!
//! ## Who is paid
//! Commissions come first: those of the offer, if the market opened the stream. A stream that is about a data set pays the holders of the right
//! of profit, by their shares, as they are when it is claimed (Y.4560 8.4); the payee is its supplier and gets what is left over, and the
//! part of who cannot receive it. A claim pays at least the asset's minimum
//! balance, so that no crumbs are paid out. Where others than the payee share, it pays at least a thousand times as much, twice that after a commission: parts are rounded
//! down, and a payee who claimed unit by unit would keep all from them. The end pays whatever there is, once.
//!
//! The payee is paid on the account that the stream was opened with. A device is paid on that of its owner at the time, so whoever hands
//! one over claims first.
//!
//! A payee whose account cannot receive (blocked by the issuer of the asset, or not there and the amount below the minimum balance) does not
//! stop the end. What is his stays on hold and in the record until anybody has it delivered: it is never lost, and never the
//! payer's again. The same holds for a funder who cannot receive his rest. Until then the ticket stays as well, since the record does.
//!
//! ## Cost
//! The account of whoever opens the stream carries one ticket until the stream is gone; for a stream that the market opens, the payer's. The
//! ticket never covers more than [`footprint`]. Fees and tickets are in the chain's own token, the deposit in any asset.
//!
//! [`footprint`]: counterfoil_primitives::traits::Streams::footprint
//!
//! ## Borrowed money
//! A call that a sponsor pays for binds the sponsor's money, within his limits; these are on the chain's own token, so a deposit in another asset
//! has to come from the account of the caller's own DID.
//!
//! What somebody was allowed to spend goes to the payee whom the allowance is for: a stream with commissions is not funded out of it.
//!
//! What is bound by an allowance or on a sponsor's account may stay bound until the deposit would have been used up without a pause, and for
//! `max_loan` at most, since the rate is the borrower's choice: then the stream lapses, and the rest goes back. A top-up binds anew what is left,
//! for as long as it lasts from then; but the time of a loan, and that of the funder's limits, is counted from the opening, so nobody begins it
//! anew by adding a unit. The funder may always close, with notice; only he takes that back. Who adds, by an allowance, to what the payer bound
//! of his own for as long as he likes needs one without a limit of time: a pause has no end.
//!
//! ## Histories
//! Every step belongs to the histories of both parties and of the data set, and where money is bound or returned, to the funder's (Y.4560 7.1.2;
//! `audit.rs`).
//!
//! ## What can go wrong
//! - The payee serves nothing and claims. The chain does not see the delivery: the payer ends, and loses a notice at most. Choose it short.
//! - The payer opens a stream at a rate of nearly nothing, and it flows. Who delivers looks at rate and asset first; the payee closes what he
//!   did not agree on, at once.
//! - The payee resumes when the payer does not look. The payer pays for a notice at most; he can pause as well.
//! - A freeze on the funder's account does not stop a claim: what is held was bound before. It stops a top-up. An asset that its issuer has
//!   frozen altogether cannot be paid out until he thaws it; what ends meanwhile waits as undelivered.
//! - The payee is suspended. The stream flows on; who delivers for him may stop, and the payer ends it.
//!
//! ## Example
//! What a payer owes after 90 minutes at 7 units a second, and how long his deposit still lasts, with the same code as the chain:
//! ```
//! use counterfoil_primitives::stream::Flow;
//!
//! let mut flow = Flow::new(7, 100_000, 0, None);
//! flow.advance(90 * 60 * 1_000);
//! assert_eq!(flow.payable(), 37_800);
//! assert_eq!(flow.covered_until(), Some(14_285_714));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

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
pub use types::{BalanceOf, Commissions, Parameters, Rest, Stage, Stream, MAX_PARTS, MAX_PERIOD};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::payment-streams";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account that of an active stakeholder and gives it this much of the chain's own token; returns the DID.
	fn subject(account: &T::AccountId, balance: BalanceOf<T>)
		-> counterfoil_primitives::did::DidId;
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
	/// Makes a data set of a supplier, and lets as many as can share in its profit.
	fn data_set(supplier: &counterfoil_primitives::did::DidId)
		-> counterfoil_primitives::DataSetId;
	/// Lets the spender bind as much of the payer's money as he likes, for this payee.
	fn allow(
		payer: &T::AccountId,
		spender: &counterfoil_primitives::did::DidId,
		payee: &counterfoil_primitives::did::DidId,
	);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use counterfoil_primitives::{
		did::DidId,
		money::Asset,
		stream::{Change, Ending, Side},
		traits::{Accounts, Allowances, AuditLog, DataRegistry, Identities, Rights, Subject},
		usage::UsageStatement,
		DataSetId, Moment, StreamId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			tokens::fungibles::{Inspect, MutateHold},
			Consideration, Footprint, Time,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use pallet_support::weights::counted;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Streams of money.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// The money, in every asset. Deposits are holds.
		type Assets: Inspect<Self::AccountId, AssetId = Asset>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who is who.
		type Identities: Identities;

		/// Which account is paid for whom.
		type Accounts: Accounts<Self::AccountId>;

		/// Whose data set is whose.
		type Registry: DataRegistry;

		/// Who shares in the profit of a data set.
		type Rights: Rights;

		/// What others may bind of a payer's money.
		type Allowances: Allowances<Self::AccountId, BalanceOf<Self>, Error = DispatchError>;

		/// Who may bind money: an active subject.
		type ActiveOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may act for a DID. A suspended subject still may: streams that run are to be wound down.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may set the parameters.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What the record of a stream costs.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The funder's deposit, from the opening or the funding until it is paid or given back.
		#[codec(index = 0)]
		Deposit,
		/// The ticket for the record of a stream, until the stream is gone. For a runtime whose `Consideration` is a hold; this pallet itself
		/// never names it.
		#[codec(index = 1)]
		Record,
	}

	/// The streams. Written by every call about one, removed when it is over and everybody has what is his. Each is paid for by its ticket, and
	/// the money of each that is not paused runs out.
	#[pallet::storage]
	pub type Streams<T: Config> = StorageMap<_, Twox64Concat, StreamId, Stream<T>, OptionQuery>;

	/// The number that the next stream gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextStreamId<T: Config> = StorageValue<_, StreamId, ValueQuery>;

	/// The streams of a subject, as payer, payee or funder. Two or three entries for each stream, written when it is opened or funded, removed
	/// with it; the ticket pays for them.
	#[pallet::storage]
	pub type Parties<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, StreamId, (), OptionQuery>;

	/// The streams from a payer to a payee. One entry for each stream, written and removed with it; the ticket pays for it.
	#[pallet::storage]
	pub type Between<T: Config> =
		StorageDoubleMap<_, Identity, (DidId, DidId), Twox64Concat, StreamId, (), OptionQuery>;

	/// What governance decides about streams to come. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type ParametersStore<T: Config> = StorageValue<_, Parameters, ValueQuery>;

	/// The streams by the bucket of time in which their next deadline has passed. At most one entry for each, moved with the deadline, removed
	/// with the stream.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, StreamId, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold entries that are due. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A stream was agreed on and waits to be funded.
		#[codec(index = 0)]
		Proposed {
			/// Its number.
			id: StreamId,
			/// Who is to pay, and the account that carries the ticket.
			payer: Subject<T::AccountId>,
			/// Who is to be paid, and the account.
			payee: Subject<T::AccountId>,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// What the payer may do with the data.
			usage: UsageStatement,
			/// Who gets which part of each payment, before the others.
			commissions: Commissions,
			/// What it is paid in.
			asset: Asset,
			/// How much every second.
			rate: BalanceOf<T>,
			/// How long beforehand the payer announces changes, in milliseconds.
			notice: Moment,
			/// Until when it may be funded.
			until: Moment,
		},
		/// A stream was opened, or one that waited was funded: money flows.
		#[codec(index = 1)]
		Opened {
			/// Its number.
			id: StreamId,
			/// Whom it serves.
			payer: DidId,
			/// Who is paid, and the account.
			payee: Subject<T::AccountId>,
			/// Whose money it is, and the account that it is held on.
			funder: Subject<T::AccountId>,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// What it is paid in.
			asset: Asset,
			/// How much every second.
			rate: BalanceOf<T>,
			/// How long beforehand the payer announces changes, in milliseconds.
			notice: Moment,
			/// What is held.
			deposit: BalanceOf<T>,
			/// The last moment that it covers.
			runs_until: Moment,
			/// Who opened it.
			by: DidId,
		},
		/// What had accrued was paid.
		#[codec(index = 2)]
		Claimed {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid, apart from what `CommissionPaid` and `ProfitPaid` told of before.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// What was paid in.
			asset: Asset,
			/// How much, all together.
			amount: BalanceOf<T>,
			/// For whom it was claimed, if for a subject.
			by: Option<DidId>,
		},
		/// A holder of the right of profit other than the payee got his part. A `Claimed`, `Ended` or `Delivered` follows.
		#[codec(index = 3)]
		ProfitPaid {
			/// The stream.
			id: StreamId,
			/// Who holds the right.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// What was paid in.
			asset: Asset,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that the right is about.
			data_set: Option<DataSetId>,
		},
		/// The deposit was topped up.
		#[codec(index = 4)]
		ToppedUp {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// Whose money it is.
			funder: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// In which asset.
			asset: Asset,
			/// By how much.
			amount: BalanceOf<T>,
			/// The last moment that the deposit covers now; `None` while the stream is paused.
			runs_until: Option<Moment>,
			/// Who topped it up.
			by: DidId,
		},
		/// The payer announced a change.
		#[codec(index = 5)]
		Announced {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// What changes.
			change: Change,
			/// Until when everything stays as it is.
			at: Moment,
			/// Who announced it.
			by: DidId,
		},
		/// The payer withdrew what he had announced.
		#[codec(index = 6)]
		Withdrawn {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// What does not change.
			change: Change,
			/// Who withdrew it.
			by: DidId,
		},
		/// A side has paused the stream.
		#[codec(index = 7)]
		Paused {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// Which side.
			side: Side,
			/// Since when nothing flows.
			since: Moment,
			/// Who paused it; `None` if the payer's notice was over.
			by: Option<DidId>,
		},
		/// A side has resumed what it had paused.
		#[codec(index = 8)]
		Resumed {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// Which side.
			side: Side,
			/// The last moment that the deposit covers now; `None` if the other side has paused it as well.
			runs_until: Option<Moment>,
			/// Who resumed it.
			by: DidId,
		},
		/// Another rate applies.
		#[codec(index = 9)]
		RateChanged {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// How much it was every second.
			from: BalanceOf<T>,
			/// How much it is.
			to: BalanceOf<T>,
			/// Since when.
			since: Moment,
			/// Who changed it; `None` if the payer's notice was over.
			by: Option<DidId>,
		},
		/// The payee asks for a higher rate.
		#[codec(index = 10)]
		RateAsked {
			/// The stream.
			id: StreamId,
			/// Who pays.
			payer: DidId,
			/// Who is paid.
			payee: DidId,
			/// The data set that it is about.
			data_set: Option<DataSetId>,
			/// How much every second.
			rate: BalanceOf<T>,
			/// Who asks.
			by: DidId,
		},
		/// A stream is over.
		#[codec(index = 11)]
		Ended {
			/// Its number.
			id: StreamId,
			/// Who paid.
			payer: DidId,
			/// Who was paid.
			payee: DidId,
			/// Whose money it was.
			funder: DidId,
			/// The data set that it was about.
			data_set: Option<DataSetId>,
			/// What it was paid in.
			asset: Asset,
			/// How it ended.
			ending: Ending,
			/// Its last moment.
			at: Moment,
			/// What of the deposit was the payee's, apart from what was claimed before.
			to_payee: BalanceOf<T>,
			/// What of the deposit was the funder's.
			to_funder: BalanceOf<T>,
			/// What of `to_payee` could not be delivered and stays held for him.
			owed: BalanceOf<T>,
			/// What of `to_funder` could not be given back and stays held for him.
			unreturned: BalanceOf<T>,
			/// Who ended it, if a subject did.
			by: Option<DidId>,
		},
		/// What could not be delivered when a stream ended was.
		#[codec(index = 12)]
		Delivered {
			/// Its number.
			id: StreamId,
			/// Who paid.
			payer: DidId,
			/// Who was paid.
			payee: DidId,
			/// Whose money it was.
			funder: DidId,
			/// The data set that it was about.
			data_set: Option<DataSetId>,
			/// What it was paid in.
			asset: Asset,
			/// What was paid.
			to_payee: BalanceOf<T>,
			/// What was given back.
			to_funder: BalanceOf<T>,
			/// For whom it was claimed, if for a subject.
			by: Option<DidId>,
		},
		/// Somebody got a commission on a payment. A `Claimed`, `Ended` or `Delivered` follows.
		#[codec(index = 14)]
		CommissionPaid {
			/// The stream.
			id: StreamId,
			/// Who.
			payee: DidId,
			/// The account that got it.
			account: T::AccountId,
			/// What was paid in.
			asset: Asset,
			/// How much.
			amount: BalanceOf<T>,
			/// The data set that is paid for.
			data_set: Option<DataSetId>,
		},
		/// The parameters of streams to come were set.
		#[codec(index = 13)]
		ParametersSet {
			/// The new parameters.
			parameters: Parameters,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no stream of this number. It was never opened, or it is over and everybody has what is his.
		#[codec(index = 0)]
		NotFound,
		/// The stream is over: what the deposit covered has passed, or a notice. Call `claim` to have everybody paid.
		#[codec(index = 1)]
		Over,
		/// The stream waits to be funded.
		#[codec(index = 2)]
		NotFunded,
		/// The stream is funded already. Use `top_up`.
		#[codec(index = 3)]
		AlreadyFunded,
		/// The time to fund the stream has passed.
		#[codec(index = 4)]
		DeadlinePassed,
		/// The caller acts neither for the payer, nor for the payee, nor for the funder of this stream.
		#[codec(index = 5)]
		NotParty,
		/// The caller does not act for the payer of this stream.
		#[codec(index = 6)]
		NotPayer,
		/// The caller acts for whose money it is, but from another account than the one that it is held on.
		#[codec(index = 7)]
		WrongAccount,
		/// The call is paid from another account than that of the caller's DID. Tokens besides the chain's own are bound from one's own account
		/// only.
		#[codec(index = 8)]
		AccountNotOwn,
		/// Payer and payee, or funder and payee, are the same subject, a device and its owner, or use the same account.
		#[codec(index = 9)]
		SelfDealing,
		/// The payee was never registered.
		#[codec(index = 10)]
		UnknownPayee,
		/// The payee is suspended or revoked.
		#[codec(index = 11)]
		PayeeNotActive,
		/// There is no such data set.
		#[codec(index = 12)]
		UnknownDataSet,
		/// The data set is another supplier's. Its own supplier has to be the payee.
		#[codec(index = 13)]
		NotSupplier,
		/// There is no such asset.
		#[codec(index = 14)]
		UnknownAsset,
		/// Nothing would flow. Give a rate, or pause.
		#[codec(index = 15)]
		RateZero,
		/// What flows during a notice cannot be counted.
		#[codec(index = 16)]
		RateTooHigh,
		/// That is the rate already.
		#[codec(index = 17)]
		SameRate,
		/// The notice is longer than governance allows.
		#[codec(index = 18)]
		NoticeTooLong,
		/// The deposit does not cover the notice at this rate, or is below the asset's minimum balance. Bind more.
		#[codec(index = 19)]
		DepositTooLow,
		/// More cannot be bound in one stream.
		#[codec(index = 20)]
		DepositTooHigh,
		/// Nothing would be added.
		#[codec(index = 21)]
		AmountZero,
		/// This side has paused the stream already.
		#[codec(index = 22)]
		AlreadyPaused,
		/// This side has not paused the stream. Only who paused it resumes it; what is announced is withdrawn.
		#[codec(index = 23)]
		NotPaused,
		/// Something is announced already. Withdraw it first, unless it is the end.
		#[codec(index = 24)]
		AlreadyAnnounced,
		/// Nothing is announced.
		#[codec(index = 25)]
		NothingAnnounced,
		/// Less has accrued than the asset's minimum balance, or a thousand times that where others share (two thousand after a commission). Wait.
		#[codec(index = 26)]
		NothingDue,
		/// The time to fund or to lend is zero. Both need time.
		#[codec(index = 27)]
		PeriodEmpty,
		/// A period is longer than 366 days, or the longest notice is longer than a loan.
		#[codec(index = 28)]
		PeriodTooLong,
		/// The caller does not act for whose money it is. What he lent may always be ended by him, and nobody else takes that back.
		#[codec(index = 29)]
		NotFunder,
		/// There are more than two commissions, one is nothing, or together they are more than half of a payment.
		#[codec(index = 30)]
		UnfairCommissions,
		/// The money is somebody else's, who let the payee be paid and nobody besides. Fund a stream with commissions from your own.
		#[codec(index = 31)]
		CommissionsNotAllowed,
	}

	/// The parameters at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What applies to the first streams.
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
				"funding takes 1 ms to 366 days, a loan 1 ms to 366 days, a notice no longer than a loan"
			);
			ParametersStore::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Ends and changes what is due, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Opens a stream to a payee: money flows from now on.
		///
		/// By an active subject, whose account carries the ticket. `data_set` is one of the payee's, or none. With `from: None` the deposit is the
		/// caller's. With `from: Some(did)` it is that subject's, who must have allowed the caller to bind it for this payee; the
		/// stream then serves the caller, or whose money it is if the caller is the payee himself, and ends when the deposit would have been
		/// used up without a pause, or when a loan has lasted as long as it may.
		///
		/// Errors: `UnknownPayee`, `PayeeNotActive`, `SelfDealing`, `UnknownDataSet`, `NotSupplier`, `UnknownAsset`, `RateZero`,
		/// `RateTooHigh`, `NoticeTooLong`, `DepositTooLow`, `DepositTooHigh`, `AccountNotOwn`; those of the allowances;
		/// `Token::FundsUnavailable` if an account cannot spare the deposit or the ticket. Event: `Opened`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open())]
		pub fn open(
			origin: OriginFor<T>,
			payee: DidId,
			data_set: Option<DataSetId>,
			asset: Asset,
			rate: BalanceOf<T>,
			deposit: BalanceOf<T>,
			notice: Moment,
			from: Option<DidId>,
		) -> DispatchResult {
			let caller = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_open(caller, payee, data_set, asset, rate, deposit, notice, from)
		}

		/// Funds a stream that was agreed on: money flows from now on.
		///
		/// By the active payer, until the time to fund is over. With `from: None` from the account that the stream names; with
		/// `from: Some(did)` with that subject's money, as in `open`.
		///
		/// Errors: `NotFound`, `NotPayer`, `AlreadyFunded`, `DeadlinePassed`, `WrongAccount`, `CommissionsNotAllowed`, `PayeeNotActive`, `AccountNotOwn`, `SelfDealing`,
		/// `DepositTooLow`, `DepositTooHigh`; those of the allowances; `Token::FundsUnavailable`. Event: `Opened`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::fund())]
		pub fn fund(
			origin: OriginFor<T>,
			id: StreamId,
			deposit: BalanceOf<T>,
			from: Option<DidId>,
		) -> DispatchResult {
			let caller = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_fund(caller, id, deposit, from)
		}

		/// Pays what has accrued, in whole units; the thousandths stay counted. A stream that is over ends by it, and what could not be
		/// delivered then is tried again.
		///
		/// By any signed account. What a stream that goes on pays is at least the asset's minimum balance, or a thousand times that where others
		/// share.
		///
		/// Errors: `NotFound`, `NotFunded`, `NothingDue`; the asset's own if the payee's account cannot receive. Events: `CommissionPaid` for each
		/// commission, `ProfitPaid` for each holder of the right of profit but the payee; `Claimed`, `Ended` or `Delivered`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::claim(MAX_PARTS))]
		pub fn claim(origin: OriginFor<T>, id: StreamId) -> DispatchResultWithPostInfo {
			let caller = Self::subject_or_signed(origin)?;
			counted(T::WeightInfo::claim, |parts| Self::do_claim(caller, id, parts))
		}

		/// Adds to the deposit.
		///
		/// By the active funder, from the account that the deposit is held on; or by the payer or the payee, with the funder's leave
		/// (allowances). Until the last moment that the deposit covers.
		///
		/// Errors: `NotFound`, `NotFunded`, `Over`, `NotParty`, `AmountZero`, `WrongAccount`, `AccountNotOwn`, `DepositTooHigh`; those of the allowances;
		/// `Token::FundsUnavailable`. Event: `ToppedUp`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::top_up())]
		pub fn top_up(origin: OriginFor<T>, id: StreamId, amount: BalanceOf<T>) -> DispatchResult {
			let caller = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_top_up(caller, id, amount)
		}

		/// Stops the flow: by the payee at once, by the payer or the funder after notice.
		///
		/// Errors: `NotFound`, `NotFunded`, `Over`, `NotParty`, `AlreadyPaused`, `AlreadyAnnounced`. Events: `Paused` (payee), `Announced`
		/// (payer), and `Paused` when the notice is over.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::pause())]
		pub fn pause(origin: OriginFor<T>, id: StreamId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_pause(caller, id)
		}

		/// Lets money flow again that the caller's side has stopped, unless the other side has as well.
		///
		/// Errors: `NotFound`, `NotFunded`, `Over`, `NotParty`, `NotPaused`. Event: `Resumed`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::resume())]
		pub fn resume(origin: OriginFor<T>, id: StreamId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_resume(caller, id)
		}

		/// Changes the rate. The payer or the funder raises it at once, if the deposit covers a notice at the new rate, and lowers it after
		/// notice; the payee lowers it at once, and asks for more, which the payer grants by raising.
		///
		/// Errors: `NotFound`, `NotFunded`, `Over`, `NotParty`, `RateZero`, `SameRate`, `RateTooHigh`, `DepositTooLow`,
		/// `AlreadyAnnounced`. Events: `RateChanged`; `Announced` (payer, down), and `RateChanged` when the notice is over; `RateAsked` (payee,
		/// up).
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::change_rate())]
		pub fn change_rate(
			origin: OriginFor<T>,
			id: StreamId,
			rate: BalanceOf<T>,
		) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_change_rate(caller, id, rate)
		}

		/// Ends a stream: by the payee at once, by the payer or the funder after notice. One that was not funded yet, by either at once.
		///
		/// Errors: `NotFound`, `Over`, `NotParty`, `AlreadyAnnounced`. Events: `Ended` (payee); `Announced` (payer), and `Ended` when the
		/// notice is over.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::close(MAX_PARTS))]
		pub fn close(origin: OriginFor<T>, id: StreamId) -> DispatchResultWithPostInfo {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			counted(T::WeightInfo::close, |parts| Self::do_close(caller, id, parts))
		}

		/// Withdraws what was announced, before it takes effect.
		///
		/// By the payer or the funder; the end by the funder alone.
		///
		/// Errors: `NotFound`, `NotFunded`, `Over`, `NotParty`, `NotPayer`, `NotFunder`, `NothingAnnounced`. Event: `Withdrawn`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, id: StreamId) -> DispatchResult {
			let caller = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw(caller, id)
		}

		/// Sets the parameters of streams to come.
		///
		/// By the admin. Streams that are there keep what they were opened under.
		///
		/// Errors: `PeriodEmpty`, `PeriodTooLong`. Event: `ParametersSet`.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(origin: OriginFor<T>, parameters: Parameters) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
