//! Deadlines that the chain itself works off.

use counterfoil_primitives::{AuctionId, Moment};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{Get, Time},
	weights::{Weight, WeightMeter},
};
use pallet_support::agenda;

use crate::{Agenda, AgendaCursor, Auctions, Config, Format, Pallet, WeightInfo, LOG_TARGET};

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

	/// Moves on auctions that are due, the earliest seconds first, as far as there is room in the agenda's share of the block.
	///
	/// A settlement takes one step and comes back for the next in a later block: an auction of a hundred bidders never takes more than
	/// that of one block, and does not make others wait.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, AuctionId>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			Self::weigh_step,
			|id| {
				Self::move_on_due(id);
				None
			},
		);
	}

	/// What the next step of an auction weighs: by its lot, and by the bids that are settled in it.
	fn weigh_step(id: &AuctionId) -> Weight {
		let Some(auction) = Auctions::<T>::get(id) else { return T::WeightInfo::advance(0, 0) };
		let bids = match &auction.format {
			Format::Sealed(sealed) => {
				let settled = sealed.settling.as_ref().map_or(0, |settling| settling.next);
				sealed.bidders.saturating_sub(settled).min(T::SettlePerStep::get())
			},
			Format::Descending(_) => 0,
		};
		let submissions = u32::try_from(auction.lot.submissions.len()).unwrap_or(T::MaxLot::get());
		T::WeightInfo::advance(submissions, bids)
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
