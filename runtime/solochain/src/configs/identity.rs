//! Stakeholders, their devices, and who acts for whom.
//!
//! Three origins say on whose behalf a call is made. Each takes a stakeholder's own account, or a call that the subject
//! signed and a sponsor pays for:
//!
//! | origin | who |
//! |---|---|
//! | [`Stakeholder`] | an active stakeholder |
//! | [`AnySubject`] | an active stakeholder or device |
//! | [`WindingDown`] | a stakeholder that may be suspended or revoked, for what it has running |

use super::{governance::EnsureCouncilMajority, money::Ticket};
use crate::{
	Audit, Balances, Devices, Did, Runtime, RuntimeCall, RuntimeHoldReason, RuntimeOrigin,
	Timestamp,
};
use counterfoil_primitives::Moment;
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, EitherOf},
};
use pallet_did::{EnsureActive, EnsureSubject};
use pallet_sponsorship::{EnsureSponsored, EnsureSponsoredStakeholder};

/// An active stakeholder, by its account or by a sponsored call.
pub type Stakeholder = EitherOf<EnsureActive<Runtime>, EnsureSponsoredStakeholder<Runtime>>;

/// An active stakeholder by its account, or any active subject by a sponsored call.
pub type AnySubject = EitherOf<EnsureActive<Runtime>, EnsureSponsored<Runtime>>;

/// A stakeholder whatever its status by its account, or an active one by a sponsored call.
pub type WindingDown = EitherOf<EnsureSubject<Runtime>, EnsureSponsoredStakeholder<Runtime>>;

parameter_types! {
	/// Why the ticket of a stakeholder or a device holds money.
	pub const RecordHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Did(pallet_did::HoldReason::Record);
	/// Why the ticket of the versions of a DID holds money.
	pub const HistoryHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Did(pallet_did::HoldReason::History);
	/// Why the ticket of a proposal holds money.
	pub const ProposalHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Did(pallet_did::HoldReason::Proposal);
	/// Why the ticket of what `pallet-devices` keeps holds money.
	pub const DeviceHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Devices(pallet_devices::HoldReason::Entry);
	/// Why the ticket of a sponsorship holds money.
	pub const SponsorshipHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Sponsorship(pallet_sponsorship::HoldReason::Sponsorship);
	/// How long an offer to hand over a device may stand: 90 days.
	pub const MaxOfferPeriod: Moment = 90 * 24 * 60 * 60 * 1_000;
	/// How long a sponsored call may live between its two moments: a day, so that a device that is offline for a night can still be
	/// served, and a payload that is lost cannot turn up a year later.
	pub const MaxLifetime: Moment = 24 * 60 * 60 * 1_000;
}

impl pallet_did::Config for Runtime {
	type Time = Timestamp;
	type RecordConsideration = Ticket<RecordHoldReason>;
	type HistoryConsideration = Ticket<HistoryHoldReason>;
	type ProposalConsideration = Ticket<ProposalHoldReason>;
	// A device may change its own document, at a sponsor's expense.
	type SubjectOrigin = AnySubject;
	type DeviceTrust = Devices;
	type Audit = Audit;
	type AdminOrigin = EnsureCouncilMajority;
	type MaxStakeholders = ConstU32<256>;
	type WeightInfo = pallet_did::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

impl pallet_devices::Config for Runtime {
	type Time = Timestamp;
	type SubjectOrigin = WindingDown;
	type AdminOrigin = EnsureCouncilMajority;
	type Identities = Did;
	type Devices = Did;
	type Keys = Did;
	type Consideration = Ticket<DeviceHoldReason>;
	type Audit = Audit;
	type MaxDepth = ConstU32<8>;
	type MaxOfferPeriod = MaxOfferPeriod;
	type WeightInfo = pallet_devices::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}

/// The calls that a subject may have carried out at a sponsor's expense: what the product is for. Neither transfers, nor batches and
/// proxies around others, nor what governs the chain.
pub struct SponsoredCalls;

impl Contains<RuntimeCall> for SponsoredCalls {
	fn contains(call: &RuntimeCall) -> bool {
		matches!(
			call,
			// A remark does nothing: it uses up the number of a payload that the subject wants back.
			RuntimeCall::System(frame_system::Call::remark { .. })
				| RuntimeCall::Sponsorship(pallet_sponsorship::Call::cancel { .. })
				| RuntimeCall::Did(..)
				| RuntimeCall::Devices(..)
				| RuntimeCall::DataRegistry(..)
				| RuntimeCall::Validation(..)
				| RuntimeCall::Certification(..)
				| RuntimeCall::DataAccess(..)
				| RuntimeCall::DataMarket(..)
				| RuntimeCall::DataEscrow(..)
				| RuntimeCall::DataAuction(..)
				| RuntimeCall::DataContracts(..)
				| RuntimeCall::PaymentChannels(..)
				| RuntimeCall::PaymentStreams(..)
				| RuntimeCall::Custody(..)
		)
	}
}

impl pallet_sponsorship::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeOrigin = RuntimeOrigin;
	type Time = Timestamp;
	type Identities = Did;
	type Audit = Audit;
	type Currency = Balances;
	type Consideration = Ticket<SponsorshipHoldReason>;
	type SubjectOrigin = EitherOf<EnsureSubject<Runtime>, EnsureSponsored<Runtime>>;
	type CallFilter = SponsoredCalls;
	type MaxLifetime = MaxLifetime;
	type WeightInfo = pallet_sponsorship::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Helper;
}
