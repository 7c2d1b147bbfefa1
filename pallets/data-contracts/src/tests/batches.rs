//! How batches end, and what each end costs whom.

use counterfoil_primitives::{
	exchange::Outcome,
	terms::{Conditions, Counts, Fate},
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, BatchOf, BatchState, Error, Event, MAX_IDLE};

#[test]
fn delay_is_counted_from_the_due_moment_in_units_that_began() {
	let delays = [(0, 0), (1, LATE), (10_000, LATE), (10_001, 2 * LATE), (GRACE, 3 * LATE)];
	for (delay, penalty) in delays {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			served(id, 0, SCHEDULE.due(0) + delay);
			let fate = if delay == 0 { Fate::InTime } else { Fate::Late };
			assert_eq!(closed(), [(0, fate, penalty, 0)]);
			let spared = GAP * u64::from(BATCHES - 1);
			let kept = spared.min(BOND - penalty);
			let gained = WEALTH + PRICE - penalty;
			assert_eq!(
				purse(counterfoil_primitives::money::Asset::Native, SUPPLIER),
				(gained, 0, kept)
			);
		});
	}
}

#[test]
fn batch_that_nobody_delivers_is_a_gap_once_it_lapsed() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		next_block(SCHEDULE.lapses(0));
		assert_eq!(contract(id).next, 0);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
		let contract = contract(id);
		assert_eq!(contract.counts, Counts { gaps: 1, ..Counts::default() });
		// The price of a batch that is not to come any more is free again.
		assert_eq!(contract.purse.budget, PRICE * u64::from(BATCHES - 1));
		assert_eq!(contract.purse.bond, BOND - GAP);
	});
}

#[test]
fn rolling_budget_keeps_the_price_of_a_gap_for_the_next_batch() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..conditions() });
		lapse(0);
		assert_eq!(contract(id).purse.budget, PRICE);
		served(id, 1, SCHEDULE.due(1));
	});
}

#[test]
fn whole_series_of_gaps_costs_the_whole_bond_and_nothing_else() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		for batch in 0..BATCHES {
			lapse(batch);
		}
		assert_gained(SUPPLIER, -(BOND as i64));
		assert_gained(DEMANDER, BOND as i64);
		assert_eq!(ticket(DEMANDER), 0);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NotFound);
	});
}

#[test]
fn exchange_that_fails_by_the_suppliers_fault_may_be_repeated_and_the_new_one_counts() {
	let faults = [
		Outcome::NotCommitted,
		Outcome::NotRevealed,
		Outcome::Convicted,
		Outcome::Conceded,
		Outcome::Judged { to_supplier: 0 },
	];
	for fault in faults {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			let agreement = delivered(id, 0, SCHEDULE.due(0));
			let lot = deal(agreement).submissions;
			take_events();
			close(agreement, fault);
			assert!(matches!(
				take_events()[..],
				[Event::BatchReturned { batch: 0, refused: false, .. }]
			));
			assert_eq!(contract(id).open[0].state, BatchState::Waiting { refused: false });
			assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES));
			assert_eq!(BatchOf::<Test>::get(agreement), None);
			set_time(SCHEDULE.lapses(0) + 1);
			assert_noop!(deliver(SUPPLIER, id, 0, &lot), Error::<Test>::DeadlinePassed);
			set_time(SCHEDULE.lapses(0));
			assert_ok!(deliver(SUPPLIER, id, 0, &lot));
			close(deals()[0], Outcome::Settled);
			assert_eq!(closed(), [(0, Fate::Late, 3 * LATE, 0)]);
		});
	}
}

#[test]
fn exchange_that_fails_after_the_last_moment_is_a_gap_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let agreement = delivered(id, 0, SCHEDULE.lapses(0));
		lapse(0);
		assert_eq!(contract(id).counts, Counts::default());
		take_events();
		close(agreement, Outcome::NotCommitted);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
		assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES - 1));
	});
}

#[test]
fn batch_that_waits_for_another_delivery_lapses() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::Convicted);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
		assert_eq!(contract(id).next, 1);
	});
}

#[test]
fn refused_batch_costs_nobody_anything() {
	for (outcome, by) in [(Outcome::NotAccepted, None), (Outcome::Declined, Some(DEMANDER))] {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			close_by(delivered(id, 0, SCHEDULE.due(0)), outcome, by);
			assert_eq!(contract(id).open[0].state, BatchState::Waiting { refused: true });
			take_events();
			lapse(0);
			assert_eq!(closed(), [(0, Fate::Refused, 0, 0)]);
			assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES - 1));
			assert_eq!(contract(id).purse.bond, GAP * u64::from(BATCHES - 1));
		});
	}
}

