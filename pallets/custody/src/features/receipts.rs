//! What receivers say about what they were given.

use counterfoil_primitives::{
	custody::Receipt,
	traits::Subject,
	usage::{NotPassable, UsageTerms},
	HoldingId,
};
use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Holdings, Pallet};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_answer(
		caller: Subject<T::AccountId>,
		id: HoldingId,
		received: bool,
	) -> DispatchResult {
		let mut held = Self::known_holding(id)?;
		ensure!(held.holder == caller.did, Error::<T>::NotHolder);
		ensure!(held.receipt == Receipt::Claimed, Error::<T>::AlreadyAnswered);
		let now = Self::now();
		let (holder, giver, data_set) = (held.holder, held.giver, held.data_set);
		let event = if received {
			held.receipt = Receipt::Received(now);
			Event::Acknowledged { holding: id, holder, giver, data_set }
		} else {
			held.receipt = Receipt::Denied(now);
			Event::Denied { holding: id, holder, giver, data_set }
		};
		Holdings::<T>::insert(id, held);
		Self::emit(event);
		Ok(())
	}

	/// The widest terms on which the holder may pass the data on now, as far as his terms say; `None` if there is no such
	/// holding.
	pub(crate) fn passable_terms(id: HoldingId) -> Option<Result<UsageTerms, NotPassable>> {
		let held = Holdings::<T>::get(id)?;
		Some(held.usage.terms.passable(held.given, Self::now()))
	}
}
