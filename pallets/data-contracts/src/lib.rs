//! # Data contracts
//!
//! One agreement about a series of deliveries, with penalties and rewards that the chain itself carries out (Y.4560 8.3): a supplier
//! delivers a batch of a data set every day, the demander pays for each that he gets, a late or a missing one costs the supplier, a
//! complete series earns him a reward.
//!
//! ## Terms
//! - *Contract*: what supplier and demander agreed on about a series, the [`Conditions`].
//! - *Batch*: one delivery of the series, counted from 0. Each is a fair exchange of its own, carried out by the escrow
//!   ([`Agreements::open_funded`]): ciphertext, acceptance, key, dispute.
//! - *Due*: when a batch is to be delivered. *Period*: from one due moment to the next; a batch may be delivered from one period before it is
//!   due. *Grace*: how long after that it may still be delivered, late; then it *lapses*. The grace is shorter than the period.
//! - *Stake*: what one batch takes from the demander: its price, and for a sealed delivery the judge's fee.
//! - *Budget*: the demander's money on hold for batches to come. *Bond*: the supplier's, for penalties to come.
//! - *Umpire*: who says whose fault it was that a batch was offered and not accepted. Named by both, or nobody.
//!
//! [`Conditions`]: counterfoil_primitives::terms::Conditions
//! [`Agreements::open_funded`]: counterfoil_primitives::traits::Agreements::open_funded
//!
//! ## Life of a contract
//! ```text
//!  propose ──► Proposal ── accept ──► Contract ── last batch over, or end ──► over ──► removed
//!                 │                     │    ▲                                 │
//!                 │ withdraw,           │    │ deliver, fund_more              │ what could not be
//!                 ▼ nobody accepts      └────┘                                 ▼ paid yet: advance
//!              removed
//! ```
//! Either party proposes, and puts up its stake with the proposal: the demander his budget, the supplier his bond. The other one
//! puts up the other stake when it accepts. So nobody's money is bound by another's call, and no acceptance fails for want of the
//! proposer's money.
//!
//! ## Life of a batch
//! ```text
//!   to come ── deliver ──► running ── settled ──────────────────────► in time, or late
//!      │                    │   ▲
//!      │        came to     ▼   │ deliver again, until it lapses
//!      │        nothing   waiting
//!      │                    │ lapses, or is given up
//!      │                    ├── by the supplier's fault ────────────► gap; excused, if it was not owed
//!      │                    └── not accepted, or void ─► contested ─► the same, or refused with compensation
//!      │                              │ no umpire, or he is silent
//!      │                              └────────────────────────────► refused
//!      │ lapses
//!      ├── it was owed ─────────────────────────────────────────────► gap
//!      ├── the budget did not cover it ─────────────────────────────► unfunded
//!      └── too many were open, or the judge could not serve ────────────► excused
//! ```
//! Batches begin in their order; [`MAX_OPEN`] may be open at once, so that the exchange of one may outlast the period. Choose periods
//! that are not shorter than a [`MAX_OPEN`]th of the time that an exchange takes.
//!
//! What counts for punctuality is the moment of the `deliver` that was accepted. A delivery that comes to nothing, by whosever fault, may be
//! repeated until the batch lapses, and the new one counts. While an exchange runs the batch does not lapse; when it fails after the last
//! moment the batch is over at once. So no exchange that comes to nothing stops the clock.
//!
//! The supplier's fault is a key that was not committed or not revealed, a conviction, declining himself, a judge who gives him less than
//! half of the price. Where the judge gives him a part of it, or the parties' fallback does, the batch is over: the price is divided, and
//! nothing is repeated.
//!
//! ## Who is at fault if a batch is not accepted
//! The chain cannot know whether the demander did not want the data or never got them: that would take a witness. So a batch that was
//! offered and not accepted costs neither side anything and earns neither side anything: a demander who refuses everything gets
//! no data and no penalty, a supplier who offers rubbish gets no money. For whom that is too little there is the *umpire*: both name
//! him beforehand, and he decides within his window after the batch lapsed. Found against the supplier, it is a gap; found against the
//! demander, he pays the agreed compensation out of his budget, where so much covers nothing else until then. If the umpire is silent, it
//! stays as without one. In a sealed delivery the judge of the exchange does the same for each batch by dividing its price. The same holds for
//! an exchange that is void because the certificate of its data is gone: by whose fault, the chain cannot know either.
//!
//! A delivery that was not accepted saves no delay: rubbish handed in punctually would else buy time for the data. A supplier who was refused
//! without cause need not deliver again. If he does so after the batch was due, he knows what that costs; if he does not, the
//! batch costs him nothing, and the umpire may give him the compensation, which can be as much as the price. A demander declines what he
//! does not want rather than be silent: the escrow remembers his silence.
//!
//! ## Money
//! - The budget begins with as many stakes as the contract says (`prepaid`) and the promised reward; more may be added at any time
//!   ([`fund_more`](Pallet::fund_more)). What the remaining batches cannot cost any more is released at once.
//! - A batch is *owed* if the budget covered it without interruption since the beginning of its period. Who pays in the
//!   last moment cannot make the supplier liable. A batch that is not owed may be delivered and is paid, and is never late; if its exchange
//!   fails, it is excused.
//!   With `prepaid` of 2 or more a late delivery does not leave the next batch uncovered.
//! - What the umpire may yet have the demander pay for refused batches covers no other batch. Where one is named, a demander who refuses
//!   batches of a small budget adds to it, or the next ones are not owed.
//! - The bond is the most that all penalties together can be, at most the agreed liability. What the remaining batches cannot cost
//!   any more is released at once.
//! - The reward is paid at the end, if enough of the owed batches were in time, in proportion to how many there were to be.
//! - A payment that an account cannot receive (an issuer may block accounts) stays on hold, recorded as due, and is tried again
//!   after every later step and by [`advance`](Pallet::advance). It delays nothing else.
//! - A demander whose account cannot pay the stake of a batch although it is on hold, because it is frozen or blocked, is treated as if he had
//!   not funded it: when the batch lapses, or earlier, when somebody [protests](Pallet::protest).
//!
//! ## Ends
//! After the last batch; after [`end`](Pallet::end) with the agreed notice, at once if the other party or the judge is not active any more, for the supplier
//! also if the last batch was not funded and the next one still is not, for the demander also if the bond is used up; and by itself after
//! [`MAX_IDLE`] batches in a row
//! for which nothing was delivered and nothing paid. Batches that are due by then still count, and exchanges under way are finished. When a
//! supplier ends without notice, or a demander does so whose supplier is not active any more, batches that wait for another delivery
//! are given up, as if they had lapsed: no money waits for them.
//!
//! ## Costs
//! One ticket for proposal and contract, carried by the proposer, returned when the record goes. No record of a batch outlives it. Each
//! batch is one entry of the agenda: constant work, so that any number of them may fall due at once and is carried over to the next
//! blocks.
//!
//! ## What can go wrong
//! - The chain stands still for longer than a grace: batches lapse that nobody could deliver. Graces are to be longer than the outages that are to
//!   be survived.
//! - There is neither umpire nor judge: rubbish makes a refused batch of every gap, and a demander who refuses everything pays nothing. Both
//!   cost the other side a batch and its time, no money. Name one where a penalty is to bite.
//! - The demander stops paying: batches are not owed any more, and the supplier may end the contract. A demander with a small
//!   `prepaid` can leave earlier than his notice says; so can a supplier, at the price of his penalties.
//! - The issuer of the asset is a party, or its friend: he can freeze the other's account, so that a supplier cannot post the bond of an
//!   exchange and his batch lapses by his fault. Deal in tokens whose issuer both trust.
//! - The data set goes to another owner: the supplier cannot deliver any more, and answers for the gaps.
//! - The supplier is suspended: he may still deliver, since he owes it. The demander may end at once.
//!
//! ## Example
//! What a delay costs, with the same code as the chain:
//! ```
//! use counterfoil_primitives::terms::{Late, Schedule, Terms};
//!
//! let schedule = Schedule { first: 86_400_000, period: 86_400_000, grace: 7_200_000, batches: 30 };
//! let late = Late { unit: 3_600_000, per_unit: 5, most: 20 };
//! let terms = Terms { late: Some(late), gap: 50, liability: 500, ..Terms::default() };
//!
//! let delivered = schedule.due(3) + 3_600_001;
//! assert_eq!(terms.late(schedule.delay(3, delivered)), 10); // the second hour has begun
//! assert_eq!(terms.bond(schedule.batches), 500); // 30 gaps would be more than the liability
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
pub use types::{
	BalanceOf, BatchState, Contract, DepositOf, Due, OpenBatch, OpenBatches, Proposal, Purse,
	MAX_IDLE, MAX_OPEN,
};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::data-contracts";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account act for a stakeholder who is active in the role and has this much money; returns its DID.
	fn stakeholder(
		account: &T::AccountId,
		role: counterfoil_primitives::roles::Role,
		balance: BalanceOf<T>,
	) -> counterfoil_primitives::did::DidId;
	/// A data set of the supplier.
	fn data_set(
		supplier: &counterfoil_primitives::traits::Subject<T::AccountId>,
	) -> counterfoil_primitives::DataSetId;
	/// A validated submission of the data set with readings from the first moment to the last one.
	fn submission(
		data_set: counterfoil_primitives::DataSetId,
		from: counterfoil_primitives::Moment,
		to: counterfoil_primitives::Moment,
	) -> counterfoil_primitives::SubmissionId;
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
}

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::boxed::Box;
	use counterfoil_primitives::{
		did::DidId,
		money::Asset,
		terms::{Conditions, Counts, Fate},
		traits::{
			Accounts, Agreements, AuditLog, DataRegistry, Identities, LotError, Party, Subject,
		},
		AgreementId, ContractId, DataSetId, Moment, SubmissionId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{tokens::fungibles::MutateHold, Consideration, Footprint, Time},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Contracts for series of deliveries.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// The money, of every kind. Budgets and bonds are holds.
		type Assets: MutateHold<Self::AccountId, AssetId = Asset, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who may act for a DID. A suspended subject still may: contracts that run are to be carried out and wound down.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who is who.
		type Identities: Identities;

		/// Which account is whose own.
		type Accounts: Accounts<Self::AccountId>;

		/// What was submitted, and whether it is certified.
		type Registry: DataRegistry;

		/// Where batches are exchanged.
		type Agreements: Agreements<Self::AccountId, BalanceOf<Self>, Error = DispatchError>;

		/// Who keeps the histories.
		type Audit: AuditLog;

		/// What a record costs the proposer's account.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// The most submissions of one batch: as many as the escrow takes.
		#[pallet::constant]
		type MaxParts: Get<u32>;

		/// The shortest period, in milliseconds. The chain looks at every batch of every contract once, at nobody's expense.
		#[pallet::constant]
		type MinPeriod: Get<Moment>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The demander's budget: stakes of batches to come and the promised reward, from his proposal or acceptance until the contract
		/// is over; after that what the supplier earned and could not be paid yet.
		#[codec(index = 0)]
		Budget,
		/// The supplier's bond, from his proposal or acceptance until the contract is over; after that penalties that the demander
		/// could not be paid yet.
		#[codec(index = 1)]
		Bond,
		/// The proposer's ticket for the record, until it is removed. For a runtime whose `Consideration` is a hold; this pallet
		/// itself never names it.
		#[codec(index = 2)]
		Record,
	}

	/// Contracts that nobody accepted yet. Written by `propose`, removed when they are accepted, withdrawn, or their time is over. Each is
	/// paid for by its ticket and has a deadline.
	#[pallet::storage]
	pub type Proposals<T: Config> =
		StorageMap<_, Twox64Concat, ContractId, Proposal<T>, OptionQuery>;

	/// Contracts that run, and those that are over and wait to be paid out. Written when a proposal is accepted and by every step, removed
	/// when the contract is over and everything is paid. Each is paid for by the ticket of its proposal.
	#[pallet::storage]
	pub type Contracts<T: Config> =
		StorageMap<_, Twox64Concat, ContractId, Contract<T>, OptionQuery>;

	/// Which batch an agreement of the escrow is about. Written by `deliver`, removed when the agreement closes. At most
	/// [`MAX_OPEN`] per contract, whose ticket pays for them.
	#[pallet::storage]
	pub type BatchOf<T: Config> =
		StorageMap<_, Twox64Concat, AgreementId, (ContractId, u32), OptionQuery>;

	/// The proposals and contracts of a subject, on whichever side. Two entries each, written by `propose`, removed with the
	/// record; the ticket pays for them.
	#[pallet::storage]
	pub type Parties<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, ContractId, (), OptionQuery>;

	/// The number that the next contract gets, as a proposal. Numbers are never used twice.
	#[pallet::storage]
	pub type NextContractId<T: Config> = StorageValue<_, ContractId, ValueQuery>;

	/// Deadlines by the bucket of time in which they have passed. One entry per proposal; per contract one for the next batch and
	/// at most one for each open batch. The ticket pays for them.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, Due, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold overdue entries. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Somebody proposed a contract, and his stake is held.
		#[codec(index = 0)]
		Proposed {
			/// Its number.
			id: ContractId,
			/// Who.
			by: DidId,
			/// As what.
			party: Party,
			/// Who may accept it.
			to: DidId,
			/// The data set.
			data_set: DataSetId,
			/// What is held.
			stake: BalanceOf<T>,
			/// Until when it may be accepted.
			until: Moment,
		},
		/// A proposal was removed, and stake and ticket were returned.
		#[codec(index = 1)]
		Withdrawn {
			/// Its number.
			id: ContractId,
			/// Who had proposed it.
			proposer: DidId,
			/// Who could have accepted it.
			to: DidId,
			/// The data set.
			data_set: DataSetId,
			/// Who withdrew or rejected it; `None` if its time was over.
			by: Option<DidId>,
		},
		/// A contract begins.
		#[codec(index = 2)]
		Accepted {
			/// Its number.
			id: ContractId,
			/// Who accepted it.
			by: DidId,
			/// Who delivers.
			supplier: DidId,
			/// Who receives.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
			/// What is held of the demander's money.
			budget: BalanceOf<T>,
			/// What is held of the supplier's money.
			bond: BalanceOf<T>,
		},
		/// The demander added to his budget.
		#[codec(index = 3)]
		Funded {
			/// The contract.
			id: ContractId,
			/// Who receives.
			demander: DidId,
			/// Who delivers.
			supplier: DidId,
			/// The data set.
			data_set: DataSetId,
			/// For how many batches.
			batches: u32,
			/// How much.
			amount: BalanceOf<T>,
		},
		/// The exchange of a batch began.
		#[codec(index = 4)]
		BatchDelivered {
			/// The contract.
			id: ContractId,
			/// Which batch.
			batch: u32,
			/// The agreement by which it is exchanged.
			agreement: AgreementId,
			/// Who delivers.
			supplier: DidId,
			/// Who receives.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// The exchange of a batch came to nothing. It may be delivered again.
		#[codec(index = 5)]
		BatchReturned {
			/// The contract.
			id: ContractId,
			/// Which batch.
			batch: u32,
			/// Whether the demander did not accept it, or its certificate is gone; else it was the supplier's fault.
			refused: bool,
			/// Until when it may be delivered.
			until: Moment,
			/// Who delivers.
			supplier: DidId,
			/// Who receives.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// A batch lapsed that was offered and not accepted. The umpire may decide.
		#[codec(index = 6)]
		BatchContested {
			/// The contract.
			id: ContractId,
			/// Which batch.
			batch: u32,
			/// Until when.
			until: Moment,
			/// Who was to deliver.
			supplier: DidId,
			/// Who was to receive.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// A batch is over.
		#[codec(index = 7)]
		BatchClosed {
			/// The contract.
			id: ContractId,
			/// Which batch.
			batch: u32,
			/// How it ended.
			fate: Fate,
			/// What the supplier owes the demander for it.
			penalty: BalanceOf<T>,
			/// What the demander owes the supplier for refusing it.
			compensation: BalanceOf<T>,
			/// Who delivers.
			supplier: DidId,
			/// Who receives.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
			/// The umpire, if he decided.
			by: Option<DidId>,
		},
		/// The contract will end earlier than agreed.
		#[codec(index = 8)]
		EndSet {
			/// The contract.
			id: ContractId,
			/// No batch from this number on will be delivered.
			limit: u32,
			/// Who ended it; `None` if nobody cared for it.
			by: Option<DidId>,
			/// Who delivers.
			supplier: DidId,
			/// Who receives.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// All batches are over.
		#[codec(index = 9)]
		Ended {
			/// The contract.
			id: ContractId,
			/// What became of its batches.
			counts: Counts,
			/// What the supplier earned for a complete series.
			reward: BalanceOf<T>,
			/// Who delivered.
			supplier: DidId,
			/// Who received.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// Everything is paid, and the record is removed.
		#[codec(index = 10)]
		Concluded {
			/// The contract.
			id: ContractId,
			/// Who delivered.
			supplier: DidId,
			/// Who received.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
		/// Somebody showed that the next batch cannot be delivered now, and that this is not up to the supplier.
		#[codec(index = 11)]
		Hindered {
			/// The contract.
			id: ContractId,
			/// The next batch.
			batch: u32,
			/// Who delivers.
			supplier: DidId,
			/// Who receives.
			demander: DidId,
			/// The data set.
			data_set: DataSetId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no contract of this number, or it is over. For `accept` and `withdraw`: no proposal.
		#[codec(index = 0)]
		NotFound,
		/// The caller does not act for the supplier of this contract.
		#[codec(index = 1)]
		NotSupplier,
		/// The caller does not act for the demander of this contract.
		#[codec(index = 2)]
		NotDemander,
		/// The caller acts neither for the supplier nor for the demander.
		#[codec(index = 3)]
		NotParty,
		/// The caller is not the umpire of this contract.
		#[codec(index = 4)]
		NotUmpire,
		/// The proposal is made to somebody else.
		#[codec(index = 5)]
		NotAddressee,
		/// The caller acts for the party but pays from another account than the contract names.
		#[codec(index = 6)]
		WrongAccount,
		/// Only the chain's own token may be bound on another's account. Call from the subject's own.
		#[codec(index = 7)]
		AccountNotOwn,
		/// Supplier and demander are the same subject or use the same account.
		#[codec(index = 8)]
		SelfDealing,
		/// Who is to deliver is not an active stakeholder with the role of a supplier.
		#[codec(index = 9)]
		SupplierNotEligible,
		/// Who is to receive is not an active stakeholder with the role of a demander.
		#[codec(index = 10)]
		DemanderNotEligible,
		/// There is no such data set.
		#[codec(index = 11)]
		UnknownDataSet,
		/// The data set does not belong to the supplier.
		#[codec(index = 12)]
		NotOwner,
		/// There is no such asset.
		#[codec(index = 13)]
		UnknownAsset,
		/// The schedule has no batch, more than 10,000, a period of more than 366 days, a grace that is not shorter than the period, or
		/// goes beyond what the clock can show.
		#[codec(index = 14)]
		BadSchedule,
		/// The period is shorter than [`Config::MinPeriod`].
		#[codec(index = 15)]
		PeriodTooShort,
		/// The first batch's period begins before the proposal ends. Propose a later one, or a shorter time to accept.
		#[codec(index = 16)]
		FirstTooSoon,
		/// No batch is paid beforehand, or more than there are.
		#[codec(index = 17)]
		BadPrepayment,
		/// The price, a penalty or a reward is less than an account of this asset must have.
		#[codec(index = 18)]
		AmountTooLow,
		/// The whole series costs more than the money can count.
		#[codec(index = 19)]
		AmountTooHigh,
		/// A penalty or a reward means nothing, see
		/// [`Terms::is_well_formed`](counterfoil_primitives::terms::Terms::is_well_formed).
		#[codec(index = 20)]
		BadTerms,
		/// More than 1000 per mille are asked for.
		#[codec(index = 21)]
		BadQuality,
		/// A commission is nothing, or all together are more than half of the price.
		#[codec(index = 22)]
		UnfairCommissions,
		/// The usage terms are not in the one form they have.
		#[codec(index = 23)]
		BadUsage,
		/// The judge of a sealed delivery is not active, has something to do with a party, asks for too much, or cannot be paid.
		#[codec(index = 24)]
		UnfairJudge,
		/// The umpire has something to do with a party, or has no time or more than 366 days.
		#[codec(index = 25)]
		UnfairUmpire,
		/// The deadline has passed.
		#[codec(index = 26)]
		DeadlinePassed,
		/// The contract has no batch of this number, or ends before it.
		#[codec(index = 27)]
		NoSuchBatch,
		/// The batch may be delivered from one period before it is due.
		#[codec(index = 28)]
		TooEarly,
		/// Another batch comes first.
		#[codec(index = 29)]
		OutOfOrder,
		/// The batch is being exchanged. Wait for the end of the exchange.
		#[codec(index = 30)]
		AlreadyOpen,
		/// The batch is over, or waits for the umpire.
		#[codec(index = 31)]
		AlreadyClosed,
		/// As many batches are open as may be. Wait for the end of an exchange.
		#[codec(index = 32)]
		TooManyOpen,
		/// The budget does not cover the batch, besides what the umpire may yet have the demander pay. The demander is to fund more.
		#[codec(index = 33)]
		NotFunded,
		/// The budget would be more than the remaining batches can cost, or nothing is added.
		#[codec(index = 34)]
		BadFunding,
		/// No submission was named.
		#[codec(index = 35)]
		NothingDelivered,
		/// More submissions than a batch may have, or more readings than can be counted.
		#[codec(index = 36)]
		TooManyParts,
		/// There is no such submission.
		#[codec(index = 37)]
		UnknownSubmission,
		/// The submission belongs to another data set.
		#[codec(index = 38)]
		NotOfDataSet,
		/// The submission is not validated.
		#[codec(index = 39)]
		NotValidated,
		/// The submissions are not in strictly ascending order.
		#[codec(index = 40)]
		Duplicate,
		/// The batch has fewer readings than was agreed.
		#[codec(index = 41)]
		TooFewRecords,
		/// The quality is lower than was agreed.
		#[codec(index = 42)]
		QualityTooLow,
		/// The certificate that was agreed is missing.
		#[codec(index = 43)]
		NotCertified,
		/// The readings are not all newer than those of the batches before; or, of a batch that is delivered again, they reach into those of
		/// the batches after it.
		#[codec(index = 44)]
		NotNewer,
		/// No decision is asked for about this batch.
		#[codec(index = 45)]
		NotContested,
		/// The contract ends no later already, and no batch waits that would be given up.
		#[codec(index = 46)]
		AlreadyEnding,
		/// Nothing of this contract is overdue and nothing can be paid.
		#[codec(index = 47)]
		NothingDue,
		/// Nothing but the supplier stands in the way of the next batch; or its price is not there, which needs no protest.
		#[codec(index = 48)]
		NotHindered,
		/// The umpire is suspended or revoked. Without him it stays as if he were silent.
		#[codec(index = 49)]
		UmpireNotActive,
		/// The umpire came to be tied to the party that he favours. He may still decide against it.
		#[codec(index = 50)]
		UmpireBiased,
	}

	impl<T> From<LotError> for Error<T> {
		fn from(error: LotError) -> Self {
			match error {
				LotError::Empty => Self::NothingDelivered,
				LotError::TooMany => Self::TooManyParts,
				LotError::UnknownDataSet => Self::UnknownDataSet,
				LotError::UnknownSubmission => Self::UnknownSubmission,
				LotError::NotOfDataSet => Self::NotOfDataSet,
				LotError::NotValidated => Self::NotValidated,
				LotError::Duplicate => Self::Duplicate,
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Ends what is due, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			assert!(T::MinPeriod::get() > 0, "batches cannot all be due at once");
			assert!(T::MaxParts::get() > 0, "a batch has a submission");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Proposes a contract, and puts up the proposer's stake and ticket.
		///
		/// By whoever is to be the `party` of it, to the other one, who may accept until `until`; both active in their roles,
		/// the data set the supplier's. The demander's stake is the budget: `prepaid` batches and the promised reward. The supplier's
		/// is the bond. The period of the first batch begins at `until` or later. In another asset than the chain's own token only from
		/// the subject's own account.
		///
		/// Errors: `SelfDealing`, `SupplierNotEligible`, `DemanderNotEligible`, `UnknownDataSet`, `NotOwner`, `UnknownAsset`, `BadSchedule`,
		/// `PeriodTooShort`, `DeadlinePassed`, `FirstTooSoon`, `BadPrepayment`, `BadTerms`, `AmountTooLow`, `AmountTooHigh`, `BadQuality`,
		/// `UnfairCommissions`, `BadUsage`, `UnfairJudge`, `UnfairUmpire`, `AccountNotOwn`; what the money says if the account cannot
		/// spare the stake or the ticket. Event: `Proposed`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::propose())]
		pub fn propose(
			origin: OriginFor<T>,
			party: Party,
			to: DidId,
			conditions: Box<Conditions>,
			until: Moment,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_propose(subject, party, to, *conditions, until)
		}

		/// Removes a proposal; stake and ticket return to the proposer.
		///
		/// By the proposer, who withdraws it, or by the one it is made to, who rejects it.
		///
		/// Errors: `NotFound`, `NotParty`. Event: `Withdrawn`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, id: ContractId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_withdraw(subject, id)
		}

		/// Accepts a proposal, and puts up the other stake. The contract begins.
		///
		/// By the one it is made to, until its deadline, if both are still active in their roles and the data set is still
		/// the supplier's.
		///
		/// Errors: `NotFound`, `NotAddressee`, `DeadlinePassed`, `SelfDealing`, `SupplierNotEligible`, `DemanderNotEligible`,
		/// `UnknownDataSet`, `NotOwner`, `AccountNotOwn`; what the money says if the account cannot spare the stake. Event: `Accepted`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::accept())]
		pub fn accept(origin: OriginFor<T>, id: ContractId) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_accept(subject, id)
		}

		/// Adds the stakes of so many more batches to the budget; of the last one only what the remaining batches can still cost.
		///
		/// By the demander, from the account that the contract names, for no more batches than remain.
		///
		/// Errors: `NotFound`, `NotDemander`, `WrongAccount`, `BadFunding`; what the money says if the account cannot spare it. Event:
		/// `Funded`.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::fund_more())]
		pub fn fund_more(origin: OriginFor<T>, id: ContractId, batches: u32) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_fund_more(subject, id, batches)
		}

		/// Delivers a batch: opens a fair exchange of these submissions against its price, which is released from the budget.
		///
		/// By the supplier, from the account that the contract names, which carries the ticket of the exchange. The next batch,
		/// from one period before it is due until it lapses; or one whose exchange came to nothing, until it lapses. The
		/// submissions, in strictly ascending order, are validated ones of the data set, as many, as good and as certified as was
		/// agreed, with readings newer than those of every batch before.
		///
		/// Errors: `NotFound`, `NotSupplier`, `WrongAccount`, `NoSuchBatch`, `OutOfOrder`, `AlreadyOpen`, `AlreadyClosed`, `TooEarly`,
		/// `DeadlinePassed`, `TooManyOpen`, `NotFunded`, `NothingDelivered`, `TooManyParts`, `UnknownDataSet`, `UnknownSubmission`,
		/// `NotOfDataSet`, `NotValidated`, `Duplicate`, `NotOwner`, `TooFewRecords`, `QualityTooLow`, `NotCertified`, `NotNewer`; what
		/// the escrow says. Event: `BatchDelivered`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::deliver(u32::try_from(submissions.len()).unwrap_or(u32::MAX)))]
		pub fn deliver(
			origin: OriginFor<T>,
			id: ContractId,
			batch: u32,
			submissions: BoundedVec<SubmissionId, T::MaxParts>,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_deliver(subject, id, batch, submissions.into_inner())
		}

		/// Decides whose fault it was that a batch was offered and not accepted.
		///
		/// By the umpire, within his window. Against the supplier: the batch is a gap. Against the demander: he pays the agreed
		/// compensation out of his budget.
		///
		/// Errors: `NotFound`, `NotUmpire`, `NotContested`, `DeadlinePassed`, `UmpireNotActive`, `UmpireBiased`. Event: `BatchClosed`.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::decide())]
		pub fn decide(
			origin: OriginFor<T>,
			id: ContractId,
			batch: u32,
			against: Party,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_decide(subject, id, batch, against)
		}

		/// Ends the series early: batches that are due within the notice still count, and exchanges under way are finished.
		///
		/// By either party. At once if the other one, or the judge of sealed deliveries, is not active any more; for the supplier also if the last batch was not funded and
		/// the next one still is not; for the demander also if the bond is used up. When the supplier ends without notice, or is not
		/// active any more, batches that wait for another delivery are given up. Charged for as many of these as there were.
		///
		/// Errors: `NotFound`, `NotParty`, `AlreadyEnding`. Events: `EndSet`, if the series becomes shorter; `BatchClosed` or
		/// `BatchContested` for what is given up.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::end(MAX_OPEN))]
		pub fn end(origin: OriginFor<T>, id: ContractId) -> DispatchResultWithPostInfo {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			let given_up = Self::do_end(subject, id)?;
			Ok(Some(T::WeightInfo::end(given_up)).into())
		}

		/// Does what is overdue, one thing, and pays what could not be paid before.
		///
		/// By any signed account. The chain does the same by itself; this is for what it could not finish, because an account could not
		/// receive or the block had no room.
		///
		/// Errors: `NotFound`, `NothingDue`. Events: those of what is done.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::advance())]
		pub fn advance(origin: OriginFor<T>, id: ContractId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_advance(id)
		}

		/// Shows that the next batch cannot be delivered now, although its price is there: the demander's account is frozen or blocked,
		/// or the judge cannot serve. The supplier does not owe this batch then, even if the hindrance goes before it lapses. He may
		/// deliver it all the same.
		///
		/// By any signed account; it is in the supplier's interest.
		///
		/// Errors: `NotFound`, `NotHindered`. Event: `Hindered`.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::protest())]
		pub fn protest(origin: OriginFor<T>, id: ContractId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_protest(id)
		}
	}
}
