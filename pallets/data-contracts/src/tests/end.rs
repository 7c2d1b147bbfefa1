use counterfoil_primitives::{
	did::DidStatus,
	exchange::Outcome,
	terms::{Conditions, Fate},
	ContractId,
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Contracts, Error, Event};

fn with_notice(notice: u64) -> Conditions {
	let mut conditions = conditions();
	conditions.terms.notice = notice;
	conditions
}

fn limit(id: ContractId) -> u32 {
	contract(id).limit
}

#[test]
fn contract_that_is_ended_before_anything_was_due_returns_everything() {
	for who in [SUPPLIER, DEMANDER] {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			take_events();
			assert_ok!(end(who, id));
			assert!(matches!(
				take_events()[..],
				[
					Event::EndSet { limit: 0, .. },
					Event::Ended { reward: 0, .. },
					Event::Concluded { .. }
				]
			));
			assert_gained(SUPPLIER, 0);
			assert_gained(DEMANDER, 0);
			assert_noop!(end(who, id), Error::<Test>::NotFound);
		});
	}
}

#[test]
fn batches_that_are_due_within_the_notice_count() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(with_notice(PERIOD));
		set_time(SCHEDULE.due(0));
		assert_ok!(end(SUPPLIER, id));
		assert_eq!(limit(id), 2);
		assert_noop!(end(DEMANDER, id), Error::<Test>::AlreadyEnding);
		served(id, 0, SCHEDULE.due(0));
		lapse(1);
		// One of two in time is less than 750 per mille.
		assert_gained(SUPPLIER, PRICE as i64 - GAP as i64);
		assert_gained(DEMANDER, GAP as i64 - PRICE as i64);
	});
}

#[test]
fn end_in_the_moment_of_the_due_date_counts_that_batch() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.due(0) - 1);
		assert_ok!(end(SUPPLIER, id));
		assert!(!Contracts::<Test>::contains_key(id));
		assert_gained(SUPPLIER, 0);
	});
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		set_time(SCHEDULE.due(0));
		assert_ok!(end(SUPPLIER, id));
		assert_eq!(limit(id), 1);
		lapse(0);
		assert_gained(SUPPLIER, -(GAP as i64));
		assert_gained(DEMANDER, GAP as i64);
	});
}

#[test]
fn exchange_under_way_is_finished() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let agreement = delivered(id, 0, SCHEDULE.opens(0));
		assert_ok!(end(DEMANDER, id));
		assert_eq!(limit(id), 1);
		let lot = readings(1);
		set_time(SCHEDULE.due(1));
		assert_noop!(deliver(SUPPLIER, id, 1, &[lot]), Error::<Test>::NoSuchBatch);
		close(agreement, Outcome::Settled);
		let earned = (PRICE + REWARD / u64::from(BATCHES)) as i64;
		assert_gained(SUPPLIER, earned);
		assert_gained(DEMANDER, -earned);
	});
}

#[test]
fn later_end_than_the_one_that_was_set_is_none() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(with_notice(10 * PERIOD));
		assert_noop!(end(SUPPLIER, id), Error::<Test>::AlreadyEnding);
	});
}

#[test]
fn only_parties_end() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		assert_noop!(end(STRANGER, id), Error::<Test>::NotParty);
		assert_noop!(end(UMPIRE, id), Error::<Test>::NotParty);
		let open = proposed(conditions());
		assert_noop!(end(DEMANDER, open), Error::<Test>::NotFound);
	});
}

#[test]
fn suspended_party_ends_with_notice_and_is_left_without() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(with_notice(PERIOD));
		set_status(SUPPLIER, DidStatus::Suspended);
		set_time(SCHEDULE.due(0));
		assert_ok!(end(SUPPLIER, id));
		assert_eq!(limit(id), 2);
		assert_ok!(end(DEMANDER, id));
		assert_eq!(limit(id), 1);
	});
}

#[test]
fn supplier_leaves_a_demander_without_funds_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..with_notice(PERIOD) });
		served(id, 0, SCHEDULE.due(0));
		lapse(1);
		assert_ok!(end(SUPPLIER, id));
		assert!(!Contracts::<Test>::contains_key(id));
	});
}

#[test]
fn demander_leaves_a_supplier_without_bond_at_once() {
	ExtBuilder::build_and_execute(|| {
		let mut conditions = with_notice(2 * PERIOD);
		conditions.terms.liability = GAP.into();
		let id = agreed(conditions);
		lapse(0);
		assert_ok!(end(DEMANDER, id));
		assert_gained(DEMANDER, GAP as i64);
		assert_gained(SUPPLIER, -(GAP as i64));
	});
}

#[test]
fn batch_that_waits_when_the_contract_ends_lapses_in_its_time() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		close(delivered(id, 0, SCHEDULE.opens(0)), Outcome::NotCommitted);
		assert_ok!(end(SUPPLIER, id));
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
		assert_gained(SUPPLIER, -(GAP as i64));
	});
}
