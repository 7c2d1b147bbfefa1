//! Deadlines that the chain itself works off.

use counterfoil_primitives::{AgreementId, Moment};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use pallet_support::agenda;
use sp_runtime::DispatchError;

use crate::{Agenda, AgendaCursor, Config, Pallet, WeightInfo, LOG_TARGET};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule_deadline(until: Moment, id: AgreementId) {
		agenda::schedule::<Agenda<T>>(until, id);
	}

	pub(crate) fn cancel_deadline(until: Moment, id: AgreementId) {
		agenda::cancel::<Agenda<T>>(until, id);
	}

	/// Moves on overdue agreements, the earliest deadlines first, as far as there is room in the agenda's share of the
	/// block.
	///
	/// Each is reckoned with as the dearest, so that it surely has room, and paid for as what it turns out to be; with what is spared
	/// it goes on.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		let room = agenda::share(meter).limit();
		let dearest = Self::heard(T::WeightInfo::agenda_entry());
		let mut spent = Weight::zero();
		loop {
			let mut own = WeightMeter::with_limit(room.saturating_sub(spent));
			let mut spared = None;
			agenda::work_off::<Agenda<T>, AgendaCursor<T>, AgreementId>(
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

	/// Moves on one overdue agreement, by the same way as `expire` and `settle`. If that fails, which it
	/// should not, the agreement stays as it is and leaves the agenda: nothing is tried in a loop, and
	/// anyone can still call `expire` or `settle`. Returns what it cost.
	fn move_on(id: AgreementId) -> Weight {
		let result = with_storage_layer(|| -> Result<u32, DispatchError> {
			let agreement = Self::open_agreement(id)?;
			Self::time_out(id, agreement)
		});
		let payees = result.unwrap_or_else(|error| {
			log::error!(target: LOG_TARGET, "overdue agreement {id} was not moved on: {error:?}");
			defensive!("an overdue agreement was not moved on", error);
			0
		});
		Self::heard(T::WeightInfo::expire(payees))
	}
}
