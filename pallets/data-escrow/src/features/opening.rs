//! How an agreement comes into being, and under which parameters.

use codec::MaxEncodedLen;
use counterfoil_primitives::{
	did::DidId,
	exchange::total_leaves,
	fingerprint::Fingerprint,
	money::Commission,
	traits::{self, Delivery, NewAgreement, Party},
	AgreementId, SubmissionId,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::{tokens::fungibles::Inspect, Footprint, Get},
	BoundedVec,
};
use pallet_support::Deposit;
use sp_runtime::{
	traits::{CheckedAdd, Zero},
	DispatchError, DispatchResult,
};

use crate::{
	types::bond_for, Agreement, Agreements, BalanceOf, Commissions, Config, Error, Event,
	NextAgreementId, Owing, Pallet, Parameters, ParametersStore, Parties, Stage,
};

/// The bytes that two entries of the index and one of the agenda take, their keys, and what the party owes whose turn it is.
const INDEX_BYTES: usize = 2 * (32 + 16) + 16 + 16 + (32 + 4);

impl<T: Config> Pallet<T> {
	/// What an agreement over so many parts occupies. The closed record with what could not be paid is smaller.
	pub(crate) fn footprint(parts: usize) -> Footprint {
		let per_part =
			Fingerprint::max_encoded_len().saturating_add(SubmissionId::max_encoded_len());
		let most = BoundedVec::<Fingerprint, T::MaxParts>::bound();
		let spare = most.saturating_sub(parts).saturating_mul(per_part);
		let record = Agreement::<T>::max_encoded_len().saturating_sub(spare);
		Footprint::from_parts(1, record.saturating_add(INDEX_BYTES))
	}

	/// Opens an agreement that the demander has yet to fund, if neither party owes too much. Checks everything before it changes anything.
	pub(crate) fn do_open(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
	) -> Result<AgreementId, DispatchError> {
		for party in [&terms.supplier, &terms.demander] {
			ensure!(!Self::is_idle(party.did), Error::<T>::TooManyIdle);
		}
		Self::ensure_own_account(&terms.demander, terms.asset)?;
		Self::do_open_secured(terms)
	}

	/// The same whatever the parties owe, and from whatever account the demander acts: he put something up, and the account is asked about
	/// when he funds. The supplier asked for it; what he owes others can bring about by funding what he has yet to commit to.
	pub(crate) fn do_open_secured(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
	) -> Result<AgreementId, DispatchError> {
		let until = Self::deadline(Self::now(), ParametersStore::<T>::get().windows.funding)?;
		let (id, agreement) = Self::found(terms, Stage::Agreed { until })?;
		Self::owes(agreement.demander.did);
		Self::schedule_deadline(until, id);
		Agreements::<T>::insert(id, agreement);
		Ok(id)
	}

	/// Opens an agreement and puts the demander's price on hold at once.
	pub(crate) fn do_open_funded(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
	) -> Result<AgreementId, DispatchError> {
		let now = Self::now();
		Self::ensure_own_account(&terms.demander, terms.asset)?;
		let (id, agreement) = Self::found(terms, Stage::Agreed { until: now })?;
		Self::ensure_certified(&agreement, now, &mut 0)?;
		// He owes for a moment what is paid in the same breath, so that there is one way to the next stage.
		Self::owes(agreement.demander.did);
		let funder = agreement.demander.clone();
		Self::put_up_price(id, agreement, funder, None, now)?;
		Ok(id)
	}

	/// Whether the subject owes as many steps as it may.
	fn is_idle(did: DidId) -> bool {
		Owing::<T>::get(did) >= T::MaxOwed::get()
	}

	/// Makes an agreement with a number, an index entry for each party and a ticket.
	fn found(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
		stage: Stage,
	) -> Result<(AgreementId, Agreement<T>), DispatchError> {
		let NewAgreement {
			supplier,
			demander,
			data_set,
			submissions,
			parts,
			price,
			asset,
			commissions,
			usage,
			certificate,
			delivery,
			carrier,
		} = terms;
		ensure!(
			supplier.did != demander.did && supplier.account != demander.account,
			Error::<T>::SelfDealing
		);
		ensure!(submissions.len() == parts.len(), Error::<T>::LotMismatch);
		let parts: BoundedVec<Fingerprint, T::MaxParts> =
			parts.try_into().map_err(|_| Error::<T>::TooManyParts)?;
		let submissions = submissions.try_into().map_err(|_| Error::<T>::TooManyParts)?;
		let leaves = total_leaves(&parts).ok_or(Error::<T>::LotTooLarge)?;
		ensure!(!leaves.is_zero(), Error::<T>::EmptyLot);
		ensure!(Commission::are_fair(&commissions), Error::<T>::UnfairCommission);
		let commissions: Commissions =
			commissions.try_into().map_err(|_| Error::<T>::UnfairCommission)?;
		ensure!(T::Assets::asset_exists(asset), Error::<T>::UnknownAsset);
		Self::ensure_own_account(&supplier, asset)?;
		let least = T::Assets::minimum_balance(asset);
		ensure!(price >= least && !price.is_zero(), Error::<T>::PriceTooLow);
		let parameters = ParametersStore::<T>::get();
		let bond = bond_for::<T>(&parameters, price, asset);
		ensure!(price.checked_add(&bond).is_some(), Error::<T>::PriceTooHigh);
		if let Delivery::Sealed(judge) = &delivery {
			Self::check_fee(judge, price, bond, least)?;
			Self::check_interest(&judge.did, &supplier, &demander, data_set, &commissions)?;
		}

		let id = NextAgreementId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::NoMoreIds)?;
		let payer = match carrier {
			Party::Supplier => &supplier.account,
			Party::Demander => &demander.account,
		};
		let deposit = Deposit::take(payer, Self::footprint(parts.len()))?;

		NextAgreementId::<T>::put(next);
		Parties::<T>::insert(supplier.did, id, ());
		Parties::<T>::insert(demander.did, id, ());
		Self::emit(Event::Opened {
			id,
			supplier: supplier.clone(),
			demander: demander.clone(),
			data_set,
			price,
			bond,
			asset,
			until: stage.until(),
		});
		let agreement = Agreement {
			funder: demander.clone(),
			supplier,
			demander,
			data_set,
			submissions,
			parts,
			price,
			bond,
			asset,
			commissions,
			usage,
			certificate,
			delivery,
			windows: parameters.windows,
			opened: Self::now(),
			carrier,
			deposit,
			stage,
		};
		Ok((id, agreement))
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
		with_storage_layer(|| Self::do_open(terms))
	}

	fn open_secured(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
	) -> Result<AgreementId, DispatchError> {
		with_storage_layer(|| Self::do_open_secured(terms))
	}

	fn open_funded(
		terms: NewAgreement<T::AccountId, BalanceOf<T>>,
	) -> Result<AgreementId, DispatchError> {
		with_storage_layer(|| Self::do_open_funded(terms))
	}

	fn owes_too_much(party: &DidId) -> bool {
		Self::is_idle(*party)
	}

	fn largest_footprint() -> u64 {
		let most = BoundedVec::<Fingerprint, T::MaxParts>::bound();
		let Footprint { count, size } = Self::footprint(most);
		count.saturating_mul(size)
	}
}
