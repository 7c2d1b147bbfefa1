//! Who may judge, and how he takes a seat.

use counterfoil_primitives::{
	did::DidId,
	interest::{hands, tie_of, Tie},
	roles::Role,
	traits::{Accounts, Identities, Rights, Subject},
	verdict::Participation,
	Moment, RoundId, SubmissionId,
};
use frame_support::{ensure, traits::tokens::fungible::MutateHold};
use pallet_validation_runtime_api::Refusal;
use sp_runtime::DispatchResult;

use crate::{
	Config, Error, Event, HoldReason, LatestRound, Member, Pallet, Phase, Reputations, Round,
	Rounds, SeatOf, Seats,
};

impl<T: Config> Pallet<T> {
	/// Whether the subject has a seat in the latest round about the submission. That is the round that decided it, if one
	/// did: a submission that is decided gets no other. Known until the record of the round is forgotten. Two reads.
	pub fn took_part(submission: SubmissionId, did: &DidId) -> bool {
		LatestRound::<T>::get(submission).is_some_and(|round| SeatOf::<T>::contains_key(did, round))
	}

	/// What the subject has to do with the supplier or the data; `None` if nothing.
	///
	/// He must not be [tied](counterfoil_primitives::interest) to the supplier, to the device that signed, nor to anyone with a
	/// share in the data: the rule for whoever certifies them. Every list is bounded by who keeps it.
	pub(crate) fn conflict(round: &Round<T>, did: &DidId) -> Option<Refusal> {
		let (supplier, device) = (&round.supplier.did, &round.device);
		let own = hands::<T::Identities>(did);
		let tied = |other: &DidId| tie_of(&own, &hands::<T::Identities>(other));
		let owns =
			|owner: &DidId, device: &DidId| T::Identities::owner_of(device).as_ref() == Some(owner);
		match tied(supplier) {
			Some(Tie::Same) => return Some(Refusal::Supplier),
			Some(Tie::Above) => return Some(Refusal::ControlsSupplier),
			Some(Tie::Below) if owns(supplier, did) => return Some(Refusal::DeviceOfSupplier),
			Some(Tie::Below) => return Some(Refusal::ControlledBySupplier),
			Some(Tie::Shared) => return Some(Refusal::SharedController),
			None => (),
		}
		// It may have been sold since, or be controlled by somebody that does not control the supplier.
		match tied(device) {
			Some(Tie::Same) => return Some(Refusal::DeviceOfSupplier),
			Some(Tie::Above) if owns(did, device) => return Some(Refusal::OwnerOfDevice),
			Some(Tie::Above) => return Some(Refusal::ControlsSupplier),
			Some(Tie::Below) => return Some(Refusal::ControlledBySupplier),
			Some(Tie::Shared) => return Some(Refusal::SharedController),
			None => (),
		}
		// Whoever is paid for the data gains by a good verdict no less than who owns them.
		let owners = T::Rights::owners(round.data_set, supplier);
		let payees = T::Rights::payees(round.data_set, supplier);
		let mut holders = owners.iter().chain(&payees).map(|(holder, _)| holder);
		holders.any(|holder| tied(holder).is_some()).then_some(Refusal::CoOwner)
	}

	/// Whether the subject and the supplier act at one account's expense, be it a sponsor's: the account that pays the fee
	/// is his or pays for him, or the supplier's own does.
	pub(crate) fn one_purse(round: &Round<T>, subject: &Subject<T::AccountId>) -> bool {
		let payer = &round.supplier.account;
		let own = T::Identities::account_of(&subject.did);
		let of_supplier = T::Identities::account_of(&round.supplier.did);
		subject.account == *payer
			|| own.as_ref() == Some(payer)
			|| of_supplier.as_ref() == Some(&subject.account)
	}

	/// Why the subject may not join the round now; `None` if he may.
	pub(crate) fn refusal(
		id: RoundId,
		round: &Round<T>,
		did: &DidId,
		now: Moment,
	) -> Option<Refusal> {
		let Phase::Joining { until } = round.phase else { return Some(Refusal::NotJoining) };
		if now > until {
			return Some(Refusal::DeadlinePassed);
		}
		if let Some(conflict) = Self::conflict(round, did) {
			return Some(conflict);
		}
		if !T::Identities::has_role(did, Role::Validator) {
			return Some(Refusal::NotValidator);
		}
		if Reputations::<T>::get(did).validator.absence() > round.terms.max_absence {
			return Some(Refusal::TooOftenAbsent);
		}
		if SeatOf::<T>::contains_key(did, id) {
			return Some(Refusal::AlreadyJoined);
		}
		None
	}

	pub(crate) fn do_join(caller: Subject<T::AccountId>, id: RoundId) -> DispatchResult {
		let mut round = Self::known_round(id)?;
		let now = Self::now();
		if let Some(refusal) = Self::refusal(id, &round, &caller.did, now) {
			return Err(Error::<T>::from(refusal).into());
		}
		ensure!(!Self::one_purse(&round, &caller), Error::<T>::SameAccount);
		let bond = round.bond;
		T::Currency::hold(&HoldReason::Bond.into(), &caller.account, bond)?;

		let seat = round.joined;
		round.joined = round.joined.saturating_add(1);
		Seats::<T>::insert(
			id,
			seat,
			Member { validator: caller.clone(), participation: Participation::Joined },
		);
		SeatOf::<T>::insert(caller.did, id, seat);
		Self::emit(Event::Joined {
			round: id,
			submission: round.submission,
			validator: caller,
			seat,
			bond,
		});
		if round.joined >= round.seats {
			Self::end_joining(id, round, now)
		} else {
			Rounds::<T>::insert(id, round);
			Ok(())
		}
	}
}

impl<T> From<Refusal> for Error<T> {
	fn from(refusal: Refusal) -> Self {
		match refusal {
			Refusal::UnknownRound => Self::NotFound,
			Refusal::NotJoining => Self::NotJoining,
			Refusal::DeadlinePassed => Self::DeadlinePassed,
			Refusal::Supplier => Self::SupplierCannotValidate,
			Refusal::DeviceOfSupplier => Self::DeviceOfSupplier,
			Refusal::OwnerOfDevice => Self::OwnerOfDevice,
			Refusal::ControlsSupplier => Self::ControlsSupplier,
			Refusal::ControlledBySupplier => Self::ControlledBySupplier,
			Refusal::SharedController => Self::SharedController,
			Refusal::CoOwner => Self::CoOwner,
			Refusal::NotValidator => Self::NotValidator,
			Refusal::TooOftenAbsent => Self::TooOftenAbsent,
			Refusal::AlreadyJoined => Self::AlreadyJoined,
		}
	}
}
