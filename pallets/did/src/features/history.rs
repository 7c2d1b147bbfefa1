//! What held for a DID, and from when on (W3C DID Core 7.1.3, `versionId`; 7.1.1, `versionTime`).
//!
//! A DID that never changed has one version and nothing stored for it: its record says all. With the first change its
//! versions are written down, the first one as well, so that there is one entry for each number.

use codec::{Encode, MaxEncodedLen};
use counterfoil_primitives::{
	did::{DidId, DidStatus},
	document::Document,
	Moment,
};
use frame_support::{
	dispatch::DispatchResult,
	storage::with_storage_layer,
	traits::{Footprint, Time},
};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_support::Deposit;
use sp_runtime::{traits::SaturatedConversion, DispatchError};

use crate::{pallet::*, History, Kind, Record, Version};

/// What a new version changes.
pub(crate) enum Amendment {
	/// Another status.
	Status(DidStatus),
	/// Another owner of the device.
	Owner(DidId),
	/// Another document.
	Document(Document),
}

/// Who pays for a new version, together with all earlier ones.
#[derive(Clone, Copy)]
pub(crate) enum Charge<'a, AccountId> {
	/// This account; if it cannot, the change fails.
	Must(&'a AccountId),
	/// This account if it can. For switching off, which must not fail for want of money.
	Try(&'a AccountId),
	/// Who has paid so far, if it can. For what others decide about a DID: neither its purse nor theirs may decide instead.
	Kept,
}

type HistoryTicket<T> =
	Deposit<<T as frame_system::Config>::AccountId, <T as Config>::HistoryConsideration>;

impl<T: Config> Pallet<T> {
	/// Changes a record and writes down the version that begins with it. The caller stores the record.
	///
	/// Revoking ends the history: what was put up for it returns, and it stays.
	pub(crate) fn next_version(
		did: DidId,
		record: &mut Record<T>,
		amendment: Amendment,
		charge: Charge<'_, T::AccountId>,
	) -> DispatchResult {
		let now = T::Time::now();
		if let (DidStatus::Pending, Amendment::Status(status)) = (record.status, &amendment) {
			// Nothing held for an applicant: its first version begins when it is let in.
			record.status = *status;
			record.created = now;
			record.updated = now;
			return Ok(());
		}
		let number = record.version.checked_add(1).ok_or(Error::<T>::TooManyVersions)?;
		let mut history = Histories::<T>::get(did);
		if record.version == 1 {
			Self::write_version(did, 1, Self::first_version(record), &mut history);
		}
		match amendment {
			Amendment::Status(status) => record.status = status,
			Amendment::Owner(to) => {
				if let Kind::Device { owner, .. } = &mut record.kind {
					*owner = to;
				}
			},
			Amendment::Document(document) => {
				record.document = number;
				history.add_document(&document);
				Documents::<T>::insert(did, number, document);
			},
		}
		let version = Version {
			from: now,
			block: Some(frame_system::Pallet::<T>::block_number()),
			status: record.status,
			document: record.document,
			owner: record.owner(),
		};
		Self::write_version(did, number, version, &mut history);
		record.version = number;
		record.updated = now;

		if record.status == DidStatus::Revoked {
			if let Some(ticket) = history.ticket {
				ticket.give_back()?;
			}
			Histories::<T>::remove(did);
		} else {
			history.ticket = Self::charge(history.ticket.take(), history.footprint(), charge)?;
			Histories::<T>::insert(did, history);
		}
		Ok(())
	}

	/// The version that a record without changes stands for.
	fn first_version(record: &Record<T>) -> Version<BlockNumberFor<T>> {
		Version {
			from: record.created,
			block: None,
			status: record.status,
			document: 1,
			owner: record.owner(),
		}
	}

	fn write_version(
		did: DidId,
		number: u32,
		version: Version<BlockNumberFor<T>>,
		history: &mut History<T>,
	) {
		Versions::<T>::insert(did, number, version);
		history.add_version();
	}

	/// The ticket after a change: for everything that is stored by now.
	fn charge(
		ticket: Option<HistoryTicket<T>>,
		footprint: Footprint,
		charge: Charge<'_, T::AccountId>,
	) -> Result<Option<HistoryTicket<T>>, DispatchError> {
		match charge {
			Charge::Must(account) => Self::take_over(ticket, footprint, account).map(Some),
			Charge::Try(account) => {
				let before = ticket.clone();
				let after = with_storage_layer(|| Self::take_over(ticket, footprint, account));
				Ok(after.ok().or(before))
			},
			Charge::Kept => Ok(ticket.map(|before| {
				with_storage_layer(|| before.clone().update(footprint)).unwrap_or(before)
			})),
		}
	}

	/// Puts the whole history on `account`. Whoever carried it before gets its ticket back, so nobody's grows by what another one
	/// does.
	fn take_over(
		ticket: Option<HistoryTicket<T>>,
		footprint: Footprint,
		account: &T::AccountId,
	) -> Result<HistoryTicket<T>, DispatchError> {
		match ticket {
			Some(ticket) if ticket.payer == *account => ticket.update(footprint),
			Some(ticket) => {
				ticket.give_back()?;
				Deposit::take(account, footprint)
			},
			None => Deposit::take(account, footprint),
		}
	}

	/// One version by its number. One read at most.
	pub(crate) fn version_of(
		did: &DidId,
		record: &Record<T>,
		number: u32,
	) -> Option<Version<BlockNumberFor<T>>> {
		match (number, record.version) {
			(1, 1) => Some(Self::first_version(record)),
			_ => Versions::<T>::get(did, number),
		}
	}

	/// The version that held at that moment, and its number. Reads as many versions as the number of the latest one has binary
	/// digits, and one more; none if the DID never changed.
	///
	/// `None` before the first version began. The latest version is also the answer for moments to come.
	pub(crate) fn version_at(
		did: &DidId,
		record: &Record<T>,
		at: Moment,
	) -> Option<(u32, Version<BlockNumberFor<T>>)> {
		if at < record.created {
			return None;
		}
		// The one that is asked for lies within these two, both included.
		let (mut first, mut last) = (1u32, record.version);
		if at >= record.updated {
			first = last;
		}
		while first < last {
			// Above `first`, at most `last`.
			let half = last.saturating_sub(first).div_ceil(2);
			let middle = first.saturating_add(half);
			if Versions::<T>::get(did, middle)?.from <= at {
				first = middle;
			} else {
				last = middle.saturating_sub(1);
			}
		}
		Self::version_of(did, record, first).map(|version| (first, version))
	}

	/// The document that a version brought, by the number of that version. One read at most.
	pub(crate) fn document_of(did: &DidId, record: &Record<T>, number: u32) -> Option<Document> {
		match number {
			1 => Some(Document::of_key(record.key)),
			_ => Documents::<T>::get(did, number),
		}
	}
}

impl<T: Config> History<T> {
	/// One version more.
	pub(crate) fn add_version(&mut self) {
		let size = <(DidId, u32, Version<BlockNumberFor<T>>)>::max_encoded_len();
		self.add(size.saturated_into());
	}

	/// One document more, with the key that it is stored under.
	pub(crate) fn add_document(&mut self, document: &Document) {
		let key: u64 = <(DidId, u32)>::max_encoded_len().saturated_into();
		let size: u64 = document.encoded_size().saturated_into();
		self.add(key.saturating_add(size));
	}

	/// One more entry of so many bytes.
	fn add(&mut self, bytes: u64) {
		self.items = self.items.saturating_add(1);
		self.bytes = self.bytes.saturating_add(bytes);
	}

	/// What is stored.
	pub(crate) fn footprint(&self) -> Footprint {
		Footprint { count: self.items.into(), size: self.bytes }
	}
}
