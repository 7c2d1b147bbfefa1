//! The namespace `counterfoil`: reads that a `state_call` cannot give, because they are about the chain and not about its
//! state.

use crate::types::{Backend, Block, BlockNumber, Client, Hash, Header};
use codec::Encode;
use jsonrpsee::{
	core::RpcResult,
	proc_macros::rpc,
	types::{ErrorObject, ErrorObjectOwned},
};
use sc_client_api::{BlockBackend, HeaderBackend, ProofProvider};
use sc_consensus_grandpa::{best_justification, FinalityProof, GRANDPA_ENGINE_ID};
use serde::Serialize;
use sp_core::{storage::StorageKey, Bytes};
use std::{fmt, sync::Arc};

/// The most keys of one call of `counterfoil_provenState`.
pub const MAX_KEYS: usize = 64;

/// The most headers between a block and the one whose justification proves it. Justifications are kept at least each
/// [`crate::service::JUSTIFICATION_PERIOD`] blocks while finality keeps up.
const MAX_HEADERS: BlockNumber = 256;

/// The RPC methods `counterfoil_*`.
#[rpc(server, namespace = "counterfoil")]
pub trait CounterfoilApi {
	/// Which chain this is, and where it stands. Needs no parameter.
	#[method(name = "chainIdentity")]
	fn chain_identity(&self) -> RpcResult<ChainIdentity>;

	/// The values of `keys` (at most 64) in the state of a final block, as a proof that needs no trust in this node: the
	/// header with the root of the state, the nodes of the trie from the root to each key, and the votes of GRANDPA for
	/// the header. `at` is the hash of a final block; left away, it is the newest block whose finality can be proven.
	#[method(name = "provenState", blocking)]
	fn proven_state(&self, keys: Vec<StorageKey>, at: Option<Hash>) -> RpcResult<ProvenState>;
}

/// What `counterfoil_chainIdentity` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChainIdentity {
	/// The name of the chain.
	pub name: String,
	/// The hash of block 0. Everything that is signed for this chain names it.
	pub genesis_hash: Hash,
	/// The chain in the sense of CAIP-2, namespace `polkadot`: the first 32 hex digits of the genesis hash.
	pub caip2_reference: String,
	/// What every DID of this chain starts with.
	pub did_prefix: String,
	/// The milliseconds from block to block.
	pub block_time_ms: u64,
	/// The newest final block.
	pub finalized: BlockPoint,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockPoint {
	/// Its number.
	pub number: BlockNumber,
	/// Its hash.
	pub hash: Hash,
}

/// What `counterfoil_provenState` returns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProvenState {
	/// The hash of the block.
	pub block_hash: Hash,
	/// The number of the block.
	pub block_number: BlockNumber,
	/// The header of the block, SCALE encoded.
	pub header: Bytes,
	/// The nodes of the trie.
	pub proof: Vec<Bytes>,
	/// The finality of the block, SCALE encoded as `grandpa_proveFinality` does: the justified block (this one or a later
	/// one), its justification, and the headers in between. Null if this node has none, as with `--sealing`.
	pub justification: Option<Bytes>,
}

/// Why `counterfoil_provenState` refuses.
#[derive(Debug)]
enum Refusal {
	/// No key was asked for.
	NoKeys,
	/// More than [`MAX_KEYS`] keys were asked for.
	TooManyKeys(usize),
	/// There is no such block.
	UnknownBlock(Hash),
	/// The block is not final, or on no chain that is.
	NotFinal(Hash),
	/// The state of the block is not there any more.
	NoState(BlockNumber, String),
	/// The database failed.
	Database(sp_blockchain::Error),
}

