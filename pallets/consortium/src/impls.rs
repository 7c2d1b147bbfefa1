//! The bodies of the calls, the answers to `pallet-session` and the invariants.

use crate::{
	keys::SessionKeys, Changed, Config, Error, Event, Finality, Minimum, Pallet, Validators,
	MAX_STALL_DELAY,
};
use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::ValidatorRegistration};
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::Zero;
use sp_staking::SessionIndex;

/// The length of the list as the events tell it.
fn count<T>(validators: &[T]) -> u32 {
	u32::try_from(validators.len()).unwrap_or(u32::MAX)
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add(validator: T::AccountId) -> DispatchResult {
		let mut validators = Validators::<T>::get();
		ensure!(!validators.contains(&validator), Error::<T>::AlreadyValidator);
		ensure!(T::Keys::is_registered(&validator), Error::<T>::NoSessionKeys);
		validators.try_push(validator.clone()).map_err(|_| Error::<T>::TooManyValidators)?;
		let validators = Self::write(validators);
		Self::deposit_event(Event::ValidatorAdded { validator, validators });
		Ok(())
	}

	pub(crate) fn do_remove(validator: T::AccountId) -> DispatchResult {
		let mut validators = Validators::<T>::get();
		ensure!(validators.contains(&validator), Error::<T>::NotValidator);
		ensure!(count(&validators) > Minimum::<T>::get(), Error::<T>::AtMinimum);
		validators.retain(|listed| *listed != validator);
		let validators = Self::write(validators);
		Self::deposit_event(Event::ValidatorRemoved { validator, validators });
		Ok(())
	}

	pub(crate) fn do_set_minimum(minimum: u32) -> DispatchResult {
		ensure!(minimum > 0, Error::<T>::MinimumIsZero);
		ensure!(minimum <= count(&Validators::<T>::get()), Error::<T>::MinimumTooHigh);
		let from = Minimum::<T>::get();
		Minimum::<T>::put(minimum);
		Self::deposit_event(Event::MinimumChanged { from, to: minimum });
		Ok(())
	}

	pub(crate) fn do_release_keys(who: T::AccountId) -> DispatchResult {
		ensure!(!Validators::<T>::get().contains(&who), Error::<T>::StillValidator);
		T::Keys::release(&who)?;
		Self::deposit_event(Event::KeysReleased { who });
		Ok(())
	}

	pub(crate) fn do_note_stalled(
		delay: BlockNumberFor<T>,
		best_finalized: BlockNumberFor<T>,
	) -> DispatchResult {
		// A pending change of authorities cannot be taken back and blocks every later one until its delay is over.
		ensure!(!delay.is_zero() && delay <= MAX_STALL_DELAY.into(), Error::<T>::InvalidDelay);
		T::Finality::note_stalled(delay, best_finalized)?;
		Self::deposit_event(Event::FinalityStalled { delay, best_finalized });
		Ok(())
	}

	/// Writes the list, notes that it changed and returns its length.
	fn write(validators: frame_support::BoundedVec<T::AccountId, T::MaxValidators>) -> u32 {
		let length = count(&validators);
		Validators::<T>::put(validators);
		Changed::<T>::put(true);
		length
	}

	/// What holds in every state.
	///
	/// - No validator is listed twice.
	/// - There are at least `Minimum` validators, and the minimum is at least one.
	/// - Every validator has session keys.
	#[cfg(any(feature = "try-runtime", feature = "std"))]
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		let validators = Validators::<T>::get();
		ensure!(Minimum::<T>::get() > 0, "the minimum of validators is zero");
		ensure!(
			count(&validators) >= Minimum::<T>::get(),
			"there are fewer validators than the minimum"
		);
		for (position, validator) in validators.iter().enumerate() {
			ensure!(
				!validators.iter().skip(position.saturating_add(1)).any(|other| other == validator),
				"a validator is listed twice"
			);
			ensure!(T::Keys::is_registered(validator), "a validator has no session keys");
		}
		Ok(())
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	/// The list, if it changed since it was last asked for. `None` keeps the validators that are at work, and with them
	/// the authority set of GRANDPA; changed keys are noticed by `pallet-session` itself.
	///
	/// At genesis the list is not there yet: `pallet-session` then takes the accounts whose keys stand in its own genesis.
	fn new_session(session: SessionIndex) -> Option<Vec<T::AccountId>> {
		if !Changed::<T>::take() {
			return None;
		}
		let validators = Validators::<T>::get();
		Self::deposit_event(Event::SessionPlanned { session, validators: count(&validators) });
		Some(validators.into_inner())
	}

	fn start_session(_: SessionIndex) {}

	fn end_session(_: SessionIndex) {}
}
