//! Auctions: sealed bids, who wins at what price, and prices that fall.
//!
//! A bidder first *commits* to an amount by the [`commitment`] over it and a salt, and *reveals* both when nobody can commit any
//! more. The commitment names the chain, the auction and the bidder, so one that was copied opens for nobody else and
//! nowhere else.
//!
//! Who wins is decided by the order of [`Ranked`] bids: the higher amount first, and of equal ones the one that was committed
//! earlier. Only the best bids are kept ([`kept`]), so to close an auction of a hundred bidders sorts nothing.
//!
//! ```
//! use counterfoil_primitives::auction::{price, rank_of, Pricing, Ranked};
//!
//! let mut best: Vec<Ranked> = Vec::new();
//! for (position, amount) in [900, 1_200, 1_000].into_iter().enumerate() {
//! 	let bid = Ranked { amount, position: position as u32 };
//! 	best.insert(rank_of(&best, &bid), bid);
//! }
//! // One copy, nobody pays less than 500: the second bidder wins.
//! assert_eq!(best[0].position, 1);
//! assert_eq!(price(Pricing::First, &best, 0, 1, 500), Some(1_200));
//! assert_eq!(price(Pricing::Uniform, &best, 0, 1, 500), Some(1_000));
//! assert_eq!(price(Pricing::First, &best, 1, 1, 500), None);
//! ```

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{did::DidId, sha256, AuctionId, Hash, Moment};

/// The bytes of a salt. As long as the hash, so that nobody finds an amount by trying out those that are likely.
pub const SALT_LEN: usize = 32;

/// The highest price of an auction, and the highest bid: so that a bond and fees on top of it still count in a `u128`.
pub const MAX_PRICE: u128 = u128::MAX >> 16;

const COMMITMENT_DOMAIN: &[u8] = b"counterfoil/sealed-bid/v1";

/// What a bidder commits to:
/// `sha256("counterfoil/sealed-bid/v1" ‖ genesis ‖ auction as u64 little-endian ‖ bidder ‖ amount as u128 little-endian ‖ salt)`.
///
/// Every part has a fixed length, so no two different inputs have the same bytes. The amount is as SCALE encodes it.
pub fn commitment(
	genesis: &Hash,
	auction: AuctionId,
	bidder: &DidId,
	amount: u128,
	salt: &[u8; SALT_LEN],
) -> Hash {
	let (auction, amount) = (auction.to_le_bytes(), amount.to_le_bytes());
	sha256(&[COMMITMENT_DOMAIN, genesis, &auction, &bidder.0, &amount, salt])
}

/// What the winners of a sealed auction pay.
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
pub enum Pricing {
	/// Everyone his own bid.
	#[codec(index = 0)]
	First,
	/// Everyone the same: the highest bid that does not win, and the reserve if there is none. To bid what the data are worth
	/// to oneself is the best that a bidder of one copy can do (Vickrey 1961).
	#[codec(index = 1)]
	Uniform,
}

/// A bid that was revealed and is at least the reserve.
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
pub struct Ranked {
	/// How much.
	pub amount: u128,
	/// How many bids were committed before this one.
	pub position: u32,
}

impl Ranked {
	/// Whether this bid comes before the other one.
	pub fn beats(&self, other: &Self) -> bool {
		(self.amount, other.position) > (other.amount, self.position)
	}
}

/// The place of a bid among others that are sorted by rank.
pub fn rank_of(best: &[Ranked], bid: &Ranked) -> usize {
	best.partition_point(|other| other.beats(bid))
}

/// How many bids must be kept to know the winners of so many copies and what they pay: the winners, and the best of the others.
pub fn kept(copies: u32) -> u32 {
	copies.saturating_add(1)
}

/// What the bid of this rank pays, given the best bids in their order: all of them, or as many as are [`kept`]. `None` if it does
/// not win.
///
/// Never more than what was bid, and never less than the reserve, as no ranked bid is below it.
pub fn price(
	pricing: Pricing,
	best: &[Ranked],
	rank: usize,
	copies: u32,
	reserve: u128,
) -> Option<u128> {
	let copies = usize::try_from(copies).unwrap_or(usize::MAX);
	let own = best.get(rank).filter(|_| rank < copies)?;
	Some(match pricing {
		Pricing::First => own.amount,
		Pricing::Uniform => best.get(copies).map_or(reserve, |loser| loser.amount.max(reserve)),
	})
}

