use counterfoil_primitives::money::Asset;
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Ending, Error, Event};

#[test]
fn close_by_payee_pays_his_best_voucher_and_returns_the_rest() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 100));
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 300);
		assert_eq!((held(Asset::Native, PAYER), tickets(PAYER)), (0, 0));
		assert!(is_gone(id));
		let Event::Ended { ending, by, amount, returned, .. } = last_event() else {
			panic!("it ended")
		};
		assert_eq!((ending, by), (Ending::ByPayee, Some(did(PAYEE))));
		assert_eq!((amount, returned), (300, 700));
	});
}

#[test]
fn close_by_payee_without_a_voucher_returns_what_was_not_claimed() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(claim(PAYEE, id, 100));
		assert_ok!(close_by_payee(PAYEE + OTHER_ACCOUNT, id, None));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 100);
		assert_eq!(total(Asset::Native, PAYER), WEALTH - 100);
		assert!(is_gone(id));
	});
}

#[test]
fn close_by_payee_while_the_payer_closes_needs_no_waiting() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_ok!(request_close(PAYER, id));
		set_time(START + CHALLENGE);
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
		next_block(START + CHALLENGE + 5_000);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
	});
}

#[test]
fn owner_of_a_device_that_is_paid_closes_for_it() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { payee: DEVICE, ..terms() });
		for other in [PAYER, STRANGER] {
			assert_noop!(close_by_payee(other, id, None), Error::<Test>::NotPayee);
		}
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
		assert!(is_gone(id));
		assert_eq!(total(Asset::Native, PAYEE), WEALTH + 300);
	});
}

#[test]
fn close_by_payee_is_the_payees_alone_and_in_time() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		for other in [PAYER, STRANGER, DEVICE] {
			assert_noop!(close_by_payee(other, id, Some(300)), Error::<Test>::NotPayee);
			assert_noop!(close_by_payee(other, id, None), Error::<Test>::NotPayee);
		}
		assert_noop!(close_by_payee(PASSER_BY, id, None), DispatchError::BadOrigin);
		assert_noop!(close_by_payee(PAYEE, id + 1, None), Error::<Test>::NotFound);
		set_time(START + LIFE + CHALLENGE + 1);
		assert_noop!(close_by_payee(PAYEE, id, Some(300)), Error::<Test>::DeadlinePassed);
		assert_noop!(close_by_payee(PAYEE, id, None), Error::<Test>::DeadlinePassed);
		set_time(START + LIFE + CHALLENGE);
		assert_ok!(close_by_payee(PAYEE, id, Some(300)));
	});
}

#[test]
fn close_by_payee_checks_the_voucher() {
	ExtBuilder::build_and_execute(|| {
		let (id, other) = (opened(), opened());
		let best = Some(signed(other, 300));
		let result = PaymentChannels::close_by_payee(RuntimeOrigin::signed(PAYEE), id, best);
		assert_eq!(
			result.map(|_| ()).map_err(|error| error.error),
			Err(Error::<Test>::BadPayerSignature.into())
		);
		assert_noop!(close_by_payee(PAYEE, id, Some(0)), Error::<Test>::NothingNew);
		assert_eq!(total(Asset::Native, PAYEE), WEALTH);
	});
}
