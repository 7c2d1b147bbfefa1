//! Counts of outcomes, and the score that follows from them.
//!
//! What is kept about a subject is how often it stood where, never a bare number: whoever distrusts the formula below
//! can apply his own to the same counts.
//!
//! # The score
//!
//! The share of good outcomes among `good + bad` is only an estimate, and a poor one after few of them. So the score
//! is an interval: the score interval of E. B. Wilson ("Probable inference, the law of succession, and statistical
//! inference", Journal of the American Statistical Association 22, 1927) for `z = 2`, which holds the true share with
//! some 95 per cent confidence:
//!
//! ```text
//!            good + z²/2 ± z · √(good · bad / n + z²/4)
//! bounds  =  ──────────────────────────────────────────     n = good + bad, z = 2
//!                            n + z²
//! ```
//!
//! The lower bound is what to trust. It is 0 for the unknown, rises with every good outcome, falls with every bad
//! one, and comes closer to the plain share the more is known. So nobody is trusted for one success, and who begins
//! anew begins at 0.
//!
//! All in integers: the bounds are found exactly, by comparing squares, so every machine gets the same ones.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::verdict::{Standing, PER_MILLE};

/// How a validator stood in the rounds that are over.
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
pub struct ValidatorCounts {
	/// With the majority.
	pub with_majority: u32,
	/// With the minority.
	pub against_majority: u32,
	/// He did not take a step that he owed, whether the round was decided or failed.
	pub unrevealed: u32,
	/// The round found nothing, or his verdict did not count, through no fault of his.
	pub undecided: u32,
}

impl ValidatorCounts {
	/// Counts one round.
	pub fn count(&mut self, standing: Standing) {
		let count = match standing {
			Standing::Majority => &mut self.with_majority,
			Standing::Minority => &mut self.against_majority,
			Standing::Unrevealed => &mut self.unrevealed,
			Standing::Excused | Standing::Undecided => &mut self.undecided,
		};
		*count = count.saturating_add(1);
	}

	/// With the majority is good; against it and unrevealed is bad; undecided is neither.
	pub fn score(&self) -> Score {
		Score::of(self.with_majority, self.against_majority.saturating_add(self.unrevealed))
	}

	/// How many of his rounds he left without the step that he owed, per mille, as if there had been [`PATIENCE`]
	/// more in which he did not: so that one absence at the beginning is not all that is known of him.
	pub fn absence(&self) -> u16 {
		let rounds = [self.with_majority, self.against_majority, self.unrevealed, self.undecided]
			.into_iter()
			.fold(PATIENCE, |sum, count| sum.saturating_add(count.into()));
		let share = u64::from(self.unrevealed).saturating_mul(PER_MILLE.into()) / rounds;
		u16::try_from(share).unwrap_or(PER_MILLE)
	}
}

/// How many rounds without absence a validator is credited with in [`ValidatorCounts::absence`].
pub const PATIENCE: u64 = 10;

/// What became of a supplier's submissions.
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
pub struct SupplierCounts {
	/// Found valid.
	pub validated: u32,
	/// Found invalid.
	pub rejected: u32,
	/// Forbidden by a regulator.
	pub vetoed: u32,
	/// The round found nothing.
	pub undecided: u32,
}

impl SupplierCounts {
	/// Validated is good; rejected and vetoed is bad; undecided is neither.
	pub fn score(&self) -> Score {
		Score::of(self.validated, self.rejected.saturating_add(self.vetoed))
	}
}

/// All that is counted about a stakeholder.
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
pub struct Counts {
	/// As a validator.
	pub validator: ValidatorCounts,
	/// As a supplier.
	pub supplier: SupplierCounts,
}

