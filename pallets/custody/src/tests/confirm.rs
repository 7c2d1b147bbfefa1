//! The user confirms.

use counterfoil_primitives::{custody::Source, did::DidStatus};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use crate::{mock::*, Error, Event, Stage};

#[test]
fn confirmation_lets_the_source_give() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		assert_ok!(confirm(USER, id));
		assert_eq!(open(id).stage, Stage::Confirmed);
		assert_eq!(
			last_event(),
			Event::Confirmed {
				circulation: id,
				user: did(USER),
				receiver: did(PROXY),
				giver: did(OWNER),
				data_set: SET,
			}
		);
	});
}

#[test]
fn only_the_user_confirms_and_once() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		for other in [OWNER, PROXY, STRANGER] {
			assert_noop!(confirm(other, id), Error::<Test>::NotUser);
		}
		assert_noop!(confirm(PASSER_BY, id), BadOrigin);
		assert_noop!(confirm(USER, id + 1), Error::<Test>::UnknownCirculation);
		assert_ok!(confirm(USER, id));
		assert_noop!(confirm(USER, id), Error::<Test>::AlreadyConfirmed);
		assert_ok!(provide(OWNER, id, wide()));
		assert_noop!(confirm(USER, id), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn without_user_nobody_confirms() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(request(PROXY, Source::Owner(SET), wide(), None));
		assert_noop!(confirm(PROXY, 0), Error::<Test>::NotUser);
	});
}

#[test]
fn suspended_user_does_not_confirm() {
	ExtBuilder::build_and_execute(|| {
		let id = requested();
		set_status(USER, DidStatus::Suspended);
		assert_noop!(confirm(USER, id), BadOrigin);
	});
}

#[test]
fn attack_confirmation_after_the_deadline() {
	ExtBuilder::build_and_execute(|| {
		let (first, second) = (requested(), requested());
		set_time(UNTIL);
		assert_ok!(confirm(USER, first));
		set_time(UNTIL + 1);
		assert_noop!(confirm(USER, second), Error::<Test>::DeadlinePassed);
	});
}
