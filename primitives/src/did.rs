//! Identifiers of subjects and the keys they stand for.
//!
//! A [`DidId`] is the hash of the key that a subject was registered with, so nobody can register an identifier for a
//! key that is not his. It is the key of the record on chain; the text form names the
//! chain as well:
//!
//! ```text
//! did:counterfoil:<chain>:<id>
//!     <chain>  32 hexadecimal digits, lower case: the first 16 bytes of the genesis hash (CAIP-2)
//!     <id>     base58btc of the 32 bytes of the DidId
//! ```
//!
//! One identifier has one text: reading is strict.

use core::{fmt, str::FromStr};

use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};

use crate::{
	canonical::{hex_bytes, parse_hex, write_hex},
	sha256, Hash,
};

/// The method name, as in `did:counterfoil:..`.
pub const METHOD: &str = "counterfoil";

/// What the identifier of a key is hashed with.
const DOMAIN: &[u8] = b"counterfoil/did/v1";

/// No 32 bytes are longer in base58.
const MAX_ID_TEXT: usize = 44;

/// The identifier of a subject within its chain.
///
/// Display, `FromStr` and JSON: base58btc of the 32 bytes, 32 to 44 characters.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Hash,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct DidId(pub [u8; 32]);

impl DidId {
	/// The identifier of the subject that is registered with this key:
	/// `sha256("counterfoil/did/v1" ‖ SCALE(key))`.
	pub fn of_key(key: &VerificationKey) -> Self {
		Self(key.using_encoded(|encoded| sha256(&[DOMAIN, encoded])))
	}
}

impl fmt::Display for DidId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.pad(&bs58::encode(self.0).into_string())
	}
}

impl fmt::Debug for DidId {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "DidId({self})")
	}
}

impl FromStr for DidId {
	type Err = DidParseError;

	fn from_str(text: &str) -> Result<Self, DidParseError> {
		if text.len() > MAX_ID_TEXT {
			return Err(DidParseError::IdLength);
		}
		let mut id = [0u8; 32];
		match bs58::decode(text).onto(&mut id) {
			Ok(32) => Ok(Self(id)),
			Ok(_) | Err(bs58::decode::Error::BufferTooSmall) => Err(DidParseError::IdLength),
			Err(_) => Err(DidParseError::IdDigits),
		}
	}
}

impl Serialize for DidId {
	fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
		serializer.collect_str(self)
	}
}

impl<'de> Deserialize<'de> for DidId {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
		String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
	}
}

