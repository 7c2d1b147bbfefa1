use super::*;

#[test]
fn set_parameters_by_admin_takes_effect_and_is_told() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let new = RegistryParameters { clock_tolerance: 7, max_span: 70_000, max_age: 70_000 };
		assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), new));
		assert_eq!(Parameters::<Test>::get(), new);
		System::assert_last_event(Event::<Test>::ParametersSet { parameters: new }.into());
		let ahead = SubmissionBody { to: NOW + 8, ..body(set) };
		assert_noop!(try_submit(ahead), Error::<Test>::PeriodInFuture);
	});
}

#[test]
fn set_parameters_by_anybody_else_fails() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), signed(SUPPLIER), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::set_parameters(origin, parameters()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn set_parameters_with_a_tolerance_of_more_than_a_day_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let tolerating = |clock_tolerance| RegistryParameters { clock_tolerance, ..parameters() };
		for tolerance in [MAX_CLOCK_TOLERANCE + 1, u64::MAX] {
			assert_noop!(
				DataRegistry::set_parameters(RuntimeOrigin::root(), tolerating(tolerance)),
				Error::<Test>::InvalidParameters
			);
		}
		for tolerance in [0, MAX_CLOCK_TOLERANCE] {
			let parameters = tolerating(tolerance);
			assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), parameters));
		}
	});
}

#[test]
fn set_parameters_with_a_span_above_the_age_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let spanning = |max_span| RegistryParameters { max_span, ..parameters() };
		assert_noop!(
			DataRegistry::set_parameters(RuntimeOrigin::root(), spanning(MAX_AGE + 1)),
			Error::<Test>::InvalidParameters
		);
		assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), spanning(MAX_AGE)));
	});
}
