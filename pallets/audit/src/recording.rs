//! How an event becomes entries.

use counterfoil_primitives::{
	did::DidId,
	history::{Entry, Head},
	traits::{AuditLog, AuditModule, AuditSubject},
};
use frame_support::traits::{Defensive, Time};
use sp_runtime::traits::{SaturatedConversion, Zero};

use crate::pallet::*;

impl<T: Config> AuditLog for Pallet<T> {
	fn record(module: AuditModule, actor: Option<DidId>, subjects: &[AuditSubject], event: &[u8]) {
		let block = frame_system::Pallet::<T>::block_number();
		// The system pallet keeps no events of block 0 either.
		if block.is_zero() {
			return;
		}
		let Some(variant) = event.first().copied().defensive() else { return };
		let entry = Entry {
			block: block.saturated_into(),
			moment: T::Time::now(),
			module,
			event: variant,
			actor,
			// The host hashes faster than the runtime does.
			event_digest: sp_io::hashing::sha2_256(event),
		};
		for (position, subject) in subjects.iter().enumerate() {
			// Lists are short; an actor that acts on itself is in them twice.
			if !subjects.iter().take(position).any(|earlier| earlier == subject) {
				Self::append(subject, &entry);
			}
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Adds the entry to one history.
	fn append(subject: &AuditSubject, entry: &Entry) {
		let head = Self::head(subject);
		Entries::<T>::insert(subject, head.count, entry);
		Heads::<T>::insert(subject, head.append(entry));
	}

	/// The head of a history, whether or not it has begun.
	pub(crate) fn head(subject: &AuditSubject) -> Head {
		Heads::<T>::get(subject).unwrap_or_else(|| Head::start(subject))
	}

	/// The numbers of at most `limit` entries from `from` on.
	pub(crate) fn page(subject: &AuditSubject, from: u64, limit: u32) -> core::ops::Range<u64> {
		let end = from.saturating_add(limit.into()).min(Self::head(subject).count);
		from..end
	}
}
