use super::*;

const REASON: [u8; 32] = [6; 32];

fn try_revoke(origin: RuntimeOrigin, id: u64) -> DispatchResult {
	Certification::revoke(origin, id, REASON)
}

#[test]
fn revoke_by_issuer_keeps_the_record_with_moment_and_reason() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		let id = certify(AUTHORITY, accredit(AUTHORITY), about);
		let before = Certificates::<Test>::get(id).unwrap();
		set_time(NOW + 10);
		assert_ok!(try_revoke(signed(AUTHORITY), id));
		let revoked = Some(Revocation { at: NOW + 10, by: Some(did(AUTHORITY)), reason: REASON });
		assert_eq!(Certificates::<Test>::get(id), Some(Certificate { revoked, ..before }));
		assert_eq!(status(id), CertificateStatus::Revoked);
		assert!(!Certification::is_certified(&about, NOW + 10));
		assert_eq!(Newest::<Test>::get(about, kind("origin")), Some(id));
		assert!(!OpenAbout::<Test>::contains_key(about));
		let event = Event::<Test>::Revoked {
			certificate: id,
			subject: about,
			kind: kind("origin"),
			issuer: did(AUTHORITY),
			by: Some(did(AUTHORITY)),
			reason: REASON,
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn revoke_leaves_the_ticket_with_the_record() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(try_revoke(signed(AUTHORITY), id));
		assert_eq!(held(HoldReason::Certificate, AUTHORITY), certificate_price());
	});
}

#[test]
fn revoke_by_those_above_and_the_council_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let [_, _, third, _] = lineage();
		for origin in [signed(BODY), signed(AUTHORITY), council()] {
			let id = certify(OFFICE, third, submission());
			assert_ok!(try_revoke(origin, id));
		}
	});
}

#[test]
fn revoke_of_what_expired_was_superseded_or_lost_its_accreditation_is_recorded() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let superseded = certify(AUTHORITY, accreditation, submission());
		assert_ok!(Certification::renew(
			signed(AUTHORITY),
			superseded,
			accreditation,
			statement(UNTIL)
		));
		assert_ok!(try_revoke(signed(AUTHORITY), superseded));
		// The one that took its place goes on.
		assert_eq!(status(superseded + 1), CertificateStatus::Valid);
		let expired = certify(AUTHORITY, accreditation, submission());
		set_time(UNTIL + 1);
		assert_ok!(try_revoke(signed(AUTHORITY), expired));
		assert_ok!(Certification::revoke_accreditation(council(), accreditation, REASON));
		assert_ok!(try_revoke(signed(AUTHORITY), superseded + 1));
		for id in 0..3 {
			assert_eq!(status(id), CertificateStatus::Revoked);
		}
	});
}

#[test]
fn revoke_by_an_issuer_without_the_role_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_ok!(try_revoke(signed(AUTHORITY), id));
	});
}

#[test]
fn revoke_by_unsigned_or_stranger_fails() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		for origin in [RuntimeOrigin::none(), signed(STRANGER)] {
			assert_noop!(try_revoke(origin, id), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn revoke_by_those_without_a_say_fails() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, ..] = lineage();
		delegate(AUTHORITY, first, OTHER_REGULATOR);
		let id = certify(BODY, second, submission());
		for other in [OFFICE, OTHER_REGULATOR, SUPPLIER] {
			assert_noop!(try_revoke(signed(other), id), Error::<Test>::NotAuthorized);
		}
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_noop!(try_revoke(signed(AUTHORITY), id), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn revoke_of_what_is_unknown_or_revoked_fails() {
	ExtBuilder.build_and_execute(|| {
		for origin in [signed(AUTHORITY), council()] {
			assert_noop!(try_revoke(origin, 0), Error::<Test>::UnknownCertificate);
		}
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(try_revoke(signed(AUTHORITY), id));
		for origin in [signed(AUTHORITY), council()] {
			assert_noop!(try_revoke(origin, id), Error::<Test>::CertificateRevoked);
		}
	});
}

#[test]
fn council_revokes_certificate_of_dismissed_regulator() {
	for dismissed in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder.build_and_execute(|| {
			let about = submission();
			let id = certify(AUTHORITY, accredit(AUTHORITY), about);
			Directory::set_status(AUTHORITY, dismissed);
			assert_noop!(try_revoke(signed(AUTHORITY), id), DispatchError::BadOrigin);
			// His dismissal alone does not end it.
			assert!(Certification::is_certified(&about, NOW));

			assert_ok!(try_revoke(council(), id));
			let revoked = Revocation { at: NOW, by: None, reason: REASON };
			assert_eq!(Certificates::<Test>::get(id).unwrap().revoked, Some(revoked));
			assert!(!Certification::is_certified(&about, NOW));
			assert_eq!(held(HoldReason::Certificate, AUTHORITY), certificate_price());

			// The data are free for a regulator in office.
			certify(BODY, accredit(BODY), about);
		});
	}
}
