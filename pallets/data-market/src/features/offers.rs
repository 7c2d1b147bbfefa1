//! Placing and withdrawing offers.

use counterfoil_primitives::{
	roles::Role,
	traits::{DataRegistry, Identities, LotError, Subject},
	OfferId,
};
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use sp_runtime::{traits::Zero, DispatchError, DispatchResult};

use crate::{Config, Error, Event, OfferTerms, Offers, Pallet};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::place_offer`]. Returns for how many demands the fee is due.
	pub(crate) fn do_place_offer(
		supplier: Subject<T::AccountId>,
		terms: OfferTerms<T>,
	) -> Result<u32, DispatchError> {
		let now = T::Time::now();
		let is_supplier = T::Identities::has_role(&supplier.did, Role::Supplier);
		ensure!(is_supplier, Error::<T>::NotASupplier);
		Self::ensure_validity(terms.valid_until, now)?;
		ensure!(terms.price >= T::MinPrice::get(), Error::<T>::PriceTooLow);
		ensure!(!terms.copies.is_zero(), Error::<T>::NoCopies);
		ensure!(!terms.submissions.is_empty(), Error::<T>::EmptyLot);
		let ascending = terms.submissions.is_sorted_by(|a, b| a < b);
		ensure!(ascending, Error::<T>::LotNotAscending);

		let facts =
			T::Registry::lot(terms.data_set, &terms.submissions, now).map_err(Error::<T>::from)?;
		ensure!(facts.supplier == supplier.did, Error::<T>::NotTheSupplier);

		let (id, offer) = Self::open_offer(supplier, terms, facts.category, facts.region, now)?;
		Self::emit(Event::OfferPlaced {
			offer: id,
			supplier: offer.supplier.did,
			data_set: offer.data_set,
			category: offer.category,
			region: offer.region,
			price: offer.price,
			copies: offer.copies,
			valid_until: offer.valid_until,
		});
		Ok(Self::match_offer(id, &offer, &facts, now))
	}

	/// Body of [`Pallet::withdraw_offer`].
	pub(crate) fn do_withdraw_offer(subject: Subject<T::AccountId>, id: OfferId) -> DispatchResult {
		let offer = Offers::<T>::get(id).ok_or(Error::<T>::UnknownOffer)?;
		ensure!(offer.supplier.did == subject.did, Error::<T>::NotTheOwner);
		let (Subject { did: supplier, .. }, data_set) = Self::close_offer(id)?;
		Self::emit(Event::OfferWithdrawn { offer: id, supplier, data_set });
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
