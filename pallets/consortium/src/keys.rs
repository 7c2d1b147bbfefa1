//! What this pallet needs from the pallet that keeps session keys.

use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::{DispatchResult, Weight},
	traits::ValidatorRegistration,
};
use frame_system::RawOrigin;

/// Keeps the session keys of accounts.
pub trait SessionKeys<AccountId>: ValidatorRegistration<AccountId> {
	/// The accounts that are at work, each with its keys. At genesis: those whose keys stand in the genesis for work.
	fn at_work() -> Vec<AccountId>;

	/// Forgets the keys of `who` and returns their deposit.
	fn release(who: &AccountId) -> DispatchResult;

	/// The weight of [`Self::release`].
	fn release_weight() -> Weight;
}

impl<T> SessionKeys<<T as frame_system::Config>::AccountId> for pallet_session::Pallet<T>
where
	T: pallet_session::Config<ValidatorId = <T as frame_system::Config>::AccountId>,
{
	fn at_work() -> Vec<<T as frame_system::Config>::AccountId> {
		pallet_session::Validators::<T>::get()
	}

	fn release(who: &<T as frame_system::Config>::AccountId) -> DispatchResult {
		pallet_session::Pallet::<T>::purge_keys(RawOrigin::Signed(who.clone()).into())
	}

	fn release_weight() -> Weight {
		<<T as pallet_session::Config>::WeightInfo as pallet_session::WeightInfo>::purge_keys()
	}
}
