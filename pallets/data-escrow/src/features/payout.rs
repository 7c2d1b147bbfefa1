//! How the money of an agreement moves, and who is paid.

use counterfoil_primitives::{
	did::DidId,
	exchange::{settlement, Outcome, Shares},
	money::{Asset, Commission},
	traits::{Rights, Subject},
	AgreementId, DataSetId,
};
use frame_support::{ensure, storage::with_storage_layer};
use pallet_support::money::{give_back, hand_over, Part, Payment};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult,
};

use crate::{
	weights::MAX_PAYEES, Agreement, Agreements, BalanceOf, ClosedAgreements, Config, Dues, Error,
	Event, HoldReason, Pallet, UnpaidDues,
};

/// Between whom the money of an agreement moves.
pub(crate) struct Till<'a, T: Config> {
	/// The agreement.
	pub id: AgreementId,
	/// Who posted the bond and is paid.
	pub supplier: &'a Subject<T::AccountId>,
	/// Who gets a bond that is lost.
	pub demander: &'a Subject<T::AccountId>,
	/// The account on which the price is held.
	pub funder: &'a T::AccountId,
	/// What it is about.
	pub data_set: DataSetId,
	/// What it is counted in.
	pub asset: Asset,
	/// Who gets a part of the price.
	pub commissions: &'a [Commission],
}

impl<'a, T: Config> Till<'a, T> {
	/// That of an open agreement.
	pub fn of(id: AgreementId, agreement: &'a Agreement<T>) -> Self {
		Self {
			id,
			supplier: &agreement.supplier,
			demander: &agreement.demander,
			funder: &agreement.funder.account,
			data_set: agreement.data_set,
			asset: agreement.asset,
			commissions: &agreement.commissions,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Splits what is held as the outcome demands.
	///
	/// The split is the one of `counterfoil_primitives`. What the sides put up for a judge returns to them: whoever pays him takes
	/// that from what is due to them. So what is due is exactly what is held.
	pub(crate) fn dues_of(agreement: &Agreement<T>, outcome: Outcome) -> Dues<BalanceOf<T>> {
		let (held_price, held_bond) = (agreement.held_price(), agreement.held_bond());
		let (price, bond) = (held_price.min(agreement.price), held_bond.min(agreement.bond));
		let Shares { payment, penalty, .. } = settlement(price, bond, outcome);
		Dues {
			refund: held_price.saturating_sub(payment),
			payment,
			bond: held_bond.saturating_sub(penalty),
			penalty,
		}
	}

	/// Pays what is due and returns what is left: what an account could not receive, because the issuer of the asset blocked it or
	/// froze the whole asset, or because it does not exist and cannot be made.
	///
	/// Each of the four payments stands for itself: one that an account cannot receive stops none of the others. What the supplier
	/// gets back of his own comes before what he is paid: it is at least the least balance, and after that his account can receive
	/// any amount.
	pub(crate) fn pay_out(till: &Till<T>, dues: Dues<BalanceOf<T>>) -> Dues<BalanceOf<T>> {
		let Till { asset, supplier, demander, funder, .. } = *till;
		let (price, bond) = (HoldReason::Price.into(), HoldReason::Bond.into());
		Dues {
			refund: Self::attempt(dues.refund, |amount| {
				give_back::<_, T::Assets>(asset, &price, funder, amount)
			}),
			penalty: Self::attempt(dues.penalty, |amount| {
				hand_over::<_, T::Assets>(
					asset,
					&bond,
					&supplier.account,
					&demander.account,
					amount,
				)
			}),
			bond: Self::attempt(dues.bond, |amount| {
				give_back::<_, T::Assets>(asset, &bond, &supplier.account, amount)
			}),
			payment: Self::attempt(dues.payment, |amount| Self::pay_for_data(till, amount)),
		}
	}

	/// Makes one payment or leaves everything as it is. Returns what is left of it: nothing or all.
	fn attempt(
		amount: BalanceOf<T>,
		pay: impl FnOnce(BalanceOf<T>) -> DispatchResult,
	) -> BalanceOf<T> {
		if amount.is_zero() || with_storage_layer(|| pay(amount)).is_ok() {
			Zero::zero()
		} else {
			amount
		}
	}

	/// Pays commissions, the holders of the right of profit, and the supplier.
	fn pay_for_data(till: &Till<T>, amount: BalanceOf<T>) -> DispatchResult {
		let Till { id, supplier, funder, data_set, asset, commissions, .. } = *till;
		let payment = Payment {
			asset,
			reason: HoldReason::Price.into(),
			payer: funder,
			supplier,
			data_set: Some(data_set),
			commissions,
			amount,
		};
		payment.make::<T::Assets, T::Rights, T::Accounts>(|part, payee, account, amount| {
			Self::emit(match part {
				Part::Commission => Event::CommissionPaid { id, payee, account, amount, data_set },
				Part::Profit => Event::ProfitPaid { id, payee, account, amount, data_set },
			});
		})
	}

	/// How many besides the supplier are to be paid out of a price, at most [`MAX_PAYEES`].
	pub(crate) fn payees(till: &Till<T>) -> u32 {
		let supplier = till.supplier.did;
		let holders = T::Rights::payees(till.data_set, &supplier);
		let others = holders.iter().filter(|(payee, _)| *payee != supplier).count();
		let payees = others.saturating_add(till.commissions.len());
		u32::try_from(payees).unwrap_or(MAX_PAYEES).min(MAX_PAYEES)
	}

	/// `caller` is the DID for which the call was made, if it was made for one.
	pub(crate) fn do_collect(caller: Option<DidId>, id: AgreementId) -> DispatchResult {
		let Some(closed) = ClosedAgreements::<T>::get(id) else {
			ensure!(!Agreements::<T>::contains_key(id), Error::<T>::NotClosed);
			return Err(Error::<T>::NotFound.into());
		};
		let mut unpaid = UnpaidDues::<T>::get(id).ok_or(Error::<T>::NothingUnpaid)?;
		let till = Till {
			id,
			supplier: &closed.supplier,
			demander: &closed.demander,
			funder: &unpaid.funder,
			data_set: closed.data_set,
			asset: closed.asset,
			commissions: &unpaid.commissions,
		};
		let left = Self::pay_out(&till, unpaid.dues);
		ensure!(left != unpaid.dues, Error::<T>::StillBlocked);

		unpaid.dues = left;
		if left.total().is_zero() {
			UnpaidDues::<T>::remove(id);
		} else {
			UnpaidDues::<T>::insert(id, unpaid);
		}
		let (supplier, demander) = (closed.supplier.did, closed.demander.did);
		let data_set = closed.data_set;
		Self::emit(Event::Collected { id, supplier, demander, data_set, left, by: caller });
		Ok(())
	}
}
