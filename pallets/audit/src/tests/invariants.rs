//! The checker finds what it is there to find.

use super::*;
use sp_runtime::DispatchError;

fn found(text: &'static str, damage: impl FnOnce()) {
	ExtBuilder.build().execute_with(|| {
		record_many(3);
		Audit::do_try_state().expect("nothing is damaged yet");
		damage();
		assert_eq!(Audit::do_try_state(), Err(DispatchError::Other(text)));
	});
}

fn change(number: u64, change: impl FnOnce(&mut Entry)) {
	Entries::<Test>::mutate(SUBJECT, number, |entry| change(entry.as_mut().unwrap()));
}

#[test]
fn changed_entry_is_found() {
	found("a head is not that of its entries", || change(1, |entry| entry.actor = None));
}

#[test]
fn missing_entry_is_found() {
	found("an entry is missing", || Entries::<Test>::remove(SUBJECT, 1));
}

#[test]
fn entry_without_history_is_found() {
	found("an entry belongs to no history", || {
		let entry = Entries::<Test>::get(SUBJECT, 0).unwrap();
		Entries::<Test>::insert(AuditSubject::Grant(1), 0, entry);
	});
}

#[test]
fn lost_head_is_found() {
	found("an entry belongs to no history", || Heads::<Test>::remove(SUBJECT));
}

#[test]
fn head_of_nothing_is_found() {
	found("a history without entries has a head", || {
		Heads::<Test>::insert(SUBJECT, Head::start(&SUBJECT))
	});
}

#[test]
fn entry_out_of_order_is_found() {
	found("an entry is older than the one before", || change(0, |entry| entry.block = 2));
	found("an entry is older than the one before", || change(0, |entry| entry.moment += 1));
}

#[test]
fn entry_of_tomorrow_is_found() {
	found("an entry is younger than the chain", || change(2, |entry| entry.block = 2));
	found("an entry is younger than the chain", || change(2, |entry| entry.moment += 1));
}
