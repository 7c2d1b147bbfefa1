//! Who holds which data, on what terms.

use super::{
	identity::{Stakeholder, WindingDown},
	money::Ticket,
};
use crate::{
	Audit, Certification, DataAccess, DataRegistry, Did, Runtime, RuntimeHoldReason, Timestamp,
};
use counterfoil_primitives::Moment;
use frame_support::parameter_types;

parameter_types! {
	/// Why the ticket of a circulation holds money.
	pub const CirculationHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Custody(pallet_custody::HoldReason::Circulation);
	/// How long a circulation may take: 90 days.
	pub const MaxDuration: Moment = 90 * 24 * 60 * 60 * 1_000;
}

impl pallet_custody::Config for Runtime {
	type Time = Timestamp;
	type Identities = Did;
	type Registry = DataRegistry;
	type Rights = DataAccess;
	type Certificates = Certification;
	type ActiveOrigin = Stakeholder;
	type SubjectOrigin = WindingDown;
	type Consideration = Ticket<CirculationHoldReason>;
	type Audit = Audit;
	type MaxDuration = MaxDuration;
	type WeightInfo = pallet_custody::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
