//! A runtime for tests, with doubles of the other pallets.
//!
//! The doubles keep what they know in storage, so that a call that fails rolls them back as it would the real pallets.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	enrolment::{
		batch_of, tree_of, AttestationRootId, Batch, DeviceActivation, EnrolmentAttestation, Link,
	},
	fingerprint::Tree,
	payload::{signing_bytes, Purpose},
	roles::Role,
	traits::{
		AuditLog, AuditModule, AuditSubject, DeviceRecords, Identities, KeyVerifier, Subject,
	},
	EnrolmentId, Hash, Moment,
};
use frame_support::{
	assert_ok, derive_impl,
	pallet_prelude::ValueQuery,
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU32, ConstU64, EnsureOrigin, Footprint, LinearStoragePrice, OnPoll,
	},
	weights::WeightMeter,
	Twox64Concat,
};
use sp_core::{ed25519, Pair};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::Convert, BuildStorage, DispatchError};

use crate as pallet_devices;
use crate::{types::*, *};

pub type Balance = u64;
pub type AccountId = u64;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test
	{
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Devices: pallet_devices,
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
	type ExistentialDeposit = ConstU64<10>;
	type AccountStore = System;
}

/// The clock when a test begins.
pub const NOW: Moment = 1_700_000_000_000;
pub const MAX_DEPTH: u32 = 4;
pub const MAX_OFFER_PERIOD: Moment = 100_000;

parameter_types! {
	pub const EntryHold: RuntimeHoldReason = RuntimeHoldReason::Devices(HoldReason::Entry);
	pub const TicketBase: Balance = 100;
	pub const TicketPerByte: Balance = 1;
}

type TicketPrice = LinearStoragePrice<TicketBase, TicketPerByte, Balance>;

impl pallet_devices::Config for Test {
	type Time = Timestamp;
	type SubjectOrigin = EnsureParty;
	type AdminOrigin = frame_system::EnsureRoot<AccountId>;
	type Identities = Directory;
	type Devices = Directory;
	type Keys = Keys;
	type Consideration = HoldConsideration<AccountId, Balances, EntryHold, TicketPrice>;
	type Audit = Histories;
	type MaxDepth = ConstU32<MAX_DEPTH>;
	type MaxOfferPeriod = ConstU64<MAX_OFFER_PERIOD>;
	type WeightInfo = ();
	type BenchmarkHelper = Helper;
}

// ---- Who is who ----

/// What the double of the identity pallet keeps of a DID.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Record {
	pub status: DidStatus,
	/// Of a device.
	pub owner: Option<DidId>,
	pub metadata: Hash,
	/// Who paid for the record of a device.
	pub payer: AccountId,
}

#[frame_support::storage_alias]
type Records = StorageMap<TestDoubles, Twox64Concat, DidId, Record>;

/// For whom an account acts that is not the stakeholder's own: a sponsor.
#[frame_support::storage_alias]
type ActsFor = StorageMap<TestDoubles, Twox64Concat, AccountId, DidId>;

/// How often the document of a device was changed.
#[frame_support::storage_alias]
type Versions = StorageMap<TestDoubles, Twox64Concat, DidId, u32, ValueQuery>;

/// Gives a device another document.
pub fn change_document(device: DidId) {
	Versions::mutate(device, |version| *version += 1);
}

/// The stakeholder of an account.
pub fn did(account: AccountId) -> DidId {
	let mut id = [0xd1; 32];
	id[..8].copy_from_slice(&account.to_le_bytes());
	DidId(id)
}

pub fn record(did: DidId) -> Option<Record> {
	Records::get(did)
}

pub fn set_status(did: DidId, status: DidStatus) {
	let known = Records::get(did).expect("registered");
	Records::insert(did, Record { status, ..known });
}

/// From now on calls of this account are made on behalf of that DID.
pub fn sponsor(account: AccountId, did: DidId) {
	ActsFor::insert(account, did);
}

/// A device of this stakeholder that came from no batch; another one for every number. Registered now if it was not before;
/// the first few are, so that a call that must change nothing can name them.
pub fn device(owner: AccountId, n: u64) -> DidId {
	let mut id = [0xde; 32];
	// As random as the hash that it stands for, so that the order of keys is not that of the numbers.
	id[..16].copy_from_slice(&sp_io::hashing::blake2_128(&(owner, n).encode()));
	let device = DidId(id);
	if !Records::contains_key(device) {
		let (status, payer) = (DidStatus::Active, owner);
		let owner = Some(did(owner));
		Records::insert(device, Record { status, owner, metadata: [0; 32], payer });
	}
	device
}

