//! Stand-ins for identities, accounts, registry and histories.

use std::{cell::RefCell, collections::BTreeMap};

use codec::{Decode, Encode};
use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	exchange::Outcome,
	fingerprint::{Fingerprint, TreeBuilder},
	roles::Role,
	text::{Category, Region},
	traits::{
		Accounts, AuditLog, AuditModule, AuditSubject, CertificateNeed, Confidentiality,
		DataRegistry, DataSetFacts, Identities, LotError, LotFacts, Subject, SubmissionFacts,
		SubmissionStatus,
	},
	AgreementId, DataSetId, Moment, SubmissionId,
};
use frame_support::{
	assert_ok,
	storage::unhashed,
	traits::{fungible::Mutate as _, EnsureOrigin},
};
use frame_system::ensure_signed;

use super::*;

/// The DID of an account that has one.
pub fn did(account: u64) -> DidId {
	let who = match account {
		OTHER_ACCOUNT..FIRST_OF_BENCHMARKS => account - OTHER_ACCOUNT,
		_ => account,
	};
	let mut id = [0; 32];
	id[..8].copy_from_slice(&who.to_le_bytes());
	DidId(id)
}

/// The account that a DID is named after.
fn account_of(did: &DidId) -> u64 {
	let mut bytes = [0; 8];
	bytes.copy_from_slice(&did.0[..8]);
	u64::from_le_bytes(bytes)
}

/// What the origin of an account is worth.
pub fn subject(account: u64) -> Subject<u64> {
	let who = around(|around| around.sponsored.get(&account).copied()).unwrap_or(account);
	Subject { did: did(who), account }
}

/// Everything around the pallet. What benchmarks and tests put into the registry is kept in the state; what only tests change beside
/// it.
pub struct World;

#[derive(Default)]
struct Around {
	statuses: BTreeMap<DidId, DidStatus>,
	controllers: BTreeMap<DidId, Vec<DidId>>,
	moved: Vec<DidId>,
	sponsored: BTreeMap<u64, u64>,
	certified: bool,
	meanwhile: Option<(AgreementId, Outcome)>,
	audited: Vec<Audited>,
}

/// What the audit was told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audited {
	pub actor: Option<DidId>,
	pub subjects: Vec<AuditSubject>,
	pub event: Vec<u8>,
}

thread_local! {
	static AROUND: RefCell<Around> = RefCell::default();
}

fn around<R>(f: impl FnOnce(&mut Around) -> R) -> R {
	AROUND.with(|around| f(&mut around.borrow_mut()))
}

/// Suspends, revokes or reinstates a stakeholder.
pub fn set_status(account: u64, status: DidStatus) {
	around(|around| around.statuses.insert(did(account), status));
}
/// Says who controls a subject.
pub fn set_controllers(account: u64, controllers: &[u64]) {
	let controllers = controllers.iter().copied().map(did).collect();
	around(|around| around.controllers.insert(did(account), controllers));
}
/// The subject has another account from now on.
pub fn move_account(account: u64) {
	around(|around| around.moved.push(did(account)));
}
/// From now on calls of this account are made on behalf of that stakeholder.
pub fn sponsor(account: u64, stakeholder: u64) {
	around(|around| around.sponsored.insert(account, stakeholder));
}
/// Certifies everything, or nothing any more.
pub fn set_certified(certified: bool) {
	around(|around| around.certified = certified);
}
/// The next time that the escrow opens an agreement, it closes this one first.
pub fn close_meanwhile(agreement: AgreementId, outcome: Outcome) {
	around(|around| around.meanwhile = Some((agreement, outcome)));
}
/// What the escrow is to close first.
pub fn take_meanwhile() -> Option<(AgreementId, Outcome)> {
	around(|around| around.meanwhile.take())
}
/// Forgets all of it.
pub fn reset() {
	around(|around| *around = Around::default());
}
/// What the audit was told since it was last asked.
pub fn take_audited() -> Vec<Audited> {
	around(|around| std::mem::take(&mut around.audited))
}

impl Identities for World {
	fn status(subject: &DidId) -> Option<DidStatus> {
		let changed = around(|around| around.statuses.get(subject).copied());
		Some(changed.unwrap_or(DidStatus::Active))
	}
	fn has_role(subject: &DidId, role: Role) -> bool {
		let has = match account_of(subject) {
			SUPPLIER => role == Role::Supplier,
			DEMANDER => role == Role::Demander,
			STRANGER | FIRST_OF_BENCHMARKS.. => true,
			_ => false,
		};
		has && Self::is_active(subject)
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
	fn controllers(subject: &DidId) -> Vec<DidId> {
		around(|around| around.controllers.get(subject).cloned().unwrap_or_default())
	}
}

/// Everybody's own account is the one that he is named after; others are those of sponsors.
impl Accounts<u64> for World {
	fn account_of(subject: &DidId) -> Option<u64> {
		let moved = around(|around| around.moved.contains(subject));
		Some(account_of(subject) + if moved { OTHER_ACCOUNT } else { 0 })
	}
}

/// A submission of the stand-in registry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Submitted {
	pub data_set: DataSetId,
	pub from: Moment,
	pub to: Moment,
	pub records: u64,
	pub quality: u16,
	pub validated: bool,
}

