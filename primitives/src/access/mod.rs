//! Grants of access: actions (ODRL 2.2), conditions, the decision and its reason.
//!
//! Three rights on a data set exist side by side (Y.4560 8.4): [`Right::Ownership`] decides, [`Right::Use`] reads,
//! [`Right::Profit`] is paid. Each is held in shares of [`TOTAL_SHARES`]. Owners give *grants*: under these [`Terms`] a
//! [`Grantee`] may take these [`Actions`].
//!
//! [`decide`] answers a [`Request`] from plain [`Facts`]; the chain, an operator at home and the tests run the same code. An
//! operator records each answer that it acted on as an [`AccessRecord`], a leaf of the Merkle tree of a batch
//! ([`AccessBatchBody`]); [`contradiction`] says whether such a record contradicts what the chain knows.

mod records;
#[cfg(test)]
mod tests;

pub use records::*;

use core::ops::{BitOr, BitOrAssign};

use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	roles::Role,
	sha256,
	text::Text,
	traits::{CertificateType, Confidentiality},
	GrantId, Hash, Moment,
};

/// The shares of each right on a data set, all holders together: per mille of the right.
pub const TOTAL_SHARES: u32 = 1_000;

/// The most holders of a right.
pub const MAX_HOLDERS: u32 = 16;

/// The most field classes of a data set, one for each bit of [`Fields`].
pub const MAX_FIELD_CLASSES: u32 = 8;

/// What data are asked for, as one word of the consortium's own list, such as `customs` or `quality-control`.
pub type PurposeName = Text<32>;

/// The name of a class of fields, such as `origin` or `price`.
pub type FieldName = Text<16>;

/// A right on a data set (Y.4560 8.4).
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
pub enum Right {
	/// To decide about the data set.
	#[codec(index = 0)]
	Ownership,
	/// To read it, without a grant.
	#[codec(index = 1)]
	Use,
	/// To be paid for it.
	#[codec(index = 2)]
	Profit,
}

impl Right {
	/// Every right.
	pub const ALL: [Self; 3] = [Self::Ownership, Self::Use, Self::Profit];
}

/// What somebody does with data: the names of actions of the ODRL Vocabulary & Expression 2.2 (W3C Recommendation of 15
/// February 2018), `http://www.w3.org/ns/odrl/2/` and the name that [`Action::name`] gives.
///
/// Each action stands for itself: the hierarchy of the vocabulary (`includedIn`) is not followed, so a grant names every
/// action that it means.
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
pub enum Action {
	/// To obtain data from the asset.
	#[codec(index = 0)]
	Read,
	/// To show it to somebody for a time.
	#[codec(index = 1)]
	Display,
	/// To make a hard copy.
	#[codec(index = 2)]
	Print,
	/// To deliver it in real time.
	#[codec(index = 3)]
	Stream,
	/// To record it in an index.
	#[codec(index = 4)]
	Index,
	/// To take parts out and to use them by themselves.
	#[codec(index = 5)]
	Extract,
	/// To use it as a part of a composite collection.
	#[codec(index = 6)]
	Aggregate,
	/// To remove what points at persons.
	#[codec(index = 7)]
	Anonymize,
	/// To add notes, leaving it as it is.
	#[codec(index = 8)]
	Annotate,
	/// To make something new from it.
	#[codec(index = 9)]
	Derive,
	/// To convert it into another format.
	#[codec(index = 10)]
	Transform,
	/// To translate it into another language.
	#[codec(index = 11)]
	Translate,
	/// To keep it for the long term.
	#[codec(index = 12)]
	Archive,
	/// To copy it.
	#[codec(index = 13)]
	Reproduce,
	/// To pass it on.
	#[codec(index = 14)]
	Distribute,
	/// To run it as a program.
	#[codec(index = 15)]
	Execute,
}

impl Action {
	/// Every action, in the order of their indices.
	pub const ALL: [Self; 16] = [
		Self::Read,
		Self::Display,
		Self::Print,
		Self::Stream,
		Self::Index,
		Self::Extract,
		Self::Aggregate,
		Self::Anonymize,
		Self::Annotate,
		Self::Derive,
		Self::Transform,
		Self::Translate,
		Self::Archive,
		Self::Reproduce,
		Self::Distribute,
		Self::Execute,
	];

