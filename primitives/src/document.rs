//! DID documents (W3C DID Core 5) as the chain keeps them.
//!
//! A document says which keys a subject uses and what for, who controls it besides itself, by which other names it goes, and
//! where its services are. What the chain keeps is this bounded form; [`Document::to_json`] renders the one that resolvers
//! hand out.
//!
//! # Limits
//!
//! Each list is bounded, because every document and every earlier version of it is kept in the state of the chain.
//!
//! | what | limit | why |
//! |---|---|---|
//! | controllers | [`MAX_CONTROLLERS`] | each may send a signature with a change, and all are checked in one call |
//! | methods | [`MAX_METHODS`] | two for each of the relationships that sign, one of them while the other is replaced |
//! | keys for one relationship | [`MAX_KEYS`] | a signature does not say which key made it: all of them are tried |
//! | other names | [`MAX_ALIASES`] | each is up to [`MAX_URI_LEN`] bytes of state |
//! | services | [`MAX_SERVICES`] | as above; whoever offers more lists them behind one |
//! | a URI | [`MAX_URI_LEN`] bytes | a host, a port and a path fit |
//!
//! # Signing a change
//!
//! What controllers and new keys sign is a [`DidUpdate`], for the purpose
//! [`DidUpdate`](crate::payload::Purpose::DidUpdate), with the number of the version that is about to be made as the nonce. So
//! a signature counts for one version of one DID of one chain, and for one [`DidAct`].

use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::{DidId, KeySignature, Relationship, VerificationKey},
	sha256,
	text::Text,
	Hash,
};

/// The most controllers of a document. Each may sign a change, which costs up to [`MAX_KEYS`] checks.
pub const MAX_CONTROLLERS: u32 = 8;

/// The most verification methods of a document.
pub const MAX_METHODS: u32 = 8;

/// The most keys for one relationship, and so the most signature checks that one verification takes.
pub const MAX_KEYS: u32 = 4;

/// The most services of a document.
pub const MAX_SERVICES: u32 = 4;

/// The most other names of a subject.
pub const MAX_ALIASES: u32 = 4;

/// The longest URI, in bytes.
pub const MAX_URI_LEN: u32 = 128;

/// What a document is hashed with.
const DOMAIN: &[u8] = b"counterfoil/did-document/v1";

/// An absolute URI (RFC 3986 3) of at most [`MAX_URI_LEN`] bytes.
pub type Uri = BoundedVec<u8, ConstU32<MAX_URI_LEN>>;

/// Signatures of the keys that a change brings, see [`DidAct::Prove`].
pub type Proofs = BoundedVec<KeySignature, ConstU32<MAX_METHODS>>;

/// Controllers and their signatures, see [`DidAct`].
pub type Approvals = BoundedVec<(DidId, KeySignature), ConstU32<MAX_CONTROLLERS>>;

/// A set of [`Relationship`]s.
///
/// SCALE: one byte, bit `i` for the relationship with index `i`. Decoding refuses the three bits that name none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Encode, TypeInfo)]
pub struct Relationships(u8);

impl Relationships {
	/// No relationship.
	pub const EMPTY: Self = Self(0);

	/// Every relationship of a key that signs: all but key agreement.
	pub const SIGNING: Self = Self(0b1_1011);

	/// Key agreement alone.
	pub const KEY_AGREEMENT: Self = Self(0b0_0100);

	/// Every relationship, in the order of their indices.
	pub const ALL: [Relationship; 5] = [
		Relationship::Authentication,
		Relationship::AssertionMethod,
		Relationship::KeyAgreement,
		Relationship::CapabilityInvocation,
		Relationship::CapabilityDelegation,
	];

	/// The set with these bits; `None` if a bit names no relationship.
	pub const fn from_bits(bits: u8) -> Option<Self> {
		if bits & !(Self::SIGNING.0 | Self::KEY_AGREEMENT.0) == 0 {
			Some(Self(bits))
		} else {
			None
		}
	}

	/// The set as bits: bit `i` for the relationship with index `i`.
	pub const fn bits(self) -> u8 {
		self.0
	}

