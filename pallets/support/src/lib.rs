//! What several pallets of Counterfoil share.
//!
//! This is a library, not a pallet: it has no storage, calls or events of its own.
//!
//! | module | what it holds |
//! |---|---|
//! | [`agenda`] | deadlines that the chain itself works off, a bounded amount per block |
//! | [`deposit`] | what somebody put up for state, and who |
//! | [`money`] | how held money moves, in whichever asset; who gets a part of a payment for data |
//! | [`signatures`] | what it takes to check a signature, by its scheme |
//! | [`testing`] | what the tests of several pallets need |
//! | [`weights`] | formulas for weights that nobody measured yet |

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub mod agenda;
pub mod deposit;
pub mod money;
pub mod signatures;
pub mod testing;
pub mod weights;

pub use deposit::Deposit;

use counterfoil_primitives::Hash;
use frame_support::StorageValue;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::{ArithmeticError, DispatchError};

/// The genesis hash of this chain, which every signed payload and every commitment names. Block 0 is the one block whose
/// hash the system pallet never forgets. A pallet that calls this asks for [`has_genesis_hash`] in its `integrity_test`.
pub fn genesis_hash<T: frame_system::Config>() -> Hash {
	let hash = frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::default());
	Hash::try_from(hash.as_ref()).unwrap_or_default()
}

/// Whether the hashes of this chain have the 32 bytes that [`genesis_hash`] returns.
pub fn has_genesis_hash<T: frame_system::Config>() -> bool {
	T::Hash::default().as_ref().len() == Hash::default().len()
}

/// How many items a read returns that was asked for so many, of `most` at most.
pub fn page(limit: u32, most: u32) -> usize {
	usize::try_from(limit.min(most)).unwrap_or_default()
}

/// Takes the next number of a counter.
pub fn take_id<Counter: StorageValue<u64, Query = u64>>() -> Result<u64, DispatchError> {
	Counter::try_mutate(|next| {
		let id = *next;
		*next = id.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		Ok(id)
	})
}
