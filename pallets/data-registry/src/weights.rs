//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every
//! storage item that the call can read or write, counted at the price of the runtime's database.
//! They include what the origin check, the identities (four records of `pallet-did` at most), and a
//! ticket (account and holds) cost. No call depends on how many readings a submission carries:
//! the chain sees one fingerprint.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Picoseconds in a microsecond.
const MICROSECOND: u64 = 1_000_000;
/// Decoding, checks, tickets, one event.
const BASE: u64 = 40 * MICROSECOND;
/// One signature over a payload of a few hundred bytes, whichever the scheme (secp256k1 is the slowest).
const SIGNATURE: u64 = 160 * MICROSECOND;
/// What one read adds to a proof: the value and its path in the trie.
const PROOF_PER_READ: u64 = 4_096;

/// What each call costs at most.
pub trait WeightInfo {
	/// `register_data_set`
	fn register_data_set() -> Weight;
	/// `submit`, with `corrects` set.
	fn submit() -> Weight;
	/// `attest`, deciding.
	fn attest() -> Weight;
	/// `certify`, replacing an older certificate.
	fn certify() -> Weight;
	/// `revoke_certificate`
	fn revoke_certificate() -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
}

/// `time` of computation, `reads` and `writes` of the database.
fn formula(db: RuntimeDbWeight, time: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, reads.saturating_mul(PROOF_PER_READ))
		.saturating_add(db.reads_writes(reads, writes))
}

// Reads are: origin (2), role (1), then in the order of the code.
fn register_data_set(db: RuntimeDbWeight) -> Weight {
	// time, next id, account, holds | data set, next id, account, holds
	formula(db, BASE, 7, 4)
}

fn submit(db: RuntimeDbWeight) -> Weight {
	// origin 2, data set, parameters, time, owner of the device, status of both 2, corrected submission,
	// sequence, genesis hash, identity and its owner 2, known fingerprint, next id, account, holds
	// | corrected submission, sequence, data set, next id, submission, index, known fingerprint, account,
	// holds
	formula(db, BASE.saturating_add(SIGNATURE), 17, 9)
}

fn attest(db: RuntimeDbWeight) -> Weight {
	// submission, attestation, time | attestation, submission
	formula(db, BASE, 6, 2)
}

fn certify(db: RuntimeDbWeight) -> Weight {
	// submission, attestation, time, previous certificate, next id, account, holds
	// | submission, next id, certificate, account, holds
	formula(db, BASE, 10, 5)
}

fn revoke_certificate(db: RuntimeDbWeight) -> Weight {
	// certificate, time, submission | certificate
	formula(db, BASE, 5, 1)
}

fn set_parameters(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 0, 1)
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_data_set() -> Weight {
		register_data_set(T::DbWeight::get())
	}
	fn submit() -> Weight {
		submit(T::DbWeight::get())
	}
	fn attest() -> Weight {
		attest(T::DbWeight::get())
	}
	fn certify() -> Weight {
		certify(T::DbWeight::get())
	}
	fn revoke_certificate() -> Weight {
		revoke_certificate(T::DbWeight::get())
	}
	fn set_parameters() -> Weight {
		set_parameters(T::DbWeight::get())
	}
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	fn register_data_set() -> Weight {
		register_data_set(RocksDbWeight::get())
	}
	fn submit() -> Weight {
		submit(RocksDbWeight::get())
	}
	fn attest() -> Weight {
		attest(RocksDbWeight::get())
	}
	fn certify() -> Weight {
		certify(RocksDbWeight::get())
	}
	fn revoke_certificate() -> Weight {
		revoke_certificate(RocksDbWeight::get())
	}
	fn set_parameters() -> Weight {
		set_parameters(RocksDbWeight::get())
	}
}
