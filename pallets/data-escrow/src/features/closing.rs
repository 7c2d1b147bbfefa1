//! How an agreement ends: declined, settled, expired; and how it is forgotten.

use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	traits::{ClosedAgreement, OnAgreementClosed, Subject},
	AgreementId, Moment,
};
use frame_support::ensure;
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult,
};

use super::payout::Till;
use crate::{
	Agreement, Agreements, BalanceOf, Closed, ClosedAgreements, Config, Dues, Error, Event, Pallet,
	Parties, Stage, Unpaid, UnpaidDues, RECORD_KEPT,
};

/// How an agreement ends.
pub(crate) struct Ending<T: Config> {
	/// What is recorded.
	pub outcome: Outcome,
	/// Who gets what. All of it together is what is held.
	pub dues: Dues<BalanceOf<T>>,
	/// When.
	pub at: Moment,
	/// Who stepped back, if a party did.
	pub by: Option<DidId>,
	/// What is told of it.
	pub event: Event<T>,
}

impl<T: Config> Pallet<T> {
	/// `checked` counts the certificates that are looked up.
	pub(crate) fn do_decline(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		checked: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let by_demander = caller.did == agreement.demander.did;
		ensure!(by_demander || caller.did == agreement.supplier.did, Error::<T>::NotParty);
		let now = Self::now();
		let is_open = match agreement.stage {
			Stage::Agreed { .. } | Stage::Funded { .. } => true,
			Stage::Offered { .. } => by_demander,
			Stage::Accepted { .. } | Stage::Revealed { .. } => {
				return Err(Error::<T>::AlreadyAccepted.into())
			},
			Stage::Delivered { .. } | Stage::Contested { .. } => {
				return Err(Error::<T>::AlreadyDelivered.into())
			},
		};
		// Without the certificate the deal cannot go on: it binds nobody, and who leaves it is not the one who stepped back.
		*checked = Self::certificates_needed(&agreement);
		let is_void = !Self::is_certified(&agreement, now);
		ensure!(is_open || is_void, Error::<T>::AlreadyCommitted);
		Self::ensure_in_time(agreement.stage.until(), now)?;
		let by = Some(caller.did).filter(|_| !is_void);
		Self::close(id, agreement, Outcome::Declined, now, by);
		Ok(())
	}

	/// `caller` is the DID for which the call was made, if it was made for one. `payees` counts how many besides the supplier are to be paid, here and below.
	pub(crate) fn do_settle(
		caller: Option<DidId>,
		id: AgreementId,
		payees: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let until = match agreement.stage {
			Stage::Revealed { until, .. } | Stage::Delivered { until, .. } => until,
			Stage::Contested { .. } => return Self::drop_complaint(caller, id, agreement, payees),
			Stage::Agreed { .. }
			| Stage::Funded { .. }
			| Stage::Offered { .. }
			| Stage::Accepted { .. } => return Err(Error::<T>::NotRevealed.into()),
		};
		let now = Self::now();
		ensure!(
			caller == Some(agreement.demander.did) || now > until,
			Error::<T>::DisputeWindowOpen
		);
		*payees = Self::close(id, agreement, Outcome::Settled, now, caller);
		Ok(())
	}

