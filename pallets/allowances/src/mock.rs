//! A runtime with the pallet in it, real balances and a real clock; a directory in the place of the identities.

use counterfoil_primitives::{
	allowance::Limits,
	did::{DidId, DidStatus, KeySignature, Relationship},
	money::Asset,
	roles::Role,
	traits::{
		Accounts, Allowances as _, AuditLog, AuditModule, AuditSubject, Identities, Spending,
		Subject,
	},
	Moment,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU64, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
};
use frame_system::ensure_signed;
use sp_runtime::{BuildStorage, DispatchError, DispatchResult};

use crate::{self as pallet_allowances, Allowance, AllowanceBook, BenchmarkHelper, HoldReason};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
		Allowances: pallet_allowances,
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
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::Allowances(HoldReason::Record);
	/// What the histories were told, since they were last asked for.
	pub static Histories: Vec<(Option<DidId>, Vec<AuditSubject>, Vec<u8>)> = Vec::new();
}

impl pallet_allowances::Config for Test {
	type Time = Timestamp;
	type Identities = Directory;
	type Accounts = Directory;
	type ActiveOrigin = EnsureSubject<true>;
	type SubjectOrigin = EnsureSubject<false>;
	type Consideration = HoldConsideration<
		u64,
		Balances,
		RecordReason,
		LinearStoragePrice<ConstU64<5>, ConstU64<1>, u64>,
	>;
	type Audit = Recorder;
	type MaxValidity = ConstU64<MAX_VALIDITY>;
	type WeightInfo = ();
	type BenchmarkHelper = Directory;
}

/// Allows.
pub const PAYER: u64 = 1;
/// Is allowed.
pub const SPENDER: u64 = 2;
/// Is paid.
pub const PAYEE: u64 = 3;
/// Has a DID and money, and nothing to do with it.
pub const STRANGER: u64 = 4;
/// Cannot pay for a ticket.
pub const POOR: u64 = 5;
/// Pays for calls of [`PAYER`]: the origin of this account acts for that DID.
pub const SPONSOR: u64 = 6;
/// A device of [`PAYER`], whose origin is paid by its owner's account.
pub const DEVICE: u64 = 7;
/// Has money and no DID.
pub const PASSER_BY: u64 = 8;

/// What everybody has who is not poor.
pub const WEALTH: u64 = 100_000;
/// When the tests begin.
pub const START: Moment = 1_700_000_000_000;
/// For how long an allowance may be valid.
pub const MAX_VALIDITY: Moment = 1_000_000;
/// When the allowance of the tests is over.
pub const END: Moment = START + 60_000;
/// The limits of the tests.
pub const LIMITS: Limits =
	Limits { amount: 100, total: 250, count: 4, lock: 5_000, valid_until: END };

/// The DID of a number.
pub fn did(who: u64) -> DidId {
	let mut id = [0; 32];
	id[..8].copy_from_slice(&who.to_le_bytes());
	DidId(id)
}

