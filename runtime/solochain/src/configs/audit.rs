//! The histories of all subjects.

use crate::{Runtime, Timestamp};

impl pallet_audit::Config for Runtime {
	type Time = Timestamp;
	type WeightInfo = pallet_audit::weights::SubstrateWeight<Runtime>;
}
