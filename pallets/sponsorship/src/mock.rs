//! A chain with this pallet, real balances, a real clock, batches and proxies, a directory of subjects, and a pallet that serves
//! sponsored calls.

use std::collections::BTreeMap;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	roles::Role,
	sponsorship::{Beneficiary, CallTerms, Limits},
	traits::{AuditLog, AuditModule, AuditSubject, Identities, Subject},
	Moment,
};
use frame_support::{
	assert_ok, derive_impl,
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	parameter_types,
	traits::{
		fungible::{HoldConsideration, InspectHold, Mutate},
		ConstU32, ConstU64, Contains, EitherOf, EnsureOrigin, Footprint, Hooks, InstanceFilter,
	},
	weights::WeightMeter,
};
use frame_system::ensure_signed;
use scale_info::TypeInfo;
use sp_core::{ed25519, Pair};
use sp_runtime::{
	traits::{BlakeTwo256, Convert},
	BuildStorage,
};
use sp_version::RuntimeVersion;

use crate::{
	self as pallet_sponsorship, pallet::*, BenchmarkHelper, EnsureSponsored,
	EnsureSponsoredStakeholder,
};

pub type AccountId = u64;
pub type Balance = u64;
type Block = frame_system::mocking::MockBlock<Test>;

/// A pallet that serves sponsored calls.
#[frame_support::pallet(dev_mode)]
pub mod probe {
	use counterfoil_primitives::{did::DidId, traits::Subject};
	use frame_support::{
		pallet_prelude::*,
		traits::{
			fungible::{Mutate, MutateHold},
			tokens::{Precision, Preservation},
		},
	};
	use frame_system::pallet_prelude::*;

	#[pallet::config]
	pub trait Config: frame_system::Config {
		type Reason: From<HoldReason>;
		type Currency: Mutate<Self::AccountId, Balance = u64>
			+ MutateHold<Self::AccountId, Balance = u64, Reason = Self::Reason>;
		type Anybody: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;
		type Stakeholders: EnsureOrigin<Self::RuntimeOrigin, Success = Subject<Self::AccountId>>;
	}

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::composite_enum]
	pub enum HoldReason {
		Bond,
	}

	#[pallet::event]
	#[pallet::generate_deposit(fn deposit_event)]
	pub enum Event<T: Config> {
		Acted { did: DidId, account: T::AccountId },
	}

	#[pallet::error]
	pub enum Error<T> {
		Refused,
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Says who acts and who pays.
		pub fn act(origin: OriginFor<T>) -> DispatchResult {
			let Subject { did, account } = T::Anybody::ensure_origin(origin)?;
			Self::deposit_event(Event::Acted { did, account });
			Ok(())
		}

		/// As `act`, not for devices.
		pub fn decide(origin: OriginFor<T>) -> DispatchResult {
			let Subject { did, account } = T::Stakeholders::ensure_origin(origin)?;
			Self::deposit_event(Event::Acted { did, account });
			Ok(())
		}

		/// Pays from the account, then perhaps fails.
		pub fn pay(
			origin: OriginFor<T>,
			to: T::AccountId,
			amount: u64,
			fails: bool,
		) -> DispatchResult {
			let subject = T::Anybody::ensure_origin(origin)?;
			T::Currency::transfer(&subject.account, &to, amount, Preservation::Expendable)?;
			ensure!(!fails, Error::<T>::Refused);
			Ok(())
		}

		/// Holds money of the account.
		pub fn hold(origin: OriginFor<T>, amount: u64) -> DispatchResult {
			let subject = T::Anybody::ensure_origin(origin)?;
			T::Currency::hold(&HoldReason::Bond.into(), &subject.account, amount)
		}

		/// Gives back what is on hold.
		pub fn release(origin: OriginFor<T>, amount: u64) -> DispatchResult {
			let subject = T::Anybody::ensure_origin(origin)?;
			let reason = HoldReason::Bond.into();
			T::Currency::release(&reason, &subject.account, amount, Precision::Exact)?;
			Ok(())
		}

		/// Collects what somebody owes the account.
		pub fn collect(origin: OriginFor<T>, from: T::AccountId, amount: u64) -> DispatchResult {
			let subject = T::Anybody::ensure_origin(origin)?;
			T::Currency::transfer(&from, &subject.account, amount, Preservation::Expendable)?;
			Ok(())
		}

		/// Suspends the one who acts.
		pub fn give_up(origin: OriginFor<T>) -> DispatchResult {
			let subject = T::Anybody::ensure_origin(origin)?;
			super::set_status(subject.did, super::DidStatus::Suspended);
			Ok(())
		}

		/// Weighs less than it is charged for.
		#[pallet::weight(Weight::from_parts(1_000_000, 1_000))]
		pub fn heavy(origin: OriginFor<T>) -> DispatchResultWithPostInfo {
			T::Anybody::ensure_origin(origin)?;
			Ok(Some(Weight::from_parts(400_000, 400)).into())
		}
	}
}

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system = 0,
		Timestamp: pallet_timestamp = 1,
		Balances: pallet_balances = 2,
		Utility: pallet_utility = 3,
		Proxy: pallet_proxy = 4,
		Sponsorship: pallet_sponsorship = 5,
		Probe: probe = 6,
	}
);

