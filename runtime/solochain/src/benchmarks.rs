//! Which pallets are measured, and what their benchmarks need of this runtime.
//!
//! Parties and data are written into the state directly, because a pallet's benchmark measures the pallet alone.

use crate::{constants::currency::CFL, AccountId, Balance, Balances, Runtime, Timestamp};
use alloc::vec::Vec;
use counterfoil_primitives::{
	Algorithm, Category, DataSetId, DidId, DidStatus, Fingerprint, KeySignature, MediaType, Moment,
	Region, Role, Roles, Subject, SubmissionBody, SubmissionId, VerificationKey,
};
use frame_support::traits::{fungible::Mutate, Consideration, Footprint, Time};
use pallet_data_registry::{
	Certificate, Confidentiality, DataSet, DataSetDetails, Submission, SubmissionStatus, Tally,
};
use pallet_did::{Kind, Record};
use sp_core::{crypto::KeyTypeId, ed25519};

frame_benchmarking::define_benchmarks!(
	[pallet_consortium, Consortium]
	[pallet_did, Did]
	[pallet_data_registry, DataRegistry]
	[pallet_data_market, DataMarket]
	[pallet_data_escrow, DataEscrow]
);

/// The keys of devices in the keystore of the benchmarks.
const DEVICES: KeyTypeId = KeyTypeId(*b"cfdv");

/// Makes what the benchmarks of our pallets need.
pub struct Helper;

/// An active stakeholder for which `account` acts, with enough money.
fn stakeholder(account: &AccountId, roles: Roles, balance: Balance) -> DidId {
	Balances::set_balance(account, balance);
	let key = VerificationKey::Ed25519(account.clone().into());
	let did = DidId::of_key(&key);
	let now = Timestamp::now();
	if !pallet_did::Records::<Runtime>::contains_key(did) {
		pallet_did::ActiveStakeholders::<Runtime>::mutate(|active| {
			*active = active.saturating_add(1)
		});
	}
	pallet_did::Records::<Runtime>::insert(
		did,
		Record {
			key,
			kind: Kind::Stakeholder { account: account.clone(), roles },
			status: DidStatus::Active,
			created: now,
			updated: now,
			ticket: None,
		},
	);
	pallet_did::DidOf::<Runtime>::insert(account, did);
	did
}

/// An active device of `owner` whose key is in the keystore.
fn device(owner: &DidId) -> DidId {
	let key = VerificationKey::Ed25519(sp_io::crypto::ed25519_generate(DEVICES, None).0);
	let did = DidId::of_key(&key);
	let now = Timestamp::now();
	pallet_did::Records::<Runtime>::insert(
		did,
		Record {
			key,
			kind: Kind::Device { owner: *owner, metadata: [0; 32] },
			status: DidStatus::Active,
			created: now,
			updated: now,
			ticket: None,
		},
	);
	did
}

