//! Which pallets are measured, and what their benchmarks need of this runtime.
//!
//! Parties and data are written into the state directly, because a pallet's benchmark measures the pallet alone.

use crate::{
	constants::currency::CFL, AccountId, Assets, Balance, Balances, Did, Runtime, RuntimeOrigin,
	Timestamp,
};
use alloc::{format, vec::Vec};
use counterfoil_primitives::{
	access::{MAX_HOLDERS, TOTAL_SHARES},
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	allowance::Limits,
	money::{Asset, AssetId},
	traits::Accounts,
	AccreditationId, Algorithm, Category, CertificateId, CertificateSubject, CertificateType,
	DataSetId, DidId, DidStatus, Fingerprint, KeySignature, MediaType, Moment, Region, Role, Roles,
	Subject, SubmissionBody, SubmissionId, VerificationKey,
};
use frame_benchmarking::account;
use frame_support::traits::{
	fungible::{Inspect, Mutate},
	fungibles, Consideration, Footprint, Get, Time,
};
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
	[pallet_allowances, Allowances]
	[pallet_data_auction, DataAuction]
	[pallet_data_contracts, DataContracts]
	[pallet_payment_channels, PaymentChannels]
	[pallet_payment_streams, PaymentStreams]
	[pallet_custody, Custody]
);

/// The keys of parties and devices in the keystore of the benchmarks.
const KEYS: KeyTypeId = KeyTypeId(*b"cfbm");

/// Enough for every ticket and price of a benchmark.
const WEALTH: Balance = 1_000_000 * CFL;

/// A token besides the chain's own. To hold and pay one reads and writes more than the chain's own takes.
const COIN: AssetId = AssetId::MAX;

/// Makes what the benchmarks of our pallets need.
pub struct Helper;

/// Makes what the benchmarks of `pallet-assets` need.
pub struct AssetHelper;

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

/// The signature of a key that was made here.
fn sign_with(key: &VerificationKey, message: &[u8]) -> KeySignature {
	let VerificationKey::Ed25519(key) = key else { panic!("the helper makes no other keys") };
	let signature = sp_io::crypto::ed25519_sign(KEYS, &ed25519::Public::from_raw(*key), message)
		.expect("the helper made the key");
	KeySignature::Ed25519(signature.0)
}

