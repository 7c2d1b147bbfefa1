use super::*;

fn try_accredit(terms: Terms) -> DispatchResult {
	Certification::accredit(council(), did(AUTHORITY), terms)
}

#[test]
fn accredit_stores_the_beginning_of_a_chain_and_tells_everything() {
	ExtBuilder.build_and_execute(|| {
		set_time(NOW + 5);
		assert_ok!(try_accredit(terms()));
		let expected = Accreditation {
			holder: did(AUTHORITY),
			terms: Terms { from: NOW + 5, ..terms() },
			parent: None,
			depth: 0,
			granted_by: None,
			granted: NOW + 5,
			dependants: 0,
			revoked: None,
			deposit: None,
		};
		assert_eq!(Accreditations::<Test>::get(0), Some(expected));
		assert_eq!(HeldBy::<Test>::get(did(AUTHORITY)).into_inner(), [0]);
		let event = Event::<Test>::Accredited {
			accreditation: 0,
			holder: did(AUTHORITY),
			terms: Terms { from: NOW + 5, ..terms() },
			parent: None,
			depth: 0,
			granted_by: None,
			payer: None,
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn accredit_costs_no_ticket() {
	ExtBuilder.build_and_execute(|| {
		let free = Balances::free_balance(AUTHORITY);
		accredit(AUTHORITY);
		assert_eq!(Balances::free_balance(AUTHORITY), free);
		assert_eq!(held(HoldReason::Accreditation, AUTHORITY), 0);
	});
}

#[test]
fn accredit_by_anybody_but_the_council_fails() {
	ExtBuilder.build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), signed(AUTHORITY), signed(STRANGER)] {
			assert_noop!(
				Certification::accredit(origin, did(AUTHORITY), terms()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn accredit_whoever_is_no_active_regulator_fails() {
	ExtBuilder.build_and_execute(|| {
		Directory::set_status(BODY, DidStatus::Suspended);
		for other in [SUPPLIER, DEVICE, STRANGER, BODY] {
			assert_noop!(
				Certification::accredit(council(), did(other), terms()),
				Error::<Test>::HolderNotRegulator
			);
		}
	});
}

#[test]
fn accredit_for_nothing_fails() {
	ExtBuilder.build_and_execute(|| {
		let nothing = Terms { powers: Powers::EMPTY, ..terms() };
		assert_noop!(try_accredit(nothing), Error::<Test>::NoPowers);
		let no_types = Terms { types: only(&[]), ..terms() };
		assert_noop!(try_accredit(no_types.clone()), Error::<Test>::NoTypes);
		// Whoever only vetoes needs none.
		assert_ok!(try_accredit(Terms { powers: Power::Veto.into(), ..no_types }));
	});
}

#[test]
fn accredit_for_a_period_that_is_over_fails() {
	ExtBuilder.build_and_execute(|| {
		let until = |until| Terms { from: 0, until, ..terms() };
		assert_noop!(try_accredit(until(NOW - 1)), Error::<Test>::ValidityInPast);
		assert_ok!(try_accredit(until(NOW)));
	});
}

#[test]
fn accredit_for_a_period_that_ends_before_it_begins_fails() {
	ExtBuilder.build_and_execute(|| {
		let from = |from| Terms { from, until: NOW + 10, ..terms() };
		assert_noop!(try_accredit(from(NOW + 11)), Error::<Test>::InvalidPeriod);
		assert_ok!(try_accredit(from(NOW + 10)));
	});
}

#[test]
fn accredit_for_longer_than_five_years_fails() {
	ExtBuilder.build_and_execute(|| {
		let until = |until| Terms { until, ..terms() };
		for too_long in [NOW + MAX_VALIDITY + 1, u64::MAX] {
			assert_noop!(try_accredit(until(too_long)), Error::<Test>::ValidityTooLong);
		}
		assert_ok!(try_accredit(until(NOW + MAX_VALIDITY)));
	});
}

#[test]
fn accredit_more_often_than_a_list_has_places_fails_until_one_ended() {
	ExtBuilder.build_and_execute(|| {
		let first = accredit_for(AUTHORITY, Terms { until: NOW + 10, ..terms() });
		for _ in 1..4 {
			accredit(AUTHORITY);
		}
		assert_noop!(try_accredit(terms()), Error::<Test>::TooManyAccreditations);
		set_time(NOW + 10);
		assert_noop!(try_accredit(terms()), Error::<Test>::TooManyAccreditations);
		set_time(NOW + 11);
		assert_ok!(try_accredit(terms()));
		assert_eq!(HeldBy::<Test>::get(did(AUTHORITY)).into_inner(), [1, 2, 3, 4]);
		// The record of the one that expired stays until somebody clears it away.
		assert!(Accreditations::<Test>::contains_key(first));
	});
}

#[test]
fn accredit_finds_room_where_an_accreditation_above_was_revoked() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		for _ in 0..4 {
			delegate(AUTHORITY, parent, BODY);
		}
		let again = || Certification::accredit(council(), did(BODY), terms());
		assert_noop!(again(), Error::<Test>::TooManyAccreditations);
		assert_ok!(Certification::revoke_accreditation(council(), parent, [6; 32]));
		assert_ok!(again());
		assert_eq!(HeldBy::<Test>::get(did(BODY)).into_inner(), [5]);
	});
}
