//! The types of the chain, and the client's parts made of them.

use crate::runtime_api::RuntimeApi;
use sc_executor::WasmExecutor;
use sp_runtime::{generic, traits::BlakeTwo256};

/// An account.
pub type AccountId = sp_runtime::AccountId32;
/// An amount of the chain's token.
pub type Balance = u128;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// The number of a block.
pub type BlockNumber = u32;
/// The hash of a block.
pub type Hash = sp_core::H256;
/// The header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block as the node sees it: what a transaction says is the runtime's business.
pub type Block = generic::Block<Header, sp_runtime::OpaqueExtrinsic>;

/// What the runtime may call on the node.
pub type HostFunctions = sp_io::SubstrateHostFunctions;
/// The client: the database, and the executor of the runtime.
pub type Client = sc_service::TFullClient<Block, RuntimeApi, WasmExecutor<HostFunctions>>;
/// The database.
pub type Backend = sc_service::TFullBackend<Block>;
/// The transaction pool.
pub type Pool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;
/// The rule that chooses the best block.
pub type SelectChain = sc_consensus::LongestChain<Backend, Block>;
/// The way of a block into the database, under the eyes of GRANDPA.
pub type GrandpaBlockImport =
	sc_consensus_grandpa::GrandpaBlockImport<Backend, Block, Client, SelectChain>;
/// What the GRANDPA voter shares with the block import.
pub type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, Client, SelectChain>;
/// The network: litep2p and no other, for each backend compiles the client once more.
pub type Network = sc_network::Litep2pNetworkBackend;
