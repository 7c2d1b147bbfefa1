//! What an application asks `pallet-payment-streams`: one question per method, flat answers, and a batch form (Y.4560 6.2.2, 9.7).
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without the pallet's code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries. Answers come in
//! the order of the questions, `None` for an unknown id. A page begins after `from`, the number of the last entry of the page before; the
//! stream that it names must not have gone in between, else begin again.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use counterfoil_primitives::{
	did::DidId,
	money::{Asset, Commission},
	stream::{Announcement, Ending},
	usage::UsageStatement,
	DataSetId, Moment, StreamId,
};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// Where a stream stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum StageView {
	/// Agreed; the payer has yet to fund it.
	#[codec(index = 0)]
	Awaiting,
	/// Money flows.
	#[codec(index = 1)]
	Running,
	/// A side has paused it.
	#[codec(index = 2)]
	Paused,
	/// Over; anybody may `claim` what is left in it, or the chain does soon.
	#[codec(index = 3)]
	Over,
	/// Over, and somebody could not receive what is his. Anybody may `claim` it for him when he can.
	#[codec(index = 4)]
	Undelivered,
}

/// One stream, as it stands now.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct StreamView<AccountId> {
	/// Its number.
	pub id: StreamId,
	/// Whom it serves, and who may change it.
	pub payer: DidId,
	/// Who is paid.
	pub payee: DidId,
	/// The account that is paid: of a device, that of its owner now.
	pub payee_account: AccountId,
	/// Whose money it is.
	pub funder: DidId,
	/// The account that it is bound on.
	pub funder_account: AccountId,
	/// The data set that it is about.
	pub data_set: Option<DataSetId>,
	/// What the payer may do with the data, if it was agreed on the market.
	pub usage: Option<UsageStatement>,
	/// Who gets which part of each payment, before the others.
	pub commissions: Vec<Commission>,
	/// What it is paid in.
	pub asset: Asset,
	/// How much every second.
	pub rate: u128,
	/// How long beforehand the payer announces an end, a pause or a lower rate, in milliseconds.
	pub notice: Moment,
	/// When it was opened.
	pub opened: Moment,
	/// Where it stands.
	pub stage: StageView,
	/// What is bound, whether it has accrued or not.
	pub deposit: u128,
	/// What has accrued and can be claimed: whole units. Once it is over, what is the payee's.
	pub due: u128,
	/// What was paid already.
	pub paid: u128,
	/// The last moment that the deposit covers as things are, an announced change aside. `None` unless it runs.
	pub runs_until: Option<Moment>,
	/// The payer has paused it.
	pub paused_by_payer: bool,
	/// The payee has paused it.
	pub paused_by_payee: bool,
	/// What the payer announced.
	pub announced: Option<Announcement>,
	/// The rate that the payee asks for.
	pub asked: Option<u128>,
	/// The last moment that the money may be bound, if it is somebody else's than the payer's.
	pub latest: Option<Moment>,
	/// The last moment before the chain does something by itself.
	pub deadline: Option<Moment>,
	/// How it ended, and its last moment.
	pub ended: Option<(Ending, Moment)>,
}

sp_api::decl_runtime_apis! {
	/// Reads of `pallet-payment-streams`.
	#[api_version(1)]
	pub trait PaymentStreamsApi<AccountId>
	where
		AccountId: Codec,
	{
		/// One stream; `None` if it was never opened or is gone.
		fn stream(id: StreamId) -> Option<StreamView<AccountId>>;

		/// The batch form of `stream`.
		fn streams(ids: Vec<StreamId>) -> Vec<Option<StreamView<AccountId>>>;

		/// A page of the streams in which the subject pays, is paid, or whose money is in them, in a stable order.
		fn streams_of(did: DidId, from: Option<StreamId>, limit: u32) -> Vec<StreamView<AccountId>>;

		/// A page of the streams from a payer to a payee, in a stable order.
		fn streams_between(
			payer: DidId,
			payee: DidId,
			from: Option<StreamId>,
			limit: u32,
		) -> Vec<StreamView<AccountId>>;

		/// Whether money flows now from a payer to a payee for a data set; for `None`, for no data set in particular. How much, and in
		/// which asset, it does not say: anybody may open a stream at any rate. Who delivers looks at the stream first
		/// (`streams_between`), asks this while he does, and stops when it no longer flows.
		fn is_running(payer: DidId, payee: DidId, data_set: Option<DataSetId>) -> bool;

		/// The batch form of `is_running`.
		fn are_running(questions: Vec<(DidId, DidId, Option<DataSetId>)>) -> Vec<bool>;

		/// How long a payer may take to fund a stream that was agreed on, the longest notice, and how long borrowed money may be bound; in
		/// milliseconds.
		fn parameters() -> (Moment, Moment, Moment);
	}
}
