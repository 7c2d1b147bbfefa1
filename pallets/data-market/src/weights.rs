//! What the calls cost.
//!
//! Not measured: conservative formulas over what a call reads and writes. Storage dominates here (there is no
//! cryptography beside one hash), so a call costs its reads and writes at the database's price, plus an overhead for decoding the
//! call, sorting candidates and the like. The numbers of reads and writes are upper bounds that are derived below, item by item.
//!
//! Two costs are not this pallet's own, and are counted at what the pallets of this repository need at most: asking
//! the registry for a lot (`LOT_READS`, `SUBMISSION_READS`), and opening an agreement (`OPEN_READS`, `OPEN_WRITES`).
//! Each history that an event belongs to counts as two reads and two writes (head and entry).

#![allow(missing_docs)]

use core::marker::PhantomData;

use counterfoil_primitives::{interest::HANDS_READS, market::MAX_FILLS};
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

use crate::{features::book::LINES_PER_CANDIDATE, MAX_PROPOSED};

/// What every call costs beside storage: picoseconds.
const OVERHEAD: u64 = 50 * MICROSECOND;
/// What a candidate costs beside storage: decoding a record, comparing, sorting.
const PER_CANDIDATE: u64 = 15 * MICROSECOND;
/// What a submission of a lot costs beside storage: decoding it.
const PER_SUBMISSION: u64 = 2 * MICROSECOND;

/// Who acts: the account's identifier and the identity.
const SUBJECT_READS: u64 = 2;
/// The clock.
const CLOCK_READS: u64 = 1;
/// A ticket taken or returned: the account and its holds.
const TICKET_READS: u64 = 2;
const TICKET_WRITES: u64 = 2;
/// The lines of an offer in the index: one for each level of its category.
const LINE_WRITES: u64 = 4;
/// The registry about a lot, beside its submissions: the data set, and whether that is certified: the list of its open certificates (at
/// most eight), each with its accreditation and what that rests on (five reads).
pub const LOT_READS: u64 = 2 + 8 * 6;
/// The registry about a submission: the record, and whether it is certified: the list of its open certificates (at most two), each with
/// its accreditation and what that rests on (five reads).
pub const SUBMISSION_READS: u64 = 2 + 2 * 6;
/// What is known of a supplier: his reputation from two sources, his matches lately.
const SUPPLIER_READS: u64 = 3;
/// A line of the index: finding it and reading the owner.
const LINE_READS: u64 = 2;
/// The lines of the index that may be read for one candidate.
const LINES: u64 = LINES_PER_CANDIDATE as u64;
/// A candidate beside its lot: its share of the lines that may be read, its record and that of the other order again, what is proposed
/// for it, the identities of both parties, the supplier, the least amount of the asset.
const CANDIDATE_READS: u64 = LINES * LINE_READS + 2 + 1 + 2 + SUPPLIER_READS + 2;
/// Opening an agreement: number, record, two lines in the index of parties, agenda and cursor, parameters, ticket, what
/// both parties owe.
const OPEN_READS: u64 = 14;
const OPEN_WRITES: u64 = 12;

/// A call by a subject.
fn call(db: RuntimeDbWeight) -> Weight {
	formula(db, OVERHEAD, SUBJECT_READS + CLOCK_READS, 0)
}

/// An event in the histories of so many subjects: head and entry of each.
fn histories(db: RuntimeDbWeight, subjects: u64) -> Weight {
	formula(db, 0, subjects.saturating_mul(2), subjects.saturating_mul(2))
}

/// An offer enters or leaves the book: number, record, lines, place in the agenda, ticket.
fn booking_of_offer(db: RuntimeDbWeight) -> Weight {
	formula(db, 0, 4 + LINE_WRITES + TICKET_READS, 3 + LINE_WRITES + TICKET_WRITES)
}

/// A demand enters or leaves the book: number, record, line, place in the agenda, ticket and covers, the reward with its account, and
/// when it leaves what is proposed for it, with its place in the agenda and its ticket; two events about it.
fn booking_of_demand(db: RuntimeDbWeight) -> Weight {
	let tickets = TICKET_READS.saturating_mul(u64::from(MAX_FILLS).saturating_add(3));
	formula(db, 0, tickets.saturating_add(8), tickets.saturating_add(6))
		.saturating_add(histories(db, 2))
}

