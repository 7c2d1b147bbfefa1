//! What an application asks `pallet-data-escrow`: one question per method, flat answers, and a batch
//! form of what is asked for lists (Y.4560 8.3, 9.7).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without
//! the pallet's code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most
//! [`MAX_BATCH`] entries. Answers come in the order of the questions, `None` for an unknown id.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	fingerprint::Fingerprint,
	money::{Asset, Commission},
	reputation::{DealCounts, Score},
	traits::{CertificateNeed, Delivery, Party},
	usage::UsageStatement,
	AgreementId, DataSetId, Hash, Moment, SubmissionId,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// Where an agreement stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum StageView {
	/// Agreed; the demander has yet to fund it.
	#[codec(index = 0)]
	Agreed,
	/// Funded; the supplier has yet to commit to ciphertext and key.
	#[codec(index = 1)]
	Funded,
	/// Committed; the demander has yet to check the ciphertext and to accept.
	#[codec(index = 2)]
	Offered,
	/// Accepted; the supplier has yet to reveal the key.
	#[codec(index = 3)]
	Accepted,
	/// Revealed; the demander may dispute.
	#[codec(index = 4)]
	Revealed,
	/// Over; see `outcome`.
	#[codec(index = 5)]
	Closed,
	/// Sealed: the key was handed over; the demander may complain to the judge.
	#[codec(index = 6)]
	Delivered,
	/// Sealed: the judge has yet to decide.
	#[codec(index = 7)]
	Contested,
}

/// One agreement, open or closed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AgreementView<AccountId, Balance> {
	/// Its number.
	pub id: AgreementId,
	/// Who delivers.
	pub supplier: DidId,
	/// The account that posts the bond and is paid.
	pub supplier_account: AccountId,
	/// Who receives.
	pub demander: DidId,
	/// The account that pays if nobody else does.
	pub demander_account: AccountId,
	/// The data set that is delivered from.
	pub data_set: DataSetId,
	/// The submissions that are delivered, in order. Empty once the agreement is closed.
	pub submissions: Vec<SubmissionId>,
	/// Their fingerprints, in the same order. Empty once the agreement is closed.
	pub parts: Vec<Fingerprint>,
	/// Leaves of all parts together. Zero once the agreement is closed.
	pub leaves: u64,
	/// What the demander pays.
	pub price: Balance,
	/// What the supplier posts.
	pub bond: Balance,
	/// What price and bond are counted in.
	pub asset: Asset,
	/// Who gets a part of the price. Empty once the agreement is closed.
	pub commissions: Vec<Commission>,
	/// What the demander may do with the data. `None` once the agreement is closed.
	pub usage: Option<UsageStatement>,
	/// Which certificate the submissions must keep until the delivery is accepted. `None` once the agreement is closed.
	pub certificate: Option<CertificateNeed>,
	/// How the key reaches the demander. `None` once the agreement is closed.
	pub delivery: Option<Delivery>,
	/// Whose money the price is, once it is held. `None` once the agreement is closed.
	pub funder: Option<DidId>,
	/// The account on which the price is held. Once the agreement is closed: as long as a part of it is still due.
	pub funder_account: Option<AccountId>,
	/// Who carries the ticket and may have the record forgotten.
	pub carrier: Party,
	/// When it was opened.
	pub opened: Moment,
	/// Where it stands.
	pub stage: StageView,
	/// Until when the next step may be taken. `None` once the agreement is closed.
	pub deadline: Option<Moment>,
	/// Root of the ciphertext's tree, from `Offered` to `Revealed`; of a sealed deal from `Delivered` on.
	pub ciphertext_root: Option<Hash>,
	/// The hash of the leaf that the supplier added for this demander alone, if he did, as long as the root.
	pub watermark: Option<Hash>,
	/// The supplier's commitment to the key, in `Offered` and `Accepted`.
	pub key_commitment: Option<Hash>,
	/// The key, in `Revealed`. Later it is found in the event.
	pub key: Option<[u8; 32]>,
	/// How it ended.
	pub outcome: Option<Outcome>,
	/// When it ended.
	pub closed: Option<Moment>,
	/// What an account could not receive when it ended and is still on hold; zero nearly always. See `collect`.
	pub unpaid: Balance,
	/// What belongs to a sealed deal alone. `None` for a proven one, and once the agreement is closed.
	pub sealed: Option<SealedView<Balance>>,
}

/// What belongs to a sealed deal alone.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SealedView<Balance> {
	/// Who decides if the parties disagree.
	pub judge: DidId,
	/// What he gets for a decision. Each side puts up as much.
	pub fee: Balance,
	/// How much of the price the supplier gets if he does not decide, per mille.
	pub fallback: u16,
	/// The commitment to the key as it was sealed to the demander, from `Delivered` on.
	pub sealed_key: Option<Hash>,
	/// The hash of what the demander complains of, in `Contested`.
	pub complaint: Option<Hash>,
	/// Until when the supplier may answer, in `Contested`. The judge may decide after the answer, or after this.
	pub answer_deadline: Option<Moment>,
	/// The hash of the supplier's answer, once he gave one.
	pub answer: Option<Hash>,
	/// The hash of the demander's reply to it, once he gave one.
	pub reply: Option<Hash>,
}

/// What became of the deals of a subject.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DealsView {
	/// The counts.
	pub counts: DealCounts,
	/// What follows from those as a supplier.
	pub as_supplier: Score,
	/// What follows from those as a demander.
	pub as_demander: Score,
}

/// What governance decides about agreements to come.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ParametersView<Balance> {
	/// Milliseconds that the demander has to fund.
	pub funding: Moment,
	/// Milliseconds that the supplier has to commit.
	pub commitment: Moment,
	/// Milliseconds that the demander has to accept.
	pub acceptance: Moment,
	/// Milliseconds that the supplier has to reveal the key; in a sealed deal, to answer a complaint.
	pub reveal: Moment,
	/// Milliseconds that the demander has to dispute; in a sealed deal, to complain.
	pub dispute: Moment,
	/// The bond as a share of the price, in millionths.
	pub bond_ppm: u32,
	/// The least bond.
	pub minimum_bond: Balance,
	/// Milliseconds that the judge of a sealed deal has to decide, from the end of the time for the answer.
	pub judgement: Moment,
}

sp_api::decl_runtime_apis! {
	/// Reads of `pallet-data-escrow`.
	#[api_version(2)]
	pub trait DataEscrowApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// One agreement, open or closed; `None` if it was never opened or is forgotten.
		fn agreement(id: AgreementId) -> Option<AgreementView<AccountId, Balance>>;

		/// The batch form of `agreement`.
		fn agreements(ids: Vec<AgreementId>) -> Vec<Option<AgreementView<AccountId, Balance>>>;

		/// A page of the agreements in which the subject is supplier or demander, open or closed, in no
		/// particular but in a stable order. `from` is the number of the last entry of the page before,
		/// `None` for the first page. An empty page is the end. The agreement named by `from` must
		/// not have been forgotten in between; else begin again.
		fn agreements_of(
			did: DidId,
			from: Option<AgreementId>,
			limit: u32,
		) -> Vec<AgreementView<AccountId, Balance>>;

		/// What became of the deals of a subject; all zero for one that never closed any.
		fn deals(did: DidId) -> DealsView;

		/// The batch form of `deals`.
		fn deals_of(dids: Vec<DidId>) -> Vec<DealsView>;

		/// The parameters under which the next agreement will be opened.
		fn parameters() -> ParametersView<Balance>;
	}
}
