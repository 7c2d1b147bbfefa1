//! The steps of an exchange in which nobody cheats: fund, commit, accept, reveal.

use counterfoil_primitives::{
	did::DidId,
	exchange,
	traits::{Allowances, CertificateNeed, DataRegistry, Spending, Subject},
	AgreementId, Hash, Moment,
};
use frame_support::{ensure, traits::tokens::fungibles::MutateHold};
use pallet_support::genesis_hash;
use sp_runtime::{DispatchError, DispatchResult};

use crate::{Agreement, Config, Error, Event, HoldReason, Key, Pallet, Stage};

impl<T: Config> Pallet<T> {
	/// `checked` counts the certificates that are looked up.
	pub(crate) fn do_fund(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		from: Option<DidId>,
		checked: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		let by_supplier = caller.did == agreement.supplier.did && from.is_some();
		ensure!(by_supplier || caller.did == agreement.demander.did, Error::<T>::NotDemander);
		if from.is_none() {
			Self::ensure_account(&caller, &agreement.demander)?;
			Self::ensure_own_account(&caller, agreement.asset)?;
		}
		let Stage::Agreed { until } = agreement.stage else {
			return Err(Error::<T>::AlreadyFunded.into());
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		Self::ensure_certified(&agreement, now, checked)?;
		let funder = match from {
			None => agreement.demander.clone(),
			Some(payer) => Self::spend(&agreement, payer, caller.did, now)?,
		};
		Self::put_up_price(id, agreement, funder, Some(caller.did), now)
	}

	/// Has the price counted against the limits that somebody set to a party; returns whose money it is and the account that it is on.
	fn spend(
		agreement: &Agreement<T>,
		payer: DidId,
		spender: DidId,
		now: Moment,
	) -> Result<Subject<T::AccountId>, DispatchError> {
		let supplier = &agreement.supplier;
		Self::ensure_not_judge(agreement, &payer)?;
		// The supplier has no say about anybody's money but the demander's, and is not paid with his own.
		ensure!(
			payer != supplier.did && (spender != supplier.did || payer == agreement.demander.did),
			Error::<T>::WrongFunder
		);
		let funder = T::Allowances::spend(Spending {
			payer,
			spender,
			payee: supplier.did,
			asset: agreement.asset,
			amount: agreement.stake(),
			since: now,
			until: Self::deadline(now, agreement.longest_bound())?,
		})?;
		ensure!(funder.account != supplier.account, Error::<T>::WrongFunder);
		Ok(funder)
	}

	/// Puts the price on hold. From now on it is the supplier's turn.
	pub(crate) fn put_up_price(
		id: AgreementId,
		mut agreement: Agreement<T>,
		funder: Subject<T::AccountId>,
		by: Option<DidId>,
		now: Moment,
	) -> DispatchResult {
		let until = Self::deadline(now, agreement.windows.commitment)?;
		let (asset, amount) = (agreement.asset, agreement.stake());
		T::Assets::hold(asset, &HoldReason::Price.into(), &funder.account, amount)?;

		Self::no_longer_owes(agreement.demander.did);
		Self::owes(agreement.supplier.did);
		let (supplier, demander) = (agreement.supplier.did, agreement.demander.did);
		let data_set = agreement.data_set;
		agreement.funder = funder.clone();
		Self::enter(id, agreement, Stage::Funded { until });
		Self::emit(Event::Funded { id, demander, funder, by, amount, until, supplier, data_set });
		Ok(())
	}

	/// How many certificates have to be looked up to know whether what was agreed is still certified.
	pub(crate) fn certificates_needed(agreement: &Agreement<T>) -> u32 {
		match agreement.certificate {
			CertificateNeed::None => 0,
			CertificateNeed::Any | CertificateNeed::OfType(_) => {
				u32::try_from(agreement.submissions.len()).unwrap_or(u32::MAX)
			},
		}
	}

	/// Whether what was agreed still has the certificate that was agreed.
	pub(crate) fn is_certified(agreement: &Agreement<T>, now: Moment) -> bool {
		let Agreement { data_set, submissions, certificate, .. } = agreement;
		T::Registry::has_certificate(*data_set, submissions, certificate, now)
	}

	/// What was agreed still has the certificate that was agreed. `checked` counts those that are looked up.
	pub(crate) fn ensure_certified(
		agreement: &Agreement<T>,
		now: Moment,
		checked: &mut u32,
	) -> Result<(), Error<T>> {
		*checked = Self::certificates_needed(agreement);
		ensure!(Self::is_certified(agreement, now), Error::<T>::CertificateLapsed);
		Ok(())
	}

	pub(crate) fn do_commit(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		ciphertext_root: Hash,
		watermark: Option<Hash>,
		key_commitment: Hash,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_supplier(&caller, &agreement)?;
		Self::ensure_account(&caller, &agreement.supplier)?;
		Self::ensure_own_account(&caller, agreement.asset)?;
		Self::ensure_proven(&agreement)?;
		let until = match agreement.stage {
			Stage::Agreed { .. } => return Err(Error::<T>::NotFunded.into()),
			Stage::Funded { until } => until,
			Stage::Offered { .. }
			| Stage::Accepted { .. }
			| Stage::Revealed { .. }
			| Stage::Delivered { .. }
			| Stage::Contested { .. } => return Err(Error::<T>::AlreadyCommitted.into()),
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		let until = Self::deadline(now, agreement.windows.acceptance)?;
		let bond = agreement.bond;
		let account = &agreement.supplier.account;
		T::Assets::hold(agreement.asset, &HoldReason::Bond.into(), account, bond)?;

		Self::no_longer_owes(agreement.supplier.did);
		let (demander, data_set) = (agreement.demander.did, agreement.data_set);
		let offered = Stage::Offered { until, ciphertext_root, watermark, key_commitment };
		Self::enter(id, agreement, offered);
		Self::emit(Event::Committed {
			id,
			supplier: caller.did,
			ciphertext_root,
			watermark,
			key_commitment,
			bond,
			until,
			demander,
			data_set,
		});
		Ok(())
	}

	/// `checked` counts the certificates that are looked up.
	pub(crate) fn do_accept(
		caller: Subject<T::AccountId>,
		id: AgreementId,
		checked: &mut u32,
	) -> DispatchResult {
		let agreement = Self::open_agreement(id)?;
		Self::ensure_demander(&caller, &agreement)?;
		Self::ensure_proven(&agreement)?;
		let (until, ciphertext_root, watermark, key_commitment) = match agreement.stage {
			Stage::Agreed { .. } | Stage::Funded { .. } => {
				return Err(Error::<T>::NotCommitted.into())
			},
			Stage::Offered { until, ciphertext_root, watermark, key_commitment } => {
				(until, ciphertext_root, watermark, key_commitment)
			},
			Stage::Accepted { .. }
			| Stage::Revealed { .. }
			| Stage::Delivered { .. }
			| Stage::Contested { .. } => return Err(Error::<T>::AlreadyAccepted.into()),
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		Self::ensure_certified(&agreement, now, checked)?;
		let until = Self::deadline(now, agreement.windows.reveal)?;

		let (supplier, data_set) = (agreement.supplier.did, agreement.data_set);
		let accepted = Stage::Accepted { until, ciphertext_root, watermark, key_commitment };
		Self::enter(id, agreement, accepted);
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
		Self::ensure_proven(&agreement)?;
		let (until, ciphertext_root, watermark, key_commitment) = match agreement.stage {
			Stage::Agreed { .. } | Stage::Funded { .. } | Stage::Offered { .. } => {
				return Err(Error::<T>::NotAccepted.into())
			},
			Stage::Accepted { until, ciphertext_root, watermark, key_commitment } => {
				(until, ciphertext_root, watermark, key_commitment)
			},
			Stage::Revealed { .. } | Stage::Delivered { .. } | Stage::Contested { .. } => {
				return Err(Error::<T>::AlreadyRevealed.into())
			},
		};
		let now = Self::now();
		Self::ensure_in_time(until, now)?;
		ensure!(
			exchange::key_commitment(&genesis_hash::<T>(), id, &key) == key_commitment,
			Error::<T>::WrongKey
		);
		let until = Self::deadline(now, agreement.windows.dispute)?;

		let (demander, data_set) = (agreement.demander.did, agreement.data_set);
		Self::enter(id, agreement, Stage::Revealed { until, ciphertext_root, watermark, key });
		Self::emit(Event::Revealed { id, supplier: caller.did, key, until, demander, data_set });
		Ok(())
	}
}