impl pallet_did::BenchmarkHelper<AccountId> for Helper {
	fn fund(account: &AccountId) {
		Balances::set_balance(account, 1_000_000 * CFL);
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_data_registry::BenchmarkHelper<AccountId> for Helper {
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId> {
		// A role is a number from 0 to 5: every pair has an account of its own.
		let index = seed.saturating_mul(8).saturating_add(role as u32);
		let account: AccountId = frame_benchmarking::account("stakeholder", index, 0);
		let did = stakeholder(&account, Roles::from(role), 1_000_000 * CFL);
		Subject { did, account }
	}

	fn device(owner: &DidId) -> DidId {
		device(owner)
	}

	fn sign(device: &DidId, message: &[u8]) -> KeySignature {
		let key = pallet_did::Records::<Runtime>::get(device).map(|record| record.key);
		let Some(VerificationKey::Ed25519(key)) = key else {
			panic!("the helper made the device");
		};
		let signature =
			sp_io::crypto::ed25519_sign(DEVICES, &ed25519::Public::from_raw(key), message)
				.expect("the helper made the key");
		KeySignature::Ed25519(signature.0)
	}
}

impl pallet_data_market::BenchmarkHelper<Runtime> for Helper {
	fn subject(seed: u32) -> Subject<AccountId> {
		let account: AccountId = frame_benchmarking::account("trader", seed, 0);
		let roles = Roles::from(Role::Supplier) | Role::Demander;
		let did = stakeholder(&account, roles, 1_000_000 * CFL);
		Subject { did, account }
	}

	fn lot(supplier: &Subject<AccountId>, submissions: u32) -> (DataSetId, Vec<SubmissionId>) {
		type Registry = Runtime;
		let now = Timestamp::now();
		let room = Footprint::from_parts(1, 1);
		let data_set = pallet_data_registry::NextDataSetId::<Registry>::get();
		pallet_data_registry::NextDataSetId::<Registry>::put(data_set.saturating_add(1));
		pallet_data_registry::DataSets::<Registry>::insert(
			data_set,
			DataSet {
				owner: supplier.did,
				payer: supplier.account.clone(),
				details: DataSetDetails {
					schema: [0; 32],
					media_type: MediaType::new("text/csv").expect("a media type"),
					category: Category::new("water/flow").expect("a category"),
					region: Region::new("u1x0d").expect("a geohash"),
					confidentiality: Confidentiality::Public,
					licence: [0; 32],
				},
				registered: now,
				submissions: u64::from(submissions),
				ticket: <<Registry as pallet_data_registry::Config>::DataSetConsideration as Consideration<
					AccountId,
					Footprint,
				>>::new(&supplier.account, room)
				.expect("the supplier has money"),
			},
		);
		let device = device(&supplier.did);
		let ids = (0..submissions)
			.map(|number| {
				let id = pallet_data_registry::NextSubmissionId::<Registry>::get();
				pallet_data_registry::NextSubmissionId::<Registry>::put(id.saturating_add(1));
				let certificate = pallet_data_registry::NextCertificateId::<Registry>::get();
				pallet_data_registry::NextCertificateId::<Registry>::put(certificate.saturating_add(1));
				let mut tally = Tally::new(1);
				tally.valid = 1;
				pallet_data_registry::Submissions::<Registry>::insert(
					id,
					Submission {
						supplier: supplier.did,
						payer: supplier.account.clone(),
						device,
						sequence: u64::from(number),
						body: SubmissionBody {
							data_set,
							fingerprint: Fingerprint {
								algorithm: Algorithm::Rfc9162Sha256,
								root: [0; 32],
								leaves: 1,
								bytes: 1,
							},
							from: now,
							to: now,
							corrects: None,
						},
						submitted: now,
						status: SubmissionStatus::Validated,
						decided: Some(now),
						tally,
						revision: 0,
						corrected_by: None,
						certificate: Some(certificate),
						ticket: <<Registry as pallet_data_registry::Config>::SubmissionConsideration as Consideration<
							AccountId,
							Footprint,
						>>::new(&supplier.account, room)
						.expect("the supplier has money"),
					},
				);
				pallet_data_registry::SubmissionsOf::<Registry>::insert(data_set, id, ());
				pallet_data_registry::Certificates::<Registry>::insert(
					certificate,
					Certificate {
						submission: id,
						regulator: supplier.did,
						payer: supplier.account.clone(),
						document: [0; 32],
						issued: now,
						valid_until: Moment::MAX,
						revoked: None,
						previous: None,
						ticket: <<Registry as pallet_data_registry::Config>::CertificateConsideration as Consideration<
							AccountId,
							Footprint,
						>>::new(&supplier.account, room)
						.expect("the supplier has money"),
					},
				);
				id
			})
			.collect();
		(data_set, ids)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_data_escrow::BenchmarkHelper<Runtime> for Helper {
	fn subject(account: &AccountId, balance: Balance) -> DidId {
		stakeholder(account, Roles::from(Role::Supplier) | Role::Demander, balance)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
