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
		T::Audit::record(AuditModule::Validation, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused the event, and whose histories it belongs to: three at most.
///
/// What happens to the submission belongs to it and, where a round begins or ends, to its data set and its supplier.
/// What one validator does or gets belongs to him; what he finds belongs to the submission too.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did, Submission};

	match event {
		Event::RoundOpened { submission, data_set, supplier, .. } => (
			Some(supplier.did),
			vec![Submission(*submission), DataSet(*data_set), Did(supplier.did)],
		),
		Event::Joined { submission, validator, .. } => {
			(Some(validator.did), vec![Submission(*submission), Did(validator.did)])
		},
		Event::Committed { submission, validator, .. }
		| Event::Revealed { submission, validator, .. } => {
			(Some(*validator), vec![Submission(*submission), Did(*validator)])
		},
		Event::CommittingBegan { submission, .. } | Event::RevealingBegan { submission, .. } => {
			(None, vec![Submission(*submission)])
		},
		Event::Vetoed { submission, data_set, regulator, .. } => {
			(Some(*regulator), vec![Submission(*submission), DataSet(*data_set), Did(*regulator)])
		},
		Event::Decided { submission, data_set, supplier, .. } => {
			(None, vec![Submission(*submission), DataSet(*data_set), Did(*supplier)])
		},
		Event::Rewarded { validator, .. }
		| Event::Slashed { validator, .. }
		| Event::BondReturned { validator, .. } => (None, vec![Did(*validator)]),
		Event::RoundClosed { submission, supplier, .. }
		| Event::Forgotten { submission, supplier, .. } => {
			(None, vec![Submission(*submission), Did(*supplier)])
		},
		Event::ParametersSet { .. } => (None, Vec::new()),
		Event::__Ignore(_, never) => match *never {},
	}
}
