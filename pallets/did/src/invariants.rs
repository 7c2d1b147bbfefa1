//! What must hold after every call and every block.

use alloc::collections::BTreeSet;

use counterfoil_primitives::did::{DidId, DidStatus};
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use pallet_support::agenda;
use sp_runtime::{traits::SaturatedConversion, Saturating, TryRuntimeError};

use crate::{pallet::*, History, Kind, Motion, Record, Version};

impl<T: Config> Pallet<T> {
	/// Checks the whole state of the pallet. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_records()?;
		Self::check_histories()?;
		Self::check_proposals()
	}

	/// Records, accounts and the count of active stakeholders agree.
	fn check_records() -> Result<(), TryRuntimeError> {
		let mut stakeholders = 0u32;
		let mut active = 0u32;
		for (did, record) in Records::<T>::iter() {
			ensure!(did == DidId::of_key(&record.key), "a DID is not the hash of its key");
			ensure!(record.created <= record.updated, "a DID was updated before it was created");
			if record.status == DidStatus::Revoked {
				ensure!(record.ticket.is_none(), "a revoked DID kept its ticket");
			}
			match record.kind {
				Kind::Stakeholder { account, roles } => {
					stakeholders.saturating_inc();
					if record.status == DidStatus::Active {
						active.saturating_inc();
					}
					ensure!(!roles.is_empty(), "a stakeholder has no roles");
					ensure!(
						DidOf::<T>::get(&account) == Some(did),
						"the account of a stakeholder acts for another DID"
					);
					if record.status == DidStatus::Pending {
						ensure!(
							Proposals::<T>::contains_key(did, Motion::Register),
							"a pending stakeholder is not voted on"
						);
					}
				},
				Kind::Device { owner, .. } => {
					ensure!(record.status != DidStatus::Pending, "a device is pending");
					ensure!(
						Records::<T>::get(owner).is_some_and(|owner| {
							matches!(owner.kind, Kind::Stakeholder { .. })
								&& owner.status != DidStatus::Pending
						}),
						"a device's owner is not a stakeholder that was let in"
					);
				},
			}
		}
		// Each stakeholder has its own entry, so equal numbers mean that there are no others.
		let accounts: u32 = DidOf::<T>::iter().count().saturated_into();
		ensure!(accounts == stakeholders, "an account acts for a DID that is not there");
		ensure!(active == ActiveStakeholders::<T>::get(), "the active stakeholders are miscounted");
		ensure!(Self::seats() <= T::MaxStakeholders::get(), "too many seats are taken");
		ensure!(Parameters::<T>::get().are_valid(), "the parameters are not valid");
		for did in ShieldedUntil::<T>::iter_keys() {
			ensure!(
				Self::status_of(&did).is_some_and(|status| {
					matches!(status, DidStatus::Active | DidStatus::Suspended)
				}),
				"somebody is shielded who cannot be suspended any more"
			);
		}
		Ok(())
	}

	/// Proposals are about stakeholders to whom they apply, and the agenda knows each of them.
	fn check_proposals() -> Result<(), TryRuntimeError> {
		let mut serials = BTreeSet::new();
		let mut subjects = BTreeSet::new();
		let mut confirmations = 0u32;
		for (subject, motion, proposal) in Proposals::<T>::iter() {
			let record = Records::<T>::get(subject).ok_or("a proposal is about nobody")?;
			ensure!(
				matches!(record.kind, Kind::Stakeholder { .. }),
				"a proposal is about a device"
			);
			ensure!(
				Self::effect_of(&subject, &record, motion).is_ok(),
				"a proposal does not fit the state of its subject"
			);
			ensure!(proposal.rule.is_valid(), "a proposal has an impossible rule");
			if motion == Motion::ConfirmSuspension {
				confirmations.saturating_inc();
				ensure!(
					Unconfirmed::<T>::get(proposal.proposer.did) == Some(subject),
					"a suspension is voted on and nobody suspended"
				);
			}
			ensure!(
				proposal.serial < NextSerial::<T>::get(),
				"a proposal's number is not given yet"
			);
			ensure!(serials.insert(proposal.serial), "two proposals have one number");
			let ballots: u32 = proposal.ballots.len().saturated_into();
			ensure!(ballots <= T::MaxStakeholders::get(), "a proposal has too many ballots");
			for voter in proposal.ballots.keys() {
				ensure!(*voter != subject, "a stakeholder voted on itself");
				ensure!(
					Records::<T>::get(voter).is_some_and(|voter| {
						matches!(voter.kind, Kind::Stakeholder { .. })
							&& voter.status != DidStatus::Pending
					}),
					"a ballot is not a stakeholder's"
				);
			}
			subjects.insert((subject, motion));
		}
		// Each vote has its own entry, so equal numbers mean that there are no others.
		let unconfirmed: u32 = Unconfirmed::<T>::iter_keys().count().saturated_into();
		ensure!(unconfirmed == confirmations, "a suspension is not voted on");
		ensure!(unconfirmed == Unconfirmed::<T>::count(), "the suspensions are miscounted");
		let mut planned = BTreeSet::new();
		for (_, subject) in Agenda::<T>::iter_keys() {
			ensure!(planned.insert(subject), "a proposal is in the agenda twice");
		}
		ensure!(planned == subjects, "the agenda and the proposals differ");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}

	/// The versions of a DID have no gaps, and the latest one says what the record says.
	fn check_histories() -> Result<(), TryRuntimeError> {
		let mut versions = 0u64;
		let mut documents = 0u64;
		let mut histories = 0u64;
		for (did, record) in Records::<T>::iter() {
			if record.version == 1 {
				ensure!(record.document == 1, "a first version has a later document");
				continue;
			}
			let found = Self::check_history(&did, &record)?;
			versions.saturating_accrue(record.version.into());
			documents.saturating_accrue(found.items.saturating_sub(record.version).into());
			let history = Histories::<T>::get(did);
			if record.status == DidStatus::Revoked {
				ensure!(
					!Histories::<T>::contains_key(did),
					"a DID that ended pays for its history"
				);
			} else {
				histories.saturating_inc();
				ensure!(
					(history.items, history.bytes) == (found.items, found.bytes),
					"a history has another size than what is stored"
				);
			}
		}
		// Each has been seen with its record, so equal numbers mean that there are no others.
		let stored = |count: usize| -> u64 { count.saturated_into() };
		ensure!(stored(Versions::<T>::iter_keys().count()) == versions, "a version is nobody's");
		ensure!(stored(Documents::<T>::iter_keys().count()) == documents, "a document is nobody's");
		ensure!(stored(Histories::<T>::iter_keys().count()) == histories, "a history is nobody's");
		Ok(())
	}

	/// Checks the history of one DID that changed, and returns how much is stored of it.
	fn check_history(did: &DidId, record: &Record<T>) -> Result<History<T>, TryRuntimeError> {
		let mut found = History::<T>::default();
		let mut before: Option<Version<BlockNumberFor<T>>> = None;
		for number in 1..=record.version {
			let version = Versions::<T>::get(did, number).ok_or("a version is missing")?;
			found.add_version();
			match before {
				None => ensure!(
					version.from == record.created && version.document == 1,
					"a first version does not begin with the record"
				),
				Some(before) => {
					ensure!(
						before.from <= version.from,
						"a version begins before the one before it"
					);
					ensure!(
						before.status != DidStatus::Revoked,
						"a DID went on after it had ended"
					);
					ensure!(
						version.document == before.document || version.document == number,
						"a version has a document that is neither the one before nor a new one"
					);
				},
			}
			let document = Documents::<T>::get(did, number);
			ensure!(
				document.is_some() == (number > 1 && version.document == number),
				"a document is missing, or not the version's"
			);
			if let Some(document) = document {
				ensure!(document.validate(did).is_ok(), "a document is not valid");
				found.add_document(&document);
			}
			before = Some(version);
		}
		let last = before.ok_or("a DID has no version")?;
		ensure!(
			(last.from, last.status, last.document, last.owner)
				== (record.updated, record.status, record.document, record.owner()),
			"the latest version and the record differ"
		);
		Ok(found)
	}
}
