//! Where deposits go.

use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	roles::Role,
	traits::{ClosedAgreement, Identities, OnAgreementClosed},
	AuctionId,
};
use frame_support::storage::with_storage_layer;
use pallet_support::money::{give_back, hand_over};
use sp_runtime::DispatchResult;

use crate::{
	weights::{CLOSED_READS, CLOSED_WRITES},
	Awards, BalanceOf, Config, Due, Error, Event, Fault, HoldReason, Owed, Pallet, Stake,
};

impl<T: Config> Pallet<T> {
	/// Lets a deposit go its way. If an account cannot receive it now, it stays on hold and on record, see `collect`.
	pub(crate) fn release(due: Due<T>) {
		match with_storage_layer(|| Self::pay(&due)) {
			Ok(()) => Self::tell_paid(due),
			Err(error) => {
				let Stake { auction, bidder, asset, amount, .. } = &due.stake;
				let (auction, bidder) = (*auction, bidder.did);
				Self::emit(Event::DepositDelayed {
					auction,
					bidder,
					asset: *asset,
					amount: *amount,
					fault: due.fault,
					error,
				});
				Owed::<T>::insert(auction, bidder, due);
			},
		}
	}

	/// Body of [`Pallet::collect`].
	pub(crate) fn do_collect(auction: AuctionId, bidder: DidId) -> DispatchResult {
		let due = Owed::<T>::take(auction, bidder).ok_or(Error::<T>::NothingOwed)?;
		Self::pay(&due)?;
		Self::tell_paid(due);
		Ok(())
	}

	/// Moves the money, and returns the tickets.
	fn pay(Due { stake, fault }: &Due<T>) -> DispatchResult {
		let reason = HoldReason::Deposit.into();
		let (from, amount) = (&stake.bidder.account, stake.amount);
		match fault {
			None => give_back::<T::AccountId, T::Assets>(stake.asset, &reason, from, amount)?,
			Some(_) => {
				let to = &stake.supplier.account;
				hand_over::<T::AccountId, T::Assets>(stake.asset, &reason, from, to, amount)?
			},
		}
		stake.ticket.clone().give_back()?;
		match stake.room.clone() {
			Some(room) => room.give_back(),
			None => Ok(()),
		}
	}

	fn tell_paid(Due { stake, fault }: Due<T>) {
		let Stake { auction, bidder, supplier, asset, amount, .. } = stake;
		Self::emit(match fault {
			None => Event::DepositReturned { auction, bidder, asset, amount },
			Some(fault) => {
				Event::DepositForfeited { auction, bidder, supplier, asset, amount, fault }
			},
		});
	}
}

/// Why the end of an agreement costs the winner his deposit.
///
/// Once the supplier has committed to a delivery, nobody can tell whether a demander who steps back, or who does not accept, is fickle or
/// was given nothing to accept. So only what comes before it counts. A winner who declines because the certificate is gone is not named
/// as the one who stepped back.
fn fault_of<AccountId, Balance>(agreement: &ClosedAgreement<AccountId, Balance>) -> Option<Fault> {
	match agreement.outcome {
		Outcome::NotFunded => Some(Fault::NotFunded),
		Outcome::Declined => {
			let by_winner = agreement.by == Some(agreement.demander.did);
			(by_winner && agreement.ciphertext_root.is_none()).then_some(Fault::Declined)
		},
		Outcome::Settled
		| Outcome::NotCommitted
		| Outcome::NotAccepted
		| Outcome::NotRevealed
		| Outcome::Convicted
		| Outcome::Judged { .. }
		| Outcome::Fallback { .. }
		| Outcome::Conceded => None,
	}
}

/// The deposit of a winner waits for the end of his agreement.
impl<T: Config> OnAgreementClosed<T::AccountId, BalanceOf<T>> for Pallet<T> {
	const READS: u64 = CLOSED_READS;
	const WRITES: u64 = CLOSED_WRITES;

	fn closed(agreement: &ClosedAgreement<T::AccountId, BalanceOf<T>>) {
		if let Some(stake) = Awards::<T>::take(agreement.id) {
			// Nobody need pay a supplier whom the auction itself would not have sold for any more.
			let fault = fault_of(agreement)
				.filter(|_| T::Identities::has_role(&stake.supplier.did, Role::Supplier));
			Self::release(Due { stake, fault });
		}
	}
}
