//! Numbers and bytes as text with exactly one way to write each value.

use core::fmt;

/// Writes the bytes as lower-case hexadecimal digits, without a prefix.
pub(crate) fn write_hex(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
	bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// Reads `2 N` lower-case hexadecimal digits; `None` for anything else.
pub(crate) fn parse_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
	if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
		return None;
	}
	let mut bytes = [0u8; N];
	hex::decode_to_slice(text, &mut bytes).ok()?;
	Some(bytes)
}

/// Reads a decimal number without sign and without leading zeros; `None` for anything else.
pub(crate) fn parse_decimal(text: &str) -> Option<u64> {
	let canonical = text == "0" || !text.starts_with('0');
	if !canonical || !text.bytes().all(|byte| byte.is_ascii_digit()) {
		return None;
	}
	text.parse().ok()
}

/// Serde of byte arrays as `0x` and hexadecimal digits.
pub(crate) mod hex_bytes {
	use alloc::{format, string::String};
	use serde::{de::Error, Deserialize, Deserializer, Serializer};

	pub(crate) fn serialize<S: Serializer, const N: usize>(
		bytes: &[u8; N],
		serializer: S,
	) -> Result<S::Ok, S::Error> {
		serializer.serialize_str(&format!("0x{}", hex::encode(bytes)))
	}

	pub(crate) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(
		deserializer: D,
	) -> Result<[u8; N], D::Error> {
		let text = String::deserialize(deserializer)?;
		let digits = text.strip_prefix("0x").ok_or_else(|| D::Error::custom("missing 0x"))?;
		let mut bytes = [0u8; N];
		hex::decode_to_slice(digits, &mut bytes)
			.map_err(|_| D::Error::custom(format!("expected {N} bytes in hexadecimal digits")))?;
		Ok(bytes)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn decimal_in_another_spelling_is_refused() {
		assert_eq!(parse_decimal("0"), Some(0));
		assert_eq!(parse_decimal("18446744073709551615"), Some(u64::MAX));
		for text in ["", "00", "01", "+1", "-1", " 1", "1 ", "1_0", "18446744073709551616", "٣"] {
			assert_eq!(parse_decimal(text), None, "{text:?}");
		}
	}

	#[test]
	fn hex_in_another_spelling_is_refused() {
		assert_eq!(parse_hex::<2>("00ff"), Some([0, 255]));
		for text in ["", "00f", "00ff0", "00FF", "0x00", "00fg", "00ff00"] {
			assert_eq!(parse_hex::<2>(text), None, "{text:?}");
		}
	}
}
