//! The reward for who proposes what is bought.

use counterfoil_primitives::{
	interest,
	money::Asset,
	traits::{Accounts, Subject},
	DemandId,
};
use frame_support::{storage::with_storage_layer, traits::tokens::fungibles::MutateHold};
use pallet_support::money::{give_back, hand_over};
use sp_runtime::{traits::Zero, DispatchResult};

use crate::{Config, Demand, Event, HoldReason, Offer, Pallet};

impl<T: Config> Pallet<T> {
	/// Holds the reward that a demander put up.
	pub(crate) fn hold_reward(account: &T::AccountId, reward: T::Balance) -> DispatchResult {
		if reward.is_zero() {
			return Ok(());
		}
		T::Assets::hold(Asset::Native, &HoldReason::Reward.into(), account, reward)
	}

	/// Whether somebody who proposed a match is neither a party to it nor tied to one.
	pub(crate) fn is_neutral(
		finder: &Subject<T::AccountId>,
		offer: &Offer<T>,
		demand: &Demand<T>,
	) -> bool {
		[&offer.supplier, &demand.demander].into_iter().all(|party| {
			finder.account != party.account
				&& interest::tie::<T::Identities>(&finder.did, &party.did).is_none()
		})
	}

	/// Gives a part of the reward back to the demander.
	pub(crate) fn return_reward(
		demand: DemandId,
		demander: &Subject<T::AccountId>,
		amount: T::Balance,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		let reason = HoldReason::Reward.into();
		give_back::<_, T::Assets>(Asset::Native, &reason, &demander.account, amount)?;
		Self::emit(Event::RewardReturned { demand, demander: demander.did, amount });
		Ok(())
	}

	/// Pays a part of the reward to who proposed the match. Nobody, or an account that cannot receive it, gives it back to the
	/// demander.
	pub(crate) fn pay_reward(
		demand: DemandId,
		demander: &Subject<T::AccountId>,
		finder: Option<Subject<T::AccountId>>,
		amount: T::Balance,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		// Who paid for the proposal need not be who made it.
		let payee = finder.and_then(|finder| {
			T::Accounts::account_of(&finder.did).map(|account| (finder.did, account))
		});
		let Some((finder, account)) = payee else {
			return Self::return_reward(demand, demander, amount);
		};
		let paid = with_storage_layer(|| {
			hand_over::<_, T::Assets>(
				Asset::Native,
				&HoldReason::Reward.into(),
				&demander.account,
				&account,
				amount,
			)
		});
		if paid.is_err() {
			return Self::return_reward(demand, demander, amount);
		}
		Self::emit(Event::Rewarded { demand, demander: demander.did, finder, account, amount });
		Ok(())
	}
}
