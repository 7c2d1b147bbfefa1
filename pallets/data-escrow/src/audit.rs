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
		T::Audit::record(AuditModule::DataEscrow, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, and whose histories it belongs to: what it is about, and who caused it. Each once.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, mut subjects) = about(event);
	// Whoever may settle or forget need not be a party.
	if let Some(actor) = actor.map(AuditSubject::Did).filter(|actor| !subjects.contains(actor)) {
		subjects.push(actor);
	}
	(actor, subjects)
}

/// Who caused an event, and what it is about: both parties, and the data set that is delivered from.
///
/// The parts of the lot are left out: a lot may have dozens, and the agreement knows their fingerprints alone.
fn about<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	let deal = |supplier: &DidId, demander: &DidId, data_set: &DataSetId| {
		vec![Did(*supplier), Did(*demander), DataSet(*data_set)]
	};
	let judged = |supplier: &DidId, demander: &DidId, judge: &DidId, data_set: &DataSetId| {
		vec![Did(*supplier), Did(*demander), DataSet(*data_set), Did(*judge)]
	};
	match event {
		// Whose order it came of is for the market to say.
		Event::Opened { supplier, demander, data_set, .. } => {
			(None, deal(&supplier.did, &demander.did, data_set))
		},
		Event::Funded { supplier, demander, funder, by, data_set, .. } => {
			let mut subjects = deal(supplier, demander, data_set);
			if funder.did != *demander {
				subjects.push(Did(funder.did));
			}
			(*by, subjects)
		},
		Event::Accepted { supplier, demander, data_set, .. }
		| Event::Convicted { supplier, demander, data_set, .. } => {
			(Some(*demander), deal(supplier, demander, data_set))
		},
		Event::Committed { supplier, demander, data_set, .. }
		| Event::Revealed { supplier, demander, data_set, .. } => {
			(Some(*supplier), deal(supplier, demander, data_set))
		},
		Event::Settled { supplier, demander, data_set, by, .. }
		| Event::Refunded { supplier, demander, data_set, by, .. }
		| Event::Forgotten { supplier, demander, data_set, by, .. }
		| Event::Collected { supplier, demander, data_set, by, .. } => {
			(*by, deal(supplier, demander, data_set))
		},
		// Part of a settlement, which the parties have in their histories, with who asked for it.
		Event::ProfitPaid { payee, data_set, .. }
		| Event::CommissionPaid { payee, data_set, .. } => (None, vec![Did(*payee), DataSet(*data_set)]),
		Event::PaymentDelayed { supplier, demander, data_set, .. } => {
			(None, deal(supplier, demander, data_set))
		},
		Event::ParametersSet { .. } => (None, vec![]),
		Event::Delivered { supplier, demander, data_set, .. } => {
			(Some(*supplier), deal(supplier, demander, data_set))
		},
		// From the complaint on it is a matter of the judge as well.
		Event::Complained { supplier, demander, judge, data_set, .. } => {
			(Some(*demander), judged(supplier, demander, judge, data_set))
		},
		Event::Answered { by, supplier, demander, judge, data_set, .. } => {
			(Some(*by), judged(supplier, demander, judge, data_set))
		},
		Event::Decided { supplier, demander, judge, data_set, .. }
		| Event::Recused { supplier, demander, judge, data_set, .. } => {
			(Some(*judge), deal(supplier, demander, data_set))
		},
		Event::JudgePaid { judge, data_set, .. } => (None, vec![Did(*judge), DataSet(*data_set)]),
		Event::Divided { supplier, demander, data_set, by, .. } => {
			(*by, deal(supplier, demander, data_set))
		},
		Event::__Ignore(_, never) => match *never {},
	}
}
