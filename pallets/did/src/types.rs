//! What the pallet stores and what its calls take.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	ballot::{Tally, VotingRule, VotingRules},
	did::{DidId, DidStatus, VerificationKey},
	roles::{Role, Roles},
	traits::Subject,
	Hash, Moment,
};
use frame_support::{
	storage::bounded_btree_map::BoundedBTreeMap, CloneNoBound, DebugNoBound, EqNoBound,
	PartialEqNoBound,
};
use pallet_did_runtime_api::Motion;
use pallet_support::Deposit;
use scale_info::TypeInfo;
use sp_runtime::serde::{Deserialize, Serialize};

use crate::Config;

/// What a DID stands for.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Kind<AccountId> {
	/// A party of the consortium.
	#[codec(index = 0)]
	Stakeholder {
		/// The account that acts and pays for it. Never changes.
		account: AccountId,
		/// What it may do while it is active.
		roles: Roles,
	},
	/// A device of a stakeholder.
	#[codec(index = 1)]
	Device {
		/// The stakeholder. Changes when the device is transferred.
		owner: DidId,
		/// Digest of the device's description, which stays off chain.
		metadata: Hash,
	},
}

/// One DID.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Record<T: Config> {
	/// The key that it was registered with, from which the DID is derived. Never changes. It signs for the DID as long as the
	/// document was never changed.
	pub key: VerificationKey,
	/// Stakeholder or device.
	pub kind: Kind<T::AccountId>,
	/// Where it is in its life. A device is never pending.
	pub status: DidStatus,
	/// When it began: when a device was registered, when a stakeholder was let in. While it is pending, when it applied.
	pub created: Moment,
	/// When its status, its owner or its document changed last.
	pub updated: Moment,
	/// The number of its latest version, see [`Version`]. It begins with 1.
	#[codec(compact)]
	pub version: u32,
	/// The number of the version that brought the document in force. 1 is the document that follows from `key`, which is not
	/// stored.
	#[codec(compact)]
	pub document: u32,
	/// What was put up for this record. `None` for a founder and once revoked.
	pub ticket: Option<Deposit<T::AccountId, T::RecordConsideration>>,
}

impl<T: Config> Record<T> {
	/// The first version of a DID.
	pub fn new(
		key: VerificationKey,
		kind: Kind<T::AccountId>,
		status: DidStatus,
		now: Moment,
		ticket: Option<Deposit<T::AccountId, T::RecordConsideration>>,
	) -> Self {
		Self { key, kind, status, created: now, updated: now, version: 1, document: 1, ticket }
	}

	/// The owner of a device.
	pub fn owner(&self) -> Option<DidId> {
		match self.kind {
			Kind::Stakeholder { .. } => None,
			Kind::Device { owner, .. } => Some(owner),
		}
	}
}

/// What held for a DID from one moment on: one version in the sense of W3C DID Core, whose `versionId` is its number.
///
/// A change of the document, of the status, and of a device's owner each make a version. Two in one block begin at the same
/// moment; the later one holds for it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Version<BlockNumber> {
	/// From when on it held.
	pub from: Moment,
	/// In which block it was made. `None` for the first version, which is written down only when a second one follows.
	pub block: Option<BlockNumber>,
	/// The status, for a device by itself.
	pub status: DidStatus,
	/// The number of the version that brought the document. 1 is the one that follows from the key of the record.
	#[codec(compact)]
	pub document: u32,
	/// The owner of the device.
	pub owner: Option<DidId>,
}

/// How much the versions of a DID occupy, and who pays for it.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct History<T: Config> {
	/// How many versions and documents are stored.
	pub items: u32,
	/// Their bytes, keys included.
	pub bytes: u64,
	/// What was put up for them. `None` if nobody did so far, and once the DID has ended.
	pub ticket: Option<Deposit<T::AccountId, T::HistoryConsideration>>,
}

impl<T: Config> Default for History<T> {
	fn default() -> Self {
		Self { items: 0, bytes: 0, ticket: None }
	}
}

/// An open vote about one stakeholder.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
#[codec(mel_bound())]
pub struct Proposal<T: Config> {
	/// Its number, never used twice.
	pub serial: u32,
	/// Who opened it, and the account that put up the ticket.
	pub proposer: Subject<T::AccountId>,
	/// The last moment at which votes are taken.
	pub deadline: Moment,
	/// What it takes to enact the motion, as the parameters were when it was opened.
	pub rule: VotingRule,
	/// Who voted, and whether in favour.
	pub ballots: BoundedBTreeMap<DidId, bool, T::MaxStakeholders>,
	/// What the proposer put up for this proposal.
	pub ticket: T::ProposalConsideration,
}

