//! What a payer allows somebody to bind of his money: the limits, and the count of what was bound.
//!
//! ```
//! use counterfoil_primitives::allowance::{Limits, Refusal, Usage};
//!
//! let limits = Limits { amount: 10, total: 15, count: 5, lock: 1_000, valid_until: 99 };
//! let used = limits.admit(&Usage::default(), 10, 42, 500, 42).unwrap();
//! assert_eq!(limits.admit(&used, 10, 42, 500, 42), Err(Refusal::Total));
//! assert_eq!(limits.admit(&used, 5, 42, 500, 100), Err(Refusal::Expired));
//! ```

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::Moment;

/// How much of a payer's money may be bound.
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
pub struct Limits {
	/// The most that is bound at once.
	pub amount: u128,
	/// The most that is bound in all. What is given back does not count back.
	pub total: u128,
	/// How many times something is bound, or what is bound already is bound for longer.
	pub count: u32,
	/// The longest time that something may stay bound, in milliseconds, from when the first of it was: nothing that is added later, and no
	/// later end, makes that longer.
	pub lock: Moment,
	/// The last moment at which something may be bound.
	pub valid_until: Moment,
}

/// What was bound so far.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Usage {
	/// How much in all.
	pub total: u128,
	/// How many times.
	pub count: u32,
}

/// Why something may not be bound.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refusal {
	/// The allowance is over.
	Expired,
	/// It is more than may be bound at once.
	Amount,
	/// It is more than is left.
	Total,
	/// Something was bound as many times as may be.
	Count,
	/// It would stay bound for longer than it may.
	Lock,
}

/// Why limits are none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Flaw {
	/// Nothing may be bound: an amount, a total or a count of zero.
	Empty,
	/// More may be bound at once than in all.
	Contradictory,
	/// They are over already.
	Over,
	/// They allow less than was bound.
	BelowUsage,
}

impl Limits {
	/// Whether something can be bound within these limits at `now`, after what was bound already.
	pub fn check(&self, used: &Usage, now: Moment) -> Result<(), Flaw> {
		if self.amount == 0 || self.count == 0 {
			return Err(Flaw::Empty);
		}
		if self.amount > self.total {
			return Err(Flaw::Contradictory);
		}
		if now > self.valid_until {
			return Err(Flaw::Over);
		}
		if used.total > self.total || used.count > self.count {
			return Err(Flaw::BelowUsage);
		}
		Ok(())
	}

	/// Counts an amount that is to be bound at `now` until a moment, together with what was bound `since` another, or says why it may not
	/// be. Without an amount what is bound already is bound for longer; that counts, too.
	pub fn admit(
		&self,
		used: &Usage,
		amount: u128,
		since: Moment,
		until: Moment,
		now: Moment,
	) -> Result<Usage, Refusal> {
		if now > self.valid_until {
			return Err(Refusal::Expired);
		}
		if amount > self.amount {
			return Err(Refusal::Amount);
		}
		let total = used.total.checked_add(amount).filter(|total| *total <= self.total);
		let total = total.ok_or(Refusal::Total)?;
		let count = used.count.checked_add(1).filter(|count| *count <= self.count);
		let count = count.ok_or(Refusal::Count)?;
		if until.saturating_sub(since) > self.lock {
			return Err(Refusal::Lock);
		}
		Ok(Usage { total, count })
	}

	/// What may still be bound in all.
	pub fn left(&self, used: &Usage) -> Usage {
		Usage {
			total: self.total.saturating_sub(used.total),
			count: self.count.saturating_sub(used.count),
		}
	}
}

#[cfg(test)]
mod tests {
	use proptest::prelude::*;

	use super::*;

	const LIMITS: Limits =
		Limits { amount: 100, total: 250, count: 3, lock: 1_000, valid_until: 90_000 };

	/// The outcome of binding an amount at 50000 for 1000 ms, after nothing was bound.
	fn admit(limits: Limits, amount: u128) -> Result<Usage, Refusal> {
		limits.admit(&Usage::default(), amount, 50_000, 51_000, 50_000)
	}