	/// Whether the relationship is in the set.
	pub const fn contains(self, relationship: Relationship) -> bool {
		self.0 & Self::bit(relationship) != 0
	}

	/// Whether no relationship is in the set.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}

	/// The relationships of the set, in the order of their indices.
	pub fn iter(self) -> impl Iterator<Item = Relationship> {
		Self::ALL.into_iter().filter(move |relationship| self.contains(*relationship))
	}

	const fn bit(relationship: Relationship) -> u8 {
		match relationship {
			Relationship::Authentication => 1,
			Relationship::AssertionMethod => 1 << 1,
			Relationship::KeyAgreement => 1 << 2,
			Relationship::CapabilityInvocation => 1 << 3,
			Relationship::CapabilityDelegation => 1 << 4,
		}
	}
}

impl From<Relationship> for Relationships {
	fn from(relationship: Relationship) -> Self {
		Self(Self::bit(relationship))
	}
}

impl FromIterator<Relationship> for Relationships {
	fn from_iter<I: IntoIterator<Item = Relationship>>(relationships: I) -> Self {
		Self(relationships.into_iter().fold(0, |bits, relationship| bits | Self::bit(relationship)))
	}
}

impl Decode for Relationships {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		Self::from_bits(u8::decode(input)?)
			.ok_or_else(|| "a bit names no verification relationship".into())
	}
}

impl DecodeWithMemTracking for Relationships {}

impl MaxEncodedLen for Relationships {
	fn max_encoded_len() -> usize {
		1
	}
}

/// A key of a document.
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
pub enum MethodKey {
	/// A key that signs.
	#[codec(index = 0)]
	Verification(VerificationKey),
	/// X25519 (RFC 7748): to agree on a secret. Signs nothing.
	#[codec(index = 1)]
	X25519([u8; 32]),
}

impl MethodKey {
	/// Whether the bytes have the form of a key of their kind.
	///
	/// A key that signs shows that it is one by signing ([`DidAct::Prove`]); here only the mark of a compressed point is
	/// looked at. X25519 keys cannot sign: not reduced ones and those of small order (RFC 7748 6.1), with which every secret is
	/// zero, are refused here.
	pub fn is_well_formed(&self) -> bool {
		match self {
			Self::Verification(
				VerificationKey::EcdsaSecp256k1(key) | VerificationKey::EcdsaP256(key),
			) => matches!(key, [2 | 3, ..]),
			Self::Verification(VerificationKey::Ed25519(key) | VerificationKey::Sr25519(key)) => {
				key.iter().any(|byte| *byte != 0)
			},
			Self::X25519(key) => is_x25519(key),
		}
	}
}

/// The coordinates below 2^255 - 19 of the points whose order divides 8.
const SMALL_ORDER: [[u8; 32]; 5] = [
	[0; 32],
	[
		1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0, 0,
	],
	[
		0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4,
		0x6a, 0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49,
		0xb8, 0x00,
	],
	[
		0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef,
		0x5b, 0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f,
		0x11, 0x57,
	],
	[
		0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
		0xff, 0x7f,
	],
];

/// A reduced coordinate, little-endian, of a point that is not of small order.
fn is_x25519(key: &[u8; 32]) -> bool {
	let [first, middle @ .., last] = key;
	// 2^255 - 19 is ed ff .. ff 7f.
	let is_reduced = *last < 0x7f
		|| (*last == 0x7f && (*first < 0xed || middle.iter().any(|byte| *byte != 0xff)));
	is_reduced && !SMALL_ORDER.contains(key)
}

/// One key and what it is for (W3C DID Core 5.2, 5.3).
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
pub struct VerificationMethod {
	/// Its number, unique in the document. As a fragment: `#key-<id>`.
	pub id: u8,
	/// The key.
	pub key: MethodKey,
	/// What it is for. Key agreement alone for an X25519 key, and for no other.
	pub relationships: Relationships,
}

/// Where something that belongs to the subject is found (W3C DID Core 5.4).
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Service {
	/// Its number, unique in the document. As a fragment: `#service-<id>`.
	pub id: u8,
	/// What it is, such as `LinkedDomains`.
	pub kind: Text<32>,
	/// Where it is.
	pub endpoint: Uri,
}

