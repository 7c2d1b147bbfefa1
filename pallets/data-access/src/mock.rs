//! A runtime with the pallet in it, real balances and a real clock; a directory in the place of the identities, a shelf of data
//! sets in that of the registry, and a drawer of certificates.

use std::collections::BTreeMap;

use codec::{Decode, Encode};
use counterfoil_primitives::{
	access::{
		AccessBatchBody, AccessDecision, AccessRecord, Action, Basis, FieldClass, FieldName,
		Fields, Grantee, PurposeName, Refusal, Request, Right, Terms,
	},
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	fingerprint::Tree,
	payload::{signing_bytes, Purpose},
	roles::{Role, Roles},
	text::{Category, Region},
	traits::{
		AuditLog, AuditModule, AuditSubject, CertificateSubject, CertificateType, Certificates,
		Confidentiality, DataRegistry, DataSetFacts, Identities, LotError, LotFacts, Power,
		Subject, SubmissionFacts,
	},
	CertificateId, DataSetId, GrantId, Hash, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU64, EnsureOrigin, Hooks, LinearStoragePrice, OriginTrait,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::EnsureRoot;
use sp_core::{ed25519, Pair as _};
use sp_runtime::{BuildStorage, DispatchResult};

use crate::{
	self as pallet_data_access, pallet::*, AccessParameters, BatchBody, BenchmarkHelper, ClassKey,
	Clearance, RecordPath, ShareOfferId, Stance, TermsOf,
};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		DataAccess: pallet_data_access,
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
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::DataAccess(HoldReason::Record);
	/// What the histories were told, since they were last asked for.
	pub static Histories: Vec<(Option<DidId>, Vec<AuditSubject>, Vec<u8>)> = Vec::new();
}

impl pallet_data_access::Config for Test {
	type Time = Timestamp;
	type Identities = Directory;
	type DataRegistry = Shelf;
	type Certificates = Drawer;
	type Audit = Recorder;
	type SubjectOrigin = EnsureActive;
	type AdminOrigin = EnsureRoot<u64>;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU64<10>, ConstU64<1>, u64>,
	>;
	type RuntimeCall = RuntimeCall;
	type WeightInfo = ();
	type BenchmarkHelper = Directory;
}

/// Owns the data sets of the tests.
pub const SUPPLIER: u64 = 1;
/// May become an owner as well.
pub const PARTNER: u64 = 2;
/// Another one.
pub const THIRD: u64 = 3;
/// Gets grants.
pub const READER: u64 = 4;
/// Gets grants by role: a regulator.
pub const CUSTOMS: u64 = 5;
/// A service provider.
pub const OPERATOR: u64 = 6;
/// Has a DID and nothing to do with the data.
pub const STRANGER: u64 = 7;
/// Cannot pay for a ticket.
pub const POOR: u64 = 8;
/// A device of the reader.
pub const DEVICE: u64 = 101;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 1_000_000;
/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// How long decisions wait for approvals.
pub const DECISION_PERIOD: Moment = 5_000;
/// How long batches are kept.
pub const RETENTION: Moment = 60_000;
/// Within which time batches are recorded.
pub const RECORDING_PERIOD: Moment = 20_000;
/// How long the record of a grant is kept after its end.
pub const GRANT_KEPT: Moment = RECORDING_PERIOD + RETENTION;
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

	/// Makes an active stakeholder, or gives it other roles.
	pub fn enrol(who: u64, roles: Roles) {
		Self::put(Entry { who, status: DidStatus::Active, roles, owner: None });
	}

	/// Forgets an applicant that was not let in.
	pub fn forget(who: u64) {
		unhashed::kill(&Self::key(&did(who)));
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

	fn verify_for(did: &DidId, _: Relationship, message: &[u8], signature: &KeySignature) -> bool {
		Self::verify(did, message, signature)
	}

	fn verify_at(
		did: &DidId,
		_: Relationship,
		message: &[u8],
		signature: &KeySignature,
		_: Moment,
	) -> bool {
		Self::verify(did, message, signature)
	}

	fn controllers(_: &DidId) -> Vec<DidId> {
		Vec::new()
	}
}

