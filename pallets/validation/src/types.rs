//! What the pallet stores, and the form of a verdict that a call carries.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	fingerprint::{Fingerprint, MAX_PATH_LEN},
	traits::Subject,
	verdict::{
		self, penalty, standing, Finding, Participation, RoundOutcome, Stakes, Standing, Tally,
		PER_MILLE,
	},
	DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	ensure,
	traits::{tokens::fungible::Inspect, ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{SaturatedConversion, Zero},
	Saturating,
};

use crate::{Config, Error};

/// The balance of the pallet's currency.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A verdict as a call carries it: no path can be longer than the limit.
pub type Verdict = verdict::Verdict<BoundedVec<Hash, ConstU32<MAX_PATH_LEN>>>;

/// What a verdict is hidden by until it is revealed.
pub type Salt = [u8; verdict::SALT_LEN];

/// The longest window that governance may set, and the longest time for which a record is kept: 366 days, in
/// milliseconds.
pub const MAX_WINDOW: Moment = 366 * 24 * 60 * 60 * 1_000;

/// The least majority, per mille. Below it both sides could have one.
pub const LEAST_MAJORITY: u16 = 500;

/// How long each phase of a round lasts at most, in milliseconds, counted from the end of the phase before.
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
pub struct Windows {
	/// For validators to join.
	pub joining: Moment,
	/// For those who joined to fetch and to check the data, and to commit.
	pub committing: Moment,
	/// For those who committed to reveal.
	pub revealing: Moment,
}

/// What governance decides about rounds to come. Running ones keep what they were opened under.
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
pub struct Parameters<Balance> {
	/// How long each phase lasts.
	pub windows: Windows,
	/// How long the record of a round stays after its end, in milliseconds.
	pub retention: Moment,
	/// The least fee. The existential deposit is a floor below it.
	pub minimum_fee: Balance,
	/// What each validator puts up. The existential deposit is a floor below it.
	pub bond: Balance,
	/// How many verdicts a round needs at least.
	pub quorum: u32,
	/// More than so many per mille of the verdicts that count must agree.
	pub majority: u16,
	/// What the minority loses of the bond, per mille.
	pub minority_penalty: u16,
	/// What those lose of the bond who did not reveal, per mille.
	pub unrevealed_penalty: u16,
	/// A validator who left more than so many per mille of his rounds unrevealed joins no more.
	pub max_absence: u16,
}

/// A day for every phase, three verdicts, more than half. Whoever does not reveal loses the bond.
impl<Balance: Zero> Default for Parameters<Balance> {
	fn default() -> Self {
		const DAY: Moment = 24 * 60 * 60 * 1_000;
		Self {
			windows: Windows { joining: DAY, committing: DAY, revealing: DAY },
			retention: 90 * DAY,
			minimum_fee: Zero::zero(),
			bond: Zero::zero(),
			quorum: 3,
			majority: LEAST_MAJORITY,
			minority_penalty: 0,
			unrevealed_penalty: PER_MILLE,
			max_absence: PER_MILLE,
		}
	}
}

/// Whether rounds can run under these parameters.
pub(crate) fn check_parameters<T: Config>(
	parameters: &Parameters<BalanceOf<T>>,
) -> Result<(), Error<T>> {
	let Parameters { windows, retention, .. } = parameters;
	let times = [windows.joining, windows.committing, windows.revealing, *retention];
	ensure!(!times.contains(&0), Error::<T>::WindowEmpty);
	ensure!(times.iter().all(|window| *window <= MAX_WINDOW), Error::<T>::WindowTooLong);
	ensure!(
		(1..=T::MaxValidators::get()).contains(&parameters.quorum),
		Error::<T>::QuorumOutOfRange
	);
	ensure!(
		(LEAST_MAJORITY..PER_MILLE).contains(&parameters.majority),
		Error::<T>::MajorityOutOfRange
	);
	let penalties = [parameters.minority_penalty, parameters.unrevealed_penalty];
	ensure!(
		penalties.iter().chain([&parameters.max_absence]).all(|share| *share <= PER_MILLE),
		Error::<T>::ShareTooHigh
	);
	// Else whoever sees that he is of the minority would rather not reveal.
	ensure!(
		parameters.minority_penalty <= parameters.unrevealed_penalty,
		Error::<T>::SilenceCheaper
	);
	// Every part of a bond that moves must be one that an account without any other balance can receive.
	let minimum = T::Currency::minimum_balance();
	let bond = at_least_minimum::<T>(parameters.bond);
	let payable = |amount: BalanceOf<T>| amount.is_zero() || amount >= minimum;
	for share in penalties {
		let lost: BalanceOf<T> = penalty(bond.saturated_into(), share).saturated_into();
		ensure!(payable(lost) && payable(bond.saturating_sub(lost)), Error::<T>::PartTooSmall);
	}
	Ok(())
}

/// The amount, or the existential deposit if that is more: so it can be paid out whatever the receiving account holds.
pub(crate) fn at_least_minimum<T: Config>(amount: BalanceOf<T>) -> BalanceOf<T> {
	amount.max(T::Currency::minimum_balance())
}

