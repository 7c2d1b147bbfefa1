//! What an application asks `pallet-data-registry`: one question per method, flat answers, and a batch
//! form of everything that is asked for lists (Y.4560 9.3, 9.4).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without
//! the pallet's code. The words that the pallets share ([`Confidentiality`], [`Reason`],
//! [`SubmissionStatus`]) are the very types that the pallet stores.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most
//! [`MAX_BATCH`] entries. Answers come in the order of the questions, `None` for an unknown id.
//!
//! # Verification
//! Whoever holds data asks whether the chain knows them, without an account: by a leaf and its proof
//! ([`verify_leaf`](runtime_decl_for_data_registry_api::DataRegistryApi::verify_leaf)), or by the whole
//! fingerprint
//! ([`verify_fingerprint`](runtime_decl_for_data_registry_api::DataRegistryApi::verify_fingerprint)).
//! *Match* says that the bytes are those that a device signed for, and nothing about their worth: that is in the
//! [`KnownSubmission`] beside it, with its status, why it was rejected, its successor, and the certificate that is valid now.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	fingerprint::Fingerprint,
	text::{Category, MediaType, Region},
	CertificateId, DataSetId, Hash, Moment, SubmissionId,
};
use scale_info::TypeInfo;

pub use counterfoil_primitives::traits::{Confidentiality, Reason, SubmissionStatus};

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// The most submissions that the answer about one fingerprint names.
pub const MAX_MATCHES: u32 = 16;

/// Whether the chain knows a leaf or a fingerprint.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Verification {
	/// It is the one on chain.
	#[codec(index = 0)]
	Match,
	/// It is not: another leaf, another position, a malformed path, or other sizes around the same root.
	#[codec(index = 1)]
	Mismatch,
	/// There is no such submission.
	#[codec(index = 2)]
	Unknown,
}

/// One question of `verify_leaves`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct LeafQuery {
	/// The submission that the leaf is said to be part of.
	pub submission: SubmissionId,
	/// RFC 9162 hash of the leaf.
	pub leaf: Hash,
	/// Position of the leaf, from 0.
	pub index: u64,
	/// Inclusion path, from the leaf's sibling upwards.
	pub path: Vec<Hash>,
}

/// One question of `verify_fingerprints`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FingerprintQuery {
	/// The data set to look in; `None` for all of them.
	pub data_set: Option<DataSetId>,
	/// The fingerprint of the data at hand.
	pub fingerprint: Fingerprint,
}

/// What a submission is worth at the block that is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct KnownSubmission {
	/// Its number.
	pub submission: SubmissionId,
	/// The data set that it belongs to.
	pub data_set: DataSetId,
	/// Owner of the data set.
	pub supplier: DidId,
	/// The device that signed it.
	pub device: DidId,
	/// Hash of the schema that it follows.
	pub schema: Hash,
	/// What the chain knows it by.
	pub fingerprint: Fingerprint,
	/// When the chain took it in.
	pub submitted: Moment,
	/// Where it stands.
	pub status: SubmissionStatus,
	/// Why it was rejected.
	pub reason: Option<Reason>,
	/// Whether it, or its data set, has a certificate that is valid now.
	pub certified: bool,
	/// That certificate: its own, otherwise that of its data set, if it is valid itself. Of several the one issued first.
	pub certificate: Option<CertificateId>,
	/// 0 for a first submission, one more for every correction.
	pub revision: u32,
	/// The submission that names this one as the one it corrects.
	pub corrected_by: Option<SubmissionId>,
	/// The validated submission that stands in its place.
	pub superseded_by: Option<SubmissionId>,
}

/// Whether a leaf is part of a submission.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct LeafAnswer {
	/// Whether it is.
	pub verification: Verification,
	/// The submission that was asked about, unless there is none.
	pub known: Option<KnownSubmission>,
}

