//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, the signature
//! check where there is one, and every storage item that the call can read or write, counted at the price
//! of the runtime's database. A ticket counts as two reads and two writes (account and holds).
//!
//! A tally reads the status of every voter, so `vote` and the two ways of closing a proposal depend on
//! its number of ballots. They are charged for `MaxStakeholders` ballots and give back what they did not
//! need.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

/// Picoseconds in a microsecond.
const MICROSECOND: u64 = 1_000_000;
/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// One signature over a payload of a few hundred bytes, whichever the scheme (secp256k1 is the slowest).
const SIGNATURE: u64 = 160 * MICROSECOND;
/// Decoding, looking up and counting one ballot.
const BALLOT: u64 = 3 * MICROSECOND;
/// What one read adds to a proof: the value and its path in the trie.
const PROOF_PER_READ: u64 = 4_096;

/// What each call costs at most. `b` is the number of ballots that the proposal already has.
pub trait WeightInfo {
	/// `register_stakeholder`
	fn register_stakeholder() -> Weight;
	/// `propose`
	fn propose() -> Weight;
	/// `vote`, deciding.
	fn vote(b: u32) -> Weight;
	/// `register_device`
	fn register_device() -> Weight;
	/// `set_device_status`, revoking.
	fn set_device_status() -> Weight;
	/// `close_proposal`
	fn close_proposal(b: u32) -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// One proposal closed by the chain itself.
	fn expire_proposal(b: u32) -> Weight;
	/// One bucket of the agenda looked into.
	fn agenda_bucket() -> Weight;
}

/// `time` of computation, `reads` and `writes` of the database.
fn formula(db: RuntimeDbWeight, time: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, reads.saturating_mul(PROOF_PER_READ))
		.saturating_add(db.reads_writes(reads, writes))
}

/// The status of each of `b` voters.
fn ballots(db: RuntimeDbWeight, b: u32) -> Weight {
	formula(db, BALLOT, 1, 0).saturating_mul(b.into())
}

fn register_stakeholder(db: RuntimeDbWeight) -> Weight {
	// identifier of the account, record, count, genesis hash, time, tickets 4, proposal, serial, parameters,
	// agenda and cursor 3 | record, identifier, tickets 4, proposal, serial, agenda 2
	formula(db, BASE.saturating_add(SIGNATURE), 15, 10)
}

fn propose(db: RuntimeDbWeight) -> Weight {
	// origin 2, proposal, record, count, serial, time, parameters, ticket 2, agenda 3
	// | proposal, serial, ticket 2, agenda 2
	formula(db, BASE, 13, 6)
}

fn vote(db: RuntimeDbWeight, b: u32) -> Weight {
	// origin 2, proposal, time, count, subject, tickets 4, owner, agenda 3
	// | proposal, subject, identifier, count, tickets 4, agenda 2
	formula(db, BASE, 14, 10).saturating_add(ballots(db, b))
}

fn register_device(db: RuntimeDbWeight) -> Weight {
	// origin 2, record, genesis hash, time, ticket 2 | record, ticket 2
	formula(db, BASE.saturating_add(SIGNATURE), 7, 3)
}

fn set_device_status(db: RuntimeDbWeight) -> Weight {
	// origin 2, record, owner 2, time, ticket 2 | record, ticket 2
	formula(db, BASE, 8, 3)
}

fn close_proposal(db: RuntimeDbWeight, b: u32) -> Weight {
	// proposal, time, count, subject 2, tickets 4, agenda 3
	// | proposal, subject, identifier, count, tickets 4, agenda 2
	formula(db, BASE, 12, 10).saturating_add(ballots(db, b))
}

fn set_parameters(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 0, 1)
}

fn agenda_bucket(db: RuntimeDbWeight) -> Weight {
	// cursor, time, next key of the bucket | cursor
	formula(db, BASE, 3, 1)
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_stakeholder() -> Weight {
		register_stakeholder(T::DbWeight::get())
	}
	fn propose() -> Weight {
		propose(T::DbWeight::get())
	}
	fn vote(b: u32) -> Weight {
		vote(T::DbWeight::get(), b)
	}
	fn register_device() -> Weight {
		register_device(T::DbWeight::get())
	}
	fn set_device_status() -> Weight {
		set_device_status(T::DbWeight::get())
	}
	fn close_proposal(b: u32) -> Weight {
		close_proposal(T::DbWeight::get(), b)
	}
	fn set_parameters() -> Weight {
		set_parameters(T::DbWeight::get())
	}
	fn expire_proposal(b: u32) -> Weight {
		close_proposal(T::DbWeight::get(), b)
	}
	fn agenda_bucket() -> Weight {
		agenda_bucket(T::DbWeight::get())
	}
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	fn register_stakeholder() -> Weight {
		register_stakeholder(RocksDbWeight::get())
	}
	fn propose() -> Weight {
		propose(RocksDbWeight::get())
	}
	fn vote(b: u32) -> Weight {
		vote(RocksDbWeight::get(), b)
	}
	fn register_device() -> Weight {
		register_device(RocksDbWeight::get())
	}
	fn set_device_status() -> Weight {
		set_device_status(RocksDbWeight::get())
	}
	fn close_proposal(b: u32) -> Weight {
		close_proposal(RocksDbWeight::get(), b)
	}
	fn set_parameters() -> Weight {
		set_parameters(RocksDbWeight::get())
	}
	fn expire_proposal(b: u32) -> Weight {
		close_proposal(RocksDbWeight::get(), b)
	}
	fn agenda_bucket() -> Weight {
		agenda_bucket(RocksDbWeight::get())
	}
}