/// What became of a supplier's sales that are over.
///
/// A sale that was paid counts once for each demander, and not at all between parties that are tied to each other
/// ([`tie`](crate::interest::tie)): trading with oneself, or with the same friend over and over, earns nothing. What went
/// wrong counts every time.
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
pub struct SaleCounts {
	/// Paid: the number of demanders that he has nothing to do with.
	pub settled: u32,
	/// He delivered a wrong leaf, or a judge found against him, or he gave in.
	pub convicted: u32,
	/// He committed and did not reveal the key.
	pub unrevealed: u32,
	/// The price was there and he did not commit.
	pub uncommitted: u32,
	/// He stepped back in time. Neither good nor bad.
	pub declined: u32,
}

impl SaleCounts {
	/// How many outcomes speak for him.
	pub const fn good(&self) -> u32 {
		self.settled
	}

	/// How many outcomes speak against him.
	pub const fn bad(&self) -> u32 {
		self.convicted.saturating_add(self.unrevealed).saturating_add(self.uncommitted)
	}

	/// What follows from them.
	pub fn score(&self) -> Score {
		Score::of(self.good(), self.bad())
	}
}

/// What became of a demander's purchases that are over. Counted by the rules of [`SaleCounts`].
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
pub struct PurchaseCounts {
	/// Paid: the number of suppliers that he has nothing to do with.
	pub settled: u32,
	/// He did not put up the price.
	pub unfunded: u32,
	/// The supplier committed, and he neither accepted nor declined.
	pub unaccepted: u32,
	/// He stepped back in time. Neither good nor bad.
	pub declined: u32,
}

impl PurchaseCounts {
	/// How many outcomes speak for him.
	pub const fn good(&self) -> u32 {
		self.settled
	}

	/// How many outcomes speak against him.
	pub const fn bad(&self) -> u32 {
		self.unfunded.saturating_add(self.unaccepted)
	}

	/// What follows from them.
	pub fn score(&self) -> Score {
		Score::of(self.good(), self.bad())
	}
}

/// What became of the deals of a subject.
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
pub struct DealCounts {
	/// As the supplier.
	pub sales: SaleCounts,
	/// As the demander.
	pub purchases: PurchaseCounts,
}

/// Where the true share of good outcomes is likely to lie, in per mille, see the [module](self).
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
pub struct Score {
	/// The lower bound, rounded down: what to trust.
	pub lower: u16,
	/// The upper bound, rounded up.
	pub upper: u16,
}

impl Score {
	/// The score of so many good and so many bad outcomes.
	pub fn of(good: u32, bad: u32) -> Self {
		// By symmetry, the upper bound of the good is what the lower bound of the bad leaves.
		Self { lower: lower(good, bad), upper: PER_MILLE.saturating_sub(lower(bad, good)) }
	}
}

/// The largest `k` with `k / 1000 <= lower bound`.
fn lower(good: u32, bad: u32) -> u16 {
	let (mut low, mut high) = (0, PER_MILLE);
	while low < high {
		// The middle, rounded up: at least `low + 1`.
		let middle = low.saturating_add(high).saturating_add(1) / 2;
		if reaches(good, bad, middle) {
			low = middle;
		} else {
			high = middle.saturating_sub(1);
		}
	}
	low
}

/// Whether the lower bound is `k` per mille or more.
///
/// With `n = good + bad`: `1000 · (good + 2) - k · (n + 4) >= 1000 · √(4 · good · bad / n + 4)`, where the left side is
/// not negative, squared and multiplied by `n`. Every number stays below 2^122.
fn reaches(good: u32, bad: u32, k: u16) -> bool {
	let (good, bad) = (u128::from(good), u128::from(bad));
	let (k, whole) = (u128::from(k), u128::from(PER_MILLE));
	let n = good.saturating_add(bad);
	if n == 0 {
		return k == 0;
	}
	let most = whole.saturating_mul(good.saturating_add(2));
	let Some(left) = most.checked_sub(k.saturating_mul(n.saturating_add(4))) else { return false };
	let spread = good.saturating_mul(bad).saturating_add(n).saturating_mul(4);
	left.saturating_mul(left).saturating_mul(n)
		>= whole.saturating_mul(whole).saturating_mul(spread)
}

#[cfg(test)]
mod tests {
	use super::*;

