//! What receivers say.

use counterfoil_primitives::{custody::Receipt, did::DidStatus};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

use crate::{mock::*, Error, Event};

#[test]
fn acknowledgement_is_kept_with_its_moment() {
	ExtBuilder::build_and_execute(|| {
		let (_, holding) = provided();
		set_time(START + 7);
		assert_ok!(acknowledge(PROXY, holding));
		assert_eq!(held(holding).receipt, Receipt::Received(START + 7));
		assert_eq!(
			last_event(),
			Event::Acknowledged { holding, holder: did(PROXY), giver: did(OWNER), data_set: SET }
		);
	});
}

#[test]
fn denial_is_kept_and_takes_nobody_off_the_list() {
	ExtBuilder::build_and_execute(|| {
		let (id, holding) = provided();
		assert_ok!(deny(PROXY, holding));
		assert_eq!(held(holding).receipt, Receipt::Denied(START));
		assert_eq!(
			last_event(),
			Event::Denied { holding, holder: did(PROXY), giver: did(OWNER), data_set: SET }
		);
		assert_eq!(Custody::custody(root(PARTS[0]), None, 10).holdings.len(), 1);
		assert_noop!(provide(PROXY, id, narrow()), Error::<Test>::NotReceived);
	});
}

#[test]
fn only_the_holder_answers_and_once() {
	ExtBuilder::build_and_execute(|| {
		let (_, holding) = provided();
		for other in [OWNER, USER, STRANGER] {
			assert_noop!(acknowledge(other, holding), Error::<Test>::NotHolder);
			assert_noop!(deny(other, holding), Error::<Test>::NotHolder);
		}
		assert_noop!(acknowledge(PASSER_BY, holding), BadOrigin);
		assert_noop!(deny(PASSER_BY, holding), BadOrigin);
		assert_noop!(acknowledge(PROXY, holding + 1), Error::<Test>::UnknownHolding);
		assert_noop!(deny(PROXY, holding + 1), Error::<Test>::UnknownHolding);
		assert_ok!(acknowledge(PROXY, holding));
		assert_noop!(acknowledge(PROXY, holding), Error::<Test>::AlreadyAnswered);
		assert_noop!(deny(PROXY, holding), Error::<Test>::AlreadyAnswered);
	});
}

#[test]
fn attack_acknowledgement_after_denial() {
	ExtBuilder::build_and_execute(|| {
		let (_, holding) = provided();
		assert_ok!(deny(PROXY, holding));
		assert_noop!(acknowledge(PROXY, holding), Error::<Test>::AlreadyAnswered);
	});
}

#[test]
fn answer_is_taken_when_the_circulation_is_over_and_from_the_suspended() {
	ExtBuilder::build_and_execute(|| {
		let (id, holding) = provided();
		set_time(UNTIL + 1);
		assert_ok!(expire(PASSER_BY, id));
		set_status(PROXY, DidStatus::Suspended);
		assert_ok!(acknowledge(PROXY, holding));
	});
}
