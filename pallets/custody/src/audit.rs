//! Whose life an event belongs to (Y.4560 7.1.2).

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};

use crate::{pallet::*, Config, End};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		T::Audit::record(AuditModule::Custody, actor, &subjects, &event.encode());
		Self::deposit_event(event);
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

/// Who caused an event, and what it is about: both sides of a hop and the data set.
///
/// That somebody asks, and that nothing comes of it, is in the histories of those alone who did it: otherwise a stranger could fill
/// those of others for the price of a ticket that returns.
fn about<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	match event {
		Event::Requested { receiver, .. } => (Some(*receiver), vec![]),
		Event::Confirmed { user, receiver, .. } => (Some(*user), vec![Did(*receiver)]),
		Event::Provided { giver, holder, data_set, .. } => {
			(Some(*giver), vec![DataSet(*data_set), Did(*giver), Did(*holder)])
		},
		// The escrow tells who ended the agreement.
		Event::Sold { giver, holder, data_set, .. } => {
			(None, vec![DataSet(*data_set), Did(*giver), Did(*holder)])
		},
		Event::Acknowledged { holder, giver, data_set, .. }
		| Event::Denied { holder, giver, data_set, .. } => {
			(Some(*holder), vec![DataSet(*data_set), Did(*giver), Did(*holder)])
		},
		Event::Closed { end: End::Completed, giver, receiver, user, data_set, by, .. } => {
			let parties = [*giver, *receiver].into_iter().chain(*user).map(Did);
			(*by, core::iter::once(DataSet(*data_set)).chain(parties).collect())
		},
		Event::Closed { end: End::Withdrawn | End::Lapsed, receiver, by, .. } => {
			(*by, vec![Did(*receiver)])
		},
		Event::__Ignore(_, never) => match *never {},
	}
}
