//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, the signature
//! check where there is one (by the host; calls add what other schemes take more), and every storage item that the call can read or write, counted at the price
//! of the runtime's database. A ticket counts as two reads and two writes (account and holds).
//!
//! A tally reads the status of every voter, so `vote` and the two ways of closing a proposal depend on
//! its number of ballots, and on how many other proposals are outdated by it. They are charged for `MaxStakeholders`
//! ballots and `MAX_OUTDATED` proposals and give back what they did not need.

use core::marker::PhantomData;

use counterfoil_primitives::document::{MAX_CONTROLLERS, MAX_KEYS};
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::signatures::HOST_SIGNATURE;
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// Reading, checking and hashing the largest document.
const DOCUMENT: u64 = 60 * MICROSECOND;
/// What a new version reads: what is known of the history, its ticket 4.
const VERSION_READS: u64 = 5;
/// What a new version writes: two versions at most, what is known of the history, its ticket 4.
const VERSION_WRITES: u64 = 7;
/// What one subject adds to its history costs, read as well as written: the head and the entry.
const AUDIT: u64 = 2;
/// Decoding, looking up and counting one ballot.
const BALLOT: u64 = 3 * MICROSECOND;

/// What each call costs at most. `b` is the number of ballots that the proposal already has.
pub trait WeightInfo {
	/// `register_stakeholder`
	fn register_stakeholder() -> Weight;
	/// `propose`
	fn propose() -> Weight;
	/// `vote`, deciding, after which `o` other proposals are outdated.
	fn vote(b: u32, o: u32) -> Weight;
	/// `register_device`
	fn register_device() -> Weight;
	/// `set_device_status`, revoking.
	fn set_device_status() -> Weight;
	/// `close_proposal`, after which `o` other proposals are outdated.
	fn close_proposal(b: u32, o: u32) -> Weight;
	/// `suspend_at_once`, after which `o` other proposals are outdated.
	fn suspend_at_once(o: u32) -> Weight;
	/// `update_document` with `a` approvals and `p` proofs.
	fn update_document(a: u32, p: u32) -> Weight;
	/// `deactivate` with `a` approvals, after which `o` proposals are outdated.
	fn deactivate(a: u32, o: u32) -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// One proposal closed by the chain itself, after which `o` others are outdated.
	fn expire_proposal(b: u32, o: u32) -> Weight;
	/// One bucket of the agenda looked into.
	fn agenda_bucket() -> Weight;
}

/// The status of each of `b` voters.
fn ballots(db: RuntimeDbWeight, b: u32) -> Weight {
	formula(db, BALLOT, 1, 0).saturating_mul(b.into())
}

/// Each of `o` other proposals found outdated and ended: itself, its key 2, agenda, ticket 2, audit
/// of two | itself, agenda, ticket 2, audit of two.
fn outdated(db: RuntimeDbWeight, o: u32) -> Weight {
	formula(db, BASE / 4, 6 + 2 * AUDIT, 4 + 2 * AUDIT).saturating_mul(o.into())
}

fn register_stakeholder(db: RuntimeDbWeight) -> Weight {
	// identifier of the account, record, seats 2, genesis hash, time, tickets 4, proposal, serial, parameters,
	// agenda and cursor 3, audit of two | record, identifier, tickets 4, proposal, serial, agenda 2, audit of two
	formula(db, BASE.saturating_add(HOST_SIGNATURE), 16 + 2 * AUDIT, 10 + 2 * AUDIT)
}

fn propose(db: RuntimeDbWeight) -> Weight {
	// origin 2, proposal, record, suspension, seats 2, serial, time, parameters, ticket 2, agenda 3, audit of two
	// | proposal, serial, ticket 2, agenda 2, audit of two
	formula(db, BASE, 15 + 2 * AUDIT, 6 + 2 * AUDIT)
}

/// A motion carried out, or a proposal ended otherwise: record 2, seats 2, suspension 2, parameters, tickets 4, agenda 3, version,
/// audit of five | proposal, record, identifier, seats 2, shield, tickets 4, agenda 2, version, audit of five.
fn conclusion(db: RuntimeDbWeight) -> Weight {
	let reads = 15 + VERSION_READS + 5 * AUDIT;
	let writes = 12 + VERSION_WRITES + 5 * AUDIT;
	formula(db, BASE, reads, writes)
}

fn vote(db: RuntimeDbWeight, b: u32, o: u32) -> Weight {
	// origin 2, proposal, time, seats 2, subject, suspension, key of the next proposal, audit of two | audit of two
	formula(db, BASE, 9 + 2 * AUDIT, 2 * AUDIT)
		.saturating_add(conclusion(db))
		.saturating_add(ballots(db, b))
		.saturating_add(outdated(db, o))
}

fn suspend_at_once(db: RuntimeDbWeight, o: u32) -> Weight {
	// origin 2, regulator, record, its suspension and their count 2, shield, seats, key of the next proposal, then as for a
	// proposal: serial, time, parameters, ticket 2, agenda 3; version, audit of six
	// | seats, suspension and count 2, record, proposal, serial, ticket 2, agenda 2, version, audit of six
	let reads = 17 + VERSION_READS + 6 * AUDIT;
	let writes = 10 + VERSION_WRITES + 6 * AUDIT;
	formula(db, 2 * BASE, reads, writes).saturating_add(outdated(db, o))
}

