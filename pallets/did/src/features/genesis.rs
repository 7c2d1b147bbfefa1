//! What the chain starts with, and what a runtime has to hold to.

use counterfoil_primitives::{
	did::{DidId, DidStatus, VerificationKey},
	roles::Roles,
};
use frame_support::traits::{Get, Time};

use crate::{pallet::*, DidParameters, Kind, Record, MAX_VOTING_PERIOD};

impl<T: Config> Pallet<T> {
	/// Writes the founders and the first parameters. Stops the chain specification from being made if they
	/// contradict themselves.
	pub(crate) fn build_genesis(
		founders: &[(T::AccountId, VerificationKey, Roles)],
		parameters: DidParameters,
	) {
		assert!(parameters.voting_period > 0, "the voting period is zero");
		assert!(
			parameters.voting_period <= MAX_VOTING_PERIOD,
			"the voting period is longer than 366 days"
		);
		assert!(
			parameters.periods_are_valid(),
			"the confirmation period or the cool-down is zero or longer than 366 days"
		);
		assert!(
			parameters.cool_down_is_valid(),
			"the cool-down is shorter than the confirmation period"
		);
		assert!(
			parameters.rules.are_valid(),
			"a voting rule is out of reach or asks for too little"
		);
		Parameters::<T>::put(parameters);
		let now = T::Time::now();
		for (account, key, roles) in founders {
			let did = DidId::of_key(key);
			assert!(!roles.is_empty(), "a founder has no roles");
			assert!(!DidOf::<T>::contains_key(account), "two founders have one account");
			assert!(!Records::<T>::contains_key(did), "two founders have one key");
			let kind = Kind::Stakeholder { account: account.clone(), roles: *roles };
			Records::<T>::insert(did, Record::new(*key, kind, DidStatus::Active, now, None));
			DidOf::<T>::insert(account, did);
			ActiveStakeholders::<T>::mutate(|active| *active = active.saturating_add(1));
		}
		assert!(
			ActiveStakeholders::<T>::get() <= T::MaxStakeholders::get(),
			"more founders than stakeholders may be active"
		);
	}

	/// Refuses a runtime whose constants contradict what the pallet relies on.
	pub(crate) fn check_config() {
		assert!(T::MaxStakeholders::get() > 0, "nobody could ever be active");
		assert!(
			pallet_support::has_genesis_hash::<T>(),
			"payloads name the genesis hash by 32 bytes"
		);
	}
}
