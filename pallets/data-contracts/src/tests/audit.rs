//! Every event is handed to the histories of those it is about (Y.4560 7.1.2).

use codec::Encode;
use counterfoil_primitives::{
	exchange::Outcome,
	terms::{Conditions, Umpire},
	traits::{AuditSubject, Party},
};
use frame_support::assert_ok;

use crate::mock::*;

/// A contract in which everything happens once.
fn everything() {
	let withdrawn = proposed(conditions());
	assert_ok!(withdraw(SUPPLIER, withdrawn));
	let umpire = Some(Umpire { did: did(UMPIRE), window: 10_000 });
	let id = agreed(Conditions { umpire, prepaid: 3, ..conditions() });
	assert_ok!(fund_more(DEMANDER, id, 1));
	close(delivered(id, 0, SCHEDULE.due(0)), Outcome::NotAccepted);
	lapse(0);
	assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
	assert_ok!(end(DEMANDER, id));
}

#[test]
fn every_event_reaches_the_audit_in_order_and_as_it_is() {
	new_test_ext().execute_with(|| {
		set_time(START);
		let mut events = Vec::new();
		everything();
		events.extend(take_events().iter().map(Encode::encode));
		let told: Vec<Vec<u8>> = take_audited().into_iter().map(|entry| entry.event).collect();
		assert_eq!(told, events);
		// Proposed, withdrawn, proposed, accepted, funded, delivered, returned, contested, closed, end set, ended, concluded.
		let kinds: Vec<u8> = told.iter().map(|event| event[0]).collect();
		assert_eq!(kinds, [0, 1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
	});
}

#[test]
fn histories_of_both_parties_and_the_data_set_are_complete() {
	ExtBuilder::build_and_execute(|| {
		everything();
		let audited = take_audited();
		let history = |subject: AuditSubject| -> Vec<u8> {
			audited
				.iter()
				.filter(|entry| entry.subjects.contains(&subject))
				.map(|entry| entry.event[0])
				.collect()
		};
		let all = [0, 1, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10];
		assert_eq!(history(AuditSubject::Did(did(SUPPLIER))), all);
		assert_eq!(history(AuditSubject::Did(did(DEMANDER))), all);
		assert_eq!(history(AuditSubject::DataSet(DATA_SET)), all);
		assert_eq!(history(AuditSubject::Did(did(UMPIRE))), [7]);
		let actors: Vec<_> = audited.iter().map(|entry| entry.actor).collect();
		let (supplier, demander) = (Some(did(SUPPLIER)), Some(did(DEMANDER)));
		assert_eq!(actors[..4], [demander, supplier, demander, supplier]);
		assert_eq!(actors[8], Some(did(UMPIRE)));
		assert_eq!(actors[11], None);
	});
}
