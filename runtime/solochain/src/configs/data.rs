//! Data sets, submissions, their validation and certification, and who may have them.

use super::{
	governance::EnsureCouncilMajority,
	identity::{AnySubject, Stakeholder, WindingDown},
	money::Ticket,
};
use crate::{
	Audit, Balances, Certification, DataAccess, DataRegistry, Did, Runtime, RuntimeCall,
	RuntimeHoldReason, Timestamp, Validation,
};
use counterfoil_primitives::{DidId, SubmissionId};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains},
};

/// The most submissions of a lot: the same for the registry that vouches for it, the market and the escrow.
pub type MaxLot = ConstU32<64>;

parameter_types! {
	/// Why the ticket of a data set holds money.
	pub const DataSetHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::DataSet);
	/// Why the ticket of a submission holds money.
	pub const SubmissionHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::Submission);
	/// Why the ticket of a schema holds money.
	pub const SchemaHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(pallet_data_registry::HoldReason::Schema);
	/// Why the ticket of a validation round holds money.
	pub const RoundHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Validation(pallet_validation::HoldReason::Record);
	/// Why the ticket of an accreditation holds money.
	pub const AccreditationHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Certification(pallet_certification::HoldReason::Accreditation);
	/// Why the ticket of a certificate holds money.
	pub const CertificateHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Certification(pallet_certification::HoldReason::Certificate);
	/// Why the ticket of a right, a grant, an epoch or a batch of accesses holds money.
	pub const AccessHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::DataAccess(pallet_data_access::HoldReason::Record);
}

impl pallet_data_registry::Config for Runtime {
	type Time = Timestamp;
	type Identities = Did;
	type Certificates = Certification;
	type Audit = Audit;
	// A device may submit by itself, at a sponsor's expense.
	type SubjectOrigin = AnySubject;
	type AdminOrigin = EnsureCouncilMajority;
	type SchemaConsideration = Ticket<SchemaHoldReason>;
	type DataSetConsideration = Ticket<DataSetHoldReason>;
	type SubmissionConsideration = Ticket<SubmissionHoldReason>;
	type MaxParents = ConstU32<8>;
	type MaxLot = MaxLot;
	type WeightInfo = pallet_data_registry::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_validation::Config for Runtime {
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Identities = Did;
	type Registry = DataRegistry;
	type Rights = DataAccess;
	type Certificates = Certification;
	type ActiveOrigin = Stakeholder;
	type SubjectOrigin = WindingDown;
	type AdminOrigin = EnsureCouncilMajority;
	type Consideration = Ticket<RoundHoldReason>;
	type Audit = Audit;
	type MaxValidators = ConstU32<100>;
	type SettlePerStep = ConstU32<10>;
	type WeightInfo = pallet_validation::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// Who judges a submission in its newest validation round, as long as the record of the round is there. He cannot certify it as well.
pub struct Judges;

impl Contains<(SubmissionId, DidId)> for Judges {
	fn contains((submission, did): &(SubmissionId, DidId)) -> bool {
		Validation::took_part(*submission, did)
	}
}

impl pallet_certification::Config for Runtime {
	type Time = Timestamp;
	type Identities = Did;
	type Registry = DataRegistry;
	type Rights = DataAccess;
	type Validators = Judges;
	type SubjectOrigin = Stakeholder;
	type AdminOrigin = EnsureCouncilMajority;
	type AccreditationConsideration = Ticket<AccreditationHoldReason>;
	type CertificateConsideration = Ticket<CertificateHoldReason>;
	type Audit = Audit;
	type MaxDepth = ConstU32<4>;
	type MaxPerHolder = ConstU32<8>;
	type MaxOpen = ConstU32<8>;
	type WeightInfo = pallet_certification::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_data_access::Config for Runtime {
	type Time = Timestamp;
	type Identities = Did;
	type DataRegistry = DataRegistry;
	type Certificates = Certification;
	type Audit = Audit;
	type SubjectOrigin = Stakeholder;
	type AdminOrigin = EnsureCouncilMajority;
	type Consideration = Ticket<AccessHoldReason>;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_data_access::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
