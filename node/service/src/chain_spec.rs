//! The chains that `--chain` knows.
//!
//! - `dev`: one validator (Alice), for development; `--dev` chooses it.
//! - `local`: a network of several validators on one machine; chosen when nothing else is.
//! - anything that looks like a path: a chain specification, as `export-chain-spec` writes it.
//!
//! # The tag
//! A genesis holds a *chain tag*, a name with 16 random bytes, so that two networks that were made from one preset have
//! different genesis hashes and nothing that was signed for one is worth anything on the other.
//!
//! - `export-chain-spec` and `build-spec` **draw** the random bytes: each specification they write is a network of its own.
//!   With `--chain-salt` they take the given bytes, and write the same network again.
//! - A node that is run directly by `--dev` or `--chain local` keeps the tag of the preset, whose salt is **all zero**:
//!   a restart on the same base path and several nodes on one machine have to agree on the genesis. Such a chain is for
//!   trying things out. `--chain-tag` and `--chain-salt` change it there, too, and have to be the same on every node
//!   and at every start.
//! - The tag of a file is part of its genesis and cannot be changed.

use crate::Distribution;
use rand::{rngs::OsRng, RngCore};
use sc_service::{ChainSpec, ChainType, Properties};
use serde_json::{json, Value};
use std::path::{Path, PathBuf};

/// The chain specification of this chain. It has no extensions.
pub type Spec = sc_service::GenericChainSpec;

/// The random bytes of a tag.
pub type Salt = [u8; 16];

/// The most characters that the name in a tag has.
const MAX_NAME_LEN: usize = 64;

/// What is to be changed in the tag of a preset.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tag {
	/// The name of the network.
	pub name: Option<String>,
	/// The random bytes.
	pub salt: Option<Salt>,
}

impl Tag {
	/// Whether nothing is to be changed.
	pub fn is_empty(&self) -> bool {
		self.name.is_none() && self.salt.is_none()
	}

	/// The change as a patch of the genesis of the runtime.
	fn patch(&self) -> Value {
		let mut tag = serde_json::Map::new();
		if let Some(name) = &self.name {
			tag.insert("name".into(), json!(name));
		}
		if let Some(salt) = self.salt {
			tag.insert("salt".into(), json!(salt));
		}
		if tag.is_empty() {
			json!({})
		} else {
			json!({ "consortium": { "tag": tag } })
		}
	}

	/// `base` with what tells networks of this preset apart. The id of a chain names its folder in the base path.
	fn spec_id(&self, base: &str) -> String {
		let mut id = base.to_string();
		if let Some(name) = &self.name {
			id.push('_');
			id.extend(name.chars().map(|character| {
				if character.is_ascii_alphanumeric() {
					character.to_ascii_lowercase()
				} else {
					'_'
				}
			}));
		}
		if let Some(salt) = self.salt {
			id.push('_');
			id.extend(hex::encode(salt).chars().take(8));
		}
		id
	}
}

/// A preset as a chain.
struct Preset {
	/// The name of the preset in the runtime.
	runtime_name: &'static str,
	/// The name of the chain.
	name: &'static str,
	/// The id of the chain.
	id: &'static str,
	/// What the chain is for.
	chain_type: ChainType,
}

impl Preset {
	/// The preset that `--chain` means by `id`. Nothing means `local`.
	fn of(distribution: &Distribution, id: &str) -> Option<Self> {
		match id {
			"dev" => Some(Self {
				runtime_name: distribution.presets.development,
				name: "Counterfoil Development",
				id: "counterfoil_dev",
				chain_type: ChainType::Development,
			}),
			"" | "local" => Some(Self {
				runtime_name: distribution.presets.local,
				name: "Counterfoil Local",
				id: "counterfoil_local",
				chain_type: ChainType::Local,
			}),
			_ => None,
		}
	}
}

/// Whether `id` means a preset of the runtime, not a file.
pub fn is_preset(distribution: &Distribution, id: &str) -> bool {
	Preset::of(distribution, id).is_some()
}