/// Which submissions have a fingerprint.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct FingerprintAnswer {
	/// [`Verification::Match`] if one has it; [`Verification::Mismatch`] if the root is known, with other sizes
	/// only.
	pub verification: Verification,
	/// Those that have it; after a mismatch, those that have the root. At most [`MAX_MATCHES`].
	pub known: Vec<KnownSubmission>,
	/// Whether more data sets know the root than the answer could look at. `submissions_with` lists them all.
	pub more: bool,
}

/// Sequence numbers of a device that were skipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Gap {
	/// The first of them.
	pub from: u64,
	/// The last of them.
	pub to: u64,
}

/// What is known about the sequence numbers of a device.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SequenceView {
	/// One above the highest number that was used.
	pub next: u64,
	/// What was skipped below it and may still arrive, ascending.
	pub gaps: Vec<Gap>,
	/// How many skipped numbers were given up: they can never be used.
	pub given_up: u64,
}

/// A version of a schema.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SchemaView<AccountId> {
	/// SHA-256 of the schema document.
	pub hash: Hash,
	/// Who registered it.
	pub author: DidId,
	/// The account that carries the deposit.
	pub payer: AccountId,
	/// Media type of the schema document.
	pub media_type: MediaType,
	/// The hash of the first version.
	pub family: Hash,
	/// Its number in the family, from 1.
	pub version: u32,
	/// The version before it.
	pub previous: Option<Hash>,
	/// The version after it.
	pub next: Option<Hash>,
	/// When it was registered.
	pub registered: Moment,
	/// When its author deprecated it.
	pub deprecated: Option<Moment>,
}

/// A data set.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DataSetView<AccountId> {
	/// Its number.
	pub id: DataSetId,
	/// The supplier that registered it.
	pub owner: DidId,
	/// The account that carries the deposit.
	pub payer: AccountId,
	/// Hash of the version of the schema that it was registered with.
	pub schema: Hash,
	/// Hash of the first version of that schema: every submission follows a version of this family.
	pub schema_family: Hash,
	/// Media type of a record.
	pub media_type: MediaType,
	/// What the data are about, as a path.
	pub category: Category,
	/// Where they come from, as a geohash.
	pub region: Region,
	/// Who may see the payloads.
	pub confidentiality: Confidentiality,
	/// Hash of the licence text.
	pub licence: Hash,
	/// When it was registered.
	pub registered: Moment,
	/// The data sets that it was derived from (W3C PROV, `wasDerivedFrom`), ascending.
	pub parents: Vec<DataSetId>,
	/// How many submissions it has, rejected ones included.
	pub submissions: u64,
	/// Whether the data set itself has a certificate that is valid at the block that is asked.
	pub certified: bool,
}

/// A submission with everything that the registry knows about it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SubmissionView<AccountId> {
	/// Its number.
	pub id: SubmissionId,
	/// The data set it belongs to.
	pub data_set: DataSetId,
	/// Owner of the data set and, when it was submitted, of the device.
	pub supplier: DidId,
	/// The account that carries the deposit.
	pub payer: AccountId,
	/// The device that signed it.
	pub device: DidId,
	/// The device's sequence number that the signature covers.
	pub sequence: u64,
	/// Hash of the schema that it follows.
	pub schema: Hash,
	/// Fingerprint of the data.
	pub fingerprint: Fingerprint,
	/// Time of the first record.
	pub from: Moment,
	/// Time of the last record.
	pub to: Moment,
	/// When the chain took it in.
	pub submitted: Moment,
	/// Where it stands.
	pub status: SubmissionStatus,
	/// When it was validated or rejected.
	pub decided: Option<Moment>,
	/// Quality in per mille, once validated.
	pub quality: Option<u16>,
	/// Why it was rejected.
	pub reason: Option<Reason>,
	/// Position of a leaf that shows why, if one was named.
	pub leaf: Option<u64>,
	/// 0 for a first submission, one more for every correction.
	pub revision: u32,
	/// The submission that this one corrects.
	pub corrects: Option<SubmissionId>,
	/// The submission that corrects this one.
	pub corrected_by: Option<SubmissionId>,
	/// The validated submission whose place this one takes once it is validated.
	pub supersedes: Option<SubmissionId>,
	/// The validated submission that took the place of this one.
	pub superseded_by: Option<SubmissionId>,
	/// Whether it, or its data set, has a certificate that is valid at the block that is asked.
	pub certified: bool,
}

