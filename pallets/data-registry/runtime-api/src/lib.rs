//! What an application asks `pallet-data-registry`: one question per method, flat answers, and a batch
//! form of everything that is asked for lists (Y.4560 9.3, 9.4).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without
//! the pallet's code. The words that the calls use as well ([`Confidentiality`], [`Verdict`],
//! [`Reason`], [`SubmissionStatus`]) are the very types that the pallet stores.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most
//! [`MAX_BATCH`] entries. Answers come in the order of the questions, `None` for an unknown id.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	fingerprint::Fingerprint,
	text::{Category, MediaType, Region},
	CertificateId, DataSetId, Hash, Moment, SubmissionId,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// Who may see the payloads of a data set. The chain itself holds none of them.
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
pub enum Confidentiality {
	/// Anybody.
	#[codec(index = 0)]
	Public,
	/// Anybody who accepts the licence.
	#[codec(index = 1)]
	Restricted,
	/// Named parties only.
	#[codec(index = 2)]
	Confidential,
	/// Named parties only, and they may not pass it on.
	#[codec(index = 3)]
	Secret,
}

/// Why a validator finds a submission invalid.
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
pub enum Reason {
	/// The data do not match the fingerprint, or cannot be read at all.
	#[codec(index = 0)]
	Corrupted,
	/// A value lies outside of what the schema or the physics allow.
	#[codec(index = 1)]
	OutOfRange,
	/// Records of the named period are missing.
	#[codec(index = 2)]
	Incomplete,
	/// The records do not follow the schema of the data set.
	#[codec(index = 3)]
	WrongSchema,
	/// Every value is possible, yet together they are not credible.
	#[codec(index = 4)]
	Implausible,
	/// Something else.
	#[codec(index = 5)]
	Other,
}

/// What one validator says about one submission.
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
pub enum Verdict {
	/// The data are good.
	#[codec(index = 0)]
	Valid {
		/// How good, in per mille (0 to 1000).
		quality: u16,
	},
	/// The data are not good.
	#[codec(index = 1)]
	Invalid {
		/// Why.
		reason: Reason,
		/// Position of a leaf that shows it, if there is one.
		leaf: Option<u64>,
	},
}

/// Where a submission stands.
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
pub enum SubmissionStatus {
	/// Waits for the verdicts of validators.
	#[codec(index = 0)]
	Submitted,
	/// Enough validators found it valid. Final.
	#[codec(index = 1)]
	Validated,
	/// As many validators found it invalid. Final; a correction may follow as a submission of its own.
	#[codec(index = 2)]
	Rejected,
}

/// Whether a leaf is part of a submission.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Verification {
	/// The path leads from the leaf to the fingerprint on chain.
	#[codec(index = 0)]
	Match,
	/// It does not: another leaf, another position, or a malformed path.
	#[codec(index = 1)]
	Mismatch,
	/// There is no such submission.
	#[codec(index = 2)]
	Unknown,
}

/// One question of [`DataRegistryApi::verify_many`].
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct InclusionQuery {
	/// The submission that the leaf is said to be part of.
	pub submission: SubmissionId,
	/// RFC 9162 hash of the leaf.
	pub leaf: Hash,
	/// Position of the leaf, from 0.
	pub index: u64,
	/// Inclusion path, from the leaf's sibling upwards.
	pub path: Vec<Hash>,
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
	/// Hash of the schema that every record follows.
	pub schema: Hash,
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
	/// How many submissions it has, rejected ones included.
	pub submissions: u64,
}

/// What a validator said and when.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AttestationView {
	/// Who said it.
	pub validator: DidId,
	/// What he said.
	pub verdict: Verdict,
	/// When.
	pub at: Moment,
}

/// A submission with everything that was said about it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SubmissionView<AccountId> {
	/// Its number.
	pub id: SubmissionId,
	/// The data set it belongs to.
	pub data_set: DataSetId,
	/// Owner of the data set and of the device.
	pub supplier: DidId,
	/// The account that carries the deposit.
	pub payer: AccountId,
	/// The device that signed it.
	pub device: DidId,
	/// The device's sequence number that the signature covers.
	pub sequence: u64,
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
	/// Quality in per mille, once validated: the lowest that a validator gave.
	pub quality: Option<u16>,
	/// How many equal verdicts decide.
	pub required: u32,
	/// How many validators found it valid so far.
	pub valid: u32,
	/// How many validators found it invalid so far.
	pub invalid: u32,
	/// Their verdicts, oldest first.
	pub attestations: Vec<AttestationView>,
	/// 0 for a first submission, one more for every correction.
	pub revision: u32,
	/// The rejected submission that this one corrects.
	pub corrects: Option<SubmissionId>,
	/// The submission that corrects this one.
	pub corrected_by: Option<SubmissionId>,
	/// The newest certificate.
	pub certificate: Option<CertificateId>,
	/// Whether that certificate is valid at the block that is asked.
	pub certified: bool,
}

/// A regulator's certificate.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CertificateView<AccountId> {
	/// Its number.
	pub id: CertificateId,
	/// The submission that it certifies.
	pub submission: SubmissionId,
	/// Who issued it.
	pub regulator: DidId,
	/// The account that carries the deposit.
	pub payer: AccountId,
	/// Hash of the certificate's document.
	pub document: Hash,
	/// When it was issued.
	pub issued: Moment,
	/// The last moment at which it is valid.
	pub valid_until: Moment,
	/// When it was revoked.
	pub revoked: Option<Moment>,
	/// Hash of the reason, if it was revoked.
	pub revocation_reason: Option<Hash>,
	/// The certificate that it replaces (expired or revoked).
	pub previous: Option<CertificateId>,
	/// Whether it is valid at the block that is asked.
	pub valid: bool,
}

/// The parameters in force.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParametersView {
	/// How many equal verdicts decide a submission made now.
	pub validations_required: u32,
	/// How far in the future a submission's last record may lie, in milliseconds.
	pub clock_tolerance: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of the data registry.
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

		/// One data set.
		fn data_set(id: DataSetId) -> Option<DataSetView<AccountId>>;

		/// Several data sets.
		fn data_sets(ids: Vec<DataSetId>) -> Vec<Option<DataSetView<AccountId>>>;

		/// One certificate.
		fn certificate(id: CertificateId) -> Option<CertificateView<AccountId>>;

		/// Several certificates.
		fn certificates(ids: Vec<CertificateId>) -> Vec<Option<CertificateView<AccountId>>>;

		/// Whether the leaf with this hash is at this position of the submission.
		fn verify(
			submission: SubmissionId,
			leaf: Hash,
			index: u64,
			path: Vec<Hash>,
		) -> Verification;

		/// The same for several leaves.
		fn verify_many(queries: Vec<InclusionQuery>) -> Vec<Verification>;

		/// The nonce that the next submission of this device has to sign.
		fn next_sequence(device: DidId) -> u64;

		/// The parameters in force.
		fn parameters() -> ParametersView;
	}
}
