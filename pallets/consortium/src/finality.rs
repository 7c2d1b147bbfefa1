//! What this pallet needs from the pallet that finalises blocks.

use frame_support::pallet_prelude::{DispatchResult, Weight};

/// Can set up finality anew when too many validators are gone for it to go on by itself.
pub trait Finality<BlockNumber> {
	/// Notes that finality has stalled: at the next change of session, the validators that begin to work then are signalled
	/// as a forced change, which every node enacts `delay` blocks later without waiting for finality. They go on from
	/// `best_finalized`.
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) -> DispatchResult;

	/// The weight of [`Self::note_stalled`].
	fn note_stalled_weight() -> Weight;
}

/// The most blocks between the signal of a forced change of authorities and its enactment: a day of blocks of two seconds.
/// Every node has the block with the signal by then, and a mistaken delay ends within a day.
pub const MAX_STALL_DELAY: u32 = 43_200;
