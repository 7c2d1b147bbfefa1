use counterfoil_primitives::money::Asset;
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{ArithmeticError, DispatchError, TokenError};

use crate::{mock::*, Agenda, Error, Event};

#[test]
fn top_up_holds_more_and_moves_the_expiry() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let expires = START + LIFE + 7_000;
		assert_ok!(top_up(PAYER, id, 500, Some(expires)));
		let found = channel(id);
		assert_eq!((found.deposit, found.expires), (1_500, expires));
		assert_eq!(found.end(), Some(expires + CHALLENGE));
		assert_eq!(held(Asset::Native, PAYER), 1_500);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		assert_eq!(
			last_event(),
			Event::ToppedUp {
				id,
				payer: did(PAYER),
				payee: did(PAYEE),
				by: did(PAYER),
				amount: 500,
				deposit: 1_500,
				expires,
				data_set: None,
			}
		);
		// What was above the deposit is not any more.
		assert_ok!(claim(STRANGER, id, 1_500));
	});
}

#[test]
fn top_up_of_either_alone_leaves_the_other() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(top_up(PAYER, id, 1, None));
		assert_eq!((channel(id).deposit, channel(id).expires), (1_001, START + LIFE));
		assert_ok!(top_up(PAYER, id, 0, Some(START + LIFE + 1)));
		assert_eq!((channel(id).deposit, channel(id).expires), (1_001, START + LIFE + 1));
		assert_noop!(top_up(PAYER, id, 0, None), Error::<Test>::NothingChanges);
		let same = Some(START + LIFE + 1);
		assert_noop!(top_up(PAYER, id, 0, same), Error::<Test>::NothingChanges);
		assert_ok!(top_up(PAYER, id, 1, same));
	});
}

#[test]
fn attack_expiry_is_shortened() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for expires in [0, START + 1, START + LIFE - 1] {
			assert_noop!(top_up(PAYER, id, 1, Some(expires)), Error::<Test>::ShortensLife);
		}
		let late = Some(START + 200_001);
		assert_noop!(top_up(PAYER, id, 1, late), Error::<Test>::LifeTooLong);
		assert_noop!(top_up(PAYER, id, 1, Some(u64::MAX)), Error::<Test>::LifeTooLong);
		assert_ok!(top_up(PAYER, id, 1, Some(START + 200_000)));
	});
}

#[test]
fn top_up_is_for_the_payer_from_the_account_of_the_channel() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for other in [PAYEE, STRANGER] {
			assert_noop!(top_up(other, id, 1, None), Error::<Test>::NotPayer);
		}
		assert_noop!(top_up(PASSER_BY, id, 1, None), DispatchError::BadOrigin);
		assert_noop!(top_up(PAYER + OTHER_ACCOUNT, id, 1, None), Error::<Test>::WrongAccount);
		assert_noop!(top_up(PAYER, id, WEALTH, None), TokenError::FundsUnavailable);
		assert_noop!(top_up(PAYER, id, u64::MAX, None), ArithmeticError::Overflow);
		assert_noop!(top_up(PAYER, id + 1, 1, None), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_opener_binds_more_or_for_longer_than_he_is_allowed() {
	ExtBuilder::build_and_execute(|| {
		let lock = LIFE + CHALLENGE;
		Purses::allow(DEPOSIT + 100, lock);
		let id = 0;
		assert_ok!(open(SPENDER, Terms { from: Some(PAYER), ..terms() }));
		assert_noop!(top_up(SPENDER, id, 101, None), NOT_ALLOWED);
		assert_ok!(top_up(SPENDER, id, 60, None));
		assert_eq!((held(Asset::Native, PAYER), held(Asset::Native, SPENDER)), (1_060, 0));
		// More time alone is asked for, too: it binds what is there.
		let later = Some(START + LIFE + 1);
		assert_noop!(top_up(SPENDER, id, 0, later), NOT_ALLOWED);
		assert_noop!(top_up(SPENDER, id, 1, later), NOT_ALLOWED);
		// Nor does it help to wait: the time of what is there has begun.
		set_time(START + LIFE);
		for amount in [0, 1] {
			assert_noop!(top_up(SPENDER, id, amount, later), NOT_ALLOWED);
		}
		Purses::allow(0, lock + 1);
		assert_noop!(top_up(SPENDER, id, 1, later), NOT_ALLOWED);
		assert_ok!(top_up(SPENDER, id, 0, later));
		// The payer himself needs no allowance.
		assert_ok!(top_up(PAYER, id, 1_000, Some(START + LIFE + 2)));
		// One that leads to another account than the channel's is no use.
		Purses::allow(40, u64::MAX);
		Subjects::move_to(PAYER, PAYER + OTHER_ACCOUNT);
		assert_noop!(top_up(SPENDER, id, 1, None), Error::<Test>::WrongAccount);
	});
}

#[test]
fn attack_top_up_in_the_block_of_the_end() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		// The last moment of the expiry.
		set_time(START + LIFE);
		assert_ok!(top_up(PAYER, id, 1, None));
		set_time(START + LIFE + 1);
		assert_noop!(top_up(PAYER, id, 1, None), Error::<Test>::Expired);
		let later = Some(START + LIFE + 50_000);
		assert_noop!(top_up(PAYER, id, 1, later), Error::<Test>::Expired);
		set_time(START + LIFE + CHALLENGE + 1);
		assert_noop!(top_up(PAYER, id, 1, None), Error::<Test>::Expired);
		assert_ok!(finalise(STRANGER, id));
		assert_noop!(top_up(PAYER, id, 1, None), Error::<Test>::AlreadyClosed);
		assert_eq!(held(Asset::Native, PAYER), 0);
	});
}

#[test]
fn attack_top_up_after_the_end_was_asked_for() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(request_close(PAYER, id));
		let later = Some(START + LIFE + 1);
		assert_noop!(top_up(PAYER, id, 1, later), Error::<Test>::AlreadyClosing);
	});
}

#[test]
fn top_up_in_the_last_moment_keeps_the_channel_off_the_agenda_until_the_new_end() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		next_block(START + LIFE);
		let expires = START + 2 * LIFE;
		assert_ok!(top_up(PAYER, id, 0, Some(expires)));
		next_block(START + LIFE + CHALLENGE + 5_000);
		assert_ok!(claim(STRANGER, id, 500));
		next_block(expires + CHALLENGE + 1_000);
		assert!(is_gone(id));
	});
}

#[test]
fn attack_ward_tops_up_with_sponsors_tokens() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		// The account of the channel is not the payer's own any more, and sponsors him now.
		Subjects::move_to(PAYER, PAYER + OTHER_ACCOUNT);
		assert_noop!(top_up(PAYER, id, 1, None), Error::<Test>::AccountNotOwn);
		assert_noop!(top_up(PAYER + OTHER_ACCOUNT, id, 1, None), Error::<Test>::WrongAccount);
		assert_eq!(held(COIN, PAYER), DEPOSIT);
	});
}
