use counterfoil_primitives::exchange::Outcome;
use frame_support::weights::{Weight, WeightMeter};

use crate::{mock::*, Agenda, Agreements, Event, Pallet, WeightInfo};

/// How many agreements are open.
fn open_agreements() -> usize {
	Agreements::<Test>::iter_keys().count()
}

#[test]
fn chain_moves_on_every_stage_within_a_second_after_its_deadline_and_not_before() {
	let cases: [(fn() -> Deal, u64, Outcome); 5] = [
		(Deal::agreed, WINDOWS.funding, Outcome::NotFunded),
		(Deal::funded, WINDOWS.commitment, Outcome::NotCommitted),
		(Deal::offered, WINDOWS.acceptance, Outcome::NotAccepted),
		(Deal::accepted, WINDOWS.reveal, Outcome::NotRevealed),
		(Deal::revealed, WINDOWS.dispute, Outcome::Settled),
	];
	for (make, window, expected) in cases {
		ExtBuilder::build_and_execute(|| {
			let deal = make();
			assert_eq!(until(deal.id), START + window);
			for now in [START + 2_000, START + window, START + window + 999] {
				next_block(now);
				assert_eq!(open_agreements(), 1, "{expected:?} at {now}");
			}
			next_block(START + window + 1_000);
			assert_eq!(outcome(deal.id), expected);
			assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
			match expected {
				Outcome::Settled => assert_paid(),
				Outcome::NotRevealed => assert_punished(),
				_ => assert_nothing_moved(),
			}
		});
	}
}

#[test]
fn chain_settles_with_the_event_of_settle() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		take_events();
		next_block(START + WINDOWS.dispute + 1_000);
		assert_eq!(
			take_events(),
			[Event::Settled {
				id: deal.id,
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				price: PRICE,
				bond: BOND,
				data_set: SET,
				by: None,
			}]
		);
	});
}

#[test]
fn step_in_time_takes_the_old_deadline_off_the_agenda() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		next_block(START + WINDOWS.funding);
		let deal = deal.fund();
		next_block(START + WINDOWS.funding + 5_000);
		let deal = deal.commit();
		assert_eq!(until(deal.id), START + WINDOWS.funding + 5_000 + WINDOWS.acceptance);
		next_block(START + WINDOWS.funding + WINDOWS.commitment + 2_000);
		assert!(stage(deal.id).holds_bond());
	});
}

#[test]
fn chain_without_room_moves_nothing_and_catches_up_later() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		let mut meter = WeightMeter::with_limit(Weight::zero());
		next_block_with(START + WINDOWS.reveal + 1_000, &mut meter);
		assert!(stage(deal.id).holds_bond());
		next_block(START + WINDOWS.reveal + 1_000);
		assert_eq!(outcome(deal.id), Outcome::NotRevealed);
	});
}

#[test]
fn chain_moves_on_as_many_as_its_share_of_the_room_allows_and_carries_over() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			Deal::accepted();
		}
		let due = START + WINDOWS.reveal + 1_000;
		next_block(due - 1);
		let room = Pallet::<Test>::heard(<() as WeightInfo>::agenda_entry())
			.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(4));
		for left in [4, 3, 2, 1, 0, 0] {
			let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
			next_block_with(due, &mut meter);
			assert_eq!(open_agreements(), left);
			assert!(meter.consumed().all_lte(room), "{:?} of {room:?}", meter.consumed());
		}
	});
}

#[test]
fn chain_that_stood_still_for_a_year_catches_up() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		let deal = Deal::revealed();
		let later = START + 365 * 24 * 60 * 60 * 1_000;
		for block in 0..8 {
			next_block(later + block * 2_000);
		}
		assert_eq!(outcome(deal.id), Outcome::Settled);
		assert_paid();
	});
}

#[test]
fn what_an_agreement_did_not_cost_is_spent_on_the_next_ones() {
	ExtBuilder::build_and_execute(|| {
		for _ in 0..5 {
			Deal::accepted();
		}
		let due = START + WINDOWS.reveal + 1_000;
		next_block(due - 1);
		// Room for three of the dearest, which is enough for all of these, which pay nobody else.
		let room = Pallet::<Test>::heard(<() as WeightInfo>::agenda_entry()).saturating_mul(3);
		let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
		next_block_with(due, &mut meter);
		assert_eq!(open_agreements(), 0);
		let each = Pallet::<Test>::heard(<() as WeightInfo>::expire(0));
		assert!(meter.consumed().all_gte(each.saturating_mul(5)));
		assert!(meter.consumed().all_lte(room), "{:?} of {room:?}", meter.consumed());
	});
}