impl Refusal {
	/// The code of the JSON-RPC error.
	fn code(&self) -> i32 {
		match self {
			// "Invalid params" of the JSON-RPC specification.
			Self::NoKeys | Self::TooManyKeys(_) => -32_602,
			Self::UnknownBlock(_) => 31_001,
			Self::NotFinal(_) => 31_002,
			Self::NoState(..) => 31_003,
			Self::Database(_) => 31_004,
		}
	}
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::NoKeys => write!(f, "no keys were given"),
			Self::TooManyKeys(keys) => {
				write!(f, "{keys} keys were given, at most {MAX_KEYS} are allowed")
			},
			Self::UnknownBlock(hash) => write!(f, "there is no block {hash:?}"),
			Self::NotFinal(hash) => write!(f, "block {hash:?} is not final"),
			Self::NoState(number, reason) => {
				write!(
					f,
					"the state of block {number} is not kept here, ask an archive node ({reason})"
				)
			},
			Self::Database(error) => write!(f, "the database failed: {error}"),
		}
	}
}

impl From<sp_blockchain::Error> for Refusal {
	fn from(error: sp_blockchain::Error) -> Self {
		Self::Database(error)
	}
}

impl From<Refusal> for ErrorObjectOwned {
	fn from(refusal: Refusal) -> Self {
		ErrorObject::owned(refusal.code(), refusal.to_string(), None::<()>)
	}
}

/// Refuses no keys and too many keys.
fn check_keys(keys: &[StorageKey]) -> Result<(), Refusal> {
	match keys.len() {
		0 => Err(Refusal::NoKeys),
		1..=MAX_KEYS => Ok(()),
		more => Err(Refusal::TooManyKeys(more)),
	}
}

/// The first 32 hex digits of the genesis hash.
fn caip2_reference(genesis_hash: &Hash) -> String {
	hex::encode(genesis_hash.as_bytes()).chars().take(32).collect()
}

/// What every DID of the chain starts with.
pub(crate) fn did_prefix(genesis_hash: &Hash) -> String {
	format!("did:counterfoil:{}:", caip2_reference(genesis_hash))
}

/// Answers the calls.
pub struct Counterfoil {
	client: Arc<Client>,
	backend: Arc<Backend>,
	chain_name: String,
	block_time_ms: u64,
}

impl Counterfoil {
	/// Reads from these parts of the node.
	pub fn new(
		client: Arc<Client>,
		backend: Arc<Backend>,
		chain_name: String,
		block_time_ms: u64,
	) -> Self {
		Self { client, backend, chain_name, block_time_ms }
	}

	fn prove(&self, keys: Vec<StorageKey>, at: Option<Hash>) -> Result<ProvenState, Refusal> {
		check_keys(&keys)?;
		let block_hash = match at {
			Some(hash) => hash,
			None => self.newest_provable()?,
		};
		let header = self.client.header(block_hash)?.ok_or(Refusal::UnknownBlock(block_hash))?;
		if header.number > self.client.info().finalized_number
			|| self.client.hash(header.number)? != Some(block_hash)
		{
			return Err(Refusal::NotFinal(block_hash));
		}
		let proof = self
			.client
			.read_proof(block_hash, &mut keys.iter().map(|key| key.0.as_slice()))
			.map_err(|error| Refusal::NoState(header.number, error.to_string()))?;
		let justification = self.finality_proof(header.number)?;
		Ok(ProvenState {
			block_hash,
			block_number: header.number,
			header: header.encode().into(),
			proof: proof.into_iter_nodes().map(Bytes::from).collect(),
			justification: justification.map(|proof| proof.encode().into()),
		})
	}

	/// The newest block whose finality can be proven: the one with the newest justification. The newest final block if there
	/// is none, or an old one only.
	fn newest_provable(&self) -> Result<Hash, Refusal> {
		let info = self.client.info();
		if let Some(justification) = best_justification::<Backend, Block>(&self.backend)? {
			let (number, hash) = justification.target();
			let age = info.finalized_number.checked_sub(number);
			if age.is_some_and(|age| age < MAX_HEADERS) && self.client.hash(number)? == Some(hash) {
				return Ok(hash);
			}
		}
		Ok(info.finalized_hash)
	}

