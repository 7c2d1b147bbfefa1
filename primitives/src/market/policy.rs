//! Which of two answers to a need is the better one.
//!
//! What a policy prefers is told by a [`Rank`], two numbers of which the lower is better. So the order is total and the same for
//! everybody, and who compares many answers works out the rank of each only once.

use core::cmp::Ordering;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use super::{
	place::distance,
	rule::{Need, Supply},
	volume::{Fill, Left},
};
use crate::{text::Region, verdict::PER_MILLE, Moment, OfferId};

/// Where nothing else is said, data of this age are half as fresh as new ones, in milliseconds: a day.
const HALF_FRESH: Moment = 86_400_000;

/// What is so many metres away is half as near as what is there.
const HALF_NEAR: u64 = 10_000;

/// What the demander prefers among the supplies that answer the need. Between equals the lower price decides, then the lower number
/// of the offer, which is the older one.
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
pub enum Policy {
	/// The lowest price. The index on chain is in this order.
	#[codec(index = 0)]
	Cheapest,
	/// The highest quality.
	#[codec(index = 1)]
	BestQuality,
	/// The newest data.
	#[codec(index = 2)]
	Freshest,
	/// The smallest distance from the middle of this cell to the middle of the supply's.
	#[codec(index = 3)]
	Nearest(Region),
	/// The highest sum of weighted points.
	#[codec(index = 4)]
	Weighted(Weights),
	/// The lowest price, and among equal prices the supplier who had the fewest matches lately.
	#[codec(index = 5)]
	FairShare,
}

impl Policy {
	/// The place that the policy measures from.
	pub const fn place(&self) -> Option<&Region> {
		match self {
			Self::Nearest(place) => Some(place),
			Self::Weighted(weights) => Some(&weights.near),
			Self::Cheapest | Self::BestQuality | Self::Freshest | Self::FairShare => None,
		}
	}
}

/// How much each property counts. Every property gives 0 to 1000 points:
///
/// - price: the part of what may be paid that is saved,
/// - quality: as it is,
/// - freshness: 1000 for new data, half of that at the highest age that the need allows, or at a day where it allows any,
/// - nearness: 1000 at the place, half of that at ten kilometres,
/// - reputation: the lower bound of the supplier's score.
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
pub struct Weights {
	/// Of the price.
	pub price: u16,
	/// Of the quality.
	pub quality: u16,
	/// Of the freshness.
	pub freshness: u16,
	/// Of the nearness.
	pub nearness: u16,
	/// Of the supplier's reputation.
	pub reputation: u16,
	/// Where nearness is measured from.
	pub near: Region,
}

impl Weights {
	/// The sum of weighted points. At most 5 * 65535 * 1000.
	fn points(&self, supply: &Supply, fill: &Fill, need: &Need, now: Moment) -> u64 {
		let saved = fill.limit.saturating_sub(fill.amount);
		// Thousandths of a number that may be as large as a `u128`: shrunk first if it must be.
		let saved = match saved.checked_mul(PER_MILLE.into()) {
			Some(thousands) => thousands.checked_div(fill.limit),
			None => saved.checked_div((fill.limit / u128::from(PER_MILLE)).max(1)),
		};
		let price = saved.and_then(|points| u64::try_from(points).ok()).unwrap_or_default();
		let age = now.saturating_sub(supply.span.to);
		let freshness = halved(age, need.max_age.unwrap_or(HALF_FRESH));
		let nearness = match self.nearness {
			0 => 0,
			_ => halved(distance(&self.near, &supply.region), HALF_NEAR),
		};
		let weighted = [
			(self.price, price),
			(self.quality, supply.quality.into()),
			(self.freshness, freshness),
			(self.nearness, nearness),
			(self.reputation, supply.reputation.into()),
		];
		weighted.into_iter().fold(0, |sum, (weight, points)| {
			sum.saturating_add(u64::from(weight).saturating_mul(points.min(PER_MILLE.into())))
		})
	}
}

/// 1000 at 0, half of that at `half`, ever less beyond.
fn halved(value: u64, half: u64) -> u64 {
	let half = u128::from(half.max(1));
	let points = half.saturating_mul(PER_MILLE.into()) / half.saturating_add(value.into());
	u64::try_from(points).unwrap_or_default()
}

/// How good an answer is under a policy. The lower is the better one.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Rank {
	/// What the policy looks at first.
	pub first: u128,
	/// What decides between equals.
	pub then: u128,
}

/// How good a set of answers is. The lower is the better one.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct SetRank {
	/// How much is still not filled: more volume filled is better than anything else.
	pub missing: u64,
	/// What the policy says of all of it.
	pub rank: Rank,
	/// How many answers: fewer is better.
	pub fills: u32,
}

/// How good an answer that is admissible is under the policy of the need.
pub fn rank(supply: &Supply, fill: &Fill, need: &Need, now: Moment) -> Rank {
	arrange(&need.policy, demerit(supply, fill, need, now).into(), fill.amount)
}

