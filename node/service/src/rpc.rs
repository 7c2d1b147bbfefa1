//! The RPC modules beside those that every node of the SDK has.
//!
//! - `system_accountNextIndex`, `system_dryRun`, `payment_queryInfo`, `payment_queryFeeDetails`;
//! - `grandpa_roundState`, `grandpa_subscribeJustifications`, `grandpa_proveFinality`;
//! - `counterfoil_chainIdentity`, `counterfoil_provenState`: [`counterfoil`];
//! - `engine_createBlock`, `engine_finalizeBlock` with `--sealing`: [`crate::sealing`].

pub mod counterfoil;

use crate::{
	sealing,
	types::{AccountId, Backend, Balance, Block, BlockNumber, Client, Hash, Nonce, Pool},
};
use counterfoil::{Counterfoil, CounterfoilApiServer};
use futures::channel::mpsc;
use jsonrpsee::RpcModule;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_consensus_manual_seal::rpc::{ManualSeal, ManualSealApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use std::sync::Arc;
use substrate_frame_rpc_system::{System, SystemApiServer};

/// The parts of the node that RPC reads.
#[derive(Clone)]
pub struct Parts {
	/// The client.
	pub client: Arc<Client>,
	/// The database.
	pub backend: Arc<Backend>,
	/// The transactions.
	pub pool: Arc<Pool>,
	/// The name of the chain.
	pub chain_name: String,
	/// The time from block to block.
	pub block_time_ms: u64,
	/// The authorities of GRANDPA.
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// The rounds of GRANDPA.
	pub voter_state: SharedVoterState,
	/// The justifications as they are made.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proofs of finality.
	pub finality_proofs: Arc<FinalityProofProvider<Backend, Block>>,
	/// The task that makes blocks on demand.
	pub seal_commands: Option<mpsc::Sender<sealing::Command>>,
}

/// Builds the module. The service asks for it twice: for the server, and for calls inside the process.
pub fn build(
	parts: Parts,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>> {
	let Parts {
		client,
		backend,
		pool,
		chain_name,
		block_time_ms,
		authority_set,
		voter_state,
		justifications,
		finality_proofs,
		seal_commands,
	} = parts;

	let mut module = RpcModule::new(());
	let system = System::<Pool, Client, Block>::new(client.clone(), pool);
	module.merge(SystemApiServer::<Hash, AccountId, Nonce>::into_rpc(system))?;
	let payment = TransactionPayment::<Client, Block>::new(client.clone());
	module.merge(TransactionPaymentApiServer::<Hash, RuntimeDispatchInfo<Balance>>::into_rpc(
		payment,
	))?;
	module.merge(
		Grandpa::new(executor, authority_set, voter_state, justifications, finality_proofs)
			.into_rpc(),
	)?;
	module.merge(Counterfoil::new(client, backend, chain_name, block_time_ms).into_rpc())?;
	if let Some(commands) = seal_commands {
		module.merge(ManualSeal::new(commands).into_rpc())?;
	}
	Ok(module)
}
