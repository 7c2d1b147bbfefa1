//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, plus every storage item that the call
//! can read or write, counted at the price of the runtime's database. A ticket counts as two reads and two writes (account
//! and holds), each history that an event belongs to as two and two. No call depends on how many certificates or
//! accreditations there are: all lists and walks are as long as they can be.

use core::marker::PhantomData;

use counterfoil_primitives::interest::HANDS_READS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};

use crate::MAX_OPEN_PER_SUBMISSION;
use pallet_support::weights::{self, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 60 * MICROSECOND;

/// The most accreditations above another one that the formulas reckon with. `MaxDepth` is at most this.
pub const DEPTH: u64 = 4;
/// The most accreditations of a regulator that they reckon with. `MaxPerHolder` is at most this.
pub const HELD: u64 = 8;
/// The most open certificates about a subject that they reckon with. `MaxOpen` is at most this.
pub const OPEN: u64 = 8;
/// The most parties of a subject that they reckon with, those with a share in a data set included.
pub const PARTIES: u64 = 40;

/// A walk up a chain.
const CHAIN: u64 = DEPTH + 1;
/// A walk up a chain, with the record of each holder.
const CHAIN_IN_FORCE: u64 = 2 * CHAIN;

/// What `Certificates::certificate_of` and `is_certified` read at most: the list, and each certificate with its chain.
pub const IS_CERTIFIED_READS: u64 = 1 + OPEN * (1 + CHAIN);
/// What they read at most about a submission.
pub const IS_SUBMISSION_CERTIFIED_READS: u64 = 1 + MAX_OPEN_PER_SUBMISSION as u64 * (1 + CHAIN);
/// What `Certificates::holds` reads at most: the newest certificate with its chain.
pub const HOLDS_READS: u64 = 2 + CHAIN;
/// What `Certificates::is_accredited` reads at most: the list, and each accreditation with its chain.
pub const IS_ACCREDITED_READS: u64 = 1 + HELD * CHAIN_IN_FORCE;

/// The parties of a subject: submission, data set, owner of the device, two lists of shares, and who acts for each of them and
/// for the regulator.
const INTEREST: u64 = 5 + (1 + PARTIES) * HANDS_READS;
/// Who acts: origin 2, role, chain.
const SAY: u64 = 3 + CHAIN;

/// What each call costs at most.
pub trait WeightInfo {
	/// `accredit`
	fn accredit() -> Weight;
	/// `delegate`
	fn delegate() -> Weight;
	/// `revoke_accreditation`
	fn revoke_accreditation() -> Weight;
	/// `release_accreditation`
	fn release_accreditation() -> Weight;
	/// `certify`
	fn certify() -> Weight;
	/// `renew`
	fn renew() -> Weight;
	/// `suspend`
	fn suspend() -> Weight;
	/// `reinstate`
	fn reinstate() -> Weight;
	/// `revoke`
	fn revoke() -> Weight;
}

/// `reads` and `writes` of the database, and `histories` that the event belongs to.
fn formula(db: RuntimeDbWeight, reads: u64, writes: u64, histories: u64) -> Weight {
	let history = histories.saturating_mul(2);
	weights::formula(db, BASE, reads.saturating_add(history), writes.saturating_add(history))
}

fn accredit(db: RuntimeDbWeight) -> Weight {
	// role, time, next id, list with the chain of each | list, next id, accreditation
	formula(db, 4 + HELD * CHAIN, 3, 2)
}

fn delegate(db: RuntimeDbWeight) -> Weight {
	// origin 2, parent in force, role, time, next id, list with the chain of each, ticket 2
	// | list, next id, accreditation, parent, ticket 2
	formula(db, 8 + CHAIN_IN_FORCE + HELD * CHAIN, 6, 2)
}

fn revoke_accreditation(db: RuntimeDbWeight) -> Weight {
	// who acts, time, list | accreditation, list
	formula(db, SAY + 2, 2, 2)
}

fn release_accreditation(db: RuntimeDbWeight) -> Weight {
	// time, chain, list, ticket 2 | accreditation, parent, list, ticket 2
	formula(db, 4 + CHAIN, 5, 1)
}

fn certify(db: RuntimeDbWeight) -> Weight {
	// origin 2, role, time, chain in force, interest, validators, newest, open ones with their chains, next id, ticket 2
	// | certificate, next id, accreditation, newest, list, ticket 2
	formula(db, 9 + CHAIN_IN_FORCE + INTEREST + IS_CERTIFIED_READS, 7, 3)
}

fn renew(db: RuntimeDbWeight) -> Weight {
	// and the old certificate with its chain | the old certificate
	certify(db).saturating_add(formula(db, 1 + CHAIN, 1, 3))
}

fn suspend(db: RuntimeDbWeight) -> Weight {
	// certificate, who acts, time | certificate
	formula(db, SAY + 2, 1, 4)
}

fn reinstate(db: RuntimeDbWeight) -> Weight {
	// certificate, who acts, time, chain in force, interest | certificate
	formula(db, SAY + 2 + CHAIN_IN_FORCE + INTEREST, 1, 4)
}

fn revoke(db: RuntimeDbWeight) -> Weight {
	// certificate, who acts, time, list | certificate, list
	formula(db, SAY + 3, 2, 4)
}

/// The formulas of this file at the price of a database.
macro_rules! weights {
	($database:expr) => {
		fn accredit() -> Weight {
			accredit($database)
		}
		fn delegate() -> Weight {
			delegate($database)
		}
		fn revoke_accreditation() -> Weight {
			revoke_accreditation($database)
		}
		fn release_accreditation() -> Weight {
			release_accreditation($database)
		}
		fn certify() -> Weight {
			certify($database)
		}
		fn renew() -> Weight {
			renew($database)
		}
		fn suspend() -> Weight {
			suspend($database)
		}
		fn reinstate() -> Weight {
			reinstate($database)
		}
		fn revoke() -> Weight {
			revoke($database)
		}
	};
}

/// The formulas at the price of the runtime's database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	weights!(T::DbWeight::get());
}

/// The formulas at the price of RocksDB, for tests.
impl WeightInfo for () {
	weights!(RocksDbWeight::get());
}
