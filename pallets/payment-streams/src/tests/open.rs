use counterfoil_primitives::{did::DidStatus, stream::MAX_DEPOSIT, Asset};
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, TokenError};

use crate::{mock::*, Error, Event};

#[test]
fn open_binds_the_deposit_and_the_ticket() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_eq!(
			last_event(),
			Event::Opened {
				id,
				payer: did(PAYER),
				payee: subject(PAYEE),
				funder: subject(PAYER),
				data_set: None,
				asset: Asset::Native,
				rate: RATE,
				notice: NOTICE,
				deposit: DEPOSIT,
				runs_until: END,
				by: did(PAYER),
			}
		);
		assert_eq!(held(Asset::Native, PAYER), DEPOSIT);
		assert_eq!(ticket(PAYER), ticket_price());
		assert_eq!(free(Asset::Native, PAYER), WEALTH - DEPOSIT - ticket_price());
	});
}

#[test]
fn open_in_another_token_binds_that_token_and_a_native_ticket() {
	ExtBuilder::build_and_execute(|| {
		opened_with(Terms { asset: COIN, ..TERMS });
		assert_eq!(held(COIN, PAYER), DEPOSIT);
		assert_eq!(held(Asset::Native, PAYER), 0);
		assert_eq!(free(COIN, PAYER), WEALTH - DEPOSIT);
		assert_eq!(ticket(PAYER), ticket_price());
	});
}

#[test]
fn open_with_a_deposit_that_just_covers_the_notice_passes() {
	ExtBuilder::build_and_execute(|| {
		// 7 * 10 s.
		assert_noop!(open_as(PAYER, Terms { deposit: 69, ..TERMS }), Error::<Test>::DepositTooLow);
		assert_ok!(open_as(PAYER, Terms { deposit: 70, ..TERMS }));
		// Without notice it is at least what can be paid out.
		let none = Terms { notice: 0, deposit: EXISTENTIAL_DEPOSIT - 1, ..TERMS };
		assert_noop!(open_as(PAYER, none), Error::<Test>::DepositTooLow);
		assert_ok!(open_as(PAYER, Terms { deposit: EXISTENTIAL_DEPOSIT, ..none }));
		let coin = Terms { asset: COIN, ..none };
		assert_noop!(open_as(PAYER, Terms { deposit: 2, ..coin }), Error::<Test>::DepositTooLow);
		assert_ok!(open_as(PAYER, Terms { deposit: COIN_MINIMUM, ..coin }));
	});
}

#[test]
fn open_by_who_is_not_active_or_nobody_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(open_as(PASSER_BY, TERMS), BadOrigin);
		Directory::set_status(PAYER, DidStatus::Suspended);
		assert_noop!(open_as(PAYER, TERMS), BadOrigin);
	});
}

#[test]
fn open_to_who_does_not_exist_or_is_not_active_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for payee in [PASSER_BY, 66] {
			assert_noop!(open_as(PAYER, Terms { payee, ..TERMS }), Error::<Test>::UnknownPayee);
		}
		Directory::set_status(PAYEE, DidStatus::Revoked);
		assert_noop!(open_as(PAYER, TERMS), Error::<Test>::PayeeNotActive);
	});
}

#[test]
fn open_about_a_data_set_that_is_not_the_payees_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let about = Terms { data_set: Some(SET), ..TERMS };
		assert_ok!(open_as(PAYER, about));
		let unknown = Terms { data_set: Some(SET + 1), ..TERMS };
		assert_noop!(open_as(PAYER, unknown), Error::<Test>::UnknownDataSet);
		let others = Terms { payee: STRANGER, ..about };
		assert_noop!(open_as(PAYER, others), Error::<Test>::NotSupplier);
	});
}

#[test]
fn open_with_wrong_numbers_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let cases = [
			(Terms { asset: Asset::Local(99), ..TERMS }, Error::<Test>::UnknownAsset),
			(Terms { rate: 0, ..TERMS }, Error::<Test>::RateZero),
			(Terms { notice: MAX_NOTICE + 1, ..TERMS }, Error::<Test>::NoticeTooLong),
			(Terms { rate: Balance::MAX, ..TERMS }, Error::<Test>::RateTooHigh),
			(Terms { deposit: 0, ..TERMS }, Error::<Test>::DepositTooLow),
			(Terms { deposit: MAX_DEPOSIT + 1, ..TERMS }, Error::<Test>::DepositTooHigh),
		];
		for (terms, error) in cases {
			assert_noop!(open_as(PAYER, terms), error);
		}
		assert_ok!(open_as(PAYER, Terms { notice: MAX_NOTICE, ..TERMS }));
	});
}

#[test]
fn open_without_money_is_refused() {
	ExtBuilder::build_and_execute(|| {
		assert_noop!(open_as(POOR, TERMS), TokenError::FundsUnavailable);
		let all = Terms { deposit: WEALTH, ..TERMS };
		assert_noop!(open_as(PAYER, all), TokenError::FundsUnavailable);
		// Enough for the deposit, and not for the ticket.
		let most = Terms { deposit: WEALTH - EXISTENTIAL_DEPOSIT, ..TERMS };
		assert_noop!(open_as(PAYER, most), TokenError::FundsUnavailable);
		assert_noop!(open_as(PAYER, Terms { asset: COIN, ..all }), TokenError::FundsUnavailable);
	});
}

#[test]
fn open_to_oneself_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for who in [PAYEE, PAYEE + OTHER_ACCOUNT] {
			assert_noop!(open_as(who, TERMS), Error::<Test>::SelfDealing);
		}
	});
}
