//! The bodies of the calls, one file per concern.

mod access;
mod accounting;
mod agenda;
mod decisions;
mod epochs;
mod grants;
mod policy;
mod shares;

use counterfoil_primitives::{
	traits::{DataRegistry, DataSetFacts},
	DataSetId, Moment,
};
use frame_support::traits::Time;

use crate::{Config, Error, Pallet};

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// What the registry knows about the data set.
	pub(crate) fn known(data_set: DataSetId) -> Result<DataSetFacts, Error<T>> {
		T::DataRegistry::data_set(data_set).ok_or(Error::<T>::UnknownDataSet)
	}
}
