//! What ends by itself.

use counterfoil_primitives::Moment;
use frame_support::{defensive, storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;

use crate::{types::Due, Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(until: Moment, due: Due) {
		agenda::schedule::<Agenda<T>>(until, due);
	}

	pub(crate) fn cancel(until: Moment, due: Due) {
		agenda::cancel::<Agenda<T>>(until, due);
	}

	/// Ends what is due, the earliest seconds first, as far as there is room in the agenda's share of the block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, Due>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::agenda_entry(),
			|id| {
				Self::end(id);
				None
			},
		);
	}

	/// Ends one thing. If that fails, which it should not, it stays as it is and leaves the agenda: nothing is tried in a loop.
	fn end(due: Due) {
		let result = with_storage_layer(|| match due {
			Due::ShareOffer(offer) => Self::expire_offer(offer),
			Due::Decision(data_set, decision) => Self::lapse_decision(data_set, decision),
			Due::Grant(grant) => Self::forget_grant(grant),
			Due::Batch(operator, sequence) => Self::forget_batch(operator, sequence),
		});
		if let Err(error) = result {
			log::error!(target: LOG_TARGET, "{due:?} was not ended: {error:?}");
			defensive!("something due was not ended", error);
		}
	}
}
