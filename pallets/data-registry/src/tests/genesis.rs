use frame_support::{__private::serde_json, traits::GetStorageVersion};

use super::*;

#[test]
fn genesis_sets_parameters_and_storage_version() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(Parameters::<Test>::get(), parameters());
		assert_eq!(DataRegistry::on_chain_storage_version(), 1);
		assert_eq!(DataRegistry::in_code_storage_version(), 1);
	});
}

#[test]
fn genesis_hash_is_that_of_block_zero() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(pallet_support::genesis_hash::<Test>(), GENESIS);
	});
}

#[test]
#[should_panic(expected = "clockTolerance")]
fn genesis_that_tolerates_more_than_a_day_is_refused() {
	let clock_tolerance = MAX_CLOCK_TOLERANCE + 1;
	ExtBuilder::default()
		.parameters(RegistryParameters { clock_tolerance, ..parameters() })
		.build();
}

#[test]
fn genesis_that_tolerates_a_day_is_taken() {
	let clock_tolerance = MAX_CLOCK_TOLERANCE;
	ExtBuilder::default()
		.parameters(RegistryParameters { clock_tolerance, ..parameters() })
		.build_and_execute(|| {
			assert_eq!(Parameters::<Test>::get().clock_tolerance, 86_400_000);
		});
}

#[test]
#[should_panic(expected = "maxSpan")]
fn genesis_with_a_span_above_the_age_is_refused() {
	ExtBuilder::default()
		.parameters(RegistryParameters { max_span: MAX_AGE + 1, ..parameters() })
		.build();
}

#[test]
fn genesis_is_written_in_camel_case() {
	let json = r#"{"parameters":{"clockTolerance":5,"maxSpan":6,"maxAge":7}}"#;
	let genesis: GenesisConfig<Test> = serde_json::from_str(json).unwrap();
	assert_eq!(
		genesis.parameters,
		RegistryParameters { clock_tolerance: 5, max_span: 6, max_age: 7 }
	);
	assert_eq!(serde_json::to_string(&genesis).unwrap(), json);
	for unknown in
		[r#"{"parameters":{"clockTolerance":5,"maxSpan":6,"maxAge":7,"more":1}}"#, r#"{"more":1}"#]
	{
		assert!(serde_json::from_str::<GenesisConfig<Test>>(unknown).is_err());
	}
}

#[test]
fn integrity_test_accepts_the_mock() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		<DataRegistry as Hooks<_>>::integrity_test();
	});
}
