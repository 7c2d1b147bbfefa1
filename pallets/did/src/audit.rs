//! The histories that an event belongs to (Y.4560 7.1.2).

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};

use crate::pallet::*;

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		let subjects: Vec<_> = subjects.into_iter().map(AuditSubject::Did).collect();
		T::Audit::record(AuditModule::Did, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, if not the chain or governance, and in whose histories it belongs.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<DidId>) {
	match event {
		Event::StakeholderApplied { did, .. } => (Some(*did), vec![*did]),
		Event::ProposalOpened { subject, proposer, .. } => {
			(Some(*proposer), both(*subject, *proposer))
		},
		Event::Voted { subject, voter, .. } => (Some(*voter), vec![*subject, *voter]),
		// Decided by the votes, carried out by whoever gave the last one or by the chain.
		Event::ProposalClosed { subject, proposer, .. } => (None, both(*subject, *proposer)),
		Event::DeviceRegistered { did, owner, .. } => (Some(*owner), vec![*did, *owner]),
		Event::StatusChanged { did, actor, .. } => (*actor, both(*did, actor.unwrap_or(*did))),
		Event::RolesChanged { did, .. } => (None, vec![*did]),
		Event::SuspendedAtOnce { subject, regulator, .. } => {
			(Some(*regulator), vec![*subject, *regulator])
		},
		Event::SuspensionLapsed { subject, regulator, .. } => (None, vec![*subject, *regulator]),
		Event::ParametersSet { .. } => (None, vec![]),
		Event::DocumentUpdated { did, actor, .. } => (Some(*actor), both(*did, *actor)),
		Event::Deactivated { did, actor, .. } => (Some(*actor), both(*did, *actor)),
		Event::DeviceTransferred { device, from, to } => (Some(*to), vec![*device, *from, *to]),
		Event::DeviceMetadataSet { device, owner, .. } => (Some(*owner), vec![*device, *owner]),
		Event::__Ignore(_, never) => match *never {},
	}
}

/// The subject and the one who acted, once if they are the same.
fn both(subject: DidId, actor: DidId) -> Vec<DidId> {
	if subject == actor {
		vec![subject]
	} else {
		vec![subject, actor]
	}
}