impl Submitted {
	/// A good one of the data set, with readings of this time.
	pub fn of(from: Moment, to: Moment) -> Self {
		Self { data_set: DATA_SET, from, to, records: 10, quality: 900, validated: true }
	}

	/// Hands it in.
	pub fn submit(self) -> SubmissionId {
		let id: SubmissionId = unhashed::get_or_default(b"submissions");
		unhashed::put(b"submissions", &(id + 1));
		unhashed::put(&("submission", id).encode(), &self);
		id
	}
}

fn submitted(id: SubmissionId) -> Option<Submitted> {
	unhashed::get(&("submission", id).encode())
}

fn fingerprint(leaves: u64) -> Fingerprint {
	Fingerprint { leaves, ..TreeBuilder::new().finish() }
}

fn owner_of(data_set: DataSetId) -> Option<DidId> {
	unhashed::get(&("data set", data_set).encode()).or(match data_set {
		DATA_SET => Some(did(SUPPLIER)),
		OTHER_DATA_SET => Some(did(STRANGER)),
		_ => None,
	})
}

/// The data set is somebody else's from now on.
pub fn give_away(data_set: DataSetId, owner: u64) {
	unhashed::put(&("data set", data_set).encode(), &did(owner));
}

impl DataRegistry for World {
	fn lot(
		data_set: DataSetId,
		submissions: &[SubmissionId],
		_: Moment,
	) -> Result<LotFacts, LotError> {
		let supplier = owner_of(data_set).ok_or(LotError::UnknownDataSet)?;
		if submissions.is_empty() {
			return Err(LotError::Empty);
		}
		if !submissions.is_sorted_by(|a, b| a < b) {
			return Err(LotError::Duplicate);
		}
		let mut facts = LotFacts {
			supplier,
			category: Category::new("water/flow").expect("a category"),
			region: Region::new("u33d").expect("a region"),
			parts: Vec::new(),
			schema: None,
			records: 0,
			bytes: 0,
			oldest: Moment::MAX,
			newest: 0,
			quality: 1_000,
		};
		for id in submissions {
			let one = submitted(*id).ok_or(LotError::UnknownSubmission)?;
			if one.data_set != data_set {
				return Err(LotError::NotOfDataSet);
			}
			if !one.validated {
				return Err(LotError::NotValidated);
			}
			facts.parts.push(fingerprint(one.records));
			facts.records += one.records;
			facts.oldest = facts.oldest.min(one.from);
			facts.newest = facts.newest.max(one.to);
			facts.quality = facts.quality.min(one.quality);
		}
		Ok(facts)
	}
	fn has_certificate(
		_: DataSetId,
		_: &[SubmissionId],
		need: &CertificateNeed,
		_: Moment,
	) -> bool {
		*need == CertificateNeed::None || around(|around| around.certified)
	}
	fn data_set(id: DataSetId) -> Option<DataSetFacts> {
		owner_of(id).map(|owner| DataSetFacts {
			owner,
			category: Category::new("water/flow").expect("a category"),
			region: Region::new("u33d").expect("a region"),
			confidentiality: Confidentiality::Public,
			registered: START,
		})
	}
	fn submission(id: SubmissionId) -> Option<SubmissionFacts> {
		submitted(id).map(|found| SubmissionFacts {
			data_set: found.data_set,
			supplier: did(SUPPLIER),
			device: did(DEVICE),
			fingerprint: fingerprint(found.records),
			status: SubmissionStatus::Validated,
		})
	}
}

impl AuditLog for World {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		assert_eq!(module, AuditModule::DataContracts);
		assert!(subjects.len() <= 4, "the weights reckon with four histories");
		let entry = Audited { actor, subjects: subjects.to_vec(), event: event.to_vec() };
		around(|around| around.audited.push(entry));
	}
}

impl EnsureOrigin<RuntimeOrigin> for World {
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

impl pallet_data_contracts::BenchmarkHelper<Test> for World {
	fn stakeholder(account: &u64, _: Role, balance: u64) -> DidId {
		assert_ok!(Balances::mint_into(account, balance));
		did(*account)
	}
	fn data_set(supplier: &Subject<u64>) -> DataSetId {
		unhashed::put(&("data set", 99u64).encode(), &supplier.did);
		99
	}
	fn submission(data_set: DataSetId, from: Moment, to: Moment) -> SubmissionId {
		Submitted { data_set, ..Submitted::of(from, to) }.submit()
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}
