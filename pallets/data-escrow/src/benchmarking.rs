//! Benchmarks: the worst case of every call. Every part of the lot but the last is empty, so that the
//! chain reads as many parts as there can be and still needs a path as long as there can be.

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	access::MAX_HOLDERS,
	exchange::{apply_keystream, key_commitment},
	fingerprint::{leaf_hash, node_hash, Algorithm, Fingerprint},
	traits::{NewAgreement, Subject},
	AgreementId, Hash, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	pallet_prelude::Get,
	traits::{fungible::Inspect, Hooks},
	weights::WeightMeter,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use sp_runtime::traits::{Saturating, Zero};

use crate::{BenchmarkHelper as _, *};

const START: Moment = 1_700_000_000_000;
const KEY: Key = [7; 32];

/// One agreement at work.
struct Setup<T: Config> {
	id: AgreementId,
	supplier: T::AccountId,
	demander: T::AccountId,
	proof: Misbehaviour,
}

/// The fingerprint root over a leaf at place 0, and the path that leads to it.
fn tree(leaf: Hash, height: u32) -> (Hash, Vec<Hash>) {
	let path: Vec<Hash> = (0..height).map(|level| leaf_hash(&level.encode())).collect();
	(path.iter().fold(leaf, |node, sibling| node_hash(&node, sibling)), path)
}

/// How many leaves a tree has in which the path of leaf 0 has this length.
fn leaves(height: u32) -> u64 {
	1u64.checked_shl(height).unwrap_or(u64::MAX)
}

/// Opens an agreement over as many parts as there can be, whose leaf 0 has this length and paths of
/// this height. The delivered leaf is wrong.
fn opened<T: Config>(length: u32, height: u32) -> Result<Setup<T>, BenchmarkError> {
	T::BenchmarkHelper::set_time(START);
	let minimum = T::Currency::minimum_balance();
	let price = minimum.saturating_mul(1_000u32.into());
	let wealth = price.saturating_mul(1_000u32.into());
	let supplier: T::AccountId = account("supplier", 0, 0);
	let demander: T::AccountId = account("demander", 0, 0);

	let leaf = leaf_hash(b"what was agreed");
	let mut ciphertext = vec![1u8; length as usize];
	apply_keystream(&KEY, 0, &mut ciphertext);
	let (leaf_root, leaf_path) = tree(leaf, height);
	let (_, ciphertext_path) = tree(leaf_hash(&ciphertext), height);
	let empty =
		Fingerprint { algorithm: Algorithm::Rfc9162Sha256, root: [0; 32], leaves: 0, bytes: 0 };
	let mut parts = vec![empty; (T::MaxParts::get() - 1) as usize];
	parts.push(Fingerprint { root: leaf_root, leaves: leaves(height), ..empty });

	let id = Pallet::<T>::do_open(NewAgreement {
		supplier: Subject {
			did: T::BenchmarkHelper::subject(&supplier, wealth),
			account: supplier.clone(),
		},
		demander: Subject {
			did: T::BenchmarkHelper::subject(&demander, wealth),
			account: demander.clone(),
		},
		data_set: 1,
		parts,
		price,
	})?;
	let proof = Misbehaviour {
		index: 0,
		ciphertext: ciphertext.try_into().map_err(|_| BenchmarkError::Stop("leaf too long"))?,
		ciphertext_path: ciphertext_path
			.try_into()
			.map_err(|_| BenchmarkError::Stop("path too long"))?,
		leaf,
		leaf_path: leaf_path.try_into().map_err(|_| BenchmarkError::Stop("path too long"))?,
	};
	Ok(Setup { id, supplier, demander, proof })
}

impl<T: Config> Setup<T> {
	fn fund(self) -> Result<Self, BenchmarkError> {
		Pallet::<T>::fund(RawOrigin::Signed(self.demander.clone()).into(), self.id)?;
		Ok(self)
	}

