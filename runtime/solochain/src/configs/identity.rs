//! Stakeholders and their devices.

use super::{governance::EnsureCouncilMajority, money::Ticket};
use crate::{Runtime, RuntimeHoldReason, Timestamp};
use frame_support::{parameter_types, traits::ConstU32};

parameter_types! {
	/// Why the ticket of a stakeholder or a device holds money.
	pub const RecordHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Did(pallet_did::HoldReason::Record);
	/// Why the ticket of a proposal holds money.
	pub const ProposalHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Did(pallet_did::HoldReason::Proposal);
}

impl pallet_did::Config for Runtime {
	type Time = Timestamp;
	type RecordConsideration = Ticket<RecordHoldReason>;
	type ProposalConsideration = Ticket<ProposalHoldReason>;
	type AdminOrigin = EnsureCouncilMajority;
	type MaxStakeholders = ConstU32<256>;
	type WeightInfo = pallet_did::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
