//! Answers of the runtime API.

use alloc::vec::Vec;

use counterfoil_primitives::{
	did::{DidId, DidStatus},
	roles::Roles,
	Moment,
};
use pallet_did_runtime_api::{BallotView, DidKind, DidView, Motion, ProposalView, MAX_BATCH};
use sp_runtime::traits::SaturatedConversion;

use crate::{pallet::*, Kind, Proposal};

impl<T: Config> Pallet<T> {
	/// All that is known about an identifier.
	pub fn resolve(did: DidId) -> Option<DidView<T::AccountId>> {
		let record = Records::<T>::get(did)?;
		let active = Self::record_is_active(&did, &record);
		let document = Self::document_of(&did, &record, record.document);
		let (controllers, threshold) = document
			.map(|document| (document.controllers.into_inner(), document.threshold))
			.unwrap_or_default();
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
			version: record.version,
			document: record.document,
			controllers,
			threshold,
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

	/// The open proposal with this motion about a stakeholder.
	pub fn proposal(subject: DidId, motion: Motion) -> Option<ProposalView<T::AccountId>> {
		Proposals::<T>::get(subject, motion)
			.map(|proposal| Self::view_of(subject, motion, proposal))
	}

	/// All open proposals about a stakeholder, the oldest first.
	pub fn proposals_about(subject: DidId) -> Vec<ProposalView<T::AccountId>> {
		let mut views: Vec<_> = Proposals::<T>::iter_prefix(subject)
			.map(|(motion, proposal)| Self::view_of(subject, motion, proposal))
			.collect();
		views.sort_by_key(|view| view.serial);
		views
	}

	/// At most `limit`, and at most [`MAX_BATCH`], open proposals after the one named.
	pub fn proposals(
		after: Option<(DidId, Motion)>,
		limit: u32,
	) -> Vec<ProposalView<T::AccountId>> {
		let page = match after {
			Some((subject, motion)) => {
				Proposals::<T>::iter_from(Proposals::<T>::hashed_key_for(subject, motion))
			},
			None => Proposals::<T>::iter(),
		};
		page.take(limit.min(MAX_BATCH).saturated_into())
			.map(|(subject, motion, proposal)| Self::view_of(subject, motion, proposal))
			.collect()
	}

	/// Until when nobody suspends a stakeholder at once.
	pub fn shielded_until(subject: DidId) -> Option<Moment> {
		ShieldedUntil::<T>::get(subject)
	}

	fn view_of(
		subject: DidId,
		motion: Motion,
		proposal: Proposal<T>,
	) -> ProposalView<T::AccountId> {
		let electorate = Self::electorate(&subject, motion, &proposal);
		let mut view = ProposalView {
			subject,
			serial: proposal.serial,
			motion,
			proposer: proposal.proposer.did,
			payer: proposal.proposer.account,
			deadline: proposal.deadline,
			ayes: 0,
			nays: 0,
			electorate: electorate.size,
			rule: proposal.rule,
			quorum: proposal.rule.quorum_of(electorate),
			needed: proposal.rule.needed_of(electorate),
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
