//! What an application asks `pallet-validation`: one question per method, flat answers, and a batch form of what is
//! asked for lists (Y.4560 9.4).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without the pallet's
//! code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`]
//! entries. Answers come in the order of the questions, `None` for an unknown id.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use counterfoil_primitives::{
	did::DidId,
	reputation::{Score, SupplierCounts, ValidatorCounts},
	verdict::{Participation, RoundOutcome, Standing, Verdict},
	DataSetId, Hash, Moment, RoundId, SubmissionId,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// Where a round stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum PhaseView {
	/// Validators join.
	#[codec(index = 0)]
	Joining,
	/// Those who joined commit.
	#[codec(index = 1)]
	Committing,
	/// Those who committed reveal.
	#[codec(index = 2)]
	Revealing,
	/// Decided, the money is being moved.
	#[codec(index = 3)]
	Settling,
	/// Over.
	#[codec(index = 4)]
	Closed,
}

/// One round, from its opening until it is forgotten.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RoundView<AccountId, Balance> {
	/// Its number.
	pub id: RoundId,
	/// What is judged.
	pub submission: SubmissionId,
	/// The data set that it belongs to.
	pub data_set: DataSetId,
	/// Who asked for the round.
	pub supplier: DidId,
	/// The account that pays the fee.
	pub supplier_account: AccountId,
	/// What the majority gets.
	pub fee: Balance,
	/// What each validator puts up.
	pub bond: Balance,
	/// How many may join.
	pub seats: u32,
	/// How many verdicts are needed.
	pub quorum: u32,
	/// More than so many per mille of the verdicts must agree.
	pub majority: u16,
	/// How many joined.
	pub joined: u32,
	/// How many committed.
	pub committed: u32,
	/// How many said valid.
	pub valid: u32,
	/// How many said invalid.
	pub invalid: u32,
	/// How many revealed and do not count.
	pub excused: u32,
	/// Where it stands.
	pub phase: PhaseView,
	/// Until when a step of this phase may be taken, or when the next part of the settlement is due. `None` when it
	/// is over.
	pub deadline: Option<Moment>,
	/// When it was opened.
	pub opened: Moment,
	/// How it ended, once it is decided.
	pub outcome: Option<RoundOutcome>,
	/// When it was over.
	pub closed: Option<Moment>,
	/// From when on anyone may have the record removed.
	pub forgettable: Option<Moment>,
}

/// A validator in a round.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct MemberView<AccountId> {
	/// His seat, counted from 0 in the order in which they were taken.
	pub position: u32,
	/// Who.
	pub validator: DidId,
	/// The account that put up the bond.
	pub account: AccountId,
	/// How far he came.
	pub participation: Participation,
	/// Where he stands, once the round is decided.
	pub standing: Option<Standing>,
}

/// What is counted about a stakeholder, and what follows from it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ReputationView {
	/// Who.
	pub did: DidId,
	/// As a validator.
	pub validator: ValidatorCounts,
	/// The score that follows from these counts.
	pub validator_score: Score,
	/// How often he left a round unrevealed, per mille.
	pub absence: u16,
	/// As a supplier.
	pub supplier: SupplierCounts,
	/// The score that follows from these counts.
	pub supplier_score: Score,
}

/// Why somebody may not join a round. The first reason, in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Refusal {
	/// There is no such round.
	#[codec(index = 0)]
	UnknownRound,
	/// The round is past its joining phase, or all seats are taken.
	#[codec(index = 1)]
	NotJoining,
	/// The time to join is over.
	#[codec(index = 2)]
	DeadlinePassed,
	/// The supplier himself.
	#[codec(index = 3)]
	Supplier,
	/// A device of the supplier.
	#[codec(index = 4)]
	DeviceOfSupplier,
	/// The owner of the device that signed the submission.
	#[codec(index = 5)]
	OwnerOfDevice,
	/// A controller of the supplier, or of the device that signed the submission.
	#[codec(index = 6)]
	ControlsSupplier,
	/// Controlled by the supplier.
	#[codec(index = 7)]
	ControlledBySupplier,
	/// Somebody controls both.
	#[codec(index = 8)]
	SharedController,
	/// Holds a share in the ownership or in the profit of the data set.
	#[codec(index = 9)]
	CoOwner,
	/// No active validator.
	#[codec(index = 10)]
	NotValidator,
	/// Left too many of his rounds unrevealed.
	#[codec(index = 11)]
	TooOftenAbsent,
	/// Has a seat already.
	#[codec(index = 12)]
	AlreadyJoined,
}

