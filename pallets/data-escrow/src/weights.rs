//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every
//! storage item that the call can read or write at the price of the runtime's database, plus every byte
//! that is hashed or decrypted. They include what the origin check, a ticket and the holds (account
//! and holds of both parties) cost, and the histories that an event is written to (head and entry of each: two reads, two
//! writes). Only `dispute` depends on what the caller sends.

use core::marker::PhantomData;

use counterfoil_primitives::access::MAX_HOLDERS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

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
	/// `settle`, where as many share in the profit as can.
	fn settle() -> Weight;
	/// `expire`, of an accepted agreement.
	fn expire() -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// `forget`
	fn forget() -> Weight;
	/// One overdue agreement that the chain itself moves on; a settlement is the dearest.
	fn agenda_entry() -> Weight;
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() -> Weight;
}

/// The most parts that the formulas reckon with where the number is not known beforehand.
const PARTS: u64 = 64;

/// An event written to the histories of so many subjects.
fn histories(db: RuntimeDbWeight, subjects: u64) -> Weight {
	let items = subjects.saturating_mul(2);
	formula(db, 0, items, items)
}

/// What reading or writing the agreement with all its parts adds.
fn parts(number: u64) -> Weight {
	Weight::from_parts(PART.saturating_mul(number), PART_PROOF.saturating_mul(number))
}

/// A step of an open agreement: origin 2, agreement, time, agenda 2 | agreement, agenda 2; more reads
/// and writes for the money; and the histories of both parties and the data set.
fn step(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	formula(db, BASE, 6u64.saturating_add(reads), 3u64.saturating_add(writes))
		.saturating_add(parts(PARTS))
		.saturating_add(histories(db, 3))
}

/// The end of an agreement: a step, the closed record, the accounts and holds of both parties, and what one of them owes; and the
/// history of whoever asked for it.
fn closing(db: RuntimeDbWeight) -> Weight {
	step(db, 5, 6).saturating_add(Weight::from_parts(BASE, 0)).saturating_add(histories(db, 1))
}

/// The end by a sale: the holders of the right of profit (data set and holders 2), and for each the record of the DID and of an owner
/// 2, account and holds 2 | account and holds 2, and the histories of payee and data set.
fn settling(db: RuntimeDbWeight) -> Weight {
	let payee = formula(db, BASE, 4, 2).saturating_add(histories(db, 2));
	closing(db)
		.saturating_add(formula(db, 0, 2, 0))
		.saturating_add(payee.saturating_mul(MAX_HOLDERS.into()))
}

fn open(db: RuntimeDbWeight, number: u32) -> Weight {
	// parameters, time, next id, account, holds, cursor, owing 2
	// | agreement, index 2, next id, agenda, cursor, account, holds, owing; histories of both parties and the data set
	formula(db, BASE, 8, 9).saturating_add(parts(number.into())).saturating_add(histories(db, 3))
}

/// Origin 2, closed record, time, account, holds | closed record, index 2, account, holds; the histories of both parties, the data
/// set and whoever asked for it.
fn forget(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 6, 5).saturating_add(histories(db, 4))
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
		settling(T::DbWeight::get())
	}
	fn expire() -> Weight {
		closing(T::DbWeight::get())
	}
	fn set_parameters() -> Weight {
		formula(T::DbWeight::get(), BASE, 1, 1)
	}
	fn forget() -> Weight {
		forget(T::DbWeight::get())
	}
	fn agenda_entry() -> Weight {
		settling(T::DbWeight::get())
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
		settling(RocksDbWeight::get())
	}
	fn expire() -> Weight {
		closing(RocksDbWeight::get())
	}
	fn set_parameters() -> Weight {
		formula(RocksDbWeight::get(), BASE, 1, 1)
	}
	fn forget() -> Weight {
		forget(RocksDbWeight::get())
	}
	fn agenda_entry() -> Weight {
		settling(RocksDbWeight::get())
	}
	fn agenda_bucket() -> Weight {
		formula(RocksDbWeight::get(), MICROSECOND, 1, 1)
	}
}
