//! Deadlines that the chain itself works off.

use counterfoil_primitives::{ChannelId, Moment};
use frame_support::{defensive, storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;
use sp_runtime::traits::Zero;

use crate::{Agenda, AgendaCursor, Channels, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(end: Moment, id: ChannelId) {
		agenda::schedule::<Agenda<T>>(end, id);
	}

	pub(crate) fn cancel(end: Moment, id: ChannelId) {
		agenda::cancel::<Agenda<T>>(end, id);
	}

	/// Ends the channels whose last moment has passed, the earliest seconds first, as far as there is room in the agenda's share of the
	/// block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, ChannelId>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|id| {
				// Where nothing is due, nobody gets a part.
				let due = Channels::<T>::get(id).filter(|channel| !channel.due().is_zero());
				T::WeightInfo::agenda_entry(due.map_or(0, |channel| channel.parts()))
			},
			|id| {
				Self::end_overdue(id);
				None
			},
		);
	}

	/// Ends one channel, by the same way as `finalise`. If it fails, which it should not, the channel stays as it is and leaves the
	/// agenda: nothing is tried in a loop, and anyone can still call `finalise`.
	fn end_overdue(id: ChannelId) {
		if let Err(error) = with_storage_layer(|| Self::time_out(id, &mut 0)) {
			log::error!(target: LOG_TARGET, "overdue channel {id} was not ended: {error:?}");
			defensive!("an overdue channel was not ended", error);
		}
	}
}
