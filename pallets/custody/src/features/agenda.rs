//! Deadlines that the chain itself works off.

use counterfoil_primitives::custody::CirculationId;
use frame_support::{defensive, storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;

use crate::{Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	/// Removes overdue circulations, the earliest seconds first, as far as there is room in the agenda's share of the block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, CirculationId>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::agenda_entry(),
			|id| {
				Self::lapse(id);
				None
			},
		);
	}

	/// Removes one overdue circulation. If that fails, which it should not, it leaves the agenda, and anyone can still call
	/// `expire`.
	fn lapse(id: CirculationId) {
		if let Err(error) = with_storage_layer(|| Self::do_expire(id)) {
			log::error!(target: LOG_TARGET, "overdue circulation {id} was not removed: {error:?}");
			defensive!("an overdue circulation was not removed", error);
		}
	}
}
