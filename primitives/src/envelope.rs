//! One record as it is exchanged, with the attributes of Y.4560 7.2.1.
//!
//! | attribute | here |
//! |---|---|
//! | structure | [`Envelope::structure`] |
//! | element format | [`Envelope::format`] |
//! | type | [`Envelope::schema`]: SHA-256 of the schema |
//! | identifier | [`Envelope::subject`] and [`Envelope::sequence`] together |
//! | length | the length prefix of [`Envelope::payload`] |
//!
//! The SCALE encoding is the leaf of a batch: its hash is what the fingerprint covers. Off chain the same record travels as JSON,
//! canonical by RFC 8785.
//!
//! # Why there is salt
//!
//! The hash of a leaf travels before payment, in proofs and in the exchange. A reading has little entropy: who knows the
//! hash and everything but the value would find the value by trying. Sixteen random bytes per
//! leaf, given to the buyer with the leaf, leave nothing to try.

use core::fmt;

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use scale_info::TypeInfo;
#[cfg(feature = "std")]
use serde::{Deserialize, Serialize};

use crate::{did::DidId, fingerprint::MAX_LEAF_LEN, Hash};

/// The version that is written, and the only one that is read.
pub const VERSION: u8 = 1;

/// How the payload is organised (Y.4560 7.2.1, structure).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "lowercase"))]
pub enum Structure {
	/// One observation.
	#[codec(index = 0)]
	Record,
	/// Several observations in the order of their time.
	#[codec(index = 1)]
	Series,
	/// Anything else, for example a piece of a file.
	#[codec(index = 2)]
	Document,
}

/// What the payload is written in (Y.4560 7.2.1, element format).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
#[cfg_attr(feature = "std", derive(Serialize, Deserialize))]
#[cfg_attr(feature = "std", serde(rename_all = "lowercase"))]
pub enum ElementFormat {
	/// JSON (RFC 8259).
	#[codec(index = 0)]
	Json,
	/// Comma-separated values (RFC 4180).
	#[codec(index = 1)]
	Csv,
	/// CBOR (RFC 8949).
	#[codec(index = 2)]
	Cbor,
	/// Bytes whose meaning the schema knows.
	#[codec(index = 3)]
	Binary,
}

/// A record with everything that is needed to place it. SCALE: the fields in this order.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Envelope {
	/// The version of this structure: [`VERSION`].
	pub version: u8,
	/// How the payload is organised.
	pub structure: Structure,
	/// What the payload is written in.
	pub format: ElementFormat,
	/// SHA-256 of the schema that the payload follows.
	pub schema: Hash,
	/// Who made the record.
	pub subject: DidId,
	/// The number of the record among those of the subject.
	pub sequence: u64,
	/// Random bytes, so that the hash does not give the payload away.
	pub salt: [u8; 16],
	/// The record itself.
	pub payload: Vec<u8>,
}

/// Why something is not an envelope, or an envelope not a leaf.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EnvelopeError {
	/// It is longer than [`MAX_LEAF_LEN`] bytes.
	TooLong,
	/// Its version is not [`VERSION`].
	UnknownVersion,
	/// It is cut off, or a field has a value that does not exist.
	Malformed,
	/// Something follows its end.
	TrailingBytes,
	/// The length that it states is not the length of its payload.
	LengthMismatch,
}

impl fmt::Display for EnvelopeError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::TooLong => "the envelope is longer than a leaf may be",
			Self::UnknownVersion => "the version of the envelope is not known",
			Self::Malformed => "the envelope is malformed",
			Self::TrailingBytes => "something follows the end of the envelope",
			Self::LengthMismatch => "the stated length is not the length of the payload",
		})
	}
}

impl core::error::Error for EnvelopeError {}

impl Envelope {
	/// The envelope as a leaf: its SCALE encoding.
	///
	/// Errors: [`EnvelopeError::UnknownVersion`], [`EnvelopeError::TooLong`].
	pub fn leaf(&self) -> Result<Vec<u8>, EnvelopeError> {
		self.check_version()?;
		let leaf = self.encode();
		check_length(&leaf)?;
		Ok(leaf)
	}

