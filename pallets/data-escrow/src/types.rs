//! What the escrow stores, and the form of the proof that a dispute carries.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	exchange::{self, Outcome},
	fingerprint::{Fingerprint, MAX_LEAF_LEN, MAX_PATH_LEN},
	traits::Subject,
	DataSetId, Hash, Moment,
};
use frame_support::{
	traits::{tokens::fungible::Inspect, ConstU32},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use scale_info::TypeInfo;
use sp_runtime::{traits::Zero, Permill};

use crate::{Config, Error};

/// The balance of the escrow's currency.
pub type BalanceOf<T> =
	<<T as Config>::Currency as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// The key of one trade: 32 bytes of ChaCha20.
pub type Key = [u8; 32];

/// The longest window that governance may set: 366 days, in milliseconds.
pub const MAX_WINDOW: Moment = 366 * 24 * 60 * 60 * 1_000;

/// How long only the demander may have the record of a closed agreement removed: 90 days, in milliseconds.
///
/// A quarter of a year is long enough for both parties, and for who audits them, to read the outcome and to keep it. After
/// that anyone may have it removed, so that a demander who lost his key or his interest does not leave records behind for
/// ever.
pub const RECORD_KEPT: Moment = 90 * 24 * 60 * 60 * 1_000;

/// How long each step of an agreement may take, in milliseconds, counted from the step before.
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
	/// For the demander to fund.
	pub funding: Moment,
	/// For the supplier to encrypt and to commit.
	pub commitment: Moment,
	/// For the demander to fetch and check the ciphertext and to accept.
	pub acceptance: Moment,
	/// For the supplier to reveal the key.
	pub reveal: Moment,
	/// For the demander to decrypt, to check every leaf and to dispute.
	pub dispute: Moment,
}

impl Windows {
	fn all(&self) -> [Moment; 5] {
		[self.funding, self.commitment, self.acceptance, self.reveal, self.dispute]
	}
}

/// What governance decides about agreements to come. Running ones keep what they were opened under.
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
	/// How long each step may take.
	pub windows: Windows,
	/// The supplier's bond as a share of the price.
	pub bond: Permill,
	/// The least bond. The existential deposit is a floor below it.
	pub minimum_bond: Balance,
}

/// A day for every step and a tenth of the price.
impl<Balance: Zero> Default for Parameters<Balance> {
	fn default() -> Self {
		const DAY: Moment = 24 * 60 * 60 * 1_000;
		Self {
			windows: Windows {
				funding: DAY,
				commitment: DAY,
				acceptance: DAY,
				reveal: DAY,
				dispute: DAY,
			},
			bond: Permill::from_percent(10),
			minimum_bond: Zero::zero(),
		}
	}
}

impl<Balance> Parameters<Balance> {
	/// Whether agreements can run under these parameters.
	pub(crate) fn check<T: Config>(&self) -> Result<(), Error<T>> {
		if self.windows.all().contains(&0) {
			return Err(Error::<T>::WindowEmpty);
		}
		if self.windows.all().iter().any(|window| *window > MAX_WINDOW) {
			return Err(Error::<T>::WindowTooLong);
		}
		Ok(())
	}
}

/// Where an open agreement stands. `until` is the deadline of the next step: it may be taken while
/// `now <= until`; afterwards anyone, or the chain itself, moves the agreement on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Stage {
	/// The demander has yet to fund. Nothing is held.
	#[codec(index = 0)]
	Agreed {
		/// The deadline.
		until: Moment,
	},
	/// The supplier has yet to commit. The price is held.
	#[codec(index = 1)]
	Funded {
		/// The deadline.
		until: Moment,
	},
	/// The demander has yet to accept. Price and bond are held.
	#[codec(index = 2)]
	Offered {
		/// The deadline.
		until: Moment,
		/// Root of the tree over the encrypted leaves.
		ciphertext_root: Hash,
		/// The supplier's commitment to the key.
		key_commitment: Hash,
	},
	/// The supplier has yet to reveal the key. Price and bond are held.
	#[codec(index = 3)]
	Accepted {
		/// The deadline.
		until: Moment,
		/// Root of the tree over the encrypted leaves.
		ciphertext_root: Hash,
		/// The supplier's commitment to the key.
		key_commitment: Hash,
	},
	/// The demander may dispute. Price and bond are held.
	#[codec(index = 4)]
	Revealed {
		/// The deadline.
		until: Moment,
		/// Root of the tree over the encrypted leaves.
		ciphertext_root: Hash,
		/// The key.
		key: Key,
	},
}

