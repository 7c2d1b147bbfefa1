//! Parameters.

use frame_support::{ensure, traits::Get};
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Pallet, Parameters, RegistryParameters, MAX_CLOCK_TOLERANCE};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_parameters(parameters: RegistryParameters) -> DispatchResult {
		Self::ensure_parameters(&parameters)?;
		Parameters::<T>::put(parameters);
		Self::deposit_event(Event::ParametersSet { parameters });
		Ok(())
	}

	/// Refuses parameters under which no submission could be decided, or only by more attestations than the
	/// chain stores, or under which devices could tell of the day after tomorrow.
	pub(crate) fn ensure_parameters(parameters: &RegistryParameters) -> Result<(), Error<T>> {
		let most = parameters.max_attestations().ok_or(Error::<T>::InvalidParameters)?;
		ensure!(most <= T::MaxAttestations::get(), Error::<T>::InvalidParameters);
		ensure!(parameters.clock_tolerance <= MAX_CLOCK_TOLERANCE, Error::<T>::InvalidParameters);
		Ok(())
	}
}
