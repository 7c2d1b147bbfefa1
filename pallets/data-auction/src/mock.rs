//! A runtime for tests, with doubles of the other pallets.

mod doubles;

use counterfoil_primitives::{
	access::Action,
	auction::{commitment, Descent, Falling, Pricing},
	money::Asset,
	roles::{Role, Roles},
	traits::{CertificateNeed, Delivery, Identities, NewAgreement, Subject},
	usage::{UsagePurposes, UsageStatement, UsageTerms},
	AuctionId, DataSetId, Hash, Moment, SubmissionId,
};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::HoldConsideration,
		tokens::{
			fungible::UnionOf,
			fungibles::{Inspect, InspectHold},
		},
		AsEnsureOriginWithArg, ConstU128, ConstU32, Footprint, LinearStoragePrice, OnPoll,
	},
	weights::WeightMeter,
};
use pallet_support::money::NativeOrLocal;
use sp_runtime::{traits::Convert, BuildStorage, DispatchResult, DispatchResultWithInfo};

use crate as pallet_data_auction;
use crate::{
	types::{agreement_footprint, auction_footprint, bid_footprint},
	Auction, Auctions, Awards, Bids, Commissions, Format, HoldReason, Lot, NextAuctionId, Owed,
	Parameters, Salt, SealedTerms,
};

pub use doubles::*;

pub type Balance = u128;
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
		DataAuction: pallet_data_auction,
	}
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// Of the chain's own token.
pub const EXISTENTIAL_DEPOSIT: Balance = 10;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<EXISTENTIAL_DEPOSIT>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type Currency = Balances;
	type Holder = AssetsHolder;
}

impl pallet_assets_holder::Config for Test {
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeEvent = RuntimeEvent;
}

/// All that can be held and paid.
pub type Money = UnionOf<Balances, AssetsHolder, NativeOrLocal, Asset, AccountId>;

/// The clock when a test begins.
pub const START: Moment = 1_700_000_000_000;
/// The genesis hash of the mock: what `frame_system` writes into a genesis without a client.
pub const GENESIS: Hash = [69; 32];
pub const MIN_WINDOW: Moment = 10_000;
pub const LONGEST: Moment = 1_000_000;
pub const MAX_LOT: u32 = 4;
pub const MAX_BIDDERS: u32 = 8;
pub const SETTLE_PER_STEP: u32 = 3;
/// Bytes of the largest agreement, which the double's agreements all are.
pub const LARGEST_AGREEMENT: u64 = 1_000;

parameter_types! {
	pub const RecordHold: RuntimeHoldReason = RuntimeHoldReason::DataAuction(HoldReason::Record);
	pub const DepositHold: RuntimeHoldReason = RuntimeHoldReason::DataAuction(HoldReason::Deposit);
	pub const TicketBase: Balance = 100;
	pub const TicketPerByte: Balance = 1;
}

type TicketPrice = LinearStoragePrice<TicketBase, TicketPerByte, Balance>;
type Ticket = HoldConsideration<AccountId, Balances, RecordHold, TicketPrice>;

impl pallet_data_auction::Config for Test {
	type Time = Timestamp;
	type Assets = Money;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = EnsureParty;
	type AdminOrigin = frame_system::EnsureRoot<AccountId>;
	type Identities = World;
	type Accounts = World;
	type Registry = World;
	type Rights = World;
	type Agreements = Escrow;
	type Audit = Histories;
	type Consideration = Ticket;
	type MaxLot = ConstU32<MAX_LOT>;
	type MaxBidders = ConstU32<MAX_BIDDERS>;
	type SettlePerStep = ConstU32<SETTLE_PER_STEP>;
	type WeightInfo = ();
	type BenchmarkHelper = World;
}

/// The parameters at genesis.
pub fn parameters() -> Parameters {
	Parameters { min_window: MIN_WINDOW, max_duration: LONGEST, min_deposit: 100 }
}

