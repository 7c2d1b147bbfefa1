use super::*;

fn try_release(who: u64, id: u64) -> DispatchResult {
	Certification::release_accreditation(signed(who), id)
}

#[test]
fn release_accreditation_returns_the_ticket_to_whoever_put_it_up() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		let id = delegate(SPONSORED + AUTHORITY, parent, BODY);
		assert_eq!(Balances::free_balance(STRANGER), WEALTH - accreditation_price());
		assert_ok!(Certification::revoke_accreditation(signed(AUTHORITY), id, [6; 32]));
		assert_ok!(try_release(SUPPLIER, id));
		assert_eq!(Balances::free_balance(STRANGER), WEALTH);
		assert_eq!(Accreditations::<Test>::get(id), None);
		assert_eq!(Accreditations::<Test>::get(parent).unwrap().dependants, 0);
		let event = Event::<Test>::AccreditationReleased {
			accreditation: id,
			holder: did(BODY),
			payer: Some(STRANGER),
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn release_accreditation_that_expired_takes_it_from_the_list() {
	ExtBuilder.build_and_execute(|| {
		let id = accredit(AUTHORITY);
		set_time(UNTIL);
		assert_noop!(try_release(STRANGER, id), Error::<Test>::StillAccredited);
		set_time(UNTIL + 1);
		assert_ok!(try_release(STRANGER, id));
		assert!(!HeldBy::<Test>::contains_key(did(AUTHORITY)));
	});
}

#[test]
fn release_accreditation_goes_from_the_end_of_a_revoked_chain() {
	ExtBuilder.build_and_execute(|| {
		let chain = lineage();
		assert_ok!(Certification::revoke_accreditation(council(), chain[0], [6; 32]));
		assert_noop!(try_release(STRANGER, chain[2]), Error::<Test>::HasDependants);
		for id in chain.into_iter().rev() {
			assert_ok!(try_release(STRANGER, id));
		}
		assert_eq!(Accreditations::<Test>::iter().count(), 0);
		assert_eq!(HeldBy::<Test>::iter().count(), 0);
		for who in REGULATORS {
			assert_eq!(Balances::free_balance(who), WEALTH);
		}
		// The numbers are never used twice.
		assert_eq!(accredit(AUTHORITY), 4);
	});
}

#[test]
fn release_accreditation_on_which_a_certificate_rests_fails_for_ever() {
	ExtBuilder.build_and_execute(|| {
		let id = accredit(AUTHORITY);
		let certificate = certify(AUTHORITY, id, submission());
		assert_ok!(Certification::revoke(signed(AUTHORITY), certificate, [6; 32]));
		set_time(UNTIL + 1);
		assert_noop!(try_release(STRANGER, id), Error::<Test>::HasDependants);
	});
}

#[test]
fn release_accreditation_that_is_unknown_or_in_force_or_unsigned_fails() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(try_release(STRANGER, 0), Error::<Test>::UnknownAccreditation);
		let id = accredit(AUTHORITY);
		assert_noop!(try_release(AUTHORITY, id), Error::<Test>::StillAccredited);
		for origin in [RuntimeOrigin::none(), council()] {
			assert_noop!(
				Certification::release_accreditation(origin, id),
				DispatchError::BadOrigin
			);
		}
	});
}