pub struct Directory;

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		Records::get(did).map(|record| record.status)
	}

	fn has_role(_: &DidId, _: Role) -> bool {
		false
	}

	fn owner_of(device: &DidId) -> Option<DidId> {
		Records::get(device)?.owner
	}

	fn verify(_: &DidId, _: &[u8], _: &KeySignature) -> bool {
		false
	}

	fn verify_for(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature) -> bool {
		false
	}

	fn verify_at(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature, _: Moment) -> bool {
		false
	}

	fn controllers(_: &DidId) -> Vec<DidId> {
		Vec::new()
	}
}

impl DeviceRecords<AccountId> for Directory {
	type Error = DispatchError;

	fn create(
		owner: &DidId,
		payer: &AccountId,
		key: VerificationKey,
		metadata: Hash,
	) -> Result<DidId, DispatchError> {
		let did = DidId::of_key(&key);
		if Records::contains_key(did) || !Self::is_active(owner) {
			return Err(DispatchError::Unavailable);
		}
		let (status, owner, payer) = (DidStatus::Active, Some(*owner), *payer);
		Records::insert(did, Record { status, owner, metadata, payer });
		Ok(did)
	}

	fn transfer(device: &DidId, to: &Subject<AccountId>) -> Result<(), DispatchError> {
		let record = Records::get(device).ok_or(DispatchError::CannotLookup)?;
		Records::insert(device, Record { owner: Some(to.did), payer: to.account, ..record });
		Ok(())
	}

	fn set_metadata(device: &DidId, metadata: Hash) -> Result<(), DispatchError> {
		let record = Records::get(device).ok_or(DispatchError::CannotLookup)?;
		Records::insert(device, Record { metadata, ..record });
		Ok(())
	}

	fn revoke(device: &DidId) -> Result<(), DispatchError> {
		let record = Records::get(device).ok_or(DispatchError::CannotLookup)?;
		Records::insert(device, Record { status: DidStatus::Revoked, ..record });
		Ok(())
	}

	fn version(device: &DidId) -> Option<u32> {
		Records::contains_key(device).then(|| Versions::get(device))
	}
}

/// Lets every registered subject pass but a pending one; a sponsor for whom he acts.
pub struct EnsureParty;

impl EnsureOrigin<RuntimeOrigin> for EnsureParty {
	type Success = Subject<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		let Ok(account) = frame_system::ensure_signed(origin.clone()) else { return Err(origin) };
		let did = ActsFor::get(account).unwrap_or_else(|| did(account));
		match Directory::status(&did) {
			Some(DidStatus::Pending) | None => Err(origin),
			Some(_) => Ok(Subject { did, account }),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(OWNER))
	}
}

pub struct Keys;

impl KeyVerifier for Keys {
	fn is_signed_by(key: &VerificationKey, message: &[u8], signature: &KeySignature) -> bool {
		match (key, signature) {
			(VerificationKey::Ed25519(key), KeySignature::Ed25519(signature)) => {
				sp_io::crypto::ed25519_verify(
					&ed25519::Signature::from_raw(*signature),
					message,
					&ed25519::Public::from_raw(*key),
				)
			},
			_ => false,
		}
	}
}

// ---- Histories ----

/// An entry: who acted, whose history, the event.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Entry {
	pub actor: Option<DidId>,
	pub subjects: Vec<DidId>,
	pub event: Vec<u8>,
}

#[frame_support::storage_alias]
type Entries = StorageValue<TestDoubles, Vec<Entry>, ValueQuery>;

pub struct Histories;

impl AuditLog for Histories {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::Devices);
		let subjects = subjects
			.iter()
			.map(|subject| match subject {
				AuditSubject::Did(did) => *did,
				other => panic!("{other:?} is no business of this pallet"),
			})
			.collect();
		Entries::append(Entry { actor, subjects, event: event.to_vec() });
	}
}

pub fn entries() -> Vec<Entry> {
	Entries::get()
}

// ---- Keys and batches ----

/// A key of a device or of a manufacturer.
pub struct Key(ed25519::Pair);

impl Key {
	pub fn new(n: u64) -> Self {
		let mut seed = [0x5e; 32];
		seed[..8].copy_from_slice(&n.to_le_bytes());
		Self(ed25519::Pair::from_seed(&seed))
	}

	pub fn public(&self) -> VerificationKey {
		VerificationKey::Ed25519(self.0.public().0)
	}

	pub fn did(&self) -> DidId {
		DidId::of_key(&self.public())
	}

	pub fn sign(&self, message: &[u8]) -> KeySignature {
		KeySignature::Ed25519(self.0.sign(message).0)
	}

	/// What a device signs to become live.
	pub fn consent(&self, enrolment: EnrolmentId, index: u32, owner: DidId) -> KeySignature {
		self.sign(&activation(&genesis(), enrolment, index, owner))
	}

