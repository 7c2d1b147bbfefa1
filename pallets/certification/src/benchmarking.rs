//! Benchmarks, each at its worst: the deepest chain, the fullest lists. They run as tests too.

use alloc::{format, vec::Vec};

use counterfoil_primitives::{
	accreditation::{CertificateTypes, Powers, Scope, Terms},
	roles::Role,
	traits::{CertificateSubject, CertificateType, Subject},
	AccreditationId, CertificateId, Hash, SubmissionId,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Time};
use frame_system::RawOrigin;

use crate::*;

/// Makes the parties and the data that the benchmarks need.
pub trait BenchmarkHelper<AccountId> {
	/// An active stakeholder in this role, whose account can pay for some tickets. Another role or another seed is another
	/// stakeholder, with another account.
	fn stakeholder(role: Role, seed: u32) -> Subject<AccountId>;

	/// A validated submission to a data set of this stakeholder.
	fn submission(supplier: &Subject<AccountId>) -> SubmissionId;
}

const REASON: Hash = [4; 32];

fn terms<T: Config>() -> Terms {
	Terms {
		powers: Powers::ALL,
		scope: Scope::Everything,
		types: CertificateTypes::Any,
		delegable: true,
		from: 0,
		until: T::Time::now().saturating_add(1_000),
	}
}

fn kind(number: u32) -> Result<CertificateType, BenchmarkError> {
	CertificateType::new(&format!("benchmark-{number}"))
		.map_err(|_| BenchmarkError::Stop("a text of the benchmark is refused"))
}

fn statement<T: Config>() -> Result<Statement, BenchmarkError> {
	Ok(Statement {
		coverage: Coverage::new("all")
			.map_err(|_| BenchmarkError::Stop("a text of the benchmark is refused"))?,
		document: [3; 32],
		valid_until: T::Time::now().saturating_add(1_000),
	})
}

fn regulator<T: Config>(seed: u32) -> Subject<T::AccountId> {
	T::BenchmarkHelper::stakeholder(Role::Regulator, seed)
}

/// A chain of accreditations down to this depth: who holds each, and its number.
fn chain<T: Config>(
	depth: u32,
) -> Result<Vec<(Subject<T::AccountId>, AccreditationId)>, BenchmarkError> {
	let mut chain = Vec::<(Subject<T::AccountId>, AccreditationId)>::new();
	for seed in 0..=depth {
		let holder = regulator::<T>(seed);
		let id = NextAccreditationId::<T>::get();
		match chain.last() {
			None => Pallet::<T>::accredit(RawOrigin::Root.into(), holder.did, terms::<T>())?,
			Some((above, parent)) => Pallet::<T>::delegate(
				RawOrigin::Signed(above.account.clone()).into(),
				*parent,
				holder.did,
				terms::<T>(),
			)?,
		}
		chain.push((holder, id));
	}
	Ok(chain)
}

/// The end of the deepest chain.
fn deepest<T: Config>() -> Result<(Subject<T::AccountId>, AccreditationId), BenchmarkError> {
	chain::<T>(T::MaxDepth::get())?.pop().ok_or(BenchmarkError::Stop("the chain is empty"))
}

/// A regulator whose list has room for one accreditation more.
fn laden<T: Config>() -> Result<Subject<T::AccountId>, BenchmarkError> {
	let holder = regulator::<T>(T::MaxDepth::get().saturating_add(1));
	for _ in 1..T::MaxPerHolder::get() {
		Pallet::<T>::accredit(RawOrigin::Root.into(), holder.did, terms::<T>())?;
	}
	Ok(holder)
}

/// As many open certificates about a new submission, by the end of the deepest chain.
struct Office<T: Config> {
	issuer: Subject<T::AccountId>,
	accreditation: AccreditationId,
	subject: CertificateSubject,
	newest: CertificateId,
}

