//! A runtime with real money in two tokens and a real clock; and what the tests do in it.

use std::collections::BTreeMap;

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	money::{Asset, Commission},
	roles::Role,
	stream::{Ending, Flow},
	text::{Category, Region},
	traits::{
		self, Accounts, Allowances, AuditLog, AuditModule, AuditSubject, CertificateNeed,
		Confidentiality, DataRegistry, DataSetFacts, Identities, LotError, LotFacts, NewStream,
		Rights, Spending, Subject, SubmissionFacts,
	},
	usage::{UsageStatement, UsageTerms},
	DataSetId, Moment, StreamId, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold as _, Mutate as _, UnionOf},
		fungibles::{Inspect, InspectHold, Mutate},
		AsEnsureOriginWithArg, ConstU128, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
};
use frame_system::{ensure_signed, EnsureRoot, EnsureSigned};
use pallet_support::{money::NativeOrLocal, testing::plain};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use crate::{
	self as pallet_payment_streams, BenchmarkHelper, HoldReason, Parameters, Stage, Streams,
};

mod stand_ins;

pub use stand_ins::*;

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Assets: pallet_assets,
		AssetsHolder: pallet_assets_holder,
		PaymentStreams: pallet_payment_streams,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// As long as the real ones.
pub type Balance = u128;

/// The least that an account may have of the chain's own token.
pub const EXISTENTIAL_DEPOSIT: Balance = 10;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
	type Holder = AssetsHolder;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

/// All the money.
pub type Money = UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, u64>;

parameter_types! {
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::PaymentStreams(HoldReason::Record);
}

impl pallet_payment_streams::Config for Test {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Identities = Directory;
	type Accounts = Directory;
	type Registry = Shelf;
	type Rights = Shareholders;
	type Allowances = Permits;
	type ActiveOrigin = EnsureSubject<true>;
	type SubjectOrigin = EnsureSubject<false>;
	type AdminOrigin = EnsureRoot<u64>;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU128<5>, ConstU128<1>, Balance>,
	>;
	type Audit = Histories;
	type WeightInfo = ();
	type BenchmarkHelper = Directory;
}

/// Pays.
pub const PAYER: u64 = 1;
/// Is paid.
pub const PAYEE: u64 = 2;
/// Has a DID and money, and nothing to do with it.
pub const STRANGER: u64 = 3;
/// Whose money others may bind.
pub const PATRON: u64 = 4;
/// Shares in the profit.
pub const HOLDER: u64 = 5;
/// Has money and no DID.
pub const PASSER_BY: u64 = 6;
/// Has no more than an account needs.
pub const POOR: u64 = 7;
/// Has a DID, and an account that does not exist.
pub const NEWCOMER: u64 = 8;
/// Issues the other token.
pub const ISSUER: u64 = 9;
/// A device, once it was handed over to somebody.
pub const DEVICE: u64 = 200;
/// Another account that acts for the same DID, at a sponsor's expense.
pub const OTHER_ACCOUNT: u64 = 100;

/// What everybody has who is not poor, of both tokens.
pub const WEALTH: Balance = 1_000_000;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// The other token.
pub const COIN: Asset = Asset::Local(7);
/// The least that an account may have of it.
pub const COIN_MINIMUM: Balance = 3;
/// The payee's data set.
pub const SET: DataSetId = 77;
/// What flows in the tests: no whole number of thousandths makes a unit of it.
pub const RATE: Balance = 7;
/// The notice in the tests.
pub const NOTICE: Moment = 10_000;
/// The deposit in the tests: it lasts for 142857 ms, and a thousandth is left over.
pub const DEPOSIT: Balance = 1_000;
/// The last moment that it covers.
pub const END: Moment = START + 142_857;
/// How long funding may take.
pub const FUNDING: Moment = 20_000;
/// The longest notice.
pub const MAX_NOTICE: Moment = 100_000;
pub const MAX_LOAN: Moment = 1_000_000;

/// The parameters at genesis.
pub fn parameters() -> Parameters {
	Parameters { funding: FUNDING, max_notice: MAX_NOTICE, max_loan: MAX_LOAN }
}

/// The DID of an account.
pub fn did(account: u64) -> DidId {
	let who = match account {
		OTHER_ACCOUNT..=199 => account - OTHER_ACCOUNT,
		_ => account,
	};
	let mut id = [0; 32];
	id[..8].copy_from_slice(&who.to_le_bytes());
	DidId(id)
}

