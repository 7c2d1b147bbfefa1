use counterfoil_primitives::{traits::Reason, verdict::RoundOutcome, RoundId};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};

use crate::{mock::*, Agenda, OpenRounds, Phase, WeightInfo};

/// What one entry of the agenda costs.
fn entry() -> Weight {
	<() as WeightInfo>::advance(SETTLE_PER_STEP)
}

/// Room for so many entries, in the agenda's share of the block, with the looks that finding them takes. All these
/// looks together cost less than one entry.
fn room_for(entries: u64) -> Weight {
	entry()
		.saturating_mul(entries)
		.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(20))
}

/// The rounds that are open, in order.
fn open() -> Vec<RoundId> {
	let mut open: Vec<RoundId> = OpenRounds::<Test>::iter_keys().collect();
	open.sort_unstable();
	open
}

#[test]
fn chain_moves_every_phase_on_within_a_second_after_its_deadline_and_not_before() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(4);
		join_all(3, id);
		next_block(until(id));
		next_block(until(id) + 999);
		assert!(matches!(phase(id), Phase::Joining { .. }));
		let now = until(id) + 1_000;
		next_block(now);
		// The next window begins now, not when the last one was over.
		assert_eq!(phase(id), Phase::Committing { until: now + WINDOWS.committing });

		for who in validators(3) {
			assert_ok!(commit(who, id, seal(who, id, &valid(700))));
		}
		for who in validators(2) {
			assert_ok!(reveal(who, id, valid(700), salt(who)));
		}
		next_block(until(id) + 999);
		assert!(matches!(phase(id), Phase::Revealing { .. }));
		next_block(until(id) + 1_000);
		assert_eq!(outcome(id), RoundOutcome::TooFewRevealed);
		// Settled in the next block, in which nothing is left to do.
		next_block(until(id) + 1_000);
		assert!(matches!(phase(id), Phase::Closed { .. }));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		validators(3).into_iter().for_each(|who| assert_gained(who, 0));
	});
}

#[test]
fn chain_fails_a_round_that_nobody_takes_notice_of() {
	ExtBuilder::build_and_execute(|| {
		let id = joined(5);
		next_block(until(id) + 1_000);
		assert_eq!(outcome(id), RoundOutcome::TooFewCommitted);
		next_block(until(id) + 2_000);
		next_block(until(id) + 4_000);
		assert!(matches!(phase(id), Phase::Closed { .. }));
		validators(5).into_iter().for_each(|who| assert_gained(who, 0));
		assert_gained(SUPPLIER, 0);
	});
}

#[test]
fn round_of_a_hundred_validators_never_takes_more_than_one_step_of_a_block() {
	ExtBuilder::build_and_execute(|| {
		let verdicts: Vec<_> = (0..100)
			.map(|seat| match seat % 10 {
				3 => Some(invalid(Reason::Other)),
				7 => None,
				_ => Some(valid(900)),
			})
			.collect();
		let id = revealed(&verdicts);
		assert_eq!(outcome(id), RoundOutcome::Valid { quality: 900 });

		// The whole block is empty, so a share of it would be room for everything at once.
		let looks = <() as WeightInfo>::agenda_bucket().saturating_mul(8);
		let most = entry().saturating_add(looks);
		let mut now = until(id);
		let mut blocks = 0;
		while !matches!(phase(id), Phase::Closed { .. }) {
			now += 2_000;
			let mut meter = WeightMeter::new();
			next_block_with(now, &mut meter);
			assert!(
				meter.consumed().all_lte(most),
				"{:?} in one block, of {most:?}",
				meter.consumed()
			);
			assert_ok!(Validation::do_try_state());
			blocks += 1;
			assert!(blocks <= 50, "the settlement does not end");
		}
		// Each seat is visited twice, four per block.
		assert_eq!(blocks, 50);

		// 80 share 1000 and 10 * 150 + 10 * 250 = 4000.
		for (seat, who) in validators(100).into_iter().enumerate() {
			match seat % 10 {
				3 => assert_gained(who, -150),
				7 => assert_gained(who, -250),
				_ => {
					let rank = seat - (seat + 6) / 10 - (seat + 2) / 10;
					let first = i64::from(rank < 40);
					assert_gained(who, 12 + first + 50);
				},
			}
		}
		assert_gained(SUPPLIER, -1_000);
	});
}

#[test]
fn many_rounds_due_in_one_block_are_carried_over_by_seconds() {
	ExtBuilder::build_and_execute(|| {
		// One more second between the deadlines of each pair.
		for pair in 0..5 {
			set_time(START + pair * 1_000);
			opened(3);
			opened(3);
		}
		next_block(START + WINDOWS.joining);
		let due = START + WINDOWS.joining + 5_000;
		let room = room_for(2);
		let mut left: Vec<RoundId> = (0..10).collect();
		for _ in 0..5 {
			let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
			next_block_with(due, &mut meter);
			assert!(meter.consumed().all_lte(room), "{:?} of {room:?}", meter.consumed());
			left.drain(..2);
			assert_eq!(open(), left);
			assert_ok!(Validation::do_try_state());
		}
		assert_gained(SUPPLIER, 0);
	});
}

#[test]
fn settlements_of_many_rounds_take_turns() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		let good = Some(valid(900));
		let ids: Vec<RoundId> = (0..4)
			.map(|_| revealed(&[good.clone(), good.clone(), good.clone(), None, None]))
			.collect();
		let room = room_for(1);
		let mut now = ids.iter().map(|id| until(*id)).max().unwrap();
		// Each needs three steps of four visits.
		for block in 0.. {
			if open().is_empty() {
				assert!(block >= 12, "{block}");
				break;
			}
			assert!(block < 30, "a round waits for ever");
			now += 2_000;
			next_block_with(now, &mut WeightMeter::with_limit(room.saturating_mul(12)));
			assert_ok!(Validation::do_try_state());
		}
		assert!(ids.into_iter().all(|id| matches!(phase(id), Phase::Closed { .. })));
		assert_gained(SUPPLIER, -4_000);
	});
}

#[test]
fn chain_without_room_moves_nothing_and_catches_up_later() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		next_block_with(until(id) + 1_000, &mut WeightMeter::with_limit(Weight::zero()));
		assert!(matches!(phase(id), Phase::Joining { .. }));
		next_block(until(id) + 1_000);
		assert!(matches!(phase(id), Phase::Closed { .. }));
	});
}

#[test]
fn chain_that_stood_still_for_a_year_gives_everybody_his_window() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		let id = opened(4);
		join_all(3, id);
		let later = START + 365 * 24 * 60 * 60 * 1_000;
		for block in 0..8 {
			next_block(later + block * 2_000);
		}
		assert!(matches!(phase(id), Phase::Committing { .. }));
		assert!(until(id) >= later + WINDOWS.committing);
	});
}
