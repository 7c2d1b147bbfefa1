//! What is paid in, how a price is told, and who gets a part of it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{did::DidId, Moment};

/// Number of a token besides the chain's own.
pub type AssetId = u32;

/// What something is paid in. Fees and tickets are always paid in the chain's own token.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Asset {
	/// The chain's own token.
	#[default]
	#[codec(index = 0)]
	Native,
	/// Another token that the chain keeps, such as a stable coin of the consortium.
	#[codec(index = 1)]
	Local(AssetId),
}

/// How much there is of something that is sold.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Volume {
	/// Readings: the leaves of the fingerprints.
	pub records: u64,
	/// Bytes of the leaves.
	pub bytes: u64,
	/// Milliseconds from the first reading to the last one.
	pub span: Moment,
}

/// How a price is told. The chain makes one amount of it, [`Price::of`].
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
pub enum Price {
	/// So much for all of it.
	#[codec(index = 0)]
	Fixed(u128),
	/// So much for every reading.
	#[codec(index = 1)]
	PerRecord(u128),
	/// So much for every byte.
	#[codec(index = 2)]
	PerByte(u128),
	/// So much for every second that has begun.
	#[codec(index = 3)]
	PerSecond(u128),
}

impl Price {
	/// The rate, whatever it counts.
	pub const fn rate(&self) -> u128 {
		match self {
			Self::Fixed(rate)
			| Self::PerRecord(rate)
			| Self::PerByte(rate)
			| Self::PerSecond(rate) => *rate,
		}
	}

	/// What so much costs; `None` if a `u128` does not count it.
	pub fn of(&self, volume: &Volume) -> Option<u128> {
		let count = match self {
			Self::Fixed(_) => 1,
			Self::PerRecord(_) => volume.records,
			Self::PerByte(_) => volume.bytes,
			Self::PerSecond(_) => volume.span.div_ceil(1_000),
		};
		self.rate().checked_mul(count.into())
	}
}

/// The most commissions of one deal: one for a platform, one for a proxy.
pub const MAX_COMMISSIONS: u32 = 2;

/// The most of a price that commissions may take, all of them together, per mille.
pub const MAX_COMMISSION: u16 = 500;

/// A part of a price for who brought the deal about: a platform, or a proxy (Y.4560 I.2). It is taken from what the supplier
/// gets, before the holders of the right of profit share the rest.
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
pub struct Commission {
	/// Who gets it.
	pub payee: DidId,
	/// The part of the price, per mille, rounded down.
	pub per_mille: u16,
}

impl Commission {
	/// What it is of a price.
	pub fn of(&self, price: u128) -> u128 {
		per_mille_of(price, self.per_mille)
	}

	/// Whether commissions are few enough, none is nothing, and all together are at most [`MAX_COMMISSION`].
	pub fn are_fair(commissions: &[Self]) -> bool {
		let few = u32::try_from(commissions.len()).is_ok_and(|count| count <= MAX_COMMISSIONS);
		let sum = commissions.iter().try_fold(0u16, |sum, one| sum.checked_add(one.per_mille));
		few && commissions.iter().all(|one| one.per_mille > 0)
			&& sum.is_some_and(|sum| sum <= MAX_COMMISSION)
	}
}

/// So many thousandths of an amount, at most all of it, rounded down. Never overflows.
pub fn per_mille_of(amount: u128, per_mille: u16) -> u128 {
	let share = u128::from(per_mille.min(1_000));
	let (thousands, rest) = (amount / 1_000, amount % 1_000);
	// The whole thousands first, so that nothing overflows; the rest is below a thousand.
	thousands.saturating_mul(share).saturating_add(rest.saturating_mul(share) / 1_000)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn price_counts_what_it_is_told_for() {
		let volume = Volume { records: 3, bytes: 1_000, span: 1_001 };
		assert_eq!(Price::Fixed(7).of(&volume), Some(7));
		assert_eq!(Price::PerRecord(7).of(&volume), Some(21));
		assert_eq!(Price::PerByte(7).of(&volume), Some(7_000));
		assert_eq!(Price::PerSecond(7).of(&volume), Some(14));
	}

	#[test]
	fn attack_price_overflow_is_no_price() {
		let volume = Volume { records: 2, bytes: u64::MAX, span: 0 };
		assert_eq!(Price::PerRecord(u128::MAX).of(&volume), None);
		assert_eq!(Price::PerByte(u128::MAX / 2).of(&volume), None);
		assert_eq!(Price::PerSecond(u128::MAX).of(&volume), Some(0));
	}

	#[test]
	fn thousandths_are_rounded_down_and_never_overflow() {
		assert_eq!(per_mille_of(1_999, 1), 1);
		assert_eq!(per_mille_of(999, 1), 0);
		assert_eq!(per_mille_of(u128::MAX, 1_000), u128::MAX);
		assert_eq!(per_mille_of(u128::MAX, 2_000), u128::MAX);
		assert_eq!(per_mille_of(1_001, 500), 500);
	}

	#[test]
	fn commissions_are_few_and_at_most_half() {
		let one = |per_mille| Commission { payee: DidId([1; 32]), per_mille };
		assert!(Commission::are_fair(&[]));
		assert!(Commission::are_fair(&[one(200), one(300)]));
		assert!(!Commission::are_fair(&[one(201), one(300)]));
		assert!(!Commission::are_fair(&[one(1), one(1), one(1)]));
		assert!(!Commission::are_fair(&[one(0)]));
		assert!(!Commission::are_fair(&[one(u16::MAX), one(u16::MAX)]));
	}
}
