use super::*;

fn try_certify(by: u64, accreditation: u64, about: CertificateSubject) -> DispatchResult {
	try_until(by, accreditation, about, UNTIL)
}

fn try_until(by: u64, accreditation: u64, about: CertificateSubject, until: u64) -> DispatchResult {
	Certification::certify(signed(by), accreditation, about, kind("origin"), 0, statement(until))
}

#[test]
fn certify_stores_certificate_and_tells_everything() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		set_time(NOW + 1);
		assert_ok!(Certification::certify(
			signed(AUTHORITY),
			accreditation,
			about,
			kind("origin"),
			NOW + 2,
			statement(NOW + 50)
		));
		let certificate = Certificates::<Test>::get(0).unwrap();
		assert_eq!(certificate.subject, about);
		assert_eq!(certificate.kind, kind("origin"));
		assert_eq!(certificate.statement, statement(NOW + 50));
		assert_eq!(certificate.issuer, did(AUTHORITY));
		assert_eq!(certificate.accreditation, accreditation);
		assert_eq!(certificate.issued, NOW + 1);
		assert_eq!(certificate.valid_from, NOW + 2);
		assert_eq!(certificate.suspended, None);
		assert_eq!(certificate.revoked, None);
		assert_eq!(certificate.previous, None);
		assert_eq!(certificate.superseded_by, None);
		assert_eq!(certificate.payer, AUTHORITY);
		assert_eq!(Newest::<Test>::get(about, kind("origin")), Some(0));
		assert_eq!(OpenAbout::<Test>::get(about).into_inner(), [0]);
		assert_eq!(Accreditations::<Test>::get(accreditation).unwrap().dependants, 1);
		let event = Event::<Test>::Certified {
			certificate: 0,
			subject: about,
			kind: kind("origin"),
			statement: statement(NOW + 50),
			valid_from: NOW + 2,
			issuer: did(AUTHORITY),
			accreditation,
			payer: AUTHORITY,
			previous: None,
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn certify_takes_submissions_data_sets_devices_and_stakeholders() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		for about in [submission(), data_set(), subject(DEVICE), subject(SUPPLIER)] {
			let id = certify(AUTHORITY, accreditation, about);
			assert_eq!(status(id), CertificateStatus::Valid);
			assert!(Certification::is_certified(&about, NOW));
		}
	});
}

#[test]
fn certify_holds_the_price_of_its_record_at_whoever_pays_for_the_regulator() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let supplier = Balances::free_balance(SUPPLIER);
		certify(AUTHORITY, accreditation, submission());
		assert_eq!(held(HoldReason::Certificate, AUTHORITY), certificate_price());
		assert_eq!(Balances::free_balance(AUTHORITY), WEALTH - certificate_price());
		certify(SPONSORED + AUTHORITY, accreditation, submission());
		assert_eq!(held(HoldReason::Certificate, STRANGER), certificate_price());
		assert_eq!(Balances::free_balance(SUPPLIER), supplier);
	});
}

#[test]
fn certify_without_money_for_the_ticket_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(POOR_REGULATOR);
		let about = submission();
		assert_noop!(
			try_certify(POOR_REGULATOR, accreditation, about),
			TokenError::FundsUnavailable
		);
	});
}

#[test]
fn certify_by_unsigned_root_or_stranger_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		for origin in [RuntimeOrigin::none(), council(), signed(STRANGER)] {
			assert_noop!(
				Certification::certify(
					origin,
					accreditation,
					about,
					kind("origin"),
					0,
					statement(UNTIL)
				),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn certify_without_role_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		assert_noop!(try_certify(SUPPLIER, accreditation, about), Error::<Test>::NotRegulator);
		Directory::set_roles(AUTHORITY, Role::Validator.into());
		assert_noop!(try_certify(AUTHORITY, accreditation, about), Error::<Test>::NotRegulator);
	});
}

#[test]
fn certify_by_a_suspended_regulator_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		Directory::set_status(AUTHORITY, DidStatus::Suspended);
		assert_noop!(try_certify(AUTHORITY, accreditation, about), DispatchError::BadOrigin);
	});
}

#[test]
fn certify_on_an_accreditation_that_is_unknown_or_of_somebody_else_fails() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		assert_noop!(try_certify(AUTHORITY, 0, about), Error::<Test>::UnknownAccreditation);
		let accreditation = accredit(AUTHORITY);
		assert_noop!(try_certify(BODY, accreditation, about), Error::<Test>::NotHolder);
	});
}

