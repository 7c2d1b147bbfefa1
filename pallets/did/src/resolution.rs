//! Answers of the runtime API about versions, documents and signatures.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus, KeySignature, Relationship},
	traits::Identities,
	Moment,
};
use pallet_did_runtime_api::{DocumentView, Resolution, SignatureCheck, VersionView, MAX_BATCH};
use sp_runtime::traits::SaturatedConversion;

use crate::{pallet::*, Record};

impl<T: Config> Pallet<T> {
	/// The latest version with its document.
	pub fn resolve_document(did: DidId) -> Resolution {
		Self::resolution(did, |record| Some(record.version))
	}

	/// [`Self::resolve_document`] for the first [`MAX_BATCH`] of `dids`.
	pub fn resolve_documents(dids: Vec<DidId>) -> Vec<Resolution> {
		let dids = dids.into_iter().take(MAX_BATCH.saturated_into());
		dids.map(Self::resolve_document).collect()
	}

	/// The version of that number.
	pub fn resolve_version(did: DidId, version: u32) -> Resolution {
		Self::resolution(did, |_| Some(version))
	}

	/// The version that held at that moment.
	pub fn resolve_at(did: DidId, at: Moment) -> Resolution {
		Self::resolution(did, |record| Self::version_at(&did, record, at).map(|(number, _)| number))
	}

	/// [`Self::resolve_at`] for the first [`MAX_BATCH`] of `questions`.
	pub fn resolve_many_at(questions: Vec<(DidId, Moment)>) -> Vec<Resolution> {
		let questions = questions.into_iter().take(MAX_BATCH.saturated_into());
		questions.map(|(did, at)| Self::resolve_at(did, at)).collect()
	}

	/// The version that `number` chooses, if there is one.
	fn resolution(did: DidId, number: impl FnOnce(&Record<T>) -> Option<u32>) -> Resolution {
		let Some(record) = Records::<T>::get(did) else { return Resolution::Unknown };
		if record.status == DidStatus::Pending {
			return Resolution::NoVersion;
		}
		let found = number(&record).and_then(|number| {
			let version = Self::version_view(&did, &record, number)?;
			let document = Self::document_of(&did, &record, version.document)?;
			let deactivated = record.status == DidStatus::Revoked;
			Some(DocumentView { did, version, document, latest: record.version, deactivated })
		});
		match found {
			None => Resolution::NoVersion,
			Some(view) if view.version.status == DidStatus::Revoked => {
				Resolution::Deactivated(view)
			},
			Some(view) => Resolution::Found(view),
		}
	}

	/// One version as it is told.
	fn version_view(did: &DidId, record: &Record<T>, number: u32) -> Option<VersionView> {
		let version = Self::version_of(did, record, number)?;
		let next = number.checked_add(1).and_then(|next| Versions::<T>::get(did, next));
		Some(VersionView {
			version: number,
			from: version.from,
			until: next.map(|next| next.from),
			block: version.block.map(SaturatedConversion::saturated_into),
			status: version.status,
			document: version.document,
			owner: version.owner,
		})
	}

	/// At most `limit`, and at most [`MAX_BATCH`], versions after number `after`.
	pub fn versions(did: DidId, after: u32, limit: u32) -> Vec<VersionView> {
		let Some(record) = Records::<T>::get(did) else { return Vec::new() };
		if record.status == DidStatus::Pending {
			return Vec::new();
		}
		let last = after.saturating_add(limit.min(MAX_BATCH)).min(record.version);
		(after.saturating_add(1)..=last)
			.filter_map(|number| Self::version_view(&did, &record, number))
			.collect()
	}

	/// Whether a subject that is active signed with a key for this purpose.
	pub fn verify_signature(
		did: DidId,
		relationship: Relationship,
		message: Vec<u8>,
		signature: KeySignature,
	) -> bool {
		Self::verify_for(&did, relationship, &message, &signature)
	}

	/// [`Self::verify_signature`] as it was at that moment.
	pub fn verify_signature_at(
		did: DidId,
		relationship: Relationship,
		message: Vec<u8>,
		signature: KeySignature,
		at: Moment,
	) -> bool {
		Self::verify_at(&did, relationship, &message, &signature, at)
	}

	/// [`Identities::verify_for`] or [`Identities::verify_at`] for the first [`MAX_BATCH`] of `checks`.
	pub fn verify_signatures(checks: Vec<SignatureCheck>) -> Vec<bool> {
		let checks = checks.into_iter().take(MAX_BATCH.saturated_into());
		let verify = |check: SignatureCheck| {
			let SignatureCheck { did, relationship, message, signature, at } = check;
			match at {
				None => Self::verify_for(&did, relationship, &message, &signature),
				Some(at) => Self::verify_at(&did, relationship, &message, &signature, at),
			}
		};
		checks.map(verify).collect()
	}
}
