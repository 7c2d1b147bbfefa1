//! A runtime with real money, a real clock, and stand-ins for identities, registry, rights and certificates; and a
//! round to play with.

use std::{cell::RefCell, collections::BTreeMap};

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	fingerprint::{Fingerprint, Tree},
	roles::Role,
	text::{Category, Region},
	traits::{
		Accounts, AuditLog, AuditModule, AuditSubject, CertificateSubject, CertificateType,
		Certificates, Confidentiality, DataRegistry, DataSetFacts, Decision, Identities, LotError,
		LotFacts, Power, Reason, Rights, Subject, SubmissionFacts, SubmissionStatus,
		ValidationTarget,
	},
	verdict::{commitment, LeafProof, Participation, RoundOutcome, Standing},
	CertificateId, DataSetId, Hash, Moment, RoundId, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, Inspect, InspectHold, Mutate},
		ConstU32, ConstU64, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
};
use frame_system::{ensure_signed, EnsureRoot};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use crate::{
	self as pallet_validation, HoldReason, Parameters, Phase, Reputations, Round, Rounds, Salt,
	Seats, Verdict, Windows,
};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Validation: pallet_validation,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// The least that an account may have.
pub const EXISTENTIAL_DEPOSIT: u64 = 10;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<EXISTENTIAL_DEPOSIT>;
}

parameter_types! {
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::Validation(HoldReason::Record);
}

impl pallet_validation::Config for Test {
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Identities = World;
	type Registry = World;
	type Rights = World;
	type Certificates = World;
	type ActiveOrigin = Active;
	type SubjectOrigin = Anyone;
	type AdminOrigin = EnsureRoot<u64>;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU64<5>, ConstU64<1>, u64>,
	>;
	type Audit = World;
	type MaxValidators = ConstU32<100>;
	type SettlePerStep = ConstU32<SETTLE_PER_STEP>;
	type WeightInfo = ();
	type BenchmarkHelper = World;
}

/// How many seats one step settles.
pub const SETTLE_PER_STEP: u32 = 4;

/// Submits data and pays for their validation.
pub const SUPPLIER: u64 = 1;
/// May veto in the category of the data set.
pub const REGULATOR: u64 = 2;
/// Has a DID and money, and no role.
pub const STRANGER: u64 = 3;
/// Has money and no DID.
pub const PASSER_BY: u64 = 4;
/// A validator without money.
pub const POOR: u64 = 5;
/// A device of the supplier; it signed the submissions.
pub const DEVICE: u64 = 6;
/// The first of many validators.
pub const VALIDATOR: u64 = 100;
/// How many validators there are.
pub const VALIDATORS: u64 = 110;
/// Another account that acts for the same DID.
pub const OTHER_ACCOUNT: u64 = 10_000;

/// From here on are the accounts that benchmarks make.
const FIRST_OF_BENCHMARKS: u64 = 2 * OTHER_ACCOUNT;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 1_000_000;
/// What a round costs.
pub const FEE: u64 = 1_000;
/// What a validator puts up.
pub const BOND: u64 = 500;
/// What one of the minority loses: 300 per mille.
pub const MINORITY_LOSS: u64 = 150;
/// What one loses who does not reveal: 500 per mille.
pub const UNREVEALED_LOSS: u64 = 250;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// The genesis hash of the mock: what `frame_system` writes into a genesis without a client.
pub const GENESIS: Hash = [69; 32];
/// The data set that all submissions belong to.
pub const DATA_SET: DataSetId = 77;
/// Three windows that cannot be mistaken for each other.
pub const WINDOWS: Windows = Windows { joining: 10_000, committing: 20_000, revealing: 30_000 };
/// How long the record of a round stays.
pub const RETENTION: Moment = 1_000_000;