	#[test]
	fn limits_admit_to_the_last_unit_time_and_millisecond() {
		assert_eq!(admit(LIMITS, 100), Ok(Usage { total: 100, count: 1 }));
		assert_eq!(admit(LIMITS, 101), Err(Refusal::Amount));
		let used = Usage { total: 200, count: 2 };
		assert_eq!(LIMITS.admit(&used, 50, 0, 0, 90_000), Ok(Usage { total: 250, count: 3 }));
		assert_eq!(LIMITS.admit(&used, 51, 0, 0, 90_000), Err(Refusal::Total));
		assert_eq!(LIMITS.admit(&used, 50, 0, 0, 90_001), Err(Refusal::Expired));
		let used = Usage { total: 3, count: 3 };
		assert_eq!(LIMITS.admit(&used, 1, 0, 0, 0), Err(Refusal::Count));
		assert_eq!(LIMITS.admit(&used, 0, 0, 0, 0), Err(Refusal::Count));
		let none = Usage::default();
		assert_eq!(LIMITS.admit(&none, 1, 50_000, 51_001, 50_000), Err(Refusal::Lock));
	}

	#[test]
	fn lock_is_counted_from_when_the_first_was_bound() {
		let used = Usage { total: 100, count: 1 };
		let add = |amount, until| LIMITS.admit(&used, amount, 50_000, until, 50_999);
		assert_eq!(add(1, 51_000), Ok(Usage { total: 101, count: 2 }));
		assert_eq!(add(1, 51_001), Err(Refusal::Lock));
		// For longer, and nothing besides.
		assert_eq!(add(0, 51_000), Ok(Usage { total: 100, count: 2 }));
		assert_eq!(add(0, 51_001), Err(Refusal::Lock));
	}

	#[test]
	fn limits_that_allow_nothing_or_too_little_are_none() {
		let check = |limits: Limits| limits.check(&Usage { total: 200, count: 2 }, 50_000);
		assert_eq!(check(LIMITS), Ok(()));
		assert_eq!(check(Limits { amount: 0, ..LIMITS }), Err(Flaw::Empty));
		assert_eq!(check(Limits { count: 0, ..LIMITS }), Err(Flaw::Empty));
		assert_eq!(check(Limits { amount: 251, ..LIMITS }), Err(Flaw::Contradictory));
		assert_eq!(check(Limits { total: 0, ..LIMITS }), Err(Flaw::Contradictory));
		assert_eq!(check(Limits { valid_until: 50_000, ..LIMITS }), Ok(()));
		assert_eq!(check(Limits { valid_until: 49_999, ..LIMITS }), Err(Flaw::Over));
		assert_eq!(check(Limits { total: 200, count: 2, ..LIMITS }), Ok(()));
		assert_eq!(check(Limits { total: 199, ..LIMITS }), Err(Flaw::BelowUsage));
		assert_eq!(check(Limits { count: 1, ..LIMITS }), Err(Flaw::BelowUsage));
	}

	#[test]
	fn encodings_are_pinned() {
		let fields = (100u128, 250u128, 3u32, 1_000u64, 90_000u64);
		assert_eq!(LIMITS.encode(), fields.encode());
		assert_eq!(Usage { total: 1, count: 2 }.encode(), (1u128, 2u32).encode());
	}

	proptest! {
		#[test]
		fn no_sequence_passes_any_limit(
			amount in 1..50u128,
			total in 1..200u128,
			count in 1..10u32,
			lock in 0..100u64,
			valid_until in 0..100u64,
			asks in proptest::collection::vec((0..60u128, 0..120u64, 0..200u64, 0..120u64), 0..30),
		) {
			let limits = Limits { amount, total, count, lock, valid_until };
			let (mut used, mut bound, mut times) = (Usage::default(), 0, 0);
			for (ask, since, until, now) in asks {
				if let Ok(after) = limits.admit(&used, ask, since, until, now) {
					used = after;
					bound += ask;
					times += 1;
					prop_assert!(ask <= amount);
					prop_assert!(now <= valid_until);
					prop_assert!(until <= since + lock);
				}
				prop_assert_eq!(used, Usage { total: bound, count: times });
				prop_assert!(bound <= total && times <= count);
				let left = limits.left(&used);
				prop_assert_eq!((left.total + bound, left.count + times), (total, count));
			}
		}

		#[test]
		fn nothing_overflows(
			numbers: [u128; 4], counts: [u32; 2], moments: [u64; 5],
		) {
			let [amount, total, ask, spent] = numbers;
			let [count, times] = counts;
			let [lock, valid_until, since, until, now] = moments;
			let limits = Limits { amount, total, count, lock, valid_until };
			let used = Usage { total: spent, count: times };
			let _ = limits.admit(&used, ask, since, until, now);
			let _ = limits.check(&used, now);
			limits.left(&used);
		}
	}
}
