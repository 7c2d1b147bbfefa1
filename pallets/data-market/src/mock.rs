//! A runtime for tests, with doubles of the other pallets.
//!
//! The doubles keep what they know in storage, so that a call that fails rolls them back as it would the real pallets.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	fingerprint::{Algorithm, Fingerprint},
	market::{Need, Policy},
	roles::{Role, Roles},
	text::{Category, Region},
	traits::{
		Agreements, AuditLog, AuditModule, AuditSubject, DataRegistry, DataSetFacts, Identities,
		LotError, LotFacts, NewAgreement, Subject, SubmissionFacts,
	},
	AgreementId, DataSetId, DemandId, Moment, OfferId, SubmissionId,
};
use frame_support::{
	derive_impl,
	pallet_prelude::ValueQuery,
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold},
		ConstU32, ConstU64, EnsureOrigin, Footprint, LinearStoragePrice, OnPoll,
	},
	weights::WeightMeter,
	Twox64Concat,
};
use sp_runtime::{traits::Convert, BuildStorage, DispatchError};

use crate as pallet_data_market;
use crate::{
	types::{demand_footprint, offer_footprint},
	Demands, HoldReason, NextDemandId, NextOfferId, OfferTerms, Offers,
};

pub type Balance = u64;
pub type AccountId = u64;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test
	{
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		DataMarket: pallet_data_market,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

pub const EXISTENTIAL_DEPOSIT: Balance = 10;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type ExistentialDeposit = ConstU64<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
}

/// The clock when a test begins.
pub const START: Moment = 1_700_000_000_000;
pub const MIN_PRICE: Balance = EXISTENTIAL_DEPOSIT;
pub const MAX_VALIDITY: Moment = 1_000_000;
pub const MAX_LOT: u32 = 4;
pub const MAX_CANDIDATES: u32 = 8;
/// Orders of one owner that count among the candidates.
pub const OF_ONE: u32 = crate::features::book::CANDIDATES_OF_ONE;
/// Bytes of the largest agreement.
pub const LARGEST_AGREEMENT: u64 = 1_000;

parameter_types! {
	pub const OrderHold: RuntimeHoldReason = RuntimeHoldReason::DataMarket(HoldReason::Order);
	pub const TicketBase: Balance = 100;
	pub const TicketPerByte: Balance = 1;
}

type TicketPrice = LinearStoragePrice<TicketBase, TicketPerByte, Balance>;

impl pallet_data_market::Config for Test {
	type Time = Timestamp;
	type SubjectOrigin = EnsureParty;
	type Identities = Directory;
	type Registry = Registry;
	type Agreements = Escrow;
	type Audit = Histories;
	type Balance = Balance;
	type Consideration = HoldConsideration<AccountId, Balances, OrderHold, TicketPrice>;
	type MaxLot = ConstU32<MAX_LOT>;
	type MaxCandidates = ConstU32<MAX_CANDIDATES>;
	type MinPrice = ConstU64<MIN_PRICE>;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type WeightInfo = ();
	type BenchmarkHelper = Helper;
}

// ---- Who is who ----

#[frame_support::storage_alias]
type Parties = StorageMap<TestDoubles, Twox64Concat, DidId, (DidStatus, Roles)>;

/// The subject of an account. Accounts up to [`LAST_PARTY`] have one.
pub fn did(account: AccountId) -> DidId {
	let mut id = [0xd1; 32];
	id[..8].copy_from_slice(&account.to_le_bytes());
	DidId(id)
}

pub fn subject(account: AccountId) -> Subject<AccountId> {
	Subject { did: did(account), account }
}

pub fn register(account: AccountId, roles: Roles) {
	Parties::insert(did(account), (DidStatus::Active, roles));
}

pub fn set_status(account: AccountId, status: DidStatus) {
	let (_, roles) = Parties::get(did(account)).expect("registered");
	Parties::insert(did(account), (status, roles));
}

pub fn set_roles(account: AccountId, roles: Roles) {
	let (status, _) = Parties::get(did(account)).expect("registered");
	Parties::insert(did(account), (status, roles));
}

