//! Needs that several supplies fill together.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use super::rule::{Need, Wanted};

/// The most supplies that a proposal may name for a need.
pub const MAX_PROPOSED: u32 = 4;

/// How much of a need is not answered yet.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Left {
	/// Readings of a volume; of a lot or a stream, 1 until it is found.
	pub units: u64,
	/// What may be paid for the rest.
	pub budget: u128,
}

/// What one supply takes of what is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fill {
	/// Of [`Left::units`].
	pub units: u64,
	/// What it costs; of a stream, every second.
	pub amount: u128,
	/// The most that it may cost.
	pub limit: u128,
}

impl Need {
	/// What is left before anything was found.
	pub fn left(&self) -> Left {
		let units = match self.wanted {
			Wanted::Volume { records, .. } => records,
			Wanted::Lot { .. } | Wanted::Live { .. } => 1,
		};
		Left { units, budget: self.budget }
	}

	/// What a supply of so many readings takes of what is left, and what that may cost.
	///
	/// A part of a volume may cost its part of the whole budget, rounded down, so the parts together never cost more than the
	/// whole. Who brings all that is left, or more, may have all that is left of the budget.
	pub fn limit(&self, records: u64, left: &Left) -> (u64, u128) {
		match self.wanted {
			Wanted::Lot { .. } | Wanted::Live { .. } => (1, left.budget),
			Wanted::Volume { records: whole, .. } if records < left.units => {
				(records, pro_rata(self.budget, records, whole).min(left.budget))
			},
			Wanted::Volume { .. } => (left.units, left.budget),
		}
	}
}

impl Left {
	/// What is left after a fill.
	pub fn after(&self, fill: &Fill) -> Self {
		Self {
			units: self.units.saturating_sub(fill.units),
			budget: self.budget.saturating_sub(fill.amount),
		}
	}
}

/// `amount * part / whole`, rounded down, for a part that is no more than the whole. Never overflows.
pub fn pro_rata(amount: u128, part: u64, whole: u64) -> u128 {
	let (part, whole) = (u128::from(part.min(whole)), u128::from(whole.max(1)));
	let (quotient, rest) = (amount / whole, amount % whole);
	// The whole parts first. The rest is below 2^64, so its product with the part fits.
	quotient.saturating_mul(part).saturating_add(rest.saturating_mul(part) / whole)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn parts_never_cost_more_than_the_whole() {
		assert_eq!(pro_rata(100, 1, 3), 33);
		assert_eq!(pro_rata(u128::MAX, u64::MAX, u64::MAX), u128::MAX);
		assert_eq!(pro_rata(u128::MAX, 1, 1), u128::MAX);
		assert_eq!(pro_rata(7, 9, 3), 7);
		assert_eq!(pro_rata(7, 0, 0), 0);
		assert!(pro_rata(u128::MAX, 1, 3).checked_mul(3).is_some());
	}
}
