//! A runtime with the pallet in it, and a directory in the place of `pallet-did`.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	fingerprint::{Algorithm, Fingerprint},
	payload::{signing_bytes, Purpose, SubmissionBody},
	roles::{Role, Roles},
	text::{Category, MediaType, Region},
	traits::{
		AuditLog, AuditModule, AuditSubject, CertificateSubject, CertificateType, Certificates,
		Decision, Identities, Power, Subject, ValidationTarget,
	},
	CertificateId, DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl,
	pallet_prelude::ValueQuery,
	parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, Mutate},
		ConstU32, ConstU64, EnsureOrigin, LinearStoragePrice, OriginTrait,
	},
	Blake2_128Concat,
};
use frame_system::EnsureRoot;
use sp_core::{ed25519, Pair as _};
use sp_runtime::BuildStorage;

use crate::{
	self as pallet_data_registry, BenchmarkHelper, Confidentiality, DataSetDetails, DataSets,
	HoldReason, NextDataSetId, NextSubmissionId, Parents, ParentsOf, Reason, RegistryParameters,
	Schemas, Submissions,
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
	pub const SchemaReason: RuntimeHoldReason = RuntimeHoldReason::DataRegistry(HoldReason::Schema);
}

/// What a ticket costs: 10, and 1 per byte.
pub const TICKET_BASE: u64 = 10;

type Ticket<HeldFor> = HoldConsideration<
	u64,
	Balances,
	HeldFor,
	LinearStoragePrice<ConstU64<TICKET_BASE>, ConstU64<1>, u64>,
>;

/// The most parents of a data set.
pub const MAX_PARENTS: u32 = 3;

impl pallet_data_registry::Config for Test {
	type Time = Timestamp;
	type Identities = Directory;
	type Certificates = Office;
	type Audit = Recorder;
	type SubjectOrigin = EnsureActive;
	type AdminOrigin = EnsureRoot<u64>;
	type SchemaConsideration = Ticket<SchemaReason>;
	type DataSetConsideration = Ticket<DataSetReason>;
	type SubmissionConsideration = Ticket<SubmissionReason>;
	type MaxParents = ConstU32<MAX_PARENTS>;
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
/// A validator.
pub const VALIDATOR: u64 = 10;
/// A regulator.
pub const REGULATOR: u64 = 20;
/// A service provider, who pays for what devices send.
pub const SPONSOR: u64 = 21;
/// Has money and no identity.
pub const STRANGER: u64 = 40;

/// The supplier's device.
pub const DEVICE: u64 = 101;
/// Another one of his.
pub const SECOND_DEVICE: u64 = 102;
/// The other supplier's device.
pub const OTHER_DEVICE: u64 = 103;
/// Who signs as this number plus a device has the device's call carried out, at the cost of [`SPONSOR`].
const SPONSORED: u64 = 5_000;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 1_000_000;
/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// How far a device's clock may be ahead.
pub const TOLERANCE: Moment = 1_000;
/// How long a batch may be.
pub const MAX_SPAN: Moment = 100_000;
/// How old its first record may be.
pub const MAX_AGE: Moment = 200_000;
/// The schema that the tests' data sets follow, first version.
pub const SCHEMA: Hash = [1; 32];
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

	// The registry asks for signatures as they are now, and for nobody's controllers.

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

#[frame_support::storage_alias]
type Certified = StorageMap<Doubles, Blake2_128Concat, CertificateSubject, (CertificateId, Moment)>;

#[frame_support::storage_alias]
type NextCertificate = StorageValue<Doubles, CertificateId, ValueQuery>;

/// In the place of the certification pallet: what it certified until when.
pub struct Office;

impl Office {
	/// Certifies, the given moment included. Returns the number of the certificate.
	pub fn certify(subject: CertificateSubject, until: Moment) -> CertificateId {
		let id = NextCertificate::mutate(|next| core::mem::replace(next, *next + 1));
		Certified::insert(subject, (id, until));
		id
	}

	/// Revokes.
	pub fn revoke(subject: CertificateSubject) {
		Certified::remove(subject);
	}
}

impl Certificates for Office {
	fn certificate_of(subject: &CertificateSubject, now: Moment) -> Option<CertificateId> {
		Certified::get(subject).filter(|(_, until)| now <= *until).map(|(id, _)| id)
	}

