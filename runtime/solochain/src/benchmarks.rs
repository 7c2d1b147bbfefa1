//! Which pallets are measured, and what their benchmarks need of this runtime.
//!
//! Parties and data are written into the state directly, because a pallet's benchmark measures the pallet alone.

use crate::{constants::currency::CFL, AccountId, Balance, Balances, Runtime, Timestamp};
use alloc::{format, vec::Vec};
use counterfoil_primitives::{
	access::TOTAL_SHARES,
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	AccreditationId, Algorithm, Category, CertificateSubject, CertificateType, DataSetId, DidId,
	DidStatus, Fingerprint, KeySignature, MediaType, Moment, Region, Role, Roles, Subject,
	SubmissionBody, SubmissionId, VerificationKey,
};
use frame_benchmarking::account;
use frame_support::traits::{fungible::Mutate, Consideration, Footprint, Get, Time};
use pallet_certification::{
	Accreditation, Accreditations, Certificate, Certificates, Coverage, HeldBy, Newest,
	NextAccreditationId, NextCertificateId, OpenAbout, Statement, Suspension, COUNCIL,
	MAX_OPEN_PER_SUBMISSION,
};
use pallet_data_access::{Holding, Holdings, Right};
use pallet_data_registry::{
	Confidentiality, DataSet, DataSetDetails, DataSets, NextDataSetId, NextSubmissionId,
	Submission, SubmissionStatus, Submissions, SubmissionsOf, MAX_QUALITY,
};
use pallet_did::{ActiveStakeholders, DidOf, Kind, Record, Records};
use sp_core::{crypto::KeyTypeId, ed25519};

frame_benchmarking::define_benchmarks!(
	[pallet_consortium, Consortium]
	[pallet_did, Did]
	[pallet_devices, Devices]
	[pallet_sponsorship, Sponsorship]
	[pallet_data_registry, DataRegistry]
	[pallet_validation, Validation]
	[pallet_certification, Certification]
	[pallet_data_access, DataAccess]
	[pallet_audit, Audit]
	[pallet_data_market, DataMarket]
	[pallet_data_escrow, DataEscrow]
);

/// The keys of parties and devices in the keystore of the benchmarks.
const KEYS: KeyTypeId = KeyTypeId(*b"cfbm");

/// Enough for every ticket and price of a benchmark.
const WEALTH: Balance = 1_000_000 * CFL;

/// Makes what the benchmarks of our pallets need.
pub struct Helper;

/// Sets the chain's clock.
fn set_time(now: Moment) {
	pallet_timestamp::Now::<Runtime>::put(now);
}

/// Takes the next number of a counter.
fn take_id<Counter: frame_support::StorageValue<u64, Query = u64>>() -> u64 {
	Counter::mutate(|next| {
		let id = *next;
		*next = id.saturating_add(1);
		id
	})
}

/// A ticket for a record. What the record really takes does not matter here: the price is a number.
fn ticket<T: Consideration<AccountId, Footprint>>(payer: &AccountId) -> T {
	T::new(payer, Footprint::from_parts(1, 1)).expect("whom the helper made has money")
}

/// An active DID whose key is in the keystore.
fn register(kind: Kind<AccountId>) -> DidId {
	let key = VerificationKey::Ed25519(sp_io::crypto::ed25519_generate(KEYS, None).0);
	let did = DidId::of_key(&key);
	let record = Record::new(key, kind, DidStatus::Active, Timestamp::now(), None);
	Records::<Runtime>::insert(did, record);
	did
}

/// An active stakeholder for which `account` acts, with so much money. Asked again, the same one.
fn stakeholder(account: &AccountId, roles: Roles, balance: Balance) -> DidId {
	Balances::set_balance(account, balance);
	DidOf::<Runtime>::get(account).unwrap_or_else(|| {
		let did = register(Kind::Stakeholder { account: account.clone(), roles });
		DidOf::<Runtime>::insert(account, did);
		ActiveStakeholders::<Runtime>::mutate(|active| *active = active.saturating_add(1));
		did
	})
}

/// An active stakeholder in these roles, with enough money. Other roles or another seed are another one, with another account.
fn party(roles: Roles, seed: u32) -> Subject<AccountId> {
	let account: AccountId = account("party", seed, roles.bits().into());
	let did = stakeholder(&account, roles, WEALTH);
	Subject { did, account }
}

/// Another active device of `owner`.
fn device(owner: &DidId) -> DidId {
	register(Kind::Device { owner: *owner, metadata: [0; 32] })
}

/// The signature of somebody or something that was made here.
fn sign(did: &DidId, message: &[u8]) -> KeySignature {
	let key = Records::<Runtime>::get(did).map(|record| record.key);
	let Some(VerificationKey::Ed25519(key)) = key else {
		panic!("the helper made the DID");
	};
	let signature = sp_io::crypto::ed25519_sign(KEYS, &ed25519::Public::from_raw(key), message)
		.expect("the helper made the key");
	KeySignature::Ed25519(signature.0)
}

