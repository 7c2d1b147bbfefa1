//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every
//! storage item that the call can read or write at the price of the runtime's database, plus every byte
//! that is hashed or decrypted. They include what the origin check, a ticket and the holds (account
//! and holds of both parties) cost. Only `dispute` depends on what the caller sends.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Picoseconds in a microsecond.
const MICROSECOND: u64 = 1_000_000;
/// Decoding, checks, events.
const BASE: u64 = 40 * MICROSECOND;
/// One inner node of a tree: SHA-256 over 65 bytes, which are two blocks.
const NODE: u64 = 2 * MICROSECOND;
/// One byte of a leaf: decoded, decrypted by ChaCha20 and hashed by SHA-256.
const LEAF_BYTE: u64 = 30_000;
/// One part of a lot: decoded, encoded and counted.
const PART: u64 = MICROSECOND / 2;
/// Proof size of one part: a SCALE-encoded fingerprint.
const PART_PROOF: u64 = 49;
/// What one read adds to a proof: the value (without the parts) and its path in the trie.
const PROOF_PER_READ: u64 = 4_096;

/// What each call costs at most.
pub trait WeightInfo {
	/// Opening of an agreement over so many parts, which another pallet asks for.
	fn open(parts: u32) -> Weight;
	/// `fund`
	fn fund() -> Weight;
	/// `commit`
	fn commit() -> Weight;
	/// `accept`
	fn accept() -> Weight;
	/// `decline`, of an offered agreement.
	fn decline() -> Weight;
	/// `reveal`
	fn reveal() -> Weight;
	/// `dispute` with so many bytes of ciphertext and so many hashes in both paths together.
	fn dispute(ciphertext: u32, hashes: u32) -> Weight;
	/// `settle`
	fn settle() -> Weight;
	/// `expire`, of an accepted agreement.
	fn expire() -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// `forget`
	fn forget() -> Weight;
	/// One overdue agreement that the chain itself moves on.
	fn agenda_entry() -> Weight;
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() -> Weight;
}

/// The most parts that the formulas reckon with where the number is not known beforehand.
const PARTS: u64 = 64;

/// `time` of computation, `reads` and `writes` of the database.
fn formula(db: RuntimeDbWeight, time: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, reads.saturating_mul(PROOF_PER_READ))
		.saturating_add(db.reads_writes(reads, writes))
}

/// What reading or writing the agreement with all its parts adds.
fn parts(number: u64) -> Weight {
	Weight::from_parts(PART.saturating_mul(number), PART_PROOF.saturating_mul(number))
}

/// A step of an open agreement: origin 2, agreement, time, agenda 2 | agreement, agenda 2; `more` reads
/// and writes for the money.
fn step(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	formula(db, BASE, 6u64.saturating_add(reads), 3u64.saturating_add(writes))
		.saturating_add(parts(PARTS))
}

/// The end of an agreement: a step, the closed record, the accounts and holds of both parties, and what one of them owes.
fn closing(db: RuntimeDbWeight) -> Weight {
	step(db, 5, 6).saturating_add(Weight::from_parts(BASE, 0))
}

fn open(db: RuntimeDbWeight, number: u32) -> Weight {
	// parameters, time, next id, account, holds, cursor, owing 2
	// | agreement, index 2, next id, agenda, cursor, account, holds, owing
	formula(db, BASE, 8, 9).saturating_add(parts(number.into()))
}

fn dispute(db: RuntimeDbWeight, ciphertext: u32, hashes: u32) -> Weight {
	let judging = LEAF_BYTE
		.saturating_mul(ciphertext.into())
		.saturating_add(NODE.saturating_mul(u64::from(hashes).saturating_add(2)));
	closing(db).saturating_add(Weight::from_parts(judging, 0))
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open(parts: u32) -> Weight {
		open(T::DbWeight::get(), parts)
	}
	fn fund() -> Weight {
		// account, holds, owing 2 | the same
		step(T::DbWeight::get(), 4, 4)
	}
	fn commit() -> Weight {
		// account, holds, owing | the same
		step(T::DbWeight::get(), 3, 3)
	}
	fn accept() -> Weight {
		step(T::DbWeight::get(), 0, 0)
	}
	fn decline() -> Weight {
		closing(T::DbWeight::get())
	}
	fn reveal() -> Weight {
		// and the genesis hash
		step(T::DbWeight::get(), 1, 0).saturating_add(Weight::from_parts(2 * NODE, 0))
	}
	fn dispute(ciphertext: u32, hashes: u32) -> Weight {
		dispute(T::DbWeight::get(), ciphertext, hashes)
	}
	fn settle() -> Weight {
		closing(T::DbWeight::get())
	}
	fn expire() -> Weight {
		closing(T::DbWeight::get())
	}
	fn set_parameters() -> Weight {
		formula(T::DbWeight::get(), BASE, 1, 1)
	}
	fn forget() -> Weight {
		// origin 2, closed record, time, account, holds | closed record, index 2, account, holds
		formula(T::DbWeight::get(), BASE, 6, 5)
	}
	fn agenda_entry() -> Weight {
		closing(T::DbWeight::get())
	}
	fn agenda_bucket() -> Weight {
		// the bucket's first key | the cursor
		formula(T::DbWeight::get(), MICROSECOND, 1, 1)
	}
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	fn open(parts: u32) -> Weight {
		open(RocksDbWeight::get(), parts)
	}
	fn fund() -> Weight {
		step(RocksDbWeight::get(), 4, 4)
	}
	fn commit() -> Weight {
		step(RocksDbWeight::get(), 3, 3)
	}
	fn accept() -> Weight {
		step(RocksDbWeight::get(), 0, 0)
	}
	fn decline() -> Weight {
		closing(RocksDbWeight::get())
	}
	fn reveal() -> Weight {
		step(RocksDbWeight::get(), 1, 0).saturating_add(Weight::from_parts(2 * NODE, 0))
	}
	fn dispute(ciphertext: u32, hashes: u32) -> Weight {
		dispute(RocksDbWeight::get(), ciphertext, hashes)
	}
	fn settle() -> Weight {
		closing(RocksDbWeight::get())
	}
	fn expire() -> Weight {
		closing(RocksDbWeight::get())
	}
	fn set_parameters() -> Weight {
		formula(RocksDbWeight::get(), BASE, 1, 1)
	}
	fn forget() -> Weight {
		formula(RocksDbWeight::get(), BASE, 6, 5)
	}
	fn agenda_entry() -> Weight {
		closing(RocksDbWeight::get())
	}
	fn agenda_bucket() -> Weight {
		formula(RocksDbWeight::get(), MICROSECOND, 1, 1)
	}
}
