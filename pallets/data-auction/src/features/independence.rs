//! Who may not buy in an auction, because he is on the other side of it, and who may not judge.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	interest::{hands, tie, tie_of},
	money::Asset,
	sealed::{is_fee_payable, MAX_JUDGE_FEE, WHOLE},
	traits::{Accounts, Delivery, Identities, Judge, Rights, Subject},
};
use frame_support::ensure;
use pallet_support::money::may_bind;
use sp_runtime::SaturatedConversion;

use crate::{Auction, Config, Error, Lot, Pallet};

impl<T: Config> Pallet<T> {
	/// Whoever sells, gains by the price or decides about the data set, and whoever is tied to one of these, does not buy: a bid of his would
	/// only drive up what the others pay. Nor does the judge of the deal or who is tied to him. Judged when somebody bids: what others do
	/// to their documents afterwards cannot unseat him. Only ties of the judge are judged once more, by the escrow that opens the agreement.
	/// `asked` counts the beneficiaries.
	pub(crate) fn ensure_independent(
		auction: &Auction<T>,
		buyer: &Subject<T::AccountId>,
		asked: &mut u32,
	) -> Result<(), Error<T>> {
		let supplier = &auction.supplier;
		ensure!(buyer.account != supplier.account, Error::<T>::SameAccount);
		let own = hands::<T::Identities>(&buyer.did);
		let tied = |other: &DidId| tie_of(&own, &hands::<T::Identities>(other)).is_some();
		ensure!(!tied(&supplier.did), Error::<T>::TiedToSupplier);
		if let Delivery::Sealed(Judge { did: judge, .. }) = &auction.lot.delivery {
			let purse = T::Accounts::account_of(judge);
			let same = purse.as_ref() == Some(&buyer.account);
			ensure!(!same && !tied(judge), Error::<T>::TiedToJudge);
		}
		let beneficiaries = Self::beneficiaries(auction);
		*asked = beneficiaries.len().saturated_into();
		ensure!(!beneficiaries.iter().any(tied), Error::<T>::TiedToBeneficiary);
		Ok(())
	}

	/// A sponsor's limits are on the chain's own token: of other assets nobody binds anything that is not on his own account.
	pub(crate) fn ensure_own(
		subject: &Subject<T::AccountId>,
		asset: Asset,
	) -> Result<(), Error<T>> {
		ensure!(may_bind::<_, T::Accounts>(subject, asset), Error::<T>::AccountNotOwn);
		Ok(())
	}

	/// Whether the escrow will take this judge for a sale by the supplier, at whatever price from the reserve on: the higher the price,
	/// the higher the fee. It decides itself when the agreement is opened; to find out then would cost a winner his copy.
	pub(crate) fn ensure_judge(
		judge: &Judge,
		supplier: &Subject<T::AccountId>,
		lot: &Lot<T>,
		reserve: u128,
	) -> Result<(), Error<T>> {
		let within = judge.fee <= MAX_JUDGE_FEE && judge.fallback <= WHOLE;
		ensure!(within, Error::<T>::ShareTooHigh);
		let fee = judge.fee_of(reserve);
		let payable = is_fee_payable(fee, Self::least_amount(lot.asset));
		ensure!(payable && (fee > 0 || judge.fee == 0), Error::<T>::JudgeFeeTooLow);
		ensure!(T::Identities::is_active(&judge.did), Error::<T>::JudgeNotActive);
		let same = T::Accounts::account_of(&judge.did).as_ref() == Some(&supplier.account);
		let tied = tie::<T::Identities>(&judge.did, &supplier.did).is_some();
		let paid = lot.commissions.iter().any(|commission| commission.payee == judge.did)
			|| T::Rights::payees(lot.data_set, &supplier.did)
				.iter()
				.any(|(payee, _)| *payee == judge.did);
		ensure!(!same && !tied && !paid, Error::<T>::JudgeNotImpartial);
		Ok(())
	}

	/// Who besides the supplier holds a share in the ownership or in the profit of the data set, or gets a commission.
	fn beneficiaries(auction: &Auction<T>) -> Vec<DidId> {
		let (data_set, supplier) = (auction.lot.data_set, &auction.supplier.did);
		let mut beneficiaries: Vec<DidId> = T::Rights::owners(data_set, supplier)
			.into_iter()
			.chain(T::Rights::payees(data_set, supplier))
			.map(|(holder, _)| holder)
			.chain(auction.lot.commissions.iter().map(|commission| commission.payee))
			.filter(|beneficiary| beneficiary != supplier)
			.collect();
		beneficiaries.sort_unstable();
		beneficiaries.dedup();
		beneficiaries
	}
}
