//! # The runtime of a Counterfoil consortium chain
//!
//! This crate joins the pallets into one state machine. It holds no logic of the product: what a pallet must know of
//! another one, a type in [`configs`] tells it.
//!
//! | file | concern |
//! |---|---|
//! | [`constants`] | token, time, prices of state |
//! | [`configs`] | one file per concern, each with the `Config` of its pallets |
//! | [`transaction`] | what a signed transaction carries and how it is checked |
//! | [`apis`] | what a node and an application may ask |
//! | `benchmarks` | which pallets are measured, and what that needs of this runtime |
//! | [`genesis`] | the presets `development` and `local_testnet` |
//!
//! The crate is compiled twice, for the machine that builds it and to wasm. A node runs the wasm blob, [`WASM_BINARY`].
//! Of the native crate it uses [`genesis::preset`] alone (docs/adr/0009).

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
#[macro_use]
mod benchmarks;

pub mod apis;
pub mod configs;
pub mod constants;
pub mod genesis;
pub mod transaction;

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

pub use transaction::{SignedPayload, TxExtension};

/// Signature of a transaction: Ed25519, Sr25519 or ECDSA.
pub type Signature = MultiSignature;
/// An account: the 32 bytes of a public key, or the hash of a longer one.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// An amount of the token, in units of 10^-12 CFL.
pub type Balance = u128;
/// The number of a block.
pub type BlockNumber = u32;
/// The hash of a block, a transaction or a call.
pub type Hash = sp_core::H256;
/// How many transactions an account has made.
pub type Nonce = u32;
/// The header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A transaction as it comes from the network.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// Carries out blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

impl_opaque_keys! {
	/// The keys with which a validator's node works.
	pub struct SessionKeys {
		/// Makes blocks (Sr25519).
		pub aura: Aura,
		/// Finalises blocks (Ed25519).
		pub grandpa: Grandpa,
	}
}

/// Which runtime this is. `spec_version` rises with every release whose state transition differs,
/// `transaction_version` whenever an existing call or transaction extension is encoded in another way.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("counterfoil"),
	impl_name: Cow::Borrowed("counterfoil-node"),
	authoring_version: 1,
	spec_version: 100,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

// Indices are for ever: a client's signed call names the pallet by its index. They come in groups with room between them;
// an index that was once used is never given to another pallet.
//
// The order is that of the hooks and of genesis. `Authorship` stands before `Aura` and `Session`, so that the author of a
// block is looked up among the validators that were at work when it was made. `Session` stands before `Grandpa`, which
// takes its authorities from it, and before `Consortium`, whose genesis checks that each validator has keys.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// System and utilities.
	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Runtime>;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp::Pallet<Runtime>;
	#[runtime::pallet_index(2)]
	pub type Scheduler = pallet_scheduler::Pallet<Runtime>;
	#[runtime::pallet_index(3)]
	pub type Preimage = pallet_preimage::Pallet<Runtime>;
	#[runtime::pallet_index(4)]
	pub type Utility = pallet_utility::Pallet<Runtime>;
	#[runtime::pallet_index(5)]
	pub type Multisig = pallet_multisig::Pallet<Runtime>;
	#[runtime::pallet_index(6)]
	pub type Proxy = pallet_proxy::Pallet<Runtime>;

	// Money.
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances::Pallet<Runtime>;
	#[runtime::pallet_index(11)]
	pub type TransactionPayment = pallet_transaction_payment::Pallet<Runtime>;

	// Other tokens.
	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets::Pallet<Runtime>;
	#[runtime::pallet_index(13)]
	pub type AssetsHolder = pallet_assets_holder::Pallet<Runtime>;

	// Consensus.
	#[runtime::pallet_index(20)]
	pub type Authorship = pallet_authorship::Pallet<Runtime>;
	#[runtime::pallet_index(21)]
	pub type Aura = pallet_aura::Pallet<Runtime>;
	#[runtime::pallet_index(22)]
	pub type Session = pallet_session::Pallet<Runtime>;
	#[runtime::pallet_index(23)]
	pub type Grandpa = pallet_grandpa::Pallet<Runtime>;
	#[runtime::pallet_index(24)]
	pub type Consortium = pallet_consortium::Pallet<Runtime>;

	// Governance.
	#[runtime::pallet_index(30)]
	pub type Council = pallet_collective::Pallet<Runtime, Instance1>;
	#[runtime::pallet_index(31)]
	pub type CouncilMembership = pallet_membership::Pallet<Runtime, Instance1>;
	#[runtime::pallet_index(39)]
	pub type Sudo = pallet_sudo::Pallet<Runtime>;

	// The product.
	#[runtime::pallet_index(50)]
	pub type Did = pallet_did::Pallet<Runtime>;
	#[runtime::pallet_index(51)]
	pub type DataRegistry = pallet_data_registry::Pallet<Runtime>;
	#[runtime::pallet_index(52)]
	pub type DataMarket = pallet_data_market::Pallet<Runtime>;
	#[runtime::pallet_index(53)]
	pub type DataEscrow = pallet_data_escrow::Pallet<Runtime>;
	#[runtime::pallet_index(54)]
	pub type Devices = pallet_devices::Pallet<Runtime>;
	#[runtime::pallet_index(55)]
	pub type Sponsorship = pallet_sponsorship::Pallet<Runtime>;
	#[runtime::pallet_index(56)]
	pub type Validation = pallet_validation::Pallet<Runtime>;
	#[runtime::pallet_index(57)]
	pub type Certification = pallet_certification::Pallet<Runtime>;
	#[runtime::pallet_index(58)]
	pub type DataAccess = pallet_data_access::Pallet<Runtime>;
	#[runtime::pallet_index(59)]
	pub type Audit = pallet_audit::Pallet<Runtime>;
	#[runtime::pallet_index(60)]
	pub type Allowances = pallet_allowances::Pallet<Runtime>;
	#[runtime::pallet_index(61)]
	pub type DataAuction = pallet_data_auction::Pallet<Runtime>;
	#[runtime::pallet_index(62)]
	pub type DataContracts = pallet_data_contracts::Pallet<Runtime>;
	#[runtime::pallet_index(63)]
	pub type PaymentChannels = pallet_payment_channels::Pallet<Runtime>;
	#[runtime::pallet_index(64)]
	pub type PaymentStreams = pallet_payment_streams::Pallet<Runtime>;
	#[runtime::pallet_index(65)]
	pub type Custody = pallet_custody::Pallet<Runtime>;
}
