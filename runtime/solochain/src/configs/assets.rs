//! Tokens besides the chain's own: what deals may be paid in.
//!
//! The council decides which tokens there are, and who issues each: `Assets::force_create`. Everything that the product holds or pays
//! goes through [`Money`], in which the chain's own token is one asset among others. Fees and tickets are always paid in the
//! chain's own.

use super::governance::EnsureCouncilMajority;
use crate::{
	constants::currency::deposit, AccountId, AssetsHolder, Balance, Balances, Runtime,
	RuntimeEvent, RuntimeHoldReason,
};
use counterfoil_primitives::money::{Asset, AssetId};
use frame_support::{
	parameter_types,
	traits::{tokens::fungible::UnionOf, AsEnsureOriginWithArg, ConstU128, ConstU32},
};
use frame_system::EnsureNever;
use pallet_support::money::NativeOrLocal;

parameter_types! {
	/// The name of a token and its symbol take one item.
	pub const MetadataDeposit: Balance = deposit(1, 34);
	/// One byte more of them.
	pub const MetadataByteDeposit: Balance = deposit(0, 1);
	/// An account that holds a token without the existential deposit of the chain's own takes one item.
	pub const AssetAccountDeposit: Balance = deposit(1, 134);
	/// An approval takes one item.
	pub const ApprovalDeposit: Balance = deposit(1, 116);
}

impl pallet_assets::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Balance = Balance;
	type RemoveItemsLimit = ConstU32<500>;
	type AssetId = AssetId;
	type AssetIdParameter = AssetId;
	type ReserveData = ();
	type Currency = Balances;
	// Which tokens there are is the council's to say, and it pays no deposit.
	type CreateOrigin = AsEnsureOriginWithArg<EnsureNever<AccountId>>;
	type ForceOrigin = EnsureCouncilMajority;
	type AssetDeposit = ConstU128<0>;
	type AssetAccountDeposit = AssetAccountDeposit;
	type MetadataDepositBase = MetadataDeposit;
	type MetadataDepositPerByte = MetadataByteDeposit;
	type ApprovalDeposit = ApprovalDeposit;
	type StringLimit = ConstU32<32>;
	type Freezer = ();
	type Holder = AssetsHolder;
	type Extra = ();
	type CallbackHandle = ();
	type AssetIdAllocator = ();
	type WeightInfo = pallet_assets::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::AssetHelper;
}

impl pallet_assets_holder::Config for Runtime {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

/// All that can be held and paid.
pub type Money = UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, AccountId>;
