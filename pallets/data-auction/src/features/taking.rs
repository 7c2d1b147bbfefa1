//! Buying at a price that falls.

use counterfoil_primitives::{
	roles::Role,
	traits::{Agreements, Identities, NewAgreement, Party, Subject},
	AuctionId,
};
use frame_support::ensure;
use sp_runtime::{traits::SaturatedConversion, DispatchResult};

use crate::{types::Asked, Auctions, BalanceOf, Config, End, Error, Event, Format, Pallet};

impl<T: Config> Pallet<T> {
	/// Body of [`Pallet::take`].
	pub(crate) fn do_take(
		demander: Subject<T::AccountId>,
		id: AuctionId,
		max_price: BalanceOf<T>,
		asked: &mut Asked,
	) -> DispatchResult {
		let mut auction = Self::known_auction(id)?;
		let Format::Descending(descending) = &auction.format else {
			return Err(Error::<T>::NotDescending.into());
		};
		let now = Self::now();
		ensure!(now >= descending.sale.from, Error::<T>::SaleNotBegun);
		let price = descending.sale.at(now).ok_or(Error::<T>::SaleOver)?;
		let price: BalanceOf<T> = price.saturated_into();
		ensure!(price <= max_price, Error::<T>::PriceAboveMaximum);
		let demands = T::Identities::has_role(&demander.did, Role::Demander);
		ensure!(demands, Error::<T>::NotADemander);
		ensure!(!descending.buyers.contains(&demander.did), Error::<T>::AlreadyBought);
		Self::ensure_own(&demander, auction.lot.asset)?;
		Self::ensure_independent(&auction, &demander, &mut asked.beneficiaries)?;
		asked.submissions = auction.lot.submissions.len().saturated_into();
		let facts = Self::available(&auction, now).map_err(Error::<T>::from)?;

		let agreement = T::Agreements::open_funded(NewAgreement {
			supplier: auction.supplier.clone(),
			demander: demander.clone(),
			data_set: auction.lot.data_set,
			submissions: auction.lot.submissions.to_vec(),
			parts: facts.parts,
			price,
			asset: auction.lot.asset,
			commissions: auction.lot.commissions.to_vec(),
			usage: auction.lot.usage.clone(),
			certificate: auction.lot.certificate,
			delivery: auction.lot.delivery,
			carrier: Party::Demander,
		})?;

		let Format::Descending(descending) = &mut auction.format else {
			return Err(Error::<T>::NotDescending.into());
		};
		descending.buyers.try_push(demander.did).map_err(|_| Error::<T>::TooManyCopies)?;
		let copies_left = descending.copies_left();
		let (supplier, data_set) = (auction.supplier.did, auction.lot.data_set);
		Self::emit(Event::Taken {
			auction: id,
			data_set,
			supplier,
			demander,
			agreement,
			price,
			copies_left,
		});
		if copies_left == 0 {
			Self::end(id, auction, End::SoldOut, None)?;
		} else {
			Auctions::<T>::insert(id, auction);
		}
		Ok(())
	}
}
