//! What the pallet stores and what its calls take.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::{DidId, DidStatus, VerificationKey},
	roles::Roles,
	Hash, Moment,
};
use frame_support::{
	storage::bounded_btree_map::BoundedBTreeMap, CloneNoBound, DebugNoBound, EqNoBound,
	PartialEqNoBound,
};
use pallet_did_runtime_api::Motion;
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
		/// The stakeholder. Never changes.
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
	/// The key that signs for it. The DID is derived from it, so it never changes.
	pub key: VerificationKey,
	/// Stakeholder or device.
	pub kind: Kind<T::AccountId>,
	/// Where it is in its life. A device is never pending.
	pub status: DidStatus,
	/// When it was registered.
	pub created: Moment,
	/// When its status changed last.
	pub updated: Moment,
	/// What the stakeholder's account (for a device, its owner's) put up for this record. `None` for a
	/// founder and once revoked.
	pub ticket: Option<T::RecordConsideration>,
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
	/// What is decided.
	pub motion: Motion,
	/// The account that opened it and put up the ticket.
	pub proposer: T::AccountId,
	/// The last moment at which votes are taken.
	pub deadline: Moment,
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

/// Votes, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
	/// In favour.
	pub ayes: u32,
	/// Against.
	pub nays: u32,
}

impl Tally {
	/// More than half of the electorate is in favour.
	pub fn approves(&self, electorate: Electorate) -> bool {
		self.ayes.saturating_mul(2) > electorate.size
	}

	/// So many are against that no majority in favour is possible any more, even if everybody else who
	/// may vote is in favour.
	pub fn rejects(&self, electorate: Electorate) -> bool {
		let best = electorate.voters.saturating_sub(self.nays);
		electorate.voters > 0 && best.saturating_mul(2) <= electorate.size
	}
}

/// Of how many stakeholders a majority is needed, and how many of them may vote.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Electorate {
	/// More than half of so many have to be in favour.
	pub size: u32,
	/// So many may vote: all of them, or all but an active subject that is to be suspended or revoked
	/// against its will.
	pub voters: u32,
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
}

impl From<Change> for Motion {
	fn from(change: Change) -> Self {
		match change {
			Change::Suspend => Motion::Suspend,
			Change::Reinstate => Motion::Reinstate,
			Change::Revoke => Motion::Revoke,
		}
	}
}

/// The status that a motion leads to; `None` if it does not apply to a stakeholder of status `from`.
pub fn status_after(motion: Motion, from: DidStatus) -> Option<DidStatus> {
	match (motion, from) {
		(Motion::Register, DidStatus::Pending) => Some(DidStatus::Active),
		(Motion::Suspend, DidStatus::Active) => Some(DidStatus::Suspended),
		(Motion::Reinstate, DidStatus::Suspended) => Some(DidStatus::Active),
		(Motion::Revoke, DidStatus::Active | DidStatus::Suspended) => Some(DidStatus::Revoked),
		_ => None,
	}
}

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
	/// A majority was in favour; the motion is carried out.
	#[codec(index = 0)]
	Enacted,
	/// No majority in favour was possible any more.
	#[codec(index = 1)]
	Rejected,
	/// The deadline passed without a majority in favour.
	#[codec(index = 2)]
	Expired,
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
}

impl DidParameters {
	/// Whether the pallet can work with them.
	pub fn are_valid(&self) -> bool {
		(1..=MAX_VOTING_PERIOD).contains(&self.voting_period)
	}
}

impl Default for DidParameters {
	/// A week to vote.
	fn default() -> Self {
		Self { voting_period: 7 * 24 * 60 * 60 * 1_000 }
	}
}
