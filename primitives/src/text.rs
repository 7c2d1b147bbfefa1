//! Short printable names in a fixed space.
//!
//! A name that is a key of the chain's storage has one spelling and one length: `N` bytes of printable
//! ASCII (`!` to `~`, so no spaces), padded by zeros. It sorts as its text does.

use core::{fmt, str::FromStr};

use alloc::string::String;
use codec::{
	Decode, DecodeWithMemTracking, Encode, EncodeLike, Error as CodecError, Input, MaxEncodedLen,
	Output,
};
use scale_info::{build::Fields, Path, Type, TypeInfo};
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};

/// What data is about, as a path such as `water/flow` (the theme of DCAT), see [`Category::is_within`].
pub type Category = Text<32>;

/// Where data comes from, as a geohash: every prefix names a larger area around it.
pub type Region = Text<12>;

/// The media type of a payload as registered with IANA, such as `text/csv`.
pub type MediaType = Text<64>;

/// Between 1 and `N` characters of printable ASCII without spaces.
///
/// SCALE: `[u8; N]`, padded by zeros. Decoding refuses an empty text, other characters, and anything but zeros
/// after the first zero, so that one text has one encoding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const N: usize>([u8; N]);

/// Why something is not a [`Text`].
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
pub enum TextError {
	/// There is no character.
	#[codec(index = 0)]
	Empty,
	/// There are more characters than fit.
	#[codec(index = 1)]
	TooLong,
	/// A character is not printable ASCII, or is a space.
	#[codec(index = 2)]
	NotGraphic,
	/// Something follows the padding.
	#[codec(index = 3)]
	Padding,
}

impl TextError {
	const fn message(self) -> &'static str {
		match self {
			Self::Empty => "the text is empty",
			Self::TooLong => "the text is too long",
			Self::NotGraphic => "the text has a character that is not printable ASCII",
			Self::Padding => "the text has something after its end",
		}
	}
}

impl fmt::Display for TextError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.message())
	}
}

impl core::error::Error for TextError {}

impl<const N: usize> Text<N> {
	/// The text, if it has 1 to `N` characters, each from `!` to `~`.
	pub fn new(text: &str) -> Result<Self, TextError> {
		let mut bytes = [0u8; N];
		// A non-ASCII text may be longer in bytes than in characters; either way it is refused.
		bytes.get_mut(..text.len()).ok_or(TextError::TooLong)?.copy_from_slice(text.as_bytes());
		if text.bytes().any(|byte| byte == 0) {
			return Err(TextError::NotGraphic);
		}
		Self::from_padded(bytes)
	}

	/// The text from its fixed space, padded by zeros.
	pub fn from_padded(bytes: [u8; N]) -> Result<Self, TextError> {
		let mut rest = bytes.iter().skip_while(|byte| byte.is_ascii_graphic());
		match rest.next() {
			None => {},
			Some(0) if rest.all(|byte| *byte == 0) => {},
			Some(0) => return Err(TextError::Padding),
			Some(_) => return Err(TextError::NotGraphic),
		}
		if bytes.first().is_none_or(|byte| *byte == 0) {
			return Err(TextError::Empty);
		}
		Ok(Self(bytes))
	}

	/// The text without its padding.
	pub fn as_str(&self) -> &str {
		core::str::from_utf8(self.as_bytes()).unwrap_or_default()
	}

	/// The bytes of the text without its padding.
	pub fn as_bytes(&self) -> &[u8] {
		let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(N);
		self.0.get(..end).unwrap_or_default()
	}

	/// The whole fixed space, padded by zeros.
	pub const fn as_padded(&self) -> &[u8; N] {
		&self.0
	}

	/// Whether this text begins with the other one. A text begins with itself.
	pub fn starts_with(&self, prefix: &Self) -> bool {
		self.as_bytes().starts_with(prefix.as_bytes())
	}
}

