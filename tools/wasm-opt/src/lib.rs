//! Stand-in for the crate `wasm-opt`, which compiles the C++ of Binaryen for 14 CPU minutes.
//!
//! The wasm builder asks `wasm-opt` for two things: to strip DWARF sections and to lower the sign-extension
//! operators. The target `wasm32v1-none` emits no sign-extension operators, and the release profile emits no DWARF, so
//! that passing the blob through gives a runtime that differs by about a kilobyte. See
//! `docs/adr/0002-wasm-without-wasm-opt.md`.

use std::{fs, io, path::Path};

/// The passes the wasm builder asks for; each is a no-op here.
#[derive(Debug, Clone, Copy)]
pub enum Pass {
	/// Nothing to strip: the release profile emits no DWARF.
	StripDwarf,
	/// Nothing to lower: `wasm32v1-none` is the MVP instruction set.
	SignextLowering,
}

/// The part of the original's builder that the wasm builder uses.
#[derive(Debug, Default)]
pub struct OptimizationOptions;

impl OptimizationOptions {
	/// No optimisation.
	pub fn new_opt_level_0() -> Self {
		Self
	}

	/// The blob is restricted to the MVP instruction set already.
	pub fn mvp_features_only(&mut self) -> &mut Self {
		self
	}

	/// Function names stay, as they came.
	pub fn debug_info(&mut self, _keep: bool) -> &mut Self {
		self
	}

	/// Every pass is a no-op.
	pub fn add_pass(&mut self, _pass: Pass) -> &mut Self {
		self
	}

	/// Copies `from` to `to`.
	pub fn run(&self, from: impl AsRef<Path>, to: impl AsRef<Path>) -> io::Result<()> {
		if from.as_ref() != to.as_ref() {
			fs::copy(from, to)?;
		}
		Ok(())
	}
}