fn number(did: &DidId) -> u64 {
	let [a, b, c, d, e, f, g, h, ..] = did.0;
	u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	Subject { did: did(account), account }
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let rich: Vec<u64> = [PAYER, PAYEE, STRANGER, PATRON, HOLDER, PASSER_BY]
		.into_iter()
		.flat_map(|account| [account, account + OTHER_ACCOUNT])
		.collect();
	pallet_balances::GenesisConfig::<Test> {
		balances: rich
			.iter()
			.map(|account| (*account, WEALTH))
			.chain([(POOR, EXISTENTIAL_DEPOSIT), (ISSUER, WEALTH)])
			.collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	let Asset::Local(coin) = COIN else { unreachable!("it is a token of its own") };
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![(coin, ISSUER, true, COIN_MINIMUM)],
		accounts: rich.iter().map(|account| (coin, *account, WEALTH)).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the assets have a genesis");
	pallet_payment_streams::GenesisConfig::<Test> {
		parameters: parameters(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the streams have a genesis");
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
			let issuance = issuance();
			test();
			assert_eq!(self::issuance(), issuance, "money was made or lost");
			assert_ok!(PaymentStreams::do_try_state());
			check_tickets();
		});
	}
}

/// How much there is of both tokens, besides what the test minted.
pub fn issuance() -> [Balance; 2] {
	let [native, coin]: [Balance; 2] = unhashed::get_or_default(MINTED);
	[Money::total_issuance(Asset::Native) - native, Money::total_issuance(COIN) - coin]
}

/// Every ticket is that of a stream that is there.
#[track_caller]
pub fn check_tickets() {
	let mut expected: BTreeMap<u64, Balance> = BTreeMap::new();
	for stream in Streams::<Test>::iter_values() {
		*expected.entry(stream.deposit.payer).or_default() += ticket_price();
	}
	for who in (PAYER..=ISSUER).chain(PAYER + OTHER_ACCOUNT..=ISSUER + OTHER_ACCOUNT) {
		assert_eq!(ticket(who), expected.get(&who).copied().unwrap_or(0), "tickets of {who}");
	}
}

/// What the record of a stream costs.
pub fn ticket_price() -> Balance {
	5 + Balance::from(<PaymentStreams as traits::Streams<u64, Balance>>::footprint())
}

/// The tickets that an account carries.
pub fn ticket(account: u64) -> Balance {
	Balances::balance_on_hold(&RecordReason::get(), &account)
}

/// What an account has bound in streams.
pub fn held(asset: Asset, account: u64) -> Balance {
	<Money as InspectHold<u64>>::balance_on_hold(asset, &HoldReason::Deposit.into(), &account)
}

/// What an account has of its own, free or held.
pub fn total(asset: Asset, account: u64) -> Balance {
	Money::total_balance(asset, &account)
}

/// What an account has free.
pub fn free(asset: Asset, account: u64) -> Balance {
	Money::balance(asset, &account)
}

/// What was minted since the test began, by token.
const MINTED: &[u8] = b"minted";

/// Gives somebody more.
pub fn mint(asset: Asset, account: u64, amount: Balance) {
	let minted = match asset {
		Asset::Native => Balances::mint_into(&account, amount),
		Asset::Local(id) => Assets::mint_into(id, &account, amount),
	};
	assert_ok!(minted);
	let mut sums: [Balance; 2] = unhashed::get_or_default(MINTED);
	sums[usize::from(asset != Asset::Native)] += amount;
	unhashed::put(MINTED, &sums);
}

/// Whatever the account has free of the chain's own token is locked.
pub fn lock(account: u64) {
	use frame_support::traits::{LockableCurrency, WithdrawReasons};
	Balances::set_lock(*b"distress", &account, Balance::MAX, WithdrawReasons::all());
}

/// Nothing of the other token can be paid to the account any more, nor released to it.
pub fn block(account: u64) {
	let Asset::Local(coin) = COIN else { unreachable!() };
	assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), coin, account));
}

/// It can again.
pub fn unblock(account: u64) {
	let Asset::Local(coin) = COIN else { unreachable!() };
	assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), coin, account));
}

/// Sets the clock without a new block, so that the agenda does not run.
pub fn set_time(now: Moment) {
	Timestamp::set_timestamp(now);
}

/// Lets time pass without a new block.
pub fn wait(time: Moment) {
	set_time(Timestamp::get() + time);
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
	<PaymentStreams as Hooks<u64>>::on_poll(number, meter);
}

