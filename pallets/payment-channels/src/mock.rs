//! A runtime with real money in two assets, a real clock and real signatures; and what the tests do in it.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	fingerprint::Tree,
	money::Asset,
	roles::Role,
	text::{Category, Region},
	traits::{
		Accounts, Allowances, AuditLog, AuditModule, AuditSubject, CertificateNeed,
		Confidentiality, DataRegistry, DataSetFacts, Identities, KeyVerifier, LotError, LotFacts,
		Rights, Spending, Subject, SubmissionFacts,
	},
	voucher::{FinalState, Voucher},
	ChannelId, DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold as _, Mutate as _, UnionOf},
		fungibles::{Inspect as _, InspectHold as _},
		AsEnsureOriginWithArg, ConstU64, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{ensure_signed, EnsureRoot, EnsureSigned};
use pallet_support::{money::NativeOrLocal, testing::plain};
use sp_core::{ecdsa, ed25519, sr25519, Pair as _};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use crate::{
	self as pallet_payment_channels, Channel, Channels, Commissions, HoldReason, NextChannelId,
	Parameters,
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
		PaymentChannels: pallet_payment_channels,
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
/// The least that an account may have of [`COIN`] and of [`TOKEN`].
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

/// All money of the chain.
pub type Money = UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, u64>;

parameter_types! {
	pub const RecordReason: RuntimeHoldReason =
		RuntimeHoldReason::PaymentChannels(HoldReason::Record);
}

impl pallet_payment_channels::Config for Test {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = Subjects;
	type Identities = Subjects;
	type Accounts = Subjects;
	type Keys = Subjects;
	type Registry = Shelf;
	type Rights = Shelf;
	type Allowances = Purses;
	type Audit = Histories;
	type AdminOrigin = EnsureRoot<u64>;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU64<5>, ConstU64<1>, u64>,
	>;
	type WeightInfo = ();
	type BenchmarkHelper = Subjects;
}

/// Pays.
pub const PAYER: u64 = 1;
/// Delivers and is paid.
pub const PAYEE: u64 = 2;
/// Has a DID and money, and nothing to do with the channels.
pub const STRANGER: u64 = 3;
/// Has money and no DID.
pub const PASSER_BY: u64 = 4;
/// May spend the payer's money.
pub const SPENDER: u64 = 5;
/// Cannot pay for the ticket.
pub const BROKE: u64 = 6;
/// Issues [`COIN`] and [`TOKEN`].
pub const ISSUER: u64 = 7;
/// Another payee, whose account is empty.
pub const NEWCOMER: u64 = 8;
/// Suspended.
pub const SUSPENDED: u64 = 9;
/// A device of the payee.
pub const DEVICE: u64 = 10;
/// Brought the deal about.
pub const PLATFORM: u64 = 11;
/// Another account that acts for the same DID.
pub const OTHER_ACCOUNT: u64 = 100;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 100_000_000;
/// What a channel holds.
pub const DEPOSIT: u64 = 1_000;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// How long channels live in the tests.
pub const LIFE: Moment = 100_000;
/// How long the payee may claim at the end.
pub const CHALLENGE: Moment = 10_000;
/// The genesis hash of the mock: what `frame_system` writes into a genesis without a client.
pub const GENESIS: Hash = [69; 32];
/// An asset that makes accounts exist.
pub const COIN: Asset = Asset::Local(7);
/// An asset that does not.
pub const TOKEN: Asset = Asset::Local(8);
/// A data set of the payee.
pub const SET: DataSetId = 77;
/// A data set of the stranger.
pub const OTHER_SET: DataSetId = 78;

/// The parameters at genesis.
pub fn parameters() -> Parameters {
	Parameters { shortest_challenge: 1_000, longest_challenge: 20_000, longest_life: 200_000 }
}

/// The key of a subject.
pub fn pair(who: u64) -> ed25519::Pair {
	let mut seed = [0x11; 32];
	seed[..8].copy_from_slice(&who.to_le_bytes());
	ed25519::Pair::from_seed(&seed)
}

/// The key that signs the vouchers of the tests. Not one of the payer's document.
pub fn signer() -> VerificationKey {
	VerificationKey::Ed25519(pair(1_000).public().0)
}

/// Its signature.
pub fn sign(message: &[u8]) -> KeySignature {
	sign_with(1_000, message)
}

/// The signature of a key.
pub fn sign_with(who: u64, message: &[u8]) -> KeySignature {
	KeySignature::Ed25519(pair(who).sign(message).0)
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let rich = [PAYER, PAYEE, STRANGER, PASSER_BY, SPENDER, ISSUER]
		.into_iter()
		.flat_map(|account| [account, account + OTHER_ACCOUNT])
		.map(|account| (account, WEALTH));
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.chain([(BROKE, 1_100)]).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	let owners = [PAYER, PAYEE, STRANGER];
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![(7, ISSUER, true, LEAST), (8, ISSUER, false, LEAST)],
		accounts: owners.into_iter().flat_map(|who| [(7, who, WEALTH), (8, who, WEALTH)]).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the assets have a genesis");
	pallet_payment_channels::GenesisConfig::<Test> {
		parameters: parameters(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the channels have a genesis");
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
			let issuance = || [Asset::Native, COIN, TOKEN].map(Money::total_issuance);
			let before = issuance();
			test();
			assert_eq!(issuance(), before, "money was made or lost");
			assert_ok!(PaymentChannels::do_try_state());
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
	<PaymentChannels as Hooks<u64>>::on_poll(number, meter);
}

/// The events of the channels since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::PaymentChannels(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// The last event of the channels.
pub fn last_event() -> crate::Event<Test> {
	take_events().pop().expect("the channels told of something")
}

/// What an account has of an asset, free and held together.
pub fn total(asset: Asset, account: u64) -> u64 {
	Money::total_balance(asset, &account)
}

/// What is held of it as deposits.
pub fn held(asset: Asset, account: u64) -> u64 {
	Money::balance_on_hold(asset, &HoldReason::Deposit.into(), &account)
}

/// The tickets that an account carries.
pub fn tickets(account: u64) -> u64 {
	Balances::balance_on_hold(&HoldReason::Record.into(), &account)
}

/// A channel that is not gone.
pub fn channel(id: ChannelId) -> Channel<Test> {
	Channels::<Test>::get(id).expect("the channel is there")
}

pub fn is_gone(id: ChannelId) -> bool {
	id < NextChannelId::<Test>::get() && !Channels::<Test>::contains_key(id)
}

/// What a channel is opened with.
#[derive(Clone, Debug)]
pub struct Terms {
	pub payee: u64,
	pub signer: VerificationKey,
	pub asset: Asset,
	pub deposit: u64,
	pub data_set: Option<DataSetId>,
	pub commissions: Commissions,
	pub expires: Moment,
	pub challenge: Moment,
	pub from: Option<u64>,
}

/// The channel that the tests open.
pub fn terms() -> Terms {
	Terms {
		payee: PAYEE,
		signer: signer(),
		asset: Asset::Native,
		deposit: DEPOSIT,
		data_set: None,
		commissions: BoundedVec::new(),
		expires: START + LIFE,
		challenge: CHALLENGE,
		from: None,
	}
}

pub fn open(who: u64, terms: Terms) -> DispatchResult {
	PaymentChannels::open(
		RuntimeOrigin::signed(who),
		did(terms.payee),
		terms.signer,
		terms.asset,
		terms.deposit,
		terms.data_set,
		terms.commissions,
		terms.expires,
		terms.challenge,
		terms.from.map(did),
	)
}

/// Opens a channel of the payer's; returns its number.
pub fn opened_with(terms: Terms) -> ChannelId {
	assert_ok!(open(PAYER, terms));
	NextChannelId::<Test>::get() - 1
}

/// Opens the channel that the tests open; returns its number.
pub fn opened() -> ChannelId {
	opened_with(terms())
}

/// A voucher over so much, for so many readings.
pub fn voucher(amount: u128, readings: u64) -> Voucher {
	let readings = (0..readings).map(|number| number.to_le_bytes());
	Voucher { amount, delivered: Tree::from_leaves(readings).fingerprint() }
}

/// A voucher over so much, signed for this channel.
pub fn signed(id: ChannelId, amount: u128) -> (Voucher, KeySignature) {
	let voucher = voucher(amount, 3);
	(voucher, sign(&voucher.signing_bytes(&GENESIS, id)))
}

/// A final state over so much, and both signatures over it.
pub fn agreed(id: ChannelId, amount: u128) -> (FinalState, KeySignature, KeySignature) {
	let Voucher { amount, delivered } = voucher(amount, 3);
	let state = FinalState { amount, delivered };
	let message = state.signing_bytes(&GENESIS, id);
	(state, sign(&message), sign_with(PAYEE, &message))
}

/// [`PaymentChannels::claim`] with a voucher over so much.
pub fn claim(who: u64, id: ChannelId, amount: u128) -> DispatchResult {
	let (voucher, signature) = signed(id, amount);
	claim_with(who, id, voucher, signature)
}
pub fn claim_with(who: u64, id: ChannelId, voucher: Voucher, by: KeySignature) -> DispatchResult {
	plain(PaymentChannels::claim(RuntimeOrigin::signed(who), id, voucher, by))
}
pub fn top_up(who: u64, id: ChannelId, amount: u64, expires: Option<Moment>) -> DispatchResult {
	PaymentChannels::top_up(RuntimeOrigin::signed(who), id, amount, expires)
}
pub fn request_close(who: u64, id: ChannelId) -> DispatchResult {
	PaymentChannels::request_close(RuntimeOrigin::signed(who), id)
}
/// [`PaymentChannels::close`] with a final state over so much that both signed.
pub fn close(who: u64, id: ChannelId, amount: u128) -> DispatchResult {
	let (state, payer, payee) = agreed(id, amount);
	close_with(who, id, state, payer, payee)
}
pub fn close_with(
	who: u64,
	id: ChannelId,
	state: FinalState,
	payer: KeySignature,
	payee: KeySignature,
) -> DispatchResult {
	plain(PaymentChannels::close(RuntimeOrigin::signed(who), id, state, payer, payee))
}
/// [`PaymentChannels::close_by_payee`], perhaps with a voucher over so much.
pub fn close_by_payee(who: u64, id: ChannelId, amount: Option<u128>) -> DispatchResult {
	let best = amount.map(|amount| signed(id, amount));
	plain(PaymentChannels::close_by_payee(RuntimeOrigin::signed(who), id, best))
}
pub fn finalise(who: u64, id: ChannelId) -> DispatchResult {
	plain(PaymentChannels::finalise(RuntimeOrigin::signed(who), id))
}
pub fn settle(who: u64, id: ChannelId) -> DispatchResult {
	plain(PaymentChannels::settle(RuntimeOrigin::signed(who), id))
}

/// The number of a local asset.
fn local(asset: Asset) -> u32 {
	match asset {
		Asset::Local(id) => id,
		Asset::Native => panic!("not an asset of the issuer"),
	}
}

/// The issuer lets nothing reach the account any more.
pub fn block(asset: Asset, who: u64) {
	assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), local(asset), who));
}

/// The issuer takes that back, or a freeze.
pub fn thaw(asset: Asset, who: u64) {
	assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), local(asset), who));
}

/// The issuer freezes what the account has.
pub fn freeze(asset: Asset, who: u64) {
	assert_ok!(Assets::freeze(RuntimeOrigin::signed(ISSUER), local(asset), who));
}

/// What a stored value decodes to.
pub fn recoded<V: Encode + Decode>(value: &V) -> V {
	V::decode(&mut &value.encode()[..]).expect("what was encoded decodes")
}
