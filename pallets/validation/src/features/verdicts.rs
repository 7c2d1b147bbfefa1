//! Verdicts: sealed first, then revealed.

use counterfoil_primitives::{
	did::DidId,
	fingerprint::ProofError,
	roles::Role,
	traits::Identities,
	verdict::{commitment, Participation, VerdictError},
	Hash, RoundId,
};
use frame_support::{ensure, weights::Weight};
use pallet_support::genesis_hash;
use sp_runtime::DispatchResult;

use crate::{
	Config, Error, Event, Member, Pallet, Phase, Rounds, Salt, SeatOf, Seats, Verdict, WeightInfo,
};

impl<T: Config> Pallet<T> {
	/// To reveal costs what the proof makes the chain hash.
	pub(crate) fn weight_of_reveal(verdict: &Verdict) -> Weight {
		let hashes = match verdict {
			Verdict::Invalid { leaf: Some(proof), .. } => proof.path.len(),
			Verdict::Invalid { leaf: None, .. } | Verdict::Valid { .. } => 0,
		};
		T::WeightInfo::reveal(u32::try_from(hashes).unwrap_or(u32::MAX))
	}

	/// The seat of a validator in a round.
	fn member(id: RoundId, did: &DidId) -> Result<(u32, Member<T>), Error<T>> {
		let seat = SeatOf::<T>::get(did, id).ok_or(Error::<T>::NotMember)?;
		let member = Seats::<T>::get(id, seat).ok_or(Error::<T>::NotMember)?;
		Ok((seat, member))
	}

	pub(crate) fn do_commit(validator: DidId, id: RoundId, commitment: Hash) -> DispatchResult {
		let mut round = Self::known_round(id)?;
		let Phase::Committing { until } = round.phase else {
			return Err(Error::<T>::NotCommitting.into());
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let (seat, mut member) = Self::member(id, &validator)?;
		ensure!(member.participation == Participation::Joined, Error::<T>::AlreadyCommitted);

		member.participation = Participation::Committed(commitment);
		Seats::<T>::insert(id, seat, member);
		round.committed = round.committed.saturating_add(1);
		let submission = round.submission;
		Self::emit(Event::Committed { round: id, submission, validator, commitment });
		if round.committed >= round.joined {
			Self::end_committing(id, round, now)
		} else {
			Rounds::<T>::insert(id, round);
			Ok(())
		}
	}

	pub(crate) fn do_reveal(
		validator: DidId,
		id: RoundId,
		verdict: Verdict,
		salt: Salt,
	) -> DispatchResult {
		let mut round = Self::known_round(id)?;
		let Phase::Revealing { until } = round.phase else {
			return Err(Error::<T>::NotRevealing.into());
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let (seat, mut member) = Self::member(id, &validator)?;
		let sealed = match member.participation {
			Participation::Joined => return Err(Error::<T>::NotCommitted.into()),
			Participation::Committed(sealed) => sealed,
			Participation::Revealed(_) | Participation::Excused(_) => {
				return Err(Error::<T>::AlreadyRevealed.into())
			},
		};
		ensure!(
			commitment(&genesis_hash::<T>(), id, &validator, &verdict, &salt) == sealed,
			Error::<T>::WrongCommitment
		);
		let finding = verdict.check(&round.fingerprint).map_err(Error::<T>::from)?;

		// Whoever lost the role in between is to lose neither his bond nor the say that the consortium took from him.
		let counts = T::Identities::has_role(&validator, Role::Validator);
		if counts {
			round.tally.count(&finding);
			member.participation = Participation::Revealed(finding);
		} else {
			round.tally.excuse();
			member.participation = Participation::Excused(finding);
		}
		Seats::<T>::insert(id, seat, member);
		let submission = round.submission;
		Self::emit(Event::Revealed { round: id, submission, validator, finding, counts });
		if round.tally.revealed() >= round.committed {
			Self::end_revealing(id, round, now)
		} else {
			Rounds::<T>::insert(id, round);
			Ok(())
		}
	}
}

impl<T> From<VerdictError> for Error<T> {
	fn from(error: VerdictError) -> Self {
		match error {
			VerdictError::QualityTooHigh => Self::QualityTooHigh,
			VerdictError::ReasonReserved => Self::ReasonReserved,
			VerdictError::Leaf(ProofError::IndexOutOfRange) => Self::LeafOutOfRange,
			VerdictError::Leaf(ProofError::WrongPathLength) => Self::WrongPathLength,
			VerdictError::Leaf(ProofError::RootMismatch) => Self::RootMismatch,
		}
	}
}
