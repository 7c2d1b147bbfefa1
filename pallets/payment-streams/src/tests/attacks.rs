//! What a thief would try, where it is not in the file of the call.

use counterfoil_primitives::{
	did::DidStatus,
	stream::{Ending, MAX_DEPOSIT},
	Asset,
};
use frame_support::{
	assert_ok,
	traits::{fungibles::Inspect, Time},
};
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, ArithmeticError, TokenError};

use crate::{mock::*, Agenda, Error, Event};

#[test]
fn attack_claim_twice_in_a_block() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		wait(10_000);
		assert_ok!(claim(PAYEE, id));
		for who in [PAYEE, STRANGER, PASSER_BY] {
			assert_noop!(claim(who, id), Error::<Test>::NothingDue);
		}
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70);
	});
}

#[test]
fn attack_payer_drains_his_account() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		let all = RuntimeOrigin::signed(PAYER);
		assert_ok!(Balances::transfer_all(all, STRANGER, false));
		assert!(free(Asset::Native, PAYER) <= EXISTENTIAL_DEPOSIT);
		assert_noop!(
			Balances::transfer_allow_death(RuntimeOrigin::signed(PAYER), STRANGER, DEPOSIT),
			TokenError::FundsUnavailable
		);
		next_block(END + 1_000);
		assert!(is_gone(id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + DEPOSIT);
	});
}

#[test]
fn attack_payer_whose_own_token_is_locked_pays() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		lock(PAYER);
		wait(10_000);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70);
		assert_ok!(close(PAYEE, id));
		assert_eq!(held(Asset::Native, PAYER), 0);
	});
}

#[test]
fn attack_payer_whom_the_issuer_has_frozen_pays_and_cannot_top_up() {
	ExtBuilder::build_and_execute(|| {
		let Asset::Local(coin) = COIN else { unreachable!() };
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		assert_ok!(Assets::freeze(RuntimeOrigin::signed(ISSUER), coin, PAYER));
		wait(10_000);
		assert_ok!(claim(PAYEE, id));
		assert_eq!(free(COIN, PAYEE), WEALTH + 70);
		assert_noop!(top_up(PAYER, id, 1), TokenError::FundsUnavailable);
		assert_ok!(close(PAYEE, id));
		assert_eq!(total(COIN, PAYER), WEALTH - 70);
		assert_eq!(held(COIN, PAYER), 0);
	});
}

#[test]
fn attack_token_that_is_frozen_under_a_stream_delays_it_and_loses_nothing() {
	ExtBuilder::build_and_execute(|| {
		let Asset::Local(coin) = COIN else { unreachable!() };
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		wait(10_000);
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), coin));
		let not_live = pallet_assets::Error::<Test>::AssetNotLive;
		assert_noop!(claim(PAYEE, id), not_live);
		next_block(END + 1_000);
		assert!(matches!(last_event(), Event::Ended { owed: DEPOSIT, .. }));
		assert_noop!(claim(PAYEE, id), pallet_assets::Error::<Test>::AssetNotLive);
		assert_eq!(held(COIN, PAYER), DEPOSIT);
		assert_ok!(Assets::thaw_asset(RuntimeOrigin::signed(ISSUER), coin));
		assert_ok!(claim(STRANGER, id));
		assert_eq!(free(COIN, PAYEE), WEALTH + DEPOSIT);
	});
}

#[test]
fn attack_issuer_destroys_the_token_under_a_stream() {
	ExtBuilder::build_and_execute(|| {
		let Asset::Local(coin) = COIN else { unreachable!() };
		opened_with(Terms { asset: COIN, ..TERMS });
		assert!(Assets::start_destroy(RuntimeOrigin::signed(ISSUER), coin).is_err());
	});
}

