//! What must hold after every call and every block.

use alloc::collections::BTreeSet;

use counterfoil_primitives::did::{DidId, DidStatus};
use frame_support::{ensure, traits::Get};
use pallet_support::agenda;
use sp_runtime::{traits::SaturatedConversion, Saturating, TryRuntimeError};

use crate::{pallet::*, status_after, Kind, Motion};

impl<T: Config> Pallet<T> {
	/// Checks the whole state of the pallet. Costs what the state is large.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_records()?;
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
							Proposals::<T>::get(did)
								.is_some_and(|proposal| proposal.motion == Motion::Register),
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
		ensure!(active <= T::MaxStakeholders::get(), "too many stakeholders are active");
		ensure!(
			Parameters::<T>::get().are_valid(),
			"the voting period is zero or longer than 366 days"
		);
		Ok(())
	}

	/// Proposals are about stakeholders to whom they apply, and the agenda knows each of them.
	fn check_proposals() -> Result<(), TryRuntimeError> {
		let mut serials = BTreeSet::new();
		let mut subjects = BTreeSet::new();
		for (subject, proposal) in Proposals::<T>::iter() {
			let record = Records::<T>::get(subject).ok_or("a proposal is about nobody")?;
			ensure!(
				matches!(record.kind, Kind::Stakeholder { .. }),
				"a proposal is about a device"
			);
			ensure!(
				status_after(proposal.motion, record.status).is_some(),
				"a proposal does not fit the status of its subject"
			);
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
			subjects.insert(subject);
		}
		let mut planned = BTreeSet::new();
		for (_, subject) in Agenda::<T>::iter_keys() {
			ensure!(planned.insert(subject), "a proposal is in the agenda twice");
		}
		ensure!(planned == subjects, "the agenda and the proposals differ");
		agenda::check::<Agenda<T>, AgendaCursor<T>>()?;
		Ok(())
	}
}