impl Stage {
	/// The deadline of the next step.
	pub fn until(&self) -> Moment {
		match self {
			Stage::Agreed { until }
			| Stage::Funded { until }
			| Stage::Offered { until, .. }
			| Stage::Accepted { until, .. }
			| Stage::Revealed { until, .. } => *until,
		}
	}

	/// Whether the demander's price is held.
	pub fn holds_price(&self) -> bool {
		!matches!(self, Stage::Agreed { .. })
	}

	/// Whether the supplier's bond is held.
	pub fn holds_bond(&self) -> bool {
		!matches!(self, Stage::Agreed { .. } | Stage::Funded { .. })
	}

	/// How an agreement ends that does not leave this stage in time.
	pub fn outcome_of_silence(&self) -> Outcome {
		match self {
			Stage::Agreed { .. } => Outcome::NotFunded,
			Stage::Funded { .. } => Outcome::NotCommitted,
			Stage::Offered { .. } => Outcome::NotAccepted,
			Stage::Accepted { .. } => Outcome::NotRevealed,
			Stage::Revealed { .. } => Outcome::Settled,
		}
	}
}

/// An open agreement.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Agreement<T: Config> {
	/// Who delivers, and the account that posts the bond and is paid.
	pub supplier: Subject<T::AccountId>,
	/// Who receives, and the account that pays and carries the ticket.
	pub demander: Subject<T::AccountId>,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The fingerprints of what is delivered, in order.
	pub parts: BoundedVec<Fingerprint, T::MaxParts>,
	/// What the demander pays.
	pub price: BalanceOf<T>,
	/// What the supplier posts.
	pub bond: BalanceOf<T>,
	/// How long each step may take, as it was at the opening.
	pub windows: Windows,
	/// When it was opened.
	pub opened: Moment,
	/// Where it stands.
	pub stage: Stage,
	/// What the record costs the demander.
	pub ticket: T::Consideration,
}

impl<T: Config> Agreement<T> {
	/// What is held of the demander's money.
	pub fn held_price(&self) -> BalanceOf<T> {
		if self.stage.holds_price() {
			self.price
		} else {
			Zero::zero()
		}
	}

	/// What is held of the supplier's money.
	pub fn held_bond(&self) -> BalanceOf<T> {
		if self.stage.holds_bond() {
			self.bond
		} else {
			Zero::zero()
		}
	}
}

/// What remains of an agreement that is over, until its demander forgets it.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Closed<T: Config> {
	/// Who delivered, and the account that was paid.
	pub supplier: Subject<T::AccountId>,
	/// Who received, and the account that paid and still carries the ticket.
	pub demander: Subject<T::AccountId>,
	/// The data set that was delivered from.
	pub data_set: DataSetId,
	/// What the demander was to pay.
	pub price: BalanceOf<T>,
	/// What the supplier was to post.
	pub bond: BalanceOf<T>,
	/// When it was opened.
	pub opened: Moment,
	/// How it ended.
	pub outcome: Outcome,
	/// When it ended.
	pub at: Moment,
	/// What the record costs the demander.
	pub ticket: T::Consideration,
}

/// The proof of misbehaviour as a call carries it: no leaf and no path can be longer than the limits.
pub type Misbehaviour = exchange::Misbehaviour<
	BoundedVec<u8, ConstU32<MAX_LEAF_LEN>>,
	BoundedVec<Hash, ConstU32<MAX_PATH_LEN>>,
>;

/// The bond for a price: its share, at least the least bond, at least the existential deposit (so that it
/// can always be released or paid out, whatever the receiving account holds).
pub(crate) fn bond_for<T: Config>(
	parameters: &Parameters<BalanceOf<T>>,
	price: BalanceOf<T>,
) -> BalanceOf<T> {
	parameters.bond.mul_ceil(price).max(parameters.minimum_bond).max(T::Currency::minimum_balance())
}