	fn subject_of(_: CertificateId, _: Moment) -> Option<CertificateSubject> {
		None
	}
	fn holds(_: &CertificateSubject, _: &CertificateType, _: Moment) -> bool {
		false
	}

	fn is_accredited(_: &DidId, _: Power, _: &Category, _: Moment) -> bool {
		false
	}
}

/// An entry of a history: the actor, the subjects, the index of the event.
pub type Line = (Option<DidId>, Vec<AuditSubject>, u8);

#[frame_support::storage_alias]
type Lines = StorageValue<Doubles, Vec<Line>, ValueQuery>;

/// In the place of the audit pallet.
pub struct Recorder;

impl AuditLog for Recorder {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::DataRegistry);
		Lines::append((actor, subjects.to_vec(), event[0]));
	}
}

/// What was recorded since the last time.
pub fn recorded() -> Vec<Line> {
	Lines::take()
}

/// The signed account of an active stakeholder, or the sponsored call of an active device.
pub struct EnsureActive;

impl EnsureOrigin<RuntimeOrigin> for EnsureActive {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		match origin.as_signer().copied() {
			Some(account @ SPONSORED..=5_999)
				if Directory::is_active(&did(account - SPONSORED)) =>
			{
				Ok(Subject { did: did(account - SPONSORED), account: SPONSOR })
			},
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
	schemas: bool,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { parameters: parameters(), schemas: true }
	}
}

impl ExtBuilder {
	/// The parameters at genesis.
	pub fn parameters(self, parameters: RegistryParameters) -> Self {
		Self { parameters, ..self }
	}

	/// Whether the supplier registered [`SCHEMA`].
	pub fn schemas(self, schemas: bool) -> Self {
		Self { schemas, ..self }
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let rich = [SUPPLIER, OTHER_SUPPLIER, VALIDATOR, REGULATOR, SPONSOR, STRANGER];
		let mut balances: Vec<_> = rich.into_iter().map(|who| (who, WEALTH)).collect();
		balances.push((POOR_SUPPLIER, 20));

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
			Directory::enrol(VALIDATOR, Role::Validator.into());
			Directory::enrol(REGULATOR, Role::Regulator.into());
			Directory::enrol(SPONSOR, Role::ServiceProvider.into());
			Directory::equip(DEVICE, SUPPLIER);
			Directory::equip(SECOND_DEVICE, SUPPLIER);
			Directory::equip(OTHER_DEVICE, OTHER_SUPPLIER);
			if self.schemas {
				assert_ok!(register_schema(SUPPLIER, SCHEMA, None));
				recorded();
			}
		});
		ext
	}

	/// Runs a test, then checks every invariant, that no money appeared or vanished, and that on hold is what the records cost.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			let issued = Balances::total_issuance();
			test();
			DataRegistry::do_try_state().unwrap();
			assert_eq!(Balances::total_issuance(), issued);
			check_tickets();
		});
	}
}

/// What everybody has on hold is what the records cost that he pays for.
pub fn check_tickets() {
	for who in [SUPPLIER, OTHER_SUPPLIER, POOR_SUPPLIER, VALIDATOR, REGULATOR, SPONSOR, STRANGER] {
		let mut schemas = 0;
		for _ in Schemas::<Test>::iter_values().filter(|schema| schema.payer == who) {
			schemas += TICKET_BASE + DataRegistry::schema_footprint().size;
		}
		assert_eq!(held(HoldReason::Schema, who), schemas);
		let mut sets = 0;
		for (id, _) in DataSets::<Test>::iter().filter(|(_, set)| set.payer == who) {
			sets += TICKET_BASE + DataRegistry::data_set_footprint(&Parents::<Test>::get(id)).size;
		}
		assert_eq!(held(HoldReason::DataSet, who), sets);
		let mut submissions = 0;
		for _ in Submissions::<Test>::iter_values().filter(|submission| submission.payer == who) {
			submissions += TICKET_BASE + DataRegistry::submission_footprint().size;
		}
		assert_eq!(held(HoldReason::Submission, who), submissions);
	}
}

/// The parameters that tests begin with.
pub fn parameters() -> RegistryParameters {
	RegistryParameters { clock_tolerance: TOLERANCE, max_span: MAX_SPAN, max_age: MAX_AGE }
}

/// Sets the chain's clock.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// A signed origin.
pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The origin of a device whose call the sponsor pays for.
pub fn sponsored(device: u64) -> RuntimeOrigin {
	signed(SPONSORED + device)
}

