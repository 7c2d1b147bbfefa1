//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, and every storage item that the call can
//! read or write at the price of the runtime's database. They include what the origin check (2 reads), a ticket (2 reads, 2 writes),
//! an entry of the agenda (2 reads, 1 write) and the history of each subject of an event (2 reads, 2 writes) cost.
//!
//! What the other pallets answer is counted by the constants below. They must not be less than what those pallets say of themselves.

use core::marker::PhantomData;

use counterfoil_primitives::interest::HANDS_READS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// What one movement of held money reads, and writes: the asset, and of both accounts the balance, the holds and their sum.
const MOVE: u64 = 7;
/// Movements when a contract is carried on: what the demander and the supplier have over, penalties, what was earned.
const PAY_OUT: u64 = 4 * MOVE;
/// The subjects of one event: both parties, the data set, an umpire.
const SUBJECTS: u64 = 4;
/// What `Agreements::open_funded` reads, certificates aside. Opening: agreement, number, parameters, indices, ticket, agenda, accounts 19, and
/// what a judge has to do with both parties; funding: a step, holds, accounts, limits, and the histories of two events 31.
pub const OPEN_READS: u64 = 19 + (7 + 4 * HANDS_READS) + 31;
/// What it writes.
pub const OPEN_WRITES: u64 = 15 + 25;
/// What the registry reads to learn whether the data set is certified: the list of its open certificates (at most eight), each with its
/// accreditation and what that rests on (five reads).
pub const SET_CERTIFICATE_READS: u64 = 1 + 8 * 6;
/// The same of a submission, which has at most two.
pub const SUBMISSION_CERTIFICATE_READS: u64 = 1 + 2 * 6;
/// What `OnAgreementClosed` reads: the batch of the agreement, the contract, time, the price held again 7, agenda 4, payments, and the
/// events of a batch, of an end and of a conclusion.
pub const CLOSED_READS: u64 = 3 + MOVE + 4 + PAY_OUT + 3 * 2 * SUBJECTS + CONCLUSION;
/// What it writes.
pub const CLOSED_WRITES: u64 = 2 + MOVE + 4 + PAY_OUT + 3 * 2 * SUBJECTS + CONCLUSION;
/// What it takes to know whether two subjects have to do with each other.
const TIE: u64 = 2 * HANDS_READS;
/// What it takes to know whether a batch could be delivered: a movement there and back, an account, the standing of a judge, what he has to do
/// with the demander, his account.
const TRIAL: u64 = 2 * MOVE + 1 + 2 + TIE + 1;
/// What it takes to remove a contract: ticket 2, indices 2, agenda.
const CONCLUSION: u64 = 5;

/// The formula, and the histories of so many events.
fn with_history(db: RuntimeDbWeight, reads: u64, writes: u64, events: u64) -> Weight {
	let history = events.saturating_mul(2 * SUBJECTS);
	formula(db, BASE, reads.saturating_add(history), writes.saturating_add(history))
}

/// What is done after every step: payments, and the end of the contract if it is over.
fn carry_on(db: RuntimeDbWeight) -> Weight {
	with_history(db, PAY_OUT + CONCLUSION, PAY_OUT + CONCLUSION, 2)
}

/// A batch that lapses, or a proposal that does.
fn lapse(db: RuntimeDbWeight) -> Weight {
	// entry, contract, time, trial, agenda 4 | entry, contract, trial, agenda 4
	with_history(db, 7 + TRIAL, 6 + 2 * MOVE, 2).saturating_add(carry_on(db))
}

fn deliver(db: RuntimeDbWeight, submissions: u32) -> Weight {
	// origin 2, contract twice, time, data set, movement, agenda | contract twice, batch of the agreement, movement, agenda.
	// Certificates are asked about here, and once more by the escrow.
	let submission = formula(db, BASE, 1 + 2 * SUBMISSION_CERTIFICATE_READS, 0);
	let reads = 8 + MOVE + OPEN_READS + 2 * SET_CERTIFICATE_READS;
	with_history(db, reads, 5 + MOVE + OPEN_WRITES, 1)
		.saturating_add(submission.saturating_mul(submissions.into()))
		.saturating_add(carry_on(db))
}

/// Declares the weights of the calls once, for the trait and for both of its implementations: `db` is the price of the database.
macro_rules! weights {
	($($(#[$doc:meta])* fn $name:ident($($argument:ident)?) => |$db:ident| $weight:expr;)*) => {
		/// What each call costs at most.
		pub trait WeightInfo {
			$($(#[$doc])* fn $name($($argument: u32)?) -> Weight;)*
		}

		/// The formulas at the price of the runtime's database.
		pub struct SubstrateWeight<T>(PhantomData<T>);

		impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
			$(fn $name($($argument: u32)?) -> Weight {
				let $db = T::DbWeight::get();
				$weight
			})*
		}

		/// The formulas at the price of RocksDB, for tests.
		impl WeightInfo for () {
			$(fn $name($($argument: u32)?) -> Weight {
				let $db = RocksDbWeight::get();
				$weight
			})*
		}
	};
}

weights! {
	/// `propose`
	fn propose() => |db| {
		// origin 2, data set, three standings 6, four ties, asset, account, time, next id, stake, ticket 2, agenda
		// | proposal, next id, indices 2, stake, ticket 2, agenda
		with_history(db, 16 + 4 * TIE + MOVE, 7 + MOVE, 1)
	};
	/// `withdraw`
	fn withdraw() => |db| {
		// origin 2, proposal, time, stake, ticket 2, agenda 2 | proposal, indices 2, stake, ticket 2, agenda
		with_history(db, 8 + MOVE, 6 + MOVE, 1)
	};
	/// `accept`
	fn accept() => |db| {
		// origin 2, proposal, time, data set, two standings 4, account, stake, agenda 4 | proposal, contract, stake, agenda 2
		with_history(db, 14 + MOVE, 4 + MOVE, 1)
	};
	/// `fund_more`
	fn fund_more() => |db| {
		// origin 2, contract, time, movement | contract, movement
		with_history(db, 4 + MOVE, 1 + MOVE, 1).saturating_add(carry_on(db))
	};
	/// `deliver` of so many submissions.
	fn deliver(submissions) => |db| deliver(db, submissions);
	/// `decide`
	fn decide() => |db| {
		// origin 2, contract, time, standing 2, a tie, agenda 2 | contract, agenda
		with_history(db, 8 + TIE, 2, 1).saturating_add(carry_on(db))
	};
	/// `end`, by which so many batches are given up.
	fn end(given_up) => |db| {
		// origin 2, contract, time, three standings 6, trial, agenda 2 | contract, trial, agenda; it may end by itself besides.
		// Of a batch that is given up: agenda 4 | agenda 2
		with_history(db, 12 + TRIAL, 2 + 2 * MOVE, 2)
			.saturating_add(with_history(db, 4, 2, 1).saturating_mul(given_up.into()))
			.saturating_add(carry_on(db))
	};
	/// `advance`
	fn advance() => |db| formula(db, BASE, 4, 0).saturating_add(lapse(db));
	/// `protest`
	fn protest() => |db| {
		// contract, time, trial | contract, trial
		with_history(db, 2 + TRIAL, 1 + 2 * MOVE, 1).saturating_add(carry_on(db))
	};
	/// One entry of the agenda.
	fn agenda_entry() => |db| lapse(db);
	/// One bucket of the agenda looked into.
	fn agenda_bucket() => |db| {
		// cursor, time, next key of the bucket | cursor
		formula(db, MICROSECOND, 3, 1)
	};
}
