//! A runtime with the pallet in it, and a directory in the place of `pallet-did`.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, VerificationKey},
	fingerprint::{Algorithm, Fingerprint},
	payload::{signing_bytes, Purpose, SubmissionBody},
	roles::{Role, Roles},
	text::{Category, MediaType, Region},
	traits::{Identities, Subject},
	DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, Mutate},
		ConstU32, ConstU64, EnsureOrigin, LinearStoragePrice, OriginTrait,
	},
};
use frame_system::EnsureRoot;
use sp_core::{ed25519, Pair as _};
use sp_runtime::BuildStorage;

use crate::{
	self as pallet_data_registry, BenchmarkHelper, Confidentiality, DataSetDetails, DataSets,
	HoldReason, NextCertificateId, NextDataSetId, NextSequence, NextSubmissionId, Reason,
	RegistryParameters, Verdict,
};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		DataRegistry: pallet_data_registry,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
}

parameter_types! {
	pub const DataSetReason: RuntimeHoldReason = RuntimeHoldReason::DataRegistry(HoldReason::DataSet);
	pub const SubmissionReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(HoldReason::Submission);
	pub const CertificateReason: RuntimeHoldReason =
		RuntimeHoldReason::DataRegistry(HoldReason::Certificate);
}

/// What a ticket costs: 10, and 1 per byte.
pub const TICKET_BASE: u64 = 10;

type Ticket<HeldFor> = HoldConsideration<
	u64,
	Balances,
	HeldFor,
	LinearStoragePrice<ConstU64<TICKET_BASE>, ConstU64<1>, u64>,
>;

impl pallet_data_registry::Config for Test {
	type Time = Timestamp;
	type Identities = Directory;
	type SubjectOrigin = EnsureActive;
	type AdminOrigin = EnsureRoot<u64>;
	type DataSetConsideration = Ticket<DataSetReason>;
	type SubmissionConsideration = Ticket<SubmissionReason>;
	type CertificateConsideration = Ticket<CertificateReason>;
	type MaxAttestations = ConstU32<7>;
	type MaxLot = ConstU32<4>;
	type WeightInfo = ();
	type BenchmarkHelper = Directory;
}

/// Owns the data sets of the tests, and [`DEVICE`].
pub const SUPPLIER: u64 = 1;
/// Another supplier, who owns [`OTHER_DEVICE`].
pub const OTHER_SUPPLIER: u64 = 2;
/// A supplier who cannot pay for a ticket.
pub const POOR_SUPPLIER: u64 = 3;
/// Four validators.
pub const VALIDATORS: [u64; 4] = [10, 11, 12, 13];
/// A regulator.
pub const REGULATOR: u64 = 20;
/// Another regulator.
pub const OTHER_REGULATOR: u64 = 21;
/// A regulator who cannot pay for a ticket.
pub const POOR_REGULATOR: u64 = 22;
/// Supplier, validator and regulator at once.
pub const EVERYTHING: u64 = 30;
/// Validator and regulator at once.
pub const JUDGE: u64 = 31;
/// Has money and no identity.
pub const STRANGER: u64 = 40;

/// The supplier's device.
pub const DEVICE: u64 = 101;
/// Another one of his.
pub const SECOND_DEVICE: u64 = 102;
/// The other supplier's device.
pub const OTHER_DEVICE: u64 = 103;
/// The device of the one with all roles.
pub const DEVICE_OF_EVERYTHING: u64 = 104;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 1_000_000;
/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// How far a device's clock may be ahead.
pub const TOLERANCE: Moment = 1_000;
/// The genesis hash of the mock: what `frame_system` writes into a genesis without a client.
pub const GENESIS: Hash = [69; 32];

/// The key pair of a stakeholder (by account) or of a device.
fn pair(who: u64) -> ed25519::Pair {
	let mut seed = [0; 32];
	seed[..8].copy_from_slice(&who.to_le_bytes());
	ed25519::Pair::from_seed(&seed)
}

/// The identity of a stakeholder (by account) or of a device.
pub fn did(who: u64) -> DidId {
	DidId::of_key(&VerificationKey::Ed25519(pair(who).public().0))
}

/// What the directory knows about somebody.
#[derive(Clone, Encode, Decode)]
struct Entry {
	who: u64,
	status: DidStatus,
	roles: Roles,
	owner: Option<DidId>,
}

/// Who is who. Kept in the state, so that a test which must change nothing would show a change.
pub struct Directory;

impl Directory {
	fn key(did: &DidId) -> Vec<u8> {
		(b"directory", did).encode()
	}

	fn entry(did: &DidId) -> Option<Entry> {
		unhashed::get(&Self::key(did))
	}

