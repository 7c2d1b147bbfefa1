//! Offers, demands, and the agreements that come of them.

use super::{
	data::MaxLot, governance::EnsureCouncilMajority, identity::WindingDown, money::Ticket,
};
use crate::{
	constants::currency::EXISTENTIAL_DEPOSIT, Audit, Balance, Balances, DataAccess, DataEscrow,
	DataRegistry, Did, Runtime, RuntimeHoldReason, Timestamp,
};
use counterfoil_primitives::Moment;
use frame_support::{
	parameter_types,
	traits::{ConstU128, ConstU32},
};

parameter_types! {
	/// Why the ticket of an order holds money.
	pub const OrderHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataMarket(pallet_data_market::HoldReason::Order);
	/// Why the ticket of an agreement holds money.
	pub const AgreementHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataEscrow(pallet_data_escrow::HoldReason::Record);
	/// How long an order may be valid: a year.
	pub const MaxValidity: Moment = 365 * 24 * 60 * 60 * 1_000;
}

impl pallet_data_market::Config for Runtime {
	type Time = Timestamp;
	// A suspended subject may still withdraw its orders; for everything else the market asks for a role, which only an
	// active one has.
	type SubjectOrigin = WindingDown;
	type Identities = Did;
	type Registry = DataRegistry;
	type Agreements = DataEscrow;
	type Audit = Audit;
	type Balance = Balance;
	type Consideration = Ticket<OrderHoldReason>;
	type MaxLot = MaxLot;
	// With full lots and full lists of certificates, looking at so many fills some two thirds of what a transaction may take.
	type MaxCandidates = ConstU32<12>;
	// A price makes an account, so it is no less than what an account must have.
	type MinPrice = ConstU128<EXISTENTIAL_DEPOSIT>;
	type MaxValidity = MaxValidity;
	type WeightInfo = pallet_data_market::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_data_escrow::Config for Runtime {
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	// Deals that run are carried to their end, whatever the stakeholders decide about a party.
	type SubjectOrigin = WindingDown;
	type Rights = DataAccess;
	type Accounts = Did;
	type Audit = Audit;
	type AdminOrigin = EnsureCouncilMajority;
	type Consideration = Ticket<AgreementHoldReason>;
	type MaxParts = MaxLot;
	// A party that leaves so many agreements waiting for it gets no new ones.
	type MaxIdle = ConstU32<32>;
	type WeightInfo = pallet_data_escrow::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
