//! Which histories an event belongs to.

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
		T::Audit::record(AuditModule::DataRegistry, actor, &subjects, &event.encode());
		Self::deposit_event(event);
	}
}

/// Who caused the event, and whose life it belongs to.
fn trail<T: Config>(event: &Event<T>) -> (Option<DidId>, Vec<AuditSubject>) {
	use AuditSubject::{DataSet, Did, Submission};

	match event {
		Event::SchemaRegistered { author, .. } | Event::SchemaDeprecated { author, .. } => {
			(Some(*author), vec![Did(*author)])
		},
		Event::DataSetRegistered { data_set, owner, .. } => {
			(Some(*owner), vec![Did(*owner), DataSet(*data_set)])
		},
		Event::Submitted {
			submission, data_set, supplier, device, submitter, corrects, ..
		} => {
			let mut subjects =
				vec![Did(*supplier), Did(*device), DataSet(*data_set), Submission(*submission)];
			subjects.extend(corrects.map(Submission));
			(Some(*submitter), subjects)
		},
		// Nothing happened, so it belongs to nobody's life: a retry must not make histories grow.
		Event::AlreadySubmitted { submitter, .. } => (Some(*submitter), vec![]),
		Event::GapGivenUp { device, .. } => (Some(*device), vec![Did(*device)]),
		// What a round finds about the data is about the work of the supplier.
		Event::ValidationBegan { submission, data_set, supplier }
		| Event::ValidationFailed { submission, data_set, supplier }
		| Event::Validated { submission, data_set, supplier, .. }
		| Event::Rejected { submission, data_set, supplier, .. } => {
			(None, vec![Did(*supplier), DataSet(*data_set), Submission(*submission)])
		},
		Event::Superseded { submission, by, data_set, supplier } => (
			None,
			vec![Did(*supplier), DataSet(*data_set), Submission(*submission), Submission(*by)],
		),
		Event::ParametersSet { .. } => (None, vec![]),
		Event::__Ignore(_, never) => match *never {},
	}
}