/// A data set without submissions. All have the same category and region.
fn data_set(owner: &Subject<AccountId>, confidentiality: Confidentiality) -> DataSetId {
	let id = take_id::<NextDataSetId<Runtime>>();
	let data_set = DataSet {
		owner: owner.did,
		payer: owner.account.clone(),
		details: DataSetDetails {
			schema: [0; 32],
			media_type: MediaType::new("text/csv").expect("a media type"),
			category: Category::new("water/flow").expect("a category"),
			region: Region::new("u1x0d").expect("a geohash"),
			confidentiality,
			licence: [0; 32],
		},
		family: [0; 32],
		registered: Timestamp::now(),
		submissions: 0,
		ticket: ticket(&owner.account),
	};
	DataSets::<Runtime>::insert(id, data_set);
	id
}

/// A submission of one record.
fn batch() -> Fingerprint {
	Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root: [0; 32], leaves: 1, bytes: 1 }
}

/// A submission to a data set of this supplier, found valid or waiting for a round.
fn submission(
	supplier: &Subject<AccountId>,
	data_set: DataSetId,
	device: DidId,
	fingerprint: Fingerprint,
	status: SubmissionStatus,
) -> SubmissionId {
	let id = take_id::<NextSubmissionId<Runtime>>();
	let now = Timestamp::now();
	let is_valid = status == SubmissionStatus::Validated;
	let submission = Submission {
		supplier: supplier.did,
		payer: supplier.account.clone(),
		device,
		sequence: id,
		body: SubmissionBody {
			data_set,
			schema: [0; 32],
			fingerprint,
			from: now,
			to: now,
			corrects: None,
		},
		submitted: now,
		status,
		decided: is_valid.then_some(now),
		quality: is_valid.then_some(MAX_QUALITY),
		rejection: None,
		revision: 0,
		corrected_by: None,
		supersedes: None,
		superseded_by: None,
		ticket: ticket(&supplier.account),
	};
	Submissions::<Runtime>::insert(id, submission);
	SubmissionsOf::<Runtime>::insert(data_set, id, ());
	DataSets::<Runtime>::mutate_extant(data_set, |set| {
		set.submissions = set.submissions.saturating_add(1)
	});
	id
}

/// Accredits the regulator for everything, at the end of a chain as deep as can be: in force, or not yet.
fn accredit(regulator: &Subject<AccountId>, in_force: bool) -> AccreditationId {
	let depth: u32 = <Runtime as pallet_certification::Config>::MaxDepth::get();
	let mut above = None;
	for level in 0..=depth {
		let holder = match level == depth {
			true => regulator.clone(),
			false => party(Role::Regulator.into(), level),
		};
		let id = take_id::<NextAccreditationId<Runtime>>();
		let (parent, granted_by, deposit) = match above {
			Some((id, Subject { did, account })) => {
				let ticket = ticket(&account);
				(Some(id), Some(did), Some((account, ticket)))
			},
			None => (None, None, None),
		};
		let accreditation = Accreditation {
			holder: holder.did,
			terms: Terms {
				powers: Powers::ALL,
				scope: Scope::Everything,
				types: CertificateTypes::Any,
				delegable: true,
				from: if in_force { 0 } else { Moment::MAX },
				until: Moment::MAX,
			},
			parent,
			depth: level,
			granted_by,
			granted: Timestamp::now(),
			dependants: 1,
			revoked: None,
			deposit,
		};
		Accreditations::<Runtime>::insert(id, accreditation);
		above = Some((id, holder));
	}
	let (id, _) = above.expect("there is a level");
	HeldBy::<Runtime>::mutate(regulator.did, |held| held.try_push(id))
		.expect("a benchmark asks for no more than there is room for");
	id
}

/// As many open certificates about the subject as can be. None is in force, or the one that is looked at last.
fn certify(
	subject: CertificateSubject,
	regulator: &Subject<AccountId>,
	accreditation: AccreditationId,
	in_force: bool,
) {
	let now = Timestamp::now();
	let most: u32 = match subject {
		CertificateSubject::Submission(_) => MAX_OPEN_PER_SUBMISSION,
		_ => <Runtime as pallet_certification::Config>::MaxOpen::get(),
	};
	let suspension = Suspension { since: now, by: None, rank: COUNCIL, reason: [0; 32] };
	for number in 1..=most {
		let id = take_id::<NextCertificateId<Runtime>>();
		let kind = CertificateType::new(&format!("benchmark-{number}")).expect("a type");
		let is_valid = in_force && number == most;
		let certificate = Certificate {
			subject,
			kind,
			statement: Statement {
				coverage: Coverage::new("all").expect("a coverage"),
				document: [0; 32],
				valid_until: Moment::MAX,
			},
			issuer: regulator.did,
			accreditation,
			issued: now,
			valid_from: now,
			suspended: (!is_valid).then_some(suspension),
			revoked: None,
			previous: None,
			superseded_by: None,
			payer: regulator.account.clone(),
			ticket: ticket(&regulator.account),
		};
		Certificates::<Runtime>::insert(id, certificate);
		Newest::<Runtime>::insert(subject, kind, id);
		OpenAbout::<Runtime>::mutate(subject, |about| about.try_push(id))
			.expect("nobody certified it yet");
	}
}

