//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, and every storage item that the call can read or
//! write at the price of the runtime's database. They include what the origin check (2 reads), a ticket (2 reads, 2 writes), a hold or a
//! payment in any asset (asset, account, holds and their sum: 4 reads, 4 writes), an entry of the agenda (2 reads, 1 write) and the history
//! of each subject of an event (2 reads, 2 writes) cost.
//!
//! What the other pallets answer is counted by the constants below. They must not be less than what those pallets say of themselves.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, part, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// What `Allowances::spend` reads.
pub const SPEND_READS: u64 = 12;
/// What `Allowances::spend` writes.
pub const SPEND_WRITES: u64 = 7;

/// The formula, and the histories of so many subjects.
fn with_history(db: RuntimeDbWeight, reads: u64, writes: u64, subjects: u64) -> Weight {
	let history = subjects.saturating_mul(2);
	formula(db, BASE, reads.saturating_add(history), writes.saturating_add(history))
}

/// A call about an open stream: origin 2, stream, time, agenda 4, the owner of a payee that is a device | stream, agenda 2; with what has taken effect before, and the histories
/// of the parties and the data set, and of the funder.
fn step(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	let changed = with_history(db, 0, 0, 3);
	with_history(db, 9u64.saturating_add(reads), 3u64.saturating_add(writes), 4)
		.saturating_add(changed)
}

/// A payment: the holders of the right of profit (data set and holders 2), for each of them and for each commission a part; the payee's record and his owner's 2, and his money
/// 4 | 4.
fn paying(db: RuntimeDbWeight, parts: u32) -> Weight {
	formula(db, 0, 8, 4).saturating_add(part(db).saturating_mul(parts.into()))
}

/// The end: a payment, what is given back 4, index 4, ticket 2 | the same; histories of four and of who asked for it.
fn ending(db: RuntimeDbWeight, parts: u32) -> Weight {
	paying(db, parts).saturating_add(with_history(db, 6, 10, 5))
}

/// Declares the weights once, for the trait and for both of its implementations: `db` is the price of the database.
macro_rules! weights {
	($($(#[$doc:meta])* fn $name:ident($($number:ident: u32)?) => |$db:ident| $weight:expr;)*) => {
		/// What each call costs at most.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name($($number: u32)?) -> Weight;)*
		}

		/// The formulas at the price of the runtime's database.
		pub struct SubstrateWeight<T>(PhantomData<T>);

		impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
			$(fn $name($($number: u32)?) -> Weight {
				let $db = T::DbWeight::get();
				$weight
			})*
		}

		/// The formulas at the price of RocksDB, for tests.
		impl WeightInfo for () {
			$(fn $name($($number: u32)?) -> Weight {
				let $db = RocksDbWeight::get();
				$weight
			})*
		}
	};
}

weights! {
	/// `open`, with somebody else's money.
	fn open() => |db| {
		// origin 2, parameters, time, next id, payee 3, accounts 4, data set, asset 2, ticket 2, hold 4, agenda
		// | stream, index 4, next id, ticket 2, hold 4, agenda; histories of payer, payee, funder, data set, caller
		with_history(db, 22 + SPEND_READS, 13 + SPEND_WRITES, 5)
	};
	/// Opening of a stream that waits to be funded, which another pallet asks for.
	fn propose() => |db| {
		// parameters, time, next id, payee 3, data set, asset, ticket 2, agenda | stream, index 3, next id, ticket 2, agenda
		with_history(db, 11, 8, 3)
	};
	/// `fund`, with somebody else's money.
	fn fund() => |db| {
		// payee 3, account 2, asset, parameters, hold 4 | hold 4, index
		step(db, 11 + SPEND_READS, 5 + SPEND_WRITES)
	};
	/// `claim`, of a stream that is over, where so many others get a part.
	fn claim(parts: u32) => |db| step(db, 1, 0).saturating_add(ending(db, parts));
	/// `top_up`, with somebody else's money.
	fn top_up() => |db| {
		// account 2, parameters, hold 4 | hold 4
		step(db, 7 + SPEND_READS, 4 + SPEND_WRITES)
	};
	/// `pause`
	fn pause() => |db| step(db, 0, 0);
	/// `resume`
	fn resume() => |db| step(db, 0, 0);
	/// `change_rate`
	fn change_rate() => |db| step(db, 0, 0);
	/// `close`, at once, where so many others get a part.
	fn close(parts: u32) => |db| step(db, 0, 0).saturating_add(ending(db, parts));
	/// `withdraw`
	fn withdraw() => |db| step(db, 0, 0);
	/// `set_parameters`
	fn set_parameters() => |db| formula(db, BASE, 0, 1);
	/// One stream that the chain itself moves on, where so many others get a part; the end is the dearest.
	fn agenda_entry(parts: u32) => |db| step(db, 0, 0).saturating_add(ending(db, parts));
	/// One bucket of the agenda looked into.
	fn agenda_bucket() => |db| {
		// cursor, time, next key of the bucket | cursor
		formula(db, MICROSECOND, 3, 1)
	};
}