/// A public key that a subject signs with.
///
/// In JSON: `{"Sr25519":"0x.."}`.
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
pub enum VerificationKey {
	/// Ed25519 (RFC 8032).
	#[codec(index = 0)]
	Ed25519(#[serde(with = "hex_bytes")] [u8; 32]),
	/// Schnorr over Ristretto, with the context `substrate`.
	#[codec(index = 1)]
	Sr25519(#[serde(with = "hex_bytes")] [u8; 32]),
	/// ECDSA over secp256k1, compressed point.
	#[codec(index = 2)]
	EcdsaSecp256k1(#[serde(with = "hex_bytes")] [u8; 33]),
	/// ECDSA over NIST P-256 (secp256r1), compressed point.
	#[codec(index = 3)]
	EcdsaP256(#[serde(with = "hex_bytes")] [u8; 33]),
}

/// A signature by the key of the same variant of [`VerificationKey`].
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
pub enum KeySignature {
	/// Ed25519 over the message (RFC 8032).
	#[codec(index = 0)]
	Ed25519([u8; 64]),
	/// Sr25519 over the message, context `substrate`.
	#[codec(index = 1)]
	Sr25519([u8; 64]),
	/// Recoverable ECDSA over the SHA-256 of the message: r, s, recovery id (0 or 1).
	#[codec(index = 2)]
	EcdsaSecp256k1([u8; 65]),
	/// ECDSA over the SHA-256 of the message: r, s, with s in the lower half of the group's order, so that nobody can make a
	/// second signature from a known one.
	#[codec(index = 3)]
	EcdsaP256([u8; 64]),
}

impl KeySignature {
	/// How many times as long checking it takes, at most, as checking one that the host has a function for. P-256 has none: it is
	/// checked inside the runtime.
	pub const fn cost(&self) -> u64 {
		match self {
			Self::Ed25519(_) | Self::Sr25519(_) | Self::EcdsaSecp256k1(_) => 1,
			Self::EcdsaP256(_) => 12,
		}
	}
}

/// What a key of a subject is for (W3C DID Core 5.3, verification relationships).
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Relationship {
	/// To show that one is the subject.
	#[codec(index = 0)]
	Authentication,
	/// To vouch for something: readings, certificates, records of access.
	#[codec(index = 1)]
	AssertionMethod,
	/// To agree on a secret, so that others can encrypt for the subject. Such a key signs nothing.
	#[codec(index = 2)]
	KeyAgreement,
	/// To use a right, such as to have a call carried out.
	#[codec(index = 3)]
	CapabilityInvocation,
	/// To pass a right on.
	#[codec(index = 4)]
	CapabilityDelegation,
}

/// The first half of a genesis hash: how CAIP-2 names a chain.
///
/// Display and `FromStr`: 32 hexadecimal digits, lower case.
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
pub struct ChainReference(pub [u8; 16]);

impl ChainReference {
	/// The name of the chain with this genesis hash.
	pub fn of_genesis(genesis: &Hash) -> Self {
		let mut reference = [0u8; 16];
		for (to, from) in reference.iter_mut().zip(genesis) {
			*to = *from;
		}
		Self(reference)
	}
}

impl fmt::Display for ChainReference {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write_hex(f, &self.0)
	}
}

impl FromStr for ChainReference {
	type Err = DidParseError;

	fn from_str(text: &str) -> Result<Self, DidParseError> {
		parse_hex(text).map(Self).ok_or(DidParseError::Chain)
	}
}

/// The identifier of a subject among all chains.
///
/// Display and `FromStr`: `did:counterfoil:<chain>:<id>`, see the [module](self).
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
pub struct Did {
	/// The home chain, where the record is.
	pub chain: ChainReference,
	/// The identifier there.
	pub id: DidId,
}

impl fmt::Display for Did {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "did:{METHOD}:{}:{}", self.chain, self.id)
	}
}

impl FromStr for Did {
	type Err = DidParseError;

	fn from_str(text: &str) -> Result<Self, DidParseError> {
		let mut parts = text.split(':');
		if parts.next() != Some("did") {
			return Err(DidParseError::Scheme);
		}
		if parts.next() != Some(METHOD) {
			return Err(DidParseError::Method);
		}
		let (Some(chain), Some(id), None) = (parts.next(), parts.next(), parts.next()) else {
			return Err(DidParseError::Parts);
		};
		Ok(Self { chain: chain.parse()?, id: id.parse()? })
	}
}

/// Why a text is not a DID of this method.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DidParseError {
	/// It does not begin with `did:`.
	Scheme,
	/// The method is not `counterfoil`.
	Method,
	/// There are not exactly a chain and an identifier after the method.
	Parts,
	/// The chain is not 32 lower-case hexadecimal digits.
	Chain,
	/// The identifier has a character that base58btc does not know.
	IdDigits,
	/// The identifier is not 32 bytes long.
	IdLength,
}

impl fmt::Display for DidParseError {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Self::Scheme => "a DID begins with \"did:\"",
			Self::Method => "the method of the DID is not \"counterfoil\"",
			Self::Parts => "a DID has four parts: did:counterfoil:<chain>:<id>",
			Self::Chain => "the chain of the DID is not 32 lower-case hexadecimal digits",
			Self::IdDigits => "the identifier has a character that base58btc does not know",
			Self::IdLength => "the identifier is not 32 bytes long",
		})
	}
}

impl core::error::Error for DidParseError {}

