//! The weights of this pallet's calls.
//!
//! Not measured yet: conservative formulas over the reads and writes of each call and the bytes of the list, which is
//! taken at its longest. The time of the computation itself is put at 20 µs a call, several times what such calls take on
//! the reference hardware.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, Weight},
};

/// What the calls weigh.
pub trait WeightInfo {
	/// `add_validator`
	fn add_validator() -> Weight;
	/// `remove_validator`
	fn remove_validator() -> Weight;
	/// `set_minimum`
	fn set_minimum() -> Weight;
	/// `release_keys`, without the work of the pallet that keeps the keys
	fn release_keys() -> Weight;
	/// `note_stalled`, without the work of the pallet that finalises blocks
	fn note_stalled() -> Weight;
	/// `authorize_upgrade`
	fn authorize_upgrade() -> Weight;
}

/// The time of the computation of one call.
const BASE: u64 = 20_000_000;
/// The time to go through one validator of the list.
const PER_VALIDATOR: u64 = 20_000;
/// The bytes of proof for one value beside the list.
const PROOF_BASE: u64 = 3_000;
/// The bytes of proof for one validator of the list.
const PROOF_PER_VALIDATOR: u64 = 32;

/// A call that goes through a list of `validators` entries.
fn call(validators: u32) -> Weight {
	let validators = u64::from(validators);
	Weight::from_parts(
		BASE.saturating_add(PER_VALIDATOR.saturating_mul(validators)),
		PROOF_BASE.saturating_add(PROOF_PER_VALIDATOR.saturating_mul(validators)),
	)
}

/// The weights for a runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: crate::Config> WeightInfo for SubstrateWeight<T> {
	// Reads the list and the keys; writes the list and the mark of the change.
	fn add_validator() -> Weight {
		call(T::MaxValidators::get()).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}

	// Reads the list and the minimum; writes the list and the mark of the change.
	fn remove_validator() -> Weight {
		call(T::MaxValidators::get()).saturating_add(T::DbWeight::get().reads_writes(2, 2))
	}

	// Reads the list and the minimum; writes the minimum.
	fn set_minimum() -> Weight {
		call(T::MaxValidators::get()).saturating_add(T::DbWeight::get().reads_writes(2, 1))
	}

	// Reads the list.
	fn release_keys() -> Weight {
		call(T::MaxValidators::get()).saturating_add(T::DbWeight::get().reads(1))
	}

	// Nothing beside the other pallet's work.
	fn note_stalled() -> Weight {
		call(0)
	}

	// Writes the authorization.
	fn authorize_upgrade() -> Weight {
		call(0).saturating_add(T::DbWeight::get().writes(1))
	}
}

/// The weights for tests: a list of 100 validators and the database constants of the SDK.
impl WeightInfo for () {
	fn add_validator() -> Weight {
		call(100).saturating_add(RocksDbWeight::get().reads_writes(2, 2))
	}

	fn remove_validator() -> Weight {
		call(100).saturating_add(RocksDbWeight::get().reads_writes(2, 2))
	}

	fn set_minimum() -> Weight {
		call(100).saturating_add(RocksDbWeight::get().reads_writes(2, 1))
	}

	fn release_keys() -> Weight {
		call(100).saturating_add(RocksDbWeight::get().reads(1))
	}

	fn note_stalled() -> Weight {
		call(0)
	}

	fn authorize_upgrade() -> Weight {
		call(0).saturating_add(RocksDbWeight::get().writes(1))
	}
}
