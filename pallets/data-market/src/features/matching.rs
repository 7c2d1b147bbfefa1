//! What the chain matches by itself, what a demander takes, and what happens then.

use alloc::vec::Vec;

use counterfoil_primitives::{
	market::{compare, compare_parts, pro_rata, rank, Fill, Left, Mismatch, Policy, Rank},
	traits::{Agreements, NewAgreement, NewStream, Party, Streams, Subject},
	DemandId, DidId, Moment, OfferId,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{Consideration, Get, Time},
};
use pallet_data_market_runtime_api::Obstacle;
use sp_runtime::{
	traits::{Saturating, Zero},
	DispatchResult,
};

use super::supply::Stock;
use crate::{
	Config, Deal, Deals, Demand, Demands, Effort, Error, Event, Goods, Lot, Matches, NextMatchId,
	Offer, Offers, Opened, OrderKind, Pallet, PendingMatch, Proposals,
};

/// Who wants a match, and what is known of the parties' consent.
#[derive(Clone)]
pub(crate) struct Cause<AccountId> {
	/// Who brings it about.
	pub by: DidId,
	/// Who proposed it and gets the reward.
	pub finder: Option<Subject<AccountId>>,
	/// The supplier agrees to this very match.
	pub supplier_agrees: bool,
	/// The demander agrees to this very match.
	pub demander_agrees: bool,
}

impl<AccountId> Cause<AccountId> {
	/// Somebody brings it about, and nobody was asked.
	pub fn of(by: DidId) -> Self {
		Self { by, finder: None, supplier_agrees: false, demander_agrees: false }
	}
}

impl<T: Config> Pallet<T> {
	/// Sells copies of a new offer to demands that rest.
	pub(crate) fn match_offer(
		id: OfferId,
		offer: &Offer<T>,
		stock: &Stock<T>,
		now: Moment,
		effort: &mut Effort,
	) {
		let mut candidates = Self::highest_demands(offer.shelf(), offer.amount);
		// Gone, or kept for those who are asked, as soon as the last copy is sold.
		while let Some(offer) = Offers::<T>::get(id).filter(Offer::is_open) {
			let Some(demand_id) = candidates.next() else { break };
			effort.add_pair();
			let Some(demand) = Demands::<T>::get(demand_id) else { continue };
			// A demand that somebody has an answer for waits for the best one.
			if demand.passed.contains(&offer.supplier.did)
				|| Proposals::<T>::contains_key(demand_id)
				|| Self::check_orders(&offer, &demand, now).is_err()
			{
				continue;
			}
			let Ok(fill) = Self::answer(stock, &demand, now, effort) else { continue };
			let cause = Cause::of(offer.supplier.did);
			Self::try_match(id, demand_id, stock.clone(), fill, cause, effort);
		}
		effort.add_lines(candidates.read());
	}

	/// Finds offers for a demand that is new or comes back.
	pub(crate) fn match_demand(id: DemandId, demand: &Demand<T>, now: Moment, effort: &mut Effort) {
		let need = &demand.terms.need;
		let mut candidates = Self::cheapest_offers(demand.shelf(), demand.left.budget);
		let mut admitted: Vec<(Rank, Fill, OfferId, Stock<T>)> = Vec::new();
		// What was matched before may have used up some of the demand, or all.
		while let Some(demand) = Demands::<T>::get(id).filter(Demand::is_open) {
			let Some(offer_id) = candidates.next() else { break };
			effort.add_pair();
			let Some(offer) = Offers::<T>::get(offer_id) else { continue };
			if demand.passed.contains(&offer.supplier.did) {
				continue;
			}
			let examined = Self::examine(&offer, &demand, None, now, effort);
			let Ok((stock, fill)) = examined else { continue };
			let cause = Cause::of(demand.demander.did);
			match need.policy {
				// The index is in the order of this policy: no need to look further.
				Policy::Cheapest if !demand.is_volume() => {
					Self::try_match(offer_id, id, stock, fill, cause, effort);
				},
				_ => {
					let rank = rank(&stock.supply, &fill, need, now);
					admitted.push((rank, fill, offer_id, stock));
				},
			}
		}
		effort.add_lines(candidates.read());
		admitted.sort_by(|(a, a_fill, a_id, _), (b, b_fill, b_id, _)| match demand.is_volume() {
			true => compare_parts(&need.policy, (a, a_fill, *a_id), (b, b_fill, *b_id)),
			false => compare((a, *a_id), (b, *b_id)),
		});
		for (_, _, offer_id, stock) in admitted {
			let Some(demand) = Demands::<T>::get(id).filter(Demand::is_open) else { break };
			let Ok(fill) = Self::fill_of(&stock, &demand, now) else { continue };
			Self::try_match(offer_id, id, stock, fill, Cause::of(demand.demander.did), effort);
		}
	}

