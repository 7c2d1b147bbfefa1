//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, and every storage item that the call can
//! read or write at the price of the runtime's database. They include what the origin check (2 reads), a ticket (2 reads, 2 writes),
//! an entry of the agenda (2 reads, 1 write) and the history of each subject of an event (2 reads, 2 writes) cost, and one signature
//! of a scheme that the host checks for each key that it is tried with. What depends on how many share in a payment takes their number.

use core::marker::PhantomData;

use counterfoil_primitives::document::MAX_KEYS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::{
	signatures::HOST_SIGNATURE,
	weights::{formula, part, MICROSECOND},
};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// A payment: a share of the amount, an event.
const PART: u64 = 20 * MICROSECOND;
/// Holding or giving back money in whichever asset: the asset, two balances, two lists of holds.
const HOLD: u64 = 5;
/// Handing it over: the account, the balance and the asset account of the receiver besides.
const HAND_OVER: u64 = HOLD + 3;
/// What `Allowances::spend` reads. It must not be less than what that pallet says of itself.
pub const SPEND_READS: u64 = 12;
/// What `Allowances::spend` writes.
pub const SPEND_WRITES: u64 = 7;
/// What it takes to know an account of a DID: its record and its owner's.
const ACCOUNT_READS: u64 = 2;
/// The most histories that an event of a channel belongs to: both parties, the data set, who caused it.
const HISTORIES: u64 = 4;

/// What each call costs at most.
pub trait WeightInfo {
	/// `open`, from somebody else's money.
	fn open() -> Weight;
	/// `top_up`, from somebody else's money.
	fn top_up() -> Weight;
	/// `claim`, where so many others get a part.
	fn claim(parts: u32) -> Weight;
	/// `close`, where so many others get a part.
	fn close(parts: u32) -> Weight;
	/// `close_by_payee` with a voucher, where so many others get a part.
	fn close_by_payee(parts: u32) -> Weight;
	/// `request_close`
	fn request_close() -> Weight;
	/// `finalise`, where so many others get a part.
	fn finalise(parts: u32) -> Weight;
	/// `settle`, where so many others get a part.
	fn settle(parts: u32) -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// One overdue channel that the chain itself ends, where so many others get a part.
	fn agenda_entry(parts: u32) -> Weight;
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() -> Weight;
}

/// An event written to the histories of so many subjects.
fn histories(db: RuntimeDbWeight, subjects: u64) -> Weight {
	let items = subjects.saturating_mul(2);
	formula(db, 0, items, items)
}

/// Origin 2, channel, time | channel; and the histories that the event belongs to.
fn step(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	formula(db, BASE, 4u64.saturating_add(reads), 1u64.saturating_add(writes))
		.saturating_add(histories(db, HISTORIES))
}

/// The signature of a voucher, and the genesis hash.
fn signature(db: RuntimeDbWeight, keys: u32) -> Weight {
	formula(db, HOST_SIGNATURE.saturating_mul(keys.into()), 1, 0)
}

/// A payment: the payee's account and the money | the money, the histories of both parties and the data set; and for each other who gets a
/// part what that takes. Where a data set is paid for, its facts and its holders 3.
fn payment(db: RuntimeDbWeight, parts: u32) -> Weight {
	formula(db, PART, ACCOUNT_READS + HAND_OVER + 3, HAND_OVER)
		.saturating_add(histories(db, 3))
		.saturating_add(part(db).saturating_mul(parts.into()))
}

/// The end: agenda 2, the money, the ticket 2 | agenda, the money, the ticket 2, index 3; and its event.
fn ending(db: RuntimeDbWeight) -> Weight {
	formula(db, PART, 2 + HOLD + 2, 1 + HOLD + 2 + 3).saturating_add(histories(db, HISTORIES))
}

fn open(db: RuntimeDbWeight) -> Weight {
	// origin 2, time, parameters, caller 2, payee 3, accounts 4 * 2, data set, minimum balance, the money, the ticket 2, allowance, next id,
	// cursor
	// | the money, the ticket 2, allowance, next id, index 3, agenda, channel
	formula(db, BASE, 23 + HOLD + SPEND_READS, 8 + HOLD + SPEND_WRITES)
		.saturating_add(histories(db, HISTORIES))
}

fn top_up(db: RuntimeDbWeight) -> Weight {
	// parameters, caller 2, account 2, the money, allowance, agenda 4 | the money, allowance, agenda 2
	step(db, 9 + HOLD + SPEND_READS, 2 + HOLD + SPEND_WRITES)
}

fn claim(db: RuntimeDbWeight, parts: u32) -> Weight {
	// minimum balance; data set and holders 3, to know whether others share
	step(db, 4, 0).saturating_add(signature(db, 1)).saturating_add(payment(db, parts))
}

fn close(db: RuntimeDbWeight, parts: u32) -> Weight {
	// the payee's document, and his owner's record
	step(db, 3, 0)
		.saturating_add(signature(db, MAX_KEYS.saturating_add(1)))
		.saturating_add(payment(db, parts))
		.saturating_add(ending(db))
}

fn close_by_payee(db: RuntimeDbWeight, parts: u32) -> Weight {
	// the owner of a payee that is a device
	claim(db, parts).saturating_add(formula(db, 0, 1, 0)).saturating_add(ending(db))
}

fn finalise(db: RuntimeDbWeight, parts: u32) -> Weight {
	step(db, 0, 0).saturating_add(payment(db, parts)).saturating_add(ending(db))
}

fn agenda_entry(db: RuntimeDbWeight, parts: u32) -> Weight {
	// entry of the agenda, channel, time | entry, channel
	formula(db, BASE, 3, 2).saturating_add(payment(db, parts)).saturating_add(ending(db))
}

fn agenda_bucket(db: RuntimeDbWeight) -> Weight {
	// cursor, time, next key of the bucket | cursor
	formula(db, MICROSECOND, 3, 1)
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

/// Every weight by its formula, at the price of one database.
macro_rules! by_formula {
	($db:expr) => {
		fn open() -> Weight {
			open($db)
		}
		fn top_up() -> Weight {
			top_up($db)
		}
		fn claim(parts: u32) -> Weight {
			claim($db, parts)
		}
		fn close(parts: u32) -> Weight {
			close($db, parts)
		}
		fn close_by_payee(parts: u32) -> Weight {
			close_by_payee($db, parts)
		}
		fn request_close() -> Weight {
			// agenda 4 | agenda 2
			step($db, 4, 2)
		}
		fn finalise(parts: u32) -> Weight {
			finalise($db, parts)
		}
		fn settle(parts: u32) -> Weight {
			// As `finalise` with the minimum balance and whether others share, and an event for each of what moved.
			finalise($db, parts)
				.saturating_add(formula($db, 0, 4, 0))
				.saturating_add(histories($db, 3))
		}
		fn set_parameters() -> Weight {
			formula($db, BASE, 1, 1)
		}
		fn agenda_entry(parts: u32) -> Weight {
			agenda_entry($db, parts)
		}
		fn agenda_bucket() -> Weight {
			agenda_bucket($db)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	by_formula!(T::DbWeight::get());
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	by_formula!(RocksDbWeight::get());
}
