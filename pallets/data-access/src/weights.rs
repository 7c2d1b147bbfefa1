//! Weights of the calls.
//!
//! Until measured ones exist these are conservative formulas: a base time of computation, and every storage item that the call can
//! read or write at the price of the runtime's database. They include what the origin check (2 reads), a ticket (2 reads, 2 writes),
//! an entry of the agenda (2 reads, 1 write) and the history of each subject of an event (2 reads, 2 writes) cost.

use core::marker::PhantomData;

use counterfoil_primitives::document::MAX_KEYS;
use frame_support::{
	traits::Get,
	weights::{constants::RocksDbWeight, RuntimeDbWeight, Weight},
};
use pallet_support::signatures::HOST_SIGNATURE;
use pallet_support::weights::{formula, MICROSECOND};

/// Decoding, checks, tickets, events.
const BASE: u64 = 40 * MICROSECOND;
/// One inner node of a tree: SHA-256 over 65 bytes.
const NODE: u64 = 2 * MICROSECOND;
/// Gathering the facts of one decision and deciding.
const DECISION: u64 = 60 * MICROSECOND;
/// What one decision reads: data set, standing 3, shares 2, lists 2, classes, parameters; clearance by 6 roles (2 each) and 12
/// certificates; grants to the subject, to 6 roles (2 more each) and to the holders of 8 certificates, a list of places and four grants
/// each.
const DECISION_READS: u64 = 10 + CLEARANCE_READS + 15 * 5 + 12 + 8 * CERTIFICATE_READS;
/// What it reads to learn whether somebody holds a certificate: the newest one with the accreditations that it rests on, 5.
pub const CERTIFICATE_READS: u64 = 7;
/// What a clearance reads: 6 roles (2 each) and 12 certificates.
const CLEARANCE_READS: u64 = 12 + 12 * CERTIFICATE_READS;
/// The most owners whose standing a decision looks at, one read each.
const OWNERS: u64 = 16;
/// Tickets that one call of `prune_epoch` gives back, [`MAX_PRUNED`](crate::MAX_PRUNED).
const PRUNED: u64 = 32;

/// The formula, and the histories of so many subjects.
fn with_history(db: RuntimeDbWeight, reads: u64, writes: u64, subjects: u64) -> Weight {
	let history = subjects.saturating_mul(2);
	formula(db, BASE, reads.saturating_add(history), writes.saturating_add(history))
}

/// A call that owners decide on: origin 2, data set, holders, time, pending decision with its ticket 2 and agenda 2 and history of two
/// subjects, the standing of each owner | decision, ticket 2, agenda, history; and what carrying it out needs.
fn decided(db: RuntimeDbWeight, reads: u64, writes: u64, subjects: u64) -> Weight {
	let base = with_history(db, 10 + OWNERS, 4, 2);
	base.saturating_add(with_history(db, reads, writes, subjects))
}

/// Ending an epoch: the current one | the current one, and the histories of the data set and of who ended it.
fn ending(db: RuntimeDbWeight) -> Weight {
	formula(db, MICROSECOND, 1 + 4, 1 + 4)
}

/// One decision.
fn decision(db: RuntimeDbWeight) -> Weight {
	formula(db, DECISION, DECISION_READS, 0)
}

fn announce_keys(db: RuntimeDbWeight, keys: u32) -> Weight {
	// the decision, announcement, ticket 2, history 2 | announcement, ticket 2, history 2
	let one = decision(db).saturating_add(formula(db, BASE, 5, 5));
	// origin 2, data set, holders, operator 3, current epoch, epoch, time, classes | epoch
	with_history(db, 11, 1, 2).saturating_add(one.saturating_mul(keys.into()))
}

fn record_accesses(db: RuntimeDbWeight, uses: u32) -> Weight {
	// the grant, agenda; its history in two events, with data set and operator in the second | grant, agenda 2
	let one = formula(db, BASE, 2 + 8, 3 + 8);
	// origin 2, data set, holders, operator 3, time, conduct, genesis hash, signer 5, parameters, latest forgotten end, ticket 2,
	// agenda | conduct, batch, ticket 2, agenda
	with_history(db, 20, 5, 3)
		.saturating_add(Weight::from_parts(HOST_SIGNATURE.saturating_mul(MAX_KEYS.into()), 0))
		.saturating_add(one.saturating_mul(uses.into()))
}

