//! Doubles of the pallets around.
//!
//! They keep what they know in storage, so that a call that fails rolls them back as it would the real pallets.

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	exchange::Outcome,
	fingerprint::{Algorithm, Fingerprint},
	money::Asset,
	roles::{Role, Roles},
	traits::{
		Accounts, Agreements, AuditLog, AuditModule, AuditSubject, CertificateNeed,
		ClosedAgreement, DataRegistry, DataSetFacts, Delivery, Identities, LotError, LotFacts,
		NewAgreement, OnAgreementClosed, Party, Rights, Subject, SubmissionFacts,
	},
	AgreementId, DataSetId, Moment, SubmissionId,
};
use frame_support::{
	pallet_prelude::ValueQuery,
	traits::{
		tokens::{fungibles::MutateHold, Precision},
		Consideration, EnsureOrigin, Footprint,
	},
	Twox64Concat,
};
use pallet_support::money::{give_back, hand_over};
use sp_runtime::{traits::Convert, DispatchError, DispatchResult};

use super::*;

// ---- Who is who ----

#[frame_support::storage_alias]
type Known = StorageMap<TestDoubles, Twox64Concat, DidId, (DidStatus, Roles)>;

#[frame_support::storage_alias]
type Controllers = StorageMap<TestDoubles, Twox64Concat, DidId, Vec<DidId>, ValueQuery>;

#[frame_support::storage_alias]
type Shares = StorageMap<TestDoubles, Twox64Concat, DataSetId, Vec<DidId>, ValueQuery>;

#[frame_support::storage_alias]
type Sponsored = StorageMap<TestDoubles, Twox64Concat, AccountId, AccountId>;

/// The DID that is named after an account.
pub fn did(account: AccountId) -> DidId {
	let mut id = [0xd1; 32];
	id[..8].copy_from_slice(&account.to_le_bytes());
	DidId(id)
}

/// What the origin of an account is worth.
pub fn subject(account: AccountId) -> Subject<AccountId> {
	Subject { did: did(Sponsored::get(account).unwrap_or(account)), account }
}

pub fn register(account: AccountId, roles: Roles) {
	Known::insert(did(account), (DidStatus::Active, roles));
}

pub fn set_status(account: AccountId, status: DidStatus) {
	let (_, roles) = Known::get(did(account)).expect("registered");
	Known::insert(did(account), (status, roles));
}

/// Says who controls a subject.
pub fn set_controllers(account: AccountId, controllers: &[AccountId]) {
	Controllers::insert(did(account), controllers.iter().copied().map(did).collect::<Vec<_>>());
}

/// Says who holds shares in a data set, besides its supplier.
pub fn set_holders(data_set: DataSetId, holders: &[AccountId]) {
	Shares::insert(data_set, holders.iter().copied().map(did).collect::<Vec<_>>());
}

/// From now on calls of this account are made on behalf of that subject.
pub fn sponsor(account: AccountId, subject: AccountId) {
	Sponsored::insert(account, subject);
}

/// Everything around the pallet.
pub struct World;

