//! Names of stored blobs: CIDv1 of raw bytes by their SHA-256.
//!
//! A CID names a blob whose plain digest it is. The root of a Merkle tree is not the digest of anything that
//! can be fetched: it is a [`Fingerprint`](crate::fingerprint::Fingerprint), never a CID.

use core::{fmt, str::FromStr};

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{sha256, Hash};

/// Version 1, codec `raw`, multihash `sha2-256` of 32 bytes.
const HEADER: [u8; 4] = [0x01, 0x55, 0x12, 0x20];

/// The header and the digest.
const BINARY_LEN: usize = 36;

/// Five bits per character, after the character that names the base.
const DIGITS: usize = 58;

/// The name of base 32, lower case, in multibase.
const MULTIBASE: char = 'b';

const ALPHABET: [u8; 32] = *b"abcdefghijklmnopqrstuvwxyz234567";

/// The name of a blob of raw bytes. SCALE: the 32 bytes of its SHA-256.
///
/// Display and `FromStr`: multibase base32, `bafkrei` and 52 more lower-case characters.
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
)]
pub struct Cid(Hash);

impl Cid {
	/// The name of these bytes.
	pub fn of_bytes(blob: &[u8]) -> Self {
		Self(sha256(&[blob]))
	}

	/// The name of the blob with this SHA-256.
	pub const fn of_digest(digest: Hash) -> Self {
		Self(digest)
	}

	/// The SHA-256 of the blob.
	pub const fn digest(&self) -> &Hash {
		&self.0
	}

	/// The binary form: header and digest, 36 bytes.
	pub fn to_bytes(&self) -> [u8; BINARY_LEN] {
		let mut bytes = [0u8; BINARY_LEN];
		for (to, from) in bytes.iter_mut().zip(HEADER.iter().chain(&self.0)) {
			*to = *from;
		}
		bytes
	}
}

impl fmt::Display for Cid {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		use fmt::Write;

		f.write_char(MULTIBASE)?;
		let mut buffer = 0u16;
		let mut bits = 0u8;
		for byte in self.to_bytes() {
			buffer = (buffer << 8) | u16::from(byte);
			bits += 8;
			while bits >= 5 {
				bits -= 5;
				f.write_char(digit(buffer >> bits))?;
			}
		}
		// 288 bits leave three over: they are padded by two zero bits.
		f.write_char(digit(buffer << (5 - bits)))
	}
}

impl FromStr for Cid {
	type Err = CidParseError;

	fn from_str(text: &str) -> Result<Self, CidParseError> {
		let digits = text.strip_prefix(MULTIBASE).ok_or(CidParseError::Base)?;
		if digits.len() != DIGITS {
			return Err(CidParseError::Length);
		}
		let mut bytes = [0u8; BINARY_LEN];
		let mut places = bytes.iter_mut();
		let mut buffer = 0u16;
		let mut bits = 0u8;
		for digit in digits.bytes() {
			buffer = (buffer << 5) | value(digit).ok_or(CidParseError::Digit)?;
			bits += 5;
			if bits >= 8 {
				bits -= 8;
				let [_, byte] = (buffer >> bits).to_be_bytes();
				*places.next().ok_or(CidParseError::Length)? = byte;
				buffer &= (1u16 << bits) - 1;
			}
		}
		if buffer != 0 {
			return Err(CidParseError::Padding);
		}
		let digest = bytes.strip_prefix(&HEADER).ok_or(CidParseError::Kind)?;
		Ok(Self(Hash::try_from(digest).map_err(|_| CidParseError::Length)?))
	}
}

/// The character of the lowest five bits.
fn digit(bits: u16) -> char {
	ALPHABET.get(usize::from(bits & 31)).copied().map_or(MULTIBASE, char::from)
}

/// The five bits of a character.
fn value(digit: u8) -> Option<u16> {
	ALPHABET.iter().zip(0u16..).find(|(known, _)| **known == digit).map(|(_, value)| value)
}

/// Why a text is not a CID of the only kind that is used here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CidParseError {
	/// It is not in base 32, lower case (a text that begins with `b`).
	Base,
	/// It is too long or too short.
	Length,
	/// A character is no digit of base 32, lower case.
	Digit,
	/// The last character carries bits that mean nothing.
	Padding,
	/// It is not of version 1, codec raw, sha2-256.
	Kind,
}

impl fmt::Display for CidParseError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Base => "the CID is not in lower-case base 32",
			Self::Length => "the CID has not 59 characters",
			Self::Digit => "the CID has a character that is no lower-case base 32 digit",
			Self::Padding => "the last character of the CID carries stray bits",
			Self::Kind => "the CID is not of version 1, raw, sha2-256",
		})
	}
}

impl core::error::Error for CidParseError {}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::{String, ToString};

	/// CID of the empty blob, as other implementations print it.
	const EMPTY: &str = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

	#[test]
	fn known_cid_of_nothing_is_reproduced() {
		assert_eq!(Cid::of_bytes(b"").to_string(), EMPTY);
		assert_eq!(EMPTY.parse::<Cid>(), Ok(Cid::of_bytes(b"")));
		assert_eq!(Cid::of_digest(*Cid::of_bytes(b"").digest()), Cid::of_bytes(b""));
	}

	#[test]
	fn text_of_many_blobs_survives() {
		for byte in 0..=u8::MAX {
			let cid = Cid::of_bytes(&[byte]);
			let text = cid.to_string();
			assert!(text.starts_with("bafkrei"), "{text}");
			assert_eq!(text.len(), 59);
			assert_eq!(text.parse::<Cid>(), Ok(cid));
		}
	}

	#[test]
	fn other_texts_are_refused_by_cause() {
		let refused = |text: &str| text.parse::<Cid>().unwrap_err();
		assert_eq!(refused(""), CidParseError::Base);
		assert_eq!(refused(&EMPTY.to_uppercase()), CidParseError::Base);
		assert_eq!(refused("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"), CidParseError::Base);
		assert_eq!(refused(&(String::from(EMPTY) + "a")), CidParseError::Length);
		assert_eq!(refused("b"), CidParseError::Length);
		assert_eq!(refused(&EMPTY.replace("hdwd", "hDwd")), CidParseError::Digit);
		assert_eq!(refused(&EMPTY.replace("hdwd", "h1wd")), CidParseError::Digit);
		// The codec dag-pb in place of raw.
		assert_eq!(refused(&EMPTY.replace("bafkrei", "bafybei")), CidParseError::Kind);
	}

	#[test]
	fn stray_bits_at_the_end_are_refused() {
		let (head, last) = EMPTY.split_at(EMPTY.len() - 1);
		let last = value(last.as_bytes()[0]).unwrap();
		assert_eq!(last & 3, 0);
		for bits in 1..4 {
			let mut text = String::from(head);
			text.push(digit(last | bits));
			assert_eq!(text.parse::<Cid>(), Err(CidParseError::Padding), "{text}");
		}
	}
}
