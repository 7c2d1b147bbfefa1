//! Benchmarks. Each sets up the worst case that the formula in `weights.rs` is meant to cover.

use alloc::vec::Vec;

use counterfoil_primitives::{
	market::{Need, Policy},
	traits::{DataRegistry, Subject},
	DataSetId, DemandId, Moment, OfferId, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Time},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;

use crate::{
	Agenda, Call, Config, Demands, NextDemandId, NextOfferId, OfferTerms, Offers, OrderKind,
	Pallet, Pallet as DataMarket,
};

type Helper<T> = <T as Config>::BenchmarkHelper;

/// Seed of the subject that makes the call; the others are strangers.
const CALLER: u32 = 0;

fn subject<T: Config>(seed: u32) -> Subject<T::AccountId> {
	<Helper<T> as crate::BenchmarkHelper<T>>::subject(seed)
}

fn lot<T: Config>(
	supplier: &Subject<T::AccountId>,
	submissions: u32,
) -> (DataSetId, Vec<SubmissionId>) {
	<Helper<T> as crate::BenchmarkHelper<T>>::lot(supplier, submissions)
}

fn set_time<T: Config>(now: Moment) {
	<Helper<T> as crate::BenchmarkHelper<T>>::set_time(now);
}

fn origin<T: Config>(subject: &Subject<T::AccountId>) -> RawOrigin<T::AccountId> {
	RawOrigin::Signed(subject.account.clone())
}

fn valid_until<T: Config>() -> Moment {
	T::Time::now().saturating_add(T::MaxValidity::get())
}

/// Terms for a new lot of so many submissions, at the lowest price.
fn terms<T: Config>(
	supplier: &Subject<T::AccountId>,
	submissions: u32,
	copies: u32,
) -> Result<OfferTerms<T>, BenchmarkError> {
	let (data_set, submissions) = lot::<T>(supplier, submissions);
	let submissions =
		BoundedVec::try_from(submissions).map_err(|_| BenchmarkError::Stop("lot too long"))?;
	Ok(OfferTerms {
		data_set,
		submissions,
		price: T::MinPrice::get(),
		copies,
		valid_until: valid_until::<T>(),
	})
}

/// A need for which the lots of the helper are admissible.
fn need<T: Config>(policy: Policy) -> Result<Need, BenchmarkError> {
	let (data_set, submissions) = lot::<T>(&subject::<T>(CALLER), 1);
	let facts = T::Registry::lot(data_set, &submissions, T::Time::now())
		.map_err(|_| BenchmarkError::Stop("the helper's lot is not known to the registry"))?;
	Ok(Need {
		category: facts.category,
		region: facts.region,
		max_price: T::MinPrice::get().into(),
		min_quality: 0,
		max_age: Moment::MAX,
		certificate_required: true,
		min_records: 0,
		policy,
	})
}

/// Places an offer of so many submissions and returns its number.
fn open_offer<T: Config>(seed: u32, submissions: u32) -> Result<OfferId, BenchmarkError> {
	let supplier = subject::<T>(seed);
	let id = NextOfferId::<T>::get();
	let terms = terms::<T>(&supplier, submissions, 2)?;
	DataMarket::<T>::place_offer(origin::<T>(&supplier).into(), terms)?;
	Ok(id)
}

/// Places a demand that the helper's lots do not answer, and returns its number.
fn open_idle_demand<T: Config>(seed: u32) -> Result<DemandId, BenchmarkError> {
	open_demand::<T>(seed, Need { min_records: u64::MAX, ..need::<T>(Policy::Cheapest)? })
}

fn open_demand<T: Config>(seed: u32, need: Need) -> Result<DemandId, BenchmarkError> {
	let demander = subject::<T>(seed);
	let id = NextDemandId::<T>::get();
	DataMarket::<T>::place_demand(origin::<T>(&demander).into(), need, valid_until::<T>())?;
	Ok(id)
}

