//! Blocks on demand, for development.
//!
//! A development chain makes a block every two seconds like any other. With `--sealing` it makes blocks when it is told
//! to, and each block is final at once:
//!
//! - `instant`: a block for each transaction (and for those that arrive with it), and one when the node starts, so that the
//!   chain has a clock;
//! - `manual`: a block for each call of the RPC method `engine_createBlock`;
//! - a number: a block each so many milliseconds.
//!
//! `engine_createBlock` and `engine_finalizeBlock` are there in all three.
//!
//! # The clock
//! Aura wants one block per slot at most, so each block moves the chain's clock by a whole slot, two seconds, or more. The
//! clock stands at the beginning of a slot and is never behind the clock of the machine by more than a slot: blocks that
//! are made faster than one in two seconds run ahead of it. `--sealing 200` is a time lapse, ten times as fast. So a
//! deadline has to be reckoned from the chain's clock (`timestamp.now`), never from that of the machine.
//!
//! # Limits
//! The blocks bear no seal of an author and no vote of GRANDPA, so no other node accepts them and nothing can be proven by
//! them: the node keeps to itself. A base path that was used with `--sealing` is not to be used without it, since the
//! chain's clock may be ahead.

use crate::types::{Block, Client, Hash, Pool, SelectChain};
use futures::{
	channel::{mpsc, oneshot},
	FutureExt, SinkExt, StreamExt,
};
use futures_timer::Delay;
use sc_client_api::HeaderBackend;
use sc_consensus_manual_seal::{
	consensus::aura::AuraConsensusDataProvider, run_manual_seal, EngineCommand, Error as SealError,
	ManualSealParams,
};
use sc_service::{ChainSpec, ChainType, Error as ServiceError, TaskManager};
use sc_transaction_pool_api::TransactionPool;
use sp_consensus_aura::{sr25519::AuthoritySignature, SlotDuration};
use sp_timestamp::Timestamp;
use std::{
	str::FromStr,
	sync::{Arc, Mutex, PoisonError},
	time::Duration,
};
use substrate_prometheus_endpoint::Registry;

/// What is sent to the task that makes blocks.
pub type Command = EngineCommand<Hash>;

/// The shortest time between blocks.
const MIN_INTERVAL_MS: u64 = 10;
/// The longest time between blocks.
const MAX_INTERVAL_MS: u64 = 3_600_000;

/// When a block is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sealing {
	/// For each transaction.
	Instant,
	/// When it is asked for by RPC.
	Manual,
	/// Each so many milliseconds.
	Interval(u64),
}

impl FromStr for Sealing {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		match text {
			"instant" => Ok(Self::Instant),
			"manual" => Ok(Self::Manual),
			_ => text
				.parse::<u64>()
				.ok()
				.filter(|milliseconds| (MIN_INTERVAL_MS..=MAX_INTERVAL_MS).contains(milliseconds))
				.map(Self::Interval)
				.ok_or_else(|| {
					format!(
						"use instant, manual, or the milliseconds between blocks \
						 ({MIN_INTERVAL_MS} to {MAX_INTERVAL_MS})"
					)
				}),
		}
	}
}

impl Sealing {
	/// Refuses a chain that is not for development.
	pub fn check_chain(spec: &dyn ChainSpec) -> Result<(), String> {
		if spec.chain_type() == ChainType::Development {
			Ok(())
		} else {
			Err(format!(
				"--sealing is for a development chain only (--dev), and \"{}\" is none",
				spec.name()
			))
		}
	}
}

/// Hands out the time of each block, one slot at least after the one before.
struct SealingClock {
	slot_millis: u64,
	last_slot: Mutex<u64>,
}

impl SealingClock {
	/// A clock of a chain that has used the slots up to `last_slot`.
	fn new(slot_millis: u64, last_slot: u64) -> Self {
		Self { slot_millis: slot_millis.max(1), last_slot: Mutex::new(last_slot) }
	}

	/// The time of the next block if the machine's clock shows `now`, in milliseconds.
	fn next(&self, now: u64) -> u64 {
		// A panic elsewhere leaves a plain number in no bad state.
		let mut last_slot = self.last_slot.lock().unwrap_or_else(PoisonError::into_inner);
		*last_slot = last_slot.saturating_add(1).max(now / self.slot_millis);
		last_slot.saturating_mul(self.slot_millis)
	}
}

/// The parts of the node that make a block.
pub struct Parts<'a> {
	/// The client.
	pub client: Arc<Client>,
	/// The rule that chooses the best block.
	pub select_chain: SelectChain,
	/// The transactions.
	pub pool: Arc<Pool>,
	/// The length of a slot.
	pub slot_duration: SlotDuration,
	/// Where metrics go.
	pub prometheus: Option<&'a Registry>,
}

