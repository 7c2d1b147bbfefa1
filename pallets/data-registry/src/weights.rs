//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every
//! storage item that the call can read or write, counted at the price of the runtime's database.
//! They include what the origin check, the identities (four records of `pallet-did` at most), a
//! ticket (account and holds), and the histories that an event is written to (head and entry of each) cost. No call depends on
//! how many readings a submission carries: the chain sees one fingerprint.

use core::marker::PhantomData;

use counterfoil_primitives::document::MAX_KEYS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::signatures::HOST_SIGNATURE;
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, one event.
const BASE: u64 = 40 * MICROSECOND;

/// What each call costs at most.
pub trait WeightInfo {
	/// `register_data_set` with `p` parents.
	fn register_data_set(p: u32) -> Weight;
	/// `submit`, with `corrects` set.
	fn submit() -> Weight;
	/// `submit` of what was submitted.
	fn submit_again() -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// `register_schema`, a later version.
	fn register_schema() -> Weight;
	/// `deprecate_schema`
	fn deprecate_schema() -> Weight;
}

/// An event written to the histories of so many subjects.
fn histories(db: RuntimeDbWeight, subjects: u64) -> Weight {
	formula(db, 0, 2, 2).saturating_mul(subjects)
}

// Reads are: origin (2), then in the order of the code.
fn register_data_set(db: RuntimeDbWeight, p: u32) -> Weight {
	// role, schema, time, next id, account, holds | data set, next id, account, holds, parents
	// and for each parent: its record | its children
	formula(db, BASE, 8, 5)
		.saturating_add(formula(db, 0, 1, 1).saturating_mul(p.into()))
		.saturating_add(histories(db, 2))
}

fn submit(db: RuntimeDbWeight) -> Weight {
	// number used, time, parameters, data set, device, its owner, whether it is trusted 3, schema, corrected submission, genesis
	// hash, document, sequence, known root, next id, account, holds; the first five of the device once more for the origin
	// of a sponsored call, and once more for the signature
	// | account, holds, next id, sequence, number used, data set, corrected submission, index, known root, submission
	// and the histories of supplier, device, data set, both submissions, and of the device once more for a gap
	// The signature is tried with every key that the device may assert with; for other schemes than the host's see the call.
	let time = BASE.saturating_add(HOST_SIGNATURE.saturating_mul(MAX_KEYS.into()));
	formula(db, time, 30, 10).saturating_add(histories(db, 6))
}

fn submit_again(db: RuntimeDbWeight) -> Weight {
	// number used, submission
	formula(db, BASE, 4, 0)
}

fn set_parameters(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 0, 1)
}

fn register_schema(db: RuntimeDbWeight) -> Weight {
	// roles 3, schema, previous, next version, time, account, holds | account, holds, version, schema
	formula(db, BASE, 11, 4).saturating_add(histories(db, 1))
}

fn deprecate_schema(db: RuntimeDbWeight) -> Weight {
	// schema, time | schema
	formula(db, BASE, 4, 1).saturating_add(histories(db, 1))
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// One implementation of [`WeightInfo`], at this price of the database.
macro_rules! at_price {
	($db:expr) => {
		fn register_data_set(p: u32) -> Weight {
			register_data_set($db, p)
		}
		fn submit() -> Weight {
			submit($db)
		}
		fn submit_again() -> Weight {
			submit_again($db)
		}
		fn set_parameters() -> Weight {
			set_parameters($db)
		}
		fn register_schema() -> Weight {
			register_schema($db)
		}
		fn deprecate_schema() -> Weight {
			deprecate_schema($db)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	at_price!(T::DbWeight::get());
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	at_price!(RocksDbWeight::get());
}
