//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every storage item
//! that the call can read or write at the price of the runtime's database, plus every hash. A ticket or a hold counts
//! as two reads and two writes (account and holds), an event as the same for each history that it belongs to (head
//! and entry).
//!
//! What the other pallets answer is counted by the constants below. They must not be less than what those pallets say
//! of themselves.

use core::marker::PhantomData;

use counterfoil_primitives::interest::HANDS_READS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// One inner node of a tree: SHA-256 over 65 bytes, which are two blocks.
const NODE: u64 = 2 * MICROSECOND;
/// Decoding a seat, splitting the money, three events.
const VISIT: u64 = 20 * MICROSECOND;

/// What `ValidationTarget::begin_validation` reads and writes: the submission, and an event with three histories.
pub const BEGIN_VALIDATION: u64 = 7;
/// What `ValidationTarget::decide` reads and writes: the submission and the one that it supersedes, and an event of each
/// with three and with four histories.
pub const DECIDE: u64 = 16;
/// The most that hold a share in a data set, in its ownership and in its profit together.
const HOLDERS: u64 = 32;
/// What it takes to know what somebody has to do with a supplier: who acts for him, the supplier, the device and each holder of
/// a share, two owners of devices, the owners and the payees of the data set, two accounts.
pub const CONFLICT_READS: u64 = (3 + HOLDERS) * HANDS_READS + 2 + 2 + 2;
/// What `Certificates::is_accredited` reads: a list of accreditations, each with its chain.
pub const IS_ACCREDITED_READS: u64 = 81;

/// What each call costs at most.
pub trait WeightInfo {
	/// `open_round`
	fn open_round() -> Weight;
	/// `join`, taking the last seat.
	fn join() -> Weight;
	/// `commit`, the last one.
	fn commit() -> Weight;
	/// `reveal`, the last one, with so many hashes in the path.
	fn reveal(h: u32) -> Weight;
	/// `veto`
	fn veto() -> Weight;
	/// `advance`, or one entry of the agenda: the end of a phase, or the settlement of so many seats.
	fn advance(v: u32) -> Weight;
	/// `forget`, of a round with so many members.
	fn forget(m: u32) -> Weight;
	/// `set_parameters`
	fn set_parameters() -> Weight;
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() -> Weight;
}

fn open_round(db: RuntimeDbWeight) -> Weight {
	// origin 2, parameters, time, next id, submission, fee and ticket 4, cursor, histories 6
	// | round, open, latest, next id, agenda, fee and ticket 4, histories 6
	formula(db, BASE, 17 + BEGIN_VALIDATION, 15 + BEGIN_VALIDATION)
}

fn join(db: RuntimeDbWeight) -> Weight {
	// origin 2, round, time, seat, role, reputation, bond 2, agenda 2, histories 6
	// | round, seat 2, bond 2, agenda 2, histories 6
	formula(db, BASE, 17 + CONFLICT_READS, 13)
}

fn commit(db: RuntimeDbWeight) -> Weight {
	// origin 2, round, time, seat 2, agenda 2, histories 6 | round, seat, agenda 2, histories 6
	formula(db, BASE, 14, 10)
}

/// The end of a round.
fn conclusion(db: RuntimeDbWeight) -> Weight {
	// reputation, fee 2, agenda 2, histories 10 | reputation, fee 2, round, open, agenda 2, histories 10
	formula(db, BASE, 15 + DECIDE, 17 + DECIDE)
}

fn reveal(db: RuntimeDbWeight, h: u32) -> Weight {
	// origin 2, round, time, seat 2, genesis hash, role, histories 4 | round, seat, histories 4
	let hashing = NODE.saturating_mul(u64::from(h).saturating_add(8));
	formula(db, BASE.saturating_add(hashing), 12, 6).saturating_add(conclusion(db))
}

fn veto(db: RuntimeDbWeight) -> Weight {
	// origin 2, round, time, seat, data set, histories 6 | histories 6
	formula(db, BASE, 12 + CONFLICT_READS + IS_ACCREDITED_READS, 6).saturating_add(conclusion(db))
}

/// One seat: who has it, the accounts and holds of validator and supplier, the reputation, the histories.
fn visit(db: RuntimeDbWeight) -> Weight {
	formula(db, VISIT, 8, 7)
}

fn advance(db: RuntimeDbWeight, v: u32) -> Weight {
	// entry of the agenda, round, time, agenda 2, histories 6 | entry of the agenda, round, open, agenda 2, histories 6
	let settlement =
		formula(db, BASE, 11, 11).saturating_add(visit(db).saturating_mul(u64::from(v)));
	settlement.max(formula(db, BASE, 3, 1).saturating_add(conclusion(db)))
}

fn forget(db: RuntimeDbWeight, m: u32) -> Weight {
	// round, time, latest, ticket 2, histories 6 | round, latest, ticket 2, histories 6; and per member: seat | seat 2
	formula(db, BASE, 11, 10)
		.saturating_add(formula(db, MICROSECOND, 1, 2).saturating_mul(u64::from(m)))
}

fn set_parameters(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 0, 1)
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
		fn open_round() -> Weight {
			open_round($db)
		}
		fn join() -> Weight {
			join($db)
		}
		fn commit() -> Weight {
			commit($db)
		}
		fn reveal(h: u32) -> Weight {
			reveal($db, h)
		}
		fn veto() -> Weight {
			veto($db)
		}
		fn advance(v: u32) -> Weight {
			advance($db, v)
		}
		fn forget(m: u32) -> Weight {
			forget($db, m)
		}
		fn set_parameters() -> Weight {
			set_parameters($db)
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