	/// Body of [`Pallet::take_offer`].
	pub(crate) fn do_take_offer(
		subject: Subject<T::AccountId>,
		demand_id: DemandId,
		offer_id: OfferId,
		lot: Option<Lot<T>>,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let demand = Demands::<T>::get(demand_id).ok_or(Error::<T>::UnknownDemand)?;
		ensure!(demand.demander.did == subject.did, Error::<T>::NotTheOwner);
		let offer = Offers::<T>::get(offer_id).ok_or(Error::<T>::UnknownOffer)?;
		effort.add_pair();
		let (stock, fill) =
			Self::examine(&offer, &demand, lot.as_ref(), now, effort).map_err(Error::<T>::from)?;
		// Who takes what somebody else proposed does not save the reward by that.
		let found = demand.found.as_ref().filter(|found| found.offers.contains(&offer_id));
		let finder = found.map(|found| found.by.clone());
		let cause = Cause { finder, demander_agrees: true, ..Cause::of(subject.did) };
		Self::make_match(offer_id, demand_id, stock, fill, cause, effort)
	}

	/// Matches a pair that the chain picked. If that fails, the pair stays as it was and the call goes on: the party
	/// that placed its order now must not suffer from what is wrong with a stranger's order.
	pub(crate) fn try_match(
		offer: OfferId,
		demand: DemandId,
		stock: Stock<T>,
		fill: Fill,
		cause: Cause<T::AccountId>,
		effort: &mut Effort,
	) {
		let matched =
			with_storage_layer(|| Self::make_match(offer, demand, stock, fill, cause, effort));
		if let Err(error) = matched {
			Self::emit(Event::MatchFailed { offer, demand, error });
		}
	}

	/// Matches a pair that was examined, or asks those who want to be asked.
	pub(crate) fn make_match(
		offer_id: OfferId,
		demand_id: DemandId,
		stock: Stock<T>,
		fill: Fill,
		mut cause: Cause<T::AccountId>,
		effort: &mut Effort,
	) -> DispatchResult {
		effort.add_match();
		let offer = Offers::<T>::get(offer_id).ok_or(Error::<T>::UnknownOffer)?;
		let demand = Demands::<T>::get(demand_id).ok_or(Error::<T>::UnknownDemand)?;
		cause.supplier_agrees |= !offer.terms.confirm;
		cause.demander_agrees |= !demand.terms.confirm;
		// Nobody is paid for finding himself.
		cause.finder = cause.finder.filter(|finder| Self::is_neutral(finder, &offer, &demand));
		if cause.supplier_agrees && cause.demander_agrees {
			Self::open((offer_id, offer), (demand_id, demand), stock, fill, cause)
		} else {
			Self::suspend((offer_id, offer), (demand_id, demand), stock, fill, cause)
		}
	}

