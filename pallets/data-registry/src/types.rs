//! What the registry stores. Records only ever gain: a status that becomes final, a link, a moment.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	payload::SubmissionBody,
	text::{Category, MediaType, Region},
	traits::{Confidentiality, Reason, SubmissionStatus},
	DataSetId, Hash, Moment, SubmissionId,
};
use scale_info::TypeInfo;

/// The best quality that a validation round can find.
pub const MAX_QUALITY: u16 = 1_000;

/// A day in milliseconds.
const DAY: Moment = 24 * 60 * 60 * 1_000;

/// How far ahead a device's clock may ever be allowed to be: a day, in milliseconds. No time zone set wrongly
/// explains more; beyond it lie data that do not exist yet.
pub const MAX_CLOCK_TOLERANCE: Moment = DAY;

/// One version of a schema. The key of the record is the hash of the document.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Schema<AccountId, Ticket> {
	/// Who registered it, and may add a version after it or deprecate it.
	pub author: DidId,
	/// The account that carries the ticket.
	pub payer: AccountId,
	/// Media type of the schema document, such as `application/schema+json`.
	pub media_type: MediaType,
	/// The hash of the first version of the family.
	pub family: Hash,
	/// Its number in the family, from 1.
	pub version: u32,
	/// The version before it.
	pub previous: Option<Hash>,
	/// When it was registered.
	pub registered: Moment,
	/// When its author deprecated it.
	pub deprecated: Option<Moment>,
	/// What the record costs its payer.
	pub ticket: Ticket,
}

/// What a supplier says about a data set when he registers it. It never changes: another schema or
/// another licence is another data set.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DataSetDetails {
	/// Hash of a registered schema. Every record follows some version of its family.
	pub schema: Hash,
	/// Media type of a record.
	pub media_type: MediaType,
	/// What the data are about, as a path such as `water/flow`.
	pub category: Category,
	/// Where they come from, as a geohash.
	pub region: Region,
	/// Who may see the payloads.
	pub confidentiality: Confidentiality,
	/// Hash of the licence text.
	pub licence: Hash,
}

/// A registered data set.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DataSet<AccountId, Ticket> {
	/// The supplier that registered it.
	pub owner: DidId,
	/// The account that carries the ticket.
	pub payer: AccountId,
	/// What the supplier said about it.
	pub details: DataSetDetails,
	/// The family of its schema: the hash of the first version.
	pub family: Hash,
	/// When it was registered.
	pub registered: Moment,
	/// How many submissions it has, rejected ones included.
	pub submissions: u64,
	/// What the record costs its payer.
	pub ticket: Ticket,
}

/// Why a submission came back to its supplier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Rejection {
	/// What is wrong.
	pub reason: Reason,
	/// Position of a leaf that shows it, if one was named.
	pub leaf: Option<u64>,
}

/// A submitted batch of records.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Submission<AccountId, Ticket> {
	/// Owner of the data set and, when it was submitted, of the device.
	pub supplier: DidId,
	/// The account that carries the ticket: the supplier's, or that of whoever sponsored the device's call.
	pub payer: AccountId,
	/// The device that signed.
	pub device: DidId,
	/// The device's sequence number that the signature covers.
	pub sequence: u64,
	/// What the device signed.
	pub body: SubmissionBody,
	/// When the chain took it in.
	pub submitted: Moment,
	/// Where it stands.
	pub status: SubmissionStatus,
	/// When it was validated or rejected.
	pub decided: Option<Moment>,
	/// What the round that validated it found, in per mille.
	pub quality: Option<u16>,
	/// Why it was rejected.
	pub rejection: Option<Rejection>,
	/// 0 for a first submission, one more for every correction.
	pub revision: u32,
	/// The submission that corrects this one. The link back is `body.corrects`.
	pub corrected_by: Option<SubmissionId>,
	/// The validated submission whose place this one takes once it is validated: the nearest one along `body.corrects`.
	pub supersedes: Option<SubmissionId>,
	/// The validated submission that took the place of this one. The link back is `supersedes`.
	pub superseded_by: Option<SubmissionId>,
	/// What the record costs its payer.
	pub ticket: Ticket,
}

impl<AccountId, Ticket> Submission<AccountId, Ticket> {
	/// The data set that it belongs to.
	pub fn data_set(&self) -> DataSetId {
		self.body.data_set
	}
}

/// What governance decides about the registry.
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
pub struct RegistryParameters {
	/// How far in the future a submission's last record may lie, in milliseconds: what a device's clock
	/// may be ahead of the chain's. At most [`MAX_CLOCK_TOLERANCE`].
	pub clock_tolerance: Moment,
	/// How much time may lie between the first and the last record of a submission, in milliseconds: what is judged
	/// and sold as one must not be the whole life of a device.
	pub max_span: Moment,
	/// How far in the past a submission's first record may lie, in milliseconds. What a clock that forgot the time tells lies
	/// further back: it begins in 1970. At least `max_span`, or no batch of the longest span could ever come in.
	pub max_age: Moment,
}

impl Default for RegistryParameters {
	fn default() -> Self {
		Self { clock_tolerance: 60_000, max_span: 366 * DAY, max_age: 10 * 366 * DAY }
	}
}
