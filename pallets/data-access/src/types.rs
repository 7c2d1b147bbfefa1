//! What the pallet stores, and the parameters of the council.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	access::{
		AccessBatchBody, Contradiction, FieldClass, GrantFacts, Grantee, PurposeName, Right, Terms,
		MAX_FIELD_CLASSES, MAX_HOLDERS,
	},
	did::DidId,
	fingerprint::{Fingerprint, MAX_PATH_LEN},
	roles::{Role, Roles},
	traits::{CertificateType, Confidentiality},
	DataSetId, GrantId, Hash, Moment,
};
use frame_support::{
	traits::ConstU32, BoundedVec, CloneNoBound, DebugNoBound, Deserialize, EqNoBound,
	PartialEqNoBound, Serialize,
};
use scale_info::TypeInfo;

use crate::Config;

/// Number of an offer of shares, given by the chain, never used twice.
pub type ShareOfferId = u64;

/// The most purposes that a grant names.
pub const MAX_PURPOSES: u32 = 4;

/// The most grants for one data set and one grantee that are looked at. Four are a regular one, a better one that replaces it,
/// and the same for another purpose; the bound is what makes a decision cost the same however many grants there are.
pub const MAX_GRANTS_PER_PAIR: u32 = 4;

/// The most types of certificates that the grants of one data set are given to holders of.
pub const MAX_KINDS: u32 = 8;

/// The most types of certificates that clear for one level.
pub const MAX_CLEARANCE_KINDS: u32 = 4;

/// The most grants whose uses one batch counts. Who served under more of them records more batches: a record by a grant that its
/// batch does not count is a contradiction.
pub const MAX_USES: u32 = 32;

/// The most keys that one call announces.
pub const MAX_ANNOUNCEMENTS: u32 = 16;

/// The most keys that one call prunes.
pub const MAX_PRUNED: u32 = 32;

/// The most contradictions that are proven against one batch. A batch with so many is worth nothing any more.
pub const MAX_CONTRADICTIONS: u32 = 8;

/// The longest time that an offer of shares, or a decision that waits for approvals, stays open: 366 days, in milliseconds.
pub const MAX_OPEN: Moment = 366 * 24 * 60 * 60 * 1_000;

/// The longest time within which batches are recorded: 366 days, in milliseconds.
pub const MAX_RECORDING: Moment = MAX_OPEN;

/// The longest time for which contradictions are proven: ten years, in milliseconds.
pub const MAX_RETENTION: Moment = 3_660 * 24 * 60 * 60 * 1_000;

/// The purposes of a grant.
pub type Purposes = BoundedVec<PurposeName, ConstU32<MAX_PURPOSES>>;

/// The terms of a grant.
pub type TermsOf = Terms<Purposes>;

/// The classes of fields of a data set.
pub type FieldClassList = BoundedVec<FieldClass, ConstU32<MAX_FIELD_CLASSES>>;

/// A batch as an operator signs it.
pub type BatchBody = AccessBatchBody<BoundedVec<(GrantId, u32), ConstU32<MAX_USES>>>;

/// Keys that are announced.
pub type Announced = BoundedVec<ClassKey, ConstU32<MAX_ANNOUNCEMENTS>>;

/// The inclusion proof of a record.
pub type RecordPath = BoundedVec<Hash, ConstU32<MAX_PATH_LEN>>;

/// Who agreed.
pub type Approvals = BoundedVec<DidId, ConstU32<MAX_HOLDERS>>;

/// A ticket, and the account that put it up and gets it back.
pub type Deposit<T> =
	pallet_support::Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// One holder of a right.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Holding<T: Config> {
	/// Who holds.
	pub did: DidId,
	/// How many shares. Never zero.
	pub shares: u32,
	/// What the entry cost the receiver. `None` for the supplier, whose entry each other holder pays for with his own.
	pub deposit: Option<Deposit<T>>,
}

/// The holders of a right that is not the supplier's alone.
pub type Holdings<T> = BoundedVec<Holding<T>, ConstU32<MAX_HOLDERS>>;

/// Shares that a holder offers to somebody.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct ShareOffer<T: Config> {
	/// The data set.
	pub data_set: DataSetId,
	/// The right.
	pub right: Right,
	/// Who gives.
	pub from: DidId,
	/// Who may take.
	pub to: DidId,
	/// How many shares.
	pub shares: u32,
	/// The last moment at which they may be taken.
	pub until: Moment,
	/// The other owners who agree. Empty but for ownership.
	pub approvals: Approvals,
	/// What the offer costs the holder.
	pub deposit: Deposit<T>,
}

