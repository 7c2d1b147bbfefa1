//! Benchmarks: the worst case of every call. Every part of the lot but the last is empty, so that the
//! chain reads as many parts as there can be and still needs a path as long as there can be.

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	access::MAX_HOLDERS,
	exchange::{apply_keystream, key_commitment},
	fingerprint::{leaf_hash, node_hash, Algorithm, Fingerprint},
	money::{Asset, Commission},
	traits::{CertificateNeed, Delivery, Judge, NewAgreement, Party, Subject},
	usage::{UsageStatement, UsageTerms},
	AgreementId, Hash, Moment,
};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	pallet_prelude::Get,
	traits::{
		fungibles::{Inspect, MutateHold},
		Hooks,
	},
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
	opened_with::<T>(length, height, T::MaxParts::get(), CertificateNeed::None)
}

/// What the dearest kind of money counts as least.
fn minimum<T: Config>() -> BalanceOf<T> {
	let asset = T::BenchmarkHelper::asset();
	T::Assets::minimum_balance(asset).max(T::Assets::minimum_balance(Asset::Native))
}

/// Opens an agreement over so many parts that have to be certified.
fn opened_with<T: Config>(
	length: u32,
	height: u32,
	number: u32,
	certificate: CertificateNeed,
) -> Result<Setup<T>, BenchmarkError> {
	T::BenchmarkHelper::set_time(START);
	let price = minimum::<T>().saturating_mul(1_000u32.into());
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
	let mut parts = vec![empty; number.saturating_sub(1) as usize];
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
		submissions: (1..).take(parts.len()).collect(),
		parts,
		price,
		asset: T::BenchmarkHelper::asset(),
		commissions: brokers::<T>(),
		usage: UsageStatement { document: [0; 32], terms: UsageTerms::unlimited() },
		certificate,
		delivery: Delivery::Proven,
		carrier: Party::Demander,
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
		Pallet::<T>::fund(RawOrigin::Signed(self.demander.clone()).into(), self.id, None)
			.map_err(|failure| failure.error)?;
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
		Pallet::<T>::commit(origin.into(), self.id, root, commitment, Some([4; 32]))?;
		Ok(self)
	}

	fn accept(self) -> Result<Self, BenchmarkError> {
		Pallet::<T>::accept(RawOrigin::Signed(self.demander.clone()).into(), self.id)
			.map_err(|failure| failure.error)?;
		Ok(self)
	}

	fn reveal(self) -> Result<Self, BenchmarkError> {
		Pallet::<T>::reveal(RawOrigin::Signed(self.supplier.clone()).into(), self.id, KEY)?;
		Ok(self)
	}
}

/// An agreement over so many parts that have to be certified, funded, and the account of its judge.
fn sealed<T: Config>(number: u32) -> Result<(Setup<T>, T::AccountId), BenchmarkError> {
	let need = if number == 0 { CertificateNeed::None } else { CertificateNeed::Any };
	let setup = opened_with::<T>(1, 1, number.max(1), need)?;
	let account: T::AccountId = account("judge", 0, 0);
	let did = T::BenchmarkHelper::subject(&account, minimum::<T>());
	Agreements::<T>::mutate(setup.id, |agreement| {
		if let Some(agreement) = agreement {
			agreement.delivery = Delivery::Sealed(Judge { did, fee: 100, fallback: 500 });
		}
	});
	Ok((setup.fund()?, account))
}

/// One that the demander complains about.
fn contested<T: Config>() -> Result<(Setup<T>, T::AccountId), BenchmarkError> {
	let (setup, judge) = sealed::<T>(T::MaxParts::get())?;
	let supplier = RawOrigin::Signed(setup.supplier.clone());
	Pallet::<T>::deliver_sealed(
		supplier.into(),
		setup.id,
		[1; 32],
		[2; 32],
		[3; 32],
		Some([4; 32]),
	)
	.map_err(|failure| failure.error)?;
	Pallet::<T>::complain(RawOrigin::Signed(setup.demander.clone()).into(), setup.id, [4; 32])?;
	Ok((setup, judge))
}

/// One whose judge has the word.
fn answered<T: Config>() -> Result<(Setup<T>, T::AccountId), BenchmarkError> {
	let (setup, judge) = contested::<T>()?;
	Pallet::<T>::answer(RawOrigin::Signed(setup.supplier.clone()).into(), setup.id, [5; 32])?;
	share_profit::<T>();
	Ok((setup, judge))
}

/// As many as can get a part of the price.
fn brokers<T: Config>() -> Vec<Commission> {
	let broker = |seed| Commission {
		payee: T::BenchmarkHelper::subject(&account("broker", seed, 0), minimum::<T>()),
		per_mille: 10,
	};
	vec![broker(0), broker(1)]
}

