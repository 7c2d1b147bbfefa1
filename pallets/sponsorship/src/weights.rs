//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, the signature
//! check where there is one, and every storage item that the call can read or write, counted at the price
//! of the runtime's database. A ticket counts as two reads and two writes (account and holds), an entry in a history
//! as two reads and two writes.
//!
//! `dispatch` weighs this, the check of the signature by its scheme, and what the inner call weighs.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// Encoding and hashing one byte of the inner call.
const BYTE: u64 = 20_000;

/// What each call costs at most.
pub trait WeightInfo {
	/// `sponsor`
	fn sponsor() -> Weight;
	/// `amend`
	fn amend() -> Weight;
	/// `end`
	fn end() -> Weight;
	/// `dispatch` of a call of `l` bytes, without what that call and the check of the signature weigh.
	fn dispatch(l: u32) -> Weight;
	/// `cancel`
	fn cancel() -> Weight;
	/// One sponsorship ended by the chain itself.
	fn expire_sponsorship() -> Weight;
	/// One bucket of the agenda looked into.
	fn agenda_bucket() -> Weight;
}

fn sponsor(db: RuntimeDbWeight) -> Weight {
	// time, status, owner, record, ticket 2, agenda | record, ticket 2, agenda
	formula(db, BASE, 7, 4)
}

fn amend(db: RuntimeDbWeight) -> Weight {
	// time, record, agenda 2 | record, agenda 2
	formula(db, BASE, 4, 3)
}

fn end(db: RuntimeDbWeight) -> Weight {
	// record, agenda, ticket 2 | record, agenda, ticket 2
	formula(db, BASE, 4, 4)
}

fn dispatch(db: RuntimeDbWeight, l: u32) -> Weight {
	// time, nonce, status and that of the owner 4, sponsorships 2, owner, genesis hash, document and its versions 4,
	// account and holds 2, history 3 | nonce, sponsorship, history 2
	let time = BASE.saturating_add(BYTE.saturating_mul(l.into()));
	formula(db, time, 20, 4)
}

fn cancel(db: RuntimeDbWeight) -> Weight {
	// origin 2, status, owner, nonce, histories 4 | nonce, histories 4
	formula(db, BASE, 9, 5)
}

fn agenda_bucket(db: RuntimeDbWeight) -> Weight {
	// cursor, time, next key of the bucket | cursor
	formula(db, BASE, 3, 1)
}

/// The formulas at the price of the database `$db`.
macro_rules! formulas {
	($db:expr) => {
		fn sponsor() -> Weight {
			sponsor($db)
		}
		fn amend() -> Weight {
			amend($db)
		}
		fn end() -> Weight {
			end($db)
		}
		fn dispatch(l: u32) -> Weight {
			dispatch($db, l)
		}
		fn cancel() -> Weight {
			cancel($db)
		}
		fn expire_sponsorship() -> Weight {
			end($db)
		}
		fn agenda_bucket() -> Weight {
			agenda_bucket($db)
		}
	};
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	formulas!(T::DbWeight::get());
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	formulas!(RocksDbWeight::get());
}
