//! What a regulator is accredited for, and what he may pass on (Y.4560 9.4).
//!
//! [`Terms`] say what an accreditation allows. Whoever passes it on passes on the same or less: [`Terms::within`] names the
//! first thing that would be more.

use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	text::Category,
	traits::{CertificateType, Power},
	Moment,
};

/// The most types of certificates that an accreditation names. Who is trusted with more is trusted with any.
pub const MAX_TYPES: u32 = 16;

impl Power {
	/// Every power, in the order of their indices.
	pub const ALL: [Self; 2] = [Self::Certify, Self::Veto];

	const fn bit(self) -> u8 {
		match self {
			Self::Certify => 1,
			Self::Veto => 1 << 1,
		}
	}
}

/// A set of powers.
///
/// SCALE: one byte, bit `i` for the power with index `i`. Decoding refuses the bits that name no power.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Encode, TypeInfo)]
pub struct Powers(u8);

impl Powers {
	/// No power.
	pub const EMPTY: Self = Self(0);

	/// Every power there is.
	pub const ALL: Self = Self(0b11);

	/// The set with these bits; `None` if a bit names no power.
	pub const fn from_bits(bits: u8) -> Option<Self> {
		if bits & !Self::ALL.0 == 0 {
			Some(Self(bits))
		} else {
			None
		}
	}

	/// The set as bits: bit `i` for the power with index `i`.
	pub const fn bits(self) -> u8 {
		self.0
	}

	/// Whether the power is in the set.
	pub const fn contains(self, power: Power) -> bool {
		self.0 & power.bit() != 0
	}

	/// Whether no power is in the set.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// Whether every power of this set is in the other one.
	pub const fn is_within(self, other: Self) -> bool {
		self.0 & !other.0 == 0
	}
}

impl From<Power> for Powers {
	fn from(power: Power) -> Self {
		Self(power.bit())
	}
}

impl FromIterator<Power> for Powers {
	fn from_iter<I: IntoIterator<Item = Power>>(powers: I) -> Self {
		Self(powers.into_iter().fold(0, |bits, power| bits | power.bit()))
	}
}

impl Decode for Powers {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		Self::from_bits(u8::decode(input)?).ok_or_else(|| "there is no such power".into())
	}
}

impl DecodeWithMemTracking for Powers {}

impl MaxEncodedLen for Powers {
	fn max_encoded_len() -> usize {
		1
	}
}

/// What an accreditation is about.
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
pub enum Scope {
	/// Data of every category, stakeholders and devices.
	#[codec(index = 0)]
	Everything,
	/// Data of this category and of those below it: `water` covers `water` and `water/flow`, not `waterway`.
	#[codec(index = 1)]
	Category(Category),
	/// Stakeholders and devices, whatever they do; no data.
	#[codec(index = 2)]
	Subjects,
}

impl Scope {
	/// Whether data of this category are covered.
	pub fn covers(&self, category: &Category) -> bool {
		match self {
			Self::Everything => true,
			Self::Category(top) => is_below(category, top),
			Self::Subjects => false,
		}
	}

	/// Whether stakeholders and devices are covered.
	pub const fn covers_subjects(&self) -> bool {
		matches!(self, Self::Everything | Self::Subjects)
	}

	/// Whether everything that this scope covers is covered by the other one.
	pub fn is_within(&self, other: &Self) -> bool {
		match self {
			Self::Everything => *other == Self::Everything,
			Self::Category(top) => other.covers(top),
			Self::Subjects => other.covers_subjects(),
		}
	}
}

/// Whether the path is the other one, or goes on from it after a slash.
fn is_below(path: &Category, top: &Category) -> bool {
	match path.as_bytes().strip_prefix(top.as_bytes()) {
		Some(rest) => rest.first().is_none_or(|next| *next == b'/'),
		None => false,
	}
}

