//! What the calls cost.
//!
//! Not measured: conservative formulas over what a call reads and writes. Storage dominates here (there is no
//! cryptography beside one hash), so a call costs its reads and writes at the database's price, plus an overhead for decoding the
//! call, sorting candidates and the like. The numbers of reads and writes are upper bounds that are derived below, item by item.
//!
//! What a call looks at beside its own order is weighed by the piece, see [`Effort`](crate::Effort).
//!
//! Two costs are not this pallet's own, and are counted at what the pallets of this repository need at most: asking
//! the registry for a lot (`SUBMISSION_READS`, `CERTIFICATE_READS`), and opening an agreement (`OPEN_READS`, `OPEN_WRITES`).
//! Each history that an event belongs to counts as two reads and two writes (head and entry).

#![allow(missing_docs)]

use core::marker::PhantomData;

use crate::MAX_PROPOSED;
use counterfoil_primitives::{interest::HANDS_READS, market::MAX_FILLS};
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// What every call costs beside storage: picoseconds.
const OVERHEAD: u64 = 50 * MICROSECOND;
/// What a pair costs beside storage: decoding a record, comparing, sorting.
const PER_PAIR: u64 = 15 * MICROSECOND;
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
/// The registry about a data set.
const DATA_SET_READS: u64 = 2;
/// The registry about a submission: the record, and what it was validated as.
const SUBMISSION_READS: u64 = 2;
/// Open certificates of a data set, at most.
pub const SET_CERTIFICATES: u32 = 8;
/// Open certificates of a submission, at most.
pub const SUBMISSION_CERTIFICATES: u32 = 2;
/// A certificate: the list of those that are open, its record, its accreditation and what that rests on.
pub const CERTIFICATE_READS: u64 = 7;
/// What is known of a supplier: his reputation from two sources, his matches lately.
const SUPPLIER_READS: u64 = 3;
/// A line of the index: finding it and reading the owner.
const LINE_READS: u64 = 2;
/// A pair beside its lot: the record of the candidate and that of the other order again, what is proposed for it, the identities of
/// both parties, the supplier and what he owes, the data set, the least amount of the asset.
const PAIR_READS: u64 = 2 + 1 + 2 + SUPPLIER_READS + DATA_SET_READS + 2 + 1;
/// Opening an agreement: number, parameters, clock, asset, ticket 2, cursor, what both parties owe 2, whose their accounts are 4; where a judge
/// is named, whether he is active 3 and has nothing to do with either party 4 * (who acts for somebody) + 2, nor with the profit 2; the
/// histories of both parties and the data set 6. A stream takes less.
pub const OPEN_READS: u64 = 13 + 3 + 4 * HANDS_READS + 4 + 6;
/// Record, two lines in the index of parties, number, agenda, cursor, ticket 2, what one party owes; the histories 6.
pub const OPEN_WRITES: u64 = 9 + 6;
/// What opening costs beside storage: as much for the judge as for the rest.
const OPENING: u64 = 120 * MICROSECOND;

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

/// A match: both orders change or leave the book, an agreement is opened or what is asked is noted with its place in the agenda, the
/// matches of the supplier are counted, the deal is noted, who found it is looked at; or that fails, and the supplier is passed over. An
/// event about both parties, the data set and who acted; and one about the reward, which may move.
fn matching(db: RuntimeDbWeight) -> Weight {
	booking_of_offer(db)
		.saturating_add(booking_of_demand(db))
		.saturating_add(formula(
			db,
			OVERHEAD + OPENING,
			OPEN_READS + 7 + HANDS_READS * 4 + 6 + 4,
			OPEN_WRITES + 6 + 4 + 1,
		))
		.saturating_add(histories(db, 7))
}

/// The registry says what a submission is worth.
fn submission(db: RuntimeDbWeight) -> Weight {
	formula(db, PER_SUBMISSION, SUBMISSION_READS, 0)
}

