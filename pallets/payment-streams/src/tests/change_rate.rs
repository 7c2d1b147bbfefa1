use counterfoil_primitives::{stream::Change, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::traits::BadOrigin;

use crate::{mock::*, Error, Event, Streams};

/// The rate that the payee asks for.
fn asked(id: u64) -> Option<u128> {
	Streams::<Test>::get(id).unwrap().asked
}

#[test]
fn change_rate_up_by_the_payer_applies_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(2_000);
		assert_ok!(change_rate(PAYER, id, 20));
		assert_eq!(
			last_event(),
			Event::RateChanged {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				from: RATE,
				to: 20,
				since: START + 2_000,
				by: Some(did(PAYER)),
			}
		);
		wait(1_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 14 + 20);
		// 966 units last for 48.3 s, and the chain knows.
		next_block(START + 3_000 + 48_300);
		assert!(!is_gone(id));
		next_block(START + 3_000 + 48_300 + 1_000);
		assert!(is_gone(id));
	});
}

#[test]
fn change_rate_up_beyond_what_a_notice_costs_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		// 1000 units for 10 s.
		assert_noop!(change_rate(PAYER, id, 101), Error::<Test>::DepositTooLow);
		wait(1);
		assert_noop!(change_rate(PAYER, id, 100), Error::<Test>::DepositTooLow);
		assert_ok!(change_rate(PAYER, id, 99));
	});
}

#[test]
fn change_rate_down_by_the_payer_applies_after_notice() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 2));
		assert!(matches!(
			last_event(),
			Event::Announced { change: Change::Lower(2), at, .. } if at == START + NOTICE
		));
		next_block(START + NOTICE);
		assert_eq!(flow(id).rate, 7);
		next_block(START + NOTICE + 1_000);
		assert_eq!(
			last_event(),
			Event::RateChanged {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				from: RATE,
				to: 2,
				since: START + NOTICE,
				by: None,
			}
		);
		// It applies from the moment on, not from when the chain looked.
		assert_eq!(flow(id).accrued, 70_000 + 2_000);
	});
}

#[test]
fn attack_lowering_the_rate_retroactively() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(60_000);
		// Nothing was claimed for a minute.
		assert_ok!(change_rate(PAYER, id, 1));
		wait(NOTICE + 5_000);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 7 * 70 + 5);
	});
}

#[test]
fn change_rate_down_by_the_payee_applies_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 5));
		wait(2_000);
		assert_ok!(change_rate(PAYEE, id, 4));
		assert!(matches!(last_event(), Event::RateChanged { from: RATE, to: 4, .. }));
		// What the payer announced is not less any more, and does not raise it.
		wait(NOTICE);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(flow(id).rate, 4);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 14 + 40);
	});
}

#[test]
fn change_rate_up_by_the_payee_asks_and_the_payer_grants() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYEE, id, 12));
		assert_eq!(
			last_event(),
			Event::RateAsked {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				data_set: None,
				rate: 12,
				by: did(PAYEE),
			}
		);
		wait(50_000);
		assert_ok!(claim(PAYEE, id));
		assert_eq!((flow(id).rate, asked(id)), (7, Some(12)));
		// Less than that is no answer, as much is.
		assert_ok!(change_rate(PAYER, id, 10));
		assert_eq!(asked(id), Some(12));
		assert_ok!(change_rate(PAYER, id, 12));
		assert_eq!((flow(id).rate, asked(id)), (12, None));
		// Who asks and then wants less asks no more.
		assert_ok!(change_rate(PAYEE, id, 30));
		assert_ok!(change_rate(PAYEE, id, 9));
		assert_eq!((flow(id).rate, asked(id)), (9, None));
	});
}

#[test]
fn raising_withdraws_a_lower_rate_and_nothing_else() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 5));
		assert_ok!(change_rate(PAYER, id, 8));
		assert_eq!(flow(id).announced, None);
		assert_ok!(pause(PAYER, id));
		assert_ok!(change_rate(PAYER, id, 9));
		assert!(flow(id).announced.is_some());
		assert_noop!(change_rate(PAYER, id, 5), Error::<Test>::AlreadyAnnounced);
	});
}

#[test]
fn change_rate_to_nothing_or_the_same_or_by_others_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for who in [PAYER, PAYEE] {
			assert_noop!(change_rate(who, id, 0), Error::<Test>::RateZero);
			assert_noop!(change_rate(who, id, RATE), Error::<Test>::SameRate);
			assert_noop!(change_rate(who, id, Balance::MAX), Error::<Test>::RateTooHigh);
		}
		assert_noop!(change_rate(STRANGER, id, 9), Error::<Test>::NotParty);
		assert_noop!(change_rate(PASSER_BY, id, 9), BadOrigin);
		assert_noop!(change_rate(PAYER, id + 1, 9), Error::<Test>::NotFound);
	});
}
