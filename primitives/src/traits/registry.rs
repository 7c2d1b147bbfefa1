//! What was submitted, what became of it, and who judges it.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	fingerprint::Fingerprint,
	text::{Category, Region},
	DataSetId, Hash, Moment, SubmissionId,
};

use super::CertificateNeed;

/// What is known about several submissions of one data set that are traded together.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct LotFacts {
	/// The owner of the data set.
	pub supplier: DidId,
	/// The category of the data set.
	pub category: Category,
	/// The region of the data set.
	pub region: Region,
	/// The fingerprints of the submissions, in the order of the lot.
	pub parts: Vec<Fingerprint>,
	/// SHA-256 of the schema that every submission follows; `None` if they follow different ones.
	pub schema: Option<Hash>,
	/// Leaves of all parts together.
	pub records: u64,
	/// Bytes of all parts together.
	pub bytes: u64,
	/// The beginning of the oldest time span among the submissions.
	pub oldest: Moment,
	/// The end of the newest time span among the submissions.
	pub newest: Moment,
	/// The lowest quality among the submissions, per mille.
	pub quality: u16,
}

/// Why submissions are not a lot.
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
pub enum LotError {
	/// No submission was named.
	#[codec(index = 0)]
	Empty,
	/// More submissions than a lot may have, or more leaves than a `u64` counts.
	#[codec(index = 1)]
	TooMany,
	/// There is no such data set.
	#[codec(index = 2)]
	UnknownDataSet,
	/// There is no such submission.
	#[codec(index = 3)]
	UnknownSubmission,
	/// The submission belongs to another data set.
	#[codec(index = 4)]
	NotOfDataSet,
	/// The submission is not validated.
	#[codec(index = 5)]
	NotValidated,
	/// The submissions are not in strictly ascending order.
	#[codec(index = 6)]
	Duplicate,
}

/// What was submitted: the answers of the data registry.
pub trait DataRegistry {
	/// The facts about a lot as they are at `now`.
	///
	/// The submissions are in strictly ascending order, each belongs to the data set and is validated.
	/// The quality of the lot is the lowest among them.
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		now: Moment,
	) -> Result<LotFacts, LotError>;

	/// Whether the data set, or else each of these submissions, has a certificate as it is needed, valid at `now`.
	fn has_certificate(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		need: &CertificateNeed,
		now: Moment,
	) -> bool;

	/// What the registry knows about a data set.
	fn data_set(id: DataSetId) -> Option<DataSetFacts>;

	/// What the registry knows about a submission.
	fn submission(id: SubmissionId) -> Option<SubmissionFacts>;
}

/// Where fingerprints are known: the other way round, from the root to the data.
pub trait Fingerprints {
	/// The next data set after this one (`None`: the first) to which a submission brought this root, in an order that does not change.
	fn next_data_set_with(root: &Hash, after: Option<DataSetId>) -> Option<DataSetId>;
}

/// How confidential the payloads of a data set are (Y.4560 8.4). The chain itself holds none of them.
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
	/// Waits for a validation round.
	#[codec(index = 0)]
	Submitted,
	/// A validation round found it valid.
	#[codec(index = 1)]
	Validated,
	/// A validation round, or a regulator's veto, found it invalid. A correction may follow as a submission of its own.
	#[codec(index = 2)]
	Rejected,
	/// A validation round is open.
	#[codec(index = 3)]
	Validating,
	/// A later submission stands in its place. Both stay.
	#[codec(index = 4)]
	Superseded,
}

/// Why a submission was found invalid.
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
	/// A regulator forbids it.
	#[codec(index = 6)]
	Vetoed,
}

/// What the registry knows about a data set.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DataSetFacts {
	/// The supplier that registered it.
	pub owner: DidId,
	/// What the data are about.
	pub category: Category,
	/// Where they come from.
	pub region: Region,
	/// Who may see the payloads.
	pub confidentiality: Confidentiality,
	/// When it was registered.
	pub registered: Moment,
}

/// What the registry knows about a submission.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct SubmissionFacts {
	/// The data set that it belongs to.
	pub data_set: DataSetId,
	/// The supplier that made it.
	pub supplier: DidId,
	/// The device that signed it.
	pub device: DidId,
	/// The fingerprint of its leaves.
	pub fingerprint: Fingerprint,
	/// Where it stands.
	pub status: SubmissionStatus,
}

/// How a validation round ended, as the registry records it.
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
pub enum Decision {
	/// Valid, with the quality in per mille that the majority found: the lowest that one of it gave.
	#[codec(index = 0)]
	Valid {
		/// 0 to 1000.
		quality: u16,
	},
	/// Invalid.
	#[codec(index = 1)]
	Invalid {
		/// The reason that most of the majority gave.
		reason: Reason,
		/// Position of a leaf that shows it, if one was named.
		leaf: Option<u64>,
	},
	/// The round failed: the submission waits again.
	#[codec(index = 2)]
	Undecided,
}

/// The registry, as the validation pallet moves submissions on.
pub trait ValidationTarget {
	/// Why a submission cannot be moved on.
	type Error;

	/// From submitted to validating.
	fn begin_validation(submission: SubmissionId) -> Result<(), Self::Error>;

	/// From validating to validated, rejected, or back to submitted.
	fn decide(submission: SubmissionId, decision: Decision) -> Result<(), Self::Error>;
}
