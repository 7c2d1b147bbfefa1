//! The bodies of the calls, one file per concern.

mod agenda;
mod closing;
mod provisions;
mod receipts;
mod requests;
mod sales;

use alloc::vec::Vec;

use counterfoil_primitives::{
	custody::{CirculationId, Source, MAX_DEPTH},
	did::DidId,
	traits::{Confidentiality, DataRegistry, DataSetFacts, Rights},
	usage::{NotPassable, UsageStatement, UsageTerms, Widening},
	DataSetId, HoldingId, Moment,
};
use frame_support::{ensure, traits::Time};
use pallet_support::take_id;
use sp_runtime::DispatchError;

use crate::{
	Circulation, Circulations, Config, Error, Holding, Holdings, HoldingsOf, HoldingsOfDataSet,
	NextHoldingId, Pallet,
};

/// How many there are.
pub(crate) fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

impl<T: Config> Pallet<T> {
	/// The chain's clock.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// The circulation, which must be open.
	pub(crate) fn open_circulation(id: CirculationId) -> Result<Circulation<T>, DispatchError> {
		Circulations::<T>::get(id).ok_or_else(|| Error::<T>::UnknownCirculation.into())
	}

	/// The holding.
	pub(crate) fn known_holding(id: HoldingId) -> Result<Holding, DispatchError> {
		Holdings::<T>::get(id).ok_or_else(|| Error::<T>::UnknownHolding.into())
	}

	/// What the registry knows about a data set.
	pub(crate) fn known_data_set(id: DataSetId) -> Result<DataSetFacts, DispatchError> {
		T::Registry::data_set(id).ok_or_else(|| Error::<T>::UnknownDataSet.into())
	}

	/// Who has more than half of the ownership of a data set, if somebody has.
	pub(crate) fn owner_of(data_set: DataSetId, facts: &DataSetFacts) -> Option<DidId> {
		let owners = T::Rights::owners(data_set, &facts.owner);
		let total = owners.iter().fold(0u64, |sum, (_, own)| sum.saturating_add((*own).into()));
		let has_majority = |own: u32| u64::from(own).saturating_mul(2) > total;
		owners.into_iter().find(|(_, own)| has_majority(*own)).map(|(did, _)| did)
	}

	/// Secret data stay with whom the owner gave them to (Y.4560 8.4).
	pub(crate) fn ensure_passable(facts: &DataSetFacts) -> Result<(), Error<T>> {
		ensure!(facts.confidentiality < Confidentiality::Secret, Error::<T>::DataSetIsSecret);
		Ok(())
	}

	/// A statement that is in its one form and not over.
	pub(crate) fn check_statement(usage: &UsageStatement, now: Moment) -> Result<(), Error<T>> {
		ensure!(usage.terms.is_well_formed(), Error::<T>::MalformedTerms);
		ensure!(!usage.terms.is_over(now), Error::<T>::TermsOver);
		Ok(())
	}

	/// The widest terms on which a holding may be passed on now.
	pub(crate) fn widest_of(holding: &Holding, now: Moment) -> Result<UsageTerms, Error<T>> {
		Ok(holding.usage.terms.passable(holding.given, now)?)
	}

	/// A holding and those that it comes from, up to the one that the owner gave. At most [`MAX_DEPTH`].
	pub(crate) fn path_of(id: HoldingId) -> Vec<(HoldingId, Holding)> {
		let mut path = Vec::new();
		let mut next = Some(id);
		for _ in 0..MAX_DEPTH {
			let Some(found) = next.and_then(|id| Some((id, Holdings::<T>::get(id)?))) else {
				break;
			};
			next = match found.1.source {
				Source::Holding(from) => Some(from),
				Source::Owner(_) => None,
			};
			path.push(found);
		}
		path
	}

	/// Keeps a new holding for ever.
	pub(crate) fn record(holding: Holding) -> Result<HoldingId, DispatchError> {
		let id = take_id::<NextHoldingId<T>>()?;
		HoldingsOfDataSet::<T>::insert(holding.data_set, id, ());
		HoldingsOf::<T>::insert(holding.holder, id, ());
		Holdings::<T>::insert(id, holding);
		Ok(id)
	}
}

impl<T> From<Widening> for Error<T> {
	fn from(widening: Widening) -> Self {
		match widening {
			Widening::Action => Self::WiderActions,
			Widening::Purpose => Self::WiderPurposes,
			Widening::Expiry => Self::WiderExpiry,
			Widening::Region => Self::WiderRegion,
			Widening::Copies => Self::WiderCopies,
		}
	}
}

impl<T> From<NotPassable> for Error<T> {
	fn from(reason: NotPassable) -> Self {
		match reason {
			NotPassable::NotDistributable => Self::NotDistributable,
			NotPassable::Expired => Self::HoldingExpired,
			NotPassable::NoCopiesLeft => Self::NoCopiesLeft,
		}
	}
}
