//! Changes of a document, and the end of a DID by those who control it.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus, Relationship},
	document::{Approvals, DidAct, DidUpdate, Document, DocumentError, Proofs},
	payload::{signing_bytes, Purpose},
	traits::Identities,
};
use frame_support::{dispatch::DispatchResult, ensure, traits::EnsureOrigin};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use pallet_support::genesis_hash;
use sp_runtime::DispatchError;

use super::history::{Amendment, Charge};
use crate::{pallet::*, verify::is_signed_by, EnsureSubject, Kind, Record};

/// Who makes a call that controllers may have agreed to beforehand.
pub(crate) struct Caller<AccountId> {
	/// On whose behalf, if on anybody's. Somebody without a DID may hand in what controllers signed.
	pub did: Option<DidId>,
	/// Who pays.
	pub account: AccountId,
}

impl<T: Config> Pallet<T> {
	/// Anybody who signs, and the subject that he stands for while it is active.
	pub(crate) fn caller(origin: OriginFor<T>) -> Result<Caller<T::AccountId>, DispatchError> {
		match T::SubjectOrigin::try_origin(origin) {
			Ok(subject) => Ok(Caller { did: Some(subject.did), account: subject.account }),
			Err(origin) => Ok(Caller { did: None, account: ensure_signed(origin)? }),
		}
	}

	/// [`Self::caller`], and a stakeholder that is suspended may go as well.
	pub(crate) fn leaving_caller(
		origin: OriginFor<T>,
	) -> Result<Caller<T::AccountId>, DispatchError> {
		match EnsureSubject::<T>::try_origin(origin) {
			Ok(subject) => Ok(Caller { did: Some(subject.did), account: subject.account }),
			Err(origin) => Self::caller(origin),
		}
	}

	pub(crate) fn do_update_document(
		caller: Caller<T::AccountId>,
		did: DidId,
		document: Document,
		expected_version: u32,
		approvals: Approvals,
		proofs: Proofs,
	) -> DispatchResult {
		let mut record = Records::<T>::get(did).ok_or(Error::<T>::NotFound)?;
		match (&record.kind, record.status) {
			(_, DidStatus::Revoked) => return Err(Error::<T>::Ended.into()),
			// An owner may give a device that it switched off other keys, and switch it on again.
			(_, DidStatus::Active) | (Kind::Device { .. }, DidStatus::Suspended) => {},
			_ => return Err(Error::<T>::NotActive.into()),
		}
		ensure!(record.version == expected_version, Error::<T>::WrongVersion);
		document.validate(&did).map_err(Error::<T>::from)?;
		let before =
			Self::document_of(&did, &record, record.document).ok_or(Error::<T>::NotFound)?;
		ensure!(document != before, Error::<T>::DocumentUnchanged);
		let keys: Vec<_> = document.new_keys(&before).collect();
		ensure!(keys.len() == proofs.len(), Error::<T>::WrongNumberOfProofs);
		let is_new = |controller: &DidId| !before.controllers.contains(controller);
		let newcomers: Vec<_> = document.controllers.iter().copied().filter(is_new).collect();
		ensure!(newcomers.iter().all(Self::is_active), Error::<T>::ControllerNotActive);

		let digest = document.digest();
		let act = DidAct::Update(digest);
		let actor = Self::authorise(&caller, &did, &record, &before, act, &approvals, &newcomers)?;
		let proof = Self::update_message(&did, &record, DidAct::Prove(digest));
		let mut proven = keys.into_iter().zip(&proofs);
		ensure!(
			proven.all(|(key, signature)| is_signed_by(key, &proof, signature)),
			Error::<T>::BadProof
		);

		let amendment = Amendment::Document(document);
		Self::next_version(did, &mut record, amendment, Charge::Must(&caller.account))?;
		let version = record.version;
		Records::<T>::insert(did, record);
		Self::emit(Event::DocumentUpdated { did, version, document: digest, actor });
		Ok(())
	}