/// A DID document.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Document {
	/// Who may change the document, besides nobody else (W3C DID Core 5.1.2). Empty: whoever acts for the subject.
	pub controllers: BoundedVec<DidId, ConstU32<MAX_CONTROLLERS>>,
	/// How many controllers have to agree. Zero if there are none.
	pub threshold: u8,
	/// Other names of the subject (W3C DID Core 5.1.3). The chain does not check that they are right.
	pub also_known_as: BoundedVec<Uri, ConstU32<MAX_ALIASES>>,
	/// Its keys.
	pub methods: BoundedVec<VerificationMethod, ConstU32<MAX_METHODS>>,
	/// Its services.
	pub services: BoundedVec<Service, ConstU32<MAX_SERVICES>>,
}

/// Why a document cannot stand.
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
pub enum DocumentError {
	/// There are no controllers, and no key invokes capabilities: the subject itself could never sign for anything that is
	/// carried out.
	#[codec(index = 0)]
	NoControl,
	/// The threshold is zero although there are controllers, or larger than their number.
	#[codec(index = 1)]
	Threshold,
	/// A controller is listed twice.
	#[codec(index = 2)]
	DuplicateController,
	/// The subject is listed as its own controller. It controls itself when the list is empty.
	#[codec(index = 3)]
	SelfControlled,
	/// Two methods or two services have one number.
	#[codec(index = 4)]
	DuplicateId,
	/// A key is listed twice.
	#[codec(index = 5)]
	DuplicateKey,
	/// A key is not one of its kind.
	#[codec(index = 6)]
	MalformedKey,
	/// A key is for nothing, an X25519 key is for more than key agreement, or another key is for key agreement.
	#[codec(index = 7)]
	Relationship,
	/// More than [`MAX_KEYS`] keys are for one relationship.
	#[codec(index = 8)]
	TooManyKeys,
	/// Another name or an endpoint is not an absolute URI.
	#[codec(index = 9)]
	MalformedUri,
}

impl DocumentError {
	const fn message(self) -> &'static str {
		match self {
			Self::NoControl => "there is neither a controller nor a key that invokes capabilities",
			Self::Threshold => "the threshold does not fit the number of controllers",
			Self::DuplicateController => "a controller is listed twice",
			Self::SelfControlled => "the subject is listed as its own controller",
			Self::DuplicateId => "two methods or two services have one number",
			Self::DuplicateKey => "a key is listed twice",
			Self::MalformedKey => "a key is not one of its kind",
			Self::Relationship => "a key is for nothing, or for what its kind cannot do",
			Self::TooManyKeys => "too many keys are for one relationship",
			Self::MalformedUri => "a name or an endpoint is not an absolute URI",
		}
	}
}

impl core::fmt::Display for DocumentError {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(self.message())
	}
}

impl core::error::Error for DocumentError {}

impl Document {
	/// The document of a subject that never changed it: the key of its registration, number 1, for everything that a key can
	/// sign.
	pub fn of_key(key: VerificationKey) -> Self {
		let mut methods = BoundedVec::new();
		// One fits.
		let _ = methods.try_push(VerificationMethod {
			id: 1,
			key: MethodKey::Verification(key),
			relationships: Relationships::SIGNING,
		});
		Self {
			controllers: BoundedVec::new(),
			threshold: 0,
			also_known_as: BoundedVec::new(),
			methods,
			services: BoundedVec::new(),
		}
	}

	/// Whether the document can stand for `subject`. Each rule is one variant of [`DocumentError`].
	pub fn validate(&self, subject: &DidId) -> Result<(), DocumentError> {
		self.check_controllers(subject)?;
		self.check_methods()?;
		let mut ids: Vec<u8> = self.services.iter().map(|service| service.id).collect();
		refuse_twice(&mut ids, DocumentError::DuplicateId)?;
		let endpoints = self.services.iter().map(|service| &service.endpoint);
		if !self.also_known_as.iter().chain(endpoints).all(|uri| is_uri(uri)) {
			return Err(DocumentError::MalformedUri);
		}
		Ok(())
	}