/// Which data sets there are. Kept in the state.
pub struct Shelf;

impl Shelf {
	fn key(id: DataSetId) -> Vec<u8> {
		(b"shelf", id).encode()
	}

	/// Puts a data set there.
	pub fn put(id: DataSetId, owner: u64, confidentiality: Confidentiality) {
		let facts = DataSetFacts {
			owner: did(owner),
			category: Category::new("water/flow").unwrap(),
			region: Region::new("u4pruyd").unwrap(),
			confidentiality,
			registered: NOW,
		};
		unhashed::put(&Self::key(id), &facts);
	}
}

impl DataRegistry for Shelf {
	fn lot(_: DataSetId, _: &[SubmissionId], _: Moment) -> Result<LotFacts, LotError> {
		Err(LotError::Empty)
	}

	fn has_certificate(
		_: DataSetId,
		_: &[SubmissionId],
		_: &counterfoil_primitives::traits::CertificateNeed,
		_: Moment,
	) -> bool {
		false
	}
	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		unhashed::get(&Self::key(id))
	}

	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
	}
}

/// Who holds which certificates, until when. Kept in the state.
pub struct Drawer;

impl Drawer {
	fn key(subject: &CertificateSubject, kind: &CertificateType) -> Vec<u8> {
		(b"drawer", subject, kind).encode()
	}

	/// Gives somebody a certificate.
	pub fn certify(who: u64, kind: CertificateType, until: Moment) {
		unhashed::put(&Self::key(&CertificateSubject::Did(did(who)), &kind), &until);
	}

	/// Takes it away.
	pub fn revoke(who: u64, kind: CertificateType) {
		unhashed::kill(&Self::key(&CertificateSubject::Did(did(who)), &kind));
	}
}

impl Certificates for Drawer {
	fn certificate_of(_: &CertificateSubject, _: Moment) -> Option<CertificateId> {
		None
	}

	fn subject_of(_: CertificateId, _: Moment) -> Option<CertificateSubject> {
		None
	}
	fn holds(subject: &CertificateSubject, kind: &CertificateType, now: Moment) -> bool {
		unhashed::get::<Moment>(&Self::key(subject, kind)).is_some_and(|until| now <= until)
	}

	fn is_accredited(_: &DidId, _: Power, _: &Category, _: Moment) -> bool {
		false
	}
}

/// Remembers what the histories are told.
pub struct Recorder;