	fn put(entry: Entry) {
		unhashed::put(&Self::key(&did(entry.who)), &entry);
	}

	/// Makes an active stakeholder.
	pub fn enrol(who: u64, roles: Roles) {
		Self::put(Entry { who, status: DidStatus::Active, roles, owner: None });
	}

	/// Makes an active device.
	pub fn equip(device: u64, owner: u64) {
		Self::put(Entry {
			who: device,
			status: DidStatus::Active,
			roles: Roles::EMPTY,
			owner: Some(did(owner)),
		});
	}

	/// Changes the status of a stakeholder or of a device.
	pub fn set_status(who: u64, status: DidStatus) {
		let entry = Self::entry(&did(who)).unwrap();
		Self::put(Entry { status, ..entry });
	}
}

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		Self::entry(did).map(|entry| entry.status)
	}

	fn has_role(did: &DidId, role: Role) -> bool {
		Self::entry(did)
			.is_some_and(|entry| entry.status == DidStatus::Active && entry.roles.contains(role))
	}

	fn owner_of(device: &DidId) -> Option<DidId> {
		Self::entry(device)?.owner
	}

	fn verify(did: &DidId, message: &[u8], signature: &KeySignature) -> bool {
		match (Self::entry(did), signature) {
			(Some(entry), KeySignature::Ed25519(signature)) => {
				Self::is_active(did)
					&& ed25519::Pair::verify(
						&ed25519::Signature::from_raw(*signature),
						message,
						&pair(entry.who).public(),
					)
			},
			_ => false,
		}
	}
}

/// The signed account of an active stakeholder.
pub struct EnsureActive;

impl EnsureOrigin<RuntimeOrigin> for EnsureActive {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		match origin.as_signer().copied() {
			Some(account) if Directory::is_active(&did(account)) => {
				Ok(Subject { did: did(account), account })
			},
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(SUPPLIER))
	}
}

impl BenchmarkHelper<u64> for Directory {
	fn stakeholder(role: Role, seed: u32) -> Subject<u64> {
		let account = 10_000 + u64::from(seed) * 256 + u64::from(Roles::from(role).bits());
		Self::enrol(account, Roles::from(role));
		assert_ok!(<Balances as Mutate<u64>>::mint_into(&account, WEALTH));
		Subject { did: did(account), account }
	}

	fn device(owner: &DidId) -> DidId {
		let owner = Self::entry(owner).unwrap().who;
		let device = owner + 1_000_000;
		Self::equip(device, owner);
		did(device)
	}

	fn sign(device: &DidId, message: &[u8]) -> KeySignature {
		let device = Self::entry(device).unwrap().who;
		KeySignature::Ed25519(pair(device).sign(message).0)
	}
}

/// Builds the state that a test begins with.
pub struct ExtBuilder {
	parameters: RegistryParameters,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self {
			parameters: RegistryParameters { validations_required: 2, clock_tolerance: TOLERANCE },
		}
	}
}

impl ExtBuilder {
	/// How many equal verdicts decide.
	pub fn validations_required(mut self, required: u32) -> Self {
		self.parameters.validations_required = required;
		self
	}

	/// How far a device's clock may be ahead.
	pub fn clock_tolerance(mut self, tolerance: Moment) -> Self {
		self.parameters.clock_tolerance = tolerance;
		self
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let rich =
			[SUPPLIER, OTHER_SUPPLIER, REGULATOR, OTHER_REGULATOR, EVERYTHING, JUDGE, STRANGER];
		let mut balances: Vec<_> =
			rich.into_iter().chain(VALIDATORS).map(|who| (who, WEALTH)).collect();
		balances.extend([(POOR_SUPPLIER, 20), (POOR_REGULATOR, 20)]);

		let storage = RuntimeGenesisConfig {
			balances: BalancesConfig { balances, ..Default::default() },
			data_registry: DataRegistryConfig { parameters: self.parameters, ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.unwrap();

		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(NOW);
			for supplier in [SUPPLIER, OTHER_SUPPLIER, POOR_SUPPLIER] {
				Directory::enrol(supplier, Role::Supplier.into());
			}
			for validator in VALIDATORS {
				Directory::enrol(validator, Role::Validator.into());
			}
			for regulator in [REGULATOR, OTHER_REGULATOR, POOR_REGULATOR] {
				Directory::enrol(regulator, Role::Regulator.into());
			}
			Directory::enrol(EVERYTHING, Roles::ALL);
			Directory::enrol(JUDGE, Role::Validator | Role::Regulator);
			Directory::equip(DEVICE, SUPPLIER);
			Directory::equip(SECOND_DEVICE, SUPPLIER);
			Directory::equip(OTHER_DEVICE, OTHER_SUPPLIER);
			Directory::equip(DEVICE_OF_EVERYTHING, EVERYTHING);
		});
		ext
	}