#[test]
fn certify_outside_of_the_period_of_the_accreditation_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation =
			accredit_for(AUTHORITY, Terms { from: NOW + 10, until: NOW + 20, ..terms() });
		let about = [submission(), submission(), submission()];
		set_time(NOW + 9);
		assert_noop!(
			try_certify(AUTHORITY, accreditation, about[0]),
			Error::<Test>::AccreditationNotYetValid
		);
		set_time(NOW + 10);
		assert_ok!(try_certify(AUTHORITY, accreditation, about[0]));
		set_time(NOW + 20);
		assert_ok!(try_certify(AUTHORITY, accreditation, about[1]));
		set_time(NOW + 21);
		assert_noop!(
			try_certify(AUTHORITY, accreditation, about[2]),
			Error::<Test>::AccreditationExpired
		);
	});
}

#[test]
fn certify_while_a_regulator_above_is_not_active_fails() {
	ExtBuilder.build_and_execute(|| {
		let [_, _, third, _] = lineage();
		let about = submission();
		Directory::set_status(AUTHORITY, DidStatus::Suspended);
		assert_noop!(try_certify(OFFICE, third, about), Error::<Test>::HolderNotActive);
		Directory::set_status(AUTHORITY, DidStatus::Active);
		assert_ok!(try_certify(OFFICE, third, about));
	});
}

#[test]
fn certify_beyond_the_terms_of_the_accreditation_fails() {
	ExtBuilder.build_and_execute(|| {
		let water = Terms { scope: category("water"), types: only(&["origin"]), ..terms() };
		let veto = accredit_for(AUTHORITY, Terms { powers: Power::Veto.into(), ..terms() });
		let about = submission();
		assert_noop!(try_certify(AUTHORITY, veto, about), Error::<Test>::PowerMissing);

		let accreditation = accredit_for(AUTHORITY, water);
		assert_noop!(
			Certification::certify(
				signed(AUTHORITY),
				accreditation,
				about,
				kind("calibration"),
				0,
				statement(UNTIL)
			),
			Error::<Test>::TypeNotAllowed
		);
		let air = CertificateSubject::DataSet(Registry::add_data_set(SUPPLIER, "air/dust"));
		for other in [air, subject(DEVICE), subject(SUPPLIER)] {
			assert_noop!(try_certify(AUTHORITY, accreditation, other), Error::<Test>::OutOfScope);
		}
		assert_ok!(try_certify(AUTHORITY, accreditation, about));

		let subjects = accredit_for(AUTHORITY, Terms { scope: Scope::Subjects, ..terms() });
		assert_noop!(try_certify(AUTHORITY, subjects, air), Error::<Test>::OutOfScope);
		assert_ok!(try_certify(AUTHORITY, subjects, subject(DEVICE)));
	});
}

#[test]
fn certify_of_what_is_unknown_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let unknown =
			[CertificateSubject::Submission(0), CertificateSubject::DataSet(0), subject(STRANGER)];
		for about in unknown {
			assert_noop!(
				try_certify(AUTHORITY, accreditation, about),
				Error::<Test>::UnknownSubject
			);
		}
	});
}

#[test]
fn certify_of_a_submission_that_is_not_validated_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		for other in [
			SubmissionStatus::Submitted,
			SubmissionStatus::Validating,
			SubmissionStatus::Rejected,
			SubmissionStatus::Superseded,
		] {
			Registry::set_status(0, other);
			assert_noop!(try_certify(AUTHORITY, accreditation, about), Error::<Test>::NotValidated);
		}
	});
}

#[test]
fn certify_of_a_device_or_stakeholder_that_is_not_active_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		Directory::set_status(DEVICE, DidStatus::Suspended);
		assert_noop!(
			try_certify(AUTHORITY, accreditation, subject(DEVICE)),
			Error::<Test>::SubjectNotActive
		);
		Directory::set_status(DEVICE, DidStatus::Active);
		Directory::set_status(SUPPLIER, DidStatus::Suspended);
		for who in [DEVICE, SUPPLIER] {
			assert_noop!(
				try_certify(AUTHORITY, accreditation, subject(who)),
				Error::<Test>::SubjectNotActive
			);
		}
	});
}

#[test]
fn certify_until_a_moment_that_has_passed_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		assert_noop!(
			try_until(AUTHORITY, accreditation, about, NOW - 1),
			Error::<Test>::ValidityInPast
		);
		assert_ok!(try_until(AUTHORITY, accreditation, about, NOW));
	});
}

#[test]
fn certify_for_a_period_that_ends_before_it_begins_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		let from = |from| {
			let origin = signed(AUTHORITY);
			let kind = kind("origin");
			Certification::certify(origin, accreditation, about, kind, from, statement(NOW + 9))
		};
		assert_noop!(from(NOW + 10), Error::<Test>::InvalidPeriod);
		assert_ok!(from(NOW + 9));
		assert_eq!(status(0), CertificateStatus::NotYetValid);
		set_time(NOW + 8);
		assert!(!Certification::is_certified(&about, NOW + 8));
		set_time(NOW + 9);
		assert!(Certification::is_certified(&about, NOW + 9));
		assert_eq!(status(0), CertificateStatus::Valid);
		set_time(NOW + 10);
		assert!(!Certification::is_certified(&about, NOW + 10));
		assert_eq!(status(0), CertificateStatus::Expired);
	});
}