	/// Reads a leaf: exactly one envelope and nothing after it.
	pub fn from_leaf(leaf: &[u8]) -> Result<Self, EnvelopeError> {
		check_length(leaf)?;
		match leaf.first() {
			None => return Err(EnvelopeError::Malformed),
			Some(&VERSION) => {},
			Some(_) => return Err(EnvelopeError::UnknownVersion),
		}
		let mut rest = leaf;
		let envelope = Self::decode(&mut rest).map_err(|_| EnvelopeError::Malformed)?;
		if !rest.is_empty() {
			return Err(EnvelopeError::TrailingBytes);
		}
		Ok(envelope)
	}

	fn check_version(&self) -> Result<(), EnvelopeError> {
		if self.version == VERSION {
			Ok(())
		} else {
			Err(EnvelopeError::UnknownVersion)
		}
	}
}

fn check_length(leaf: &[u8]) -> Result<(), EnvelopeError> {
	match u32::try_from(leaf.len()) {
		Ok(length) if length <= MAX_LEAF_LEN => Ok(()),
		_ => Err(EnvelopeError::TooLong),
	}
}

/// The JSON form. Bytes are `0x` and lower-case hexadecimal digits, the subject is base58btc, the
/// sequence a decimal text because a JSON number cannot hold every `u64`.
#[cfg(feature = "std")]
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EnvelopeJson {
	format: ElementFormat,
	length: u32,
	payload: std::string::String,
	#[serde(with = "crate::canonical::hex_bytes")]
	salt: [u8; 16],
	#[serde(with = "crate::canonical::hex_bytes")]
	schema: Hash,
	sequence: std::string::String,
	structure: Structure,
	subject: DidId,
	version: u8,
}

#[cfg(feature = "std")]
impl Envelope {
	/// The envelope as canonical JSON (RFC 8785), refusing what [`Envelope::leaf`] refuses.
	pub fn to_json(&self) -> Result<std::string::String, EnvelopeError> {
		self.leaf()?;
		let json = EnvelopeJson {
			format: self.format,
			length: u32::try_from(self.payload.len()).map_err(|_| EnvelopeError::TooLong)?,
			payload: format!("0x{}", hex::encode(&self.payload)),
			salt: self.salt,
			schema: self.schema,
			sequence: self.sequence.to_string(),
			structure: self.structure,
			subject: self.subject,
			version: self.version,
		};
		serde_json_canonicalizer::to_string(&json).map_err(|_| EnvelopeError::Malformed)
	}

	/// Reads the JSON form, canonical or not. Unknown, missing and repeated members are refused.
	pub fn from_json(text: &str) -> Result<Self, EnvelopeError> {
		let json: EnvelopeJson =
			serde_json::from_str(text).map_err(|_| EnvelopeError::Malformed)?;
		let digits = json.payload.strip_prefix("0x").ok_or(EnvelopeError::Malformed)?;
		let envelope = Self {
			version: json.version,
			structure: json.structure,
			format: json.format,
			schema: json.schema,
			subject: json.subject,
			sequence: crate::canonical::parse_decimal(&json.sequence)
				.ok_or(EnvelopeError::Malformed)?,
			salt: json.salt,
			payload: hex::decode(digits).map_err(|_| EnvelopeError::Malformed)?,
		};
		if u32::try_from(envelope.payload.len()) != Ok(json.length) {
			return Err(EnvelopeError::LengthMismatch);
		}
		envelope.leaf()?;
		Ok(envelope)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, string::ToString, vec};

	fn envelope() -> Envelope {
		Envelope {
			version: VERSION,
			structure: Structure::Record,
			format: ElementFormat::Json,
			schema: [1; 32],
			subject: DidId([2; 32]),
			sequence: u64::MAX,
			salt: [3; 16],
			payload: b"{\"flow\":1.5}".to_vec(),
		}
	}

	#[test]
	fn leaf_survives_and_has_fields_in_order() {
		let leaf = envelope().leaf().unwrap();
		assert_eq!(Envelope::from_leaf(&leaf), Ok(envelope()));
		let expected = [
			&[1u8, 0, 0][..],
			&[1; 32],
			&[2; 32],
			&[0xff; 8],
			&[3; 16],
			&[12 << 2],
			b"{\"flow\":1.5}",
		]
		.concat();
		assert_eq!(leaf, expected);
	}

