//! Which stakeholder a signed account acts for.

use core::marker::PhantomData;

use counterfoil_primitives::{did::DidStatus, traits::Subject};
use frame_support::traits::EnsureOrigin;
use frame_system::{ensure_signed, pallet_prelude::OriginFor};

use crate::{Config, DidOf, Pallet};

/// The stakeholder that the signer controls, if its status is allowed.
fn controlled<T: Config>(
	origin: OriginFor<T>,
	allowed: fn(DidStatus) -> bool,
) -> Result<Subject<T::AccountId>, OriginFor<T>> {
	let Ok(account) = ensure_signed(origin.clone()) else { return Err(origin) };
	let Some(did) = DidOf::<T>::get(&account) else { return Err(origin) };
	match Pallet::<T>::status_of(&did) {
		Some(status) if allowed(status) => Ok(Subject { did, account }),
		_ => Err(origin),
	}
}

/// An origin of a stakeholder whose status is allowed, for benchmarks: a founder, if there is one.
#[cfg(feature = "runtime-benchmarks")]
fn some_stakeholder<T: Config>(allowed: fn(DidStatus) -> bool) -> Result<OriginFor<T>, ()> {
	let mut accounts = DidOf::<T>::iter();
	accounts
		.find(|(_, did)| Pallet::<T>::status_of(did).is_some_and(allowed))
		.map(|(account, _)| frame_system::RawOrigin::Signed(account).into())
		.ok_or(())
}

/// A signed account that controls an active stakeholder.
///
/// For everything that uses rights: submitting, validating, offering, voting.
pub struct EnsureActive<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<OriginFor<T>> for EnsureActive<T> {
	type Success = Subject<T::AccountId>;

	fn try_origin(origin: OriginFor<T>) -> Result<Self::Success, OriginFor<T>> {
		controlled::<T>(origin, |status| status == DidStatus::Active)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		some_stakeholder::<T>(|status| status == DidStatus::Active)
	}
}

/// A signed account that controls a stakeholder of any status but pending.
///
/// For winding down: a deal that is open when a party is suspended or revoked can still be carried to its
/// end, so that nobody's money depends on the timing of a vote.
pub struct EnsureSubject<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<OriginFor<T>> for EnsureSubject<T> {
	type Success = Subject<T::AccountId>;

	fn try_origin(origin: OriginFor<T>) -> Result<Self::Success, OriginFor<T>> {
		controlled::<T>(origin, |status| status != DidStatus::Pending)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		some_stakeholder::<T>(|status| status != DidStatus::Pending)
	}
}
