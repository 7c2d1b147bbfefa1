//! The parts of a node, and how they are started.
//!
//! [`partial`] opens the database and builds what a subcommand needs. [`start`] adds the network, RPC, offchain workers and
//! the making of blocks: by Aura in slots with GRANDPA's finality, or by [`crate::sealing`] on demand.

use crate::{
	rpc,
	runtime_api::RuntimeApi,
	sealing::{self, Sealing},
	types::{
		Backend, Block, Client, GrandpaBlockImport, GrandpaLink, Hash, HostFunctions, Network,
		Pool, SelectChain,
	},
};
use futures::FutureExt;
use sc_client_api::{Backend as _, HeaderBackend};
use sc_consensus::DefaultImportQueue;
use sc_consensus_aura::{ImportQueueParams, SlotProportion, StartAuraParams};
use sc_consensus_grandpa::{
	BeforeBestBlockBy, FinalityProofProvider, GrandpaParams, GrandpaPruningFilter,
	SharedVoterState, ThreeQuartersOfTheUnfinalizedChain, VotingRulesBuilder,
};
use sc_network::{config::FullNetworkConfiguration, NetworkBackend};
use sc_service::{
	BuildNetworkParams, Configuration, Error as ServiceError, PartialComponents, PruningFilter,
	SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_consensus_aura::{
	inherents::InherentDataProvider as AuraInherent, sr25519::AuthorityPair as AuraPair,
	SlotDuration,
};
use sp_timestamp::InherentDataProvider as TimestampInherent;
use std::{sync::Arc, time::Duration};

/// At least each so many blocks a justification is kept for good. They are what a warp sync and a proof of an older block
/// are made of, so a small number makes short proofs; one takes a few hundred bytes per validator.
pub const JUSTIFICATION_PERIOD: u32 = 16;

/// How long a GRANDPA message takes to everybody, at most, as a rule.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// GRANDPA votes for the block before the best: in networks of a few validators the best block is seldom replaced by more
/// than itself, and finality is to be a block or two behind.
const VOTE_BEHIND_BEST: u32 = 1;

/// What the node is made of besides the usual parts.
pub struct Extras {
	/// The way of a block into the database.
	pub block_import: GrandpaBlockImport,
	/// What the voter shares with it.
	pub grandpa_link: GrandpaLink,
	/// Telemetry, if there are endpoints.
	pub telemetry: Option<Telemetry>,
}

/// The parts that subcommands need.
pub type Components =
	PartialComponents<Client, Backend, SelectChain, DefaultImportQueue<Block>, Pool, Extras>;

/// Opens the database and builds the parts that do not need the network.
pub fn partial(config: &Configuration) -> Result<Components, ServiceError> {
	let telemetry = telemetry(config)?;
	let executor = sc_service::new_wasm_executor::<HostFunctions>(&config.executor);
	let (client, backend, keystore_container, task_manager) =
		sc_service::new_full_parts::<Block, RuntimeApi, _>(
			config,
			telemetry.as_ref().map(|(_, telemetry)| telemetry.handle()),
			executor,
			// What warp sync needs is kept when blocks are pruned.
			vec![Arc::new(GrandpaPruningFilter) as Arc<dyn PruningFilter>],
		)?;
	let client = Arc::new(client);

	let telemetry = telemetry.map(|(worker, telemetry)| {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
		telemetry
	});
	let telemetry_handle = telemetry.as_ref().map(|telemetry| telemetry.handle());

	let select_chain = SelectChain::new(backend.clone());
	let transaction_pool = Arc::new(
		sc_transaction_pool::Builder::new(
			task_manager.spawn_essential_handle(),
			client.clone(),
			config.role.is_authority().into(),
		)
		.with_options(config.transaction_pool.clone())
		.with_prometheus(config.prometheus_registry())
		.build(),
	);

	let (block_import, grandpa_link): (GrandpaBlockImport, GrandpaLink) =
		sc_consensus_grandpa::block_import(
			client.clone(),
			JUSTIFICATION_PERIOD,
			&client,
			select_chain.clone(),
			telemetry_handle.clone(),
		)?;

	let slot_duration = sc_consensus_aura::slot_duration(&*client)?;
	let import_queue =
		sc_consensus_aura::import_queue::<AuraPair, _, _, _, _, _>(ImportQueueParams {
			block_import: block_import.clone(),
			justification_import: Some(Box::new(block_import.clone())),
			client: client.clone(),
			create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			check_for_equivocation: Default::default(),
			telemetry: telemetry_handle,
			compatibility_mode: Default::default(),
		})?;

	Ok(PartialComponents {
		client,
		backend,
		task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: Extras { block_import, grandpa_link, telemetry },
	})
}

/// Starts a node. The task manager that is returned keeps it running.
pub fn start(
	mut config: Configuration,
	sealing: Option<Sealing>,
) -> Result<TaskManager, ServiceError> {
	if sealing.is_some() {
		// Nobody would accept its blocks.
		config.network.default_peers_set.in_peers = 0;
		config.network.default_peers_set.out_peers = 0;
	}

	let PartialComponents {
		client,
		backend,
		mut task_manager,
		keystore_container,
		select_chain,
		import_queue,
		transaction_pool,
		other: Extras { block_import, grandpa_link, mut telemetry },
	} = partial(&config)?;
	let slot_duration = sc_consensus_aura::slot_duration(&*client)?;
	let genesis_hash = client.info().genesis_hash;
	let prometheus = config.prometheus_registry().cloned();
	log::info!("The DIDs of this chain start with {}", rpc::counterfoil::did_prefix(&genesis_hash));

	// The network, with GRANDPA's protocol in it.
	let metrics = <Network as NetworkBackend<Block, Hash>>::register_notification_metrics(
		prometheus.as_ref(),
	);
	let mut net_config =
		FullNetworkConfiguration::<Block, Hash, Network>::new(&config.network, prometheus.clone());
	let grandpa_protocol =
		sc_consensus_grandpa::protocol_standard_name(&genesis_hash, &config.chain_spec);
	let (grandpa_protocol_config, grandpa_notifications) =
		sc_consensus_grandpa::grandpa_peers_set_config::<Block, Network>(
			grandpa_protocol.clone(),
			metrics.clone(),
			net_config.peer_store_handle(),
		);
	net_config.add_notification_protocol(grandpa_protocol_config);
	let warp_sync = sc_consensus_grandpa::warp_proof::NetworkProvider::<Block, Backend>::new(
		backend.clone(),
		grandpa_link.shared_authority_set().clone(),
		Vec::new(),
	);
	let (network, system_rpc_tx, tx_handler_controller, sync_service, _bitswap) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: client.clone(),
			transaction_pool: transaction_pool.clone(),
			spawn_handle: task_manager.spawn_handle(),
			spawn_essential_handle: task_manager.spawn_essential_handle(),
			import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(WarpSyncConfig::WithProvider(Arc::new(warp_sync))),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	if config.offchain_worker.enabled {
		let offchain_workers =
			sc_offchain::OffchainWorkers::new(sc_offchain::OffchainWorkerOptions {
				runtime_api_provider: client.clone(),
				keystore: Some(keystore_container.keystore()),
				offchain_db: backend.offchain_storage(),
				transaction_pool: Some(OffchainTransactionPoolFactory::new(
					transaction_pool.clone(),
				)),
				network_provider: Arc::new(network.clone()),
				is_validator: config.role.is_authority(),
				enable_http_requests: true,
				custom_extensions: |_| vec![],
			})?;
		task_manager.spawn_handle().spawn(
			"offchain-workers-runner",
			"offchain-worker",
			offchain_workers.run(client.clone(), task_manager.spawn_handle()).boxed(),
		);
	}

	let seal_commands = sealing
		.map(|sealing| {
			sealing::start(
				sealing,
				&task_manager,
				sealing::Parts {
					client: client.clone(),
					select_chain: select_chain.clone(),
					pool: transaction_pool.clone(),
					slot_duration,
					prometheus: prometheus.as_ref(),
				},
			)
		})
		.transpose()?;

	let voter_state = SharedVoterState::empty();
	let rpc_parts = rpc::Parts {
		client: client.clone(),
		backend: backend.clone(),
		pool: transaction_pool.clone(),
		chain_name: config.chain_spec.name().to_string(),
		block_time_ms: slot_duration.as_millis(),
		authority_set: grandpa_link.shared_authority_set().clone(),
		voter_state: voter_state.clone(),
		justifications: grandpa_link.justification_stream(),
		finality_proofs: FinalityProofProvider::new_for_service(
			backend.clone(),
			Some(grandpa_link.shared_authority_set().clone()),
		),
		seal_commands,
	};

	let role = config.role;
	let force_authoring = config.force_authoring;
	let name = config.network.node_name.clone();
	let grandpa_enabled = sealing.is_none() && !config.disable_grandpa;

	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: client.clone(),
		backend,
		task_manager: &mut task_manager,
		keystore: keystore_container.keystore(),
		transaction_pool: transaction_pool.clone(),
		rpc_builder: Box::new(move |executor| {
			rpc::build(rpc_parts.clone(), executor).map_err(ServiceError::Application)
		}),
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync_service.clone(),
		telemetry: telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if role.is_authority() && sealing.is_none() {
		let proposer_factory = sc_basic_authorship::ProposerFactory::new(
			task_manager.spawn_handle(),
			client.clone(),
			transaction_pool.clone(),
			prometheus.as_ref(),
			telemetry.as_ref().map(|telemetry| telemetry.handle()),
		);
		let no_backoff: Option<()> = None;
		let aura = sc_consensus_aura::start_aura::<AuraPair, _, _, _, _, _, _, _, _, _, _>(
			StartAuraParams {
				slot_duration,
				client,
				select_chain,
				block_import,
				proposer_factory,
				sync_oracle: sync_service.clone(),
				justification_sync_link: sync_service.clone(),
				create_inherent_data_providers: move |_, ()| async move { Ok(inherents(slot_duration)) },
				force_authoring,
				backoff_authoring_blocks: no_backoff,
				keystore: keystore_container.keystore(),
				block_proposal_slot_portion: SlotProportion::new(2f32 / 3f32),
				max_block_proposal_slot_portion: None,
				telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
				compatibility_mode: Default::default(),
			},
		)?;
		task_manager.spawn_essential_handle().spawn_blocking("aura", Some("block-authoring"), aura);
	}

	if grandpa_enabled {
		let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: GOSSIP_DURATION,
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: role,
				name: Some(name),
				// Without keys the voter only follows the votes of others.
				keystore: role.is_authority().then(|| keystore_container.keystore()),
				telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
				protocol_name: grandpa_protocol,
			},
			link: grandpa_link,
			network,
			sync: Arc::new(sync_service),
			notification_service: grandpa_notifications,
			voting_rule: VotingRulesBuilder::<Block, Client>::new()
				.add(BeforeBestBlockBy(VOTE_BEHIND_BEST))
				.add(ThreeQuartersOfTheUnfinalizedChain)
				.build(),
			prometheus_registry: prometheus,
			shared_voter_state: voter_state,
			telemetry: telemetry.as_ref().map(|telemetry| telemetry.handle()),
			offchain_tx_pool_factory: OffchainTransactionPoolFactory::new(transaction_pool),
		})?;
		// Essential: without finality the node is worth nothing to those who wait for it.
		task_manager.spawn_essential_handle().spawn_blocking("grandpa-voter", None, voter);
	}

	Ok(task_manager)
}

/// What a block says about time: the slot first, for Aura looks for it there.
fn inherents(slot_duration: SlotDuration) -> (AuraInherent, TimestampInherent) {
	let timestamp = TimestampInherent::from_system_time();
	let slot = AuraInherent::from_timestamp_and_slot_duration(*timestamp, slot_duration);
	(slot, timestamp)
}

/// The worker that sends telemetry, if there is anybody to send it to.
fn telemetry(
	config: &Configuration,
) -> Result<Option<(TelemetryWorker, Telemetry)>, sc_telemetry::Error> {
	let endpoints = config.telemetry_endpoints.clone();
	let Some(endpoints) = endpoints.filter(|endpoints| !endpoints.is_empty()) else {
		return Ok(None);
	};
	let worker = TelemetryWorker::new(16)?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}
