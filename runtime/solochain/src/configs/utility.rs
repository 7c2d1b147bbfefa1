//! Batches, multisignature accounts, proxies, scheduled calls and preimages.

use super::{governance::EnsureCouncilMajority, money::Ticket, system::RuntimeBlockWeights};
use crate::{
	constants::currency::deposit, AccountId, Balance, Balances, OriginCaller, Preimage, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, System,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter, PrivilegeCmp},
	weights::Weight,
};
use frame_system::{EnsureRoot, RawOrigin};
use scale_info::TypeInfo;
use sp_runtime::{traits::BlakeTwo256, Perbill};

parameter_types! {
	/// A multisignature call takes one item: its hash, its depositor and its approvals.
	pub const MultisigDepositBase: Balance = deposit(1, 88);
	/// One approval more is one account more.
	pub const MultisigDepositFactor: Balance = deposit(0, 32);
	/// The list of an account's proxies takes one item.
	pub const ProxyDepositBase: Balance = deposit(1, 8);
	/// One proxy more: its account, its type and its delay.
	pub const ProxyDepositFactor: Balance = deposit(0, 37);
	/// The list of an account's announcements takes one item.
	pub const AnnouncementDepositBase: Balance = deposit(1, 16);
	/// One announcement more: two accounts, a hash and a block.
	pub const AnnouncementDepositFactor: Balance = deposit(0, 68);
	/// The most work that scheduled calls may do in one block.
	pub MaximumSchedulerWeight: Weight =
		Perbill::from_percent(80) * RuntimeBlockWeights::get().max_block;
	/// Why the ticket of a preimage holds money.
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = MultisigDepositBase;
	type DepositFactor = MultisigDepositFactor;
	type MaxSignatories = ConstU32<100>;
	type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do in the name of an account.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Everything that neither pays nor promises to pay anyone, and gives nothing away: no transfers, no orders on the market, no
	/// agreements, no rounds, no rights, no device that changes hands. Deposits for state may be taken. No seat in the council
	/// either, see [`Self::Governance`]; nor the document of the DID, in which the proxy could name itself the only controller.
	#[codec(index = 1)]
	NonTransfer,
	/// The votes of the council. Not the seat: `change_key` needs no vote, and would hand it to the proxy for good.
	#[codec(index = 2)]
	Governance,
	/// The trade in data: data sets and submissions, validation rounds, rights and grants, the market, auctions, contracts and agreements,
	/// custody. Neither channels and streams, nor allowances: with them the proxy could pay whom it likes.
	#[codec(index = 3)]
	DataTrade,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	// A call inside a batch or another proxy call is filtered again, so `Utility` may pass.
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			// A list of what may pass, not of what may not: a pallet that is added later stays closed until it is listed.
			Self::NonTransfer => match call {
				RuntimeCall::Did(call) => !matches!(
					call,
					pallet_did::Call::update_document { .. } | pallet_did::Call::deactivate { .. }
				),
				RuntimeCall::Devices(call) => !matches!(
					call,
					pallet_devices::Call::offer_transfer { .. }
						| pallet_devices::Call::accept_transfer { .. }
				),
				call => matches!(
					call,
					RuntimeCall::System(..)
						| RuntimeCall::Utility(..)
						| RuntimeCall::Session(..)
						| RuntimeCall::Consortium(..)
						| RuntimeCall::Council(..)
						| RuntimeCall::DataRegistry(..)
						| RuntimeCall::Certification(..)
				),
			},
			Self::Governance => matches!(call, RuntimeCall::Utility(..) | RuntimeCall::Council(..)),
			Self::DataTrade => matches!(
				call,
				RuntimeCall::Utility(..)
					| RuntimeCall::DataRegistry(..)
					| RuntimeCall::Validation(..)
					| RuntimeCall::DataAccess(..)
					| RuntimeCall::DataMarket(..)
					| RuntimeCall::DataEscrow(..)
					| RuntimeCall::DataAuction(..)
					| RuntimeCall::DataContracts(..)
					| RuntimeCall::Custody(..)
			),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		match (self, other) {
			(one, another) if one == another => true,
			(Self::Any, _) => true,
			(Self::NonTransfer, Self::Governance) => true,
			_ => false,
		}
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = ProxyDepositBase;
	type ProxyDepositFactor = ProxyDepositFactor;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = pallet_proxy::weights::SubstrateWeight<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = AnnouncementDepositBase;
	type AnnouncementDepositFactor = AnnouncementDepositFactor;
	type BlockNumberProvider = System;
}

/// Who may cancel what another origin scheduled: root everything, and the council what the council scheduled.
///
/// The origin of a motion tells how many of how many voted for it. Compared as it is, a council of five could not cancel
/// what the same council scheduled when it had three members.
pub struct CouncilIsOne;

impl PrivilegeCmp<OriginCaller> for CouncilIsOne {
	fn cmp_privilege(left: &OriginCaller, right: &OriginCaller) -> Option<Ordering> {
		use pallet_collective::RawOrigin::Members;

		match (left, right) {
			(left, right) if left == right => Some(Ordering::Equal),
			(OriginCaller::system(RawOrigin::Root), _) => Some(Ordering::Greater),
			(_, OriginCaller::system(RawOrigin::Root)) => Some(Ordering::Less),
			(OriginCaller::Council(Members(..)), OriginCaller::Council(Members(..))) => {
				Some(Ordering::Equal)
			},
			_ => None,
		}
	}
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureCouncilMajority;
	type OriginPrivilegeCmp = CouncilIsOne;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = Ticket<PreimageHoldReason>;
}
