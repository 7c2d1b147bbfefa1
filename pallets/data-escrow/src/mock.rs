//! A runtime with real money, a real clock and a stand-in for the identities; and a deal to play
//! with.

use counterfoil_primitives::{
	did::DidId,
	exchange::{apply_keystream, key_commitment, Outcome},
	fingerprint::{Fingerprint, Tree, MAX_PATH_LEN},
	traits::{
		Accounts, Agreements as _, AuditLog, AuditModule, AuditSubject, NewAgreement, Rights,
		Subject,
	},
	AgreementId, DataSetId, Hash, Moment,
};
use frame_support::{
	assert_ok, derive_impl, parameter_types,
	storage::unhashed,
	traits::{
		fungible::{HoldConsideration, Inspect, InspectHold, Mutate},
		ConstU32, ConstU64, EnsureOrigin, Hooks, LinearStoragePrice,
	},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{ensure_signed, EnsureRoot};
use sp_runtime::{BuildStorage, DispatchError, DispatchResult, Permill};

use crate::{
	self as pallet_data_escrow, Agreements, ClosedAgreements, HoldReason, Key, Misbehaviour,
	Parameters, Stage, Windows,
};

type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
	pub enum Test {
		System: frame_system,
		Timestamp: pallet_timestamp,
		Balances: pallet_balances,
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

parameter_types! {
	pub const RecordReason: RuntimeHoldReason = RuntimeHoldReason::DataEscrow(HoldReason::Record);
}

impl pallet_data_escrow::Config for Test {
	type Time = Timestamp;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type SubjectOrigin = Subjects;
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
	type MaxIdle = ConstU32<MAX_IDLE>;
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

/// What everybody has who is not poor.
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
};

/// The parameters at genesis.
pub fn parameters() -> Parameters<u64> {
	Parameters { windows: WINDOWS, bond: Permill::from_percent(20), minimum_bond: MINIMUM_BOND }
}

/// Every account acts for a DID of its own, except that `OTHER_ACCOUNT + n` acts for that of `n`, and
/// the passer-by for none.
pub struct Subjects;

/// The DID of an account that has one.
pub fn did(account: u64) -> DidId {
	let who = match account {
		OTHER_ACCOUNT..=199 => account - OTHER_ACCOUNT,
		_ => account,
	};
	let mut id = [0; 32];
	id[..8].copy_from_slice(&who.to_le_bytes());
	DidId(id)
}

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	Subject { did: did(account), account }
}

impl EnsureOrigin<RuntimeOrigin> for Subjects {
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

/// The passer-by and [`OTHER_ACCOUNT`]s have no DID that could be paid.
impl Accounts<u64> for Subjects {
	fn account_of(did: &DidId) -> Option<u64> {
		let [a, b, c, d, e, f, g, h, ..] = did.0;
		let account = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
		(account != PASSER_BY).then_some(account)
	}
}

/// Who shares in the profit of every data set. Kept in the state; the supplier alone if nothing was said.
pub struct Shareholders;

impl Shareholders {
	const KEY: &'static [u8] = b"shareholders";

	/// From now on these do, with so many shares each.
	pub fn are(shares: &[(u64, u32)]) {
		let list: Vec<_> = shares.iter().map(|(who, shares)| (did(*who), *shares)).collect();
		unhashed::put(Self::KEY, &list);
	}
}

impl Rights for Shareholders {
	fn owners(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		<()>::owners(data_set, supplier)
	}

	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		unhashed::get(Self::KEY).unwrap_or_else(|| <()>::payees(data_set, supplier))
	}
}

/// Who caused an event, whose life it belongs to, its bytes.
pub type Told = (Option<DidId>, Vec<AuditSubject>, Vec<u8>);

/// Remembers what the histories are told. Kept in the state.
pub struct Histories;

impl Histories {
	const KEY: &'static [u8] = b"histories";

	/// What they were told since they were last asked.
	pub fn take() -> Vec<Told> {
		unhashed::take(Self::KEY).unwrap_or_default()
	}
}

impl AuditLog for Histories {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::DataEscrow);
		let mut told: Vec<Told> = unhashed::get_or_default(Self::KEY);
		told.push((actor, subjects.to_vec(), event.to_vec()));
		unhashed::put(Self::KEY, &told);
	}
}

