//! Who may pay from whose account.

use alloc::vec::Vec;

use crate::{
	did::DidId,
	money::{Asset, Commission},
	usage::UsageStatement,
	Moment,
};

use super::Subject;

/// A payment that somebody wants to make or to bind from another's account.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spending<Balance> {
	/// Whose money it is.
	pub payer: DidId,
	/// Who asks for it: whom the payer allowed to spend.
	pub spender: DidId,
	/// Who is to be paid.
	pub payee: DidId,
	/// What it is paid in.
	pub asset: Asset,
	/// How much; nothing, if what was bound before is to stay bound for longer.
	pub amount: Balance,
	/// When the first of what is bound together with this was bound: now, if nothing was.
	pub since: Moment,
	/// The last moment until which the money may stay bound before it is paid or returned.
	pub until: Moment,
}

/// Limits that payers set to what others may bind of their money: the allowances pallet.
pub trait Allowances<AccountId, Balance> {
	/// Why the payer's limits do not allow it.
	type Error;

	/// Counts the payment against the limits of the payer, and returns the account that it is bound on. What is returned later is
	/// not counted back: a limit is on what was bound in all.
	fn spend(spending: Spending<Balance>) -> Result<Subject<AccountId>, Self::Error>;
}

/// What opens payment streams: the market, for offers of live data.
pub trait Streams<AccountId, Balance> {
	/// Why a stream cannot be opened.
	type Error;

	/// Opens a stream that the payer has yet to fund.
	fn open(terms: NewStream<AccountId, Balance>) -> Result<crate::StreamId, Self::Error>;

	/// The longest notice that a stream may have, in milliseconds.
	fn max_notice() -> Moment {
		Moment::MAX
	}

	/// The bytes of state that a stream takes, as one item. The ticket is the payer's, see
	/// [`Agreements::largest_footprint`](super::Agreements::largest_footprint).
	fn footprint() -> u64;
}

/// What payer and payee agreed on about a stream.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewStream<AccountId, Balance> {
	/// Who pays, and from which account.
	pub payer: Subject<AccountId>,
	/// Who is paid.
	pub payee: Subject<AccountId>,
	/// The data set that the stream is about; its holders of the right of profit share what is paid.
	pub data_set: crate::DataSetId,
	/// What the payer may do with the data.
	pub usage: UsageStatement,
	/// Who gets which part of what is paid, before the others. They are fair ([`Commission::are_fair`]).
	pub commissions: Vec<Commission>,
	/// What it is paid in.
	pub asset: Asset,
	/// How much every second.
	pub rate: Balance,
	/// How long beforehand either party says that it ends or that its rate changes, in milliseconds.
	pub notice: Moment,
}
