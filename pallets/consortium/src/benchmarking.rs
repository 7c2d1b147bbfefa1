//! Benchmarks. They run as tests, too.

use crate::{BenchmarkHelper, Call, Config, Minimum, Pallet, Validators};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, BoundedVec};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};

/// Fills the list with validators that have keys and leaves `room`.
fn fill<T: Config>(room: u32) -> Vec<T::AccountId> {
	let validators: Vec<T::AccountId> = (0..T::MaxValidators::get().saturating_sub(room))
		.map(|index| candidate::<T>("validator", index))
		.collect();
	let list: BoundedVec<T::AccountId, T::MaxValidators> =
		BoundedVec::truncate_from(validators.clone());
	Validators::<T>::put(list);
	Minimum::<T>::put(1);
	validators
}

/// An account with session keys.
fn candidate<T: Config>(name: &'static str, index: u32) -> T::AccountId {
	let who: T::AccountId = account(name, index, 0);
	T::BenchmarkHelper::register_keys(&who);
	who
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_validator() {
		fill::<T>(1);
		let who = candidate::<T>("new", 0);

		#[extrinsic_call]
		_(RawOrigin::Root, who.clone());

		assert!(Validators::<T>::get().contains(&who));
	}

	#[benchmark]
	fn remove_validator() {
		let validators = fill::<T>(0);
		let who = validators[0].clone();

		#[extrinsic_call]
		_(RawOrigin::Root, who.clone());

		assert!(!Validators::<T>::get().contains(&who));
	}

	#[benchmark]
	fn set_minimum() {
		let validators = fill::<T>(0);
		let minimum = validators.len() as u32;

		#[extrinsic_call]
		_(RawOrigin::Root, minimum);

		assert_eq!(Minimum::<T>::get(), minimum);
	}

	#[benchmark]
	fn release_keys() {
		fill::<T>(0);
		let who = candidate::<T>("new", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(who));
	}

	#[benchmark]
	fn note_stalled() {
		let delay = BlockNumberFor::<T>::from(1_000u32);
		let best_finalized = BlockNumberFor::<T>::from(1u32);

		#[extrinsic_call]
		_(RawOrigin::Root, delay, best_finalized);
	}

	#[benchmark]
	fn authorize_upgrade() {
		let code_hash = T::Hash::default();

		#[extrinsic_call]
		_(RawOrigin::Root, code_hash);

		assert!(frame_system::Pallet::<T>::authorized_upgrade().is_some());
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