	#[test]
	fn leaf_of_exactly_the_limit_is_accepted_one_more_is_not() {
		let limit = usize::try_from(MAX_LEAF_LEN).unwrap();
		let mut long = envelope();
		let overhead = long.encode().len() - long.payload.len() + 1;
		long.payload = vec![0; limit - overhead];
		let leaf = long.leaf().unwrap();
		assert_eq!(leaf.len(), limit);
		assert_eq!(Envelope::from_leaf(&leaf), Ok(long.clone()));

		long.payload.push(0);
		assert_eq!(long.leaf(), Err(EnvelopeError::TooLong));
		assert_eq!(long.to_json(), Err(EnvelopeError::TooLong));
		assert_eq!(Envelope::from_leaf(&long.encode()), Err(EnvelopeError::TooLong));
	}

	#[test]
	fn damaged_leaf_is_refused_by_cause() {
		let leaf = envelope().leaf().unwrap();
		for length in 0..leaf.len() {
			assert_eq!(Envelope::from_leaf(&leaf[..length]), Err(EnvelopeError::Malformed));
		}
		let longer = [&leaf[..], &[0]].concat();
		assert_eq!(Envelope::from_leaf(&longer), Err(EnvelopeError::TrailingBytes));
		for (place, cause) in [
			(0, EnvelopeError::UnknownVersion),
			(1, EnvelopeError::Malformed),
			(2, EnvelopeError::Malformed),
		] {
			let mut wrong = leaf.clone();
			wrong[place] = 9;
			assert_eq!(Envelope::from_leaf(&wrong), Err(cause));
		}
		let newer = Envelope { version: 2, ..envelope() };
		assert_eq!(newer.leaf(), Err(EnvelopeError::UnknownVersion));
		assert_eq!(newer.to_json(), Err(EnvelopeError::UnknownVersion));
	}

	#[test]
	fn json_is_canonical_and_survives() {
		let json = envelope().to_json().unwrap();
		let expected = format!(
			concat!(
				r#"{{"format":"json","length":12,"payload":"0x7b22666c6f77223a312e357d","salt":"0x{}","#,
				r#""schema":"0x{}","sequence":"18446744073709551615","structure":"record","#,
				r#""subject":"{}","version":1}}"#
			),
			"03".repeat(16),
			"01".repeat(32),
			DidId([2; 32]),
		);
		assert_eq!(json, expected);
		assert_eq!(Envelope::from_json(&json), Ok(envelope()));
		let spaced = json.replace(',', " ,\n");
		assert_eq!(Envelope::from_json(&spaced), Ok(envelope()));
	}

	#[test]
	fn json_that_breaks_a_rule_is_refused_by_cause() {
		let json = envelope().to_json().unwrap();
		let cases = [
			("\"version\":1", "\"version\":2", EnvelopeError::UnknownVersion),
			("\"version\":1", "\"version\":1,\"more\":1", EnvelopeError::Malformed),
			("\"version\":1", "\"version\":1,\"version\":1", EnvelopeError::Malformed),
			("\"length\":12", "\"length\":13", EnvelopeError::LengthMismatch),
			("\"length\":12,", "", EnvelopeError::Malformed),
			("\"sequence\":\"", "\"sequence\":\"0", EnvelopeError::Malformed),
			("\"0x7b", "\"7b", EnvelopeError::Malformed),
			("\"0x7b", "\"0x7", EnvelopeError::Malformed),
			("\"record\"", "\"Record\"", EnvelopeError::Malformed),
			("}", "", EnvelopeError::Malformed),
		];
		for (from, to, cause) in cases {
			let wrong = json.replacen(from, to, 1);
			assert_ne!(wrong, json);
			assert_eq!(Envelope::from_json(&wrong), Err(cause), "{wrong}");
		}
		assert_eq!(Envelope::from_json(&(json.to_string() + "x")), Err(EnvelopeError::Malformed));
	}
}
