//! Deadlines that the chain itself works off.

use counterfoil_primitives::{ChannelId, Moment};
use frame_support::{defensive, storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;

use crate::{Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(end: Moment, id: ChannelId) {
		agenda::schedule::<Agenda<T>>(end, id);
	}

	pub(crate) fn cancel(end: Moment, id: ChannelId) {
		agenda::cancel::<Agenda<T>>(end, id);
	}

	/// Ends the channels whose last moment has passed, the earliest first, as far as there is room in the agenda's share of the
	/// block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		let mut own = agenda::share(meter);
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, ChannelId>(
			Self::now(),
			&mut own,
			T::WeightInfo::agenda_entry(),
			T::WeightInfo::agenda_bucket(),
			Self::end_overdue,
		);
		meter.consume(own.consumed());
	}

	/// Ends one channel. Only its own deposit returns; what the payee claimed and could not receive is left to `settle`, so that every
	/// entry of the agenda takes as little as any other. If it fails, which it should not, the channel stays as it is and leaves the
	/// agenda: nothing is tried in a loop, and anyone can still call `finalise`.
	fn end_overdue(id: ChannelId) {
		if let Err(error) = with_storage_layer(|| Self::time_out(id, None)) {
			log::error!(target: LOG_TARGET, "overdue channel {id} was not ended: {error:?}");
			defensive!("an overdue channel was not ended", error);
		}
	}
}
