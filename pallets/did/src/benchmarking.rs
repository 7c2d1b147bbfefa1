//! Benchmarks of the calls, which also run as tests.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship, VerificationKey},
	document::{
		Approvals, DidAct, Document, MethodKey, Relationships, VerificationMethod, MAX_ALIASES,
		MAX_CONTROLLERS, MAX_KEYS, MAX_METHODS,
	},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration},
	roles::{Role, Roles},
	traits::Subject,
	Hash, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Hooks, Time},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use pallet_did_runtime_api::Resolution;
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::One;

use crate::{
	features::history::{Amendment, Charge},
	pallet::*,
	Change, DeviceStatus, DidParameters, Kind, Motion, Proposal, Record, MAX_OUTDATED,
};

/// What benchmarks need from the runtime around the pallet.
pub trait BenchmarkHelper<AccountId> {
	/// Gives an account enough for any ticket of this pallet.
	fn fund(account: &AccountId);

	/// Sets the chain's clock.
	fn set_time(now: Moment);
}

const KEY_TYPE: KeyTypeId = KeyTypeId(*b"cfid");
const METADATA: Hash = [7; 32];

/// A key of the keystore, and its signature over `message`.
fn sign(public: &sp_core::ed25519::Public, message: &[u8]) -> Result<KeySignature, BenchmarkError> {
	sp_io::crypto::ed25519_sign(KEY_TYPE, public, message)
		.map(|signature| KeySignature::Ed25519(signature.0))
		.ok_or(BenchmarkError::Stop("the keystore does not sign"))
}

/// A stakeholder of that status, written directly, with funds.
fn stakeholder<T: Config>(index: u32, status: DidStatus) -> Subject<T::AccountId> {
	let account: T::AccountId = account("stakeholder", index, 0);
	T::BenchmarkHelper::fund(&account);
	let mut raw = [0u8; 32];
	raw[..4].copy_from_slice(&index.to_le_bytes());
	let key = VerificationKey::Sr25519(raw);
	let did = DidId::of_key(&key);
	let now = T::Time::now();
	let kind = Kind::Stakeholder { account: account.clone(), roles: Role::Other.into() };
	Records::<T>::insert(did, Record::new(key, kind, status, now, None));
	DidOf::<T>::insert(&account, did);
	if status == DidStatus::Active {
		ActiveStakeholders::<T>::mutate(|active| *active += 1);
	}
	Subject { did, account }
}

/// Forgets the founders, so that the benchmark decides who is there.
fn empty_consortium<T: Config>() {
	let _ = Records::<T>::clear(u32::MAX, None);
	let _ = DidOf::<T>::clear(u32::MAX, None);
	ActiveStakeholders::<T>::kill();
}

/// Makes a stakeholder a regulator besides, and returns its roles.
fn make_regulator<T: Config>(did: DidId) -> Roles {
	let all = Role::Other | Role::Regulator;
	Records::<T>::mutate(did, |record| {
		if let Some(Record { kind: Kind::Stakeholder { roles, .. }, .. }) = record {
			*roles = all;
		}
	});
	all
}

/// A stakeholder that is to be revoked, with `b` votes in favour, from all other active ones but one, who is returned with it,
/// and with `o` other proposals about it that end when it is revoked.
fn almost_revoked<T: Config>(
	b: u32,
	o: u32,
) -> Result<(Subject<T::AccountId>, Subject<T::AccountId>), BenchmarkError> {
	empty_consortium::<T>();
	let subject = stakeholder::<T>(0, DidStatus::Active);
	let last = stakeholder::<T>(1, DidStatus::Active);
	let roles = make_regulator::<T>(subject.did);
	// Proposed by itself, so that all others together are always enough.
	Pallet::<T>::open_proposal(subject.clone(), subject.did, roles, Motion::Revoke)?;
	// Whatever else may be open about it.
	let others = Role::ALL
		.into_iter()
		.map(|role| match roles.contains(role) {
			true => Motion::WithdrawRole(role),
			false => Motion::GrantRole(role),
		})
		.chain([Motion::Suspend]);
	for motion in others.take(o as usize) {
		Pallet::<T>::open_proposal(last.clone(), subject.did, roles, motion)?;
	}
	let voters: Vec<_> = (0..b).map(|i| stakeholder::<T>(i + 2, DidStatus::Active).did).collect();
	Proposals::<T>::try_mutate(subject.did, Motion::Revoke, |proposal| {
		let proposal = proposal.as_mut().ok_or(BenchmarkError::Stop("no proposal"))?;
		for voter in voters {
			proposal
				.ballots
				.try_insert(voter, true)
				.map_err(|_| BenchmarkError::Stop("too many ballots"))?;
		}
		Ok::<_, BenchmarkError>(())
	})?;
	Ok((subject, last))
}

