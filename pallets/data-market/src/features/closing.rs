//! What becomes of a demand when an agreement that came of it is over, and calling for another partner.

use counterfoil_primitives::{
	exchange::Outcome,
	market::{Left, Wanted},
	traits::{ClosedAgreement, OnAgreementClosed, Subject},
	verdict::PER_MILLE,
	DemandId,
};
use frame_support::{ensure, storage::with_storage_layer, traits::Time};
use sp_runtime::DispatchResult;

use crate::{
	types::{count, Failed},
	Config, Deals, Demand, Demands, Effort, Error, Event, Offers, OrderKind, Pallet, LOG_TARGET,
};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::rematch`].
	pub(crate) fn do_rematch(
		subject: Subject<T::AccountId>,
		id: DemandId,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let mut demand = Demands::<T>::get(id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.demander.did == subject.did, Error::<T>::NotTheOwner);
		ensure!(demand.failed.fills > 0, Error::<T>::NothingFailed);
		ensure!(!demand.closing, Error::<T>::DemandClosed);
		ensure!(now <= demand.terms.valid_until, Error::<T>::DemandExpired);
		// Who binds money of an account by a later call comes from that account.
		ensure!(demand.demander.account == subject.account, Error::<T>::WrongAccount);
		let Left { units, budget } = demand.failed.left;
		demand.failed = Failed::NONE;
		demand.left.units = demand.left.units.saturating_add(units);
		demand.left.budget = demand.left.budget.saturating_add(budget);
		let covers = Self::covers_missing(&demand);
		Self::take_covers(&mut demand, covers)?;
		let demand = Self::keep_demand(id, demand)?;
		Self::emit(Event::Rematched { demand: id, demander: subject.did, units });
		Self::match_demand(id, &demand, now, effort);
		Ok(())
	}

	/// How many more covers it takes so that lots of the least size fill what is left: what one lot had filled may come back as many. With the
	/// agreements that run, no more than the demand had at first.
	fn covers_missing(demand: &Demand<T>) -> u32 {
		let wanted = &demand.terms.need.wanted;
		let fills = match wanted {
			Wanted::Volume { least, .. } => {
				u32::try_from(demand.left.units.div_ceil((*least).max(1))).unwrap_or(u32::MAX)
			},
			Wanted::Lot { .. } | Wanted::Live { .. } => 1,
		};
		let used = count(demand.agreements.len()).saturating_add(count(demand.covers.len()));
		let room = u32::from(wanted.fills()).saturating_sub(used);
		fills.saturating_sub(demand.fills_left()).min(room)
	}

	/// Lets go of an agreement that is over.
	fn close_deal(agreement: &ClosedAgreement<T::AccountId, T::Balance>) -> DispatchResult {
		let Some(deal) = Deals::<T>::take(agreement.id) else { return Ok(()) };
		let mut demand = Demands::<T>::get(deal.demand).ok_or(Error::<T>::UnknownDemand)?;
		demand.agreements.retain(|id| *id != agreement.id);
		let (demander, supplier) = (demand.demander.clone(), agreement.supplier.did);
		if is_sold(agreement.outcome) {
			Self::pay_reward(deal.demand, &demander, deal.finder, deal.reward)?;
		} else {
			Self::return_reward(deal.demand, &demander, deal.reward)?;
			demand.untake(&agreement.submissions);
			let Failed { left, fills } = demand.failed;
			demand.failed = Failed {
				left: Left {
					units: left.units.saturating_add(deal.part.units),
					budget: left.budget.saturating_add(deal.part.budget),
				},
				fills: fills.saturating_add(1),
			};
			let own_fault =
				agreement.outcome == Outcome::NotFunded || agreement.by == Some(demander.did);
			if !own_fault {
				demand.pass_over(supplier);
			}
			let open = Offers::<T>::get(deal.offer).filter(|offer| !offer.closing);
			let copy_returned = open.is_some();
			if let Some(mut offer) = open {
				offer.terms.copies = offer.terms.copies.saturating_add(1);
				Self::keep_offer(deal.offer, offer)?;
			}
			Self::emit(Event::SaleFailed {
				demand: deal.demand,
				offer: deal.offer,
				agreement: agreement.id,
				supplier,
				demander: demander.did,
				data_set: agreement.data_set,
				outcome: agreement.outcome,
				copy_returned,
			});
		}
		// Past its validity nothing comes of it any more, whether or not the agenda was there already.
		let valid_until = demand.terms.valid_until;
		if !demand.closing && !demand.is_over() && T::Time::now() > valid_until {
			demand.closing = true;
			Self::unschedule((OrderKind::Demand, deal.demand), valid_until);
			Self::emit(Event::DemandExpired { demand: deal.demand, demander: demander.did });
		}
		Self::keep_demand(deal.demand, demand)?;
		Ok(())
	}
}

/// Whether the data were bought: paid for, or the larger part of the price was given to the supplier. Else a demander could complain to a
/// judge about good data, so as to save the reward of who found them.
fn is_sold(outcome: Outcome) -> bool {
	match outcome {
		Outcome::Settled => true,
		Outcome::Judged { to_supplier } | Outcome::Fallback { to_supplier } => {
			to_supplier >= PER_MILLE / 2
		},
		Outcome::Declined
		| Outcome::NotFunded
		| Outcome::NotCommitted
		| Outcome::NotAccepted
		| Outcome::NotRevealed
		| Outcome::Convicted
		| Outcome::Conceded => false,
	}
}

/// A bounded number of items: the deal, the demand with its line, place in the agenda and tickets (eight covers and its own), the
/// offer with its four lines, the reward with both accounts, the proposal with its ticket, the histories of both parties and the
/// data set in two events and of the demander in a third, the clock.
impl<T: Config> OnAgreementClosed<T::AccountId, T::Balance> for Pallet<T> {
	const READS: u64 = 60;
	const WRITES: u64 = 60;

	fn closed(agreement: &ClosedAgreement<T::AccountId, T::Balance>) {
		if let Err(error) = with_storage_layer(|| Self::close_deal(agreement)) {
			// Nothing that is written here can fail as long as the invariants hold.
			log::error!(
				target: LOG_TARGET,
				"the end of agreement {} could not be noted: {error:?}", agreement.id
			);
		}
	}
}
