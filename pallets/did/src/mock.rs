//! A chain with this pallet, real balances and a real clock.

use counterfoil_primitives::{
	did::{DidId, KeySignature, VerificationKey},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration},
	roles::{Role, Roles},
	traits::Identities,
	Hash, Moment,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU64, Footprint, Hooks,
	},
	weights::WeightMeter,
};
use frame_system::EnsureRoot;
use sp_core::{ecdsa, ed25519, sr25519, Pair};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::Convert, BuildStorage};

use crate::{self as pallet_did, pallet::*, BenchmarkHelper, DidParameters};

pub type AccountId = u64;
pub type Balance = u64;
type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Did: pallet_did,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<1>;
}

/// What any record costs.
pub const RECORD_PRICE: Balance = 100;

/// A record costs the same whatever its size.
pub struct RecordPrice;
impl Convert<Footprint, Balance> for RecordPrice {
	fn convert(_: Footprint) -> Balance {
		RECORD_PRICE
	}
}

/// A proposal costs a unit per byte.
pub struct ProposalPrice;
impl Convert<Footprint, Balance> for ProposalPrice {
	fn convert(footprint: Footprint) -> Balance {
		footprint.size
	}
}

parameter_types! {
	pub const RecordHold: RuntimeHoldReason = RuntimeHoldReason::Did(HoldReason::Record);
	pub const ProposalHold: RuntimeHoldReason = RuntimeHoldReason::Did(HoldReason::Proposal);
	pub static MaxStakeholders: u32 = 8;
}

impl Config for Test {
	type Time = Timestamp;
	type RecordConsideration = HoldConsideration<AccountId, Balances, RecordHold, RecordPrice>;
	type ProposalConsideration =
		HoldConsideration<AccountId, Balances, ProposalHold, ProposalPrice>;
	type AdminOrigin = EnsureRoot<AccountId>;
	type MaxStakeholders = MaxStakeholders;
	type WeightInfo = ();
	type BenchmarkHelper = Helper;
}

pub struct Helper;
impl BenchmarkHelper<AccountId> for Helper {
	fn fund(account: &AccountId) {
		assert_ok!(Balances::mint_into(account, 1_000_000));
	}
	fn set_time(now: Moment) {
		set_time(now);
	}
}

/// The founders.
pub const ALICE: AccountId = 1;
pub const BOB: AccountId = 2;
pub const CHARLIE: AccountId = 3;
/// Accounts with money and without a DID.
pub const DAVE: AccountId = 4;
pub const EVE: AccountId = 5;
/// An account without money.
pub const POOR: AccountId = 99;

/// What each account but [`POOR`] starts with.
pub const START: Balance = 10_000;
/// When a test starts.
pub const NOW: Moment = 1_000_000;
/// How long a vote lasts.
pub const VOTING_PERIOD: Moment = 10_000;

/// A key pair of a test.
pub enum Key {
	Ed25519(Box<ed25519::Pair>),
	Sr25519(Box<sr25519::Pair>),
	Ecdsa(Box<ecdsa::Pair>),
}

impl Key {
	pub fn ed25519(seed: u8) -> Self {
		Self::Ed25519(Box::new(ed25519::Pair::from_seed(&[seed; 32])))
	}

	pub fn sr25519(seed: u8) -> Self {
		Self::Sr25519(Box::new(sr25519::Pair::from_seed(&[seed; 32])))
	}

	pub fn ecdsa(seed: u8) -> Self {
		Self::Ecdsa(Box::new(ecdsa::Pair::from_seed(&[seed; 32])))
	}

	pub fn public(&self) -> VerificationKey {
		match self {
			Self::Ed25519(pair) => VerificationKey::Ed25519(pair.public().0),
			Self::Sr25519(pair) => VerificationKey::Sr25519(pair.public().0),
			Self::Ecdsa(pair) => VerificationKey::EcdsaSecp256k1(pair.public().0),
		}
	}

	pub fn did(&self) -> DidId {
		DidId::of_key(&self.public())
	}

	pub fn sign(&self, message: &[u8]) -> KeySignature {
		match self {
			Self::Ed25519(pair) => KeySignature::Ed25519(pair.sign(message).0),
			Self::Sr25519(pair) => KeySignature::Sr25519(pair.sign(message).0),
			Self::Ecdsa(pair) => {
				let digest = sp_io::hashing::sha2_256(message);
				KeySignature::EcdsaSecp256k1(pair.sign_prehashed(&digest).0)
			},
		}
	}

	/// The signature that registers a stakeholder on this chain.
	pub fn sign_registration(&self, account: AccountId, roles: Roles) -> KeySignature {
		self.sign(&registration(&genesis(), account, roles))
	}

	/// The signature that registers a device on this chain.
	pub fn sign_consent(&self, owner: DidId, metadata: Hash) -> KeySignature {
		self.sign(&consent(&genesis(), owner, metadata))
	}
}

pub fn genesis() -> Hash {
	System::block_hash(0).0
}

