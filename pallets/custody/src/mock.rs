//! A runtime with real money, a real clock, and stand-ins for identities, registry, rights and certificates; and data to play
//! with.

use std::{cell::RefCell, collections::BTreeMap};

use counterfoil_primitives::{
	access::{Action, Actions, PurposeName},
	custody::{CirculationId, Leaf, Leak, Marks, Source},
	did::{DidId, DidStatus, KeySignature, Relationship},
	exchange::{apply_keystream, Outcome},
	fingerprint::{leaf_hash, Tree},
	roles::Role,
	text::{Category, Region},
	traits::{
		AuditLog, AuditModule, AuditSubject, CertificateNeed, CertificateSubject, CertificateType,
		Certificates, ClosedAgreement, Confidentiality, DataRegistry, DataSetFacts, Fingerprints,
		Identities, LotError, LotFacts, OnAgreementClosed, Power, Rights, Subject, SubmissionFacts,
		SubmissionStatus,
	},
	usage::{UsagePurposes, UsageStatement, UsageTerms},
	AgreementId, Asset, CertificateId, DataSetId, HoldingId, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU64, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
};
use frame_system::ensure_signed;
use sp_runtime::{BuildStorage, DispatchResult};

use crate::{
	self as pallet_custody, Circulation, Circulations, EndUser, HoldReason, Holding, Holdings,
	NextCirculationId, NextHoldingId, Provision, Submissions,
};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Custody: pallet_custody,
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
	type ExistentialDeposit = ConstU64<10>;
}

parameter_types! {
	pub const TicketReason: RuntimeHoldReason = RuntimeHoldReason::Custody(HoldReason::Circulation);
}

impl pallet_custody::Config for Test {
	type Time = Timestamp;
	type Identities = World;
	type Registry = World;
	type Rights = World;
	type Certificates = World;
	type ActiveOrigin = Active;
	type SubjectOrigin = Anyone;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		TicketReason,
		LinearStoragePrice<ConstU64<5>, ConstU64<1>, u64>,
	>;
	type Audit = World;
	type MaxDuration = ConstU64<MAX_DURATION>;
	type WeightInfo = ();
	type BenchmarkHelper = World;
}

/// How long a circulation may take.
pub const MAX_DURATION: Moment = 1_000_000;

/// Owns the data sets.
pub const OWNER: u64 = 1;
/// A service provider.
pub const PROXY: u64 = 2;
/// Wants data, and is no service provider.
pub const USER: u64 = 3;
/// Has a DID and money, and nothing to do with anything.
pub const STRANGER: u64 = 4;
/// Has money and no DID.
pub const PASSER_BY: u64 = 5;
/// Cannot pay a ticket.
pub const POOR: u64 = 6;
/// The first of many more service providers.
pub const PROVIDER: u64 = 20;
/// Another account that acts for the same DID.
pub const OTHER_ACCOUNT: u64 = 1_000;
/// From here on are the accounts that benchmarks make.
const FIRST_OF_BENCHMARKS: u64 = 2 * OTHER_ACCOUNT;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 1_000_000;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// Until when the circulations of the tests may be done.
pub const UNTIL: Moment = START + 10_000;
/// Until when the terms of [`wide`] allow anything.
pub const END: Moment = START + 100_000;
/// The data set that the tests are about.
pub const SET: DataSetId = 77;
/// Another one of the same owner.
pub const OTHER_SET: DataSetId = 78;
/// How many submissions every data set has.
const SUBMISSIONS: u64 = 64;
/// Two submissions of [`SET`].
pub const PARTS: [SubmissionId; 2] = [7_700, 7_701];
/// Two submissions of [`OTHER_SET`] with the same leaves as [`PARTS`].
pub const COPIES: [SubmissionId; 2] = [7_810, 7_811];
/// A certificate about [`SET`].
pub const OF_SET: CertificateId = 1;
/// A certificate about the first of [`PARTS`].
pub const OF_PART: CertificateId = 2;
/// A certificate about a submission that is none of [`PARTS`].
pub const OF_OTHER_PART: CertificateId = 3;
/// A certificate about [`OTHER_SET`].
pub const OF_OTHER_SET: CertificateId = 4;
/// A certificate about the owner.
pub const OF_OWNER: CertificateId = 5;

/// The DID of an account that has one.
pub fn did(account: u64) -> DidId {
	let who = match account {
		OTHER_ACCOUNT..FIRST_OF_BENCHMARKS => account - OTHER_ACCOUNT,
		_ => account,
	};
	let mut id = [0; 32];
	id[..8].copy_from_slice(&who.to_le_bytes());
	DidId(id)
}

