use super::*;

fn try_delegate(by: u64, parent: u64, holder: u64, terms: Terms) -> DispatchResult {
	Certification::delegate(signed(by), parent, did(holder), terms)
}

#[test]
fn delegate_stores_the_link_and_counts_and_tells_everything() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		let narrower = Terms {
			powers: Power::Certify.into(),
			scope: category("water/flow"),
			types: only(&["origin"]),
			delegable: false,
			from: NOW + 1,
			until: UNTIL - 1,
		};
		assert_ok!(try_delegate(AUTHORITY, parent, BODY, narrower.clone()));
		let derived = Accreditations::<Test>::get(1).unwrap();
		assert_eq!(derived.holder, did(BODY));
		assert_eq!(derived.terms, narrower);
		assert_eq!(derived.parent, Some(parent));
		assert_eq!(derived.depth, 1);
		assert_eq!(derived.granted_by, Some(did(AUTHORITY)));
		assert_eq!(derived.granted, NOW);
		assert_eq!(Accreditations::<Test>::get(parent).unwrap().dependants, 1);
		assert_eq!(HeldBy::<Test>::get(did(BODY)).into_inner(), [1]);
		let event = Event::<Test>::Accredited {
			accreditation: 1,
			holder: did(BODY),
			terms: narrower,
			parent: Some(parent),
			depth: 1,
			granted_by: Some(did(AUTHORITY)),
			payer: Some(AUTHORITY),
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn delegate_holds_the_price_at_whoever_pays_for_the_grantor() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		delegate(AUTHORITY, parent, BODY);
		assert_eq!(held(HoldReason::Accreditation, AUTHORITY), accreditation_price());
		assert_eq!(Balances::free_balance(AUTHORITY), WEALTH - accreditation_price());
		delegate(SPONSORED + AUTHORITY, parent, OFFICE);
		assert_eq!(held(HoldReason::Accreditation, AUTHORITY), accreditation_price());
		assert_eq!(held(HoldReason::Accreditation, STRANGER), accreditation_price());
	});
}

#[test]
fn delegate_without_money_for_the_ticket_fails() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(POOR_REGULATOR);
		assert_noop!(
			try_delegate(POOR_REGULATOR, parent, BODY, terms()),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn delegate_by_unsigned_root_or_stranger_fails() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		for origin in [RuntimeOrigin::none(), council(), signed(STRANGER)] {
			assert_noop!(
				Certification::delegate(origin, parent, did(BODY), terms()),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn delegate_of_what_is_unknown_or_of_somebody_else_fails() {
	ExtBuilder.build_and_execute(|| {
		assert_noop!(
			try_delegate(AUTHORITY, 0, BODY, terms()),
			Error::<Test>::UnknownAccreditation
		);
		let parent = accredit(AUTHORITY);
		assert_noop!(try_delegate(BODY, parent, OFFICE, terms()), Error::<Test>::NotHolder);
	});
}

#[test]
fn delegate_outside_of_the_period_fails() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit_for(AUTHORITY, Terms { from: NOW + 10, until: NOW + 20, ..terms() });
		let inner = Terms { from: NOW + 10, until: NOW + 20, ..terms() };
		let again = || try_delegate(AUTHORITY, parent, BODY, inner.clone());
		set_time(NOW + 9);
		assert_noop!(again(), Error::<Test>::AccreditationNotYetValid);
		set_time(NOW + 10);
		assert_ok!(again());
		set_time(NOW + 20);
		assert_ok!(again());
		set_time(NOW + 21);
		assert_noop!(again(), Error::<Test>::AccreditationExpired);
	});
}

#[test]
fn delegate_by_a_holder_without_the_role_fails_and_so_it_does_below_him() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, ..] = lineage();
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		for (by, parent) in [(AUTHORITY, first), (BODY, second)] {
			assert_noop!(
				try_delegate(by, parent, OTHER_REGULATOR, terms()),
				Error::<Test>::HolderNotActive
			);
		}
		Directory::set_roles(AUTHORITY, Role::Regulator.into());
		Directory::set_status(AUTHORITY, DidStatus::Suspended);
		assert_noop!(
			try_delegate(BODY, second, OTHER_REGULATOR, terms()),
			Error::<Test>::HolderNotActive
		);
		Directory::set_status(AUTHORITY, DidStatus::Active);
		assert_ok!(try_delegate(BODY, second, OTHER_REGULATOR, terms()));
	});
}

#[test]
fn delegate_of_what_may_not_be_passed_on_fails() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit_for(AUTHORITY, Terms { delegable: false, ..terms() });
		let child = Terms { delegable: false, ..terms() };
		assert_noop!(try_delegate(AUTHORITY, parent, BODY, child), Error::<Test>::NotDelegable);
	});
}

#[test]
fn delegate_to_whoever_is_no_active_regulator_fails() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		Directory::set_status(BODY, DidStatus::Revoked);
		for other in [SUPPLIER, DEVICE, STRANGER, BODY] {
			assert_noop!(
				try_delegate(AUTHORITY, parent, other, terms()),
				Error::<Test>::HolderNotRegulator
			);
		}
	});
}

#[test]
fn delegate_refuses_terms_that_make_no_sense() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		let refused = |terms: Terms, error: Error<Test>| {
			assert_noop!(try_delegate(AUTHORITY, parent, BODY, terms), error);
		};
		refused(Terms { powers: Powers::EMPTY, ..terms() }, Error::NoPowers);
		refused(Terms { types: only(&[]), ..terms() }, Error::NoTypes);
		refused(Terms { until: NOW - 1, ..terms() }, Error::ValidityInPast);
		refused(Terms { from: UNTIL + 1, ..terms() }, Error::InvalidPeriod);
		refused(Terms { until: u64::MAX, ..terms() }, Error::ValidityTooLong);
	});
}

#[test]
fn delegate_to_a_regulator_with_a_full_list_fails_until_he_gives_one_up() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		for _ in 0..4 {
			delegate(AUTHORITY, parent, BODY);
		}
		assert_noop!(
			try_delegate(AUTHORITY, parent, BODY, terms()),
			Error::<Test>::TooManyAccreditations
		);
		assert_ok!(Certification::revoke_accreditation(signed(BODY), 2, [6; 32]));
		assert_ok!(try_delegate(AUTHORITY, parent, BODY, terms()));
	});
}
