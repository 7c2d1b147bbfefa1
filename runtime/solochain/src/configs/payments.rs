//! Payments as small as a reading: channels, streams, and who may pay from whose account.

use super::{
	assets::Money,
	governance::EnsureCouncilMajority,
	identity::{Stakeholder, WindingDown},
	money::Ticket,
};
use crate::{
	Allowances, Audit, DataAccess, DataRegistry, Did, Runtime, RuntimeHoldReason, Timestamp,
};
use counterfoil_primitives::Moment;
use frame_support::parameter_types;

parameter_types! {
	/// Why the ticket of an allowance holds money.
	pub const AllowanceHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Allowances(pallet_allowances::HoldReason::Record);
	/// Why the ticket of a channel holds money.
	pub const ChannelHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PaymentChannels(pallet_payment_channels::HoldReason::Record);
	/// Why the ticket of a stream holds money.
	pub const StreamHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::PaymentStreams(pallet_payment_streams::HoldReason::Record);
	/// For how long somebody may be allowed to spend: a year.
	pub const MaxAllowance: Moment = 365 * 24 * 60 * 60 * 1_000;
}

impl pallet_allowances::Config for Runtime {
	type Time = Timestamp;
	type Identities = Did;
	type Accounts = Did;
	type ActiveOrigin = Stakeholder;
	type SubjectOrigin = WindingDown;
	type Consideration = Ticket<AllowanceHoldReason>;
	type Audit = Audit;
	type MaxValidity = MaxAllowance;
	type WeightInfo = pallet_allowances::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_payment_channels::Config for Runtime {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	// What runs is carried to its end, whatever the stakeholders decide about a party.
	type SubjectOrigin = WindingDown;
	type Identities = Did;
	type Accounts = Did;
	type Keys = Did;
	type Registry = DataRegistry;
	type Rights = DataAccess;
	type Allowances = Allowances;
	type Audit = Audit;
	type AdminOrigin = EnsureCouncilMajority;
	type Consideration = Ticket<ChannelHoldReason>;
	type WeightInfo = pallet_payment_channels::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_payment_streams::Config for Runtime {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Identities = Did;
	type Accounts = Did;
	type Registry = DataRegistry;
	type Rights = DataAccess;
	type Allowances = Allowances;
	type ActiveOrigin = Stakeholder;
	type SubjectOrigin = WindingDown;
	type AdminOrigin = EnsureCouncilMajority;
	type Consideration = Ticket<StreamHoldReason>;
	type Audit = Audit;
	type WeightInfo = pallet_payment_streams::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
