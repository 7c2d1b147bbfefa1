//! The steps of an exchange in which nobody cheats: fund, commit, accept, reveal.

use counterfoil_primitives::{exchange, traits::Subject, AgreementId, Hash};
use frame_support::{ensure, traits::tokens::fungible::MutateHold};
use pallet_support::genesis_hash;
use sp_runtime::DispatchResult;

use crate::{Config, Error, Event, HoldReason, Key, Pallet, Stage};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_fund(caller: Subject<T::AccountId>, id: AgreementId) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_demander(&caller, &agreement)?;
		Self::ensure_account(&caller, &agreement.demander)?;
		let Stage::Agreed { until } = agreement.stage else {
			return Err(Error::<T>::AlreadyFunded.into());
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let until = Self::deadline(now, agreement.windows.commitment)?;
		let amount = agreement.price;
		T::Currency::hold(&HoldReason::Price.into(), &agreement.demander.account, amount)?;

		// It was his turn, and now it is the supplier's.
		Self::no_longer_owes(agreement.demander.did);
		Self::owes(agreement.supplier.did);
		let (supplier, data_set) = (agreement.supplier.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Funded { until });
		Self::emit(Event::Funded { id, demander: caller.did, amount, until, supplier, data_set });
		Ok(())
	}

	pub(crate) fn do_commit(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		ciphertext_root: Hash,
		key_commitment: Hash,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_supplier(&caller, &agreement)?;
		Self::ensure_account(&caller, &agreement.supplier)?;
		let until = match agreement.stage {
			Stage::Agreed { .. } => return Err(Error::<T>::NotFunded.into()),
			Stage::Funded { until } => until,
			Stage::Offered { .. } | Stage::Accepted { .. } | Stage::Revealed { .. } => {
				return Err(Error::<T>::AlreadyCommitted.into())
			},
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let until = Self::deadline(now, agreement.windows.acceptance)?;
		let bond = agreement.bond;
		T::Currency::hold(&HoldReason::Bond.into(), &agreement.supplier.account, bond)?;

		Self::no_longer_owes(agreement.supplier.did);
		let (demander, data_set) = (agreement.demander.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Offered { until, ciphertext_root, key_commitment });
		Self::emit(Event::Committed {
			id,
			supplier: caller.did,
			ciphertext_root,
			key_commitment,
			bond,
			until,
			demander,
			data_set,
		});
		Ok(())
	}

	pub(crate) fn do_accept(caller: Subject<T::AccountId>, id: AgreementId) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_demander(&caller, &agreement)?;
		let (until, ciphertext_root, key_commitment) = match agreement.stage {
			Stage::Agreed { .. } | Stage::Funded { .. } => {
				return Err(Error::<T>::NotCommitted.into())
			},
			Stage::Offered { until, ciphertext_root, key_commitment } => {
				(until, ciphertext_root, key_commitment)
			},
			Stage::Accepted { .. } | Stage::Revealed { .. } => {
				return Err(Error::<T>::AlreadyAccepted.into())
			},
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let until = Self::deadline(now, agreement.windows.reveal)?;

		let (supplier, data_set) = (agreement.supplier.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Accepted { until, ciphertext_root, key_commitment });
		Self::emit(Event::Accepted { id, demander: caller.did, until, supplier, data_set });
		Ok(())
	}

	pub(crate) fn do_reveal(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		key: Key,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_supplier(&caller, &agreement)?;
		let (until, ciphertext_root, key_commitment) = match agreement.stage {
			Stage::Agreed { .. } | Stage::Funded { .. } | Stage::Offered { .. } => {
				return Err(Error::<T>::NotAccepted.into())
			},
			Stage::Accepted { until, ciphertext_root, key_commitment } => {
				(until, ciphertext_root, key_commitment)
			},
			Stage::Revealed { .. } => return Err(Error::<T>::AlreadyRevealed.into()),
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		ensure!(
			exchange::key_commitment(&genesis_hash::<T>(), id, &key) == key_commitment,
			Error::<T>::WrongKey
		);
		let until = Self::deadline(now, agreement.windows.dispute)?;

		let (demander, data_set) = (agreement.demander.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Revealed { until, ciphertext_root, key });
		Self::emit(Event::Revealed { id, supplier: caller.did, key, until, demander, data_set });
		Ok(())
	}
}
