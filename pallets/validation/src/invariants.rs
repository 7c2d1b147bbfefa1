//! What must hold after every call and every block.

use alloc::collections::BTreeMap;
use codec::{Decode, Encode};
use counterfoil_primitives::{
	traits::{DataRegistry, SubmissionStatus},
	verdict::{Participation, Standing, Tally},
	RoundId,
};
use frame_support::{
	ensure,
	traits::{tokens::fungible::InspectHold, Get},
};
use pallet_support::agenda;
use sp_runtime::{
	traits::{Saturating, Zero},
	SaturatedConversion, TryRuntimeError,
};

use crate::{
	types::check_parameters, Agenda, AgendaCursor, BalanceOf, Config, HoldReason, LatestRound,
	NextRoundId, OpenRounds, Pallet, ParametersStore, Phase, Round, Rounds, SeatOf, Seats,
};

/// What is held on each account, as fee and as bond. By encoded account, because an account need not be ordered.
type Holds<T> = BTreeMap<alloc::vec::Vec<u8>, (BalanceOf<T>, BalanceOf<T>)>;

impl<T: Config> Pallet<T> {
	/// - The holds of every account that has a part in a round are exactly what the rounds say.
	/// - The counts of a round are those of its members; it is in the phase that they allow.
	/// - The indices list every open round, every seat, and nothing else.
	/// - Every open round is on the agenda at its deadline, and nothing else is.
	/// - The submission of a round that is not decided is validating.
	///
	/// Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		check_parameters::<T>(&ParametersStore::<T>::get())?;
		Self::check_rounds()?;
		Self::check_holds()?;
		Self::check_agenda()
	}

	fn check_rounds() -> Result<(), TryRuntimeError> {
		let next = NextRoundId::<T>::get();
		let (mut open, mut seats) = (0u64, 0u64);
		for (id, round) in Rounds::<T>::iter() {
			ensure!(id < next, "a round has a number that was not given yet");
			let over = matches!(round.phase, Phase::Closed { .. });
			ensure!(
				OpenRounds::<T>::contains_key(id) != over,
				"the index of open rounds does not agree with a round"
			);
			// A later one may have been forgotten before this one; one that is not decided is the latest.
			let decided = round.phase.outcome().is_some();
			ensure!(
				LatestRound::<T>::get(round.submission).map_or(decided, |latest| latest >= id),
				"a round is not the latest, and no later one is known"
			);
			ensure!(round.seats <= T::MaxValidators::get(), "a round has too many seats");
			if round.phase.outcome().is_none() {
				ensure!(
					T::Registry::submission(round.submission)
						.is_some_and(|facts| facts.status == SubmissionStatus::Validating),
					"a submission is judged and not validating"
				);
			}
			Self::check_members(id, &round)?;
			open = open.saturating_add(u64::from(!over));
			seats = seats.saturating_add(round.joined.into());
		}
		let listed = |keys: usize| -> u64 { keys.saturated_into() };
		ensure!(
			listed(OpenRounds::<T>::iter_keys().count()) == open,
			"the index lists rounds that are not open"
		);
		ensure!(listed(Seats::<T>::iter_keys().count()) == seats, "a seat has no round");
		ensure!(listed(SeatOf::<T>::iter_keys().count()) == seats, "the index lists no seat");
		for round in LatestRound::<T>::iter_values() {
			ensure!(Rounds::<T>::contains_key(round), "the latest round of a submission is gone");
		}
		Ok(())
	}

	/// The counts of a round follow from its members.
	fn check_members(id: RoundId, round: &Round<T>) -> Result<(), TryRuntimeError> {
		let mut committed = 0u32;
		let mut counted = Tally::default();
		for seat in 0..round.joined {
			let member = Seats::<T>::get(id, seat).ok_or("a seat is empty")?;
			ensure!(
				SeatOf::<T>::get(member.validator.did, id) == Some(seat),
				"a validator does not know his seat"
			);
			ensure!(
				member.validator.did != round.supplier.did
					&& member.validator.account != round.supplier.account,
				"a supplier judges himself"
			);
			if member.participation != Participation::Joined {
				committed = committed.saturating_add(1);
			}
			match &member.participation {
				Participation::Joined | Participation::Committed(_) => {},
				Participation::Revealed(finding) => counted.count(finding),
				Participation::Excused(_) => counted.excuse(),
			}
		}
		let tally = &round.tally;
		ensure!(committed == round.committed, "the commitments are miscounted");
		// The leaf of a reason is the one that was revealed first, which the order of the seats does not tell.
		ensure!(
			(tally.valid, tally.quality, tally.invalid, tally.excused)
				== (counted.valid, counted.quality, counted.invalid, counted.excused),
			"the verdicts are miscounted"
		);
		ensure!(
			tally.reasons.iter().zip(&counted.reasons).all(|(one, other)| one.count == other.count),
			"the reasons are miscounted"
		);
		let fits = match round.phase {
			Phase::Joining { .. } => round.joined < round.seats && round.committed.is_zero(),
			Phase::Committing { .. } => {
				round.joined >= round.terms.quorum
					&& round.committed < round.joined
					&& tally.revealed().is_zero()
			},
			Phase::Revealing { .. } => {
				round.committed >= round.terms.quorum && tally.revealed() < round.committed
			},
			Phase::Settling { outcome, visited, rewarded, .. } => {
				visited < round.visits(&outcome) && rewarded <= round.stakes(&outcome).majority
			},
			Phase::Closed { .. } => true,
		};
		ensure!(fits, "a round is in a phase that its members do not allow");
		Ok(())
	}

	fn check_holds() -> Result<(), TryRuntimeError> {
		let mut expected = Holds::<T>::new();
		for (id, round) in Rounds::<T>::iter() {
			Self::expect(id, &round, &mut expected);
		}
		for (account, (fee, bond)) in expected {
			let account = T::AccountId::decode(&mut account.as_slice())
				.map_err(|_| "an account cannot be decoded")?;
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Fee.into(), &account) == fee,
				"the fees on hold are not those of the rounds"
			);
			ensure!(
				T::Currency::balance_on_hold(&HoldReason::Bond.into(), &account) == bond,
				"the bonds on hold are not those of the rounds"
			);
		}
		Ok(())
	}

	/// Adds what a round holds.
	fn expect(id: RoundId, round: &Round<T>, expected: &mut Holds<T>) {
		let mut add = |account: &T::AccountId, fee: BalanceOf<T>, bond: BalanceOf<T>| {
			let entry = expected.entry(account.encode()).or_insert((Zero::zero(), Zero::zero()));
			entry.0 = entry.0.saturating_add(fee);
			entry.1 = entry.1.saturating_add(bond);
		};
		let payer = &round.supplier.account;
		let nothing = BalanceOf::<T>::zero();
		let members = (0..round.joined).filter_map(|seat| Some((seat, Seats::<T>::get(id, seat)?)));
		match round.phase {
			Phase::Joining { .. } | Phase::Committing { .. } | Phase::Revealing { .. } => {
				add(payer, round.fee, nothing);
				for (_, member) in members {
					add(&member.validator.account, nothing, round.bond);
				}
			},
			Phase::Settling { outcome, visited, rewarded, .. } => {
				let stakes = round.stakes(&outcome);
				let paid = (0..rewarded).map(|rank| stakes.reward(rank)).fold(
					(0u128, 0u128),
					|sum, reward| {
						(sum.0.saturating_add(reward.fee), sum.1.saturating_add(reward.slashed))
					},
				);
				let mut pot = 0u128;
				for (seat, member) in members {
					let standing = member.standing(&outcome);
					let settled = match standing {
						Standing::Majority => visited > round.joined.saturating_add(seat),
						_ => visited > seat,
					};
					let held = if settled { nothing } else { round.bond };
					add(&member.validator.account, nothing, held);
					if settled {
						let lost: u128 = round.loss(&outcome, standing).saturated_into();
						pot = pot.saturating_add(lost);
					}
				}
				let fee = if outcome.is_decided() { stakes.fee } else { 0 };
				add(
					payer,
					fee.saturating_sub(paid.0).saturated_into(),
					pot.saturating_sub(paid.1).saturated_into(),
				);
			},
			Phase::Closed { .. } => {
				add(payer, nothing, nothing);
				for (_, member) in members {
					add(&member.validator.account, nothing, nothing);
				}
			},
		}
	}

	fn check_agenda() -> Result<(), TryRuntimeError> {
		let mut open = 0u64;
		for (id, round) in Rounds::<T>::iter() {
			let Some(due) = round.phase.due() else { continue };
			let bucket = agenda::bucket(due);
			ensure!(Agenda::<T>::contains_key(bucket, id), "a deadline is not on the agenda");
			open = open.saturating_add(1);
		}
		let scheduled: u64 = Agenda::<T>::iter_keys().count().saturated_into();
		ensure!(scheduled == open, "the agenda lists what has no deadline");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
