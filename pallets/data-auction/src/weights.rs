//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, and every storage item that the call can
//! read or write at the price of the runtime's database. They include what the origin check (2 reads), a hold or a ticket (2 reads, 2
//! writes), an entry of the agenda (2 reads, 1 write) and the history of each subject of an event (2 reads, 2 writes) cost.
//!
//! What the other pallets answer is counted by the constants below. They must not be less than what those pallets say of themselves.

use core::marker::PhantomData;

use counterfoil_primitives::{access::MAX_HOLDERS, interest::HANDS_READS, money::MAX_COMMISSIONS};
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 50 * MICROSECOND;
/// What a bidder or a buyer costs beside storage: decoding a list of a hundred of them, comparing.
const PER_BID: u64 = 20 * MICROSECOND;
/// The most who gain by a price besides the supplier: holders of shares in the ownership and in the profit, and who gets a commission.
pub const MAX_BENEFICIARIES: u32 = 2 * MAX_HOLDERS + MAX_COMMISSIONS;
/// A submission of a lot beside storage.
const PER_SUBMISSION: u64 = 2 * MICROSECOND;

/// The registry about a lot, beside its submissions: the data set, and whether that is certified: the list of its open certificates
/// (at most eight), each with its accreditation and what that rests on (five reads).
pub const LOT_READS: u64 = 2 + 8 * 6;
/// The registry about a submission: the record, and whether it is certified: the list of its open certificates (at most two), each with
/// its accreditation and what that rests on (five reads).
pub const SUBMISSION_READS: u64 = 2 + 2 * 6;
/// Opening an agreement: number, record, two lines in the index of parties, agenda, parameters, ticket, accounts 13; what a judge has to do
/// with both parties; and an event with three histories.
pub const OPEN_READS: u64 = 13 + (7 + 4 * HANDS_READS) + 6;
/// The same, without the judge.
pub const OPEN_WRITES: u64 = 9 + 6;
/// Funding it as it opens, certificates aside: a step with its agenda 6, a hold in whichever asset and what is owed 6, whose account it is
/// and who limits it 7, and the histories of two events 12.
pub const FUND_READS: u64 = 6 + 6 + 7 + 12;
/// The same, less what is only looked at.
pub const FUND_WRITES: u64 = 3 + 6 + 4 + 12;

/// Money in whichever asset that moves from one account to another: the asset, and account, balance and holds of both.
const MONEY: u64 = 1 + 2 * 4;
/// A deposit that goes its way: the money, two tickets of two items each, the record of what is delayed, and an event with two histories.
const RELEASE_READS: u64 = MONEY + 4 + 1 + 4;
/// The same.
const RELEASE_WRITES: u64 = MONEY + 4 + 1 + 4;

/// What the pallet reads when it hears that an agreement has ended: the award, the standing of the supplier, and what goes its way.
pub const CLOSED_READS: u64 = 1 + 2 + RELEASE_READS;
/// What it writes.
pub const CLOSED_WRITES: u64 = 1 + RELEASE_WRITES;

/// The formula, and the histories of so many subjects.
fn with_history(db: RuntimeDbWeight, reads: u64, writes: u64, subjects: u64) -> Weight {
	let history = subjects.saturating_mul(2);
	formula(db, BASE, reads.saturating_add(history), writes.saturating_add(history))
}

/// The registry says what a lot is, and whether it is certified.
fn lot(db: RuntimeDbWeight, submissions: u32) -> Weight {
	formula(db, PER_SUBMISSION, SUBMISSION_READS, 0)
		.saturating_mul(submissions.into())
		.saturating_add(formula(db, MICROSECOND, LOT_READS, 0))
}

/// Who has to do with whom: the buyer, the supplier, the judge, so many who gain by the price; the lists of the shares, two accounts.
fn independence(db: RuntimeDbWeight, beneficiaries: u32) -> Weight {
	let asked = u64::from(beneficiaries).saturating_add(3);
	let reads = asked.saturating_mul(HANDS_READS).saturating_add(4);
	formula(db, asked.saturating_mul(MICROSECOND), reads, 0)
}

/// One bid that is settled: the worst is a winner whose agreement cannot be opened.
fn settlement(db: RuntimeDbWeight) -> Weight {
	// bid, line of the index, role, ticket 2 | bid, line, ticket 2, award
	let found = formula(db, PER_BID, 5, 5);
	// awarded, or not: three histories
	let told = formula(db, PER_BID, 6, 6);
	found
		.saturating_add(told)
		.saturating_add(formula(db, BASE, OPEN_READS, OPEN_WRITES))
		.saturating_add(formula(db, PER_BID, RELEASE_READS, RELEASE_WRITES))
}

