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
		T::Audit::record(AuditModule::PaymentChannels, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, and whose histories it belongs to: what it is about, and who caused it. Each once, four at most.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, mut subjects) = about(event);
	// Whoever may claim or open need not be a party.
	if let Some(actor) = actor.map(AuditSubject::Did).filter(|actor| !subjects.contains(actor)) {
		subjects.push(actor);
	}
	(actor, subjects)
}

/// Who caused an event, and what it is about: both parties, and the data set that is paid for.
fn about<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	let channel = |payer: &DidId, payee: &DidId, data_set: &Option<DataSetId>| {
		let parties = [Did(*payer), Did(*payee)];
		parties.into_iter().chain(data_set.map(DataSet)).collect()
	};
	match event {
		Event::Opened { payer, payee, opener, data_set, .. } => {
			(Some(*opener), channel(&payer.did, payee, data_set))
		},
		Event::ToppedUp { payer, payee, by, data_set, .. }
		| Event::CloseRequested { payer, payee, by, data_set, .. } => {
			(Some(*by), channel(payer, payee, data_set))
		},
		Event::Claimed { payer, payee, by, data_set, .. }
		| Event::Ended { payer, payee, by, data_set, .. } => (*by, channel(payer, payee, data_set)),
		Event::Paid { payer, payee, data_set, .. }
		| Event::PaymentDelayed { payer, payee, data_set, .. }
		| Event::Returned { payer, payee, data_set, .. }
		| Event::Closed { payer, payee, data_set, .. } => (None, channel(payer, payee, data_set)),
		// Part of a payment, which the parties have in their histories.
		Event::CommissionPaid { payee, data_set, .. }
		| Event::ProfitPaid { payee, data_set, .. } => {
			let subjects = [Did(*payee)].into_iter().chain(data_set.map(DataSet));
			(None, subjects.collect())
		},
		Event::ParametersSet { .. } => (None, vec![]),
		Event::__Ignore(_, never) => match *never {},
	}
}
