//! Placing, amending and withdrawing demands.

use counterfoil_primitives::{
	market::{NeedFault, Wanted},
	money::Asset,
	roles::Role,
	traits::{Identities, Subject},
	DemandId, Moment,
};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::Inspect, Get, Time},
};
use pallet_support::money::{is_own, may_bind};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

use crate::{Config, Demand, DemandTerms, Demands, Effort, Error, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::place_demand`].
	pub(crate) fn do_place_demand(
		demander: Subject<T::AccountId>,
		terms: DemandTerms<T>,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let (id, demand) = Self::place_demand_only(demander, terms, now)?;
		Self::match_demand(id, &demand, now, effort);
		Ok(())
	}

	/// Body of [`Pallet::amend_demand`].
	pub(crate) fn do_amend_demand(
		subject: Subject<T::AccountId>,
		old: DemandId,
		terms: DemandTerms<T>,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let demand = Demands::<T>::get(old).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.demander.did == subject.did, Error::<T>::NotTheOwner);
		Self::close_demand(old)?;
		let (new, demand) = Self::place_demand_only(subject, terms, now)?;
		Self::emit(Event::DemandAmended { old, new, demander: demand.demander.did });
		Self::match_demand(new, &demand, now, effort);
		Ok(())
	}

	/// Puts a demand into the book and says so.
	fn place_demand_only(
		demander: Subject<T::AccountId>,
		terms: DemandTerms<T>,
		now: Moment,
	) -> Result<(DemandId, Demand<T>), DispatchError> {
		let is_demander = T::Identities::has_role(&demander.did, Role::Demander);
		ensure!(is_demander, Error::<T>::NotADemander);
		Self::ensure_validity(terms.valid_until, now)?;
		terms.need.check().map_err(Error::<T>::from)?;
		let need = &terms.need;
		ensure!(T::Assets::asset_exists(need.asset), Error::<T>::UnknownAsset);
		let live = matches!(need.wanted, Wanted::Live { .. });
		let least: u128 = Self::least_amount(need.asset, live).into();
		ensure!(need.budget >= least, Error::<T>::PriceTooLow);
		// What nothing can be opened for would only stand in the way of others.
		let bindable = may_bind::<_, T::Accounts>(&demander, need.asset);
		ensure!(bindable, Error::<T>::WrongAccount);
		ensure!(terms.window <= T::MaxWindow::get(), Error::<T>::WindowTooLong);
		let over = now.saturating_add(terms.window);
		ensure!(over < terms.valid_until, Error::<T>::ValidityTooShort);
		let reward = terms.reward;
		let small = reward < T::Assets::minimum_balance(Asset::Native);
		ensure!(reward.is_zero() || !small, Error::<T>::RewardTooLow);
		// Who pays for the call did not promise it.
		let own = || is_own::<_, T::Accounts>(&demander);
		ensure!(reward.is_zero() || own(), Error::<T>::WrongAccount);
		// Nobody tells the market whether a stream delivers.
		ensure!(reward.is_zero() || !live, Error::<T>::RewardOfStream);

		let (id, demand) = Self::open_demand(demander, terms, now)?;
		let need = &demand.terms.need;
		Self::emit(Event::DemandPlaced {
			demand: id,
			demander: demand.demander.did,
			category: need.category,
			region: need.region,
			budget: need.budget,
			asset: need.asset,
			policy: need.policy,
			reward,
			valid_until: demand.terms.valid_until,
		});
		Ok((id, demand))
	}

	/// Body of [`Pallet::withdraw_demand`].
	pub(crate) fn do_withdraw_demand(
		subject: Subject<T::AccountId>,
		id: DemandId,
	) -> DispatchResult {
		let demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.demander.did == subject.did, Error::<T>::NotTheOwner);
		Self::close_demand(id)?;
		Self::emit(Event::DemandWithdrawn { demand: id, demander: demand.demander.did });
		Ok(())
	}
}

impl<T> From<NeedFault> for Error<T> {
	fn from(fault: NeedFault) -> Self {
		match fault {
			NeedFault::Volume => Self::InvalidVolume,
			NeedFault::Parties => Self::PartiesNotSorted,
			NeedFault::Category => Self::CategoryTooDeep,
			NeedFault::Region => Self::InvalidRegion,
			NeedFault::Span => Self::InvalidSpan,
			NeedFault::PerMille => Self::AbovePerMille,
			NeedFault::Usage => Self::InvalidUsage,
			NeedFault::Delivery => Self::NoDelivery,
			NeedFault::Live => Self::NotOfStreams,
		}
	}
}