	pub(crate) fn do_expire(id: AgreementId, payees: &mut u32) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		ensure!(!matches!(agreement.stage, Stage::Revealed { .. }), Error::<T>::AlreadyRevealed);
		ensure!(!matches!(agreement.stage, Stage::Delivered { .. }), Error::<T>::AlreadyDelivered);
		Self::time_out(id, agreement, payees)
	}

	/// Ends an agreement that did not leave its stage in time. The one way in which deadlines take
	/// effect, for `expire` and for the chain itself.
	pub(crate) fn time_out(
		id: AgreementId,
		agreement: Agreement<T>,
		payees: &mut u32,
	) -> DispatchResult {
		let now = Self::now();
		ensure!(now > agreement.stage.until(), Error::<T>::DeadlineNotPassed);
		let outcome = agreement.outcome_of_silence();
		*payees = Self::close(id, agreement, outcome, now, None);
		Ok(())
	}

	/// Ends an agreement as the outcome demands. `by` asked for it, if a subject did. Returns how many besides the supplier were to be paid.
	fn close(
		id: AgreementId,
		agreement: Agreement<T>,
		outcome: Outcome,
		now: Moment,
		by: Option<DidId>,
	) -> u32 {
		let dues = Self::dues_of(&agreement, outcome);
		Self::close_with(id, agreement, outcome, dues, now, by)
	}

	/// Ends an agreement as the outcome demands, where not all that is held is due to the parties.
	pub(crate) fn close_with(
		id: AgreementId,
		agreement: Agreement<T>,
		outcome: Outcome,
		dues: Dues<BalanceOf<T>>,
		now: Moment,
		by: Option<DidId>,
	) -> u32 {
		let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
		let (price, bond, data_set) = (agreement.price, agreement.bond, agreement.data_set);
		let event = match outcome {
			Outcome::Settled => {
				Event::Settled { id, supplier, demander, price, bond, data_set, by }
			},
			Outcome::Judged { .. } | Outcome::Fallback { .. } | Outcome::Conceded => {
				Event::Divided {
					id,
					outcome,
					supplier,
					demander,
					to_supplier: dues.payment.saturating_add(dues.bond),
					to_demander: dues.refund.saturating_add(dues.penalty),
					data_set,
					by,
				}
			},
			_ => Event::Refunded {
				id,
				outcome,
				supplier,
				demander,
				to_supplier: dues.payment.saturating_add(dues.bond),
				to_demander: dues.refund.saturating_add(dues.penalty),
				data_set,
				by,
			},
		};
		let by = by.filter(|_| matches!(outcome, Outcome::Declined | Outcome::Conceded));
		Self::end(id, agreement, Ending { outcome, dues, at: now, by, event })
	}

	/// Ends an agreement whose supplier was convicted.
	pub(crate) fn convict(id: AgreementId, agreement: Agreement<T>, index: u64, now: Moment) {
		let outcome = Outcome::Convicted;
		let dues = Self::dues_of(&agreement, outcome);
		let event = Event::Convicted {
			id,
			supplier: agreement.supplier.did,
			demander: agreement.demander.did,
			index,
			price: agreement.price,
			bond: agreement.bond,
			data_set: agreement.data_set,
		};
		Self::end(id, agreement, Ending { outcome, dues, at: now, by: None, event });
	}

	/// Ends an agreement: moves the money, keeps the closed record, counts the deal, tells of it. The one way in which they end.
	///
	/// It cannot fail, whatever anybody did to an account: payouts are forced, so a freeze does not stop them; what an account cannot
	/// receive stays on hold until somebody has it collected; and the ticket is not touched. Returns how many besides the supplier
	/// were to be paid.
	pub(crate) fn end(id: AgreementId, agreement: Agreement<T>, ending: Ending<T>) -> u32 {
		let Ending { outcome, dues, at, by, event } = ending;
		let till = Till::of(id, &agreement);
		let payees = if dues.payment.is_zero() { 0 } else { Self::payees(&till) };
		let left = Self::pay_out(&till, dues);
		Self::cancel_deadline(agreement.stage.until(), id);
		Agreements::<T>::remove(id);
		match agreement.stage {
			Stage::Agreed { .. } => Self::no_longer_owes(agreement.demander.did),
			Stage::Funded { .. } => Self::no_longer_owes(agreement.supplier.did),
			Stage::Offered { .. }
			| Stage::Accepted { .. }
			| Stage::Revealed { .. }
			| Stage::Delivered { .. }
			| Stage::Contested { .. } => (),
		}
		Self::emit(event);
		Self::count_deal(&agreement, outcome, by);
		let Agreement { supplier, demander, data_set, price, bond, asset, .. } = agreement;
		if !left.total().is_zero() {
			let (funder, commissions) = (agreement.funder.account, agreement.commissions);
			UnpaidDues::<T>::insert(id, Unpaid { funder, commissions, dues: left });
			Self::emit(Event::PaymentDelayed {
				id,
				supplier: supplier.did,
				demander: demander.did,
				data_set,
				dues: left,
			});
		}
		ClosedAgreements::<T>::insert(
			id,
			Closed {
				supplier: supplier.clone(),
				demander: demander.clone(),
				data_set,
				price,
				bond,
				asset,
				opened: agreement.opened,
				outcome,
				at,
				carrier: agreement.carrier,
				deposit: agreement.deposit,
			},
		);
		T::OnClosed::closed(&ClosedAgreement {
			id,
			supplier,
			demander,
			data_set,
			submissions: agreement.submissions.into_inner(),
			parts: agreement.parts.into_inner(),
			ciphertext_root: agreement.stage.ciphertext_root(),
			watermark: agreement.stage.watermark(),
			price,
			asset,
			usage: agreement.usage,
			outcome,
			by,
			// Whatever a judge makes of it: who proves one leaf wrong can read all others.
			delivered: agreement.stage.is_readable(),
		});
		payees
	}

	/// `caller` is the DID for which the call was made, if it was made for one.
	pub(crate) fn do_forget(caller: Option<DidId>, id: AgreementId) -> DispatchResult {
		let Some(closed) = ClosedAgreements::<T>::get(id) else {
			ensure!(!Agreements::<T>::contains_key(id), Error::<T>::NotClosed);
			return Err(Error::<T>::NotFound.into());
		};
		let (supplier, demander) = (closed.supplier.did, closed.demander.did);
		let kept = Self::now().saturating_sub(closed.at);
		ensure!(caller == Some(closed.keeper().did) || kept >= RECORD_KEPT, Error::<T>::NotCarrier);
		ensure!(!UnpaidDues::<T>::contains_key(id), Error::<T>::StillUnpaid);
		closed.deposit.give_back()?;

		ClosedAgreements::<T>::remove(id);
		Parties::<T>::remove(supplier, id);
		Parties::<T>::remove(demander, id);
		let data_set = closed.data_set;
		Self::emit(Event::Forgotten { id, demander, supplier, data_set, by: caller });
		Ok(())
	}
}