/// The chain that `--chain` means by `id`, with the tag changed by `tag`.
///
/// Errors are one line: an unknown id, a file that cannot be read, a tag for a file, a node without a runtime.
pub fn load(
	distribution: &Distribution,
	id: &str,
	tag: &Tag,
) -> Result<Box<dyn ChainSpec>, String> {
	let Some(preset) = Preset::of(distribution, id) else {
		return load_file(id, tag);
	};
	let code = distribution.wasm_binary.ok_or(
		"this node was built without a runtime (SKIP_WASM_BUILD): give --chain the path of a chain specification",
	)?;
	let genesis = (distribution.genesis_preset)(preset.runtime_name)
		.and_then(|json| serde_json::from_slice::<Value>(&json).ok())
		.ok_or_else(|| format!("the runtime has no preset \"{}\"", preset.runtime_name))?;
	let spec = Spec::builder(code, None)
		.with_name(tag.name.as_deref().unwrap_or(preset.name))
		.with_id(&tag.spec_id(preset.id))
		.with_chain_type(preset.chain_type)
		.with_protocol_id("counterfoil")
		.with_properties(properties())
		.with_genesis_config_patch(genesis)
		.with_genesis_config_patch(tag.patch())
		.build();
	Ok(Box::new(spec))
}

/// The chain in the file `path`.
fn load_file(path: &str, tag: &Tag) -> Result<Box<dyn ChainSpec>, String> {
	if !looks_like_path(path) {
		return Err(format!(
			"unknown chain \"{path}\": use \"dev\", \"local\" or the path of a chain specification (.json)"
		));
	}
	if !tag.is_empty() {
		return Err(format!(
			"the tag of the chain specification {path} is part of its genesis: leave --chain-tag and --chain-salt away"
		));
	}
	Ok(Box::new(Spec::from_json_file(PathBuf::from(path))?))
}

/// Whether somebody who writes `text` means a file.
fn looks_like_path(text: &str) -> bool {
	text.ends_with(".json") || text.contains(std::path::MAIN_SEPARATOR) || Path::new(text).exists()
}

/// What wallets want to know about the token.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), json!("CFL"));
	properties.insert("tokenDecimals".into(), json!(12));
	properties.insert("ss58Format".into(), json!(42));
	properties
}

/// Random bytes from the operating system.
pub fn draw_salt() -> Salt {
	let mut salt = Salt::default();
	OsRng.fill_bytes(&mut salt);
	salt
}

/// Reads the name of a network: 1 to 64 printable ASCII characters.
pub fn parse_name(text: &str) -> Result<String, String> {
	if text.is_empty() || text.len() > MAX_NAME_LEN {
		return Err(format!("a name has 1 to {MAX_NAME_LEN} characters"));
	}
	if !text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic()) {
		return Err("a name has printable ASCII characters only".into());
	}
	Ok(text.into())
}