pub fn registration(genesis: &Hash, account: AccountId, roles: Roles) -> Vec<u8> {
	let body = StakeholderRegistration { account, roles };
	signing_bytes(Purpose::StakeholderRegistration, genesis, 0, &body)
}

pub fn consent(genesis: &Hash, owner: DidId, metadata: Hash) -> Vec<u8> {
	signing_bytes(Purpose::DeviceConsent, genesis, 0, &DeviceConsent { owner, metadata })
}

/// The key of a founder.
pub fn founder_key(account: AccountId) -> Key {
	Key::sr25519(u8::try_from(account).unwrap())
}

/// The DID of a founder.
pub fn founder(account: AccountId) -> DidId {
	founder_key(account).did()
}

pub struct ExtBuilder {
	founders: Vec<AccountId>,
	voting_period: Moment,
	max_stakeholders: u32,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			founders: vec![ALICE, BOB, CHARLIE],
			voting_period: VOTING_PERIOD,
			max_stakeholders: 8,
		}
	}
}

impl ExtBuilder {
	pub fn founders(mut self, founders: &[AccountId]) -> Self {
		self.founders = founders.to_vec();
		self
	}

	pub fn voting_period(mut self, voting_period: Moment) -> Self {
		self.voting_period = voting_period;
		self
	}

	pub fn max_stakeholders(mut self, max_stakeholders: u32) -> Self {
		self.max_stakeholders = max_stakeholders;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		MaxStakeholders::set(self.max_stakeholders);
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: (1..=20).map(|account| (account, START)).collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		pallet_did::GenesisConfig::<Test> {
			founders: self
				.founders
				.into_iter()
				.map(|account| (account, founder_key(account).public(), Role::Other.into()))
				.collect(),
			parameters: DidParameters { voting_period: self.voting_period },
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(NOW);
		});
		ext
	}

	/// Runs a test, then checks the state and that no money appeared or vanished.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			let issuance = Balances::total_issuance();
			test();
			Did::do_try_state().expect("the state is consistent");
			assert_eq!(Balances::total_issuance(), issuance);
		});
	}
}

pub fn set_time(now: Moment) {
	pallet_timestamp::Now::<Test>::put(now);
}

/// What the chain does by itself in a block at `now`.
pub fn poll(now: Moment) {
	set_time(now);
	Did::on_poll(System::block_number(), &mut WeightMeter::new());
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// What an account has on hold: for records, for proposals.
pub fn holds(account: AccountId) -> (Balance, Balance) {
	(
		Balances::balance_on_hold(&RecordHold::get(), &account),
		Balances::balance_on_hold(&ProposalHold::get(), &account),
	)
}

/// What a proposal costs when so many stakeholders are active.
pub fn proposal_price(active: u32) -> Balance {
	Did::proposal_footprint(active).size
}

/// The events of this pallet since the last call.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Did(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// Applies as a stakeholder.
pub fn apply(account: AccountId, key: &Key, roles: Roles) -> DidId {
	let signature = key.sign_registration(account, roles);
	assert_ok!(Did::register_stakeholder(signed(account), key.public(), signature, roles));
	key.did()
}

/// The number of the open proposal.
pub fn serial(subject: DidId) -> u32 {
	Proposals::<Test>::get(subject).expect("a proposal is open").serial
}

/// Votes on whatever is open about the subject.
pub fn vote(account: AccountId, subject: DidId, aye: bool) {
	assert_ok!(Did::vote(signed(account), subject, serial(subject), aye));
}

/// The founders that may vote about the subject.
fn voters(subject: DidId) -> impl Iterator<Item = AccountId> {
	[ALICE, BOB, CHARLIE]
		.into_iter()
		.filter(move |account| founder(*account) != subject && Did::is_active(&founder(*account)))
}

/// Applies, and is let in by as many founders as it takes.
pub fn admit(account: AccountId, key: &Key, roles: Roles) -> DidId {
	let did = apply(account, key, roles);
	for voter in voters(did) {
		if Proposals::<Test>::contains_key(did) {
			vote(voter, did, true);
		}
	}
	assert!(!Proposals::<Test>::contains_key(did), "founders alone have no majority");
	did
}

/// Carries a change against a stakeholder through: ALICE proposes, founders vote.
pub fn carry(subject: DidId, change: crate::Change) {
	assert_ok!(Did::propose(signed(ALICE), subject, change));
	for voter in voters(subject) {
		if Proposals::<Test>::contains_key(subject) {
			vote(voter, subject, true);
		}
	}
	assert!(!Proposals::<Test>::contains_key(subject), "founders alone have no majority");
}

/// Registers a device.
pub fn add_device(owner: AccountId, key: &Key, metadata: Hash) -> DidId {
	let signature = key.sign_consent(DidOf::<Test>::get(owner).unwrap(), metadata);
	assert_ok!(Did::register_device(signed(owner), key.public(), signature, metadata));
	key.did()
}
