//! How a contract ends.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	traits::{Delivery, Identities, Subject},
	ContractId,
};
use frame_support::{ensure, storage::with_storage_layer};
use sp_runtime::{
	traits::{SaturatedConversion, Saturating, Zero},
	DispatchError, DispatchResult,
};

use crate::{
	BatchState, Config, Contract, Contracts, Due, Error, Event, OpenBatch, Pallet, Parties,
	Proposals, LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	/// Returns how many batches were given up.
	pub(crate) fn do_end(
		caller: Subject<T::AccountId>,
		id: ContractId,
	) -> Result<u32, DispatchError> {
		let mut contract = Self::running(id)?;
		let (by_supplier, by_demander) =
			(caller.did == contract.supplier.did, caller.did == contract.demander.did);
		ensure!(by_supplier || by_demander, Error::<T>::NotParty);
		let terms = &contract.conditions.terms;
		let (left_alone, cause) = match by_supplier {
			true => {
				let is_paid = || contract.is_covered() && Self::can_pay(&contract);
				(&contract.demander, contract.unpaid && !is_paid())
			},
			false => {
				(&contract.supplier, !terms.worst().is_zero() && contract.purse.bond.is_zero())
			},
		};
		let judge = match &contract.conditions.delivery {
			Delivery::Proven => None,
			Delivery::Sealed(judge) => Some(judge.did),
		};
		let gone = |did: &DidId| !T::Identities::is_active(did);
		let at_once = cause || gone(&left_alone.did) || judge.as_ref().is_some_and(gone);
		let notice = if at_once { 0 } else { terms.notice };
		let now = Self::now();
		let last = now.saturating_add(notice);
		let limit = contract.conditions.schedule.fell_due(last).max(contract.next);
		let ends = limit < contract.limit;
		// Nobody waits for another delivery by a supplier who leaves without notice, or who is gone.
		let gives_up = notice.is_zero() && (by_supplier || gone(&contract.supplier.did));
		let given_up = if gives_up { Self::waiting(&contract) } else { Vec::new() };
		ensure!(ends || !given_up.is_empty(), Error::<T>::AlreadyEnding);
		if ends {
			Self::set_limit(id, &mut contract, limit, Some(caller.did));
		}
		let count = given_up.len().saturated_into();
		for (batch, refused) in given_up {
			Self::give_up(id, &mut contract, &batch, refused, now);
		}
		Self::carry_on(id, contract);
		Ok(count)
	}

	/// The batches that wait for another delivery, each with whether the last one was refused.
	fn waiting(contract: &Contract<T>) -> Vec<(OpenBatch, bool)> {
		let waits = |batch: &OpenBatch| match batch.state {
			BatchState::Waiting { refused } => Some((*batch, refused)),
			BatchState::Running { .. } | BatchState::Contested { .. } => None,
		};
		contract.open.iter().filter_map(waits).collect()
	}

	/// No batch from `limit` on is delivered, which is not before the next one.
	pub(crate) fn set_limit(
		id: ContractId,
		contract: &mut Contract<T>,
		limit: u32,
		by: Option<DidId>,
	) {
		if limit <= contract.next {
			let lapses = contract.conditions.schedule.lapses(contract.next);
			Self::cancel(lapses, Due::Batch(id, contract.next));
		}
		contract.limit = limit;
		Self::emit(Event::EndSet {
			id,
			limit,
			by,
			supplier: contract.supplier.did,
			demander: contract.demander.did,
			data_set: contract.conditions.data_set,
		});
	}

	/// All batches are over: the reward is reckoned, and everything else returns.
	pub(crate) fn finish(id: ContractId, contract: &mut Contract<T>) {
		let (terms, batches) = (&contract.conditions.terms, contract.conditions.schedule.batches);
		let purse = &mut contract.purse;
		let reward = Self::amount(terms.reward(batches, &contract.counts)).min(purse.reward);
		purse.earned.saturating_accrue(reward);
		purse.budget.saturating_accrue(purse.reward.saturating_sub(reward));
		purse.reward = Zero::zero();
		contract.over = true;
		Self::emit(Event::Ended {
			id,
			counts: contract.counts,
			reward,
			supplier: contract.supplier.did,
			demander: contract.demander.did,
			data_set: contract.conditions.data_set,
		});
	}

	/// Removes the record of a contract that is paid, and returns its ticket. Says whether it did.
	pub(crate) fn conclude(id: ContractId, contract: &Contract<T>) -> bool {
		if let Err(error) = with_storage_layer(|| contract.deposit.clone().give_back()) {
			log::error!(target: LOG_TARGET, "the ticket of contract {id} was not returned: {error:?}");
			return false;
		}
		let (supplier, demander) = (contract.supplier.did, contract.demander.did);
		Contracts::<T>::remove(id);
		Parties::<T>::remove(supplier, id);
		Parties::<T>::remove(demander, id);
		let data_set = contract.conditions.data_set;
		Self::emit(Event::Concluded { id, supplier, demander, data_set });
		true
	}

	pub(crate) fn do_advance(id: ContractId) -> DispatchResult {
		if Proposals::<T>::contains_key(id) {
			return Self::lapse_proposal(id);
		}
		let contract = Contracts::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		let numbers = contract.open.iter().map(|batch| batch.number).chain([contract.next]);
		for number in numbers.filter(|_| !contract.over) {
			// An exchange under way is not for this call.
			let running = contract.batch(number).is_some_and(|batch| batch.is_running());
			if !running && Self::lapse_batch(id, number).is_ok() {
				return Ok(());
			}
		}
		let before = contract.purse;
		Self::carry_on(id, contract);
		let paid = Contracts::<T>::get(id).is_none_or(|contract| contract.purse != before);
		ensure!(paid, Error::<T>::NothingDue);
		Ok(())
	}
}