/// How a price falls.
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
pub enum Descent {
	/// Evenly, with every millisecond.
	#[codec(index = 0)]
	Linear,
	/// In so many steps of equal height. The time is cut into one part more than there are steps, as equal as milliseconds allow; the
	/// first part is at the start, the last one at the reserve.
	#[codec(index = 1)]
	Steps(u32),
}

/// A price that falls from a start to a reserve.
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
pub struct Falling {
	/// The first price.
	pub start: u128,
	/// The last price.
	pub reserve: u128,
	/// The first moment of the sale.
	pub from: Moment,
	/// The last moment of the sale.
	pub until: Moment,
	/// How the price gets from one to the other.
	pub descent: Descent,
}

impl Falling {
	/// Whether the price falls: not below nothing, in at least one step, and in some time.
	pub fn is_sound(&self) -> bool {
		self.reserve <= self.start && self.from < self.until && self.descent != Descent::Steps(0)
	}

	/// The price at a moment, `None` outside of the sale. At `from` it is the start, at `until` the reserve, and in between it never
	/// rises. What a division leaves over is the seller's: the price is rounded up.
	pub fn at(&self, now: Moment) -> Option<u128> {
		if now < self.from || now > self.until {
			return None;
		}
		let height = self.start.saturating_sub(self.reserve);
		let (elapsed, span) = (now.saturating_sub(self.from), self.until.saturating_sub(self.from));
		let fallen = match self.descent {
			Descent::Linear => portion(height, elapsed, span),
			Descent::Steps(steps) => {
				let steps = u64::from(steps);
				let parts = u128::from(steps).saturating_add(1);
				let step = portion(parts, elapsed, span).min(steps.into());
				portion(height, u64::try_from(step).unwrap_or(steps), steps)
			},
		};
		Some(self.start.saturating_sub(fallen))
	}
}

/// `amount * part / whole`, rounded down, for a part that is not more than the whole. All of it, if the whole is nothing.
fn portion(amount: u128, part: u64, whole: u64) -> u128 {
	if part >= whole {
		return amount;
	}
	let (part, whole) = (u128::from(part), u128::from(whole));
	// The whole multiples first. What is left is below `whole`, so its product with `part` counts in a `u128`.
	let (times, rest) = (amount / whole, amount % whole);
	times.saturating_mul(part).saturating_add(rest.saturating_mul(part) / whole)
}

#[cfg(test)]
mod tests {
	use alloc::vec::Vec;

	use hex_literal::hex;
	use proptest::prelude::*;

	use super::*;

	const GENESIS: Hash = [1; 32];
	const BIDDER: DidId = DidId([2; 32]);
	const SALT: [u8; SALT_LEN] = [3; SALT_LEN];

	#[test]
	fn commitment_is_what_clients_compute() {
		let mut bytes = b"counterfoil/sealed-bid/v1".to_vec();
		bytes.extend_from_slice(&GENESIS);
		bytes.extend_from_slice(&7u64.encode());
		bytes.extend_from_slice(&BIDDER.0);
		bytes.extend_from_slice(&1_000u128.encode());
		bytes.extend_from_slice(&SALT);
		assert_eq!(bytes.len(), 25 + 32 + 8 + 32 + 16 + 32);
		let own = commitment(&GENESIS, 7, &BIDDER, 1_000, &SALT);
		assert_eq!(own, sha256(&[&bytes]));
		assert_eq!(own, hex!("0f3cea9d90df5b4b06591b08d9d55db69b5abfb0096c082aae70af1c293e6f65"));
	}

	#[test]
	fn attack_commitment_opens_for_nothing_else() {
		let own = commitment(&GENESIS, 7, &BIDDER, 1_000, &SALT);
		let others = [
			commitment(&[9; 32], 7, &BIDDER, 1_000, &SALT),
			commitment(&GENESIS, 8, &BIDDER, 1_000, &SALT),
			commitment(&GENESIS, 7, &DidId([9; 32]), 1_000, &SALT),
			commitment(&GENESIS, 7, &BIDDER, 1_001, &SALT),
			commitment(&GENESIS, 7, &BIDDER, 1_000, &[9; 32]),
		];
		assert!(others.iter().all(|other| *other != own));
	}

	#[test]
	fn encodings_keep_their_numbers() {
		assert_eq!(Pricing::First.encode(), [0]);
		assert_eq!(Pricing::Uniform.encode(), [1]);
		assert_eq!(Descent::Linear.encode(), [0]);
		assert_eq!(Descent::Steps(5).encode(), [1, 5, 0, 0, 0]);
	}