	/// Opens the agreement or the stream: the offer loses a copy, the demand what is filled of it.
	fn open(
		(offer_id, mut offer): (OfferId, Offer<T>),
		(demand_id, mut demand): (DemandId, Demand<T>),
		stock: Stock<T>,
		fill: Fill,
		cause: Cause<T::AccountId>,
	) -> DispatchResult {
		let now = T::Time::now();
		let part = Left { units: fill.units, budget: fill.amount };
		let amount = T::Balance::try_from(fill.amount).map_err(|_| Error::<T>::PriceMismatch)?;
		let terms = offer.terms.clone();
		offer.terms.copies = terms.copies.checked_sub(1).ok_or(Error::<T>::OfferClosed)?;
		let copies_left = offer.terms.copies;
		let (supplier, demander) = (offer.supplier.clone(), demand.demander.clone());
		let (supplier_did, demander_did) = (supplier.did, demander.did);
		let reward = Self::reward_for(&mut demand, &fill);
		demand.left = demand.left.after(&fill);
		demand.take(stock.submissions()).map_err(|()| Error::<T>::TooManyFills)?;
		let cover = demand.covers.pop().ok_or(Error::<T>::DemandClosed)?;
		Self::keep_offer(offer_id, offer)?;
		// The ticket goes back first: it covers that of the agreement, which is taken in the same step.
		cover.drop(&demander.account)?;
		let finder = cause.finder.as_ref().map(|finder| finder.did);
		let opened = match (&terms.goods, &stock.lot) {
			(Goods::Live { notice, .. }, _) => Opened::Stream(T::Streams::open(NewStream {
				payer: demander.clone(),
				payee: supplier,
				data_set: stock.data_set,
				usage: terms.usage,
				commissions: terms.commissions.to_vec(),
				asset: terms.asset,
				rate: amount,
				notice: *notice,
			})?),
			(_, Some(lot)) => Opened::Agreement(T::Agreements::open(NewAgreement {
				supplier,
				demander: demander.clone(),
				data_set: stock.data_set,
				submissions: lot.submissions.to_vec(),
				parts: stock.parts,
				price: amount,
				asset: terms.asset,
				commissions: terms.commissions.to_vec(),
				usage: terms.usage,
				certificate: demand.terms.need.certificate,
				delivery: terms.delivery,
				carrier: Party::Demander,
			})?),
			(_, None) => return Err(Error::<T>::LotNotNamed.into()),
		};
		Self::count_sale(&supplier_did, now);
		Self::emit(Event::Matched {
			offer: offer_id,
			demand: demand_id,
			opened,
			supplier: supplier_did,
			demander: demander_did,
			data_set: stock.data_set,
			records: stock.supply.records,
			price: amount,
			asset: terms.asset,
			copies_left,
			by: cause.by,
			finder,
		});
		match opened {
			// What it is worth is known when the agreement is closed.
			Opened::Agreement(agreement) => {
				let pushed = demand.agreements.try_push(agreement);
				pushed.map_err(|_| Error::<T>::TooManyFills)?;
				let rewarded = cause.finder.is_some();
				let deal = Deal {
					demand: demand_id,
					offer: offer_id,
					part,
					finder: cause.finder,
					reward: if rewarded { reward } else { Zero::zero() },
				};
				Deals::<T>::insert(agreement, deal);
				if !rewarded {
					Self::return_reward(demand_id, &demander, reward)?;
				}
			},
			// There is no reward for one, see `place_demand`.
			Opened::Stream(_) => {},
		}
		Self::keep_demand(demand_id, demand)?;
		Ok(())
	}