/// The parameters at genesis.
pub fn parameters() -> Parameters<u64> {
	Parameters {
		windows: WINDOWS,
		retention: RETENTION,
		minimum_fee: 100,
		bond: BOND,
		quorum: 3,
		majority: 500,
		minority_penalty: 300,
		unrevealed_penalty: 500,
		max_absence: 250,
	}
}

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
fn account_of(did: &DidId) -> u64 {
	let mut bytes = [0; 8];
	bytes.copy_from_slice(&did.0[..8]);
	u64::from_le_bytes(bytes)
}

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	let who = around(|around| around.sponsored.get(&account).copied()).unwrap_or(account);
	Subject { did: did(who), account }
}

/// Everything around the pallet. What the pallet changes (submissions) is kept in the state, so that it is rolled
/// back with it; what only tests change is kept beside it.
pub struct World;

#[derive(Default)]
struct Around {
	statuses: BTreeMap<DidId, DidStatus>,
	controllers: BTreeMap<DidId, Vec<DidId>>,
	owners: Vec<(DidId, u32)>,
	payees: Vec<(DidId, u32)>,
	sponsored: BTreeMap<u64, u64>,
	device_owner: Option<DidId>,
	accredited: Vec<DidId>,
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
/// Says who controls a subject.
pub fn set_controllers(account: u64, controllers: &[u64]) {
	let controllers = controllers.iter().copied().map(did).collect();
	around(|around| around.controllers.insert(did(account), controllers));
}
/// Says who owns the data set.
pub fn set_owners(owners: &[u64]) {
	around(|around| around.owners = owners.iter().map(|owner| (did(*owner), 1)).collect());
}
/// From now on calls of this account are made on behalf of that stakeholder.
pub fn sponsor(account: u64, stakeholder: u64) {
	around(|around| around.sponsored.insert(account, stakeholder));
}
/// Says who is paid for the data set.
pub fn set_payees(payees: &[u64]) {
	around(|around| around.payees = payees.iter().map(|payee| (did(*payee), 1)).collect());
}
/// Says who owns [`DEVICE`].
pub fn set_device_owner(owner: u64) {
	around(|around| around.device_owner = Some(did(owner)));
}
/// Takes the accreditation of [`REGULATOR`] away.
pub fn revoke_accreditation() {
	around(|around| around.accredited.clear());
}
/// Lets a stakeholder veto.
pub fn accredit(account: u64) {
	around(|around| around.accredited.push(did(account)));
}
/// What the audit was told since it was last asked.
pub fn take_audited() -> Vec<Audited> {
	around(|around| std::mem::take(&mut around.audited))
}

impl Identities for World {
	fn status(subject: &DidId) -> Option<DidStatus> {
		let account = account_of(subject);
		let known = account != PASSER_BY;
		let changed = around(|around| around.statuses.get(subject).copied());
		known.then(|| changed.unwrap_or(DidStatus::Active))
	}
	fn has_role(subject: &DidId, role: Role) -> bool {
		let account = account_of(subject);
		let validator = account == POOR
			|| account == SUPPLIER
			|| account >= FIRST_OF_BENCHMARKS
			|| (VALIDATOR..VALIDATOR + VALIDATORS).contains(&account);
		role == Role::Validator && validator && Self::is_active(subject)
	}
	fn owner_of(device: &DidId) -> Option<DidId> {
		let owner = around(|around| around.device_owner).unwrap_or(did(SUPPLIER));
		(*device == did(DEVICE)).then_some(owner)
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
	fn controllers(subject: &DidId) -> Vec<DidId> {
		around(|around| around.controllers.get(subject).cloned().unwrap_or_default())
	}
}

/// Everybody's own account is the one that he is named after; others are those of sponsors.
impl Accounts<u64> for World {
	fn account_of(subject: &DidId) -> Option<u64> {
		Some(account_of(subject))
	}
}

/// A submission of the stand-in registry.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Submitted {
	pub supplier: DidId,
	pub fingerprint: Fingerprint,
	pub status: SubmissionStatus,
	/// Every decision, in order.
	pub decisions: Vec<Decision>,
}

fn key_of(submission: SubmissionId) -> Vec<u8> {
	("submission", submission).encode()
}

/// What the registry knows of a submission.
pub fn submitted(submission: SubmissionId) -> Option<Submitted> {
	unhashed::get(&key_of(submission))
}

/// A submission that waits, with this fingerprint.
pub fn submit_with(supplier: DidId, fingerprint: Fingerprint) -> SubmissionId {
	let submission: SubmissionId = unhashed::get_or_default(b"submissions");
	unhashed::put(b"submissions", &(submission + 1));
	let status = SubmissionStatus::Submitted;
	let entry = Submitted { supplier, fingerprint, status, decisions: Vec::new() };
	unhashed::put(&key_of(submission), &entry);
	submission
}

/// The leaves of every submission of the tests.
pub fn leaves() -> Vec<Vec<u8>> {
	(0..5).map(|number| format!("leaf {number}, {} l/s", 100 + number).into_bytes()).collect()
}

/// A submission of [`SUPPLIER`] that waits.
pub fn submit() -> SubmissionId {
	submit_with(did(SUPPLIER), Tree::from_leaves(leaves()).fingerprint())
}

impl DataRegistry for World {
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
		(id == DATA_SET).then(|| DataSetFacts {
			owner: did(SUPPLIER),
			category: Category::new("water/flow").expect("a category"),
			region: Region::new("u33d").expect("a region"),
			confidentiality: Confidentiality::Public,
			registered: START,
		})
	}
	fn submission(id: SubmissionId) -> Option<SubmissionFacts> {
		submitted(id).map(|found| SubmissionFacts {
			data_set: DATA_SET,
			supplier: found.supplier,
			device: did(DEVICE),
			fingerprint: found.fingerprint,
			status: found.status,
		})
	}
}

