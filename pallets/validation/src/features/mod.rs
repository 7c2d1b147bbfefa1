//! The bodies of the calls, one file per concern.

mod agenda;
mod forgetting;
mod opening;
mod phases;
mod reputation;
mod seats;
mod settling;
mod verdicts;
mod veto;

use counterfoil_primitives::{Moment, RoundId};
use frame_support::{ensure, traits::Time};

use crate::{Config, Error, Pallet, Round, Rounds};

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// The round, in whatever phase.
	pub(crate) fn known_round(id: RoundId) -> Result<Round<T>, Error<T>> {
		Rounds::<T>::get(id).ok_or(Error::<T>::NotFound)
	}

	/// The step may still be taken.
	pub(crate) fn ensure_in_time(until: Moment, now: Moment) -> Result<(), Error<T>> {
		ensure!(now <= until, Error::<T>::DeadlinePassed);
		Ok(())
	}
}