/// Reads a salt: 32 hex digits, with or without `0x`.
pub fn parse_salt(text: &str) -> Result<Salt, String> {
	let digits = text.strip_prefix("0x").unwrap_or(text);
	let mut salt = Salt::default();
	hex::decode_to_slice(digits, &mut salt).map_err(|_| "a salt is 32 hex digits".to_string())?;
	Ok(salt)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::{Presets, UNNAMED};

	fn distribution() -> Distribution {
		Distribution {
			wasm_binary: Some(b"\0asm"),
			presets: Presets { development: "development", local: "local_testnet" },
			genesis_preset: |_| Some(b"{}".to_vec()),
			..UNNAMED
		}
	}

	fn loaded(id: &str, tag: &Tag) -> Box<dyn ChainSpec> {
		load(&distribution(), id, tag).expect("a preset of the runtime")
	}

	#[test]
	fn dev_is_a_development_chain() {
		let spec = loaded("dev", &Tag::default());
		assert_eq!(spec.id(), "counterfoil_dev");
		assert_eq!(spec.name(), "Counterfoil Development");
		assert_eq!(spec.chain_type(), ChainType::Development);
		assert!(spec.boot_nodes().is_empty());
	}

	#[test]
	fn no_id_means_local() {
		for id in ["", "local"] {
			let spec = loaded(id, &Tag::default());
			assert_eq!(spec.id(), "counterfoil_local");
			assert_eq!(spec.chain_type(), ChainType::Local);
		}
	}

	#[test]
	fn token_is_told_to_wallets() {
		let properties = loaded("local", &Tag::default()).properties();
		assert_eq!(properties.get("tokenSymbol"), Some(&json!("CFL")));
		assert_eq!(properties.get("tokenDecimals"), Some(&json!(12)));
		assert_eq!(properties.get("ss58Format"), Some(&json!(42)));
	}

	#[test]
	fn unknown_id_names_what_is_possible_in_one_line() {
		let error = load(&distribution(), "mainnet", &Tag::default()).expect_err("no such chain");
		assert_eq!(
			error,
			"unknown chain \"mainnet\": use \"dev\", \"local\" or the path of a chain specification (.json)"
		);
	}

	#[test]
	fn missing_file_is_told_in_one_line() {
		let error =
			load(&distribution(), "./nowhere.json", &Tag::default()).expect_err("no such file");
		assert!(error.contains("./nowhere.json"), "{error}");
		assert!(!error.contains('\n'), "{error}");
	}

	#[test]
	fn tag_of_a_file_cannot_be_changed() {
		let tag = Tag { name: Some("harbour".into()), salt: None };
		let error = load(&distribution(), "./spec.json", &tag).expect_err("a tag for a file");
		assert!(error.contains("--chain-tag"), "{error}");
	}

	#[test]
	fn node_without_runtime_says_so() {
		let bare = Distribution { wasm_binary: None, ..distribution() };
		let error = load(&bare, "dev", &Tag::default()).expect_err("no runtime");
		assert!(error.contains("without a runtime"), "{error}");
	}

	#[test]
	fn tag_names_the_network() {
		let tag = Tag { name: Some("Old Harbour 2".into()), salt: Some([0xab; 16]) };
		let spec = loaded("local", &tag);
		assert_eq!(spec.name(), "Old Harbour 2");
		assert_eq!(spec.id(), "counterfoil_local_old_harbour_2_abababab");
	}

	#[test]
	fn tag_is_a_patch_of_the_genesis() {
		assert_eq!(Tag::default().patch(), json!({}));
		let name = Tag { name: Some("harbour".into()), salt: None };
		assert_eq!(name.patch(), json!({ "consortium": { "tag": { "name": "harbour" } } }));
		let salt = Tag { name: None, salt: Some([1; 16]) };
		assert_eq!(
			salt.patch(),
			json!({ "consortium": { "tag": { "salt": [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] } } })
		);
	}

	#[test]
	fn drawn_salts_differ() {
		assert_ne!(draw_salt(), draw_salt());
	}

	#[test]
	fn salt_is_read_strictly() {
		let salt = [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0, 0, 0, 0, 0, 0, 0, 0xff];
		assert_eq!(parse_salt("0x0123456789abcdef00000000000000ff"), Ok(salt));
		assert_eq!(parse_salt("0123456789ABCDEF00000000000000FF"), Ok(salt));
		for wrong in ["", "0x", "0x0123", "0x0123456789abcdef00000000000000ff00", "zz"] {
			assert!(parse_salt(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn name_is_read_strictly() {
		assert_eq!(parse_name("Old Harbour"), Ok("Old Harbour".into()));
		assert!(parse_name(&"x".repeat(64)).is_ok());
		for wrong in ["", "Häfen", "two\nlines", &"x".repeat(65)] {
			assert!(parse_name(wrong).is_err(), "{wrong}");
		}
	}
}
