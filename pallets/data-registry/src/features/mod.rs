//! Bodies of the calls, one file per kind of record; and what the validation pallet moves.

mod data_sets;
mod parameters;
mod schemas;
mod submissions;
mod validation;

use frame_support::StorageValue;
use sp_runtime::{ArithmeticError, DispatchError};

/// Takes the next number of a counter.
fn take_id<Counter: StorageValue<u64, Query = u64>>() -> Result<u64, DispatchError> {
	Counter::try_mutate(|next| {
		let id = *next;
		*next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Ok(id)
	})
}
