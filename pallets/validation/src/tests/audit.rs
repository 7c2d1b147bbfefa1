//! Every event is handed to the histories of those it is about (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::traits::{AuditSubject, Reason};
use frame_support::assert_ok;

use crate::mock::*;

#[test]
fn every_event_reaches_the_audit_in_order_and_as_it_is() {
	ExtBuilder::build_and_execute(|| {
		let id = revealed(&[
			Some(valid(900)),
			Some(valid(900)),
			Some(invalid(Reason::Other)),
			Some(valid(900)),
			None,
		]);
		settle(id);
		let vetoed = opened(3);
		assert_ok!(veto(REGULATOR, vetoed, [1; 32]));
		set_time(START + 10 * RETENTION);
		assert_ok!(forget(PASSER_BY, id));
		assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), parameters()));

		let events: Vec<Vec<u8>> = take_events().iter().map(Encode::encode).collect();
		let audited = take_audited();
		let told: Vec<Vec<u8>> = audited.iter().map(|entry| entry.event.clone()).collect();
		assert_eq!(told, events);
	});
}

#[test]
fn histories_of_submission_data_set_and_parties_are_complete() {
	ExtBuilder::build_and_execute(|| {
		let id = revealed(&[Some(valid(900)), Some(valid(900)), Some(invalid(Reason::Other))]);
		settle(id);
		let audited = take_audited();
		let submission = round(id).submission;
		// By the index of the event.
		let history = |subject: AuditSubject| -> Vec<u8> {
			audited
				.iter()
				.filter(|entry| entry.subjects.contains(&subject))
				.map(|entry| entry.event[0])
				.collect()
		};
		assert_eq!(
			history(AuditSubject::Submission(submission)),
			[0, 1, 1, 1, 2, 3, 3, 3, 4, 5, 5, 5, 7, 11]
		);
		assert_eq!(history(AuditSubject::DataSet(DATA_SET)), [0, 7]);
		assert_eq!(history(AuditSubject::Did(did(SUPPLIER))), [0, 7, 11]);
		assert_eq!(history(AuditSubject::Did(did(VALIDATOR))), [1, 3, 5, 8]);
		assert_eq!(history(AuditSubject::Did(did(VALIDATOR + 2))), [1, 3, 5, 9]);
		let actors: Vec<_> = audited.iter().map(|entry| entry.actor).collect();
		assert_eq!(actors[0], Some(did(SUPPLIER)));
		assert_eq!(actors[1], Some(did(VALIDATOR)));
		assert_eq!(actors.last(), Some(&None));
	});
}
