//! What operators record, and when a record contradicts what the chain knows.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use super::{AccessDecision, Actions, Basis, Grantee, PurposeName, Request, Terms};
use crate::{
	did::DidId,
	fingerprint::{leaf_hash, Fingerprint},
	DataSetId, Hash, Moment,
};

/// One answer that an operator acted on: a leaf of the tree of a batch, in its SCALE form.
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
pub struct AccessRecord {
	/// The data set.
	pub data_set: DataSetId,
	/// Who asked.
	pub accessor: DidId,
	/// What for, and when.
	pub request: Request,
	/// What the operator answered.
	pub decision: AccessDecision,
	/// Random bytes, so that nobody finds the record by trying who knows its hash alone.
	pub salt: [u8; 16],
}

impl AccessRecord {
	/// The hash of the leaf.
	pub fn leaf(&self) -> Hash {
		self.using_encoded(leaf_hash)
	}
}

/// What an operator vouches for: the payload of [`Purpose::AccessBatch`](crate::payload::Purpose::AccessBatch), nonce: how
/// many batches the operator recorded before. `Uses` is a list of grants and counts.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AccessBatchBody<Uses> {
	/// Whose records these are.
	pub operator: DidId,
	/// The data set that they are about.
	pub data_set: DataSetId,
	/// The fingerprint of the records.
	pub records: Fingerprint,
	/// No record is older.
	pub from: Moment,
	/// No record is newer.
	pub to: Moment,
	/// How often each grant was used, in ascending order of the grants.
	pub uses: Uses,
	/// How many requests were refused.
	pub refusals: u64,
}

/// What the chain knows about the grant that a record names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GrantKnowledge<Purposes> {
	/// No grant of this number was ever given.
	NeverGiven,
	/// It was given once, and its record is gone.
	Forgotten,
	/// The record is there.
	Known(GrantHistory<Purposes>),
}

/// The record of a grant, as far as a contradiction needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrantHistory<Purposes> {
	/// The data set that it is for.
	pub data_set: DataSetId,
	/// To whom it was given.
	pub grantee: Grantee,
	/// What it allows.
	pub terms: Terms<Purposes>,
	/// When it was given.
	pub given: Moment,
	/// When it was revoked, if it was.
	pub revoked: Option<Moment>,
	/// How many field classes its data set had at the moment of the record, as far as that is certain; else zero.
	pub declared: u32,
}

/// What the chain can say about the past. Each `since` is the moment from which on something is certain; `None` if it is not,
/// or not certain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Knowledge<Purposes> {
	/// The accessor has ever been registered.
	pub accessor_known: bool,
	/// The accessor is one that never holds a role: a device.
	pub without_roles: bool,
	/// The data set has the field class that the record names, or the record names none. Classes are never removed.
	pub field_known: bool,
	/// Since when the accessor is on the deny list.
	pub denied_since: Option<Moment>,
	/// Since when the accessor has had no share of [`Right::Ownership`].
	pub no_owner_since: Option<Moment>,
	/// Since when the accessor has had no share of [`Right::Use`].
	pub no_user_since: Option<Moment>,
	/// Since when the field class of the record, or the whole record, has not been public.
	pub not_public_since: Option<Moment>,
	/// The grant that the record names; `None` if it names none.
	pub grant: Option<GrantKnowledge<Purposes>>,
	/// The batch counts uses of the grant that the record names, which was not over before the batch begins.
	pub counted: bool,
}

/// How a record contradicts the rights.
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
pub enum Contradiction {
	/// The record is about another data set than its batch.
	#[codec(index = 0)]
	ForeignDataSet,
	/// The record lies outside the time of its batch.
	#[codec(index = 1)]
	OutsidePeriod,
	/// The accessor was never registered.
	#[codec(index = 2)]
	UnknownAccessor,
	/// The accessor was on the deny list, and was no owner.
	#[codec(index = 3)]
	Denied,
	/// The accessor did not hold the right that the record names.
	#[codec(index = 4)]
	NoRight,
	/// What was asked for was not public.
	#[codec(index = 5)]
	NotPublic,
	/// No such grant had been given.
	#[codec(index = 6)]
	NoSuchGrant,
	/// The grant is for another data set.
	#[codec(index = 7)]
	GrantOfOtherDataSet,
	/// The grant is for another subject.
	#[codec(index = 8)]
	GrantOfOtherSubject,
	/// What the record names does not permit the action.
	#[codec(index = 9)]
	WrongAction,
	/// The grant does not cover the field class.
	#[codec(index = 10)]
	WrongField,
	/// The grant does not name the purpose.
	#[codec(index = 11)]
	WrongPurpose,
	/// The grant had been revoked.
	#[codec(index = 12)]
	Revoked,
	/// The grant had not begun.
	#[codec(index = 13)]
	NotYetValid,
	/// The grant was over.
	#[codec(index = 14)]
	Expired,
	/// The data set never had such a field class.
	#[codec(index = 15)]
	UnknownField,
	/// The batch counts no use of the grant, or the grant was over before the batch begins.
	#[codec(index = 16)]
	Uncounted,
}