	/// The name in the vocabulary.
	pub const fn name(self) -> &'static str {
		match self {
			Self::Read => "read",
			Self::Display => "display",
			Self::Print => "print",
			Self::Stream => "stream",
			Self::Index => "index",
			Self::Extract => "extract",
			Self::Aggregate => "aggregate",
			Self::Anonymize => "anonymize",
			Self::Annotate => "annotate",
			Self::Derive => "derive",
			Self::Transform => "transform",
			Self::Translate => "translate",
			Self::Archive => "archive",
			Self::Reproduce => "reproduce",
			Self::Distribute => "distribute",
			Self::Execute => "execute",
		}
	}

	const fn bit(self) -> u16 {
		match self {
			Self::Read => 1,
			Self::Display => 1 << 1,
			Self::Print => 1 << 2,
			Self::Stream => 1 << 3,
			Self::Index => 1 << 4,
			Self::Extract => 1 << 5,
			Self::Aggregate => 1 << 6,
			Self::Anonymize => 1 << 7,
			Self::Annotate => 1 << 8,
			Self::Derive => 1 << 9,
			Self::Transform => 1 << 10,
			Self::Translate => 1 << 11,
			Self::Archive => 1 << 12,
			Self::Reproduce => 1 << 13,
			Self::Distribute => 1 << 14,
			Self::Execute => 1 << 15,
		}
	}
}

/// A set of actions. SCALE: a `u16`, bit `i` for the action with index `i`.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Actions(u16);

impl Actions {
	/// No action.
	pub const EMPTY: Self = Self(0);

	/// Every action there is.
	pub const ALL: Self = Self(u16::MAX);

	/// What takes a look at the data and leaves nothing behind but a place in an index. Who holds [`Right::Use`], and anybody
	/// where data are public, may do this without a grant.
	pub const READING: Self = Self(
		Action::Read.bit()
			| Action::Display.bit()
			| Action::Print.bit()
			| Action::Stream.bit()
			| Action::Index.bit(),
	);

	/// The set as bits.
	pub const fn bits(self) -> u16 {
		self.0
	}

	/// Whether the action is in the set.
	pub const fn contains(self, action: Action) -> bool {
		self.0 & action.bit() != 0
	}

	/// Whether no action is in the set.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// The actions of the set, in the order of their indices.
	pub fn iter(self) -> impl Iterator<Item = Action> {
		Action::ALL.into_iter().filter(move |action| self.contains(*action))
	}
}

impl From<Action> for Actions {
	fn from(action: Action) -> Self {
		Self(action.bit())
	}
}

impl FromIterator<Action> for Actions {
	fn from_iter<I: IntoIterator<Item = Action>>(actions: I) -> Self {
		actions.into_iter().fold(Self::EMPTY, |set, action| set | action)
	}
}

impl BitOr<Action> for Actions {
	type Output = Self;

	fn bitor(self, other: Action) -> Self {
		Self(self.0 | other.bit())
	}
}

impl BitOrAssign<Action> for Actions {
	fn bitor_assign(&mut self, other: Action) {
		*self = *self | other;
	}
}

/// A set of field classes of a data set, by their places in its list. SCALE: one byte, bit `i` for class `i`.
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
pub struct Fields(u8);

impl Fields {
	/// Every class, those included that the data set does not have yet.
	pub const ALL: Self = Self(u8::MAX);

	/// The set with these bits.
	pub const fn from_bits(bits: u8) -> Self {
		Self(bits)
	}

	/// The set as bits.
	pub const fn bits(self) -> u8 {
		self.0
	}

	/// The first classes, so many of them; every class for 8 and more.
	pub const fn first(count: u32) -> Self {
		match 1u8.checked_shl(count) {
			Some(next) => Self(next.wrapping_sub(1)),
			None => Self::ALL,
		}
	}

	/// Whether class `field` is in the set; for `None`, whether all of the first `declared` classes are.
	pub fn covers(self, field: Option<u8>, declared: u32) -> bool {
		let asked = match field {
			Some(field) => match 1u8.checked_shl(field.into()) {
				Some(bit) => bit,
				None => return false,
			},
			None => Self::first(declared).0,
		};
		self.0 & asked == asked
	}

