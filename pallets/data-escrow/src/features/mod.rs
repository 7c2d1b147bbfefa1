//! The bodies of the calls, one file per concern.

mod agenda;
mod closing;
mod dispute;
mod exchange;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
mod opening;
mod payout;
mod reads;
mod reputation;
mod sealed;

use counterfoil_primitives::{
	did::DidId,
	money::Asset,
	traits::{OnAgreementClosed, Subject},
	AgreementId, Moment,
};
use frame_support::{
	ensure,
	traits::{EnsureOrigin, Get, Time},
	weights::Weight,
};
use frame_system::ensure_signed;
use pallet_support::{money::may_bind, weights::formula};
use sp_runtime::{ArithmeticError, DispatchError};

use crate::{Agreement, Agreements, ClosedAgreements, Config, Error, Owing, Pallet, Stage};

impl<T: Config> Pallet<T> {
	/// The weight of something that may end an agreement, and of those who hear of it.
	pub fn heard(weight: Weight) -> Weight {
		let (reads, writes) = (T::OnClosed::READS, T::OnClosed::WRITES);
		weight.saturating_add(formula(T::DbWeight::get(), 0, reads, writes))
	}

	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// The deadline of a step that begins now and may take that long.
	pub(crate) fn deadline(now: Moment, window: Moment) -> Result<Moment, DispatchError> {
		now.checked_add(window).ok_or(DispatchError::Arithmetic(ArithmeticError::Overflow))
	}

	/// The agreement, which must be open.
	pub(crate) fn open_agreement(id: AgreementId) -> Result<Agreement<T>, DispatchError> {
		Agreements::<T>::get(id).ok_or_else(|| -> DispatchError {
			if ClosedAgreements::<T>::contains_key(id) {
				Error::<T>::AlreadyClosed.into()
			} else {
				Error::<T>::NotFound.into()
			}
		})
	}

	/// The DID for which a call was made that any signed account may make; `None` if it was made for none.
	pub(crate) fn subject_or_signed(
		origin: T::RuntimeOrigin,
	) -> Result<Option<DidId>, DispatchError> {
		match T::SubjectOrigin::try_origin(origin) {
			Ok(subject) => Ok(Some(subject.did)),
			Err(origin) => {
				ensure_signed(origin)?;
				Ok(None)
			},
		}
	}

	/// The caller acts for the demander.
	pub(crate) fn ensure_demander(
		caller: &Subject<T::AccountId>,
		agreement: &Agreement<T>,
	) -> Result<(), Error<T>> {
		ensure!(caller.did == agreement.demander.did, Error::<T>::NotDemander);
		Ok(())
	}

	/// The caller acts for the supplier.
	pub(crate) fn ensure_supplier(
		caller: &Subject<T::AccountId>,
		agreement: &Agreement<T>,
	) -> Result<(), Error<T>> {
		ensure!(caller.did == agreement.supplier.did, Error::<T>::NotSupplier);
		Ok(())
	}

	/// The caller pays from the account that the agreement names for it. Asked before money is held, so
	/// that nobody's money is held who did not sign himself.
	pub(crate) fn ensure_account(
		caller: &Subject<T::AccountId>,
		party: &Subject<T::AccountId>,
	) -> Result<(), Error<T>> {
		ensure!(caller.account == party.account, Error::<T>::WrongAccount);
		Ok(())
	}

	/// Money besides the chain's own token is bound on a subject's own account only, see [`may_bind`].
	pub(crate) fn ensure_own_account(
		subject: &Subject<T::AccountId>,
		asset: Asset,
	) -> Result<(), Error<T>> {
		ensure!(may_bind::<_, T::Accounts>(subject, asset), Error::<T>::AccountNotOwn);
		Ok(())
	}

	/// The step may still be taken.
	pub(crate) fn ensure_in_time(until: Moment, now: Moment) -> Result<(), Error<T>> {
		ensure!(now <= until, Error::<T>::DeadlinePassed);
		Ok(())
	}

	/// The subject owes one step more.
	pub(crate) fn owes(did: DidId) {
		Owing::<T>::mutate(did, |steps| *steps = steps.saturating_add(1));
	}

	/// The subject owes one step less. Nothing is kept about one that owes none.
	pub(crate) fn no_longer_owes(did: DidId) {
		Owing::<T>::mutate_exists(did, |steps| {
			*steps = steps.and_then(|steps| steps.checked_sub(1)).filter(|left| *left > 0);
		});
	}

	/// Takes the agreement to its next stage, and its deadline with it.
	pub(crate) fn enter(id: AgreementId, mut agreement: Agreement<T>, stage: Stage) {
		Self::cancel_deadline(agreement.stage.until(), id);
		Self::schedule_deadline(stage.until(), id);
		agreement.stage = stage;
		Agreements::<T>::insert(id, agreement);
	}
}
