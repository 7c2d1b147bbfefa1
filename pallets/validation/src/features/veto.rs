//! The veto of a regulator.

use counterfoil_primitives::{
	traits::{Certificates, DataRegistry, Power, Subject},
	verdict::RoundOutcome,
	Hash, RoundId,
};
use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Pallet, Phase, SeatOf};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_veto(
		caller: Subject<T::AccountId>,
		id: RoundId,
		reason: Hash,
	) -> DispatchResult {
		let round = Self::known_round(id)?;
		let until = match round.phase {
			Phase::Joining { until } | Phase::Committing { until } | Phase::Revealing { until } => {
				until
			},
			Phase::Settling { .. } | Phase::Closed { .. } => {
				return Err(Error::<T>::AlreadyDecided.into())
			},
		};
		let now = Self::now();
		// After the deadline the outcome stands already, even if the chain has not come to write it down.
		Self::ensure_in_time(until, now)?;
		let regulator = caller.did;
		let party = Self::one_purse(&round, &caller)
			|| SeatOf::<T>::contains_key(regulator, id)
			|| Self::conflict(&round, &regulator).is_some();
		ensure!(!party, Error::<T>::PartyCannotVeto);
		let accredited = T::Registry::data_set(round.data_set).is_some_and(|facts| {
			T::Certificates::is_accredited(&regulator, Power::Veto, &facts.category, now)
		});
		ensure!(accredited, Error::<T>::NotAccredited);

		Self::emit(Event::Vetoed {
			round: id,
			submission: round.submission,
			data_set: round.data_set,
			regulator,
			reason,
		});
		Self::conclude(id, round, RoundOutcome::Vetoed { regulator, reason }, now)
	}
}