parameter_types! {
	/// The version of the encoding of calls, which a test may change.
	pub static TransactionVersion: u32 = 7;
}

pub struct Version;
impl frame_support::traits::Get<RuntimeVersion> for Version {
	fn get() -> RuntimeVersion {
		RuntimeVersion { transaction_version: TransactionVersion::get(), ..Default::default() }
	}
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
	type AccountData = pallet_balances::AccountData<Balance>;
	type Version = Version;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

/// The existential deposit.
pub const ED: Balance = 10;

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type AccountStore = System;
	type ExistentialDeposit = ConstU64<ED>;
	type RuntimeHoldReason = RuntimeHoldReason;
}

impl pallet_utility::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = ();
}

/// A proxy may do everything.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct AnyProxy;
impl InstanceFilter<RuntimeCall> for AnyProxy {
	fn filter(&self, _: &RuntimeCall) -> bool {
		true
	}
}

impl pallet_proxy::Config for Test {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = AnyProxy;
	type ProxyDepositBase = ConstU64<1>;
	type ProxyDepositFactor = ConstU64<1>;
	type MaxProxies = ConstU32<4>;
	type WeightInfo = ();
	type CallHasher = BlakeTwo256;
	type MaxPending = ConstU32<2>;
	type AnnouncementDepositBase = ConstU64<1>;
	type AnnouncementDepositFactor = ConstU64<1>;
	type BlockNumberProvider = System;
}

/// What any sponsorship costs.
pub const PRICE: Balance = 100;

/// A sponsorship costs the same whatever its size.
pub struct Price;
impl Convert<Footprint, Balance> for Price {
	fn convert(_: Footprint) -> Balance {
		PRICE
	}
}

/// Allows what this pallet and the accounts' own rights have to refuse, so that tests see them refuse it.
pub struct Sponsorable;
impl Contains<RuntimeCall> for Sponsorable {
	fn contains(call: &RuntimeCall) -> bool {
		match call {
			RuntimeCall::System(call) => matches!(
				call,
				frame_system::Call::remark { .. } | frame_system::Call::remark_with_event { .. }
			),
			RuntimeCall::Timestamp(_) => false,
			_ => true,
		}
	}
}

/// The longest span that a signature is good for.
pub const MAX_LIFETIME: Moment = 10_000;