/// Where a round stands. A step may be taken while `now <= until`; afterwards anyone, or the chain itself, moves the
/// round on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Phase {
	/// Validators join.
	#[codec(index = 0)]
	Joining {
		/// The deadline.
		until: Moment,
	},
	/// Those who joined commit.
	#[codec(index = 1)]
	Committing {
		/// The deadline.
		until: Moment,
	},
	/// Those who committed reveal.
	#[codec(index = 2)]
	Revealing {
		/// The deadline.
		until: Moment,
	},
	/// It is decided, and the money is being moved, some validators per step.
	#[codec(index = 3)]
	Settling {
		/// How it ended.
		outcome: RoundOutcome,
		/// How many visits to seats were made, see [`Round::visits`].
		visited: u32,
		/// How many of the majority were paid.
		rewarded: u32,
		/// When the next step is due.
		due: Moment,
	},
	/// It is over.
	#[codec(index = 4)]
	Closed {
		/// How it ended.
		outcome: RoundOutcome,
		/// When.
		at: Moment,
	},
}

impl Phase {
	/// When the chain moves the round on; `None` when it is over.
	pub fn due(&self) -> Option<Moment> {
		match self {
			Phase::Joining { until } | Phase::Committing { until } | Phase::Revealing { until } => {
				Some(*until)
			},
			Phase::Settling { due, .. } => Some(*due),
			Phase::Closed { .. } => None,
		}
	}

	/// How the round ended, once it is decided.
	pub fn outcome(&self) -> Option<&RoundOutcome> {
		match self {
			Phase::Joining { .. } | Phase::Committing { .. } | Phase::Revealing { .. } => None,
			Phase::Settling { outcome, .. } | Phase::Closed { outcome, .. } => Some(outcome),
		}
	}
}

/// A validation round, from its opening until it is forgotten.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Round<T: Config> {
	/// What is judged.
	pub submission: SubmissionId,
	/// The data set that it belongs to.
	pub data_set: DataSetId,
	/// The device that signed it.
	pub device: DidId,
	/// Its fingerprint, against which leaves are proven.
	pub fingerprint: Fingerprint,
	/// Who asked for the round, and the account that pays the fee and carries the ticket.
	pub supplier: Subject<T::AccountId>,
	/// What the majority gets.
	pub fee: BalanceOf<T>,
	/// What each validator puts up.
	pub bond: BalanceOf<T>,
	/// How many validators may join.
	pub seats: u32,
	/// The parameters, as they were at the opening.
	pub terms: Parameters<BalanceOf<T>>,
	/// How many joined.
	pub joined: u32,
	/// How many committed.
	pub committed: u32,
	/// What was revealed.
	pub tally: Tally,
	/// When it was opened.
	pub opened: Moment,
	/// Where it stands.
	pub phase: Phase,
	/// What the record costs the supplier.
	pub ticket: T::Consideration,
}

impl<T: Config> Round<T> {
	/// How many of those who joined did not reveal.
	pub fn unrevealed(&self) -> u32 {
		self.joined.saturating_sub(self.tally.revealed())
	}

	/// What is at stake if the round ends so. Nobody is of a majority in a round that was not decided.
	pub fn stakes(&self, outcome: &RoundOutcome) -> Stakes {
		let (majority, minority, unrevealed) = match outcome {
			RoundOutcome::Valid { .. } => (self.tally.valid, self.tally.invalid, self.unrevealed()),
			RoundOutcome::Invalid { .. } => {
				(self.tally.invalid, self.tally.valid, self.unrevealed())
			},
			RoundOutcome::TooFewJoined
			| RoundOutcome::TooFewCommitted
			| RoundOutcome::TooFewRevealed
			| RoundOutcome::NoMajority
			| RoundOutcome::Vetoed { .. } => (0, 0, 0),
		};
		Stakes {
			fee: self.fee.saturated_into(),
			bond: self.bond.saturated_into(),
			minority_penalty: self.terms.minority_penalty,
			unrevealed_penalty: self.terms.unrevealed_penalty,
			majority,
			minority,
			unrevealed,
		}
	}

	/// What a validator with this standing loses of his bond. Nothing, unless the round was decided.
	pub fn loss(&self, outcome: &RoundOutcome, standing: Standing) -> BalanceOf<T> {
		if outcome.is_decided() {
			self.stakes(outcome).loss(standing).saturated_into()
		} else {
			Zero::zero()
		}
	}

	/// How many visits to seats the settlement takes: every seat once, in the order in which they were taken, and if
	/// the round was decided a second time to pay the majority, when all that was slashed has been collected.
	pub fn visits(&self, outcome: &RoundOutcome) -> u32 {
		if outcome.is_decided() {
			self.joined.saturating_mul(2)
		} else {
			self.joined
		}
	}

	/// The visit that the settlement begins with: the second round at once, if there is nobody to visit in the first.
	pub fn first_visit(&self, outcome: &RoundOutcome) -> u32 {
		if outcome.is_decided() && self.stakes(outcome).majority == self.joined {
			self.joined
		} else {
			0
		}
	}
}

/// A validator in a round.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Member<T: Config> {
	/// Who, and the account that put up the bond and is paid.
	pub validator: Subject<T::AccountId>,
	/// How far he came.
	pub participation: Participation,
}

impl<T: Config> Member<T> {
	/// Where he stands, once the round is decided.
	pub fn standing(&self, outcome: &RoundOutcome) -> Standing {
		standing(outcome, &self.participation)
	}

	/// What he revealed.
	pub fn finding(&self) -> Option<&Finding> {
		match &self.participation {
			Participation::Joined | Participation::Committed(_) => None,
			Participation::Revealed(finding) | Participation::Excused(finding) => Some(finding),
		}
	}
}
