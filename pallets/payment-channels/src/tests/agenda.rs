use counterfoil_primitives::money::Asset;
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};

use crate::{mock::*, Agenda, Channels, Ending, Event, NextChannelId, WeightInfo};

#[test]
fn chain_ends_channels_within_a_second_after_their_last_moment_and_not_before() {
	for (closing, end) in [(true, START + CHALLENGE), (false, START + LIFE + CHALLENGE)] {
		ExtBuilder::build_and_execute(|| {
			let id = opened();
			assert_ok!(claim(PAYEE, id, 300));
			if closing {
				assert_ok!(request_close(PAYER, id));
			}
			for now in [START + 2_000, end, end + 999] {
				next_block(now);
				assert!(!is_gone(id), "at {now}");
			}
			next_block(end + 1_000);
			assert!(is_gone(id));
			assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
			assert_eq!(total(Asset::Native, PAYER), WEALTH - 300);
			let Event::Ended { ending, by: None, .. } = last_event() else { panic!("it ended") };
			assert_eq!(ending, if closing { Ending::Requested } else { Ending::Expired });
		});
	}
}

#[test]
fn chain_without_room_ends_nothing_and_catches_up_later() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let due = START + LIFE + CHALLENGE + 1_000;
		let mut meter = WeightMeter::with_limit(Weight::zero());
		next_block_with(due, &mut meter);
		assert!(!is_gone(id));
		next_block(due);
		assert!(is_gone(id));
	});
}

#[test]
fn attack_ten_thousand_channels_that_expire_at_once_are_carried_over_in_bounded_blocks() {
	const MANY: u64 = 10_000;
	ExtBuilder::build_and_execute(|| {
		for _ in 0..MANY {
			assert_ok!(open(PAYER, Terms { deposit: EXISTENTIAL_DEPOSIT, ..terms() }));
			System::reset_events();
		}
		// One that is due earlier, and one that is due later.
		let early = opened();
		assert_ok!(request_close(PAYER, early));
		let late = opened_with(Terms { expires: START + LIFE + 3_000, ..terms() });
		next_block(START);
		assert_eq!(NextChannelId::<Test>::get(), MANY + 2);

		let room = Weight::from_parts(1_500_000_000_000, u64::MAX);
		let (mut blocks, mut left) = (0u64, Channels::<Test>::iter_keys().count());
		let mut now = START + LIFE + CHALLENGE + 1_000;
		while left > 0 {
			let mut meter = WeightMeter::with_limit(room);
			next_block_with(now, &mut meter);
			System::reset_events();
			assert!(meter.consumed().ref_time() <= room.ref_time() / 4, "a block was filled");
			let after = Channels::<Test>::iter_keys().count();
			assert!(after < left, "a block ended nothing");
			assert!(is_gone(early));
			if after > 1 {
				assert!(!is_gone(late), "a later one was ended first");
			}
			left = after;
			blocks += 1;
			now += 2_000;
		}
		// Some hundred per block: within minutes all have their money.
		assert!(blocks < 100, "{blocks} blocks");
		assert_eq!(total(Asset::Native, PAYER), WEALTH);
		assert_eq!((held(Asset::Native, PAYER), tickets(PAYER)), (0, 0));
	});
}

#[test]
fn chain_that_stood_still_for_a_year_catches_up() {
	ExtBuilder::build_and_execute(|| {
		next_block(START);
		let id = opened();
		let later = START + 365 * 24 * 60 * 60 * 1_000;
		for block in 0..8 {
			next_block(later + block * 2_000);
		}
		assert!(is_gone(id));
	});
}

#[test]
fn entry_of_the_agenda_costs_the_same_whatever_waits() {
	ExtBuilder::build_and_execute(|| {
		// Dozens of parts wait, and none of them is tried by the chain itself.
		let deposit = 10_000;
		let id = opened_with(Terms { deposit, asset: COIN, data_set: Some(SET), ..terms() });
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 6_000));
		thaw(COIN, PAYEE);
		next_block(START + LIFE + CHALLENGE + 1_000);
		assert_eq!(channel(id).due(), 6_000);
		assert_ok!(settle(PASSER_BY, id));
		assert!(is_gone(id));
	});
	let (entry, call) = (<() as WeightInfo>::agenda_entry(), <() as WeightInfo>::finalise(18));
	assert!(entry.ref_time() < call.ref_time() / 4);
}