	/// Runs a test, then checks every invariant.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			DataRegistry::do_try_state().unwrap();
		});
	}
}

/// Sets the chain's clock.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// A signed origin.
pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// What the suppliers of the tests register.
pub fn details() -> DataSetDetails {
	DataSetDetails {
		schema: [1; 32],
		media_type: MediaType::new("application/json").unwrap(),
		category: Category::new("water/flow").unwrap(),
		region: Region::new("u4pruyd").unwrap(),
		confidentiality: Confidentiality::Restricted,
		licence: [2; 32],
	}
}

/// Registers a data set of this supplier.
pub fn register_by(supplier: u64) -> DataSetId {
	assert_ok!(DataRegistry::register_data_set(signed(supplier), details()));
	NextDataSetId::<Test>::get() - 1
}

/// Registers a data set of the supplier.
pub fn register() -> DataSetId {
	register_by(SUPPLIER)
}

/// A batch of ten readings of the last minute: the first one that [`submit`] submits to a data set.
pub fn body(data_set: DataSetId) -> SubmissionBody {
	numbered(data_set, 0)
}

/// The batch that [`submit`] submits next to this data set: it has none with this root yet.
pub fn next_body(data_set: DataSetId) -> SubmissionBody {
	numbered(data_set, DataSets::<Test>::get(data_set).map_or(0, |set| set.submissions))
}

/// A batch of ten readings of the last minute, other readings for every number.
fn numbered(data_set: DataSetId, number: u64) -> SubmissionBody {
	let mut root = [9; 32];
	for (byte, counter) in root.iter_mut().zip(number.to_le_bytes()) {
		*byte ^= counter;
	}
	SubmissionBody {
		data_set,
		fingerprint: Fingerprint {
			algorithm: Algorithm::Rfc9162Sha256,
			root,
			leaves: 10,
			bytes: 640,
		},
		from: NOW - 60_000,
		to: NOW,
		corrects: None,
	}
}

/// A device's signature over a batch as the chain asks for it next.
pub fn sign(device: u64, body: &SubmissionBody) -> KeySignature {
	sign_as(device, &GENESIS, NextSequence::<Test>::get(did(device)), body)
}

/// A device's signature over a batch for this chain with this sequence number.
pub fn sign_as(device: u64, genesis: &Hash, sequence: u64, body: &SubmissionBody) -> KeySignature {
	let message = signing_bytes(Purpose::Submission, genesis, sequence, body);
	KeySignature::Ed25519(pair(device).sign(&message).0)
}

/// Submits this batch by the supplier's device.
pub fn submit_body(body: SubmissionBody) -> SubmissionId {
	let signature = sign(DEVICE, &body);
	assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(DEVICE), body, signature));
	NextSubmissionId::<Test>::get() - 1
}

/// Submits a batch to the data set, other readings each time.
pub fn submit(data_set: DataSetId) -> SubmissionId {
	submit_body(next_body(data_set))
}

/// A good verdict.
pub fn valid(quality: u16) -> Verdict {
	Verdict::Valid { quality }
}

/// A bad verdict.
pub fn invalid() -> Verdict {
	Verdict::Invalid { reason: Reason::OutOfRange, leaf: Some(3) }
}

/// Lets the first two validators give this verdict.
pub fn decide(submission: SubmissionId, verdict: Verdict) {
	for validator in &VALIDATORS[..2] {
		assert_ok!(DataRegistry::attest(signed(*validator), submission, verdict));
	}
}

/// A validated submission of the data set.
pub fn validated(data_set: DataSetId) -> SubmissionId {
	let submission = submit(data_set);
	decide(submission, valid(900));
	submission
}

/// A rejected submission of the data set.
pub fn rejected(data_set: DataSetId) -> SubmissionId {
	let submission = submit(data_set);
	decide(submission, invalid());
	submission
}

/// A certificate of the regulator, valid for one second.
pub fn certify(submission: SubmissionId) -> counterfoil_primitives::CertificateId {
	let valid_until = pallet_timestamp::Now::<Test>::get() + 1_000;
	assert_ok!(DataRegistry::certify(signed(REGULATOR), submission, [5; 32], valid_until));
	NextCertificateId::<Test>::get() - 1
}

/// What is held of somebody's money for this reason.
pub fn held(reason: HoldReason, who: u64) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&reason.into(), &who)
}