	/// What a manufacturer signs to vouch for a batch.
	pub fn attest(&self, root: AttestationRootId, enroller: DidId, batch: Batch) -> KeySignature {
		let body = EnrolmentAttestation { root, enroller, batch, metadata: METADATA };
		self.sign(&signing_bytes(Purpose::EnrolmentAttestation, &genesis(), 0, &body))
	}
}

pub fn genesis() -> Hash {
	pallet_support::genesis_hash::<Test>()
}

pub fn activation(genesis: &Hash, enrolment: EnrolmentId, index: u32, owner: DidId) -> Vec<u8> {
	let body = DeviceActivation { enrolment, owner };
	signing_bytes(Purpose::DeviceActivation, genesis, index.into(), &body)
}

pub const METADATA: Hash = [0x3d; 32];

pub fn link() -> Link {
	Link::new("https://example.org/td/meter.jsonld").expect("a link")
}

/// So many devices, with their keys, before they are enrolled.
pub struct Lot {
	pub first: u64,
	pub tree: Tree,
	pub batch: Batch,
}

impl Lot {
	pub fn new(devices: u64) -> Self {
		Self::from(1_000_000, devices)
	}

	/// The devices with these numbers.
	pub fn from(first: u64, devices: u64) -> Self {
		let tree = tree_of((first..first + devices).map(|n| Key::new(n).public()));
		Self { first, batch: batch_of(&tree).expect("some devices"), tree }
	}

	pub fn key(&self, index: u32) -> Key {
		Key::new(self.first + u64::from(index))
	}

	pub fn path(&self, index: u32) -> Vec<Hash> {
		self.tree.proof(index.into()).expect("such a device")
	}

	/// Enrols it without an attestation.
	pub fn enrol(&self, owner: AccountId) -> EnrolmentId {
		let id = NextEnrolment::<Test>::get();
		assert_ok!(Devices::enrol(signed(owner), self.batch, METADATA, Some(link()), None));
		id
	}

	/// Enrols it under a root, whose key is given.
	pub fn enrol_under(&self, owner: AccountId, root: AttestationRootId, key: &Key) -> EnrolmentId {
		let id = NextEnrolment::<Test>::get();
		let signature = key.attest(root, did(owner), self.batch);
		assert_ok!(Devices::enrol(
			signed(owner),
			self.batch,
			METADATA,
			None,
			Some(Attestation { root, signature })
		));
		id
	}

	/// Makes a device live, at the expense of [`PAYER`].
	pub fn activate(&self, enrolment: EnrolmentId, index: u32) -> DidId {
		assert_ok!(self.try_activate(enrolment, index));
		self.key(index).did()
	}

	pub fn try_activate(
		&self,
		enrolment: EnrolmentId,
		index: u32,
	) -> frame_support::dispatch::DispatchResult {
		let owner = Enrolments::<Test>::get(enrolment).map_or(did(OWNER), |known| known.owner);
		let key = self.key(index);
		Devices::activate(
			signed(PAYER),
			enrolment,
			index,
			key.public(),
			bounded(self.path(index)),
			key.consent(enrolment, index, owner),
		)
	}
}

pub type Path = frame_support::BoundedVec<Hash, ConstU32<32>>;

pub fn bounded(path: Vec<Hash>) -> Path {
	path.try_into().expect("short enough")
}

/// The key of the manufacturer.
pub fn root_key() -> Key {
	Key::new(77)
}

/// A root of the manufacturer that is admitted.
pub fn admitted_root() -> AttestationRootId {
	let id = NextRoot::<Test>::get();
	assert_ok!(Devices::propose_root(signed(MAKER), root_key().public(), NOW + 50_000, [0x90; 32]));
	assert_ok!(Devices::admit_root(RuntimeOrigin::root(), id));
	id
}

// ---- Tests ----

pub const OWNER: AccountId = 1;
pub const OTHER: AccountId = 2;
/// Makes devices.
pub const MAKER: AccountId = 3;
/// Has money and no subject.
pub const PAYER: AccountId = 4;
/// Has a subject and no money.
pub const PAUPER: AccountId = 5;

pub const ENDOWMENT: Balance = 1_000_000;

#[derive(Default)]
pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		let mut storage =
			frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
		pallet_balances::GenesisConfig::<Test> {
			balances: [OWNER, OTHER, MAKER, PAYER].map(|account| (account, ENDOWMENT)).to_vec(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.expect("balances");
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		ext.execute_with(|| {
			System::set_block_number(1);
			frame_system::BlockHash::<Test>::insert(0, sp_core::H256([0x6e; 32]));
			set_now(NOW);
			for account in [OWNER, OTHER, MAKER, PAUPER] {
				register(account);
				for n in 0..20 {
					device(account, n);
				}
			}
		});
		ext
	}

	/// Runs a test, then checks what must hold after every one.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			check();
		});
	}
}

