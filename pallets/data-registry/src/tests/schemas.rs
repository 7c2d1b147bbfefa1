//! `register_schema` and `deprecate_schema`: the vocabulary of the records (Y.4560 7.2.1).

use counterfoil_primitives::roles::Role;

use super::*;

const SECOND: [u8; 32] = [11; 32];
const THIRD: [u8; 32] = [12; 32];

fn schema(hash: [u8; 32]) -> SchemaOf<Test> {
	Schemas::<Test>::get(hash).unwrap()
}

fn deprecate(author: u64, hash: [u8; 32]) -> sp_runtime::DispatchResult {
	DataRegistry::deprecate_schema(signed(author), hash)
}

#[test]
fn register_schema_begins_a_family_and_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(REGULATOR, SECOND, None));
		let stored = schema(SECOND);
		assert_eq!((stored.author, stored.payer), (did(REGULATOR), REGULATOR));
		assert_eq!(stored.media_type, schema_type());
		assert_eq!((stored.family, stored.version, stored.previous), (SECOND, 1, None));
		assert_eq!((stored.registered, stored.deprecated), (NOW, None));
		assert_eq!(SchemaVersions::<Test>::get(SECOND, 1), Some(SECOND));
		System::assert_last_event(
			Event::<Test>::SchemaRegistered {
				hash: SECOND,
				author: did(REGULATOR),
				payer: REGULATOR,
				media_type: schema_type(),
				family: SECOND,
				version: 1,
				previous: None,
			}
			.into(),
		);
	});
}

#[test]
fn register_schema_after_another_is_the_next_version_of_its_family() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		assert_ok!(register_schema(SUPPLIER, THIRD, Some(SECOND)));
		assert_eq!((schema(SECOND).family, schema(SECOND).version), (SCHEMA, 2));
		let third = schema(THIRD);
		assert_eq!((third.family, third.version, third.previous), (SCHEMA, 3, Some(SECOND)));
		assert_eq!(SchemaVersions::<Test>::get(SCHEMA, 3), Some(THIRD));
	});
}

#[test]
fn register_schema_holds_the_price_of_its_record() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SPONSOR, SECOND, None));
		let price = TICKET_BASE + DataRegistry::schema_footprint().size;
		assert_eq!(held(HoldReason::Schema, SPONSOR), price);
		assert_eq!(Balances::free_balance(SPONSOR), WEALTH - price);
	});
}

#[test]
fn register_schema_is_for_suppliers_regulators_and_service_providers() {
	ExtBuilder::default().build_and_execute(|| {
		for (who, hash) in [(SUPPLIER, [21; 32]), (REGULATOR, [22; 32]), (SPONSOR, [23; 32])] {
			assert_ok!(register_schema(who, hash, None));
		}
		assert_noop!(register_schema(VALIDATOR, SECOND, None), Error::<Test>::NoSchemaRole);
		Directory::enrol(VALIDATOR, Role::Demander | Role::Other);
		assert_noop!(register_schema(VALIDATOR, SECOND, None), Error::<Test>::NoSchemaRole);
		// A device holds no role, whoever owns it.
		assert_noop!(
			DataRegistry::register_schema(sponsored(DEVICE), SECOND, schema_type(), None),
			Error::<Test>::NoSchemaRole
		);
		Directory::set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(register_schema(SUPPLIER, SECOND, None), DispatchError::BadOrigin);
	});
}

#[test]
fn register_schema_by_unsigned_root_or_stranger_fails() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::register_schema(origin, SECOND, schema_type(), None),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn register_schema_without_money_for_the_ticket_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(register_schema(POOR_SUPPLIER, SECOND, None), TokenError::FundsUnavailable);
	});
}

#[test]
fn attack_schema_is_never_overwritten() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		for (who, previous) in [(SUPPLIER, None), (SUPPLIER, Some(SECOND)), (REGULATOR, None)] {
			for hash in [SCHEMA, SECOND] {
				assert_noop!(register_schema(who, hash, previous), Error::<Test>::SchemaExists);
			}
		}
	});
}

#[test]
fn register_schema_after_an_unknown_one_fails() {
	ExtBuilder::default().build_and_execute(|| {
		// Its own hash is not known yet either.
		for previous in [THIRD, SECOND] {
			assert_noop!(
				register_schema(SUPPLIER, SECOND, Some(previous)),
				Error::<Test>::UnknownSchema
			);
		}
	});
}