/// The least time that ends the most: the record of a grant with its indices.
fn agenda_entry(db: RuntimeDbWeight) -> Weight {
	// entry, record, time, parameters, latest forgotten end, places, types of certificates, ticket 2
	// | entry, record, latest forgotten end, indices 4, ticket 2
	with_history(db, 9, 9, 3)
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
	/// `offer_shares`
	fn offer_shares() => |db| {
		// origin 2, data set, holders, receiver 2, time, next id, ticket 2, agenda | offer, indices 2, next id, ticket 2, agenda
		with_history(db, 11, 7, 3)
	};
	/// `approve_offer`
	fn approve_offer() => |db| {
		// origin 2, offer, data set, holders, time | offer
		with_history(db, 6, 1, 2)
	};
	/// `accept_shares`
	fn accept_shares() => |db| {
		// origin 2, offer, data set, holders 2, giver 2, standing of the owners, time, tickets 6, agenda
		// | offer, indices 2, holders, last transfer, tickets 6, agenda
		with_history(db, 16 + OWNERS, 12, 3).saturating_add(ending(db))
	};
	/// `close_offer`
	fn close_offer() => |db| {
		// origin 2, offer, ticket 2, agenda | offer, indices 2, ticket 2, agenda
		with_history(db, 6, 6, 3)
	};
	/// `approve_decision`
	fn approve_decision() => |db| {
		// origin 2, data set, holders, time, decision, parameters, ticket 2, agenda | decision, ticket 2, agenda
		with_history(db, 10, 4, 2)
	};
	/// `withdraw_approval`
	fn withdraw_approval() => |db| {
		// origin 2, decision, ticket 2, agenda | decision, ticket 2, agenda
		with_history(db, 6, 4, 2)
	};
	/// `set_field_classes`
	fn set_field_classes() => |db| {
		// classes, ticket 2 | the same
		decided(db, 3, 3, 2).saturating_add(ending(db))
	};
	/// `set_listing`
	fn set_listing() => |db| {
		// subject, entry, count, tickets 4 | entry, count, tickets 4
		decided(db, 7, 6, 3).saturating_add(ending(db))
	};
	/// `set_operator`
	fn set_operator() => |db| {
		// operator 2, entry, ticket 2 | entry, ticket 2
		decided(db, 5, 3, 3)
	};
	/// `grant`, where another one makes room.
	fn grant() => |db| {
		// classes, grantee, next id, places, four grants, types, parameters, ticket 2, agenda
		// | grant, next id, places, types, indices 2, ticket 2, agenda
		decided(db, 13, 9, 4)
	};
	/// `revoke_grant`
	fn revoke_grant() => |db| {
		// grant, parameters, agenda 2 | grant, agenda 2
		decided(db, 4, 3, 4).saturating_add(ending(db))
	};
	/// `use_grant`
	fn use_grant() => |db| {
		// origin 2, grant, data set, holders 2, operator 3, time, certificate, standing 3, lists 2, classes, parameters, clearance | grant
		with_history(db, 17 + CERTIFICATE_READS + CLEARANCE_READS, 1, 3)
	};
	/// `open_epoch`
	fn open_epoch() => |db| {
		// current epoch, ticket 2 | current epoch, epoch, ticket 2
		decided(db, 3, 4, 2)
	};
	/// `announce_keys` for so many recipients.
	fn announce_keys(keys) => |db| announce_keys(db, keys);
	/// `prune_epoch`, of as many keys as one call removes.
	fn prune_epoch() => |db| {
		// origin 2, data set, holders, current epoch, epoch, ticket 2 | epoch, ticket 2; for each key: itself twice, ticket 2 | itself, ticket 2
		with_history(db, 8, 3, 2).saturating_add(formula(db, BASE, 4, 3).saturating_mul(PRUNED))
	};
	/// `record_accesses` with counts for so many grants.
	fn record_accesses(uses) => |db| record_accesses(db, uses);
	/// `prove_contradiction` with so many hashes in the path.
	fn prove_contradiction(hashes) => |db| {
		// origin 2, batch, data set, holders 2, transfers 2, entry, accessor 2, grant, next id, classes 3, conduct | batch, conduct
		with_history(db, 17, 2, 3)
			.saturating_add(Weight::from_parts(NODE.saturating_mul(hashes.into()), 0))
	};
	/// `set_parameters`
	fn set_parameters() => |db| formula(db, BASE, 0, 1);
	/// One decision about an access.
	fn access() => |db| decision(db);
	/// One thing that the chain itself ends.
	fn agenda_entry() => |db| agenda_entry(db);
	/// One bucket of the agenda looked into.
	fn agenda_bucket() => |db| {
		// cursor, time, next key of the bucket | cursor
		formula(db, MICROSECOND, 3, 1)
	};
}