#[test]
fn certify_for_longer_than_five_years_fails() {
	ExtBuilder.build_and_execute(|| {
		assert_eq!(MAX_VALIDITY, 158_112_000_000);
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		for until in [NOW + MAX_VALIDITY + 1, u64::MAX] {
			assert_noop!(
				try_until(AUTHORITY, accreditation, about, until),
				Error::<Test>::ValidityTooLong
			);
		}
		assert_ok!(try_until(AUTHORITY, accreditation, about, NOW + MAX_VALIDITY));
	});
}

#[test]
fn certify_of_certified_subject_fails_until_the_certificate_expired() {
	ExtBuilder.build_and_execute(|| {
		let accreditations = [accredit(AUTHORITY), accredit(BODY)];
		let about = submission();
		assert_ok!(try_until(AUTHORITY, accreditations[0], about, NOW + 50));
		set_time(NOW + 50);
		for (by, accreditation) in [AUTHORITY, BODY].into_iter().zip(accreditations) {
			assert_noop!(try_certify(by, accreditation, about), Error::<Test>::AlreadyCertified);
		}
		set_time(NOW + 51);
		assert_ok!(try_certify(BODY, accreditations[1], about));
		assert_eq!(Certificates::<Test>::get(1).unwrap().previous, Some(0));
		assert_eq!(Certificates::<Test>::get(0).unwrap().superseded_by, None);
		assert_eq!(OpenAbout::<Test>::get(about).into_inner(), [1]);
	});
}

#[test]
fn certify_after_revocation_links_the_revoked_certificate() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		let old = certify(AUTHORITY, accreditation, about);
		assert_ok!(Certification::revoke(signed(AUTHORITY), old, [6; 32]));
		let new = certify(AUTHORITY, accreditation, about);
		assert_eq!(Certificates::<Test>::get(new).unwrap().previous, Some(old));
	});
}

#[test]
fn certify_after_revocation_of_the_accreditation_links_the_old_certificate() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		let old = certify(AUTHORITY, accreditation, about);
		assert_ok!(Certification::revoke_accreditation(council(), accreditation, [6; 32]));
		let new = certify(BODY, accredit(BODY), about);
		assert_eq!(Certificates::<Test>::get(new).unwrap().previous, Some(old));
		assert_eq!(status(old), CertificateStatus::AccreditationRevoked);
		assert_eq!(status(new), CertificateStatus::Valid);
	});
}

#[test]
fn certify_of_suspended_certificate_again_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		let old = certify(AUTHORITY, accreditation, about);
		assert_ok!(Certification::suspend(signed(AUTHORITY), old, [6; 32]));
		assert_noop!(try_certify(AUTHORITY, accreditation, about), Error::<Test>::AlreadyCertified);
	});
}

#[test]
fn attack_submission_with_many_suspended_certificates_makes_matches_heavy_is_refused() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		for text in ["a", "b"] {
			let certificate = certify_as(AUTHORITY, accreditation, about, text);
			assert_ok!(Certification::suspend(signed(AUTHORITY), certificate, [6; 32]));
		}
		assert_noop!(
			try_certify(AUTHORITY, accreditation, about),
			Error::<Test>::TooManyCertificates
		);
	});
}

#[test]
fn certify_in_more_types_than_a_subject_has_places_fails_until_one_ended() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = subject(DEVICE);
		let types = ["a", "b", "c"].map(|text| certify_as(AUTHORITY, accreditation, about, text));
		assert_noop!(
			try_certify(AUTHORITY, accreditation, about),
			Error::<Test>::TooManyCertificates
		);
		// Another subject has places of its own.
		assert_ok!(try_certify(AUTHORITY, accreditation, subject(SUPPLIER)));
		assert_ok!(Certification::revoke(signed(AUTHORITY), types[1], [6; 32]));
		assert_ok!(try_certify(AUTHORITY, accreditation, about));
		assert_noop!(
			Certification::certify(
				signed(AUTHORITY),
				accreditation,
				about,
				kind("d"),
				0,
				statement(UNTIL)
			),
			Error::<Test>::TooManyCertificates
		);
	});
}

#[test]
fn certify_finds_room_where_certificates_expired() {
	ExtBuilder.build_and_execute(|| {
		let long = accredit_for(AUTHORITY, Terms { until: UNTIL + 10, ..terms() });
		let about = subject(DEVICE);
		for text in ["a", "b", "c"] {
			certify_as(AUTHORITY, long, about, text);
		}
		set_time(UNTIL + 1);
		assert_ok!(try_until(AUTHORITY, long, about, UNTIL + 5));
		assert_eq!(OpenAbout::<Test>::get(about).into_inner(), [3]);
	});
}
