//! Allowances that are over.

use counterfoil_primitives::Moment;
use frame_support::{defensive, ensure, storage::with_storage_layer, weights::WeightMeter};
use pallet_support::agenda;
use sp_runtime::DispatchResult;

use crate::{
	Agenda, AgendaCursor, AllowanceBook, Config, Error, Event, Key, Pallet, WeightInfo, LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn schedule(valid_until: Moment, key: Key) {
		agenda::schedule::<Agenda<T>>(valid_until, key);
	}

	pub(crate) fn cancel(valid_until: Moment, key: Key) {
		agenda::cancel::<Agenda<T>>(valid_until, key);
	}

	/// Removes what is over, the earliest seconds first, as far as there is room in the agenda's share of the block.
	pub(crate) fn work_off_agenda(meter: &mut WeightMeter) {
		agenda::work_off::<Agenda<T>, AgendaCursor<T>, Key>(
			Self::now(),
			meter,
			T::WeightInfo::agenda_bucket(),
			|_| T::WeightInfo::agenda_entry(),
			|id| {
				Self::expire(id);
				None
			},
		);
	}

	/// Removes an allowance that is over. If that fails, which it should not, it stays and leaves the agenda: its payer can still revoke it.
	fn expire(key: Key) {
		let result = with_storage_layer(|| -> DispatchResult {
			let allowance = AllowanceBook::<T>::get(key).ok_or(Error::<T>::NotAllowed)?;
			ensure!(Self::now() > allowance.limits.valid_until, Error::<T>::ValidityOver);
			let used = allowance.used;
			Self::remove(key, allowance)?;
			let (payer, spender, payee) = key;
			let (total, count) = (used.total, used.count);
			Self::emit(Event::Expired { payer, spender, payee, total, count });
			Ok(())
		});
		if let Err(error) = result {
			log::error!(target: LOG_TARGET, "an allowance that is over was not removed: {error:?}");
			defensive!("an allowance that is over was not removed", error);
		}
	}
}
