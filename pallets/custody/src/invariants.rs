//! What must hold after every block. For tests and `try-runtime`.

use alloc::collections::BTreeMap;

use counterfoil_primitives::{
	custody::{Receipt, Source, MAX_DEPTH},
	usage::UNLIMITED_COPIES,
	HoldingId,
};
use frame_support::ensure;
use pallet_support::agenda;
use sp_runtime::TryRuntimeError;

use crate::{
	Agenda, AgendaCursor, Circulations, CirculationsOf, Config, HoldingOfAgreement, Holdings,
	HoldingsOf, HoldingsOfDataSet, NextCirculationId, NextHoldingId, Pallet, Stage,
};

impl<T: Config> Pallet<T> {
	/// - Every holding has a number that was given out, and is indexed by data set, holder and agreement; nothing else is.
	/// - Every holding that comes of another one is younger, one hand deeper, about parts of it, on terms that narrow it; and who
	///   passed it on had acknowledged it.
	/// - Copies that were given away are those that came of a holding, and never more than its terms allow.
	/// - Every open circulation has a number that was given out, two or three parties that it is indexed under, a place on the
	///   agenda, and at the proxy the holding of the proxy; nothing else is indexed or on the agenda.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_indices()?;
		Self::check_chains()?;
		Self::check_circulations()
	}

	fn check_indices() -> Result<(), TryRuntimeError> {
		let next = NextHoldingId::<T>::get();
		let (mut holdings, mut sold) = (0u64, 0u64);
		for (id, held) in Holdings::<T>::iter() {
			ensure!(id < next, "a holding has a number that was not given yet");
			ensure!(
				HoldingsOfDataSet::<T>::contains_key(held.data_set, id),
				"a holding is not indexed by its data set"
			);
			ensure!(
				HoldingsOf::<T>::contains_key(held.holder, id),
				"a holding is not indexed by its holder"
			);
			ensure!(
				held.agreement.is_some() || held.circulation.is_some(),
				"a holding came about in no way"
			);
			if let Some(agreement) = held.agreement {
				ensure!(
					HoldingOfAgreement::<T>::get(agreement) == Some(id),
					"a holding is not indexed by its agreement"
				);
				sold = sold.saturating_add(1);
			}
			holdings = holdings.saturating_add(1);
		}
		ensure!(next == holdings, "a holding is gone");
		let by_set = count(HoldingsOfDataSet::<T>::iter_values());
		let by_holder = count(HoldingsOf::<T>::iter_values());
		let by_agreement = count(HoldingOfAgreement::<T>::iter_values());
		ensure!(by_set == holdings, "the index by data set lists what does not exist");
		ensure!(by_holder == holdings, "the index by holder lists what does not exist");
		ensure!(by_agreement == sold, "the index by agreement lists what does not exist");
		Ok(())
	}

	fn check_chains() -> Result<(), TryRuntimeError> {
		let mut given: BTreeMap<HoldingId, u32> = BTreeMap::new();
		for (id, held) in Holdings::<T>::iter() {
			let Source::Holding(from) = held.source else {
				ensure!(held.depth == 1, "what the owner gave went through other hands");
				continue;
			};
			let above = Holdings::<T>::get(from).ok_or("a holding comes from nowhere")?;
			ensure!(from < id, "a holding is older than what it comes from");
			ensure!(above.holder == held.giver, "somebody gave what another one holds");
			ensure!(above.data_set == held.data_set, "a holding changed its data set");
			ensure!(
				held.parts.iter().all(|part| above.parts.contains(part)),
				"somebody passed on more parts than he holds"
			);
			ensure!(
				held.usage.terms.narrows(&above.usage.terms).is_ok(),
				"somebody passed on wider terms than he has"
			);
			ensure!(
				matches!(above.receipt, Receipt::Received(at) if at <= held.since),
				"somebody passed on what he had not received"
			);
			ensure!(
				above.usage.terms.until.is_none_or(|until| held.since <= until),
				"somebody passed on after the end of his terms"
			);
			ensure!(
				held.depth == above.depth.saturating_add(1) && held.depth <= MAX_DEPTH,
				"a holding has a wrong depth"
			);
			let sum = given.entry(from).or_default();
			*sum = sum.saturating_add(held.usage.terms.cost());
		}
		for (id, held) in Holdings::<T>::iter() {
			ensure!(
				held.given == given.get(&id).copied().unwrap_or_default(),
				"the copies that were given away are not those that came of a holding"
			);
			let copies = held.usage.terms.copies;
			ensure!(
				copies == UNLIMITED_COPIES || held.given <= copies,
				"more copies were given away than the terms allow"
			);
		}
		Ok(())
	}

	fn check_circulations() -> Result<(), TryRuntimeError> {
		let next = NextCirculationId::<T>::get();
		let (mut open, mut entries) = (0u64, 0u64);
		for (id, circulation) in Circulations::<T>::iter() {
			ensure!(id < next, "a circulation has a number that was not given yet");
			for party in circulation.parties() {
				ensure!(
					CirculationsOf::<T>::contains_key(party, id),
					"a circulation is not indexed by a party"
				);
				entries = entries.saturating_add(1);
			}
			let bucket = agenda::bucket(circulation.until);
			ensure!(Agenda::<T>::contains_key(bucket, id), "a deadline is not on the agenda");
			match circulation.stage {
				Stage::Requested => {},
				Stage::Confirmed => {
					ensure!(circulation.user.is_some(), "nobody confirmed a circulation");
				},
				Stage::AtProxy { holding } => {
					let held = Holdings::<T>::get(holding).ok_or("the proxy holds nothing")?;
					ensure!(circulation.user.is_some(), "a proxy is left with data for nobody");
					ensure!(
						held.holder == circulation.receiver.did && held.circulation == Some(id),
						"the proxy holds what belongs to another circulation"
					);
				},
			}
			open = open.saturating_add(1);
		}
		let indexed = count(CirculationsOf::<T>::iter_values());
		ensure!(indexed == entries, "the index of parties lists what does not exist");
		let scheduled = count(Agenda::<T>::iter_values());
		ensure!(scheduled == open, "the agenda lists what has no deadline");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}

/// How many there are.
fn count<Item>(items: impl Iterator<Item = Item>) -> u64 {
	items.fold(0, |sum, _| sum.saturating_add(1))
}
