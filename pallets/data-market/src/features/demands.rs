//! Placing and withdrawing demands.

use counterfoil_primitives::{
	market::Need,
	roles::Role,
	traits::{Identities, Subject},
	DemandId, Moment,
};
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Config, Demands, Error, Event, Pallet};

/// The best quality there is, per mille.
const FULL_QUALITY: u16 = 1000;

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::place_demand`]. Returns for how many offers the fee is due.
	pub(crate) fn do_place_demand(
		demander: Subject<T::AccountId>,
		need: Need,
		valid_until: Moment,
	) -> Result<u32, DispatchError> {
		let now = T::Time::now();
		let is_demander = T::Identities::has_role(&demander.did, Role::Demander);
		ensure!(is_demander, Error::<T>::NotADemander);
		Self::ensure_validity(valid_until, now)?;
		let min_price: u128 = T::MinPrice::get().into();
		ensure!(need.max_price >= min_price, Error::<T>::PriceTooLow);
		ensure!(need.region.is_geohash(), Error::<T>::InvalidRegion);
		ensure!(need.min_quality <= FULL_QUALITY, Error::<T>::QualityOutOfRange);

		let (id, demand) = Self::open_demand(demander, need, valid_until, now)?;
		Self::emit(Event::DemandPlaced {
			demand: id,
			demander: demand.demander.did,
			category: demand.need.category,
			region: demand.need.region,
			max_price: demand.need.max_price,
			policy: demand.need.policy,
			valid_until: demand.valid_until,
		});
		Ok(Self::match_demand(id, &demand, now))
	}

	/// Body of [`Pallet::withdraw_demand`].
	pub(crate) fn do_withdraw_demand(
		subject: Subject<T::AccountId>,
		id: DemandId,
	) -> DispatchResult {
		let demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.demander.did == subject.did, Error::<T>::NotTheOwner);
		let demander = Self::close_demand(id)?.did;
		Self::emit(Event::DemandWithdrawn { demand: id, demander });
		Ok(())
	}
}
