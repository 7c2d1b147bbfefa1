use super::*;

fn parameters(validations_required: u32) -> RegistryParameters {
	RegistryParameters { validations_required, clock_tolerance: 77 }
}

#[test]
fn set_parameters_by_admin_takes_effect_and_is_told() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), parameters(3)));
		assert_eq!(Parameters::<Test>::get(), parameters(3));
		System::assert_last_event(
			Event::<Test>::ParametersSet { parameters: parameters(3) }.into(),
		);
	});
}

#[test]
fn set_parameters_by_anybody_else_fails() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), signed(SUPPLIER), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::set_parameters(origin, parameters(1)),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn set_parameters_beyond_what_can_be_stored_fails() {
	ExtBuilder::default().build_and_execute(|| {
		// The mock stores 7 attestations: 4 of one kind and 3 of the other.
		for required in [0, 5, u32::MAX / 2 + 1, u32::MAX] {
			assert_noop!(
				DataRegistry::set_parameters(RuntimeOrigin::root(), parameters(required)),
				Error::<Test>::InvalidParameters
			);
		}
		for required in [1, 4] {
			assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), parameters(required)));
		}
	});
}

#[test]
fn set_parameters_with_a_tolerance_of_more_than_a_day_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let tolerating =
			|clock_tolerance| RegistryParameters { validations_required: 1, clock_tolerance };
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
