//! Epochs of content keys, one for each field class. The chain sees hashes only.

use alloc::vec::Vec;

use codec::MaxEncodedLen;
use counterfoil_primitives::{access::is_entitled, did::DidId, traits::Subject, DataSetId, Hash};
use frame_support::{ensure, traits::Footprint};
use sp_runtime::DispatchResult;

use crate::{
	types::{Announced, Announcement, ClassKey, CurrentEpoch, Deposit, Epoch, MAX_PRUNED},
	Announcements, Call, Config, CurrentEpochs, Epochs, Error, Event, Pallet,
};

/// The key of an epoch.
const EPOCH_KEY: usize = 16 + 12;

/// The key of an announced key.
const ANNOUNCEMENT_KEY: usize = EPOCH_KEY + 32 + (8 + 2);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_epoch(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		commitment: Hash,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_decided(&caller, data_set, &supplier, || Call::open_epoch {
			data_set,
			commitment,
		})?;
		let epoch = match CurrentEpochs::<T>::get(data_set) {
			None => 0,
			Some(CurrentEpoch { number, open: false }) => number,
			Some(CurrentEpoch { number, open: true }) => {
				number.checked_add(1).ok_or(Error::<T>::NoMoreIds)?
			},
		};
		let bytes = Epoch::<T>::max_encoded_len().saturating_add(EPOCH_KEY);
		let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;
		CurrentEpochs::<T>::insert(data_set, CurrentEpoch { number: epoch, open: true });
		Epochs::<T>::insert(
			data_set,
			epoch,
			Epoch { commitment, opened: Self::now(), announced: 0, deposit },
		);
		Self::emit(Event::EpochOpened { data_set, epoch, commitment, by: caller.did });
		Ok(())
	}

	/// Ends the epoch, because somebody may read no longer who may know a key of it, or because it has no key for what may come.
	/// Does nothing where no key is in use.
	pub(crate) fn end_epoch(data_set: DataSetId, by: DidId) {
		let Some(CurrentEpoch { number, open: true }) = CurrentEpochs::<T>::get(data_set) else {
			return;
		};
		// At the last number the epoch stays open. Four thousand million epochs do not happen.
		let Some(next) = number.checked_add(1) else { return };
		CurrentEpochs::<T>::insert(data_set, CurrentEpoch { number: next, open: false });
		Self::emit(Event::EpochEnded { data_set, next, by });
	}

	pub(crate) fn do_announce_keys(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		epoch: u32,
		keys: Announced,
	) -> DispatchResult {
		let set = Self::known(data_set)?;
		let by = caller.did;
		ensure!(Self::operates(data_set, &by, &set.owner), Error::<T>::NotOperator);
		ensure!(!keys.is_empty(), Error::<T>::NoRecipients);
		ensure!(
			CurrentEpochs::<T>::get(data_set) == Some(CurrentEpoch { number: epoch, open: true }),
			Error::<T>::EpochNotOpen
		);
		let mut record = Epochs::<T>::get(data_set, epoch).ok_or(Error::<T>::UnknownEpoch)?;
		let at = Self::now();
		let bytes = Announcement::<T>::max_encoded_len().saturating_add(ANNOUNCEMENT_KEY);
		// Declaring a class ends the epoch, so that an epoch has a key for each class that there is now.
		let declared = Self::field_levels(data_set).len();
		for ClassKey { recipient, field, wrapped } in &keys {
			ensure!(
				field.is_none_or(|field| usize::from(field) < declared),
				Error::<T>::UnknownFieldClass
			);
			let facts = Self::facts(recipient, data_set, &set, at);
			ensure!(is_entitled(&facts, *field, at), Error::<T>::NotEntitled);
			let key = (data_set, epoch, *recipient, *field);
			ensure!(!Announcements::<T>::contains_key(key), Error::<T>::AlreadyAnnounced);
			let deposit = Deposit::<T>::take(&caller.account, Footprint::from_parts(1, bytes))?;
			Announcements::<T>::insert(key, Announcement { wrapped: *wrapped, by, at, deposit });
		}
		record.announced = record.announced.saturating_add(crate::count(keys.len()));
		Epochs::<T>::insert(data_set, epoch, record);
		Self::emit(Event::KeysAnnounced { data_set, epoch, keys, by });
		Ok(())
	}

	pub(crate) fn do_prune_epoch(
		caller: Subject<T::AccountId>,
		data_set: DataSetId,
		epoch: u32,
	) -> DispatchResult {
		let supplier = Self::known(data_set)?.owner;
		Self::ensure_owner(data_set, &caller.did, &supplier)?;
		ensure!(
			CurrentEpochs::<T>::get(data_set) != Some(CurrentEpoch { number: epoch, open: true }),
			Error::<T>::EpochInForce
		);
		let mut record = Epochs::<T>::get(data_set, epoch).ok_or(Error::<T>::UnknownEpoch)?;
		let most = usize::try_from(MAX_PRUNED).unwrap_or_default();
		let keys: Vec<(DidId, Option<u8>)> =
			Announcements::<T>::iter_key_prefix((data_set, epoch)).take(most).collect();
		for (recipient, field) in &keys {
			let key = (data_set, epoch, *recipient, *field);
			if let Some(announcement) = Announcements::<T>::take(key) {
				announcement.deposit.give_back()?;
			}
		}
		let removed = crate::count(keys.len());
		record.announced = record.announced.saturating_sub(removed);
		let complete = record.announced == 0;
		if complete {
			Epochs::<T>::remove(data_set, epoch);
			record.deposit.give_back()?;
		} else {
			Epochs::<T>::insert(data_set, epoch, record);
		}
		Self::emit(Event::EpochPruned { data_set, epoch, removed, complete, by: caller.did });
		Ok(())
	}
}
