//! What an application asks `pallet-data-access`: who holds which rights on a data set, whether an access is permitted and why
//! (not), which key is in use, and what operators did (Y.4560 8.4).
//!
//! The answers are flat and live here, not in the pallet, so that a client decodes them without the pallet's code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries.
//! Answers of a batch come in the order of the questions, `None` for what the chain does not know. A page begins after the
//! entry that is named, in the order of the storage.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, DecodeWithMemTracking, Encode};
use counterfoil_primitives::{
	access::{
		AccessDecision, Action, Actions, Contradiction, FieldName, Fields, Grantee, PurposeName,
		Right,
	},
	did::DidId,
	fingerprint::Fingerprint,
	traits::{CertificateType, Confidentiality},
	DataSetId, GrantId, Hash, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// One holder of a right.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct HolderView {
	/// Who.
	pub did: DidId,
	/// How many of the 1000 shares.
	pub shares: u32,
}

/// Who holds the three rights on a data set.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RightsView {
	/// The data set.
	pub data_set: DataSetId,
	/// Who decides.
	pub ownership: Vec<HolderView>,
	/// Who reads.
	pub usage: Vec<HolderView>,
	/// Who is paid.
	pub profit: Vec<HolderView>,
}

/// An open offer of shares.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ShareOfferView {
	/// Its number.
	pub id: u64,
	/// The data set.
	pub data_set: DataSetId,
	/// The right.
	pub right: Right,
	/// The holder.
	pub from: DidId,
	/// Who may take them.
	pub to: DidId,
	/// How many.
	pub shares: u32,
	/// The last moment at which they may be taken.
	pub until: Moment,
	/// The other owners who agree.
	pub approvals: Vec<DidId>,
	/// Whether owners with a majority agree once the receiver takes them, or need not.
	pub agreed: bool,
}

/// A decision that waits for approvals.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DecisionView {
	/// Who agrees.
	pub approvals: Vec<DidId>,
	/// How many shares of ownership those hold now.
	pub shares: u32,
	/// The last moment at which it may be carried out.
	pub until: Moment,
}

/// A class of fields.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct FieldClassView {
	/// Its name.
	pub name: FieldName,
	/// How confidential it is.
	pub level: Confidentiality,
}

/// What owners decided about a data set, grants aside.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct PolicyView {
	/// The data set.
	pub data_set: DataSetId,
	/// How confidential it is.
	pub level: Confidentiality,
	/// Its field classes, by place.
	pub classes: Vec<FieldClassView>,
	/// How many are on the allow list. With none, there is no such list.
	pub allowed: u32,
	/// The types of certificates whose holders have grants.
	pub kinds: Vec<CertificateType>,
}

/// Somebody on a list of a data set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ListingView {
	/// Who.
	pub did: DidId,
	/// Denied, or else allowed.
	pub denied: bool,
	/// Since when.
	pub since: Moment,
}

/// A grant, in force or over.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct GrantView<AccountId> {
	/// Its number.
	pub id: GrantId,
	/// The data set.
	pub data_set: DataSetId,
	/// To whom.
	pub grantee: Grantee,
	/// What may be done.
	pub actions: Actions,
	/// What for; anything if empty.
	pub purposes: Vec<PurposeName>,
	/// With which field classes.
	pub fields: Fields,
	/// The first moment.
	pub from: Moment,
	/// The last moment.
	pub until: Option<Moment>,
	/// How many times.
	pub uses: Option<u32>,
	/// How often it was used, reserved uses included.
	pub used: u32,
	/// Uses that are reserved and not accounted for yet.
	pub reserved: u32,
	/// When it was given.
	pub given: Moment,
	/// The owner who gave it.
	pub by: DidId,
	/// When it was revoked.
	pub revoked: Option<Moment>,
	/// Whether it is among those that decisions look at.
	pub listed: bool,
	/// Whether it permits anything now.
	pub in_force: bool,
	/// The account that carries the ticket.
	pub depositor: AccountId,
}

/// A question whether an access is permitted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AccessQuestion {
	/// Who asks.
	pub did: DidId,
	/// The data set.
	pub data_set: DataSetId,
	/// What he wants to do.
	pub action: Action,
	/// What for.
	pub purpose: PurposeName,
	/// With which field class, by its place; with whole records if `None`.
	pub field: Option<u8>,
	/// When. Rights, lists and roles count as they are now.
	pub at: Moment,
}

/// An epoch of the keys of a data set.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct EpochView {
	/// Its number.
	pub epoch: u32,
	/// The commitment to its keys; `None` while it waits for them.
	pub commitment: Option<Hash>,
	/// When it was opened.
	pub opened: Option<Moment>,
	/// How many wrapped keys were announced and not pruned.
	pub announced: u32,
	/// Whether it is the one in use.
	pub in_force: bool,
}

/// A key that was wrapped for somebody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AnnouncedKeyView {
	/// The recipient.
	pub recipient: DidId,
	/// The field class that it opens, by its place; what belongs to no class if `None`.
	pub field: Option<u8>,
	/// The hash of the key, wrapped for him.
	pub wrapped: Hash,
	/// The operator who announced it.
	pub by: DidId,
	/// When.
	pub at: Moment,
}

