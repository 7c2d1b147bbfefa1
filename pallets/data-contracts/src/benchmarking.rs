//! Benchmarks: the worst case of every call. The demander's whole budget and the supplier's bond are there, as many
//! batches are open as may be where that matters, and a step ends the contract where it can.

use alloc::{boxed::Box, vec::Vec};

use counterfoil_primitives::{
	money::Asset,
	roles::Role,
	terms::{Completeness, Conditions, Late, Schedule, Terms, Umpire},
	traits::{CertificateNeed, Delivery, Judge, Party, Subject},
	usage::{UsageStatement, UsageTerms},
	ContractId, DataSetId, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungibles::Inspect, Get, Hooks},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{SaturatedConversion, Zero};

use crate::{types::BatchState, BenchmarkHelper as _, *};

const START: Moment = 1_700_000_000_000;
const BATCHES: u32 = 2 * MAX_OPEN;

/// What everything costs.
fn unit<T: Config>() -> u128 {
	let least = T::Assets::minimum_balance(Asset::Native);
	least.saturated_into::<u128>().saturating_mul(10).max(1_000)
}

fn stakeholder<T: Config>(name: &'static str, role: Role) -> Subject<T::AccountId> {
	let account: T::AccountId = account(name, 0, 0);
	let wealth: BalanceOf<T> = unit::<T>().saturating_mul(1_000_000).saturated_into();
	Subject { did: T::BenchmarkHelper::stakeholder(&account, role, wealth), account }
}

/// Both parties, and what they agree on.
struct Setup<T: Config> {
	id: ContractId,
	supplier: Subject<T::AccountId>,
	demander: Subject<T::AccountId>,
	umpire: Subject<T::AccountId>,
	data_set: DataSetId,
	conditions: Conditions,
}

impl<T: Config> Setup<T> {
	fn new(batches: u32) -> Self {
		T::BenchmarkHelper::set_time(START);
		let supplier = stakeholder::<T>("supplier", Role::Supplier);
		let demander = stakeholder::<T>("demander", Role::Demander);
		let umpire = stakeholder::<T>("umpire", Role::Other);
		let data_set = T::BenchmarkHelper::data_set(&supplier);
		let period = T::MinPeriod::get().max(60_000);
		let unit = unit::<T>();
		let conditions = Conditions {
			data_set,
			asset: Asset::Native,
			price: unit,
			schedule: Schedule {
				first: START.saturating_add(period),
				period,
				grace: period / 2,
				batches,
			},
			prepaid: batches,
			records: 1,
			quality: 0,
			certificate: CertificateNeed::None,
			delivery: Delivery::Proven,
			commissions: BoundedVec::new(),
			usage: UsageStatement { document: [7; 32], terms: UsageTerms::unlimited() },
			terms: Terms {
				late: Some(Late { unit: 1_000, per_unit: unit, most: unit.saturating_mul(3) }),
				gap: unit,
				refusal: unit,
				completeness: Some(Completeness { at_least: 1, reward: unit }),
				liability: unit.saturating_mul(1_000),
				notice: 0,
			},
			umpire: Some(Umpire { did: umpire.did, window: period }),
		};
		let id = NextContractId::<T>::get();
		Self { id, supplier, demander, umpire, data_set, conditions }
	}

	fn propose(self) -> Result<Self, BenchmarkError> {
		let origin = RawOrigin::Signed(self.demander.account.clone());
		Pallet::<T>::propose(
			origin.into(),
			Party::Demander,
			self.supplier.did,
			Box::new(self.conditions.clone()),
			START,
		)?;
		Ok(self)
	}

	fn accept(self) -> Result<Self, BenchmarkError> {
		let origin = RawOrigin::Signed(self.supplier.account.clone());
		Pallet::<T>::accept(origin.into(), self.id)?;
		Ok(self)
	}

	/// A contract for so many batches.
	fn agreed(batches: u32) -> Result<Self, BenchmarkError> {
		Self::new(batches).propose()?.accept()
	}

	/// So many submissions for a batch.
	fn lot(
		&self,
		batch: u32,
		submissions: u32,
	) -> Result<BoundedVec<u64, T::MaxParts>, BenchmarkError> {
		let schedule = &self.conditions.schedule;
		let (from, to) = (schedule.opens(batch).saturating_add(1), schedule.due(batch));
		let lot: Vec<u64> = (0..submissions)
			.map(|_| T::BenchmarkHelper::submission(self.data_set, from, to))
			.collect();
		lot.try_into().map_err(|_| BenchmarkError::Stop("too many submissions"))
	}