/// An auction that is over: the end of the record, its line of the index, agenda 2, ticket 2, histories 2.
fn end(db: RuntimeDbWeight) -> Weight {
	with_history(db, 6, 6, 2)
}

/// Declares the weights of the calls once, for the trait and for both of its implementations: `db` is the price of the database.
macro_rules! weights {
	($($(#[$doc:meta])* fn $name:ident($($argument:ident),*) => |$db:ident| $weight:expr;)*) => {
		/// What each call costs at most.
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

		/// The formulas at the price of RocksDB, for tests.
		impl WeightInfo for () {
			$(fn $name($($argument: u32),*) -> Weight {
				let $db = RocksDbWeight::get();
				$weight
			})*
		}
	};
}

weights! {
	/// `open_sealed` and `open_descending`, with so many submissions in the lot.
	fn open(submissions) => |db| {
		// origin 2, time, parameters, role, asset, account, next id, ticket 2, agenda 2; the judge: status 2, account, hands, payees
		// | auction, line of the index, next id, ticket 2, agenda
		with_history(db, 12 + 4 + 2 * HANDS_READS, 6, 2).saturating_add(lot(db, submissions))
	};
	/// `bid`, with so many who gain by the price.
	fn bid(beneficiaries) => |db| {
		// origin 2, auction, time, roles 2, line of the index, money, tickets 4 | auction, bid, line, money, tickets 4
		with_history(db, 11 + MONEY, 7 + MONEY, 1)
			.saturating_add(Weight::from_parts(PER_BID, 0))
			.saturating_add(independence(db, beneficiaries))
	};
	/// `reveal`
	fn reveal() => |db| {
		// origin 2, auction, time, line of the index, bid, genesis hash, role | auction, bid
		with_history(db, 8, 2, 1).saturating_add(Weight::from_parts(PER_BID, 0))
	};
	/// `take`, with so many submissions in the lot and so many who gain by the price.
	fn take(submissions, beneficiaries) => |db| {
		// origin 2, auction, time, roles 2 | auction
		with_history(db, 6, 1, 3)
			// Asked about here, and about certificates once more by the escrow, which funds the agreement.
			.saturating_add(lot(db, submissions).saturating_mul(2))
			.saturating_add(independence(db, beneficiaries))
			.saturating_add(formula(db, BASE, OPEN_READS, OPEN_WRITES))
			.saturating_add(formula(db, BASE, FUND_READS, FUND_WRITES))
			.saturating_add(end(db))
	};
	/// `cancel`
	fn cancel() => |db| {
		// origin 2, auction
		formula(db, BASE, 3, 0).saturating_add(end(db))
	};
	/// `advance`, or one entry of the agenda: so many bids are settled, with so many submissions in the lot.
	fn advance(submissions, bids) => |db| {
		// entry of the agenda, auction, time, role, agenda 2 | entry of the agenda, auction, agenda 2; decided: histories 2
		with_history(db, 6, 4, 2)
			.saturating_add(lot(db, submissions))
			.saturating_add(settlement(db).saturating_mul(bids.into()))
			.saturating_add(end(db))
	};
	/// `collect`
	fn collect() => |db| formula(db, BASE, RELEASE_READS, RELEASE_WRITES);
	/// `set_parameters`
	fn set_parameters() => |db| formula(db, BASE, 0, 1);
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() => |db| {
		// cursor, time, next key of the bucket, the auction by which its step is weighed | cursor
		formula(db, MICROSECOND, 4, 1)
	};
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn more_of_everything_costs_more() {
		assert!(<() as WeightInfo>::open(2).all_gt(<() as WeightInfo>::open(1)));
		assert!(<() as WeightInfo>::bid(1).all_gt(<() as WeightInfo>::bid(0)));
		assert!(<() as WeightInfo>::take(2, 0).all_gt(<() as WeightInfo>::take(1, 0)));
		assert!(<() as WeightInfo>::take(1, 1).all_gt(<() as WeightInfo>::take(1, 0)));
		assert!(<() as WeightInfo>::advance(1, 2).all_gt(<() as WeightInfo>::advance(1, 1)));
	}

	#[test]
	fn dearest_step_fits_a_quarter_of_a_block() {
		// The bounds of the runtime: lots of 64 submissions, 8 bids per step.
		let quarter = pallet_support::testing::BLOCK.ref_time() / 4;
		for weight in
			[<() as WeightInfo>::take(64, MAX_BENEFICIARIES), <() as WeightInfo>::advance(64, 8)]
		{
			assert!(weight.ref_time() < quarter, "{weight}");
		}
	}
}
