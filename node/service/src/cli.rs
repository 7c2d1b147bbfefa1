//! Flags and subcommands.

use crate::{
	chain_spec::{self, Salt, Tag},
	distribution,
	ports::Asked,
	sealing::Sealing,
};
use sc_cli::{
	BuildSpecCmd, ChainInfoCmd, CheckBlockCmd, ExportBlocksCmd, ExportChainSpecCmd, ExportStateCmd,
	ImportBlocksCmd, KeySubcommand, PurgeChainCmd, RevertCmd, RunCmd, SubstrateCli,
};
use sc_service::ChainSpec;

/// The command line of the node.
#[derive(Debug, clap::Parser)]
pub struct Cli {
	/// What to do instead of running a node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// The flags of a running node.
	#[command(flatten)]
	pub run: RunCmd,

	/// Make blocks on demand instead of one per slot; for a development chain only.
	///
	/// `instant` makes a block for each transaction, `manual` one for each call of `engine_createBlock`, a number one each so
	/// many milliseconds. Each block is final at once and moves the chain's clock by two seconds or more, so blocks that
	/// come faster are a time lapse. The node keeps to itself.
	#[arg(long, value_name = "instant|manual|MILLISECONDS")]
	pub sealing: Option<Sealing>,

	/// The tag of a chain that is made from a preset.
	#[command(flatten)]
	pub tag: TagArgs,
}

/// What makes a network that is started from a preset unique.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct TagArgs {
	/// The name of the network, put into its genesis: 1 to 64 printable ASCII characters.
	///
	/// For `dev` and `local`, and for chain specifications made from them. It has to be the same on every node that is run by
	/// it directly; better write a chain specification once and give that to all.
	#[arg(long, value_name = "NAME", global = true, value_parser = chain_spec::parse_name)]
	pub chain_tag: Option<String>,

	/// The 16 bytes, in hex, that tell networks of one name apart.
	///
	/// `export-chain-spec` and `build-spec` draw them at random if they are not given. A node that is run by `dev` or `local`
	/// directly has zeros.
	#[arg(long, value_name = "HEX", global = true, value_parser = chain_spec::parse_salt)]
	pub chain_salt: Option<Salt>,
}

/// The subcommands.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
	/// Make, show and store keys.
	#[command(subcommand)]
	Key(KeySubcommand),

	/// Write the specification of a new network: a preset with a tag of its own.
	ExportChainSpec(ExportChainSpecCmd),

	/// Older form of `export-chain-spec`. Adds no boot node.
	BuildSpec(BuildSpecCmd),

	/// Execute a block again and check it.
	CheckBlock(CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(ExportBlocksCmd),

	/// Write the state of a block as a chain specification.
	ExportState(ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(ImportBlocksCmd),

	/// Take back the newest blocks that are not final.
	Revert(RevertCmd),

	/// Remove the database of a chain.
	PurgeChain(PurgeChainCmd),

	/// Show the newest and the newest final block in the database.
	ChainInfo(ChainInfoCmd),
}

impl Cli {
	/// Which ports were asked for.
	pub fn asked_ports(&self) -> Asked {
		let network = &self.run.network_params;
		Asked {
			rpc: self.run.rpc_params.rpc_port.is_some(),
			network: network.port.is_some() || !network.listen_addr.is_empty(),
			prometheus: self.run.prometheus_params.prometheus_port.is_some(),
		}
	}

	/// Whether the command writes a chain specification from a preset.
	fn makes_network(&self) -> bool {
		matches!(
			self.subcommand,
			Some(Subcommand::ExportChainSpec(_)) | Some(Subcommand::BuildSpec(_))
		)
	}
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		distribution().name.into()
	}

	fn impl_version() -> String {
		distribution().version.into()
	}

	fn description() -> String {
		distribution().description.into()
	}

	fn author() -> String {
		distribution().author.into()
	}

	fn support_url() -> String {
		distribution().support_url.into()
	}

	fn copyright_start_year() -> i32 {
		distribution().copyright_start_year
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn ChainSpec>, String> {
		let mut tag = Tag { name: self.tag.chain_tag.clone(), salt: self.tag.chain_salt };
		if tag.salt.is_none() && self.makes_network() && chain_spec::is_preset(distribution(), id) {
			tag.salt = Some(chain_spec::draw_salt());
		}
		chain_spec::load(distribution(), id, &tag)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{CommandFactory, Parser};

	fn parse(line: &str) -> Result<Cli, clap::Error> {
		Cli::try_parse_from(std::iter::once("counterfoil-node").chain(line.split_whitespace()))
	}

	fn parsed(line: &str) -> Cli {
		parse(line).expect("a line that is right")
	}

	#[test]
	fn command_line_is_consistent() {
		Cli::setup_command(Cli::command()).debug_assert();
	}

	#[test]
	fn sealing_is_a_flag_of_a_running_node() {
		assert_eq!(parsed("--dev --sealing 500").sealing, Some(Sealing::Interval(500)));
		assert_eq!(parsed("--dev").sealing, None);
		assert!(parse("--dev --sealing soon").is_err());
	}

	#[test]
	fn tag_is_known_before_and_after_a_subcommand() {
		let run = parsed("--chain local --chain-tag harbour");
		assert_eq!(run.tag.chain_tag.as_deref(), Some("harbour"));
		let export = parsed("export-chain-spec --chain local --chain-tag harbour");
		assert_eq!(export.tag.chain_tag.as_deref(), Some("harbour"));
		assert!(export.makes_network());
		assert!(!parsed("purge-chain --chain local --chain-tag harbour").makes_network());
	}

	#[test]
	fn salt_is_hex() {
		let cli = parsed("--chain-salt 0x000102030405060708090a0b0c0d0e0f");
		assert_eq!(
			cli.tag.chain_salt,
			Some([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])
		);
		assert!(parse("--chain-salt 0x00").is_err());
	}

	#[test]
	fn ports_are_asked_for_by_their_flags() {
		let asked = parsed("--dev").asked_ports();
		assert!(!asked.rpc && !asked.network && !asked.prometheus);
		let asked = parsed("--rpc-port 9944 --port 30333 --prometheus-port 9615").asked_ports();
		assert!(asked.rpc && asked.network && asked.prometheus);
	}
}
