//! How a round ends: the decision at once, the money in steps.

use counterfoil_primitives::{
	did::DidId,
	traits::ValidationTarget,
	verdict::{RoundOutcome, Standing},
	Moment, RoundId, SubmissionId,
};
use frame_support::{
	defensive,
	storage::with_storage_layer,
	traits::{
		tokens::{fungible::MutateHold, Fortitude, Precision, Restriction},
		Get,
	},
};
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult, SaturatedConversion,
};

use crate::{
	BalanceOf, Config, Event, HoldReason, Member, OpenRounds, Pallet, Phase, Reputations, Round,
	Seats, LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	/// Writes down how the round ended and tells the registry. Returns the fee, unless the validators decided. From
	/// here on nothing can change the outcome.
	pub(crate) fn conclude(
		id: RoundId,
		round: Round<T>,
		outcome: RoundOutcome,
		now: Moment,
	) -> DispatchResult {
		let supplier = &round.supplier;
		let refund = if outcome.is_decided() { Zero::zero() } else { round.fee };
		Self::give_back(HoldReason::Fee, &supplier.account, refund)?;
		Self::tell_registry(id, round.submission, &outcome);
		Reputations::<T>::mutate(supplier.did, |counts| {
			let counts = &mut counts.supplier;
			let count = match outcome {
				RoundOutcome::Valid { .. } => &mut counts.validated,
				RoundOutcome::Invalid { .. } => &mut counts.rejected,
				RoundOutcome::Vetoed { .. } => &mut counts.vetoed,
				RoundOutcome::TooFewJoined
				| RoundOutcome::TooFewCommitted
				| RoundOutcome::TooFewRevealed
				| RoundOutcome::NoMajority => &mut counts.undecided,
			};
			*count = count.saturating_add(1);
		});
		Self::emit(Event::Decided {
			round: id,
			submission: round.submission,
			data_set: round.data_set,
			supplier: supplier.did,
			outcome,
			valid: round.tally.valid,
			invalid: round.tally.invalid,
			unrevealed: round.unrevealed(),
			refund,
		});
		if round.joined.is_zero() {
			Self::close(id, round, outcome, now);
		} else {
			let visited = round.first_visit(&outcome);
			Self::enter(id, round, Phase::Settling { outcome, visited, rewarded: 0, due: now });
		}
		Ok(())
	}

	/// The submission is validating since the round was opened, so the registry takes the decision. Should it not,
	/// the money of the validators does not wait for it.
	fn tell_registry(id: RoundId, submission: SubmissionId, outcome: &RoundOutcome) {
		let told = with_storage_layer(|| T::Registry::decide(submission, outcome.decision()));
		if let Err(error) = told {
			log::error!(target: LOG_TARGET, "the decision of round {id} was not taken: {error:?}");
			defensive!("the registry did not take a decision", error);
		}
	}

	/// Settles some more seats, and closes the round after the last.
	///
	/// Nothing here depends on what the parties did to their accounts. What moves is forced, so a freeze does not
	/// stop it. Every part of a bond is nothing or at least the existential deposit, see `check_parameters`; and one
	/// of the majority gets his bond back before he is paid. So every account can receive, whatever it holds.
	pub(crate) fn settle_some(
		id: RoundId,
		round: Round<T>,
		outcome: RoundOutcome,
		mut visited: u32,
		mut rewarded: u32,
		now: Moment,
	) -> DispatchResult {
		let end = round.visits(&outcome);
		let stop = visited.saturating_add(T::SettlePerStep::get()).min(end);
		while visited < stop {
			// First everybody's bond but the majority's, then the majority.
			let (seat, paying) = match visited.checked_sub(round.joined) {
				Some(seat) => (seat, true),
				None => (visited, false),
			};
			visited = visited.saturating_add(1);
			let Some(member) = Seats::<T>::get(id, seat) else {
				defensive!("a seat was taken and is not there");
				continue;
			};
			let standing = member.standing(&outcome);
			match (standing, paying) {
				(Standing::Majority, true) => {
					Self::reward(id, &round, &outcome, &member, rewarded)?;
					rewarded = rewarded.saturating_add(1);
				},
				(Standing::Majority, false) => continue,
				(_, true) => continue,
				(_, false) => Self::return_bond(id, &round, &outcome, &member, standing)?,
			}
			Self::remember(&member.validator.did, standing);
		}
		if visited >= end {
			Self::close(id, round, outcome, now);
		} else {
			Self::enter(id, round, Phase::Settling { outcome, visited, rewarded, due: now });
		}
		Ok(())
	}

	fn remember(validator: &DidId, standing: Standing) {
		Reputations::<T>::mutate(validator, |counts| counts.validator.count(standing));
	}

	/// Gives one of the majority his bond back and pays him.
	fn reward(
		id: RoundId,
		round: &Round<T>,
		outcome: &RoundOutcome,
		member: &Member<T>,
		rank: u32,
	) -> DispatchResult {
		let reward = round.stakes(outcome).reward(rank);
		let fee: BalanceOf<T> = reward.fee.saturated_into();
		let slashed: BalanceOf<T> = reward.slashed.saturated_into();
		let (payer, account) = (&round.supplier.account, &member.validator.account);
		Self::give_back(HoldReason::Bond, account, round.bond)?;
		Self::hand_over(HoldReason::Fee, payer, account, fee, Restriction::Free)?;
		Self::hand_over(HoldReason::Bond, payer, account, slashed, Restriction::Free)?;
		Self::emit(Event::Rewarded {
			round: id,
			validator: member.validator.did,
			account: account.clone(),
			fee,
			slashed,
			bond: round.bond,
		});
		Ok(())
	}

	/// Gives a validator back what is left of his bond. What he loses waits, on hold, with the supplier's account.
	fn return_bond(
		id: RoundId,
		round: &Round<T>,
		outcome: &RoundOutcome,
		member: &Member<T>,
		standing: Standing,
	) -> DispatchResult {
		let lost = round.loss(outcome, standing);
		let returned = round.bond.saturating_sub(lost);
		let validator = member.validator.did;
		let account = &member.validator.account;
		let pot = &round.supplier.account;
		Self::hand_over(HoldReason::Bond, account, pot, lost, Restriction::OnHold)?;
		Self::give_back(HoldReason::Bond, account, returned)?;
		let account = account.clone();
		Self::emit(if lost.is_zero() {
			Event::BondReturned { round: id, validator, account, standing, bond: returned }
		} else {
			Event::Slashed { round: id, validator, account, standing, lost, returned }
		});
		Ok(())
	}

	fn close(id: RoundId, round: Round<T>, outcome: RoundOutcome, now: Moment) {
		let (submission, supplier) = (round.submission, round.supplier.did);
		OpenRounds::<T>::remove(id);
		Self::enter(id, round, Phase::Closed { outcome, at: now });
		Self::emit(Event::RoundClosed { round: id, submission, supplier });
	}

	fn give_back(reason: HoldReason, owner: &T::AccountId, amount: BalanceOf<T>) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Currency::release(&reason.into(), owner, amount, Precision::Exact).map(|_| ())
	}

	fn hand_over(
		reason: HoldReason,
		from: &T::AccountId,
		to: &T::AccountId,
		amount: BalanceOf<T>,
		mode: Restriction,
	) -> DispatchResult {
		if amount.is_zero() {
			return Ok(());
		}
		T::Currency::transfer_on_hold(
			&reason.into(),
			from,
			to,
			amount,
			Precision::Exact,
			mode,
			Fortitude::Force,
		)
		.map(|_| ())
	}
}