#[benchmarks]
mod benches {
	use super::*;

	/// The lot has `s` submissions, and `c` demands take a copy each.
	#[benchmark]
	fn place_offer(
		s: Linear<1, { T::MaxLot::get() }>,
		c: Linear<0, { T::MaxCandidates::get() }>,
	) -> Result<(), BenchmarkError> {
		for seed in 1..=c {
			open_demand::<T>(seed, need::<T>(Policy::Cheapest)?)?;
		}
		let supplier = subject::<T>(CALLER);
		let terms = terms::<T>(&supplier, s, c.saturating_add(1))?;
		let id = NextOfferId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&supplier), terms);

		assert_eq!(Offers::<T>::get(id).map(|offer| offer.copies), Some(1));
		assert_eq!(Demands::<T>::iter_keys().count(), 0);
		Ok(())
	}

	#[benchmark]
	fn withdraw_offer() -> Result<(), BenchmarkError> {
		let id = open_offer::<T>(CALLER, T::MaxLot::get())?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), id);

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	/// All of `c` offers are looked at, with `s` submissions in the lot of each; the best one is taken.
	#[benchmark]
	fn place_demand(
		s: Linear<1, { T::MaxLot::get() }>,
		c: Linear<1, { T::MaxCandidates::get() }>,
	) -> Result<(), BenchmarkError> {
		for seed in 1..=c {
			open_offer::<T>(seed, s)?;
		}
		let need = need::<T>(Policy::BestQuality)?;
		let until = valid_until::<T>();
		let id = NextDemandId::<T>::get();

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), need, until);

		assert!(!Demands::<T>::contains_key(id));
		assert_eq!(NextDemandId::<T>::get(), id.saturating_add(1));
		Ok(())
	}

	#[benchmark]
	fn withdraw_demand() -> Result<(), BenchmarkError> {
		let id = open_idle_demand::<T>(CALLER)?;

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), id);

		assert!(!Demands::<T>::contains_key(id));
		Ok(())
	}

	/// The lot has `s` submissions.
	#[benchmark]
	fn take_offer(s: Linear<1, { T::MaxLot::get() }>) -> Result<(), BenchmarkError> {
		// The demand asks for too much when it is placed, so that the two do not match at once.
		let offer = open_offer::<T>(1, s)?;
		let demand = open_idle_demand::<T>(CALLER)?;
		Demands::<T>::mutate(demand, |demand| {
			if let Some(demand) = demand {
				demand.need.min_records = 0;
			}
		});

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), demand, offer);

		assert!(!Demands::<T>::contains_key(demand));
		assert_eq!(Offers::<T>::get(offer).map(|offer| offer.copies), Some(1));
		Ok(())
	}

	#[benchmark]
	fn prune() -> Result<(), BenchmarkError> {
		let id = open_offer::<T>(1, T::MaxLot::get())?;
		set_time::<T>(valid_until::<T>().saturating_add(1));

		#[extrinsic_call]
		_(origin::<T>(&subject::<T>(CALLER)), OrderKind::Offer, id);

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	/// The agenda has a bucket that is due and empty.
	#[benchmark]
	fn expire_bucket() -> Result<(), BenchmarkError> {
		let mut meter = WeightMeter::new();

		#[block]
		{
			DataMarket::<T>::expire_due(&mut meter);
		}

		assert_eq!(Agenda::<T>::iter_keys().count(), 0);
		Ok(())
	}

	/// One order is due.
	#[benchmark]
	fn expire_order() -> Result<(), BenchmarkError> {
		let id = open_offer::<T>(1, T::MaxLot::get())?;
		set_time::<T>(valid_until::<T>().saturating_add(2_000));
		let mut meter = WeightMeter::new();

		#[block]
		{
			DataMarket::<T>::expire_due(&mut meter);
		}

		assert!(!Offers::<T>::contains_key(id));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