/// How good several answers are together, each of which is admissible for what the ones before leave: what the policy looks at on
/// the average of their readings, rounded down, and what they cost all together.
pub fn rank_set<'a>(
	fills: impl IntoIterator<Item = (&'a Supply, Fill)>,
	need: &Need,
	left: &Left,
	now: Moment,
) -> SetRank {
	let (mut left, mut count, mut amount) = (*left, 0u32, 0u128);
	let (mut weighted, mut records) = (0u128, 0u128);
	for (supply, fill) in fills {
		left = left.after(&fill);
		count = count.saturating_add(1);
		amount = amount.saturating_add(fill.amount);
		let weight = u128::from(supply.records.max(1));
		records = records.saturating_add(weight);
		let demerit = u128::from(demerit(supply, &fill, need, now));
		weighted = weighted.saturating_add(demerit.saturating_mul(weight));
	}
	let average = weighted / records.max(1);
	SetRank { missing: left.units, rank: arrange(&need.policy, average, amount), fills: count }
}

/// Which of two answers is better, given the rank and the number of the offer of each: `Less` means that `a` is.
///
/// The lower number is the older offer and wins a tie. So two different offers never tie, and everybody who sorts the same offers
/// gets the same order. Sets of offers may tie: a [`SetRank`] does not say which offers they are, and of equal proposals the older
/// one stays.
pub fn compare(a: (&Rank, OfferId), b: (&Rank, OfferId)) -> Ordering {
	a.0.cmp(b.0).then(a.1.cmp(&b.1))
}

/// Which of two answers is the better part of a volume, given the rank, the fill and the number of the offer of each. As
/// [`compare`], but by the price of a reading: by that of all of it the smallest lots would come first, however dear they are.
pub fn compare_parts(
	policy: &Policy,
	a: (&Rank, &Fill, OfferId),
	b: (&Rank, &Fill, OfferId),
) -> Ordering {
	let price = compare_unit_prices(a.1, b.1);
	let preferred = match policy {
		Policy::Cheapest | Policy::FairShare => price.then(a.0.then.cmp(&b.0.then)),
		Policy::BestQuality | Policy::Freshest | Policy::Nearest(_) | Policy::Weighted(_) => {
			a.0.first.cmp(&b.0.first).then(price)
		},
	};
	preferred.then(a.2.cmp(&b.2))
}

/// Compares what a unit costs, without rounding: first the whole parts, then the rests as fractions. A rest is below 2^64, so its
/// product with the other's units fits.
fn compare_unit_prices(a: &Fill, b: &Fill) -> Ordering {
	let split = |fill: &Fill| {
		let units = u128::from(fill.units.max(1));
		(fill.amount / units, fill.amount % units, units)
	};
	let ((a, a_rest, a_units), (b, b_rest, b_units)) = (split(a), split(b));
	a.cmp(&b).then(a_rest.saturating_mul(b_units).cmp(&b_rest.saturating_mul(a_units)))
}

/// What the policy looks at beside the price; the lower is the better one.
fn demerit(supply: &Supply, fill: &Fill, need: &Need, now: Moment) -> u64 {
	match &need.policy {
		Policy::Cheapest => 0,
		Policy::BestQuality => u64::from(u16::MAX.saturating_sub(supply.quality)),
		Policy::Freshest => u64::MAX.saturating_sub(supply.span.to),
		Policy::Nearest(place) => distance(place, &supply.region),
		Policy::Weighted(weights) => {
			u64::MAX.saturating_sub(weights.points(supply, fill, need, now))
		},
		Policy::FairShare => supply.sold.into(),
	}
}

/// In the order in which the policy looks at them.
const fn arrange(policy: &Policy, demerit: u128, amount: u128) -> Rank {
	match policy {
		Policy::Cheapest | Policy::FairShare => Rank { first: amount, then: demerit },
		Policy::BestQuality | Policy::Freshest | Policy::Nearest(_) | Policy::Weighted(_) => {
			Rank { first: demerit, then: amount }
		},
	}
}

#[cfg(test)]
mod tests {
	use super::super::rule::tests::{need, supply, NOW};
	use super::*;
	use crate::market::Span;

	fn fill(amount: u128) -> Fill {
		Fill { units: 1, amount, limit: 1_000 }
	}

	fn under(policy: Policy) -> Need {
		Need { policy, max_age: Some(1_000), ..need() }
	}

