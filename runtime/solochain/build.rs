//! Builds the wasm blob beside the native crate, unless `SKIP_WASM_BUILD` is set.

fn main() {
	// Clippy's driver compiles our crates (docs/adr/0003), but the blob may be built by a toolchain that has none. Empty,
	// because Cargo would find the setting of the checkout again.
	std::env::set_var("RUSTC_WORKSPACE_WRAPPER", "");

	#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
	substrate_wasm_builder::WasmBuilder::build_using_defaults();

	// The hash of the metadata depends on the symbol and the decimals of the token: `constants.rs` has the same.
	#[cfg(all(feature = "std", feature = "metadata-hash"))]
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("CFL", 12)
		.build();
}
