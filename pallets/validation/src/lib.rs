//! # Validation
//!
//! Validation rounds (Y.4560 9.4): whoever submitted data offers a fee, independent validators check the data and say
//! what they found, and those who agree with the majority are paid. A regulator may end a round with a veto.
//!
//! ## Terms
//! - *Round*: the judgement over one submission. The *supplier* who made the submission opens it and pays.
//! - *Fee*: what the majority shares; held on the supplier's account from the opening on.
//! - *Seat*: the place of one validator in a round. Seats are numbered from 0 in the order in which they are taken.
//! - *Bond*: what a validator loses in part when he is of the minority or does not reveal; held from joining on.
//! - *Verdict*: valid with a quality, or invalid with a reason and, if he likes, a leaf that is proven to be one of the
//!   submission's.
//! - *Commitment*: the hash of a verdict and a salt, see [`counterfoil_primitives::verdict::commitment`].
//! - *Quorum*: how many verdicts a round needs at least. *Majority*: more than so many per mille of them must agree.
//! - *Standing*: where a validator stands when the round is over, see
//!   [`Standing`](counterfoil_primitives::verdict::Standing).
//!
//! ## States
//! ```text
//!                 open_round
//!                     │
//!                     ▼
//!   ┌──────────── Joining ────────────┐  until all seats are taken, or the deadline
//!   │   join          │               │  too few: TooFewJoined
//!   │                 ▼               │
//!   │ veto        Committing ─────────┤  until all who joined committed, or the deadline
//!   ├───────── commit │               │  too few: TooFewCommitted
//!   │                 ▼               │
//!   ├──────────── Revealing ──────────┤  until all who committed revealed, or the deadline
//!   │  reveal         │               │  too few that count: TooFewRevealed; no majority: NoMajority
//!   ▼                 ▼               ▼
//! Vetoed        Valid, Invalid     failed
//!   │                 │               │
//!   │    fee to the majority, bonds   │ fee and bonds return
//!   │    returned or slashed in part  │
//!   └──────────────► Settling ◄───────┘  some seats per step
//!                     │
//!                     ▼
//!                  Closed ── forget ──► gone
//! ```
//! A step may be taken while `now <= until`. After that anyone may call [`advance`](Pallet::advance), and the chain
//! itself does the same in `on_poll`, within a second and as far as the block has room; what does not fit is done in
//! the next blocks. The next phase begins when the round moves on, not when it should have: nobody's window is
//! shortened by a full block.
//!
//! ## How a round is decided
//! Verdicts are counted as they are revealed, so closing a round costs the same for three validators and for a
//! hundred. A verdict counts if its validator is active and holds the role when he reveals. One who was suspended or
//! revoked in between may still reveal, with the right verdict and salt, and is *excused*: he is neither counted, nor
//! paid, nor slashed. One who does not reveal is slashed whatever his status, because nobody can tell why.
//!
//! Valid: with the lowest quality that one of the majority gave. Invalid: with the reason that most of the majority
//! gave (among equals the one with the lowest index) and the leaf that was proven first for it. The registry records
//! the decision in the moment in which the round is decided; only the money is moved later.
//!
//! ## Money
//! In a decided round the fee is shared equally among the majority. The minority and those who did not reveal lose a
//! part of their bonds (two parameters), which is shared equally among the majority too: it is their work that was
//! made harder, and neither the supplier nor the chain shall gain by the failure of a validator. What cannot be
//! divided goes to those who joined first, one unit each. So every unit of fee and bonds goes to somebody, see
//! [`Stakes`](counterfoil_primitives::verdict::Stakes).
//!
//! Nothing is slashed in a round that failed or was vetoed. Those who caused the failure by not taking the step that
//! they owed are remembered: see [`Reputations`]. Who left more than [`Parameters::max_absence`] of his rounds so is
//! not let into another one, until governance raises that limit. The credit of ten rounds with which everybody
//! begins makes that a matter of habit, not of one bad day.
//!
//! Slashed parts wait on the supplier's account, on hold like the fee, until they are paid out: there is no account
//! of the pallet that could be emptied, closed, or run dry.
//!
//! ## Who may not judge
//! Never the supplier, his devices, the owner and the controllers of the device that signed, his controllers and those
//! whom he controls, anyone who has a controller in common with him, and those who hold a share in the ownership or in the
//! profit of the data set, or are as close to one who does; a device counts for its owner in all of this
//! ([`interest`](counterfoil_primitives::interest): the rule for those who certify, too). Nor may fee and bond come from one purse, also where a sponsor pays: the bond from the account
//! that pays the fee or from the supplier's own, or the fee from the validator's own. This is judged when a validator
//! joins: what the supplier does to his own document afterwards cannot unseat anyone. Nobody of these can veto either.
//!
//! ## Cost
//! The supplier's account carries one ticket for the round with as many seats as it has, until the record is
//! forgotten: at the earliest [`Parameters::retention`] after its end, by anyone. The decision itself stays in the
//! registry, and the history of every party in the audit. Counts of outcomes stay for ever; they are bounded by the
//! number of stakeholders that were ever let in.
//!
//! Settling visits at most [`Config::SettlePerStep`] seats per step and takes one step per round and block, so the
//! weight of a block does not depend on how many validators a round has.
//!
//! ## What can go wrong
//! - *Collusion.* A group that is the majority of a round decides it. Against that stand: who may be a validator (a
//!   vote of the consortium), the number of seats, the reputation, the veto. Seats go to those who come first, so a
//!   supplier can tell his friends when he opens a round: the quorum must be larger than a circle of friends.
//! - *Exclusion.* Validators who agree to be named as controllers of a supplier cannot judge his data. It is public, and
//!   those who buy can see who was left to judge.
//! - *Silence.* In a round with as many seats as the quorum asks for, one validator who does not reveal makes it
//!   fail, and nobody pays for it. A supplier who takes more seats than that does not depend on a single one.
//! - *A verdict that cannot be revealed*, because the quality is out of range, the reason reserved or the proof
//!   wrong: its validator counts as one who did not reveal. The chain cannot see it before.
//! - *A lost salt*: the same.
//!
//! ## Example
//! What a validator does off chain, with the same code as the chain:
//! ```
//! use counterfoil_primitives::did::DidId;
//! use counterfoil_primitives::verdict::{commitment, Verdict};
//!
//! let (genesis, round, me) = ([1; 32], 7, DidId([2; 32]));
//! let verdict: Verdict = Verdict::Valid { quality: 940 };
//! let salt = [0x5a; 32]; // random, and kept until it is revealed
//! let sealed = commitment(&genesis, round, &me, &verdict, &salt);
//!
//! // Somebody who copies it cannot open it: it names its validator.
//! assert_ne!(sealed, commitment(&genesis, round, &DidId([3; 32]), &verdict, &salt));
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod audit;
#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
mod features;
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
	BalanceOf, Member, Parameters, Phase, Round, Salt, Verdict, Windows, LEAST_MAJORITY, MAX_WINDOW,
};
pub use weights::WeightInfo;