fn register_device(db: RuntimeDbWeight) -> Weight {
	// origin 2, record, owner, genesis hash, time, ticket 2, audit of two | record, ticket 2, audit of two
	formula(db, BASE.saturating_add(HOST_SIGNATURE), 8 + 2 * AUDIT, 3 + 2 * AUDIT)
}

fn set_device_status(db: RuntimeDbWeight) -> Weight {
	// origin 2, record, owner 2, time, ticket 2, version, audit of two | record, ticket 2, version, audit of two
	formula(db, BASE, 8 + VERSION_READS + 2 * AUDIT, 3 + VERSION_WRITES + 2 * AUDIT)
}

fn close_proposal(db: RuntimeDbWeight, b: u32, o: u32) -> Weight {
	// proposal, time, seats 2, subject, suspension, key of the next proposal
	formula(db, BASE, 7, 0)
		.saturating_add(conclusion(db))
		.saturating_add(ballots(db, b))
		.saturating_add(outdated(db, o))
}

/// An approval: the controller and, if it is a device, its owner and the trust in it 2; its document; every key for the purpose.
fn approvals(db: RuntimeDbWeight, a: u32) -> Weight {
	let keys = HOST_SIGNATURE.saturating_mul(MAX_KEYS.into());
	formula(db, DOCUMENT.saturating_add(keys), 5, 0).saturating_mul(a.into())
}

fn update_document(db: RuntimeDbWeight, a: u32, p: u32) -> Weight {
	// origin 2, record, owner, document, genesis hash, time, new controllers, each 2 with owner and trust 5, version, audit of two
	// | record, document, version, audit of two
	let controllers = u64::from(MAX_CONTROLLERS).saturating_mul(5);
	let reads = controllers.saturating_add(VERSION_READS).saturating_add(2 * AUDIT);
	let writes = VERSION_WRITES.saturating_add(2 * AUDIT);
	let proofs = Weight::from_parts(HOST_SIGNATURE, 0).saturating_mul(p.into());
	formula(db, BASE + 2 * DOCUMENT, reads.saturating_add(7), writes.saturating_add(2))
		.saturating_add(approvals(db, a))
		.saturating_add(proofs)
}

fn deactivate(db: RuntimeDbWeight, a: u32, o: u32) -> Weight {
	// origin 2, record 2, owner, document, genesis hash, time, seats 2, key of the next proposal, ticket 2, version,
	// audit of four | record, seats 2, suspension, ticket 2, version, audit of four
	let reads = VERSION_READS.saturating_add(4 * AUDIT).saturating_add(13);
	let writes = VERSION_WRITES.saturating_add(4 * AUDIT).saturating_add(6);
	formula(db, BASE + DOCUMENT, reads, writes)
		.saturating_add(approvals(db, a))
		.saturating_add(outdated(db, o))
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
	fn vote(b: u32, o: u32) -> Weight {
		vote(T::DbWeight::get(), b, o)
	}
	fn register_device() -> Weight {
		register_device(T::DbWeight::get())
	}
	fn set_device_status() -> Weight {
		set_device_status(T::DbWeight::get())
	}
	fn close_proposal(b: u32, o: u32) -> Weight {
		close_proposal(T::DbWeight::get(), b, o)
	}
	fn suspend_at_once(o: u32) -> Weight {
		suspend_at_once(T::DbWeight::get(), o)
	}
	fn update_document(a: u32, p: u32) -> Weight {
		update_document(T::DbWeight::get(), a, p)
	}
	fn deactivate(a: u32, o: u32) -> Weight {
		deactivate(T::DbWeight::get(), a, o)
	}
	fn set_parameters() -> Weight {
		set_parameters(T::DbWeight::get())
	}
	fn expire_proposal(b: u32, o: u32) -> Weight {
		close_proposal(T::DbWeight::get(), b, o)
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
	fn vote(b: u32, o: u32) -> Weight {
		vote(RocksDbWeight::get(), b, o)
	}
	fn register_device() -> Weight {
		register_device(RocksDbWeight::get())
	}
	fn set_device_status() -> Weight {
		set_device_status(RocksDbWeight::get())
	}
	fn close_proposal(b: u32, o: u32) -> Weight {
		close_proposal(RocksDbWeight::get(), b, o)
	}
	fn suspend_at_once(o: u32) -> Weight {
		suspend_at_once(RocksDbWeight::get(), o)
	}
	fn update_document(a: u32, p: u32) -> Weight {
		update_document(RocksDbWeight::get(), a, p)
	}
	fn deactivate(a: u32, o: u32) -> Weight {
		deactivate(RocksDbWeight::get(), a, o)
	}
	fn set_parameters() -> Weight {
		set_parameters(RocksDbWeight::get())
	}
	fn expire_proposal(b: u32, o: u32) -> Weight {
		close_proposal(RocksDbWeight::get(), b, o)
	}
	fn agenda_bucket() -> Weight {
		agenda_bucket(RocksDbWeight::get())
	}
}
