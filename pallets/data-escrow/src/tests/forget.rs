use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, ClosedAgreements, Error, Event, Parties, RECORD_KEPT};

fn forgotten(id: u64, by: Option<u64>) -> Event<Test> {
	Event::Forgotten {
		id,
		demander: did(DEMANDER),
		supplier: did(SUPPLIER),
		data_set: SET,
		by: by.map(did),
	}
}

#[test]
fn forget_by_demander_returns_ticket_and_removes_every_trace() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert!(ticket(DEMANDER) > 0);
		assert_ok!(forget(DEMANDER, deal.id));
		assert_eq!(ticket(DEMANDER), 0);
		assert!(!ClosedAgreements::<Test>::contains_key(deal.id));
		assert_eq!(Parties::<Test>::iter().count(), 0);
		assert_eq!(last_event(), forgotten(deal.id, Some(DEMANDER)));
		assert_paid();
	});
}

#[test]
fn forget_from_another_account_returns_ticket_to_the_account_that_carried_it() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_ok!(decline(SUPPLIER, deal.id));
		assert_ok!(forget(DEMANDER + OTHER_ACCOUNT, deal.id));
		assert_eq!(ticket(DEMANDER), 0);
		assert_nothing_moved();
	});
}

#[test]
fn forget_of_open_agreement_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(forget(DEMANDER, deal.id), Error::<Test>::NotClosed);
		let deal = deal.fund().commit().accept().reveal();
		assert_noop!(forget(DEMANDER, deal.id), Error::<Test>::NotClosed);
	});
}

#[test]
fn forget_by_supplier_or_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_ok!(decline(DEMANDER, deal.id));
		for who in [SUPPLIER, STRANGER, PASSER_BY] {
			assert_noop!(forget(who, deal.id), Error::<Test>::NotCarrier);
		}
	});
}

#[test]
fn forget_by_anyone_works_from_ninety_days_after_the_close_on() {
	assert_eq!(RECORD_KEPT, 7_776_000_000);
	for who in [SUPPLIER, STRANGER, PASSER_BY] {
		ExtBuilder::build_and_execute(|| {
			let deal = Deal::agreed();
			// Counted from the close, not from the opening.
			set_time(START + 5_000);
			assert_ok!(decline(DEMANDER, deal.id));
			set_time(START + 5_000 + RECORD_KEPT - 1);
			assert_noop!(forget(who, deal.id), Error::<Test>::NotCarrier);
			set_time(START + 5_000 + RECORD_KEPT);
			assert_ok!(forget(who, deal.id));
			// The ticket goes to who paid it, and the event names him.
			let by = (who != PASSER_BY).then_some(who);
			assert_eq!(last_event(), forgotten(deal.id, by));
			assert_eq!((ticket(DEMANDER), ticket(who)), (0, 0));
			assert_eq!(Parties::<Test>::iter().count(), 0);
			assert_nothing_moved();
		});
	}
}

#[test]
fn forget_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_ok!(decline(DEMANDER, deal.id));
		assert_ok!(forget(DEMANDER, deal.id));
		assert_noop!(forget(DEMANDER, deal.id), Error::<Test>::NotFound);
	});
}
