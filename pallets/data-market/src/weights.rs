//! What the calls cost.
//!
//! Not measured: conservative formulas over what a call reads and writes. Storage dominates here (there is no
//! cryptography), so a call costs its reads and writes at the database's price, plus an overhead for decoding the
//! call, sorting candidates and the like. A storage item counts as 3 KiB of proof. The numbers of reads and writes are
//! upper bounds that are derived below, item by item.
//!
//! Two costs are not this pallet's own, and are counted at what the pallets of this repository need at most: asking
//! the registry for a lot (`LOT_READS`, `SUBMISSION_READS`), and opening an agreement (`OPEN_READS`, `OPEN_WRITES`).
//! Each history that an event belongs to counts as two reads and two writes (head and entry).

#![allow(missing_docs)]

use core::marker::PhantomData;

use frame_support::{
	traits::Get,
	weights::{
		constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_MICROS},
		RuntimeDbWeight, Weight,
	},
};

use crate::features::book::LINES_PER_CANDIDATE;

/// What every call costs beside storage: picoseconds.
const OVERHEAD: u64 = 50 * WEIGHT_REF_TIME_PER_MICROS;
/// What a candidate costs beside storage: decoding a record, comparing, sorting.
const PER_CANDIDATE: u64 = 10 * WEIGHT_REF_TIME_PER_MICROS;
/// What a submission of a lot costs beside storage: decoding it.
const PER_SUBMISSION: u64 = 2 * WEIGHT_REF_TIME_PER_MICROS;
/// Proof of one storage item: the item and the inner nodes of the trie above it.
const PROOF_PER_READ: u64 = 3 * 1024;

/// Who acts: the account's identifier and the identity.
const SUBJECT_READS: u64 = 2;
/// The clock.
const CLOCK_READS: u64 = 1;
/// A ticket taken or returned: the account and its holds.
const TICKET_READS: u64 = 2;
const TICKET_WRITES: u64 = 2;
/// An order put into the book or taken out of it: number, record, line in the index, place in the agenda, cursor of the
/// agenda.
const BOOK_READS: u64 = 5;
const BOOK_WRITES: u64 = 4;
/// The registry about a lot, beside its submissions: the data set, and whether that is certified: the list of its open certificates (at
/// most eight), each with its accreditation and what that rests on (five reads).
pub const LOT_READS: u64 = 2 + 8 * 6;
/// The registry about a submission: the record, and whether it is certified: the list of its open certificates (at most two), each with
/// its accreditation and what that rests on (five reads).
pub const SUBMISSION_READS: u64 = 2 + 2 * 6;
/// A line of the index: finding it and reading the owner.
const LINE_READS: u64 = 2;
/// The lines of the index that may be read for one candidate.
const LINES: u64 = LINES_PER_CANDIDATE as u64;
/// A candidate beside its lot: its share of the lines that may be read, its record, the identities of both parties.
const CANDIDATE_READS: u64 = LINES * LINE_READS + 3;
/// Opening an agreement: number, record, two lines in the index of parties, agenda and cursor, parameters, ticket, what
/// both parties owe.
const OPEN_READS: u64 = 12;
const OPEN_WRITES: u64 = 10;

/// What the calls of this pallet cost.
pub trait WeightInfo {
	/// `submissions` in the lot, `candidates` looked at, with four lines of the index read for each.
	fn place_offer(submissions: u32, candidates: u32) -> Weight;
	fn withdraw_offer() -> Weight;
	/// `candidates` looked at, with `submissions` in the lot of each and four lines of the index read for each.
	fn place_demand(submissions: u32, candidates: u32) -> Weight;
	fn withdraw_demand() -> Weight;
	/// `submissions` in the lot.
	fn take_offer(submissions: u32) -> Weight;
	fn prune() -> Weight;
	/// One bucket of the agenda, whether or not something is in it, with its share of reading and writing the cursor.
	fn expire_bucket() -> Weight;
	/// One order that the agenda removes.
	fn expire_order() -> Weight;
}

/// Reads, writes and computation of something.
#[derive(Clone, Copy)]
struct Cost {
	reads: u64,
	writes: u64,
	time: u64,
}

impl Cost {
	const fn new(reads: u64, writes: u64, time: u64) -> Self {
		Self { reads, writes, time }
	}

	const fn and(self, other: Self) -> Self {
		Self {
			reads: self.reads.saturating_add(other.reads),
			writes: self.writes.saturating_add(other.writes),
			time: self.time.saturating_add(other.time),
		}
	}

	fn times(self, count: u32) -> Self {
		let count = u64::from(count);
		Self {
			reads: self.reads.saturating_mul(count),
			writes: self.writes.saturating_mul(count),
			time: self.time.saturating_mul(count),
		}
	}

	fn weight(self, db: RuntimeDbWeight) -> Weight {
		Weight::from_parts(self.time, self.reads.saturating_mul(PROOF_PER_READ))
			.saturating_add(db.reads_writes(self.reads, self.writes))
	}
}

