//! Data sets.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	roles::Role,
	traits::{Identities, Subject},
	DataSetId,
};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Time},
};
use sp_runtime::DispatchResult;

use super::take_id;
use crate::{
	Config, DataSet, DataSetDetails, DataSetOf, DataSets, Error, Event, NextDataSetId, Pallet,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_data_set(
		subject: Subject<T::AccountId>,
		details: DataSetDetails,
	) -> DispatchResult {
		let Subject { did: owner, account: payer } = subject;
		ensure!(T::Identities::has_role(&owner, Role::Supplier), Error::<T>::NotSupplier);
		ensure!(details.region.is_geohash(), Error::<T>::InvalidRegion);

		let ticket = T::DataSetConsideration::new(&payer, Self::data_set_footprint())?;
		let data_set = take_id::<NextDataSetId<T>>()?;
		DataSets::<T>::insert(
			data_set,
			DataSet {
				owner,
				payer: payer.clone(),
				details: details.clone(),
				registered: T::Time::now(),
				submissions: 0,
				ticket,
			},
		);
		Self::deposit_event(Event::DataSetRegistered { data_set, owner, payer, details });
		Ok(())
	}

	/// The state that a data set occupies: its key and its record.
	pub(crate) fn data_set_footprint() -> Footprint {
		Footprint::from_parts(
			1,
			DataSetId::max_encoded_len().saturating_add(DataSetOf::<T>::max_encoded_len()),
		)
	}
}
