//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{history::Head, traits::AuditSubject};
use pallet_audit_runtime_api::{EntryView, MAX_BATCH};
use sp_runtime::traits::SaturatedConversion;

use crate::pallet::*;

impl<T: Config> Pallet<T> {
	/// The head of a subject's history.
	pub fn audit_head(subject: AuditSubject) -> Head {
		Self::head(&subject)
	}

	/// [`Self::audit_head`] for the first [`MAX_BATCH`] of `subjects`.
	pub fn audit_heads(subjects: Vec<AuditSubject>) -> Vec<Head> {
		subjects.into_iter().take(MAX_BATCH.saturated_into()).map(Self::audit_head).collect()
	}

	/// At most `limit`, and at most [`MAX_BATCH`], entries from the number `from` on, the oldest first.
	pub fn audit(subject: AuditSubject, from: u64, limit: u32) -> Vec<EntryView> {
		Self::page(&subject, from, limit.min(MAX_BATCH))
			.filter_map(|number| {
				let entry = Entries::<T>::get(subject, number)?;
				Some(EntryView::new(number, entry))
			})
			.collect()
	}

	/// The storage key of the head of a subject's history.
	pub fn head_key(subject: AuditSubject) -> Vec<u8> {
		Heads::<T>::hashed_key_for(subject)
	}
}
