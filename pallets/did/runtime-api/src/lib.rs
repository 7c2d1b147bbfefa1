//! What an application asks `pallet-did`: who is behind an identifier, and what is being voted on
//! (Y.4560 8.1, 9.2).
//!
//! The answers are flat and live here, not in the pallet, so that a client decodes them without the
//! pallet's code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most
//! [`MAX_BATCH`] entries. Answers of a batch come in the order of the questions, `None` for what the chain
//! does not know.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::{DidId, DidStatus, VerificationKey},
	roles::Roles,
	Hash, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// What a proposal asks the stakeholders to decide about one of them.
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
pub enum Motion {
	/// Let the applicant in.
	#[codec(index = 0)]
	Register,
	/// Take an active stakeholder's rights away for the time being.
	#[codec(index = 1)]
	Suspend,
	/// Give a suspended stakeholder its rights back.
	#[codec(index = 2)]
	Reinstate,
	/// Take an active or suspended stakeholder's rights away for ever.
	#[codec(index = 3)]
	Revoke,
}

/// What an identifier stands for.
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
pub enum DidKind {
	/// A party of the consortium.
	#[codec(index = 0)]
	Stakeholder,
	/// A device of a stakeholder.
	#[codec(index = 1)]
	Device,
}

/// All that the chain knows about one identifier.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DidView<AccountId> {
	/// The identifier.
	pub did: DidId,
	/// Stakeholder or device.
	pub kind: DidKind,
	/// The status as it was decided for this very identifier.
	pub status: DidStatus,
	/// Whether its signatures count now: for a device, itself and its owner are active.
	pub active: bool,
	/// The key that signs for it. Never changes, and stays known after a revocation.
	pub key: VerificationKey,
	/// The account that acts for it. `None` for a device.
	pub account: Option<AccountId>,
	/// What it may do. Empty for a device.
	pub roles: Roles,
	/// The stakeholder that owns it. `None` for a stakeholder.
	pub owner: Option<DidId>,
	/// Digest of the description of the device. `None` for a stakeholder.
	pub metadata: Option<Hash>,
	/// When it was registered.
	pub created: Moment,
	/// When its status changed last.
	pub updated: Moment,
}

/// One vote.
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
pub struct BallotView {
	/// The stakeholder that voted.
	pub voter: DidId,
	/// In favour or against.
	pub aye: bool,
	/// Whether it counts now: the voter is active.
	pub counts: bool,
}

/// An open proposal.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ProposalView<AccountId> {
	/// The stakeholder that is voted on.
	pub subject: DidId,
	/// The number that a vote has to name.
	pub serial: u32,
	/// What is decided.
	pub motion: Motion,
	/// The account that opened it and carries its ticket.
	pub proposer: AccountId,
	/// The last moment at which votes are taken.
	pub deadline: Moment,
	/// Votes in favour that count now.
	pub ayes: u32,
	/// Votes against that count now.
	pub nays: u32,
	/// More than half of so many stakeholders have to be in favour. All of them may vote, except that a
	/// motion of others to suspend or revoke an active stakeholder counts it here although it does not vote.
	/// A vote after which no such majority is possible rejects the motion.
	pub electorate: u32,
	/// The votes, by voter.
	pub ballots: Vec<BallotView>,
}

sp_api::decl_runtime_apis! {
	/// Reads of the identities and of the votes about them.
	#[api_version(1)]
	pub trait DidApi<AccountId>
	where
		AccountId: Codec,
	{
		/// All that is known about an identifier, whatever its status.
		fn resolve(did: DidId) -> Option<DidView<AccountId>>;

		/// [`Self::resolve`] for several identifiers, in their order. At most [`MAX_BATCH`].
		fn resolve_many(dids: Vec<DidId>) -> Vec<Option<DidView<AccountId>>>;

		/// The identifier that an account acts for, whatever its status.
		fn did_of(account: AccountId) -> Option<DidId>;

		/// The open proposal about a stakeholder.
		fn proposal(subject: DidId) -> Option<ProposalView<AccountId>>;

		/// A page of the open proposals, in the order of their subjects: those after `after`, or from the
		/// first one on. At most [`MAX_BATCH`].
		fn proposals(after: Option<DidId>, limit: u32) -> Vec<ProposalView<AccountId>>;
	}
}
