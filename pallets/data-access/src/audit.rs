//! Whose life an event belongs to (Y.4560 7.1.2).

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	access::Grantee,
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};

use crate::{pallet::*, Config};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		T::Audit::record(AuditModule::DataAccess, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// The subject that a grant to a single DID is about.
fn grantee_of(grantee: &Grantee) -> Option<AuditSubject> {
	match grantee {
		Grantee::Did(did) => Some(AuditSubject::Did(*did)),
		Grantee::Role(_) | Grantee::CertificateHolder(_) => None,
	}
}

/// Who caused an event, and whose histories it belongs to: what it is about, and who caused it. Each once.
pub(crate) fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, about) = about(event);
	let mut subjects = Vec::new();
	for subject in about.into_iter().chain(actor.map(AuditSubject::Did)) {
		if !subjects.contains(&subject) {
			subjects.push(subject);
		}
	}
	(actor, subjects)
}

/// Who caused an event, and what it is about.
fn about<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did, Grant};

	match event {
		Event::SharesOffered { data_set, from, to, .. } => {
			(Some(*from), vec![DataSet(*data_set), Did(*from), Did(*to)])
		},
		Event::SharesTransferred { data_set, from, to, .. } => {
			(Some(*to), vec![DataSet(*data_set), Did(*from), Did(*to)])
		},
		Event::ShareOfferClosed { data_set, from, to, by, .. } => {
			(*by, vec![DataSet(*data_set), Did(*from), Did(*to)])
		},
		Event::DecisionLapsed { data_set, .. } => (None, vec![DataSet(*data_set)]),
		Event::ShareOfferApproved { data_set, by, .. }
		| Event::DecisionApproved { data_set, by, .. }
		| Event::ApprovalWithdrawn { data_set, by, .. }
		| Event::DecisionTaken { data_set, by, .. }
		| Event::FieldClassesSet { data_set, by, .. }
		| Event::EpochOpened { data_set, by, .. }
		| Event::EpochEnded { data_set, by, .. }
		| Event::EpochPruned { data_set, by, .. } => (Some(*by), vec![DataSet(*data_set)]),
		Event::ListingSet { data_set, did, by, .. } => {
			(Some(*by), vec![DataSet(*data_set), Did(*did)])
		},
		Event::OperatorSet { data_set, operator, by, .. } => {
			(Some(*by), vec![DataSet(*data_set), Did(*operator)])
		},
		Event::Granted { grant, data_set, grantee, by, .. }
		| Event::GrantRevoked { grant, data_set, grantee, by } => {
			let mut subjects = vec![Grant(*grant), DataSet(*data_set)];
			subjects.extend(grantee_of(grantee));
			(Some(*by), subjects)
		},
		Event::GrantForgotten { grant, data_set, .. } => {
			(None, vec![Grant(*grant), DataSet(*data_set)])
		},
		Event::UsesReserved { grant, data_set, by, .. } => {
			(Some(*by), vec![Grant(*grant), DataSet(*data_set)])
		},
		Event::KeysAnnounced { data_set, keys, by, .. } => {
			let recipients = keys.iter().map(|key| Did(key.recipient));
			(Some(*by), core::iter::once(DataSet(*data_set)).chain(recipients).collect())
		},
		Event::AccessesRecorded { operator, data_set, uses, by, .. } => {
			let grants = uses.iter().map(|(grant, _)| Grant(*grant));
			let subjects = [DataSet(*data_set), Did(*operator)].into_iter().chain(grants).collect();
			(Some(*by), subjects)
		},
		Event::GrantOverused { operator, grant, data_set, .. } => {
			(Some(*operator), vec![Grant(*grant), DataSet(*data_set), Did(*operator)])
		},
		Event::ContradictionProven { operator, data_set, by, .. } => {
			(Some(*by), vec![DataSet(*data_set), Did(*operator)])
		},
		Event::BatchForgotten { operator, data_set, .. } => {
			(None, vec![DataSet(*data_set), Did(*operator)])
		},
		Event::ParametersSet { .. } => (None, Vec::new()),
		Event::__Ignore(_, never) => match *never {},
	}
}