/// The account that a DID is named after.
pub fn account_of(did: &DidId) -> u64 {
	let mut bytes = [0; 8];
	bytes.copy_from_slice(&did.0[..8]);
	u64::from_le_bytes(bytes)
}

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	let who = around(|around| around.sponsored.get(&account).copied()).unwrap_or(account);
	Subject { did: did(who), account }
}

/// Everything around the pallet. Nothing of it is changed by the pallet.
pub struct World;

#[derive(Default)]
struct Around {
	statuses: BTreeMap<DidId, DidStatus>,
	dismissed: Vec<DidId>,
	owners: Vec<(DidId, u32)>,
	secret: bool,
	sets: BTreeMap<DataSetId, DidId>,
	certificates: BTreeMap<CertificateId, CertificateSubject>,
	sponsored: BTreeMap<u64, u64>,
	audited: Vec<Audited>,
}

/// What the audit was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audited {
	pub actor: Option<DidId>,
	pub subjects: Vec<AuditSubject>,
	pub event: Vec<u8>,
}

thread_local! {
	static AROUND: RefCell<Around> = RefCell::default();
}

fn around<R>(f: impl FnOnce(&mut Around) -> R) -> R {
	AROUND.with(|around| f(&mut around.borrow_mut()))
}

/// Suspends, revokes or reinstates a stakeholder.
pub fn set_status(account: u64, status: DidStatus) {
	around(|around| around.statuses.insert(did(account), status));
}
/// Takes the role of a service provider away.
pub fn dismiss(account: u64) {
	around(|around| around.dismissed.push(did(account)));
}
/// Says who owns the data sets, with how many shares each.
pub fn set_owners(owners: &[(u64, u32)]) {
	let owners = owners.iter().map(|(owner, shares)| (did(*owner), *shares)).collect();
	around(|around| around.owners = owners);
}
/// Makes a data set that of another supplier.
pub fn set_supplier(set: DataSetId, account: u64) {
	around(|around| around.sets.insert(set, did(account)));
}
/// Makes every data set secret.
pub fn make_secret() {
	around(|around| around.secret = true);
}
/// From now on the certificate is not valid any more.
pub fn revoke(certificate: CertificateId) {
	around(|around| around.certificates.remove(&certificate));
}
/// From now on calls of this account are made on behalf of that stakeholder.
pub fn sponsor(account: u64, stakeholder: u64) {
	around(|around| around.sponsored.insert(account, stakeholder));
}
/// What the audit was told since it was last asked.
pub fn take_audited() -> Vec<Audited> {
	around(|around| std::mem::take(&mut around.audited))
}

