//! A runtime for tests, with doubles of the other pallets.
//!
//! The doubles keep what they know in storage, so that a call that fails rolls them back as it would the real pallets.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	exchange::Outcome,
	fingerprint::{Algorithm, Fingerprint},
	market::{DeliveryNeed, Need, Parties, Policy, Wanted},
	money::{Asset, Commission, Price},
	roles::{Role, Roles},
	text::{Category, Region},
	traits::{
		Accounts, Agreements, AuditLog, AuditModule, AuditSubject, CertificateNeed,
		ClosedAgreement, Confidentiality, DataRegistry, DataSetFacts, Delivery, Identities,
		LotError, LotFacts, NewAgreement, NewStream, OnAgreementClosed, Party, Reputations,
		Streams, Subject, SubmissionFacts,
	},
	usage::{UsageStatement, UsageTerms},
	AgreementId, DataSetId, DemandId, Hash, Moment, OfferId, StreamId, SubmissionId,
};
use frame_support::{
	derive_impl,
	pallet_prelude::ValueQuery,
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold, UnionOf},
		fungibles::{Create, Inspect},
		ConstU32, ConstU64, EnsureOrigin, Footprint, LinearStoragePrice, OnPoll,
	},
	weights::WeightMeter,
	Twox64Concat,
};
use pallet_support::money::NativeOrLocal;
use sp_runtime::{traits::Convert, BuildStorage, DispatchError};

use crate as pallet_data_market;
use crate::{
	types::{commitment_footprint, cover_footprint, demand_footprint, proposal_footprint},
	Commitments, Deals, DemandTerms, Demands, Fills, Goods, HoldReason, Lot, Matches, NextDemandId,
	NextOfferId, OfferTerms, Offers, Proposals, ProposedFill,
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
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
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

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Currency = Balances;
	type CreateOrigin =
		frame_support::traits::AsEnsureOriginWithArg<frame_system::EnsureSigned<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type Holder = AssetsHolder;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

/// All that can be held and paid.
pub type Money = UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, AccountId>;

/// A token besides the chain's own, and the least that an account has of it.
pub const COIN: Asset = Asset::Local(7);
pub const MIN_COIN: Balance = 3;

/// The clock when a test begins.
pub const START: Moment = 1_700_000_000_000;
pub const MIN_PRICE: Balance = EXISTENTIAL_DEPOSIT;
pub const MAX_VALIDITY: Moment = 1_000_000;
pub const MAX_LOT: u32 = 4;
pub const MAX_CANDIDATES: u32 = 8;
/// Orders of one owner that count among the candidates.
pub const OF_ONE: u32 = crate::features::book::CANDIDATES_OF_ONE;
/// Bytes of the largest agreement, and of a stream.
pub const LARGEST_AGREEMENT: u64 = 1_000;
pub const STREAM: u64 = 300;
/// The longest notice of a stream.
pub const MAX_NOTICE: Moment = 120_000;
pub const MAX_WINDOW: Moment = 60_000;
pub const CONFIRM_WINDOW: Moment = 10_000;
pub const FAIR_WINDOW: Moment = 100_000;

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
	type Accounts = Directory;
	type Registry = Registry;
	type Reputations = Scores;
	type Agreements = Escrow;
	type Streams = Flows;
	type Audit = Histories;
	type Balance = Balance;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Consideration = HoldConsideration<AccountId, Balances, OrderHold, TicketPrice>;
	type MaxLot = ConstU32<MAX_LOT>;
	type MaxCandidates = ConstU32<MAX_CANDIDATES>;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type MaxWindow = ConstU64<MAX_WINDOW>;
	type ConfirmWindow = ConstU64<CONFIRM_WINDOW>;
	type FairWindow = ConstU64<FAIR_WINDOW>;
	type WeightInfo = ();
	type BenchmarkHelper = Helper;
}

// ---- Who is who ----

#[frame_support::storage_alias]
type Persons = StorageMap<TestDoubles, Twox64Concat, DidId, (DidStatus, Roles)>;

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
	Persons::insert(did(account), (DidStatus::Active, roles));
}

pub fn set_status(account: AccountId, status: DidStatus) {
	let (_, roles) = Persons::get(did(account)).expect("registered");
	Persons::insert(did(account), (status, roles));
}

pub fn set_roles(account: AccountId, roles: Roles) {
	let (status, _) = Persons::get(did(account)).expect("registered");
	Persons::insert(did(account), (status, roles));
}

