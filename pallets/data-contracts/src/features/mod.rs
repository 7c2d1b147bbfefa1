//! The bodies of the calls, one file per concern.

mod agenda;
mod batches;
mod delivering;
mod ending;
mod money;
mod proposing;

use counterfoil_primitives::{traits::Subject, ContractId, Moment};
use frame_support::{ensure, traits::Time};
use sp_runtime::traits::Zero;

use crate::{Config, Contract, Contracts, Error, Pallet};

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// A contract that is not over.
	pub(crate) fn running(id: ContractId) -> Result<Contract<T>, Error<T>> {
		Contracts::<T>::get(id).filter(|contract| !contract.over).ok_or(Error::<T>::NotFound)
	}

	/// The caller pays from the account that the contract names for it: nobody's money is bound who did not sign himself.
	pub(crate) fn ensure_account(
		caller: &Subject<T::AccountId>,
		party: &Subject<T::AccountId>,
	) -> Result<(), Error<T>> {
		ensure!(caller.account == party.account, Error::<T>::WrongAccount);
		Ok(())
	}

	/// What follows every step: the end if all batches are over, payments, and the record. Cannot fail; what cannot be paid
	/// stays in the record.
	pub(crate) fn carry_on(id: ContractId, mut contract: Contract<T>) {
		if !contract.over && contract.to_come().is_zero() && contract.open.is_empty() {
			Self::finish(id, &mut contract);
		}
		Self::pay_out(&mut contract);
		contract.covered = contract.is_covered().then(|| contract.covered.unwrap_or(Self::now()));
		let concluded = contract.over && contract.purse.is_empty() && Self::conclude(id, &contract);
		if !concluded {
			Contracts::<T>::insert(id, contract);
		}
	}
}
