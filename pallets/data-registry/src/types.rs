//! What the registry stores. Records only ever gain: a status that becomes final, a link, a revocation.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	payload::SubmissionBody,
	text::{Category, MediaType, Region},
	CertificateId, DataSetId, Hash, Moment, SubmissionId,
};
use scale_info::TypeInfo;

use crate::{Confidentiality, SubmissionStatus, Verdict};

/// The best quality that a validator can give.
pub const MAX_QUALITY: u16 = 1_000;

/// A day in milliseconds.
const DAY: Moment = 24 * 60 * 60 * 1_000;

/// How long a certificate can be valid: five years of 366 days, in milliseconds. Whoever certifies vouches for
/// what he can oversee; a certificate without an end would outlive the regulator, his rules and his office. Who
/// needs longer certifies anew, and the certificates are linked.
pub const MAX_VALIDITY: Moment = 5 * 366 * DAY;

/// How far ahead a device's clock may ever be allowed to be: a day, in milliseconds. No time zone set wrongly
/// explains more; beyond it lie data that do not exist yet.
pub const MAX_CLOCK_TOLERANCE: Moment = DAY;

/// What a supplier says about a data set when he registers it. It never changes: another schema or
/// another licence is another data set.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DataSetDetails {
	/// Hash of the schema that every record follows.
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
	/// When it was registered.
	pub registered: Moment,
	/// How many submissions it has, rejected ones included.
	pub submissions: u64,
	/// What the record costs its payer.
	pub ticket: Ticket,
}

/// The verdicts on a submission, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Tally {
	/// How many equal verdicts decide. Taken from the parameters when the submission was made, so that
	/// a change of the parameters never moves a running validation.
	pub required: u32,
	/// How many validators found it valid.
	pub valid: u32,
	/// How many validators found it invalid.
	pub invalid: u32,
	/// The lowest quality among the valid verdicts; [`MAX_QUALITY`] before the first.
	pub quality: u16,
}

impl Tally {
	/// A tally without any verdict.
	pub fn new(required: u32) -> Self {
		Self { required, valid: 0, invalid: 0, quality: MAX_QUALITY }
	}

	/// Counts one verdict more.
	pub fn count(&mut self, verdict: &Verdict) {
		match verdict {
			Verdict::Valid { quality } => {
				self.valid = self.valid.saturating_add(1);
				self.quality = self.quality.min(*quality);
			},
			Verdict::Invalid { .. } => self.invalid = self.invalid.saturating_add(1),
		}
	}

	/// The status that follows from the verdicts so far.
	pub fn status(&self) -> SubmissionStatus {
		if self.valid >= self.required {
			SubmissionStatus::Validated
		} else if self.invalid >= self.required {
			SubmissionStatus::Rejected
		} else {
			SubmissionStatus::Submitted
		}
	}
}

/// A submitted batch of records.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Submission<AccountId, Ticket> {
	/// Owner of the data set and of the device.
	pub supplier: DidId,
	/// The account that carries the ticket.
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
	/// The verdicts, counted.
	pub tally: Tally,
	/// 0 for a first submission, one more for every correction.
	pub revision: u32,
	/// The submission that corrects this one. The link back is `body.corrects`.
	pub corrected_by: Option<SubmissionId>,
	/// The newest certificate; older ones follow from its `previous`.
	pub certificate: Option<CertificateId>,
	/// What the record and its attestations cost its payer.
	pub ticket: Ticket,
}

impl<AccountId, Ticket> Submission<AccountId, Ticket> {
	/// The data set that it belongs to.
	pub fn data_set(&self) -> DataSetId {
		self.body.data_set
	}
}

/// What one validator said about one submission.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Attestation {
	/// What he said.
	pub verdict: Verdict,
	/// When.
	pub at: Moment,
	/// His place among the validators of this submission, from 0.
	pub position: u32,
}

/// The end of a certificate before its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Revocation {
	/// When.
	pub at: Moment,
	/// Hash of the reason.
	pub reason: Hash,
}

/// A regulator's certificate for one submission.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Certificate<AccountId, Ticket> {
	/// The submission that it certifies.
	pub submission: SubmissionId,
	/// Who issued it.
	pub regulator: DidId,
	/// The account that carries the ticket.
	pub payer: AccountId,
	/// Hash of the certificate's document.
	pub document: Hash,
	/// When it was issued.
	pub issued: Moment,
	/// The last moment at which it is valid: at most [`MAX_VALIDITY`] after `issued`.
	pub valid_until: Moment,
	/// Set when the issuer or the council revoked it.
	pub revoked: Option<Revocation>,
	/// The certificate of the same submission that this one replaces (expired or revoked).
	pub previous: Option<CertificateId>,
	/// What the record costs its payer.
	pub ticket: Ticket,
}

impl<AccountId, Ticket> Certificate<AccountId, Ticket> {
	/// Whether it is valid at this moment: not revoked, and not past its last moment.
	pub fn is_valid_at(&self, now: Moment) -> bool {
		self.revoked.is_none() && now <= self.valid_until
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
	/// How many equal verdicts decide a submission.
	pub validations_required: u32,
	/// How far in the future a submission's last record may lie, in milliseconds: what a device's clock
	/// may be ahead of the chain's. At most [`MAX_CLOCK_TOLERANCE`].
	pub clock_tolerance: Moment,
}

impl RegistryParameters {
	/// The most attestations that a submission can collect under these parameters: all but one of
	/// either kind that decides, and the one that decides. `None` if the number is out of all bounds.
	pub fn max_attestations(&self) -> Option<u32> {
		most_attestations(self.validations_required)
	}
}

impl Default for RegistryParameters {
	fn default() -> Self {
		Self { validations_required: 1, clock_tolerance: 60_000 }
	}
}

/// `2 * required - 1`; `None` for a `required` of 0 or out of all bounds.
pub(crate) fn most_attestations(required: u32) -> Option<u32> {
	required.checked_mul(2)?.checked_sub(1)
}
