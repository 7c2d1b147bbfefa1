//! What an application asks `pallet-allowances`: one question per method, flat answers, and a batch form.
//!
//! The types of the answers live here and not in the pallet, so that a client can decode them without the pallet's code.
//!
//! # Limits
//! A batch form answers the first [`MAX_BATCH`] questions and ignores the rest; a page holds at most [`MAX_BATCH`] entries. Answers come in
//! the order of the questions, `None` for what is unknown. A page begins after `from`, the last entry of the page before; the entry that it
//! names must not have been removed in between, else begin again.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

use alloc::vec::Vec;
use codec::{Codec, Decode, Encode};
use counterfoil_primitives::{did::DidId, money::Asset, Moment};
use scale_info::TypeInfo;

/// The most questions that a batch form answers, and the most entries of a page.
pub const MAX_BATCH: u32 = 100;

/// What somebody may bind of a payer's money.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AllowanceView<AccountId> {
	/// Whose money it is.
	pub payer: DidId,
	/// Who may bind it.
	pub spender: DidId,
	/// Who may be paid; anybody if `None`.
	pub payee: Option<DidId>,
	/// The payer's account.
	pub account: AccountId,
	/// What it is in.
	pub asset: Asset,
	/// The most at once.
	pub max_amount: u128,
	/// The most in all.
	pub max_total: u128,
	/// How many times.
	pub max_count: u32,
	/// The longest time that something may stay bound, in milliseconds, from when the first of it was bound.
	pub max_lock: Moment,
	/// The last moment at which something may be bound.
	pub valid_until: Moment,
	/// What was bound in all.
	pub total: u128,
	/// How many times something was bound.
	pub count: u32,
	/// Whether it is over: the chain removes it soon.
	pub expired: bool,
}

sp_api::decl_runtime_apis! {
	/// Reads of `pallet-allowances`.
	#[api_version(1)]
	pub trait AllowancesApi<AccountId>
	where
		AccountId: Codec,
	{
		/// The allowance of a payer for a spender and this payee, or for any payee if `None`.
		fn allowance(
			payer: DidId,
			spender: DidId,
			payee: Option<DidId>,
		) -> Option<AllowanceView<AccountId>>;

		/// The batch form of `allowance`.
		fn allowances(
			keys: Vec<(DidId, DidId, Option<DidId>)>,
		) -> Vec<Option<AllowanceView<AccountId>>>;

		/// The allowance that a payment would be counted against: the one for this payee, else the one for any payee.
		fn applicable(payer: DidId, spender: DidId, payee: DidId) -> Option<AllowanceView<AccountId>>;

		/// A page of the allowances that a payer gave, in a stable order.
		fn allowances_by(
			payer: DidId,
			from: Option<(DidId, Option<DidId>)>,
			limit: u32,
		) -> Vec<AllowanceView<AccountId>>;

		/// A page of the allowances that a spender was given, in a stable order. `from` names the payer and the payee.
		fn allowances_of(
			spender: DidId,
			from: Option<(DidId, Option<DidId>)>,
			limit: u32,
		) -> Vec<AllowanceView<AccountId>>;
	}
}
