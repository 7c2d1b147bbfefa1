//! Whose life an event belongs to (Y.4560 7.1.2).

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};

use crate::{pallet::*, Config};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		T::Audit::record(AuditModule::DataContracts, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, and whose histories it belongs to: both parties and the data set, and who caused it. Each once.
pub(crate) fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	let (actor, [one, other], data_set) = match event {
		Event::Proposed { by, to, data_set, .. } => (Some(*by), [by, to], data_set),
		Event::Withdrawn { proposer, to, data_set, by, .. } => (*by, [proposer, to], data_set),
		Event::Accepted { supplier, demander, data_set, by, .. } => {
			(Some(*by), [supplier, demander], data_set)
		},
		Event::Funded { supplier, demander, data_set, .. } => {
			(Some(*demander), [supplier, demander], data_set)
		},
		Event::BatchDelivered { supplier, demander, data_set, .. } => {
			(Some(*supplier), [supplier, demander], data_set)
		},
		Event::BatchReturned { supplier, demander, data_set, .. }
		| Event::BatchContested { supplier, demander, data_set, .. }
		| Event::Hindered { supplier, demander, data_set, .. }
		| Event::Ended { supplier, demander, data_set, .. }
		| Event::Concluded { supplier, demander, data_set, .. } => (None, [supplier, demander], data_set),
		Event::BatchClosed { supplier, demander, data_set, by, .. }
		| Event::EndSet { supplier, demander, data_set, by, .. } => (*by, [supplier, demander], data_set),
		Event::__Ignore(_, never) => match *never {},
	};
	let mut subjects = vec![Did(*one), Did(*other), DataSet(*data_set)];
	if let Some(actor) = actor.map(Did).filter(|actor| !subjects.contains(actor)) {
		subjects.push(actor);
	}
	(actor, subjects)
}