parameter_types! {
	pub const SponsorshipHold: RuntimeHoldReason =
		RuntimeHoldReason::Sponsorship(HoldReason::Sponsorship);
	/// Who is who.
	pub static Directory: BTreeMap<DidId, Person> = BTreeMap::new();
	/// What was handed to the histories.
	pub static Recorded: Vec<(AuditModule, Option<DidId>, Vec<AuditSubject>, Vec<u8>)> = Vec::new();
}

impl Config for Test {
	type RuntimeCall = RuntimeCall;
	type RuntimeOrigin = RuntimeOrigin;
	type Time = Timestamp;
	type Identities = Directory;
	type Audit = Recorder;
	type Currency = Balances;
	type Consideration = HoldConsideration<AccountId, Balances, SponsorshipHold, Price>;
	type SubjectOrigin = EitherOf<EnsureAccount, EnsureSponsored<Test>>;
	type CallFilter = Sponsorable;
	type MaxLifetime = ConstU64<MAX_LIFETIME>;
	type WeightInfo = ();
	type BenchmarkHelper = Helper;
}

impl probe::Config for Test {
	type Reason = RuntimeHoldReason;
	type Currency = Balances;
	type Anybody = EitherOf<EnsureAccount, EnsureSponsored<Test>>;
	type Stakeholders = EitherOf<EnsureAccount, EnsureSponsoredStakeholder<Test>>;
}

/// A stakeholder or a device, with the Ed25519 key of this seed.
#[derive(Clone, Copy)]
pub struct Person {
	pub seed: u8,
	pub status: DidStatus,
	pub owner: Option<DidId>,
}

impl Identities for Directory {
	fn status(did: &DidId) -> Option<DidStatus> {
		Some(Self::get().get(did)?.status)
	}
	fn has_role(_: &DidId, _: Role) -> bool {
		false
	}
	fn owner_of(device: &DidId) -> Option<DidId> {
		Self::get().get(device)?.owner
	}
	fn verify(did: &DidId, message: &[u8], signature: &KeySignature) -> bool {
		Self::verify_for(did, Relationship::AssertionMethod, message, signature)
	}
	fn verify_for(
		did: &DidId,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
	) -> bool {
		// Seeds from 100 on are keys that only vouch for data.
		let fits = |seed| seed < 100 || relationship == Relationship::AssertionMethod;
		let KeySignature::Ed25519(signature) = signature else { return false };
		Self::is_active(did)
			&& Self::get().get(did).is_some_and(|person| {
				let signature = ed25519::Signature::from_raw(*signature);
				fits(person.seed)
					&& ed25519::Pair::verify(&signature, message, &key(person.seed).public())
			})
	}
	fn verify_at(
		did: &DidId,
		relationship: Relationship,
		message: &[u8],
		signature: &KeySignature,
		_: Moment,
	) -> bool {
		Self::verify_for(did, relationship, message, signature)
	}
	fn controllers(_: &DidId) -> Vec<DidId> {
		Vec::new()
	}
}

/// Remembers what it is told.
pub struct Recorder;
impl AuditLog for Recorder {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		Recorded::mutate(|recorded| {
			recorded.push((module, actor, subjects.to_vec(), event.to_vec()))
		});
	}
}

/// The account `n` acts for the stakeholder with the seed `n`, in whatever status.
pub struct EnsureAccount;
impl EnsureOrigin<RuntimeOrigin> for EnsureAccount {
	type Success = Subject<AccountId>;
	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		let account = ensure_signed(origin.clone()).map_err(|_| origin.clone())?;
		let did = u8::try_from(account).map(did).map_err(|_| origin.clone())?;
		if Directory::status(&did).is_some() && Directory::owner_of(&did).is_none() {
			Ok(Subject { did, account })
		} else {
			Err(origin)
		}
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Err(())
	}
}