	/// Whether a grant for a data set with so many classes may name this set: every class, or at least one of those that there
	/// are and no other.
	pub const fn is_named_right(self, declared: u32) -> bool {
		self.0 == Self::ALL.0 || (self.0 != 0 && self.0 & !Self::first(declared).0 == 0)
	}
}

/// How confidential a class of fields of a data set is.
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
pub struct FieldClass {
	/// Its name, which no other class of the data set has.
	pub name: FieldName,
	/// Who may see it, apart from the level of the data set.
	pub level: Confidentiality,
}

/// To whom a grant is given.
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
pub enum Grantee {
	/// A stakeholder or a device.
	#[codec(index = 0)]
	Did(DidId),
	/// Every active stakeholder of this role.
	#[codec(index = 1)]
	Role(Role),
	/// Every active subject that holds a valid certificate of this type.
	#[codec(index = 2)]
	CertificateHolder(CertificateType),
}

/// What a grant allows, and when. `Purposes` is a list of [`PurposeName`].
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
pub struct Terms<Purposes> {
	/// What may be done.
	pub actions: Actions,
	/// For which purposes; for any if the list is empty.
	pub purposes: Purposes,
	/// With which field classes.
	pub fields: Fields,
	/// The first moment.
	pub from: Moment,
	/// The last moment; without end if `None`.
	pub until: Option<Moment>,
	/// How many times, all whom the grant covers together; without limit if `None`.
	pub uses: Option<u32>,
}

/// What somebody wants to do.
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
pub struct Request {
	/// The action.
	pub action: Action,
	/// What for.
	pub purpose: PurposeName,
	/// With which field class, by its place in the list of the data set; with whole records if `None`.
	pub field: Option<u8>,
	/// When.
	pub at: Moment,
}

/// One grant that covers the subject, as far as a decision needs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GrantFacts<Purposes> {
	/// Its number.
	pub id: GrantId,
	/// What it allows.
	pub terms: Terms<Purposes>,
	/// How often it was used.
	pub used: u32,
	/// When it was revoked, if it was.
	pub revoked: Option<Moment>,
}

/// Who asks, for which data set: everything that a decision depends on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facts<Purposes> {
	/// The subject is known and active.
	pub active: bool,
	/// The subject holds a share of [`Right::Ownership`].
	pub owner: bool,
	/// The subject holds a share of [`Right::Use`].
	pub user: bool,
	/// The subject is on the deny list of the data set.
	pub denied: bool,
	/// The data set has an allow list and the subject is not on it.
	pub left_out: bool,
	/// Up to which level the subject is cleared.
	pub clearance: Confidentiality,
	/// The level of the data set.
	pub level: Confidentiality,
	/// The level of each field class, in the order of the list.
	pub fields: Vec<Confidentiality>,
	/// The grants that cover the subject, in any order.
	pub grants: Vec<GrantFacts<Purposes>>,
}

/// What an access is permitted by.
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
pub enum Basis {
	/// A share of [`Right::Ownership`].
	#[codec(index = 0)]
	Ownership,
	/// What is asked for is public.
	#[codec(index = 1)]
	Public,
	/// A share of [`Right::Use`].
	#[codec(index = 2)]
	UseRight,
	/// A grant, against which the use counts.
	#[codec(index = 3)]
	Grant(GrantId),
}

/// Why an access is refused. If several grants cover the subject and none permits, the reason is that of the one that came
/// closest: the last one in this order.
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
pub enum Refusal {
	/// There is no such data set.
	#[codec(index = 0)]
	UnknownDataSet,
	/// The subject is unknown, suspended or revoked; a device is not active, or its owner is not.
	#[codec(index = 1)]
	SubjectNotActive,
	/// The data set has no such field class.
	#[codec(index = 2)]
	UnknownField,
	/// The subject is on the deny list.
	#[codec(index = 3)]
	Denied,
	/// There is an allow list and the subject is not on it.
	#[codec(index = 4)]
	NotOnAllowList,
	/// The subject is not cleared for this level.
	#[codec(index = 5)]
	NoClearance,
	/// No right and no grant covers the subject.
	#[codec(index = 6)]
	NoGrant,
	/// Of the grants none names the action.
	#[codec(index = 7)]
	WrongAction,
	/// None covers the field class, or not all of them for whole records.
	#[codec(index = 8)]
	WrongField,
	/// None names the purpose.
	#[codec(index = 9)]
	WrongPurpose,
	/// The grant was revoked.
	#[codec(index = 10)]
	Revoked,
	/// The grant begins later.
	#[codec(index = 11)]
	NotYetValid,
	/// The grant is over.
	#[codec(index = 12)]
	Expired,
	/// The grant was used as often as it may be.
	#[codec(index = 13)]
	UsesExhausted,
}