pub const SUPPLIER: AccountId = 1;
/// Another supplier.
pub const RIVAL: AccountId = 2;
/// Has a DID and money, and no role.
pub const STRANGER: AccountId = 3;
/// Has money and no DID.
pub const PASSER_BY: AccountId = 4;
/// A demander without money.
pub const PAUPER: AccountId = 5;
pub const JUDGE: AccountId = 6;
/// Issues the tokens besides the chain's own.
pub const ISSUER: AccountId = 7;
/// The first of many demanders.
pub const BIDDER: AccountId = 10;
/// How many demanders there are.
pub const BIDDERS: AccountId = 10;
/// From here on are the accounts that benchmarks make.
const FIRST_OF_BENCHMARKS: AccountId = 1_000;

/// What everybody has, of each asset, who is not poor.
pub const WEALTH: Balance = 100_000;
/// A token that needs no other one on an account.
pub const COIN: Asset = Asset::Local(1);
/// The least that an account may have of it.
pub const COIN_MINIMUM: Balance = 5;
/// A token that an account cannot have without another one.
pub const VOUCHER: Asset = Asset::Local(2);
pub const RESERVE: Balance = 1_000;
pub const DEPOSIT: Balance = 200;

/// Everybody with money.
pub fn wealthy() -> impl Iterator<Item = AccountId> {
	[SUPPLIER, RIVAL, STRANGER, PASSER_BY, JUDGE, ISSUER]
		.into_iter()
		.chain(BIDDER..BIDDER + BIDDERS)
}

pub struct ExtBuilder;

impl ExtBuilder {
	pub fn build() -> sp_io::TestExternalities {
		let tokens = [(1, COIN_MINIMUM), (2, 1)];
		RuntimeGenesisConfig {
			system: Default::default(),
			balances: pallet_balances::GenesisConfig {
				balances: wealthy().map(|account| (account, WEALTH)).collect(),
				..Default::default()
			},
			assets: pallet_assets::GenesisConfig {
				assets: tokens
					.iter()
					.map(|(id, minimum)| (*id, ISSUER, *id == 1, *minimum))
					.collect(),
				accounts: tokens
					.iter()
					.flat_map(|(id, _)| wealthy().map(|account| (*id, account, WEALTH)))
					.collect(),
				..Default::default()
			},
			data_auction: crate::GenesisConfig { parameters: parameters(), ..Default::default() },
		}
		.build_storage()
		.map(|storage| {
			let mut ext = sp_io::TestExternalities::new(storage);
			ext.execute_with(|| {
				System::set_block_number(1);
				Timestamp::set_timestamp(START);
				for account in [SUPPLIER, RIVAL] {
					register(account, Role::Supplier.into());
				}
				for account in (BIDDER..BIDDER + BIDDERS).chain([PAUPER]) {
					register(account, Role::Demander.into());
				}
				for account in [STRANGER, JUDGE] {
					register(account, Roles::default());
				}
			});
			ext
		})
		.expect("genesis")
	}

	/// Runs a test, then checks what must hold after every one.
	pub fn build_and_execute(test: impl FnOnce()) {
		Self::build().execute_with(|| {
			let before = issuance();
			test();
			check();
			assert_eq!(issuance(), before, "money was made or lost");
		});
	}
}

/// How much there is of each asset.
pub fn issuance() -> Vec<Balance> {
	[Asset::Native, COIN, VOUCHER].into_iter().map(Money::total_issuance).collect()
}

/// What must hold after every call.
pub fn check() {
	DataAuction::do_try_state().expect("the state is sound");
	for account in wealthy().chain([PAUPER]) {
		check_holds(account);
	}
}

