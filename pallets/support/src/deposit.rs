//! What somebody put up for state, and who.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::traits::{Consideration, Footprint};
use scale_info::TypeInfo;
use sp_runtime::{DispatchError, DispatchResult};

/// A ticket, and the account that put it up. Whoever acts for a subject may do so at a sponsor's expense, and whoever the state belongs
/// to later may be somebody else: what was put up returns to where it came from.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Deposit<AccountId, Ticket> {
	/// Who put it up and gets it back.
	pub payer: AccountId,
	/// What was put up.
	pub ticket: Ticket,
}

impl<AccountId: Clone, Ticket: Consideration<AccountId, Footprint>> Deposit<AccountId, Ticket> {
	/// Takes a deposit for so much state.
	pub fn take(payer: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		Ok(Self { payer: payer.clone(), ticket: Ticket::new(payer, footprint)? })
	}

	/// The same account's deposit for another footprint.
	pub fn update(self, footprint: Footprint) -> Result<Self, DispatchError> {
		let Self { payer, ticket } = self;
		ticket.update(&payer, footprint).map(|ticket| Self { payer, ticket })
	}

	/// Returns it to whom it came from.
	pub fn give_back(self) -> DispatchResult {
		self.ticket.drop(&self.payer)
	}

	/// Returns it and takes the same from another account: in this order, so that an account that stays the same needs no
	/// money twice.
	pub fn pass_on(self, payer: &AccountId, footprint: Footprint) -> Result<Self, DispatchError> {
		self.give_back()?;
		Self::take(payer, footprint)
	}
}