/// Lets as many share in the profit of the data set as can.
fn share_profit<T: Config>() {
	let minimum = minimum::<T>();
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

	/// `c`: submissions that have to be certified.
	#[benchmark]
	fn fund(c: Linear<0, { T::MaxParts::get() }>) -> Result<(), BenchmarkError> {
		let need = if c == 0 { CertificateNeed::None } else { CertificateNeed::Any };
		let setup = opened_with::<T>(1, 1, c.max(1), need)?;
		let sponsor: T::AccountId = account("sponsor", 0, 0);
		let wealth = minimum::<T>().saturating_mul(1_000_000u32.into());
		let did = T::BenchmarkHelper::subject(&sponsor, wealth);
		let agreement = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		let (demander, supplier) = (agreement.demander.did, agreement.supplier.did);
		let from = T::BenchmarkHelper::let_spend(&sponsor, &demander, &supplier).then_some(did);
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id, from);

		assert!(Agreements::<T>::get(setup.id).is_some_and(|found| found.stage.holds_price()));
		Ok(())
	}

	#[benchmark]
	fn commit() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?;
		let (root, commitment) = setup.commitments();
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.clone()), setup.id, root, commitment, Some([4; 32]));

		assert!(Agreements::<T>::get(setup.id).is_some_and(|found| found.stage.holds_bond()));
		Ok(())
	}

	/// `c`: submissions that have to be certified.
	#[benchmark]
	fn accept(c: Linear<0, { T::MaxParts::get() }>) -> Result<(), BenchmarkError> {
		let need = if c == 0 { CertificateNeed::None } else { CertificateNeed::Any };
		let setup = opened_with::<T>(1, 1, c.max(1), need)?.fund()?.commit()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		let found = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(matches!(found.stage, Stage::Accepted { .. }));
		Ok(())
	}

	/// `c`: submissions that have to be certified.
	#[benchmark]
	fn decline(c: Linear<0, { T::MaxParts::get() }>) -> Result<(), BenchmarkError> {
		let need = if c == 0 { CertificateNeed::None } else { CertificateNeed::Any };
		let setup = opened_with::<T>(1, 1, c.max(1), need)?.fund()?.commit()?;
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
		Pallet::<T>::decline(RawOrigin::Signed(setup.demander.clone()).into(), setup.id)
			.map_err(|failure| failure.error)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(!ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	/// Everything that is due at the end of a sale, as if no account could have received it.
	#[benchmark]
	fn collect() -> Result<(), BenchmarkError> {
		let setup = opened::<T>(1, 1)?.fund()?.commit()?.accept()?.reveal()?;
		share_profit::<T>();
		let agreement = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		let (price, bond) = (agreement.price, agreement.bond);
		pass_deadline::<T>(setup.id)?;
		Pallet::<T>::settle(RawOrigin::Signed(setup.demander.clone()).into(), setup.id)
			.map_err(|failure| failure.error)?;
		let asset = agreement.asset;
		T::BenchmarkHelper::subject(&setup.demander, price.saturating_add(price));
		T::Assets::hold(asset, &HoldReason::Price.into(), &setup.demander, price)?;
		T::Assets::hold(asset, &HoldReason::Bond.into(), &setup.supplier, bond)?;
		let dues = Dues { payment: price, bond, ..Default::default() };
		let (funder, commissions) = (setup.demander.clone(), agreement.commissions);
		UnpaidDues::<T>::insert(setup.id, Unpaid { funder, commissions, dues });
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id);

		assert!(!UnpaidDues::<T>::contains_key(setup.id));
		Ok(())
	}

	/// `c`: submissions that have to be certified.
	#[benchmark]
	fn deliver_sealed(c: Linear<0, { T::MaxParts::get() }>) -> Result<(), BenchmarkError> {
		let (setup, _) = sealed::<T>(c)?;
		#[extrinsic_call]
		_(
			RawOrigin::Signed(setup.supplier.clone()),
			setup.id,
			[1; 32],
			[2; 32],
			[3; 32],
			Some([4; 32]),
		);

		assert!(Agreements::<T>::get(setup.id).is_some_and(|found| found.stage.holds_bond()));
		Ok(())
	}

	#[benchmark]
	fn complain() -> Result<(), BenchmarkError> {
		let (setup, _) = sealed::<T>(T::MaxParts::get())?;
		let supplier = RawOrigin::Signed(setup.supplier.clone());
		Pallet::<T>::deliver_sealed(
			supplier.into(),
			setup.id,
			[1; 32],
			[2; 32],
			[3; 32],
			Some([4; 32]),
		)
		.map_err(|failure| failure.error)?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.demander.clone()), setup.id, [4; 32]);

		let found = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(matches!(found.stage, Stage::Contested { .. }));
		Ok(())
	}

	#[benchmark]
	fn answer() -> Result<(), BenchmarkError> {
		let (setup, _) = contested::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.clone()), setup.id, [5; 32]);

		let found = Agreements::<T>::get(setup.id).ok_or(BenchmarkError::Stop("not open"))?;
		assert!(
			matches!(found.stage, Stage::Contested { case, .. } if case.answer == Some([5; 32]))
		);
		Ok(())
	}

	#[benchmark]
	fn concede() -> Result<(), BenchmarkError> {
		let (setup, _) = answered::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(setup.supplier.clone()), setup.id);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn decide() -> Result<(), BenchmarkError> {
		let (setup, judge) = answered::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(judge), setup.id, 999, [6; 32]);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
		Ok(())
	}

	#[benchmark]
	fn recuse() -> Result<(), BenchmarkError> {
		let (setup, judge) = answered::<T>()?;
		#[extrinsic_call]
		_(RawOrigin::Signed(judge), setup.id);

		assert!(ClosedAgreements::<T>::contains_key(setup.id));
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
