//! What the escrow stores, and the form of the proof that a dispute carries.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	exchange::{self, Outcome},
	fingerprint::{Fingerprint, MAX_LEAF_LEN, MAX_PATH_LEN},
	money::{Asset, Commission, MAX_COMMISSIONS},
	traits::{CertificateNeed, Delivery, Party, Subject},
	usage::UsageStatement,
	DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	traits::{tokens::fungibles::Inspect, ConstU32},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use pallet_support::Deposit;
use scale_info::TypeInfo;
use sp_runtime::{
	traits::{SaturatedConversion, Saturating, Zero},
	Permill,
};

use crate::{Config, Error};

/// An amount of whichever asset.
pub type BalanceOf<T> =
	<<T as Config>::Assets as Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A ticket and the account that put it up.
pub type DepositOf<T> =
	Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// Who gets a part of a price.
pub type Commissions = BoundedVec<Commission, ConstU32<MAX_COMMISSIONS>>;

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
	/// For the supplier to reveal the key; in a sealed deal, to answer a complaint.
	pub reveal: Moment,
	/// For the demander to decrypt, to check every leaf and to dispute; in a sealed deal, to complain.
	pub dispute: Moment,
	/// For the judge of a sealed deal to decide, once it is his turn at the latest.
	pub judgement: Moment,
}

impl Windows {
	fn all(&self) -> [Moment; 6] {
		[self.funding, self.commitment, self.acceptance, self.reveal, self.dispute, self.judgement]
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
	/// The least bond of a deal in the chain's own token. The least balance of an asset is a floor for the bonds in it.
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
				judgement: DAY,
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
		/// The watermark of this copy, if it has one.
		watermark: Option<Hash>,
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
		/// The watermark of this copy, if it has one.
		watermark: Option<Hash>,
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
		/// The watermark of this copy, if it has one.
		watermark: Option<Hash>,
		/// The key.
		key: Key,
	},
	/// The supplier of a sealed deal says that he handed everything over; the demander may complain. Price, bond and both
	/// fees are held.
	#[codec(index = 5)]
	Delivered {
		/// The deadline.
		until: Moment,
		/// What he handed over.
		handover: Handover,
	},
	/// The judge of a sealed deal has yet to decide. Price, bond and both fees are held.
	#[codec(index = 6)]
	Contested {
		/// The deadline.
		until: Moment,
		/// What the supplier says that he handed over.
		handover: Handover,
		/// What the parties said.
		case: Case,
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
			| Stage::Revealed { until, .. }
			| Stage::Delivered { until, .. }
			| Stage::Contested { until, .. } => *until,
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

	/// Whether the demander can read what was delivered, as far as the chain knows.
	pub fn is_readable(&self) -> bool {
		matches!(self, Stage::Revealed { .. } | Stage::Delivered { .. } | Stage::Contested { .. })
	}

	/// The root of the tree over the encrypted leaves, once the supplier has committed to it.
	pub fn ciphertext_root(&self) -> Option<Hash> {
		match self {
			Stage::Agreed { .. } | Stage::Funded { .. } => None,
			Stage::Offered { ciphertext_root, .. }
			| Stage::Accepted { ciphertext_root, .. }
			| Stage::Revealed { ciphertext_root, .. } => Some(*ciphertext_root),
			Stage::Delivered { handover, .. } | Stage::Contested { handover, .. } => {
				Some(handover.ciphertext_root)
			},
		}
	}

	/// The watermark that the supplier committed to together with the root, if he did.
	pub fn watermark(&self) -> Option<Hash> {
		match self {
			Stage::Agreed { .. } | Stage::Funded { .. } => None,
			Stage::Offered { watermark, .. }
			| Stage::Accepted { watermark, .. }
			| Stage::Revealed { watermark, .. } => *watermark,
			Stage::Delivered { handover, .. } | Stage::Contested { handover, .. } => {
				handover.watermark
			},
		}
	}
}

/// What the supplier of a sealed deal says that he handed over. The chain cannot tell; a judge can, see
/// [`sealed`](counterfoil_primitives::sealed).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Handover {
	/// Root of the tree over the encrypted leaves.
	pub ciphertext_root: Hash,
	/// The watermark of this copy, if it has one.
	pub watermark: Option<Hash>,
	/// The commitment to the key.
	pub key_commitment: Hash,
	/// The commitment to the key as it was sealed to the demander.
	pub sealed_key: Hash,
}