/// The answer to a request.
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
pub enum AccessDecision {
	/// Yes, by this.
	#[codec(index = 0)]
	Permitted(Basis),
	/// No, for this reason.
	#[codec(index = 1)]
	Refused(Refusal),
}

impl AccessDecision {
	/// Whether the answer is yes.
	pub const fn is_permitted(&self) -> bool {
		matches!(self, Self::Permitted(_))
	}
}

impl<Purposes> Facts<Purposes> {
	/// How many field classes the data set has.
	fn declared(&self) -> u32 {
		u32::try_from(self.fields.len()).unwrap_or(u32::MAX)
	}

	/// The level of what is asked for: that of the class, or for whole records the highest one.
	fn level_of(&self, field: Option<u8>) -> Option<Confidentiality> {
		match field {
			Some(field) => self.fields.get(usize::from(field)).copied(),
			None => Some(self.fields.iter().copied().fold(self.level, Confidentiality::max)),
		}
	}

	/// How the subject stands before its rights and grants are looked at, or why these do not matter.
	fn standing(&self, field: Option<u8>) -> Result<Standing, Refusal> {
		if !self.active {
			return Err(Refusal::SubjectNotActive);
		}
		let level = self.level_of(field).ok_or(Refusal::UnknownField)?;
		if self.owner {
			Ok(Standing::Owner)
		} else if self.denied {
			Err(Refusal::Denied)
		} else if self.left_out {
			Err(Refusal::NotOnAllowList)
		} else if self.clearance < level {
			Err(Refusal::NoClearance)
		} else {
			Ok(Standing::Cleared(level))
		}
	}
}

/// Who asks, as far as lists and levels say.
enum Standing {
	/// An owner: no list and no level binds him.
	Owner,
	/// Somebody whom no list shuts out, cleared for what he asks for, which is of this level.
	Cleared(Confidentiality),
}

/// Whether the grant permits the request, and if not, why.
fn ask_grant<Purposes: AsRef<[PurposeName]>>(
	grant: &GrantFacts<Purposes>,
	request: &Request,
	declared: u32,
) -> Result<(), Refusal> {
	let terms = &grant.terms;
	let purposes = terms.purposes.as_ref();
	if !terms.actions.contains(request.action) {
		Err(Refusal::WrongAction)
	} else if !terms.fields.covers(request.field, declared) {
		Err(Refusal::WrongField)
	} else if !purposes.is_empty() && !purposes.contains(&request.purpose) {
		Err(Refusal::WrongPurpose)
	} else {
		grant.in_force(request.at)
	}
}

impl<Purposes> GrantFacts<Purposes> {
	/// Whether the grant is in force at that moment, and if not, why.
	pub fn in_force(&self, at: Moment) -> Result<(), Refusal> {
		let terms = &self.terms;
		if self.revoked.is_some_and(|revoked| at >= revoked) {
			Err(Refusal::Revoked)
		} else if at < terms.from {
			Err(Refusal::NotYetValid)
		} else if terms.until.is_some_and(|until| at > until) {
			Err(Refusal::Expired)
		} else if terms.uses.is_some_and(|uses| self.used >= uses) {
			Err(Refusal::UsesExhausted)
		} else {
			Ok(())
		}
	}
}