/// The registry says what a lot is worth.
fn lot(db: RuntimeDbWeight, submissions: u32) -> Weight {
	let submission = formula(db, PER_SUBMISSION, SUBMISSION_READS, 0);
	formula(db, 0, LOT_READS, 0).saturating_add(submission.saturating_mul(submissions.into()))
}

/// A match: both orders change or leave the book, an agreement is opened or what is asked is noted with its place in the agenda, the
/// matches of the supplier are counted, the deal is noted, who found it is looked at. Two events, of the market and of the agreement,
/// each about both parties, the data set and who acted; and one about the reward, which may move.
fn matching(db: RuntimeDbWeight) -> Weight {
	booking_of_offer(db)
		.saturating_add(booking_of_demand(db))
		.saturating_add(formula(
			db,
			OVERHEAD,
			OPEN_READS + 7 + HANDS_READS * 4 + 6,
			OPEN_WRITES + 6 + 4,
		))
		.saturating_add(histories(db, 10))
}

/// A candidate is looked at.
fn candidate(db: RuntimeDbWeight) -> Weight {
	formula(db, PER_CANDIDATE, CANDIDATE_READS, 0)
}

/// The lines at which reading the index ends: one for each level of a category.
fn last_lines(db: RuntimeDbWeight) -> Weight {
	formula(db, 0, LINE_READS * LINE_WRITES, 0)
}

/// Every candidate may take a copy; the lot is read once for all of them, and whether it is certified for each that asks. The placing is
/// told to supplier and data set.
fn place_offer(db: RuntimeDbWeight, submissions: u32, candidates: u32) -> Weight {
	let each = candidate(db).saturating_add(lot(db, submissions)).saturating_add(matching(db));
	call(db)
		.saturating_add(lot(db, submissions))
		.saturating_add(booking_of_offer(db))
		.saturating_add(last_lines(db))
		.saturating_add(histories(db, 2))
		.saturating_add(each.saturating_mul(candidates.into()))
}

/// Every candidate has a lot of its own, and is matched or fails to be. The placing is told to the demander.
fn place_demand(db: RuntimeDbWeight, submissions: u32, candidates: u32) -> Weight {
	let each = candidate(db).saturating_add(lot(db, submissions)).saturating_add(matching(db));
	call(db)
		.saturating_add(booking_of_demand(db))
		.saturating_add(last_lines(db))
		.saturating_add(histories(db, 1))
		.saturating_add(each.saturating_mul(candidates.into()))
}

/// Told to the owner, and to the data set of an offer.
fn withdraw_offer(db: RuntimeDbWeight) -> Weight {
	call(db).saturating_add(booking_of_offer(db)).saturating_add(histories(db, 2))
}

/// Told to the owner.
fn withdraw_demand(db: RuntimeDbWeight) -> Weight {
	call(db).saturating_add(booking_of_demand(db)).saturating_add(histories(db, 1))
}

/// One pair is examined and matched.
fn pair(db: RuntimeDbWeight, submissions: u32) -> Weight {
	candidate(db).saturating_add(lot(db, submissions)).saturating_add(matching(db))
}

/// The match, its place in the agenda; what is reserved goes back to both orders; told to both parties.
fn resume(db: RuntimeDbWeight) -> Weight {
	formula(db, 0, 4, 3)
		.saturating_add(booking_of_offer(db))
		.saturating_add(booking_of_demand(db))
		.saturating_add(histories(db, 2))
}

/// A proposal or a commitment with its ticket and place in the agenda; told to two.
fn noted(db: RuntimeDbWeight) -> Weight {
	formula(db, OVERHEAD, 4 + TICKET_READS * 2, 3 + TICKET_WRITES * 2)
		.saturating_add(histories(db, 2))
}

/// `lots` are examined, as many of them as `matches` are matched at once.
fn propose(db: RuntimeDbWeight, submissions: u32, lots: u32, matches: u32) -> Weight {
	let examined = candidate(db).saturating_add(lot(db, submissions));
	call(db)
		.saturating_add(noted(db).saturating_mul(3))
		.saturating_add(examined.saturating_mul(lots.into()))
		.saturating_add(matching(db).saturating_mul(matches.into()))
}

/// All fills of a proposal are examined and matched.
fn conclude_entry(db: RuntimeDbWeight, submissions: u32) -> Weight {
	call(db)
		.saturating_add(noted(db))
		.saturating_add(pair(db, submissions).saturating_mul(MAX_PROPOSED.into()))
}

