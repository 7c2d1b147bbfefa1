//! A chain without a node: builds genesis from a preset and makes blocks.

use codec::Encode;
use counterfoil_runtime::{
	constants::time::{SESSION_LENGTH, SLOT_DURATION},
	genesis, AccountId, Address, Balance, Balances, Executive, Header, Nonce, Runtime, RuntimeCall,
	RuntimeEvent, RuntimeGenesisConfig, Signature, SignedPayload, System, TxExtension,
	UncheckedExtrinsic,
};
use frame_support::{
	genesis_builder_helper::build_state,
	storage::{with_transaction_unchecked, TransactionOutcome},
	traits::fungible::Inspect,
};
use serde_json::Value;
use sp_consensus_aura::{Slot, AURA_ENGINE_ID};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
	generic::{Digest, DigestItem, Era},
	traits::Header as _,
	ApplyExtrinsicResult, DispatchResult, StateVersion,
};
use std::collections::BTreeMap;

/// The preset `development`.
pub const DEV: &str = DEV_RUNTIME_PRESET;
/// The preset `local_testnet`.
pub const LOCAL: &str = LOCAL_TESTNET_RUNTIME_PRESET;

/// What a well-known account has at genesis.
pub const ENDOWMENT: Balance = 1_000_000_000_000_000_000;

/// The genesis of a preset as full JSON: its patch on the default, the way a node merges them.
pub fn genesis_json(preset: &str) -> Value {
	let mut json =
		serde_json::to_value(RuntimeGenesisConfig::default()).expect("the default is JSON");
	let patch = genesis::preset(&preset.into()).expect("the preset exists");
	merge(&mut json, serde_json::from_slice(&patch).expect("the preset is JSON"));
	json
}

/// RFC 7386.
fn merge(target: &mut Value, patch: Value) {
	let Value::Object(patch) = patch else {
		*target = patch;
		return;
	};
	if !target.is_object() {
		*target = Value::Object(Default::default());
	}
	if let Value::Object(target) = target {
		for (key, value) in patch {
			if value.is_null() {
				target.remove(&key);
			} else {
				merge(target.entry(key).or_insert(Value::Null), value);
			}
		}
	}
}

/// The state of a genesis.
pub fn build(json: &Value) -> Result<TestExternalities, String> {
	let mut ext = TestExternalities::new_empty();
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	let json = serde_json::to_vec(json).expect("JSON is written");
	ext.execute_with(|| build_state::<RuntimeGenesisConfig>(json))?;
	Ok(ext)
}

/// Runs a test on a fresh chain of a preset.
pub fn on_chain(preset: &str, test: impl FnOnce(&mut Chain)) {
	let mut ext = build(&genesis_json(preset)).expect("the preset builds");
	ext.execute_with(|| test(&mut Chain::new()));
}

/// A chain that grows block by block, inside of externalities.
pub struct Chain {
	/// The newest header.
	pub head: Header,
	/// Its slot.
	pub slot: u64,
	/// What each account paid in fees so far.
	pub fees: BTreeMap<Sr25519Keyring, Balance>,
	/// All that happened, block by block.
	pub blocks: Vec<Happened>,
	genesis: sp_core::H256,
}

/// What happened in a block.
pub struct Happened {
	/// Its number.
	pub number: u32,
	/// The clock in it.
	pub moment: u64,
	/// The events in their order.
	pub events: Vec<RuntimeEvent>,
}

impl Chain {
	/// The genesis of the state in the externalities.
	pub fn new() -> Self {
		let root = sp_io::storage::root(StateVersion::V1);
		let head = Header::new(
			0,
			Default::default(),
			sp_core::H256::from_slice(&root),
			Default::default(),
			Default::default(),
		);
		// The year 2020.
		Self {
			genesis: head.hash(),
			head,
			slot: 800_000_000,
			fees: BTreeMap::new(),
			blocks: Vec::new(),
		}
	}

	/// The hash of block 0.
	pub fn genesis(&self) -> [u8; 32] {
		self.genesis.0
	}

	/// The number of the newest block.
	pub fn number(&self) -> u32 {
		self.head.number
	}

	/// The chain's clock in the newest block.
	pub fn now(&self) -> u64 {
		self.slot * SLOT_DURATION
	}