/// What the stand-in registry says to a submission that does not wait.
pub const NOT_WAITING: DispatchError = DispatchError::Other("not waiting for a round");

impl ValidationTarget for World {
	type Error = DispatchError;

	fn begin_validation(id: SubmissionId) -> Result<(), DispatchError> {
		let mut found = submitted(id).ok_or(NOT_WAITING)?;
		if found.status != SubmissionStatus::Submitted {
			return Err(NOT_WAITING);
		}
		found.status = SubmissionStatus::Validating;
		unhashed::put(&key_of(id), &found);
		Ok(())
	}

	fn decide(id: SubmissionId, decision: Decision) -> Result<(), DispatchError> {
		let mut found = submitted(id).ok_or(NOT_WAITING)?;
		if found.status != SubmissionStatus::Validating {
			return Err(NOT_WAITING);
		}
		found.status = match decision {
			Decision::Valid { .. } => SubmissionStatus::Validated,
			Decision::Invalid { .. } => SubmissionStatus::Rejected,
			Decision::Undecided => SubmissionStatus::Submitted,
		};
		found.decisions.push(decision);
		unhashed::put(&key_of(id), &found);
		Ok(())
	}
}

impl Rights for World {
	fn owners(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		let owners = around(|around| around.owners.clone());
		if owners.is_empty() {
			vec![(*supplier, 1)]
		} else {
			owners
		}
	}
	fn payees(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		let payees = around(|around| around.payees.clone());
		if payees.is_empty() {
			vec![(*supplier, 1)]
		} else {
			payees
		}
	}
}

impl Certificates for World {
	fn certificate_of(_: &CertificateSubject, _: Moment) -> Option<CertificateId> {
		None
	}
	fn subject_of(_: CertificateId, _: Moment) -> Option<CertificateSubject> {
		None
	}
	fn holds(_: &CertificateSubject, _: &CertificateType, _: Moment) -> bool {
		false
	}
	fn is_accredited(regulator: &DidId, power: Power, category: &Category, _: Moment) -> bool {
		power == Power::Veto
			&& category.as_str() == "water/flow"
			&& around(|around| around.accredited.contains(regulator))
	}
}

impl AuditLog for World {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::Validation);
		assert!(subjects.len() <= 3, "the weights reckon with three histories");
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
		Ok(RuntimeOrigin::signed(SUPPLIER))
	}
}

/// An account for whose DID is active.
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
		Ok(RuntimeOrigin::signed(SUPPLIER))
	}
}

