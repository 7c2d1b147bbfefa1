//! Benchmarks of the calls, which also run as tests.

use alloc::{boxed::Box, vec};

use codec::Encode;
use counterfoil_primitives::{
	did::{DidId, KeySignature},
	roles::Role,
	sponsorship::{Beneficiary, CallTerms, Limits},
	traits::Subject,
	Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Hooks, Time},
	weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::One;

use crate::{pallet::*, CallOf, EndReason};

/// What benchmarks need from the runtime around the pallet.
pub trait BenchmarkHelper<AccountId> {
	/// An active stakeholder in this role, whose account can pay for some tickets. Another role or another
	/// seed is another stakeholder, with another account.
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId>;

	/// An active device of this stakeholder.
	fn device(owner: &DidId) -> DidId;

	/// The device's signature over this message.
	fn sign(device: &DidId, message: &[u8]) -> KeySignature;

	/// Sets the chain's clock.
	fn set_time(now: Moment);
}

/// The largest inner call that is measured.
const MAX_LEN: u32 = 16_384;

fn limits<T: Config>() -> Limits {
	Limits {
		calls_per_window: 10,
		spend_per_window: 0,
		window: 1_000,
		spend_total: 0,
		valid_until: T::Time::now() + 60_000,
	}
}

/// A stakeholder who sponsors its own devices, and one of them: the longer way to the sponsorship.
fn sponsored<T: Config>() -> Result<(Subject<T::AccountId>, DidId, Beneficiary), BenchmarkError> {
	let owner = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
	let device = T::BenchmarkHelper::device(&owner.did);
	let beneficiary = Beneficiary::DevicesOf(owner.did);
	Pallet::<T>::do_sponsor(owner.account.clone(), beneficiary, limits::<T>())?;
	Ok((owner, device, beneficiary))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn sponsor() {
		let owner = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
		let beneficiary = Beneficiary::DevicesOf(owner.did);

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account.clone()), beneficiary, limits::<T>());

		assert!(Sponsorships::<T>::contains_key(&owner.account, beneficiary));
	}

	#[benchmark]
	fn amend() -> Result<(), BenchmarkError> {
		let (owner, _, beneficiary) = sponsored::<T>()?;
		let other = Limits { valid_until: T::Time::now() + 90_000, ..limits::<T>() };

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account.clone()), beneficiary, other);

		let record = Sponsorships::<T>::get(&owner.account, beneficiary);
		assert!(record.is_some_and(|record| record.limits == other));
		Ok(())
	}

	#[benchmark]
	fn end() -> Result<(), BenchmarkError> {
		let (owner, _, beneficiary) = sponsored::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account.clone()), beneficiary);

		assert!(!Sponsorships::<T>::contains_key(&owner.account, beneficiary));
		Ok(())
	}

	#[benchmark]
	fn dispatch(l: Linear<0, MAX_LEN>) -> Result<(), BenchmarkError> {
		let (owner, device, _) = sponsored::<T>()?;
		let remark = vec![7; usize::try_from(l).unwrap_or_default()];
		let call: CallOf<T> = frame_system::Call::<T>::remark { remark }.into();
		let now = T::Time::now();
		let terms = CallTerms {
			did: device,
			nonce: 0,
			sponsor: Some(owner.account.clone()),
			valid_from: now,
			valid_until: now + T::MaxLifetime::get(),
		};
		let digest = call.using_encoded(sp_io::hashing::sha2_256);
		let signature =
			T::BenchmarkHelper::sign(&device, &Pallet::<T>::signing_bytes(&terms, digest));

		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account), terms, Box::new(call), signature);

		assert_eq!(NextNonce::<T>::get(device), 1);
		Ok(())
	}

	#[benchmark]
	fn cancel() -> Result<(), BenchmarkError> {
		let owner = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
		let device = T::BenchmarkHelper::device(&owner.did);
		#[extrinsic_call]
		_(RawOrigin::Signed(owner.account), device, 7);

		assert_eq!(NextNonce::<T>::get(device), 8);
		Ok(())
	}

	#[benchmark]
	fn expire_sponsorship() -> Result<(), BenchmarkError> {
		let (owner, _, beneficiary) = sponsored::<T>()?;
		T::BenchmarkHelper::set_time(limits::<T>().valid_until + 1);

		#[block]
		{
			Pallet::<T>::do_end(owner.account.clone(), beneficiary, EndReason::Expired)?;
		}

		assert!(!Sponsorships::<T>::contains_key(&owner.account, beneficiary));
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
