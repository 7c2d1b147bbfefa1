//! Whose history an event belongs to (Y.4560 7.1.2).

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
		T::Audit::record(AuditModule::DataAuction, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused the event, and whose histories it belongs to: three at most.
///
/// A bid belongs to the bidder alone until something comes of it: that somebody offers to pay must not fill the history of a supplier
/// or of his data. The submissions of a lot are left out: there may be dozens, and the history of their data set tells of the sale.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did};

	match event {
		Event::SealedOpened { supplier, data_set, .. }
		| Event::DescendingOpened { supplier, data_set, .. } => {
			(Some(supplier.did), vec![Did(supplier.did), DataSet(*data_set)])
		},
		Event::BidPlaced { bidder, .. } => (Some(bidder.did), vec![Did(bidder.did)]),
		Event::BidRevealed { bidder, .. } => (Some(*bidder), vec![Did(*bidder)]),
		Event::Decided { supplier, data_set, .. } => {
			(None, vec![Did(*supplier), DataSet(*data_set)])
		},
		Event::Awarded { supplier, bidder, data_set, .. }
		| Event::AwardFailed { supplier, bidder, data_set, .. } => {
			(None, vec![Did(*bidder), Did(*supplier), DataSet(*data_set)])
		},
		Event::DepositReturned { bidder, .. } => (None, vec![Did(bidder.did)]),
		Event::DepositForfeited { bidder, supplier, .. } => {
			(None, vec![Did(bidder.did), Did(supplier.did)])
		},
		Event::DepositDelayed { bidder, .. } => (None, vec![Did(*bidder)]),
		Event::Taken { supplier, demander, data_set, .. } => {
			(Some(demander.did), vec![Did(demander.did), Did(*supplier), DataSet(*data_set)])
		},
		Event::Closed { supplier, data_set, by, .. } => {
			(*by, vec![Did(*supplier), DataSet(*data_set)])
		},
		Event::ParametersSet { .. } => (None, Vec::new()),
		Event::__Ignore(_, never) => match *never {},
	}
}