fn office<T: Config>(open: u32) -> Result<Office<T>, BenchmarkError> {
	let (issuer, accreditation) = deepest::<T>()?;
	let supplier = T::BenchmarkHelper::stakeholder(Role::Supplier, 0);
	let subject = CertificateSubject::Submission(T::BenchmarkHelper::submission(&supplier));
	for number in 0..open {
		Pallet::<T>::certify(
			RawOrigin::Signed(issuer.account.clone()).into(),
			accreditation,
			subject,
			kind(number)?,
			0,
			statement::<T>()?,
		)?;
	}
	let newest = NextCertificateId::<T>::get().saturating_sub(1);
	Ok(Office { issuer, accreditation, subject, newest })
}

fn status<T: Config>(id: CertificateId) -> Option<CertificateStatus> {
	Pallet::<T>::status_of(id, T::Time::now())
}

/// The most open certificates about a submission.
fn most<T: Config>() -> u32 {
	T::MaxOpen::get().min(MAX_OPEN_PER_SUBMISSION)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn accredit() -> Result<(), BenchmarkError> {
		let holder = laden::<T>()?;
		let (did, id) = (holder.did, NextAccreditationId::<T>::get());

		#[extrinsic_call]
		_(RawOrigin::Root, did, terms::<T>());

		assert!(HeldBy::<T>::get(did).contains(&id));
		Ok(())
	}

	#[benchmark]
	fn delegate() -> Result<(), BenchmarkError> {
		let (above, parent) = chain::<T>(T::MaxDepth::get().saturating_sub(1))?
			.pop()
			.ok_or(BenchmarkError::Stop("the chain is empty"))?;
		let holder = laden::<T>()?;
		let (did, id) = (holder.did, NextAccreditationId::<T>::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(above.account), parent, did, terms::<T>());

		assert!(HeldBy::<T>::get(did).contains(&id));
		Ok(())
	}

	#[benchmark]
	fn revoke_accreditation() -> Result<(), BenchmarkError> {
		let (holder, id) = deepest::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.account), id, REASON);

		assert!(!Pallet::<T>::stands(id));
		Ok(())
	}

	#[benchmark]
	fn release_accreditation() -> Result<(), BenchmarkError> {
		let (holder, id) = deepest::<T>()?;
		let origin = RawOrigin::Signed(holder.account);
		Pallet::<T>::revoke_accreditation(origin.clone().into(), id, REASON)?;

		#[extrinsic_call]
		_(origin, id);

		assert!(!Accreditations::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn certify() -> Result<(), BenchmarkError> {
		let open = most::<T>().saturating_sub(1);
		let office = office::<T>(open)?;
		let id = NextCertificateId::<T>::get();
		let (kind, statement) = (kind(open)?, statement::<T>()?);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(office.issuer.account),
			office.accreditation,
			office.subject,
			kind,
			0,
			statement,
		);

		assert_eq!(status::<T>(id), Some(CertificateStatus::Valid));
		Ok(())
	}

	#[benchmark]
	fn renew() -> Result<(), BenchmarkError> {
		let office = office::<T>(most::<T>())?;
		let statement = statement::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(office.issuer.account), office.newest, office.accreditation, statement);

		assert_eq!(status::<T>(office.newest), Some(CertificateStatus::Superseded));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let office = office::<T>(1)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(office.issuer.account), office.newest, REASON);

		assert_eq!(status::<T>(office.newest), Some(CertificateStatus::Suspended));
		Ok(())
	}

	#[benchmark]
	fn reinstate() -> Result<(), BenchmarkError> {
		let office = office::<T>(1)?;
		let origin = RawOrigin::Signed(office.issuer.account);
		Pallet::<T>::suspend(origin.clone().into(), office.newest, REASON)?;

		#[extrinsic_call]
		_(origin, office.newest, REASON);

		assert_eq!(status::<T>(office.newest), Some(CertificateStatus::Valid));
		Ok(())
	}

	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let office = office::<T>(most::<T>())?;

		#[extrinsic_call]
		_(RawOrigin::Signed(office.issuer.account), office.newest, REASON);

		assert_eq!(status::<T>(office.newest), Some(CertificateStatus::Revoked));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder.build(), crate::mock::Test);
}
