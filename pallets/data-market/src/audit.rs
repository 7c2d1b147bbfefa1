//! Which histories an event belongs to (Y.4560 7.1.2).

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
	DataSetId,
};

use crate::{Config, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		T::Audit::record(AuditModule::DataMarket, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, and whose histories it belongs to: what it is about, and who caused it. Each once.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, mut subjects) = about(event);
	// Whoever proposes need not be a party.
	let own = actor.map(AuditSubject::Did).filter(|own| !subjects.contains(own));
	// What belongs to nobody's life does not belong to his either who caused it.
	if let (Some(own), false) = (own, subjects.is_empty()) {
		subjects.push(own);
	}
	(actor, subjects)
}

/// Who caused an event, and what it is about.
///
/// The submissions of a lot are left out: a lot may have dozens, and the history of their data set tells of every order and
/// every match.
fn about<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	let offer = |supplier: &DidId, data_set: &Option<DataSetId>| {
		let mut subjects = vec![Did(*supplier)];
		subjects.extend(data_set.map(DataSet));
		subjects
	};
	let deal = |supplier: &DidId, demander: &DidId, data_set: &DataSetId| {
		vec![Did(*supplier), Did(*demander), DataSet(*data_set)]
	};
	match event {
		Event::OfferPlaced { supplier, data_set, .. }
		| Event::OfferWithdrawn { supplier, data_set, .. } => {
			(Some(*supplier), offer(supplier, data_set))
		},
		Event::OfferAmended { supplier, .. } => (Some(*supplier), vec![Did(*supplier)]),
		Event::DemandPlaced { demander, .. }
		| Event::DemandWithdrawn { demander, .. }
		| Event::DemandAmended { demander, .. }
		| Event::Rematched { demander, .. } => (Some(*demander), vec![Did(*demander)]),
		Event::Matched { supplier, demander, data_set, by, .. }
		| Event::MatchSuspended { supplier, demander, data_set, by, .. } => {
			(Some(*by), deal(supplier, demander, data_set))
		},
		Event::MatchAccepted { supplier, demander, by, .. } => {
			(Some(*by), vec![Did(*supplier), Did(*demander)])
		},
		Event::MatchRejected { supplier, demander, by, .. } => {
			(*by, vec![Did(*supplier), Did(*demander)])
		},
		Event::SaleFailed { supplier, demander, data_set, .. } => {
			(None, deal(supplier, demander, data_set))
		},
		Event::Proposed { demander, by, .. } => (Some(*by), vec![Did(*demander), Did(*by)]),
		Event::ProposalDropped { by, .. } => (None, vec![Did(*by)]),
		Event::ProposalConcluded { by, .. } => (None, vec![Did(*by)]),
		Event::ProposalCommitted { by, .. } | Event::CommitmentWithdrawn { by, .. } => {
			(Some(*by), vec![Did(*by)])
		},
		Event::Rewarded { demander, finder, .. } => (None, vec![Did(*demander), Did(*finder)]),
		Event::RewardReturned { demander, .. } => (None, vec![Did(*demander)]),
		// Nothing changed, so it belongs to nobody's life: a party whose agreements cannot be opened must not make the
		// histories of strangers grow.
		Event::MatchFailed { .. } => (None, vec![]),
		// The clock's doing, or that of who took the role away.
		Event::OfferExpired { supplier, data_set, .. } => (None, offer(supplier, data_set)),
		Event::DemandExpired { demander, .. } => (None, vec![Did(*demander)]),
		Event::__Ignore(_, never) => match *never {},
	}
}
