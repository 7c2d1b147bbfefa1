use counterfoil_primitives::allowance::Limits;
use frame_support::{
	assert_ok,
	weights::{Weight, WeightMeter},
};

use crate::{mock::*, Agenda, AllowanceBook, Event, WeightInfo};

#[test]
fn chain_removes_what_is_over_within_a_second_and_not_before() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(spend(spending(7)));
		for now in [START + 1_000, END, END + 999] {
			next_block(now);
			assert!(record(Some(PAYEE)).is_some(), "at {now}");
		}
		take_events();
		next_block(END + 1_000);
		assert_eq!(
			take_events(),
			[Event::Expired {
				payer: did(PAYER),
				spender: did(SPENDER),
				payee: Some(did(PAYEE)),
				total: 7,
				count: 1,
			}]
		);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_eq!(Balances::free_balance(PAYER), WEALTH);
	});
}

#[test]
fn chain_removes_as_many_as_its_share_of_the_room_allows_and_carries_over() {
	ExtBuilder::build_and_execute(|| {
		next_block(START + 1);
		for spender in [SPENDER, PAYEE, STRANGER, POOR, SPONSOR] {
			assert_ok!(allow(PAYER, spender, None, LIMITS));
		}
		next_block(END);
		let room = <() as WeightInfo>::agenda_entry()
			.saturating_mul(2)
			.saturating_add(<() as WeightInfo>::agenda_bucket().saturating_mul(3));
		for left in [3, 1, 0, 0] {
			let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
			next_block_with(END + 1_000, &mut meter);
			assert_eq!(AllowanceBook::<Test>::iter_keys().count(), left);
			assert!(meter.consumed().all_lte(room));
		}
		next_block_with(END + 2_000, &mut WeightMeter::with_limit(Weight::zero()));
	});
}

#[test]
fn allowance_that_was_given_anew_lives_to_its_own_end() {
	ExtBuilder::build_and_execute(|| {
		allowed();
		assert_ok!(revoke(PAYER, SPENDER, Some(PAYEE)));
		let later = Limits { valid_until: END + 10_000, ..LIMITS };
		assert_ok!(allow(PAYER, SPENDER, Some(PAYEE), later));
		next_block(END + 5_000);
		assert!(record(Some(PAYEE)).is_some());
		next_block(END + 11_000);
		assert!(record(Some(PAYEE)).is_none());
	});
}