	/// Makes a block in the next slot; `body` applies its transactions.
	pub fn block<R>(&mut self, body: impl FnOnce() -> R) -> R {
		self.slot += 1;
		let digest = Digest {
			logs: vec![DigestItem::PreRuntime(AURA_ENGINE_ID, Slot::from(self.slot).encode())],
		};
		let header = Header::new(
			self.head.number + 1,
			Default::default(),
			Default::default(),
			self.head.hash(),
			digest,
		);
		Executive::initialize_block(&header);
		let clock = pallet_timestamp::Call::<Runtime>::set { now: self.now() };
		Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(clock.into()))
			.expect("the inherent is valid")
			.expect("the clock is set");
		let result = body();
		self.head = Executive::finalize_block();
		self.blocks.push(Happened {
			number: self.head.number,
			moment: self.now(),
			events: System::events().into_iter().map(|record| record.event).collect(),
		});
		result
	}

	/// Makes an empty block.
	pub fn empty_block(&mut self) {
		self.block(|| ());
	}

	/// Makes empty blocks until `number` is the newest.
	pub fn run_to(&mut self, number: u32) {
		while self.number() < number {
			self.empty_block();
		}
	}

	/// Lets slots go by without blocks.
	pub fn wait(&mut self, milliseconds: u64) {
		self.slot += milliseconds / SLOT_DURATION;
	}

	/// Makes an empty block if the next one begins a session, because that one takes no transactions.
	pub fn avoid_session_block(&mut self) {
		if (self.number() + 1).is_multiple_of(SESSION_LENGTH) {
			self.empty_block();
		}
	}

	/// Makes a block with one transaction, made by `transaction` when the block is open.
	pub fn apply(
		&mut self,
		transaction: impl FnOnce() -> UncheckedExtrinsic,
	) -> ApplyExtrinsicResult {
		self.avoid_session_block();
		self.block(|| apply(transaction()))
	}

	/// Makes a block with one valid signed call and notes its fee. The outcome is that of the call.
	pub fn submit(
		&mut self,
		signer: Sr25519Keyring,
		call: impl Into<RuntimeCall>,
	) -> DispatchResult {
		let call = call.into();
		let result = self.apply(|| sign(signer, call)).expect("the transaction is valid");
		self.note_fees(signer);
		result
	}

	/// Notes what an account paid in fees in the newest block, to be called once for each account that signed in it.
	pub fn note_fees(&mut self, signer: Sr25519Keyring) {
		*self.fees.entry(signer).or_default() += fee_paid(&signer.to_account_id());
	}

	/// What an account has paid in fees so far.
	pub fn fees_of(&self, who: Sr25519Keyring) -> Balance {
		self.fees.get(&who).copied().unwrap_or_default()
	}
}

/// Applies a transaction in the open block. One that is not valid leaves nothing behind, as in a node.
pub fn apply(transaction: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	with_transaction_unchecked(|| match Executive::apply_extrinsic(transaction) {
		Ok(outcome) => TransactionOutcome::Commit(Ok(outcome)),
		Err(invalid) => TransactionOutcome::Rollback(Err(invalid)),
	})
}

/// The fee that an account paid in the newest block.
fn fee_paid(who: &AccountId) -> Balance {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::TransactionPayment(
				pallet_transaction_payment::Event::TransactionFeePaid {
					who: payer,
					actual_fee,
					..
				},
			) if payer == *who => Some(actual_fee),
			_ => None,
		})
		.sum()
}

/// The extensions of a transaction.
pub fn extensions(nonce: Nonce, era: Era, tip: Balance) -> TxExtension {
	(
		frame_system::AuthorizeCall::<Runtime>::new(),
		frame_system::CheckNonZeroSender::<Runtime>::new(),
		frame_system::CheckSpecVersion::<Runtime>::new(),
		frame_system::CheckTxVersion::<Runtime>::new(),
		frame_system::CheckGenesis::<Runtime>::new(),
		frame_system::CheckMortality::<Runtime>::from(era),
		frame_system::CheckNonce::<Runtime>::from(nonce),
		frame_system::CheckWeight::<Runtime>::new(),
		pallet_transaction_payment::ChargeTransactionPayment::<Runtime>::from(tip),
		frame_metadata_hash_extension::CheckMetadataHash::<Runtime>::new(false),
		frame_system::WeightReclaim::<Runtime>::new(),
	)
}

/// A transaction of `signer` with his next nonce, for ever valid. The block must be open: the payload names the
/// genesis hash.
pub fn sign(signer: Sr25519Keyring, call: RuntimeCall) -> UncheckedExtrinsic {
	let nonce = System::account_nonce(signer.to_account_id());
	let payload = SignedPayload::new(call, extensions(nonce, Era::Immortal, 0))
		.expect("what the payload names is known");
	sign_payload(signer, payload)
}

/// A transaction of a payload.
pub fn sign_payload(signer: Sr25519Keyring, payload: SignedPayload) -> UncheckedExtrinsic {
	let signature = payload.using_encoded(|bytes| signer.sign(bytes));
	let (call, extensions, _) = payload.deconstruct();
	UncheckedExtrinsic::new_signed(
		call,
		Address::Id(signer.to_account_id()),
		Signature::Sr25519(signature),
		extensions,
	)
}

/// All that an account has, held or not.
pub fn total(who: Sr25519Keyring) -> Balance {
	Balances::total_balance(&who.to_account_id())
}
