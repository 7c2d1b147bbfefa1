//! Deadlines that the chain itself works off.

use counterfoil_primitives::{AgreementId, Moment};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use pallet_support::agenda;

use crate::{Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule_deadline(until: Moment, id: AgreementId) {
		agenda::schedule::<Agenda<T>>(until, id);
	}

	pub(crate) fn cancel_deadline(until: Moment, id: AgreementId) {
		agenda::cancel::<Agenda<T>>(until, id);
	}

	/// Moves on overdue agreements, the earliest seconds first, as far as there is room in the agenda's share of the
	/// block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, AgreementId>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| Self::heard(T::WeightInfo::agenda_entry()),
			|id| Some(Self::move_on(id)),
		);
	}

	/// Moves on one overdue agreement, by the same way as `expire` and `settle`. If that fails, which it
	/// should not, the agreement stays as it is and leaves the agenda: nothing is tried in a loop, and
	/// anyone can still call `expire` or `settle`. Returns what it cost.
	fn move_on(id: AgreementId) -> Weight {
		let mut payees = 0;
		let moved = with_storage_layer(|| {
			let agreement = Self::open_agreement(id)?;
			Self::time_out(id, agreement, &mut payees)
		});
		if let Err(error) = moved {
			log::error!(target: LOG_TARGET, "overdue agreement {id} was not moved on: {error:?}");
			defensive!("an overdue agreement was not moved on", error);
		}
		Self::heard(T::WeightInfo::expire(payees))
	}
}
