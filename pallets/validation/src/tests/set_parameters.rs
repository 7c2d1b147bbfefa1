use frame_support::{assert_noop, assert_ok};
use sp_runtime::traits::BadOrigin;

use crate::{
	mock::*, types::check_parameters, Error, Event, Parameters, ParametersStore, MAX_WINDOW,
};

#[test]
fn set_parameters_by_admin_applies_to_rounds_to_come() {
	ExtBuilder::build_and_execute(|| {
		let before = opened(3);
		let mut new = parameters();
		new.windows.joining = 3;
		new.bond = 700;
		assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), new));
		assert_eq!(last_event(), Event::ParametersSet { parameters: new });
		let after = opened(3);
		assert_eq!((until(before), until(after)), (START + WINDOWS.joining, START + 3));
		assert_eq!((round(before).bond, round(after).bond), (BOND, 700));
	});
}

#[test]
fn set_parameters_by_anyone_else_is_refused() {
	ExtBuilder::build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(SUPPLIER), RuntimeOrigin::none()] {
			assert_noop!(Validation::set_parameters(origin, parameters()), BadOrigin);
		}
	});
}

#[test]
fn parameters_under_which_rounds_cannot_run_are_refused() {
	type Change = fn(&mut Parameters<u64>);
	let cases: [(Change, Error<Test>); 19] = [
		(|p| p.windows.joining = 0, Error::WindowEmpty),
		(|p| p.windows.committing = 0, Error::WindowEmpty),
		(|p| p.windows.revealing = 0, Error::WindowEmpty),
		(|p| p.retention = 0, Error::WindowEmpty),
		(|p| p.windows.joining = MAX_WINDOW + 1, Error::WindowTooLong),
		(|p| p.windows.committing = MAX_WINDOW + 1, Error::WindowTooLong),
		(|p| p.windows.revealing = MAX_WINDOW + 1, Error::WindowTooLong),
		(|p| p.retention = MAX_WINDOW + 1, Error::WindowTooLong),
		(|p| p.quorum = 0, Error::QuorumOutOfRange),
		(|p| p.quorum = 101, Error::QuorumOutOfRange),
		(|p| p.majority = 499, Error::MajorityOutOfRange),
		(|p| p.majority = 1_000, Error::MajorityOutOfRange),
		(|p| p.unrevealed_penalty = 1_001, Error::ShareTooHigh),
		(|p| p.max_absence = 1_001, Error::ShareTooHigh),
		(|p| p.unrevealed_penalty = 299, Error::SilenceCheaper),
		// Nine of 500 cannot be paid out, nor can nine be returned.
		(|p| p.minority_penalty = 19, Error::PartTooSmall),
		(|p| p.unrevealed_penalty = 982, Error::PartTooSmall),
		// A bond of ten cannot be divided at all.
		(|p| p.bond = 10, Error::PartTooSmall),
		(|p| p.bond = 0, Error::PartTooSmall),
	];
	ExtBuilder::build_and_execute(|| {
		for (number, (change, error)) in cases.into_iter().enumerate() {
			let mut wrong = parameters();
			change(&mut wrong);
			let result = Validation::set_parameters(RuntimeOrigin::root(), wrong);
			assert_noop!(result, error);
			assert_eq!(ParametersStore::<Test>::get(), parameters(), "case {number}");
		}
	});
}

#[test]
fn parameters_at_their_limits_are_taken() {
	type Change = fn(&mut Parameters<u64>);
	let cases: [Change; 9] = [
		|p| p.windows.joining = 1,
		|p| p.retention = MAX_WINDOW,
		|p| p.quorum = 1,
		|p| p.quorum = 100,
		|p| p.majority = 999,
		|p| p.max_absence = 1_000,
		|p| p.minority_penalty = 20,
		|p| p.unrevealed_penalty = 981,
		|p| (p.minority_penalty, p.unrevealed_penalty) = (0, 0),
	];
	ExtBuilder::build_and_execute(|| {
		for change in cases {
			let mut right = parameters();
			change(&mut right);
			assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), right));
		}
	});
}

#[test]
fn default_parameters_are_valid() {
	ExtBuilder::build_and_execute(|| {
		ParametersStore::<Test>::kill();
		assert!(check_parameters::<Test>(&ParametersStore::<Test>::get()).is_ok());
	});
}
