//! A runtime with real money in two assets and a real clock; stand-ins for identities and registry, and an escrow whose agreements end
//! as a test says.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	terms::{Completeness, Conditions, Fate, Late, Schedule, Terms},
	traits::{CertificateNeed, Delivery, Party},
	usage::{UsageStatement, UsageTerms},
	AgreementId, ContractId, DataSetId, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	traits::{
		fungible::{HoldConsideration, UnionOf},
		fungibles::{Inspect as _, InspectHold as _},
		tokens::{Fortitude, Preservation},
		AsEnsureOriginWithArg, ConstU32, ConstU64, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{EnsureRoot, EnsureSigned};
use pallet_support::money::NativeOrLocal;
use sp_runtime::{BuildStorage, DispatchResult};

use crate::{self as pallet_data_contracts, Contract, Contracts, HoldReason, NextContractId};

mod escrow;
mod world;

pub use escrow::*;
pub use world::*;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
		Escrow: fake_escrow,
		DataContracts: pallet_data_contracts,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<u64>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// The least that an account may have of the chain's token.
pub const EXISTENTIAL_DEPOSIT: u64 = 10;
/// The least that an account may have of [`COIN`].
pub const LEAST: u64 = 5;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<EXISTENTIAL_DEPOSIT>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
	type Currency = Balances;
	type Holder = AssetsHolder;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

impl fake_escrow::Config for Test {}

/// All money of the chain.
pub type Money = UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, u64>;

parameter_types! {
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::DataContracts(HoldReason::Record);
}

impl pallet_data_contracts::Config for Test {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = World;
	type Identities = World;
	type Accounts = World;
	type Registry = World;
	type Agreements = Escrow;
	type Audit = World;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU64<5>, ConstU64<1>, u64>,
	>;
	type MaxParts = ConstU32<4>;
	type MinPeriod = ConstU64<MIN_PERIOD>;
	type WeightInfo = ();
	type BenchmarkHelper = World;
}

/// Delivers.
pub const SUPPLIER: u64 = 1;
/// Receives.
pub const DEMANDER: u64 = 2;
/// Supplier and demander, and no party.
pub const STRANGER: u64 = 3;
/// Has money and no DID.
pub const PASSER_BY: u64 = 4;
/// Decides about refused batches.
pub const UMPIRE: u64 = 5;
/// Has a DID and no role.
pub const DEVICE: u64 = 6;
/// Issues [`COIN`].
pub const ISSUER: u64 = 7;
/// Pays for calls of others.
pub const SPONSOR: u64 = 8;
/// Another account that acts for the same DID.
pub const OTHER_ACCOUNT: u64 = 10_000;

/// From here on are the accounts that benchmarks make.
const FIRST_OF_BENCHMARKS: u64 = 2 * OTHER_ACCOUNT;

/// What everybody has of both assets.
pub const WEALTH: u64 = 100_000_000_000;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// The shortest period.
pub const MIN_PERIOD: Moment = 1_000;
/// The data set of [`SUPPLIER`].
pub const DATA_SET: DataSetId = 77;
/// One of [`STRANGER`].
pub const OTHER_DATA_SET: DataSetId = 78;
/// A token besides the chain's own.
pub const COIN: Asset = Asset::Local(7);

/// The last moment to accept the proposals of the tests.
pub const UNTIL: Moment = START + 5_000;
/// From one batch to the next.
pub const PERIOD: Moment = 100_000;
/// How long a batch may be late.
pub const GRACE: Moment = 40_000;
/// How many batches there are.
pub const BATCHES: u32 = 4;
/// What a batch costs.
pub const PRICE: u64 = 1_000;
/// What a missing batch costs.
pub const GAP: u64 = 400;
/// What each 10 seconds of delay cost, up to three times as much.
pub const LATE: u64 = 100;
/// The reward of a complete series.
pub const REWARD: u64 = 2_000;
/// What a batch costs that was refused without cause.
pub const REFUSAL: u64 = 300;
/// The most penalties of the tests' contract.
pub const BOND: u64 = GAP * BATCHES as u64;
/// The demander's money in it.
pub const BUDGET: u64 = PRICE * BATCHES as u64 + REWARD;

/// When batches of the tests are due.
pub const SCHEDULE: Schedule =
	Schedule { first: START + 10_000 + PERIOD, period: PERIOD, grace: GRACE, batches: BATCHES };

/// What the tests' contract says: everything is paid beforehand, in the chain's own token.
pub fn conditions() -> Conditions {
	Conditions {
		data_set: DATA_SET,
		asset: Asset::Native,
		price: PRICE.into(),
		schedule: SCHEDULE,
		prepaid: BATCHES,
		records: 10,
		quality: 500,
		certificate: CertificateNeed::None,
		delivery: Delivery::Proven,
		commissions: BoundedVec::new(),
		usage: UsageStatement { document: [9; 32], terms: UsageTerms::unlimited() },
		terms: Terms {
			late: Some(Late { unit: 10_000, per_unit: LATE.into(), most: (3 * LATE).into() }),
			gap: GAP.into(),
			refusal: REFUSAL.into(),
			completeness: Some(Completeness { at_least: 750, reward: REWARD.into() }),
			liability: u128::from(BOND),
			notice: 0,
		},
		umpire: None,
	}
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	world::reset();
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let everybody = [SUPPLIER, DEMANDER, STRANGER, PASSER_BY, UMPIRE, DEVICE, ISSUER, SPONSOR];
	let accounts = || everybody.into_iter().flat_map(|who| [who, who + OTHER_ACCOUNT]);
	pallet_balances::GenesisConfig::<Test> {
		balances: accounts().map(|who| (who, WEALTH)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![(7, ISSUER, true, LEAST)],
		accounts: accounts().map(|who| (7, who, WEALTH)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the assets have a genesis");
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
			let issuance = || [Asset::Native, COIN].map(Money::total_issuance);
			let before = issuance();
			test();
			assert_eq!(issuance(), before, "money was made or lost");
			assert_ok!(DataContracts::do_try_state());
		});
	}
}

/// Sets the clock without a new block, so that the agenda does not run.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// A new block with this time and plenty of room.
pub fn next_block(now: Moment) {
	next_block_with(now, &mut WeightMeter::new());
}

/// A new block with this time and this much room.
pub fn next_block_with(now: Moment, meter: &mut WeightMeter) {
	let number = System::block_number() + 1;
	System::set_block_number(number);
	Timestamp::set_timestamp(now);
	<DataContracts as Hooks<u64>>::on_poll(number, meter);
}

/// The batch lapses: the chain does by itself what is due then.
pub fn lapse(batch: u32) {
	next_block(SCHEDULE.lapses(batch) + 1_000);
}

/// The events of the pallet since the block began, or since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DataContracts(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// How batches ended since events were last asked for: which, how, penalty and compensation.
pub fn closed() -> Vec<(u32, Fate, u64, u64)> {
	take_events()
		.into_iter()
		.filter_map(|event| match event {
			crate::Event::BatchClosed { batch, fate, penalty, compensation, .. } => {
				Some((batch, fate, penalty, compensation))
			},
			_ => None,
		})
		.collect()
}

/// What somebody has of an asset: free and held together, held as budget, held as bond.
pub fn purse(asset: Asset, account: u64) -> (u64, u64, u64) {
	let held = |reason: HoldReason| Money::balance_on_hold(asset, &reason.into(), &account);
	let total = Money::balance(asset, &account) + Money::total_balance_on_hold(asset, &account);
	(total, held(HoldReason::Budget), held(HoldReason::Bond))
}

/// The account has so much more or less than at the beginning, and nothing is held.
#[track_caller]
pub fn assert_gained_in(asset: Asset, account: u64, gain: i64) {
	let total = WEALTH.checked_add_signed(gain).expect("nobody has so much");
	assert_eq!(purse(asset, account), (total, 0, 0), "account {account}");
}

/// [`assert_gained_in`] the chain's own token.
#[track_caller]
pub fn assert_gained(account: u64, gain: i64) {
	assert_gained_in(Asset::Native, account, gain);
}

/// The ticket that an account carries.
pub fn ticket(account: u64) -> u64 {
	Money::balance_on_hold(Asset::Native, &HoldReason::Record.into(), &account)
}

/// What the pallet knows of a contract.
pub fn contract(id: ContractId) -> Contract<Test> {
	Contracts::<Test>::get(id).expect("the contract is known")
}

/// The issuer blocks the account: it can neither pay nor receive.
pub fn block(who: u64) {
	assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), 7, who));
}
/// The issuer freezes what the account has.
pub fn freeze(who: u64) {
	assert_ok!(Assets::freeze(RuntimeOrigin::signed(ISSUER), 7, who));
}
/// The issuer takes a freeze or a block back.
pub fn thaw(who: u64) {
	assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), 7, who));
}
/// The account gives all away that it may.
pub fn empty(asset: Asset, who: u64) {
	let free = Money::reducible_balance(asset, &who, Preservation::Expendable, Fortitude::Polite);
	let origin = RuntimeOrigin::signed(who);
	match asset {
		Asset::Native => {
			assert_ok!(Balances::transfer_allow_death(origin, PASSER_BY, free));
		},
		Asset::Local(id) => {
			assert_ok!(Assets::transfer(origin, id, PASSER_BY, free));
		},
	}
}

