//! Which supply answers which need, and which of two supplies is the better one.
//!
//! The rule is here, the search may happen anywhere: the chain runs these functions on a bounded
//! number of candidates, or on a pair that somebody proposes.

use core::cmp::Ordering;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	text::{Category, Region},
	Moment,
};

/// What the demander prefers among the supplies that answer the need.
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
	/// The lowest price, then the oldest offer. The index on chain is in this order.
	#[codec(index = 0)]
	Cheapest,
	/// The highest quality, then the lowest price, then the oldest offer.
	#[codec(index = 1)]
	BestQuality,
	/// The newest data, then the lowest price, then the oldest offer.
	#[codec(index = 2)]
	Freshest,
}

/// What an offer supplies.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Supply {
	/// What the data is about.
	pub category: Category,
	/// Where the data comes from.
	pub region: Region,
	/// What it costs, in the smallest unit of the currency.
	pub price: u128,
	/// The lowest quality in the lot, per mille.
	pub quality: u16,
	/// When the newest reading was taken.
	pub newest: Moment,
	/// Whether all of it has a valid certificate.
	pub certified: bool,
	/// The number of readings.
	pub records: u64,
}

/// What a demand asks for.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Need {
	/// The category that the supply has, exactly.
	pub category: Category,
	/// What the region of the supply begins with.
	pub region: Region,
	/// The most that is paid, in the smallest unit of the currency.
	pub max_price: u128,
	/// The least quality, per mille.
	pub min_quality: u16,
	/// How old the newest reading may be, in milliseconds.
	pub max_age: Moment,
	/// Whether a valid certificate is asked for.
	pub certificate_required: bool,
	/// The least number of readings.
	pub min_records: u64,
	/// What is preferred among the supplies that will do.
	pub policy: Policy,
}

/// The first reason why a supply does not answer a need, in this order.
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
pub enum Mismatch {
	/// It is about something else.
	#[codec(index = 0)]
	Category,
	/// It comes from elsewhere.
	#[codec(index = 1)]
	Region,
	/// It costs too much.
	#[codec(index = 2)]
	Price,
	/// Its quality is too low.
	#[codec(index = 3)]
	Quality,
	/// It is too old.
	#[codec(index = 4)]
	Age,
	/// It has no valid certificate.
	#[codec(index = 5)]
	Certificate,
	/// It has too few readings.
	#[codec(index = 6)]
	Records,
}

/// Whether the supply answers the need at `now`, and if not the first reason why.
///
/// Data that is dated in the future counts as new.
pub fn admissible(supply: &Supply, need: &Need, now: Moment) -> Result<(), Mismatch> {
	let rules = [
		(supply.category == need.category, Mismatch::Category),
		(supply.region.starts_with(&need.region), Mismatch::Region),
		(supply.price <= need.max_price, Mismatch::Price),
		(supply.quality >= need.min_quality, Mismatch::Quality),
		(now.saturating_sub(supply.newest) <= need.max_age, Mismatch::Age),
		(supply.certified || !need.certificate_required, Mismatch::Certificate),
		(supply.records >= need.min_records, Mismatch::Records),
	];
	match rules.into_iter().find(|(holds, _)| !holds) {
		Some((_, mismatch)) => Err(mismatch),
		None => Ok(()),
	}
}

/// Which of two offers is better under the policy: `Less` means that `a` is.
///
/// Each offer is given with its number; the lower number is the older offer and wins a tie. So two
/// different offers never tie, and everybody who sorts the same offers gets the same order.
pub fn compare(policy: Policy, a: (&Supply, u64), b: (&Supply, u64)) -> Ordering {
	let ((left, left_id), (right, right_id)) = (a, b);
	let preferred = match policy {
		Policy::Cheapest => Ordering::Equal,
		Policy::BestQuality => right.quality.cmp(&left.quality),
		Policy::Freshest => right.newest.cmp(&left.newest),
	};
	preferred.then_with(|| left.price.cmp(&right.price)).then_with(|| left_id.cmp(&right_id))
}

#[cfg(test)]
mod tests {
	use super::*;

	const NOW: Moment = 1_000_000;

	fn supply() -> Supply {
		Supply {
			category: Category::new("water/flow").unwrap(),
			region: Region::new("u33d").unwrap(),
			price: 100,
			quality: 900,
			newest: NOW - 500,
			certified: true,
			records: 24,
		}
	}

	/// A need that the supply just answers.
	fn need() -> Need {
		Need {
			category: Category::new("water/flow").unwrap(),
			region: Region::new("u33d").unwrap(),
			max_price: 100,
			min_quality: 900,
			max_age: 500,
			certificate_required: true,
			min_records: 24,
			policy: Policy::Cheapest,
		}
	}

	#[test]
	fn supply_at_every_limit_is_admissible() {
		assert_eq!(admissible(&supply(), &need(), NOW), Ok(()));
	}

	#[test]
	fn supply_beyond_one_limit_is_refused_for_it() {
		let category = Category::new("water/level").unwrap();
		let region = Region::new("u33").unwrap();
		let cases = [
			(Supply { category, ..supply() }, Mismatch::Category),
			(Supply { region, ..supply() }, Mismatch::Region),
			(Supply { price: 101, ..supply() }, Mismatch::Price),
			(Supply { quality: 899, ..supply() }, Mismatch::Quality),
			(Supply { newest: NOW - 501, ..supply() }, Mismatch::Age),
			(Supply { certified: false, ..supply() }, Mismatch::Certificate),
			(Supply { records: 23, ..supply() }, Mismatch::Records),
		];
		for (supply, mismatch) in cases {
			assert_eq!(admissible(&supply, &need(), NOW), Err(mismatch));
		}
	}

	#[test]
	fn data_dated_in_the_future_is_new() {
		let early = Supply { newest: NOW + 10, ..supply() };
		assert_eq!(admissible(&early, &Need { max_age: 0, ..need() }, NOW), Ok(()));
	}

	#[test]
	fn policy_decides_then_price_then_age_of_offer() {
		let plain = supply();
		let cheap = Supply { price: 99, ..supply() };
		let good = Supply { quality: 901, ..supply() };
		let fresh = Supply { newest: NOW, ..supply() };
		let less = Ordering::Less;
		assert_eq!(compare(Policy::Cheapest, (&cheap, 9), (&plain, 1)), less);
		assert_eq!(compare(Policy::Cheapest, (&plain, 1), (&good, 2)), less);
		assert_eq!(compare(Policy::BestQuality, (&good, 9), (&cheap, 1)), less);
		assert_eq!(compare(Policy::BestQuality, (&cheap, 9), (&plain, 1)), less);
		assert_eq!(compare(Policy::Freshest, (&fresh, 9), (&cheap, 1)), less);
		assert_eq!(compare(Policy::Freshest, (&plain, 1), (&good, 2)), less);
		assert_eq!(compare(Policy::Freshest, (&plain, 1), (&plain, 1)), Ordering::Equal);
	}
}
