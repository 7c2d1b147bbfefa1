//! A runtime with real money of three kinds, a real clock and stand-ins for whom the escrow asks; and a deal to play
//! with.

use std::cell::RefCell;

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	exchange::{apply_keystream, key_commitment, Outcome},
	fingerprint::{Fingerprint, Tree, MAX_PATH_LEN},
	money::Asset,
	roles::Role,
	traits::{
		Accounts, Agreements as _, Allowances, AuditLog, AuditModule, AuditSubject,
		CertificateNeed, ClosedAgreement, DataRegistry, DataSetFacts, Delivery, Identities,
		LotError, LotFacts, NewAgreement, OnAgreementClosed, Party, Rights, Spending, Subject,
		SubmissionFacts,
	},
	usage::{UsageStatement, UsageTerms},
	AgreementId, DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl,
	dispatch::DispatchResultWithPostInfo,
	parameter_types,
	storage::unhashed,
	traits::{
		fungible::{self, HoldConsideration, Mutate},
		fungibles::{self, InspectHold as _, Mutate as _},
		AsEnsureOriginWithArg, ConstU32, ConstU64, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{ensure_signed, EnsureRoot, EnsureSigned};
use pallet_support::money::NativeOrLocal;
use sp_runtime::{traits::Dispatchable, BuildStorage, DispatchError, DispatchResult, Permill};

use crate::{
	self as pallet_data_escrow, Agreements, ClosedAgreements, HoldReason, Key, Misbehaviour,
	Parameters, Stage, Windows,
};

mod deal;
mod stand_ins;

pub use deal::*;
pub use stand_ins::*;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
		DataEscrow: pallet_data_escrow,
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

/// All the money.
pub type Money = fungible::UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, u64>;

parameter_types! {
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::DataEscrow(HoldReason::Record);
}

impl pallet_data_escrow::Config for Test {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = Subjects;
	type Identities = Subjects;
	type Registry = Certified;
	type Allowances = Limits;
	type OnClosed = Listeners;
	type Rights = Shareholders;
	type Accounts = Subjects;
	type Audit = Histories;
	type AdminOrigin = EnsureRoot<u64>;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU64<5>, ConstU64<1>, u64>,
	>;
	type MaxParts = ConstU32<4>;
	type MaxOwed = ConstU32<MAX_IDLE>;
	type WeightInfo = ();
	type BenchmarkHelper = Subjects;
}

/// How many steps a party may owe.
pub const MAX_IDLE: u32 = 8;

/// Delivers.
pub const SUPPLIER: u64 = 1;
/// Pays.
pub const DEMANDER: u64 = 2;
/// Has a DID and money, and nothing to do with the deals.
pub const STRANGER: u64 = 3;
/// Has money and no DID.
pub const PASSER_BY: u64 = 4;
/// Can pay for the ticket and not for [`PRICE`].
pub const POOR_DEMANDER: u64 = 5;
/// Cannot pay for the bond.
pub const POOR_SUPPLIER: u64 = 6;
/// Cannot pay for the ticket.
pub const BROKE: u64 = 7;
/// Another account that acts for the same DID.
pub const OTHER_ACCOUNT: u64 = 100;

/// May spend money that is not theirs, or lets others spend theirs: has a DID and money.
pub const SPONSOR: u64 = 8;
/// Brought the deal about.
pub const PLATFORM: u64 = 9;
/// Issues the assets, and freezes and blocks accounts of theirs.
pub const ISSUER: u64 = 60;

/// An asset that an account can hold without anything else.
pub const COIN: Asset = Asset::Local(7);
/// An asset that only accounts can hold which exist already.
pub const COUPON: Asset = Asset::Local(8);
/// The least that an account may have of either.
pub const LEAST_COIN: u64 = 25;
/// The numbers of the two.
pub const COIN_ID: u32 = 7;
pub const COUPON_ID: u32 = 8;

/// What everybody has who is not poor, of every kind of money.
pub const WEALTH: u64 = 100_000;
/// What a deal costs.
pub const PRICE: u64 = 1_000;
/// A fifth of [`PRICE`].
pub const BOND: u64 = 200;
/// The least bond.
pub const MINIMUM_BOND: u64 = 50;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// The genesis hash of the mock: what `frame_system` writes into a genesis without a client.
pub const GENESIS: Hash = [69; 32];
/// Five windows that cannot be mistaken for each other.
pub const WINDOWS: Windows = Windows {
	funding: 10_000,
	commitment: 20_000,
	acceptance: 30_000,
	reveal: 40_000,
	dispute: 50_000,
	judgement: 60_000,
};

/// The parameters at genesis.
pub fn parameters() -> Parameters<u64> {
	Parameters { windows: WINDOWS, bond: Permill::from_percent(20), minimum_bond: MINIMUM_BOND }
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let rich = [SUPPLIER, DEMANDER, STRANGER, PASSER_BY]
		.into_iter()
		.flat_map(|account| [account, account + OTHER_ACCOUNT])
		.chain([SPONSOR, ISSUER])
		.map(|account| (account, WEALTH));
	let poor = [(POOR_DEMANDER, 2_000), (POOR_SUPPLIER, 150), (BROKE, 20)];
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.chain(poor).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	let coins = [COIN_ID, COUPON_ID].into_iter().flat_map(|id| {
		[SUPPLIER, DEMANDER, STRANGER, SPONSOR].map(|account| (id, account, WEALTH))
	});
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![(COIN_ID, ISSUER, true, LEAST_COIN), (COUPON_ID, ISSUER, false, LEAST_COIN)],
		accounts: coins.collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the assets have a genesis");
	pallet_data_escrow::GenesisConfig::<Test> { parameters: parameters() }
		.assimilate_storage(&mut storage)
		.expect("the escrow has a genesis");
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
			Listeners::take();
			let issuance = || {
				[Asset::Native, COIN, COUPON]
					.map(<Money as fungibles::Inspect<u64>>::total_issuance)
			};
			let before = issuance();
			test();
			assert_eq!(issuance(), before, "money was made or lost");
			assert_ok!(DataEscrow::do_try_state());
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
	<DataEscrow as Hooks<u64>>::on_poll(number, meter);
}

/// The events of the escrow since the block began, or since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DataEscrow(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The last event of the escrow.
pub fn last_event() -> crate::Event<Test> {
	take_events().pop().expect("the escrow told of something")
}

/// What somebody has, and where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Purse {
	/// Free and held together.
	pub total: u64,
	/// Held as prices.
	pub price: u64,
	/// Held as bonds.
	pub bond: u64,
}