/// A call by a subject.
const CALL: Cost = Cost::new(SUBJECT_READS + CLOCK_READS, 0, OVERHEAD);
/// An order enters or leaves the book.
const BOOKING: Cost = Cost::new(BOOK_READS + TICKET_READS, BOOK_WRITES + TICKET_WRITES, 0);
/// A match: both orders change or leave the book, an agreement is opened.
const MATCH: Cost = BOOKING.and(BOOKING).and(Cost::new(OPEN_READS, OPEN_WRITES, OVERHEAD));
/// What a match that succeeds tells: two events, of the market and of the agreement, each about both parties and the data set.
const MATCH_TOLD: Cost = histories(6);
/// The line at which reading the index ends.
const LAST_LINE: Cost = Cost::new(LINE_READS, 0, 0);
/// A candidate is looked at.
const CANDIDATE: Cost = Cost::new(CANDIDATE_READS, 0, PER_CANDIDATE);

/// An event in the histories of so many subjects: head and entry of each.
const fn histories(subjects: u64) -> Cost {
	let items = subjects.saturating_mul(2);
	Cost::new(items, items, 0)
}

/// The registry says what a lot is worth.
fn lot(submissions: u32) -> Cost {
	Cost::new(LOT_READS, 0, 0)
		.and(Cost::new(SUBMISSION_READS, 0, PER_SUBMISSION).times(submissions))
}

/// Every candidate may take a copy; the lot is read once. The placing is told to supplier and data set.
fn place_offer(submissions: u32, candidates: u32) -> Cost {
	CALL.and(lot(submissions))
		.and(BOOKING)
		.and(LAST_LINE)
		.and(histories(2))
		.and(CANDIDATE.and(MATCH).and(MATCH_TOLD).times(candidates))
}

/// Every candidate has a lot of its own, and may fail to be matched before one is; a failure is told to no history. The placing
/// is told to the demander.
fn place_demand(submissions: u32, candidates: u32) -> Cost {
	let candidate = CANDIDATE.and(lot(submissions)).and(MATCH);
	CALL.and(BOOKING)
		.and(LAST_LINE)
		.and(histories(1))
		.and(candidate.times(candidates))
		.and(MATCH_TOLD)
}

/// Told to the owner, and to the data set of an offer.
fn withdraw() -> Cost {
	CALL.and(BOOKING).and(histories(2))
}

/// The identity of the owner is asked for as well.
fn prune() -> Cost {
	withdraw().and(Cost::new(SUBJECT_READS, 0, 0))
}

fn take_offer(submissions: u32) -> Cost {
	CALL.and(CANDIDATE).and(lot(submissions)).and(MATCH).and(MATCH_TOLD)
}

fn expire_bucket() -> Cost {
	Cost::new(CLOCK_READS + 2, 1, PER_CANDIDATE)
}

fn expire_order() -> Cost {
	Cost::new(1, 1, PER_CANDIDATE).and(BOOKING).and(histories(2))
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

macro_rules! formulas {
	($db:expr) => {
		fn place_offer(submissions: u32, candidates: u32) -> Weight {
			place_offer(submissions, candidates).weight($db)
		}
		fn withdraw_offer() -> Weight {
			withdraw().weight($db)
		}
		fn place_demand(submissions: u32, candidates: u32) -> Weight {
			place_demand(submissions, candidates).weight($db)
		}
		fn withdraw_demand() -> Weight {
			withdraw().weight($db)
		}
		fn take_offer(submissions: u32) -> Weight {
			take_offer(submissions).weight($db)
		}
		fn prune() -> Weight {
			prune().weight($db)
		}
		fn expire_bucket() -> Weight {
			expire_bucket().weight($db)
		}
		fn expire_order() -> Weight {
			expire_order().weight($db)
		}
	};
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	formulas!(T::DbWeight::get());
}

/// The formulas at the price of a common database, for tests.
impl WeightInfo for () {
	formulas!(RocksDbWeight::get());
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn more_candidates_cost_more() {
		let weight = <() as WeightInfo>::place_demand;
		assert!(weight(8, 1).all_gt(weight(8, 0)));
		assert!(weight(8, 16).all_gt(weight(8, 15)));
		assert!(weight(9, 1).all_gt(weight(8, 1)));
	}

	#[test]
	fn dearest_call_fits_a_block() {
		// The bounds of the runtime: lots of 64 submissions, 16 candidates. That every call fits the runtime's own
		// block is checked there.
		let demand = <() as WeightInfo>::place_demand(64, 16);
		let offer = <() as WeightInfo>::place_offer(64, 16);
		for weight in [demand, offer] {
			assert!(weight.ref_time() < 1_000_000 * WEIGHT_REF_TIME_PER_MICROS, "{weight}");
		}
	}
}