/// What the parties of a sealed deal said to the judge: a hash of what each shows him, off chain. Never more than these three.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Case {
	/// The demander's complaint.
	pub complaint: Hash,
	/// Until when the supplier may answer.
	pub answer_until: Moment,
	/// His answer.
	pub answer: Option<Hash>,
	/// The demander's reply to the answer.
	pub reply: Option<Hash>,
}

impl Case {
	/// Whether it is the judge's turn: the supplier was heard, or had his time.
	pub fn is_before_judge(&self, now: Moment) -> bool {
		self.answer.is_some() || now > self.answer_until
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
	/// Who receives, and the account that pays if nobody else does.
	pub demander: Subject<T::AccountId>,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions that are delivered, in order.
	pub submissions: BoundedVec<SubmissionId, T::MaxParts>,
	/// Their fingerprints, in the same order.
	pub parts: BoundedVec<Fingerprint, T::MaxParts>,
	/// What the demander pays.
	pub price: BalanceOf<T>,
	/// What the supplier posts.
	pub bond: BalanceOf<T>,
	/// What price and bond are counted in.
	pub asset: Asset,
	/// Who gets a part of the price.
	pub commissions: Commissions,
	/// What the demander may do with the data.
	pub usage: UsageStatement,
	/// Which certificate the submissions must have when the agreement is funded and when the delivery is accepted.
	pub certificate: CertificateNeed,
	/// How the key reaches the demander.
	pub delivery: Delivery,
	/// How long each step may take, as it was at the opening.
	pub windows: Windows,
	/// When it was opened.
	pub opened: Moment,
	/// Whose money the price is, and the account on which it is held once it is: the demander's, or that of who pays for him.
	pub funder: Subject<T::AccountId>,
	/// Who carries the ticket.
	pub carrier: Party,
	/// What the record costs, and whom.
	pub deposit: DepositOf<T>,
	/// Where it stands.
	pub stage: Stage,
}

impl<T: Config> Agreement<T> {
	/// What the judge gets for a decision; nothing if no judge was named. Each side puts up as much.
	pub fn fee(&self) -> BalanceOf<T> {
		match self.delivery {
			Delivery::Proven => Zero::zero(),
			Delivery::Sealed(judge) => judge.fee_of(self.price.saturated_into()).saturated_into(),
		}
	}

	/// What the demander's side puts up: the price, and the judge's fee.
	pub fn stake(&self) -> BalanceOf<T> {
		self.price.saturating_add(self.fee())
	}

	/// What the supplier puts up: the bond, and the judge's fee.
	pub fn pledge(&self) -> BalanceOf<T> {
		self.bond.saturating_add(self.fee())
	}

	/// How a sealed deal ends that its judge does not decide: as the parties agreed when they made it.
	pub fn fallback(&self) -> Outcome {
		match self.delivery {
			// Has no judge, and never asks.
			Delivery::Proven => Outcome::Settled,
			Delivery::Sealed(judge) => Outcome::Fallback { to_supplier: judge.fallback },
		}
	}

	/// What is held of the funder's money.
	pub fn held_price(&self) -> BalanceOf<T> {
		if self.stage.holds_price() {
			self.stake()
		} else {
			Zero::zero()
		}
	}

	/// What is held of the supplier's money.
	pub fn held_bond(&self) -> BalanceOf<T> {
		if self.stage.holds_bond() {
			self.pledge()
		} else {
			Zero::zero()
		}
	}

	/// How long the price can stay bound at most, counted from the funding.
	pub fn longest_bound(&self) -> Moment {
		let Windows { commitment, acceptance, reveal, dispute, judgement, .. } = self.windows;
		let steps = match self.delivery {
			Delivery::Proven => [commitment, acceptance, reveal, dispute],
			Delivery::Sealed(_) => [commitment, dispute, reveal, judgement],
		};
		steps.into_iter().fold(0, |sum: Moment, window| sum.saturating_add(window))
	}

