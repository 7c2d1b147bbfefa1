//! Who makes blocks, who finalises them, and the clock.

use super::governance::{EnsureCouncilMajority, EnsureCouncilTwoThirds};
use crate::{
	constants::{
		currency::deposit,
		time::{SESSION_LENGTH, SLOT_DURATION},
	},
	AccountId, Aura, Balance, Balances, BlockNumber, Consortium, Grandpa, Runtime, RuntimeEvent,
	Session, SessionKeys,
};
use frame_support::{
	pallet_prelude::DispatchResult,
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64},
	weights::Weight,
};
use frame_system::RawOrigin;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::traits::ConvertInto;

parameter_types! {
	/// The most validators.
	pub const MaxValidators: u32 = 100;
	/// Blocks of one session.
	pub const SessionLength: BlockNumber = SESSION_LENGTH;
	/// Blocks before the first session ends that is longer or shorter than the others: none.
	pub const SessionOffset: BlockNumber = 0;
	/// Session keys take one item for the keys themselves and one for the owner of either key.
	pub const KeyDeposit: Balance = deposit(3, 3 * 64 + 2 * 32);
}

impl pallet_timestamp::Config for Runtime {
	type Moment = u64;
	type OnTimestampSet = Aura;
	type MinimumPeriod = ConstU64<{ SLOT_DURATION / 2 }>;
	type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_authorship::Config for Runtime {
	// Aura tells the position of the author among the validators, the session tells his account.
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Runtime, Aura>;
	type EventHandler = ();
}

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = MaxValidators;
	type DisabledValidators = Session;
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;
	type SessionManager = Consortium;
	type SessionHandler = (Aura, Grandpa);
	type Keys = SessionKeys;
	// Nobody is disabled by the chain: the council removes whoever misbehaves.
	type DisablingStrategy = ();
	type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = MaxValidators;
	type MaxNominators = ConstU32<0>;
	// Equivocations are not reported on chain: there is no stake to slash, the validators are known by name, and the
	// council removes them.
	type MaxSetIdSessionEntries = ConstU64<0>;
	type KeyOwnerProof = sp_core::Void;
	type EquivocationReportSystem = ();
}

/// Finality as GRANDPA does it.
pub struct GrandpaFinality;

impl pallet_consortium::Finality<BlockNumber> for GrandpaFinality {
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) -> DispatchResult {
		Grandpa::note_stalled(RawOrigin::Root.into(), delay, best_finalized)
	}

	fn note_stalled_weight() -> Weight {
		<<Runtime as pallet_grandpa::Config>::WeightInfo as pallet_grandpa::WeightInfo>::note_stalled()
	}
}

impl pallet_consortium::Config for Runtime {
	type AdminOrigin = EnsureCouncilMajority;
	type RescueOrigin = EnsureCouncilTwoThirds;
	type Finality = GrandpaFinality;
	type Keys = Session;
	type MaxValidators = MaxValidators;
	type WeightInfo = pallet_consortium::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarks::Keys;
}

/// What benchmarks need.
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks {
	use super::*;
	use codec::{Decode, Encode};
	use sp_runtime::traits::TrailingZeroInput;

	/// Writes session keys that nobody else has.
	pub struct Keys;

	impl pallet_consortium::BenchmarkHelper<AccountId> for Keys {
		fn register_keys(who: &AccountId) {
			let bytes = who.encode();
			if let Ok(keys) = SessionKeys::decode(&mut TrailingZeroInput::new(&bytes)) {
				pallet_session::NextKeys::<Runtime>::insert(who, keys);
			}
		}
	}
}
