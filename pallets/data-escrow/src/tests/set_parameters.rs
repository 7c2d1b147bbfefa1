use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::{traits::BadOrigin, Permill};

use crate::{mock::*, Agreements, Error, Event, Parameters, ParametersStore, MAX_WINDOW};

#[test]
fn set_parameters_by_admin_applies_to_agreements_to_come_only() {
	ExtBuilder::build_and_execute(|| {
		let before = Deal::agreed();
		let mut new = parameters();
		new.windows.funding = 3;
		new.windows.commitment = 4;
		new.bond = Permill::one();
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), new));
		assert_eq!(last_event(), Event::ParametersSet { parameters: new });

		let after = Deal::agreed();
		assert_eq!(until(before.id), START + WINDOWS.funding);
		assert_eq!(until(after.id), START + 3);
		let bond = |id| Agreements::<Test>::get(id).unwrap().bond;
		assert_eq!((bond(before.id), bond(after.id)), (BOND, PRICE));
		let (before, after) = (before.fund(), after.fund());
		assert_eq!(until(before.id), START + WINDOWS.commitment);
		assert_eq!(until(after.id), START + 4);
		before.commit();
		assert_eq!(purse(SUPPLIER).bond, BOND);
	});
}

#[test]
fn set_parameters_by_anyone_else_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(SUPPLIER), RuntimeOrigin::none()] {
			assert_noop!(DataEscrow::set_parameters(origin, parameters()), BadOrigin);
		}
	});
}

/// Each window in turn, set to this.
fn with_each_window(value: u64) -> [Parameters<u64>; 5] {
	let mut all = [parameters(); 5];
	all[0].windows.funding = value;
	all[1].windows.commitment = value;
	all[2].windows.acceptance = value;
	all[3].windows.reveal = value;
	all[4].windows.dispute = value;
	all
}

#[test]
fn set_parameters_with_empty_window_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for parameters in with_each_window(0) {
			assert_noop!(
				DataEscrow::set_parameters(RuntimeOrigin::root(), parameters),
				Error::<Test>::WindowEmpty
			);
		}
	});
}

#[test]
fn set_parameters_with_window_too_long_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for parameters in with_each_window(MAX_WINDOW + 1) {
			assert_noop!(
				DataEscrow::set_parameters(RuntimeOrigin::root(), parameters),
				Error::<Test>::WindowTooLong
			);
		}
		for parameters in with_each_window(MAX_WINDOW) {
			assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), parameters));
		}
	});
}

#[test]
fn default_parameters_are_valid() {
	ExtBuilder::build_and_execute(|| {
		ParametersStore::<Test>::kill();
		assert!(ParametersStore::<Test>::get().check::<Test>().is_ok());
	});
}
