//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every storage item that the call can
//! read or write at the price of the runtime's database. A ticket counts as two reads and two writes (account and holds), an event
//! as the same for each history that it belongs to (head and entry).
//!
//! What the other pallets answer is counted by the constants below. They must not be less than what those pallets say of
//! themselves.

use core::marker::PhantomData;

use counterfoil_primitives::custody::{MAX_DEPTH, MAX_HELD_PARTS};
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, events.
const BASE: u64 = 40 * MICROSECOND;
/// One part: decoded, compared, encoded; in the giver's holding, in the circulation, in the new holding.
const PART: u64 = 2 * MICROSECOND;

/// What it takes to know who owns a data set: the data set, the holders of ownership.
const OWNER_READS: u64 = 2;
/// What `Identities::is_active` and `has_role` read together: the DID, and the owner of a device.
const IDENTITY_READS: u64 = 3;
/// What `Certificates::subject_of` reads: the certificate, and the chain of its accreditation.
const CERTIFICATE_READS: u64 = 12;

/// What each call costs at most.
pub trait WeightInfo {
	/// `request` of so many submissions.
	fn request(submissions: u32) -> Weight;
	/// `confirm`
	fn confirm() -> Weight;
	/// `provide`, the last hop.
	fn provide() -> Weight;
	/// `provide_sold`, the last hop.
	fn provide_sold() -> Weight;
	/// `acknowledge`
	fn acknowledge() -> Weight;
	/// `deny`
	fn deny() -> Weight;
	/// `withdraw`
	fn withdraw() -> Weight;
	/// `expire`
	fn expire() -> Weight;
	/// One overdue circulation that the chain itself removes.
	fn agenda_entry() -> Weight;
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() -> Weight;
}

/// An event written to the histories of so many subjects.
fn histories(db: RuntimeDbWeight, subjects: u64) -> Weight {
	let items = subjects.saturating_mul(2);
	formula(db, 0, items, items)
}

/// So many parts.
fn parts(number: u64) -> Weight {
	Weight::from_parts(PART.saturating_mul(number), 0)
}

fn request(db: RuntimeDbWeight, submissions: u32) -> Weight {
	let number = u64::from(submissions);
	// origin 2, time, next number, ticket 2, cursor, and the path to the owner; each submission
	// | circulation, index 3, agenda, next number, ticket 2
	let path = u64::from(MAX_DEPTH);
	let reads = 7 + OWNER_READS + 2 * IDENTITY_READS;
	formula(db, BASE, reads.saturating_add(path).saturating_add(number), 8)
		.saturating_add(parts(number))
		.saturating_add(histories(db, 1))
}

fn confirm(db: RuntimeDbWeight) -> Weight {
	// origin 2, circulation, time | circulation
	formula(db, BASE, 4, 1)
		.saturating_add(parts(MAX_HELD_PARTS.into()))
		.saturating_add(histories(db, 2))
}

/// The end of a circulation.
fn close(db: RuntimeDbWeight) -> Weight {
	// circulation, time, cursor, agenda, ticket 2 | circulation, index 3, agenda, ticket 2
	formula(db, BASE, 6, 7)
		.saturating_add(parts(MAX_HELD_PARTS.into()))
		.saturating_add(histories(db, 4))
}

fn provide(db: RuntimeDbWeight) -> Weight {
	// origin 2, giver's holding, next number | giver's holding, holding, index 2, next number
	let reads = 4 + OWNER_READS + 2 * IDENTITY_READS + CERTIFICATE_READS;
	formula(db, BASE, reads, 5)
		.saturating_add(parts(MAX_HELD_PARTS.into()))
		.saturating_add(histories(db, 3))
		.saturating_add(close(db))
}

fn answer(db: RuntimeDbWeight) -> Weight {
	// origin 2, holding, time | holding
	formula(db, BASE, 4, 1)
		.saturating_add(parts(MAX_HELD_PARTS.into()))
		.saturating_add(histories(db, 3))
}

fn withdraw(db: RuntimeDbWeight) -> Weight {
	// origin 2
	formula(db, 0, 2, 0).saturating_add(close(db))
}

fn agenda_entry(db: RuntimeDbWeight) -> Weight {
	// the entry | the entry
	formula(db, MICROSECOND, 1, 1).saturating_add(close(db))
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
		fn request(submissions: u32) -> Weight {
			request($db, submissions)
		}
		fn confirm() -> Weight {
			confirm($db)
		}
		fn provide() -> Weight {
			provide($db)
		}
		fn provide_sold() -> Weight {
			provide($db)
		}
		fn acknowledge() -> Weight {
			answer($db)
		}
		fn deny() -> Weight {
			answer($db)
		}
		fn withdraw() -> Weight {
			withdraw($db)
		}
		fn expire() -> Weight {
			close($db)
		}
		fn agenda_entry() -> Weight {
			agenda_entry($db)
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