/// What governance decides about rounds to come.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParametersView<Balance> {
	/// Milliseconds to join.
	pub joining: Moment,
	/// Milliseconds to commit.
	pub committing: Moment,
	/// Milliseconds to reveal.
	pub revealing: Moment,
	/// Milliseconds for which the record of a round stays after its end.
	pub retention: Moment,
	/// The least fee.
	pub minimum_fee: Balance,
	/// What each validator puts up.
	pub bond: Balance,
	/// How many verdicts a round needs at least.
	pub quorum: u32,
	/// The most seats that a round may have.
	pub max_seats: u32,
	/// More than so many per mille of the verdicts must agree.
	pub majority: u16,
	/// What the minority loses of the bond, per mille.
	pub minority_penalty: u16,
	/// What those lose of the bond who do not reveal, per mille.
	pub unrevealed_penalty: u16,
	/// A validator who left more than so many per mille of his rounds unrevealed joins no more.
	pub max_absence: u16,
}

sp_api::decl_runtime_apis! {
	/// Reads of `pallet-validation`.
	#[api_version(1)]
	pub trait ValidationApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// One round; `None` if it was never opened or is forgotten.
		fn round(id: RoundId) -> Option<RoundView<AccountId, Balance>>;

		/// The batch form of `round`.
		fn rounds(ids: Vec<RoundId>) -> Vec<Option<RoundView<AccountId, Balance>>>;

		/// The latest round about a submission.
		fn round_of(submission: SubmissionId) -> Option<RoundView<AccountId, Balance>>;

		/// The batch form of `round_of`.
		fn rounds_of_submissions(
			submissions: Vec<SubmissionId>,
		) -> Vec<Option<RoundView<AccountId, Balance>>>;

		/// A page of the rounds that are not over, in no particular but in a stable order. `from` is the number of
		/// the last entry of the page before, `None` for the first page. An empty page is the end.
		fn open_rounds(from: Option<RoundId>, limit: u32) -> Vec<RoundView<AccountId, Balance>>;

		/// A page of the rounds in which a validator has a seat, as `open_rounds`.
		fn rounds_of(
			validator: DidId,
			from: Option<RoundId>,
			limit: u32,
		) -> Vec<RoundView<AccountId, Balance>>;

		/// At most `limit` members of a round, in the order in which they joined, beginning with the seat `from`.
		fn members(round: RoundId, from: u32, limit: u32) -> Vec<MemberView<AccountId>>;

		/// What is counted about a stakeholder. Zeros for whom nothing is known.
		fn reputation(did: DidId) -> ReputationView;

		/// The batch form of `reputation`.
		fn reputations(dids: Vec<DidId>) -> Vec<ReputationView>;

		/// Why the validator may not join the round; `None` if he may. Whether an account can pay the bond is not
		/// looked at.
		fn may_validate(round: RoundId, validator: DidId) -> Option<Refusal>;

		/// `may_validate` for several rounds.
		fn may_validate_each(rounds: Vec<RoundId>, validator: DidId) -> Vec<Option<Refusal>>;

		/// What the validator commits to for this verdict and this salt. Whoever answers learns the verdict: ask only
		/// a node of your own.
		fn commitment(round: RoundId, validator: DidId, verdict: Verdict, salt: [u8; 32]) -> Hash;

		/// The parameters under which the next round will be opened.
		fn parameters() -> ParametersView<Balance>;
	}
}