	/// So many batches are delivered, each when it is due.
	fn deliver(self, batches: u32) -> Result<Self, BenchmarkError> {
		for batch in 0..batches {
			T::BenchmarkHelper::set_time(self.conditions.schedule.due(batch));
			let lot = self.lot(batch, 1)?;
			let origin = RawOrigin::Signed(self.supplier.account.clone());
			Pallet::<T>::deliver(origin.into(), self.id, batch, lot)?;
		}
		Ok(self)
	}

	/// The exchanges of all open batches came to this.
	fn put(&self, state: BatchState) -> Result<(), BenchmarkError> {
		let mut contract = self.contract()?;
		for batch in contract.open.iter_mut() {
			batch.state = state;
		}
		Contracts::<T>::insert(self.id, contract);
		Ok(())
	}

	fn contract(&self) -> Result<Contract<T>, BenchmarkError> {
		Contracts::<T>::get(self.id).ok_or(BenchmarkError::Stop("there is no contract"))
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn propose() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(BATCHES);
		let conditions = Box::new(setup.conditions.clone());
		#[extrinsic_call]
		_(
			RawOrigin::Signed(setup.demander.account.clone()),
			Party::Demander,
			setup.supplier.did,
			conditions,
			START,
		);

		assert!(Proposals::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(BATCHES).propose()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.account.clone()), setup.id);

		assert!(!Proposals::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn accept() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new(BATCHES).propose()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.account.clone()), setup.id);

		assert!(Contracts::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn fund_more() -> Result<(), BenchmarkError> {
		let mut setup = Setup::<T>::new(BATCHES);
		setup.conditions.prepaid = MAX_OPEN;
		let setup = setup.propose()?.accept()?.deliver(MAX_OPEN)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.account.clone()), setup.id, 1);

		assert!(setup.contract()?.is_covered());
		Ok(())
	}

	/// `s`: submissions of the batch. The last one that may be open.
	#[benchmark]
	fn deliver(s: Linear<1, 4>) -> Result<(), BenchmarkError> {
		let last = MAX_OPEN.saturating_sub(1);
		let setup = Setup::<T>::agreed(BATCHES)?.deliver(last)?;
		T::BenchmarkHelper::set_time(setup.conditions.schedule.due(last));
		let lot = setup.lot(last, s)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.account.clone()), setup.id, last, lot);

		assert!(setup.contract()?.open.is_full());
		Ok(())
	}

	/// About the last batch, so that the contract is over and everything is paid.
	#[benchmark]
	fn decide() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::agreed(1)?.deliver(1)?;
		let until = setup.conditions.schedule.lapses(0).saturating_add(60_000);
		setup.put(BatchState::Contested { until })?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.umpire.account.clone()), setup.id, 0, Party::Supplier);

		assert!(!Contracts::<T>::contains_key(setup.id));
		Ok(())
	}

	/// `g`: refused batches that the supplier gives up, so that the umpire is asked. If there is none, everything returns.
	#[benchmark]
	fn end(g: Linear<0, { MAX_OPEN }>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::agreed(BATCHES)?.deliver(g)?;
		setup.put(BatchState::Waiting { refused: true })?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.account.clone()), setup.id);

		match Contracts::<T>::get(setup.id) {
			Some(contract) => assert!(contract
				.open
				.iter()
				.all(|batch| matches!(batch.state, BatchState::Contested { .. }))),
			None => assert!(g.is_zero()),
		}
		Ok(())
	}

	/// The only batch is a gap: a penalty, and everything else returns.
	#[benchmark]
	fn advance() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::agreed(1)?;
		T::BenchmarkHelper::set_time(setup.conditions.schedule.lapses(0).saturating_add(1));
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.account.clone()), setup.id);

		assert!(!Contracts::<T>::contains_key(setup.id));
		Ok(())
	}

	/// The judge of sealed deliveries is the demander himself by now.
	#[benchmark]
	fn protest() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::agreed(BATCHES)?;
		let mut contract = setup.contract()?;
		contract.conditions.delivery =
			Delivery::Sealed(Judge { did: setup.demander.did, fee: 0, fallback: 0 });
		Contracts::<T>::insert(setup.id, contract);
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.account.clone()), setup.id);

		assert!(setup.contract()?.is_covered());
		Ok(())
	}

	/// A gap in the only batch, found by the chain itself.
	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::agreed(1)?;
		let due = setup.conditions.schedule.lapses(0).saturating_add(1_000);
		T::BenchmarkHelper::set_time(due);
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}

		assert!(!Contracts::<T>::contains_key(setup.id));
		Ok(())
	}

	/// An empty bucket.
	#[benchmark]
	fn agenda_bucket() -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(START);
		let mut meter = WeightMeter::new();
		Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		T::BenchmarkHelper::set_time(START + 1_000);
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
