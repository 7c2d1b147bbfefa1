use super::*;
use frame_support::{assert_err, storage::with_storage_layer};
use sp_runtime::DispatchError;

#[test]
fn entry_tells_block_moment_module_event_actor_and_digest() {
	ExtBuilder.build_and_execute(|| {
		block(7, NOW + 5);
		record(&[SUBJECT], &[3, 1, 4, 1, 5]);
		let entry = Entry {
			block: 7,
			moment: NOW + 5,
			module: AuditModule::Devices,
			event: 3,
			actor: Some(ACTOR),
			event_digest: event_digest(&[3, 1, 4, 1, 5]),
		};
		assert_eq!(Entries::<Test>::get(SUBJECT, 0), Some(entry));
		assert_eq!(Heads::<Test>::get(SUBJECT), Some(Head::start(&SUBJECT).append(&entry)));
	});
}

#[test]
fn event_of_nobody_has_no_actor() {
	ExtBuilder.build_and_execute(|| {
		Audit::record(AuditModule::Validation, None, &[SUBJECT], &[1]);
		assert_eq!(Entries::<Test>::get(SUBJECT, 0).unwrap().actor, None);
	});
}

#[test]
fn event_goes_to_the_history_of_each_subject_and_of_no_other() {
	ExtBuilder.build_and_execute(|| {
		let subjects = [
			SUBJECT,
			AuditSubject::DataSet(7),
			AuditSubject::Submission(7),
			AuditSubject::Grant(7),
			AuditSubject::Certificate(7),
		];
		record(&subjects, &[3]);
		for subject in subjects {
			assert_eq!(Audit::audit_head(subject).count, 1);
		}
		assert_eq!(Heads::<Test>::iter().count(), subjects.len());
		assert_eq!(Heads::<Test>::get(AuditSubject::DataSet(8)), None);
	});
}

#[test]
fn event_for_nobody_leaves_nothing() {
	ExtBuilder.build_and_execute(|| {
		record(&[], &[3]);
		assert_eq!(Heads::<Test>::iter().count(), 0);
	});
}

#[test]
fn subject_named_twice_has_one_entry() {
	ExtBuilder.build_and_execute(|| {
		record(&[SUBJECT, AuditSubject::DataSet(1), SUBJECT], &[3]);
		assert_eq!(Audit::audit_head(SUBJECT).count, 1);
		assert_eq!(Audit::audit_head(AuditSubject::DataSet(1)).count, 1);
	});
}

#[test]
fn same_event_twice_is_two_entries() {
	ExtBuilder.build_and_execute(|| {
		record(&[SUBJECT], &[3]);
		record(&[SUBJECT], &[3]);
		let entries = read(SUBJECT, 100);
		assert_eq!(entries.len(), 2);
		assert_eq!(entries.first(), entries.last());
	});
}

#[test]
fn call_that_fails_leaves_no_entry() {
	ExtBuilder.build_and_execute(|| {
		record_many(1);
		let head = Audit::audit_head(SUBJECT);
		let refused = with_storage_layer(|| -> Result<(), DispatchError> {
			record_many(3);
			Err(DispatchError::Other("too late"))
		});
		assert_err!(refused, DispatchError::Other("too late"));
		assert_eq!(Audit::audit_head(SUBJECT), head);
		assert_eq!(Entries::<Test>::iter().count(), 1);
	});
}

#[test]
fn genesis_has_no_events_and_no_entries() {
	ExtBuilder.build_and_execute(|| {
		System::set_block_number(0);
		record_many(1);
		assert_eq!(Heads::<Test>::iter().count(), 0);
	});
}
