//! Formulas for weights that nobody measured yet: a time of computation, and every storage item that can be read or written, at the price
//! of the runtime's database.

use frame_support::{
	dispatch::{DispatchResultWithPostInfo, WithPostDispatchInfo},
	weights::{constants::WEIGHT_REF_TIME_PER_MICROS, RuntimeDbWeight, Weight},
};
use sp_runtime::DispatchResult;

/// Picoseconds in a microsecond.
pub const MICROSECOND: u64 = WEIGHT_REF_TIME_PER_MICROS;

/// What one read adds to a proof: the value and its path in the trie.
const PROOF_PER_READ: u64 = 4_096;

/// `time` of computation in picoseconds, `reads` and `writes` of the database.
pub fn formula(db: RuntimeDbWeight, time: u64, reads: u64, writes: u64) -> Weight {
	Weight::from_parts(time, reads.saturating_mul(PROOF_PER_READ))
		.saturating_add(db.reads_writes(reads, writes))
}

/// One more who gets a part of a payment: the record of his DID and of an owner 2, account and holds 4 | account and holds 4, and the histories
/// of him and of the data set 4 | 4. What the payer and the asset take is counted once, with the payment.
pub fn part(db: RuntimeDbWeight) -> Weight {
	formula(db, 40 * MICROSECOND, 10, 8)
}

/// Does what a call asks for. The call counts what it looks at, before it does, and weighs that and no more, also where it fails.
pub fn counted<Count: Default>(
	weight: impl FnOnce(Count) -> Weight,
	call: impl FnOnce(&mut Count) -> DispatchResult,
) -> DispatchResultWithPostInfo {
	let mut count = Count::default();
	let result = call(&mut count);
	let weight = weight(count);
	match result {
		Ok(()) => Ok(Some(weight).into()),
		Err(error) => Err(error.with_weight(weight)),
	}
}
