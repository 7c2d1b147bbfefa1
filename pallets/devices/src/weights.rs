//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, a signature or hashes where there
//! are some, and every storage item that the call can read or write, counted at the price of the runtime's database. A
//! deposit counts as two reads and two writes (account and holds), the origin as two reads, an entry in a history
//! as two reads and two writes, and an event has up to four of them. What looks at a tree is charged for `d` levels.

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::signatures::HOST_SIGNATURE;
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// One inner node of a tree: SHA-256 over 65 bytes, which are two blocks.
const HASH: u64 = 2 * MICROSECOND;
/// Reads, and as many writes, of the histories of one event.
const HISTORY: u64 = 8;
/// Reads, and as many writes, of one deposit.
const DEPOSIT: u64 = 2;
/// Reads, and as many writes, of the identity pallet when a record is made or changed: the record, the version before it, and
/// where versions are found by number and by time.
const RECORD: u64 = 6;

/// `formula` of a call with so many events and deposits, and whatever else it reads and writes.
fn call(
	db: RuntimeDbWeight,
	time: u64,
	events: u64,
	deposits: u64,
	reads: u64,
	writes: u64,
) -> Weight {
	let common = events.saturating_mul(HISTORY).saturating_add(deposits.saturating_mul(DEPOSIT));
	formula(
		db,
		BASE.saturating_add(time),
		common.saturating_add(reads).saturating_add(2),
		common.saturating_add(writes),
	)
}

/// So many ways to the top of a tree of `d` levels: each place is read and written.
fn paths(db: RuntimeDbWeight, ways: u64, d: u32) -> Weight {
	let places = ways.saturating_mul(d.into());
	formula(db, places.saturating_mul(MICROSECOND), places, places)
}

/// Declares what each call costs, and both ways to price the database.
macro_rules! weights {
	($( $(#[$doc:meta])* $name:ident($($arg:ident),*) => |$db:ident| $weight:expr; )*) => {
		/// What each call costs at most. `d` is the number of levels a tree may have.
		pub trait WeightInfo {
			$( $(#[$doc])* fn $name($($arg: u32),*) -> Weight; )*
		}

		mod formulas {
			use super::*;

			$( pub(super) fn $name($db: RuntimeDbWeight, $($arg: u32),*) -> Weight { $weight } )*
		}

		/// The formulas at the price of the runtime's database.
		pub struct SubstrateWeight<T>(PhantomData<T>);

		impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
			$( fn $name($($arg: u32),*) -> Weight {
				formulas::$name(T::DbWeight::get(), $($arg),*)
			} )*
		}

		/// The formulas at the price of RocksDB, for tests.
		impl WeightInfo for () {
			$( fn $name($($arg: u32),*) -> Weight {
				formulas::$name(RocksDbWeight::get(), $($arg),*)
			} )*
		}
	};
}

weights! {
	/// `place`
	// record 2, owner 2, offers 2, node, parent 2, time; the way up twice | node, line
	place(d) => |db| call(db, 0, 1, 1, 10, 2).saturating_add(paths(db, 2, d));
	/// `move_device`
	// as `place`; the way up thrice | node, lines 2
	move_device(d) => |db| call(db, 0, 1, 0, 10, 3).saturating_add(paths(db, 3, d));
	/// `unplace`
	// record 2, offer, node | node, line
	unplace(d) => |db| call(db, 0, 1, 1, 4, 2).saturating_add(paths(db, 1, d));
	/// `describe`
	// owner 2, offer, description, record | description, record
	describe() => |db| call(db, 0, 2, 2, 6 + RECORD, 1 + RECORD);
	/// `decommission`, `tidy` and `strike_out` of a live device: events are the offer's, the tree's, the record's, the end's, the
	/// enrolment's and the strike's.
	// enrolment 2, member, owner 2, node, description, offer, agenda 2, root, record
	// | enrolment 2, member, node 2, description, offer, agenda, root, lines 2, record
	decommission(d) => |db| call(db, 0, 6, 6, 11 + RECORD, 11 + RECORD).saturating_add(paths(db, 1, d));
	/// `offer_transfer`
	// record 4 (its version among them), owner 2, recipient 2, member, enrolment, root, node, offer, time, agenda 2
	// | offer, agenda
	offer_transfer() => |db| call(db, 0, 1, 1, 16, 2);
	/// `accept_transfer`
	// as `offer_transfer`, description, record, its document, the ticket of the owner before for its versions 2
	// | offer, agenda, node 2, description, member, enrolment, lines 2, record, that ticket 2
	accept_transfer(d) => |db| call(db, 0, 3, 8, 20 + RECORD, 11 + RECORD).saturating_add(paths(db, 1, d));
	/// `end_transfer` and `expire_transfer`
	// offer, time, agenda 2 | offer, agenda
	end_transfer() => |db| call(db, 0, 1, 1, 4, 2);
	/// `enrol`, with an attestation.
	// stakeholder 2, number, root, attested, time, genesis | number, enrolment, line, root, attested
	enrol() => |db| call(db, HOST_SIGNATURE, 1, 1, 7, 5);
	/// `activate` with so many hashes in the proof.
	// enrolment, root, owner 2, strike, status, genesis, time, record | enrolment, member, record
	activate(p) => |db| call(
		db,
		HOST_SIGNATURE.saturating_add(HASH.saturating_mul(p.into())),
		2,
		2,
		8 + RECORD,
		2 + RECORD,
	);
	/// `close_enrolment` and `revoke_enrolment`
	// enrolment, offer, agenda 2, root | enrolment, offer, agenda, line, attested, root
	close_enrolment() => |db| call(db, 0, 3, 2, 5, 6);
	/// `clear_strikes` of so many.
	// enrolment, root; each: itself, its deposit | enrolment, line, attested, root; each: itself, its deposit
	clear_strikes(s) => |db| call(db, 0, 2, 1, 3, 4).saturating_add(
		formula(db, 3 * MICROSECOND, DEPOSIT + 1, DEPOSIT + 1).saturating_mul(s.into())
	);
	/// `propose_root`
	// stakeholder 2, time, number | number, root
	propose_root() => |db| call(db, 0, 1, 1, 4, 2);
	/// `admit_root`, `reject_root`, `revoke_root` and `remove_root`
	// root | root
	decide_root() => |db| call(db, 0, 1, 1, 1, 1);
	/// One offer removed by the chain itself.
	// offer, time, agenda 2 | offer, agenda
	agenda_entry() => |db| call(db, 0, 1, 1, 4, 2);
	/// One bucket of the agenda looked into.
	// cursor, time, next key of the bucket | cursor
	agenda_bucket() => |db| formula(db, BASE, 3, 1);
}
