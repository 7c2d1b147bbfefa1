//! How owners decide: alone with a majority, else by approving the hash of a call.

use codec::{Encode, MaxEncodedLen};
use counterfoil_primitives::{access::Right, did::DidId, traits::Subject, DataSetId, Hash};
use frame_support::{ensure, traits::Footprint, BoundedVec};
use sp_runtime::{DispatchError, DispatchResult};

use crate::{
	types::{Deposit, Due, PendingDecision},
	Call, Config, Decisions, Error, Event, Pallet, Parameters,
};

/// What a decision occupies beside its record: the key and the entry of the agenda.
const DECISION_INDEX: usize = (16 + 32) + (16 + 8 + 49);

impl<T: Config> Pallet<T> {
	/// The hash of a call as owners approve it: that of its SCALE form in the runtime.
	pub fn decision_of(call: Call<T>) -> Hash {
		<T as Config>::RuntimeCall::from(call).using_encoded(sp_io::hashing::blake2_256)
	}

	/// The subject holds a share of the ownership.
	pub(crate) fn ensure_owner(
		data_set: DataSetId,
		did: &DidId,
		supplier: &DidId,
	) -> Result<(), Error<T>> {
		let shares = Self::shares_of(data_set, Right::Ownership, did, supplier);
		ensure!(shares > 0, Error::<T>::NotOwner);
		Ok(())
	}

	/// The owners decide this: the caller holds a majority, or has one together with those who approved the call. Either way
	/// the approvals are used up: they are for one call, whoever makes it.
	pub(crate) fn ensure_decided(
		caller: &Subject<T::AccountId>,
		data_set: DataSetId,
		supplier: &DidId,
		call: impl FnOnce() -> Call<T>,
	) -> DispatchResult {
		Self::ensure_owner(data_set, &caller.did, supplier)?;
		let decision = Self::decision_of(call());
		let pending =
			Decisions::<T>::get(data_set, decision).filter(|pending| Self::now() <= pending.until);
		let approvals = pending.as_ref().map(|pending| &pending.approvals[..]).unwrap_or_default();
		ensure!(
			Self::have_majority(data_set, supplier, &caller.did, approvals),
			Error::<T>::NoMajority
		);
		if let Some(pending) = pending {
			Self::remove_decision(data_set, decision, pending)?;
			Self::emit(Event::DecisionTaken { data_set, decision, by: caller.did });
		}
		Ok(())
	}

	pub(crate) fn do_approve_decision(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		decision: Hash,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_owner(data_set, &caller.did, &supplier)?;
		let now = Self::now();
		let mut pending = match Decisions::<T>::get(data_set, decision) {
			Some(pending) => {
				ensure!(now <= pending.until, Error::<T>::DeadlinePassed);
				pending
			},
			None => Self::new_decision(&caller, data_set, decision)?,
		};
		Self::approve(&mut pending.approvals, caller.did, data_set, &supplier)?;
		let until = pending.until;
		Decisions::<T>::insert(data_set, decision, pending);
		Self::emit(Event::DecisionApproved { data_set, decision, by: caller.did, until });
		Ok(())
	}

	fn new_decision(
		caller: &Subject<T::AccountId>,
		data_set: DataSetId,
		decision: Hash,
	) -> Result<PendingDecision<T>, DispatchError> {
		let until = Self::now().saturating_add(Parameters::<T>::get().decision_period);
		let bytes = PendingDecision::<T>::max_encoded_len().saturating_add(DECISION_INDEX);
		let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;
		Self::schedule(until, Due::Decision(data_set, decision));
		Ok(PendingDecision { approvals: BoundedVec::new(), until, deposit })
	}

	pub(crate) fn do_withdraw_approval(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		decision: Hash,
	) -> DispatchResult {
		let by = caller.did;
		let mut pending = Decisions::<T>::get(data_set, decision).ok_or(Error::<T>::NotApproved)?;
		ensure!(pending.approvals.contains(&by), Error::<T>::NotApproved);
		pending.approvals.retain(|did| *did != by);
		if pending.approvals.is_empty() {
			Self::remove_decision(data_set, decision, pending)?;
		} else {
			Decisions::<T>::insert(data_set, decision, pending);
		}
		Self::emit(Event::ApprovalWithdrawn { data_set, decision, by });
		Ok(())
	}

	/// Ends a decision whose time is over.
	pub(crate) fn lapse_decision(data_set: DataSetId, decision: Hash) -> DispatchResult {
		let pending = Decisions::<T>::get(data_set, decision).ok_or(Error::<T>::NotApproved)?;
		Self::remove_decision(data_set, decision, pending)?;
		Self::emit(Event::DecisionLapsed { data_set, decision });
		Ok(())
	}

	fn remove_decision(
		data_set: DataSetId,
		decision: Hash,
		pending: PendingDecision<T>,
	) -> DispatchResult {
		Self::cancel(pending.until, Due::Decision(data_set, decision));
		Decisions::<T>::remove(data_set, decision);
		pending.deposit.give_back()
	}
}