pub struct Directory;

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		Parties::get(did).map(|(status, _)| status)
	}

	fn has_role(did: &DidId, role: Role) -> bool {
		matches!(Parties::get(did), Some((DidStatus::Active, roles)) if roles.contains(role))
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

/// Lets every registered subject pass but a pending one, as the runtime's origin does.
pub struct EnsureParty;

impl EnsureOrigin<RuntimeOrigin> for EnsureParty {
	type Success = Subject<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		match frame_system::ensure_signed(origin.clone()) {
			Ok(account) => match Directory::status(&did(account)) {
				Some(DidStatus::Active | DidStatus::Suspended | DidStatus::Revoked) => {
					Ok(subject(account))
				},
				Some(DidStatus::Pending) | None => Err(origin),
			},
			Err(_) => Err(origin),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(SUPPLIER))
	}
}

// ---- What the registry knows ----

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct DataSet {
	pub supplier: DidId,
	pub category: Category,
	pub region: Region,
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Submission {
	pub data_set: DataSetId,
	pub validated: bool,
	pub quality: u16,
	pub newest: Moment,
	pub certified: bool,
	pub records: u64,
}

#[frame_support::storage_alias]
type DataSets = StorageMap<TestDoubles, Twox64Concat, DataSetId, DataSet>;

#[frame_support::storage_alias]
type Submissions = StorageMap<TestDoubles, Twox64Concat, SubmissionId, Submission>;

#[frame_support::storage_alias]
type NextDataSet = StorageValue<TestDoubles, DataSetId, ValueQuery>;

#[frame_support::storage_alias]
type NextSubmission = StorageValue<TestDoubles, SubmissionId, ValueQuery>;

#[frame_support::storage_alias]
type LotsRead = StorageValue<TestDoubles, u32, ValueQuery>;

pub fn category() -> Category {
	Category::new("water/flow").expect("a category")
}

pub fn region(text: &str) -> Region {
	Region::new(text).expect("a region")
}

/// A data set of this subject in the category and the region that all tests use.
pub fn data_set(supplier: AccountId) -> DataSetId {
	data_set_of(DataSet { supplier: did(supplier), category: category(), region: region("u33dc") })
}

pub fn data_set_of(data_set: DataSet) -> DataSetId {
	let id = NextDataSet::get();
	NextDataSet::put(id + 1);
	DataSets::insert(id, data_set);
	id
}

/// A submission that is good in every respect and just came in.
pub fn good(data_set: DataSetId) -> Submission {
	Submission {
		data_set,
		validated: true,
		quality: 900,
		newest: now(),
		certified: true,
		records: 24,
	}
}

pub fn submit(submission: Submission) -> SubmissionId {
	let id = NextSubmission::get();
	NextSubmission::put(id + 1);
	Submissions::insert(id, submission);
	id
}

pub fn change(id: SubmissionId, change: impl FnOnce(&mut Submission)) {
	let mut submission = Submissions::get(id).expect("submitted");
	change(&mut submission);
	Submissions::insert(id, submission);
}

/// Gives the data set to another subject.
pub fn hand_over(data_set: DataSetId, supplier: AccountId) {
	let known = DataSets::get(data_set).expect("registered");
	DataSets::insert(data_set, DataSet { supplier: did(supplier), ..known });
}

/// How often the registry was asked for a lot.
pub fn lots_read() -> u32 {
	LotsRead::get()
}

pub fn fingerprint(id: SubmissionId, records: u64) -> Fingerprint {
	let mut root = [0xf1; 32];
	root[..8].copy_from_slice(&id.to_le_bytes());
	Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root, leaves: records, bytes: records }
}

pub struct Registry;

impl DataRegistry for Registry {
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		_now: Moment,
	) -> Result<LotFacts, LotError> {
		LotsRead::put(LotsRead::get() + 1);
		if submissions.is_empty() {
			return Err(LotError::Empty);
		}
		if !submissions.is_sorted_by(|a, b| a < b) {
			return Err(LotError::Duplicate);
		}
		let DataSet { supplier, category, region } =
			DataSets::get(data_set).ok_or(LotError::UnknownDataSet)?;
		let mut facts = LotFacts {
			supplier,
			category,
			region,
			parts: Vec::new(),
			records: 0,
			newest: 0,
			quality: 1000,
			certified: true,
		};
		for id in submissions {
			let known = Submissions::get(id).ok_or(LotError::UnknownSubmission)?;
			if known.data_set != data_set {
				return Err(LotError::NotOfDataSet);
			}
			if !known.validated {
				return Err(LotError::NotValidated);
			}
			facts.parts.push(fingerprint(*id, known.records));
			facts.records = facts.records.checked_add(known.records).ok_or(LotError::TooMany)?;
			facts.newest = facts.newest.max(known.newest);
			facts.quality = facts.quality.min(known.quality);
			facts.certified &= known.certified;
		}
		Ok(facts)
	}

	// The market asks for lots only.

	fn data_set(_: DataSetId) -> Option<DataSetFacts> {
		None
	}

	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
	}
}