impl<T: Config> Proposal<T> {
	/// Counts the ballots, all of them.
	pub fn tally(&self) -> Tally {
		let mut tally = Tally::default();
		for aye in self.ballots.values() {
			if *aye {
				tally.ayes = tally.ayes.saturating_add(1);
			} else {
				tally.nays = tally.nays.saturating_add(1);
			}
		}
		tally
	}
}

/// What an active stakeholder may propose about another one, or about itself.
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
pub enum Change {
	/// From active to suspended.
	#[codec(index = 0)]
	Suspend,
	/// From suspended to active.
	#[codec(index = 1)]
	Reinstate,
	/// From active or suspended to revoked, for ever.
	#[codec(index = 2)]
	Revoke,
	/// A role that it does not hold.
	#[codec(index = 3)]
	GrantRole(Role),
	/// A role that it holds, unless it is the last one.
	#[codec(index = 4)]
	WithdrawRole(Role),
}

impl From<Change> for Motion {
	fn from(change: Change) -> Self {
		match change {
			Change::Suspend => Motion::Suspend,
			Change::Reinstate => Motion::Reinstate,
			Change::Revoke => Motion::Revoke,
			Change::GrantRole(role) => Motion::GrantRole(role),
			Change::WithdrawRole(role) => Motion::WithdrawRole(role),
		}
	}
}

/// The most proposals about one stakeholder that end together because another one was enacted: one about its status, and for
/// each role one to grant it or one to withdraw it.
pub const MAX_OUTDATED: u32 = 7;

/// What the owner of a device may set.
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
pub enum DeviceStatus {
	/// Its signatures count, as long as the owner is active.
	#[codec(index = 0)]
	Active,
	/// Its signatures do not count for the time being.
	#[codec(index = 1)]
	Suspended,
	/// Its signatures never count again.
	#[codec(index = 2)]
	Revoked,
}

impl From<DeviceStatus> for DidStatus {
	fn from(status: DeviceStatus) -> Self {
		match status {
			DeviceStatus::Active => DidStatus::Active,
			DeviceStatus::Suspended => DidStatus::Suspended,
			DeviceStatus::Revoked => DidStatus::Revoked,
		}
	}
}

/// How a proposal ended.
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
pub enum Outcome {
	/// Enough were in favour; the motion is carried out.
	#[codec(index = 0)]
	Enacted,
	/// Enough in favour were not possible any more.
	#[codec(index = 1)]
	Rejected,
	/// The deadline passed, and not enough had voted or were in favour.
	#[codec(index = 2)]
	Expired,
	/// What was decided otherwise meanwhile left nothing to decide.
	#[codec(index = 3)]
	Outdated,
}

/// The longest voting period, in milliseconds: 366 days.
pub const MAX_VOTING_PERIOD: Moment = 366 * 24 * 60 * 60 * 1_000;

/// What governance may tune.
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
	Serialize,
	Deserialize,
)]
#[serde(crate = "sp_runtime::serde", rename_all = "camelCase", deny_unknown_fields)]
pub struct DidParameters {
	/// For how long a proposal takes votes, in milliseconds. Never zero, at most [`MAX_VOTING_PERIOD`].
	pub voting_period: Moment,
	/// For how long the vote on a suspension at once takes votes, in milliseconds. Never zero, at most
	/// [`MAX_VOTING_PERIOD`].
	pub confirmation_period: Moment,
	/// For how long nobody is suspended at once again whose suspension was not confirmed, in milliseconds. Never shorter than
	/// the confirmation period, so that nobody is suspended more than half of the time; at most [`MAX_VOTING_PERIOD`].
	pub suspension_cool_down: Moment,
	/// What it takes to enact a motion, by the roles that it concerns.
	pub rules: VotingRules,
}

impl DidParameters {
	/// Whether the pallet can work with them.
	pub fn are_valid(&self) -> bool {
		self.periods_are_valid() && self.cool_down_is_valid() && self.rules.are_valid()
	}

	/// Whether each period lies between one millisecond and [`MAX_VOTING_PERIOD`].
	pub fn periods_are_valid(&self) -> bool {
		[self.voting_period, self.confirmation_period, self.suspension_cool_down]
			.into_iter()
			.all(|period| (1..=MAX_VOTING_PERIOD).contains(&period))
	}

	/// Whether whoever was suspended at once without reason has at least as long a rest.
	pub fn cool_down_is_valid(&self) -> bool {
		self.suspension_cool_down >= self.confirmation_period
	}
}

/// Milliseconds in a day.
const DAY: Moment = 24 * 60 * 60 * 1_000;

impl Default for DidParameters {
	/// A week to vote, three days to confirm a suspension, 30 days without another one. More than half decide.
	fn default() -> Self {
		Self {
			voting_period: 7 * DAY,
			confirmation_period: 3 * DAY,
			suspension_cool_down: 30 * DAY,
			rules: VotingRules::default(),
		}
	}
}
