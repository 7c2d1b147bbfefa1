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
	ballot::VotingRule,
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	document::Document,
	roles::{Role, Roles},
	Hash, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// What a proposal asks the stakeholders to decide about one of them. To grant one role and to grant another one are two
/// motions, which may be open at the same time.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
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
	/// Give an active or suspended stakeholder one role more.
	#[codec(index = 4)]
	GrantRole(Role),
	/// Take one role away from an active or suspended stakeholder that holds others.
	#[codec(index = 5)]
	WithdrawRole(Role),
	/// Leave a stakeholder suspended that a regulator suspended at once. If not, it is active again.
	#[codec(index = 6)]
	ConfirmSuspension,
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
	/// The key that it was registered with. Never changes, and stays known after a revocation. Which keys sign for it now is in
	/// its document.
	pub key: VerificationKey,
	/// The account that acts for it. `None` for a device.
	pub account: Option<AccountId>,
	/// What it may do. Empty for a device.
	pub roles: Roles,
	/// The stakeholder that owns it. `None` for a stakeholder.
	pub owner: Option<DidId>,
	/// Digest of the description of the device. `None` for a stakeholder.
	pub metadata: Option<Hash>,
	/// When a device was registered, when a stakeholder was let in; while it is pending, when it applied.
	pub created: Moment,
	/// When its status, its owner or its document changed last.
	pub updated: Moment,
	/// The number of its latest version (W3C DID Core, `versionId`).
	pub version: u32,
	/// The number of the version that brought the document in force.
	pub document: u32,
	/// Who may change the document. Empty: the subject, or the owner of a device.
	pub controllers: Vec<DidId>,
	/// How many controllers have to agree.
	pub threshold: u8,
}

/// What held for a DID from one moment on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct VersionView {
	/// The number of the version (W3C DID Core, `versionId`).
	pub version: u32,
	/// From when on it holds.
	pub from: Moment,
	/// When the next version begins. `None` for the latest. Equal to `from` if both were made in one block; then the version
	/// never held.
	pub until: Option<Moment>,
	/// In which block it was made. Not known of the first version.
	pub block: Option<u32>,
	/// The status, for a device by itself.
	pub status: DidStatus,
	/// The number of the version that brought the document.
	pub document: u32,
	/// The owner of the device. `None` for a stakeholder.
	pub owner: Option<DidId>,
}

/// A version with its document: what W3C DID Core 7.1 calls the result of a resolution.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DocumentView {
	/// Whose document.
	pub did: DidId,
	/// The version that was asked for.
	pub version: VersionView,
	/// The document that held; with a version that ends the DID the last one, so that old signatures can be checked.
	pub document: Document,
	/// The number of the latest version.
	pub latest: u32,
	/// Whether the DID has ended by now, whichever version was asked for (W3C DID Core 7.1.3, `deactivated`).
	pub deactivated: bool,
}

/// What is found at an identifier, by version or by time.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Resolution {
	/// The identifier was never registered on this chain.
	#[codec(index = 0)]
	Unknown,
	/// The identifier is registered but has no such version, or had none yet at that moment, or is that of an applicant who is
	/// voted on.
	#[codec(index = 1)]
	NoVersion,
	/// The version, with which the DID was not at its end.
	#[codec(index = 2)]
	Found(DocumentView),
	/// The version that ended the DID, and the last document.
	#[codec(index = 3)]
	Deactivated(DocumentView),
}

/// A signature, and when it was made.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SignatureCheck {
	/// Whose signature.
	pub did: DidId,
	/// For what purpose.
	pub relationship: Relationship,
	/// What was signed.
	pub message: Vec<u8>,
	/// The signature.
	pub signature: KeySignature,
	/// At which moment. `None` for now.
	pub at: Option<Moment>,
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
	/// The stakeholder that opened it; for a registration, the applicant itself.
	pub proposer: DidId,
	/// The account that carries its ticket.
	pub payer: AccountId,
	/// The last moment at which votes are taken.
	pub deadline: Moment,
	/// Votes in favour that count now.
	pub ayes: u32,
	/// Votes against that count now.
	pub nays: u32,
	/// So many stakeholders count. All of them may vote, except that a motion of others against an active stakeholder counts
	/// it here although it does not vote, and that a stakeholder that a regulator suspended counts here but
	/// votes again only if that is not confirmed.
	pub electorate: u32,
	/// The rule, as it was when the proposal was opened.
	pub rule: VotingRule,
	/// So many have to vote now.
	pub quorum: u32,
	/// So many in favour enact the motion now, given the quorum, however the rest votes. By a rule that counts votes cast,
	/// fewer may be enough at the deadline.
	pub needed: u32,
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

		/// The latest version of an identifier with its document.
		fn resolve_document(did: DidId) -> Resolution;

		/// [`Self::resolve_document`] for several identifiers, in their order. At most [`MAX_BATCH`].
		fn resolve_documents(dids: Vec<DidId>) -> Vec<Resolution>;

		/// The version of that number (W3C DID Core 7.1.1, `versionId`).
		fn resolve_version(did: DidId, version: u32) -> Resolution;

		/// The version that held at that moment (W3C DID Core 7.1.1, `versionTime`). For moments to come, the latest.
		fn resolve_at(did: DidId, at: Moment) -> Resolution;

		/// [`Self::resolve_at`] for several questions, in their order. At most [`MAX_BATCH`].
		fn resolve_many_at(questions: Vec<(DidId, Moment)>) -> Vec<Resolution>;

		/// A page of the versions of an identifier, in their order: those after number `after`. At most [`MAX_BATCH`]. Empty
		/// if it is unknown or an applicant.
		fn versions(did: DidId, after: u32, limit: u32) -> Vec<VersionView>;

		/// Whether a subject that is active signed the message with a key for this purpose.
		fn verify_signature(
			did: DidId,
			relationship: Relationship,
			message: Vec<u8>,
			signature: KeySignature,
		) -> bool;

		/// Whether the signature is of a key that was good for this purpose at that moment, when the subject was active. No
		/// for moments to come.
		fn verify_signature_at(
			did: DidId,
			relationship: Relationship,
			message: Vec<u8>,
			signature: KeySignature,
			at: Moment,
		) -> bool;

		/// [`Self::verify_signature`] or [`Self::verify_signature_at`] for several signatures, in their order. At most
		/// [`MAX_BATCH`].
		fn verify_signatures(checks: Vec<SignatureCheck>) -> Vec<bool>;

		/// The identifier that an account acts for, whatever its status.
		fn did_of(account: AccountId) -> Option<DidId>;

		/// The open proposal with this motion about a stakeholder.
		fn proposal(subject: DidId, motion: Motion) -> Option<ProposalView<AccountId>>;

		/// All open proposals about a stakeholder, the oldest first. At most one for each motion.
		fn proposals_about(subject: DidId) -> Vec<ProposalView<AccountId>>;

		/// A page of the open proposals, by subject: those after the one named, or from the first one on. At
		/// most [`MAX_BATCH`].
		fn proposals(
			after: Option<(DidId, Motion)>,
			limit: u32,
		) -> Vec<ProposalView<AccountId>>;

		/// Until when nobody suspends this stakeholder at once, because its last suspension of that kind was not
		/// confirmed. `None` if there was no such suspension.
		fn shielded_until(subject: DidId) -> Option<Moment>;
	}
}
