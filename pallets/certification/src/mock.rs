//! A runtime with the pallet in it, and tables in the place of the pallets that it asks.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	fingerprint::{Algorithm, Fingerprint},
	roles::{Role, Roles},
	text::{Category, Region},
	traits::{
		AuditLog, AuditModule, AuditSubject, CertificateSubject, CertificateType, Confidentiality,
		DataRegistry, DataSetFacts, Identities, LotError, LotFacts, Rights, Subject,
		SubmissionFacts, SubmissionStatus,
	},
	AccreditationId, CertificateId, DataSetId, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU32, ConstU64, Contains, EnsureOrigin, LinearStoragePrice, OriginTrait,
	},
};
use frame_system::EnsureRoot;
use sp_runtime::BuildStorage;

use crate::{
	self as pallet_certification, Accreditations, BenchmarkHelper, Certificates, Coverage, Event,
	HoldReason, NextAccreditationId, NextCertificateId, Statement,
};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Certification: pallet_certification,
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
	pub const AccreditationReason: RuntimeHoldReason =
		RuntimeHoldReason::Certification(HoldReason::Accreditation);
	pub const CertificateReason: RuntimeHoldReason =
		RuntimeHoldReason::Certification(HoldReason::Certificate);
}

/// What a ticket costs for each entry; a byte costs 1.
pub const TICKET_BASE: u64 = 10;

type Ticket<HeldFor> = HoldConsideration<
	u64,
	Balances,
	HeldFor,
	LinearStoragePrice<ConstU64<TICKET_BASE>, ConstU64<1>, u64>,
>;

impl pallet_certification::Config for Test {
	type Time = Timestamp;
	type Identities = Directory;
	type Registry = Registry;
	type Rights = Shares;
	type Validators = Jury;
	type SubjectOrigin = EnsureActive;
	type AdminOrigin = EnsureRoot<u64>;
	type AccreditationConsideration = Ticket<AccreditationReason>;
	type CertificateConsideration = Ticket<CertificateReason>;
	type Audit = Journal;
	type MaxDepth = ConstU32<3>;
	type MaxPerHolder = ConstU32<4>;
	type MaxOpen = ConstU32<3>;
	type WeightInfo = ();
	type BenchmarkHelper = Directory;
}

/// Owns the data set and the submission of the tests, and [`DEVICE`].
pub const SUPPLIER: u64 = 1;
/// Four regulators, each above the next in the chain that [`lineage`] makes.
pub const REGULATORS: [u64; 4] = [20, 21, 22, 23];
/// The first of them, whom the council accredits.
pub const AUTHORITY: u64 = REGULATORS[0];
/// The second.
pub const BODY: u64 = REGULATORS[1];
/// The third.
pub const OFFICE: u64 = REGULATORS[2];
/// A regulator outside of that chain.
pub const OTHER_REGULATOR: u64 = 25;
/// A regulator who cannot pay for a ticket.
pub const POOR_REGULATOR: u64 = 26;
/// Supplier, validator and regulator at once.
pub const EVERYTHING: u64 = 30;
/// Has money and no identity.
pub const STRANGER: u64 = 40;

/// The supplier's device.
pub const DEVICE: u64 = 101;
/// The device of the one with all roles.
pub const DEVICE_OF_EVERYTHING: u64 = 104;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 1_000_000;
/// When the tests begin.
pub const NOW: Moment = 1_700_000_000_000;
/// The last moment of the accreditations of the tests.
pub const UNTIL: Moment = NOW + 1_000;

/// The identity of a stakeholder (by account) or of a device.
pub fn did(who: u64) -> DidId {
	let mut key = [0; 32];
	key[..8].copy_from_slice(&who.to_le_bytes());
	DidId::of_key(&VerificationKey::Ed25519(key))
}

/// A table in the state, so that a test which must change nothing would show a change.
fn read<Value: Decode>(table: &str, key: impl Encode) -> Option<Value> {
	unhashed::get(&(table, key).encode())
}

fn write(table: &str, key: impl Encode, value: impl Encode) {
	unhashed::put(&(table, key).encode(), &value);
}

/// The next number of a table.
fn number(table: &str) -> u64 {
	let next: u64 = read(table, "next").unwrap_or_default();
	write(table, "next", next + 1);
	next
}