// ---- What becomes of a match ----

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Opened {
	pub supplier: AccountId,
	pub demander: AccountId,
	pub data_set: DataSetId,
	pub parts: Vec<Fingerprint>,
	pub price: Balance,
}

#[frame_support::storage_alias]
type OpenedAgreements = StorageValue<TestDoubles, Vec<Opened>, ValueQuery>;

#[frame_support::storage_alias]
type FreeAtOpening = StorageMap<TestDoubles, Twox64Concat, AgreementId, Balance, ValueQuery>;

#[frame_support::storage_alias]
type Penniless = StorageMap<TestDoubles, Twox64Concat, AccountId, ()>;

/// The agreements that were opened, the oldest first.
pub fn agreements() -> Vec<Opened> {
	OpenedAgreements::get()
}

/// What the demander had free when the agreement was opened. The double takes no ticket of its own.
pub fn free_at_opening(id: AgreementId) -> Balance {
	FreeAtOpening::get(id)
}

/// From now on no agreement can be opened that this account takes part in.
pub fn make_penniless(account: AccountId) {
	Penniless::insert(account, ());
}

/// Why the escrow opens no agreement for a penniless account.
pub const CANNOT_OPEN: DispatchError = DispatchError::Unavailable;

pub struct Escrow;

impl Agreements<AccountId, Balance> for Escrow {
	type Error = DispatchError;

	fn open(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, DispatchError> {
		let NewAgreement { supplier, demander, data_set, parts, price } = terms;
		let mut opened = OpenedAgreements::get();
		let id = AgreementId::try_from(opened.len()).expect("few agreements");
		opened.push(Opened {
			supplier: supplier.account,
			demander: demander.account,
			data_set,
			parts,
			price,
		});
		// Written before it fails: the market has to roll it back.
		OpenedAgreements::put(opened);
		FreeAtOpening::insert(id, Balances::free_balance(demander.account));
		for account in [supplier.account, demander.account] {
			if Penniless::contains_key(account) {
				return Err(CANNOT_OPEN);
			}
		}
		Ok(id)
	}

	fn largest_footprint() -> u64 {
		LARGEST_AGREEMENT
	}
}

// ---- What the histories are told ----

/// Who caused an event, whose life it belongs to, its bytes.
pub type Told = (Option<DidId>, Vec<AuditSubject>, Vec<u8>);

#[frame_support::storage_alias]
type ToldSoFar = StorageValue<TestDoubles, Vec<Told>, ValueQuery>;

/// Remembers what it is told.
pub struct Histories;

impl Histories {
	/// What they were told since they were last asked.
	pub fn take() -> Vec<Told> {
		ToldSoFar::take()
	}
}

impl AuditLog for Histories {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::DataMarket);
		ToldSoFar::append((actor, subjects.to_vec(), event.to_vec()));
	}
}

// ---- Tests ----

pub const SUPPLIER: AccountId = 1;
pub const RIVAL: AccountId = 2;
pub const DEMANDER: AccountId = 3;
pub const COMPETITOR: AccountId = 4;
/// Supplies and demands.
pub const TRADER: AccountId = 5;
/// Has money and no subject.
pub const STRANGER: AccountId = 6;
/// Has a subject and no money.
pub const PAUPER: AccountId = 7;

pub const ENDOWMENT: Balance = 100_000;

pub struct ExtBuilder {
	start: Moment,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { start: START }
	}
}

impl ExtBuilder {
	pub fn build(self) -> sp_io::TestExternalities {
		let mut storage =
			frame_system::GenesisConfig::<Test>::default().build_storage().expect("genesis");
		pallet_balances::GenesisConfig::<Test> {
			balances: [SUPPLIER, RIVAL, DEMANDER, COMPETITOR, TRADER, STRANGER]
				.map(|account| (account, ENDOWMENT))
				.to_vec(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.expect("balances");
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			Timestamp::set_timestamp(self.start);
			for account in [SUPPLIER, RIVAL] {
				register(account, Role::Supplier.into());
			}
			for account in [DEMANDER, COMPETITOR] {
				register(account, Role::Demander.into());
			}
			for account in [TRADER, PAUPER] {
				register(account, Role::Supplier | Role::Demander);
			}
		});
		ext
	}

