use counterfoil_primitives::{stream::Ending, Asset};
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};

use crate::{mock::*, Agenda, Event, Streams, WeightInfo, MAX_PARTS};

#[test]
fn chain_ends_what_has_run_out_within_a_second_and_not_before() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		take_events();
		for now in [START + 1_000, END, END + 142] {
			next_block(now);
			assert!(!is_gone(id), "at {now}");
		}
		assert_eq!(take_events(), []);
		next_block(END + 143);
		assert_eq!(
			take_events(),
			[Event::Ended {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				funder: did(PAYER),
				data_set: None,
				asset: Asset::Native,
				ending: Ending::Insolvent,
				at: END,
				to_payee: DEPOSIT,
				to_funder: 0,
				owed: 0,
				unreturned: 0,
				by: None,
			}]
		);
		assert_eq!(ticket(PAYER), 0);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + DEPOSIT);
	});
}

#[test]
fn chain_has_nothing_to_do_for_a_stream_that_is_paused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(pause(PAYEE, id));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		next_block(END + 1_000_000);
		assert_ok!(resume(PAYEE, id));
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		next_block(END + 1_000_000 + 144_000);
		assert!(is_gone(id));
	});
}

#[test]
fn chain_looks_again_after_a_change_has_taken_effect() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 2));
		next_block(START + NOTICE + 1_000);
		assert_eq!(flow(id).covered_until(), Some(START + NOTICE + 465_000));
		next_block(START + NOTICE + 464_000);
		assert!(!is_gone(id));
		next_block(START + NOTICE + 466_000);
		assert_eq!(last_end(), (Ending::Insolvent, START + NOTICE + 465_000, DEPOSIT, 0));
	});
}

#[test]
fn chain_without_room_ends_nothing_and_catches_up_later() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		next_block_with(END + 1_000, &mut WeightMeter::with_limit(Weight::zero()));
		assert!(!is_gone(id));
		next_block(END + 1_000);
		assert!(is_gone(id));
	});
}

#[test]
fn chain_ends_the_earlier_first() {
	ExtBuilder::build_and_execute(|| {
		next_block(START + 1);
		let later = opened_with(Terms { deposit: 77, ..TERMS });
		let earlier = opened_with(Terms { deposit: 70, ..TERMS });
		next_block(START + 10_000);
		let room = <() as WeightInfo>::agenda_entry(0)
			.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(4));
		let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
		next_block_with(START + 20_000, &mut meter);
		assert!(is_gone(earlier) && !is_gone(later));
		next_block(START + 20_000);
		assert!(is_gone(later));
	});
}

#[test]
fn attack_ten_thousand_streams_that_run_out_in_the_same_moment() {
	const STREAMS: u64 = 10_000;
	const DEAREST: u64 = 140;
	ExtBuilder::build_and_execute(|| {
		mint(Asset::Native, PAYER, 100_000_000);
		next_block(START + 1);
		for _ in 0..STREAMS {
			assert_ok!(open_as(PAYER, Terms { deposit: 70, ..TERMS }));
			System::reset_events();
			Histories::take();
		}
		// They all end here, and some that end a minute later stay.
		assert_ok!(open_as(PAYER, TERMS));
		let end = START + 1 + 10_000;
		next_block(end);
		assert_eq!(Streams::<Test>::iter_keys().count() as u64, STREAMS + 1);
		let room = <() as WeightInfo>::agenda_entry(MAX_PARTS).saturating_mul(DEAREST);
		let mut blocks = 0;
		let mut left = STREAMS;
		while left > 0 {
			let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
			next_block_with(end + 1_000 + blocks, &mut meter);
			blocks += 1;
			// Its share of the block at most; and paid for as what they are, without a data set, not as the dearest.
			assert!(meter.consumed().all_lte(room));
			let before = left;
			left = Streams::<Test>::iter_keys().count() as u64 - 1;
			assert!(left == 0 || before - left > 2 * DEAREST, "{} in a block", before - left);
			System::reset_events();
			Histories::take();
		}
		// None is forgotten.
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70 * Balance::from(STREAMS));
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT);
		assert_ok!(close(PAYEE, newest()));
	});
}
