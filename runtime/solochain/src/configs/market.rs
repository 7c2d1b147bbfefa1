//! Offers and demands, auctions, contracts, and the agreements that come of them.

use super::{
	assets::Money, data::MaxLot, governance::EnsureCouncilMajority, identity::WindingDown,
	money::Ticket,
};
use crate::{
	Allowances, Audit, Balance, Custody, DataAccess, DataAuction, DataContracts, DataEscrow,
	DataMarket, DataRegistry, Did, PaymentStreams, Runtime, RuntimeHoldReason, Timestamp,
	Validation,
};
use counterfoil_primitives::Moment;
use frame_support::{parameter_types, traits::ConstU32};

const MINUTE: Moment = 60 * 1_000;
const DAY: Moment = 24 * 60 * MINUTE;

parameter_types! {
	/// Why the ticket of an order holds money.
	pub const OrderHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataMarket(pallet_data_market::HoldReason::Order);
	/// Why the ticket of an auction or a bid holds money.
	pub const AuctionHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataAuction(pallet_data_auction::HoldReason::Record);
	/// Why the ticket of a contract holds money.
	pub const ContractHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataContracts(pallet_data_contracts::HoldReason::Record);
	/// Why the ticket of an agreement holds money.
	pub const AgreementHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataEscrow(pallet_data_escrow::HoldReason::Record);
	/// How long an order may be valid: a year.
	pub const MaxValidity: Moment = 365 * DAY;
	/// How long a demander may wait for better proposals: a day.
	pub const MaxWindow: Moment = DAY;
	/// How long those who want to be asked have for an answer.
	pub const ConfirmWindow: Moment = 10 * MINUTE;
	/// In windows of a day the matches of a supplier are counted.
	pub const FairWindow: Moment = DAY;
	/// The shortest period of a contract. The chain looks at every batch once, at nobody's expense.
	pub const MinPeriod: Moment = 6_000;
}

impl pallet_data_market::Config for Runtime {
	type Accounts = Did;
	type Time = Timestamp;
	// A suspended subject may still withdraw its orders; for everything else the market asks for a role, which only an
	// active one has.
	type SubjectOrigin = WindingDown;
	type Identities = Did;
	type Registry = DataRegistry;
	// What became of a supplier's submissions, and of his deals.
	type Reputations = (Validation, DataEscrow);
	type Agreements = DataEscrow;
	type Streams = PaymentStreams;
	type Audit = Audit;
	type Balance = Balance;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Consideration = Ticket<OrderHoldReason>;
	type MaxLot = MaxLot;
	// With full lots and full lists of certificates, looking at so many fills some three quarters of what a transaction may take.
	type MaxCandidates = ConstU32<8>;
	type MaxValidity = MaxValidity;
	type MaxWindow = MaxWindow;
	type ConfirmWindow = ConfirmWindow;
	type FairWindow = FairWindow;
	type WeightInfo = pallet_data_market::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_data_auction::Config for Runtime {
	type Accounts = Did;
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = WindingDown;
	type AdminOrigin = EnsureCouncilMajority;
	type Identities = Did;
	type Registry = DataRegistry;
	type Rights = DataAccess;
	type Agreements = DataEscrow;
	type Audit = Audit;
	type Consideration = Ticket<AuctionHoldReason>;
	type MaxLot = MaxLot;
	type MaxBidders = ConstU32<128>;
	type SettlePerStep = ConstU32<8>;
	type WeightInfo = pallet_data_auction::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_data_contracts::Config for Runtime {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = WindingDown;
	type Identities = Did;
	type Accounts = Did;
	type Registry = DataRegistry;
	type Agreements = DataEscrow;
	type Audit = Audit;
	type Consideration = Ticket<ContractHoldReason>;
	type MaxParts = MaxLot;
	type MinPeriod = MinPeriod;
	type WeightInfo = pallet_data_contracts::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_data_escrow::Config for Runtime {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	// Deals that run are carried to their end, whatever the stakeholders decide about a party.
	type SubjectOrigin = WindingDown;
	type Identities = Did;
	type Registry = DataRegistry;
	type Allowances = Allowances;
	// Those who open agreements, and who keeps the records of who holds what.
	type OnClosed = (DataMarket, DataContracts, DataAuction, Custody);
	type Rights = DataAccess;
	type Accounts = Did;
	type Audit = Audit;
	type AdminOrigin = EnsureCouncilMajority;
	type Consideration = Ticket<AgreementHoldReason>;
	type MaxParts = MaxLot;
	// A party that leaves so many agreements waiting for it gets no new ones.
	type MaxOwed = ConstU32<32>;
	type WeightInfo = pallet_data_escrow::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
