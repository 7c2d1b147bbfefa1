//! What the pallet stores. Records only gain: a link, a suspension, a revocation. A suspension that is lifted leaves the record,
//! and its beginning and end stay in the history of the certificate.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	accreditation::Terms,
	did::DidId,
	traits::{CertificateSubject, CertificateType},
	AccreditationId, CertificateId, Hash, Moment,
};
use scale_info::TypeInfo;

use crate::Coverage;

/// A day in milliseconds.
const DAY: Moment = 24 * 60 * 60 * 1_000;

/// How long a certificate or an accreditation can be valid: five years of 366 days, in milliseconds, from the moment at which it
/// is given. Whoever vouches, vouches for what he can oversee; what has no end would outlive the regulator, his rules and his
/// office. Who needs longer renews, and the records are linked.
pub const MAX_VALIDITY: Moment = 5 * 366 * DAY;

/// The most open certificates about one submission, each of another type. Fewer than about other subjects: a match on the market asks
/// whether each submission of many lots is certified, within one block.
pub const MAX_OPEN_PER_SUBMISSION: u32 = 2;

/// How high an authority stands: 0 is the council, then one more for each accreditation down the chain.
pub type Rank = u32;

/// The rank of the council.
pub const COUNCIL: Rank = 0;

/// The end of a record before its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Revocation {
	/// When.
	pub at: Moment,
	/// Who revoked; `None` is the council.
	pub by: Option<DidId>,
	/// Hash of the reason.
	pub reason: Hash,
}

/// A pause in the life of a certificate.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Suspension {
	/// Since when. Stays when a higher authority takes the suspension over.
	pub since: Moment,
	/// Who suspends; `None` is the council.
	pub by: Option<DidId>,
	/// How high he stands: nobody below lifts the suspension.
	pub rank: Rank,
	/// Hash of the reason.
	pub reason: Hash,
}

/// What a regulator may do, and who answers for it.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Accreditation<AccountId, Ticket> {
	/// The regulator.
	pub holder: DidId,
	/// What he may.
	pub terms: Terms,
	/// The accreditation that it is derived from; `None` for one that the council gave.
	pub parent: Option<AccreditationId>,
	/// How many accreditations are above it.
	pub depth: u32,
	/// Who gave it: the holder of the parent; `None` is the council.
	pub granted_by: Option<DidId>,
	/// When it was given.
	pub granted: Moment,
	/// How many certificates and derived accreditations rest on it. With none, its record can go once it ended.
	pub dependants: u64,
	/// Set when it was itself revoked.
	pub revoked: Option<Revocation>,
	/// What the record costs, and the account that put it up. The council puts up nothing.
	pub deposit: Option<(AccountId, Ticket)>,
}

/// What a regulator says in a certificate, besides what it is about.
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
pub struct Statement {
	/// What of the subject it speaks about.
	pub coverage: Coverage,
	/// Hash of the credential document (the digest of a W3C Verifiable Credential).
	pub document: Hash,
	/// The last moment at which it is valid: at most [`MAX_VALIDITY`] ahead.
	pub valid_until: Moment,
}

/// A regulator's certificate.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Certificate<AccountId, Ticket> {
	/// What it is about.
	pub subject: CertificateSubject,
	/// What it attests.
	pub kind: CertificateType,
	/// What the regulator says.
	pub statement: Statement,
	/// Who issued it.
	pub issuer: DidId,
	/// The accreditation that it rests on.
	pub accreditation: AccreditationId,
	/// When it was issued.
	pub issued: Moment,
	/// The first moment at which it is valid, never before `issued`.
	pub valid_from: Moment,
	/// Set while it is suspended; stays if it ends so.
	pub suspended: Option<Suspension>,
	/// Set when it was itself revoked.
	pub revoked: Option<Revocation>,
	/// The certificate of the same subject and type before it.
	pub previous: Option<CertificateId>,
	/// The certificate that took its place while it was open.
	pub superseded_by: Option<CertificateId>,
	/// The account that carries the ticket.
	pub payer: AccountId,
	/// What the record costs its payer.
	pub ticket: Ticket,
}