	fn check_controllers(&self, subject: &DidId) -> Result<(), DocumentError> {
		let threshold = usize::from(self.threshold);
		let most = self.controllers.len();
		if threshold > most || (threshold == 0 && most > 0) {
			return Err(DocumentError::Threshold);
		}
		if self.controllers.contains(subject) {
			return Err(DocumentError::SelfControlled);
		}
		let mut controllers = self.controllers.to_vec();
		refuse_twice(&mut controllers, DocumentError::DuplicateController)
	}

	fn check_methods(&self) -> Result<(), DocumentError> {
		let mut ids: Vec<u8> = self.methods.iter().map(|method| method.id).collect();
		refuse_twice(&mut ids, DocumentError::DuplicateId)?;
		let mut keys: Vec<Vec<u8>> =
			self.methods.iter().map(|method| method.key.encode()).collect();
		refuse_twice(&mut keys, DocumentError::DuplicateKey)?;
		for method in &self.methods {
			if !method.key.is_well_formed() {
				return Err(DocumentError::MalformedKey);
			}
			let fits = match method.key {
				MethodKey::X25519(_) => method.relationships == Relationships::KEY_AGREEMENT,
				MethodKey::Verification(_) => {
					!method.relationships.is_empty()
						&& !method.relationships.contains(Relationship::KeyAgreement)
				},
			};
			if !fits {
				return Err(DocumentError::Relationship);
			}
		}
		let count = |relationship| {
			let is_for = |method: &&VerificationMethod| method.relationships.contains(relationship);
			self.methods.iter().filter(is_for).count()
		};
		let most = usize::try_from(MAX_KEYS).unwrap_or(usize::MAX);
		if Relationships::ALL.into_iter().any(|relationship| count(relationship) > most) {
			return Err(DocumentError::TooManyKeys);
		}
		if self.controllers.is_empty() && count(Relationship::CapabilityInvocation) == 0 {
			return Err(DocumentError::NoControl);
		}
		Ok(())
	}

	/// The keys that sign for this purpose. At most [`MAX_KEYS`] in a document that is valid.
	pub fn keys_for(&self, relationship: Relationship) -> impl Iterator<Item = &VerificationKey> {
		self.methods
			.iter()
			.filter(move |method| method.relationships.contains(relationship))
			.filter_map(|method| match &method.key {
				MethodKey::Verification(key) => Some(key),
				MethodKey::X25519(_) => None,
			})
	}

	/// The keys that sign and that are not in `before`, in the order of the methods: those that have to prove themselves.
	pub fn new_keys<'a>(&'a self, before: &'a Self) -> impl Iterator<Item = &'a VerificationKey> {
		self.methods
			.iter()
			.filter(|method| !before.methods.iter().any(|old| old.key == method.key))
			.filter_map(|method| match &method.key {
				MethodKey::Verification(key) => Some(key),
				MethodKey::X25519(_) => None,
			})
	}

	/// What is signed for the document: `sha256("counterfoil/did-document/v1" ‖ SCALE(document))`.
	pub fn digest(&self) -> Hash {
		self.using_encoded(|encoded| sha256(&[DOMAIN, encoded]))
	}
}

/// Refuses a list that has something twice.
fn refuse_twice<T: Ord>(list: &mut [T], error: DocumentError) -> Result<(), DocumentError> {
	list.sort_unstable();
	if list.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
		return Err(error);
	}
	Ok(())
}

/// A scheme (RFC 3986 3.1), a colon, and at least one more character, all of them such as may stand in a URI (RFC 3986 2).
fn is_uri(uri: &[u8]) -> bool {
	let mut parts = uri.splitn(2, |byte| *byte == b':');
	let (Some(scheme), Some(rest)) = (parts.next(), parts.next()) else { return false };
	let scheme_is_good = scheme.first().is_some_and(u8::is_ascii_alphabetic)
		&& scheme.iter().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte));
	scheme_is_good
		&& !rest.is_empty()
		&& rest.iter().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(byte))
}

