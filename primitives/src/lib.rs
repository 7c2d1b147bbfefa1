//! The logic of Counterfoil that needs no chain.
//!
//! Everything here is pure: no storage, no clock, no FRAME, no allocation of identifiers. The pallets, the
//! off-chain services and the tests all run this very code, so that what a buyer checks at home is
//! what the chain judges.
//!
//! # Map
//!
//! | module | what it holds | rules it follows |
//! |---|---|---|
//! | [`text`] | short printable names of fixed width: categories, regions, media types | |
//! | [`did`] | identifiers of subjects, their keys, the text form `did:counterfoil:..` | W3C DID Core 3.1, CAIP-2 |
//! | [`roles`] | what a stakeholder may do | Y.4560 |
//! | [`payload`] | the bytes a subject signs | |
//! | [`fingerprint`] | Merkle tree over the leaves of a submission, inclusion proofs | RFC 9162 2.1 |
//! | [`cid`] | names of stored blobs | CIDv1, raw, sha2-256 |
//! | [`envelope`] | one record as it is exchanged | Y.4560 7.2.1, RFC 8785 |
//! | [`market`] | which supply answers which need, and which one is better | |
//! | [`auction`] | sealed bids, who wins at what price, prices that fall | |
//! | [`money`] | what is paid in, prices, commissions | |
//! | [`allowance`] | what a payer allows others to bind of his money | |
//! | [`stream`] | money that flows at a rate out of a deposit | |
//! | [`usage`] | what a holder of data may do with them, and what is narrower than what | ODRL 2.2 |
//! | [`custody`] | who holds which data, and who can have leaked them | Y.4560 I.2 |
//! | [`terms`] | terms of a series of deliveries: when each is due, penalties, rewards | Y.4560 8.3 |
//! | [`exchange`] | fair exchange: encryption by leaf, judging a proof of misbehaviour, splitting the money | RFC 8439 |
//! | [`sealed`] | sealed delivery with a judge: what he can check, how price and fee are divided | W3C DID Core 5.3.3 |
//! | [`document`] | DID documents | W3C DID Core |
//! | [`enrolment`] | batches of devices enrolled by one Merkle root | RFC 9162 2.1 |
//! | [`sponsorship`] | calls that a subject signs and somebody else pays for | |
//! | [`interest`] | who is too close to somebody to judge or to certify | Y.4560 9.4 |
//! | [`verdict`] | verdicts of validators: commitment, tally, split of the money | Y.4560 9.4 |
//! | [`reputation`] | counts of outcomes, and the score that follows | |
//! | [`accreditation`] | what a regulator may certify, and what he may pass on | Y.4560 9.4 |
//! | [`access`] | grants of access, the decision and its reason | ODRL 2.2 |
//! | [`ballot`] | how ballots are counted: quorum, threshold, early decisions | Y.4560 9.2 |
//! | [`history`] | the life of a subject as a chain of hashes | Y.4560 7.1.2 |
//! | [`traits`] | how the pallets know each other | |
//!
//! # Conventions
//!
//! Hashes are SHA-256. Times are [`Moment`]s, milliseconds since the Unix epoch on the chain's own
//! clock. Chain types are SCALE encoded; a type with a rule of its own refuses to decode what breaks
//! the rule. Nothing here panics on any input.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub mod access;
pub mod accreditation;
pub mod allowance;
pub mod auction;
pub mod ballot;
mod canonical;
pub mod cid;
pub mod custody;
pub mod did;
pub mod document;
pub mod enrolment;
pub mod envelope;
pub mod exchange;
pub mod fingerprint;
pub mod history;
pub mod interest;
pub mod market;
pub mod money;
pub mod payload;
pub mod reputation;
pub mod roles;
pub mod sealed;
pub mod sponsorship;
pub mod stream;
pub mod terms;
pub mod text;
pub mod traits;
pub mod usage;
pub mod verdict;
pub mod voucher;

pub use cid::Cid;
pub use did::{ChainReference, Did, DidId, DidStatus, KeySignature, Relationship, VerificationKey};
pub use envelope::Envelope;
pub use exchange::{Misbehaviour, MisbehaviourRef, Outcome, Shares, Verdict};
pub use fingerprint::{
	Algorithm, Fingerprint, ProofError, Tree, TreeBuilder, MAX_LEAF_LEN, MAX_PATH_LEN,
};
pub use market::{Mismatch, Need, Policy, Supply};
pub use money::{Asset, AssetId, Commission, Price, Volume};
pub use payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration, SubmissionBody};
pub use roles::{Role, Roles};
pub use text::{Category, MediaType, Region, Text, TextError};
pub use traits::{
	Agreements, AuditLog, AuditModule, AuditSubject, CertificateSubject, CertificateType,
	Certificates, Confidentiality, DataRegistry, Decision, Identities, LotError, LotFacts,
	NewAgreement, Power, Reason, Rights, Subject, SubmissionStatus, ValidationTarget,
};
pub use usage::{UsageStatement, UsageTerms};

/// A SHA-256 digest, or another 32 bytes that name something, such as a genesis hash.
pub type Hash = [u8; 32];

/// Milliseconds since the Unix epoch, on the chain's clock.
///
/// A deadline `d` is kept while `now <= d`; what a missed deadline causes may run once `now > d`.
pub type Moment = u64;

/// Number of a submission, given by the chain, never used twice.
pub type SubmissionId = u64;

/// Number of a data set, given by the chain, never used twice.
pub type DataSetId = u64;

/// Number of a certificate, given by the chain, never used twice.
pub type CertificateId = u64;

/// Number of an accreditation, given by the chain, never used twice.
pub type AccreditationId = u64;

/// Number of a validation round, given by the chain, never used twice.
pub type RoundId = u64;

/// Number of a grant of access, given by the chain, never used twice.
pub type GrantId = u64;

/// Number of an enrolled batch of devices, given by the chain, never used twice.
pub type EnrolmentId = u64;

/// Number of an offer, given by the chain, never used twice; the lower the older.
pub type OfferId = u64;

/// Number of a demand, given by the chain, never used twice; the lower the older.
pub type DemandId = u64;

/// Number of an agreement, given by the chain, never used twice.
pub type AgreementId = u64;

/// Number of a payment channel, given by the chain, never used twice.
pub type ChannelId = u64;

/// Number of a payment stream, given by the chain, never used twice.
pub type StreamId = u64;

/// Number of a contract for a series of deliveries, given by the chain, never used twice.
pub type ContractId = u64;

/// Number of an auction, given by the chain, never used twice.
pub type AuctionId = u64;

/// Number of a holding: that somebody holds certain data on certain terms. Given by the chain, never used twice.
pub type HoldingId = u64;

/// SHA-256 of the parts, as if they were written one after the other.
pub(crate) fn sha256(parts: &[&[u8]]) -> Hash {
	use sha2::{Digest, Sha256};

	let mut hasher = Sha256::new();
	for part in parts {
		hasher.update(part);
	}
	hasher.finalize().into()
}
