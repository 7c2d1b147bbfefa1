//! How a round comes into being, and under which parameters.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	traits::{DataRegistry, Subject, ValidationTarget},
	verdict::Tally,
	SubmissionId,
};
use frame_support::{
	ensure,
	traits::{tokens::fungible::MutateHold, Consideration, Footprint, Get},
};
use sp_runtime::{DispatchResult, SaturatedConversion};

use crate::{
	types::{at_least_minimum, check_parameters},
	BalanceOf, Config, Error, Event, HoldReason, LatestRound, Member, NextRoundId, OpenRounds,
	Pallet, Parameters, ParametersStore, Phase, Round, Rounds,
};

/// The bytes of the keys of a round, of its entries in the two indices and of the one on the agenda.
const ROUND_BYTES: usize = 16 + 16 + (16 + 8) + (16 + 16);

/// The bytes of the keys of a seat, and of its entry in the index of the validator.
const SEAT_BYTES: usize = (16 + 12) + (32 + 16 + 4);

impl<T: Config> Pallet<T> {
	/// What a round with so many seats occupies.
	pub(crate) fn footprint(seats: u32) -> Footprint {
		let seat = Member::<T>::max_encoded_len().saturating_add(SEAT_BYTES);
		let round = Round::<T>::max_encoded_len().saturating_add(ROUND_BYTES);
		let seats: usize = seats.saturated_into();
		Footprint::from_parts(1, round.saturating_add(seat.saturating_mul(seats)))
	}

	pub(crate) fn do_open_round(
		caller: Subject<T::AccountId>,
		submission: SubmissionId,
		fee: BalanceOf<T>,
		seats: u32,
	) -> DispatchResult {
		let facts = T::Registry::submission(submission).ok_or(Error::<T>::UnknownSubmission)?;
		ensure!(caller.did == facts.supplier, Error::<T>::NotSupplier);
		let terms = ParametersStore::<T>::get();
		ensure!(fee >= at_least_minimum::<T>(terms.minimum_fee), Error::<T>::FeeTooLow);
		ensure!(
			seats >= terms.quorum && seats <= T::MaxValidators::get(),
			Error::<T>::SeatsOutOfRange
		);
		let id = NextRoundId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NoMoreIds)?;

		T::Registry::begin_validation(submission)?;
		T::Currency::hold(&HoldReason::Fee.into(), &caller.account, fee)?;
		let ticket = T::Consideration::new(&caller.account, Self::footprint(seats))?;

		let opened = Self::now();
		let until = opened.saturating_add(terms.windows.joining);
		let bond = at_least_minimum::<T>(terms.bond);
		NextRoundId::<T>::put(next);
		OpenRounds::<T>::insert(id, ());
		LatestRound::<T>::insert(submission, id);
		Self::schedule(until, id);
		Rounds::<T>::insert(
			id,
			Round {
				submission,
				data_set: facts.data_set,
				device: facts.device,
				fingerprint: facts.fingerprint,
				supplier: caller.clone(),
				fee,
				bond,
				seats,
				terms,
				joined: 0,
				committed: 0,
				tally: Tally::default(),
				opened,
				phase: Phase::Joining { until },
				ticket,
			},
		);
		Self::emit(Event::RoundOpened {
			round: id,
			submission,
			data_set: facts.data_set,
			supplier: caller,
			fee,
			bond,
			seats,
			until,
		});
		Ok(())
	}

	pub(crate) fn do_set_parameters(parameters: Parameters<BalanceOf<T>>) -> DispatchResult {
		check_parameters::<T>(&parameters)?;
		ParametersStore::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}
}