/// What somebody agrees to about a DID.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum DidAct {
	/// A controller agrees that the document with this digest comes into force.
	#[codec(index = 0)]
	Update(Hash),
	/// A controller agrees that the DID ends for ever.
	#[codec(index = 1)]
	Deactivate,
	/// A key that the document with this digest brings shows that somebody holds it. Without this, a subject could list the
	/// key of another one, and what that one signs would count for both.
	#[codec(index = 2)]
	Prove(Hash),
}

/// What controllers and new keys sign, for the version that is about to be made.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DidUpdate {
	/// Whose document it is.
	pub did: DidId,
	/// What is agreed to.
	pub act: DidAct,
}

#[cfg(feature = "std")]
mod json {
	use serde_json::{json, Map, Value};
	use std::{format, string::String, vec};

	use super::{Document, MethodKey, Relationships, Uri};
	use crate::did::{Did, Relationship, VerificationKey};

	impl MethodKey {
		/// The key as a Multikey: base58btc of its multicodec prefix and its bytes, `z..`.
		pub fn multibase(&self) -> String {
			let (prefix, key): ([u8; 2], &[u8]) = match self {
				Self::Verification(VerificationKey::Ed25519(key)) => ([0xed, 0x01], key),
				Self::Verification(VerificationKey::Sr25519(key)) => ([0xef, 0x01], key),
				Self::Verification(VerificationKey::EcdsaSecp256k1(key)) => ([0xe7, 0x01], key),
				Self::Verification(VerificationKey::EcdsaP256(key)) => ([0x80, 0x24], key),
				Self::X25519(key) => ([0xec, 0x01], key),
			};
			format!("z{}", bs58::encode([&prefix, key].concat()).into_string())
		}
	}