/// A decision of several owners that is being agreed on.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct PendingDecision<T: Config> {
	/// Who agrees. Never empty.
	pub approvals: Approvals,
	/// The last moment at which it may be carried out.
	pub until: Moment,
	/// What the record costs who approved first.
	pub deposit: Deposit<T>,
}

/// The field classes of a data set.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct FieldClassesOf<T: Config> {
	/// The classes. Places and names never change.
	pub classes: FieldClassList,
	/// When the list changed last.
	pub changed: Moment,
	/// What the record costs.
	pub deposit: Deposit<T>,
}

/// How a list treats somebody.
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
pub enum Stance {
	/// Where anybody is allowed by name, nobody else but owners gets access. By itself this permits nothing.
	#[codec(index = 0)]
	Allow,
	/// No access, whatever grants and rights there are but ownership.
	#[codec(index = 1)]
	Deny,
}

/// Somebody on a list of a data set.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Listing<T: Config> {
	/// How.
	pub stance: Stance,
	/// Since when.
	pub since: Moment,
	/// What the entry costs.
	pub deposit: Deposit<T>,
}

/// A grant, in force or over.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Grant<T: Config> {
	/// The data set.
	pub data_set: DataSetId,
	/// To whom.
	pub grantee: Grantee,
	/// What it allows.
	pub terms: TermsOf,
	/// When it was given.
	pub given: Moment,
	/// The owner who gave it.
	pub by: DidId,
	/// How often it was used, reserved uses included.
	pub used: u32,
	/// Uses that were reserved and that no batch has accounted for yet.
	pub reserved: u32,
	/// When it was revoked.
	pub revoked: Option<Moment>,
	/// Until when the record is kept at least; `None` while the grant has no end.
	pub kept_until: Option<Moment>,
	/// Until when the batches are kept that count uses of it, zero without any: its record is evidence against them.
	pub cited_until: Moment,
	/// What the record costs.
	pub deposit: Deposit<T>,
}

impl<T: Config> Grant<T> {
	/// What a decision needs of it. Nothing is permitted for moments before it was given, whatever its terms say: a record of
	/// such an access is a contradiction.
	pub(crate) fn facts(self, id: GrantId) -> GrantFacts<Purposes> {
		let from = self.terms.from.max(self.given);
		let terms = Terms { from, ..self.terms };
		GrantFacts { id, terms, used: self.used, revoked: self.revoked }
	}

	/// The last moment at which it permits anything, however often it was used; `None` while it has no end.
	pub(crate) fn end(&self) -> Option<Moment> {
		self.revoked.or(self.terms.until)
	}

	/// Whether it can never permit anything again.
	pub(crate) fn is_over(&self, now: Moment) -> bool {
		self.revoked.is_some()
			|| self.terms.until.is_some_and(|until| now > until)
			|| self.is_used_up()
	}

	/// Whether it was used as often as it may be.
	pub(crate) fn is_used_up(&self) -> bool {
		self.terms.uses.is_some_and(|uses| self.used >= uses)
	}
}

/// The newest epoch of a data set's keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct CurrentEpoch {
	/// Its number.
	pub number: u32,
	/// Whether its keys are there. Without them, the epoch before it is over and waits for keys to follow.
	pub open: bool,
}

/// A content key that is announced: for whom, and what it opens.
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
pub struct ClassKey {
	/// Who can unwrap it.
	pub recipient: DidId,
	/// The field class that it opens, by its place; what belongs to no class if `None`.
	pub field: Option<u8>,
	/// The hash of the key, wrapped for the recipient.
	pub wrapped: Hash,
}

/// An epoch: as long as one set of content keys is in use, one for each field class.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Epoch<T: Config> {
	/// The commitment to its content keys, see [`key_commitment`](counterfoil_primitives::access::key_commitment).
	pub commitment: Hash,
	/// When it was opened.
	pub opened: Moment,
	/// How many wrapped keys were announced and not pruned.
	pub announced: u32,
	/// What the record costs.
	pub deposit: Deposit<T>,
}

/// A key that was wrapped for somebody.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Announcement<T: Config> {
	/// The hash of the content key, wrapped for the recipient.
	pub wrapped: Hash,
	/// Who announced it.
	pub by: DidId,
	/// When.
	pub at: Moment,
	/// What the record costs.
	pub deposit: Deposit<T>,
}

/// What an operator has done, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Conduct {
	/// Batches that were recorded: the number that the next one is signed with.
	pub batches: u64,
	/// Requests that were answered.
	pub records: u64,
	/// Requests that were refused.
	pub refusals: u64,
	/// How often a batch used a grant beyond its count.
	pub overuses: u64,
	/// Records that were proven to contradict the rights.
	pub contradictions: u64,
}