/// The lines at which reading the index ends: one for each level of a category.
fn last_lines(db: RuntimeDbWeight) -> Weight {
	formula(db, 0, LINE_READS * LINE_WRITES, 0)
}

/// The lot is read once for all candidates. The placing is told to supplier and data set.
fn place_offer(db: RuntimeDbWeight, submissions: u32) -> Weight {
	call(db)
		.saturating_add(formula(db, 0, DATA_SET_READS + SUPPLIER_READS, 0))
		.saturating_add(submission(db).saturating_mul(submissions.into()))
		.saturating_add(booking_of_offer(db))
		.saturating_add(last_lines(db))
		.saturating_add(histories(db, 2))
}

/// The placing is told to the demander.
fn place_demand(db: RuntimeDbWeight) -> Weight {
	call(db)
		.saturating_add(booking_of_demand(db))
		.saturating_add(last_lines(db))
		.saturating_add(histories(db, 1))
}

/// Told to the owner, and to the data set of an offer.
fn withdraw_offer(db: RuntimeDbWeight) -> Weight {
	call(db).saturating_add(booking_of_offer(db)).saturating_add(histories(db, 2))
}

/// Told to the owner.
fn withdraw_demand(db: RuntimeDbWeight) -> Weight {
	call(db).saturating_add(booking_of_demand(db)).saturating_add(histories(db, 1))
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

/// What ends: an offer, a demand, or a match with what is reserved for it.
fn expire_order(db: RuntimeDbWeight) -> Weight {
	formula(db, PER_PAIR, 1, 1).saturating_add(resume(db)).saturating_add(histories(db, 2))
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
	/// `submissions` in the lot. What is looked at is weighed by itself, here and below.
	fn place_offer(submissions) => |db| place_offer(db, submissions);
	fn withdraw_offer() => |db| withdraw_offer(db);
	fn place_demand() => |db| place_demand(db);
	fn withdraw_demand() => |db| withdraw_demand(db);
	/// What is proposed is looked at.
	fn take_offer() => |db| call(db).saturating_add(formula(db, 0, 3, 0));
	/// The identity of the owner is asked for as well.
	fn prune() => |db| call(db).saturating_add(expire_order(db));
	/// `submissions` in the lot.
	fn amend_offer(submissions) => |db| withdraw_offer(db).saturating_add(place_offer(db, submissions));
	fn amend_demand() => |db| withdraw_demand(db).saturating_add(place_demand(db));
	fn accept_match() => |db| call(db).saturating_add(resume(db));
	fn reject_match() => |db| call(db).saturating_add(resume(db));
	fn rematch() => |db| place_demand(db);
	fn commit_proposal() => |db| call(db).saturating_add(noted(db));
	fn withdraw_commitment() => |db| call(db).saturating_add(noted(db));
	/// The commitment, what stood and what stands now.
	fn propose() => |db| call(db).saturating_add(noted(db).saturating_mul(3));
	/// By a call or by the agenda.
	fn conclude() => |db| call(db).saturating_add(noted(db));
	/// A line of the index is read.
	fn line() => |db| formula(db, 0, LINE_READS, 0);
	/// A pair is looked at.
	fn pair() => |db| formula(db, PER_PAIR, PAIR_READS, 0);
	/// The registry is asked about a submission.
	fn submission() => |db| submission(db);
	/// A certificate is read.
	fn certificate() => |db| formula(db, 0, CERTIFICATE_READS, 0);
	/// A pair is matched, or that fails.
	fn matching() => |db| matching(db);
	/// One bucket of the agenda, whether or not something is in it, with its share of reading and writing the cursor.
	fn expire_bucket() => |db| formula(db, PER_PAIR, CLOCK_READS + 2, 1);
	/// The same of the proposals, with the records by which one is weighed.
	fn conclude_bucket() => |db| {
		formula(db, PER_PAIR, CLOCK_READS + 2 + 2 + u64::from(MAX_PROPOSED), 1)
	};
	/// One order or match that the agenda ends.
	fn expire_order() => |db| expire_order(db);
}