	/// The name of a relationship in a document (W3C DID Core 5.3).
	const fn name(relationship: Relationship) -> &'static str {
		match relationship {
			Relationship::Authentication => "authentication",
			Relationship::AssertionMethod => "assertionMethod",
			Relationship::KeyAgreement => "keyAgreement",
			Relationship::CapabilityInvocation => "capabilityInvocation",
			Relationship::CapabilityDelegation => "capabilityDelegation",
		}
	}

	fn text(uri: &Uri) -> Value {
		Value::from(String::from_utf8_lossy(uri).into_owned())
	}

	impl Document {
		/// The document of `did` as `application/did` (W3C DID Core 6.3, with the JSON-LD context).
		///
		/// Lists that are empty are left out. The number of controllers that have to agree, for which DID Core has no name,
		/// is `controllerThreshold`.
		pub fn to_json(&self, did: &Did) -> Value {
			let mut document = Map::new();
			document.insert(
				"@context".into(),
				json!(["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"]),
			);
			document.insert("id".into(), did.to_string().into());
			let mut put = |name: &str, list: vec::Vec<Value>| {
				if !list.is_empty() {
					document.insert(name.into(), list.into());
				}
			};
			let controllers = self.controllers.iter();
			put(
				"controller",
				controllers
					.map(|id| Did { chain: did.chain, id: *id }.to_string().into())
					.collect(),
			);
			put("alsoKnownAs", self.also_known_as.iter().map(text).collect());
			let methods = self.methods.iter().map(|method| {
				json!({
					"id": format!("{did}#key-{}", method.id),
					"type": "Multikey",
					"controller": did.to_string(),
					"publicKeyMultibase": method.key.multibase(),
				})
			});
			put("verificationMethod", methods.collect());
			for relationship in Relationships::ALL {
				let methods = self
					.methods
					.iter()
					.filter(|method| method.relationships.contains(relationship))
					.map(|method| format!("{did}#key-{}", method.id).into());
				put(name(relationship), methods.collect());
			}
			let services = self.services.iter().map(|service| {
				json!({
					"id": format!("{did}#service-{}", service.id),
					"type": service.kind.as_str(),
					"serviceEndpoint": text(&service.endpoint),
				})
			});
			put("service", services.collect());
			if self.threshold > 0 {
				document.insert("controllerThreshold".into(), self.threshold.into());
			}
			document.into()
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{format, vec};

	const KEY: VerificationKey = VerificationKey::Ed25519([7; 32]);

	fn subject() -> DidId {
		DidId::of_key(&KEY)
	}

	fn method(id: u8, key: VerificationKey, relationships: Relationships) -> VerificationMethod {
		VerificationMethod { id, key: MethodKey::Verification(key), relationships }
	}

	fn uri(text: &str) -> Uri {
		text.as_bytes().to_vec().try_into().unwrap()
	}

	/// A document with one of each.
	fn full() -> Document {
		Document {
			controllers: vec![DidId([1; 32]), DidId([2; 32])].try_into().unwrap(),
			threshold: 1,
			also_known_as: vec![uri("https://example.org/meter")].try_into().unwrap(),
			methods: vec![
				method(1, KEY, Relationships::SIGNING),
				VerificationMethod {
					id: 2,
					key: MethodKey::X25519([9; 32]),
					relationships: Relationships::KEY_AGREEMENT,
				},
			]
			.try_into()
			.unwrap(),
			services: vec![Service {
				id: 1,
				kind: Text::new("LinkedDomains").unwrap(),
				endpoint: uri("https://example.org"),
			}]
			.try_into()
			.unwrap(),
		}
	}

	fn refused(change: impl FnOnce(&mut Document)) -> DocumentError {
		let mut document = full();
		change(&mut document);
		document.validate(&subject()).unwrap_err()
	}

	fn with_methods(methods: Vec<VerificationMethod>) -> Result<(), DocumentError> {
		let methods = methods.try_into().unwrap();
		Document { methods, ..Document::of_key(KEY) }.validate(&subject())
	}

	#[test]
	fn first_document_is_the_key_for_everything_but_key_agreement() {
		let document = Document::of_key(KEY);
		assert_eq!(document.validate(&subject()), Ok(()));
		for relationship in Relationships::ALL {
			let expected: &[_] =
				if relationship == Relationship::KeyAgreement { &[] } else { &[&KEY] };
			assert_eq!(document.keys_for(relationship).collect::<Vec<_>>(), expected);
		}
	}

	#[test]
	fn document_with_one_of_each_stands_and_survives() {
		assert_eq!(full().validate(&subject()), Ok(()));
		assert_eq!(Document::decode(&mut &full().encode()[..]).unwrap(), full());
		assert!(full().encoded_size() <= Document::max_encoded_len());
	}

	#[test]
	fn controllers_and_threshold_that_do_not_fit_are_refused() {
		assert_eq!(refused(|document| document.threshold = 0), DocumentError::Threshold);
		assert_eq!(refused(|document| document.threshold = 3), DocumentError::Threshold);
		assert_eq!(
			refused(|document| document.controllers = Default::default()),
			DocumentError::Threshold
		);
		assert_eq!(
			refused(|document| document.controllers = vec![subject()].try_into().unwrap()),
			DocumentError::SelfControlled
		);
		assert_eq!(
			refused(|document| {
				document.controllers = vec![DidId([1; 32]); 2].try_into().unwrap()
			}),
			DocumentError::DuplicateController
		);
	}

	#[test]
	fn numbers_and_keys_that_are_there_twice_are_refused() {
		let other = VerificationKey::Sr25519([7; 32]);
		let signing = Relationships::SIGNING;
		assert_eq!(
			with_methods(vec![method(1, KEY, signing), method(1, other, signing)]),
			Err(DocumentError::DuplicateId)
		);
		assert_eq!(
			with_methods(vec![method(1, KEY, signing), method(2, KEY, signing)]),
			Err(DocumentError::DuplicateKey)
		);
		assert_eq!(with_methods(vec![method(1, KEY, signing), method(2, other, signing)]), Ok(()));
		assert_eq!(
			refused(|document| {
				let service = document.services[0].clone();
				document.services.try_push(service).unwrap()
			}),
			DocumentError::DuplicateId
		);
	}

	#[test]
	fn keys_are_for_what_their_kind_can_do() {
		let agreement = Relationship::KeyAgreement;
		let cases =
			[Relationships::EMPTY, agreement.into(), Relationships::from_iter(Relationships::ALL)];
		for relationships in cases {
			assert_eq!(
				with_methods(vec![method(1, KEY, relationships)]),
				Err(DocumentError::Relationship)
			);
		}
		for relationships in [Relationships::EMPTY, Relationships::SIGNING] {
			assert_eq!(
				refused(|document| document.methods[1].relationships = relationships),
				DocumentError::Relationship
			);
		}
	}

	#[test]
	fn document_nobody_controls_is_refused() {
		let asserts = Relationship::AssertionMethod.into();
		assert_eq!(with_methods(vec![]), Err(DocumentError::NoControl));
		assert_eq!(with_methods(vec![method(1, KEY, asserts)]), Err(DocumentError::NoControl));
		let mut document = full();
		document.methods = Default::default();
		assert_eq!(document.validate(&subject()), Ok(()));
	}

	#[test]
	fn more_keys_than_are_tried_are_refused() {
		let keys = |count: u8| {
			let key = |id| method(id, VerificationKey::Ed25519([id; 32]), Relationships::SIGNING);
			(1..=count).map(key).collect::<Vec<_>>()
		};
		assert_eq!(with_methods(keys(4)), Ok(()));
		assert_eq!(with_methods(keys(5)), Err(DocumentError::TooManyKeys));
	}

	#[test]
	fn keys_of_another_form_are_refused() {
		for (key, good) in [
			(VerificationKey::EcdsaP256([2; 33]), true),
			(VerificationKey::EcdsaP256([4; 33]), false),
			(VerificationKey::EcdsaSecp256k1([3; 33]), true),
			(VerificationKey::EcdsaSecp256k1([0; 33]), false),
			(VerificationKey::Ed25519([0; 32]), false),
			(VerificationKey::Sr25519([0; 32]), false),
		] {
			assert_eq!(MethodKey::Verification(key).is_well_formed(), good, "{key:?}");
		}
		for point in SMALL_ORDER {
			assert!(!MethodKey::X25519(point).is_well_formed());
		}
		// 2^255 - 19, and the largest number below it that is not of small order.
		let mut key = [0xff; 32];
		(key[0], key[31]) = (0xed, 0x7f);
		assert!(!MethodKey::X25519(key).is_well_formed());
		key[0] = 0xeb;
		assert!(MethodKey::X25519(key).is_well_formed());
		assert!(!MethodKey::X25519([0xff; 32]).is_well_formed());
		assert_eq!(
			refused(|document| document.methods[1].key = MethodKey::X25519([0; 32])),
			DocumentError::MalformedKey
		);
	}

	#[test]
	fn names_and_endpoints_that_are_no_uris_are_refused() {
		for text in ["", "x", "x:", ":x", "1x:y", "x y:z", "x:y z", "x:\"", "x:{}", "x:\n", "x:ä"]
		{
			assert!(!is_uri(text.as_bytes()), "{text:?}");
			assert_eq!(
				refused(|document| document.services[0].endpoint = uri(text)),
				DocumentError::MalformedUri
			);
			assert_eq!(
				refused(|document| document.also_known_as[0] = uri(text)),
				DocumentError::MalformedUri
			);
		}
		for text in ["x:y", "mailto:a@b", "did:key:z6Mk", "https://[::1]:8/p?q=%20#f", "a+b-c.d:e"]
		{
			assert!(is_uri(text.as_bytes()), "{text:?}");
		}
	}

	#[test]
	fn oversize_lists_do_not_decode() {
		let long = |count: usize, item: Vec<u8>| {
			let mut bytes = codec::Compact(u32::try_from(count).unwrap()).encode();
			bytes.extend(item.repeat(count));
			bytes
		};
		assert!(Uri::decode(&mut &long(128, vec![b'x'])[..]).is_ok());
		assert!(Uri::decode(&mut &long(129, vec![b'x'])[..]).is_err());
		let controllers = |count| {
			let mut bytes = long(count, vec![1; 32]);
			bytes.extend([0; 4]);
			Document::decode(&mut &bytes[..])
		};
		assert!(controllers(8).is_ok());
		assert!(controllers(9).is_err());
		assert!(Relationships::decode(&mut &[0b10_0000u8][..]).is_err());
		assert!(Relationships::decode(&mut &[0b01_1111u8][..]).is_ok());
	}

	#[test]
	fn only_keys_that_were_not_there_are_new() {
		let other = VerificationKey::EcdsaP256([2; 33]);
		let mut document = full();
		let before = full();
		assert_eq!(document.new_keys(&before).count(), 0);
		document.methods[0] = method(9, other, Relationships::SIGNING);
		document.methods[1].key = MethodKey::X25519([10; 32]);
		assert_eq!(document.new_keys(&before).collect::<Vec<_>>(), [&other]);
	}

	#[test]
	fn signed_bytes_of_a_change_are_pinned() {
		use crate::payload::{signing_bytes, Purpose};
		let body = |act| DidUpdate { did: DidId([2; 32]), act };
		let head =
			[&[25u8 << 2][..], b"counterfoil/did-update/v1", &[1; 32], &[7, 0, 0, 0, 0, 0, 0, 0]];
		for (act, tail) in [
			(DidAct::Update([3; 32]), [&[2u8; 32][..], &[0], &[3; 32]].concat()),
			(DidAct::Deactivate, [&[2u8; 32][..], &[1]].concat()),
			(DidAct::Prove([3; 32]), [&[2u8; 32][..], &[2], &[3; 32]].concat()),
		] {
			let bytes = signing_bytes(Purpose::DidUpdate, &[1; 32], 7, &body(act));
			assert_eq!(bytes, [head.concat(), tail].concat());
		}
	}

	#[test]
	fn encoding_of_a_document_is_pinned() {
		let expected = [
			&[2u8 << 2][..],
			&[1; 32],
			&[2; 32],
			&[1],
			&[1 << 2, 25 << 2],
			b"https://example.org/meter",
			// Two methods: number, kind of key, key, purposes.
			&[2 << 2, 1, 0, 0],
			&[7; 32],
			&[0b1_1011, 2, 1],
			&[9; 32],
			&[0b0_0100],
			&[1 << 2, 1],
			b"LinkedDomains",
			&[0; 19],
			&[19 << 2],
			b"https://example.org",
		]
		.concat();
		assert_eq!(full().encode(), expected);
		assert_eq!(full().digest(), sha256(&[b"counterfoil/did-document/v1", &expected]));
	}

	#[cfg(feature = "std")]
	#[test]
	fn json_is_a_did_document() {
		use crate::did::{ChainReference, Did};
		let did = Did { chain: ChainReference([0xab; 16]), id: subject() };
		let json = full().to_json(&did);
		assert_eq!(json["id"], did.to_string());
		assert_eq!(json["controller"].as_array().unwrap().len(), 2);
		assert_eq!(json["alsoKnownAs"], serde_json::json!(["https://example.org/meter"]));
		assert_eq!(json["verificationMethod"][0]["type"], "Multikey");
		assert_eq!(json["verificationMethod"][0]["id"], format!("{did}#key-1"));
		assert_eq!(json["assertionMethod"], serde_json::json!([format!("{did}#key-1")]));
		assert_eq!(json["keyAgreement"], serde_json::json!([format!("{did}#key-2")]));
		assert_eq!(json["service"][0]["serviceEndpoint"], "https://example.org");
		assert_eq!(json["controllerThreshold"], 1);
		let first = Document::of_key(KEY).to_json(&did);
		for name in ["controller", "alsoKnownAs", "keyAgreement", "service", "controllerThreshold"]
		{
			assert!(first.get(name).is_none(), "{name}");
		}
	}

	#[cfg(feature = "std")]
	#[test]
	fn multibase_is_that_of_the_published_example() {
		// The first example key of the did:key method, an Ed25519 key.
		let key = hex::decode("2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6")
			.unwrap();
		let key = MethodKey::Verification(VerificationKey::Ed25519(key.try_into().unwrap()));
		assert_eq!(key.multibase(), "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK");
	}
}
