//! The history of every subject, kept as it happens (Y.4560 7.1.2).
//!
//! # Overview
//!
//! Every pallet that takes part hands each of its events to this one through
//! [`AuditLog`](counterfoil_primitives::traits::AuditLog), together with those whose life it belongs to. An entry
//! goes to the history of each: which block, when, which event of which pallet, who caused it, and the SHA-256 of the event.
//! The entries of a subject form a chain of hashes ([`counterfoil_primitives::history`]). Its head lies under a known key, so one
//! storage proof of it, under finality, vouches for the whole history, whoever delivers the entries and the events.
//!
//! There are no calls: nobody can write here but through what he does elsewhere, and nobody can change or remove anything.
//!
//! # Terms
//!
//! - **Subject**: a DID, a data set, a submission, a grant or a certificate.
//! - **Entry**: one event in the life of one subject. An event that belongs to several lives has an entry in each.
//! - **Head**: how many entries a history has, and the digest that all of them went into.
//!
//! # Life of an entry
//!
//! ```text
//! a call is accepted ──▶ event ──▶ entry, head moves on ──▶ (for ever)
//! a call is refused  ──▶ its storage layer is rolled back: neither event nor entry
//! ```
//!
//! A call that fails after an event leaves neither, because both live in the storage layer of the call. As in
//! `frame_system`, nothing is recorded in block 0, which has no events: genesis is known by its hash.
//!
//! # What it costs
//!
//! Entries stay for ever, and they are paid by fees, not by a deposit. A deposit that returns when the room is given back
//! would pay for evidence to vanish; one that never returns is a fee by another name. So each pallet's weights include what
//! its events cost here ([`WeightInfo::record`]), the fee follows the weight, and the price of room that is never given back is
//! a matter of the fee per weight. An entry takes 51 or 83 bytes besides its key.
//!
//! A pallet decides which events belong to whose life, and must not let strangers fill the history of somebody who did
//! nothing: a history grows by acts of the subject, of those who have power over it, or of the chain.
//!
//! # What can go wrong
//!
//! - A reader has the digest of an event and wants the event: it is in the block that the entry names. A node keeps the state
//!   with the events for a limited number of blocks; after that an archive node has them, or whoever saved them. What they
//!   show is checked by the digest.
//! - A pallet changes the shape of an event in a later release: the digest still is that of the bytes as they stood in the
//!   block then, to be decoded with the metadata of that block.
//! - A pallet hands over an event twice for one subject: the second is dropped, one event is one entry.
//!
//! # Example
//!
//! What a pallet does with each of its events, and what a reader does with the history:
//!
//! ```
//! use counterfoil_primitives::{
//! 	did::DidId,
//! 	history::{event_digest, Entry, Head},
//! 	traits::{AuditLog, AuditModule, AuditSubject},
//! };
//!
//! fn registered<Log: AuditLog>(device: DidId, owner: DidId, event: &[u8]) {
//! 	let subjects = [AuditSubject::Did(device), AuditSubject::Did(owner)];
//! 	Log::record(AuditModule::Devices, Some(owner), &subjects, event);
//! }
//!
//! fn is_the_history(subject: &AuditSubject, proven: Head, entries: &[Entry]) -> bool {
//! 	Head::of(subject, entries) == proven
//! }
//! # registered::<()>(DidId([1; 32]), DidId([2; 32]), &[0]);
//! # let subject = AuditSubject::Did(DidId([1; 32]));
//! # assert!(is_the_history(&subject, Head::start(&subject), &[]));
//! # let _ = event_digest(&[0]);
//! ```

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(any(feature = "runtime-benchmarks", test))]
mod benchmarking;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
#[cfg(test)]
mod mock;
mod recording;
#[cfg(test)]
mod tests;
mod views;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
pub mod pallet {
	use counterfoil_primitives::{
		history::{Entry, Head},
		traits::AuditSubject,
		Moment,
	};
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;

	use super::WeightInfo;

	/// Version of the storage layout.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// What the pallet needs from the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain's clock, in milliseconds.
		type Time: Time<Moment = Moment>;

		/// What an entry costs. The pallets that take part include it in the weights of their calls.
		type WeightInfo: WeightInfo;
	}

	/// The pallet.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// The head of each history. Written with the first entry and moved on by each further one; never goes away. One for each
	/// subject to whom something happened, so bounded by the fees of what happened.
	#[pallet::storage]
	pub type Heads<T: Config> = StorageMap<_, Blake2_128Concat, AuditSubject, Head>;

	/// The entries of each history, by number from 0. Written once, by an event in the life of the subject; never change or go
	/// away. Each is paid by the fee of the call that caused it.
	#[pallet::storage]
	pub type Entries<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, AuditSubject, Twox64Concat, u64, Entry>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_n: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
