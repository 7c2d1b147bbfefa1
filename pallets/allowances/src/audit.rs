//! Which histories an event belongs to (Y.4560 7.1.2).

use alloc::{vec, vec::Vec};

use codec::Encode;
use counterfoil_primitives::{
	did::DidId,
	traits::{AuditLog, AuditModule, AuditSubject},
};

use crate::{Config, Event, Pallet};

impl<T: Config> Pallet<T> {
	/// Deposits an event and hands it to the histories of those it is about.
	pub(crate) fn emit(event: Event<T>) {
		let (actor, subjects) = trail(&event);
		T::Audit::record(AuditModule::Allowances, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused an event, and whose histories it belongs to. Each once.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::Did;

	match event {
		// Anybody may allow something to anybody. What strangers allow is not part of a subject's life, or they could fill its history;
		// that the subject made use of it is.
		Event::Allowed { payer, .. } => (Some(payer.did), vec![Did(payer.did)]),
		Event::Amended { payer, .. } | Event::Revoked { payer, .. } => {
			(Some(*payer), vec![Did(*payer)])
		},
		Event::Expired { payer, .. } => (None, vec![Did(*payer)]),
		// Who pulls a payment is spender and payee in one.
		Event::Spent { payer, spender, payee, .. } if spender == payee => {
			(Some(*spender), vec![Did(*payer), Did(*spender)])
		},
		Event::Spent { payer, spender, payee, .. } => {
			(Some(*spender), vec![Did(*payer), Did(*spender), Did(*payee)])
		},
		Event::__Ignore(_, never) => match *never {},
	}
}