/// Which types of certificates an accreditation allows.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum CertificateTypes {
	/// Every type.
	#[codec(index = 0)]
	Any,
	/// These.
	#[codec(index = 1)]
	Only(BoundedVec<CertificateType, ConstU32<MAX_TYPES>>),
}

impl CertificateTypes {
	/// Whether certificates of this type are allowed.
	pub fn contains(&self, kind: &CertificateType) -> bool {
		match self {
			Self::Any => true,
			Self::Only(kinds) => kinds.contains(kind),
		}
	}

	/// Whether no type is allowed.
	pub fn is_empty(&self) -> bool {
		match self {
			Self::Any => false,
			Self::Only(kinds) => kinds.is_empty(),
		}
	}

	/// Whether every type of this list is allowed by the other one.
	pub fn is_within(&self, other: &Self) -> bool {
		match self {
			Self::Any => *other == Self::Any,
			Self::Only(kinds) => kinds.iter().all(|kind| other.contains(kind)),
		}
	}
}

/// What an accreditation allows, and when.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Terms {
	/// What its holder may do.
	pub powers: Powers,
	/// To what.
	pub scope: Scope,
	/// Which certificates he may issue.
	pub types: CertificateTypes,
	/// Whether he may accredit others within these terms.
	pub delegable: bool,
	/// The first moment at which he may.
	pub from: Moment,
	/// The last moment at which he may.
	pub until: Moment,
}

/// In what an accreditation would go beyond the one that it is derived from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Excess {
	/// A power.
	Powers,
	/// The scope.
	Scope,
	/// A type of certificates.
	Types,
	/// It begins earlier or ends later.
	Period,
}

impl Terms {
	/// Whether the moment lies within the period, both ends included.
	pub const fn is_in_period(&self, now: Moment) -> bool {
		self.from <= now && now <= self.until
	}

