//! How an agreement ends: declined, settled, expired; and how it is forgotten.

use counterfoil_primitives::{did::DidId, exchange::Outcome, traits::Subject, AgreementId, Moment};
use frame_support::{ensure, traits::Consideration};
use sp_runtime::DispatchResult;

use crate::{
	Agreement, Agreements, Closed, ClosedAgreements, Config, Error, Event, Pallet, Parties, Stage,
	RECORD_KEPT,
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
		Self::close(id, agreement, Outcome::Declined, now, Some(caller.did))
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
		Self::close(id, agreement, Outcome::Settled, now, caller)
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
		Self::close(id, agreement, outcome, now, None)
	}

	/// Ends an agreement: moves the money, keeps the closed record, tells of it. `by` asked for it, if a subject did.
	///
	/// Nothing here depends on what the parties did to their accounts. Payouts are forced, so a freeze
	/// does not stop them; a party gets at least the existential deposit, so its account may have any
	/// balance; what another payee cannot receive goes to the supplier; and the ticket is not touched.
	fn close(
		id: AgreementId,
		agreement: Agreement<T>,
		outcome: Outcome,
		now: Moment,
		by: Option<DidId>,
	) -> DispatchResult {
		let (to_supplier, to_demander) = Self::pay_out(id, &agreement, outcome)?;
		Self::cancel_deadline(agreement.stage.until(), id);
		Agreements::<T>::remove(id);
		match agreement.stage {
			Stage::Agreed { .. } => Self::no_longer_owes(agreement.demander.did),
			Stage::Funded { .. } => Self::no_longer_owes(agreement.supplier.did),
			Stage::Offered { .. } | Stage::Accepted { .. } | Stage::Revealed { .. } => (),
		}
		let Agreement { supplier, demander, data_set, price, bond, opened, ticket, .. } = agreement;
		match outcome {
			Outcome::Settled => Self::emit(Event::Settled {
				id,
				supplier: supplier.did,
				demander: demander.did,
				price,
				bond,
				data_set,
				by,
			}),
			// Told of by the dispute, which knows the leaf.
			Outcome::Convicted => (),
			Outcome::Declined
			| Outcome::NotFunded
			| Outcome::NotCommitted
			| Outcome::NotAccepted
			| Outcome::NotRevealed => Self::emit(Event::Refunded {
				id,
				outcome,
				supplier: supplier.did,
				demander: demander.did,
				to_supplier,
				to_demander,
				data_set,
				by,
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
		let (price, bond, data_set) = (agreement.price, agreement.bond, agreement.data_set);
		Self::close(id, agreement, Outcome::Convicted, now, Some(demander))?;
		Self::emit(Event::Convicted { id, supplier, demander, index, price, bond, data_set });
		Ok(())
	}

	/// `caller` is the DID for which the call was made, if it was made for one.
	pub(crate) fn do_forget(caller: Option<DidId>, id: AgreementId) -> DispatchResult {
		let Some(closed) = ClosedAgreements::<T>::get(id) else {
			ensure!(!Agreements::<T>::contains_key(id), Error::<T>::NotClosed);
			return Err(Error::<T>::NotFound.into());
		};
		let (supplier, demander) = (closed.supplier.did, closed.demander.did);
		let kept = Self::now().saturating_sub(closed.at);
		ensure!(caller == Some(demander) || kept >= RECORD_KEPT, Error::<T>::NotDemander);
		closed.ticket.drop(&closed.demander.account)?;

		ClosedAgreements::<T>::remove(id);
		Parties::<T>::remove(supplier, id);
		Parties::<T>::remove(demander, id);
		let data_set = closed.data_set;
		Self::emit(Event::Forgotten { id, demander, supplier, data_set, by: caller });
		Ok(())
	}
}