pub struct Helper;
impl BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(_: Role, _: u32) -> Subject<AccountId> {
		assert_ok!(Balances::mint_into(&OWNER_ACCOUNT, 1_000_000));
		Subject { did: did(OWNER), account: OWNER_ACCOUNT }
	}
	fn device(_: &DidId) -> DidId {
		did(DEVICE)
	}
	fn sign(device: &DidId, message: &[u8]) -> KeySignature {
		let seed = Directory::get().get(device).unwrap().seed;
		KeySignature::Ed25519(key(seed).sign(message).0)
	}
	fn set_time(now: Moment) {
		set_time(now);
	}
}

/// Seeds of keys. The account of a stakeholder has the number of its seed.
pub const OWNER: u8 = 1;
pub const DEVICE: u8 = 2;
pub const SECOND_DEVICE: u8 = 3;
/// A stakeholder with a device of its own.
pub const STRANGER: u8 = 4;
pub const STRANGERS_DEVICE: u8 = 5;
/// A device of the owner whose key only vouches for data.
pub const SENSOR: u8 = 100;
/// Nobody's.
pub const UNKNOWN: u8 = 99;

/// The account of [`OWNER`].
pub const OWNER_ACCOUNT: AccountId = 1;
/// The account of [`STRANGER`].
pub const STRANGER_ACCOUNT: AccountId = 4;
/// Accounts without a DID.
pub const SPONSOR: AccountId = 200;
pub const OTHER: AccountId = 201;
/// An account without money.
pub const POOR: AccountId = 299;

/// What each account but [`POOR`] starts with.
pub const START: Balance = 10_000;
/// When a test starts.
pub const NOW: Moment = 1_000_000;
/// The quota of [`limits`].
pub const CALLS: u32 = 3;
pub const WINDOW: Moment = 1_000;
pub const SPEND: u128 = 500;
pub const TOTAL: u128 = 1_200;
pub const UNTIL: Moment = NOW + 60_000;

pub fn key(seed: u8) -> ed25519::Pair {
	ed25519::Pair::from_seed(&[seed; 32])
}

pub fn did(seed: u8) -> DidId {
	DidId::of_key(&VerificationKey::Ed25519(key(seed).public().0))
}

pub fn set_status(did: DidId, status: DidStatus) {
	Directory::mutate(|people| people.get_mut(&did).expect("somebody").status = status);
}

pub fn limits() -> Limits {
	Limits {
		calls_per_window: CALLS,
		spend_per_window: SPEND,
		window: WINDOW,
		spend_total: TOTAL,
		valid_until: UNTIL,
	}
}

#[derive(Default)]
pub struct ExtBuilder {
	sponsorships: Vec<(AccountId, Beneficiary)>,
}

impl ExtBuilder {
	/// [`SPONSOR`] pays for [`DEVICE`].
	pub fn sponsored() -> Self {
		Self { sponsorships: vec![(SPONSOR, Beneficiary::Did(did(DEVICE)))] }
	}

	/// [`SPONSOR`] pays for the devices of [`OWNER`].
	pub fn fleet() -> Self {
		Self { sponsorships: vec![(SPONSOR, Beneficiary::DevicesOf(did(OWNER)))] }
	}

	pub fn build(self) -> sp_io::TestExternalities {
		let owner = did(OWNER);
		let people = [
			(OWNER, None),
			(DEVICE, Some(owner)),
			(SECOND_DEVICE, Some(owner)),
			(SENSOR, Some(owner)),
			(STRANGER, None),
			(STRANGERS_DEVICE, Some(did(STRANGER))),
		];
		Directory::set(
			people
				.into_iter()
				.map(|(seed, owner)| (did(seed), Person { seed, status: DidStatus::Active, owner }))
				.collect(),
		);
		Recorded::set(Vec::new());
		TransactionVersion::set(7);
		let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
		pallet_balances::GenesisConfig::<Test> {
			balances: [OWNER_ACCOUNT, STRANGER_ACCOUNT, SPONSOR, OTHER]
				.into_iter()
				.map(|account| (account, START))
				.collect(),
			..Default::default()
		}
		.assimilate_storage(&mut storage)
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			set_time(NOW);
			for (sponsor, beneficiary) in self.sponsorships {
				assert_ok!(Sponsorship::sponsor(signed(sponsor), beneficiary, limits()));
			}
			System::reset_events();
			Recorded::set(Vec::new());
		});
		ext
	}

	/// Runs a test, then checks the state and that no money appeared or vanished.
	pub fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			let issuance = Balances::total_issuance();
			test();
			Sponsorship::do_try_state().expect("the state is consistent");
			let tickets: Balance = Sponsorships::<Test>::iter().map(|_| PRICE).sum();
			let held: Balance = frame_system::Account::<Test>::iter_keys()
				.map(|account| Balances::balance_on_hold(&SponsorshipHold::get(), &account))
				.sum();
			assert_eq!(held, tickets);
			assert_eq!(Balances::total_issuance(), issuance);
		});
	}
}

