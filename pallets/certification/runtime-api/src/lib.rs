//! What an application asks `pallet-certification`: who may certify what, and what is certified (Y.4560 9.4).
//!
//! The answers are flat and live here, not in the pallet, so that a client decodes them without the pallet's code. Whatever
//! depends on the time is as it is at the block that is asked.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries,
//! [`MAX_STATUSES`] for status lists. Answers of a batch come in the order of the questions, `None` for an unknown number.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	accreditation::{CertificateTypes, Powers, Scope},
	did::DidId,
	text::{Category, Text},
	traits::{CertificateSubject, CertificateType, Power},
	AccreditationId, CertificateId, Hash, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// The most certificates of one page of a status list.
pub const MAX_STATUSES: u32 = 1_024;

/// What a certificate says about its subject, in a few words such as `flow-sensor` or `all`. The document says the rest.
pub type Coverage = Text<64>;

/// Where a certificate stands.
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
pub enum CertificateStatus {
	/// It holds.
	#[codec(index = 0)]
	Valid,
	/// It will hold later.
	#[codec(index = 1)]
	NotYetValid,
	/// Its time is over.
	#[codec(index = 2)]
	Expired,
	/// It does not hold for now.
	#[codec(index = 3)]
	Suspended,
	/// It was withdrawn for ever.
	#[codec(index = 4)]
	Revoked,
	/// Another one took its place.
	#[codec(index = 5)]
	Superseded,
	/// The accreditation that it rests on was revoked, or one above it.
	#[codec(index = 6)]
	AccreditationRevoked,
}

impl CertificateStatus {
	/// Whether the certificate holds now or may still hold later.
	pub const fn is_open(self) -> bool {
		matches!(self, Self::Valid | Self::NotYetValid | Self::Suspended)
	}
}

/// Why an accreditation allows nothing at a moment.
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
pub enum Lapse {
	/// It was revoked, or one above it.
	#[codec(index = 0)]
	Revoked,
	/// Its period has not begun.
	#[codec(index = 1)]
	NotYetValid,
	/// Its period is over.
	#[codec(index = 2)]
	Expired,
	/// Its holder, or that of one above it, is no active regulator.
	#[codec(index = 3)]
	HolderNotActive,
}

/// Why a stakeholder cannot certify something now.
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
pub enum Obstacle {
	/// He is no active regulator.
	#[codec(index = 0)]
	NotRegulator,
	/// The chain knows no such submission, data set or DID.
	#[codec(index = 1)]
	UnknownSubject,
	/// The submission is not validated.
	#[codec(index = 2)]
	NotValidated,
	/// The stakeholder or device is not active.
	#[codec(index = 3)]
	SubjectNotActive,
	/// He is it, owns it, controls it, is controlled by it, has a share in it, or somebody acts both for him and for one of those.
	#[codec(index = 4)]
	OwnSubject,
	/// He took part in the validation of the submission.
	#[codec(index = 5)]
	ValidatorCannotCertify,
	/// No accreditation of his allows it now.
	#[codec(index = 6)]
	NotAccredited,
	/// The subject has an open certificate of this type.
	#[codec(index = 7)]
	AlreadyCertified,
	/// The subject has open certificates of so many types already.
	#[codec(index = 8)]
	TooManyCertificates,
	/// The last certificate of this type was his, and somebody else suspends it.
	#[codec(index = 9)]
	SuspendedFromAbove,
}

/// What the bits of a status list tell (W3C Bitstring Status List 1.0, `statusPurpose`).
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
pub enum StatusPurpose {
	/// `revocation`, final: revoked, superseded, or resting on a revoked accreditation.
	#[codec(index = 0)]
	Revocation,
	/// `suspension`, which may end again.
	#[codec(index = 1)]
	Suspension,
}

/// An act of an authority, with its reason.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ActView {
	/// When.
	pub at: Moment,
	/// Who did it; `None` is the council.
	pub by: Option<DidId>,
	/// Hash of the reason.
	pub reason: Hash,
}

/// An accreditation.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AccreditationView<AccountId> {
	/// Its number.
	pub id: AccreditationId,
	/// The regulator.
	pub holder: DidId,
	/// What he may do.
	pub powers: Powers,
	/// To what.
	pub scope: Scope,
	/// Which certificates he may issue.
	pub types: CertificateTypes,
	/// Whether he may accredit others within these terms.
	pub delegable: bool,
	/// The first moment at which he may.
	pub valid_from: Moment,
	/// The last moment at which he may.
	pub valid_until: Moment,
	/// The accreditation that it is derived from; `None` for one that the council gave.
	pub parent: Option<AccreditationId>,
	/// How many accreditations are above it.
	pub depth: u32,
	/// Who gave it; `None` is the council.
	pub granted_by: Option<DidId>,
	/// When it was given.
	pub granted: Moment,
	/// The account that carries the deposit; the council's accreditations have none.
	pub payer: Option<AccountId>,
	/// Its own revocation, not that of one above it.
	pub revoked: Option<ActView>,
	/// How many certificates and derived accreditations rest on it.
	pub dependants: u64,
	/// Why it allows nothing now; `None` while it is in force.
	pub lapse: Option<Lapse>,
}