#[test]
fn attack_numbers_that_overflow() {
	ExtBuilder::build_and_execute(|| {
		// What flows during a notice cannot be counted, or not be paid.
		let huge = Terms { rate: Balance::MAX / 1_000, ..TERMS };
		assert_noop!(open_as(PAYER, huge), Error::<Test>::RateTooHigh);
		let large = Terms { rate: Balance::MAX / 100_000, ..TERMS };
		assert_noop!(open_as(PAYER, large), Error::<Test>::DepositTooLow);
		for deposit in [Balance::MAX, MAX_DEPOSIT + 1] {
			let all = Terms { deposit, ..TERMS };
			assert_noop!(open_as(PAYER, all), Error::<Test>::DepositTooHigh);
		}
		let most = Terms { deposit: MAX_DEPOSIT, ..TERMS };
		assert_noop!(open_as(PAYER, most), TokenError::FundsUnavailable);
		// Without notice a rate may be as high as it likes: the deposit is gone in a millisecond.
		let id = opened_with(Terms { rate: Balance::MAX, notice: 0, ..TERMS });
		assert_noop!(top_up(PAYER, id, Balance::MAX), Error::<Test>::DepositTooHigh);
		assert_noop!(top_up(PAYER, id, MAX_DEPOSIT - DEPOSIT), TokenError::FundsUnavailable);
		wait(1);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(last_end(), (Ending::Insolvent, START, DEPOSIT, 0));
		// And as slow as it likes.
		let id = opened_with(Terms { rate: 1, deposit: 900_000, ..TERMS });
		assert_noop!(change_rate(PAYER, id, Balance::MAX), Error::<Test>::RateTooHigh);
		assert_noop!(change_rate(PAYER, id, 1_000_000), Error::<Test>::DepositTooLow);
		assert_ok!(change_rate(PAYEE, id, 1_000_000));
		assert_ok!(close(PAYEE, id));
	});
}

#[test]
fn attack_clock_that_jumps() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(change_rate(PAYER, id, 2));
		// A halt of a year: every piece of time is counted at its own rate, and never more than the deposit.
		next_block(START + 365 * 24 * 60 * 60 * 1_000);
		while !is_gone(id) {
			next_block(Timestamp::now() + 2_000);
		}
		// 70 at 7, then 930 at 2 for 465 s.
		assert_eq!(last_end(), (Ending::Insolvent, START + NOTICE + 465_000, DEPOSIT, 0));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + DEPOSIT);
	});
}

#[test]
fn attack_claims_in_between_do_not_move_the_end() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for _ in 0..9 {
			wait(14_285);
			assert_ok!(claim(STRANGER, id));
			assert_eq!(flow(id).covered_until(), Some(END));
		}
	});
}

#[test]
fn attack_payee_resumes_and_closes_over_and_over() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for _ in 0..20 {
			assert_ok!(pause(PAYEE, id));
			assert_ok!(resume(PAYEE, id));
		}
		assert_ok!(close(PAYEE, id));
		assert_eq!(last_end(), (Ending::ClosedByPayee, START, 0, DEPOSIT));
	});
}

#[test]
fn owner_of_a_device_that_is_paid_acts_for_it() {
	ExtBuilder::build_and_execute(|| {
		Directory::hand_over(DEVICE, PAYEE);
		let id = opened_with(Terms { payee: DEVICE, ..TERMS });
		assert_noop!(pause(STRANGER, id), Error::<Test>::NotParty);
		assert_ok!(pause(PAYEE, id));
		assert_ok!(resume(PAYEE, id));
		assert_ok!(change_rate(PAYEE, id, 5));
		wait(10_000);
		// Whoever has it now; the one who had it is no party any more.
		Directory::hand_over(DEVICE, HOLDER);
		assert_noop!(close(PAYEE, id), Error::<Test>::NotParty);
		assert_ok!(close(HOLDER, id));
		assert_eq!(last_end(), (Ending::ClosedByPayee, START + 10_000, 50, DEPOSIT - 50));
	});
}

#[test]
fn payer_who_bought_the_device_that_he_pays_stays_the_payer() {
	ExtBuilder::build_and_execute(|| {
		Directory::hand_over(DEVICE, PAYEE);
		let id = opened_with(Terms { payee: DEVICE, ..TERMS });
		Directory::hand_over(DEVICE, PAYER);
		assert_ok!(change_rate(PAYER, id, RATE + 1));
		assert_ok!(close(PAYER, id));
		assert!(!is_gone(id), "after the notice, as ever");
	});
}

