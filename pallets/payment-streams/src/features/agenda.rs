//! What ends or changes by itself.

use counterfoil_primitives::{stream::Ending, Moment, StreamId};
use frame_support::{defensive, ensure, storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;
use sp_runtime::DispatchResult;

use crate::{
	types::Stage, Agenda, AgendaCursor, Config, Error, Pallet, Streams, WeightInfo, LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(due: Option<Moment>, id: StreamId) {
		if let Some(due) = due {
			agenda::schedule::<Agenda<T>>(due, id);
		}
	}

	pub(crate) fn cancel(due: Option<Moment>, id: StreamId) {
		if let Some(due) = due {
			agenda::cancel::<Agenda<T>>(due, id);
		}
	}

	/// Moves on what is due, the earliest seconds first, as far as there is room in the agenda's share of the block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, StreamId>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|id| {
				let open = Streams::<T>::get(id).filter(|stream| stream.stage.is_open());
				// So many others could get a part.
				let parts = open.map_or(0, |stream| stream.parts());
				T::WeightInfo::agenda_entry(parts)
			},
			|id| Some(T::WeightInfo::agenda_entry(Self::move_on(id))),
		);
	}

	/// Moves on one stream. If that fails, which it should not, the stream stays as it is and leaves the agenda: nothing is tried in a loop,
	/// and anyone can still call `claim`. Returns how many others could get a part.
	fn move_on(id: StreamId) -> u32 {
		let mut parts = 0;
		if let Err(error) = with_storage_layer(|| Self::do_move_on(id, &mut parts)) {
			log::error!(target: LOG_TARGET, "stream {id} was not moved on: {error:?}");
			defensive!("a stream was not moved on", error);
		}
		parts
	}

	fn do_move_on(id: StreamId, parts: &mut u32) -> DispatchResult {
		let stream = Streams::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match stream.stage {
			Stage::Awaiting { until, .. } => {
				ensure!(Self::now() > until, Error::<T>::NotFunded);
				Self::discard(id, stream, Ending::NotFunded, None)
			},
			Stage::Open(flow) => {
				let open = Self::update(id, stream, flow);
				match open.ended {
					Some((ending, at)) => {
						*parts = open.stream.parts();
						Self::end(open, ending, at, None)
					},
					None => {
						open.put_back();
						Ok(())
					},
				}
			},
			Stage::Undelivered(_) => Err(Error::<T>::Over.into()),
		}
	}
}
