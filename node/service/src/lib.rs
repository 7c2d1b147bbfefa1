//! # The service of `counterfoil-node`
//!
//! Everything of the node but the runtime. The service is compiled against a *declared* runtime API ([`runtime_api`]), so
//! that a change of a pallet never compiles the client again; the binary hands over the runtime's blob and some texts in a
//! [`Distribution`] and calls [`run`].
//!
//! | module | what it holds |
//! |---|---|
//! | [`types`] | the types of the chain and of the client's parts |
//! | [`runtime_api`] | what the node expects of any runtime of this chain |
//! | [`chain_spec`] | which chains `--chain` knows, and the tag that makes a network unique |
//! | [`cli`] | flags and subcommands |
//! | `command` | what each subcommand does, and how errors are told |
//! | [`ports`] | busy ports are noticed before anything is opened |
//! | [`service`] | the parts of a node, and starting them in the right order |
//! | [`sealing`] | blocks on demand for development, instead of one per slot |
//! | [`rpc`] | the RPC modules, with the namespace `counterfoil` |

// The errors are the SDK's; how large they are is not ours to say.
#![allow(clippy::result_large_err)]

pub mod chain_spec;
pub mod cli;
mod command;
pub mod ports;
pub mod rpc;
// The macro that makes the client's side of a runtime API writes `unsafe` code of its own.
#[allow(unsafe_code)]
pub mod runtime_api;
pub mod sealing;
pub mod service;
pub mod types;

use std::{process::ExitCode, sync::OnceLock};

/// What a binary says about itself: its texts, and the runtime it carries.
#[derive(Clone, Copy, Debug)]
pub struct Distribution {
	/// The name of the node for people.
	pub name: &'static str,
	/// The version of the node.
	pub version: &'static str,
	/// One sentence for `--help`.
	pub description: &'static str,
	/// Who made it.
	pub author: &'static str,
	/// Where help is to be had.
	pub support_url: &'static str,
	/// The first year of the copyright.
	pub copyright_start_year: i32,
	/// The runtime. None if the runtime was built with `SKIP_WASM_BUILD`.
	pub wasm_binary: Option<&'static [u8]>,
	/// The presets of the runtime from which the node makes chains.
	pub presets: Presets,
	/// The genesis that the runtime presets under a name, as a JSON patch: what `GenesisBuilder_get_preset` of the blob
	/// answers, without compiling the blob once more at every start.
	pub genesis_preset: fn(&str) -> Option<Vec<u8>>,
}

/// The names that the runtime gives its genesis presets.
#[derive(Clone, Copy, Debug)]
pub struct Presets {
	/// One validator, for development.
	pub development: &'static str,
	/// A network on one machine.
	pub local: &'static str,
}

/// A binary that says nothing, for tests of the command line.
static UNNAMED: Distribution = Distribution {
	name: "Counterfoil Node",
	version: env!("CARGO_PKG_VERSION"),
	description: "",
	author: "",
	support_url: "",
	copyright_start_year: 2026,
	wasm_binary: None,
	presets: Presets { development: "", local: "" },
	genesis_preset: |_| None,
};

/// `SubstrateCli` asks for its texts by functions without `self`, so they stand in a static. A type parameter would do as
/// well, but then the whole client would be compiled in the crate of the binary.
static DISTRIBUTION: OnceLock<Distribution> = OnceLock::new();

/// The distribution that [`run`] was called with.
pub(crate) fn distribution() -> &'static Distribution {
	DISTRIBUTION.get().unwrap_or(&UNNAMED)
}

/// Runs the command line of the process. An error is told in one line on stderr, and the exit code is 1 then.
pub fn run(distribution: Distribution) -> ExitCode {
	DISTRIBUTION.get_or_init(|| distribution);
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("Error: {}", command::one_line(&error));
			ExitCode::FAILURE
		},
	}
}
