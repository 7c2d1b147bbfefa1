//! What became of what a supplier did.

use crate::did::DidId;

/// Counts of outcomes about a supplier, from which [`Score`](crate::reputation::Score) follows.
pub trait Reputations {
	/// Good and bad outcomes of a supplier.
	fn supplier(did: &DidId) -> (u32, u32);
}

/// Nothing is known of anybody.
impl Reputations for () {
	fn supplier(_: &DidId) -> (u32, u32) {
		(0, 0)
	}
}

/// What two sources know, together.
impl<A: Reputations, B: Reputations> Reputations for (A, B) {
	fn supplier(did: &DidId) -> (u32, u32) {
		let (one, other) = (A::supplier(did), B::supplier(did));
		(one.0.saturating_add(other.0), one.1.saturating_add(other.1))
	}
}
