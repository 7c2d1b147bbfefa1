use frame_support::{__private::serde_json, traits::GetStorageVersion};

use super::*;

#[test]
fn genesis_sets_parameters_and_storage_version() {
	ExtBuilder::default().validations_required(3).build_and_execute(|| {
		assert_eq!(
			Parameters::<Test>::get(),
			RegistryParameters { validations_required: 3, clock_tolerance: TOLERANCE }
		);
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
#[should_panic(expected = "validationsRequired")]
fn genesis_that_requires_no_validation_is_refused() {
	ExtBuilder::default().validations_required(0).build();
}

#[test]
#[should_panic(expected = "validationsRequired")]
fn genesis_that_requires_more_than_can_be_stored_is_refused() {
	ExtBuilder::default().validations_required(5).build();
}

#[test]
#[should_panic(expected = "clockTolerance")]
fn genesis_that_tolerates_more_than_a_day_is_refused() {
	ExtBuilder::default().clock_tolerance(MAX_CLOCK_TOLERANCE + 1).build();
}

#[test]
fn genesis_that_tolerates_a_day_is_taken() {
	ExtBuilder::default().clock_tolerance(MAX_CLOCK_TOLERANCE).build_and_execute(|| {
		assert_eq!(Parameters::<Test>::get().clock_tolerance, 86_400_000);
	});
}

#[test]
fn genesis_is_written_in_camel_case() {
	let json = r#"{"parameters":{"validationsRequired":3,"clockTolerance":5}}"#;
	let genesis: GenesisConfig<Test> = serde_json::from_str(json).unwrap();
	assert_eq!(
		genesis.parameters,
		RegistryParameters { validations_required: 3, clock_tolerance: 5 }
	);
	assert_eq!(serde_json::to_string(&genesis).unwrap(), json);
	for unknown in
		[r#"{"parameters":{"validationsRequired":3,"clockTolerance":5,"more":1}}"#, r#"{"more":1}"#]
	{
		assert!(serde_json::from_str::<GenesisConfig<Test>>(unknown).is_err());
	}
}
