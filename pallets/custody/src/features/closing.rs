//! The end of a circulation.

use counterfoil_primitives::{custody::CirculationId, did::DidId, traits::Subject};
use frame_support::ensure;
use pallet_support::agenda;
use sp_runtime::DispatchResult;

use crate::{
	Agenda, Circulation, Circulations, CirculationsOf, Config, End, Error, Event, Pallet, Stage,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_withdraw(caller: Subject<T::AccountId>, id: CirculationId) -> DispatchResult {
		let circulation = Self::open_circulation(id)?;
		ensure!(circulation.has_party(&caller.did), Error::<T>::NotParty);
		// Who has given has nothing left to step back from.
		let has_given =
			caller.did == circulation.giver && matches!(circulation.stage, Stage::AtProxy { .. });
		ensure!(!has_given, Error::<T>::NotParty);
		Self::close(id, circulation, End::Withdrawn, Some(caller.did))
	}

	pub(crate) fn do_expire(id: CirculationId) -> DispatchResult {
		let circulation = Self::open_circulation(id)?;
		ensure!(Self::now() > circulation.until, Error::<T>::DeadlineNotPassed);
		Self::close(id, circulation, End::Lapsed, None)
	}

	/// Removes a circulation with all that belongs to it.
	pub(crate) fn close(
		id: CirculationId,
		circulation: Circulation<T>,
		end: End,
		by: Option<DidId>,
	) -> DispatchResult {
		Circulations::<T>::remove(id);
		for party in circulation.parties() {
			CirculationsOf::<T>::remove(party, id);
		}
		agenda::cancel::<Agenda<T>>(circulation.until, id);
		Self::emit(Event::Closed {
			circulation: id,
			end,
			giver: circulation.giver,
			receiver: circulation.receiver.did,
			user: circulation.user.map(|user| user.did),
			data_set: circulation.data_set,
			by,
		});
		circulation.deposit.give_back()
	}
}
