//! Bodies of the calls, and the rules that they share.

mod accreditations;
mod certificates;
mod conflicts;
mod standing;

use counterfoil_primitives::{did::DidId, Moment};
use frame_support::{
	ensure,
	traits::{EnsureOrigin, Time},
};
use frame_system::pallet_prelude::OriginFor;
use sp_runtime::DispatchError;

use crate::{Config, Error, Pallet, MAX_VALIDITY};

impl<T: Config> Pallet<T> {
	/// The council, `None`, or an active stakeholder, whose rights are still to be checked.
	pub(crate) fn ensure_authority(origin: OriginFor<T>) -> Result<Option<DidId>, DispatchError> {
		match T::AdminOrigin::try_origin(origin) {
			Ok(_) => Ok(None),
			Err(origin) => Ok(Some(T::SubjectOrigin::ensure_origin(origin)?.did)),
		}
	}

	/// The period of something that is given now: nothing begins before it is given, is over by then, or outlives all bounds.
	fn ensure_period(from: Moment, until: Moment) -> Result<Moment, DispatchError> {
		let now = T::Time::now();
		ensure!(now <= until, Error::<T>::ValidityInPast);
		ensure!(until <= now.saturating_add(MAX_VALIDITY), Error::<T>::ValidityTooLong);
		let from = from.max(now);
		ensure!(from <= until, Error::<T>::InvalidPeriod);
		Ok(from)
	}
}
