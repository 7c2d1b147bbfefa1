//! What the runtime API answers.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::DidId,
	verdict::{commitment, Verdict},
	Hash, RoundId, SubmissionId,
};
use frame_support::traits::Get;
use pallet_support::{genesis_hash, page};
use pallet_validation_runtime_api::{
	MemberView, ParametersView, PhaseView, Refusal, ReputationView, RoundView, MAX_BATCH,
};

use crate::{
	types::at_least_minimum, BalanceOf, Config, LatestRound, OpenRounds, Pallet, ParametersStore,
	Phase, Reputations, Round, Rounds, Salt, SeatOf, Seats,
};

/// A round as the runtime API shows it.
type ViewOf<T> = RoundView<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
	/// One round, until it is forgotten.
	pub fn round(id: RoundId) -> Option<ViewOf<T>> {
		Rounds::<T>::get(id).map(|round| view_of::<T>(id, round))
	}

	/// The first [`MAX_BATCH`] of these rounds, in this order.
	pub fn rounds(ids: Vec<RoundId>) -> Vec<Option<ViewOf<T>>> {
		ids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::round).collect()
	}

	/// The latest round about a submission.
	pub fn round_of(submission: SubmissionId) -> Option<ViewOf<T>> {
		LatestRound::<T>::get(submission).and_then(Self::round)
	}

	/// [`Self::round_of`] for the first [`MAX_BATCH`] of these submissions.
	pub fn rounds_of_submissions(submissions: Vec<SubmissionId>) -> Vec<Option<ViewOf<T>>> {
		submissions.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::round_of).collect()
	}

	/// A page of the rounds that are not over, beginning after `from`.
	pub fn open_rounds(from: Option<RoundId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => OpenRounds::<T>::iter_keys_from(OpenRounds::<T>::hashed_key_for(last)),
			None => OpenRounds::<T>::iter_keys(),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::round).collect()
	}

	/// A page of the rounds in which a validator has a seat, beginning after `from`.
	pub fn rounds_of(validator: DidId, from: Option<RoundId>, limit: u32) -> Vec<ViewOf<T>> {
		let ids = match from {
			Some(last) => {
				let last = SeatOf::<T>::hashed_key_for(validator, last);
				SeatOf::<T>::iter_key_prefix_from(validator, last)
			},
			None => SeatOf::<T>::iter_key_prefix(validator),
		};
		ids.take(page(limit, MAX_BATCH)).filter_map(Self::round).collect()
	}

	/// The members of a round in the order in which they joined, beginning with the seat `from`.
	pub fn members(id: RoundId, from: u32, limit: u32) -> Vec<MemberView<T::AccountId>> {
		let Some(round) = Rounds::<T>::get(id) else { return Vec::new() };
		let outcome = round.phase.outcome();
		(from..round.joined)
			.take(page(limit, MAX_BATCH))
			.filter_map(|position| {
				let member = Seats::<T>::get(id, position)?;
				Some(MemberView {
					position,
					validator: member.validator.did,
					standing: outcome.map(|outcome| member.standing(outcome)),
					participation: member.participation,
					account: member.validator.account,
				})
			})
			.collect()
	}

	/// What is counted about a stakeholder.
	pub fn reputation(did: DidId) -> ReputationView {
		let counts = Reputations::<T>::get(did);
		ReputationView {
			did,
			validator: counts.validator,
			validator_score: counts.validator.score(),
			absence: counts.validator.absence(),
			supplier: counts.supplier,
			supplier_score: counts.supplier.score(),
		}
	}

	/// [`Self::reputation`] for the first [`MAX_BATCH`] of `dids`.
	pub fn reputations(dids: Vec<DidId>) -> Vec<ReputationView> {
		dids.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(Self::reputation).collect()
	}

	/// Why the validator may not join the round now.
	pub fn may_validate(id: RoundId, validator: DidId) -> Option<Refusal> {
		match Rounds::<T>::get(id) {
			Some(round) => Self::refusal(id, &round, &validator, Self::now()),
			None => Some(Refusal::UnknownRound),
		}
	}

	/// [`Self::may_validate`] for the first [`MAX_BATCH`] of `rounds`.
	pub fn may_validate_each(rounds: Vec<RoundId>, validator: DidId) -> Vec<Option<Refusal>> {
		let answer = |id| Self::may_validate(id, validator);
		rounds.into_iter().take(page(MAX_BATCH, MAX_BATCH)).map(answer).collect()
	}

	/// What the validator commits to on this chain.
	pub fn commitment(id: RoundId, validator: DidId, verdict: Verdict, salt: Salt) -> Hash {
		commitment(&genesis_hash::<T>(), id, &validator, &verdict, &salt)
	}

	/// The parameters of rounds to come.
	pub fn parameters() -> ParametersView<BalanceOf<T>> {
		let parameters = ParametersStore::<T>::get();
		ParametersView {
			joining: parameters.windows.joining,
			committing: parameters.windows.committing,
			revealing: parameters.windows.revealing,
			retention: parameters.retention,
			minimum_fee: at_least_minimum::<T>(parameters.minimum_fee),
			bond: at_least_minimum::<T>(parameters.bond),
			quorum: parameters.quorum,
			max_seats: T::MaxValidators::get(),
			majority: parameters.majority,
			minority_penalty: parameters.minority_penalty,
			unrevealed_penalty: parameters.unrevealed_penalty,
			max_absence: parameters.max_absence,
		}
	}
}

fn view_of<T: Config>(id: RoundId, round: Round<T>) -> ViewOf<T> {
	let (phase, closed) = match round.phase {
		Phase::Joining { .. } => (PhaseView::Joining, None),
		Phase::Committing { .. } => (PhaseView::Committing, None),
		Phase::Revealing { .. } => (PhaseView::Revealing, None),
		Phase::Settling { .. } => (PhaseView::Settling, None),
		Phase::Closed { at, .. } => (PhaseView::Closed, Some(at)),
	};
	RoundView {
		id,
		submission: round.submission,
		data_set: round.data_set,
		supplier: round.supplier.did,
		supplier_account: round.supplier.account,
		fee: round.fee,
		bond: round.bond,
		seats: round.seats,
		quorum: round.terms.quorum,
		majority: round.terms.majority,
		joined: round.joined,
		committed: round.committed,
		valid: round.tally.valid,
		invalid: round.tally.invalid,
		excused: round.tally.excused,
		phase,
		deadline: round.phase.due(),
		opened: round.opened,
		outcome: round.phase.outcome().copied(),
		closed,
		forgettable: closed.map(|at| at.saturating_add(round.terms.retention)),
	}
}
