//! What the pallet stores.

use codec::{Decode, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	allowance::{Limits, Usage},
	did::DidId,
	money::Asset,
};
use frame_support::{CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound};
use scale_info::TypeInfo;

use crate::Config;

/// Names an allowance: payer, spender, and payee, or any payee if `None`.
pub type Key = (DidId, DidId, Option<DidId>);

/// What was put up for an allowance.
pub type Deposit<T> =
	pallet_support::Deposit<<T as frame_system::Config>::AccountId, <T as Config>::Consideration>;

/// What a spender may bind of a payer's money.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct Allowance<T: Config> {
	/// What it is in.
	pub asset: Asset,
	/// Within which limits.
	pub limits: Limits,
	/// What was bound so far.
	pub used: Usage,
	/// The ticket, on the account of the payer's DID as it was when he allowed it: the account whose money may be bound.
	pub deposit: Deposit<T>,
}