/// What an operator has done, counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ConductView {
	/// The operator.
	pub operator: DidId,
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

/// A record that was proven to contradict the rights.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ContradictionView {
	/// Its place in the batch.
	pub index: u64,
	/// How.
	pub contradiction: Contradiction,
}

/// A batch of access records.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BatchView {
	/// The operator.
	pub operator: DidId,
	/// Its number among the operator's.
	pub sequence: u64,
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
	/// Requests that were refused.
	pub refusals: u64,
	/// Grants that it used beyond their count.
	pub overuses: u32,
	/// When it was recorded.
	pub recorded: Moment,
	/// Until when the record is kept.
	pub kept_until: Moment,
	/// What was proven against it.
	pub contradictions: Vec<ContradictionView>,
}

/// Who is cleared for a level.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ClearanceView {
	/// The level.
	pub level: Confidentiality,
	/// By role, as bits: `i` for the role with index `i`.
	pub roles: u8,
	/// By certificate.
	pub certificates: Vec<CertificateType>,
}

/// What the council decided.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct AccessParametersView {
	/// Who is cleared for which level above public, the lowest first.
	pub clearances: Vec<ClearanceView>,
	/// For how long a decision waits for approvals.
	pub decision_period: Moment,
	/// For how long batches are kept: the time to prove contradictions.
	pub retention: Moment,
	/// Within which time a batch has to be recorded after its first access. Grants that are over are kept for this time and
	/// `retention`.
	pub recording_period: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of rights, grants, keys and accounts of accesses.
	#[api_version(1)]
	pub trait DataAccessApi<AccountId>
	where
		AccountId: Codec,
	{
		/// Who holds the three rights on a data set.
		fn rights(data_set: DataSetId) -> Option<RightsView>;

		/// One open offer of shares.
		fn share_offer(id: u64) -> Option<ShareOfferView>;

		/// A page of the open offers that somebody made or may take.
		fn share_offers_of(did: DidId, from: Option<u64>, limit: u32) -> Vec<ShareOfferView>;

		/// A decision that waits for approvals, by the hash of the call.
		fn decision(data_set: DataSetId, decision: Hash) -> Option<DecisionView>;

		/// What owners decided about a data set, grants aside.
		fn policy(data_set: DataSetId) -> Option<PolicyView>;

		/// A page of the lists of a data set.
		fn listings(data_set: DataSetId, from: Option<DidId>, limit: u32) -> Vec<ListingView>;

		/// A page of the appointed operators of a data set.
		fn operators(data_set: DataSetId, from: Option<DidId>, limit: u32) -> Vec<DidId>;

		/// One grant, in force or over.
		fn grant(id: GrantId) -> Option<GrantView<AccountId>>;

		/// [`Self::grant`] for several, in their order. At most [`MAX_BATCH`].
		fn grants(ids: Vec<GrantId>) -> Vec<Option<GrantView<AccountId>>>;

		/// A page of the grants of a data set.
		fn grants_of_data_set(
			data_set: DataSetId,
			from: Option<GrantId>,
			limit: u32,
		) -> Vec<GrantView<AccountId>>;

		/// A page of the grants to a grantee.
		fn grants_of(
			grantee: Grantee,
			from: Option<GrantId>,
			limit: u32,
		) -> Vec<GrantView<AccountId>>;

		/// Whether an access is permitted, by what, or why not.
		fn may_access(question: AccessQuestion) -> AccessDecision;

		/// [`Self::may_access`] for several questions, in their order. At most [`MAX_BATCH`].
		fn may_access_many(questions: Vec<AccessQuestion>) -> Vec<AccessDecision>;

		/// The newest epoch of a data set, which may wait for its keys.
		fn epoch(data_set: DataSetId) -> Option<EpochView>;

		/// A page of the epochs of a data set that have keys.
		fn epochs(data_set: DataSetId, from: Option<u32>, limit: u32) -> Vec<EpochView>;

		/// The key of a field class in an epoch that was wrapped for a recipient; for `None`, of what belongs to no class.
		fn key_of(
			data_set: DataSetId,
			epoch: u32,
			recipient: DidId,
			field: Option<u8>,
		) -> Option<AnnouncedKeyView>;

		/// A page of the keys of an epoch, each named by its recipient and field class.
		fn keys(
			data_set: DataSetId,
			epoch: u32,
			from: Option<(DidId, Option<u8>)>,
			limit: u32,
		) -> Vec<AnnouncedKeyView>;

		/// What an operator has done. All zero for who recorded nothing.
		fn conduct(operator: DidId) -> ConductView;

		/// One batch of an operator.
		fn batch(operator: DidId, sequence: u64) -> Option<BatchView>;

		/// A page of the batches of an operator that are kept.
		fn batches(operator: DidId, from: Option<u64>, limit: u32) -> Vec<BatchView>;

		/// A page of the batches of an operator against which something was proven. Looks at [`MAX_BATCH`] batches at
		/// most: the last one that was looked at is named, to go on from, if there may be more.
		fn contradictions(
			operator: DidId,
			from: Option<u64>,
			limit: u32,
		) -> (Vec<BatchView>, Option<u64>);

		/// The parameters in force.
		fn parameters() -> AccessParametersView;
	}
}