/// Whether the record of a batch about `data_set`, `from` to `to`, contradicts what the chain knows.
///
/// Only what is certain counts: an operator is never convicted for what was forgotten or has changed since, nor for an access in
/// the very millisecond of a change. Refusals are not judged. Neither is whom a role or a certificate covered then: the chain
/// keeps what these are, not what they were.
pub fn contradiction<Purposes: AsRef<[PurposeName]>>(
	record: &AccessRecord,
	data_set: DataSetId,
	(from, to): (Moment, Moment),
	known: &Knowledge<Purposes>,
) -> Option<Contradiction> {
	let at = record.request.at;
	let since = |since: Option<Moment>| since.is_some_and(|since| at > since);
	if record.data_set != data_set {
		return Some(Contradiction::ForeignDataSet);
	}
	if at < from || at > to {
		return Some(Contradiction::OutsidePeriod);
	}
	let AccessDecision::Permitted(basis) = record.decision else { return None };
	if !known.accessor_known {
		return Some(Contradiction::UnknownAccessor);
	}
	if !known.field_known {
		return Some(Contradiction::UnknownField);
	}
	if basis != Basis::Ownership && since(known.denied_since) && since(known.no_owner_since) {
		return Some(Contradiction::Denied);
	}
	let reads = Actions::READING.contains(record.request.action);
	match basis {
		Basis::Ownership => since(known.no_owner_since).then_some(Contradiction::NoRight),
		Basis::Public | Basis::UseRight if !reads => Some(Contradiction::WrongAction),
		Basis::Public => since(known.not_public_since).then_some(Contradiction::NotPublic),
		Basis::UseRight => since(known.no_user_since).then_some(Contradiction::NoRight),
		Basis::Grant(_) => match &known.grant {
			Some(GrantKnowledge::NeverGiven) => Some(Contradiction::NoSuchGrant),
			Some(GrantKnowledge::Known(grant)) => contradicts_grant(record, grant, known)
				.or_else(|| (!known.counted).then_some(Contradiction::Uncounted)),
			// Who was permitted something by it could have counted it: the chain takes no batch of a time of which it forgot a grant.
			Some(GrantKnowledge::Forgotten) => (!known.counted).then_some(Contradiction::Uncounted),
			None => None,
		},
	}
}

fn contradicts_grant<Purposes: AsRef<[PurposeName]>>(
	record: &AccessRecord,
	grant: &GrantHistory<Purposes>,
	known: &Knowledge<Purposes>,
) -> Option<Contradiction> {
	let GrantHistory { terms, .. } = grant;
	let Request { action, purpose, field, at } = record.request;
	let purposes = terms.purposes.as_ref();
	// A class that was declared after the access may not be counted against the operator: `declared` is zero then.
	let covered = terms.fields.bits() != 0 && terms.fields.covers(field, grant.declared);
	let other_subject = match grant.grantee {
		Grantee::Did(did) => did != record.accessor,
		Grantee::Role(_) => known.without_roles,
		Grantee::CertificateHolder(_) => false,
	};
	if grant.data_set != record.data_set {
		Some(Contradiction::GrantOfOtherDataSet)
	} else if other_subject {
		Some(Contradiction::GrantOfOtherSubject)
	} else if at < grant.given {
		Some(Contradiction::NoSuchGrant)
	} else if !terms.actions.contains(action) {
		Some(Contradiction::WrongAction)
	} else if !covered {
		Some(Contradiction::WrongField)
	} else if !purposes.is_empty() && !purposes.contains(&purpose) {
		Some(Contradiction::WrongPurpose)
	} else if grant.revoked.is_some_and(|revoked| at > revoked) {
		Some(Contradiction::Revoked)
	} else if at < terms.from {
		Some(Contradiction::NotYetValid)
	} else if terms.until.is_some_and(|until| at > until) {
		Some(Contradiction::Expired)
	} else {
		None
	}
}