/// [`almost_revoked`], with the last vote in favour, after the deadline.
fn due<T: Config>(b: u32, o: u32) -> Result<DidId, BenchmarkError> {
	let (subject, last) = almost_revoked::<T>(b.saturating_sub(1), o)?;
	Proposals::<T>::try_mutate(subject.did, Motion::Revoke, |proposal| {
		let proposal = proposal.as_mut().ok_or(BenchmarkError::Stop("no proposal"))?;
		if b > 0 {
			proposal
				.ballots
				.try_insert(last.did, true)
				.map_err(|_| BenchmarkError::Stop("too many ballots"))?;
		}
		T::BenchmarkHelper::set_time(proposal.deadline + 1);
		Ok::<_, BenchmarkError>(())
	})?;
	Ok(subject.did)
}

/// A key of the keystore, for everything that signs.
fn method(id: u8) -> (sp_core::ed25519::Public, VerificationMethod) {
	let public = sp_io::crypto::ed25519_generate(KEY_TYPE, None);
	let key = MethodKey::Verification(VerificationKey::Ed25519(public.0));
	(public, VerificationMethod { id, key, relationships: Relationships::SIGNING })
}

/// Puts a document in force as if it had been agreed on.
fn put_document<T: Config>(did: DidId, document: Document) -> Result<(), BenchmarkError> {
	let mut record = Records::<T>::get(did).ok_or(BenchmarkError::Stop("no record"))?;
	let amendment = Amendment::Document(document);
	Pallet::<T>::next_version(did, &mut record, amendment, Charge::Kept)?;
	Records::<T>::insert(did, record);
	Ok(())
}

/// A stakeholder with `a` controllers, all of whom have to agree, and the signer of each. The key that signs is the last of
/// as many as are tried.
fn controlled<T: Config>(
	a: u32,
) -> Result<(Subject<T::AccountId>, Vec<(DidId, sp_core::ed25519::Public)>), BenchmarkError> {
	empty_consortium::<T>();
	// Not the first one, whose key of zeros stands in no document.
	let subject = stakeholder::<T>(1, DidStatus::Active);
	// Somebody has to be left when it goes.
	stakeholder::<T>(2, DidStatus::Active);
	let mut controllers = Vec::new();
	for index in 0..a {
		let controller = stakeholder::<T>(index + 3, DidStatus::Suspended).did;
		// Not counted, so that there may be as many as a document names.
		Records::<T>::mutate(controller, |record| {
			if let Some(record) = record {
				record.status = DidStatus::Active;
			}
		});
		let keys: Vec<_> = (1..=MAX_KEYS as u8).map(method).collect();
		let signer = keys.last().ok_or(BenchmarkError::Stop("no keys"))?.0;
		let methods = keys.into_iter().map(|(_, method)| method).collect::<Vec<_>>();
		let first = Document::of_key(VerificationKey::Ed25519(signer.0));
		put_document::<T>(
			controller,
			Document { methods: BoundedVec::truncate_from(methods), ..first },
		)?;
		controllers.push((controller, signer));
	}
	if a > 0 {
		let record = Records::<T>::get(subject.did).ok_or(BenchmarkError::Stop("no record"))?;
		let dids = controllers.iter().map(|(did, _)| *did).collect();
		let document = Document {
			controllers: BoundedVec::truncate_from(dids),
			threshold: a as u8,
			..Document::of_key(record.key)
		};
		put_document::<T>(subject.did, document)?;
	}
	Ok((subject, controllers))
}