/// Decides about a request.
///
/// In this order: who is not active may nothing; owners may everything, no list and no level binds those who decide about them;
/// the deny list beats all that follows, then the allow list, then the clearance; then public data, the right of use and
/// at last the grants are asked. If several grants permit, the use counts against one without a limit if there is one,
/// else against the oldest.
pub fn decide<Purposes: AsRef<[PurposeName]>>(
	request: &Request,
	facts: &Facts<Purposes>,
) -> AccessDecision {
	use AccessDecision::{Permitted, Refused};

	let level = match facts.standing(request.field) {
		Ok(Standing::Owner) => return Permitted(Basis::Ownership),
		Ok(Standing::Cleared(level)) => level,
		Err(refusal) => return Refused(refusal),
	};
	if Actions::READING.contains(request.action) {
		if level == Confidentiality::Public {
			return Permitted(Basis::Public);
		}
		if facts.user {
			return Permitted(Basis::UseRight);
		}
	}
	let declared = facts.declared();
	let mut reason = Refusal::NoGrant;
	let mut best = None;
	for grant in &facts.grants {
		match ask_grant(grant, request, declared) {
			Ok(()) => {
				let this = (grant.terms.uses.is_some(), grant.id);
				best = Some(best.map_or(this, |best: (bool, GrantId)| best.min(this)));
			},
			Err(refusal) => reason = reason.max(refusal),
		}
	}
	match best {
		Some((_, id)) => Permitted(Basis::Grant(id)),
		None => Refused(reason),
	}
}

/// Whether the subject may have the content key of that field class at that moment: exactly if [`decide`] permits it to read
/// this very class, by one of [`Actions::READING`] and for whatever purpose. A key opens its class and nothing else.
///
/// `None` is what belongs to no class. As in a request it stands for whole records: who may not see all classes does not get the
/// key of what is between them.
pub fn is_entitled<Purposes>(facts: &Facts<Purposes>, field: Option<u8>, at: Moment) -> bool {
	let level = match facts.standing(field) {
		Ok(Standing::Owner) => return true,
		Ok(Standing::Cleared(level)) => level,
		Err(_) => return false,
	};
	let declared = facts.declared();
	level == Confidentiality::Public
		|| facts.user
		|| facts.grants.iter().any(|grant| {
			grant.terms.actions.bits() & Actions::READING.bits() != 0
				&& grant.terms.fields.covers(field, declared)
				&& grant.in_force(at).is_ok()
		})
}

/// Whether the subject, whom the grant covers, may do anything under it at that moment, and if not, why. Other grants are not
/// asked.
///
/// Who may not see any of the field classes of a grant does not use up the count that others share with him.
pub fn may_use<Purposes>(
	grant: &GrantFacts<Purposes>,
	facts: &Facts<Purposes>,
	at: Moment,
) -> Result<(), Refusal> {
	let declared = facts.declared();
	let classes = (0u8..).take(facts.fields.len()).map(Some);
	let mut reason = None;
	for field in core::iter::once(None).chain(classes) {
		if !grant.terms.fields.covers(field, declared) {
			continue;
		}
		match facts.standing(field) {
			Ok(_) => return grant.in_force(at),
			Err(refusal) => reason = reason.max(Some(refusal)),
		}
	}
	Err(reason.unwrap_or(Refusal::NoGrant))
}

/// What an epoch commits to: SHA-256 over the SCALE form of the list of its content keys, each as the place of its field class
/// (`None` for what belongs to no class) and the SHA-256 of the key. `None` comes first, then the classes by their places.
///
/// A recipient who is given the list and a key can tell that it is the one that the owners meant, and that nobody else was given
/// another. Keys are random and as long as a hash, so that their hashes give nothing away.
pub fn key_commitment(keys: &BTreeMap<Option<u8>, Hash>) -> Hash {
	keys.using_encoded(|bytes| sha256(&[bytes]))
}

/// What a holder of `shares` out of `total` gets of an amount, rounded down. What rounding leaves over is for whoever gets the
/// rest: the parts of all holders together are never more than the amount.
pub fn part_of(amount: u128, shares: u32, total: u64) -> u128 {
	let (shares, total) = (u128::from(shares), u128::from(total));
	let (Some(whole), Some(left)) = (amount.checked_div(total), amount.checked_rem(total)) else {
		return 0;
	};
	// `left` and `shares` are below 2^64 and 2^32. With `shares` above `total`, which no list of holders has, this would be
	// more than the amount.
	let part = whole.saturating_mul(shares);
	let rest = left.saturating_mul(shares).checked_div(total).unwrap_or_default();
	part.saturating_add(rest).min(amount)
}
