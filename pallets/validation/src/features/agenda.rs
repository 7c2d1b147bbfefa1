//! Deadlines that the chain itself works off.

use counterfoil_primitives::{Moment, RoundId};
use frame_support::{defensive, storage::with_storage_layer, traits::Get, weights::WeightMeter};
use pallet_support::agenda;
use sp_runtime::DispatchResult;

use crate::{Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(due: Moment, id: RoundId) {
		agenda::schedule::<Agenda<T>>(due, id);
	}

	pub(crate) fn cancel(due: Moment, id: RoundId) {
		agenda::cancel::<Agenda<T>>(due, id);
	}

	/// Moves on rounds that are due, the earliest seconds first, as far as there is room in the agenda's share of
	/// the block.
	///
	/// A settlement takes one step and comes back for the next in a later block: a round of a hundred validators
	/// never takes more than that of one block, and does not make others wait.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, RoundId>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::advance(T::SettlePerStep::get()),
			|id| {
				Self::move_on_due(id);
				None
			},
		);
	}

	/// Moves on one round, by the same way as `advance`. If that fails, which it should not, the round stays as it is
	/// and leaves the agenda: nothing is tried in a loop, and anyone can still call `advance`.
	fn move_on_due(id: RoundId) {
		let result = with_storage_layer(|| -> DispatchResult {
			let round = Self::known_round(id)?;
			Self::move_on(id, round)
		});
		if let Err(error) = result {
			log::error!(target: LOG_TARGET, "round {id} was due and was not moved on: {error:?}");
			defensive!("a round was due and was not moved on", error);
		}
	}
}