	/// The nearest justification that covers the final block `number`, with the headers that lead to it.
	fn finality_proof(
		&self,
		number: BlockNumber,
	) -> Result<Option<FinalityProof<Header>>, Refusal> {
		let best = best_justification::<Backend, Block>(&self.backend)?
			.map(|justification| (justification.target().1, justification.encode()));
		let last = self.client.info().finalized_number.min(number.saturating_add(MAX_HEADERS));
		let mut unknown_headers = Vec::new();
		for candidate in number..=last {
			let Some(block) = self.client.hash(candidate)? else { return Ok(None) };
			if candidate > number {
				unknown_headers.push(self.client.expect_header(block)?);
			}
			let kept = self
				.client
				.justifications(block)?
				.and_then(|justifications| justifications.into_justification(GRANDPA_ENGINE_ID));
			let newest = best
				.as_ref()
				.filter(|(target, _)| *target == block)
				.map(|(_, bytes)| bytes.clone());
			if let Some(justification) = kept.or(newest) {
				return Ok(Some(FinalityProof { block, justification, unknown_headers }));
			}
		}
		Ok(None)
	}
}

impl CounterfoilApiServer for Counterfoil {
	fn chain_identity(&self) -> RpcResult<ChainIdentity> {
		let info = self.client.info();
		Ok(ChainIdentity {
			name: self.chain_name.clone(),
			genesis_hash: info.genesis_hash,
			caip2_reference: caip2_reference(&info.genesis_hash),
			did_prefix: did_prefix(&info.genesis_hash),
			block_time_ms: self.block_time_ms,
			finalized: BlockPoint { number: info.finalized_number, hash: info.finalized_hash },
		})
	}

	fn proven_state(&self, keys: Vec<StorageKey>, at: Option<Hash>) -> RpcResult<ProvenState> {
		self.prove(keys, at).map_err(ErrorObjectOwned::from)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn keys(count: usize) -> Vec<StorageKey> {
		vec![StorageKey(vec![1, 2, 3]); count]
	}

	#[test]
	fn proven_state_takes_one_to_64_keys() {
		assert!(check_keys(&keys(1)).is_ok());
		assert!(check_keys(&keys(64)).is_ok());
	}

	#[test]
	fn proven_state_refuses_too_many_keys_with_both_numbers() {
		let refusal = check_keys(&keys(65)).expect_err("one too many");
		assert_eq!(refusal.to_string(), "65 keys were given, at most 64 are allowed");
		assert_eq!(ErrorObjectOwned::from(refusal).code(), -32_602);
	}

	#[test]
	fn proven_state_refuses_no_keys() {
		let refusal = check_keys(&[]).expect_err("nothing to prove");
		assert_eq!(refusal.to_string(), "no keys were given");
	}

	#[test]
	fn caip2_reference_is_half_of_the_genesis_hash() {
		let mut genesis_hash = Hash::repeat_byte(0xee);
		genesis_hash.0[0] = 0x01;
		assert_eq!(caip2_reference(&genesis_hash), "01eeeeeeeeeeeeeeeeeeeeeeeeeeeeee");
		assert_eq!(did_prefix(&genesis_hash), "did:counterfoil:01eeeeeeeeeeeeeeeeeeeeeeeeeeeeee:");
	}

	#[test]
	fn answers_are_camel_case_json() {
		let identity = ChainIdentity {
			name: "harbour".into(),
			genesis_hash: Hash::zero(),
			caip2_reference: "00".into(),
			did_prefix: "did:counterfoil:00:".into(),
			block_time_ms: 2_000,
			finalized: BlockPoint { number: 7, hash: Hash::zero() },
		};
		let zero = format!("0x{}", "0".repeat(64));
		assert_eq!(
			serde_json::to_value(identity).expect("plain fields"),
			json!({
				"name": "harbour",
				"genesisHash": zero,
				"caip2Reference": "00",
				"didPrefix": "did:counterfoil:00:",
				"blockTimeMs": 2_000,
				"finalized": { "number": 7, "hash": zero },
			})
		);
	}
}
