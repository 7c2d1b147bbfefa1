//! How an agreement comes into being, and under which parameters.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId,
	exchange::total_leaves,
	fingerprint::Fingerprint,
	traits::{self, NewAgreement},
	AgreementId,
};
use frame_support::{
	ensure,
	traits::{tokens::fungible::Inspect, Consideration, Footprint, Get},
	BoundedVec,
};
use sp_runtime::{
	traits::{CheckedAdd, Zero},
	DispatchError, DispatchResult,
};

use crate::{
	types::bond_for, Agreement, Agreements, BalanceOf, Config, Error, Event, NextAgreementId,
	Owing, Pallet, Parameters, ParametersStore, Parties, Stage,
};

/// The bytes that two entries of the index and one of the agenda take, their keys, and what the party owes whose turn it is.
const INDEX_BYTES: usize = 2 * (32 + 16) + 16 + 16 + (32 + 4);

impl<T: Config> Pallet<T> {
	/// What an agreement over so many parts occupies. The closed record is smaller.
	pub(crate) fn footprint(parts: usize) -> Footprint {
		let per_part = Fingerprint::max_encoded_len();
		let most = BoundedVec::<Fingerprint, T::MaxParts>::bound();
		let spare = most.saturating_sub(parts).saturating_mul(per_part);
		let record = Agreement::<T>::max_encoded_len().saturating_sub(spare);
		Footprint::from_parts(1, record.saturating_add(INDEX_BYTES))
	}

	/// Opens an agreement. Checks everything before it changes anything.
	pub(crate) fn do_open(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
	) -> Result<AgreementId, DispatchError> {
		let NewAgreement { supplier, demander, data_set, parts, price } = terms;
		ensure!(
			supplier.did != demander.did && supplier.account != demander.account,
			Error::<T>::SelfDealing
		);
		let parts: BoundedVec<Fingerprint, T::MaxParts> =
			parts.try_into().map_err(|_| Error::<T>::TooManyParts)?;
		let leaves = total_leaves(&parts).ok_or(Error::<T>::LotTooLarge)?;
		ensure!(!leaves.is_zero(), Error::<T>::EmptyLot);
		ensure!(price >= T::Currency::minimum_balance(), Error::<T>::PriceTooLow);
		let parameters = ParametersStore::<T>::get();
		let bond = bond_for::<T>(&parameters, price);
		ensure!(price.checked_add(&bond).is_some(), Error::<T>::PriceTooHigh);

		let most = T::MaxIdle::get();
		let idle = |did: DidId| Owing::<T>::get(did) >= most;
		ensure!(!idle(supplier.did) && !idle(demander.did), Error::<T>::TooManyIdle);

		let id = NextAgreementId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NoMoreIds)?;
		let opened = Self::now();
		let until = Self::deadline(opened, parameters.windows.funding)?;
		let ticket = T::Consideration::new(&demander.account, Self::footprint(parts.len()))?;

		NextAgreementId::<T>::put(next);
		Parties::<T>::insert(supplier.did, id, ());
		Parties::<T>::insert(demander.did, id, ());
		Self::owes(demander.did);
		Self::schedule_deadline(until, id);
		Self::emit(Event::Opened {
			id,
			supplier: supplier.clone(),
			demander: demander.clone(),
			data_set,
			price,
			bond,
			until,
		});
		Agreements::<T>::insert(
			id,
			Agreement {
				supplier,
				demander,
				data_set,
				parts,
				price,
				bond,
				windows: parameters.windows,
				opened,
				stage: Stage::Agreed { until },
				ticket,
			},
		);
		Ok(id)
	}

	pub(crate) fn do_set_parameters(parameters: Parameters<BalanceOf<T>>) -> DispatchResult {
		parameters.check::<T>()?;
		ParametersStore::<T>::put(parameters);
		Self::emit(Event::ParametersSet { parameters });
		Ok(())
	}
}

impl<T: Config> traits::Agreements<T::AccountId, BalanceOf<T>> for Pallet<T> {
	type Error = DispatchError;

	fn open(terms: NewAgreement<T::AccountId, BalanceOf<T>>) -> Result<AgreementId, DispatchError> {
		Self::do_open(terms)
	}

	fn largest_footprint() -> u64 {
		let most = BoundedVec::<Fingerprint, T::MaxParts>::bound();
		let Footprint { count, size } = Self::footprint(most);
		count.saturating_mul(size)
	}
}
