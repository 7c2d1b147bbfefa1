//! What ends or changes by itself.

use counterfoil_primitives::{access::MAX_HOLDERS, stream::Ending, Moment, StreamId};
use frame_support::{
	defensive, ensure,
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use pallet_support::agenda;
use sp_runtime::DispatchError;

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

	/// Moves on what is due, the earliest first, as far as there is room in the agenda's share of the block.
	///
	/// Each is reckoned with as the dearest, so that it surely has room, and paid for as what it turns out to be; with what is spared
	/// it goes on.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		let room = agenda::share(meter).limit();
		let dearest = T::WeightInfo::agenda_entry(MAX_HOLDERS);
		let mut spent = Weight::zero();
		loop {
			let mut own = WeightMeter::with_limit(room.saturating_sub(spent));
			let mut spared = None;
			agenda::work_off::<Agenda<T>, AgendaCursor<T>, StreamId>(
				Self::now(),
				&mut own,
				dearest,
				T::WeightInfo::agenda_bucket(),
				|id| {
					let rest = dearest.saturating_sub(Self::move_on(id));
					spared = Some(rest.saturating_add(spared.unwrap_or_default()));
				},
			);
			spent = spent.saturating_add(own.consumed().saturating_sub(spared.unwrap_or_default()));
			if spared.is_none() {
				break;
			}
		}
		meter.consume(spent);
	}

	/// Moves on one stream. If that fails, which it should not, the stream stays as it is and leaves the agenda: nothing is tried in a loop,
	/// and anyone can still call `claim`. Returns what it cost.
	fn move_on(id: StreamId) -> Weight {
		let holders = with_storage_layer(|| Self::do_move_on(id)).unwrap_or_else(|error| {
			log::error!(target: LOG_TARGET, "stream {id} was not moved on: {error:?}");
			defensive!("a stream was not moved on", error);
			MAX_HOLDERS
		});
		T::WeightInfo::agenda_entry(holders)
	}

	/// Returns how many others could get a part.
	fn do_move_on(id: StreamId) -> Result<u32, DispatchError> {
		let stream = Streams::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let holders = stream.holders();
		match stream.stage {
			Stage::Awaiting { until, .. } => {
				ensure!(Self::now() > until, Error::<T>::NotFunded);
				Self::discard(id, stream, Ending::NotFunded, None)
			},
			Stage::Open(flow) => {
				let open = Self::update(id, stream, flow);
				match open.ended {
					Some((ending, at)) => Self::end(open, ending, at, None),
					None => {
						open.put_back();
						Ok(())
					},
				}
			},
			Stage::Undelivered(_) => Err(Error::<T>::Over.into()),
		}?;
		Ok(holders)
	}
}
