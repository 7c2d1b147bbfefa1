//! What happens to orders after their validity and to matches that nobody answers: the agenda, and anyone who does not want to wait for
//! it.

use counterfoil_primitives::{roles::Role, traits::Identities, Moment};
use frame_support::{ensure, storage::with_storage_layer, traits::Time, weights::WeightMeter};
use pallet_support::agenda;
use sp_runtime::DispatchResult;

use crate::{
	Agenda, AgendaCursor, Config, Demands, Error, Event, Offers, OrderKind, Pallet, WeightInfo,
	LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	/// Puts something on the agenda. It ends now or in the future.
	pub(crate) fn schedule(entry: (OrderKind, u64), until: Moment) {
		agenda::schedule::<Agenda<T>>(until, entry);
	}

	/// Takes something off the agenda.
	pub(crate) fn unschedule(entry: (OrderKind, u64), until: Moment) {
		agenda::cancel::<Agenda<T>>(until, entry);
	}

	/// Ends orders that are past their validity and matches that nobody answered, as far as there is room in the agenda's share of the
	/// block: many orders that expire at once must not keep transactions out. What is late does no harm, because an expired order does
	/// not match.
	pub(crate) fn expire_due(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, (OrderKind, u64)>(
			T::Time::now(),
			meter,
			T::WeightInfo::expire_bucket(),
			|_| T::WeightInfo::expire_order(),
			|(kind, id)| {
				let ended = with_storage_layer(|| match kind {
					OrderKind::Match => Self::lapse(id, T::Time::now()),
					OrderKind::Offer | OrderKind::Demand => Self::expire(kind, id),
				});
				if let Err(error) = ended {
					// Still there for `prune`.
					log::error!(target: LOG_TARGET, "{kind:?} {id} could not be removed: {error:?}");
				}
				None
			},
		);
	}

	/// Body of [`Pallet::prune`].
	pub(crate) fn do_prune(kind: OrderKind, id: u64) -> DispatchResult {
		let now = T::Time::now();
		let (owner, role, valid_until) = match kind {
			OrderKind::Offer => {
				let offer = Offers::<T>::get(id).ok_or(Error::<T>::UnknownOffer)?;
				(offer.supplier.did, Role::Supplier, offer.terms.valid_until)
			},
			OrderKind::Demand => {
				let demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
				(demand.demander.did, Role::Demander, demand.terms.valid_until)
			},
			OrderKind::Match => return Self::lapse(id, now),
		};
		let expired = now > valid_until;
		ensure!(expired || !T::Identities::has_role(&owner, role), Error::<T>::StillValid);
		Self::expire(kind, id)
	}

	/// Closes an order whose validity has passed, or whose owner may not trade.
	fn expire(kind: OrderKind, id: u64) -> DispatchResult {
		match kind {
			OrderKind::Offer => {
				let offer = Self::close_offer(id)?;
				let data_set = offer.terms.goods.data_set();
				let supplier = offer.supplier.did;
				Self::emit(Event::OfferExpired { offer: id, supplier, data_set });
			},
			OrderKind::Demand => {
				let demander = Self::close_demand(id)?.demander.did;
				Self::emit(Event::DemandExpired { demand: id, demander });
			},
			OrderKind::Match => {},
		}
		Ok(())
	}
}
