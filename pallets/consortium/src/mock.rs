//! A chain of validators for tests: this pallet with `pallet-session` and balances.

use crate as pallet_consortium;
use crate::{BenchmarkHelper, ChainTag, Finality};
use codec::Encode;
use frame_support::{
	derive_impl,
	pallet_prelude::{DispatchResult, Weight},
	parameter_types,
	traits::{fungible::Mutate, ConstU32, ConstU64, Hooks},
};
use frame_system::{EnsureRoot, RawOrigin};
use pallet_session::{PeriodicSessions, TestSessionHandler};
use sp_runtime::{
	impl_opaque_keys, testing::UintAuthorityId, traits::ConvertInto, BuildStorage, RuntimeAppPublic,
};

pub type AccountId = u64;
pub type Block = frame_system::mocking::MockBlock<Test>;

/// The length of a session in blocks.
pub const SESSION: u64 = 5;
/// The deposit for session keys.
pub const KEY_DEPOSIT: u64 = 10;
/// What every account has at genesis.
pub const ENDOWMENT: u64 = 1_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Test>;

	#[runtime::pallet_index(1)]
	pub type Balances = pallet_balances::Pallet<Test>;

	#[runtime::pallet_index(2)]
	pub type Session = pallet_session::Pallet<Test>;

	#[runtime::pallet_index(3)]
	pub type Consortium = pallet_consortium::Pallet<Test>;
}

impl_opaque_keys! {
	pub struct MockKeys {
		pub dummy: UintAuthorityId,
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const Period: u64 = SESSION;
	pub const Offset: u64 = 0;
}

impl pallet_session::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = PeriodicSessions<Period, Offset>;
	type NextSessionRotation = PeriodicSessions<Period, Offset>;
	type SessionManager = Consortium;
	type SessionHandler = TestSessionHandler;
	type Keys = MockKeys;
	type DisablingStrategy = ();
	type WeightInfo = ();
	type Currency = Balances;
	type KeyDeposit = ConstU64<KEY_DEPOSIT>;
}

impl pallet_consortium::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type RescueOrigin = EnsureRoot<AccountId>;
	type Finality = NotedFinality;
	type Keys = Session;
	type MaxValidators = ConstU32<6>;
	type WeightInfo = ();
	type BenchmarkHelper = Helper;
}

parameter_types! {
	/// What was noted when finality stalled: the delay and the last finalised block.
	pub storage Noted: Option<(u64, u64)> = None;
}

/// Only notes what it was told.
pub struct NotedFinality;

impl Finality<u64> for NotedFinality {
	fn note_stalled(delay: u64, best_finalized: u64) -> DispatchResult {
		Noted::set(&Some((delay, best_finalized)));
		Ok(())
	}

	fn note_stalled_weight() -> Weight {
		Weight::zero()
	}
}

/// Registers keys the way a candidate does.
pub struct Helper;

impl BenchmarkHelper<AccountId> for Helper {
	fn register_keys(who: &AccountId) {
		Balances::set_balance(who, ENDOWMENT);
		set_keys(*who, *who).expect("the keys are nobody else's");
	}
}

/// Session keys of the number `key`.
pub fn keys(key: u64) -> MockKeys {
	MockKeys { dummy: UintAuthorityId(key) }
}

/// Registers the session keys `key` for `who`, with the proof that `pallet-session` asks for.
pub fn set_keys(who: AccountId, key: u64) -> DispatchResult {
	let proof = UintAuthorityId(key).sign(&who.encode()).expect("test keys sign").encode();
	Session::set_keys(RawOrigin::Signed(who).into(), keys(key), proof)
}

/// Goes on to block `block` and initialises every block on the way.
pub fn run_to_block(block: u64) {
	while System::block_number() < block {
		System::set_block_number(System::block_number() + 1);
		Session::on_initialize(System::block_number());
	}
}

/// Goes on to the first block of the session after this one.
pub fn next_session() {
	run_to_block((System::block_number() / SESSION + 1) * SESSION);
}

/// The events of this pallet.
pub fn events() -> Vec<crate::Event<Test>> {
	System::read_events_for_pallet::<crate::Event<Test>>()
}

/// Builds a genesis of some validators, and checks the invariants after each test.
pub struct ExtBuilder {
	pub validators: Vec<AccountId>,
	pub with_keys: Vec<AccountId>,
	pub minimum: u32,
	pub tag: ChainTag,
}

impl Default for ExtBuilder {
	/// Validators 1, 2 and 3, of which two must stay.
	fn default() -> Self {
		Self {
			validators: vec![1, 2, 3],
			with_keys: vec![1, 2, 3],
			minimum: 2,
			tag: ChainTag::new("test", [7; 16]).expect("a good name"),
		}
	}
}

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		let genesis = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: (1..=20).map(|who| (who, ENDOWMENT)).collect(),
				..Default::default()
			},
			session: pallet_session::GenesisConfig {
				keys: self.with_keys.iter().map(|who| (*who, *who, keys(*who))).collect(),
				..Default::default()
			},
			consortium: pallet_consortium::GenesisConfig {
				validators: self.validators,
				minimum: self.minimum,
				tag: self.tag,
			},
			..Default::default()
		};
		let mut ext =
			sp_io::TestExternalities::new(genesis.build_storage().expect("genesis builds"));
		// Block 0 has no events.
		ext.execute_with(|| run_to_block(1));
		ext
	}

	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Consortium::do_try_state().expect("the invariants hold");
		});
	}
}

/// For the benchmarks, which fill the list themselves.
pub fn new_test_ext() -> sp_io::TestExternalities {
	ExtBuilder::default().build()
}