/// What ends: an offer, a demand, or a match with what is reserved for it.
fn expire_order(db: RuntimeDbWeight) -> Weight {
	formula(db, PER_CANDIDATE, 1, 1).saturating_add(resume(db)).saturating_add(histories(db, 2))
}

/// Declares the weights of the calls once, for the trait and for both of its implementations: `db` is the price of the database.
macro_rules! weights {
	($($(#[$doc:meta])* fn $name:ident($($argument:ident),*) => |$db:ident| $weight:expr;)*) => {
		/// What the calls of this pallet cost.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name($($argument: u32),*) -> Weight;)*
		}

		/// The formulas at the price of the runtime's database.
		pub struct SubstrateWeight<T>(PhantomData<T>);

		impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
			$(fn $name($($argument: u32),*) -> Weight {
				let $db = T::DbWeight::get();
				$weight
			})*
		}

		/// The formulas at the price of a common database, for tests.
		impl WeightInfo for () {
			$(fn $name($($argument: u32),*) -> Weight {
				let $db = RocksDbWeight::get();
				$weight
			})*
		}
	};
}

weights! {
	/// `submissions` in the lot, `candidates` looked at, with four lines of the index read for each.
	fn place_offer(submissions, candidates) => |db| place_offer(db, submissions, candidates);
	fn withdraw_offer() => |db| withdraw_offer(db);
	/// `candidates` looked at, with `submissions` in the lot of each and four lines of the index read for each.
	fn place_demand(submissions, candidates) => |db| place_demand(db, submissions, candidates);
	fn withdraw_demand() => |db| withdraw_demand(db);
	/// `submissions` in the lot.
	fn take_offer(submissions) => |db| call(db).saturating_add(pair(db, submissions));
	/// The identity of the owner is asked for as well.
	fn prune() => |db| call(db).saturating_add(expire_order(db));
	fn amend_offer(submissions, candidates) => |db| {
		withdraw_offer(db).saturating_add(place_offer(db, submissions, candidates))
	};
	fn amend_demand(submissions, candidates) => |db| {
		withdraw_demand(db).saturating_add(place_demand(db, submissions, candidates))
	};
	/// `submissions` in the lot.
	fn accept_match(submissions) => |db| {
		call(db).saturating_add(resume(db)).saturating_add(pair(db, submissions))
	};
	fn reject_match() => |db| call(db).saturating_add(resume(db));
	fn rematch(submissions, candidates) => |db| place_demand(db, submissions, candidates);
	fn commit_proposal() => |db| call(db).saturating_add(noted(db));
	fn withdraw_commitment() => |db| call(db).saturating_add(noted(db));
	/// `lots` of so many `submissions` are examined, and `matches` of them matched at once.
	fn propose(submissions, lots, matches) => |db| propose(db, submissions, lots, matches);
	/// A proposal that is carried out, by a call or by the agenda, with so many `submissions` in each lot.
	fn conclude_entry(submissions) => |db| conclude_entry(db, submissions);
	/// One bucket of the agenda, whether or not something is in it, with its share of reading and writing the cursor.
	fn expire_bucket() => |db| formula(db, PER_CANDIDATE, CLOCK_READS + 2, 1);
	/// One order or match that the agenda ends.
	fn expire_order() => |db| expire_order(db);
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
		let weight = <() as WeightInfo>::propose;
		assert!(weight(8, 4, 1).all_gt(weight(8, 4, 0)));
		assert!(weight(8, 5, 1).all_gt(weight(8, 4, 1)));
	}

	#[test]
	fn dearest_call_fits_a_block() {
		// The bounds of the runtime: lots of 64 submissions, 12 candidates. That every call fits the runtime's own
		// block is checked there.
		let weights = [
			<() as WeightInfo>::place_demand(64, 12),
			<() as WeightInfo>::place_offer(64, 12),
			<() as WeightInfo>::amend_demand(64, 12),
			<() as WeightInfo>::propose(64, 3 * MAX_PROPOSED, MAX_PROPOSED),
			<() as WeightInfo>::conclude_entry(64),
		];
		for weight in weights {
			assert!(weight.ref_time() < 1_000_000 * MICROSECOND, "{weight}");
		}
	}
}