impl Category {
	/// The most levels of a category that a market knows, such as the two of `water/flow`.
	pub const MAX_LEVELS: usize = 4;

	/// How many levels the path has.
	pub fn levels(&self) -> usize {
		self.as_bytes().split(|byte| *byte == b'/').count()
	}

	/// The category above this one, such as `water` above `water/flow`; `None` at the top.
	pub fn parent(&self) -> Option<Self> {
		let end = self.as_bytes().iter().rposition(|byte| *byte == b'/')?;
		Self::new(self.as_str().get(..end)?).ok()
	}

	/// Whether this category is the other one or lies below it: `water/flow` is within `water`, `waterfall` is not.
	pub fn is_within(&self, other: &Self) -> bool {
		let rest = self.as_bytes().strip_prefix(other.as_bytes());
		rest.is_some_and(|rest| matches!(rest.first(), None | Some(b'/')))
	}

	/// This category and those above it, the nearest first, at most [`Self::MAX_LEVELS`] of them.
	pub fn and_ancestors(self) -> impl Iterator<Item = Self> {
		core::iter::successors(Some(self), Self::parent).take(Self::MAX_LEVELS)
	}
}

impl Region {
	/// Whether the region is a geohash: lower-case digits of its base 32, which has no `a`, `i`, `l`, `o`.
	pub fn is_geohash(&self) -> bool {
		self.as_bytes().iter().all(
			|byte| matches!(byte, b'0'..=b'9' | b'b'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b'z'),
		)
	}
}

impl<const N: usize> fmt::Display for Text<N> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(self.as_str())
	}
}

impl<const N: usize> fmt::Debug for Text<N> {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		fmt::Debug::fmt(self.as_str(), f)
	}
}

impl<const N: usize> FromStr for Text<N> {
	type Err = TextError;

	fn from_str(text: &str) -> Result<Self, TextError> {
		Self::new(text)
	}
}

impl<const N: usize> Encode for Text<N> {
	fn size_hint(&self) -> usize {
		N
	}

	fn encode_to<W: Output + ?Sized>(&self, dest: &mut W) {
		dest.write(&self.0)
	}

	fn using_encoded<R, F: FnOnce(&[u8]) -> R>(&self, f: F) -> R {
		f(&self.0)
	}
}

impl<const N: usize> EncodeLike for Text<N> {}

impl<const N: usize> Decode for Text<N> {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		let bytes = <[u8; N]>::decode(input)?;
		Self::from_padded(bytes).map_err(|error| error.message().into())
	}

	fn encoded_fixed_size() -> Option<usize> {
		Some(N)
	}
}

impl<const N: usize> DecodeWithMemTracking for Text<N> {}

impl<const N: usize> MaxEncodedLen for Text<N> {
	fn max_encoded_len() -> usize {
		N
	}
}

/// In JSON: the characters.
impl<const N: usize> Serialize for Text<N> {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(self.as_str())
	}
}

impl<'de, const N: usize> Deserialize<'de> for Text<N> {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		Self::new(&String::deserialize(deserializer)?).map_err(D::Error::custom)
	}
}

impl<const N: usize> TypeInfo for Text<N> {
	type Identity = Self;

	fn type_info() -> Type {
		// Each width that the chain uses has a name of its own: clients that generate code from the
		// metadata need one name per type.
		let name = match N {
			12 => "Text12",
			16 => "Text16",
			32 => "Text32",
			64 => "Text64",
			_ => "Text",
		};
		Type::builder()
			.path(Path::new(name, module_path!()))
			.composite(Fields::unnamed().field(|field| field.ty::<[u8; N]>().type_name("[u8; N]")))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, string::ToString};