impl Identities for World {
	fn status(subject: &DidId) -> Option<DidStatus> {
		let account = account_of(subject);
		let changed = around(|around| around.statuses.get(subject).copied());
		(account != PASSER_BY).then(|| changed.unwrap_or(DidStatus::Active))
	}
	fn has_role(subject: &DidId, role: Role) -> bool {
		let account = account_of(subject);
		role == Role::ServiceProvider
			&& (account == PROXY || account == POOR || account >= PROVIDER)
			&& !around(|around| around.dismissed.contains(subject))
			&& Self::is_active(subject)
	}
	fn owner_of(_: &DidId) -> Option<DidId> {
		None
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

/// The leaves of a submission.
pub fn leaves(submission: SubmissionId) -> Vec<Vec<u8>> {
	let copied = COPIES.iter().position(|copy| *copy == submission);
	let first = copied.map_or(submission, |place| PARTS[place]);
	(0..3).map(|leaf| format!("submission {first}, leaf {leaf}").into_bytes()).collect()
}

/// The tree over them.
pub fn tree(submission: SubmissionId) -> Tree {
	Tree::from_leaves(leaves(submission))
}

/// The root of that.
pub fn root(submission: SubmissionId) -> [u8; 32] {
	tree(submission).fingerprint().root
}

/// Submission `n` belongs to data set `n / 100`.
impl DataRegistry for World {
	fn lot(_: DataSetId, _: &[SubmissionId], _: Moment) -> Result<LotFacts, LotError> {
		Err(LotError::Empty)
	}
	fn has_certificate(_: DataSetId, _: &[SubmissionId], _: &CertificateNeed, _: Moment) -> bool {
		false
	}
	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		let (owner, secret) = around(|around| (around.sets.get(&id).copied(), around.secret));
		Some(DataSetFacts {
			owner: owner?,
			category: Category::new("water/flow").expect("a category"),
			region: Region::new("u33d").expect("a region"),
			confidentiality: match secret {
				true => Confidentiality::Secret,
				false => Confidentiality::Confidential,
			},
			registered: START,
		})
	}
	fn submission(id: SubmissionId) -> Option<SubmissionFacts> {
		let data_set = id / 100;
		let supplier = around(|around| around.sets.get(&data_set).copied())?;
		(id % 100 < SUBMISSIONS).then(|| SubmissionFacts {
			data_set,
			supplier,
			device: supplier,
			fingerprint: tree(id).fingerprint(),
			status: SubmissionStatus::Validated,
		})
	}
}

/// A few submissions of each data set are known by their roots, and [`COPIES`].
impl Fingerprints for World {
	fn next_data_set_with(root: &[u8; 32], after: Option<DataSetId>) -> Option<DataSetId> {
		let known = |set: DataSetId| {
			let copies = COPIES.into_iter().filter(move |copy| copy / 100 == set);
			(set * 100..set * 100 + 3).chain(copies).any(|id| self::root(id) == *root)
		};
		[SET, OTHER_SET]
			.into_iter()
			.filter(|set| after.is_none_or(|after| *set > after))
			.find(|set| known(*set))
	}
}

impl Rights for World {
	fn owners(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		let owners = around(|around| around.owners.clone());
		match owners.is_empty() {
			true => vec![(*supplier, 1_000)],
			false => owners,
		}
	}
	fn payees(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		vec![(*supplier, 1_000)]
	}
}

impl Certificates for World {
	fn certificate_of(_: &CertificateSubject, _: Moment) -> Option<CertificateId> {
		None
	}
	fn subject_of(certificate: CertificateId, _: Moment) -> Option<CertificateSubject> {
		around(|around| around.certificates.get(&certificate).copied())
	}
	fn holds(_: &CertificateSubject, _: &CertificateType, _: Moment) -> bool {
		false
	}
	fn is_accredited(_: &DidId, _: Power, _: &Category, _: Moment) -> bool {
		false
	}
}

impl AuditLog for World {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::Custody);
		assert!(subjects.len() <= 4, "the weights reckon with four histories");
		let entry = Audited { actor, subjects: subjects.to_vec(), event: event.to_vec() };
		around(|around| around.audited.push(entry));
	}
}

/// An account for whose DID any status will do.
pub struct Anyone;

impl EnsureOrigin<RuntimeOrigin> for Anyone {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		match ensure_signed(origin.clone()) {
			Ok(account) if account != PASSER_BY => Ok(subject(account)),
			_ => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(OWNER))
	}
}

/// An account whose DID is active.
pub struct Active;

impl EnsureOrigin<RuntimeOrigin> for Active {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		let subject = Anyone::try_origin(origin.clone())?;
		if World::is_active(&subject.did) {
			Ok(subject)
		} else {
			Err(origin)
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(OWNER))
	}
}

impl pallet_custody::BenchmarkHelper<Test> for World {
	fn subject(account: &u64) -> DidId {
		assert_ok!(Balances::mint_into(account, WEALTH));
		did(*account)
	}
	fn data_set(owner: &Subject<u64>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		let set = 1_000;
		around(|around| around.sets.insert(set, owner.did));
		(set, (set * 100..).take(submissions as usize).collect())
	}
	fn certificate(data_set: DataSetId) -> Option<CertificateId> {
		let subject = CertificateSubject::DataSet(data_set);
		around(|around| around.certificates.insert(1_000, subject));
		Some(1_000)
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let certificates = [
		(OF_SET, CertificateSubject::DataSet(SET)),
		(OF_PART, CertificateSubject::Submission(PARTS[0])),
		(OF_OTHER_PART, CertificateSubject::Submission(7_702)),
		(OF_OTHER_SET, CertificateSubject::DataSet(OTHER_SET)),
		(OF_OWNER, CertificateSubject::Did(did(OWNER))),
	];
	AROUND.with(|around| {
		*around.borrow_mut() = Around {
			sets: [SET, OTHER_SET].map(|set| (set, did(OWNER))).into(),
			certificates: certificates.into(),
			..Around::default()
		}
	});
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let rich = [OWNER, PROXY, USER, STRANGER, PASSER_BY]
		.into_iter()
		.chain(PROVIDER..PROVIDER + 20)
		.flat_map(|account| [account, account + OTHER_ACCOUNT])
		.map(|account| (account, WEALTH));
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.chain([(POOR, 20)]).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
	});
	ext
}

