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
		T::Audit::record(AuditModule::PaymentStreams, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, and whose histories it belongs to: what it is about, and who caused it. Each once.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	let (actor, about) = about(event);
	let mut subjects = Vec::new();
	for subject in about.into_iter().chain(actor.map(AuditSubject::Did)) {
		if !subjects.contains(&subject) {
			subjects.push(subject);
		}
	}
	(actor, subjects)
}

/// Who caused an event, and what it is about: both parties and the data set; and whose money it is, where it moves.
fn about<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	let parties = |dids: &[&DidId], data_set: &Option<DataSetId>| -> Vec<AuditSubject> {
		dids.iter().map(|did| Did(**did)).chain(data_set.map(DataSet)).collect()
	};
	match event {
		// Whose order it came of is for the market to say.
		Event::Proposed { payer, payee, data_set, .. } => {
			(None, parties(&[&payer.did, &payee.did], data_set))
		},
		Event::Opened { payer, payee, funder, data_set, by, .. } => {
			(Some(*by), parties(&[payer, &payee.did, &funder.did], data_set))
		},
		Event::Claimed { payer, payee, data_set, by, .. } => {
			(*by, parties(&[payer, payee], data_set))
		},
		// Part of a claim or of the end, which the parties have in their histories, with who asked for it.
		Event::CommissionPaid { payee, data_set, .. }
		| Event::ProfitPaid { payee, data_set, .. } => (None, parties(&[payee], data_set)),
		Event::ToppedUp { payer, payee, funder, data_set, by, .. } => {
			(Some(*by), parties(&[payer, payee, funder], data_set))
		},
		Event::Announced { payer, payee, data_set, by, .. }
		| Event::Withdrawn { payer, payee, data_set, by, .. }
		| Event::Resumed { payer, payee, data_set, by, .. }
		| Event::RateAsked { payer, payee, data_set, by, .. } => {
			(Some(*by), parties(&[payer, payee], data_set))
		},
		Event::Paused { payer, payee, data_set, by, .. }
		| Event::RateChanged { payer, payee, data_set, by, .. } => {
			(*by, parties(&[payer, payee], data_set))
		},
		Event::Ended { payer, payee, funder, data_set, by, .. }
		| Event::Delivered { payer, payee, funder, data_set, by, .. } => {
			(*by, parties(&[payer, payee, funder], data_set))
		},
		Event::ParametersSet { .. } => (None, vec![]),
		Event::__Ignore(_, never) => match *never {},
	}
}