impl Identities for World {
	fn status(did: &DidId) -> Option<DidStatus> {
		Known::get(did).map(|(status, _)| status)
	}
	fn has_role(did: &DidId, role: Role) -> bool {
		matches!(Known::get(did), Some((DidStatus::Active, roles)) if roles.contains(role))
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
	fn controllers(did: &DidId) -> Vec<DidId> {
		Controllers::get(did)
	}
}

/// Everybody's own account is the one that he is named after; others are those of sponsors.
impl Accounts<AccountId> for World {
	fn account_of(did: &DidId) -> Option<AccountId> {
		let account = did.0[..8].try_into().map(AccountId::from_le_bytes).ok()?;
		Known::contains_key(did).then_some(account)
	}
}

impl Rights for World {
	fn owners(_: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		vec![(*supplier, 1)]
	}
	fn payees(data_set: DataSetId, supplier: &DidId) -> Vec<(DidId, u32)> {
		let others = Shares::get(data_set).into_iter().map(|holder| (holder, 1));
		std::iter::once((*supplier, 1)).chain(others).collect()
	}
}

/// Lets every registered subject pass but a pending one, as the runtime's origin does.
pub struct EnsureParty;

impl EnsureOrigin<RuntimeOrigin> for EnsureParty {
	type Success = Subject<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		match frame_system::ensure_signed(origin.clone()) {
			Ok(account) => match World::status(&subject(account).did) {
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
pub struct Submission {
	pub data_set: DataSetId,
	pub validated: bool,
	pub certified: bool,
}

#[frame_support::storage_alias]
type DataSets = StorageMap<TestDoubles, Twox64Concat, DataSetId, DidId>;

#[frame_support::storage_alias]
type Submissions = StorageMap<TestDoubles, Twox64Concat, SubmissionId, Submission>;

#[frame_support::storage_alias]
type NextDataSet = StorageValue<TestDoubles, DataSetId, ValueQuery>;

#[frame_support::storage_alias]
type NextSubmission = StorageValue<TestDoubles, SubmissionId, ValueQuery>;

pub fn data_set(supplier: AccountId) -> DataSetId {
	let id = NextDataSet::get();
	NextDataSet::put(id + 1);
	DataSets::insert(id, did(supplier));
	id
}

/// A submission that is good in every respect.
pub fn submit(data_set: DataSetId) -> SubmissionId {
	let id = NextSubmission::get();
	NextSubmission::put(id + 1);
	Submissions::insert(id, Submission { data_set, validated: true, certified: true });
	id
}

pub fn change(id: SubmissionId, change: impl FnOnce(&mut Submission)) {
	let mut submission = Submissions::get(id).expect("submitted");
	change(&mut submission);
	Submissions::insert(id, submission);
}

/// Gives the data set to another subject.
pub fn pass_on(data_set: DataSetId, supplier: AccountId) {
	DataSets::insert(data_set, did(supplier));
}

pub fn fingerprint(id: SubmissionId) -> Fingerprint {
	let mut root = [0xf1; 32];
	root[..8].copy_from_slice(&id.to_le_bytes());
	Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root, leaves: 24, bytes: 240 }
}

impl DataRegistry for World {
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		now: Moment,
	) -> Result<LotFacts, LotError> {
		if submissions.is_empty() {
			return Err(LotError::Empty);
		}
		if !submissions.is_sorted_by(|a, b| a < b) {
			return Err(LotError::Duplicate);
		}
		let supplier = DataSets::get(data_set).ok_or(LotError::UnknownDataSet)?;
		let mut parts = Vec::new();
		for id in submissions {
			let known = Submissions::get(id).ok_or(LotError::UnknownSubmission)?;
			if known.data_set != data_set {
				return Err(LotError::NotOfDataSet);
			}
			if !known.validated {
				return Err(LotError::NotValidated);
			}
			parts.push(fingerprint(*id));
		}
		Ok(LotFacts {
			supplier,
			category: "water/flow".parse().expect("a category"),
			region: "u33dc".parse().expect("a region"),
			parts,
			schema: None,
			records: 24,
			bytes: 240,
			oldest: now,
			newest: now,
			quality: 900,
		})
	}

	fn has_certificate(
		_: DataSetId,
		submissions: &[SubmissionId],
		need: &CertificateNeed,
		_: Moment,
	) -> bool {
		let certified = |id| Submissions::get(id).is_some_and(|known| known.certified);
		*need == CertificateNeed::None || submissions.iter().all(certified)
	}

	// Auctions ask for lots only.

	fn data_set(_: DataSetId) -> Option<DataSetFacts> {
		None
	}

	fn submission(_: SubmissionId) -> Option<SubmissionFacts> {
		None
	}
}

// ---- What becomes of a copy that is sold ----

/// An agreement of the double.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Opened {
	pub terms: NewAgreement<AccountId, Balance>,
	pub funded: bool,
	/// What the demander had free, all tickets of this agreement taken.
	pub free: Balance,
}

#[frame_support::storage_alias]
pub(super) type OpenAgreements = StorageMap<TestDoubles, Twox64Concat, AgreementId, Opened>;

#[frame_support::storage_alias]
type NextAgreement = StorageValue<TestDoubles, AgreementId, ValueQuery>;

#[frame_support::storage_alias]
type Stubborn = StorageMap<TestDoubles, Twox64Concat, AccountId, ()>;

/// An agreement that is not over.
pub fn agreement(id: AgreementId) -> Opened {
	OpenAgreements::get(id).expect("open")
}

/// The numbers of the agreements that are not over, in order.
pub fn agreements() -> Vec<AgreementId> {
	let mut ids: Vec<_> = OpenAgreements::iter_keys().collect();
	ids.sort_unstable();
	ids
}

/// Who is to pay how much by the agreements that are not over, in the order of accounts.
pub fn sold() -> Vec<(AccountId, Balance)> {
	let mut sold: Vec<_> = OpenAgreements::iter_values()
		.map(|opened| (opened.terms.demander.account, opened.terms.price))
		.collect();
	sold.sort_unstable();
	sold
}

/// From now on no agreement can be opened that this account takes part in.
pub fn make_stubborn(account: AccountId) {
	Stubborn::insert(account, ());
}

#[frame_support::storage_alias]
type Busy = StorageMap<TestDoubles, Twox64Concat, AccountId, ()>;

/// From now on this account owes so much that it gets no agreement but one that it has put something up for.
pub fn make_busy(account: AccountId) {
	Busy::insert(account, ());
}

/// Why the escrow opens no agreement for a stubborn account.
pub const CANNOT_OPEN: DispatchError = DispatchError::Unavailable;

pub struct Escrow;

impl Escrow {
	pub(super) fn footprint() -> Footprint {
		Footprint { count: 1, size: LARGEST_AGREEMENT }
	}