impl AuditLog for Recorder {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::DataAccess);
		Histories::mutate(|told| told.push((actor, subjects.to_vec(), event.to_vec())));
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
	fn stakeholder(roles: Roles, seed: u32) -> Subject<u64> {
		let account = 10_000 + u64::from(seed);
		Self::enrol(account, roles);
		assert_ok!(<Balances as Mutate<u64>>::mint_into(&account, WEALTH));
		Subject { did: did(account), account }
	}

	fn data_set(supplier: &Subject<u64>) -> DataSetId {
		Shelf::put(99, supplier.account, Confidentiality::Restricted);
		99
	}

	fn sign(did: &DidId, message: &[u8]) -> KeySignature {
		KeySignature::Ed25519(pair(Self::entry(did).unwrap().who).sign(message).0)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

/// A restricted data set of the supplier.
pub const SET: DataSetId = 0;
/// A confidential one.
pub const CONFIDENTIAL_SET: DataSetId = 1;
/// A public one.
pub const PUBLIC_SET: DataSetId = 2;
/// One of the third.
pub const OTHER_SET: DataSetId = 3;
/// No data set.
pub const NO_SET: DataSetId = 77;

/// The certificate that clears for confidential data.
pub fn clearing() -> CertificateType {
	CertificateType::new("clearance/confidential").unwrap()
}

/// A certificate that grants are given to holders of.
pub fn calibration() -> CertificateType {
	CertificateType::new("calibration").unwrap()
}

/// The parameters at genesis: everybody is cleared for restricted data, regulators and the holders of a certificate for
/// confidential data, regulators for secret data.
pub fn parameters() -> AccessParameters {
	let roles = |roles| Clearance { roles, certificates: BoundedVec::new() };
	AccessParameters {
		restricted: roles(Roles::ALL),
		confidential: Clearance {
			roles: Role::Regulator.into(),
			certificates: BoundedVec::truncate_from(vec![clearing()]),
		},
		secret: roles(Role::Regulator.into()),
		decision_period: DECISION_PERIOD,
		retention: RETENTION,
		recording_period: RECORDING_PERIOD,
	}
}

/// Builds the state that a test begins with.
pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		let rich = [SUPPLIER, PARTNER, THIRD, READER, CUSTOMS, OPERATOR, STRANGER, DEVICE];
		let mut balances: Vec<_> = rich.into_iter().map(|who| (who, WEALTH)).collect();
		balances.push((POOR, 20));
		let storage = RuntimeGenesisConfig {
			balances: BalancesConfig { balances, ..Default::default() },
			data_access: DataAccessConfig { parameters: parameters(), ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(NOW);
			Histories::take();
			for supplier in [SUPPLIER, PARTNER, THIRD] {
				Directory::enrol(supplier, Role::Supplier.into());
			}
			for demander in [READER, STRANGER, POOR] {
				Directory::enrol(demander, Role::Demander.into());
			}
			Directory::enrol(CUSTOMS, Role::Regulator.into());
			Directory::enrol(OPERATOR, Role::ServiceProvider.into());
			Directory::equip(DEVICE, READER);
			Shelf::put(SET, SUPPLIER, Confidentiality::Restricted);
			Shelf::put(CONFIDENTIAL_SET, SUPPLIER, Confidentiality::Confidential);
			Shelf::put(PUBLIC_SET, SUPPLIER, Confidentiality::Public);
			Shelf::put(OTHER_SET, THIRD, Confidentiality::Restricted);
		});
		ext
	}

	/// Runs a test, then checks every invariant and that no money appeared or vanished.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			let issuance = Balances::total_issuance();
			test();
			assert_consistent();
			assert_eq!(Balances::total_issuance(), issuance, "money was made or lost");
		});
	}
}

/// The state is consistent, and what is held of everybody's money is what the tickets of his records say.
#[track_caller]
pub fn assert_consistent() {
	DataAccess::do_try_state().expect("the state is consistent");
	let holders = Holders::<Test>::iter_values()
		.flat_map(|list| list.into_iter().filter_map(|holding| holding.deposit));
	let deposits = holders
		.chain(ShareOffers::<Test>::iter_values().map(|offer| offer.deposit))
		.chain(Decisions::<Test>::iter_values().map(|decision| decision.deposit))
		.chain(FieldClasses::<Test>::iter_values().map(|classes| classes.deposit))
		.chain(Listings::<Test>::iter_values().map(|listing| listing.deposit))
		.chain(Operators::<Test>::iter_values())
		.chain(Grants::<Test>::iter_values().map(|grant| grant.deposit))
		.chain(Epochs::<Test>::iter_values().map(|epoch| epoch.deposit))
		.chain(Announcements::<Test>::iter_values().map(|key| key.deposit))
		.chain(Batches::<Test>::iter_values().map(|batch| batch.deposit));
	let mut expected = BTreeMap::<u64, u64>::new();
	for deposit in deposits {
		// A ticket of the mock is the amount that it holds.
		let amount = u64::decode(&mut &deposit.ticket.encode()[..]).unwrap();
		*expected.entry(deposit.payer).or_default() += amount;
	}
	for account in frame_system::Account::<Test>::iter_keys() {
		let expected = expected.remove(&account).unwrap_or_default();
		assert_eq!(
			held(account),
			expected,
			"the tickets of {account} are not those of his records"
		);
	}
	assert!(expected.is_empty());
}

/// Sets the chain's clock.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// What the chain does by itself in a block at `now`.
pub fn poll(now: Moment) {
	set_time(now);
	DataAccess::on_poll(System::block_number(), &mut WeightMeter::new());
}

pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// What somebody has put up as tickets.
pub fn held(who: u64) -> u64 {
	Balances::balance_on_hold(&RecordReason::get(), &who)
}

/// The events of this pallet since the last call.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DataAccess(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The last event of this pallet.
pub fn last_event() -> Event<Test> {
	events().pop().expect("the pallet told of something")
}

pub fn purpose(name: &str) -> PurposeName {
	PurposeName::new(name).unwrap()
}

/// Terms to read for any purpose, from now on, without end or limit.
pub fn terms() -> TermsOf {
	Terms {
		actions: Action::Read.into(),
		purposes: BoundedVec::new(),
		fields: Fields::ALL,
		from: NOW,
		until: None,
		uses: None,
	}
}

/// The terms, for so many uses.
pub fn limited(uses: u32) -> TermsOf {
	Terms { uses: Some(uses), ..terms() }
}

/// The terms, until that moment.
pub fn until(until: Moment) -> TermsOf {
	Terms { until: Some(until), ..terms() }
}

/// Has the supplier give a grant.
pub fn give(grantee: Grantee, terms: TermsOf) -> GrantId {
	assert_ok!(DataAccess::grant(signed(SUPPLIER), SET, grantee, terms));
	NextGrantId::<Test>::get() - 1
}

/// Has the supplier give the reader a grant.
pub fn give_reader(terms: TermsOf) -> GrantId {
	give(Grantee::Did(did(READER)), terms)
}

/// To read whole records now, for science.
pub fn request() -> Request {
	Request {
		action: Action::Read,
		purpose: purpose("science"),
		field: None,
		at: pallet_timestamp::Now::<Test>::get(),
	}
}

/// Whether somebody may read the data set now.
pub fn ask(who: u64, data_set: DataSetId) -> AccessDecision {
	DataAccess::access(&did(who), data_set, &request())
}

pub fn permitted(basis: Basis) -> AccessDecision {
	AccessDecision::Permitted(basis)
}

pub fn refused(refusal: Refusal) -> AccessDecision {
	AccessDecision::Refused(refusal)
}

/// Offers shares, for a second.
pub fn offer(from: u64, right: Right, to: u64, shares: u32) -> ShareOfferId {
	let until = pallet_timestamp::Now::<Test>::get() + 1_000;
	assert_ok!(DataAccess::offer_shares(signed(from), SET, right, did(to), shares, until));
	NextShareOfferId::<Test>::get() - 1
}

/// Moves shares from one to the other.
pub fn transfer(from: u64, right: Right, to: u64, shares: u32) {
	let offer = offer(from, right, to, shares);
	assert_ok!(DataAccess::accept_shares(signed(to), offer));
}

/// How many shares somebody has.
pub fn shares(right: Right, who: u64) -> u32 {
	DataAccess::shares_of(SET, right, &did(who), &did(SUPPLIER))
}

/// Has somebody approve a call.
pub fn approve(who: u64, call: crate::Call<Test>) -> DispatchResult {
	DataAccess::approve_decision(signed(who), SET, DataAccess::decision_of(call))
}

/// Puts somebody on a list of the data set, or takes him off.
pub fn list(who: u64, stance: Option<Stance>) {
	assert_ok!(DataAccess::set_listing(signed(SUPPLIER), SET, did(who), stance));
}

/// Opens an epoch of the data set.
pub fn open_epoch() -> u32 {
	assert_ok!(DataAccess::open_epoch(signed(SUPPLIER), SET, [7; 32]));
	CurrentEpochs::<Test>::get(SET).unwrap().number
}

/// The key of a field class, or of what belongs to none, wrapped for somebody.
pub fn class_key(who: u64, field: Option<u8>) -> ClassKey {
	ClassKey { recipient: did(who), field, wrapped: [9; 32] }
}

/// Announces keys of an epoch.
pub fn announce_classes(epoch: u32, keys: &[(u64, Option<u8>)]) -> DispatchResult {
	let keys = keys.iter().map(|(who, field)| class_key(*who, *field)).collect();
	DataAccess::announce_keys(signed(SUPPLIER), SET, epoch, BoundedVec::truncate_from(keys))
}