	/// The bounds by floating point.
	fn bounds(good: u32, bad: u32) -> (f64, f64) {
		let (good, bad) = (f64::from(good), f64::from(bad));
		let n = good + bad;
		let spread = 2.0 * (good * bad / n + 1.0).sqrt();
		let bound = |spread: f64| 1_000.0 * (good + 2.0 + spread) / (n + 4.0);
		(bound(-spread), bound(spread))
	}

	#[test]
	fn scores_are_the_pinned_ones() {
		let of = |good, bad| {
			let Score { lower, upper } = Score::of(good, bad);
			(lower, upper)
		};
		assert_eq!(of(0, 0), (0, 1_000));
		assert_eq!(of(1, 0), (200, 1_000));
		assert_eq!(of(0, 1), (0, 800));
		assert_eq!(of(4, 0), (500, 1_000));
		assert_eq!(of(96, 0), (960, 1_000));
		assert_eq!(of(50, 50), (401, 599));
	}

	#[test]
	fn integers_agree_with_floating_point() {
		for good in 0..60 {
			for bad in 0..60 {
				if good + bad == 0 {
					continue;
				}
				let Score { lower, upper } = Score::of(good, bad);
				let (low, high) = bounds(good, bad);
				assert!((f64::from(lower) - low.max(0.0)).abs() < 1.000_001, "{good} {bad}");
				assert!((f64::from(upper) - high.min(1_000.0)).abs() < 1.000_001, "{good} {bad}");
			}
		}
	}

	#[test]
	fn largest_counts_do_not_overflow() {
		assert_eq!(Score::of(u32::MAX, 0), Score { lower: 999, upper: 1_000 });
		assert_eq!(Score::of(0, u32::MAX), Score { lower: 0, upper: 1 });
		let half = Score::of(u32::MAX, u32::MAX);
		assert_eq!(half, Score { lower: 499, upper: 501 });
	}

	#[test]
	fn each_standing_has_its_count() {
		let mut counts = ValidatorCounts::default();
		counts.count(Standing::Majority);
		for _ in 0..2 {
			counts.count(Standing::Minority);
		}
		for _ in 0..3 {
			counts.count(Standing::Unrevealed);
		}
		counts.count(Standing::Excused);
		counts.count(Standing::Undecided);
		assert_eq!(
			counts,
			ValidatorCounts { with_majority: 1, against_majority: 2, unrevealed: 3, undecided: 2 }
		);
		assert_eq!(counts.score(), Score::of(1, 5));
		let supplier = SupplierCounts { validated: 3, rejected: 1, vetoed: 1, undecided: 9 };
		assert_eq!(supplier.score(), Score::of(3, 2));
	}

	#[test]
	fn deals_that_went_wrong_weigh_against_those_that_were_paid() {
		let sales =
			SaleCounts { settled: 5, convicted: 1, unrevealed: 2, uncommitted: 3, declined: 9 };
		assert_eq!((sales.good(), sales.bad()), (5, 6));
		assert_eq!(sales.score(), Score::of(5, 6));
		let purchases = PurchaseCounts { settled: 4, unfunded: 1, unaccepted: 2, declined: 9 };
		assert_eq!((purchases.good(), purchases.bad()), (4, 3));
		assert_eq!(purchases.score(), Score::of(4, 3));
		let most = SaleCounts { convicted: u32::MAX, unrevealed: 1, ..Default::default() };
		assert_eq!(most.bad(), u32::MAX);
		assert_eq!(DealCounts::default().sales.score(), Score::of(0, 0));
	}

	#[test]
	fn absence_is_forgiven_at_first_and_not_for_ever() {
		let absent = |unrevealed, with_majority| {
			ValidatorCounts { unrevealed, with_majority, ..Default::default() }.absence()
		};
		assert_eq!(absent(0, 0), 0);
		assert_eq!(absent(1, 0), 90);
		assert_eq!(absent(10, 0), 500);
		assert_eq!(absent(10, 80), 100);
		assert_eq!(absent(u32::MAX, 0), 999);
	}
}
