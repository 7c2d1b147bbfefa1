//! What others are told about suppliers.

use counterfoil_primitives::{did::DidId, traits};

use crate::{Config, Pallet, Reputations};

/// Validated submissions are good outcomes; rejected and vetoed ones are bad. One read.
impl<T: Config> traits::Reputations for Pallet<T> {
	fn supplier(did: &DidId) -> (u32, u32) {
		let counts = Reputations::<T>::get(did).supplier;
		(counts.validated, counts.rejected.saturating_add(counts.vetoed))
	}
}