/// What the directory knows about somebody.
#[derive(Clone, Encode, Decode)]
struct Entry {
	status: DidStatus,
	roles: Roles,
	owner: Option<DidId>,
	controllers: Vec<DidId>,
}

/// Who is who.
pub struct Directory;

impl Directory {
	fn entry(did: &DidId) -> Option<Entry> {
		read("directory", did)
	}

	fn change(who: u64, change: impl FnOnce(&mut Entry)) {
		let mut entry = Self::entry(&did(who)).unwrap();
		change(&mut entry);
		write("directory", did(who), entry);
	}

	fn put(who: u64, roles: Roles, owner: Option<u64>) {
		let entry = Entry {
			status: DidStatus::Active,
			roles,
			owner: owner.map(did),
			controllers: Vec::new(),
		};
		write("directory", did(who), entry);
	}

	/// Makes an active stakeholder.
	pub fn enrol(who: u64, roles: Roles) {
		Self::put(who, roles, None);
	}

	/// Makes an active device.
	pub fn equip(device: u64, owner: u64) {
		Self::put(device, Roles::EMPTY, Some(owner));
	}

	/// Changes the status of a stakeholder or of a device.
	pub fn set_status(who: u64, status: DidStatus) {
		Self::change(who, |entry| entry.status = status);
	}

	/// Changes the roles of a stakeholder.
	pub fn set_roles(who: u64, roles: Roles) {
		Self::change(who, |entry| entry.roles = roles);
	}

	/// Makes one the controller of another.
	pub fn set_controller(who: u64, controller: u64) {
		Self::change(who, |entry| entry.controllers = vec![did(controller)]);
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

	fn verify(_: &DidId, _: &[u8], _: &KeySignature) -> bool {
		false
	}

	fn verify_for(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature) -> bool {
		false
	}

	fn verify_at(_: &DidId, _: Relationship, _: &[u8], _: &KeySignature, _: Moment) -> bool {
		false
	}

	fn controllers(did: &DidId) -> Vec<DidId> {
		Self::entry(did).map(|entry| entry.controllers).unwrap_or_default()
	}
}

/// What was submitted.
pub struct Registry;

impl Registry {
	/// A data set of this category.
	pub fn add_data_set(owner: u64, category: &str) -> DataSetId {
		let id = number("data sets");
		let facts = DataSetFacts {
			owner: did(owner),
			category: Category::new(category).unwrap(),
			region: Region::new("u4pruyd").unwrap(),
			confidentiality: Confidentiality::Public,
			registered: NOW,
		};
		write("data sets", id, facts);
		id
	}

	/// A validated submission to a data set by its owner.
	pub fn add_submission(data_set: DataSetId, device: u64) -> SubmissionId {
		let id = number("submissions");
		let facts = SubmissionFacts {
			data_set,
			supplier: Self::data_set(data_set).unwrap().owner,
			device: did(device),
			fingerprint: Fingerprint {
				algorithm: Algorithm::Rfc9162Sha256,
				root: [9; 32],
				leaves: 10,
				bytes: 640,
			},
			status: SubmissionStatus::Validated,
		};
		write("submissions", id, facts);
		id
	}

	/// Moves a submission on.
	pub fn set_status(id: SubmissionId, status: SubmissionStatus) {
		let facts = Self::submission(id).unwrap();
		write("submissions", id, SubmissionFacts { status, ..facts });
	}
}

impl DataRegistry for Registry {
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
		read("data sets", id)
	}

	fn submission(id: SubmissionId) -> Option<SubmissionFacts> {
		read("submissions", id)
	}
}

/// Who has which share in a data set.
pub struct Shares;

impl Shares {
	/// Gives somebody a share in what is decided.
	pub fn set_owner(data_set: DataSetId, who: u64) {
		write("owners", data_set, did(who));
	}

	/// Gives somebody a share in what is paid.
	pub fn set_payee(data_set: DataSetId, who: u64) {
		write("payees", data_set, did(who));
	}

	fn of(table: &str, data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		let other = read::<DidId>(table, data_set).map(|did| (did, 1));
		core::iter::once((*supplier, 1)).chain(other).collect()
	}
}

impl Rights for Shares {
	fn owners(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		Self::of("owners", data_set, supplier)
	}

	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		Self::of("payees", data_set, supplier)
	}
}

/// Who validated what.
pub struct Jury;

