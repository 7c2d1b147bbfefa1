//! What a stakeholder may do: the roles of the ecosystem of Y.4560.

use core::ops::{BitOr, BitOrAssign};

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One role of a stakeholder.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Role {
	/// Submits and sells data.
	#[codec(index = 0)]
	Supplier,
	/// Buys data.
	#[codec(index = 1)]
	Demander,
	/// Offers services around data, such as storage or analytics.
	#[codec(index = 2)]
	ServiceProvider,
	/// Certifies validated data.
	#[codec(index = 3)]
	Regulator,
	/// Judges the quality of submitted data.
	#[codec(index = 4)]
	Validator,
	/// Takes part, for example in votes, in none of the other roles.
	#[codec(index = 5)]
	Other,
}

impl Role {
	/// Every role, in the order of their indices.
	pub const ALL: [Self; 6] = [
		Self::Supplier,
		Self::Demander,
		Self::ServiceProvider,
		Self::Regulator,
		Self::Validator,
		Self::Other,
	];

	const fn bit(self) -> u8 {
		match self {
			Self::Supplier => 1,
			Self::Demander => 1 << 1,
			Self::ServiceProvider => 1 << 2,
			Self::Regulator => 1 << 3,
			Self::Validator => 1 << 4,
			Self::Other => 1 << 5,
		}
	}
}

/// A set of roles.
///
/// SCALE: one byte, bit `i` for the role with index `i`. Decoding refuses the two bits that name no role.
/// In JSON: a list of names, such as `["Supplier","Demander"]`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Encode, TypeInfo)]
pub struct Roles(u8);

impl Roles {
	/// No role.
	pub const EMPTY: Self = Self(0);

	/// Every role there is.
	pub const ALL: Self = Self(0b11_1111);

	/// The set with these bits; `None` if a bit names no role.
	pub const fn from_bits(bits: u8) -> Option<Self> {
		if bits & !Self::ALL.0 == 0 {
			Some(Self(bits))
		} else {
			None
		}
	}

	/// The set as bits: bit `i` for the role with index `i`.
	pub const fn bits(self) -> u8 {
		self.0
	}

	/// Whether the role is in the set.
	pub const fn contains(self, role: Role) -> bool {
		self.0 & role.bit() != 0
	}

	/// Whether no role is in the set.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// The roles of the set, in the order of their indices.
	pub fn iter(self) -> impl Iterator<Item = Role> {
		Role::ALL.into_iter().filter(move |role| self.contains(*role))
	}
}

impl From<Role> for Roles {
	fn from(role: Role) -> Self {
		Self(role.bit())
	}
}

impl FromIterator<Role> for Roles {
	fn from_iter<I: IntoIterator<Item = Role>>(roles: I) -> Self {
		roles.into_iter().fold(Self::EMPTY, |set, role| set | role)
	}
}

impl BitOr for Roles {
	type Output = Self;

	fn bitor(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}
}

impl BitOr<Role> for Roles {
	type Output = Self;

	fn bitor(self, role: Role) -> Self {
		Self(self.0 | role.bit())
	}
}

impl BitOr for Role {
	type Output = Roles;

	fn bitor(self, other: Self) -> Roles {
		Roles(self.bit() | other.bit())
	}
}

impl BitOrAssign for Roles {
	fn bitor_assign(&mut self, other: Self) {
		*self = *self | other;
	}
}

impl Decode for Roles {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		Self::from_bits(u8::decode(input)?).ok_or_else(|| "there is no such role".into())
	}
}

impl DecodeWithMemTracking for Roles {}

impl MaxEncodedLen for Roles {
	fn max_encoded_len() -> usize {
		1
	}
}

impl Serialize for Roles {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_seq(self.iter())
	}
}

impl<'de> Deserialize<'de> for Roles {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Ok(Vec::<Role>::deserialize(deserializer)?.into_iter().collect())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn bit_of_role_is_its_index() {
		for role in Role::ALL {
			let index = role.encode()[0];
			assert_eq!(Roles::from(role).bits(), 1 << index);
			assert_eq!(Roles::from(role).encode(), [1 << index]);
		}
		assert_eq!(Roles::from_iter(Role::ALL), Roles::ALL);
	}

	#[test]
	fn unknown_bits_are_refused() {
		for bits in 0..=u8::MAX {
			let decoded = Roles::decode(&mut &[bits][..]);
			assert_eq!(decoded.is_ok(), bits < 64, "{bits}");
			assert_eq!(decoded.ok(), Roles::from_bits(bits));
		}
	}

	#[test]
	fn set_contains_what_was_put_in_and_nothing_else() {
		let roles = Role::Supplier | Role::Validator;
		assert_eq!(roles, Roles::EMPTY | Role::Validator | Role::Supplier);
		assert_eq!(roles.iter().collect::<Vec<_>>(), [Role::Supplier, Role::Validator]);
		assert!(roles.contains(Role::Supplier) && !roles.contains(Role::Other));
		assert!(Roles::EMPTY.is_empty() && !roles.is_empty());
		let mut more = Roles::EMPTY;
		more |= roles;
		assert_eq!(more, roles);
	}

	#[test]
	fn json_is_a_list_of_names() {
		let roles = Role::Supplier | Role::ServiceProvider;
		let json = r#"["Supplier","ServiceProvider"]"#;
		assert_eq!(serde_json::to_string(&roles).unwrap(), json);
		assert_eq!(serde_json::from_str::<Roles>(json).unwrap(), roles);
		assert!(serde_json::from_str::<Roles>(r#"["Emperor"]"#).is_err());
	}
}
