//! The tag that tells one network from another.

use alloc::string::{String, ToString};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::TypeInfo;
use sp_runtime::serde::{Deserialize, Serialize};

/// The most bytes a name has.
pub const MAX_NAME_LEN: u32 = 64;

/// The bytes of a name.
pub type TagName = BoundedVec<u8, ConstU32<MAX_NAME_LEN>>;

/// Which network a chain is: a name for people and random bytes that make it unique.
///
/// It is part of the genesis state. Whoever starts a network from a preset puts random bytes into `salt`, and the genesis
/// hash, which every signed payload names, is like no other.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(crate = "sp_runtime::serde", try_from = "ChainTagText", into = "ChainTagText")]
pub struct ChainTag {
	/// The name: 1 to 64 printable ASCII characters.
	name: TagName,
	/// Random bytes.
	salt: [u8; 16],
}

/// A chain tag as genesis JSON writes it: `{"name": "harbour", "salt": [0, 1, ..., 15]}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(crate = "sp_runtime::serde", deny_unknown_fields)]
pub struct ChainTagText {
	/// The name: 1 to 64 printable ASCII characters.
	pub name: String,
	/// Random bytes.
	pub salt: [u8; 16],
}

/// Why a chain tag is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TagError {
	/// The name is empty.
	EmptyName,
	/// The name has more than [`MAX_NAME_LEN`] bytes.
	NameTooLong,
	/// The name has a character that is not printable ASCII.
	NameNotPrintable,
}

impl core::fmt::Display for TagError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		match self {
			Self::EmptyName => write!(f, "the name of the chain tag is empty"),
			Self::NameTooLong => {
				write!(f, "the name of the chain tag has more than {MAX_NAME_LEN} characters")
			},
			Self::NameNotPrintable => {
				write!(f, "the name of the chain tag has a character that is not printable ASCII")
			},
		}
	}
}

impl ChainTag {
	/// A tag of a name and random bytes.
	pub fn new(name: &str, salt: [u8; 16]) -> Result<Self, TagError> {
		if name.is_empty() {
			return Err(TagError::EmptyName);
		}
		if !name.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
			return Err(TagError::NameNotPrintable);
		}
		let name =
			TagName::try_from(name.as_bytes().to_vec()).map_err(|_| TagError::NameTooLong)?;
		Ok(Self { name, salt })
	}

	/// The name. A tag that was decoded from elsewhere may hold other bytes; they are shown as `?`.
	pub fn name(&self) -> String {
		self.name
			.iter()
			.map(
				|byte| {
					if *byte == b' ' || byte.is_ascii_graphic() {
						char::from(*byte)
					} else {
						'?'
					}
				},
			)
			.collect()
	}

	/// The random bytes.
	pub fn salt(&self) -> [u8; 16] {
		self.salt
	}
}

impl Default for ChainTag {
	/// A chain that nobody named.
	fn default() -> Self {
		Self { name: TagName::truncate_from(b"counterfoil".to_vec()), salt: [0; 16] }
	}
}

impl TryFrom<ChainTagText> for ChainTag {
	type Error = String;

	fn try_from(text: ChainTagText) -> Result<Self, String> {
		Self::new(&text.name, text.salt).map_err(|error| error.to_string())
	}
}

impl From<ChainTag> for ChainTagText {
	fn from(tag: ChainTag) -> Self {
		Self { name: tag.name(), salt: tag.salt }
	}
}