	/// The roots and the key that the supplier commits to.
	fn commitments(&self) -> (Hash, Hash) {
		let height = self.proof.ciphertext_path.len() as u32;
		let (root, _) = tree(leaf_hash(&self.proof.ciphertext), height);
		(root, key_commitment(&pallet_support::genesis_hash::<T>(), self.id, &KEY))
	}

	fn commit(self) -> Result<Self, BenchmarkError> {
		let (root, commitment) = self.commitments();
		let origin = RawOrigin::Signed(self.supplier.clone());
		Pallet::<T>::commit(origin.into(), self.id, root, commitment)?;
		Ok(self)
	}

	fn accept(self) -> Result<Self, BenchmarkError> {
		Pallet::<T>::accept(RawOrigin::Signed(self.demander.clone()).into(), self.id)?;
		Ok(self)
	}

	fn reveal(self) -> Result<Self, BenchmarkError> {
		Pallet::<T>::reveal(RawOrigin::Signed(self.supplier.clone()).into(), self.id, KEY)?;
		Ok(self)
	}
}

/// Lets as many share in the profit of the data set as can.
fn share_profit<T: Config>() {
	let minimum = T::Currency::minimum_balance();
	let payees: Vec<_> = (1..MAX_HOLDERS)
		.map(|seed| T::BenchmarkHelper::subject(&account("payee", seed, 0), minimum))
		.collect();
	let supplier: T::AccountId = account("supplier", 0, 0);
	let supplier = T::BenchmarkHelper::subject(&supplier, minimum);
	T::BenchmarkHelper::share_profit(1, &supplier, &payees);
}

/// Lets the deadline of the stage pass by two seconds.
fn pass_deadline<T: Config>(id: AgreementId) -> Result<(), BenchmarkError> {
	let agreement = Agreements::<T>::get(id).ok_or(BenchmarkError::Stop("not open"))?;
	T::BenchmarkHelper::set_time(agreement.stage.until() + 2_000);
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn fund() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(Agreements::<T>::get(setup.id).is_some_and(|found| found.stage.holds_price()));
		Ok(())
	}

	#[benchmark]
	fn commit() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?;
		let (root, commitment) = setup.commitments();
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.clone()), setup.id, root, commitment);

		assert!(Agreements::<T>::get(setup.id).is_some_and(|found| found.stage.holds_bond()));
		Ok(())
	}

	#[benchmark]
	fn accept() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		let found = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(matches!(found.stage, Stage::Accepted { .. }));
		Ok(())
	}

	#[benchmark]
	fn decline() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn reveal() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?.accept()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.clone()), setup.id, KEY);

		let found = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(matches!(found.stage, Stage::Revealed { .. }));
		Ok(())
	}

	/// `c`: bytes of ciphertext; `p`: length of each path.
	#[benchmark]
	fn dispute(c: Linear<0, 4096>, p: Linear<0, 64>) -> Result<(), BenchmarkError> {
		let setup = opened::<T>(c, p)?.fund()?.commit()?.accept()?.reveal()?;
		let proof = setup.proof.clone();
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id, proof);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn settle() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?.accept()?.reveal()?;
		share_profit::<T>();
		pass_deadline::<T>(setup.id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn expire() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?.accept()?;
		pass_deadline::<T>(setup.id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
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

	#[benchmark]
	fn forget() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?;
		Pallet::<T>::decline(RawOrigin::Signed(setup.demander.clone()).into(), setup.id)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(!ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	/// One overdue agreement and the bucket that it lies in.
	#[benchmark]
	fn agenda_entry() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?.accept()?.reveal()?;
		share_profit::<T>();
		pass_deadline::<T>(setup.id)?;
		let mut meter = WeightMeter::new();
		#[block]
		{
			Pallet::<T>::on_poll(BlockNumberFor::<T>::zero(), &mut meter);
		}
		assert!(ClosedAgreements::<T>::contains_key(setup.id));
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
