//! Benchmarks: the worst case of every call. The step that ends a phase, the proof with the longest path, the
//! settlement that pays as many of the majority as a step can.

use alloc::vec::Vec;

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	fingerprint::{leaf_hash, node_hash, Algorithm, Fingerprint},
	traits::{Reason, Subject},
	verdict::{commitment, LeafProof},
	Hash, Moment, RoundId, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	traits::{fungible::Inspect, Get, Hooks},
	weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{Saturating, Zero};

use crate::{BenchmarkHelper as _, *};

const START: Moment = 1_700_000_000_000;
const SALT: Salt = [7; 32];

/// What everybody has.
fn wealth<T: Config>() -> BalanceOf<T> {
	let parameters = ParametersStore::<T>::get();
	let most = parameters.bond.max(parameters.minimum_fee).max(T::Currency::minimum_balance());
	most.saturating_mul(1_000_000u32.into())
}

fn stakeholder<T: Config>(name: &'static str, number: u32) -> Subject<T::AccountId> {
	let account: T::AccountId = account(name, number, 0);
	Subject { did: T::BenchmarkHelper::stakeholder(&account, wealth::<T>()), account }
}

/// The root over a leaf at place 0, and the path that leads to it.
fn tree(leaf: Hash, height: u32) -> (Hash, Vec<Hash>) {
	let path: Vec<Hash> = (0..height).map(|level| leaf_hash(&level.encode())).collect();
	(path.iter().fold(leaf, |node, sibling| node_hash(&node, sibling)), path)
}

/// A round with so many validators.
struct Setup<T: Config> {
	id: RoundId,
	submission: SubmissionId,
	supplier: Subject<T::AccountId>,
	validators: Vec<Subject<T::AccountId>>,
	verdict: Verdict,
}

/// A submission whose leaf 0 has a path of this height, and a verdict that names the leaf.
fn submitted<T: Config>(height: u32, validators: u32) -> Result<Setup<T>, BenchmarkError> {
	T::BenchmarkHelper::set_time(START);
	let supplier = stakeholder::<T>("supplier", 0);
	let leaf = leaf_hash(b"out of range");
	let (root, path) = tree(leaf, height);
	let leaves = 1u64.checked_shl(height).unwrap_or(u64::MAX);
	let fingerprint =
		Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root, leaves, bytes: leaves };
	let submission = T::BenchmarkHelper::submission(&supplier, fingerprint);
	let path = path.try_into().map_err(|_| BenchmarkError::Stop("path too long"))?;
	let validators = (0..validators).map(|number| stakeholder::<T>("validator", number)).collect();
	Ok(Setup {
		id: NextRoundId::<T>::get(),
		submission,
		supplier,
		validators,
		verdict: Verdict::Invalid {
			reason: Reason::OutOfRange,
			leaf: Some(LeafProof { index: 0, leaf, path }),
		},
	})
}

impl<T: Config> Setup<T> {
	fn fee() -> BalanceOf<T> {
		ParametersStore::<T>::get().minimum_fee.max(T::Currency::minimum_balance())
	}

	/// With one seat per validator, and at least as many as the quorum.
	fn open(self) -> Result<Self, BenchmarkError> {
		let seats = self.validators.len() as u32;
		let origin = RawOrigin::Signed(self.supplier.account.clone());
		Pallet::<T>::open_round(origin.into(), self.submission, Self::fee(), seats)?;
		Ok(self)
	}

	/// All but so many join.
	fn join_but(self, left: usize) -> Result<Self, BenchmarkError> {
		let number = self.validators.len() - left;
		for validator in self.validators.iter().take(number) {
			Pallet::<T>::join(RawOrigin::Signed(validator.account.clone()).into(), self.id)?;
		}
		Ok(self)
	}

	fn seal(&self, validator: DidId) -> Hash {
		let genesis = pallet_support::genesis_hash::<T>();
		commitment(&genesis, self.id, &validator, &self.verdict, &SALT)
	}

	/// All but so many commit.
	fn commit_but(self, left: usize) -> Result<Self, BenchmarkError> {
		let number = self.validators.len() - left;
		for validator in self.validators.iter().take(number) {
			let sealed = self.seal(validator.did);
			let origin = RawOrigin::Signed(validator.account.clone());
			Pallet::<T>::commit(origin.into(), self.id, sealed)?;
		}
		Ok(self)
	}

	/// All but so many reveal.
	fn reveal_but(self, left: usize) -> Result<Self, BenchmarkError> {
		let number = self.validators.len() - left;
		for validator in self.validators.iter().take(number) {
			let origin = RawOrigin::Signed(validator.account.clone());
			Pallet::<T>::reveal(origin.into(), self.id, self.verdict.clone(), SALT)?;
		}
		Ok(self)
	}