pub fn propose(who: u64, party: Party, to: u64, conditions: Conditions) -> DispatchResult {
	propose_until(who, party, to, conditions, UNTIL)
}
pub fn propose_until(
	who: u64,
	party: Party,
	to: u64,
	conditions: Conditions,
	until: Moment,
) -> DispatchResult {
	let conditions = Box::new(conditions);
	DataContracts::propose(RuntimeOrigin::signed(who), party, did(to), conditions, until)
}
pub fn withdraw(who: u64, id: ContractId) -> DispatchResult {
	DataContracts::withdraw(RuntimeOrigin::signed(who), id)
}
pub fn accept(who: u64, id: ContractId) -> DispatchResult {
	DataContracts::accept(RuntimeOrigin::signed(who), id)
}
pub fn fund_more(who: u64, id: ContractId, batches: u32) -> DispatchResult {
	DataContracts::fund_more(RuntimeOrigin::signed(who), id, batches)
}
pub fn deliver(who: u64, id: ContractId, batch: u32, lot: &[SubmissionId]) -> DispatchResult {
	let lot = BoundedVec::truncate_from(lot.to_vec());
	DataContracts::deliver(RuntimeOrigin::signed(who), id, batch, lot)
}
pub fn decide(who: u64, id: ContractId, batch: u32, against: Party) -> DispatchResult {
	DataContracts::decide(RuntimeOrigin::signed(who), id, batch, against)
}
pub fn end(who: u64, id: ContractId) -> DispatchResult {
	DataContracts::end(RuntimeOrigin::signed(who), id).map(|_| ()).map_err(|refused| refused.error)
}
pub fn advance(who: u64, id: ContractId) -> DispatchResult {
	DataContracts::advance(RuntimeOrigin::signed(who), id)
}