#[test]
fn attack_device_that_was_handed_over_goes_on_to_pay_its_old_owner() {
	ExtBuilder::build_and_execute(|| {
		Directory::hand_over(DEVICE, PAYEE);
		let id = opened_with(Terms { payee: DEVICE, ..TERMS });
		wait(10_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70);
		Directory::hand_over(DEVICE, HOLDER);
		wait(10_000);
		assert_ok!(claim(STRANGER, id));
		assert_eq!(PaymentStreams::stream(id).unwrap().payee_account, HOLDER);
		// Even the payer may have bought it: then he has his money back.
		Directory::hand_over(DEVICE, PAYER);
		next_block(END + 1_000);
		assert!(is_gone(id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 70);
		assert_eq!(total(Asset::Native, HOLDER), WEALTH + 70);
		assert_eq!(free(Asset::Native, PAYER), WEALTH - 140);
	});
}

#[test]
fn attack_suspended_and_revoked_parties_wind_down_and_bind_nothing() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder::build_and_execute(|| {
			let id = opened();
			wait(10_000);
			Directory::set_status(PAYER, status);
			assert_noop!(top_up(PAYER, id, 7), BadOrigin);
			assert_noop!(open_as(PAYER, TERMS), BadOrigin);
			// His money does not depend on a vote.
			assert_ok!(close(PAYER, id));
			Directory::set_status(PAYEE, status);
			assert_ok!(claim(PAYEE, id));
			next_block(START + 10_000 + NOTICE + 1_000);
			assert_eq!(total(Asset::Native, PAYEE), WEALTH + 140);
			assert_eq!(free(Asset::Native, PAYER), WEALTH - 140);
		});
	}
}

#[test]
fn attack_minimum_balance_is_raised_under_a_stream() {
	ExtBuilder::build_and_execute(|| {
		let Asset::Local(coin) = COIN else { unreachable!() };
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		let other = opened_with(Terms { asset: COIN, payee: NEWCOMER, ..TERMS });
		let minimum = |least| {
			let root = RuntimeOrigin::root();
			let result = Assets::force_asset_status(
				root, coin, ISSUER, ISSUER, ISSUER, ISSUER, least, true, false,
			);
			assert_ok!(result);
		};
		minimum(100_000);
		wait(100_000);
		assert_noop!(claim(PAYEE, id), Error::<Test>::NothingDue);
		next_block(END + 1_000);
		// The end pays whatever there is to whom has an account; the other's waits for him.
		assert!(is_gone(id) && !is_gone(other));
		assert_eq!(free(COIN, PAYEE), WEALTH + DEPOSIT);
		assert_noop!(claim(STRANGER, other), TokenError::CannotCreate);
		minimum(COIN_MINIMUM);
		assert_ok!(claim(STRANGER, other));
		assert_eq!(free(COIN, NEWCOMER), DEPOSIT);
	});
}

#[test]
fn attack_issuer_mints_until_nothing_more_can_be_counted() {
	ExtBuilder::build_and_execute(|| {
		let Asset::Local(coin) = COIN else { unreachable!() };
		let id = opened_with(Terms { asset: COIN, ..TERMS });
		wait(10_000);
		let rest = Balance::MAX - Money::total_issuance(COIN);
		assert_ok!(Assets::mint(RuntimeOrigin::signed(ISSUER), coin, ISSUER, rest));
		assert_ok!(close(PAYEE, id));
		assert!(matches!(last_event(), Event::Ended { owed: 70, unreturned: 930, .. }));
		assert_noop!(claim(STRANGER, id), ArithmeticError::Overflow);
		assert_ok!(Assets::burn(RuntimeOrigin::signed(ISSUER), coin, ISSUER, rest));
		assert_ok!(claim(STRANGER, id));
		assert_eq!((free(COIN, PAYEE), free(COIN, PAYER)), (WEALTH + 70, WEALTH - 70));
		assert!(is_gone(id));
	});
}

#[test]
fn attack_payee_fills_the_agenda_with_changes_of_one_stream() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for rate in (1..RATE).rev() {
			assert_ok!(change_rate(PAYEE, id, rate));
			assert_ok!(pause(PAYEE, id));
			assert_ok!(resume(PAYEE, id));
			// However often it moves, a stream has one entry, which its ticket pays for.
			assert_eq!(Agenda::<Test>::iter_keys().count(), 1);
		}
	});
}

#[test]
fn attack_stream_at_next_to_nothing_is_told_by_its_rate() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { rate: 1, data_set: Some(SET), ..TERMS });
		assert!(PaymentStreams::is_running(did(PAYER), did(PAYEE), Some(SET)));
		let streams = PaymentStreams::streams_between(did(PAYER), did(PAYEE), None, 10);
		assert_eq!(streams.iter().map(|stream| stream.rate).collect::<Vec<_>>(), [1]);
		assert_ok!(close(PAYEE, id));
		assert!(!PaymentStreams::is_running(did(PAYER), did(PAYEE), Some(SET)));
	});
}