	fn ranked(amounts: &[u128]) -> Vec<Ranked> {
		let mut best = Vec::new();
		for (position, amount) in (0..).zip(amounts) {
			let bid = Ranked { amount: *amount, position };
			best.insert(rank_of(&best, &bid), bid);
		}
		best
	}

	#[test]
	fn tie_is_won_by_who_committed_first() {
		let best = ranked(&[5, 7, 7, 5]);
		let order: Vec<_> = best.iter().map(|bid| bid.position).collect();
		assert_eq!(order, [1, 2, 0, 3]);
		// Whoever reveals first.
		let (early, late) = (Ranked { amount: 7, position: 1 }, Ranked { amount: 7, position: 2 });
		assert_eq!(rank_of(&[late], &early), 0);
		assert!(early.beats(&late) && !late.beats(&early) && !early.beats(&early));
	}

	#[test]
	fn uniform_price_is_the_highest_losing_bid_or_the_reserve() {
		let best = ranked(&[10, 30, 20]);
		assert_eq!(price(Pricing::Uniform, &best, 0, 1, 5), Some(20));
		assert_eq!(price(Pricing::Uniform, &best, 0, 2, 5), Some(10));
		assert_eq!(price(Pricing::Uniform, &best, 1, 2, 5), Some(10));
		assert_eq!(price(Pricing::Uniform, &best, 2, 2, 5), None);
		assert_eq!(price(Pricing::Uniform, &best, 2, 3, 5), Some(5));
		assert_eq!(price(Pricing::Uniform, &best, 2, u32::MAX, 5), Some(5));
		assert_eq!(price(Pricing::Uniform, &[], 0, 3, 5), None);
		assert_eq!(price(Pricing::First, &best, 0, 0, 5), None);
	}

	fn falling(descent: Descent) -> Falling {
		Falling { start: 1_000, reserve: 400, from: 10_000, until: 13_000, descent }
	}

	#[test]
	fn linear_price_is_exact_at_both_ends_and_rounded_up_between() {
		let price = |now| falling(Descent::Linear).at(now);
		assert_eq!(price(9_999), None);
		assert_eq!(price(10_000), Some(1_000));
		assert_eq!(price(10_001), Some(1_000));
		assert_eq!(price(10_005), Some(999));
		assert_eq!(price(11_500), Some(700));
		assert_eq!(price(12_999), Some(401));
		assert_eq!(price(13_000), Some(400));
		assert_eq!(price(13_001), None);
	}

	#[test]
	fn steps_have_equal_height_and_exact_edges() {
		// Two steps, three parts of a second each.
		let price = |now| falling(Descent::Steps(2)).at(now);
		assert_eq!(price(9_999), None);
		assert_eq!(price(10_000), Some(1_000));
		assert_eq!(price(10_999), Some(1_000));
		assert_eq!(price(11_000), Some(700));
		assert_eq!(price(11_999), Some(700));
		assert_eq!(price(12_000), Some(400));
		assert_eq!(price(13_000), Some(400));
		assert_eq!(price(13_001), None);
		// One step: half of the time each.
		assert_eq!(falling(Descent::Steps(1)).at(11_499), Some(1_000));
		assert_eq!(falling(Descent::Steps(1)).at(11_500), Some(400));
	}

	#[test]
	fn attack_reserve_above_start_and_empty_time_are_not_sound() {
		assert!(falling(Descent::Linear).is_sound());
		assert!(!Falling { reserve: 1_001, ..falling(Descent::Linear) }.is_sound());
		assert!(Falling { reserve: 1_000, ..falling(Descent::Linear) }.is_sound());
		assert!(!Falling { until: 10_000, ..falling(Descent::Linear) }.is_sound());
		assert!(!falling(Descent::Steps(0)).is_sound());
		// Nor do they panic.
		let nonsense = Falling { until: 10_000, reserve: 2_000, ..falling(Descent::Steps(0)) };
		assert_eq!(nonsense.at(10_000), Some(1_000));
	}

	#[test]
	fn attack_largest_prices_and_times_do_not_overflow() {
		for descent in [Descent::Linear, Descent::Steps(1), Descent::Steps(u32::MAX)] {
			let wide = Falling { start: u128::MAX, reserve: 0, from: 0, until: u64::MAX, descent };
			assert_eq!(wide.at(0), Some(u128::MAX));
			assert_eq!(wide.at(u64::MAX), Some(0));
			assert!(wide.at(u64::MAX / 2).unwrap() > 0);
		}
	}