impl Jury {
	/// Notes that somebody took part.
	pub fn add(submission: SubmissionId, who: u64) {
		write("jury", (submission, did(who)), ());
	}
}

impl Contains<(SubmissionId, DidId)> for Jury {
	fn contains(part: &(SubmissionId, DidId)) -> bool {
		unhashed::exists(&("jury", part).encode())
	}
}

/// One entry of the journal.
pub type Line = (Option<DidId>, Vec<AuditSubject>, Vec<u8>);

/// Keeps what the pallet hands to the audit.
pub struct Journal;

impl Journal {
	/// All of it, oldest first.
	pub fn lines() -> Vec<Line> {
		read("journal", ()).unwrap_or_default()
	}
}

impl AuditLog for Journal {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::Certification);
		let mut lines = Self::lines();
		lines.push((actor, subjects.to_vec(), event.to_vec()));
		write("journal", (), lines);
	}
}

/// The signed account of an active stakeholder.
pub struct EnsureActive;

impl EnsureOrigin<RuntimeOrigin> for EnsureActive {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		match origin.as_signer().copied() {
			// Calls that a sponsor pays for, as `pallet-sponsorship` would make them.
			Some(account) if account >= SPONSORED => {
				let who = account - SPONSORED;
				Ok(Subject { did: did(who), account: STRANGER })
			},
			Some(account) if Directory::is_active(&did(account)) => {
				Ok(Subject { did: did(account), account })
			},
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(AUTHORITY))
	}
}

/// A signer above this acts for the account that much lower, and [`STRANGER`] pays.
pub const SPONSORED: u64 = 1_000_000_000;

impl BenchmarkHelper<u64> for Directory {
	fn stakeholder(role: Role, seed: u32) -> Subject<u64> {
		let account = 10_000 + u64::from(seed) * 256 + u64::from(Roles::from(role).bits());
		Self::enrol(account, Roles::from(role));
		assert_ok!(<Balances as Mutate<u64>>::mint_into(&account, WEALTH));
		Subject { did: did(account), account }
	}

	fn submission(supplier: &Subject<u64>) -> SubmissionId {
		let device = supplier.account + 1_000_000;
		Self::equip(device, supplier.account);
		Registry::add_submission(Registry::add_data_set(supplier.account, "water/flow"), device)
	}
}

/// Builds the state that a test begins with.
pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		let rich = [SUPPLIER, OTHER_REGULATOR, EVERYTHING, STRANGER];
		let mut balances: Vec<_> =
			rich.into_iter().chain(REGULATORS).map(|who| (who, WEALTH)).collect();
		balances.push((POOR_REGULATOR, 20));

		let storage = RuntimeGenesisConfig {
			balances: BalancesConfig { balances, ..Default::default() },
			..Default::default()
		}
		.build_storage()
		.unwrap();

		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(NOW);
			Directory::enrol(SUPPLIER, Role::Supplier.into());
			for regulator in REGULATORS.into_iter().chain([OTHER_REGULATOR, POOR_REGULATOR]) {
				Directory::enrol(regulator, Role::Regulator.into());
			}
			Directory::enrol(EVERYTHING, Roles::ALL);
			Directory::equip(DEVICE, SUPPLIER);
			Directory::equip(DEVICE_OF_EVERYTHING, EVERYTHING);
		});
		ext
	}

	/// Runs a test, then checks every invariant, every hold against the records, every event against the journal, and that
	/// money neither appeared nor vanished.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			let issued = Balances::total_issuance();
			test();
			Certification::do_try_state().unwrap();
			check_holds();
			check_journal();
			assert_eq!(Balances::total_issuance(), issued);
		});
	}
}

/// What a derived accreditation costs.
pub fn accreditation_price() -> u64 {
	TICKET_BASE + Certification::accreditation_footprint().size
}

/// What a certificate costs.
pub fn certificate_price() -> u64 {
	TICKET_BASE + Certification::certificate_footprint().size
}

/// Every hold is that of the records that somebody pays for.
fn check_holds() {
	for (who, _) in frame_system::Account::<Test>::iter() {
		let derived = Accreditations::<Test>::iter_values()
			.filter(|it| it.deposit.as_ref().is_some_and(|(payer, _)| *payer == who))
			.count() as u64;
		let issued = Certificates::<Test>::iter_values().filter(|it| it.payer == who).count();
		assert_eq!(held(HoldReason::Accreditation, who), derived * accreditation_price());
		assert_eq!(held(HoldReason::Certificate, who), issued as u64 * certificate_price());
	}
}

