//! On whose behalf a sponsored call is made.
//!
//! A sponsored call has an origin of its own. It is neither root nor signed, so nothing that asks for those opens to it: the
//! sponsor's account cannot be made to sign anything, and the subject gets no account. A pallet that wants to serve sponsored calls
//! says so, by accepting [`EnsureSponsored`] or [`EnsureSponsoredStakeholder`] beside the origins that it has.

use core::marker::PhantomData;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::DidId,
	traits::{Identities, Subject},
};
use frame_support::traits::EnsureOrigin;
use frame_system::pallet_prelude::OriginFor;
use scale_info::TypeInfo;

use crate::Config;

/// The origin of a sponsored call.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum RawOrigin<AccountId> {
	/// The subject signed the call, the sponsor pays for it.
	#[codec(index = 0)]
	Sponsored {
		/// Who acts.
		did: DidId,
		/// The account that pays.
		sponsor: AccountId,
	},
}

/// The subject of a sponsored call, if it is active and fits.
///
/// The signature was checked against an active subject already, but a batch may have ended that in between.
fn sponsored<T: Config>(
	origin: OriginFor<T>,
	fits: fn(&DidId) -> bool,
) -> Result<Subject<T::AccountId>, OriginFor<T>> {
	let own = <<T as Config>::RuntimeOrigin as From<OriginFor<T>>>::from(origin.clone());
	match own.into() {
		Ok(RawOrigin::Sponsored { did, sponsor })
			if T::Identities::is_active(&did) && fits(&did) =>
		{
			Ok(Subject { did, account: sponsor })
		},
		_ => Err(origin),
	}
}

/// A sponsored call of an active stakeholder or device.
pub struct EnsureSponsored<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<OriginFor<T>> for EnsureSponsored<T> {
	type Success = Subject<T::AccountId>;

	fn try_origin(origin: OriginFor<T>) -> Result<Self::Success, OriginFor<T>> {
		sponsored::<T>(origin, |_| true)
	}

	/// Benchmarks use the origin that this one stands beside.
	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		Err(())
	}
}

/// A sponsored call of an active stakeholder, not of a device.
///
/// For what a device must never do, whoever pays: voting, holding rights, offering.
pub struct EnsureSponsoredStakeholder<T>(PhantomData<T>);

impl<T: Config> EnsureOrigin<OriginFor<T>> for EnsureSponsoredStakeholder<T> {
	type Success = Subject<T::AccountId>;

	fn try_origin(origin: OriginFor<T>) -> Result<Self::Success, OriginFor<T>> {
		sponsored::<T>(origin, |did| T::Identities::owner_of(did).is_none())
	}

	/// Benchmarks use the origin that this one stands beside.
	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		Err(())
	}
}
