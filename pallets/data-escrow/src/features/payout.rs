//! How the money of an agreement moves, and who is paid.

use counterfoil_primitives::{
	access::{part_of, MAX_HOLDERS},
	exchange::{settlement, Outcome},
	traits::{Accounts, Rights},
	AgreementId,
};
use frame_support::{
	storage::with_storage_layer,
	traits::tokens::{fungible::MutateHold, Fortitude, Precision, Restriction},
};
use sp_runtime::{
	traits::{SaturatedConversion, Saturating, Zero},
	DispatchError, DispatchResult,
};

use crate::{Agreement, BalanceOf, Config, Event, HoldReason, Pallet};

impl<T: Config> Pallet<T> {
	/// Moves what is held as the outcome demands. Returns what the supplier, with those who share in his profit, and the
	/// demander got.
	///
	/// The split is the one of `counterfoil_primitives`; only the demander's share is taken from it and the
	/// rest follows, so what is paid out is exactly what was held.
	pub(crate) fn pay_out(
		id: AgreementId,
		agreement: &Agreement<T>,
		outcome: Outcome,
	) -> Result<(BalanceOf<T>, BalanceOf<T>), DispatchError> {
		let (held_price, held_bond) = (agreement.held_price(), agreement.held_bond());
		let to_demander = settlement(held_price, held_bond, outcome).to_demander;
		let price_back = to_demander.min(held_price);
		let price_paid = held_price.saturating_sub(price_back);
		let bond_lost = to_demander.saturating_sub(price_back);
		let bond_back = held_bond.saturating_sub(bond_lost);

		let supplier = &agreement.supplier.account;
		let demander = &agreement.demander.account;
		// What an account gets back of its own comes first: it is at least the existential deposit, and after that the account
		// can receive any amount from the other.
		Self::give_back(HoldReason::Price, demander, price_back)?;
		Self::hand_over(HoldReason::Bond, supplier, demander, bond_lost)?;
		Self::give_back(HoldReason::Bond, supplier, bond_back)?;
		Self::share_out(id, agreement, price_paid)?;
		Ok((price_paid.saturating_add(bond_back), to_demander))
	}

	/// Pays the price to the holders of the right of profit as they are now, each by his shares, rounded down. The supplier
	/// gets the rest: what rounding left over, and the part of who has no account, or one that cannot receive it. So a payee
	/// never stops a settlement.
	fn share_out(id: AgreementId, agreement: &Agreement<T>, price: BalanceOf<T>) -> DispatchResult {
		if price.is_zero() {
			return Ok(());
		}
		let supplier = &agreement.supplier;
		let payees = T::Rights::payees(agreement.data_set, &supplier.did);
		let total =
			payees.iter().fold(0u64, |sum, (_, shares)| sum.saturating_add((*shares).into()));
		let most = usize::try_from(MAX_HOLDERS).unwrap_or_default();
		let mut rest = price;
		for (payee, shares) in payees.into_iter().take(most) {
			let part = part_of(price.saturated_into(), shares, total);
			let part = part.saturated_into::<BalanceOf<T>>().min(rest);
			if payee == supplier.did || part.is_zero() {
				continue;
			}
			let Some(account) = T::Accounts::account_of(&payee) else { continue };
			if account != supplier.account && Self::pay(agreement, &account, part).is_ok() {
				rest = rest.saturating_sub(part);
				let data_set = agreement.data_set;
				Self::emit(Event::ProfitPaid { id, payee, account, amount: part, data_set });
			}
		}
		Self::hand_over(HoldReason::Price, &agreement.demander.account, &supplier.account, rest)
	}

	/// Pays a part of the price to a payee, or leaves everything as it is. The demander may be a payee himself.
	fn pay(agreement: &Agreement<T>, payee: &T::AccountId, part: BalanceOf<T>) -> DispatchResult {
		let demander = &agreement.demander.account;
		with_storage_layer(|| {
			if payee == demander {
				Self::give_back(HoldReason::Price, demander, part)
			} else {
				Self::hand_over(HoldReason::Price, demander, payee, part)
			}
		})
	}

	fn give_back(reason: HoldReason, owner: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Currency::release(&reason.into(), owner, amount, Precision::Exact).map(|_| ())
	}

	fn hand_over(
		reason: HoldReason,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Currency::transfer_on_hold(
			&reason.into(),
			from,
			to,
			amount,
			Precision::Exact,
			Restriction::Free,
			Fortitude::Force,
		)
		.map(|_| ())
	}
}
