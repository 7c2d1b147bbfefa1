//! Data sets, submissions and certificates.

use super::{governance::EnsureCouncilMajority, money::Ticket};
use crate::{Did, Runtime, RuntimeHoldReason, Timestamp};
use frame_support::{parameter_types, traits::ConstU32};
use pallet_data_registry::HoldReason;
use pallet_did::EnsureActive;

/// The most submissions of a lot: the same for the registry that vouches for it, the market and the escrow.
pub type MaxLot = ConstU32<64>;

parameter_types! {
	/// Why the ticket of a data set holds money.
	pub const DataSetHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(HoldReason::DataSet);
	/// Why the ticket of a submission holds money.
	pub const SubmissionHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(HoldReason::Submission);
	/// Why the ticket of a certificate holds money.
	pub const CertificateHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(HoldReason::Certificate);
}

impl pallet_data_registry::Config for Runtime {
	type Time = Timestamp;
	type Identities = Did;
	type SubjectOrigin = EnsureActive<Runtime>;
	type AdminOrigin = EnsureCouncilMajority;
	type DataSetConsideration = Ticket<DataSetHoldReason>;
	type SubmissionConsideration = Ticket<SubmissionHoldReason>;
	type CertificateConsideration = Ticket<CertificateHoldReason>;
	type MaxAttestations = ConstU32<16>;
	type MaxLot = MaxLot;
	type WeightInfo = pallet_data_registry::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
