//! The history of a subject as a chain of hashes (Y.4560 7.1.2).
//!
//! Each subject has a history of its own. Its head counts the entries and holds a digest that every one of them went into, so
//! whoever trusts the head needs to trust nobody about the entries:
//!
//! ```text
//! digest 0      = sha256("counterfoil/audit/v1" ‖ SCALE(subject))
//! digest n + 1  = sha256("counterfoil/audit/v1" ‖ digest n ‖ SCALE(n: u64) ‖ SCALE(entry n))
//! ```
//!
//! The two forms never meet: the first hashes at most 53 bytes, the second at least 111.
//!
//! An entry does not hold the event but its SHA-256. The event itself is in the block that the entry names, and whoever shows
//! it, an archive node or a party of the case, is checked against the entry by [`event_digest`].
//!
//! # Example
//!
//! A reader who got the head with a proof and the entries from anybody:
//!
//! ```
//! use counterfoil_primitives::{
//! 	did::DidId,
//! 	history::{event_digest, Entry, Head},
//! 	traits::{AuditModule, AuditSubject},
//! };
//!
//! let subject = AuditSubject::Did(DidId([1; 32]));
//! let entry = Entry {
//! 	block: 7,
//! 	moment: 1_700_000_000_000,
//! 	module: AuditModule::Did,
//! 	event: 3,
//! 	actor: None,
//! 	event_digest: event_digest(&[3, 0]),
//! };
//! let head = Head::start(&subject).append(&entry);
//! assert_eq!(Head::of(&subject, &[entry]), head);
//! assert_ne!(Head::of(&subject, &[]), head);
//! ```

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

use crate::{
	did::DidId,
	sha256,
	traits::{AuditModule, AuditSubject},
	Hash, Moment,
};

/// What every hash of a history begins with.
pub const DOMAIN: &[u8] = b"counterfoil/audit/v1";

/// One event in the life of a subject.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Entry {
	/// The number of the block whose events have it.
	pub block: u64,
	/// The chain's clock in that block.
	pub moment: Moment,
	/// The pallet that it comes from.
	pub module: AuditModule,
	/// Which of that pallet's events: the index of the variant.
	pub event: u8,
	/// Who caused it. `None` if the chain, governance, or an account without a DID did.
	pub actor: Option<DidId>,
	/// SHA-256 of the SCALE form of the pallet's event, see [`event_digest`].
	pub event_digest: Hash,
}

/// How long a history is, and the digest that all of it went into.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Head {
	/// How many entries there are. The next one gets this number.
	pub count: u64,
	/// The digest of the chain.
	pub digest: Hash,
}

impl Head {
	/// The head of a history without entries. The chain stores none for such a subject.
	pub fn start(subject: &AuditSubject) -> Self {
		let digest = subject.using_encoded(|subject| sha256(&[DOMAIN, subject]));
		Self { count: 0, digest }
	}

	/// The head once the entry is added.
	#[must_use]
	pub fn append(&self, entry: &Entry) -> Self {
		let digest =
			(self.count, entry).using_encoded(|numbered| sha256(&[DOMAIN, &self.digest, numbered]));
		Self { count: self.count.saturating_add(1), digest }
	}

	/// The head of the history that consists of these entries, the oldest first.
	pub fn of<'a>(subject: &AuditSubject, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
		entries.into_iter().fold(Self::start(subject), |head, entry| head.append(entry))
	}
}