/// What an account has on hold is what auctions, bids, deposits and agreements say.
fn check_holds(account: AccountId) {
	let bid_ticket = ticket(bid_footprint::<Test>());
	let room = ticket(agreement_footprint::<Test>());
	let mut records: Balance = Auctions::<Test>::iter_values()
		.filter(|auction| auction.ticket.payer == account)
		.map(|auction| ticket(auction_footprint::<Test>(&auction.lot, &auction.format)))
		.sum();
	let own = |payer: AccountId| Balance::from(payer == account);
	for bid in Bids::<Test>::iter_values() {
		records += own(bid.bidder.account) * (bid_ticket + room);
	}
	for stake in Awards::<Test>::iter_values() {
		assert_eq!(stake.room, None, "room that an agreement takes is still paid for");
		records += own(stake.bidder.account) * bid_ticket;
	}
	for due in Owed::<Test>::iter_values() {
		let rooms = Balance::from(due.stake.room.is_some());
		records += own(due.stake.bidder.account) * (bid_ticket + rooms * room);
	}
	let mut prices = [0; 3];
	for opened in OpenAgreements::iter_values() {
		let stake = stake_of(&opened.terms);
		let NewAgreement { demander, asset, .. } = opened.terms;
		records += own(demander.account) * ticket(Escrow::footprint());
		let place = match asset {
			Asset::Native => 0,
			Asset::Local(id) => id as usize,
		};
		prices[place] += own(demander.account) * Balance::from(opened.funded) * stake;
	}
	prices[0] += records;
	for (asset, expected) in [Asset::Native, COIN, VOUCHER].into_iter().zip(prices) {
		let held = Money::balance_on_hold(asset, &RecordHold::get(), &account);
		assert_eq!(held, expected, "tickets and prices of {account} in {asset:?}");
	}
	let deposits: Balance =
		[Asset::Native, COIN, VOUCHER].into_iter().map(|asset| deposit_of(asset, account)).sum();
	let bound = Bids::<Test>::iter_values().any(|bid| bid.bidder.account == account)
		|| Awards::<Test>::iter_values().any(|stake| stake.bidder.account == account)
		|| Owed::<Test>::iter_values().any(|due| due.stake.bidder.account == account);
	assert!(bound || deposits == 0, "a deposit of {account} has no record");
}

/// What a ticket for so much room costs.
pub fn ticket(footprint: Footprint) -> Balance {
	TicketPrice::convert(footprint)
}

/// What an account has on hold as deposits.
pub fn deposit_of(asset: Asset, account: AccountId) -> Balance {
	Money::balance_on_hold(asset, &DepositHold::get(), &account)
}

/// What an account has free.
pub fn free(asset: Asset, account: AccountId) -> Balance {
	Money::balance(asset, &account)
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
	<DataAuction as OnPoll<_>>::on_poll(number, meter);
}

/// Begins a block at this time, with room for everything.
pub fn run_to(now: Moment) {
	begin_block(now, &mut WeightMeter::new());
}

/// What buyers may do with the data of the tests.
pub fn usage() -> UsageStatement {
	UsageStatement {
		document: [8; 32],
		terms: UsageTerms {
			actions: Action::Read.into(),
			purposes: UsagePurposes::new(),
			until: None,
			region: None,
			copies: 0,
		},
	}
}

/// A lot of this subject: a new data set with one good submission.
pub fn good_lot(supplier: AccountId) -> Lot<Test> {
	let data_set = data_set(supplier);
	let submissions = vec![submit(data_set)].try_into().expect("short enough");
	Lot {
		data_set,
		submissions,
		asset: Asset::Native,
		usage: usage(),
		commissions: Commissions::new(),
		certificate: CertificateNeed::Any,
		delivery: Delivery::Proven,
	}
}

/// One copy at a first price, with windows as short as they may be.
pub fn terms() -> SealedTerms<Balance> {
	SealedTerms {
		copies: 1,
		reserve: RESERVE,
		pricing: Pricing::First,
		deposit: DEPOSIT,
		commit_until: now() + MIN_WINDOW,
		reveal_until: now() + 2 * MIN_WINDOW,
	}
}

/// A price that falls evenly from three reserves to one, from in a second to in eleven.
pub fn sale() -> Falling {
	Falling {
		start: 3 * RESERVE,
		reserve: RESERVE,
		from: now() + 1_000,
		until: now() + 11_000,
		descent: Descent::Linear,
	}
}

