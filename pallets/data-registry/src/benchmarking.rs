//! Benchmarks, each at its worst. They run as tests too.

use counterfoil_primitives::{
	did::{DidId, KeySignature},
	fingerprint::{Algorithm, Fingerprint},
	payload::{signing_bytes, Purpose, SubmissionBody},
	roles::Role,
	text::{Category, MediaType, Region},
	traits::Subject,
	CertificateId, DataSetId, Hash, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::traits::Time;
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

const DOCUMENT: Hash = [3; 32];
const REASON: Hash = [4; 32];
const VALID: Verdict = Verdict::Valid { quality: 900 };
const INVALID: Verdict = Verdict::Invalid { reason: Reason::Corrupted, leaf: Some(7) };

fn details() -> Result<DataSetDetails, BenchmarkError> {
	let refused = |_| BenchmarkError::Stop("a text of the benchmark is refused");
	Ok(DataSetDetails {
		schema: [1; 32],
		media_type: MediaType::new("application/json").map_err(refused)?,
		category: Category::new("water/flow").map_err(refused)?,
		region: Region::new("u4pruydqqvj8").map_err(refused)?,
		confidentiality: Confidentiality::Restricted,
		licence: [2; 32],
	})
}

/// A supplier with a device and a data set.
struct Source<T: Config> {
	supplier: Subject<T::AccountId>,
	device: DidId,
	data_set: DataSetId,
}

fn source<T: Config>() -> Result<Source<T>, BenchmarkError> {
	let supplier = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
	let device = T::BenchmarkHelper::device(&supplier.did);
	let data_set = NextDataSetId::<T>::get();
	let origin = RawOrigin::Signed(supplier.account.clone()).into();
	Pallet::<T>::register_data_set(origin, details()?)?;
	Ok(Source { supplier, device, data_set })
}

impl<T: Config> Source<T> {
	/// A batch of a thousand readings, which no submission brought yet, and the device's signature.
	fn batch(&self, corrects: Option<SubmissionId>) -> (SubmissionBody, KeySignature) {
		let now = T::Time::now();
		let mut root = [9; 32];
		root[..8].copy_from_slice(&NextSubmissionId::<T>::get().to_le_bytes());
		let body = SubmissionBody {
			data_set: self.data_set,
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
			NextSequence::<T>::get(self.device),
			&body,
		);
		(body, T::BenchmarkHelper::sign(&self.device, &message))
	}

	fn submit(&self) -> Result<SubmissionId, BenchmarkError> {
		let (body, signature) = self.batch(None);
		let submission = NextSubmissionId::<T>::get();
		let origin = RawOrigin::Signed(self.supplier.account.clone()).into();
		Pallet::<T>::submit(origin, self.device, body, signature)?;
		Ok(submission)
	}
}

/// This verdict of as many validators.
fn give_verdicts<T: Config>(
	submission: SubmissionId,
	verdict: Verdict,
	validators: u32,
) -> Result<(), BenchmarkError> {
	for seed in 0..validators {
		let validator = T::BenchmarkHelper::stakeholder(Role::Validator, seed);
		Pallet::<T>::attest(RawOrigin::Signed(validator.account).into(), submission, verdict)?;
	}
	Ok(())
}

/// A certificate for a new, validated submission.
fn certified<T: Config>(
	regulator: &Subject<T::AccountId>,
) -> Result<(SubmissionId, CertificateId), BenchmarkError> {
	let submission = source::<T>()?.submit()?;
	give_verdicts::<T>(submission, VALID, Parameters::<T>::get().validations_required)?;
	let certificate = NextCertificateId::<T>::get();
	Pallet::<T>::certify(
		RawOrigin::Signed(regulator.account.clone()).into(),
		submission,
		DOCUMENT,
		T::Time::now(),
	)?;
	Ok((submission, certificate))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_data_set() -> Result<(), BenchmarkError> {
		let supplier = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
		let details = details()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(supplier.account), details);

		assert_eq!(DataSets::<T>::get(0).map(|set| set.owner), Some(supplier.did));
		Ok(())
	}

	#[benchmark]
	fn submit() -> Result<(), BenchmarkError> {
		let source = source::<T>()?;
		let rejected = source.submit()?;
		give_verdicts::<T>(rejected, INVALID, Parameters::<T>::get().validations_required)?;
		let (body, signature) = source.batch(Some(rejected));

		#[extrinsic_call]
		_(RawOrigin::Signed(source.supplier.account), source.device, body, signature);

		assert_eq!(Submissions::<T>::get(1).map(|submission| submission.revision), Some(1));
		Ok(())
	}

	#[benchmark]
	fn attest() -> Result<(), BenchmarkError> {
		let submission = source::<T>()?.submit()?;
		let required = Parameters::<T>::get().validations_required;
		give_verdicts::<T>(submission, VALID, required.saturating_sub(1))?;
		let validator = T::BenchmarkHelper::stakeholder(Role::Validator, required);

		#[extrinsic_call]
		_(RawOrigin::Signed(validator.account), submission, VALID);

		let status = Submissions::<T>::get(submission).map(|submission| submission.status);
		assert_eq!(status, Some(SubmissionStatus::Validated));
		Ok(())
	}

	#[benchmark]
	fn certify() -> Result<(), BenchmarkError> {
		let regulator = T::BenchmarkHelper::stakeholder(Role::Regulator, 0);
		let (submission, old) = certified::<T>(&regulator)?;
		let origin = RawOrigin::Signed(regulator.account.clone());
		Pallet::<T>::revoke_certificate(origin.clone().into(), old, REASON)?;
		let valid_until = T::Time::now();

		#[extrinsic_call]
		_(origin, submission, DOCUMENT, valid_until);

		let previous = Certificates::<T>::get(1).and_then(|certificate| certificate.previous);
		assert_eq!(previous, Some(old));
		Ok(())
	}

	#[benchmark]
	fn revoke_certificate() -> Result<(), BenchmarkError> {
		let regulator = T::BenchmarkHelper::stakeholder(Role::Regulator, 0);
		let (_, certificate) = certified::<T>(&regulator)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(regulator.account), certificate, REASON);

		let revoked = Certificates::<T>::get(certificate).is_some_and(|it| it.revoked.is_some());
		assert!(revoked);
		Ok(())
	}

	#[benchmark]
	fn set_parameters() -> Result<(), BenchmarkError> {
		let parameters = RegistryParameters { validations_required: 1, clock_tolerance: 7 };

		#[extrinsic_call]
		_(RawOrigin::Root, parameters);

		assert_eq!(Parameters::<T>::get(), parameters);
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