#[test]
fn attack_version_in_the_family_of_another_author_fails() {
	ExtBuilder::default().build_and_execute(|| {
		for stranger in [OTHER_SUPPLIER, REGULATOR] {
			assert_noop!(
				register_schema(stranger, SECOND, Some(SCHEMA)),
				Error::<Test>::NotSchemaAuthor
			);
		}
	});
}

#[test]
fn attack_family_that_branches_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		assert_noop!(
			register_schema(SUPPLIER, THIRD, Some(SCHEMA)),
			Error::<Test>::NotNewestVersion
		);
	});
}

#[test]
fn register_schema_when_versions_are_used_up_fails() {
	ExtBuilder::default().build().execute_with(|| {
		Schemas::<Test>::mutate(SCHEMA, |schema| schema.as_mut().unwrap().version = u32::MAX);
		assert_noop!(
			register_schema(SUPPLIER, SECOND, Some(SCHEMA)),
			sp_runtime::ArithmeticError::Overflow
		);
	});
}

#[test]
fn deprecate_schema_marks_it_for_ever_and_tells() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		set_time(NOW + 5);
		assert_ok!(deprecate(SUPPLIER, SCHEMA));
		assert_eq!(schema(SCHEMA).deprecated, Some(NOW + 5));
		assert_eq!(schema(SECOND).deprecated, None);
		System::assert_last_event(
			Event::<Test>::SchemaDeprecated {
				hash: SCHEMA,
				author: did(SUPPLIER),
				family: SCHEMA,
				version: 1,
			}
			.into(),
		);
		assert_noop!(deprecate(SUPPLIER, SCHEMA), Error::<Test>::AlreadyDeprecated);
	});
}

#[test]
fn deprecate_schema_by_anybody_but_its_author_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(deprecate(OTHER_SUPPLIER, SCHEMA), Error::<Test>::NotSchemaAuthor);
		assert_noop!(deprecate(REGULATOR, SCHEMA), Error::<Test>::NotSchemaAuthor);
		assert_noop!(deprecate(SUPPLIER, SECOND), Error::<Test>::UnknownSchema);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(DataRegistry::deprecate_schema(origin, SCHEMA), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn deprecate_schema_does_not_ask_for_the_role_again() {
	ExtBuilder::default().build_and_execute(|| {
		Directory::enrol(SUPPLIER, Role::Demander.into());
		assert_ok!(deprecate(SUPPLIER, SCHEMA));
	});
}

#[test]
fn deprecated_schema_takes_no_new_data_set() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		assert_ok!(deprecate(SUPPLIER, SCHEMA));
		let register = |schema| {
			let details = DataSetDetails { schema, ..details() };
			DataRegistry::register_data_set(signed(OTHER_SUPPLIER), details, parents(&[]))
		};
		assert_noop!(register(SCHEMA), Error::<Test>::SchemaDeprecated);
		assert_ok!(register(SECOND));
	});
}

#[test]
fn submission_follows_any_version_of_the_data_sets_family() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		let id = submit_body(SubmissionBody { schema: SECOND, ..next_body(set) });
		assert_eq!(submission(id).body.schema, SECOND);
		// The older version is good as well.
		submit(set);
	});
}

#[test]
fn submission_with_unknown_schema_or_one_of_another_family_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let following = |schema| SubmissionBody { schema, ..body(set) };
		assert_noop!(try_submit(following(SECOND)), Error::<Test>::UnknownSchema);
		assert_ok!(register_schema(SUPPLIER, SECOND, None));
		assert_noop!(try_submit(following(SECOND)), Error::<Test>::SchemaOfOtherFamily);
	});
}

#[test]
fn deprecated_schema_takes_what_was_measured_until_that_very_moment() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_ok!(register_schema(SUPPLIER, SECOND, Some(SCHEMA)));
		assert_ok!(deprecate(SUPPLIER, SCHEMA));
		set_time(NOW + 10);
		let from = |from| SubmissionBody { from, to: NOW + 10, ..next_body(set) };
		assert_noop!(try_submit(from(NOW + 1)), Error::<Test>::SchemaDeprecated);
		assert_ok!(try_submit(from(NOW)));
		assert_ok!(try_submit(SubmissionBody { schema: SECOND, ..from(NOW + 1) }));
	});
}
