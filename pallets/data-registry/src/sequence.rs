//! The sequence numbers of one device: which were used, which may still come, which never will.
//!
//! A device counts its submissions, and buffers them while it has no connection. What it buffered may reach the chain in
//! another order, or not at all. So a number may jump ahead; what was skipped is remembered as a *gap*, which everybody sees and
//! which late submissions fill.
//!
//! # What is promised
//! - A number is used at most once.
//! - The state is bounded: at most [`MAX_GAPS`] gaps. One more and the oldest is *given up*: its numbers can never
//!   be used, and are only counted. So a device that lost data for good is never locked out, and whoever floods the list
//!   loses nothing but old numbers of his own device.
//! - Used, skipped and given-up numbers together are all numbers below [`Progress::next`].

use alloc::vec::Vec;

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use pallet_data_registry_runtime_api::Gap;
use scale_info::TypeInfo;

/// The most gaps that are remembered of one device. Sixteen interruptions whose data are still to come at once are more than
/// a buffer that is sent in order of time ever leaves.
pub const MAX_GAPS: u32 = 16;

/// Why a number cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SequenceError {
	/// It was used, or was given up.
	Closed,
	/// No number could follow it.
	TooHigh,
}

/// What is known about the sequence numbers of a device.
#[derive(Clone, Default, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Progress {
	/// One above the highest number that was used.
	pub next: u64,
	/// What was skipped and may still come, ascending; between any two gaps lies a number that was used.
	pub gaps: BoundedVec<Gap, ConstU32<MAX_GAPS>>,
	/// How many numbers were given up. All of them are lower than those of the gaps.
	pub given_up: u64,
}

impl Progress {
	/// Uses a number. Returns the gap that was given up for it, if one was.
	pub(crate) fn take(&mut self, sequence: u64) -> Result<Option<Gap>, SequenceError> {
		let mut gaps: Vec<Gap> = self.gaps.iter().copied().collect();
		if sequence >= self.next {
			let after = sequence.checked_add(1).ok_or(SequenceError::TooHigh)?;
			gaps.extend(before(self.next, sequence));
			self.next = after;
		} else {
			let inside = |gap: &Gap| gap.from <= sequence && sequence <= gap.to;
			if !gaps.iter().any(inside) {
				return Err(SequenceError::Closed);
			}
			gaps = gaps
				.into_iter()
				.flat_map(|gap| {
					if inside(&gap) {
						[before(gap.from, sequence), after(sequence, gap.to)]
					} else {
						[Some(gap), None]
					}
				})
				.flatten()
				.collect();
		}

		// One number makes one gap more at most.
		let full = u32::try_from(gaps.len()).unwrap_or(u32::MAX) > MAX_GAPS;
		let mut rest = gaps.into_iter();
		let given_up = if full { rest.next() } else { None };
		self.given_up = self.given_up.saturating_add(given_up.as_ref().map_or(0, length));
		self.gaps = BoundedVec::truncate_from(rest.collect());
		Ok(given_up)
	}
}

/// The numbers from `from` that are lower than `end`.
fn before(from: u64, end: u64) -> Option<Gap> {
	let to = end.checked_sub(1)?;
	(from <= to).then_some(Gap { from, to })
}

/// The numbers up to `to` that are higher than `start`.
fn after(start: u64, to: u64) -> Option<Gap> {
	let from = start.checked_add(1)?;
	(from <= to).then_some(Gap { from, to })
}

/// How many numbers a gap has.
pub(crate) fn length(gap: &Gap) -> u64 {
	gap.to.saturating_sub(gap.from).saturating_add(1)
}

#[cfg(test)]
mod tests {
	use std::collections::BTreeSet;

	use proptest::prelude::*;

	use super::*;

	fn gaps(progress: &Progress) -> Vec<(u64, u64)> {
		progress.gaps.iter().map(|gap| (gap.from, gap.to)).collect()
	}

	/// What is left after these numbers were used, none of them twice.
	fn after_using(numbers: &[u64]) -> Progress {
		let mut progress = Progress::default();
		for number in numbers {
			progress.take(*number).unwrap();
		}
		progress
	}

