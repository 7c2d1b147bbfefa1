use counterfoil_primitives::{
	did::DidStatus,
	exchange::Outcome,
	terms::{Conditions, Fate, Umpire},
	traits::Party,
	ContractId,
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, BatchState, Contracts, Error, Event, WeightInfo};

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
fn demander_who_paid_again_is_left_with_notice() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..with_notice(PERIOD) });
		served(id, 0, SCHEDULE.due(0));
		lapse(1);
		assert_ok!(fund_more(DEMANDER, id, 1));
		assert_ok!(end(SUPPLIER, id));
		assert_eq!(limit(id), 3);
	});
}

#[test]
fn supplier_leaves_a_demander_whose_account_is_frozen_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { asset: COIN, ..with_notice(PERIOD) });
		freeze(DEMANDER);
		lapse(0);
		assert_ok!(end(SUPPLIER, id));
		assert!(!Contracts::<Test>::contains_key(id));
	});
}

#[test]
fn attack_supplier_makes_a_batch_unfunded_to_leave_without_notice() {
	// He uses the budget up in the last moment, so that the next batch is not owed, and then fails it, or lets it lapse.
	for fails in [false, true] {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(Conditions { prepaid: 1, ..with_notice(PERIOD) });
			served(id, 0, SCHEDULE.lapses(0));
			assert_ok!(fund_more(DEMANDER, id, 1));
			if fails {
				close(delivered(id, 1, SCHEDULE.lapses(1)), Outcome::NotCommitted);
			}
			lapse(1);
			assert_ok!(end(SUPPLIER, id));
			assert_eq!(limit(id), 3, "with notice");
		});
	}
	// What was not paid for long ago is no cause either, after a batch that was.
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..with_notice(PERIOD) });
		served(id, 0, SCHEDULE.due(0));
		lapse(1);
		assert_ok!(fund_more(DEMANDER, id, 1));
		delivered(id, 2, SCHEDULE.due(2));
		assert!(!contract(id).is_covered());
		assert_noop!(end(SUPPLIER, id), Error::<Test>::AlreadyEnding);
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
fn batch_that_waits_when_the_demander_ends_lapses_in_its_time() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		close(delivered(id, 0, SCHEDULE.opens(0)), Outcome::NotCommitted);
		assert_ok!(end(DEMANDER, id));
		assert_noop!(end(DEMANDER, id), Error::<Test>::AlreadyEnding);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
		assert_gained(SUPPLIER, -(GAP as i64));
	});
}

#[test]
fn supplier_who_ends_without_notice_gives_up_what_waits() {
	for (outcome, fate, penalty) in
		[(Outcome::NotCommitted, Fate::Gap, GAP), (Outcome::NotAccepted, Fate::Refused, 0)]
	{
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			close(delivered(id, 0, SCHEDULE.opens(0)), outcome);
			take_events();
			assert_ok!(end(SUPPLIER, id));
			assert_eq!(closed(), [(0, fate, penalty, 0)]);
			assert_gained(SUPPLIER, -(penalty as i64));
			assert_gained(DEMANDER, penalty as i64);
		});
	}
}

#[test]
fn supplier_who_gives_notice_may_still_deliver_what_waits() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(with_notice(PERIOD));
		let agreement = delivered(id, 0, SCHEDULE.opens(0));
		let lot = deal(agreement).submissions;
		close(agreement, Outcome::NotCommitted);
		assert_ok!(end(SUPPLIER, id));
		assert_ok!(deliver(SUPPLIER, id, 0, &lot));
	});
}

#[test]
fn batch_that_is_given_up_is_for_the_umpire_at_once() {
	ExtBuilder::build_and_execute(|| {
		let umpire = Some(Umpire { did: did(UMPIRE), window: 10 });
		let id = agreed(Conditions { umpire, ..conditions() });
		let now = SCHEDULE.opens(0);
		close(delivered(id, 0, now), Outcome::NotAccepted);
		assert_ok!(end(SUPPLIER, id));
		assert_eq!(contract(id).open[0].state, BatchState::Contested { until: now + 10 });
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_gained(SUPPLIER, REFUSAL as i64);
	});
}

#[test]
fn nothing_waits_for_a_supplier_who_is_gone() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(with_notice(10 * PERIOD));
			close(delivered(id, 0, SCHEDULE.opens(0)), Outcome::NotRevealed);
			set_status(SUPPLIER, status);
			take_events();
			assert_ok!(end(DEMANDER, id));
			assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
			assert_gained(DEMANDER, GAP as i64);
		});
	}
}

#[test]
fn last_batch_that_waits_is_given_up_although_the_series_is_over() {
	ExtBuilder::build_and_execute(|| {
		let mut short = conditions();
		(short.schedule.batches, short.prepaid) = (1, 1);
		let id = agreed(short);
		close(delivered(id, 0, SCHEDULE.opens(0)), Outcome::NotCommitted);
		assert_noop!(end(DEMANDER, id), Error::<Test>::AlreadyEnding);
		take_events();
		assert_ok!(end(SUPPLIER, id));
		assert!(!take_events().iter().any(|event| matches!(event, Event::EndSet { .. })));
		assert!(!Contracts::<Test>::contains_key(id));
	});
}

#[test]
fn end_is_charged_by_what_is_given_up() {
	ExtBuilder::build_and_execute(|| {
		let charged = |who, id| {
			let done = DataContracts::end(RuntimeOrigin::signed(who), id).unwrap();
			done.actual_weight.unwrap()
		};
		let id = agreed(conditions());
		close(delivered(id, 0, SCHEDULE.opens(0)), Outcome::NotCommitted);
		assert_eq!(charged(DEMANDER, id), <() as WeightInfo>::end(0));
		assert_eq!(charged(SUPPLIER, id), <() as WeightInfo>::end(1));
	});
}
