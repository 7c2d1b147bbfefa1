//! `set_parameters`.

use sp_runtime::traits::BadOrigin;

use super::*;

const MOST: u64 = crate::MAX_DURATION;

fn set(parameters: Parameters) -> frame_support::dispatch::DispatchResult {
	DataAuction::set_parameters(RuntimeOrigin::root(), parameters)
}

#[test]
fn new_parameters_hold_for_auctions_to_come() {
	ExtBuilder::build_and_execute(|| {
		let running = sealed(terms());
		let stricter = Parameters { min_window: 2 * MIN_WINDOW, min_deposit: 500, ..parameters() };
		take_events();
		assert_ok!(set(stricter));
		assert_eq!(take_events(), [Event::ParametersSet { parameters: stricter }]);
		let lot = good_lot(SUPPLIER);
		let open = |terms| DataAuction::open_sealed(signed(SUPPLIER), lot.clone(), terms);
		let deposit = RESERVE / 2;
		assert_noop!(open(terms()), Error::DepositTooLow);
		assert_noop!(open(SealedTerms { deposit, ..terms() }), Error::WindowTooShort);
		assert_ok!(bid(BIDDER, running, 1_500));
	});
}

#[test]
fn only_the_admin_sets_parameters() {
	ExtBuilder::build_and_execute(|| {
		for origin in [signed(SUPPLIER), signed(PASSER_BY), RuntimeOrigin::none()] {
			assert_noop!(DataAuction::set_parameters(origin, parameters()), BadOrigin);
		}
	});
}

#[test]
fn parameters_under_which_no_auction_can_run_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let with = |min_window, max_duration, min_deposit| {
			set(Parameters { min_window, max_duration, min_deposit })
		};
		assert_noop!(with(0, 1_000, 100), Error::WindowEmpty);
		assert_noop!(with(1, MOST + 1, 100), Error::DurationTooLong);
		assert_noop!(with(501, 1_000, 100), Error::WindowTooLong);
		assert_noop!(with(1, 1, 100), Error::WindowTooLong);
		assert_noop!(with(500, 1_000, 1_001), Error::ShareTooHigh);
		assert_ok!(with(500, 1_000, 1_000));
		assert_ok!(with(1, MOST, 0));
		assert_ok!(set(Parameters::default()));
	});
}
