//! Benchmarks: the worst case of every call. Every stream is about a data set whose profit as many share as can, and runs on somebody else's
//! money.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	money::Asset,
	traits::{NewStream, Subject},
	usage::{UsageStatement, UsageTerms},
	DataSetId, Moment, StreamId,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{tokens::fungibles::Inspect, Hooks},
	weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{Saturating, Zero};

use crate::{BenchmarkHelper as _, *};

const START: Moment = 1_700_000_000_000;
const NOTICE: Moment = 1_000;

/// Those who take part, and what flows between them.
struct Setup<T: Config> {
	payer: T::AccountId,
	payer_did: DidId,
	payee: T::AccountId,
	payee_did: DidId,
	patron: DidId,
	data_set: DataSetId,
	rate: BalanceOf<T>,
	deposit: BalanceOf<T>,
}

fn setup<T: Config>() -> Setup<T> {
	T::BenchmarkHelper::set_time(START);
	let rate = T::Assets::minimum_balance(Asset::Native).saturating_mul(100u32.into());
	let deposit = rate.saturating_mul(100u32.into());
	let wealth = deposit.saturating_mul(10_000u32.into());
	let payer: T::AccountId = account("payer", 0, 0);
	let payee: T::AccountId = account("payee", 0, 0);
	let patron: T::AccountId = account("patron", 0, 0);
	let payer_did = T::BenchmarkHelper::subject(&payer, wealth);
	let payee_did = T::BenchmarkHelper::subject(&payee, wealth);
	let patron_did = T::BenchmarkHelper::subject(&patron, wealth);
	T::BenchmarkHelper::allow(&patron, &payer_did, &payee_did);
	let data_set = T::BenchmarkHelper::data_set(&payee_did);
	Setup { payer, payer_did, payee, payee_did, patron: patron_did, data_set, rate, deposit }
}

impl<T: Config> Setup<T> {
	/// Opens the stream.
	fn open(&self) -> Result<StreamId, BenchmarkError> {
		Pallet::<T>::open(
			RawOrigin::Signed(self.payer.clone()).into(),
			self.payee_did,
			Some(self.data_set),
			Asset::Native,
			self.rate,
			self.deposit,
			NOTICE,
			Some(self.patron),
		)?;
		Ok(newest::<T>())
	}

	/// What the market opens.
	fn terms(&self) -> NewStream<T::AccountId, BalanceOf<T>> {
		NewStream {
			payer: Subject { did: self.payer_did, account: self.payer.clone() },
			payee: Subject { did: self.payee_did, account: self.payee.clone() },
			data_set: self.data_set,
			usage: UsageStatement { document: [0; 32], terms: UsageTerms::unlimited() },
			commissions: Vec::new(),
			asset: Asset::Native,
			rate: self.rate,
			notice: NOTICE,
		}
	}
}

/// The stream that was opened last.
fn newest<T: Config>() -> StreamId {
	NextStreamId::<T>::get().saturating_sub(1)
}

/// Lets a change that the payer announced take effect, unseen.
fn announced<T: Config>(setup: &Setup<T>, id: StreamId) -> Result<(), BenchmarkError> {
	let lower = setup.rate.saturating_sub(1u32.into());
	Pallet::<T>::change_rate(RawOrigin::Signed(setup.payer.clone()).into(), id, lower)?;
	T::BenchmarkHelper::set_time(START + NOTICE + 1_000);
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open() {
		let setup = setup::<T>();
		let (payee, data_set, from) = (setup.payee_did, Some(setup.data_set), Some(setup.patron));
		let (rate, deposit) = (setup.rate, setup.deposit);
		let origin = RawOrigin::Signed(setup.payer);
		#[extrinsic_call]
		_(origin, payee, data_set, Asset::Native, rate, deposit, NOTICE, from);

		assert!(Streams::<T>::contains_key(newest::<T>()));
	}

	#[benchmark]
	fn propose() -> Result<(), BenchmarkError> {
		let terms = setup::<T>().terms();
		#[block]
		{
			Pallet::<T>::do_propose(terms)?;
		}
		assert!(Streams::<T>::contains_key(newest::<T>()));
		Ok(())
	}

	#[benchmark]
	fn fund() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = Pallet::<T>::do_propose(setup.terms())?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payer), id, setup.deposit, Some(setup.patron));

		assert!(Streams::<T>::get(id).is_some_and(|stream| stream.stage.held() > 0));
		Ok(())
	}

	/// Of a stream that is over.
	#[benchmark]
	fn claim() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		T::BenchmarkHelper::set_time(START + 1_000_000);
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payer), id);

		assert!(!Streams::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn top_up() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		announced::<T>(&setup, id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payer), id, setup.deposit);

		assert!(Streams::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn pause() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		announced::<T>(&setup, id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payee), id);

		assert!(Streams::<T>::get(id).is_some_and(|stream| match stream.stage {
			Stage::Open(flow) => !flow.is_running(),
			_ => false,
		}));
		Ok(())
	}

	#[benchmark]
	fn resume() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		announced::<T>(&setup, id)?;
		Pallet::<T>::pause(RawOrigin::Signed(setup.payee.clone()).into(), id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payee), id);

		assert!(Streams::<T>::get(id).is_some_and(|stream| match stream.stage {
			Stage::Open(flow) => flow.is_running(),
			_ => false,
		}));
		Ok(())
	}

	#[benchmark]
	fn change_rate() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		announced::<T>(&setup, id)?;
		let rate = setup.rate.saturating_mul(2u32.into());
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payer), id, rate);

		assert!(Streams::<T>::contains_key(id));
		Ok(())
	}

	/// By the payee, at once.
	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		announced::<T>(&setup, id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payee), id);

		assert!(!Streams::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		Pallet::<T>::pause(RawOrigin::Signed(setup.payer.clone()).into(), id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.payer), id);

		assert!(Streams::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = ParametersStore::<T>::get();
		#[block]
		{
			Pallet::<T>::do_set_parameters(parameters)?;
		}
		Ok(())
	}

	/// One stream that is over and the bucket that it lies in.
	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let setup = setup::<T>();
		let id = setup.open()?;
		T::BenchmarkHelper::set_time(START + 1_000_000);
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		assert!(!Streams::<T>::contains_key(id));
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
