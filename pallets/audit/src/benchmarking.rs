//! Benchmarks, which also run as tests.

use alloc::{vec, vec::Vec};

use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};
use frame_benchmarking::v2::*;
use frame_system::pallet_prelude::BlockNumberFor;
use sp_runtime::traits::One;

use crate::pallet::*;

/// An event larger than those of most pallets.
const EVENT_LEN: usize = 512;

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn record(s: Linear<1, 10>) {
		frame_system::Pallet::<T>::set_block_number(BlockNumberFor::<T>::one());
		let subjects: Vec<_> = (0..u64::from(s)).map(AuditSubject::Submission).collect();
		let event = vec![7; EVENT_LEN];
		// The second entry of a history costs what every later one does.
		Pallet::<T>::record(AuditModule::Did, None, &subjects, &event);

		#[block]
		{
			let actor = Some(DidId([1; 32]));
			Pallet::<T>::record(AuditModule::Did, actor, &subjects, &event);
		}

		assert!(subjects.into_iter().all(|subject| Pallet::<T>::audit_head(subject).count == 2));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder.build(), crate::mock::Test);
}
