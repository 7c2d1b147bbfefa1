//! What is remembered of deals that are over.

use counterfoil_primitives::{
	did::DidId,
	exchange::Outcome,
	interest::{hands, tie_of},
	reputation::DealCounts,
	sealed::HALF,
	traits,
};

use crate::{Agreement, Config, Deals, Dealt, Pallet};

impl<T: Config> Pallet<T> {
	/// Counts the end of a deal for both of its parties. `by` stepped back, if a party did.
	///
	/// A deal that was paid counts once per pair, and only if neither the demander nor whoever paid for him has anything to do with the
	/// supplier: otherwise somebody could earn a name by dealing with himself. What went wrong always counts.
	pub(crate) fn count_deal(agreement: &Agreement<T>, outcome: Outcome, by: Option<DidId>) {
		let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
		let sale = |count: fn(&mut DealCounts) -> &mut u32| Self::add_one(supplier, count);
		let purchase = |count: fn(&mut DealCounts) -> &mut u32| Self::add_one(demander, count);
		match outcome {
			Outcome::Settled | Outcome::Judged { to_supplier: HALF.. } => {
				if Self::earns_a_name(agreement) {
					Dealt::<T>::insert(supplier, demander, ());
					sale(|counts| &mut counts.sales.settled);
					purchase(|counts| &mut counts.purchases.settled);
				}
			},
			Outcome::Declined if by == Some(supplier) => sale(|counts| &mut counts.sales.declined),
			Outcome::Declined if by == Some(demander) => {
				purchase(|counts| &mut counts.purchases.declined)
			},
			Outcome::NotFunded => purchase(|counts| &mut counts.purchases.unfunded),
			Outcome::NotCommitted => sale(|counts| &mut counts.sales.uncommitted),
			Outcome::NotAccepted => purchase(|counts| &mut counts.purchases.unaccepted),
			Outcome::NotRevealed => sale(|counts| &mut counts.sales.unrevealed),
			Outcome::Convicted | Outcome::Conceded | Outcome::Judged { .. } => {
				sale(|counts| &mut counts.sales.convicted)
			},
			// Nobody stepped back: the certificate that was agreed is gone. Nobody found out who was right.
			Outcome::Declined | Outcome::Fallback { .. } => (),
		}
	}

	/// Whether a deal that was paid is the first one between these two, and one between strangers.
	fn earns_a_name(agreement: &Agreement<T>) -> bool {
		let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
		if Dealt::<T>::contains_key(supplier, demander) {
			return false;
		}
		let own = hands::<T::Identities>(&supplier);
		let stranger = |did: &DidId| tie_of(&own, &hands::<T::Identities>(did)).is_none();
		let funder = agreement.funder.did;
		stranger(&demander) && (funder == demander || stranger(&funder))
	}

	fn add_one(did: DidId, count: fn(&mut DealCounts) -> &mut u32) {
		Deals::<T>::mutate(did, |counts| {
			let count = count(counts);
			*count = count.saturating_add(1);
		});
	}
}

impl<T: Config> traits::Reputations for Pallet<T> {
	fn supplier(did: &DidId) -> (u32, u32) {
		let sales = Deals::<T>::get(did).sales;
		(sales.good(), sales.bad())
	}
}