fn number(did: &DidId) -> u64 {
	let [a, b, c, d, e, f, g, h, ..] = did.0;
	u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// Everybody up to [`DEVICE`] is registered, and whoever a benchmark needs. Kept in the state where it changes.
pub struct Directory;

impl Directory {
	const STATUS: &'static [u8] = b"status";
	const MOVED: &'static [u8] = b"moved";

	/// From now on the subject has this status.
	pub fn set_status(who: u64, status: DidStatus) {
		unhashed::put(&[Self::STATUS, &did(who).0].concat(), &status);
	}

	/// From now on the DID has this account.
	pub fn move_to(who: u64, account: u64) {
		unhashed::put(&[Self::MOVED, &did(who).0].concat(), &account);
	}
}

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		let known = (PAYER..=DEVICE).contains(&number(did)) || number(did) > 1_000;
		known.then(|| unhashed::get(&[Self::STATUS, &did.0].concat()).unwrap_or(DidStatus::Active))
	}
	fn has_role(_: &DidId, _: Role) -> bool {
		false
	}
	fn owner_of(device: &DidId) -> Option<DidId> {
		(number(device) == DEVICE).then(|| did(PAYER))
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

impl Accounts<u64> for Directory {
	fn account_of(did: &DidId) -> Option<u64> {
		let who = number(did);
		let own = if who == DEVICE { PAYER } else { who };
		Some(unhashed::get(&[Self::MOVED, &did.0].concat()).unwrap_or(own))
	}
}

impl BenchmarkHelper<u64> for Directory {
	fn stakeholder(account: &u64) -> DidId {
		assert_ok!(Balances::mint_into(account, WEALTH));
		did(*account)
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// An account acts for the DID of its number, except that the sponsor's acts for the payer, as a sponsored call does, and the device's is
/// paid by its owner. The passer-by acts for nobody.
pub struct EnsureSubject<const ACTIVE: bool>;

impl<const ACTIVE: bool> EnsureOrigin<RuntimeOrigin> for EnsureSubject<ACTIVE> {
	type Success = Subject<u64>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Subject<u64>, RuntimeOrigin> {
		let Ok(account) = ensure_signed(origin.clone()) else { return Err(origin) };
		let subject = match account {
			PASSER_BY => return Err(origin),
			SPONSOR => Subject { did: did(PAYER), account: SPONSOR },
			DEVICE => Subject { did: did(DEVICE), account: PAYER },
			_ => Subject { did: did(account), account },
		};
		if ACTIVE && !Directory::is_active(&subject.did) {
			return Err(origin);
		}
		Ok(subject)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(PAYER))
	}
}

/// Remembers what the histories are told.
pub struct Recorder;

impl AuditLog for Recorder {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::Allowances);
		let told = (actor, subjects.to_vec(), event.to_vec());
		Histories::mutate(|histories| histories.push(told));
	}
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let rich = [PAYER, SPENDER, PAYEE, STRANGER, SPONSOR, DEVICE, PASSER_BY];
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.into_iter().map(|who| (who, WEALTH)).chain([(POOR, 10)]).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		Histories::take();
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
			assert_ok!(Allowances::do_try_state());
			check_tickets();
		});
	}
}

/// Every ticket is that of an allowance that is there.
#[track_caller]
pub fn check_tickets() {
	for who in PAYER..=PASSER_BY {
		let given = AllowanceBook::<Test>::iter_values();
		let count = given.filter(|allowance| allowance.deposit.payer == who).count();
		assert_eq!(ticket(who), count as u64 * ticket_price(), "tickets of {who}");
	}
}

/// What one allowance costs.
pub fn ticket_price() -> u64 {
	5 + Allowances::footprint().size
}

/// The tickets that an account carries.
pub fn ticket(account: u64) -> u64 {
	Balances::balance_on_hold(&RecordReason::get(), &account)
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
	<Allowances as Hooks<u64>>::on_poll(number, meter);
}

/// The events of the pallet since the block began, or since they were last asked for.
pub fn take_events() -> Vec<crate::Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Allowances(event) => Some(event),
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

pub fn allow(who: u64, spender: u64, payee: Option<u64>, limits: Limits) -> DispatchResult {
	let origin = RuntimeOrigin::signed(who);
	Allowances::allow(origin, did(spender), payee.map(did), Asset::Native, limits)
}

pub fn amend(who: u64, spender: u64, payee: Option<u64>, limits: Limits) -> DispatchResult {
	Allowances::amend(RuntimeOrigin::signed(who), did(spender), payee.map(did), limits)
}

pub fn revoke(who: u64, spender: u64, payee: Option<u64>) -> DispatchResult {
	Allowances::revoke(RuntimeOrigin::signed(who), did(spender), payee.map(did))
}

/// [`SPENDER`] may pay [`PAYEE`] with [`PAYER`]'s money.
pub fn allowed() {
	assert_ok!(allow(PAYER, SPENDER, Some(PAYEE), LIMITS));
}

/// What [`SPENDER`] asks for: an amount for [`PAYEE`], bound for as long as may be.
pub fn spending(amount: u64) -> Spending<u64> {
	Spending {
		payer: did(PAYER),
		spender: did(SPENDER),
		payee: did(PAYEE),
		asset: Asset::Native,
		amount,
		since: Timestamp::get(),
		until: Timestamp::get() + LIMITS.lock,
	}
}

/// Asks as another pallet does.
pub fn spend(spending: Spending<u64>) -> Result<Subject<u64>, DispatchError> {
	Allowances::spend(spending)
}

/// The allowance of the tests.
pub fn record(payee: Option<u64>) -> Option<Allowance<Test>> {
	AllowanceBook::<Test>::get((did(PAYER), did(SPENDER), payee.map(did)))
}
