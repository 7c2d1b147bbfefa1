//! Many deadlines at once.

use counterfoil_primitives::{
	terms::{Conditions, Schedule},
	traits::Party,
	ContractId,
};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};

use crate::{mock::*, Agenda, Contracts, WeightInfo};

/// Room for so many entries, in the agenda's share of the block, with the looks that finding them takes.
fn room_for(entries: u64) -> Weight {
	<() as WeightInfo>::agenda_entry()
		.saturating_mul(entries)
		.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(20))
}

/// A contract whose first batch is due so much later than that of the others.
fn agreed_later(by: u64) -> ContractId {
	let schedule = Schedule { first: SCHEDULE.first + by, batches: 1, ..SCHEDULE };
	let mut conditions = Conditions { schedule, prepaid: 1, ..conditions() };
	conditions.terms.completeness = None;
	agreed(conditions)
}

fn open() -> Vec<ContractId> {
	let mut open: Vec<_> = Contracts::<Test>::iter_keys().collect();
	open.sort_unstable();
	open
}

#[test]
fn ten_thousand_contracts_due_in_one_moment_are_carried_over_and_none_is_forgotten() {
	const MANY: u64 = 10_000;
	const PER_BLOCK: u64 = 500;

	ExtBuilder::build_and_execute(|| {
		next_block(START);
		for _ in 0..MANY {
			agreed_later(0);
		}
		let due = SCHEDULE.lapses(0) + 1_000;
		let room = room_for(PER_BLOCK);
		let mut left = MANY;
		let mut blocks = 0;
		while left > 0 {
			let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
			next_block_with(due + blocks * 2_000, &mut meter);
			assert!(meter.consumed().all_lte(room), "{:?} of {room:?}", meter.consumed());
			let now = Contracts::<Test>::iter_keys().count() as u64;
			assert!(now < left && left - now <= PER_BLOCK + 20, "{left} to {now}");
			left = now;
			blocks += 1;
		}
		assert!(blocks <= MANY / PER_BLOCK + 1, "{blocks} blocks");
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_gained(SUPPLIER, -((MANY * GAP) as i64));
		assert_gained(DEMANDER, (MANY * GAP) as i64);
	});
}

#[test]
fn contracts_are_carried_over_in_the_order_of_their_seconds() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		for pair in 0..5 {
			agreed_later(pair * 1_000);
			agreed_later(pair * 1_000);
		}
		let due = SCHEDULE.lapses(0) + 10_000;
		let mut left: Vec<ContractId> = (0..10).collect();
		let entry = <() as WeightInfo>::agenda_entry().saturating_mul(2);
		// The looks for what is due are few by now.
		next_block(SCHEDULE.lapses(0));
		let room = entry.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(8));
		for _ in 0..5 {
			next_block_with(due, &mut WeightMeter::with_limit(room.saturating_mul(12)));
			left.drain(..2);
			assert_eq!(open(), left);
			assert_ok!(DataContracts::do_try_state());
		}
	});
}

#[test]
fn chain_without_room_moves_nothing_and_catches_up_later() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(conditions());
		let due = SCHEDULE.lapses(0) + 1_000;
		next_block_with(due, &mut WeightMeter::with_limit(Weight::zero()));
		assert_eq!(contract(id).next, 0);
		next_block(due);
		assert_eq!(contract(id).next, 1);
	});
}

#[test]
fn batches_that_lapsed_while_the_chain_stood_still_follow_each_other() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		let mut long = conditions();
		long.schedule.batches = 100;
		long.prepaid = 1;
		long.terms.liability = (5 * GAP).into();
		let id = agreed(long);
		let later = START + 50 * PERIOD;
		let mut blocks = 0;
		while Contracts::<Test>::contains_key(id) {
			next_block(later + blocks * 2_000);
			blocks += 1;
			assert!(blocks < 100, "a contract is forgotten");
			assert_ok!(DataContracts::do_try_state());
		}
		// Five gaps until the bond was used up, eight more until nobody cared.
		assert_gained(SUPPLIER, -((5 * GAP) as i64));
	});
}

#[test]
fn one_entry_per_block_is_enough_to_get_through() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		for _ in 0..3 {
			agreed(conditions());
		}
		let room = room_for(1).saturating_mul(12);
		let mut now = SCHEDULE.lapses(BATCHES - 1) + 1_000;
		for _ in 0..100 {
			next_block_with(now, &mut WeightMeter::with_limit(room));
			now += 2_000;
		}
		assert!(open().is_empty());
	});
}

#[test]
fn proposals_lapse_by_themselves_whoever_made_them() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, conditions()));
		assert_ok!(propose(DEMANDER, Party::Demander, SUPPLIER, conditions()));
		next_block(UNTIL + 1_000);
		assert_gained(SUPPLIER, 0);
		assert_gained(DEMANDER, 0);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}