/// A batch of access records.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Batch<T: Config> {
	/// The data set.
	pub data_set: DataSetId,
	/// The fingerprint of the records.
	pub records: Fingerprint,
	/// No record is older.
	pub from: Moment,
	/// No record is newer.
	pub to: Moment,
	/// Uses of grants.
	pub uses: u64,
	/// The grants whose uses it counts, in ascending order, but for those that were over before it begins.
	pub counted: BoundedVec<GrantId, ConstU32<MAX_USES>>,
	/// Requests that were refused.
	pub refusals: u64,
	/// Grants that the batch used beyond their count.
	pub overuses: u32,
	/// When it was recorded.
	pub recorded: Moment,
	/// Until when the record is kept.
	pub kept_until: Moment,
	/// Places of the records that were proven to contradict the rights, and how.
	pub contradictions: BoundedVec<(u64, Contradiction), ConstU32<MAX_CONTRADICTIONS>>,
	/// What the record costs.
	pub deposit: Deposit<T>,
}

/// What ends by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum Due {
	/// An offer of shares that nobody took.
	#[codec(index = 0)]
	ShareOffer(ShareOfferId),
	/// A decision that was not carried out.
	#[codec(index = 1)]
	Decision(DataSetId, Hash),
	/// The record of a grant that is over.
	#[codec(index = 2)]
	Grant(GrantId),
	/// The record of a batch: operator and sequence.
	#[codec(index = 3)]
	Batch(DidId, u64),
}

/// How an offer of shares ended without a transfer.
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
pub enum OfferEnd {
	/// The holder took it back.
	#[codec(index = 0)]
	Cancelled,
	/// The receiver does not want it.
	#[codec(index = 1)]
	Declined,
	/// Nobody took it in time.
	#[codec(index = 2)]
	Expired,
}

/// Who is cleared for a level: every active stakeholder of one of the roles, and every active subject that holds one of the
/// certificates.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(crate = "sp_runtime::serde", rename_all = "camelCase", deny_unknown_fields)]
pub struct Clearance {
	/// The roles.
	pub roles: Roles,
	/// The types of certificates.
	pub certificates: BoundedVec<CertificateType, ConstU32<MAX_CLEARANCE_KINDS>>,
}

/// What the council decides.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(crate = "sp_runtime::serde", rename_all = "camelCase", deny_unknown_fields)]
pub struct AccessParameters {
	/// Who is cleared for restricted data. Who is cleared for a level is cleared for those below as well; for public data
	/// every active subject is.
	pub restricted: Clearance,
	/// Who is cleared for confidential data.
	pub confidential: Clearance,
	/// Who is cleared for secret data.
	pub secret: Clearance,
	/// For how long a decision waits for approvals, in milliseconds. 1 ms to 366 days.
	pub decision_period: Moment,
	/// For how long batches are kept, in milliseconds: the time to prove contradictions. 1 ms to ten years.
	pub retention: Moment,
	/// Within which time a batch has to be recorded after its first access, in milliseconds. 1 ms to 366 days. Grants that are over
	/// are kept for this time and `retention`, so that whatever may still be recorded can be judged.
	pub recording_period: Moment,
}

impl AccessParameters {
	/// Whether the pallet can work with them.
	pub fn are_valid(&self) -> bool {
		(1..=MAX_OPEN).contains(&self.decision_period)
			&& (1..=MAX_RETENTION).contains(&self.retention)
			&& (1..=MAX_RECORDING).contains(&self.recording_period)
	}

	/// Until when the record of a grant with this end is kept.
	pub(crate) fn grant_kept_until(&self, end: Moment) -> Moment {
		end.saturating_add(self.recording_period).saturating_add(self.retention)
	}

	/// Who is cleared for a level; `None` for the one that needs no clearance.
	pub fn clearance(&self, level: Confidentiality) -> Option<&Clearance> {
		match level {
			Confidentiality::Public => None,
			Confidentiality::Restricted => Some(&self.restricted),
			Confidentiality::Confidential => Some(&self.confidential),
			Confidentiality::Secret => Some(&self.secret),
		}
	}
}

/// Stakeholders of every role for restricted and confidential data, which owners still have to grant; regulators for secret
/// data; a week to agree, a week to record, 90 days to prove.
impl Default for AccessParameters {
	fn default() -> Self {
		const DAY: Moment = 24 * 60 * 60 * 1_000;
		let roles = |roles| Clearance { roles, certificates: BoundedVec::new() };
		Self {
			restricted: roles(Roles::ALL),
			confidential: roles(Roles::ALL),
			secret: roles(Role::Regulator.into()),
			decision_period: 7 * DAY,
			retention: 90 * DAY,
			recording_period: 7 * DAY,
		}
	}
}