pub fn register(account: AccountId) {
	let (status, owner) = (DidStatus::Active, None);
	Records::insert(did(account), Record { status, owner, metadata: [0; 32], payer: account });
}

/// The state is sound, what is on hold is what the entries cost, nothing was minted or burnt, and the histories tell
/// of each event.
pub fn check() {
	Devices::do_try_state().expect("the state is sound");
	for account in OWNER..=PAUPER {
		assert_eq!(held(account), owed(account), "deposits of account {account}");
	}
	let issuance = Balances::total_issuance();
	assert!(issuance.is_multiple_of(ENDOWMENT), "money appeared or vanished");
	assert!(issuance >= 4 * ENDOWMENT, "money vanished");
}

/// What the entries that an account paid for cost.
fn owed(account: AccountId) -> Balance {
	let price = |count: usize, footprint| ticket(footprint) * count as Balance;
	let mine = |deposit: &Deposit<Test>| deposit.payer == account;
	let nodes = Nodes::<Test>::iter_values().filter(|node| mine(&node.deposit)).count();
	let described = Descriptions::<Test>::iter_values().filter(|it| mine(&it.deposit)).count();
	let offers = Offers::<Test>::iter_values().filter(|it| mine(&it.deposit)).count();
	let enrolments = Enrolments::<Test>::iter_values().filter(|it| mine(&it.deposit)).count();
	let members = Members::<Test>::iter_values().filter(|it| mine(&it.deposit)).count();
	let struck = Struck::<Test>::iter_values().filter(mine).count();
	let roots = AttestationRoots::<Test>::iter_values().filter(|it| mine(&it.deposit)).count();
	price(nodes, node_footprint::<Test>())
		+ price(described, description_footprint::<Test>())
		+ price(offers, offer_footprint::<Test>())
		+ price(enrolments, enrolment_footprint::<Test>())
		+ price(members, member_footprint::<Test>())
		+ price(struck, strike_footprint::<Test>())
		+ price(roots, root_footprint::<Test>())
}

/// What a deposit for so much room costs.
pub fn ticket(footprint: Footprint) -> Balance {
	TicketPrice::convert(footprint)
}

pub fn held(account: AccountId) -> Balance {
	Balances::balance_on_hold(&EntryHold::get(), &account)
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// Moves the clock. No block begins.
pub fn set_now(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// Begins a block at this time, with this much room for hooks.
pub fn begin_block(now: Moment, meter: &mut WeightMeter) {
	set_now(now);
	let number = System::block_number() + 1;
	System::set_block_number(number);
	<Devices as OnPoll<_>>::on_poll(number, meter);
}

/// Begins a block at this time, with room for everything.
pub fn run_to(now: Moment) {
	begin_block(now, &mut WeightMeter::new());
}

/// The events of this pallet since the last call.
pub fn events() -> Vec<Event> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Devices(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// Places a device.
pub fn place(device: DidId, place: Place, parent: Option<DidId>) {
	assert_ok!(Devices::place(signed(OWNER), device, place, parent));
}

/// A chain of so many sites of [`OWNER`], from the top to the bottom, made of devices from this number on.
pub fn chain(first: u64, levels: u64) -> Vec<DidId> {
	let mut chain = Vec::new();
	for n in first..first + levels {
		let site = device(OWNER, n);
		place(site, Place::Site, chain.last().copied());
		chain.push(site);
	}
	chain
}

pub fn height(device: DidId) -> u32 {
	Nodes::<Test>::get(device).expect("placed").below.height()
}

/// Offers something to [`OTHER`] for as long as is allowed.
pub fn offer(asset: Asset) -> Moment {
	let deadline = Timestamp::get() + MAX_OFFER_PERIOD;
	assert_ok!(Devices::offer_transfer(signed(OWNER), asset, did(OTHER), deadline));
	deadline
}

pub type Error = crate::Error<Test>;
pub type Event = crate::Event<Test>;

pub struct Helper;

impl crate::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(seed: u32) -> Subject<AccountId> {
		use frame_support::traits::fungible::Mutate;

		let account = 10_000 + AccountId::from(seed);
		if Directory::status(&did(account)).is_none() {
			register(account);
			Balances::mint_into(&account, ENDOWMENT).expect("room for more money");
		}
		Subject { did: did(account), account }
	}

	fn device(owner: &Subject<AccountId>, seed: u32) -> DidId {
		device(owner.account, seed.into())
	}

	fn set_time(now: Moment) {
		set_now(now);
	}
}
