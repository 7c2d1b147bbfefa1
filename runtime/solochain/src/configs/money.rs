//! The token, the fees and the price of state.

use crate::{
	constants::currency::{
		DEPOSIT_PER_BYTE, DEPOSIT_PER_ITEM, EXISTENTIAL_DEPOSIT, FEE_PER_BYTE, FEE_PER_REF_TIME,
	},
	AccountId, Authorship, Balance, Balances, Runtime, RuntimeEvent, RuntimeFreezeReason,
	RuntimeHoldReason, System,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{Balanced, Credit, HoldConsideration},
		ConstU32, ConstU8, Footprint, OnUnbalanced, VariantCountOf,
	},
	weights::ConstantMultiplier,
};
use pallet_transaction_payment::{ConstFeeMultiplier, FungibleAdapter, Multiplier};
use sp_runtime::traits::{Convert, One};

parameter_types! {
	/// What an account must have to exist.
	pub const ExistentialDeposit: Balance = EXISTENTIAL_DEPOSIT;
	/// What a picosecond of work costs.
	pub const FeePerRefTime: Balance = FEE_PER_REF_TIME;
	/// What a byte of a transaction costs.
	pub const FeePerByte: Balance = FEE_PER_BYTE;
	/// Fees do not move with demand: in a consortium they are a fence against waste, and parties want to plan with
	/// them. Who is in a hurry tips.
	pub FeeMultiplier: Multiplier = Multiplier::one();
}

/// The price of state: so much for each item and so much for each byte of all of them.
pub struct StatePrice;

impl Convert<Footprint, Balance> for StatePrice {
	fn convert(footprint: Footprint) -> Balance {
		let items = Balance::from(footprint.count).saturating_mul(DEPOSIT_PER_ITEM);
		let bytes = Balance::from(footprint.size).saturating_mul(DEPOSIT_PER_BYTE);
		items.saturating_add(bytes)
	}
}

/// A ticket for state: its price is held on the payer's account, for the reason that `Reason` names, as long as the state is
/// there.
pub type Ticket<Reason> = HoldConsideration<AccountId, Balances, Reason, StatePrice>;

/// Fees and tips go to the author of the block. Without an author, or when his account would stay below the existential
/// deposit, they are burnt.
pub struct ToAuthor;

impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
	fn on_nonzero_unbalanced(fee: Credit<AccountId, Balances>) {
		if let Some(author) = Authorship::author() {
			// What he cannot take comes back, and a credit that is let go is burnt.
			let _ = Balances::resolve(&author, fee);
		}
	}
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type Balance = Balance;
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	type AccountStore = System;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ConstU32<50>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type DoneSlashHandler = ();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
	type WeightToFee = ConstantMultiplier<Balance, FeePerRefTime>;
	type LengthToFee = ConstantMultiplier<Balance, FeePerByte>;
	type FeeMultiplierUpdate = ConstFeeMultiplier<FeeMultiplier>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}