impl pallet_data_escrow::BenchmarkHelper<Test> for Subjects {
	fn subject(account: &u64, balance: u64) -> DidId {
		assert_ok!(Balances::mint_into(account, balance));
		did(*account)
	}

	fn share_profit(_: DataSetId, _: &DidId, payees: &[DidId]) {
		let list: Vec<_> = payees.iter().map(|payee| (*payee, 62u32)).collect();
		unhashed::put(Shareholders::KEY, &list);
	}

	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// A new chain with money in it.
pub fn new_test_ext() -> sp_io::TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the system has a genesis");
	let rich = [SUPPLIER, DEMANDER, STRANGER, PASSER_BY]
		.into_iter()
		.flat_map(|account| [account, account + OTHER_ACCOUNT])
		.map(|account| (account, WEALTH));
	let poor = [(POOR_DEMANDER, 1_200), (POOR_SUPPLIER, 150), (BROKE, 20)];
	pallet_balances::GenesisConfig::<Test> {
		balances: rich.chain(poor).collect(),
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.expect("the balances have a genesis");
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
			let issuance = Balances::total_issuance();
			test();
			assert_eq!(Balances::total_issuance(), issuance, "money was made or lost");
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

/// What an account has.
pub fn purse(account: u64) -> Purse {
	let held = |reason: HoldReason| Balances::balance_on_hold(&reason.into(), &account);
	Purse {
		total: Balances::total_balance(&account),
		price: held(HoldReason::Price),
		bond: held(HoldReason::Bond),
	}
}

/// The ticket that an account carries.
pub fn ticket(account: u64) -> u64 {
	Balances::balance_on_hold(&HoldReason::Record.into(), &account)
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

/// The parts of the lot that the tests trade: three, one and three leaves.
pub fn lot() -> Vec<Vec<Vec<u8>>> {
	let leaf = |part: usize, leaf: usize| {
		format!("part {part}, leaf {leaf}, {} l/s", 100 * part + leaf).into_bytes()
	};
	[3, 1, 3]
		.into_iter()
		.enumerate()
		.map(|(part, leaves)| (0..leaves).map(|number| leaf(part, number)).collect())
		.collect()
}

/// How many leaves [`lot`] has.
pub const LEAVES: u64 = 7;

/// The fingerprints of the parts.
pub fn fingerprints(lot: &[Vec<Vec<u8>>]) -> Vec<Fingerprint> {
	lot.iter().map(|leaves| Tree::from_leaves(leaves).fingerprint()).collect()
}

/// The encrypted leaves of the whole lot.
pub fn encrypt(lot: &[Vec<Vec<u8>>], key: &Key) -> Vec<Vec<u8>> {
	let mut leaves: Vec<Vec<u8>> = lot.concat();
	for (index, leaf) in leaves.iter_mut().enumerate() {
		apply_keystream(key, index as u64, leaf);
	}
	leaves
}

/// The data set that the tests trade from.
pub const SET: DataSetId = 77;

/// The terms of the deal that the tests make.
pub fn terms() -> NewAgreement<u64, u64> {
	NewAgreement {
		supplier: subject(SUPPLIER),
		demander: subject(DEMANDER),
		data_set: SET,
		parts: fingerprints(&lot()),
		price: PRICE,
	}
}

/// Opens an agreement as the market would.
pub fn open(terms: NewAgreement<u64, u64>) -> Result<AgreementId, DispatchError> {
	DataEscrow::open(terms)
}

pub fn fund(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::fund(RuntimeOrigin::signed(who), id)
}
pub fn commit(who: u64, id: AgreementId, root: Hash, commitment: Hash) -> DispatchResult {
	DataEscrow::commit(RuntimeOrigin::signed(who), id, root, commitment)
}
pub fn accept(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::accept(RuntimeOrigin::signed(who), id)
}
pub fn decline(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::decline(RuntimeOrigin::signed(who), id)
}
pub fn reveal(who: u64, id: AgreementId, key: Key) -> DispatchResult {
	DataEscrow::reveal(RuntimeOrigin::signed(who), id, key)
}
pub fn dispute(who: u64, id: AgreementId, proof: Misbehaviour) -> DispatchResult {
	DataEscrow::dispute(RuntimeOrigin::signed(who), id, proof)
}
pub fn settle(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::settle(RuntimeOrigin::signed(who), id)
}
pub fn expire(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::expire(RuntimeOrigin::signed(who), id)
}
pub fn forget(who: u64, id: AgreementId) -> DispatchResult {
	DataEscrow::forget(RuntimeOrigin::signed(who), id)
}

/// A deal between [`SUPPLIER`] and [`DEMANDER`] over [`lot`], with what travels off chain.
#[derive(Clone, Debug)]
pub struct Deal {
	pub id: AgreementId,
	pub lot: Vec<Vec<Vec<u8>>>,
	pub key: Key,
	/// What the demander received.
	pub ciphertext: Vec<Vec<u8>>,
}

impl Deal {
	/// Opened; the delivery is right.
	pub fn agreed() -> Self {
		Self::of(open(terms()).expect("the terms are right"))
	}

	/// Over [`lot`], opened under this number; the delivery is right.
	pub fn of(id: AgreementId) -> Self {
		let lot = lot();
		let key = [id as u8 + 1; 32];
		Self { id, ciphertext: encrypt(&lot, &key), lot, key }
	}

	pub fn funded() -> Self {
		Self::agreed().fund()
	}

	pub fn offered() -> Self {
		Self::funded().commit()
	}

	pub fn accepted() -> Self {
		Self::offered().accept()
	}

	pub fn revealed() -> Self {
		Self::accepted().reveal()
	}

	/// Revealed, and one bit of one leaf is wrong.
	pub fn revealed_with_wrong_leaf(index: usize) -> Self {
		let mut deal = Self::funded();
		deal.ciphertext[index][0] ^= 1;
		deal.commit().accept().reveal()
	}

	pub fn fund(self) -> Self {
		assert_ok!(fund(DEMANDER, self.id));
		self
	}

	pub fn commit(self) -> Self {
		assert_ok!(commit(SUPPLIER, self.id, self.root(), self.commitment()));
		self
	}

	pub fn accept(self) -> Self {
		assert_ok!(accept(DEMANDER, self.id));
		self
	}

	pub fn reveal(self) -> Self {
		assert_ok!(reveal(SUPPLIER, self.id, self.key));
		self
	}

	/// The root over what the demander received.
	pub fn root(&self) -> Hash {
		Tree::from_leaves(&self.ciphertext).fingerprint().root
	}

	pub fn commitment(&self) -> Hash {
		key_commitment(&GENESIS, self.id, &self.key)
	}

	/// The hashes that the leaves are to have.
	pub fn leaf_hashes(&self) -> Vec<Hash> {
		self.lot.iter().flat_map(|part| Tree::from_leaves(part).leaf_hashes().to_vec()).collect()
	}

	/// The proof about one leaf, by the book.
	pub fn proof(&self, index: usize) -> Misbehaviour {
		let mut local = index;
		let mut parts = self.lot.iter();
		let part = loop {
			let part = parts.next().expect("the lot has this leaf");
			if local < part.len() {
				break Tree::from_leaves(part);
			}
			local -= part.len();
		};
		let path = |path: Option<Vec<Hash>>| -> BoundedVec<Hash, ConstU32<MAX_PATH_LEN>> {
			path.expect("the tree has this leaf").try_into().expect("the path is short")
		};
		Misbehaviour {
			index: index as u64,
			ciphertext: self.ciphertext[index].clone().try_into().expect("the leaf is short"),
			ciphertext_path: path(Tree::from_leaves(&self.ciphertext).proof(index as u64)),
			leaf: part.leaf_hashes()[local],
			leaf_path: path(part.proof(local as u64)),
		}
	}
}
