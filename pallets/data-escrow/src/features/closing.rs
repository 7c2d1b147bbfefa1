//! How an agreement ends: declined, settled, expired; and how it is forgotten.

use counterfoil_primitives::{
	did::DidId,
	exchange::{settlement, Outcome},
	traits::Subject,
	AgreementId, Moment,
};
use frame_support::{
	ensure,
	traits::{
		tokens::{fungible::MutateHold, Fortitude, Precision, Restriction},
		Consideration,
	},
};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchError, DispatchResult,
};

use crate::{
	Agreement, Agreements, BalanceOf, Closed, ClosedAgreements, Config, Error, Event, HoldReason,
	Pallet, Parties, Stage, RECORD_KEPT,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_decline(caller: Subject<T::AccountId>, id: AgreementId) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let by_demander = caller.did == agreement.demander.did;
		ensure!(by_demander || caller.did == agreement.supplier.did, Error::<T>::NotParty);
		match agreement.stage {
			Stage::Agreed { .. } | Stage::Funded { .. } => (),
			Stage::Offered { .. } => ensure!(by_demander, Error::<T>::AlreadyCommitted),
			Stage::Accepted { .. } | Stage::Revealed { .. } => {
				return Err(Error::<T>::AlreadyAccepted.into())
			},
		}
		let now = Self::now();
		Self::ensure_in_time(agreement.stage.until(), now)?;
		Self::close(id, agreement, Outcome::Declined, now)
	}

	/// `caller` is the DID for which the call was made, if it was made for one.
	pub(crate) fn do_settle(caller: Option<DidId>, id: AgreementId) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let Stage::Revealed { until, .. } = agreement.stage else {
			return Err(Error::<T>::NotRevealed.into());
		};
		let now = Self::now();
		ensure!(
			caller == Some(agreement.demander.did) || now > until,
			Error::<T>::DisputeWindowOpen
		);
		Self::close(id, agreement, Outcome::Settled, now)
	}

	pub(crate) fn do_expire(id: AgreementId) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		ensure!(!matches!(agreement.stage, Stage::Revealed { .. }), Error::<T>::AlreadyRevealed);
		Self::time_out(id, agreement)
	}

	/// Ends an agreement that did not leave its stage in time. The one way in which deadlines take
	/// effect, for `expire` and for the chain itself.
	pub(crate) fn time_out(id: AgreementId, agreement: Agreement<T>) -> DispatchResult {
		let now = Self::now();
		ensure!(now > agreement.stage.until(), Error::<T>::DeadlineNotPassed);
		let outcome = agreement.stage.outcome_of_silence();
		Self::close(id, agreement, outcome, now)
	}

	/// Ends an agreement: moves the money, keeps the closed record, tells of it.
	///
	/// Nothing here depends on what the parties did to their accounts. Payouts are forced, so a freeze
	/// does not stop them; each is at least the existential deposit, so the account that receives it may
	/// have any balance; and the ticket is not touched.
	fn close(
		id: AgreementId,
		agreement: Agreement<T>,
		outcome: Outcome,
		now: Moment,
	) -> DispatchResult {
		let (to_supplier, to_demander) = Self::pay_out(&agreement, outcome)?;
		Self::cancel_deadline(agreement.stage.until(), id);
		Agreements::<T>::remove(id);
		match agreement.stage {
			Stage::Agreed { .. } => Self::no_longer_owes(agreement.demander.did),
			Stage::Funded { .. } => Self::no_longer_owes(agreement.supplier.did),
			Stage::Offered { .. } | Stage::Accepted { .. } | Stage::Revealed { .. } => (),
		}
		let Agreement { supplier, demander, data_set, price, bond, opened, ticket, .. } = agreement;
		match outcome {
			Outcome::Settled => Self::deposit_event(Event::Settled {
				id,
				supplier: supplier.did,
				demander: demander.did,
				price,
				bond,
			}),
			// Told of by the dispute, which knows the leaf.
			Outcome::Convicted => (),
			Outcome::Declined
			| Outcome::NotFunded
			| Outcome::NotCommitted
			| Outcome::NotAccepted
			| Outcome::NotRevealed => Self::deposit_event(Event::Refunded {
				id,
				outcome,
				supplier: supplier.did,
				demander: demander.did,
				to_supplier,
				to_demander,
			}),
		}
		ClosedAgreements::<T>::insert(
			id,
			Closed { supplier, demander, data_set, price, bond, opened, outcome, at: now, ticket },
		);
		Ok(())
	}

	/// Closes an agreement whose supplier was convicted.
	pub(crate) fn convict(
		id: AgreementId,
		agreement: Agreement<T>,
		index: u64,
		now: Moment,
	) -> DispatchResult {
		let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
		let (price, bond) = (agreement.price, agreement.bond);
		Self::close(id, agreement, Outcome::Convicted, now)?;
		Self::deposit_event(Event::Convicted { id, supplier, demander, index, price, bond });
		Ok(())
	}

	/// Moves what is held as the outcome demands. Returns what the supplier and the demander got.
	///
	/// The split is the one of `counterfoil_primitives`; only the demander's share is taken from it and the
	/// rest follows, so what is paid out is exactly what was held.
	fn pay_out(
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
		// What an account gets back of its own comes first for the demander and last for the supplier, so
		// that each holds something while it receives from the other.
		Self::give_back(HoldReason::Price, demander, price_back)?;
		Self::hand_over(HoldReason::Price, demander, supplier, price_paid)?;
		Self::hand_over(HoldReason::Bond, supplier, demander, bond_lost)?;
		Self::give_back(HoldReason::Bond, supplier, bond_back)?;
		Ok((price_paid.saturating_add(bond_back), to_demander))
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

	/// `caller` is the DID for which the call was made, if it was made for one.
	pub(crate) fn do_forget(caller: Option<DidId>, id: AgreementId) -> DispatchResult {
		let Some(closed) = ClosedAgreements::<T>::get(id) else {
			ensure!(!Agreements::<T>::contains_key(id), Error::<T>::NotClosed);
			return Err(Error::<T>::NotFound.into());
		};
		let demander = closed.demander.did;
		let kept = Self::now().saturating_sub(closed.at);
		ensure!(caller == Some(demander) || kept >= RECORD_KEPT, Error::<T>::NotDemander);
		closed.ticket.drop(&closed.demander.account)?;

		ClosedAgreements::<T>::remove(id);
		Parties::<T>::remove(closed.supplier.did, id);
		Parties::<T>::remove(demander, id);
		Self::deposit_event(Event::Forgotten { id, demander });
		Ok(())
	}
}