/// The events of the streams since the block began, or since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::PaymentStreams(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The last event of the streams.
pub fn last_event() -> crate::Event<Test> {
	take_events().pop().expect("the streams told of something")
}

/// How the last stream ended, its last moment, and what it paid and gave back.
#[track_caller]
pub fn last_end() -> (Ending, Moment, Balance, Balance) {
	match last_event() {
		crate::Event::Ended { ending, at, to_payee, to_funder, .. } => {
			(ending, at, to_payee, to_funder)
		},
		other => panic!("no end: {other:?}"),
	}
}

/// What a stream is to be.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
	pub payee: u64,
	pub data_set: Option<DataSetId>,
	pub asset: Asset,
	pub rate: Balance,
	pub deposit: Balance,
	pub notice: Moment,
	pub from: Option<u64>,
}

/// The stream of the tests.
pub const TERMS: Terms = Terms {
	payee: PAYEE,
	data_set: None,
	asset: Asset::Native,
	rate: RATE,
	deposit: DEPOSIT,
	notice: NOTICE,
	from: None,
};

pub fn open_as(who: u64, terms: Terms) -> DispatchResult {
	let Terms { payee, data_set, asset, rate, deposit, notice, from } = terms;
	let origin = RuntimeOrigin::signed(who);
	let from = from.map(did);
	PaymentStreams::open(origin, did(payee), data_set, asset, rate, deposit, notice, from)
}

/// A stream on these terms, which the payer opened now.
#[track_caller]
pub fn opened_with(terms: Terms) -> StreamId {
	assert_ok!(open_as(PAYER, terms));
	newest()
}

/// The stream of the tests, opened now.
#[track_caller]
pub fn opened() -> StreamId {
	opened_with(TERMS)
}

/// The number that was given last.
pub fn newest() -> StreamId {
	crate::NextStreamId::<Test>::get() - 1
}

/// What the payer may do with the data.
pub fn usage() -> UsageStatement {
	UsageStatement { document: [7; 32], terms: UsageTerms::unlimited() }
}

/// A part for a platform, so many thousandths.
pub fn commission(payee: u64, per_mille: u16) -> Commission {
	Commission { payee: did(payee), per_mille }
}

/// What payer and payee agree on in the market.
pub fn agreed() -> NewStream<u64, Balance> {
	NewStream {
		payer: subject(PAYER),
		payee: subject(PAYEE),
		data_set: SET,
		usage: usage(),
		commissions: Vec::new(),
		asset: Asset::Native,
		rate: RATE,
		notice: NOTICE,
	}
}

/// Opens a stream as the market does.
pub fn propose(terms: NewStream<u64, Balance>) -> Result<StreamId, DispatchError> {
	<PaymentStreams as traits::Streams<u64, Balance>>::open(terms)
}

pub fn fund(who: u64, id: StreamId, deposit: Balance, from: Option<u64>) -> DispatchResult {
	PaymentStreams::fund(RuntimeOrigin::signed(who), id, deposit, from.map(did))
}
pub fn claim(who: u64, id: StreamId) -> DispatchResult {
	plain(PaymentStreams::claim(RuntimeOrigin::signed(who), id))
}
pub fn top_up(who: u64, id: StreamId, amount: Balance) -> DispatchResult {
	PaymentStreams::top_up(RuntimeOrigin::signed(who), id, amount)
}
pub fn pause(who: u64, id: StreamId) -> DispatchResult {
	PaymentStreams::pause(RuntimeOrigin::signed(who), id)
}
pub fn resume(who: u64, id: StreamId) -> DispatchResult {
	PaymentStreams::resume(RuntimeOrigin::signed(who), id)
}
pub fn change_rate(who: u64, id: StreamId, rate: Balance) -> DispatchResult {
	PaymentStreams::change_rate(RuntimeOrigin::signed(who), id, rate)
}
pub fn close(who: u64, id: StreamId) -> DispatchResult {
	plain(PaymentStreams::close(RuntimeOrigin::signed(who), id))
}
pub fn withdraw(who: u64, id: StreamId) -> DispatchResult {
	PaymentStreams::withdraw(RuntimeOrigin::signed(who), id)
}

/// A stream that is open, as it was last written.
#[track_caller]
pub fn flow(id: StreamId) -> Flow {
	match Streams::<Test>::get(id).expect("the stream is there").stage {
		Stage::Open(flow) => flow,
		other => panic!("not open: {other:?}"),
	}
}

/// Whether a stream is gone.
pub fn is_gone(id: StreamId) -> bool {
	!Streams::<Test>::contains_key(id)
}
