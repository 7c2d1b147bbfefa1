//! What ends by itself.

use counterfoil_primitives::{ContractId, Moment};
use frame_support::{storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;

use crate::{Agenda, AgendaCursor, Config, Contract, Due, Pallet, WeightInfo, LOG_TARGET};

/// Batches of a contract may have lapsed while the chain stood still, so deadlines may lie in the past.
type Deadlines<T> = (Agenda<T>, AgendaCursor<T>);

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(until: Moment, due: Due) {
		agenda::schedule::<Deadlines<T>>(until, due);
	}

	pub(crate) fn cancel(until: Moment, due: Due) {
		agenda::cancel::<Deadlines<T>>(until, due);
	}

	/// Watches the next batch of a contract, if there is one.
	pub(crate) fn schedule_next(id: ContractId, contract: &Contract<T>) {
		if contract.next < contract.limit {
			let lapses = contract.conditions.schedule.lapses(contract.next);
			Self::schedule(lapses, Due::Batch(id, contract.next));
		}
	}

	/// Ends what is due, the earliest seconds first, as far as there is room in the agenda's share of the block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, Due>(
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

	/// Ends one thing. A proposal whose stake its account cannot receive stays and leaves the agenda: nothing is tried in a loop, and
	/// anyone can call `advance` later.
	fn lapse(due: Due) {
		let result = with_storage_layer(|| match due {
			Due::Proposal(id) => Self::lapse_proposal(id),
			Due::Batch(id, number) => Self::lapse_batch(id, number),
		});
		if let Err(error) = result {
			log::warn!(target: LOG_TARGET, "{due:?} was due and was not ended: {error:?}");
		}
	}
}
