use super::*;

const REASON: [u8; 32] = [6; 32];

fn try_revoke(origin: RuntimeOrigin, id: u64) -> DispatchResult {
	Certification::revoke_accreditation(origin, id, REASON)
}

#[test]
fn revoke_accreditation_keeps_the_record_with_moment_author_and_reason() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		let before = Accreditations::<Test>::get(second).unwrap();
		set_time(NOW + 10);
		assert_ok!(try_revoke(signed(AUTHORITY), second));
		let revoked = Some(Revocation { at: NOW + 10, by: Some(did(AUTHORITY)), reason: REASON });
		assert_eq!(Accreditations::<Test>::get(second), Some(Accreditation { revoked, ..before }));
		assert!(!HeldBy::<Test>::contains_key(did(BODY)));
		let event = Event::<Test>::AccreditationRevoked {
			accreditation: second,
			holder: did(BODY),
			by: Some(did(AUTHORITY)),
			reason: REASON,
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn revoke_accreditation_reaches_everything_derived_from_it_and_nothing_else() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, third, fourth] = lineage();
		let beside = delegate(AUTHORITY, first, OTHER_REGULATOR);
		assert_ok!(try_revoke(council(), second));
		for ended in [second, third, fourth] {
			assert_eq!(Certification::lapse(ended, NOW), Some(Lapse::Revoked));
		}
		for standing in [first, beside] {
			assert_eq!(Certification::lapse(standing, NOW), None);
		}
	});
}

#[test]
fn revoke_accreditation_by_holder_those_above_and_the_council_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let origins = [signed(OFFICE), signed(BODY), signed(AUTHORITY), council()];
		for origin in origins {
			let third = {
				let first = accredit(AUTHORITY);
				let second = delegate(AUTHORITY, first, BODY);
				delegate(BODY, second, OFFICE)
			};
			assert_ok!(try_revoke(origin, third));
			for id in third - 2..third {
				assert_ok!(try_revoke(council(), id));
			}
		}
	});
}

#[test]
fn revoke_accreditation_by_those_below_beside_or_without_part_fails() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, ..] = lineage();
		delegate(AUTHORITY, first, OTHER_REGULATOR);
		for other in [OFFICE, REGULATORS[3], OTHER_REGULATOR, SUPPLIER] {
			assert_noop!(try_revoke(signed(other), second), Error::<Test>::NotAuthorized);
		}
		for origin in [RuntimeOrigin::none(), signed(STRANGER)] {
			assert_noop!(try_revoke(origin, second), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn revoke_accreditation_by_one_above_who_is_no_regulator_any_more_fails() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, ..] = lineage();
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_noop!(try_revoke(signed(AUTHORITY), second), Error::<Test>::NotAuthorized);
		// His own he can give up.
		assert_ok!(try_revoke(signed(AUTHORITY), first));
	});
}

#[test]
fn revoke_accreditation_by_one_above_whose_own_is_revoked_fails() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, third, _] = lineage();
		assert_ok!(try_revoke(council(), second));
		assert_noop!(try_revoke(signed(BODY), third), Error::<Test>::NotAuthorized);
		assert_ok!(try_revoke(signed(AUTHORITY), third));
	});
}

#[test]
fn revoke_accreditation_that_expired_is_recorded() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		set_time(UNTIL + 1);
		assert_ok!(try_revoke(signed(AUTHORITY), second));
	});
}

#[test]
fn revoke_accreditation_that_is_unknown_or_revoked_fails() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(try_revoke(council(), 0), Error::<Test>::UnknownAccreditation);
		let id = accredit(AUTHORITY);
		assert_ok!(try_revoke(council(), id));
		for origin in [council(), signed(AUTHORITY)] {
			assert_noop!(try_revoke(origin, id), Error::<Test>::AccreditationRevoked);
		}
	});
}