	#[test]
	fn numbers_in_order_leave_no_gap() {
		let progress = after_using(&[0, 1, 2]);
		assert_eq!((progress.next, gaps(&progress), progress.given_up), (3, vec![], 0));
	}

	#[test]
	fn jump_leaves_a_gap_that_is_filled_from_either_end_and_from_within() {
		let mut progress = after_using(&[0, 6]);
		assert_eq!((progress.next, gaps(&progress)), (7, vec![(1, 5)]));
		for (number, left) in [
			(1, vec![(2, 5)]),
			(5, vec![(2, 4)]),
			(3, vec![(2, 2), (4, 4)]),
			(4, vec![(2, 2)]),
			(2, vec![]),
		] {
			assert_eq!(progress.take(number), Ok(None));
			assert_eq!(gaps(&progress), left);
		}
		assert_eq!(progress.next, 7);
	}

	#[test]
	fn number_is_used_once() {
		let mut progress = after_using(&[0, 3, 2]);
		for used in [0, 2, 3] {
			let before = progress.clone();
			assert_eq!(progress.take(used), Err(SequenceError::Closed));
			assert_eq!(progress, before);
		}
	}

	#[test]
	fn last_number_is_never_used() {
		let mut progress = Progress::default();
		assert_eq!(progress.take(u64::MAX), Err(SequenceError::TooHigh));
		assert_eq!(progress, Progress::default());
		assert_eq!(progress.take(u64::MAX - 1), Ok(None));
		assert_eq!(progress.take(u64::MAX), Err(SequenceError::TooHigh));
		assert_eq!(gaps(&progress), [(0, u64::MAX - 2)]);
	}

	#[test]
	fn one_gap_too_many_gives_the_oldest_up() {
		let mut progress = after_using(&(0..16).map(|turn| turn * 2 + 1).collect::<Vec<_>>());
		assert_eq!(progress.gaps.len(), 16);
		assert_eq!(progress.take(40), Ok(Some(Gap { from: 0, to: 0 })));
		assert_eq!((progress.gaps.len(), progress.given_up), (16, 1));
		assert_eq!(progress.take(0), Err(SequenceError::Closed));
		// A number within a gap splits it, and that is one too many as well.
		assert_eq!(progress.take(35), Ok(Some(Gap { from: 2, to: 2 })));
		assert_eq!((progress.gaps.len(), progress.given_up), (16, 2));
	}

	#[test]
	fn split_of_the_only_gap_that_is_too_much_gives_its_lower_part_up() {
		let mut numbers: Vec<u64> = vec![10];
		numbers.extend((0..15).map(|turn| 12 + turn * 2));
		let mut progress = after_using(&numbers);
		assert_eq!(progress.gaps.len(), 16);
		assert_eq!(progress.take(5), Ok(Some(Gap { from: 0, to: 4 })));
		assert_eq!(gaps(&progress)[0], (6, 9));
	}

	proptest! {
		#[test]
		fn every_number_is_used_skipped_or_given_up(
			numbers in proptest::collection::vec(0u64..120, 1..120),
		) {
			let mut progress = Progress::default();
			let mut used = BTreeSet::new();
			let mut given_up = BTreeSet::new();
			for number in numbers {
				let taken = progress.take(number);
				let open = !used.contains(&number) && !given_up.contains(&number);
				prop_assert_eq!(taken.is_ok(), open);
				if let Ok(lost) = taken {
					used.insert(number);
					given_up.extend(lost.iter().flat_map(|gap| gap.from..=gap.to));
				}
				let skipped: BTreeSet<u64> =
					progress.gaps.iter().flat_map(|gap| gap.from..=gap.to).collect();
				let all: Vec<u64> =
					used.iter().chain(&skipped).chain(&given_up).copied().collect();
				prop_assert_eq!(all.len() as u64, progress.next, "a number is in two places");
				prop_assert_eq!(
					all.into_iter().collect::<BTreeSet<_>>(),
					(0..progress.next).collect::<BTreeSet<_>>()
				);
				prop_assert_eq!(progress.given_up, given_up.len() as u64);
				prop_assert!(progress.gaps.windows(2).all(|pair| pair[0].to + 1 < pair[1].from));
			}
		}
	}
}
