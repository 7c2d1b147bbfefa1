use super::*;

fn register_with(who: u64, details: DataSetDetails) -> sp_runtime::DispatchResult {
	DataRegistry::register_data_set(signed(who), details, parents(&[]))
}

#[test]
fn register_data_set_by_supplier_stores_record_and_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_with(SUPPLIER, details()));
		let set = DataSets::<Test>::get(0).unwrap();
		assert_eq!(set.owner, did(SUPPLIER));
		assert_eq!(set.payer, SUPPLIER);
		assert_eq!(set.details, details());
		assert_eq!(set.family, SCHEMA);
		assert_eq!(set.registered, NOW);
		assert_eq!(set.submissions, 0);
		assert!(!Parents::<Test>::contains_key(0));
		System::assert_last_event(
			Event::<Test>::DataSetRegistered {
				data_set: 0,
				owner: did(SUPPLIER),
				payer: SUPPLIER,
				details: details(),
				parents: parents(&[]),
			}
			.into(),
		);
	});
}

#[test]
fn register_data_set_gives_each_a_number_of_its_own() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(register(), 0);
		assert_eq!(register_by(OTHER_SUPPLIER), 1);
		assert_eq!(register(), 2);
		assert_eq!(NextDataSetId::<Test>::get(), 3);
	});
}

#[test]
fn register_data_set_with_a_later_version_joins_the_family() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		assert_ok!(register_with(SUPPLIER, DataSetDetails { schema: [11; 32], ..details() }));
		assert_eq!(DataSets::<Test>::get(0).unwrap().family, SCHEMA);
		// And takes what follows the first version.
		submit(0);
	});
}

#[test]
fn register_data_set_holds_the_price_of_its_record() {
	ExtBuilder::default().build_and_execute(|| {
		let before = Balances::free_balance(SUPPLIER);
		register();
		let price = TICKET_BASE + DataRegistry::data_set_footprint(&[]).size;
		assert_eq!(held(HoldReason::DataSet, SUPPLIER), price);
		assert_eq!(Balances::free_balance(SUPPLIER), before - price);
	});
}

#[test]
fn register_data_set_without_money_for_the_ticket_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(register_with(POOR_SUPPLIER, details()), TokenError::FundsUnavailable);
	});
}

#[test]
fn register_data_set_by_unsigned_root_or_stranger_fails() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::register_data_set(origin, details(), parents(&[])),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn register_data_set_by_suspended_supplier_fails() {
	ExtBuilder::default().build_and_execute(|| {
		Directory::set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(register_with(SUPPLIER, details()), DispatchError::BadOrigin);
	});
}

#[test]
fn register_data_set_without_role_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(register_with(REGULATOR, details()), Error::<Test>::NotSupplier);
		assert_noop!(
			DataRegistry::register_data_set(sponsored(DEVICE), details(), parents(&[])),
			Error::<Test>::NotSupplier
		);
	});
}

#[test]
fn register_data_set_with_region_that_is_no_geohash_fails() {
	ExtBuilder::default().build_and_execute(|| {
		for region in ["u4a", "U4PRU", "u4-pru"] {
			let details = DataSetDetails { region: Region::new(region).unwrap(), ..details() };
			assert_noop!(register_with(SUPPLIER, details), Error::<Test>::InvalidRegion);
		}
	});
}

#[test]
fn register_data_set_with_unknown_schema_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let details = DataSetDetails { schema: [77; 32], ..details() };
		assert_noop!(register_with(SUPPLIER, details), Error::<Test>::UnknownSchema);
	});
}

#[test]
fn register_data_set_when_numbers_are_used_up_fails() {
	ExtBuilder::default().build().execute_with(|| {
		NextDataSetId::<Test>::put(u64::MAX);
		assert_noop!(register_with(SUPPLIER, details()), sp_runtime::ArithmeticError::Overflow);
	});
}
