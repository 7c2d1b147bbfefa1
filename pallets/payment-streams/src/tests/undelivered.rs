//! Who cannot receive what is his does not stop the end, and loses nothing.

use counterfoil_primitives::{stream::Ending, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::TokenError;

use crate::{mock::*, Error, Event, Rest, Stage, Streams};

/// What is left of a stream.
#[track_caller]
fn rest(id: u64) -> Rest {
	match Streams::<Test>::get(id).expect("the stream is there").stage {
		Stage::Undelivered(rest) => rest,
		other => panic!("not over: {other:?}"),
	}
}

#[test]
fn attack_payee_who_is_blocked_is_owed_and_the_payer_gets_his_rest() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		wait(10_000);
		block(PAYEE);
		assert_noop!(claim(PAYEE, id), TokenError::CannotCreate);
		assert_ok!(close(PAYER, id));
		next_block(START + 10_000 + NOTICE + 1_000);
		assert!(matches!(
			last_event(),
			Event::Ended { to_payee: 140, to_funder: 860, owed: 140, unreturned: 0, .. }
		));
		let (ending, at) = (Ending::ClosedByPayer, START + 10_000 + NOTICE);
		assert_eq!(rest(id), Rest { to_payee: 140, to_funder: 0, ending, at });
		assert_eq!((held(COIN, PAYER), free(COIN, PAYER)), (140, WEALTH - 140));
		assert!(!PaymentStreams::is_running(did(PAYER), did(PAYEE), None));

		// Nobody gets it but he, and nothing else can be done with it.
		for call in [pause, resume, withdraw, close] {
			assert_noop!(call(PAYER, id), Error::<Test>::Over);
			assert_noop!(call(PAYEE, id), Error::<Test>::Over);
		}
		assert_noop!(top_up(PAYER, id, 1), Error::<Test>::Over);
		assert_noop!(fund(PAYER, id, 1, None), Error::<Test>::AlreadyFunded);
		assert_noop!(claim(PAYER, id), TokenError::CannotCreate);
		next_block(START + 10_000_000);
		assert_eq!(held(COIN, PAYER), 140);
		assert_eq!(ticket(PAYER), ticket_price());

		unblock(PAYEE);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(
			last_event(),
			Event::Delivered {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				funder: did(PAYER),
				data_set: None,
				asset: COIN,
				to_payee: 140,
				to_funder: 0,
				by: Some(did(STRANGER)),
			}
		);
		assert!(is_gone(id));
		assert_eq!(free(COIN, PAYEE), WEALTH + 140);
		assert_eq!((held(COIN, PAYER), ticket(PAYER)), (0, 0));
	});
}

#[test]
fn funder_who_is_blocked_gets_his_rest_later_and_the_payee_is_paid() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		wait(10_000);
		block(PAYER);
		// What flows is not stopped by that.
		assert_ok!(claim(PAYEE, id));
		assert_ok!(close(PAYEE, id));
		assert!(matches!(
			last_event(),
			Event::Ended { to_payee: 0, to_funder: 930, owed: 0, unreturned: 930, .. }
		));
		assert_eq!(free(COIN, PAYEE), WEALTH + 70);
		assert_noop!(claim(STRANGER, id), TokenError::CannotCreate);
		unblock(PAYER);
		assert_ok!(claim(PASSER_BY, id));
		assert!(matches!(
			last_event(),
			Event::Delivered { to_payee: 0, to_funder: 930, by: None, .. }
		));
		assert!(is_gone(id));
		assert_eq!(free(COIN, PAYER), WEALTH - 70);
	});
}

#[test]
fn both_are_blocked_and_each_gets_his_part_when_he_can() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		wait(10_000);
		block(PAYER);
		block(PAYEE);
		assert_ok!(close(PAYEE, id));
		assert_eq!((rest(id).to_payee, rest(id).to_funder), (70, 930));
		unblock(PAYER);
		assert_ok!(claim(STRANGER, id));
		assert!(matches!(last_event(), Event::Delivered { to_payee: 0, to_funder: 930, .. }));
		assert_eq!((rest(id).to_payee, rest(id).to_funder), (70, 0));
		assert_noop!(claim(STRANGER, id), TokenError::CannotCreate);
		unblock(PAYEE);
		assert_ok!(claim(STRANGER, id));
		assert!(is_gone(id));
		assert_eq!(free(COIN, PAYEE), WEALTH + 70);
	});
}

#[test]
fn attack_payee_without_an_account_is_owed_crumbs_until_he_has_one() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { payee: NEWCOMER, ..TERMS });
		wait(1_000);
		assert_ok!(close(NEWCOMER, id));
		// 7 units, where an account needs 10.
		assert_eq!((rest(id).to_payee, rest(id).to_funder), (7, 0));
		assert_noop!(claim(STRANGER, id), TokenError::CannotCreate);
		mint(Asset::Native, NEWCOMER, EXISTENTIAL_DEPOSIT);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(free(Asset::Native, NEWCOMER), EXISTENTIAL_DEPOSIT + 7);
		assert!(is_gone(id));
	});
}

#[test]
fn payee_without_an_account_gets_one_by_a_claim_that_is_large_enough() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { payee: NEWCOMER, ..TERMS });
		wait(2_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(free(Asset::Native, NEWCOMER), 14);
	});
}

#[test]
fn holder_of_the_right_of_profit_who_is_blocked_stops_nobody() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 500), (HOLDER, 500)]);
		let id = opened_with(Terms { data_set: Some(SET), asset: COIN, ..TERMS });
		block(HOLDER);
		next_block(END + 1_000);
		assert!(is_gone(id));
		// What he cannot receive is the supplier's.
		assert_eq!(free(COIN, PAYEE), WEALTH + DEPOSIT);
	});
}

#[test]
fn payee_who_is_blocked_leaves_the_shares_of_others_for_later_too() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(PAYEE, 500), (HOLDER, 500)]);
		let id = opened_with(Terms { data_set: Some(SET), asset: COIN, ..TERMS });
		block(PAYEE);
		take_events();
		next_block(END + 1_000);
		// All or nothing: nothing is told of that did not stay.
		assert!(matches!(&take_events()[..], [Event::Ended { owed: DEPOSIT, .. }]));
		assert_eq!(free(COIN, HOLDER), WEALTH);
		unblock(PAYEE);
		assert_ok!(claim(STRANGER, id));
		assert_eq!((free(COIN, HOLDER), free(COIN, PAYEE)), (WEALTH + 500, WEALTH + 500));
	});
}