/// Runs a test and checks afterwards what must always hold.
pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build_and_execute(test: impl FnOnce()) {
		new_test_ext().execute_with(|| {
			let issuance = Balances::total_issuance();
			test();
			assert_eq!(Balances::total_issuance(), issuance, "money was made or lost");
			assert_ok!(Custody::do_try_state());
		});
	}
}

/// Sets the clock without a new block, so that the agenda does not run.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// A new block with this time and plenty of room.
pub fn next_block(now: Moment) {
	let mut meter = WeightMeter::new();
	next_block_with(now, &mut meter);
}

/// A new block with this time and this much room.
pub fn next_block_with(now: Moment, meter: &mut WeightMeter) {
	let number = System::block_number() + 1;
	System::set_block_number(number);
	Timestamp::set_timestamp(now);
	<Custody as Hooks<u64>>::on_poll(number, meter);
}

/// The events of the pallet since the block began, or since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Custody(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The last event of the pallet.
pub fn last_event() -> crate::Event<Test> {
	take_events().pop().expect("the pallet told of something")
}

/// The ticket that an account carries.
pub fn ticket(account: u64) -> u64 {
	Balances::balance_on_hold(&HoldReason::Circulation.into(), &account)
}

/// What is kept about a holding.
pub fn held(id: HoldingId) -> Holding {
	Holdings::<Test>::get(id).expect("there is such a holding")
}

/// An open circulation.
pub fn open(id: CirculationId) -> Circulation<Test> {
	Circulations::<Test>::get(id).expect("the circulation is open")
}

/// Whether a circulation is over, and nothing of it is left.
pub fn is_over(id: CirculationId) -> bool {
	!Circulations::<Test>::contains_key(id)
}

/// Purposes of this name.
pub fn purposes(names: &[&str]) -> UsagePurposes {
	let name = |name: &&str| PurposeName::new(name).expect("a purpose");
	UsagePurposes::truncate_from(names.iter().map(name).collect())
}

/// What a proxy is allowed.
pub fn wide() -> UsageTerms {
	UsageTerms {
		actions: Actions::from(Action::Read) | Action::Derive | Action::Distribute,
		purposes: purposes(&["customs", "research"]),
		until: Some(END),
		region: Some(Region::new("u33").expect("a region")),
		copies: 3,
	}
}

/// What a user is allowed.
pub fn narrow() -> UsageTerms {
	UsageTerms {
		actions: Action::Read.into(),
		purposes: purposes(&["customs"]),
		until: Some(END - 1),
		region: Some(Region::new("u33d").expect("a region")),
		copies: 0,
	}
}

/// A statement with these terms.
pub fn statement(terms: UsageTerms) -> UsageStatement {
	UsageStatement { document: [9; 32], terms }
}

/// For whom a proxy asks, and what he is to be allowed.
pub fn user(account: u64, terms: UsageTerms) -> EndUser {
	EndUser { did: did(account), usage: statement(terms) }
}

/// What a giver states: these terms, and marks that no other copy has.
pub fn provision(terms: UsageTerms) -> Provision {
	let number = NextHoldingId::<Test>::get();
	Provision {
		usage: statement(terms),
		certificate: None,
		marks: Marks {
			ciphertext_root: Some([number as u8; 32]),
			watermark: Some(leaf_hash(&mark(number))),
		},
	}
}

/// The leaf that was added to the copy of this holding alone.
pub fn mark(holding: HoldingId) -> Leaf {
	leaf(format!("made for holding {holding}").into_bytes())
}

/// A leaf that turned up.
pub fn leaf(bytes: Vec<u8>) -> Leaf {
	bytes.try_into().expect("a leaf is short")
}

/// What an agreement delivered: the leaves of [`PARTS`], encrypted for it alone.
pub fn ciphertext(agreement: AgreementId) -> Vec<Vec<u8>> {
	let encrypt = |(index, mut leaf): (u64, Vec<u8>)| {
		apply_keystream(&[agreement as u8; 32], index, &mut leaf);
		leaf
	};
	(0..).zip(PARTS.into_iter().flat_map(leaves)).map(encrypt).collect()
}

/// One leaf of that, with its proof.
pub fn sealed(agreement: AgreementId) -> Leak {
	let leaves = ciphertext(agreement);
	let path = Tree::from_leaves(&leaves).proof(4).expect("there is such a leaf");
	Leak::Sealed { leaf: leaf(leaves[4].clone()), index: 4, leaves: 6, path }
}

/// One leaf in the clear, of the first of [`PARTS`], with its proof.
pub fn plain() -> Leak {
	let path = tree(PARTS[0]).proof(1).expect("there is such a leaf");
	Leak::Plain { leaf: leaf(leaves(PARTS[0])[1].clone()), index: 1, path }
}

