use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, BuildStorage};

use crate::{mock::*, Error, Event, GenesisConfig, Parameters, MAX_PERIOD};

#[test]
fn set_parameters_by_the_admin_applies_to_streams_to_come() {
	ExtBuilder::build_and_execute(|| {
		let before = propose(agreed()).unwrap();
		let set = |parameters| PaymentStreams::set_parameters(RuntimeOrigin::root(), parameters);
		let new = Parameters { funding: 5, max_notice: 0, max_loan: 7 };
		assert_ok!(set(new));
		assert_eq!(last_event(), Event::ParametersSet { parameters: new });
		assert_eq!(PaymentStreams::parameters(), (5, 0, 7));
		assert_noop!(open_as(PAYER, TERMS), Error::<Test>::NoticeTooLong);
		assert_ok!(open_as(PAYER, Terms { notice: 0, ..TERMS }));
		wait(6);
		assert_ok!(fund(PAYER, before, DEPOSIT, None));
		let most = MAX_PERIOD;
		assert_ok!(set(Parameters { funding: most, max_notice: most, max_loan: most }));
	});
}

#[test]
fn set_parameters_out_of_range_or_by_others_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let set = |parameters| PaymentStreams::set_parameters(RuntimeOrigin::root(), parameters);
		for empty in [
			Parameters { funding: 0, ..parameters() },
			Parameters { max_notice: 0, max_loan: 0, ..parameters() },
		] {
			assert_noop!(set(empty), Error::<Test>::PeriodEmpty);
		}
		let long = MAX_PERIOD + 1;
		for parameters in [
			Parameters { funding: long, ..parameters() },
			Parameters { max_notice: long, ..parameters() },
			Parameters { max_loan: long, ..parameters() },
			// A notice that outlasts the loan.
			Parameters { max_notice: MAX_LOAN + 1, ..parameters() },
		] {
			assert_noop!(set(parameters), Error::<Test>::PeriodTooLong);
		}
		for origin in [RuntimeOrigin::signed(PAYER), RuntimeOrigin::none()] {
			assert_noop!(PaymentStreams::set_parameters(origin, parameters()), BadOrigin);
		}
	});
}

#[test]
#[should_panic(expected = "funding takes 1 ms to 366 days")]
fn genesis_with_parameters_out_of_range_is_refused() {
	let parameters = Parameters { funding: 0, ..parameters() };
	let _ = GenesisConfig::<Test> { parameters, ..Default::default() }.build_storage();
}
