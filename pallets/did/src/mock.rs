//! A chain with this pallet, real balances and a real clock.

use counterfoil_primitives::{
	ballot::VotingRules,
	did::{DidId, KeySignature, VerificationKey},
	document::{
		Approvals, DidAct, DidUpdate, Document, MethodKey, Proofs, Relationships,
		VerificationMethod,
	},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration},
	roles::{Role, Roles},
	traits::{AuditLog, AuditModule, AuditSubject, DeviceTrust, Identities},
	Hash, Moment,
};
use frame_support::{
	assert_ok, derive_impl,
	dispatch::DispatchResult,
	parameter_types,
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

use crate::{
	self as pallet_did, pallet::*, BenchmarkHelper, DidParameters, EnsureActive, Motion, Proposal,
};

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

/// The history of a DID costs a unit for every ten bytes.
pub struct HistoryPrice;
impl Convert<Footprint, Balance> for HistoryPrice {
	fn convert(footprint: Footprint) -> Balance {
		footprint.size / 10
	}
}

/// Every device is trusted but [`Distrusted`].
pub struct Trust;
impl DeviceTrust for Trust {
	fn is_trusted(device: &DidId) -> bool {
		!Distrusted::get().contains(device)
	}
}

/// Writes down what it is given.
pub struct Audit;
impl AuditLog for Audit {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::Did);
		Audited::mutate(|audited| audited.push((actor, subjects.to_vec(), event[0])));
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
	pub const HistoryHold: RuntimeHoldReason = RuntimeHoldReason::Did(HoldReason::History);
	/// The devices that are not trusted.
	pub static Distrusted: Vec<DidId> = Vec::new();
	/// What the histories were given: who acted, whose life, index of the event.
	pub static Audited: Vec<(Option<DidId>, Vec<AuditSubject>, u8)> = Vec::new();
	pub static MaxStakeholders: u32 = 8;
}

impl Config for Test {
	type Time = Timestamp;
	type RecordConsideration = HoldConsideration<AccountId, Balances, RecordHold, RecordPrice>;
	type HistoryConsideration = HoldConsideration<AccountId, Balances, HistoryHold, HistoryPrice>;
	type SubjectOrigin = EnsureActive<Test>;
	type DeviceTrust = Trust;
	type Audit = Audit;
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
/// How long the vote on a suspension at once lasts.
pub const CONFIRMATION_PERIOD: Moment = 4_000;
/// How long nobody is suspended at once again.
pub const COOL_DOWN: Moment = 20_000;

/// The parameters of the tests.
pub fn parameters() -> DidParameters {
	DidParameters {
		voting_period: VOTING_PERIOD,
		confirmation_period: CONFIRMATION_PERIOD,
		suspension_cool_down: COOL_DOWN,
		rules: VotingRules::default(),
	}
}

/// A key pair of a test.
pub enum Key {
	Ed25519(Box<ed25519::Pair>),
	Sr25519(Box<sr25519::Pair>),
	Ecdsa(Box<ecdsa::Pair>),
	P256(Box<p256::ecdsa::SigningKey>),
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

	pub fn p256(seed: u8) -> Self {
		Self::P256(Box::new(p256::ecdsa::SigningKey::from_slice(&[seed; 32]).unwrap()))
	}

	pub fn public(&self) -> VerificationKey {
		match self {
			Self::P256(key) => {
				let point = key.verifying_key().to_encoded_point(true);
				VerificationKey::EcdsaP256(point.as_bytes().try_into().unwrap())
			},
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
			Self::P256(key) => {
				use p256::ecdsa::{signature::Signer, Signature};
				let signature: Signature = key.sign(message);
				let low = signature.normalize_s().unwrap_or(signature);
				KeySignature::EcdsaP256(low.to_bytes().into())
			},
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
	regulators: Vec<AccountId>,
	parameters: DidParameters,
	max_stakeholders: u32,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			founders: vec![ALICE, BOB, CHARLIE],
			regulators: vec![],
			parameters: parameters(),
			max_stakeholders: 8,
		}
	}
}

impl ExtBuilder {
	pub fn founders(mut self, founders: &[AccountId]) -> Self {
		self.founders = founders.to_vec();
		self
	}

	/// The founders that are regulators besides.
	pub fn regulators(mut self, regulators: &[AccountId]) -> Self {
		self.regulators = regulators.to_vec();
		self
	}

	pub fn parameters(mut self, parameters: DidParameters) -> Self {
		self.parameters = parameters;
		self
	}

