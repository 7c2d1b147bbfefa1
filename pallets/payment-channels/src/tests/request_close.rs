use counterfoil_primitives::money::Asset;
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Agenda, Error, Event, State};

#[test]
fn request_close_gives_the_payee_a_challenge_window() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		set_time(START + 5_000);
		assert_ok!(request_close(PAYER + OTHER_ACCOUNT, id));
		let until = START + 5_000 + CHALLENGE;
		assert_eq!(channel(id).state, State::Closing { until });
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		assert_eq!(
			last_event(),
			Event::CloseRequested {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				by: did(PAYER),
				until,
				data_set: None,
			}
		);
	});
}

#[test]
fn request_close_by_who_opened_it_returns_the_payers_money_to_the_payer() {
	ExtBuilder::build_and_execute(|| {
		Purses::allow(DEPOSIT, LIFE + CHALLENGE);
		assert_ok!(open(SPENDER, Terms { from: Some(PAYER), ..terms() }));
		assert_ok!(request_close(SPENDER, 0));
		set_time(START + CHALLENGE + 1);
		assert_ok!(finalise(PASSER_BY, 0));
		assert_eq!(total(Asset::Native, PAYER), WEALTH);
		assert_eq!(total(Asset::Native, SPENDER), WEALTH);
		assert_eq!((held(Asset::Native, PAYER), tickets(SPENDER)), (0, 0));
	});
}

#[test]
fn request_close_by_the_payer_of_a_channel_that_another_opened() {
	ExtBuilder::build_and_execute(|| {
		Purses::allow(DEPOSIT, LIFE + CHALLENGE);
		assert_ok!(open(SPENDER, Terms { from: Some(PAYER), ..terms() }));
		assert_ok!(request_close(PAYER, 0));
	});
}

#[test]
fn request_close_once_by_the_payer_before_the_expiry() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for other in [PAYEE, STRANGER] {
			assert_noop!(request_close(other, id), Error::<Test>::NotPayer);
		}
		assert_noop!(request_close(PASSER_BY, id), DispatchError::BadOrigin);
		assert_noop!(request_close(PAYER, id + 1), Error::<Test>::NotFound);
		set_time(START + LIFE + 1);
		assert_noop!(request_close(PAYER, id), Error::<Test>::Expired);
		set_time(START + LIFE);
		assert_ok!(request_close(PAYER, id));
		// In the last moment it ends when it would have ended anyway.
		assert_eq!(channel(id).end(), Some(START + LIFE + CHALLENGE));
		assert_noop!(request_close(PAYER, id), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn attack_window_is_not_begun_anew_or_shortened() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(request_close(PAYER, id));
		set_time(START + CHALLENGE);
		assert_noop!(request_close(PAYER, id), Error::<Test>::AlreadyClosing);
		assert_noop!(finalise(PAYER, id), Error::<Test>::DeadlineNotPassed);
		assert_ok!(claim(PAYEE, id, 1_000));
	});
}