/// Registers a schema with this hash by this stakeholder.
pub fn register_schema(
	author: u64,
	hash: Hash,
	previous: Option<Hash>,
) -> sp_runtime::DispatchResult {
	DataRegistry::register_schema(signed(author), hash, schema_type(), previous)
}

/// The media type of the schemas of the tests.
pub fn schema_type() -> MediaType {
	MediaType::new("application/schema+json").unwrap()
}

/// What the suppliers of the tests register.
pub fn details() -> DataSetDetails {
	DataSetDetails {
		schema: SCHEMA,
		media_type: MediaType::new("application/json").unwrap(),
		category: Category::new("water/flow").unwrap(),
		region: Region::new("u4pruyd").unwrap(),
		confidentiality: Confidentiality::Restricted,
		licence: [2; 32],
	}
}

/// A list of parents.
pub fn parents(ids: &[DataSetId]) -> ParentsOf<Test> {
	ids.to_vec().try_into().unwrap()
}

/// Registers a data set of this supplier, derived from these.
pub fn derive_by(supplier: u64, from: &[DataSetId]) -> DataSetId {
	assert_ok!(DataRegistry::register_data_set(signed(supplier), details(), parents(from)));
	NextDataSetId::<Test>::get() - 1
}

/// Registers a data set of this supplier.
pub fn register_by(supplier: u64) -> DataSetId {
	derive_by(supplier, &[])
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
pub fn numbered(data_set: DataSetId, number: u64) -> SubmissionBody {
	let mut root = [9; 32];
	for (byte, counter) in root.iter_mut().zip(number.to_le_bytes()) {
		*byte ^= counter;
	}
	SubmissionBody {
		data_set,
		schema: SCHEMA,
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

/// The next sequence number of a device.
pub fn next(device: u64) -> u64 {
	DataRegistry::next_sequence(did(device))
}

/// A device's signature over a batch with this sequence number.
pub fn sign(device: u64, sequence: u64, body: &SubmissionBody) -> KeySignature {
	sign_for(device, &GENESIS, sequence, body)
}

/// A device's signature over a batch for this chain with this sequence number.
pub fn sign_for(device: u64, genesis: &Hash, sequence: u64, body: &SubmissionBody) -> KeySignature {
	let message = signing_bytes(Purpose::Submission, genesis, sequence, body);
	KeySignature::Ed25519(pair(device).sign(&message).0)
}

/// Submits a batch of the supplier by this device with this sequence number, signed as it should be.
pub fn submit_with(
	device: u64,
	sequence: u64,
	body: SubmissionBody,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let signature = sign(device, sequence, &body);
	DataRegistry::submit(signed(SUPPLIER), did(device), sequence, body, signature)
}

/// Submits a batch by the supplier's device with its next number.
pub fn try_submit(body: SubmissionBody) -> frame_support::dispatch::DispatchResultWithPostInfo {
	submit_with(DEVICE, next(DEVICE), body)
}

/// Submits this batch by the supplier's device.
pub fn submit_body(body: SubmissionBody) -> SubmissionId {
	assert_ok!(try_submit(body));
	NextSubmissionId::<Test>::get() - 1
}

/// Submits a batch to the data set, other readings each time.
pub fn submit(data_set: DataSetId) -> SubmissionId {
	submit_body(next_body(data_set))
}

/// Submits a batch to the data set that is to stand in the place of this submission.
pub fn correct(data_set: DataSetId, corrects: SubmissionId) -> SubmissionId {
	submit_body(SubmissionBody { corrects: Some(corrects), ..next_body(data_set) })
}

/// A good decision.
pub fn valid(quality: u16) -> Decision {
	Decision::Valid { quality }
}

/// A bad decision.
pub fn invalid() -> Decision {
	Decision::Invalid { reason: Reason::OutOfRange, leaf: Some(3) }
}

/// Opens a round for the submission and ends it with this decision.
pub fn decide(submission: SubmissionId, decision: Decision) {
	assert_ok!(DataRegistry::begin_validation(submission));
	assert_ok!(<DataRegistry as ValidationTarget>::decide(submission, decision));
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

/// What is held of somebody's money for this reason.
pub fn held(reason: HoldReason, who: u64) -> u64 {
	use frame_support::traits::fungible::InspectHold;
	Balances::balance_on_hold(&reason.into(), &who)
}
