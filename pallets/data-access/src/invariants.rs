//! What must hold after every call and every block.

use alloc::collections::{BTreeMap, BTreeSet};

use codec::Encode;
use counterfoil_primitives::{
	access::{Grantee, TOTAL_SHARES},
	traits::DataRegistry,
	DataSetId,
};
use frame_support::ensure;
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use crate::{
	pallet::*,
	types::{CurrentEpoch, Due, Stance},
};

impl<T: Config> Pallet<T> {
	/// Checks the whole state of the pallet. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		ensure!(Parameters::<T>::get().are_valid(), "the parameters are out of their ranges");
		Self::check_shares()?;
		Self::check_offers()?;
		Self::check_lists()?;
		Self::check_grants()?;
		Self::check_epochs()?;
		Self::check_batches()?;
		Self::check_agenda()
	}

	/// The shares of each right are all there, and each holder but the supplier pays for his entry.
	fn check_shares() -> Result<(), TryRuntimeError> {
		for (data_set, right, list) in Holders::<T>::iter() {
			let supplier = T::DataRegistry::data_set(data_set)
				.ok_or("shares of a data set that is not there")?
				.owner;
			let total = list.iter().fold(0u32, |sum, holding| sum.saturating_add(holding.shares));
			ensure!(total == TOTAL_SHARES, "the shares of a right are not all there");
			let holders: BTreeSet<_> = list.iter().map(|holding| holding.did).collect();
			ensure!(holders.len() == list.len(), "a holder is listed twice");
			ensure!(
				list.iter().any(|holding| holding.did != supplier),
				"a supplier is listed alone"
			);
			for holding in &list {
				ensure!(holding.shares > 0, "a holder holds nothing");
				ensure!(
					(holding.did == supplier) == holding.deposit.is_none(),
					"a holder does not pay for his entry, or the supplier does"
				);
			}
			ensure!(
				LastTransfer::<T>::contains_key(data_set, right),
				"shares are split and were never transferred"
			);
		}
		Ok(())
	}

	/// Offers are known to both sides, and decisions have an approval.
	fn check_offers() -> Result<(), TryRuntimeError> {
		let mut entries = 0usize;
		for (id, offer) in ShareOffers::<T>::iter() {
			ensure!(
				id < NextShareOfferId::<T>::get(),
				"an offer has a number that was not given yet"
			);
			ensure!(offer.from != offer.to && offer.shares > 0, "an offer offers nothing");
			ensure!(ShareOffersOf::<T>::contains_key(offer.from, id), "a giver is not indexed");
			ensure!(ShareOffersOf::<T>::contains_key(offer.to, id), "a receiver is not indexed");
			entries = entries.saturating_add(2);
		}
		ensure!(
			ShareOffersOf::<T>::iter_keys().count() == entries,
			"the index of offers lists what is not there"
		);
		for decision in Decisions::<T>::iter_values() {
			ensure!(!decision.approvals.is_empty(), "a decision waits without an approval");
		}
		Ok(())
	}

	/// The allow lists are counted, and names of classes differ.
	fn check_lists() -> Result<(), TryRuntimeError> {
		let mut allowed: BTreeMap<DataSetId, u32> = BTreeMap::new();
		for (data_set, _, listing) in Listings::<T>::iter() {
			if listing.stance == Stance::Allow {
				let count = allowed.entry(data_set).or_default();
				*count = count.saturating_add(1);
			}
		}
		let counted: BTreeMap<_, _> = AllowListed::<T>::iter().collect();
		ensure!(allowed == counted, "the allow lists are miscounted");
		for record in FieldClasses::<T>::iter_values() {
			let names: BTreeSet<_> = record.classes.iter().map(|class| class.name).collect();
			ensure!(
				names.len() == record.classes.len() && !names.is_empty(),
				"two field classes have one name, or there is none"
			);
		}
		Ok(())
	}

	/// Grants, their indices and the types of certificates agree.
	fn check_grants() -> Result<(), TryRuntimeError> {
		let mut grants = 0usize;
		for (id, grant) in Grants::<T>::iter() {
			ensure!(id < NextGrantId::<T>::get(), "a grant has a number that was not given yet");
			ensure!(
				GrantsOfDataSet::<T>::contains_key(grant.data_set, id),
				"a grant is not indexed"
			);
			ensure!(
				GrantsOfGrantee::<T>::contains_key(grant.grantee, id),
				"a grant is not indexed"
			);
			ensure!(grant.reserved <= grant.used, "more uses are reserved than used");
			ensure!(
				grant.kept_until.is_some()
					== (grant.revoked.is_some() || grant.terms.until.is_some()),
				"a grant that ends is kept for ever, or one that does not is not"
			);
			ensure!(
				grant.kept_until.is_none_or(|kept_until| kept_until >= grant.cited_until
					&& grant.end().is_some_and(|end| end < kept_until)),
				"a grant is forgotten before its end, or before a batch that counts it"
			);
			grants = grants.saturating_add(1);
		}
		ensure!(GrantsOfDataSet::<T>::iter_keys().count() == grants, "an index lists too much");
		ensure!(GrantsOfGrantee::<T>::iter_keys().count() == grants, "an index lists too much");
		let mut kinds: BTreeMap<DataSetId, BTreeSet<_>> = BTreeMap::new();
		for (data_set, grantee, places) in GrantsFor::<T>::iter() {
			ensure!(!places.is_empty(), "a list of places is empty and there");
			for id in &places {
				ensure!(
					Grants::<T>::get(id)
						.is_some_and(|grant| grant.data_set == data_set && grant.grantee == grantee),
					"a place is taken by another grant"
				);
			}
			if let Grantee::CertificateHolder(kind) = grantee {
				kinds.entry(data_set).or_default().insert(kind);
			}
		}
		let listed: BTreeMap<DataSetId, BTreeSet<_>> = CertificateKinds::<T>::iter()
			.map(|(data_set, kinds)| (data_set, kinds.into_iter().collect()))
			.collect();
		ensure!(kinds == listed, "the types of certificates are not those of the grants");
		Ok(())
	}

	/// Epochs are counted and their keys too.
	fn check_epochs() -> Result<(), TryRuntimeError> {
		for (data_set, CurrentEpoch { number, open }) in CurrentEpochs::<T>::iter() {
			ensure!(
				Epochs::<T>::contains_key(data_set, number) == open,
				"the newest epoch is open without a key, or has one and is not"
			);
		}
		let mut keys = 0usize;
		for (data_set, number, epoch) in Epochs::<T>::iter() {
			ensure!(
				CurrentEpochs::<T>::get(data_set).is_some_and(|current| number <= current.number),
				"an epoch has a number that was not given yet"
			);
			let announced = Announcements::<T>::iter_key_prefix((data_set, number)).count();
			ensure!(
				crate::count(announced) == epoch.announced,
				"the keys of an epoch are miscounted"
			);
			keys = keys.saturating_add(announced);
		}
		ensure!(Announcements::<T>::iter_keys().count() == keys, "a key belongs to no epoch");
		Ok(())
	}

	/// Batches are those of their operators.
	fn check_batches() -> Result<(), TryRuntimeError> {
		for (operator, sequence, batch) in Batches::<T>::iter() {
			let conduct = Conducts::<T>::get(operator);
			ensure!(sequence < conduct.batches, "a batch has a number that was not given yet");
			let places: BTreeSet<_> = batch.contradictions.iter().map(|(place, _)| place).collect();
			ensure!(places.len() == batch.contradictions.len(), "a record was proven twice");
			ensure!(
				batch.counted.windows(2).all(|pair| matches!(pair, [one, next] if one < next))
					&& batch.uses >= u64::from(crate::count(batch.counted.len())),
				"a batch counts a grant twice, or without a use"
			);
			for id in &batch.counted {
				let kept = Grants::<T>::get(id).is_some_and(|grant| {
					grant.data_set == batch.data_set && grant.cited_until >= batch.kept_until
				});
				ensure!(
					kept || batch.kept_until < Self::now(),
					"a grant is forgotten before a batch that counts it"
				);
			}
			let proven = u64::from(crate::count(batch.contradictions.len()));
			ensure!(proven <= conduct.contradictions, "the contradictions are miscounted");
		}
		Ok(())
	}

	/// Everything that ends by itself is on the agenda, at its time, and nothing else is.
	fn check_agenda() -> Result<(), TryRuntimeError> {
		let offers = ShareOffers::<T>::iter().map(|(id, offer)| (offer.until, Due::ShareOffer(id)));
		let decisions = Decisions::<T>::iter()
			.map(|(data_set, hash, pending)| (pending.until, Due::Decision(data_set, hash)));
		let grants = Grants::<T>::iter()
			.filter_map(|(id, grant)| grant.kept_until.map(|until| (until, Due::Grant(id))));
		let batches = Batches::<T>::iter()
			.map(|(operator, sequence, batch)| (batch.kept_until, Due::Batch(operator, sequence)));
		let expected: BTreeSet<_> = offers
			.chain(decisions)
			.chain(grants)
			.chain(batches)
			.map(|(until, due)| (agenda::bucket(until), due.encode()))
			.collect();
		let planned: BTreeSet<_> =
			Agenda::<T>::iter_keys().map(|(bucket, due)| (bucket, due.encode())).collect();
		ensure!(planned == expected, "the agenda and the records differ");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
