//! How the money of a contract moves.

use counterfoil_primitives::{money::Asset, terms};
use frame_support::{
	ensure,
	storage::{with_storage_layer, with_transaction, TransactionOutcome},
	traits::tokens::fungibles::MutateHold,
};
use pallet_support::money::{give_back, hand_over};
use sp_runtime::{
	traits::{SaturatedConversion, Saturating, Zero},
	DispatchError, DispatchResult,
};

use crate::{BalanceOf, Config, Contract, Error, HoldReason, Pallet};

impl<T: Config> Pallet<T> {
	/// So many units of money.
	pub(crate) fn amount(units: u128) -> BalanceOf<T> {
		units.saturated_into()
	}

	/// So many units of money, if it counts them.
	pub(crate) fn counted(units: u128) -> Result<BalanceOf<T>, Error<T>> {
		let amount = Self::amount(units);
		ensure!(amount.saturated_into::<u128>() == units, Error::<T>::AmountTooHigh);
		Ok(amount)
	}

	/// Puts money on hold.
	pub(crate) fn hold(
		asset: Asset,
		reason: HoldReason,
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Assets::hold(asset, &reason.into(), who, amount)
	}

	/// Releases what was held of somebody's money.
	pub(crate) fn release(
		asset: Asset,
		reason: HoldReason,
		who: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		give_back::<_, T::Assets>(asset, &reason.into(), who, amount)
	}

	/// Whether the stake of a batch could be released and held again now, as a delivery does. The supplier is not to answer for an account
	/// of the demander's that is frozen, blocked, or not his own any more.
	pub(crate) fn can_pay(contract: &Contract<T>) -> bool {
		let (asset, payer) = (contract.conditions.asset, &contract.demander.account);
		let trial = || {
			Self::ensure_own(&contract.demander, asset)?;
			Self::release(asset, HoldReason::Budget, payer, contract.stake())?;
			Self::hold(asset, HoldReason::Budget, payer, contract.stake())
		};
		let tried = || TransactionOutcome::Rollback(Ok::<bool, DispatchError>(trial().is_ok()));
		with_transaction(tried).unwrap_or(false)
	}

	/// Puts the stake of a batch on hold again, which the escrow has just returned to the demander. If his account does not
	/// allow it, the budget is the poorer.
	pub(crate) fn hold_again(contract: &mut Contract<T>) {
		let (asset, stake) = (contract.conditions.asset, contract.stake());
		let payer = &contract.demander.account;
		if done(|| Self::hold(asset, HoldReason::Budget, payer, stake)) {
			contract.purse.budget.saturating_accrue(stake);
		}
	}

	/// Sets a penalty aside from what is left of the bond, and returns what it comes to.
	pub(crate) fn charge(contract: &mut Contract<T>, penalty: u128) -> BalanceOf<T> {
		let mut left = contract.purse.bond.saturated_into::<u128>();
		let taken = Self::amount(terms::charge(&mut left, penalty));
		contract.purse.bond.saturating_reduce(taken);
		contract.purse.penalties.saturating_accrue(taken);
		taken
	}

	/// Sets the compensation for a refused batch aside from the budget, and returns what it comes to.
	pub(crate) fn compensate(contract: &mut Contract<T>) -> BalanceOf<T> {
		let due = Self::amount(contract.conditions.terms.refusal).min(contract.purse.budget);
		contract.purse.budget.saturating_reduce(due);
		contract.purse.earned.saturating_accrue(due);
		due
	}

	/// Pays what is due, each payment for itself: one that an account cannot receive stays in the purse and stops no other.
	///
	/// What an account gets back of its own comes first: after that it can receive any amount from the other.
	pub(crate) fn pay_out(contract: &mut Contract<T>) {
		let (asset, over) = (contract.conditions.asset, contract.over);
		let (most_budget, most_penalties) = (contract.most_budget(), contract.most_penalties());
		let (supplier, demander) = (&contract.supplier.account, &contract.demander.account);
		let purse = &mut contract.purse;
		let spare = |held: BalanceOf<T>, needed: BalanceOf<T>| match over {
			true => held,
			false => held.saturating_sub(needed),
		};

		let back = spare(purse.budget, most_budget);
		if done(|| Self::release(asset, HoldReason::Budget, demander, back)) {
			purse.budget.saturating_reduce(back);
		}
		let back = spare(purse.bond, most_penalties);
		if done(|| Self::release(asset, HoldReason::Bond, supplier, back)) {
			purse.bond.saturating_reduce(back);
		}
		let (budget, bond) = (HoldReason::Budget.into(), HoldReason::Bond.into());
		let due = purse.penalties;
		if done(|| hand_over::<_, T::Assets>(asset, &bond, supplier, demander, due)) {
			purse.penalties = Zero::zero();
		}
		let due = purse.earned;
		if done(|| hand_over::<_, T::Assets>(asset, &budget, demander, supplier, due)) {
			purse.earned = Zero::zero();
		}
	}
}

/// Does all of it, or nothing.
fn done(f: impl FnOnce() -> DispatchResult) -> bool {
	with_storage_layer(f).is_ok()
}
