//! What the subcommands do.

use crate::{
	cli::{Cli, Subcommand},
	ports,
	sealing::Sealing,
	service::{self, Components},
	types::{Backend, Block, BlockNumber, Client},
};
use sc_cli::{BuildSpecCmd, CliConfiguration, Error, Result, SubstrateCli};
use sc_network::config::NetworkBackendType;
use sc_service::{Configuration, Error as ServiceError};
use std::{io::Write, sync::Arc};

/// The most characters of an error that are told.
const MAX_ERROR_LEN: usize = 600;

/// Takes back what GRANDPA knows of reverted blocks.
type RevertGrandpa = Box<dyn FnOnce(Arc<Client>, Arc<Backend>, BlockNumber) -> Result<()>>;

/// Reads the command line and does what it says.
pub(crate) fn run() -> Result<()> {
	let cli = <Cli as SubstrateCli>::from_args();
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(command)) => command.run(&cli),
		Some(Subcommand::ExportChainSpec(command)) => command.run(cli.load_spec(&command.chain)?),
		Some(Subcommand::BuildSpec(command)) => build_spec(&cli, command),
		Some(Subcommand::CheckBlock(command)) => cli.create_runner(command)?.async_run(|config| {
			let Components { client, import_queue, task_manager, .. } = service::partial(&config)?;
			Ok((command.run::<Block, _, _>(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let Components { client, task_manager, .. } = service::partial(&config)?;
				Ok((command.run::<Block, _>(client, config.database), task_manager))
			})
		},
		Some(Subcommand::ExportState(command)) => cli.create_runner(command)?.async_run(|config| {
			let Components { client, task_manager, .. } = service::partial(&config)?;
			Ok((command.run::<Block, Backend, _>(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(command)) => {
			cli.create_runner(command)?.async_run(|config| {
				let Components { client, import_queue, task_manager, .. } =
					service::partial(&config)?;
				Ok((command.run::<Block, _, _>(client, import_queue), task_manager))
			})
		},
		Some(Subcommand::Revert(command)) => cli.create_runner(command)?.async_run(|config| {
			let Components { client, backend, task_manager, .. } = service::partial(&config)?;
			let revert_grandpa: RevertGrandpa = Box::new(|client, _, blocks| {
				sc_consensus_grandpa::revert::<Block, _>(client, blocks)?;
				Ok(())
			});
			Ok((
				command.run::<Block, Backend, Client>(client, backend, Some(revert_grandpa)),
				task_manager,
			))
		}),
		Some(Subcommand::PurgeChain(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run(config.database))
		},
		Some(Subcommand::ChainInfo(command)) => {
			cli.create_runner(command)?.sync_run(|config| command.run::<Block>(&config))
		},
	}
}

/// Runs a node until it is stopped.
fn run_node(cli: &Cli) -> Result<()> {
	cli.create_runner(&cli.run)?.run_node_until_exit(|mut config| async move {
		prepare(cli, &mut config)?;
		service::start(config, cli.sealing).map_err(Error::Service)
	})
}

/// Refuses what this node cannot do, before anything is opened.
fn prepare(cli: &Cli, config: &mut Configuration) -> Result<()> {
	if cli.sealing.is_some() {
		Sealing::check_chain(config.chain_spec.as_ref())?;
	}
	if matches!(config.network.network_backend, NetworkBackendType::Libp2p) {
		return Err("this node speaks litep2p only: leave --network-backend away".into());
	}
	ports::settle(config, cli.asked_ports())?;
	Ok(())
}

/// `build-spec`: the specification on stdout, as `export-chain-spec` writes it. No boot node is added: it would be an address
/// on this machine, with a key that is made only for it.
fn build_spec(cli: &Cli, command: &BuildSpecCmd) -> Result<()> {
	let spec = cli.load_spec(&command.chain_id(command.is_dev()?)?)?;
	let json = sc_service::chain_ops::build_spec(spec.as_ref(), command.raw)?;
	std::io::stdout().write_all(json.as_bytes())?;
	Ok(())
}

/// An error in one line, for a person.
pub(crate) fn one_line(error: &Error) -> String {
	let text = match error {
		Error::Input(text) | Error::Service(ServiceError::Other(text)) => text.clone(),
		Error::Service(ServiceError::Application(error)) => error.to_string(),
		Error::NetworkKeyNotFound(path) => format!(
			"a validator needs a network key in {0}: make one with `key generate-node-key --file {0}`, \
			 or pass --unsafe-force-node-key-generation the first time",
			path.display()
		),
		other => other.to_string(),
	};
	flatten(&text)
}

/// `text` in one line of bounded length. The runtime repeats the whole genesis it refuses after "for blob:".
fn flatten(text: &str) -> String {
	let told = text.split(" for blob:").next().unwrap_or(text);
	let line = told.split_whitespace().collect::<Vec<_>>().join(" ");
	if line.chars().count() <= MAX_ERROR_LEN {
		return line;
	}
	line.chars().take(MAX_ERROR_LEN).chain(std::iter::once('…')).collect()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn errors_are_one_line_without_their_wrapping() {
		assert_eq!(one_line(&Error::Input("unknown chain".into())), "unknown chain");
		let other = Error::Service(ServiceError::Other("two\n  lines".into()));
		assert_eq!(one_line(&other), "two lines");
		let application: Box<dyn std::error::Error + Send + Sync> = "address in use".into();
		assert_eq!(
			one_line(&Error::Service(ServiceError::Application(application))),
			"address in use"
		);
	}

	#[test]
	fn missing_network_key_says_how_to_make_one() {
		let line = one_line(&Error::NetworkKeyNotFound("/data/secret".into()));
		assert!(line.contains("generate-node-key --file /data/secret"), "{line}");
		assert!(!line.contains('\n'));
	}

	#[test]
	fn refused_genesis_is_not_repeated() {
		assert_eq!(
			flatten("Invalid JSON blob: no tag for blob:\n{ \"a\": 1 }"),
			"Invalid JSON blob: no tag"
		);
	}

	#[test]
	fn long_errors_are_cut() {
		let line = flatten(&"x".repeat(10_000));
		assert_eq!(line.chars().count(), MAX_ERROR_LEN + 1);
		assert!(line.ends_with('…'));
	}
}