/// Announces the key of an epoch for what belongs to no class.
pub fn announce(epoch: u32, to: &[u64]) -> DispatchResult {
	announce_classes(epoch, &to.iter().map(|who| (*who, None)).collect::<Vec<_>>())
}

/// Has the supplier set field classes of these levels.
pub fn classify(levels: &[Confidentiality]) {
	let class = |(place, level): (usize, &Confidentiality)| FieldClass {
		name: FieldName::new(&format!("class-{place}")).unwrap(),
		level: *level,
	};
	let classes = BoundedVec::truncate_from(levels.iter().enumerate().map(class).collect());
	assert_ok!(DataAccess::set_field_classes(signed(SUPPLIER), SET, classes));
}

/// Has the supplier appoint the operator.
pub fn appoint() {
	assert_ok!(DataAccess::set_operator(signed(SUPPLIER), SET, did(OPERATOR), true));
}

/// A record of an access by the reader under that grant, now.
pub fn record(grant: GrantId) -> AccessRecord {
	AccessRecord {
		data_set: SET,
		accessor: did(READER),
		request: request(),
		decision: permitted(Basis::Grant(grant)),
		salt: [3; 16],
	}
}

/// Records of an operator and what he makes of them.
#[derive(Clone, Debug)]
pub struct Books {
	pub operator: u64,
	pub records: Vec<AccessRecord>,
	pub uses: Vec<(GrantId, u32)>,
	pub refusals: u64,
}

impl Books {
	/// The operator's records, with no counts.
	pub fn of(records: &[AccessRecord]) -> Self {
		let records = records.to_vec();
		Self { operator: OPERATOR, records, uses: Vec::new(), refusals: 0 }
	}

	/// The operator's records of so many uses of one grant.
	pub fn uses(grant: GrantId, count: u32) -> Self {
		let records: Vec<_> = (0..count)
			.map(|number| AccessRecord { salt: [number as u8; 16], ..record(grant) })
			.collect();
		Self { uses: vec![(grant, count)], ..Self::of(&records) }
	}

	pub fn tree(&self) -> Tree {
		Tree::from_leaves(self.records.iter().map(|record| record.encode()))
	}

	/// The batch over these records, of as long ago as may still be recorded.
	pub fn batch(&self) -> BatchBody {
		let now = pallet_timestamp::Now::<Test>::get();
		AccessBatchBody {
			operator: did(self.operator),
			data_set: SET,
			records: self.tree().fingerprint(),
			from: now - RECORDING_PERIOD,
			to: now,
			uses: BoundedVec::truncate_from(self.uses.clone()),
			refusals: self.refusals,
		}
	}

	/// Records them; returns the number of the batch.
	pub fn submit(&self) -> u64 {
		let sequence = Conducts::<Test>::get(did(self.operator)).batches;
		assert_ok!(submit(self.operator, &self.batch()));
		sequence
	}

	/// The inclusion proof of a record.
	pub fn path(&self, index: u64) -> RecordPath {
		BoundedVec::truncate_from(self.tree().proof(index).unwrap())
	}

	/// Accuses the operator of a record.
	pub fn prove(&self, sequence: u64, index: u64) -> DispatchResult {
		let record = self.records[index as usize];
		let operator = did(self.operator);
		let path = self.path(index);
		DataAccess::prove_contradiction(signed(STRANGER), operator, sequence, record, index, path)
	}
}

/// The signature over a batch for this chain with this number.
pub fn sign_as(who: u64, genesis: &Hash, sequence: u64, batch: &BatchBody) -> KeySignature {
	let message = signing_bytes(Purpose::AccessBatch, genesis, sequence, batch);
	KeySignature::Ed25519(pair(who).sign(&message).0)
}

/// Has somebody sign a batch as the chain asks for it next, and records it.
pub fn submit(who: u64, batch: &BatchBody) -> DispatchResult {
	let sequence = Conducts::<Test>::get(batch.operator).batches;
	let signature = sign_as(who, &GENESIS, sequence, batch);
	DataAccess::record_accesses(signed(who), batch.clone(), signature)
}
