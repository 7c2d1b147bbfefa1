//! Placing, amending and withdrawing offers.

use counterfoil_primitives::{
	market::Span,
	money::{Asset, Commission, Price},
	roles::Role,
	sealed::MAX_JUDGE_FEE,
	text::{Category, Region},
	traits::{DataRegistry, Delivery, Identities, Judge, LotError, Streams, Subject},
	verdict::PER_MILLE,
	Moment, OfferId,
};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::Inspect, Time},
};
use pallet_support::money::may_bind;
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

use super::supply::Stock;
use crate::{Config, Effort, Error, Event, Goods, Offer, OfferTerms, Offers, Pallet};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::place_offer`].
	pub(crate) fn do_place_offer(
		supplier: Subject<T::AccountId>,
		terms: OfferTerms<T>,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let (id, offer, stock) = Self::place_offer_only(supplier, terms, now)?;
		if let Some(stock) = stock {
			Self::match_offer(id, &offer, &stock, now, effort);
		}
		Ok(())
	}

	/// Body of [`Pallet::amend_offer`].
	pub(crate) fn do_amend_offer(
		subject: Subject<T::AccountId>,
		old: OfferId,
		terms: OfferTerms<T>,
		effort: &mut Effort,
	) -> DispatchResult {
		let now = T::Time::now();
		let offer = Offers::<T>::get(old).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(offer.supplier.did == subject.did, Error::<T>::NotTheOwner);
		Self::close_offer(old)?;
		let (new, offer, stock) = Self::place_offer_only(subject, terms, now)?;
		let supplier = offer.supplier.did;
		Self::emit(Event::OfferAmended { old, new, supplier });
		if let Some(stock) = stock {
			Self::match_offer(new, &offer, &stock, now, effort);
		}
		Ok(())
	}

	/// Puts an offer into the book and says so. Returns what it supplies as well, unless that is not known before somebody names it.
	fn place_offer_only(
		supplier: Subject<T::AccountId>,
		terms: OfferTerms<T>,
		now: Moment,
	) -> Result<(OfferId, Offer<T>, Option<Stock<T>>), DispatchError> {
		let is_supplier = T::Identities::has_role(&supplier.did, Role::Supplier);
		ensure!(is_supplier, Error::<T>::NotASupplier);
		Self::ensure_validity(terms.valid_until, now)?;
		Self::ensure_terms(&terms)?;
		let bindable = may_bind::<_, T::Accounts>(&supplier, terms.asset);
		ensure!(bindable, Error::<T>::WrongAccount);
		let stock = Self::stock_at_first(&supplier, &terms, now)?;
		let (category, region, amount) = Self::listing_of(&terms, stock.as_ref())?;
		ensure!(category.levels() <= Category::MAX_LEVELS, Error::<T>::CategoryTooDeep);
		let (id, offer) = Self::open_offer(supplier, terms, category, region, amount, now)?;
		Self::emit(Event::OfferPlaced {
			offer: id,
			supplier: offer.supplier.did,
			data_set: offer.terms.goods.data_set(),
			category: offer.category,
			region: offer.region,
			price: offer.terms.price,
			asset: offer.terms.asset,
			copies: offer.terms.copies,
			valid_until: offer.terms.valid_until,
		});
		Ok((id, offer, stock))
	}

	/// Whether what a supplier says about an offer makes sense by itself.
	fn ensure_terms(terms: &OfferTerms<T>) -> DispatchResult {
		ensure!(!terms.copies.is_zero(), Error::<T>::NoCopies);
		ensure!(!terms.price.rate().is_zero(), Error::<T>::PriceTooLow);
		ensure!(T::Assets::asset_exists(terms.asset), Error::<T>::UnknownAsset);
		ensure!(terms.usage.terms.is_well_formed(), Error::<T>::InvalidUsage);
		ensure!(Commission::are_fair(&terms.commissions), Error::<T>::UnfairCommissions);
		ensure!(terms.demanders.are_sorted(), Error::<T>::PartiesNotSorted);
		// What nothing will be opened for would only stand in the way of others.
		if let Delivery::Sealed(Judge { fee, fallback, .. }) = terms.delivery {
			let takes = fee <= MAX_JUDGE_FEE && fallback <= PER_MILLE;
			ensure!(takes, Error::<T>::AbovePerMille);
		}
		if let Goods::Query(query) = &terms.goods {
			ensure!(query.region.is_geohash(), Error::<T>::InvalidRegion);
			let sound = query.within.as_ref().is_none_or(Span::is_sound);
			ensure!(sound, Error::<T>::InvalidSpan);
		}
		if let Goods::Live { notice, .. } = terms.goods {
			let by_second = matches!(terms.price, Price::PerSecond(_));
			ensure!(by_second, Error::<T>::StreamNotBySecond);
			ensure!(notice <= T::Streams::max_notice(), Error::<T>::NoticeTooLong);
			let payable = terms.price.rate().checked_mul(notice.into());
			ensure!(payable.is_some(), Error::<T>::PriceTooHigh);
		}
		Ok(())
	}

	/// What an offer supplies when it is placed. Of a query that is not known before somebody names a lot.
	fn stock_at_first(
		supplier: &Subject<T::AccountId>,
		terms: &OfferTerms<T>,
		now: Moment,
	) -> Result<Option<Stock<T>>, DispatchError> {
		match &terms.goods {
			Goods::Lot(lot) => {
				ensure!(!lot.submissions.is_empty(), Error::<T>::EmptyLot);
				let ascending = lot.submissions.is_sorted_by(|a, b| a < b);
				ensure!(ascending, Error::<T>::LotNotAscending);
				let facts = T::Registry::lot(lot.data_set, &lot.submissions, now)
					.map_err(Error::<T>::from)?;
				ensure!(facts.supplier == supplier.did, Error::<T>::NotTheSupplier);
				Ok(Some(Self::lot(terms, lot, facts, now)))
			},
			Goods::Query(_) => Ok(None),
			Goods::Live { data_set, notice } => {
				let facts = T::Registry::data_set(*data_set).ok_or(Error::<T>::UnknownDataSet)?;
				ensure!(facts.owner == supplier.did, Error::<T>::NotTheSupplier);
				Ok(Some(Self::stream(terms, (*data_set, facts), *notice, now)))
			},
		}
	}

	/// Category, region and price under which an offer is kept.
	fn listing_of(
		terms: &OfferTerms<T>,
		stock: Option<&Stock<T>>,
	) -> Result<(Category, Region, u128), DispatchError> {
		match (&terms.goods, stock) {
			(Goods::Query(query), _) => Ok((query.category, query.region, terms.price.rate())),
			(_, Some(Stock { supply, .. })) => {
				let amount = supply.amount().ok_or(Error::<T>::PriceTooHigh)?;
				Self::ensure_payable(terms, amount)?;
				Ok((supply.category, supply.region, amount))
			},
			(_, None) => Err(Error::<T>::LotUnavailable.into()),
		}
	}

	/// Whether somebody can pay so much and somebody else receive it: no dust, and no more than the asset counts. A stream pays
	/// what comes together over many seconds.
	fn ensure_payable(terms: &OfferTerms<T>, amount: u128) -> DispatchResult {
		let amount = T::Balance::try_from(amount).map_err(|_| Error::<T>::PriceTooHigh)?;
		let least = Self::least_amount(terms.asset, matches!(terms.goods, Goods::Live { .. }));
		ensure!(amount >= least, Error::<T>::PriceTooLow);
		Ok(())
	}

	/// The least that a match may cost: what makes an account, or of a stream something at all in a second.
	pub(crate) fn least_amount(asset: Asset, live: bool) -> T::Balance {
		match live {
			true => 1u8.into(),
			false => T::Assets::minimum_balance(asset).max(1u8.into()),
		}
	}

	/// Body of [`Pallet::withdraw_offer`].
	pub(crate) fn do_withdraw_offer(subject: Subject<T::AccountId>, id: OfferId) -> DispatchResult {
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(offer.supplier.did == subject.did, Error::<T>::NotTheOwner);
		Self::close_offer(id)?;
		Self::emit(Event::OfferWithdrawn {
			offer: id,
			supplier: offer.supplier.did,
			data_set: offer.terms.goods.data_set(),
		});
		Ok(())
	}
}

impl<T> From<LotError> for Error<T> {
	fn from(error: LotError) -> Self {
		match error {
			LotError::Empty => Self::EmptyLot,
			LotError::TooMany => Self::LotTooLarge,
			LotError::UnknownDataSet => Self::UnknownDataSet,
			LotError::UnknownSubmission => Self::UnknownSubmission,
			LotError::NotOfDataSet => Self::NotOfDataSet,
			LotError::NotValidated => Self::NotValidated,
			LotError::Duplicate => Self::LotNotAscending,
		}
	}
}