	pub fn max_stakeholders(mut self, max_stakeholders: u32) -> Self {
		self.max_stakeholders = max_stakeholders;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		MaxStakeholders::set(self.max_stakeholders);
		Distrusted::take();
		Audited::take();
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
				.map(|account| {
					let regulator = self.regulators.contains(&account);
					let roles = Roles::from(Role::Other);
					let roles = if regulator { roles | Role::Regulator } else { roles };
					(account, founder_key(account).public(), roles)
				})
				.collect(),
			parameters: self.parameters,
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

/// What is voted on about the subject.
pub fn motions(subject: DidId) -> Vec<Motion> {
	Did::proposals_about(subject).into_iter().map(|view| view.motion).collect()
}

/// The only motion that is open about the subject.
pub fn motion(subject: DidId) -> Motion {
	let motions = motions(subject);
	assert_eq!(motions.len(), 1, "not exactly one proposal is open");
	motions[0]
}

/// The open proposal with this motion.
pub fn proposal(subject: DidId, motion: Motion) -> Proposal<Test> {
	Proposals::<Test>::get(subject, motion).expect("such a proposal is open")
}

/// The number of the only proposal that is open about the subject.
pub fn serial(subject: DidId) -> u32 {
	proposal(subject, motion(subject)).serial
}

/// Votes on the only proposal that is open about the subject.
pub fn vote(account: AccountId, subject: DidId, aye: bool) {
	vote_on(account, subject, motion(subject), aye);
}

/// Votes on one of several open proposals about the subject.
pub fn vote_on(account: AccountId, subject: DidId, motion: Motion, aye: bool) {
	let serial = proposal(subject, motion).serial;
	assert_ok!(Did::vote(signed(account), subject, motion, serial, aye));
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
		if Proposals::<Test>::contains_key(did, Motion::Register) {
			vote(voter, did, true);
		}
	}
	assert!(!Did::has_open_proposal(&did), "founders alone have no majority");
	did
}

/// Carries a change against a stakeholder through: ALICE proposes, founders vote.
pub fn carry(subject: DidId, change: crate::Change) {
	assert_ok!(Did::propose(signed(ALICE), subject, change));
	let motion = Motion::from(change);
	for voter in voters(subject) {
		if Proposals::<Test>::contains_key(subject, motion) {
			vote_on(voter, subject, motion, true);
		}
	}
	let open = Proposals::<Test>::contains_key(subject, motion);
	assert!(!open, "founders alone have no majority");
}

/// What an account has on hold for the histories of DIDs.
pub fn history_hold(account: AccountId) -> Balance {
	Balances::balance_on_hold(&HistoryHold::get(), &account)
}

/// A document with these keys, numbered from 1, for everything that signs.
pub fn document_of(keys: &[&Key]) -> Document {
	let method = |(id, key): (u8, &&Key)| VerificationMethod {
		id,
		key: MethodKey::Verification(key.public()),
		relationships: Relationships::SIGNING,
	};
	let methods: Vec<_> = (1..).zip(keys).map(method).collect();
	Document { methods: methods.try_into().unwrap(), ..Document::of_key(keys[0].public()) }
}

/// A document with one key, controlled by others.
pub fn controlled_document(key: &Key, controllers: &[DidId], threshold: u8) -> Document {
	Document {
		controllers: controllers.to_vec().try_into().unwrap(),
		threshold,
		..document_of(&[key])
	}
}

/// What is signed on this chain for a version of a DID.
pub fn update_message(did: DidId, version: u32, act: DidAct) -> Vec<u8> {
	signing_bytes(Purpose::DidUpdate, &genesis(), version.into(), &DidUpdate { did, act })
}

/// The number of the latest version.
pub fn version(did: DidId) -> u32 {
	Records::<Test>::get(did).unwrap().version
}

/// The signatures of new keys for the next version.
pub fn proofs(did: DidId, document: &Document, keys: &[&Key]) -> Proofs {
	let message = update_message(did, version(did) + 1, DidAct::Prove(document.digest()));
	keys.iter().map(|key| key.sign(&message)).collect::<Vec<_>>().try_into().unwrap()
}

/// The approvals of controllers for the next version.
pub fn approvals(did: DidId, act: DidAct, controllers: &[(DidId, &Key)]) -> Approvals {
	let message = update_message(did, version(did) + 1, act);
	let approval = |(controller, key): &(DidId, &Key)| (*controller, key.sign(&message));
	controllers.iter().map(approval).collect::<Vec<_>>().try_into().unwrap()
}

/// Puts a document without controllers' help in force; `new` are the keys that it brings. Founders that become controllers agree.
pub fn put_document(
	account: AccountId,
	did: DidId,
	document: Document,
	new: &[&Key],
) -> DispatchResult {
	let proofs = proofs(did, &document, new);
	let before = version(did);
	let keys = [ALICE, BOB, CHARLIE, EVE].map(|who| (founder(who), founder_key(who)));
	let is_named = |entry: &&(DidId, Key)| document.controllers.contains(&entry.0);
	let asked: Vec<_> = keys.iter().filter(is_named).map(|(did, key)| (*did, key)).collect();
	let approvals = approvals(did, DidAct::Update(document.digest()), &asked);
	Did::update_document(signed(account), did, document, before, approvals, proofs)
}

/// Registers a device.
pub fn add_device(owner: AccountId, key: &Key, metadata: Hash) -> DidId {
	let signature = key.sign_consent(DidOf::<Test>::get(owner).unwrap(), metadata);
	assert_ok!(Did::register_device(signed(owner), key.public(), signature, metadata));
	key.did()
}