impl pallet_validation::BenchmarkHelper<Test> for World {
	fn stakeholder(account: &u64, balance: u64) -> DidId {
		assert_ok!(Balances::mint_into(account, balance));
		did(*account)
	}
	fn submission(supplier: &Subject<u64>, fingerprint: Fingerprint) -> SubmissionId {
		submit_with(supplier.did, fingerprint)
	}
	fn accredit(regulator: &Subject<u64>, _: SubmissionId) {
		around(|around| around.accredited.push(regulator.did));
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	AROUND.with(|around| {
		*around.borrow_mut() = Around { accredited: vec![did(REGULATOR)], ..Around::default() }
	});
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let few = [SUPPLIER, REGULATOR, STRANGER, PASSER_BY, DEVICE];
	let rich = few
		.into_iter()
		.chain(VALIDATOR..VALIDATOR + VALIDATORS)
		.flat_map(|account| [account, account + OTHER_ACCOUNT])
		.map(|account| (account, WEALTH));
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.chain([(POOR, BOND)]).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	pallet_validation::GenesisConfig::<Test> { parameters: parameters() }
		.assimilate_storage(&mut storage)
		.expect("the pallet has a genesis");
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
			assert_ok!(Validation::do_try_state());
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
	<Validation as Hooks<u64>>::on_poll(number, meter);
}

/// The events of the pallet since the block began, or since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Validation(event) => Some(event),
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

/// What somebody has, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Purse {
	/// Free and held together.
	pub total: u64,
	/// Held as fees.
	pub fee: u64,
	/// Held as bonds.
	pub bond: u64,
}

/// What an account has.
pub fn purse(account: u64) -> Purse {
	let held = |reason: HoldReason| Balances::balance_on_hold(&reason.into(), &account);
	Purse {
		total: Balances::total_balance(&account),
		fee: held(HoldReason::Fee),
		bond: held(HoldReason::Bond),
	}
}

/// The account has so much more or less than at the beginning, and nothing is held.
#[track_caller]
pub fn assert_gained(account: u64, gain: i64) {
	let total = (WEALTH as i64 + gain) as u64;
	assert_eq!(purse(account), Purse { total, fee: 0, bond: 0 }, "account {account}");
}

/// The ticket that an account carries.
pub fn ticket(account: u64) -> u64 {
	Balances::balance_on_hold(&HoldReason::Record.into(), &account)
}

/// What the pallet knows of a round.
pub fn round(id: RoundId) -> Round<Test> {
	Rounds::<Test>::get(id).expect("the round is known")
}

/// The phase of a round.
pub fn phase(id: RoundId) -> Phase {
	round(id).phase
}

/// The deadline of an open round.
pub fn until(id: RoundId) -> Moment {
	phase(id).due().expect("the round is open")
}

/// How a decided round ended.
pub fn outcome(id: RoundId) -> RoundOutcome {
	*phase(id).outcome().expect("the round is decided")
}

/// Where the validator with this seat stands.
pub fn standing_of(id: RoundId, seat: u32) -> Standing {
	Seats::<Test>::get(id, seat).expect("the seat is taken").standing(&outcome(id))
}

/// How far the validator with this seat came.
pub fn participation(id: RoundId, seat: u32) -> Participation {
	Seats::<Test>::get(id, seat).expect("the seat is taken").participation
}

/// The counts of a validator: with and against the majority, unrevealed, undecided.
pub fn counts(account: u64) -> (u32, u32, u32, u32) {
	let counts = Reputations::<Test>::get(did(account)).validator;
	(counts.with_majority, counts.against_majority, counts.unrevealed, counts.undecided)
}

