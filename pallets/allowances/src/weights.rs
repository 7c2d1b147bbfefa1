//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, and every storage item that the call can read or
//! write at the price of the runtime's database. They include what the origin check (2 reads), a ticket (2 reads, 2 writes), an entry of the
//! agenda (2 reads, 1 write) and the history of each subject of an event (2 reads, 2 writes) cost.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;

/// The formula, and the histories of so many subjects.
fn with_history(db: RuntimeDbWeight, reads: u64, writes: u64, subjects: u64) -> Weight {
	let history = subjects.saturating_mul(2);
	formula(db, BASE, reads.saturating_add(history), writes.saturating_add(history))
}

/// Declares the weights once, for the trait and for both of its implementations: `db` is the price of the database.
macro_rules! weights {
	($($(#[$doc:meta])* fn $name:ident() => |$db:ident| $weight:expr;)*) => {
		/// What each call costs at most.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name() -> Weight;)*
		}

		/// The formulas at the price of the runtime's database.
		pub struct SubstrateWeight<T>(PhantomData<T>);

		impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
			$(fn $name() -> Weight {
				let $db = T::DbWeight::get();
				$weight
			})*
		}

		/// The formulas at the price of RocksDB, for tests.
		impl WeightInfo for () {
			$(fn $name() -> Weight {
				let $db = RocksDbWeight::get();
				$weight
			})*
		}
	};
}

/// What one payment that is counted reads: two allowances, payer with owner 2, account, time; histories of three.
pub const SPEND_READS: u64 = 2 + 2 + 1 + 1 + 6;
/// What one payment that is counted writes: the allowance, and histories of three.
pub const SPEND_WRITES: u64 = 1 + 6;

weights! {
	/// `allow`
	fn allow() => |db| {
		// origin 2, owner, account, spender, payee, record, time, ticket 2, agenda 2 | record, index, ticket 2, agenda
		with_history(db, 12, 5, 1)
	};
	/// `amend`
	fn amend() => |db| {
		// origin 2, record, owner, account, time, agenda 4 | record, agenda 2
		with_history(db, 10, 3, 1)
	};
	/// `revoke`
	fn revoke() => |db| {
		// origin 2, record, ticket 2, agenda 2 | record, index, ticket 2, agenda
		with_history(db, 7, 5, 1)
	};
	/// One payment that another pallet has counted.
	fn spend() => |db| formula(db, BASE, SPEND_READS, SPEND_WRITES);
	/// One allowance that is over.
	fn agenda_entry() => |db| {
		// entry, record, time, ticket 2 | entry, record, index, ticket 2
		with_history(db, 5, 5, 1)
	};
	/// One bucket of the agenda looked into.
	fn agenda_bucket() => |db| {
		// cursor, time, next key of the bucket | cursor
		formula(db, MICROSECOND, 3, 1)
	};
}
