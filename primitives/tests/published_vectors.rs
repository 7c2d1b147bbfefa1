//! Vectors that others published, read from `../shared/vectors` beside the checkout when that folder exists.

use std::{
	fs,
	path::{Path, PathBuf},
};

use counterfoil_primitives::{
	fingerprint::{root_from_proof, ProofError},
	Hash,
};
use serde_json::Value;

/// The folder of one set of vectors, or `None` with a note.
fn vectors(name: &str) -> Option<PathBuf> {
	let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors").join(name);
	if folder.is_dir() {
		Some(folder)
	} else {
		println!("skipped: no vectors");
		None
	}
}

/// Every file below a folder whose name ends in `.json`.
fn json_files(folder: &Path) -> Vec<PathBuf> {
	let mut files = Vec::new();
	for entry in fs::read_dir(folder).unwrap() {
		let path = entry.unwrap().path();
		if path.is_dir() {
			files.extend(json_files(&path));
		} else if path.extension().is_some_and(|extension| extension == "json") {
			files.push(path);
		}
	}
	files.sort();
	files
}

/// Standard base64 with padding (RFC 4648, 4).
fn base64(text: &str) -> Vec<u8> {
	const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	let mut bytes = Vec::new();
	let mut buffer = 0u32;
	let mut bits = 0;
	for digit in text.trim_end_matches('=').bytes() {
		let value = DIGITS.iter().position(|known| *known == digit).expect("base64 digit");
		buffer = (buffer << 6) | u32::try_from(value).unwrap();
		bits += 6;
		if bits >= 8 {
			bits -= 8;
			bytes.push(u8::try_from((buffer >> bits) & 0xff).unwrap());
		}
	}
	bytes
}

/// The 32 bytes that a member of a vector holds; `None` if it holds another number of bytes.
fn hash(value: &Value) -> Option<Hash> {
	Hash::try_from(base64(value.as_str().unwrap_or_default())).ok()
}

/// Whether a vector proves what it claims.
fn holds(vector: &Value) -> bool {
	let index = vector["leafIdx"].as_u64().expect("leafIdx");
	let size = vector["treeSize"].as_u64().expect("treeSize");
	let path: Option<Vec<Hash>> =
		vector["proof"].as_array().into_iter().flatten().map(hash).collect();
	let (Some(root), Some(leaf), Some(path)) =
		(hash(&vector["root"]), hash(&vector["leafHash"]), path)
	else {
		// Something that is no SHA-256 cannot even be handed to the function.
		return false;
	};
	let computed: Result<Hash, ProofError> = root_from_proof(leaf, index, size, &path);
	computed == Ok(root)
}

#[test]
fn published_inclusion_proofs_hold_and_damaged_ones_do_not() {
	let Some(folder) = vectors("merkle/inclusion") else { return };
	let (mut valid, mut damaged) = (0, 0);
	for file in json_files(&folder) {
		let vector: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
		let wrong = vector["wantErr"].as_bool().expect("wantErr");
		assert_eq!(holds(&vector), !wrong, "{}: {}", file.display(), vector["desc"]);
		let count = if wrong { &mut damaged } else { &mut valid };
		*count += 1;
	}
	println!("{valid} valid proofs, {damaged} damaged ones");
	assert!(valid > 0 && damaged > 0);
}

#[test]
fn published_json_is_canonicalised_as_published() {
	let Some(folder) = vectors("jcs") else { return };
	let inputs = json_files(&folder.join("input"));
	assert!(!inputs.is_empty());
	for input in inputs {
		let output = folder.join("output").join(input.file_name().unwrap());
		let canonical =
			serde_json_canonicalizer::pipe(&fs::read_to_string(&input).unwrap()).unwrap();
		let expected = fs::read_to_string(output).unwrap();
		assert_eq!(canonical, expected.trim_end(), "{}", input.display());
	}
}

#[test]
fn base64_of_the_tests_reads_the_examples_of_the_rfc() {
	for (text, bytes) in
		[("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFy", "foobar")]
	{
		assert_eq!(base64(text), bytes.as_bytes());
	}
}