/// Starts the task that makes blocks, and the one that tells it when. Returns where RPC sends its commands.
pub fn start(
	sealing: Sealing,
	task_manager: &TaskManager,
	parts: Parts<'_>,
) -> Result<mpsc::Sender<Command>, ServiceError> {
	let Parts { client, select_chain, pool, slot_duration, prometheus } = parts;

	let clock = SealingClock::new(slot_duration.as_millis(), last_slot(&client)?);
	let env = sc_basic_authorship::ProposerFactory::new(
		task_manager.spawn_handle(),
		client.clone(),
		pool.clone(),
		prometheus,
		None,
	);
	let (commands, commands_stream) = mpsc::channel(64);
	let engine = run_manual_seal(ManualSealParams {
		// Around GRANDPA, which would wait for votes that nobody casts.
		block_import: client.clone(),
		env,
		client,
		pool: pool.clone(),
		commands_stream,
		select_chain,
		consensus_data_provider: Some(Box::new(
			AuraConsensusDataProvider::<Block>::new_with_slot_duration(slot_duration),
		)),
		create_inherent_data_providers: move |_parent: Hash, (): ()| {
			let timestamp = Timestamp::new(clock.next(Timestamp::current().as_millis()));
			async move {
				Ok::<_, Box<dyn std::error::Error + Send + Sync>>(
					sp_timestamp::InherentDataProvider::new(timestamp),
				)
			}
		},
	});
	let spawner = task_manager.spawn_essential_handle();
	spawner.spawn_blocking("sealing", Some("block-authoring"), engine);

	match sealing {
		Sealing::Manual => {},
		Sealing::Instant => spawner.spawn(
			"sealing-instant",
			Some("block-authoring"),
			seal_transactions(pool, commands.clone()),
		),
		Sealing::Interval(milliseconds) => spawner.spawn(
			"sealing-interval",
			Some("block-authoring"),
			seal_regularly(Duration::from_millis(milliseconds), commands.clone()),
		),
	}
	Ok(commands)
}

/// The last slot that the chain has used, with one to spare: a block that was made in its slot may carry a time late in it,
/// and the next block has to keep the least distance that the runtime asks for. Zero on a fresh chain.
fn last_slot(client: &Client) -> Result<u64, ServiceError> {
	let best = client.info().best_hash;
	let header = client
		.header(best)?
		.ok_or_else(|| ServiceError::Other(format!("the best block {best:?} has no header")))?;
	if header.number == 0 {
		return Ok(0);
	}
	let slot = sc_consensus_aura::find_pre_digest::<Block, AuthoritySignature>(&header)
		.map_err(|error| ServiceError::Other(format!("the best block has no slot: {error}")))?;
	Ok((*slot).saturating_add(1))
}

/// Makes a block for each transaction that becomes ready. Ends when the node stops.
async fn seal_transactions(pool: Arc<Pool>, mut commands: mpsc::Sender<Command>) {
	let mut imported = pool.import_notification_stream();
	let mut running = seal(&mut commands, true).await;
	while running && imported.next().await.is_some() {
		// Those that have arrived by now go into the same block.
		while let Some(Some(_)) = imported.next().now_or_never() {}
		running = seal(&mut commands, false).await;
	}
}

/// Makes a block at each interval. Ends when the node stops.
async fn seal_regularly(interval: Duration, mut commands: mpsc::Sender<Command>) {
	loop {
		Delay::new(interval).await;
		if !seal(&mut commands, true).await {
			return;
		}
	}
}

/// Makes one final block and waits for it. False if there is nobody left to make it.
async fn seal(commands: &mut mpsc::Sender<Command>, create_empty: bool) -> bool {
	let (sender, receiver) = oneshot::channel();
	let command = EngineCommand::SealNewBlock {
		create_empty,
		finalize: true,
		parent_hash: None,
		sender: Some(sender),
	};
	if commands.send(command).await.is_err() {
		return false;
	}
	match receiver.await {
		// The transactions were in the block before.
		Ok(Ok(_)) | Ok(Err(SealError::EmptyTransactionPool)) => true,
		Ok(Err(error)) => {
			log::warn!("No block was made: {error}");
			true
		},
		Err(oneshot::Canceled) => false,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn sealing_is_read_from_text() {
		assert_eq!("instant".parse::<Sealing>(), Ok(Sealing::Instant));
		assert_eq!("manual".parse::<Sealing>(), Ok(Sealing::Manual));
		assert_eq!("500".parse::<Sealing>(), Ok(Sealing::Interval(500)));
		assert_eq!("10".parse::<Sealing>(), Ok(Sealing::Interval(10)));
		assert_eq!("3600000".parse::<Sealing>(), Ok(Sealing::Interval(3_600_000)));
	}

	#[test]
	fn sealing_refuses_other_text_in_one_line() {
		for wrong in ["", "Instant", "0", "9", "3600001", "-5", "1.5", "2s", "99999999999999999999"]
		{
			let error = wrong.parse::<Sealing>().expect_err(wrong);
			assert!(error.contains("instant, manual") && !error.contains('\n'), "{error}");
		}
	}

	#[test]
	fn clock_of_fresh_chain_starts_with_the_machine() {
		let clock = SealingClock::new(2_000, 0);
		assert_eq!(clock.next(1_700_000_001_999), 1_700_000_000_000);
	}

	#[test]
	fn clock_runs_ahead_by_one_slot_per_block() {
		let clock = SealingClock::new(2_000, 0);
		assert_eq!(clock.next(10_000), 10_000);
		assert_eq!(clock.next(10_100), 12_000);
		assert_eq!(clock.next(10_200), 14_000);
	}

	#[test]
	fn clock_catches_up_with_the_machine() {
		let clock = SealingClock::new(2_000, 0);
		assert_eq!(clock.next(10_000), 10_000);
		assert_eq!(clock.next(60_500), 60_000);
	}

	#[test]
	fn clock_goes_on_after_the_last_slot_used() {
		let clock = SealingClock::new(2_000, 100);
		assert_eq!(clock.next(10_000), 202_000);
	}
}