pub fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Asks for [`PARTS`] until [`UNTIL`].
pub fn request(
	who: u64,
	source: Source,
	terms: UsageTerms,
	user: Option<EndUser>,
) -> DispatchResult {
	request_parts(who, source, &PARTS, terms, user)
}
pub fn request_parts(
	who: u64,
	source: Source,
	parts: &[SubmissionId],
	terms: UsageTerms,
	user: Option<EndUser>,
) -> DispatchResult {
	let parts = Submissions::truncate_from(parts.to_vec());
	let until = pallet_timestamp::Now::<Test>::get().max(UNTIL);
	Custody::request(signed(who), source, parts, statement(terms), user, until)
}
pub fn confirm(who: u64, id: CirculationId) -> DispatchResult {
	Custody::confirm(signed(who), id)
}
pub fn provide(who: u64, id: CirculationId, terms: UsageTerms) -> DispatchResult {
	Custody::provide(signed(who), id, provision(terms))
}
pub fn provide_sold(who: u64, id: CirculationId, agreement: AgreementId) -> DispatchResult {
	Custody::provide_sold(signed(who), id, agreement, None)
}
pub fn acknowledge(who: u64, id: HoldingId) -> DispatchResult {
	Custody::acknowledge(signed(who), id)
}
pub fn deny(who: u64, id: HoldingId) -> DispatchResult {
	Custody::deny(signed(who), id)
}
pub fn withdraw(who: u64, id: CirculationId) -> DispatchResult {
	Custody::withdraw(signed(who), id)
}
pub fn expire(who: u64, id: CirculationId) -> DispatchResult {
	Custody::expire(signed(who), id)
}

/// The number that the next circulation gets.
pub fn next_circulation() -> CirculationId {
	NextCirculationId::<Test>::get()
}

/// The number that the next holding gets.
pub fn next_holding() -> HoldingId {
	NextHoldingId::<Test>::get()
}

/// The proxy asked the owner for the user: [`wide`] for itself, [`narrow`] for him.
pub fn requested() -> CirculationId {
	let id = next_circulation();
	assert_ok!(request(PROXY, Source::Owner(SET), wide(), Some(user(USER, narrow()))));
	id
}

/// [`requested`], and the user confirmed.
pub fn confirmed() -> CirculationId {
	let id = requested();
	assert_ok!(confirm(USER, id));
	id
}

/// [`confirmed`], and the owner gave the data to the proxy, on [`wide`].
pub fn provided() -> (CirculationId, HoldingId) {
	let (id, holding) = (confirmed(), next_holding());
	assert_ok!(provide(OWNER, id, wide()));
	(id, holding)
}

/// [`provided`], and the proxy acknowledged.
pub fn at_proxy() -> (CirculationId, HoldingId) {
	let (id, holding) = provided();
	assert_ok!(acknowledge(PROXY, holding));
	(id, holding)
}

/// Somebody is given data out of a source and acknowledges.
pub fn given(
	giver: u64,
	source: Source,
	receiver: u64,
	terms: UsageTerms,
) -> Result<HoldingId, sp_runtime::DispatchError> {
	let (id, holding) = (next_circulation(), next_holding());
	request(receiver, source, terms.clone(), None)?;
	provide(giver, id, terms)?;
	acknowledge(receiver, holding)?;
	Ok(holding)
}

/// The proxy holds [`PARTS`] on [`wide`].
pub fn with_proxy() -> HoldingId {
	given(OWNER, Source::Owner(SET), PROXY, wide()).expect("the owner gives")
}

/// An agreement by which the owner sold [`PARTS`] to somebody, who can read them.
pub fn sale(id: AgreementId, buyer: u64, terms: UsageTerms) -> ClosedAgreement<u64, u128> {
	ClosedAgreement {
		id,
		supplier: subject(OWNER),
		demander: subject(buyer),
		data_set: SET,
		submissions: PARTS.to_vec(),
		parts: PARTS.iter().map(|part| tree(*part).fingerprint()).collect(),
		ciphertext_root: Some(Tree::from_leaves(ciphertext(id)).fingerprint().root),
		watermark: None,
		price: 1_000,
		asset: Asset::Native,
		usage: statement(terms),
		outcome: Outcome::Settled,
		by: None,
		delivered: true,
	}
}

/// An agreement ends.
pub fn close(agreement: &ClosedAgreement<u64, u128>) {
	<Custody as OnAgreementClosed<u64, u128>>::closed(agreement);
}