pub fn protest(who: u64, id: ContractId) -> DispatchResult {
	DataContracts::protest(RuntimeOrigin::signed(who), id)
}

/// A proposal of the demander.
pub fn proposed(conditions: Conditions) -> ContractId {
	let id = NextContractId::<Test>::get();
	assert_ok!(propose(DEMANDER, Party::Demander, SUPPLIER, conditions));
	id
}

/// A contract that the demander proposed and the supplier accepted.
pub fn agreed(conditions: Conditions) -> ContractId {
	let id = proposed(conditions);
	assert_ok!(accept(SUPPLIER, id));
	id
}

/// A submission of the readings of a batch's period.
pub fn readings(batch: u32) -> SubmissionId {
	Submitted::of(SCHEDULE.opens(batch) + 1, SCHEDULE.due(batch)).submit()
}

/// The supplier delivers a batch at this moment. Returns the agreement.
pub fn delivered(id: ContractId, batch: u32, at: Moment) -> AgreementId {
	set_time(at);
	let lot = readings(batch);
	let agreement = fake_escrow::Next::<Test>::get();
	assert_ok!(deliver(SUPPLIER, id, batch, &[lot]));
	agreement
}

/// The supplier delivers a batch at this moment, and the demander is content.
pub fn served(id: ContractId, batch: u32, at: Moment) {
	close(delivered(id, batch, at), Outcome::Settled);
}