pub fn open_round(who: u64, submission: SubmissionId, fee: u64, seats: u32) -> DispatchResult {
	Validation::open_round(RuntimeOrigin::signed(who), submission, fee, seats)
}
pub fn join(who: u64, id: RoundId) -> DispatchResult {
	Validation::join(RuntimeOrigin::signed(who), id)
}
pub fn commit(who: u64, id: RoundId, commitment: Hash) -> DispatchResult {
	Validation::commit(RuntimeOrigin::signed(who), id, commitment)
}
pub fn reveal(who: u64, id: RoundId, verdict: Verdict, salt: Salt) -> DispatchResult {
	Validation::reveal(RuntimeOrigin::signed(who), id, verdict, salt)
}
pub fn veto(who: u64, id: RoundId, reason: Hash) -> DispatchResult {
	Validation::veto(RuntimeOrigin::signed(who), id, reason)
}
pub fn advance(who: u64, id: RoundId) -> DispatchResult {
	Validation::advance(RuntimeOrigin::signed(who), id)
}
pub fn forget(who: u64, id: RoundId) -> DispatchResult {
	Validation::forget(RuntimeOrigin::signed(who), id).map(|_| ()).map_err(|error| error.error)
}

/// Valid, with this quality.
pub fn valid(quality: u16) -> Verdict {
	Verdict::Valid { quality }
}

/// Invalid for this reason, without a leaf.
pub fn invalid(reason: Reason) -> Verdict {
	Verdict::Invalid { reason, leaf: None }
}

/// The proof about one leaf, by the book.
pub fn leaf_proof(index: usize) -> LeafProof<frame_support::BoundedVec<Hash, ConstU32<64>>> {
	let tree = Tree::from_leaves(leaves());
	LeafProof {
		index: index as u64,
		leaf: tree.leaf_hashes()[index],
		path: tree
			.proof(index as u64)
			.expect("the tree has this leaf")
			.try_into()
			.expect("the path is short"),
	}
}

/// The salt of a validator.
pub fn salt(who: u64) -> Salt {
	[who as u8; 32]
}

/// What a validator commits to.
pub fn seal(who: u64, id: RoundId, verdict: &Verdict) -> Hash {
	commitment(&GENESIS, id, &did(who), verdict, &salt(who))
}

/// The validators of a round with so many members.
pub fn validators(number: usize) -> Vec<u64> {
	(VALIDATOR..).take(number).collect()
}

/// The first validators join.
pub fn join_all(number: usize, id: RoundId) {
	for who in validators(number) {
		assert_ok!(join(who, id));
	}
}

/// A round about a new submission, with this many seats, that nobody joined.
pub fn opened(seats: u32) -> RoundId {
	let submission = submit();
	let id = crate::NextRoundId::<Test>::get();
	assert_ok!(open_round(SUPPLIER, submission, FEE, seats));
	id
}

/// A round in which so many validators took all seats.
pub fn joined(number: usize) -> RoundId {
	let id = opened(number as u32);
	join_all(number, id);
	id
}

/// A round in which each of these verdicts is committed to, and which is `Revealing`. `None`: joined and did not
/// commit.
pub fn committed(verdicts: &[Option<Verdict>]) -> RoundId {
	let id = joined(verdicts.len());
	for (who, verdict) in validators(verdicts.len()).into_iter().zip(verdicts) {
		if let Some(verdict) = verdict {
			assert_ok!(commit(who, id, seal(who, id, verdict)));
		}
	}
	if verdicts.iter().any(Option::is_none) {
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
	}
	id
}

/// A round in which each of these verdicts was revealed. Its deadline is over, and it is `Settling`.
pub fn revealed(verdicts: &[Option<Verdict>]) -> RoundId {
	let id = committed(verdicts);
	for (who, verdict) in validators(verdicts.len()).into_iter().zip(verdicts) {
		if let Some(verdict) = verdict {
			assert_ok!(reveal(who, id, verdict.clone(), salt(who)));
		}
	}
	if matches!(phase(id), Phase::Revealing { .. }) {
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
	}
	id
}

/// Settles a decided round to its end. Returns how many steps it took.
pub fn settle(id: RoundId) -> u32 {
	let mut steps = 0;
	while !matches!(phase(id), Phase::Closed { .. }) {
		assert_ok!(advance(PASSER_BY, id));
		steps += 1;
	}
	steps
}