	/// Runs a test, then checks what must hold after every one.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			DataMarket::do_try_state().expect("the state is sound");
			check_tickets();
		});
	}
}

/// What an account has on hold is what its open orders cost, and nothing was minted or burnt.
fn check_tickets() {
	for account in SUPPLIER..=PAUPER {
		let offers: Balance = Offers::<Test>::iter_values()
			.filter(|offer| offer.supplier.account == account)
			.map(|offer| ticket(offer_footprint(&offer.submissions)))
			.sum();
		let demands: Balance = Demands::<Test>::iter_values()
			.filter(|demand| demand.demander.account == account)
			.map(|_| ticket(demand_footprint::<Test>()))
			.sum();
		assert_eq!(held(account), offers + demands, "tickets of account {account}");
	}
	assert_eq!(Balances::total_issuance(), 6 * ENDOWMENT);
}

/// What a ticket for so much room costs.
pub fn ticket(footprint: Footprint) -> Balance {
	TicketPrice::convert(footprint)
}

pub fn held(account: AccountId) -> Balance {
	Balances::balance_on_hold(&OrderHold::get(), &account)
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

pub fn now() -> Moment {
	Timestamp::get()
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
	<DataMarket as OnPoll<_>>::on_poll(number, meter);
}

/// Begins a block at this time, with room for everything.
pub fn run_to(now: Moment) {
	begin_block(now, &mut WeightMeter::new());
}

/// Terms for one copy of the lot at this price, valid for as long as is allowed.
pub fn terms(
	data_set: DataSetId,
	submissions: &[SubmissionId],
	price: Balance,
) -> OfferTerms<Test> {
	OfferTerms {
		data_set,
		submissions: submissions.to_vec().try_into().expect("short enough"),
		price,
		copies: 1,
		valid_until: now() + MAX_VALIDITY,
	}
}

/// Terms of this subject for one copy of a new lot of one good submission.
pub fn good_terms(supplier: AccountId, price: Balance) -> OfferTerms<Test> {
	let data_set = data_set(supplier);
	let submission = submit(good(data_set));
	terms(data_set, &[submission], price)
}

/// A need that a good lot answers at up to this price.
pub fn need(max_price: Balance) -> Need {
	Need {
		category: category(),
		region: region("u33"),
		max_price: max_price.into(),
		min_quality: 800,
		max_age: 60_000,
		certificate_required: true,
		min_records: 24,
		policy: Policy::Cheapest,
	}
}

/// Places an offer and returns its number.
pub fn offer(supplier: AccountId, terms: OfferTerms<Test>) -> OfferId {
	let id = NextOfferId::<Test>::get();
	DataMarket::place_offer(signed(supplier), terms).expect("a good offer");
	id
}

/// Places an offer of one copy of a new lot and returns its number.
pub fn good_offer(supplier: AccountId, price: Balance) -> OfferId {
	offer(supplier, good_terms(supplier, price))
}

/// Places a demand that is valid for as long as is allowed, and returns its number.
pub fn demand(demander: AccountId, need: Need) -> DemandId {
	let id = NextDemandId::<Test>::get();
	DataMarket::place_demand(signed(demander), need, now() + MAX_VALIDITY).expect("a good demand");
	id
}

/// The events of the market so far.
pub fn events() -> Vec<crate::Event<Test>> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DataMarket(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// The error of this pallet as a call returns it.
pub type Error = crate::Error<Test>;
pub type Event = crate::Event<Test>;

pub struct Helper;

impl crate::BenchmarkHelper<Test> for Helper {
	fn subject(seed: u32) -> Subject<AccountId> {
		use frame_support::traits::fungible::Mutate;

		let account = 1_000 + AccountId::from(seed);
		if Directory::status(&did(account)).is_none() {
			register(account, Role::Supplier | Role::Demander);
			Balances::mint_into(&account, ENDOWMENT).expect("room for more money");
		}
		subject(account)
	}

	fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		let data_set = data_set(supplier.account);
		(data_set, (0..submissions).map(|_| submit(good(data_set))).collect())
	}

	fn set_time(now: Moment) {
		set_now(now);
	}
}
