//! What an application asks `pallet-data-contracts`: what was agreed about a series of deliveries, where it stands, what is due next
//! and what is held (Y.4560 8.3).
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
	did::DidId,
	terms::{Conditions, Counts},
	traits::Party,
	AgreementId, ContractId, Moment,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// Where a contract stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum StageView {
	/// It waits to be accepted.
	#[codec(index = 0)]
	Proposed {
		/// Who proposed it.
		by: Party,
		/// The last moment at which it may be accepted.
		until: Moment,
	},
	/// Batches are delivered.
	#[codec(index = 1)]
	Running,
	/// It was ended early: the last batches are delivered, or the last exchanges finished.
	#[codec(index = 2)]
	Ending,
	/// All batches are over. Something could not be paid yet.
	#[codec(index = 3)]
	Over,
}

/// What an open batch waits for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum BatchStateView {
	/// The end of its exchange.
	#[codec(index = 0)]
	Running {
		/// The agreement about it.
		agreement: AgreementId,
	},
	/// Another delivery.
	#[codec(index = 1)]
	Waiting {
		/// Whether the demander did not accept the last one, or its certificate is gone; else that was the supplier's fault.
		refused: bool,
		/// The last moment for it.
		until: Moment,
	},
	/// The umpire's word.
	#[codec(index = 2)]
	Contested {
		/// The last moment for it.
		until: Moment,
	},
}

/// A batch that was delivered and is not over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct BatchView {
	/// Which one.
	pub number: u32,
	/// When it was due.
	pub due: Moment,
	/// The last delivery, from which delay is counted.
	pub delivered: Moment,
	/// Whether the supplier owed it.
	pub owed: bool,
	/// What it waits for.
	pub state: BatchStateView,
}

/// The batch that is to be delivered next.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct NextBatchView {
	/// Which one.
	pub number: u32,
	/// From when on it may be delivered.
	pub opens: Moment,
	/// When it is due.
	pub due: Moment,
	/// The last moment at which it may be delivered.
	pub lapses: Moment,
	/// Its readings must be newer than this, if there was a batch before.
	pub newer_than: Option<Moment>,
	/// Whether the budget covers it, besides what the umpire may yet have the demander pay for others.
	pub covered: bool,
	/// Whether it would be a gap if it lapsed, as things stand: the budget covered it when its period began, or does so now before
	/// that.
	pub owed: bool,
}

/// What is held.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct HeldView<Balance> {
	/// Of the demander's money, for batches to come.
	pub budget: Balance,
	/// Of the demander's money, as the promised reward.
	pub reward: Balance,
	/// On the demander's account, due to the supplier, and not paid because his account could not receive it.
	pub earned: Balance,
	/// Of the supplier's money, for penalties to come.
	pub bond: Balance,
	/// On the supplier's account, due to the demander, and not paid because his account could not receive it.
	pub penalties: Balance,
}

/// A contract, proposed or accepted.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ContractView<AccountId, Balance> {
	/// Its number.
	pub id: ContractId,
	/// Where it stands.
	pub stage: StageView,
	/// Who delivers.
	pub supplier: DidId,
	/// The account of the supplier in it; `None` until he has signed.
	pub supplier_account: Option<AccountId>,
	/// Who receives.
	pub demander: DidId,
	/// The account of the demander in it; `None` until he has signed.
	pub demander_account: Option<AccountId>,
	/// What they agreed on.
	pub conditions: Conditions,
	/// When it was accepted.
	pub since: Option<Moment>,
	/// No batch from this number on is delivered.
	pub limit: u32,
	/// The next batch, if there is one.
	pub next: Option<NextBatchView>,
	/// What became of the batches that are over.
	pub counts: Counts,
	/// The batches that were delivered and are not over.
	pub open: Vec<BatchView>,
	/// What is held.
	pub held: HeldView<Balance>,
}

sp_api::decl_runtime_apis! {
	/// Reads of contracts.
	#[api_version(1)]
	pub trait DataContractsApi<AccountId, Balance>
	where
		AccountId: Codec,
		Balance: Codec,
	{
		/// One contract, proposed or accepted; `None` if there is none, or none any more.
		fn contract(id: ContractId) -> Option<ContractView<AccountId, Balance>>;

		/// [`Self::contract`] for several, in their order. At most [`MAX_BATCH`].
		fn contracts(ids: Vec<ContractId>) -> Vec<Option<ContractView<AccountId, Balance>>>;

		/// A page of the contracts of a subject, proposed or accepted, on whichever side.
		fn contracts_of(
			did: DidId,
			from: Option<ContractId>,
			limit: u32,
		) -> Vec<ContractView<AccountId, Balance>>;

		/// The contract and the batch that an agreement of the escrow is about, while it runs.
		fn batch_of(agreement: AgreementId) -> Option<(ContractId, u32)>;

		/// [`Self::batch_of`] for several, in their order. At most [`MAX_BATCH`].
		fn batches_of(agreements: Vec<AgreementId>) -> Vec<Option<(ContractId, u32)>>;

		/// What the supplier would have to pay for a delivery of a batch at this moment, or for never delivering it if that is `None`. As
		/// the terms say; a batch that is not owed costs nothing, and no more is taken than is left of the bond.
		fn penalty(id: ContractId, batch: u32, at: Option<Moment>) -> Option<u128>;
	}
}
