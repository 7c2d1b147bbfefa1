//! Deadlines that the chain itself works off.

use counterfoil_primitives::{AuctionId, Moment};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{Get, Time},
	weights::WeightMeter,
};
use pallet_support::agenda;

use crate::{Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	pub(crate) fn schedule(due: Moment, id: AuctionId) {
		agenda::schedule::<Agenda<T>>(due, id);
	}

	pub(crate) fn unschedule(due: Moment, id: AuctionId) {
		agenda::cancel::<Agenda<T>>(due, id);
	}

	/// Moves on auctions that are due, the earliest deadlines first, as far as there is room in the agenda's share of the block.
	///
	/// A settlement takes one step and comes back for the next in a later block: an auction of a hundred bidders never takes more than
	/// that of one block, and does not make others wait.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		let mut own = agenda::share(meter);
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, AuctionId>(
			Self::now(),
			&mut own,
			T::WeightInfo::advance(T::MaxLot::get(), T::SettlePerStep::get()),
			T::WeightInfo::agenda_bucket(),
			Self::move_on_due,
		);
		meter.consume(own.consumed());
	}

	/// Moves on one auction, by the same way as `advance`. If that fails, which it should not, the auction stays as it is and leaves the
	/// agenda: nothing is tried in a loop, and anyone can still call `advance`.
	fn move_on_due(id: AuctionId) {
		if let Err(error) = with_storage_layer(|| Self::do_advance(id)) {
			log::error!(target: LOG_TARGET, "auction {id} was due and was not moved on: {error:?}");
			defensive!("an auction was due and was not moved on", error);
		}
	}
}
