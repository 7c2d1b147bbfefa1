//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every
//! storage item that the call can read or write at the price of the runtime's database, plus every byte
//! that is hashed or decrypted. They include what the origin check, a ticket and the holds (account
//! and holds of both parties) cost, and the histories that an event is written to (head and entry of each: two reads, two
//! writes). Only `dispute` depends on what the caller sends. What `fund`, `accept` and `decline` charge for certificates that nobody asked
//! for is returned. Who hears how an agreement ends is not counted here: the pallet adds it.

use core::marker::PhantomData;

use counterfoil_primitives::{access::MAX_HOLDERS, interest::HANDS_READS, money::MAX_COMMISSIONS};
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, events.
const BASE: u64 = 40 * MICROSECOND;
/// One inner node of a tree: SHA-256 over 65 bytes, which are two blocks.
const NODE: u64 = 2 * MICROSECOND;
/// One byte of a leaf: decoded, decrypted by ChaCha20 and hashed by SHA-256.
const LEAF_BYTE: u64 = 30_000;
/// One part of a lot: decoded, encoded and counted.
const PART: u64 = MICROSECOND / 2;
/// Proof size of one part: the number of the submission and a SCALE-encoded fingerprint.
const PART_PROOF: u64 = 8 + 49;
/// What it reads at most to learn whether a data set is certified: the list of its certificates, and 8 of them with the accreditations
/// that each rests on, 5. A certificate of one type takes less.
pub const SET_CERTIFICATE_READS: u64 = 1 + 8 * 6;
/// What it reads at most to learn whether a submission is: the list, and 2 of them.
pub const SUBMISSION_CERTIFICATE_READS: u64 = 1 + 2 * 6;

/// Whether a judge is active (he and an owner 3), and has nothing to do with two others (both times he and the other one), nor with
/// them by his account 2 or by a share in the profit (data set and holders 2).
const IMPARTIALITY_READS: u64 = 3 + 4 * HANDS_READS + 2 + 2;

/// What opening an agreement reads at most: parameters, time, next id, asset, account, holds, cursor, owing 2, whose accounts they are 4;
/// the histories of both parties and the data set; whether the judge is impartial. Here and in the next three for other pallets, too,
/// which open agreements and charge for it.
pub const OPEN_READS: u64 = 9 + 4 + 3 * 2 + IMPARTIALITY_READS;
/// What it writes: agreement, index 2, next id, agenda, cursor, account, holds, owing; the histories.
pub const OPEN_WRITES: u64 = 9 + 3 * 2;
/// What funding an agreement reads at most, besides what it looks up of certificates: a step 6, with the histories of both parties and the
/// data set; account and holds 4, owing 2; whose account it is 2; the limits of who pays (payer, limit, window, agenda 2; his history); the
/// history of who pays in the event of the escrow.
pub const FUND_READS: u64 = 6 + 3 * 2 + 6 + 2 + 5 + 3 * 2;
/// What it writes: a step 3, with the histories; account and holds 4, owing 2; limit, window, agenda 2; the histories.
pub const FUND_WRITES: u64 = 3 + 3 * 2 + 6 + 4 + 3 * 2;

/// The most parts that the formulas reckon with where the number is not known beforehand.
const PARTS: u64 = 64;

/// An event written to the histories of so many subjects.
fn histories(db: RuntimeDbWeight, subjects: u64) -> Weight {
	let items = subjects.saturating_mul(2);
	formula(db, 0, items, items)
}

/// The most who are paid besides the supplier: those who brought the deal about, and the holders of the right of profit.
pub const MAX_PAYEES: u32 = MAX_HOLDERS + MAX_COMMISSIONS;

/// What reading or writing the agreement with all its parts adds.
fn parts(number: u64) -> Weight {
	Weight::from_parts(PART.saturating_mul(number), PART_PROOF.saturating_mul(number))
}

/// A step of an open agreement: origin 2, agreement, time, agenda 2 | agreement, agenda 2; more reads
/// and writes for the money; and the histories of both parties and the data set.
fn step(db: RuntimeDbWeight, reads: u64, writes: u64) -> Weight {
	formula(db, BASE, 6u64.saturating_add(reads), 3u64.saturating_add(writes))
		.saturating_add(parts(PARTS))
		.saturating_add(histories(db, 3))
}

/// Looking up whether so many submissions, or else their data set, are certified. None if there are none.
fn certificates(db: RuntimeDbWeight, submissions: u32) -> Weight {
	let set = if submissions > 0 { SET_CERTIFICATE_READS } else { 0 };
	let each = SUBMISSION_CERTIFICATE_READS.saturating_mul(submissions.into());
	formula(db, MICROSECOND, set.saturating_add(each), 0)
}

/// The accounts and holds of supplier, demander and who paid for him, each in the chain's own token and in an asset (details, account,
/// holds 2).
const ACCOUNTS: u64 = 3 * 4;

/// The end of an agreement: a step; the closed record; the accounts; what one party owes; what could not be paid; what is remembered of
/// both parties; and the histories of whoever asked for it and, in a second event, of parties and data set.
fn closing(db: RuntimeDbWeight) -> Weight {
	step(db, ACCOUNTS + 5, ACCOUNTS + 5)
		.saturating_add(Weight::from_parts(BASE, 0))
		.saturating_add(histories(db, 1 + 3))
}

/// A payment for data: the holders of the right of profit (data set and holders 2), and for each of them and of those who get a
/// commission the record of the DID and of an owner 2, account and holds 4 | account and holds 4, and the histories of payee and data set.
fn paying(db: RuntimeDbWeight, payees: u32) -> Weight {
	let payee = formula(db, BASE, 6, 4).saturating_add(histories(db, 2));
	// The list is read once more to know how long it was.
	formula(db, 0, 2, 0).saturating_add(payee.saturating_mul(payees.into()))
}

