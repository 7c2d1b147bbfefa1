use counterfoil_primitives::{
	did::DidStatus,
	terms::{Conditions, Fate},
	traits::{Delivery, Judge},
	ContractId,
};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;

use crate::{mock::*, Error, Event};

fn in_coins() -> ContractId {
	agreed(Conditions { asset: COIN, ..conditions() })
}

fn sealed() -> ContractId {
	let judge = Judge { did: did(UMPIRE), fee: 100, fallback: 500 };
	agreed(Conditions { delivery: Delivery::Sealed(judge), ..conditions() })
}

#[test]
fn attack_account_that_is_frozen_until_the_last_moment_makes_no_gap() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins();
		set_time(SCHEDULE.due(0));
		freeze(DEMANDER);
		take_events();
		assert_ok!(protest(SUPPLIER, id));
		assert!(matches!(take_events()[..], [Event::Hindered { batch: 0, .. }]));
		set_time(SCHEDULE.lapses(0));
		thaw(DEMANDER);
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Unfunded, 0, 0)]);
		// The next one is owed: its period had not begun.
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn batch_that_was_hindered_may_be_delivered_and_is_never_late() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins();
		set_time(SCHEDULE.due(0));
		block(DEMANDER);
		assert_ok!(protest(PASSER_BY, id));
		thaw(DEMANDER);
		take_events();
		served(id, 0, SCHEDULE.lapses(0));
		assert_eq!(closed(), [(0, Fate::InTime, 0, 0)]);
	});
}

#[test]
fn demander_who_moves_to_another_account_cannot_pay_in_tokens() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins();
		move_account(DEMANDER);
		assert_ok!(protest(SUPPLIER, id));
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Unfunded, 0, 0)]);
	});
}

#[test]
fn attack_demander_ties_the_judge_to_himself_to_collect_gap_penalties() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed();
		set_controllers(DEMANDER, &[UMPIRE]);
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Excused, 0, 0)]);
		assert_ok!(protest(SUPPLIER, id));
		set_controllers(DEMANDER, &[]);
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Unfunded, 0, 0)]);
	});
}

#[test]
fn attack_supplier_ties_the_judge_to_himself_to_escape_gap_penalties() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed();
		set_controllers(SUPPLIER, &[UMPIRE]);
		assert_noop!(protest(SUPPLIER, id), Error::<Test>::NotHindered);
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn both_may_leave_at_once_when_the_judge_is_gone() {
	ExtBuilder::build_and_execute(|| {
		let judge = Judge { did: did(UMPIRE), fee: 100, fallback: 500 };
		let mut long = Conditions { delivery: Delivery::Sealed(judge), ..conditions() };
		long.terms.notice = PERIOD;
		let id = agreed(long);
		set_status(UMPIRE, DidStatus::Suspended);
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Excused, 0, 0)]);
		assert_ok!(end(DEMANDER, id));
		assert_gained(DEMANDER, 0);
		assert_gained(SUPPLIER, 0);
	});
}

#[test]
fn nobody_protests_without_a_cause() {
	ExtBuilder::build_and_execute(|| {
		let id = in_coins();
		assert_noop!(protest(SUPPLIER, id), Error::<Test>::NotHindered);
		assert_noop!(protest(SUPPLIER, id + 1), Error::<Test>::NotFound);
		assert_noop!(DataContracts::protest(RuntimeOrigin::none(), id), DispatchError::BadOrigin);
	});
	// A price that is not there needs no protest.
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { asset: COIN, prepaid: 1, ..conditions() });
		delivered(id, 0, SCHEDULE.due(0));
		freeze(DEMANDER);
		assert_noop!(protest(SUPPLIER, id), Error::<Test>::NotHindered);
	});
}
