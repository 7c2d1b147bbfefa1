//! Data sets, and what they were derived from.

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

use crate::{
	Children, Config, DataSet, DataSetDetails, DataSetOf, DataSets, Error, Event, NextDataSetId,
	Pallet, Parents, ParentsOf, Schemas,
};
use pallet_support::take_id;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_data_set(
		subject: Subject<T::AccountId>,
		details: DataSetDetails,
		parents: ParentsOf<T>,
	) -> DispatchResult {
		let Subject { did: owner, account: payer } = subject;
		ensure!(T::Identities::has_role(&owner, Role::Supplier), Error::<T>::NotSupplier);
		ensure!(details.region.is_geohash(), Error::<T>::InvalidRegion);
		let schema = Schemas::<T>::get(details.schema).ok_or(Error::<T>::UnknownSchema)?;
		ensure!(schema.deprecated.is_none(), Error::<T>::SchemaDeprecated);
		let ascending = parents.iter().zip(parents.iter().skip(1)).all(|(a, b)| a < b);
		ensure!(ascending, Error::<T>::ParentsNotAscending);
		for parent in &parents {
			ensure!(DataSets::<T>::contains_key(parent), Error::<T>::UnknownParent);
		}

		let ticket = T::DataSetConsideration::new(&payer, Self::data_set_footprint(&parents))?;
		let data_set = take_id::<NextDataSetId<T>>()?;
		for parent in &parents {
			Children::<T>::insert(parent, data_set, ());
		}
		if !parents.is_empty() {
			Parents::<T>::insert(data_set, &parents);
		}
		DataSets::<T>::insert(
			data_set,
			DataSet {
				owner,
				payer: payer.clone(),
				details: details.clone(),
				family: schema.family,
				registered: T::Time::now(),
				submissions: 0,
				ticket,
			},
		);
		Self::emit(Event::DataSetRegistered { data_set, owner, payer, details, parents });
		Ok(())
	}

	/// The state that a data set occupies: its record, the list of its parents, and its place among the children of each; keys
	/// included.
	pub(crate) fn data_set_footprint(parents: &[DataSetId]) -> Footprint {
		let id = DataSetId::max_encoded_len();
		let record = id.saturating_add(DataSetOf::<T>::max_encoded_len());
		// In the list once, in the index as a pair.
		let links = id.saturating_mul(3).saturating_mul(parents.len());
		let list = if parents.is_empty() { 0 } else { id.saturating_add(1) };
		Footprint::from_parts(1, record.saturating_add(links).saturating_add(list))
	}
}
