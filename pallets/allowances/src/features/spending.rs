//! What other pallets bind of payers' money.

use counterfoil_primitives::{
	allowance::Refusal,
	did::DidId,
	traits::{Accounts, Allowances, Identities, Spending, Subject},
};
use frame_support::ensure;
use sp_runtime::DispatchError;

use crate::{Allowance, AllowanceBook, Config, Error, Event, Key, Pallet};

impl<T: Config> Pallet<T> {
	/// The allowance that a payment is counted against: the one for this payee, else the one for any payee. Who may pay anybody may not pay
	/// himself: what he pulls has to be allowed by name.
	pub(crate) fn applicable(
		payer: DidId,
		spender: DidId,
		payee: DidId,
	) -> Option<(Key, Allowance<T>)> {
		let anybody = (spender != payee).then_some(None);
		[Some(payee)].into_iter().chain(anybody).find_map(|named| {
			let key = (payer, spender, named);
			AllowanceBook::<T>::get(key).map(|allowance| (key, allowance))
		})
	}
}

impl<T: Config, Balance: Into<u128>> Allowances<T::AccountId, Balance> for Pallet<T> {
	type Error = DispatchError;

	/// Errors: `NotAllowed`, `PayeeIsPayer`, `PayerNotActive`, `AccountMoved`, `WrongAsset`, `Expired`, `AmountTooHigh`,
	/// `TotalExceeded`, `CountExceeded`, `LockTooLong`. Event: `Spent`.
	fn spend(spending: Spending<Balance>) -> Result<Subject<T::AccountId>, DispatchError> {
		let Spending { payer, spender, payee, asset, amount, since, until } = spending;
		let amount = amount.into();
		// Known is only what the payer allowed to this very spender.
		let (key, mut allowance) =
			Self::applicable(payer, spender, payee).ok_or(Error::<T>::NotAllowed)?;
		ensure!(payee != payer, Error::<T>::PayeeIsPayer);
		ensure!(T::Identities::is_active(&payer), Error::<T>::PayerNotActive);
		let account = allowance.deposit.payer.clone();
		let own = T::Accounts::account_of(&payer);
		ensure!(own.as_ref() == Some(&account), Error::<T>::AccountMoved);
		ensure!(asset == allowance.asset, Error::<T>::WrongAsset);
		let used = allowance
			.limits
			.admit(&allowance.used, amount, since, until, Self::now())
			.map_err(Error::<T>::from)?;

		allowance.used = used;
		AllowanceBook::<T>::insert(key, allowance);
		let (_, _, named) = key;
		Self::emit(Event::Spent {
			payer,
			spender,
			payee,
			any: named.is_none(),
			asset,
			amount,
			until,
			total: used.total,
			count: used.count,
		});
		Ok(Subject { did: payer, account })
	}
}

impl<T> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::Expired => Self::Expired,
			Refusal::Amount => Self::AmountTooHigh,
			Refusal::Total => Self::TotalExceeded,
			Refusal::Count => Self::CountExceeded,
			Refusal::Lock => Self::LockTooLong,
		}
	}
}