	/// How the agreement ends if it does not leave its stage in time.
	pub fn outcome_of_silence(&self) -> Outcome {
		match self.stage {
			Stage::Agreed { .. } => Outcome::NotFunded,
			Stage::Funded { .. } => Outcome::NotCommitted,
			Stage::Offered { .. } => Outcome::NotAccepted,
			Stage::Accepted { .. } => Outcome::NotRevealed,
			Stage::Revealed { .. } | Stage::Delivered { .. } => Outcome::Settled,
			Stage::Contested { .. } => self.fallback(),
		}
	}
}

/// What is due to whom when an agreement ends. All of it together is what was held.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Dues<Balance> {
	/// Of the price, to whose money it was.
	pub refund: Balance,
	/// Of the price, to the supplier and to those who share with him.
	pub payment: Balance,
	/// Of the bond, to the supplier.
	pub bond: Balance,
	/// Of the bond, to the demander.
	pub penalty: Balance,
}

impl<Balance: Copy + Saturating + Zero> Dues<Balance> {
	/// What is due of the money that is held as the price.
	pub fn of_price(&self) -> Balance {
		self.refund.saturating_add(self.payment)
	}

	/// What is due of the money that is held as the bond.
	pub fn of_bond(&self) -> Balance {
		self.bond.saturating_add(self.penalty)
	}

	/// All of it.
	pub fn total(&self) -> Balance {
		self.of_price().saturating_add(self.of_bond())
	}
}

/// What could not be paid when an agreement ended, and what it takes to pay it later. The rest is in the closed record.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Unpaid<T: Config> {
	/// The account on which the price is held.
	pub funder: T::AccountId,
	/// Who gets a part of the price.
	pub commissions: Commissions,
	/// What is still due to whom.
	pub dues: Dues<BalanceOf<T>>,
}

/// What remains of an agreement that is over, until it is forgotten.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Closed<T: Config> {
	/// Who delivered, and the account that was paid.
	pub supplier: Subject<T::AccountId>,
	/// Who received, and the account that paid if nobody else did.
	pub demander: Subject<T::AccountId>,
	/// The data set that was delivered from.
	pub data_set: DataSetId,
	/// What the demander was to pay.
	pub price: BalanceOf<T>,
	/// What the supplier was to post.
	pub bond: BalanceOf<T>,
	/// What price and bond were counted in.
	pub asset: Asset,
	/// When it was opened.
	pub opened: Moment,
	/// How it ended.
	pub outcome: Outcome,
	/// When it ended.
	pub at: Moment,
	/// Who carries the ticket.
	pub carrier: Party,
	/// What the record costs, and whom.
	pub deposit: DepositOf<T>,
}

impl<T: Config> Closed<T> {
	/// Who carries the ticket and may have the record forgotten at any time.
	pub fn keeper(&self) -> &Subject<T::AccountId> {
		match self.carrier {
			Party::Supplier => &self.supplier,
			Party::Demander => &self.demander,
		}
	}
}

/// The proof of misbehaviour as a call carries it: no leaf and no path can be longer than the limits.
pub type Misbehaviour = exchange::Misbehaviour<
	BoundedVec<u8, ConstU32<MAX_LEAF_LEN>>,
	BoundedVec<Hash, ConstU32<MAX_PATH_LEN>>,
>;

/// The bond for a price: its share, at least the least bond if it is in the chain's own token, at least the least balance of the
/// asset (so that it can always be released or paid out, whatever the receiving account holds).
pub(crate) fn bond_for<T: Config>(
	parameters: &Parameters<BalanceOf<T>>,
	price: BalanceOf<T>,
	asset: Asset,
) -> BalanceOf<T> {
	let least = match asset {
		Asset::Native => parameters.minimum_bond,
		Asset::Local(_) => Zero::zero(),
	};
	parameters.bond.mul_ceil(price).max(least).max(T::Assets::minimum_balance(asset))
}
