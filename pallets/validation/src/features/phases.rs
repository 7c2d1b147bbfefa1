//! How a round moves from phase to phase.

use counterfoil_primitives::{verdict::RoundOutcome, Moment, RoundId};
use frame_support::ensure;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, Pallet, Phase, Round, Rounds};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_advance(id: RoundId) -> DispatchResult {
		let round = Self::known_round(id)?;
		Self::move_on(id, round)
	}

	/// Moves a round on that is due. The one way in which deadlines take effect, for `advance` and for the chain
	/// itself.
	pub(crate) fn move_on(id: RoundId, round: Round<T>) -> DispatchResult {
		let now = Self::now();
		let passed = |until: Moment| -> Result<(), Error<T>> {
			ensure!(now > until, Error::<T>::DeadlineNotPassed);
			Ok(())
		};
		match round.phase {
			Phase::Joining { until } => {
				passed(until)?;
				Self::end_joining(id, round, now)
			},
			Phase::Committing { until } => {
				passed(until)?;
				Self::end_committing(id, round, now)
			},
			Phase::Revealing { until } => {
				passed(until)?;
				Self::end_revealing(id, round, now)
			},
			Phase::Settling { outcome, visited, rewarded, .. } => {
				Self::settle_some(id, round, outcome, visited, rewarded, now)
			},
			Phase::Closed { .. } => Err(Error::<T>::AlreadyClosed.into()),
		}
	}

	/// Nobody joins any more.
	pub(crate) fn end_joining(id: RoundId, round: Round<T>, now: Moment) -> DispatchResult {
		if round.joined < round.terms.quorum {
			return Self::conclude(id, round, RoundOutcome::TooFewJoined, now);
		}
		let until = now.saturating_add(round.terms.windows.committing);
		let (submission, joined) = (round.submission, round.joined);
		Self::enter(id, round, Phase::Committing { until });
		Self::emit(Event::CommittingBegan { round: id, submission, joined, until });
		Ok(())
	}

	/// Nobody commits any more.
	pub(crate) fn end_committing(id: RoundId, round: Round<T>, now: Moment) -> DispatchResult {
		if round.committed < round.terms.quorum {
			return Self::conclude(id, round, RoundOutcome::TooFewCommitted, now);
		}
		let until = now.saturating_add(round.terms.windows.revealing);
		let (submission, committed) = (round.submission, round.committed);
		Self::enter(id, round, Phase::Revealing { until });
		Self::emit(Event::RevealingBegan { round: id, submission, committed, until });
		Ok(())
	}

	/// Nobody reveals any more.
	pub(crate) fn end_revealing(id: RoundId, round: Round<T>, now: Moment) -> DispatchResult {
		let outcome = round.tally.decide(round.terms.quorum, round.terms.majority);
		Self::conclude(id, round, outcome, now)
	}

	/// Takes the round to its next phase, and its place on the agenda with it.
	pub(crate) fn enter(id: RoundId, mut round: Round<T>, phase: Phase) {
		if let Some(due) = round.phase.due() {
			Self::cancel(due, id);
		}
		if let Some(due) = phase.due() {
			Self::schedule(due, id);
		}
		round.phase = phase;
		Rounds::<T>::insert(id, round);
	}
}