/// The log target of this pallet.
const LOG_TARGET: &str = "runtime::validation";

/// What a benchmark needs from the runtime.
#[cfg(any(feature = "runtime-benchmarks", test))]
pub trait BenchmarkHelper<T: Config> {
	/// Makes the account act for an active stakeholder in every role and gives it this much money; returns the DID.
	fn stakeholder(
		account: &T::AccountId,
		balance: BalanceOf<T>,
	) -> counterfoil_primitives::did::DidId;
	/// Makes a submission of the stakeholder that waits for a round.
	fn submission(
		supplier: &counterfoil_primitives::traits::Subject<T::AccountId>,
		fingerprint: counterfoil_primitives::fingerprint::Fingerprint,
	) -> counterfoil_primitives::SubmissionId;
	/// Accredits the stakeholder to veto rounds about the submission.
	fn accredit(
		regulator: &counterfoil_primitives::traits::Subject<T::AccountId>,
		submission: counterfoil_primitives::SubmissionId,
	);
	/// Sets the clock.
	fn set_time(now: counterfoil_primitives::Moment);
}

#[frame_support::pallet]
pub mod pallet {
	use super::{Member, *};
	use counterfoil_primitives::{
		did::DidId,
		reputation::Counts,
		traits::{
			Accounts, AuditLog, Certificates, DataRegistry, Identities, Rights, Subject,
			ValidationTarget,
		},
		verdict::{Finding, RoundOutcome, Standing},
		DataSetId, Hash, Moment, RoundId, SubmissionId,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			tokens::fungible::{Inspect, MutateHold},
			Consideration, Footprint, Time,
		},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;

