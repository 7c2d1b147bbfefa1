//! Weights of the entries.
//!
//! Until measured ones exist this is a conservative formula: hashing the event and the link, and the storage items at the
//! price of the runtime's database.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Picoseconds in a microsecond.
const MICROSECOND: u64 = 1_000_000;
/// Hashing an event of some hundred bytes, block number, clock.
const EVENT: u64 = 10 * MICROSECOND;
/// Encoding and hashing one link.
const ENTRY: u64 = 8 * MICROSECOND;
/// What one read adds to a proof: the value and its path in the trie.
const PROOF_PER_READ: u64 = 4_096;

/// What recording costs.
pub trait WeightInfo {
	/// One event that belongs to the lives of `s` subjects.
	fn record(s: u32) -> Weight;
}

fn record(db: RuntimeDbWeight, s: u32) -> Weight {
	// head, entry (no read, but its path is walked) | head, entry
	let entry = Weight::from_parts(ENTRY, PROOF_PER_READ.saturating_mul(2))
		.saturating_add(db.reads_writes(2, 2));
	// clock
	Weight::from_parts(EVENT, PROOF_PER_READ)
		.saturating_add(db.reads(1))
		.saturating_add(entry.saturating_mul(s.into()))
}

/// The formula at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn record(s: u32) -> Weight {
		record(T::DbWeight::get(), s)
	}
}

/// The formula at the price of RocksDB, for tests.
impl WeightInfo for () {
	fn record(s: u32) -> Weight {
		record(RocksDbWeight::get(), s)
	}
}