	fn last(&self) -> RawOrigin<T::AccountId> {
		let account = self.validators.last().map(|validator| validator.account.clone());
		RawOrigin::Signed(account.unwrap_or_else(|| self.supplier.account.clone()))
	}

	fn round(&self) -> Result<Round<T>, BenchmarkError> {
		Rounds::<T>::get(self.id).ok_or(BenchmarkError::Stop("there is no round"))
	}
}

/// The fewest validators with whom a round can be decided.
fn quorum<T: Config>() -> u32 {
	ParametersStore::<T>::get().quorum
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open_round() -> Result<(), BenchmarkError> {
		let setup = submitted::<T>(1, 0)?;
		let (fee, seats) = (Setup::<T>::fee(), T::MaxValidators::get());
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.account.clone()), setup.submission, fee, seats);

		assert!(OpenRounds::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn join() -> Result<(), BenchmarkError> {
		let setup = submitted::<T>(1, quorum::<T>())?.open()?.join_but(1)?;
		#[extrinsic_call]
		_(setup.last(), setup.id);

		assert!(matches!(setup.round()?.phase, Phase::Committing { .. }));
		Ok(())
	}

	#[benchmark]
	fn commit() -> Result<(), BenchmarkError> {
		let setup = submitted::<T>(1, quorum::<T>())?.open()?.join_but(0)?.commit_but(1)?;
		let sealed = [7; 32];
		#[extrinsic_call]
		_(setup.last(), setup.id, sealed);

		assert!(matches!(setup.round()?.phase, Phase::Revealing { .. }));
		Ok(())
	}

	/// `h`: hashes in the path.
	#[benchmark]
	fn reveal(h: Linear<0, 64>) -> Result<(), BenchmarkError> {
		let setup = submitted::<T>(h, quorum::<T>())?.open()?.join_but(0)?.commit_but(0)?;
		let setup = setup.reveal_but(1)?;
		let verdict = setup.verdict.clone();
		#[extrinsic_call]
		_(setup.last(), setup.id, verdict, SALT);

		assert!(matches!(setup.round()?.phase, Phase::Settling { .. }));
		Ok(())
	}

	#[benchmark]
	fn veto() -> Result<(), BenchmarkError> {
		let setup = submitted::<T>(1, quorum::<T>())?.open()?.join_but(0)?;
		let regulator = stakeholder::<T>("regulator", 0);
		T::BenchmarkHelper::accredit(&regulator, setup.submission);
		#[extrinsic_call]
		_(RawOrigin::Signed(regulator.account.clone()), setup.id, [7; 32]);

		assert!(matches!(setup.round()?.phase, Phase::Settling { .. }));
		Ok(())
	}

	/// `v`: seats that are settled by one step. All are of the majority, which costs most, and nobody is visited twice.
	#[benchmark]
	fn advance(v: Linear<1, 20>) -> Result<(), BenchmarkError> {
		let members = v.max(quorum::<T>());
		let setup = submitted::<T>(1, members)?.open()?.join_but(0)?.commit_but(0)?;
		let setup = setup.reveal_but(0)?;
		#[extrinsic_call]
		_(setup.last(), setup.id);

		assert!(!matches!(setup.round()?.phase, Phase::Revealing { .. }));
		Ok(())
	}

	/// `m`: members of the round.
	#[benchmark]
	fn forget(m: Linear<1, 100>) -> Result<(), BenchmarkError> {
		let members = m.max(quorum::<T>()).min(T::MaxValidators::get());
		let setup = submitted::<T>(1, members)?.open()?.join_but(1)?;
		// Nobody commits: the round fails.
		for _ in 0..2 {
			let until = setup.round()?.phase.due().unwrap_or_default();
			T::BenchmarkHelper::set_time(until + 1);
			Pallet::<T>::advance(setup.last().into(), setup.id)?;
		}
		while OpenRounds::<T>::contains_key(setup.id) {
			Pallet::<T>::advance(setup.last().into(), setup.id)?;
		}
		let Phase::Closed { at, .. } = setup.round()?.phase else {
			return Err(BenchmarkError::Stop("the round is not over"));
		};
		T::BenchmarkHelper::set_time(at + ParametersStore::<T>::get().retention);
		#[extrinsic_call]
		_(setup.last(), setup.id);

		assert!(!Rounds::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = ParametersStore::<T>::get();
		#[block]
		{
			assert_ok!(Pallet::<T>::do_set_parameters(parameters));
		}
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