/// Makes one subject the owner of another, as of a device.
pub fn own(owner: AccountId, device: AccountId) {
	Owners::insert(did(device), did(owner));
}

#[frame_support::storage_alias]
type Owners = StorageMap<TestDoubles, Twox64Concat, DidId, DidId>;

#[frame_support::storage_alias]
type Outcomes = StorageMap<TestDoubles, Twox64Concat, DidId, (u32, u32), ValueQuery>;

/// So many good and bad outcomes are known of the supplier.
pub fn set_outcomes(account: AccountId, good: u32, bad: u32) {
	Outcomes::insert(did(account), (good, bad));
}

pub struct Scores;

impl Reputations for Scores {
	fn supplier(did: &DidId) -> (u32, u32) {
		Outcomes::get(did)
	}
}

pub struct Directory;

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		Persons::get(did).map(|(status, _)| status)
	}

	fn has_role(did: &DidId, role: Role) -> bool {
		matches!(Persons::get(did), Some((DidStatus::Active, roles)) if roles.contains(role))
	}

	fn owner_of(did: &DidId) -> Option<DidId> {
		Owners::get(did)
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

impl Accounts<AccountId> for Directory {
	fn account_of(did: &DidId) -> Option<AccountId> {
		Persons::get(did)?;
		let (account, _) = did.0.split_first_chunk::<8>()?;
		Some(AccountId::from_le_bytes(*account))
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
	pub schema: Hash,
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
type CertificatesRead = StorageValue<TestDoubles, u32, ValueQuery>;

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

pub const SCHEMA: Hash = [0x5c; 32];

/// From the first to the last reading of a submission.
pub const SPAN: Moment = 2_300;

/// A submission that is good in every respect and just came in.
pub fn good(data_set: DataSetId) -> Submission {
	Submission {
		data_set,
		validated: true,
		quality: 900,
		newest: now(),
		certified: true,
		records: 24,
		schema: SCHEMA,
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

/// Whether there is such a submission.
pub fn known_submission(id: SubmissionId) -> bool {
	Submissions::contains_key(id)
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

/// How often it was asked for a certificate.
pub fn certificates_read() -> u32 {
	CertificatesRead::get()
}

pub fn fingerprint(id: SubmissionId, records: u64) -> Fingerprint {
	let mut root = [0xf1; 32];
	root[..8].copy_from_slice(&id.to_le_bytes());
	let bytes = records.saturating_mul(10);
	Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root, leaves: records, bytes }
}

#[frame_support::storage_alias]
type CertifiedSets = StorageMap<TestDoubles, Twox64Concat, DataSetId, ()>;

/// The data set as a whole has a certificate.
pub fn certify_set(id: DataSetId) {
	CertifiedSets::insert(id, ());
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
			schema: None,
			records: 0,
			bytes: 0,
			oldest: Moment::MAX,
			newest: 0,
			quality: 1000,
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
			facts.bytes += known.records.saturating_mul(10);
			facts.oldest = facts.oldest.min(known.newest.saturating_sub(SPAN));
			facts.newest = facts.newest.max(known.newest);
			facts.quality = facts.quality.min(known.quality);
			facts.schema = Some(known.schema);
		}
		Ok(facts)
	}

	fn has_certificate(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		need: &CertificateNeed,
		_: Moment,
	) -> bool {
		CertificatesRead::put(CertificatesRead::get() + 1);
		let any = *need == CertificateNeed::Any;
		let certified = |id| Submissions::get(id).is_some_and(|known| known.certified);
		any && (CertifiedSets::contains_key(data_set)
			|| (!submissions.is_empty() && submissions.iter().all(certified)))
	}

	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		let DataSet { supplier, category, region } = DataSets::get(id)?;
		let confidentiality = Confidentiality::Public;
		Some(DataSetFacts { owner: supplier, category, region, confidentiality, registered: 0 })
	}

	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
	}
}

// ---- What becomes of a match ----

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Agreed {
	pub supplier: AccountId,
	pub demander: AccountId,
	pub data_set: DataSetId,
	pub submissions: Vec<SubmissionId>,
	pub parts: Vec<Fingerprint>,
	pub price: Balance,
	pub asset: Asset,
}

#[frame_support::storage_alias]
type OpenedAgreements = StorageValue<TestDoubles, Vec<Agreed>, ValueQuery>;

#[frame_support::storage_alias]
type FreeAtOpening = StorageMap<TestDoubles, Twox64Concat, AgreementId, Balance, ValueQuery>;

#[frame_support::storage_alias]
type Penniless = StorageMap<TestDoubles, Twox64Concat, AccountId, ()>;

#[frame_support::storage_alias]
type Indebted = StorageMap<TestDoubles, Twox64Concat, AccountId, ()>;

/// The agreements that were opened, the oldest first.
pub fn agreements() -> Vec<Agreed> {
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

/// Whether the account owes so many steps that no agreement is opened that it takes part in.
pub fn set_indebted(account: AccountId, indebted: bool) {
	match indebted {
		true => Indebted::insert(account, ()),
		false => Indebted::remove(account),
	}
}

/// Why the escrow opens no agreement for a penniless or indebted account.
pub const CANNOT_OPEN: DispatchError = DispatchError::Unavailable;

pub struct Escrow;

impl Agreements<AccountId, Balance> for Escrow {
	type Error = DispatchError;

	fn open(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, DispatchError> {
		let NewAgreement { supplier, demander, data_set, submissions, parts, price, asset, .. } =
			terms.clone();
		assert_eq!(terms.carrier, Party::Demander);
		let mut opened = OpenedAgreements::get();
		let id = AgreementId::try_from(opened.len()).expect("few agreements");
		opened.push(Agreed {
			supplier: supplier.account,
			demander: demander.account,
			data_set,
			submissions,
			parts,
			price,
			asset,
		});
		LastTerms::put(terms);
		// Written before it fails: the market has to roll it back.
		OpenedAgreements::put(opened);
		FreeAtOpening::insert(id, Balances::free_balance(demander.account));
		for account in [supplier.account, demander.account] {
			if Penniless::contains_key(account) || Indebted::contains_key(account) {
				return Err(CANNOT_OPEN);
			}
		}
		Ok(id)
	}

	fn open_funded(_: NewAgreement<AccountId, Balance>) -> Result<AgreementId, DispatchError> {
		// The market never does.
		Err(CANNOT_OPEN)
	}

	fn owes_too_much(party: &DidId) -> bool {
		Directory::account_of(party).is_some_and(Indebted::contains_key)
	}

	fn largest_footprint() -> u64 {
		LARGEST_AGREEMENT
	}
}

#[frame_support::storage_alias]
type LastTerms = StorageValue<TestDoubles, NewAgreement<AccountId, Balance>>;

/// The terms of the agreement that was opened last.
pub fn last_terms() -> NewAgreement<AccountId, Balance> {
	LastTerms::get().expect("an agreement was opened")
}

/// Ends an agreement as the escrow does. `by` stepped back.
pub fn close(id: AgreementId, outcome: Outcome, by: Option<AccountId>) {
	let opened = agreements()[id as usize].clone();
	DataMarket::closed(&ClosedAgreement {
		id,
		supplier: subject(opened.supplier),
		demander: subject(opened.demander),
		data_set: opened.data_set,
		submissions: opened.submissions,
		parts: opened.parts,
		ciphertext_root: None,
		watermark: None,
		price: opened.price,
		asset: opened.asset,
		usage: usage(),
		outcome,
		by: by.map(did),
		delivered: outcome == Outcome::Settled,
	});
}

#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Flow {
	pub payer: AccountId,
	pub payee: AccountId,
	pub data_set: DataSetId,
	pub usage: UsageStatement,
	pub commissions: Vec<Commission>,
	pub rate: Balance,
	pub notice: Moment,
}

#[frame_support::storage_alias]
type OpenedStreams = StorageValue<TestDoubles, Vec<Flow>, ValueQuery>;

/// The streams that were opened, the oldest first.
pub fn streams() -> Vec<Flow> {
	OpenedStreams::get()
}

pub struct Flows;

impl Streams<AccountId, Balance> for Flows {
	type Error = DispatchError;

	fn open(terms: NewStream<AccountId, Balance>) -> Result<StreamId, DispatchError> {
		let NewStream { payer, payee, data_set, usage, commissions, rate, notice, .. } = terms;
		let id = StreamId::try_from(streams().len()).expect("few streams");
		OpenedStreams::append(Flow {
			payer: payer.account,
			payee: payee.account,
			data_set,
			usage,
			commissions,
			rate,
			notice,
		});
		if Penniless::contains_key(payer.account) {
			return Err(CANNOT_OPEN);
		}
		Ok(id)
	}

	fn max_notice() -> Moment {
		MAX_NOTICE
	}

	fn footprint() -> u64 {
		STREAM
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
/// Search off chain and propose. They have no role.
pub const SOLVER: AccountId = 8;
pub const COPYCAT: AccountId = 9;

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
			balances: [SUPPLIER, RIVAL, DEMANDER, COMPETITOR, TRADER, STRANGER, SOLVER, COPYCAT]
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
			for account in [SOLVER, COPYCAT] {
				register(account, Role::Regulator.into());
			}
			let created = <Assets as Create<AccountId>>::create(7, STRANGER, true, MIN_COIN);
			created.expect("a new asset");
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

/// What an account has on hold is what its orders, covers, proposals, commitments and rewards cost, and nothing was minted or burnt.
pub fn check_tickets() {
	for account in SUPPLIER..=COPYCAT {
		let offers: Balance = Offers::<Test>::iter_values()
			.filter(|offer| offer.supplier.account == account)
			.map(|offer| offer_ticket(&offer.terms))
			.sum();
		let own = |demand: &crate::Demand<Test>| demand.demander.account == account;
		let demands: Balance = Demands::<Test>::iter_values()
			.filter(own)
			.map(|demand| {
				let cover = ticket(cover_footprint::<Test>(&demand.terms.need.wanted));
				ticket(demand_footprint(&demand.terms)) + cover * demand.covers.len() as Balance
			})
			.sum();
		let proposals: Balance = Proposals::<Test>::iter_values()
			.filter(|proposal| proposal.by.account == account)
			.map(|proposal| ticket(proposal_footprint::<Test>(&proposal.fills)))
			.sum();
		let commitments: Balance = Commitments::<Test>::iter_values()
			.filter(|commitment| commitment.deposit.payer == account)
			.map(|_| ticket(commitment_footprint()))
			.sum();
		let tickets = offers + demands + proposals + commitments;
		assert_eq!(held(account), tickets, "tickets of account {account}");

		let of_demand = |id: DemandId| Demands::<Test>::get(id).filter(own).is_some();
		let resting: Balance =
			Demands::<Test>::iter_values().filter(own).map(|demand| demand.terms.reward).sum();
		let waiting: Balance = Matches::<Test>::iter_values()
			.filter(|pending| of_demand(pending.demand))
			.map(|pending| pending.reward)
			.sum();
		let running: Balance = Deals::<Test>::iter_values()
			.filter(|deal| of_demand(deal.demand))
			.map(|deal| deal.reward)
			.sum();
		assert_eq!(held_reward(account), resting + waiting + running, "rewards of {account}");
	}
	assert_eq!(Balances::total_issuance(), 8 * ENDOWMENT);
	assert_eq!(Money::total_issuance(COIN), 0);
}

/// What the ticket for an offer costs.
pub fn offer_ticket(terms: &OfferTerms<Test>) -> Balance {
	let category = match &terms.goods {
		Goods::Query(query) => query.category,
		Goods::Lot(Lot { data_set, .. }) | Goods::Live { data_set, .. } => {
			DataSets::get(data_set).expect("registered").category
		},
	};
	ticket(crate::types::offer_footprint(terms, &category))
}

/// What tickets and covers of a demand cost.
pub fn demand_ticket(terms: &DemandTerms<Test>) -> Balance {
	let wanted = &terms.need.wanted;
	let covers = ticket(cover_footprint::<Test>(wanted)) * Balance::from(wanted.fills());
	ticket(demand_footprint(terms)) + covers
}

/// What an account has on hold for rewards.
pub fn held_reward(account: AccountId) -> Balance {
	Balances::balance_on_hold(&RuntimeHoldReason::DataMarket(HoldReason::Reward), &account)
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

/// A usage statement that allows everything.
pub fn usage() -> UsageStatement {
	UsageStatement { document: [0x0d; 32], terms: UsageTerms::unlimited() }
}

/// A lot of these submissions.
pub fn lot(data_set: DataSetId, submissions: &[SubmissionId]) -> Lot<Test> {
	Lot { data_set, submissions: submissions.to_vec().try_into().expect("short enough") }
}

/// Terms for one copy of these goods at this price, valid for as long as is allowed.
pub fn terms_for(goods: Goods<Test>, price: Price) -> OfferTerms<Test> {
	OfferTerms {
		goods,
		price,
		asset: Asset::Native,
		copies: 1,
		usage: usage(),
		delivery: Delivery::Proven,
		commissions: Default::default(),
		demanders: Parties::default(),
		confirm: false,
		valid_until: now() + MAX_VALIDITY,
	}
}

/// Terms for one copy of the lot at this price, valid for as long as is allowed.
pub fn terms(
	data_set: DataSetId,
	submissions: &[SubmissionId],
	price: Balance,
) -> OfferTerms<Test> {
	terms_for(Goods::Lot(lot(data_set, submissions)), Price::Fixed(price.into()))
}

/// The lot of such terms.
pub fn lot_in(terms: &OfferTerms<Test>) -> Lot<Test> {
	match &terms.goods {
		Goods::Lot(lot) => lot.clone(),
		other => panic!("no lot: {other:?}"),
	}
}

/// Terms of this subject for one copy of a new lot of one good submission.
pub fn good_terms(supplier: AccountId, price: Balance) -> OfferTerms<Test> {
	let data_set = data_set(supplier);
	let submission = submit(good(data_set));
	terms(data_set, &[submission], price)
}

/// A need that a good lot answers at up to this price.
pub fn need(budget: Balance) -> Need {
	Need {
		wanted: Wanted::Lot { records: 24 },
		suppliers: Parties::default(),
		category: category(),
		region: region("u33"),
		covers: None,
		within: None,
		schema: None,
		quality: 800,
		reputation: 0,
		completeness: None,
		max_age: Some(60_000),
		certificate: CertificateNeed::Any,
		usage: None,
		delivery: DeliveryNeed::default(),
		asset: Asset::Native,
		budget: budget.into(),
		policy: Policy::Cheapest,
	}
}

/// A need for so many records from lots of 24 and more.
pub fn volume(records: u64, fills: u8, budget: Balance) -> Need {
	Need { wanted: Wanted::Volume { records, least: 24, fills }, ..need(budget) }
}

/// A need for a stream at up to this rate.
pub fn live_need(rate: Balance) -> Need {
	Need {
		wanted: Wanted::Live { notice: 60_000 },
		quality: 0,
		max_age: None,
		certificate: CertificateNeed::None,
		..need(rate)
	}
}

/// A need that no lot answers at first: so that the demand rests until it is made to fit by [`ripen`].
pub fn picky(need: Need) -> Need {
	Need { reputation: 1_000, ..need }
}

/// Makes a demand of a picky need one that lots answer.
pub fn ripen(id: DemandId) {
	Demands::<Test>::mutate(id, |demand| {
		demand.as_mut().expect("a demand").terms.need.reputation = 0;
	});
}

/// Terms for a demand: no reward, no window, no questions, valid for as long as is allowed.
pub fn wanted(need: Need) -> DemandTerms<Test> {
	let valid_until = now() + MAX_VALIDITY;
	DemandTerms { need, reward: 0, window: 0, confirm: false, valid_until }
}

/// Places a demand on these terms that the chain finds no offer for, and returns its number. Offers answer it afterwards.
pub fn resting(demander: AccountId, terms: DemandTerms<Test>) -> DemandId {
	let id = place(demander, DemandTerms { need: picky(terms.need), ..terms });
	ripen(id);
	id
}

/// Places a demand on these terms and returns its number.
pub fn place(demander: AccountId, terms: DemandTerms<Test>) -> DemandId {
	let id = NextDemandId::<Test>::get();
	DataMarket::place_demand(signed(demander), terms).expect("a good demand");
	id
}

/// A proposal of offers that have their own lots.
pub fn fills(offers: &[OfferId]) -> Fills<Test> {
	let fills: Vec<_> = offers.iter().map(|id| ProposedFill { offer: *id, lot: None }).collect();
	fills.try_into().expect("few enough")
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
	place(demander, wanted(need))
}

/// Whether a match may still come of the demand.
pub fn is_open(demand: DemandId) -> bool {
	Demands::<Test>::get(demand).is_some_and(|demand| demand.is_open())
}

/// What is held for a demand of one lot while its agreement runs: the cover is back.
pub fn matched_ticket(terms: &DemandTerms<Test>) -> Balance {
	ticket(demand_footprint(terms))
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
