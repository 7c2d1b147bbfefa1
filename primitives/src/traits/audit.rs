//! The life of a subject, kept as it happens (Y.4560 7.1.2).

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{did::DidId, CertificateId, DataSetId, GrantId, SubmissionId};

/// Whose history an event belongs to.
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
pub enum AuditSubject {
	/// A stakeholder or a device.
	#[codec(index = 0)]
	Did(DidId),
	/// A data set.
	#[codec(index = 1)]
	DataSet(DataSetId),
	/// A submission.
	#[codec(index = 2)]
	Submission(SubmissionId),
	/// A grant of access.
	#[codec(index = 3)]
	Grant(GrantId),
	/// A certificate.
	#[codec(index = 4)]
	Certificate(CertificateId),
}

/// Which pallet an event comes from.
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
pub enum AuditModule {
	/// `pallet-did`
	#[codec(index = 0)]
	Did,
	/// `pallet-devices`
	#[codec(index = 1)]
	Devices,
	/// `pallet-sponsorship`
	#[codec(index = 2)]
	Sponsorship,
	/// `pallet-data-registry`
	#[codec(index = 3)]
	DataRegistry,
	/// `pallet-validation`
	#[codec(index = 4)]
	Validation,
	/// `pallet-certification`
	#[codec(index = 5)]
	Certification,
	/// `pallet-data-access`
	#[codec(index = 6)]
	DataAccess,
	/// `pallet-data-market`
	#[codec(index = 7)]
	DataMarket,
	/// `pallet-data-escrow`
	#[codec(index = 8)]
	DataEscrow,
	/// `pallet-data-auction`
	#[codec(index = 9)]
	DataAuction,
	/// `pallet-data-contracts`
	#[codec(index = 10)]
	DataContracts,
	/// `pallet-payment-channels`
	#[codec(index = 11)]
	PaymentChannels,
	/// `pallet-payment-streams`
	#[codec(index = 12)]
	PaymentStreams,
	/// `pallet-custody`
	#[codec(index = 13)]
	Custody,
	/// `pallet-allowances`
	#[codec(index = 14)]
	Allowances,
}

/// Keeps histories: the answer of the audit pallet.
///
/// A pallet that takes part deposits each of its events through one function, which asks the event whose history it belongs
/// to and hands it on, so that no event is forgotten.
///
/// One rule for all pallets says whose history that is:
///
/// - those that the event is about: who or what it happens to, and what it happens inside of (the data set of a submission,
///   the certificate and what it certifies, both sides of a transfer), and whose work it judges (the supplier of a submission);
/// - who acted, if a stakeholder or a device did by itself: an act belongs to the life of who acted. What a vote, a deadline or
///   the council did is nobody's act; whoever set it going (who proposed, who suspended) is one that it is about.
///
/// Each of them once. Left out is only what would let a stranger fill somebody's history at no cost: that somebody offers to
/// pay, that a match comes to nothing, or that something is handed in again and changes nothing. And a deal about many
/// submissions is in the history of their data set and of its parties, not in that of each submission: one sale would write
/// dozens of entries that say the same.
pub trait AuditLog {
	/// Adds an event to the history of each subject, in the block that is being made. `actor` is who caused it, `None` if the
	/// chain or governance did. `event` is the SCALE form of the pallet's event; its first byte is the index of the variant.
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]);
}

/// Keeps nothing.
impl AuditLog for () {
	fn record(_: AuditModule, _: Option<DidId>, _: &[AuditSubject], _: &[u8]) {}
}