/// The parameters in force.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParametersView {
	/// How far in the future a submission's last record may lie, in milliseconds.
	pub clock_tolerance: Moment,
	/// How much time may lie between the first and the last record, in milliseconds.
	pub max_span: Moment,
	/// How far in the past a submission's first record may lie, in milliseconds.
	pub max_age: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of the data registry.
	#[api_version(1)]
	pub trait DataRegistryApi<AccountId>
	where
		AccountId: Codec,
	{
		/// One submission.
		fn submission(id: SubmissionId) -> Option<SubmissionView<AccountId>>;

		/// Several submissions.
		fn submissions(ids: Vec<SubmissionId>) -> Vec<Option<SubmissionView<AccountId>>>;

		/// The submissions of a data set: at most `limit` ids after `after` (`None`: from the start).
		///
		/// The order is that of the storage, stable but not that of time: ids grow with time, so sort by
		/// them. Ask again with the last id until an answer is shorter than the limit. An `after` that is
		/// no submission of this data set gives an empty page.
		fn submissions_of(
			data_set: DataSetId,
			after: Option<SubmissionId>,
			limit: u32,
		) -> Vec<SubmissionId>;

		/// The submissions with this root, at most one in each data set: at most `limit` pairs after the data
		/// set `after` (`None`: from the start). Pages as those of `submissions_of`.
		fn submissions_with(
			root: Hash,
			after: Option<DataSetId>,
			limit: u32,
		) -> Vec<(DataSetId, SubmissionId)>;

		/// One data set.
		fn data_set(id: DataSetId) -> Option<DataSetView<AccountId>>;

		/// Several data sets.
		fn data_sets(ids: Vec<DataSetId>) -> Vec<Option<DataSetView<AccountId>>>;

		/// The data sets that were derived from this one. Pages as those of `submissions_of`. What this one was
		/// derived from is in its `data_set`.
		fn children(data_set: DataSetId, after: Option<DataSetId>, limit: u32) -> Vec<DataSetId>;

		/// One version of a schema, by the hash of the document.
		fn schema(hash: Hash) -> Option<SchemaView<AccountId>>;

		/// Several schemas.
		fn schemas(hashes: Vec<Hash>) -> Vec<Option<SchemaView<AccountId>>>;

		/// The hashes of a family's versions from the number `from` (the first is 1) upwards, at most `limit`.
		fn schema_versions(family: Hash, from: u32, limit: u32) -> Vec<Hash>;

		/// Whether the leaf with this hash is at this position of the submission, and what that submission is worth.
		fn verify_leaf(
			submission: SubmissionId,
			leaf: Hash,
			index: u64,
			path: Vec<Hash>,
		) -> LeafAnswer;

		/// The same for several leaves.
		fn verify_leaves(queries: Vec<LeafQuery>) -> Vec<LeafAnswer>;

		/// Which submissions of this data set (`None`: of all) have this fingerprint, and what they are worth.
		fn verify_fingerprint(
			data_set: Option<DataSetId>,
			fingerprint: Fingerprint,
		) -> FingerprintAnswer;

		/// The same for several fingerprints.
		fn verify_fingerprints(queries: Vec<FingerprintQuery>) -> Vec<FingerprintAnswer>;

		/// One above the highest sequence number that this device used: what it signs next, unless it fills a gap.
		fn next_sequence(device: DidId) -> u64;

		/// The sequence numbers that this device skipped.
		fn gaps(device: DidId) -> SequenceView;

		/// The submission that used this sequence number of this device.
		fn submission_by_sequence(device: DidId, sequence: u64) -> Option<SubmissionId>;

		/// The parameters in force.
		fn parameters() -> ParametersView;
	}
}
