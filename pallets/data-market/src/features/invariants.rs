//! What must hold between blocks.

use alloc::collections::btree_map::BTreeMap;

use frame_support::ensure;
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use super::book::{age_key, bid_key, price_key};
use crate::{
	Agenda, AgendaCursor, Config, Demands, DemandsByPrice, NextDemandId, NextOfferId, Offers,
	OffersByPrice, OrderKind, Pallet,
};

impl<T: Config> Pallet<T> {
	/// Checks what must hold between blocks:
	///
	/// - every offer has copies, a lot in strictly ascending order, a number that was given out, exactly one line in the
	///   index that names its owner, and a place in the agenda after its validity;
	/// - every demand has a number that was given out, exactly one line in the index that names its owner, and a place in
	///   the agenda after its validity;
	/// - neither the index nor the agenda has anything else, and the agenda has passed nothing over.
	///
	/// That the tickets add up cannot be seen from here, because the runtime chooses what a ticket is: the
	/// tests of this pallet compare them with the holds.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		let agenda: BTreeMap<(OrderKind, u64), u64> =
			Agenda::<T>::iter_keys().map(|(bucket, order)| (order, bucket)).collect();
		ensure!(
			agenda.len() == Agenda::<T>::iter_keys().count(),
			"an order is twice in the agenda"
		);
		// In a bucket that is due only when the validity has passed.
		let scheduled = |order: (OrderKind, u64), valid_until: u64| {
			agenda.get(&order).is_some_and(|bucket| *bucket >= agenda::bucket(valid_until))
		};

		let mut offers = 0usize;
		for (id, offer) in Offers::<T>::iter() {
			offers = offers.saturating_add(1);
			ensure!(id < NextOfferId::<T>::get(), "an offer has a number that was not given out");
			ensure!(offer.copies > 0, "an offer that is sold out is still open");
			ensure!(!offer.submissions.is_empty(), "an offer has an empty lot");
			ensure!(
				offer.submissions.is_sorted_by(|a, b| a < b),
				"the lot of an offer is not in strictly ascending order"
			);
			let key = (offer.category, price_key(offer.price.into()), age_key(id));
			let owner = OffersByPrice::<T>::get(key).ok_or("an offer is not in the index")?;
			ensure!(owner == offer.supplier.did, "the index names another owner of an offer");
			ensure!(
				scheduled((OrderKind::Offer, id), offer.valid_until),
				"an offer is not in the agenda, or too early"
			);
		}
		ensure!(
			OffersByPrice::<T>::iter_keys().count() == offers,
			"the index has more lines than there are offers"
		);

		let mut demands = 0usize;
		for (id, demand) in Demands::<T>::iter() {
			demands = demands.saturating_add(1);
			ensure!(id < NextDemandId::<T>::get(), "a demand has a number that was not given out");
			let key = (demand.need.category, bid_key(demand.need.max_price), age_key(id));
			let owner = DemandsByPrice::<T>::get(key).ok_or("a demand is not in the index")?;
			ensure!(owner == demand.demander.did, "the index names another owner of a demand");
			ensure!(
				scheduled((OrderKind::Demand, id), demand.valid_until),
				"a demand is not in the agenda, or too early"
			);
		}
		ensure!(
			DemandsByPrice::<T>::iter_keys().count() == demands,
			"the index has more lines than there are demands"
		);
		ensure!(
			agenda.len() == offers.saturating_add(demands),
			"the agenda has an order that is not open"
		);
		Ok(())
	}
}
