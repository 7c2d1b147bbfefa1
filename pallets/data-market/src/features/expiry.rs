//! What happens to orders after their validity: the agenda, and anyone who does not want to wait for it.

use counterfoil_primitives::{
	roles::Role,
	traits::{Identities, Subject},
	Moment,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Time, weights::WeightMeter};
use pallet_support::agenda;
use sp_runtime::DispatchResult;

use crate::{
	Agenda, AgendaCursor, Config, Demands, Error, Event, Offers, OrderKind, Pallet, WeightInfo,
	LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	/// Puts an order on the agenda. Its validity ends in the future, see `ensure_validity`.
	pub(crate) fn schedule(order: (OrderKind, u64), valid_until: Moment) {
		agenda::schedule::<Agenda<T>>(valid_until, order);
	}

	/// Takes an order off the agenda.
	pub(crate) fn unschedule(order: (OrderKind, u64), valid_until: Moment) {
		agenda::cancel::<Agenda<T>>(valid_until, order);
	}

	/// Removes orders that are past their validity, as far as there is room in the agenda's share of the block: many
	/// orders that expire at once must not keep transactions out. What is late does no harm, because an expired order does
	/// not match.
	pub(crate) fn expire_due(meter: &mut WeightMeter) {
		let mut own = agenda::share(meter);
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, (OrderKind, u64)>(
			T::Time::now(),
			&mut own,
			T::WeightInfo::expire_order(),
			T::WeightInfo::expire_bucket(),
			|(kind, id)| {
				if let Err(error) = with_storage_layer(|| Self::expire(kind, id)) {
					// Still there for `prune`.
					log::error!(target: LOG_TARGET, "{kind:?} {id} could not be removed: {error:?}");
				}
			},
		);
		meter.consume(own.consumed());
	}

	/// Body of [`Pallet::prune`].
	pub(crate) fn do_prune(kind: OrderKind, id: u64) -> DispatchResult {
		let (owner, role, valid_until) = match kind {
			OrderKind::Offer => {
				let offer = Offers::<T>::get(id).ok_or(Error::<T>::UnknownOffer)?;
				(offer.supplier.did, Role::Supplier, offer.valid_until)
			},
			OrderKind::Demand => {
				let demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
				(demand.demander.did, Role::Demander, demand.valid_until)
			},
		};
		let expired = T::Time::now() > valid_until;
		ensure!(expired || !T::Identities::has_role(&owner, role), Error::<T>::StillValid);
		Self::expire(kind, id)
	}

	/// Removes an order whose validity has passed, or whose owner may not trade.
	fn expire(kind: OrderKind, id: u64) -> DispatchResult {
		match kind {
			OrderKind::Offer => {
				let (Subject { did: supplier, .. }, data_set) = Self::close_offer(id)?;
				Self::emit(Event::OfferExpired { offer: id, supplier, data_set });
			},
			OrderKind::Demand => {
				let demander = Self::close_demand(id)?.did;
				Self::emit(Event::DemandExpired { demand: id, demander });
			},
		}
		Ok(())
	}
}
