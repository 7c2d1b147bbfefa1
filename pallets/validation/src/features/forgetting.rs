//! How the record of a round goes away.

use counterfoil_primitives::RoundId;
use frame_support::{ensure, traits::Consideration};
use sp_runtime::DispatchError;

use crate::{Config, Error, Event, LatestRound, Pallet, Phase, Rounds, SeatOf, Seats};

impl<T: Config> Pallet<T> {
	/// Returns how many members the round had.
	pub(crate) fn do_forget(id: RoundId) -> Result<u32, DispatchError> {
		let round = Self::known_round(id)?;
		let Phase::Closed { at, .. } = round.phase else {
			return Err(Error::<T>::NotClosed.into());
		};
		let kept = Self::now().saturating_sub(at);
		ensure!(kept >= round.terms.retention, Error::<T>::RetentionNotOver);
		round.ticket.drop(&round.supplier.account)?;

		for seat in 0..round.joined {
			if let Some(member) = Seats::<T>::take(id, seat) {
				SeatOf::<T>::remove(member.validator.did, id);
			}
		}
		if LatestRound::<T>::get(round.submission) == Some(id) {
			LatestRound::<T>::remove(round.submission);
		}
		Rounds::<T>::remove(id);
		Self::emit(Event::Forgotten {
			round: id,
			submission: round.submission,
			supplier: round.supplier.did,
		});
		Ok(round.joined)
	}
}