/// How far a subject is in its life.
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
pub enum DidStatus {
	/// A stakeholder whose registration is being voted on.
	#[codec(index = 0)]
	Pending,
	/// May act.
	#[codec(index = 1)]
	Active,
	/// May not act for the time being.
	#[codec(index = 2)]
	Suspended,
	/// May never act again.
	#[codec(index = 3)]
	Revoked,
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, string::ToString};

	const KEY: VerificationKey = VerificationKey::Ed25519([7; 32]);

	fn did() -> Did {
		Did { chain: ChainReference::of_genesis(&[0xab; 32]), id: DidId::of_key(&KEY) }
	}

	#[test]
	fn identifier_differs_by_algorithm_of_key() {
		let others = [
			VerificationKey::Sr25519([7; 32]),
			VerificationKey::EcdsaSecp256k1([7; 33]),
			VerificationKey::Ed25519([8; 32]),
		];
		for other in others {
			assert_ne!(DidId::of_key(&KEY), DidId::of_key(&other));
		}
	}

	#[test]
	fn keys_encode_as_index_and_bytes() {
		assert_eq!(KEY.encode(), [&[0u8][..], &[7; 32]].concat());
		assert_eq!(
			VerificationKey::EcdsaSecp256k1([7; 33]).encode(),
			[&[2u8][..], &[7; 33]].concat()
		);
		assert_eq!(KeySignature::EcdsaSecp256k1([7; 65]).encode(), [&[2u8][..], &[7; 65]].concat());
		assert_eq!(VerificationKey::max_encoded_len(), 34);
		assert_eq!(KeySignature::max_encoded_len(), 66);
	}

	#[test]
	fn text_names_method_chain_and_identifier() {
		let text = did().to_string();
		assert_eq!(text, format!("did:counterfoil:{}:{}", "ab".repeat(16), did().id));
		assert_eq!(text.parse::<Did>(), Ok(did()));
	}

	#[test]
	fn identifier_of_zeros_is_all_ones() {
		let zero = DidId([0; 32]);
		assert_eq!(zero.to_string(), "1".repeat(32));
		assert_eq!("1".repeat(32).parse::<DidId>(), Ok(zero));
		assert_eq!("1".repeat(31).parse::<DidId>(), Err(DidParseError::IdLength));
		assert_eq!("1".repeat(33).parse::<DidId>(), Err(DidParseError::IdLength));
		assert_eq!("z".repeat(44).parse::<DidId>(), Err(DidParseError::IdLength));
		assert_eq!(DidId([0xff; 32]).to_string().len(), MAX_ID_TEXT);
	}

	#[test]
	fn other_texts_are_refused_by_cause() {
		let chain = "ab".repeat(16);
		let id = did().id.to_string();
		let cases = [
			(String::new(), DidParseError::Scheme),
			("did".into(), DidParseError::Method),
			(format!("DID:counterfoil:{chain}:{id}"), DidParseError::Scheme),
			(format!(" did:counterfoil:{chain}:{id}"), DidParseError::Scheme),
			(format!("did:Counterfoil:{chain}:{id}"), DidParseError::Method),
			(format!("did:key:{id}"), DidParseError::Method),
			("did:counterfoil".into(), DidParseError::Parts),
			(format!("did:counterfoil:{id}"), DidParseError::Parts),
			(format!("did:counterfoil:{chain}:{id}:"), DidParseError::Parts),
			(format!("did:counterfoil::{id}"), DidParseError::Chain),
			(format!("did:counterfoil:{}:{id}", "AB".repeat(16)), DidParseError::Chain),
			(format!("did:counterfoil:{}:{id}", "ab".repeat(15)), DidParseError::Chain),
			(format!("did:counterfoil:{chain}:"), DidParseError::IdLength),
			(format!("did:counterfoil:{chain}:1{id}"), DidParseError::IdLength),
			(format!("did:counterfoil:{chain}:{}", "0".repeat(43)), DidParseError::IdDigits),
			(format!("did:counterfoil:{chain}:{id}#"), DidParseError::IdLength),
			(format!("did:counterfoil:{chain}:é"), DidParseError::IdDigits),
		];
		for (text, cause) in cases {
			// A mark after the identifier is refused for its length or for its digits.
			match text.parse::<Did>() {
				Err(DidParseError::IdDigits) if cause == DidParseError::IdLength => {},
				result => assert_eq!(result, Err(cause), "{text:?}"),
			}
		}
	}

	#[test]
	fn json_of_identifier_and_key_survives() {
		let id = did().id;
		let json = serde_json::to_string(&id).unwrap();
		assert_eq!(json, format!("\"{id}\""));
		assert_eq!(serde_json::from_str::<DidId>(&json).unwrap(), id);
		assert!(serde_json::from_str::<DidId>("\"0\"").is_err());

		let json = serde_json::to_string(&KEY).unwrap();
		assert_eq!(json, format!("{{\"Ed25519\":\"0x{}\"}}", "07".repeat(32)));
		assert_eq!(serde_json::from_str::<VerificationKey>(&json).unwrap(), KEY);
		for wrong in [json.replace("0x", ""), json.replace("0x07", "0x"), json.replace("Ed", "Xd")]
		{
			assert!(serde_json::from_str::<VerificationKey>(&wrong).is_err(), "{wrong}");
		}
	}
}