	#[test]
	fn each_policy_prefers_what_it_names_then_the_lower_price() {
		let plain = supply();
		let region = Region::new("u33dc1").unwrap();
		let place = Region::new("u33dc0").unwrap();
		let weights =
			Weights { price: 0, quality: 0, freshness: 0, nearness: 0, reputation: 1, near: place };
		let better = [
			(Policy::BestQuality, Supply { quality: plain.quality + 1, ..plain.clone() }),
			(Policy::Freshest, Supply { span: Span { to: NOW, ..plain.span }, ..plain.clone() }),
			(Policy::Nearest(region), Supply { region, ..plain.clone() }),
			(
				Policy::Weighted(weights),
				Supply { reputation: plain.reputation + 1, ..plain.clone() },
			),
		];
		for (policy, better) in better {
			let need = under(policy);
			let rank = |supply, amount| rank(supply, &fill(amount), &need, NOW);
			assert!(rank(&better, 900) < rank(&plain, 1), "{policy:?}");
			assert!(rank(&plain, 1) < rank(&plain, 2), "{policy:?}");
		}
		for policy in [Policy::Cheapest, Policy::FairShare] {
			let need = under(policy);
			assert!(rank(&plain, &fill(1), &need, NOW) < rank(&plain, &fill(2), &need, NOW));
		}
	}

	#[test]
	fn fair_share_decides_between_equal_prices_only() {
		let need = under(Policy::FairShare);
		let seldom = Supply { sold: 1, ..supply() };
		let often = Supply { sold: 2, ..supply() };
		let rank = |supply, amount| rank(supply, &fill(amount), &need, NOW);
		assert!(rank(&seldom, 100) < rank(&often, 100));
		assert!(rank(&often, 99) < rank(&seldom, 100));
	}

	#[test]
	fn older_offer_wins_a_tie() {
		let rank = rank(&supply(), &fill(1), &need(), NOW);
		assert_eq!(compare((&rank, 1), (&rank, 2)), Ordering::Less);
		assert_eq!(compare((&rank, 2), (&rank, 2)), Ordering::Equal);
	}

	#[test]
	fn parts_are_compared_by_the_price_of_a_reading() {
		let part = |units, amount| Fill { units, amount, limit: u128::MAX };
		let order = |policy, a: (u128, Fill), b: (u128, Fill)| {
			let rank = |(demerit, fill): &(u128, Fill)| arrange(&policy, *demerit, fill.amount);
			compare_parts(&policy, (&rank(&a), &a.1, 1), (&rank(&b), &b.1, 2))
		};
		// The larger lot costs more, and less for a reading; a third of a unit is told apart from 0.3.
		assert_eq!(order(Policy::Cheapest, (0, part(48, 384)), (0, part(24, 240))), Ordering::Less);
		assert_eq!(order(Policy::Cheapest, (0, part(10, 3)), (0, part(3, 1))), Ordering::Less);
		let huge = (0, part(u64::MAX, u128::MAX));
		assert_eq!(order(Policy::Cheapest, huge, huge), Ordering::Less);
		// Equal prices: the policy, then age.
		assert_eq!(order(Policy::FairShare, (2, part(2, 2)), (1, part(1, 1))), Ordering::Greater);
		assert_eq!(order(Policy::FairShare, (1, part(2, 2)), (1, part(1, 1))), Ordering::Less);
		// Metres that happen to be as many as the price are still metres.
		let place = Region::new("u33d").unwrap();
		let (near, far) = ((5, part(1, 9)), (9, part(9, 9)));
		assert_eq!(order(Policy::Nearest(place), near, far), Ordering::Less);
		assert_eq!(order(Policy::Nearest(place), far, near), Ordering::Greater);
	}

	#[test]
	fn points_are_the_pinned_ones() {
		let near = Region::new("u33d").unwrap();
		let weights =
			Weights { price: 1, quality: 10, freshness: 100, nearness: 1_000, reputation: 3, near };
		let supply = Supply { region: near, quality: 900, reputation: 500, ..supply() };
		let need = Need { max_age: Some(500), ..need() };
		let now = supply.span.to + 500;
		// A quarter saved, 900 quality, half fresh, right there, 500 reputation.
		let points = weights.points(&supply, &fill(750), &need, now);
		assert_eq!(points, 250 + 9_000 + 50_000 + 1_000_000 + 1_500);
		// Amounts as large as can be are no danger.
		let largest = Fill { units: 1, amount: 0, limit: u128::MAX };
		assert_eq!(weights.points(&supply, &largest, &need, now), points + 750);
		let free = Fill { units: 1, amount: 0, limit: 0 };
		assert_eq!(weights.points(&supply, &free, &need, now), points - 250);
	}

	#[test]
	fn set_is_better_by_volume_then_policy_then_fewer_fills() {
		let need = under(Policy::Cheapest);
		let left = Left { units: 10, budget: 1_000 };
		let one = supply();
		let fill = |units, amount| Fill { units, amount, limit: 1_000 };
		let of =
			|fills: &[Fill]| rank_set(fills.iter().map(|fill| (&one, *fill)), &need, &left, NOW);
		assert!(of(&[fill(10, 900)]) < of(&[fill(9, 1)]));
		assert!(of(&[fill(5, 400), fill(5, 400)]) < of(&[fill(10, 801)]));
		assert!(of(&[fill(10, 800)]) < of(&[fill(5, 400), fill(5, 400)]));
		// A set of one is ranked as that one is.
		assert_eq!(of(&[fill(10, 7)]).rank, rank(&one, &fill(10, 7), &need, NOW));
	}
}
