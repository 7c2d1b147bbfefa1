//! Parameters.

use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Pallet, Parameters, RegistryParameters, MAX_CLOCK_TOLERANCE};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_parameters(parameters: RegistryParameters) -> DispatchResult {
		Self::ensure_parameters(&parameters)?;
		Parameters::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}

	/// Refuses parameters under which devices could tell of the day after tomorrow, or under which a batch of the longest span
	/// would be too old when its last record is made.
	pub(crate) fn ensure_parameters(parameters: &RegistryParameters) -> Result<(), Error<T>> {
		ensure!(parameters.clock_tolerance <= MAX_CLOCK_TOLERANCE, Error::<T>::InvalidParameters);
		ensure!(parameters.max_span <= parameters.max_age, Error::<T>::InvalidParameters);
		Ok(())
	}
}
