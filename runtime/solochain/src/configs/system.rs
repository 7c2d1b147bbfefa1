//! Blocks, their limits, and which calls are closed to users.

use super::governance::leaves_a_council;
use crate::{
	constants::SS58_PREFIX, AccountId, Balance, Block, BlockNumber, Hash, Nonce, PalletInfo,
	Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, RuntimeTask, VERSION,
};
use frame_support::{
	derive_impl,
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstU32, Contains},
	weights::{
		constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		Weight,
	},
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::Perbill;
use sp_version::RuntimeVersion;

/// The share of a block that ordinary transactions may fill. The rest is for the chain itself and for the council.
pub const NORMAL_DISPATCH_RATIO: Perbill = Perbill::from_percent(75);

/// The work of one block: two thirds of a second of the reference machine.
///
/// A slot has two seconds. The author may spend two thirds of it on making the block, and every other node has to carry it
/// out and pass it on before the next slot; this leaves a factor of two for slower machines. The size of a proof is no
/// limit: a solo chain sends no proofs of its blocks to anyone.
pub const MAXIMUM_BLOCK_WEIGHT: Weight =
	Weight::from_parts(WEIGHT_REF_TIME_PER_SECOND / 3 * 2, u64::MAX);

/// The bytes of one block.
pub const MAXIMUM_BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

parameter_types! {
	/// How many hashes of past blocks are kept, and so how long a mortal transaction can live: 80 minutes. The hash of
	/// block 0 is kept for ever; signed payloads name it.
	pub const BlockHashCount: BlockNumber = 2400;
	/// Which runtime this is.
	pub const Version: RuntimeVersion = VERSION;
	/// What fits into a block, by time.
	pub RuntimeBlockWeights: BlockWeights =
		BlockWeights::with_sensible_defaults(MAXIMUM_BLOCK_WEIGHT, NORMAL_DISPATCH_RATIO);
	/// What fits into a block, by bytes.
	pub RuntimeBlockLength: BlockLength = BlockLength::builder()
		.max_length(MAXIMUM_BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |length| {
			*length = NORMAL_DISPATCH_RATIO * MAXIMUM_BLOCK_LENGTH
		})
		.build();
	/// The network that addresses are written for.
	pub const SS58Prefix: u16 = SS58_PREFIX;
}

/// The calls that users and the council may make: all but `Session::purge_keys` and those that would leave no council.
///
/// A validator who purges his keys would leave the set without a vote of the council, and could take it below the minimum.
/// Whoever is not a validator gives up his keys by `Consortium::release_keys`. The council can neither remove its last
/// member nor reset itself to a list that is empty or names an account twice. Root passes, here as in every filter.
pub struct OpenCalls;

impl Contains<RuntimeCall> for OpenCalls {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::Session(pallet_session::Call::purge_keys { .. }) => false,
			RuntimeCall::CouncilMembership(call) => leaves_a_council(call),
			_ => true,
		}
	}
}

/// The migrations of this release, run once after an upgrade. None yet: this is the first one.
pub type Migrations = ();

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = OpenCalls;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type BlockHashCount = BlockHashCount;
	// The node uses ParityDB, which is faster; the slower figures stand until this chain is measured.
	type DbWeight = RocksDbWeight;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type SystemWeightInfo = frame_system::weights::SubstrateWeight<Runtime>;
	type ExtensionsWeightInfo = frame_system::SubstrateExtensionsWeight<Runtime>;
	type SS58Prefix = SS58Prefix;
	type SingleBlockMigrations = Migrations;
	type MaxConsumers = ConstU32<64>;
}