	#[test]
	fn text_of_every_length_that_fits_survives() {
		for text in ["a", "water/flow", "abcdefghijkl"] {
			let short = Text::<12>::new(text).unwrap();
			assert_eq!(short.as_str(), text);
			assert_eq!(short.as_bytes(), text.as_bytes());
			assert_eq!(short.to_string(), text);
			assert_eq!(text.parse::<Text<12>>(), Ok(short));
			assert_eq!(Text::<12>::decode(&mut &short.encode()[..]).unwrap(), short);
			assert_eq!(short.encode().len(), Text::<12>::max_encoded_len());
		}
		assert_eq!(format!("{:?}", Text::<4>::new("ab").unwrap()), "\"ab\"");
		assert_eq!(format!("{:>4}", Text::<4>::new("ab").unwrap()), "  ab");
	}

	#[test]
	fn text_that_breaks_a_rule_is_refused() {
		assert_eq!(Text::<4>::new(""), Err(TextError::Empty));
		assert_eq!(Text::<4>::new("abcde"), Err(TextError::TooLong));
		for text in ["a b", "a\n", "a\0", "\0", "ä", "a\u{7f}"] {
			assert_eq!(Text::<4>::new(text), Err(TextError::NotGraphic), "{text:?}");
		}
	}

	#[test]
	fn encoding_that_breaks_a_rule_is_refused() {
		for bytes in [*b"\0\0\0\0", *b"a\0b\0", *b"\0abc", *b"a bc", *b"abc\n", [0xff; 4]] {
			assert!(Text::<4>::decode(&mut &bytes[..]).is_err(), "{bytes:?}");
		}
		assert!(Text::<4>::decode(&mut &b"abc"[..]).is_err());
		assert!(Text::<4>::decode(&mut &b"abc\0"[..]).is_ok());
	}

	#[test]
	fn json_is_the_characters_and_keeps_the_rules() {
		let text = Text::<4>::new("ab").unwrap();
		assert_eq!(serde_json::to_string(&text).unwrap(), "\"ab\"");
		assert_eq!(serde_json::from_str::<Text<4>>("\"ab\"").unwrap(), text);
		for wrong in ["\"\"", "\"abcde\"", "\"a b\"", "1"] {
			assert!(serde_json::from_str::<Text<4>>(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn prefix_is_of_characters_not_of_padding() {
		let region = |text| Region::new(text).unwrap();
		assert!(region("u33d").starts_with(&region("u33")));
		assert!(region("u33d").starts_with(&region("u33d")));
		assert!(!region("u33").starts_with(&region("u33d")));
		assert!(!region("u33d").starts_with(&region("u34")));
	}

	#[test]
	fn category_is_within_itself_and_what_is_above_it() {
		let category = |text| Category::new(text).unwrap();
		assert!(category("water/flow").is_within(&category("water")));
		assert!(category("water/flow").is_within(&category("water/flow")));
		assert!(!category("water").is_within(&category("water/flow")));
		assert!(!category("waterfall").is_within(&category("water")));
		let line: alloc::vec::Vec<_> = category("a/b/c").and_ancestors().collect();
		assert_eq!(line, [category("a/b/c"), category("a/b"), category("a")]);
		assert_eq!(category("a/b/c/d/e").and_ancestors().count(), Category::MAX_LEVELS);
		assert_eq!((category("a/b/c/d/e").levels(), category("a").levels()), (5, 1));
		assert_eq!(category("/a").parent(), None);
	}

	#[test]
	fn geohash_has_no_a_i_l_o_and_no_capitals() {
		assert!(Region::new("0123456789bc").unwrap().is_geohash());
		assert!(Region::new("defghjkmnpqr").unwrap().is_geohash());
		assert!(Region::new("stuvwxyz").unwrap().is_geohash());
		for text in ["a", "i", "l", "o", "U33", "u-3", "u33/"] {
			assert!(!Region::new(text).unwrap().is_geohash(), "{text}");
		}
	}

	#[test]
	fn texts_sort_as_their_characters_do() {
		let text = |text| Text::<8>::new(text).unwrap();
		assert!(text("a") < text("aa"));
		assert!(text("aa") < text("b"));
	}
}