/// Opens an auction of a lot by sealed bids, and returns its number.
pub fn sealed_of(lot: Lot<Test>, terms: SealedTerms<Balance>) -> AuctionId {
	let id = NextAuctionId::<Test>::get();
	DataAuction::open_sealed(signed(SUPPLIER), lot, terms).expect("a good auction");
	id
}

/// Opens an auction of a new lot by sealed bids, and returns its number.
pub fn sealed(terms: SealedTerms<Balance>) -> AuctionId {
	sealed_of(good_lot(SUPPLIER), terms)
}

/// Opens an auction of a lot at a falling price, and returns its number.
pub fn descending_of(lot: Lot<Test>, copies: u32) -> AuctionId {
	let id = NextAuctionId::<Test>::get();
	DataAuction::open_descending(signed(SUPPLIER), lot, copies, sale()).expect("a good auction");
	id
}

/// Opens an auction of a new lot at a falling price, and returns its number.
pub fn descending(copies: u32) -> AuctionId {
	descending_of(good_lot(SUPPLIER), copies)
}

/// An auction that is not over.
pub fn auction(id: AuctionId) -> Auction<Test> {
	Auctions::<Test>::get(id).expect("not over")
}

/// An auction by sealed bids that is not over.
pub fn sealed_auction(id: AuctionId) -> crate::Sealed<Test> {
	match auction(id).format {
		Format::Sealed(sealed) => sealed,
		Format::Descending(_) => panic!("auction {id} is not sealed"),
	}
}

/// The salt of a bidder.
pub fn salt(account: AccountId) -> Salt {
	did(account).0
}

/// What the bidder commits to.
pub fn seal(account: AccountId, id: AuctionId, amount: Balance) -> Hash {
	commitment(&GENESIS, id, &did(account), amount, &salt(account))
}

pub fn bid(
	account: AccountId,
	id: AuctionId,
	amount: Balance,
) -> DispatchResultWithInfo<frame_support::dispatch::PostDispatchInfo> {
	DataAuction::bid(signed(account), id, seal(account, id, amount))
}

pub fn reveal(account: AccountId, id: AuctionId, amount: Balance) -> DispatchResult {
	DataAuction::reveal(signed(account), id, amount, salt(account))
}

/// The first bidders bid and reveal, one for each amount; then nothing can be revealed any more.
pub fn auctioned(id: AuctionId, amounts: &[Balance]) {
	for (account, amount) in (BIDDER..).zip(amounts) {
		bid(account, id, *amount).expect("a good bid");
	}
	set_now(sealed_auction(id).terms.reveal_until);
	for (account, amount) in (BIDDER..).zip(amounts) {
		reveal(account, id, *amount).expect("a good bid");
	}
	set_now(now() + 1);
}

/// Settles an auction to its end.
pub fn settle(id: AuctionId) {
	while Auctions::<Test>::contains_key(id) {
		DataAuction::advance(signed(PASSER_BY), id).expect("something to settle");
	}
}

/// The events of the auctions since they were last asked for.
pub fn take_events() -> Vec<Event> {
	let events = System::events();
	System::reset_events();
	events
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::DataAuction(event) => Some(event),
			_ => None,
		})
		.collect()
}

/// The error of this pallet as a call returns it.
pub type Error = crate::Error<Test>;
pub type Event = crate::Event<Test>;

impl crate::BenchmarkHelper<Test> for World {
	fn subject(seed: u32) -> Subject<AccountId> {
		use frame_support::traits::fungible::Mutate;

		let account = FIRST_OF_BENCHMARKS + AccountId::from(seed);
		if World::status(&did(account)).is_none() {
			register(account, Role::Supplier | Role::Demander);
			Balances::mint_into(&account, WEALTH).expect("room for more money");
		}
		subject(account)
	}

	fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		let data_set = data_set(supplier.account);
		(data_set, (0..submissions).map(|_| submit(data_set)).collect())
	}

	fn set_time(now: Moment) {
		set_now(now);
	}
}