	/// Reserves what a match needs, until those who want to be asked have answered.
	fn suspend(
		(offer_id, mut offer): (OfferId, Offer<T>),
		(demand_id, mut demand): (DemandId, Demand<T>),
		stock: Stock<T>,
		fill: Fill,
		cause: Cause<T::AccountId>,
	) -> DispatchResult {
		let until = T::Time::now()
			.saturating_add(T::ConfirmWindow::get())
			.min(offer.terms.valid_until)
			.min(demand.terms.valid_until);
		let id = pallet_support::take_id::<NextMatchId<T>>()?;
		offer.terms.copies = offer.terms.copies.checked_sub(1).ok_or(Error::<T>::OfferClosed)?;
		offer.reserved = offer.reserved.saturating_add(1);
		let reward = Self::reward_for(&mut demand, &fill);
		demand.left = demand.left.after(&fill);
		demand.pending = demand.pending.saturating_add(1);
		demand.take(stock.submissions()).map_err(|()| Error::<T>::TooManyFills)?;
		let (supplier, demander) = (offer.supplier.did, demand.demander.did);
		let asset = offer.terms.asset;
		Self::keep_offer(offer_id, offer)?;
		Self::keep_demand(demand_id, demand)?;
		Self::schedule((OrderKind::Match, id), until);
		Matches::<T>::insert(
			id,
			PendingMatch {
				offer: offer_id,
				demand: demand_id,
				lot: stock.lot,
				part: Left { units: fill.units, budget: fill.amount },
				by: cause.by,
				finder: cause.finder,
				reward,
				supplier_agrees: cause.supplier_agrees,
				demander_agrees: cause.demander_agrees,
				until,
			},
		);
		Self::emit(Event::MatchSuspended {
			id,
			offer: offer_id,
			demand: demand_id,
			supplier,
			demander,
			data_set: stock.data_set,
			price: fill.amount,
			asset,
			supplier_agrees: cause.supplier_agrees,
			demander_agrees: cause.demander_agrees,
			until,
			by: cause.by,
		});
		Ok(())
	}

	/// Takes the part of the reward that is for a fill out of a demand: all that is left if it is the last one.
	fn reward_for(demand: &mut Demand<T>, fill: &Fill) -> T::Balance {
		let whole = demand.terms.reward;
		let last = fill.units >= demand.left.units || demand.fills_left() <= 1;
		let part = if last {
			whole
		} else {
			let part = pro_rata(whole.into(), fill.units, demand.left.units);
			T::Balance::try_from(part).unwrap_or(whole)
		};
		demand.terms.reward = whole.saturating_sub(part);
		part
	}
}

impl<T> From<Obstacle> for Error<T> {
	fn from(obstacle: Obstacle) -> Self {
		match obstacle {
			Obstacle::UnknownOffer => Self::UnknownOffer,
			Obstacle::UnknownDemand => Self::UnknownDemand,
			Obstacle::OfferClosed => Self::OfferClosed,
			Obstacle::DemandClosed => Self::DemandClosed,
			Obstacle::OfferExpired => Self::OfferExpired,
			Obstacle::DemandExpired => Self::DemandExpired,
			Obstacle::SupplierNotActive => Self::SupplierNotActive,
			Obstacle::SupplierOwes => Self::SupplierOwes,
			Obstacle::DemanderNotActive => Self::NotADemander,
			Obstacle::LotUnavailable => Self::LotUnavailable,
			Obstacle::LotNotNamed => Self::LotNotNamed,
			Obstacle::LotNamed => Self::LotNamed,
			Obstacle::OutsideQuery => Self::OutsideQuery,
			Obstacle::AlreadyTaken => Self::AlreadyTaken,
			Obstacle::PassedOver => Self::PassedOver,
			Obstacle::PriceTooLow => Self::PriceTooLow,
			Obstacle::Mismatch(mismatch) => match mismatch {
				Mismatch::Kind => Self::KindMismatch,
				Mismatch::SameParty => Self::SameParty,
				Mismatch::Supplier => Self::SupplierRefused,
				Mismatch::Demander => Self::DemanderRefused,
				Mismatch::Category => Self::CategoryMismatch,
				Mismatch::Region => Self::RegionMismatch,
				Mismatch::Covers => Self::SpanNotCovered,
				Mismatch::Within => Self::SpanTooWide,
				Mismatch::Schema => Self::SchemaMismatch,
				Mismatch::Quality => Self::QualityTooLow,
				Mismatch::Reputation => Self::ReputationTooLow,
				Mismatch::Completeness => Self::Incomplete,
				Mismatch::Age => Self::TooOld,
				Mismatch::Notice => Self::NoticeTooLong,
				Mismatch::Delivery => Self::DeliveryMismatch,
				Mismatch::Usage(_) => Self::UsageNotGranted,
				Mismatch::Asset => Self::AssetMismatch,
				Mismatch::Volume => Self::TooFewRecords,
				Mismatch::Price => Self::PriceMismatch,
				Mismatch::Certificate => Self::NotCertified,
			},
		}
	}
}
