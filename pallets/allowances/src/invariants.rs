//! What must hold after every block. For tests and `try-runtime`.

use counterfoil_primitives::traits::Identities;
use frame_support::ensure;
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use crate::{Agenda, AgendaCursor, AllowanceBook, BySpender, Config, Pallet};

impl<T: Config> Pallet<T> {
	/// - Every allowance is on the agenda at its last moment and in the index of its spender, and nothing else is.
	/// - No allowance was used beyond its limits.
	/// - Payers are stakeholders, and neither their own spenders nor their own payees.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut count = 0u64;
		for (key, allowance) in AllowanceBook::<T>::iter() {
			let (payer, spender, payee) = key;
			let (limits, used) = (allowance.limits, allowance.used);
			ensure!(payer != spender && payee != Some(payer), "a payer allowed himself something");
			ensure!(T::Identities::owner_of(&payer).is_none(), "a device allowed something");
			ensure!(
				used.total <= limits.total && used.count <= limits.count,
				"an allowance was used beyond its limits"
			);
			ensure!(
				limits.amount > 0 && limits.count > 0 && limits.amount <= limits.total,
				"an allowance allows nothing"
			);
			ensure!(
				BySpender::<T>::contains_key(spender, (payer, payee)),
				"a spender is not indexed"
			);
			let bucket = agenda::bucket(limits.valid_until);
			ensure!(Agenda::<T>::contains_key(bucket, key), "an allowance is not on the agenda");
			count = count.saturating_add(1);
		}
		let indexed = BySpender::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(indexed == count, "the index of spenders lists what does not exist");
		let scheduled = Agenda::<T>::iter_keys().fold(0u64, |sum, _| sum.saturating_add(1));
		ensure!(scheduled == count, "the agenda lists what does not exist");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