	/// Returns how many proposals ended by it.
	pub(crate) fn do_deactivate(
		caller: Caller<T::AccountId>,
		did: DidId,
		approvals: Approvals,
	) -> Result<u32, DispatchError> {
		let record = Records::<T>::get(did).ok_or(Error::<T>::NotFound)?;
		match record.status {
			DidStatus::Revoked => return Err(Error::<T>::Ended.into()),
			DidStatus::Pending => return Err(Error::<T>::NotActive.into()),
			DidStatus::Active | DidStatus::Suspended => {},
		}
		let before =
			Self::document_of(&did, &record, record.document).ok_or(Error::<T>::NotFound)?;
		let actor =
			Self::authorise(&caller, &did, &record, &before, DidAct::Deactivate, &approvals, &[])?;
		let is_stakeholder = matches!(record.kind, Kind::Stakeholder { .. });
		if is_stakeholder {
			let left = Self::count_after(record.status, DidStatus::Revoked)?;
			ActiveStakeholders::<T>::put(left);
		}
		let version = record.version.saturating_add(1);
		Self::write_status(did, record, DidStatus::Revoked, Some(actor), Charge::Kept)?;
		// To leave is no way out of a vote: being revoked is the hardest that it could end with.
		let outdated = if is_stakeholder { Self::close_outdated(did)? } else { 0 };
		Self::emit(Event::Deactivated { did, version, actor });
		Ok(outdated)
	}

	/// Whether those who control the DID agree, and who of them is named as the one who acts.
	///
	/// Without controllers: the subject, or the owner of a device. With controllers: as many of them as the threshold says. And
	/// each newcomer among them, with its owner if it is a device: who controls a party, be it through a device, may neither
	/// judge its data nor veto, so a party that names whom it likes could choose its judges.
	fn authorise(
		caller: &Caller<T::AccountId>,
		did: &DidId,
		record: &Record<T>,
		before: &Document,
		act: DidAct,
		approvals: &Approvals,
		newcomers: &[DidId],
	) -> Result<DidId, Error<T>> {
		// The key of a device alone does not speak for its owner: it may be stolen, or lie with the very party.
		let owners: Vec<_> = newcomers
			.iter()
			.filter_map(Self::owner_of)
			.filter(|owner| owner != did && record.owner().as_ref() != Some(owner))
			.filter(|owner| !before.controllers.contains(owner))
			.collect();
		let mut seen = Vec::with_capacity(approvals.len());
		for (controller, _) in approvals {
			ensure!(
				before.controllers.contains(controller)
					|| newcomers.contains(controller)
					|| owners.contains(controller),
				Error::<T>::NotController
			);
			ensure!(!seen.contains(controller), Error::<T>::DuplicateApproval);
			seen.push(*controller);
		}
		let actor = if before.controllers.is_empty() {
			let owner = record.owner();
			// A device alone names nobody: whoever has its key could shut out its owner for good.
			let names_alone = |caller: &DidId| owner.is_some() && caller == did;
			caller
				.did
				.filter(|caller| caller == did || owner.as_ref() == Some(caller))
				.filter(|caller| newcomers.is_empty() || !names_alone(caller))
				.ok_or(Error::<T>::NotAuthorized)?
		} else {
			let mut agree = seen.iter().filter(|did| before.controllers.contains(did)).copied();
			let first = agree.next().ok_or(Error::<T>::TooFewApprovals)?;
			let more = agree.count().saturating_add(1);
			ensure!(more >= usize::from(before.threshold), Error::<T>::TooFewApprovals);
			first
		};
		let agrees = |asked: &DidId| seen.contains(asked) || caller.did.as_ref() == Some(asked);
		ensure!(newcomers.iter().chain(&owners).all(agrees), Error::<T>::ControllerNotAsked);
		let message = Self::update_message(did, record, act);
		for (controller, signature) in approvals {
			ensure!(Self::is_active(controller), Error::<T>::ControllerNotActive);
			let purpose = Relationship::CapabilityInvocation;
			ensure!(
				Self::verify_for(controller, purpose, &message, signature),
				Error::<T>::BadSignature
			);
		}
		Ok(actor)
	}

	/// What is signed for the version that is about to be made.
	pub(crate) fn update_message(did: &DidId, record: &Record<T>, act: DidAct) -> Vec<u8> {
		let next = u64::from(record.version).saturating_add(1);
		let body = DidUpdate { did: *did, act };
		signing_bytes(Purpose::DidUpdate, &genesis_hash::<T>(), next, &body)
	}
}

impl<T> From<DocumentError> for Error<T> {
	fn from(error: DocumentError) -> Self {
		match error {
			DocumentError::NoControl => Self::NoControl,
			DocumentError::Threshold => Self::InvalidThreshold,
			DocumentError::DuplicateController => Self::DuplicateController,
			DocumentError::SelfControlled => Self::SelfControlled,
			DocumentError::DuplicateId => Self::DuplicateId,
			DocumentError::DuplicateKey => Self::DuplicateKey,
			DocumentError::MalformedKey => Self::MalformedKey,
			DocumentError::Relationship => Self::InvalidRelationship,
			DocumentError::TooManyKeys => Self::TooManyKeys,
			DocumentError::MalformedUri => Self::MalformedUri,
		}
	}
}
