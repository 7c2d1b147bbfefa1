//! Benchmarks, each at its worst. They run as tests too.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, KeySignature},
	fingerprint::{Algorithm, Fingerprint},
	payload::{signing_bytes, Purpose, SubmissionBody},
	roles::Role,
	text::{Category, MediaType, Region},
	traits::{Decision, Subject, ValidationTarget},
	DataSetId, Hash, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Time};
use frame_system::RawOrigin;

use crate::*;

/// Makes the parties that the benchmarks need.
pub trait BenchmarkHelper<AccountId> {
	/// An active stakeholder in this role, whose account can pay for some tickets. Another role or another
	/// seed is another stakeholder, with another account.
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId>;

	/// An active device of this stakeholder.
	fn device(owner: &DidId) -> DidId;

	/// The device's signature over this message.
	fn sign(device: &DidId, message: &[u8]) -> KeySignature;
}

const SCHEMA: Hash = [1; 32];

fn refused(_: counterfoil_primitives::text::TextError) -> BenchmarkError {
	BenchmarkError::Stop("a text of the benchmark is refused")
}

fn details() -> Result<DataSetDetails, BenchmarkError> {
	Ok(DataSetDetails {
		schema: SCHEMA,
		media_type: MediaType::new("application/json").map_err(refused)?,
		category: Category::new("water/flow").map_err(refused)?,
		region: Region::new("u4pruydqqvj8").map_err(refused)?,
		confidentiality: Confidentiality::Restricted,
		licence: [2; 32],
	})
}

/// A supplier who registered a schema.
fn author<T: Config>() -> Result<Subject<T::AccountId>, BenchmarkError> {
	let supplier = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
	let media_type = MediaType::new("application/schema+json").map_err(refused)?;
	let origin = RawOrigin::Signed(supplier.account.clone()).into();
	Pallet::<T>::register_schema(origin, SCHEMA, media_type, None)?;
	Ok(supplier)
}

fn register<T: Config>(supplier: &Subject<T::AccountId>) -> Result<DataSetId, BenchmarkError> {
	let data_set = NextDataSetId::<T>::get();
	let origin = RawOrigin::Signed(supplier.account.clone()).into();
	Pallet::<T>::register_data_set(origin, details()?, ParentsOf::<T>::default())?;
	Ok(data_set)
}

/// A supplier with a device and a data set.
struct Source<T: Config> {
	supplier: Subject<T::AccountId>,
	device: DidId,
	data_set: DataSetId,
}

fn source<T: Config>() -> Result<Source<T>, BenchmarkError> {
	let supplier = author::<T>()?;
	let device = T::BenchmarkHelper::device(&supplier.did);
	let data_set = register::<T>(&supplier)?;
	Ok(Source { supplier, device, data_set })
}

impl<T: Config> Source<T> {
	/// A batch of a thousand readings, which no submission brought yet, and the device's signature.
	fn batch(
		&self,
		sequence: u64,
		corrects: Option<SubmissionId>,
	) -> (SubmissionBody, KeySignature) {
		let now = T::Time::now();
		let mut root = [9; 32];
		root[..8].copy_from_slice(&NextSubmissionId::<T>::get().to_le_bytes());
		let body = SubmissionBody {
			data_set: self.data_set,
			schema: SCHEMA,
			fingerprint: Fingerprint {
				algorithm: Algorithm::Rfc9162Sha256,
				root,
				leaves: 1_000,
				bytes: 64_000,
			},
			from: now,
			to: now,
			corrects,
		};
		let message = signing_bytes(
			Purpose::Submission,
			&pallet_support::genesis_hash::<T>(),
			sequence,
			&body,
		);
		(body, T::BenchmarkHelper::sign(&self.device, &message))
	}

	fn submit(&self, sequence: u64) -> Result<SubmissionId, BenchmarkError> {
		let (body, signature) = self.batch(sequence, None);
		let submission = NextSubmissionId::<T>::get();
		let origin = RawOrigin::Signed(self.supplier.account.clone()).into();
		Pallet::<T>::submit(origin, self.device, sequence, body, signature)
			.map_err(|refused| refused.error)?;
		Ok(submission)
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_data_set(p: Linear<0, { T::MaxParents::get() }>) -> Result<(), BenchmarkError> {
		let supplier = author::<T>()?;
		let parents: Vec<DataSetId> =
			(0..p).map(|_| register::<T>(&supplier)).collect::<Result<_, _>>()?;
		let parents = ParentsOf::<T>::try_from(parents)
			.map_err(|_| BenchmarkError::Stop("there are too many parents"))?;
		let details = details()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(supplier.account), details, parents);

		let id = u64::from(p);
		assert_eq!(DataSets::<T>::get(id).map(|set| set.owner), Some(supplier.did));
		Ok(())
	}

	#[benchmark]
	fn submit() -> Result<(), BenchmarkError> {
		let source = source::<T>()?;
		// As many gaps as are remembered, so that the next one gives the oldest up.
		let old = (0..u64::from(MAX_GAPS))
			.map(|turn| source.submit(turn.saturating_mul(2).saturating_add(1)))
			.collect::<Result<Vec<_>, _>>()?[0];
		Pallet::<T>::begin_validation(old)?;
		Pallet::<T>::decide(old, Decision::Valid { quality: 900 })?;
		let (body, signature) = source.batch(1_000, Some(old));

		#[extrinsic_call]
		_(RawOrigin::Signed(source.supplier.account), source.device, 1_000, body, signature);

		let revision = Submissions::<T>::get(u64::from(MAX_GAPS)).map(|it| it.revision);
		assert_eq!(revision, Some(1));
		assert_eq!(Sequences::<T>::get(source.device).given_up, 1);
		Ok(())
	}

	#[benchmark]
	fn submit_again() -> Result<(), BenchmarkError> {
		let source = source::<T>()?;
		let (body, signature) = source.batch(0, None);
		let origin = RawOrigin::Signed(source.supplier.account.clone());
		Pallet::<T>::submit(origin.clone().into(), source.device, 0, body.clone(), signature)
			.map_err(|refused| refused.error)?;

		#[extrinsic_call]
		submit(origin, source.device, 0, body, signature);

		assert_eq!(NextSubmissionId::<T>::get(), 1);
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = RegistryParameters { clock_tolerance: 7, max_span: 8, max_age: 9 };

		#[extrinsic_call]
		_(RawOrigin::Root, parameters);

		assert_eq!(Parameters::<T>::get(), parameters);
		Ok(())
	}

	#[benchmark]
	fn register_schema() -> Result<(), BenchmarkError> {
		let supplier = author::<T>()?;
		let media_type = MediaType::new("application/schema+json").map_err(refused)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(supplier.account), [2; 32], media_type, Some(SCHEMA));

		assert_eq!(Schemas::<T>::get([2; 32]).map(|schema| schema.version), Some(2));
		Ok(())
	}

	#[benchmark]
	fn deprecate_schema() -> Result<(), BenchmarkError> {
		let supplier = author::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(supplier.account), SCHEMA);

		let deprecated = Schemas::<T>::get(SCHEMA).is_some_and(|it| it.deprecated.is_some());
		assert!(deprecated);
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().schemas(false).build(),
		crate::mock::Test
	);
}
