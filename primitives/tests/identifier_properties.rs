//! Properties of the texts that name things: each value has one text, and no other text is read.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	cid::Cid,
	did::{ChainReference, Did, DidId, VerificationKey},
	text::Text,
	Fingerprint, TreeBuilder,
};
use proptest::{prelude::*, sample::Index, test_runner::FileFailurePersistence};

/// What failed once is kept beside this file.
fn config() -> ProptestConfig {
	ProptestConfig {
		failure_persistence: Some(Box::new(FileFailurePersistence::WithSource("regressions"))),
		..ProptestConfig::default()
	}
}

fn any_did() -> impl Strategy<Value = Did> {
	(any::<[u8; 16]>(), any::<[u8; 32]>())
		.prop_map(|(chain, id)| Did { chain: ChainReference(chain), id: DidId(id) })
}

/// A text with one character exchanged, put in, taken out, or in the other case.
fn mutated(text: &str, place: Index, with: char, how: u8) -> String {
	let mut characters: Vec<char> = text.chars().collect();
	let place = place.index(characters.len());
	match how % 4 {
		0 => characters[place] = with,
		1 => characters.insert(place, with),
		2 => {
			characters.remove(place);
		},
		_ => {
			let old = characters[place];
			characters[place] = if old.is_ascii_lowercase() {
				old.to_ascii_uppercase()
			} else {
				old.to_ascii_lowercase()
			};
		},
	}
	characters.into_iter().collect()
}

fn any_character() -> impl Strategy<Value = char> {
	prop_oneof![
		4 => prop::char::range('!', '~'),
		1 => any::<char>(),
	]
}

proptest! {
	#![proptest_config(config())]

	#[test]
	fn did_survives_its_text(did in any_did()) {
		let text = did.to_string();
		prop_assert!(text.starts_with("did:counterfoil:"));
		prop_assert_eq!(text.parse::<Did>(), Ok(did));
		prop_assert_eq!(did.id.to_string().parse::<DidId>(), Ok(did.id));
		prop_assert_eq!(Did::decode(&mut &did.encode()[..]).unwrap(), did);
	}

	/// A mutation may name another subject, but never the same one in another spelling.
	#[test]
	fn mutated_did_is_refused_or_another(
		did in any_did(),
		place in any::<Index>(),
		with in any_character(),
		how in any::<u8>(),
	) {
		let text = did.to_string();
		let other = mutated(&text, place, with, how);
		if let Ok(read) = other.parse::<Did>() {
			prop_assert_eq!(read == did, other == text);
			prop_assert_eq!(read.to_string(), other);
		}
	}

	#[test]
	fn frame_of_a_did_allows_no_mutation(
		did in any_did(),
		place in 0usize..16,
		with in any_character(),
	) {
		let text = did.to_string();
		let mut characters: Vec<char> = text.chars().collect();
		prop_assume!(characters[place] != with);
		characters[place] = with;
		let other: String = characters.into_iter().collect();
		prop_assert!(other.parse::<Did>().is_err(), "{}", other);
	}

	#[test]
	fn anything_around_a_did_is_refused(did in any_did(), around in "[ \t\n:;?#/.]{1,3}") {
		let text = did.to_string();
		let (before, after) = (format!("{around}{text}"), format!("{text}{around}"));
		prop_assert!(before.parse::<Did>().is_err());
		prop_assert!(after.parse::<Did>().is_err());
	}

	#[test]
	fn any_text_is_read_without_panic(text in any::<String>()) {
		let _ = text.parse::<Did>();
		let _ = text.parse::<DidId>();
		let _ = text.parse::<Cid>();
		let _ = text.parse::<Fingerprint>();
		let _ = text.parse::<Text<12>>();
	}

	#[test]
	fn identifiers_of_different_keys_differ(one in any::<[u8; 32]>(), other in any::<[u8; 32]>()) {
		let id = |key| DidId::of_key(&key);
		prop_assert_eq!(
			id(VerificationKey::Ed25519(one)) == id(VerificationKey::Ed25519(other)),
			one == other
		);
		prop_assert_ne!(id(VerificationKey::Ed25519(one)), id(VerificationKey::Sr25519(one)));
	}

	#[test]
	fn cid_survives_and_a_mutated_one_is_refused_or_another(
		blob in prop::collection::vec(any::<u8>(), 0..100),
		place in any::<Index>(),
		with in any_character(),
		how in any::<u8>(),
	) {
		let cid = Cid::of_bytes(&blob);
		let text = cid.to_string();
		prop_assert_eq!(text.parse::<Cid>(), Ok(cid));
		let other = mutated(&text, place, with, how);
		if let Ok(read) = other.parse::<Cid>() {
			prop_assert_eq!(read == cid, other == text);
			prop_assert_eq!(read.to_string(), other);
		}
	}

	#[test]
	fn mutated_fingerprint_is_refused_or_another(
		leaves in prop::collection::vec(any::<u8>(), 0..20),
		place in any::<Index>(),
		with in any_character(),
		how in any::<u8>(),
	) {
		let mut builder = TreeBuilder::new();
		leaves.iter().for_each(|leaf| builder.push(&[*leaf]));
		let fingerprint = builder.finish();
		let text = fingerprint.to_string();
		let other = mutated(&text, place, with, how);
		if let Ok(read) = other.parse::<Fingerprint>() {
			prop_assert_eq!(read == fingerprint, other == text);
			prop_assert_eq!(read.to_string(), other);
		}
	}

	#[test]
	fn text_decodes_exactly_what_it_encodes(
		bytes in prop::collection::vec(prop_oneof![Just(0u8), any::<u8>(), 0x21u8..0x7f], 6),
	) {
		match Text::<6>::decode(&mut &bytes[..]) {
			Ok(text) => {
				prop_assert_eq!(text.encode(), bytes);
				prop_assert_eq!(Text::<6>::new(text.as_str()), Ok(text));
			},
			Err(_) => {
				let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(6);
				let plain = bytes[..end].iter().all(|byte| (0x21..0x7f).contains(byte));
				let padded = bytes[end..].iter().all(|byte| *byte == 0);
				prop_assert!(end == 0 || !plain || !padded);
			},
		}
	}
}