#[test]
fn supplier_who_declines_his_own_delivery_is_at_fault() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		close_by(delivered(id, 0, SCHEDULE.due(0)), Outcome::Declined, Some(SUPPLIER));
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn delay_after_a_refusal_is_counted_from_the_accepted_delivery() {
	let again = [(0, Fate::InTime, 0), (1, Fate::Late, LATE), (GRACE, Fate::Late, 3 * LATE)];
	for (delay, fate, penalty) in again {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(conditions());
			let first = delivered(id, 0, SCHEDULE.opens(0));
			let lot = deal(first).submissions;
			close(first, Outcome::NotAccepted);
			set_time(SCHEDULE.due(0) + delay);
			assert_ok!(deliver(SUPPLIER, id, 0, &lot));
			close(deals()[0], Outcome::Settled);
			assert_eq!(closed(), [(0, fate, penalty, 0)]);
		});
	}
}

#[test]
fn batch_that_was_not_owed_and_failed_is_excused_and_not_laid_to_the_demander() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..conditions() });
		served(id, 0, SCHEDULE.due(0));
		set_time(SCHEDULE.opens(1) + 1);
		assert_ok!(fund_more(DEMANDER, id, 1));
		let agreement = delivered(id, 1, SCHEDULE.lapses(1));
		lapse(1);
		take_events();
		close(agreement, Outcome::Convicted);
		assert_eq!(closed(), [(1, Fate::Excused, 0, 0)]);
		assert_eq!(contract(id).counts, Counts { in_time: 1, excused: 1, ..Counts::default() });
	});
}

#[test]
fn refusal_does_not_excuse_a_later_fault() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let first = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(first).submissions;
		close(first, Outcome::NotAccepted);
		assert_ok!(deliver(SUPPLIER, id, 0, &lot));
		close(deals()[0], Outcome::NotCommitted);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn batch_that_was_not_covered_when_its_period_began_is_not_owed() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..conditions() });
		served(id, 0, SCHEDULE.due(0));
		// One millisecond too late.
		set_time(SCHEDULE.opens(1) + 1);
		assert_ok!(fund_more(DEMANDER, id, 1));
		take_events();
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Unfunded, 0, 0)]);
		// It is covered now, when the period of the next one has begun, and it was before.
		lapse(2);
		assert_eq!(closed(), [(2, Fate::Gap, GAP, 0)]);
	});
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..conditions() });
		served(id, 0, SCHEDULE.opens(0));
		set_time(SCHEDULE.opens(1));
		assert_ok!(fund_more(DEMANDER, id, 1));
		take_events();
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn batch_that_is_not_owed_is_no_gap_even_if_its_exchange_fails() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..conditions() });
		served(id, 0, SCHEDULE.due(0));
		set_time(SCHEDULE.opens(1) + 1);
		assert_ok!(fund_more(DEMANDER, id, 1));
		close(delivered(id, 1, SCHEDULE.due(1)), Outcome::NotCommitted);
		take_events();
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Excused, 0, 0)]);
	});
}

#[test]
fn reward_follows_what_was_delivered_in_time() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		for batch in 0..BATCHES - 1 {
			served(id, batch, SCHEDULE.due(batch));
		}
		lapse(BATCHES - 1);
		// 750 per mille are enough.
		let earned = (PRICE * u64::from(BATCHES - 1) + REWARD - GAP) as i64;
		assert_gained(SUPPLIER, earned);
		assert_gained(DEMANDER, -earned);
	});
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		for batch in 0..BATCHES - 1 {
			served(id, batch, SCHEDULE.due(batch) + u64::from(batch));
		}
		lapse(BATCHES - 1);
		let earned = (PRICE * u64::from(BATCHES - 1) - GAP - 2 * LATE) as i64;
		assert_gained(SUPPLIER, earned);
		assert_gained(DEMANDER, -earned);
	});
}

#[test]
fn contract_that_nobody_cares_for_ends_by_itself() {
	ExtBuilder::build_and_execute(|| {
		let mut long = conditions();
		long.schedule.batches = 100;
		long.prepaid = 1;
		let id = agreed(long);
		served(id, 0, SCHEDULE.due(0));
		for batch in 1..MAX_IDLE {
			lapse(batch);
			assert!(crate::Contracts::<Test>::contains_key(id));
		}
		take_events();
		lapse(MAX_IDLE);
		let earned = (PRICE + REWARD / 100) as i64;
		assert_gained(SUPPLIER, earned);
		assert_gained(DEMANDER, -earned);
		assert!(matches!(
			take_events()[..],
			[
				Event::BatchClosed { .. },
				Event::EndSet { by: None, .. },
				Event::Ended { .. },
				Event::Concluded { .. }
			]
		));
	});
}

#[test]
fn supplier_whose_bond_is_used_up_pays_no_more() {
	ExtBuilder::build_and_execute(|| {
		let mut conditions = conditions();
		conditions.terms.liability = (GAP + GAP / 2).into();
		agreed(conditions);
		for batch in 0..BATCHES {
			lapse(batch);
		}
		assert_gained(SUPPLIER, -((GAP + GAP / 2) as i64));
		assert_gained(DEMANDER, (GAP + GAP / 2) as i64);
	});
}
