//! What must hold after every call and every block.

use counterfoil_primitives::history::Head;
use frame_support::{ensure, traits::Time};
use sp_runtime::{traits::SaturatedConversion, TryRuntimeError};

use crate::pallet::*;

impl<T: Config> Pallet<T> {
	/// Checks the whole state of the pallet: recomputes every history. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let today: u64 = frame_system::Pallet::<T>::block_number().saturated_into();
		let mut counted: u64 = 0;
		for (subject, head) in Heads::<T>::iter() {
			ensure!(head.count > 0, "a history without entries has a head");
			let mut computed = Head::start(&subject);
			let (mut block, mut moment) = (1, 0);
			for number in 0..head.count {
				let entry = Entries::<T>::get(subject, number).ok_or("an entry is missing")?;
				ensure!(
					block <= entry.block && moment <= entry.moment,
					"an entry is older than the one before"
				);
				(block, moment) = (entry.block, entry.moment);
				computed = computed.append(&entry);
			}
			ensure!(
				block <= today && moment <= T::Time::now(),
				"an entry is younger than the chain"
			);
			ensure!(computed == head, "a head is not that of its entries");
			counted = counted.saturating_add(head.count);
		}
		// Each counted entry is there, so equal numbers mean that there are no others.
		let entries: u64 = Entries::<T>::iter_keys().count().saturated_into();
		ensure!(entries == counted, "an entry belongs to no history");
		Ok(())
	}
}