/// The end by a sale: a payment, whether the parties are strangers to each other, the pair | the pair.
fn settling(db: RuntimeDbWeight, payees: u32) -> Weight {
	closing(db).saturating_add(paying(db, payees)).saturating_add(formula(
		db,
		BASE,
		3 * HANDS_READS + 1,
		1,
	))
}

/// Whether a judge is impartial.
fn impartiality(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, IMPARTIALITY_READS, 0)
}

/// The fee of a judge: the record of the DID and of an owner 2, his status 2, account and holds 4 | account and holds 4; the histories
/// of judge and data set.
fn fee(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 8, 4).saturating_add(histories(db, 2))
}

/// The end of a contested deal, with two events of the parties, the data set and the judge.
fn judging(db: RuntimeDbWeight, payees: u32) -> Weight {
	settling(db, payees).saturating_add(histories(db, 4))
}

/// Origin 2, closed record, what is unpaid, the accounts | what is unpaid, the accounts; the histories of both parties, the data
/// set and whoever asked for it.
fn collect(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 4 + ACCOUNTS, 1 + ACCOUNTS)
		.saturating_add(paying(db, MAX_PAYEES))
		.saturating_add(histories(db, 4))
}

fn fund(db: RuntimeDbWeight, submissions: u32) -> Weight {
	formula(db, BASE, FUND_READS, FUND_WRITES)
		.saturating_add(parts(PARTS))
		.saturating_add(certificates(db, submissions))
}

fn open(db: RuntimeDbWeight, number: u32) -> Weight {
	formula(db, BASE.saturating_mul(2), OPEN_READS, OPEN_WRITES)
		.saturating_add(parts(number.into()))
}

/// Origin 2, closed record, what is unpaid, time, account, holds | closed record, index 2, account, holds; the histories of both parties, the data
/// set and whoever asked for it.
fn forget(db: RuntimeDbWeight) -> Weight {
	formula(db, BASE, 7, 5).saturating_add(histories(db, 4))
}

fn dispute(db: RuntimeDbWeight, ciphertext: u32, hashes: u32) -> Weight {
	let judging = LEAF_BYTE
		.saturating_mul(ciphertext.into())
		.saturating_add(NODE.saturating_mul(u64::from(hashes).saturating_add(2)));
	closing(db).saturating_add(Weight::from_parts(judging, 0))
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
	/// Opening of an agreement over so many parts, which another pallet asks for.
	fn open(parts) => |db| open(db, parts);
	/// Opening of an agreement that is funded at once.
	fn open_funded(parts) => |db| open(db, parts).saturating_add(fund(db, parts));
	/// `fund`, with so many certificates looked up.
	fn fund(submissions) => |db| fund(db, submissions);
	/// `commit`
	fn commit() => |db| {
		// account and holds 4, owing | the same; whose account it is 2
		step(db, 5 + 2, 5)
	};
	/// `accept`, with so many certificates looked up.
	fn accept(submissions) => |db| step(db, 0, 0).saturating_add(certificates(db, submissions));
	/// `decline`, of an offered agreement, with so many certificates looked up.
	fn decline(submissions) => |db| closing(db).saturating_add(certificates(db, submissions));
	/// `reveal`
	fn reveal() => |db| {
		// and the genesis hash
		step(db, 1, 0).saturating_add(Weight::from_parts(2 * NODE, 0))
	};
	/// `dispute` with so many bytes of ciphertext and so many hashes in both paths together.
	fn dispute(ciphertext, hashes) => |db| dispute(db, ciphertext, hashes);
	/// `settle`, where so many besides the supplier are to be paid, of a contested deal whose judge is paid.
	fn settle(payees) => |db| settling(db, payees).saturating_add(fee(db));
	/// `expire`, or the same by the chain itself, where so many besides the supplier are to be paid.
	fn expire(payees) => |db| settling(db, payees);
	/// `set_parameters`
	fn set_parameters() => |db| formula(db, BASE, 1, 1);
	/// `forget`
	fn forget() => |db| forget(db);
	/// `collect`, where as many share in the profit as can.
	fn collect() => |db| collect(db);
	/// One overdue agreement that the chain itself moves on; a settlement is the dearest.
	fn agenda_entry() => |db| settling(db, MAX_PAYEES);
	/// One bucket of the agenda that the chain looks into.
	fn agenda_bucket() => |db| {
		// the bucket's first key | the cursor
		formula(db, MICROSECOND, 1, 1)
	};
	/// `deliver_sealed`, with so many certificates looked up.
	fn deliver_sealed(submissions) => |db| {
		// account and holds 4, owing | the same; whose account it is 2
		step(db, 5 + 2, 5).saturating_add(certificates(db, submissions))
	};
	/// `complain`
	fn complain() => |db| step(db, 0, 0).saturating_add(histories(db, 1));
	/// `answer`
	fn answer() => |db| step(db, 0, 0).saturating_add(histories(db, 1));
	/// `concede`, where the judge is paid.
	fn concede() => |db| closing(db).saturating_add(fee(db));
	/// `decide`, where so many besides the supplier are to be paid.
	fn decide(payees) => |db| {
		judging(db, payees).saturating_add(impartiality(db)).saturating_add(fee(db))
	};
	/// `recuse`, where so many besides the supplier are to be paid.
	fn recuse(payees) => |db| judging(db, payees);
}
