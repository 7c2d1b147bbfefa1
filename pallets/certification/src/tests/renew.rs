use super::*;

fn try_renew(by: u64, old: u64, accreditation: u64) -> DispatchResult {
	Certification::renew(signed(by), old, accreditation, statement(UNTIL))
}

#[test]
fn renew_links_both_and_only_the_new_one_is_valid() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		let old = certify(AUTHORITY, accreditation, about);
		let before = Certificates::<Test>::get(old).unwrap();
		set_time(NOW + 10);
		assert_ok!(Certification::renew(
			signed(AUTHORITY),
			old,
			accreditation,
			statement(UNTIL + 1)
		));
		let new = old + 1;
		assert_eq!(
			Certificates::<Test>::get(old),
			Some(Certificate { superseded_by: Some(new), ..before })
		);
		let renewed = Certificates::<Test>::get(new).unwrap();
		assert_eq!((renewed.subject, renewed.kind), (about, kind("origin")));
		assert_eq!(renewed.previous, Some(old));
		assert_eq!((renewed.issued, renewed.valid_from), (NOW + 10, NOW + 10));
		assert_eq!(status(old), CertificateStatus::Superseded);
		assert_eq!(status(new), CertificateStatus::Valid);
		assert_eq!(Newest::<Test>::get(about, kind("origin")), Some(new));
		assert_eq!(OpenAbout::<Test>::get(about).into_inner(), [new]);
		let events = events();
		assert!(matches!(
			events[events.len() - 2],
			Event::Certified { certificate: 1, previous: Some(0), .. }
		));
		let superseded = Event::<Test>::Superseded {
			certificate: old,
			superseded_by: new,
			subject: about,
			kind: kind("origin"),
			issuer: did(AUTHORITY),
		};
		System::assert_last_event(superseded.into());
	});
}

#[test]
fn renew_keeps_the_ticket_of_the_old_record_and_takes_one_more() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let old = certify(AUTHORITY, accreditation, submission());
		assert_ok!(try_renew(AUTHORITY, old, accreditation));
		assert_eq!(held(HoldReason::Certificate, AUTHORITY), 2 * certificate_price());
	});
}

#[test]
fn renew_without_money_for_the_ticket_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(POOR_REGULATOR);
		let old = certify(SPONSORED + POOR_REGULATOR, accreditation, submission());
		assert_noop!(try_renew(POOR_REGULATOR, old, accreditation), TokenError::FundsUnavailable);
	});
}

#[test]
fn renew_of_a_subject_with_all_places_taken_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let ids =
			["a", "b", "c"].map(|text| certify_as(AUTHORITY, accreditation, subject(DEVICE), text));
		assert_ok!(try_renew(AUTHORITY, ids[1], accreditation));
		assert_eq!(OpenAbout::<Test>::get(subject(DEVICE)).into_inner(), [0, 2, 3]);
	});
}

#[test]
fn renew_on_another_accreditation_of_the_issuer_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let first = accredit_for(AUTHORITY, Terms { until: NOW + 10, ..terms() });
		let second = accredit(AUTHORITY);
		let old = certify(AUTHORITY, first, submission());
		set_time(NOW + 11);
		assert_noop!(try_renew(AUTHORITY, old, first), Error::<Test>::AccreditationExpired);
		assert_ok!(try_renew(AUTHORITY, old, second));
		assert_eq!(Certificates::<Test>::get(1).unwrap().accreditation, second);
	});
}

#[test]
fn renew_before_it_begins_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let (about, kind, later) = (submission(), kind("origin"), NOW + 20);
		let origin = signed(AUTHORITY);
		assert_ok!(Certification::certify(
			origin,
			accreditation,
			about,
			kind,
			later,
			statement(UNTIL)
		));
		assert_ok!(try_renew(AUTHORITY, 0, accreditation));
		assert!(Certification::is_certified(&about, NOW));
	});
}

#[test]
fn renew_by_anybody_but_the_issuer_fails() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, third, _] = lineage();
		let old = certify(OFFICE, third, submission());
		assert_noop!(try_renew(BODY, old, second), Error::<Test>::NotIssuer);
		assert_noop!(try_renew(SUPPLIER, old, second), Error::<Test>::NotIssuer);
		for origin in [RuntimeOrigin::none(), council(), signed(STRANGER)] {
			assert_noop!(
				Certification::renew(origin, old, third, statement(UNTIL)),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn renew_of_a_certificate_that_is_not_open_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		assert_noop!(try_renew(AUTHORITY, 0, accreditation), Error::<Test>::UnknownCertificate);
		let superseded = certify(AUTHORITY, accreditation, submission());
		assert_ok!(try_renew(AUTHORITY, superseded, accreditation));
		assert_noop!(
			try_renew(AUTHORITY, superseded, accreditation),
			Error::<Test>::CertificateSuperseded
		);
		let revoked = certify(AUTHORITY, accreditation, submission());
		assert_ok!(Certification::revoke(signed(AUTHORITY), revoked, [6; 32]));
		assert_noop!(
			try_renew(AUTHORITY, revoked, accreditation),
			Error::<Test>::CertificateRevoked
		);
		let other = accredit(AUTHORITY);
		let orphan = certify(AUTHORITY, other, submission());
		assert_ok!(Certification::revoke_accreditation(council(), other, [6; 32]));
		assert_noop!(
			try_renew(AUTHORITY, orphan, accreditation),
			Error::<Test>::AccreditationRevoked
		);
		let expired = certify(AUTHORITY, accreditation, submission());
		set_time(UNTIL + 1);
		assert_noop!(
			try_renew(AUTHORITY, expired, accreditation),
			Error::<Test>::CertificateExpired
		);
	});
}

#[test]
fn renew_asks_again_for_what_certify_asks_for() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		let old = certify(AUTHORITY, accreditation, about);
		let again = || try_renew(AUTHORITY, old, accreditation);

		assert_noop!(try_renew(AUTHORITY, old, 9), Error::<Test>::UnknownAccreditation);
		let of_other = accredit(BODY);
		assert_noop!(try_renew(AUTHORITY, old, of_other), Error::<Test>::NotHolder);
		let veto = accredit_for(AUTHORITY, Terms { powers: Power::Veto.into(), ..terms() });
		assert_noop!(try_renew(AUTHORITY, old, veto), Error::<Test>::PowerMissing);
		let air = accredit_for(AUTHORITY, Terms { scope: category("air"), ..terms() });
		assert_noop!(try_renew(AUTHORITY, old, air), Error::<Test>::OutOfScope);
		let dust = accredit_for(AUTHORITY, Terms { types: only(&["dust"]), ..terms() });
		assert_noop!(try_renew(AUTHORITY, old, dust), Error::<Test>::TypeNotAllowed);

		Registry::set_status(0, SubmissionStatus::Superseded);
		assert_noop!(again(), Error::<Test>::NotValidated);
		Registry::set_status(0, SubmissionStatus::Validated);
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_noop!(again(), Error::<Test>::NotRegulator);
		Directory::set_roles(AUTHORITY, Role::Regulator.into());
		Directory::equip(DEVICE, AUTHORITY);
		assert_noop!(again(), Error::<Test>::OwnSubject);
		Directory::equip(DEVICE, SUPPLIER);

		for (until, error) in [
			(NOW - 1, Error::<Test>::ValidityInPast),
			(NOW + MAX_VALIDITY + 1, Error::<Test>::ValidityTooLong),
		] {
			assert_noop!(
				Certification::renew(signed(AUTHORITY), old, accreditation, statement(until)),
				error
			);
		}
		assert_ok!(again());
	});
}