	/// The version of the storage below.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Validation rounds.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// The money. Fees and bonds are holds.
		type Currency: Inspect<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who is who, and whose account is whose.
		type Identities: Identities + Accounts<Self::AccountId>;

		/// What was submitted, and what becomes of it.
		type Registry: DataRegistry + ValidationTarget<Error = DispatchError>;

		/// Who owns a data set.
		type Rights: Rights;

		/// Who may veto.
		type Certificates: Certificates;

		/// Who may act for a DID that is active: opens rounds, joins them, vetoes.
		type ActiveOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may act for a DID. One that was suspended or revoked still may: it is to be able to reveal what it
		/// committed to.
		type SubjectOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;

		/// Who may set the parameters.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// What a record costs the supplier's account.
		type Consideration: Consideration<Self::AccountId, Footprint>;

		/// Where histories are kept.
		type Audit: AuditLog;

		/// The most seats that a round may have, 1 to 1000.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// How many visits to seats one step of a settlement makes. A decided round visits a seat twice at most.
		#[pallet::constant]
		type SettlePerStep: Get<u32>;

		/// What the calls cost.
		type WeightInfo: WeightInfo;

		/// What benchmarks need.
		#[cfg(any(feature = "runtime-benchmarks", test))]
		type BenchmarkHelper: crate::BenchmarkHelper<Self>;
	}

	/// Why money is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The supplier's fee, from the opening of a round until it is paid out or returned.
		#[codec(index = 0)]
		Fee,
		/// A validator's bond, from joining until it is settled. On the supplier's account: what was slashed and is
		/// still to be paid to the majority.
		#[codec(index = 1)]
		Bond,
		/// The supplier's ticket for the record, from the opening until it is forgotten. For a runtime whose
		/// `Consideration` is a hold; this pallet itself never names it.
		#[codec(index = 2)]
		Record,
	}

	/// The rounds, open or closed. Written by every step, removed when the record is forgotten. Each is paid for by its
	/// ticket.
	#[pallet::storage]
	pub type Rounds<T: Config> = StorageMap<_, Twox64Concat, RoundId, Round<T>, OptionQuery>;

	/// The rounds that are not over, so that validators find work. One entry per round, written when it opens,
	/// removed when it closes; the ticket pays for it.
	#[pallet::storage]
	pub type OpenRounds<T: Config> = StorageMap<_, Twox64Concat, RoundId, (), OptionQuery>;

	/// The latest round about a submission. Written when a round opens, removed when that round is forgotten; the
	/// ticket pays for it.
	#[pallet::storage]
	pub type LatestRound<T: Config> =
		StorageMap<_, Twox64Concat, SubmissionId, RoundId, OptionQuery>;

	/// Who has which seat, and what he found. Written when a validator joins, commits and reveals, removed when the
	/// round is forgotten. At most as many per round as it has seats, which its ticket pays for.
	#[pallet::storage]
	pub type Seats<T: Config> =
		StorageDoubleMap<_, Twox64Concat, RoundId, Twox64Concat, u32, Member<T>, OptionQuery>;

	/// The rounds of a validator, and his seat in each. As [`Seats`].
	#[pallet::storage]
	pub type SeatOf<T: Config> =
		StorageDoubleMap<_, Identity, DidId, Twox64Concat, RoundId, u32, OptionQuery>;

	/// What is counted about validators and suppliers. Written when a round is decided (the supplier) and settled (the
	/// validators), never removed: one entry per stakeholder that ever took part in a round.
	#[pallet::storage]
	pub type Reputations<T: Config> = StorageMap<_, Identity, DidId, Counts, ValueQuery>;

	/// The number that the next round gets. Numbers are never used twice.
	#[pallet::storage]
	pub type NextRoundId<T: Config> = StorageValue<_, RoundId, ValueQuery>;

	/// What governance decides about rounds to come. Written at genesis and by `set_parameters`.
	#[pallet::storage]
	pub type ParametersStore<T: Config> = StorageValue<_, Parameters<BalanceOf<T>>, ValueQuery>;

	/// The open rounds by the bucket of time in which their deadline has passed. One entry per open round, moved by
	/// every change of phase, removed when the round closes.
	#[pallet::storage]
	pub type Agenda<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Twox64Concat, RoundId, (), OptionQuery>;

	/// The first bucket of the agenda that may still hold overdue entries. Written by `on_poll`.
	#[pallet::storage]
	pub type AgendaCursor<T: Config> = StorageValue<_, u64, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A round was opened.
		RoundOpened {
			/// Its number.
			round: RoundId,
			/// What is judged.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// Who asked for it, and the account that pays.
			supplier: Subject<T::AccountId>,
			/// What the majority gets.
			fee: BalanceOf<T>,
			/// What each validator puts up.
			bond: BalanceOf<T>,
			/// How many validators may join.
			seats: u32,
			/// Until when they may.
			until: Moment,
		},
		/// A validator took a seat; his bond is held.
		Joined {
			/// The round.
			round: RoundId,
			/// What is judged.
			submission: SubmissionId,
			/// Who joined, and the account that put up the bond.
			validator: Subject<T::AccountId>,
			/// His seat.
			seat: u32,
			/// What is held.
			bond: BalanceOf<T>,
		},
		/// Nobody can join any more; those who did may commit.
		CommittingBegan {
			/// The round.
			round: RoundId,
			/// What is judged.
			submission: SubmissionId,
			/// How many joined.
			joined: u32,
			/// Until when they may commit.
			until: Moment,
		},
		/// A validator committed to a verdict.
		Committed {
			/// The round.
			round: RoundId,
			/// What is judged.
			submission: SubmissionId,
			/// Who committed.
			validator: DidId,
			/// To what.
			commitment: Hash,
		},
		/// Nobody can commit any more; those who did may reveal.
		RevealingBegan {
			/// The round.
			round: RoundId,
			/// What is judged.
			submission: SubmissionId,
			/// How many committed.
			committed: u32,
			/// Until when they may reveal.
			until: Moment,
		},
		/// A validator revealed his verdict.
		Revealed {
			/// The round.
			round: RoundId,
			/// What is judged.
			submission: SubmissionId,
			/// Who revealed it.
			validator: DidId,
			/// What he found.
			finding: Finding,
			/// Whether it counts: it does not if he is no active validator any more.
			counts: bool,
		},
		/// A regulator ended a round.
		Vetoed {
			/// The round.
			round: RoundId,
			/// What was judged.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// Who.
			regulator: DidId,
			/// SHA-256 of the document that says why.
			reason: Hash,
		},
		/// A round has its outcome. What is left is to move the money.
		Decided {
			/// The round.
			round: RoundId,
			/// What was judged.
			submission: SubmissionId,
			/// The data set that it belongs to.
			data_set: DataSetId,
			/// Who asked for the round.
			supplier: DidId,
			/// How it ended.
			outcome: RoundOutcome,
			/// How many said valid.
			valid: u32,
			/// How many said invalid.
			invalid: u32,
			/// How many joined and did not reveal.
			unrevealed: u32,
			/// What the supplier got back: the fee, unless the validators decided.
			refund: BalanceOf<T>,
		},
		/// A validator of the majority got his bond back and was paid.
		Rewarded {
			/// The round.
			round: RoundId,
			/// Who.
			validator: DidId,
			/// The account that was paid.
			account: T::AccountId,
			/// His share of the fee.
			fee: BalanceOf<T>,
			/// His share of what others lost.
			slashed: BalanceOf<T>,
			/// The bond that returned.
			bond: BalanceOf<T>,
		},
		/// A validator lost a part of his bond.
		Slashed {
			/// The round.
			round: RoundId,
			/// Who.
			validator: DidId,
			/// The account that had put up the bond.
			account: T::AccountId,
			/// Why: of the minority, or not revealed.
			standing: Standing,
			/// What he lost.
			lost: BalanceOf<T>,
			/// What returned.
			returned: BalanceOf<T>,
		},
		/// A validator got his bond back.
		BondReturned {
			/// The round.
			round: RoundId,
			/// Who.
			validator: DidId,
			/// The account that had put it up.
			account: T::AccountId,
			/// Where he stands.
			standing: Standing,
			/// What returned.
			bond: BalanceOf<T>,
		},
		/// All money of a round was moved. It is over.
		RoundClosed {
			/// The round.
			round: RoundId,
			/// What was judged.
			submission: SubmissionId,
			/// Who asked for the round.
			supplier: DidId,
		},
		/// The record of a closed round was removed and its ticket given back.
		Forgotten {
			/// The round.
			round: RoundId,
			/// What was judged.
			submission: SubmissionId,
			/// Whose ticket it was.
			supplier: DidId,
		},
		/// The parameters of rounds to come were set.
		ParametersSet {
			/// The new parameters.
			parameters: Parameters<BalanceOf<T>>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no round of this number. It was never opened, or it was forgotten.
		NotFound,
		/// There is no such submission.
		UnknownSubmission,
		/// The caller does not act for the supplier of the submission. A device of his may not ask for a round.
		NotSupplier,
		/// The fee is below the least one.
		FeeTooLow,
		/// There are fewer seats than the quorum, or more than a round may have.
		SeatsOutOfRange,
		/// All numbers of rounds are used up.
		NoMoreIds,
		/// The round is past its joining phase, or all seats are taken.
		NotJoining,
		/// The round is not in its committing phase: others may still join, or it is too late.
		NotCommitting,
		/// The round is not in its revealing phase: others may still commit, or it is too late.
		NotRevealing,
		/// The deadline of this step has passed. Anyone may call `advance` now.
		DeadlinePassed,
		/// The deadline of this phase has not passed. Wait until the clock is past it.
		DeadlineNotPassed,
		/// The round is decided. Nothing can change it.
		AlreadyDecided,
		/// The round is over. Nothing more can happen to it.
		AlreadyClosed,
		/// The round is not over. Only one that is can be forgotten.
		NotClosed,
		/// The record is to stay for a while. Wait until the retention time is over.
		RetentionNotOver,
		/// The caller acts for nobody who is an active validator.
		NotValidator,
		/// The validator left too many of his rounds unrevealed.
		TooOftenAbsent,
		/// The supplier cannot judge his own data.
		SupplierCannotValidate,
		/// A device of the supplier cannot judge his data.
		DeviceOfSupplier,
		/// The owner of the device that signed the submission cannot judge it.
		OwnerOfDevice,
		/// A controller of the supplier, or of the device that signed, cannot judge his data.
		ControlsSupplier,
		/// Whom the supplier controls cannot judge his data.
		ControlledBySupplier,
		/// Whoever has a controller in common with the supplier cannot judge his data.
		SharedController,
		/// Who holds a share in the ownership or in the profit of the data set cannot judge it.
		CoOwner,
		/// Fee and bond would come from one purse: that of the supplier, of the validator, or of one sponsor of both.
		SameAccount,
		/// The validator has a seat in this round already.
		AlreadyJoined,
		/// The caller does not act for a validator of this round.
		NotMember,
		/// The validator has committed already. A commitment cannot be changed.
		AlreadyCommitted,
		/// The validator has not committed. There is nothing to reveal.
		NotCommitted,
		/// The validator has revealed already.
		AlreadyRevealed,
		/// Verdict and salt do not open the commitment of this validator to this round on this chain.
		WrongCommitment,
		/// The quality is above 1000.
		QualityTooHigh,
		/// The reason is a regulator's to give.
		ReasonReserved,
		/// The submission has no such leaf.
		LeafOutOfRange,
		/// The proof has more or fewer hashes than this leaf needs.
		WrongPathLength,
		/// The proof leads to another root than the fingerprint's.
		RootMismatch,
		/// The caller is no regulator who is accredited to veto in this category.
		NotAccredited,
		/// A party of the round, or one who may not judge it, cannot veto it.
		PartyCannotVeto,
		/// A window or the retention time is zero.
		WindowEmpty,
		/// A window or the retention time is longer than 366 days.
		WindowTooLong,
		/// The quorum is zero, or more than a round may have seats.
		QuorumOutOfRange,
		/// The majority is below 500 per mille, so that both sides could have it, or 1000, so that none could.
		MajorityOutOfRange,
		/// A share is more than 1000 per mille.
		ShareTooHigh,
		/// Not to reveal would cost less than to be of the minority.
		SilenceCheaper,
		/// A part of the bond would be below the existential deposit. Raise the bond, or set the penalty to nothing
		/// or to all.
		PartTooSmall,
	}

	/// The parameters at genesis.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What applies to the first rounds.
		pub parameters: Parameters<BalanceOf<T>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(
				types::check_parameters::<T>(&self.parameters).is_ok(),
				"rounds can run under the parameters, see `set_parameters`"
			);
			ParametersStore::<T>::put(self.parameters);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Moves on what is due: what `advance` does, as far as the block has room.
		fn on_poll(_n: BlockNumberFor<T>, meter: &mut WeightMeter) {
			Self::work_off_agenda(meter);
		}

		fn integrity_test() {
			let most = T::MaxValidators::get();
			assert!((1..=1_000).contains(&most), "a round has 1 to 1000 seats");
			assert!(T::SettlePerStep::get() > 0, "a settlement must come to an end");
			assert!(
				pallet_support::has_genesis_hash::<T>(),
				"commitments name a genesis hash of 32 bytes"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Asks for a judgement over a submission and puts the fee on hold.
		///
		/// By the supplier of the submission, which waits for a round. `seats` validators may join: no fewer than the
		/// quorum. The account of the call pays the fee and carries the ticket.
		///
		/// Errors: `UnknownSubmission`, `NotSupplier`, `FeeTooLow`, `SeatsOutOfRange`, `NoMoreIds`; those of the
		/// registry if the submission does not wait; `Token::FundsUnavailable` if the account cannot spare fee and
		/// ticket. Event: `RoundOpened`.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::open_round())]
		pub fn open_round(
			origin: OriginFor<T>,
			submission: SubmissionId,
			fee: BalanceOf<T>,
			seats: u32,
		) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_open_round(subject, submission, fee, seats)
		}

		/// Takes a seat and puts the bond on hold.
		///
		/// By an active validator who has nothing to do with the supplier, while the round is `Joining`. Who takes
		/// the last seat ends the phase. There is no way back: the bond is settled with the round.
		///
		/// Errors: `NotFound`, `NotJoining`, `DeadlinePassed`, `SupplierCannotValidate`, `DeviceOfSupplier`,
		/// `OwnerOfDevice`, `ControlsSupplier`, `ControlledBySupplier`, `SharedController`, `CoOwner`,
		/// `NotValidator`, `TooOftenAbsent`, `AlreadyJoined`, `SameAccount`; `Token::FundsUnavailable` if the account
		/// cannot spare the bond. Events: `Joined`; with the last seat `CommittingBegan`.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::join())]
		pub fn join(origin: OriginFor<T>, round: RoundId) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_join(subject, round)
		}

		/// Commits to a verdict.
		///
		/// By a validator of the round, once, while it is `Committing`. `commitment` is the
		/// [`commitment`](counterfoil_primitives::verdict::commitment) over this chain's genesis hash, the round, the
		/// validator, the verdict and a random salt, which is needed to reveal. The last to commit ends the phase.
		///
		/// Errors: `NotFound`, `NotCommitting`, `DeadlinePassed`, `NotMember`, `AlreadyCommitted`. Events:
		/// `Committed`; with the last `RevealingBegan`.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::commit())]
		pub fn commit(origin: OriginFor<T>, round: RoundId, commitment: Hash) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_commit(subject.did, round, commitment)
		}

		/// Reveals the verdict that the caller committed to.
		///
		/// By a validator of the round, while it is `Revealing`. The last to reveal ends the round.
		///
		/// Errors: `NotFound`, `NotRevealing`, `DeadlinePassed`, `NotMember`, `NotCommitted`, `AlreadyRevealed`,
		/// `WrongCommitment`, `QualityTooHigh`, `ReasonReserved`, `LeafOutOfRange`, `WrongPathLength`,
		/// `RootMismatch`. Events: `Revealed`; with the last `Decided`.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::weight_of_reveal(verdict))]
		pub fn reveal(
			origin: OriginFor<T>,
			round: RoundId,
			verdict: Verdict,
			salt: Salt,
		) -> DispatchResult {
			let subject = T::SubjectOrigin::ensure_origin(origin)?;
			Self::do_reveal(subject.did, round, verdict, salt)
		}

		/// Ends a round: the submission is rejected, fee and bonds return.
		///
		/// By a regulator who is accredited to veto in the category of the data set and has nothing to do with the
		/// round, before it is decided. `reason` is the SHA-256 of the document that says why.
		///
		/// Errors: `NotFound`, `AlreadyDecided`, `DeadlinePassed`, `PartyCannotVeto`, `NotAccredited`. Events:
		/// `Vetoed`, `Decided`.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::veto())]
		pub fn veto(origin: OriginFor<T>, round: RoundId, reason: Hash) -> DispatchResult {
			let subject = T::ActiveOrigin::ensure_origin(origin)?;
			Self::do_veto(subject, round, reason)
		}

		/// Moves a round on: ends a phase whose deadline has passed, or settles some more seats of a round that is
		/// decided.
		///
		/// By any signed account. The chain does the same by itself; this is for who does not want to wait.
		///
		/// Errors: `NotFound`, `DeadlineNotPassed`, `AlreadyClosed`. Events: `CommittingBegan`, `RevealingBegan` or
		/// `Decided`; or one of `Rewarded`, `Slashed` and `BondReturned` per seat, and `RoundClosed` after the last.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::advance(T::SettlePerStep::get()))]
		pub fn advance(origin: OriginFor<T>, round: RoundId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_advance(round)
		}

		/// Removes the record of a round that is over and returns its ticket.
		///
		/// By any signed account, once the round has been closed for the retention time under which it was opened.
		/// The ticket goes back to the account that carried it, whoever calls. The decision stays in the registry.
		///
		/// Errors: `NotFound`, `NotClosed`, `RetentionNotOver`. Event: `Forgotten`.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::forget(T::MaxValidators::get()))]
		pub fn forget(origin: OriginFor<T>, round: RoundId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let members = Self::do_forget(round)?;
			Ok(Some(T::WeightInfo::forget(members)).into())
		}

		/// Sets the parameters of rounds to come.
		///
		/// By the admin. Rounds that are open keep what they were opened under.
		///
		/// Errors: `WindowEmpty`, `WindowTooLong`, `QuorumOutOfRange`, `MajorityOutOfRange`, `ShareTooHigh`,
		/// `SilenceCheaper`, `PartTooSmall`. Event: `ParametersSet`.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_parameters())]
		pub fn set_parameters(
			origin: OriginFor<T>,
			parameters: Parameters<BalanceOf<T>>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