/// The approvals of these controllers.
fn approvals<T: Config>(
	did: DidId,
	act: DidAct,
	controllers: &[(DidId, sp_core::ed25519::Public)],
) -> Result<Approvals, BenchmarkError> {
	let record = Records::<T>::get(did).ok_or(BenchmarkError::Stop("no record"))?;
	let message = Pallet::<T>::update_message(&did, &record, act);
	let approvals: Result<Vec<_>, BenchmarkError> = controllers
		.iter()
		.map(|(controller, signer)| Ok((*controller, sign(signer, &message)?)))
		.collect();
	Ok(BoundedVec::truncate_from(approvals?))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_stakeholder() -> Result<(), BenchmarkError> {
		let caller: T::AccountId = account("applicant", 0, 0);
		T::BenchmarkHelper::fund(&caller);
		let roles = Roles::ALL;
		let public = sp_io::crypto::ed25519_generate(KEY_TYPE, None);
		let body = StakeholderRegistration { account: caller.clone(), roles };
		let genesis = pallet_support::genesis_hash::<T>();
		let message = signing_bytes(Purpose::StakeholderRegistration, &genesis, 0, &body);
		let signature = sign(&public, &message)?;
		let key = VerificationKey::Ed25519(public.0);

		#[extrinsic_call]
		_(RawOrigin::Signed(caller.clone()), key, signature, roles);

		assert_eq!(DidOf::<T>::get(&caller), Some(DidId::of_key(&key)));
		assert!(Proposals::<T>::contains_key(DidId::of_key(&key), Motion::Register));
		Ok(())
	}

	#[benchmark]
	fn propose() -> Result<(), BenchmarkError> {
		empty_consortium::<T>();
		let proposer = stakeholder::<T>(0, DidStatus::Active);
		let subject = stakeholder::<T>(1, DidStatus::Active).did;

		#[extrinsic_call]
		_(RawOrigin::Signed(proposer.account), subject, Change::Revoke);

		assert!(Proposals::<T>::contains_key(subject, Motion::Revoke));
		Ok(())
	}

	#[benchmark]
	fn vote(
		b: Linear<0, { T::MaxStakeholders::get() - 2 }>,
		o: Linear<0, { MAX_OUTDATED }>,
	) -> Result<(), BenchmarkError> {
		let (subject, voter) = almost_revoked::<T>(b, o)?;
		let Proposal { serial, .. } = Proposals::<T>::get(subject.did, Motion::Revoke)
			.ok_or(BenchmarkError::Stop("no proposal"))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(voter.account), subject.did, Motion::Revoke, serial, true);

		assert_eq!(Pallet::<T>::status_of(&subject.did), Some(DidStatus::Revoked));
		assert!(!Pallet::<T>::has_open_proposal(&subject.did));
		Ok(())
	}

	#[benchmark]
	fn register_device() -> Result<(), BenchmarkError> {
		empty_consortium::<T>();
		let owner = stakeholder::<T>(0, DidStatus::Active);
		let public = sp_io::crypto::ed25519_generate(KEY_TYPE, None);
		let body = DeviceConsent { owner: owner.did, metadata: METADATA };
		let genesis = pallet_support::genesis_hash::<T>();
		let message = signing_bytes(Purpose::DeviceConsent, &genesis, 0, &body);
		let signature = sign(&public, &message)?;
		let key = VerificationKey::Ed25519(public.0);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account), key, signature, METADATA);

		assert_eq!(Pallet::<T>::status_of(&DidId::of_key(&key)), Some(DidStatus::Active));
		Ok(())
	}

	#[benchmark]
	fn set_device_status() -> Result<(), BenchmarkError> {
		empty_consortium::<T>();
		let owner = stakeholder::<T>(0, DidStatus::Active);
		let public = sp_io::crypto::ed25519_generate(KEY_TYPE, None);
		let body = DeviceConsent { owner: owner.did, metadata: METADATA };
		let genesis = pallet_support::genesis_hash::<T>();
		let message = signing_bytes(Purpose::DeviceConsent, &genesis, 0, &body);
		let signature = sign(&public, &message)?;
		let key = VerificationKey::Ed25519(public.0);
		let device = DidId::of_key(&key);
		Pallet::<T>::do_register_device(owner.clone(), key, signature, METADATA)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account), device, DeviceStatus::Revoked);

		assert_eq!(Pallet::<T>::status_of(&device), Some(DidStatus::Revoked));
		Ok(())
	}

	#[benchmark]
	fn close_proposal(
		b: Linear<1, { T::MaxStakeholders::get() - 1 }>,
		o: Linear<0, { MAX_OUTDATED }>,
	) -> Result<(), BenchmarkError> {
		let subject = due::<T>(b, o)?;
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), subject, Motion::Revoke);

		assert!(!Pallet::<T>::has_open_proposal(&subject));
		Ok(())
	}

	#[benchmark]
	fn suspend_at_once(o: Linear<0, 1>) -> Result<(), BenchmarkError> {
		empty_consortium::<T>();
		let regulator = stakeholder::<T>(0, DidStatus::Active);
		let subject = stakeholder::<T>(1, DidStatus::Active).did;
		make_regulator::<T>(regulator.did);
		if o > 0 {
			let roles = Roles::from(Role::Other);
			Pallet::<T>::open_proposal(regulator.clone(), subject, roles, Motion::Suspend)?;
		}

		#[extrinsic_call]
		_(RawOrigin::Signed(regulator.account), subject, METADATA);

		assert_eq!(Pallet::<T>::status_of(&subject), Some(DidStatus::Suspended));
		assert!(Proposals::<T>::contains_key(subject, Motion::ConfirmSuspension));
		Ok(())
	}

	#[benchmark]
	fn update_document(
		a: Linear<0, { MAX_CONTROLLERS }>,
		p: Linear<0, { MAX_METHODS }>,
	) -> Result<(), BenchmarkError> {
		let (subject, controllers) = controlled::<T>(a)?;
		let did = subject.did;
		let record = Records::<T>::get(did).ok_or(BenchmarkError::Stop("no record"))?;
		let before = record.version;
		let mut document = Pallet::<T>::document_of(&did, &record, record.document)
			.ok_or(BenchmarkError::Stop("no document"))?;
		let uri = |count: usize| {
			BoundedVec::truncate_from([b"x:".as_slice(), &[b'y'; 126]].concat()[..count].to_vec())
		};
		document.also_known_as = BoundedVec::truncate_from(
			(0..MAX_ALIASES as usize).map(|index| uri(128 - index)).collect(),
		);
		// At most so many keys for one purpose: half of them for one, half for another.
		let keys: Vec<_> = (1..=p as u8)
			.map(|id| {
				let (public, mut method) = method(id);
				method.relationships = if id % 2 == 0 {
					Relationship::CapabilityInvocation.into()
				} else {
					Relationship::AssertionMethod.into()
				};
				(public, method)
			})
			.collect();
		if p > 1 {
			let methods = keys.iter().map(|(_, method)| *method).collect();
			document.methods = BoundedVec::truncate_from(methods);
		} else if let Some((_, method)) = keys.first() {
			let _ = document.methods.try_push(VerificationMethod { id: 9, ..*method });
		}
		let digest = document.digest();
		let approvals = approvals::<T>(did, DidAct::Update(digest), &controllers)?;
		let message = Pallet::<T>::update_message(&did, &record, DidAct::Prove(digest));
		let proofs: Result<Vec<_>, BenchmarkError> =
			keys.iter().map(|(public, _)| sign(public, &message)).collect();
		let proofs = BoundedVec::truncate_from(proofs?);

		#[extrinsic_call]
		_(RawOrigin::Signed(subject.account), did, document.clone(), before, approvals, proofs);

		assert_eq!(Documents::<T>::get(did, before + 1), Some(document));
		Ok(())
	}

	#[benchmark]
	fn deactivate(
		a: Linear<0, { MAX_CONTROLLERS }>,
		o: Linear<0, { MAX_OUTDATED + 1 }>,
	) -> Result<(), BenchmarkError> {
		let (subject, controllers) = controlled::<T>(a)?;
		let roles = make_regulator::<T>(subject.did);
		let others = Role::ALL.into_iter().map(|role| match roles.contains(role) {
			true => Motion::WithdrawRole(role),
			false => Motion::GrantRole(role),
		});
		for motion in [Motion::Revoke, Motion::Suspend].into_iter().chain(others).take(o as usize) {
			Pallet::<T>::open_proposal(subject.clone(), subject.did, roles, motion)?;
		}
		let approvals = approvals::<T>(subject.did, DidAct::Deactivate, &controllers)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(subject.account), subject.did, approvals);

		assert_eq!(Pallet::<T>::status_of(&subject.did), Some(DidStatus::Revoked));
		assert!(!Pallet::<T>::has_open_proposal(&subject.did));
		Ok(())
	}

	/// How long the document of one of `e` devices takes to find. Has to be the same for any number.
	#[benchmark(extra)]
	fn resolve(e: Linear<10, 100_000>) -> Result<(), BenchmarkError> {
		empty_consortium::<T>();
		let owner = stakeholder::<T>(1, DidStatus::Active).did;
		let mut device = owner;
		for index in 0..e {
			let mut raw = [7u8; 32];
			raw[..4].copy_from_slice(&index.to_le_bytes());
			let key = VerificationKey::Ed25519(raw);
			let kind = Kind::Device { owner, metadata: METADATA };
			device = DidId::of_key(&key);
			let record = Record::new(key, kind, DidStatus::Active, T::Time::now(), None);
			Records::<T>::insert(device, record);
		}
		let found;

		#[block]
		{
			found = Pallet::<T>::resolve_document(device);
		}

		assert!(matches!(found, Resolution::Found(view) if view.did == device));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = DidParameters { voting_period: 1_234, ..Default::default() };

		#[extrinsic_call]
		_(RawOrigin::Root, parameters);

		assert_eq!(Parameters::<T>::get(), parameters);
		Ok(())
	}

	#[benchmark]
	fn expire_proposal(
		b: Linear<1, { T::MaxStakeholders::get() - 1 }>,
		o: Linear<0, { MAX_OUTDATED }>,
	) -> Result<(), BenchmarkError> {
		let subject = due::<T>(b, o)?;

		#[block]
		{
			Pallet::<T>::do_close_proposal(subject, Motion::Revoke)?;
		}

		assert!(!Pallet::<T>::has_open_proposal(&subject));
		Ok(())
	}

	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		let mut meter = WeightMeter::new();

		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::one(), &mut meter);
		}

		assert!(AgendaCursor::<T>::get() > 0);
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
