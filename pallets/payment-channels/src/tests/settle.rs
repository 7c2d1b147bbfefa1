//! What an account cannot receive waits, and goes to nobody else.

use counterfoil_primitives::money::Asset;
use frame_support::{assert_ok, assert_storage_noop};
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Error, Event, State};

#[test]
fn claim_of_a_blocked_payee_counts_and_waits() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 300));
		assert_eq!(
			last_event(),
			Event::PaymentDelayed {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				amount: 300,
				data_set: None,
			}
		);
		assert_eq!((channel(id).claimed, channel(id).paid), (300, 0));
		assert_eq!(held(COIN, PAYER), DEPOSIT);
		assert_storage_noop!(assert!(settle(PASSER_BY, id).is_err()));
		thaw(COIN, PAYEE);
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!(total(COIN, PAYEE), WEALTH + 300);
		assert_noop!(settle(PASSER_BY, id), Error::<Test>::NothingDue);
	});
}

#[test]
fn next_claim_pays_what_waited() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 300));
		thaw(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 400));
		assert_eq!(total(COIN, PAYEE), WEALTH + 400);
		assert_eq!((channel(id).claimed, channel(id).paid), (400, 400));
	});
}

#[test]
fn blocked_payee_is_paid_on_another_account_that_becomes_his() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 300));
		Subjects::move_to(PAYEE, PAYEE + OTHER_ACCOUNT);
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!(total(COIN, PAYEE + OTHER_ACCOUNT), 300);
	});
}

#[test]
fn attack_issuer_blocks_the_payee_until_the_channel_has_ended() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(request_close(PAYER, id));
		assert_ok!(claim(PAYEE, id, 300));
		next_block(START + CHALLENGE + 1_000);
		// The payer got his, and the payee's waits.
		let Event::Ended { returned: 700, due: 300, rest: 0, .. } = last_event() else {
			panic!("it ended")
		};
		assert_eq!((held(COIN, PAYER), total(COIN, PAYER)), (300, WEALTH));
		assert!(matches!(channel(id).state, State::Ended { .. }));
		assert!(tickets(PAYER) > 0);
		next_block(START + 10 * LIFE);
		assert_eq!(held(COIN, PAYER), 300);
		assert_storage_noop!(assert!(settle(PASSER_BY, id).is_err()));

		thaw(COIN, PAYEE);
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!(total(COIN, PAYEE), WEALTH + 300);
		assert_eq!((held(COIN, PAYER), tickets(PAYER)), (0, 0));
		assert!(is_gone(id));
		assert_eq!(
			last_event(),
			Event::Closed { id, payer: did(PAYER), payee: did(PAYEE), data_set: None }
		);
	});
}

#[test]
fn attack_issuer_blocks_the_payer_to_stop_the_payee() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYER);
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		let Event::Ended { returned: 0, due: 0, rest: 700, .. } = last_event() else {
			panic!("it ended")
		};
		assert_eq!(total(COIN, PAYEE), WEALTH + 300);
		assert_eq!((held(COIN, PAYER), total(COIN, PAYER)), (700, WEALTH - 300));
		assert_storage_noop!(assert!(settle(PASSER_BY, id).is_err()));

		thaw(COIN, PAYER);
		assert_ok!(settle(PASSER_BY, id));
		let events = take_events();
		let returned = Event::Returned {
			id,
			payer: did(PAYER),
			payee: did(PAYEE),
			account: PAYER,
			amount: 700,
			data_set: None,
		};
		let closed = Event::Closed { id, payer: did(PAYER), payee: did(PAYEE), data_set: None };
		assert_eq!(events, [returned, closed]);
		assert!(is_gone(id));
		assert_eq!((held(COIN, PAYER), total(COIN, PAYER)), (0, WEALTH - 300));
	});
}

#[test]
fn attack_issuer_blocks_both_and_lets_one_go_after_the_other() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYER);
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 300));
		next_block(START + LIFE + CHALLENGE + 1_000);
		assert_eq!((channel(id).due(), channel(id).rest()), (300, 700));
		assert_storage_noop!(assert!(settle(PASSER_BY, id).is_err()));
		// The one who can receive does, and the other one's waits on.
		thaw(COIN, PAYER);
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!((channel(id).due(), channel(id).rest()), (300, 0));
		assert_storage_noop!(assert!(settle(PASSER_BY, id).is_err()));
		thaw(COIN, PAYEE);
		assert_ok!(settle(PASSER_BY, id));
		assert!(is_gone(id));
		assert_eq!((total(COIN, PAYER), total(COIN, PAYEE)), (WEALTH - 300, WEALTH + 300));
	});
}

#[test]
fn ended_channel_takes_and_gives_nothing_but_what_waits() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		assert_noop!(claim(PAYEE, id, 400), Error::<Test>::AlreadyClosed);
		assert_noop!(close(PAYEE, id, 400), Error::<Test>::AlreadyClosed);
		assert_noop!(close_by_payee(PAYEE, id, None), Error::<Test>::AlreadyClosed);
		assert_noop!(request_close(PAYER, id), Error::<Test>::AlreadyClosed);
		assert_noop!(top_up(PAYER, id, 1, None), Error::<Test>::AlreadyClosed);
		assert_noop!(finalise(PAYER, id), Error::<Test>::AlreadyClosed);
	});
}

#[test]
fn dust_for_an_account_that_does_not_exist_waits_until_it_does() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { payee: NEWCOMER, ..terms() });
		assert_ok!(close_by_payee(NEWCOMER, id, Some(9)));
		assert_eq!((channel(id).due(), channel(id).rest()), (9, 0));
		assert_eq!(held(Asset::Native, PAYER), 9);
		assert_storage_noop!(assert!(settle(PASSER_BY, id).is_err()));
		let most = EXISTENTIAL_DEPOSIT;
		assert_ok!(Balances::transfer_allow_death(RuntimeOrigin::signed(STRANGER), NEWCOMER, most));
		assert_ok!(settle(PASSER_BY, id));
		assert_eq!(total(Asset::Native, NEWCOMER), 19);
		assert!(is_gone(id));
	});
}

#[test]
fn least_balance_makes_the_account_of_a_new_payee() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { payee: NEWCOMER, ..terms() });
		assert_ok!(claim(PASSER_BY, id, 10));
		assert_eq!(total(Asset::Native, NEWCOMER), 10);
		let coins = opened_with(Terms { payee: NEWCOMER, asset: COIN, ..terms() });
		assert_ok!(claim(PASSER_BY, coins, 5));
		assert_eq!(total(COIN, NEWCOMER), 5);
	});
}

#[test]
fn settle_needs_something_that_waits_and_a_signed_account() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(settle(PASSER_BY, id), Error::<Test>::NothingDue);
		assert_noop!(settle(PASSER_BY, id + 1), Error::<Test>::NotFound);
		let result = PaymentChannels::settle(RuntimeOrigin::none(), id);
		assert_eq!(result.map_err(|error| error.error), Err(DispatchError::BadOrigin));
	});
}
