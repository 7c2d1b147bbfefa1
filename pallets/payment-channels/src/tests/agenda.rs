use counterfoil_primitives::money::Asset;
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};
use pallet_support::testing::BLOCK;

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

		let (mut blocks, mut left) = (0u64, Channels::<Test>::iter_keys().count());
		let mut now = START + LIFE + CHALLENGE + 1_000;
		while left > 0 {
			let mut meter = WeightMeter::with_limit(BLOCK);
			next_block_with(now, &mut meter);
			System::reset_events();
			assert!(meter.consumed().ref_time() <= BLOCK.ref_time() / 12, "a block was filled");
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
		// Some dozen per block: within minutes all have their money.
		assert!(blocks < 1_000, "{blocks} blocks");
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
fn chain_pays_what_is_due_when_it_ends_a_channel() {
	ExtBuilder::build_and_execute(|| {
		// It waits, since it is too little to be shared and since the account cannot receive it.
		let id =
			opened_with(Terms { deposit: 10_000, asset: COIN, data_set: Some(SET), ..terms() });
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 6_000));
		assert_eq!(channel(id).due(), 6_000);
		thaw(COIN, PAYEE);
		next_block(START + LIFE + CHALLENGE + 1_000);
		assert!(is_gone(id), "the ticket returns at once");
		assert_eq!(total(COIN, PAYEE), WEALTH + 6_000);
	});
}

#[test]
fn chain_weighs_a_channel_by_the_parts_that_a_payment_can_have() {
	let weighed = |terms: Terms, claimed: u128| {
		let mut consumed = Weight::zero();
		ExtBuilder::build_and_execute(|| {
			next_block(START);
			let id = opened_with(terms);
			block(COIN, PAYEE);
			if claimed > 0 {
				assert_ok!(claim(PAYEE, id, claimed));
			}
			thaw(COIN, PAYEE);
			let last = START + LIFE + CHALLENGE;
			next_block(last);
			let mut meter = WeightMeter::with_limit(BLOCK);
			next_block_with(last + 1_000, &mut meter);
			assert!(is_gone(id));
			consumed = meter.consumed();
		});
		consumed
	};
	let shared = || Terms { deposit: 10_000, asset: COIN, data_set: Some(SET), ..terms() };
	let parts =
		<() as WeightInfo>::agenda_entry(16).saturating_sub(<() as WeightInfo>::agenda_entry(0));
	let (nothing, much) = (weighed(shared(), 0), weighed(shared(), 6_000));
	assert_eq!(much.saturating_sub(nothing), parts);
}