	/// Whether nothing here goes beyond the other terms; if something does, the first such thing.
	pub fn within(&self, other: &Self) -> Result<(), Excess> {
		if !self.powers.is_within(other.powers) {
			return Err(Excess::Powers);
		}
		if !self.scope.is_within(&other.scope) {
			return Err(Excess::Scope);
		}
		if !self.types.is_within(&other.types) {
			return Err(Excess::Types);
		}
		if self.from < other.from || other.until < self.until {
			return Err(Excess::Period);
		}
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use alloc::vec::Vec;

	use proptest::prelude::*;

	use super::*;

	fn category(text: &str) -> Category {
		Category::new(text).unwrap()
	}

	fn only(kinds: &[&str]) -> CertificateTypes {
		let kinds: Vec<_> = kinds.iter().map(|kind| CertificateType::new(kind).unwrap()).collect();
		CertificateTypes::Only(kinds.try_into().unwrap())
	}

	#[test]
	fn bit_of_power_is_its_index_and_unknown_bits_are_refused() {
		for power in Power::ALL {
			assert_eq!(Powers::from(power).encode(), [1 << power.encode()[0]]);
		}
		assert_eq!(Powers::from_iter(Power::ALL), Powers::ALL);
		for bits in 0..=u8::MAX {
			let decoded = Powers::decode(&mut &[bits][..]);
			assert_eq!(decoded.is_ok(), bits < 4, "{bits}");
			assert_eq!(decoded.ok(), Powers::from_bits(bits));
		}
	}

	#[test]
	fn scope_covers_the_path_and_what_follows_after_a_slash() {
		let water = Scope::Category(category("water"));
		for covered in ["water", "water/flow", "water/flow/river", "water/"] {
			assert!(water.covers(&category(covered)), "{covered}");
		}
		for other in ["waterway", "wate", "air", "Water", "water-/flow", "air/water"] {
			assert!(!water.covers(&category(other)), "{other}");
		}
		assert!(Scope::Everything.covers(&category("air")));
		assert!(!Scope::Subjects.covers(&category("air")));
		assert!(Scope::Everything.covers_subjects() && Scope::Subjects.covers_subjects());
		assert!(!water.covers_subjects());
	}

	#[test]
	fn scope_is_within_what_covers_all_of_it() {
		let (water, flow) =
			(Scope::Category(category("water")), Scope::Category(category("water/flow")));
		for scope in [Scope::Everything, water, flow, Scope::Subjects] {
			assert!(scope.is_within(&scope) && scope.is_within(&Scope::Everything));
			assert!(scope == Scope::Everything || !Scope::Everything.is_within(&scope));
		}
		assert!(flow.is_within(&water) && !water.is_within(&flow));
		assert!(!water.is_within(&Scope::Subjects) && !Scope::Subjects.is_within(&water));
	}

	#[test]
	fn types_are_within_any_and_within_a_list_that_has_them_all() {
		let (both, one) = (only(&["origin", "calibration"]), only(&["origin"]));
		assert!(one.is_within(&both) && !both.is_within(&one));
		assert!(both.is_within(&CertificateTypes::Any) && !CertificateTypes::Any.is_within(&both));
		assert!(only(&[]).is_within(&one) && only(&[]).is_empty() && !one.is_empty());
	}

	#[test]
	fn terms_name_the_first_thing_in_which_they_go_beyond() {
		let terms = Terms {
			powers: Power::Certify.into(),
			scope: Scope::Category(category("water")),
			types: only(&["origin"]),
			delegable: true,
			from: 10,
			until: 20,
		};
		assert_eq!(terms.within(&terms), Ok(()));
		let excess = |change: fn(&mut Terms)| {
			let mut wider = terms.clone();
			change(&mut wider);
			wider.within(&terms)
		};
		assert_eq!(excess(|terms| terms.powers = Powers::ALL), Err(Excess::Powers));
		assert_eq!(excess(|terms| terms.scope = Scope::Everything), Err(Excess::Scope));
		assert_eq!(excess(|terms| terms.types = CertificateTypes::Any), Err(Excess::Types));
		assert_eq!(excess(|terms| terms.from = 9), Err(Excess::Period));
		assert_eq!(excess(|terms| terms.until = 21), Err(Excess::Period));
		assert_eq!(excess(|terms| (terms.from, terms.until) = (11, 19)), Ok(()));
	}

	#[test]
	fn encodings_are_pinned() {
		let terms = Terms {
			powers: Powers::ALL,
			scope: Scope::Category(category("water")),
			types: only(&["origin"]),
			delegable: true,
			from: 1,
			until: 2,
		};
		let mut expected: Vec<u8> = [&[3u8, 1][..], b"water"].concat();
		expected.extend([0; 27]);
		expected.extend([1, 4]);
		expected.extend(b"origin");
		expected.extend([0; 26]);
		expected.extend([1, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
		assert_eq!(terms.encode(), expected);
		assert_eq!(Scope::Everything.encode(), [0]);
		assert_eq!(Scope::Subjects.encode(), [2]);
		assert_eq!(CertificateTypes::Any.encode(), [0]);
	}

	fn scope() -> impl Strategy<Value = Scope> {
		prop_oneof![
			Just(Scope::Everything),
			Just(Scope::Subjects),
			"[ab]{1,2}(/[ab]{1,2}){0,2}".prop_map(|path| Scope::Category(category(&path))),
		]
	}

	proptest! {
		#[test]
		fn what_is_within_covers_nothing_that_the_other_does_not(
			inner in scope(),
			outer in scope(),
			path in "[ab]{1,2}(/[ab]{1,2}){0,3}",
		) {
			if inner.is_within(&outer) {
				let path = category(&path);
				prop_assert!(!inner.covers(&path) || outer.covers(&path));
				prop_assert!(!inner.covers_subjects() || outer.covers_subjects());
			}
		}

		#[test]
		fn within_is_transitive(a in scope(), b in scope(), c in scope()) {
			if a.is_within(&b) && b.is_within(&c) {
				prop_assert!(a.is_within(&c));
			}
		}
	}
}
