//! How an auction comes into being, and how its supplier takes it back.

use counterfoil_primitives::{
	auction::{Falling, MAX_PRICE},
	did::DidId,
	money::{Asset, Commission},
	roles::Role,
	traits::{DataRegistry, Delivery, Identities, LotError, LotFacts, Subject},
	AuctionId, Moment,
};
use frame_support::{
	ensure,
	traits::{tokens::fungibles::Inspect, Get},
	BoundedVec,
};
use pallet_support::{take_id, Deposit};
use sp_runtime::{traits::SaturatedConversion, DispatchError, DispatchResult};

use crate::{
	types::auction_footprint, Auction, Auctions, BalanceOf, Config, Descending, End, Error, Event,
	Failure, Format, Lot, NextAuctionId, Pallet, Parameters, ParametersStore, Part, Parties,
	Sealed, SealedTerms,
};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::open_sealed`].
	pub(crate) fn do_open_sealed(
		supplier: Subject<T::AccountId>,
		lot: Lot<T>,
		terms: SealedTerms<BalanceOf<T>>,
	) -> DispatchResult {
		let now = Self::now();
		let parameters = ParametersStore::<T>::get();
		Self::ensure_sellable(&supplier, &lot, terms.copies, now)?;
		let reserve: u128 = terms.reserve.saturated_into();
		Self::ensure_price(&supplier, &lot, reserve)?;
		ensure!(reserve <= MAX_PRICE, Error::<T>::PriceTooHigh);
		let least = parameters.least_deposit(reserve).max(Self::least_amount(lot.asset));
		ensure!(terms.deposit.saturated_into::<u128>() >= least, Error::<T>::DepositTooLow);

		let window = |from: Moment, until: Moment| {
			until.checked_sub(from).is_some_and(|window| window >= parameters.min_window)
		};
		ensure!(window(now, terms.commit_until), Error::<T>::WindowTooShort);
		ensure!(window(terms.commit_until, terms.reveal_until), Error::<T>::WindowTooShort);
		Self::ensure_not_too_long(&parameters, now, terms.reveal_until)?;

		let data_set = lot.data_set;
		let asset = lot.asset;
		let best = BoundedVec::new();
		let sealed = Sealed { terms, bidders: 0, revealed: 0, best, settling: None };
		let auction = Self::open(supplier.clone(), lot, Format::Sealed(sealed), now)?;
		let SealedTerms { copies, reserve, pricing, deposit, commit_until, reveal_until } = terms;
		Self::emit(Event::SealedOpened {
			auction,
			supplier,
			data_set,
			copies,
			asset,
			reserve,
			pricing,
			deposit,
			commit_until,
			reveal_until,
		});
		Ok(())
	}

	/// Body of [`Pallet::open_descending`].
	pub(crate) fn do_open_descending(
		supplier: Subject<T::AccountId>,
		lot: Lot<T>,
		copies: u32,
		sale: Falling,
	) -> DispatchResult {
		let now = Self::now();
		let parameters = ParametersStore::<T>::get();
		Self::ensure_sellable(&supplier, &lot, copies, now)?;
		Self::ensure_price(&supplier, &lot, sale.reserve)?;
		ensure!(sale.reserve <= sale.start, Error::<T>::ReserveAboveStart);
		let counts = BalanceOf::<T>::try_from(sale.start).is_ok();
		ensure!(counts && sale.start <= MAX_PRICE, Error::<T>::PriceTooHigh);
		ensure!(sale.from >= now, Error::<T>::SaleInPast);
		ensure!(sale.from < sale.until, Error::<T>::SaleEmpty);
		// What is left of the conditions: at least one step.
		ensure!(sale.is_sound(), Error::<T>::NoSteps);
		Self::ensure_not_too_long(&parameters, now, sale.until)?;

		let (data_set, asset) = (lot.data_set, lot.asset);
		let descending = Descending { copies, sale, buyers: BoundedVec::new() };
		let auction = Self::open(supplier.clone(), lot, Format::Descending(descending), now)?;
		Self::emit(Event::DescendingOpened { auction, supplier, data_set, copies, asset, sale });
		Ok(())
	}

	/// Body of [`Pallet::cancel`].
	pub(crate) fn do_cancel(subject: Subject<T::AccountId>, id: AuctionId) -> DispatchResult {
		let auction = Self::known_auction(id)?;
		ensure!(auction.supplier.did == subject.did, Error::<T>::NotTheSupplier);
		if let Format::Sealed(sealed) = &auction.format {
			// What others put up must not hang on what the supplier thinks of their number.
			ensure!(sealed.bidders == 0, Error::<T>::HasBids);
		}
		Self::end(id, auction, End::Cancelled, Some(subject.did))
	}

	/// Body of [`Pallet::set_parameters`].
	pub(crate) fn do_set_parameters(parameters: Parameters) -> DispatchResult {
		parameters.check::<T>()?;
		ParametersStore::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}

	/// The auction, if it is not over.
	pub(crate) fn known_auction(id: AuctionId) -> Result<Auction<T>, Error<T>> {
		Auctions::<T>::get(id).ok_or(Error::<T>::NotFound)
	}

	/// Whether the lot can be sold now, and what the registry says about it.
	pub(crate) fn available(auction: &Auction<T>, now: Moment) -> Result<LotFacts, Failure> {
		let (supplier, lot) = (&auction.supplier.did, &auction.lot);
		let active = T::Identities::has_role(supplier, Role::Supplier);
		ensure!(active, Failure::SupplierNotActive);
		let facts = T::Registry::lot(lot.data_set, &lot.submissions, now)
			.map_err(|_| Failure::LotUnavailable)?;
		ensure!(facts.supplier == *supplier, Failure::LotUnavailable);
		ensure!(Self::is_certified(lot, now), Failure::NotCertified);
		Ok(facts)
	}

	/// The least amount of an asset that an account without any other of it can receive.
	pub(crate) fn least_amount(asset: Asset) -> u128 {
		T::Assets::minimum_balance(asset).saturated_into::<u128>().max(1)
	}

	fn is_certified(lot: &Lot<T>, now: Moment) -> bool {
		T::Registry::has_certificate(lot.data_set, &lot.submissions, &lot.certificate, now)
	}

	/// What is the same for both formats.
	fn ensure_sellable(
		supplier: &Subject<T::AccountId>,
		lot: &Lot<T>,
		copies: u32,
		now: Moment,
	) -> DispatchResult {
		let active = T::Identities::has_role(&supplier.did, Role::Supplier);
		ensure!(active, Error::<T>::NotASupplier);
		ensure!(copies > 0, Error::<T>::NoCopies);
		ensure!(copies <= T::MaxBidders::get(), Error::<T>::TooManyCopies);
		ensure!(!lot.is_empty(), Error::<T>::EmptyLot);
		ensure!(lot.submissions.is_sorted_by(|a, b| a < b), Error::<T>::LotNotAscending);
		ensure!(Commission::are_fair(&lot.commissions), Error::<T>::UnfairCommissions);
		ensure!(lot.usage.terms.is_well_formed(), Error::<T>::MalformedUsage);
		let facts =
			T::Registry::lot(lot.data_set, &lot.submissions, now).map_err(Error::<T>::from)?;
		ensure!(facts.supplier == supplier.did, Error::<T>::NotTheSupplier);
		ensure!(Self::is_certified(lot, now), Error::<T>::NotCertified);
		Ok(())
	}

	/// Whether the asset exists, nobody is paid less of it than his account can receive, and the escrow will open agreements about it.
	fn ensure_price(
		supplier: &Subject<T::AccountId>,
		lot: &Lot<T>,
		reserve: u128,
	) -> Result<(), Error<T>> {
		ensure!(T::Assets::asset_exists(lot.asset), Error::<T>::UnknownAsset);
		Self::ensure_own(supplier, lot.asset)?;
		ensure!(reserve >= Self::least_amount(lot.asset), Error::<T>::ReserveTooLow);
		match &lot.delivery {
			Delivery::Sealed(judge) => Self::ensure_judge(judge, supplier, lot, reserve),
			Delivery::Proven => Ok(()),
		}
	}

	fn ensure_not_too_long(
		parameters: &Parameters,
		now: Moment,
		end: Moment,
	) -> Result<(), Error<T>> {
		let duration = end.saturating_sub(now);
		ensure!(duration <= parameters.max_duration, Error::<T>::DurationTooLong);
		Ok(())
	}

	/// Writes an auction down. Everything was checked but whether the account can pay for it.
	fn open(
		supplier: Subject<T::AccountId>,
		lot: Lot<T>,
		format: Format<T>,
		now: Moment,
	) -> Result<AuctionId, DispatchError> {
		let ticket = Deposit::take(&supplier.account, auction_footprint::<T>(&lot, &format))?;
		let id = take_id::<NextAuctionId<T>>()?;
		let auction = Auction { supplier, lot, format, opened: now, ticket };
		Parties::<T>::insert(auction.supplier.did, id, Part::Supplier);
		Self::schedule(auction.due(), id);
		Auctions::<T>::insert(id, auction);
		Ok(id)
	}

	/// Takes an auction off the chain. Its bids are settled.
	pub(crate) fn end(
		id: AuctionId,
		auction: Auction<T>,
		end: End,
		by: Option<DidId>,
	) -> DispatchResult {
		Self::unschedule(auction.due(), id);
		Auctions::<T>::remove(id);
		let supplier = auction.supplier.did;
		Parties::<T>::remove(supplier, id);
		auction.ticket.give_back()?;
		let data_set = auction.lot.data_set;
		Self::emit(Event::Closed { auction: id, supplier, data_set, end, by });
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

impl<T> From<Failure> for Error<T> {
	fn from(failure: Failure) -> Self {
		match failure {
			Failure::SupplierNotActive => Self::SupplierNotActive,
			Failure::LotUnavailable => Self::LotUnavailable,
			Failure::NotCertified => Self::NotCertified,
		}
	}
}
