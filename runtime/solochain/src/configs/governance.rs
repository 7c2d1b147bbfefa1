//! The council: who sits in it, and what its votes may do.
//!
//! | what | who |
//! |---|---|
//! | parameters of the pallets, validators, scheduled calls | more than half of the council |
//! | members of the council, upgrades of the runtime, forced authorities after finality stalled | two thirds of the council |
//! | everything | root, which is `Sudo` in the preset `development` and nobody elsewhere |

use super::system::RuntimeBlockWeights;
use crate::{
	constants::time::DAYS, AccountId, BlockNumber, Council, CouncilMembership, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin,
};
use alloc::collections::btree_set::BTreeSet;
use frame_support::{
	parameter_types,
	traits::{ConstU32, EitherOfDiverse},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_collective::{EnsureProportionAtLeast, EnsureProportionMoreThan, MemberCount};
use sp_runtime::Perbill;

/// The instance of the collective that is the council.
pub type CouncilInstance = pallet_collective::Instance1;
/// The calls on the members of the council.
pub type MembershipCall = pallet_membership::Call<Runtime, pallet_membership::Instance1>;

/// Root, or more than half of the council.
pub type EnsureCouncilMajority = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EnsureProportionMoreThan<AccountId, CouncilInstance, 1, 2>,
>;

/// Root, or at least two thirds of the council.
pub type EnsureCouncilTwoThirds = EitherOfDiverse<
	EnsureRoot<AccountId>,
	EnsureProportionAtLeast<AccountId, CouncilInstance, 2, 3>,
>;

parameter_types! {
	/// How long a motion is open.
	pub const MotionDuration: BlockNumber = 3 * DAYS;
	/// The most members of the council.
	pub const MaxCouncilMembers: u32 = 100;
	/// The most work that a motion may do.
	pub MaxProposalWeight: Weight =
		Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
}

/// Whoever does not vote votes no: what the origin of a motion counts as ayes, members have said.
///
/// By the vote of a prime member, who may be set, a motion on which nobody else votes would pass as one of all.
pub struct SilenceIsNo;

impl pallet_collective::DefaultVote for SilenceIsNo {
	fn default_vote(
		_prime_vote: Option<bool>,
		_yes_votes: MemberCount,
		_no_votes: MemberCount,
		_len: MemberCount,
	) -> bool {
		false
	}
}

/// Whether a call leaves a council that can decide.
///
/// `CouncilMembership` would write an empty list, after which nobody could decide anything ever again, and a list that
/// names an account twice, whose votes would be short of one for ever. Neither can be undone without root.
pub(super) fn leaves_a_council(call: &MembershipCall) -> bool {
	match call {
		// The pallet itself refuses more than the most, so those need not be compared here.
		MembershipCall::reset_members { members }
			if members.len() > MaxCouncilMembers::get() as usize =>
		{
			true
		},
		MembershipCall::reset_members { members } => {
			let distinct: BTreeSet<&AccountId> = members.iter().collect();
			!members.is_empty() && distinct.len() == members.len()
		},
		MembershipCall::remove_member { .. } => CouncilMembership::members().len() > 1,
		_ => true,
	}
}

impl pallet_collective::Config<CouncilInstance> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = MotionDuration;
	type MaxProposals = ConstU32<100>;
	type MaxMembers = MaxCouncilMembers;
	type DefaultVote = SilenceIsNo;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	// Members come and go through `CouncilMembership`.
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type MaxProposalWeight = MaxProposalWeight;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	// Only members propose, and the number of open motions is bounded: no deposit.
	type Consideration = ();
}

impl pallet_membership::Config<pallet_membership::Instance1> for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type AddOrigin = EnsureCouncilTwoThirds;
	type RemoveOrigin = EnsureCouncilTwoThirds;
	type SwapOrigin = EnsureCouncilTwoThirds;
	type ResetOrigin = EnsureCouncilTwoThirds;
	type PrimeOrigin = EnsureCouncilTwoThirds;
	type MembershipInitialized = Council;
	type MembershipChanged = Council;
	type MaxMembers = MaxCouncilMembers;
	type WeightInfo = pallet_membership::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}