/// Every event of the pallet is in the journal, once and in order, with at least one subject.
fn check_journal() {
	let deposited: Vec<_> = events().iter().map(Encode::encode).collect();
	let lines = Journal::lines();
	assert!(lines.iter().all(|(_, subjects, _)| (1..=4).contains(&subjects.len())));
	let recorded: Vec<_> = lines.into_iter().map(|(_, _, event)| event).collect();
	assert_eq!(deposited, recorded);
}

/// The events of the pallet.
pub fn events() -> Vec<Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Certification(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// Sets the chain's clock.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// A signed origin.
pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// The council.
pub fn council() -> RuntimeOrigin {
	RuntimeOrigin::root()
}

/// What is held of somebody's money for this reason.
pub fn held(reason: HoldReason, who: u64) -> u64 {
	Balances::balance_on_hold(&reason.into(), &who)
}

/// A type of certificates.
pub fn kind(text: &str) -> CertificateType {
	CertificateType::new(text).unwrap()
}

/// The scope of a category.
pub fn category(text: &str) -> Scope {
	Scope::Category(Category::new(text).unwrap())
}

/// Some types.
pub fn only(kinds: &[&str]) -> CertificateTypes {
	let kinds: Vec<_> = kinds.iter().copied().map(kind).collect();
	CertificateTypes::Only(kinds.try_into().unwrap())
}

/// Everything, until [`UNTIL`].
pub fn terms() -> Terms {
	Terms {
		powers: Powers::ALL,
		scope: Scope::Everything,
		types: CertificateTypes::Any,
		delegable: true,
		from: NOW,
		until: UNTIL,
	}
}

/// What the regulators of the tests say.
pub fn statement(valid_until: Moment) -> Statement {
	Statement { coverage: Coverage::new("all").unwrap(), document: [5; 32], valid_until }
}

/// An accreditation of the council.
pub fn accredit(holder: u64) -> AccreditationId {
	accredit_for(holder, terms())
}

/// An accreditation of the council with these terms.
pub fn accredit_for(holder: u64, terms: Terms) -> AccreditationId {
	assert_ok!(Certification::accredit(council(), did(holder), terms));
	NextAccreditationId::<Test>::get() - 1
}

/// An accreditation that one regulator gives another.
pub fn delegate(by: u64, parent: AccreditationId, holder: u64) -> AccreditationId {
	assert_ok!(Certification::delegate(signed(by), parent, did(holder), terms()));
	NextAccreditationId::<Test>::get() - 1
}

/// A chain of all four regulators: number `i` is held by `REGULATORS[i]`.
pub fn lineage() -> [AccreditationId; 4] {
	let first = accredit(REGULATORS[0]);
	let second = delegate(REGULATORS[0], first, REGULATORS[1]);
	let third = delegate(REGULATORS[1], second, REGULATORS[2]);
	[first, second, third, delegate(REGULATORS[2], third, REGULATORS[3])]
}

/// A validated submission of the supplier.
pub fn submission() -> CertificateSubject {
	let data_set = Registry::add_data_set(SUPPLIER, "water/flow");
	CertificateSubject::Submission(Registry::add_submission(data_set, DEVICE))
}

/// A data set of the supplier.
pub fn data_set() -> CertificateSubject {
	CertificateSubject::DataSet(Registry::add_data_set(SUPPLIER, "water/flow"))
}

/// A stakeholder or a device.
pub fn subject(who: u64) -> CertificateSubject {
	CertificateSubject::Did(did(who))
}

/// A certificate of origin by this regulator, valid until a second after the beginning.
pub fn certify(
	by: u64,
	accreditation: AccreditationId,
	about: CertificateSubject,
) -> CertificateId {
	certify_as(by, accreditation, about, "origin")
}

/// A certificate of this type.
pub fn certify_as(
	by: u64,
	accreditation: AccreditationId,
	about: CertificateSubject,
	text: &str,
) -> CertificateId {
	assert_ok!(Certification::certify(
		signed(by),
		accreditation,
		about,
		kind(text),
		0,
		statement(UNTIL)
	));
	NextCertificateId::<Test>::get() - 1
}
