use counterfoil_primitives::money::Asset;
use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::DispatchError;

use crate::{mock::*, Ending, Error, Event};

#[test]
fn finalise_returns_what_was_not_claimed() {
	for (closing, end, how) in [
		(true, START + CHALLENGE, Ending::Requested),
		(false, START + LIFE + CHALLENGE, Ending::Expired),
	] {
		ExtBuilder::build_and_execute(|| {
			let id = opened();
			assert_ok!(claim(PAYEE, id, 300));
			if closing {
				assert_ok!(request_close(PAYER, id));
			}
			set_time(end);
			assert_noop!(finalise(PASSER_BY, id), Error::<Test>::DeadlineNotPassed);
			set_time(end + 1);
			assert_ok!(finalise(PASSER_BY, id));
			assert_eq!(total(Asset::Native, PAYER), WEALTH - 300);
			assert_eq!((held(Asset::Native, PAYER), tickets(PAYER)), (0, 0));
			assert!(is_gone(id));
			let Event::Ended { ending, by, amount, returned, due, rest, .. } = last_event() else {
				panic!("it ended")
			};
			assert_eq!((ending, by), (how, None));
			assert_eq!((amount, returned, due, rest), (300, 700, 0, 0));
		});
	}
}

#[test]
fn finalise_needs_a_channel_and_a_signed_account() {
	ExtBuilder::build_and_execute(|| {
		let id = opened();
		assert_noop!(finalise(PASSER_BY, id), Error::<Test>::DeadlineNotPassed);
		assert_noop!(finalise(PASSER_BY, id + 1), Error::<Test>::NotFound);
		let result = PaymentChannels::finalise(RuntimeOrigin::none(), id);
		assert_eq!(result.map_err(|error| error.error), Err(DispatchError::BadOrigin));
	});
}

#[test]
fn finalise_tries_to_pay_what_could_not_be_received() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { asset: COIN, ..terms() });
		block(COIN, PAYEE);
		assert_ok!(claim(PAYEE, id, 300));
		assert_ok!(request_close(PAYER, id));
		set_time(START + CHALLENGE + 1);
		thaw(COIN, PAYEE);
		assert_ok!(finalise(PASSER_BY, id));
		assert_eq!(total(COIN, PAYEE), WEALTH + 300);
		assert_eq!(total(COIN, PAYER), WEALTH - 300);
		assert!(is_gone(id));
	});
}