/// What an entry says about its event. `event` is the SCALE form of the pallet's event: that of the runtime's event, as it
/// stands in the block, without the first byte, which is the pallet's index.
pub fn event_digest(event: &[u8]) -> Hash {
	sha256(&[event])
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{vec, vec::Vec};
	use hex_literal::hex;
	use proptest::prelude::*;

	const SUBJECT: AuditSubject = AuditSubject::Did(DidId([1; 32]));

	fn entry(block: u64) -> Entry {
		Entry {
			block,
			moment: block * 2_000,
			module: AuditModule::DataRegistry,
			event: 4,
			actor: Some(DidId([2; 32])),
			event_digest: event_digest(&[4, 5, 6]),
		}
	}

	#[test]
	fn entry_is_block_moment_module_event_actor_digest() {
		let expected = [
			&[7, 0, 0, 0, 0, 0, 0, 0][..],
			&[0xb0, 0x36, 0, 0, 0, 0, 0, 0],
			&[3],
			&[4],
			&[1],
			&[2; 32],
			&event_digest(&[4, 5, 6]),
		]
		.concat();
		assert_eq!(entry(7).encode(), expected);
		assert_eq!(Entry::max_encoded_len(), 83);
	}

	#[test]
	fn head_is_count_and_digest() {
		let head = Head { count: 0x0102, digest: [9; 32] };
		assert_eq!(head.encode(), [&[2, 1, 0, 0, 0, 0, 0, 0][..], &[9; 32]].concat());
	}

	#[test]
	fn links_are_the_pinned_ones() {
		let start = Head::start(&SUBJECT);
		let first = start.append(&entry(7));
		let second = first.append(&Entry { actor: None, ..entry(8) });
		assert_eq!(
			event_digest(&[4, 5, 6]),
			hex!("787c798e39a5bc1910355bae6d0cd87a36b2e10fd0202a83e3bb6b005da83472")
		);
		assert_eq!(
			start.digest,
			hex!("1775cb9cd96a8b0c91fbe60c670fde804116b8d6d1d7eccf7ce2854ae29cc457")
		);
		assert_eq!(
			Head::start(&AuditSubject::Submission(5)).digest,
			hex!("77f7af5d7653f873bc1e282e826b276ccc58590394bec90e2461467d68451b2f")
		);
		assert_eq!(
			first.digest,
			hex!("913bcd51ae4c2c0bc42ba07d0aff885292c0b254f50f7e870d21edeb46957561")
		);
		assert_eq!(
			second.digest,
			hex!("d64d4e308156ae68db39588f40a6ead4a95087b205838f8fbb9cf68313fb4d48")
		);
		assert_eq!((start.count, first.count, second.count), (0, 1, 2));
	}

	#[test]
	fn histories_of_two_subjects_differ_from_the_start() {
		let subjects = [
			SUBJECT,
			AuditSubject::DataSet(1),
			AuditSubject::Submission(1),
			AuditSubject::Grant(1),
			AuditSubject::Certificate(1),
			AuditSubject::Certificate(2),
		];
		for (i, one) in subjects.iter().enumerate() {
			for other in subjects.iter().skip(i + 1) {
				assert_ne!(Head::start(one), Head::start(other));
				assert_ne!(Head::of(one, &[entry(1)]), Head::of(other, &[entry(1)]));
			}
		}
	}

	fn any_entry() -> impl Strategy<Value = Entry> {
		let module = prop::sample::select(vec![
			AuditModule::Did,
			AuditModule::Sponsorship,
			AuditModule::DataAccess,
		]);
		let actor = prop::option::of(any::<[u8; 32]>());
		(any::<u64>(), any::<u64>(), module, any::<u8>(), actor, any::<[u8; 32]>()).prop_map(
			|(block, moment, module, event, actor, event_digest)| Entry {
				block,
				moment,
				module,
				event,
				actor: actor.map(DidId),
				event_digest,
			},
		)
	}

	fn any_history() -> impl Strategy<Value = Vec<Entry>> {
		prop::collection::vec(any_entry(), 1..12)
	}

	proptest! {
		#[test]
		fn history_read_in_pages_has_the_same_head(entries in any_history(), at in any::<prop::sample::Index>()) {
			let (older, newer) = entries.split_at(at.index(entries.len()));
			let middle = Head::of(&SUBJECT, older);
			let head = newer.iter().fold(middle, |head, entry| head.append(entry));
			prop_assert_eq!(head, Head::of(&SUBJECT, &entries));
		}

		#[test]
		fn changed_entry_changes_the_head(
			entries in any_history(),
			at in any::<prop::sample::Index>(),
			byte in any::<prop::sample::Index>(),
			bit in 0u8..8,
		) {
			let mut changed = entries.clone();
			let entry = &mut changed[at.index(entries.len())];
			let mut bytes = entry.encode();
			let byte = byte.index(bytes.len());
			bytes[byte] ^= 1 << bit;
			// A flipped bit may leave no entry at all: such an entry nobody can show.
			if let Ok(other) = Entry::decode(&mut bytes.as_slice()) {
				prop_assume!(other != *entry);
				*entry = other;
				prop_assert_ne!(Head::of(&SUBJECT, &changed), Head::of(&SUBJECT, &entries));
			}
		}

		#[test]
		fn dropped_entry_changes_the_head(entries in any_history(), at in any::<prop::sample::Index>()) {
			let mut changed = entries.clone();
			changed.remove(at.index(entries.len()));
			prop_assert_ne!(Head::of(&SUBJECT, &changed), Head::of(&SUBJECT, &entries));
		}

		#[test]
		fn swapped_entries_change_the_head(
			entries in any_history(),
			one in any::<prop::sample::Index>(),
			other in any::<prop::sample::Index>(),
		) {
			let (one, other) = (one.index(entries.len()), other.index(entries.len()));
			prop_assume!(entries[one] != entries[other]);
			let mut changed = entries.clone();
			changed.swap(one, other);
			prop_assert_ne!(Head::of(&SUBJECT, &changed), Head::of(&SUBJECT, &entries));
		}

		#[test]
		fn added_entry_changes_the_head(
			entries in any_history(),
			at in any::<prop::sample::Index>(),
			added in any_entry(),
		) {
			let mut changed = entries.clone();
			changed.insert(at.index(entries.len() + 1), added);
			prop_assert_ne!(Head::of(&SUBJECT, &changed), Head::of(&SUBJECT, &entries));
			// The same number of entries with one more and one less is no way around.
			changed.remove(0);
			prop_assume!(changed != entries);
			prop_assert_ne!(Head::of(&SUBJECT, &changed), Head::of(&SUBJECT, &entries));
		}
	}
}
