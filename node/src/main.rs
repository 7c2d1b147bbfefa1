//! The Counterfoil node.
//!
//! The node is `counterfoil-service`. This binary gives it the runtime of the consortium chain and its texts, and no more:
//! a change of the runtime links it again and compiles nothing of the node.

use counterfoil_service::{Distribution, Presets};
use std::process::ExitCode;

/// This binary, with the runtime it carries.
fn distribution() -> Distribution {
	Distribution {
		name: "Counterfoil Node",
		version: env!("CARGO_PKG_VERSION"),
		description: "A node of a Counterfoil chain, on which parties exchange data and can prove what was handed over",
		author: env!("CARGO_PKG_AUTHORS"),
		support_url: "the issues of this project",
		copyright_start_year: 2026,
		wasm_binary: counterfoil_runtime::WASM_BINARY,
		presets: Presets { development: "development", local: "local_testnet" },
		genesis_preset: |name| counterfoil_runtime::genesis::preset(&name.into()),
	}
}

fn main() -> ExitCode {
	counterfoil_service::run(distribution())
}

#[cfg(test)]
mod tests {
	use super::distribution;
	use counterfoil_service::chain_spec::{draw_salt, load, Tag};

	/// The raw genesis of the preset `id` with `tag`.
	fn genesis(id: &str, tag: &Tag) -> String {
		let json = load(&distribution(), id, tag)
			.and_then(|spec| spec.as_json(true))
			.expect("a preset of the runtime");
		let (_, genesis) = json.split_once("\"genesis\"").expect("a chain specification");
		genesis.to_string()
	}

	#[test]
	fn compressed_runtime_is_smaller_than_1_5_mib() {
		let size = distribution().wasm_binary.expect("this test needs a build with the blob").len();
		assert!(size < 1_536 * 1_024, "the compressed runtime has {size} bytes");
	}

	#[test]
	fn name_and_salt_change_the_genesis_and_nothing_else_does() {
		let plain = genesis("local", &Tag::default());
		// The salt of the preset, and the same tag twice.
		assert_eq!(plain, genesis("local", &Tag { name: None, salt: Some([0; 16]) }));
		assert_ne!(plain, genesis("local", &Tag { name: Some("harbour".into()), salt: None }));
		assert_ne!(plain, genesis("local", &Tag { name: None, salt: Some(draw_salt()) }));
	}
}
