//! Benchmarks: the worst case of every call.

use counterfoil_primitives::{
	allowance::Limits,
	did::DidId,
	money::Asset,
	traits::{Allowances, Spending},
	Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{traits::Hooks, weights::WeightMeter};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::Zero;

use crate::{BenchmarkHelper as _, *};

const START: Moment = 1_700_000_000_000;
const LIMITS: Limits =
	Limits { amount: 10, total: 100, count: 10, lock: 1_000, valid_until: START + 1_000 };

/// Payer with his account, spender and payee.
fn parties<T: Config>() -> (T::AccountId, DidId, DidId, DidId) {
	T::BenchmarkHelper::set_time(START);
	let payer: T::AccountId = account("payer", 0, 0);
	let did = T::BenchmarkHelper::stakeholder(&payer);
	let spender = T::BenchmarkHelper::stakeholder(&account("spender", 0, 0));
	let payee = T::BenchmarkHelper::stakeholder(&account("payee", 0, 0));
	(payer, did, spender, payee)
}

/// The same, and something is allowed, for this payee only or for any.
fn allowed<T: Config>(named: bool) -> Result<(T::AccountId, DidId, DidId, DidId), BenchmarkError> {
	let (payer, did, spender, payee) = parties::<T>();
	let origin = RawOrigin::Signed(payer.clone()).into();
	Pallet::<T>::allow(origin, spender, named.then_some(payee), Asset::Native, LIMITS)?;
	Ok((payer, did, spender, payee))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn allow() {
		let (payer, did, spender, payee) = parties::<T>();
		#[extrinsic_call]
		_(RawOrigin::Signed(payer), spender, Some(payee), Asset::Native, LIMITS);

		assert!(AllowanceBook::<T>::contains_key((did, spender, Some(payee))));
	}

	#[benchmark]
	fn amend() -> Result<(), BenchmarkError> {
		let (payer, did, spender, payee) = allowed::<T>(true)?;
		let limits = Limits { valid_until: START + 9_000, ..LIMITS };
		#[extrinsic_call]
		_(RawOrigin::Signed(payer), spender, Some(payee), limits);

		let found = AllowanceBook::<T>::get((did, spender, Some(payee)));
		assert!(found.is_some_and(|allowance| allowance.limits == limits));
		Ok(())
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let (payer, did, spender, payee) = allowed::<T>(true)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(payer), spender, Some(payee));

		assert!(!AllowanceBook::<T>::contains_key((did, spender, Some(payee))));
		Ok(())
	}

	/// A payment that is counted against the allowance for any payee.
	#[benchmark]
	fn spend() -> Result<(), BenchmarkError> {
		let (_, payer, spender, payee) = allowed::<T>(false)?;
		let spending = Spending {
			payer,
			spender,
			payee,
			asset: Asset::Native,
			amount: 10u128,
			since: START,
			until: START,
		};
		#[block]
		{
			<Pallet<T> as Allowances<T::AccountId, u128>>::spend(spending)?;
		}
		let found = AllowanceBook::<T>::get((payer, spender, None::<DidId>));
		assert!(found.is_some_and(|allowance| allowance.used.count == 1));
		Ok(())
	}

	/// One allowance that is over and the bucket that it lies in.
	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let (_, payer, spender, payee) = allowed::<T>(true)?;
		T::BenchmarkHelper::set_time(START + 3_000);
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		assert!(!AllowanceBook::<T>::contains_key((payer, spender, Some(payee))));
		Ok(())
	}

	/// An empty bucket.
	#[benchmark]
	fn agenda_bucket() {
		T::BenchmarkHelper::set_time(START);
		let mut meter = WeightMeter::new();
		Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		T::BenchmarkHelper::set_time(START + 1_000);
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