impl pallet_did::BenchmarkHelper<AccountId> for Helper {
	fn fund(account: &AccountId) {
		Balances::set_balance(account, WEALTH);
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_devices::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(seed: u32) -> Subject<AccountId> {
		party(Role::Supplier.into(), seed)
	}

	fn device(owner: &Subject<AccountId>, _seed: u32) -> DidId {
		device(&owner.did)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_sponsorship::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId> {
		party(role.into(), seed)
	}

	fn device(owner: &DidId) -> DidId {
		device(owner)
	}

	fn sign(device: &DidId, message: &[u8]) -> KeySignature {
		sign(device, message)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_data_registry::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId> {
		party(role.into(), seed)
	}

	fn device(owner: &DidId) -> DidId {
		device(owner)
	}

	fn sign(device: &DidId, message: &[u8]) -> KeySignature {
		sign(device, message)
	}
}

impl pallet_validation::BenchmarkHelper<Runtime> for Helper {
	fn stakeholder(account: &AccountId, balance: Balance) -> DidId {
		stakeholder(account, Roles::ALL, balance)
	}

	fn submission(supplier: &Subject<AccountId>, fingerprint: Fingerprint) -> SubmissionId {
		let data_set = data_set(supplier, Confidentiality::Public);
		let device = device(&supplier.did);
		submission(supplier, data_set, device, fingerprint, SubmissionStatus::Submitted)
	}

	/// The accreditation that allows the veto is the last one of a full list.
	fn accredit(regulator: &Subject<AccountId>, _submission: SubmissionId) {
		let most: u32 = <Runtime as pallet_certification::Config>::MaxPerHolder::get();
		for _ in 1..most {
			accredit(regulator, false);
		}
		accredit(regulator, true);
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_certification::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId> {
		party(role.into(), seed)
	}

	fn submission(supplier: &Subject<AccountId>) -> SubmissionId {
		let data_set = data_set(supplier, Confidentiality::Public);
		let device = device(&supplier.did);
		submission(supplier, data_set, device, batch(), SubmissionStatus::Validated)
	}
}

impl pallet_data_access::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(roles: Roles, seed: u32) -> Subject<AccountId> {
		party(roles, seed)
	}

	fn data_set(supplier: &Subject<AccountId>) -> DataSetId {
		data_set(supplier, Confidentiality::Restricted)
	}

	fn sign(did: &DidId, message: &[u8]) -> KeySignature {
		sign(did, message)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_data_market::BenchmarkHelper<Runtime> for Helper {
	fn subject(seed: u32) -> Subject<AccountId> {
		party(Role::Supplier | Role::Demander, seed)
	}

	/// What makes a lot dear to look at: certificates of the data set that are all suspended, and as many of each submission.
	fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		let data_set = data_set(supplier, Confidentiality::Public);
		let device = device(&supplier.did);
		let depth: u32 = <Runtime as pallet_certification::Config>::MaxDepth::get();
		// No more for one regulator than he may hold, however many lots there are.
		let lots = u32::try_from(data_set).unwrap_or(u32::MAX);
		let regulator = party(Role::Regulator.into(), depth.saturating_add(lots));
		let accreditation = accredit(&regulator, true);
		certify(CertificateSubject::DataSet(data_set), &regulator, accreditation, false);
		let ids = (0..submissions)
			.map(|_| {
				let status = SubmissionStatus::Validated;
				let id = submission(supplier, data_set, device, batch(), status);
				certify(CertificateSubject::Submission(id), &regulator, accreditation, true);
				id
			})
			.collect();
		(data_set, ids)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_data_escrow::BenchmarkHelper<Runtime> for Helper {
	fn subject(account: &AccountId, balance: Balance) -> DidId {
		stakeholder(account, Role::Supplier | Role::Demander, balance)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}

	/// All get the same, and the supplier what is over.
	fn share_profit(data_set: DataSetId, supplier: &DidId, payees: &[DidId]) {
		let others = u32::try_from(payees.len()).unwrap_or(u32::MAX);
		let each = TOTAL_SHARES / others.saturating_add(1);
		let rest = TOTAL_SHARES.saturating_sub(each.saturating_mul(others));
		// Without tickets: what the payees have is what the benchmark says.
		let holding = |did, shares| Holding { did, shares, deposit: None };
		let holdings: Vec<_> = core::iter::once(holding(*supplier, rest))
			.chain(payees.iter().map(|payee| holding(*payee, each)))
			.collect();
		let holdings = Holdings::<Runtime>::try_from(holdings).expect("not more than may hold");
		pallet_data_access::Holders::<Runtime>::insert(data_set, Right::Profit, holdings);
	}
}