/// A certificate.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct CertificateView<AccountId> {
	/// Its number.
	pub id: CertificateId,
	/// What it is about.
	pub subject: CertificateSubject,
	/// What it attests.
	pub kind: CertificateType,
	/// What of the subject it speaks about.
	pub coverage: Coverage,
	/// Hash of the credential document.
	pub document: Hash,
	/// The regulator that issued it.
	pub issuer: DidId,
	/// The accreditation that it rests on.
	pub accreditation: AccreditationId,
	/// The account that carries the deposit.
	pub payer: AccountId,
	/// When it was issued.
	pub issued: Moment,
	/// The first moment at which it is valid.
	pub valid_from: Moment,
	/// The last moment at which it is valid.
	pub valid_until: Moment,
	/// Where it stands now.
	pub status: CertificateStatus,
	/// Whether it holds now: `status` is [`CertificateStatus::Valid`].
	pub valid: bool,
	/// The suspension that has not been lifted, if there is one.
	pub suspended: Option<ActView>,
	/// Its own revocation, not that of the accreditation.
	pub revoked: Option<ActView>,
	/// The certificate of the same subject and type before it.
	pub previous: Option<CertificateId>,
	/// The certificate that took its place while it was open.
	pub superseded_by: Option<CertificateId>,
}

sp_api::decl_runtime_apis! {
	/// Reads of accreditations and certificates.
	#[api_version(1)]
	pub trait CertificationApi<AccountId>
	where
		AccountId: Codec,
	{
		/// One certificate.
		fn certificate(id: CertificateId) -> Option<CertificateView<AccountId>>;

		/// Several certificates. At most [`MAX_BATCH`].
		fn certificates(ids: Vec<CertificateId>) -> Vec<Option<CertificateView<AccountId>>>;

		/// The newest certificate of each type about a subject, whatever its status: at most `limit`, those that follow the
		/// type `after`, in the order of the storage. At most [`MAX_BATCH`].
		fn certificates_of(
			subject: CertificateSubject,
			after: Option<CertificateType>,
			limit: u32,
		) -> Vec<CertificateView<AccountId>>;

		/// The newest certificate of this type about a subject, whatever its status.
		fn current(
			subject: CertificateSubject,
			kind: CertificateType,
		) -> Option<CertificateView<AccountId>>;

		/// A certificate and those before it of the same subject and type, newest first. At most [`MAX_BATCH`]; ask again with
		/// the `previous` of the last one.
		fn history(id: CertificateId) -> Vec<CertificateView<AccountId>>;

		/// Whether some certificate about each subject holds now. At most [`MAX_BATCH`].
		fn are_certified(subjects: Vec<CertificateSubject>) -> Vec<bool>;

		/// Whether a certificate of this type about each subject holds now. At most [`MAX_BATCH`].
		fn hold(questions: Vec<(CertificateSubject, CertificateType)>) -> Vec<bool>;

		/// One accreditation.
		fn accreditation(id: AccreditationId) -> Option<AccreditationView<AccountId>>;

		/// Several accreditations. At most [`MAX_BATCH`].
		fn accreditations(ids: Vec<AccreditationId>) -> Vec<Option<AccreditationView<AccountId>>>;

		/// The accreditations of a regulator that have not ended, and some that have and were not cleared away yet.
		fn accreditations_of(holder: DidId) -> Vec<AccreditationView<AccountId>>;

		/// An accreditation and those above it, up to the one that the council gave.
		fn chain(id: AccreditationId) -> Vec<AccreditationView<AccountId>>;

		/// Whether the regulator is active and accredited for this, for data of this category, now.
		fn is_accredited(regulator: DidId, power: Power, category: Category) -> bool;

		/// Why the stakeholder cannot certify this now; `None` if he can.
		fn why_not(
			regulator: DidId,
			subject: CertificateSubject,
			kind: CertificateType,
		) -> Option<Obstacle>;

		/// A part of a status list (W3C Bitstring Status List 1.0): one bit for each of the `count` certificates from the number
		/// `from` on, the first one leftmost, set if the certificate is revoked or suspended. The last byte is padded with zeros.
		/// At most [`MAX_STATUSES`]; parts whose `from` is a multiple of 8 can be put together.
		fn status_bits(purpose: StatusPurpose, from: CertificateId, count: u32) -> Vec<u8>;
	}
}