/// What an account has of the chain's own token.
pub fn purse(account: u64) -> Purse {
	purse_in(Asset::Native, account)
}

/// What an account has of an asset.
pub fn purse_in(asset: Asset, account: u64) -> Purse {
	let held = |reason: HoldReason| Money::balance_on_hold(asset, &reason.into(), &account);
	Purse {
		total: <Money as fungibles::Inspect<u64>>::total_balance(asset, &account),
		price: held(HoldReason::Price),
		bond: held(HoldReason::Bond),
	}
}

/// The ticket that an account carries.
pub fn ticket(account: u64) -> u64 {
	Money::balance_on_hold(Asset::Native, &HoldReason::Record.into(), &account)
}

/// Both purses are as if there had been no deal.
#[track_caller]
pub fn assert_nothing_moved() {
	let untouched = Purse { total: WEALTH, price: 0, bond: 0 };
	assert_eq!(purse(SUPPLIER), untouched, "supplier");
	assert_eq!(purse(DEMANDER), untouched, "demander");
}

/// The price went to the supplier, nothing is held.
#[track_caller]
pub fn assert_paid() {
	assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + PRICE, price: 0, bond: 0 }, "supplier");
	assert_eq!(purse(DEMANDER), Purse { total: WEALTH - PRICE, price: 0, bond: 0 }, "demander");
}

/// The bond went to the demander, nothing is held.
#[track_caller]
pub fn assert_punished() {
	assert_eq!(purse(SUPPLIER), Purse { total: WEALTH - BOND, price: 0, bond: 0 }, "supplier");
	assert_eq!(purse(DEMANDER), Purse { total: WEALTH + BOND, price: 0, bond: 0 }, "demander");
}

/// The stage of an open agreement.
pub fn stage(id: AgreementId) -> Stage {
	Agreements::<Test>::get(id).expect("the agreement is open").stage
}

/// The deadline of an open agreement.
pub fn until(id: AgreementId) -> Moment {
	stage(id).until()
}

/// How a closed agreement ended.
pub fn outcome(id: AgreementId) -> Outcome {
	ClosedAgreements::<Test>::get(id).expect("the agreement is closed").outcome
}
