//! What is certified, and who may certify it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	text::{Category, Text},
	CertificateId, DataSetId, Moment, SubmissionId,
};

/// What a certificate attests, as one word of the consortium's own list, such as `calibration` or `origin`.
pub type CertificateType = Text<32>;

/// What a certificate is about.
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
pub enum CertificateSubject {
	/// A validated submission.
	#[codec(index = 0)]
	Submission(SubmissionId),
	/// A data set.
	#[codec(index = 1)]
	DataSet(DataSetId),
	/// A stakeholder or a device.
	#[codec(index = 2)]
	Did(DidId),
}

/// What an accreditation allows a regulator.
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
pub enum Power {
	/// To issue certificates.
	#[codec(index = 0)]
	Certify,
	/// To veto validation rounds.
	#[codec(index = 1)]
	Veto,
}

/// The answers of the certification pallet. Each costs a bounded number of reads.
pub trait Certificates {
	/// A certificate about the subject that is valid at `now`: neither expired, suspended nor revoked, and the accreditation that
	/// it rests on not revoked. Of several the one that was issued first.
	fn certificate_of(subject: &CertificateSubject, now: Moment) -> Option<CertificateId>;

	/// What this certificate is about, if it is valid at `now`.
	fn subject_of(certificate: CertificateId, now: Moment) -> Option<CertificateSubject>;

	/// Whether some certificate about the subject is valid at `now`.
	fn is_certified(subject: &CertificateSubject, now: Moment) -> bool {
		Self::certificate_of(subject, now).is_some()
	}

	/// Whether the subject holds a certificate of this type that is valid at `now`.
	fn holds(subject: &CertificateSubject, kind: &CertificateType, now: Moment) -> bool;

	/// Whether the regulator is active and accredited for this, for this category, at `now`.
	fn is_accredited(regulator: &DidId, power: Power, category: &Category, now: Moment) -> bool;
}

/// Nothing is certified, nobody is accredited.
impl Certificates for () {
	fn certificate_of(_: &CertificateSubject, _: Moment) -> Option<CertificateId> {
		None
	}
	fn subject_of(_: CertificateId, _: Moment) -> Option<CertificateSubject> {
		None
	}
	fn holds(_: &CertificateSubject, _: &CertificateType, _: Moment) -> bool {
		false
	}
	fn is_accredited(_: &DidId, _: Power, _: &Category, _: Moment) -> bool {
		false
	}
}
