//! What an application asks `pallet-audit`: the history of a subject, page by page, and how to prove it (Y.4560 7.1.2).
//!
//! # How to check a history without trust in the node
//!
//! 1. Ask `head_key` for the storage key of the head, or compute it: the prefix of the map `Heads` of the pallet, then
//!    Blake2-128 of the SCALE form of the subject, then that form.
//! 2. Have the head under that key proven under finality, by the RPC method `counterfoil_provenState`. A proof that nothing
//!    is stored there proves that the history is empty.
//! 3. Read the entries in pages, from any node, and compute the head from them
//!    ([`counterfoil_primitives::history`]). It is the proven one, or the entries are not the history.
//!
//! A history only grows, so pages that were read at different blocks belong together; read as many entries as the proven head
//! counts.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	history::{Entry, Head},
	traits::{AuditModule, AuditSubject},
	Hash, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// One event in the life of a subject.
///
/// The SCALE form of this is what the chain hashes after the digest before: the number, then the entry.
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
pub struct EntryView {
	/// Its number within the history, from 0.
	pub number: u64,
	/// The block whose events have it.
	pub block: u64,
	/// The chain's clock in that block.
	pub moment: Moment,
	/// The pallet that it comes from.
	pub module: AuditModule,
	/// Which of that pallet's events: the index of the variant.
	pub event: u8,
	/// Who caused it. `None` if the chain, governance, or an account without a DID did.
	pub actor: Option<DidId>,
	/// SHA-256 of the SCALE form of the pallet's event: of the event in the block without its first byte.
	pub event_digest: Hash,
}

impl EntryView {
	/// The entry with this number.
	pub fn new(number: u64, entry: Entry) -> Self {
		let Entry { block, moment, module, event, actor, event_digest } = entry;
		Self { number, block, moment, module, event, actor, event_digest }
	}

	/// The entry without its number.
	pub fn entry(&self) -> Entry {
		let Self { block, moment, module, event, actor, event_digest, .. } = *self;
		Entry { block, moment, module, event, actor, event_digest }
	}
}

sp_api::decl_runtime_apis! {
	/// Reads of the histories.
	#[api_version(1)]
	pub trait CounterfoilAuditApi {
		/// The head of a subject's history: how many entries there are, and the digest of all of them.
		fn audit_head(subject: AuditSubject) -> Head;

		/// [`Self::audit_head`] for several subjects, in their order. At most [`MAX_BATCH`].
		fn audit_heads(subjects: Vec<AuditSubject>) -> Vec<Head>;

		/// At most `limit`, and at most [`MAX_BATCH`], entries of a subject's history, the oldest first, from the one with
		/// the number `from` on.
		fn audit(subject: AuditSubject, from: u64, limit: u32) -> Vec<EntryView>;

		/// The storage key of the head, to have it proven.
		fn head_key(subject: AuditSubject) -> Vec<u8>;
	}
}