	fn descent() -> impl Strategy<Value = Descent> {
		prop_oneof![
			Just(Descent::Linear),
			(1..40u32).prop_map(Descent::Steps),
			(1..=u32::MAX).prop_map(Descent::Steps),
		]
	}

	fn sound() -> impl Strategy<Value = Falling> {
		let prices = prop_oneof![
			(0..5_000u128, 0..5_000u128),
			(any::<u128>(), any::<u128>()),
			(0..=MAX_PRICE, 0..1_000u128),
		];
		let times = prop_oneof![(0..10_000u64, 1..10_000u64), (any::<u64>(), any::<u64>())];
		(prices, times, descent()).prop_map(|((one, other), (from, span), descent)| Falling {
			start: one.max(other),
			reserve: one.min(other),
			from: from.min(u64::MAX - 1),
			until: from.min(u64::MAX - 1).saturating_add(span.max(1)),
			descent,
		})
	}

	proptest! {
		#[test]
		fn winners_and_prices_are_those_of_a_full_sort(
			amounts in proptest::collection::vec(prop_oneof![5..12u128, 5..=MAX_PRICE], 0..40),
			order in any::<u64>(),
			copies in 1..45u32,
		) {
			const RESERVE: u128 = 5;
			let all: Vec<Ranked> =
				(0..).zip(&amounts).map(|(position, amount)| Ranked { amount: *amount, position }).collect();
			// By the whole list.
			let mut sorted = all.clone();
			sorted.sort_by_key(|bid| (core::cmp::Reverse(bid.amount), bid.position));
			// As the chain does it: in any order, and only the best are kept.
			let mut shuffled = all.clone();
			shuffled.sort_by_key(|bid| order.wrapping_mul(u64::from(bid.position) + 1).rotate_left(17));
			let mut best: Vec<Ranked> = Vec::new();
			for bid in shuffled {
				best.insert(rank_of(&best, &bid), bid);
				best.truncate(kept(copies) as usize);
			}
			let take = sorted.len().min(kept(copies) as usize);
			prop_assert_eq!(&best[..], &sorted[..take]);

			let losing = sorted.get(copies as usize).map(|bid| bid.amount);
			for (rank, bid) in sorted.iter().enumerate() {
				let first = price(Pricing::First, &best, rank, copies, RESERVE);
				let uniform = price(Pricing::Uniform, &best, rank, copies, RESERVE);
				if rank < copies as usize {
					prop_assert_eq!(first, Some(bid.amount));
					prop_assert_eq!(uniform, Some(losing.unwrap_or(RESERVE)));
					prop_assert!(uniform.unwrap() <= bid.amount && uniform.unwrap() >= RESERVE);
				} else {
					prop_assert_eq!((first, uniform), (None, None));
				}
			}
		}

		#[test]
		fn price_falls_from_start_to_reserve_and_never_rises(falling in sound(), moments in proptest::collection::vec(any::<u64>(), 2..20)) {
			prop_assert!(falling.is_sound());
			prop_assert_eq!(falling.at(falling.from), Some(falling.start));
			prop_assert_eq!(falling.at(falling.until), Some(falling.reserve));
			prop_assert_eq!(falling.at(falling.from.wrapping_sub(1)).filter(|_| falling.from > 0), None);
			prop_assert_eq!(falling.at(falling.until.wrapping_add(1)).filter(|_| falling.until < u64::MAX), None);
			let span = falling.until - falling.from;
			let mut inside: Vec<u64> = moments
				.iter()
				.map(|moment| falling.from + span.checked_add(1).map_or(*moment, |count| moment % count))
				.collect();
			inside.sort_unstable();
			let prices: Vec<u128> = inside.iter().map(|now| falling.at(*now).unwrap()).collect();
			prop_assert!(prices.is_sorted_by(|a, b| a >= b));
			prop_assert!(prices.iter().all(|price| (falling.reserve..=falling.start).contains(price)));
		}

		#[test]
		fn portion_is_that_of_a_plain_division(amount in 0..=u128::from(u64::MAX), part in any::<u64>(), whole in 1..=u64::MAX) {
			let part = part % whole;
			prop_assert_eq!(portion(amount, part, whole), amount * u128::from(part) / u128::from(whole));
		}
	}
}
