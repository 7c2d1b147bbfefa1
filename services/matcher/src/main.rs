//! `counterfoil-matcher`: watches the market of a chain, looks for the best answers to demands, and proposes them for their rewards.

#![forbid(unsafe_code)]

use std::{
	env,
	io::{self, IsTerminal},
	process::ExitCode,
};

use anyhow::{Context, Result};
use clap::Parser;
use counterfoil_matcher::{
	chain::Chain,
	service::{run, Settings},
};
use subxt_signer::{sr25519::Keypair, SecretUri};
use tracing::info;
use tracing_subscriber::EnvFilter;

/// Proposes matches on the market of a Counterfoil chain, for the rewards that demanders promise.
///
/// The account that signs must be that of an active stakeholder, and have some tokens: a proposal takes a deposit, which returns. Nothing
/// is kept on disk: stopping the matcher, in whatever way, loses nothing.
#[derive(Parser)]
#[command(version)]
struct Arguments {
	/// WebSocket address of a node.
	#[arg(long, env = "COUNTERFOIL_URL", default_value = "ws://127.0.0.1:9944")]
	url: String,
	/// The key that signs: a mnemonic, a hexadecimal seed, or a development key such as //Alice. Better given by the environment than on the
	/// command line, which others on this machine can read.
	#[arg(long, env = "COUNTERFOIL_MATCHER_KEY", hide_env_values = true)]
	key: String,
	/// Leave demands to others that reward less than this, in the smallest unit of the chain's token.
	#[arg(long, default_value_t = 1)]
	least_reward: u128,
	/// The most proposals for one block.
	#[arg(long, default_value_t = 50)]
	most: usize,
	/// Tell what would be proposed, and send nothing.
	#[arg(long)]
	dry_run: bool,
	/// Look at the latest block and stop.
	#[arg(long)]
	once: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
	match watch().await {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("counterfoil-matcher: {error:#}");
			ExitCode::FAILURE
		},
	}
}

async fn watch() -> Result<()> {
	let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
	let colour = io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
	let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
	log.with_ansi(colour).init();

	let Arguments { url, key, least_reward, most, dry_run, once } = Arguments::parse();
	let uri: SecretUri = key.parse().context("the key is neither a mnemonic nor a seed")?;
	let signer = Keypair::from_uri(&uri).context("the key is neither a mnemonic nor a seed")?;
	let chain = Chain::connect(&url, signer).await?;
	info!(url, "watching");
	let settings = Settings { least_reward, most, dry_run, once };
	tokio::select! {
		ended = run(&chain, &settings) => ended,
		_ = tokio::signal::ctrl_c() => {
			info!("stopped");
			Ok(())
		},
	}
}
