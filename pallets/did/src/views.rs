//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus},
	roles::Roles,
};
use pallet_did_runtime_api::{BallotView, DidKind, DidView, ProposalView, MAX_BATCH};
use sp_runtime::traits::SaturatedConversion;

use crate::{pallet::*, Kind, Proposal};

impl<T: Config> Pallet<T> {
	/// All that is known about an identifier.
	pub fn resolve(did: DidId) -> Option<DidView<T::AccountId>> {
		let record = Records::<T>::get(did)?;
		let active = Self::record_is_active(&record);
		let (kind, account, roles, owner, metadata) = match record.kind {
			Kind::Stakeholder { account, roles } => {
				(DidKind::Stakeholder, Some(account), roles, None, None)
			},
			Kind::Device { owner, metadata } => {
				(DidKind::Device, None, Roles::EMPTY, Some(owner), Some(metadata))
			},
		};
		Some(DidView {
			did,
			kind,
			status: record.status,
			active,
			key: record.key,
			account,
			roles,
			owner,
			metadata,
			created: record.created,
			updated: record.updated,
		})
	}

	/// [`Self::resolve`] for the first [`MAX_BATCH`] of `dids`.
	pub fn resolve_many(dids: Vec<DidId>) -> Vec<Option<DidView<T::AccountId>>> {
		dids.into_iter().take(MAX_BATCH.saturated_into()).map(Self::resolve).collect()
	}

	/// The identifier that an account acts for.
	pub fn did_of(account: T::AccountId) -> Option<DidId> {
		DidOf::<T>::get(account)
	}

	/// The open proposal about a stakeholder.
	pub fn proposal(subject: DidId) -> Option<ProposalView<T::AccountId>> {
		Proposals::<T>::get(subject).map(|proposal| Self::view_of(subject, proposal))
	}

	/// At most `limit`, and at most [`MAX_BATCH`], open proposals after the one about `after`.
	pub fn proposals(after: Option<DidId>, limit: u32) -> Vec<ProposalView<T::AccountId>> {
		let page = match after {
			Some(after) => Proposals::<T>::iter_from(Proposals::<T>::hashed_key_for(after)),
			None => Proposals::<T>::iter(),
		};
		page.take(limit.min(MAX_BATCH).saturated_into())
			.map(|(subject, proposal)| Self::view_of(subject, proposal))
			.collect()
	}

	fn view_of(subject: DidId, proposal: Proposal<T>) -> ProposalView<T::AccountId> {
		let electorate = Self::electorate(&subject, &proposal).size;
		let mut view = ProposalView {
			subject,
			serial: proposal.serial,
			motion: proposal.motion,
			proposer: proposal.proposer,
			deadline: proposal.deadline,
			ayes: 0,
			nays: 0,
			electorate,
			ballots: Vec::with_capacity(proposal.ballots.len()),
		};
		for (voter, aye) in proposal.ballots.iter() {
			let counts = Self::status_of(voter) == Some(DidStatus::Active);
			let side = if *aye { &mut view.ayes } else { &mut view.nays };
			*side = side.saturating_add(u32::from(counts));
			view.ballots.push(BallotView { voter: *voter, aye: *aye, counts });
		}
		view
	}
}