pub fn set_time(now: Moment) {
	pallet_timestamp::Now::<Test>::put(now);
}

/// What the chain does by itself in a block at `now`.
pub fn poll(now: Moment) {
	set_time(now);
	Sponsorship::on_poll(System::block_number(), &mut WeightMeter::new());
}

pub fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// The events of this pallet since the last call.
pub fn events() -> Vec<Event<Test>> {
	let events = System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Sponsorship(event) => Some(event),
			_ => None,
		})
		.collect();
	System::reset_events();
	events
}

/// Who acted and who paid, as the probe tells.
pub fn acts() -> Vec<(DidId, AccountId)> {
	System::events()
		.into_iter()
		.filter_map(|record| match record.event {
			RuntimeEvent::Probe(probe::Event::Acted { did, account }) => Some((did, account)),
			_ => None,
		})
		.collect()
}

/// Terms for the next call of this subject, brought by [`SPONSOR`] from now on for a while.
pub fn terms(seed: u8) -> CallTerms<AccountId> {
	let now = pallet_timestamp::Now::<Test>::get();
	CallTerms {
		did: did(seed),
		nonce: NextNonce::<Test>::get(did(seed)),
		sponsor: Some(SPONSOR),
		valid_from: now,
		valid_until: now + 1_000,
	}
}

/// What the key of this seed signs.
pub fn sign(seed: u8, terms: &CallTerms<AccountId>, call: &RuntimeCall) -> KeySignature {
	let message = Sponsorship::signing_bytes(terms, Sponsorship::digest_of(call));
	KeySignature::Ed25519(key(seed).sign(&message).0)
}

/// Brings what the key of this seed signs.
pub fn bring(
	sponsor: AccountId,
	seed: u8,
	terms: CallTerms<AccountId>,
	call: RuntimeCall,
) -> DispatchResultWithPostInfo {
	let signature = sign(seed, &terms, &call);
	Sponsorship::dispatch(signed(sponsor), terms, Box::new(call), signature)
}

/// Has the next call of this subject carried out at the expense of [`SPONSOR`], and says how the inner call ended and what it
/// took.
pub fn carry(seed: u8, call: RuntimeCall) -> (DispatchResult, u128) {
	assert_ok!(bring(SPONSOR, seed, terms(seed), call));
	last_outcome()
}

/// How the last inner call ended and what it took.
pub fn last_outcome() -> (DispatchResult, u128) {
	let last = System::events().into_iter().rev().find_map(|record| match record.event {
		RuntimeEvent::Sponsorship(Event::Dispatched { result, spent, .. }) => Some((result, spent)),
		_ => None,
	});
	last.expect("a call was carried out")
}

pub fn act() -> RuntimeCall {
	probe::Call::act {}.into()
}

pub fn pay(amount: Balance) -> RuntimeCall {
	probe::Call::pay { to: OTHER, amount, fails: false }.into()
}

pub fn remark(text: &[u8]) -> RuntimeCall {
	frame_system::Call::remark { remark: text.to_vec() }.into()
}
