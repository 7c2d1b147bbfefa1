//! Stepping back.

use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use counterfoil_primitives::did::DidStatus;

use crate::{mock::*, End, Error, Event};

#[test]
fn each_party_may_step_back_and_the_ticket_returns() {
	ExtBuilder::build_and_execute(|| {
		for make in [requested, confirmed] {
			for who in [OWNER, PROXY, USER] {
				let id = make();
				assert_ok!(withdraw(who, id));
				assert!(is_over(id));
				assert_eq!(ticket(PROXY), 0);
				assert_eq!(
					last_event(),
					Event::Closed {
						circulation: id,
						end: End::Withdrawn,
						giver: did(OWNER),
						receiver: did(PROXY),
						user: Some(did(USER)),
						data_set: SET,
						by: Some(did(who)),
					}
				);
			}
		}
	});
}

#[test]
fn who_has_given_has_nothing_to_step_back_from() {
	ExtBuilder::build_and_execute(|| {
		let (id, holding) = at_proxy();
		assert_noop!(withdraw(OWNER, id), Error::<Test>::NotParty);
		assert_ok!(withdraw(USER, id));
		// What the proxy was given it still holds.
		assert_eq!(held(holding).holder, did(PROXY));
		let (id, _) = at_proxy();
		assert_ok!(withdraw(PROXY, id));
	});
}

#[test]
fn stranger_does_not_end_what_others_do() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		assert_noop!(withdraw(STRANGER, id), Error::<Test>::NotParty);
		assert_noop!(withdraw(PASSER_BY, id), BadOrigin);
		assert_noop!(withdraw(PROXY, id + 1), Error::<Test>::UnknownCirculation);
		assert_ok!(withdraw(PROXY, id));
		assert_noop!(withdraw(PROXY, id), Error::<Test>::UnknownCirculation);
	});
}

#[test]
fn suspended_party_may_step_back_also_after_the_deadline() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		set_status(USER, DidStatus::Suspended);
		set_time(UNTIL + 1);
		assert_ok!(withdraw(USER, id));
	});
}
