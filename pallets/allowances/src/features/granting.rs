//! What payers allow, amend and revoke.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	allowance::{Flaw, Limits, Usage},
	did::DidId,
	money::Asset,
	traits::{Accounts, Identities, Subject},
	Moment,
};
use frame_support::{
	ensure,
	traits::{Footprint, Get, Time},
};
use sp_runtime::DispatchResult;

use crate::{
	types::Deposit, Allowance, AllowanceBook, BySpender, Config, Error, Event, Key, Pallet,
};

/// The bytes that the keys of the record, the index and the agenda take.
const INDEX_BYTES: usize = (2 * 32 + 16 + 33) + (32 + 16 + 65) + (16 + 16 + 97);

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// What an allowance occupies.
	pub(crate) fn footprint() -> Footprint {
		let record = Allowance::<T>::max_encoded_len();
		Footprint::from_parts(1, record.saturating_add(INDEX_BYTES))
	}

	/// The payer gives away what is his own: he is a stakeholder, and pays from the account of his own DID. The account that a call is paid from
	/// may be a sponsor's, and the account of a device is its owner's.
	fn ensure_own(payer: &Subject<T::AccountId>) -> Result<(), Error<T>> {
		ensure!(T::Identities::owner_of(&payer.did).is_none(), Error::<T>::NotStakeholder);
		let own = T::Accounts::account_of(&payer.did);
		ensure!(own.as_ref() == Some(&payer.account), Error::<T>::NotOwnAccount);
		Ok(())
	}

	/// Something can be bound within the limits, and not for ever.
	fn ensure_limits(limits: &Limits, used: &Usage) -> Result<(), Error<T>> {
		let now = Self::now();
		limits.check(used, now)?;
		let validity = limits.valid_until.saturating_sub(now);
		ensure!(validity <= T::MaxValidity::get(), Error::<T>::ValidityTooLong);
		Ok(())
	}

	pub(crate) fn do_allow(
		payer: Subject<T::AccountId>,
		spender: DidId,
		payee: Option<DidId>,
		asset: Asset,
		limits: Limits,
	) -> DispatchResult {
		Self::ensure_own(&payer)?;
		ensure!(spender != payer.did, Error::<T>::SpenderIsPayer);
		ensure!(payee != Some(payer.did), Error::<T>::PayeeIsPayer);
		ensure!(T::Identities::status(&spender).is_some(), Error::<T>::UnknownSpender);
		ensure!(
			payee.is_none_or(|payee| T::Identities::status(&payee).is_some()),
			Error::<T>::UnknownPayee
		);
		let key = (payer.did, spender, payee);
		ensure!(!AllowanceBook::<T>::contains_key(key), Error::<T>::AlreadyAllowed);
		let used = Usage::default();
		Self::ensure_limits(&limits, &used)?;
		let deposit = Deposit::<T>::take(&payer.account, Self::footprint())?;

		AllowanceBook::<T>::insert(key, Allowance { asset, limits, used, deposit });
		BySpender::<T>::insert(spender, (payer.did, payee), ());
		Self::schedule(limits.valid_until, key);
		Self::emit(Event::Allowed { payer, spender, payee, asset, limits });
		Ok(())
	}

	pub(crate) fn do_amend(
		payer: Subject<T::AccountId>,
		spender: DidId,
		payee: Option<DidId>,
		limits: Limits,
	) -> DispatchResult {
		let key = (payer.did, spender, payee);
		let mut allowance = AllowanceBook::<T>::get(key).ok_or(Error::<T>::NotAllowed)?;
		Self::ensure_own(&payer)?;
		ensure!(allowance.deposit.payer == payer.account, Error::<T>::AccountMoved);
		let before = allowance.limits.valid_until;
		// What is over may be removed by the chain at any moment: it does not come back.
		ensure!(Self::now() <= before, Error::<T>::Expired);
		Self::ensure_limits(&limits, &allowance.used)?;

		allowance.limits = limits;
		AllowanceBook::<T>::insert(key, allowance);
		Self::cancel(before, key);
		Self::schedule(limits.valid_until, key);
		Self::emit(Event::Amended { payer: payer.did, spender, payee, limits });
		Ok(())
	}

	pub(crate) fn do_revoke(payer: DidId, spender: DidId, payee: Option<DidId>) -> DispatchResult {
		let key = (payer, spender, payee);
		let allowance = AllowanceBook::<T>::get(key).ok_or(Error::<T>::NotAllowed)?;
		let (valid_until, used) = (allowance.limits.valid_until, allowance.used);
		Self::remove(key, allowance)?;
		Self::cancel(valid_until, key);
		let (total, count) = (used.total, used.count);
		Self::emit(Event::Revoked { payer, spender, payee, total, count });
		Ok(())
	}

	/// Removes an allowance and its entry in the index, and returns the ticket. The agenda is the caller's matter.
	pub(crate) fn remove(key: Key, allowance: Allowance<T>) -> DispatchResult {
		let (payer, spender, payee) = key;
		allowance.deposit.give_back()?;
		AllowanceBook::<T>::remove(key);
		BySpender::<T>::remove(spender, (payer, payee));
		Ok(())
	}
}

impl<T> From<Flaw> for Error<T> {
	fn from(flaw: Flaw) -> Self {
		match flaw {
			Flaw::Empty => Self::LimitsEmpty,
			Flaw::Contradictory => Self::LimitsContradictory,
			Flaw::Over => Self::ValidityOver,
			Flaw::BelowUsage => Self::BelowUsage,
		}
	}
}