/// The signature of somebody or something that was made here.
fn sign(did: &DidId, message: &[u8]) -> KeySignature {
	let record = Records::<Runtime>::get(did).expect("the helper made the DID");
	sign_with(&record.key, message)
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

/// Another regulator for every data set: none is accredited more often than it can be, however many data sets there are.
fn regulator_for(data_set: DataSetId) -> Subject<AccountId> {
	let depth: u32 = <Runtime as pallet_certification::Config>::MaxDepth::get();
	let number = u32::try_from(data_set).unwrap_or(u32::MAX);
	party(Role::Regulator.into(), depth.saturating_add(number))
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

/// A data set with so many validated submissions, dear to look at: its certificates are all suspended, and each submission has as
/// many, of which the one that is looked at last is in force.
fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
	let data_set = data_set(supplier, Confidentiality::Public);
	let device = device(&supplier.did);
	let regulator = regulator_for(data_set);
	let accreditation = accredit(&regulator, true);
	certify(CertificateSubject::DataSet(data_set), &regulator, accreditation, false);
	let ids = (0..submissions)
		.map(|_| {
			let id = submission(supplier, data_set, device, batch(), SubmissionStatus::Validated);
			certify(CertificateSubject::Submission(id), &regulator, accreditation, true);
			id
		})
		.collect();
	(data_set, ids)
}

/// These share in the profit of the data set: all get the same, and the supplier what is over. Without tickets: what the payees have
/// is what the benchmark says.
fn share_profit(data_set: DataSetId, supplier: &DidId, payees: &[DidId]) {
	let others = u32::try_from(payees.len()).unwrap_or(u32::MAX);
	let each = TOTAL_SHARES / others.saturating_add(1);
	let rest = TOTAL_SHARES.saturating_sub(each.saturating_mul(others));
	let holding = |did, shares| Holding { did, shares, deposit: None };
	let holdings: Vec<_> = core::iter::once(holding(*supplier, rest))
		.chain(payees.iter().map(|payee| holding(*payee, each)))
		.collect();
	let holdings = Holdings::<Runtime>::try_from(holdings).expect("not more than may hold");
	pallet_data_access::Holders::<Runtime>::insert(data_set, Right::Profit, holdings);
}

/// The payer lets the spender bind whatever there is, for this payee.
fn let_spend(payer: &AccountId, spender: &DidId, payee: &DidId, asset: Asset) {
	let validity: Moment = <Runtime as pallet_allowances::Config>::MaxValidity::get();
	let limits = Limits {
		amount: u128::MAX,
		total: u128::MAX,
		count: u32::MAX,
		lock: Moment::MAX,
		valid_until: Timestamp::now().saturating_add(validity),
	};
	let origin = RuntimeOrigin::signed(payer.clone());
	pallet_allowances::Pallet::<Runtime>::allow(origin, *spender, Some(*payee), asset, limits)
		.expect("whom the helper made may allow it");
}

/// The account has so much of the coin, which is made if there is none.
fn give_coins(account: &AccountId, balance: Balance) {
	use fungibles::{Create, Inspect as _, Mutate as _};

	if !Assets::asset_exists(COIN) {
		// As small as the chain's own token, so that an amount is enough of both or of none.
		let least = <Balances as Inspect<AccountId>>::minimum_balance();
		<Assets as Create<_>>::create(COIN, account.clone(), true, least)
			.expect("there is none yet");
	}
	Assets::set_balance(COIN, account, balance);
}

impl pallet_assets::BenchmarkHelper<AssetId, ()> for AssetHelper {
	fn create_asset_id_parameter(id: u32) -> AssetId {
		id
	}

	fn create_reserve_id_parameter(_: u32) {}
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

	fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		lot(supplier, submissions)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

/// The agreements of the benchmarks are about the data set 1 and its submissions from 1 on.
const DELIVERED: DataSetId = 1;

impl pallet_data_escrow::BenchmarkHelper<Runtime> for Helper {
	/// The first one is the supplier: the data are his, and they are certified, with as much to look at as can be.
	fn subject(account: &AccountId, balance: Balance) -> DidId {
		let did = stakeholder(account, Role::Supplier | Role::Demander, balance);
		give_coins(account, balance);
		if !DataSets::<Runtime>::contains_key(DELIVERED) {
			NextDataSetId::<Runtime>::put(DELIVERED);
			NextSubmissionId::<Runtime>::put(1);
			let most: u32 = <Runtime as pallet_data_escrow::Config>::MaxParts::get();
			// The tickets for them are not what the benchmark counts.
			Balances::set_balance(account, WEALTH);
			lot(&Subject { did, account: account.clone() }, most);
			Balances::set_balance(account, balance);
		}
		did
	}

	fn set_time(now: Moment) {
		set_time(now);
	}

	fn asset() -> Asset {
		Asset::Local(COIN)
	}

	fn let_spend(payer: &AccountId, spender: &DidId, payee: &DidId) -> bool {
		let_spend(payer, spender, payee, Asset::Local(COIN));
		true
	}

	fn share_profit(data_set: DataSetId, supplier: &DidId, payees: &[DidId]) {
		share_profit(data_set, supplier, payees);
	}
}

impl pallet_allowances::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(account: &AccountId) -> DidId {
		stakeholder(account, Role::Supplier | Role::Demander, WEALTH)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_data_auction::BenchmarkHelper<Runtime> for Helper {
	fn subject(seed: u32) -> Subject<AccountId> {
		party(Role::Supplier | Role::Demander, seed)
	}

	fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		lot(supplier, submissions)
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_data_contracts::BenchmarkHelper<Runtime> for Helper {
	fn stakeholder(account: &AccountId, role: Role, balance: Balance) -> DidId {
		stakeholder(account, role.into(), balance)
	}

	fn data_set(supplier: &Subject<AccountId>) -> DataSetId {
		data_set(supplier, Confidentiality::Public)
	}

	fn submission(data_set: DataSetId, from: Moment, to: Moment) -> SubmissionId {
		let record = DataSets::<Runtime>::get(data_set).expect("the helper made it");
		let supplier = Subject { did: record.owner, account: record.payer };
		let device = device(&supplier.did);
		let id = submission(&supplier, data_set, device, batch(), SubmissionStatus::Validated);
		Submissions::<Runtime>::mutate_extant(id, |submission| {
			submission.body.from = from;
			submission.body.to = to;
		});
		id
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_payment_channels::BenchmarkHelper<Runtime> for Helper {
	fn subject(account: &AccountId, balance: Balance) -> DidId {
		stakeholder(account, Role::Supplier | Role::Demander, balance)
	}

	fn data_set(owner: &Subject<AccountId>, payees: &[DidId]) -> DataSetId {
		let data_set = data_set(owner, Confidentiality::Public);
		share_profit(data_set, &owner.did, payees);
		data_set
	}

	fn key() -> VerificationKey {
		VerificationKey::Ed25519(sp_io::crypto::ed25519_generate(KEYS, None).0)
	}

	fn sign(key: &VerificationKey, message: &[u8]) -> KeySignature {
		sign_with(key, message)
	}

	fn sign_as(did: &DidId, message: &[u8]) -> KeySignature {
		sign(did, message)
	}

	fn allow(payer: &Subject<AccountId>, spender: &DidId, payee: &DidId) {
		let_spend(&payer.account, spender, payee, Asset::Native);
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_payment_streams::BenchmarkHelper<Runtime> for Helper {
	fn subject(account: &AccountId, balance: Balance) -> DidId {
		stakeholder(account, Role::Supplier | Role::Demander, balance)
	}

	fn data_set(supplier: &DidId) -> DataSetId {
		let account = Did::account_of(supplier).expect("the helper made the supplier");
		let owner = Subject { did: *supplier, account };
		let data_set = data_set(&owner, Confidentiality::Public);
		let payees: Vec<_> =
			(1..MAX_HOLDERS).map(|seed| party(Role::Other.into(), seed).did).collect();
		share_profit(data_set, supplier, &payees);
		data_set
	}

	fn allow(payer: &AccountId, spender: &DidId, payee: &DidId) {
		let_spend(payer, spender, payee, Asset::Native);
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}

impl pallet_custody::BenchmarkHelper<Runtime> for Helper {
	fn subject(account: &AccountId) -> DidId {
		stakeholder(account, Roles::ALL, WEALTH)
	}

	fn data_set(owner: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		let data_set = data_set(owner, Confidentiality::Public);
		let device = device(&owner.did);
		let submission =
			|_| submission(owner, data_set, device, batch(), SubmissionStatus::Validated);
		(data_set, (0..submissions).map(submission).collect())
	}

	/// The one in force, at the end of a chain of accreditations as deep as can be. Asked again, the same one.
	fn certificate(data_set: DataSetId) -> Option<CertificateId> {
		let subject = CertificateSubject::DataSet(data_set);
		if OpenAbout::<Runtime>::get(subject).is_empty() {
			let regulator = regulator_for(data_set);
			let accreditation = accredit(&regulator, true);
			certify(subject, &regulator, accreditation, true);
		}
		OpenAbout::<Runtime>::get(subject).last().copied()
	}

	fn set_time(now: Moment) {
		set_time(now);
	}
}
