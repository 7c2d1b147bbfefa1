//! What an application asks `pallet-custody`: who holds which data, on what terms, and who can have leaked them (Y.4560 I.2).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without the pallet's code.
//!
//! # Who is not in it
//! Holdings come of sales and of circulations. Who read data under a grant, or over a stream or a channel that he paid for, has none, and is
//! in none of these lists. What is on record about him is in the history of the data set (`CounterfoilAuditApi`), his grants in
//! `DataAccessApi`. Nor are data found that somebody changed before he passed them on, if only by a salt: they have another root.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries. Answers
//! come in the order of the questions, `None` for an unknown id. Pages come in no particular order: each entry has its number, and
//! numbers are given in the order in which holdings came about. A page of a search looks at most at [`MAX_SCAN`] holdings and data sets and says
//! from where to go on, so it may be shorter than asked for, even empty, and not be the last.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use counterfoil_primitives::{
	custody::{CirculationId, Ground, HeldPart, Leak, Marks, Receipt, Source},
	did::DidId,
	fingerprint::ProofError,
	usage::{NotPassable, UsageStatement, UsageTerms},
	AgreementId, CertificateId, DataSetId, Hash, HoldingId, Moment, SubmissionId,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// The most holdings and data sets that one page of a search looks at.
pub const MAX_SCAN: u32 = 500;

/// That somebody was given data.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct HoldingView {
	/// Its number.
	pub id: HoldingId,
	/// Who was given them.
	pub holder: DidId,
	/// Who gave them.
	pub giver: DidId,
	/// Out of what.
	pub source: Source,
	/// The data set that they belong to.
	pub data_set: DataSetId,
	/// Which parts of it.
	pub parts: Vec<HeldPart>,
	/// On what terms.
	pub usage: UsageStatement,
	/// What distinguishes this copy.
	pub marks: Marks,
	/// The certificate that the giver showed.
	pub certificate: Option<CertificateId>,
	/// The agreement by which they were sold, if they were.
	pub agreement: Option<AgreementId>,
	/// The circulation that they were given in, if there was one.
	pub circulation: Option<CirculationId>,
	/// Since when.
	pub since: Moment,
	/// What the holder says to that.
	pub receipt: Receipt,
	/// How many copies he has given away, with those that their receivers may give.
	pub given: u32,
	/// How many copies he has left.
	pub copies_left: u32,
	/// Through how many hands the data went.
	pub depth: u32,
}

/// Where a page of [`CustodyApi::custody`] or of [`CustodyApi::suspects`] ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CustodyEnd {
	/// The data set that was looked at last.
	pub data_set: DataSetId,
	/// The holding of it that was looked at last, if it was begun.
	pub after: Option<HoldingId>,
}

/// A page of holdings.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CustodyPage {
	/// Those that were found.
	pub holdings: Vec<HoldingView>,
	/// What to ask with next as `from`; `None` if that was all.
	pub next: Option<CustodyEnd>,
}

/// Somebody who can have leaked something.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SuspectView {
	/// Why.
	pub ground: Ground,
	/// What he holds. Its giver made that copy and knows it, too.
	pub holding: HoldingView,
}

/// A page of suspects.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SuspectPage {
	/// Those that were found.
	pub suspects: Vec<SuspectView>,
	/// What to ask with next as `from`; `None` if that was all.
	pub next: Option<CustodyEnd>,
}

/// Why nobody can be suspected.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum TraceError {
	/// There is no such submission.
	#[codec(index = 0)]
	UnknownSubmission,
	/// The leaf is not proven to be what it is said to be.
	#[codec(index = 1)]
	Proof(ProofError),
}

/// How far a circulation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum StageView {
	/// Somebody asked.
	#[codec(index = 0)]
	Requested,
	/// The user confirmed.
	#[codec(index = 1)]
	Confirmed,
	/// The proxy was given the data.
	#[codec(index = 2)]
	AtProxy,
}

/// An open circulation.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CirculationView<AccountId> {
	/// Its number.
	pub id: CirculationId,
	/// Out of what data are asked for.
	pub source: Source,
	/// Who has them.
	pub giver: DidId,
	/// Who asked.
	pub receiver: DidId,
	/// The account that carries the ticket.
	pub receiver_account: AccountId,
	/// What the receiver is to be allowed, at most.
	pub usage: UsageStatement,
	/// For whom he asked, if not for himself.
	pub user: Option<DidId>,
	/// What the user is to be allowed, at most.
	pub user_usage: Option<UsageStatement>,
	/// The data set.
	pub data_set: DataSetId,
	/// Which parts of it.
	pub parts: Vec<HeldPart>,
	/// How far it is.
	pub stage: StageView,
	/// What the proxy was given.
	pub holding: Option<HoldingId>,
	/// Until when all of it may be done.
	pub until: Moment,
}

/// What governs circulations.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct LimitsView {
	/// How long a circulation may take, in milliseconds.
	pub max_duration: Moment,
	/// Through how many hands data may go.
	pub max_depth: u32,
	/// The most parts of a holding.
	pub max_parts: u32,
}

sp_api::decl_runtime_apis! {
	/// Reads of `pallet-custody`.
	pub trait CustodyApi<AccountId>
	where
		AccountId: Codec,
	{
		/// One holding.
		fn holding(id: HoldingId) -> Option<HoldingView>;

		/// The first `MAX_BATCH` of these holdings.
		fn holdings(ids: Vec<HoldingId>) -> Vec<Option<HoldingView>>;

		/// A page of what somebody holds or ever held, beginning after `from`.
		fn holdings_of(holder: DidId, from: Option<HoldingId>, limit: u32) -> Vec<HoldingView>;

		/// The holding that each of the first `MAX_BATCH` agreements made.
		fn holdings_of_agreements(agreements: Vec<AgreementId>) -> Vec<Option<HoldingView>>;

		/// Everybody who by a sale or in a circulation was ever given data whose fingerprint has this root, of whichever data set, when
		/// and on what terms; a page of them, beginning after `from`. The owners, who need no holding, are not among them; which
		/// data sets have that root, and since when, `DataRegistryApi` tells (`submissions_with`).
		fn custody(root: Hash, from: Option<CustodyEnd>, limit: u32) -> CustodyPage;

		/// Through whose hands the data came: the holding, and those that it comes from, up to the one that the owner gave.
		fn custody_path(id: HoldingId) -> Vec<HoldingView>;

		/// Who of those in custody can have leaked a leaf of this submission, or of a copy of it, in whichever data sets its root is; a page
		/// of them, beginning after `from`. The leaf becomes known to the node that is asked, and to nobody else.
		fn suspects(
			submission: SubmissionId,
			leak: Leak,
			from: Option<CustodyEnd>,
			limit: u32,
		) -> Result<SuspectPage, TraceError>;

		/// The widest terms on which the holder may pass the data on now, as far as his own terms say; `None` if there is no such
		/// holding.
		fn passable(id: HoldingId) -> Option<Result<UsageTerms, NotPassable>>;

		/// One open circulation.
		fn circulation(id: CirculationId) -> Option<CirculationView<AccountId>>;

		/// The first `MAX_BATCH` of these circulations.
		fn circulations(ids: Vec<CirculationId>) -> Vec<Option<CirculationView<AccountId>>>;

		/// A page of the open circulations of a giver, receiver or user, beginning after `from`.
		fn circulations_of(
			did: DidId,
			from: Option<CirculationId>,
			limit: u32,
		) -> Vec<CirculationView<AccountId>>;

		/// What governs circulations.
		fn limits() -> LimitsView;
	}
}