	fn do_open(
		terms: NewAgreement<AccountId, Balance>,
		funded: bool,
	) -> Result<AgreementId, DispatchError> {
		assert_eq!(terms.carrier, Party::Demander);
		assert_eq!(terms.parts.len(), terms.submissions.len());
		let id = NextAgreement::get();
		// Written before it fails: who asked has to roll it back.
		NextAgreement::put(id + 1);
		let demander = terms.demander.account;
		Ticket::new(&demander, Self::footprint())?;
		if funded {
			Money::hold(terms.asset, &RecordHold::get(), &demander, stake_of(&terms))?;
		}
		for account in [terms.supplier.account, demander] {
			if Stubborn::contains_key(account) {
				return Err(CANNOT_OPEN);
			}
		}
		let free = Balances::free_balance(demander);
		OpenAgreements::insert(id, Opened { terms, funded, free });
		Ok(id)
	}
}

impl Agreements<AccountId, Balance> for Escrow {
	type Error = DispatchError;

	fn open(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, DispatchError> {
		match Busy::contains_key(terms.demander.account) {
			true => Err(CANNOT_OPEN),
			false => Self::do_open(terms, false),
		}
	}

	fn open_secured(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, DispatchError> {
		Self::do_open(terms, false)
	}

	fn open_funded(terms: NewAgreement<AccountId, Balance>) -> Result<AgreementId, DispatchError> {
		Self::do_open(terms, true)
	}

	fn largest_footprint() -> u64 {
		LARGEST_AGREEMENT
	}
}

/// What a demander puts up: the price, and the fee of a judge.
pub(super) fn stake_of(terms: &NewAgreement<AccountId, Balance>) -> Balance {
	match terms.delivery {
		Delivery::Proven => terms.price,
		Delivery::Sealed(judge) => judge.stake(terms.price).expect("it counts"),
	}
}

/// Funds an agreement of a winner.
pub fn fund(id: AgreementId) -> DispatchResult {
	let mut opened = agreement(id);
	let (asset, stake) = (opened.terms.asset, stake_of(&opened.terms));
	Money::hold(asset, &RecordHold::get(), &opened.terms.demander.account, stake)?;
	opened.funded = true;
	OpenAgreements::insert(id, opened);
	Ok(())
}

/// Ends an agreement: the price goes to the supplier if it settled, and back if not; the ticket returns; whoever opened it hears.
pub fn close(id: AgreementId, outcome: Outcome, by: Option<AccountId>, committed: bool) {
	let Opened { terms, funded, .. } = OpenAgreements::take(id).expect("open");
	let (payer, payee) = (terms.demander.account, terms.supplier.account);
	let NewAgreement { asset, price, .. } = terms;
	if funded {
		let paid = if outcome == Outcome::Settled { price } else { 0 };
		let rest = stake_of(&terms) - paid;
		hand_over::<_, Money>(asset, &RecordHold::get(), &payer, &payee, paid).expect("paid");
		give_back::<_, Money>(asset, &RecordHold::get(), &payer, rest).expect("held");
	}
	let ticket = TicketPrice::convert(Escrow::footprint());
	Money::release(Asset::Native, &RecordHold::get(), &payer, ticket, Precision::Exact)
		.expect("the ticket returns");
	DataAuction::closed(&ClosedAgreement {
		id,
		supplier: terms.supplier,
		demander: terms.demander,
		data_set: terms.data_set,
		submissions: terms.submissions,
		parts: terms.parts,
		ciphertext_root: committed.then_some([9; 32]),
		watermark: None,
		price,
		asset,
		usage: terms.usage,
		outcome,
		by: by.map(did),
		delivered: outcome == Outcome::Settled,
	});
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
		assert_eq!(module, AuditModule::DataAuction);
		ToldSoFar::append((actor, subjects.to_vec(), event.to_vec()));
	}
}
