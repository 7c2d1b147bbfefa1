//! Benchmarks of the calls, which also run as tests.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, VerificationKey},
	payload::{signing_bytes, DeviceConsent, Purpose, StakeholderRegistration},
	roles::{Role, Roles},
	traits::Subject,
	Hash, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Hooks, Time},
	weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_core::crypto::KeyTypeId;
use sp_runtime::traits::One;

use crate::{pallet::*, Change, DeviceStatus, DidParameters, Kind, Motion, Record};

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
	Records::<T>::insert(
		did,
		Record {
			key,
			kind: Kind::Stakeholder { account: account.clone(), roles: Role::Other.into() },
			status,
			created: now,
			updated: now,
			ticket: None,
		},
	);
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

/// An applicant with `b` votes in favour, from all active stakeholders but one, who is returned with it. In
/// debt to nobody: the proposal has a ticket, the record none.
fn voted_applicant<T: Config>(
	b: u32,
) -> Result<(Subject<T::AccountId>, Subject<T::AccountId>), BenchmarkError> {
	empty_consortium::<T>();
	let applicant = stakeholder::<T>(0, DidStatus::Pending);
	let last = stakeholder::<T>(1, DidStatus::Active);
	Pallet::<T>::open_proposal(applicant.clone(), applicant.did, Motion::Register)?;
	let voters: Vec<_> = (0..b).map(|i| stakeholder::<T>(i + 2, DidStatus::Active).did).collect();
	Proposals::<T>::try_mutate(applicant.did, |proposal| -> Result<(), BenchmarkError> {
		let proposal = proposal.as_mut().ok_or(BenchmarkError::Stop("no proposal"))?;
		for voter in voters {
			proposal
				.ballots
				.try_insert(voter, true)
				.map_err(|_| BenchmarkError::Stop("too many ballots"))?;
		}
		Ok(())
	})?;
	Ok((applicant, last))
}

/// Moves the clock past the deadline of the proposal about `subject`.
fn pass_deadline<T: Config>(subject: DidId) -> Result<(), BenchmarkError> {
	let proposal = Proposals::<T>::get(subject).ok_or(BenchmarkError::Stop("no proposal"))?;
	T::BenchmarkHelper::set_time(proposal.deadline + 1);
	Ok(())
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
		assert!(Proposals::<T>::contains_key(DidId::of_key(&key)));
		Ok(())
	}

	#[benchmark]
	fn propose() -> Result<(), BenchmarkError> {
		empty_consortium::<T>();
		let proposer = stakeholder::<T>(0, DidStatus::Active);
		let subject = stakeholder::<T>(1, DidStatus::Active).did;

		#[extrinsic_call]
		_(RawOrigin::Signed(proposer.account), subject, Change::Revoke);

		assert!(Proposals::<T>::contains_key(subject));
		Ok(())
	}

	#[benchmark]
	fn vote(b: Linear<0, { T::MaxStakeholders::get() - 2 }>) -> Result<(), BenchmarkError> {
		let (applicant, voter) = voted_applicant::<T>(b)?;
		let serial = NextSerial::<T>::get() - 1;

		#[extrinsic_call]
		_(RawOrigin::Signed(voter.account), applicant.did, serial, true);

		assert_eq!(Pallet::<T>::status_of(&applicant.did), Some(DidStatus::Active));
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
		b: Linear<0, { T::MaxStakeholders::get() - 2 }>,
	) -> Result<(), BenchmarkError> {
		let (applicant, _) = voted_applicant::<T>(b)?;
		pass_deadline::<T>(applicant.did)?;
		let caller: T::AccountId = whitelisted_caller();

		#[extrinsic_call]
		_(RawOrigin::Signed(caller), applicant.did);

		assert!(!Proposals::<T>::contains_key(applicant.did));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = DidParameters { voting_period: 1_234 };

		#[extrinsic_call]
		_(RawOrigin::Root, parameters);

		assert_eq!(Parameters::<T>::get(), parameters);
		Ok(())
	}

	#[benchmark]
	fn expire_proposal(
		b: Linear<0, { T::MaxStakeholders::get() - 2 }>,
	) -> Result<(), BenchmarkError> {
		let (applicant, _) = voted_applicant::<T>(b)?;
		pass_deadline::<T>(applicant.did)?;

		#[block]
		{
			Pallet::<T>::do_close_proposal(applicant.did)?;
		}

		assert!(!Proposals::<T>::contains_key(applicant.did));
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
