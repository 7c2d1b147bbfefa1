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
		T::Audit::record(AuditModule::DataMarket, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused the event, and whose life it belongs to. Who acts is always a party.
///
/// The submissions of a lot are left out: a lot may have dozens, and the history of their data set tells of every order and
/// every match.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	match event {
		Event::OfferPlaced { supplier, data_set, .. }
		| Event::OfferWithdrawn { supplier, data_set, .. } => {
			(Some(*supplier), vec![Did(*supplier), DataSet(*data_set)])
		},
		Event::DemandPlaced { demander, .. } | Event::DemandWithdrawn { demander, .. } => {
			(Some(*demander), vec![Did(*demander)])
		},
		Event::Matched { supplier, demander, data_set, by, .. } => {
			(Some(*by), vec![Did(*supplier), Did(*demander), DataSet(*data_set)])
		},
		// Nothing changed, so it belongs to nobody's life: a party whose agreements cannot be opened must not make the
		// histories of strangers grow.
		Event::MatchFailed { .. } => (None, vec![]),
		// The clock's doing, or that of who took the role away.
		Event::OfferExpired { supplier, data_set, .. } => {
			(None, vec![Did(*supplier), DataSet(*data_set)])
		},
		Event::DemandExpired { demander, .. } => (None, vec![Did(*demander)]),
		Event::__Ignore(_, never) => match *never {},
	}
}
