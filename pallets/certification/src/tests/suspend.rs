use super::*;

const REASON: [u8; 32] = [6; 32];

fn try_suspend(origin: RuntimeOrigin, id: u64) -> DispatchResult {
	Certification::suspend(origin, id, REASON)
}

#[test]
fn suspend_keeps_the_record_with_moment_author_and_reason() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		let id = certify(AUTHORITY, accredit(AUTHORITY), about);
		let before = Certificates::<Test>::get(id).unwrap();
		set_time(NOW + 10);
		assert_ok!(try_suspend(signed(AUTHORITY), id));
		let suspended =
			Some(Suspension { since: NOW + 10, by: Some(did(AUTHORITY)), rank: 1, reason: REASON });
		assert_eq!(Certificates::<Test>::get(id), Some(Certificate { suspended, ..before }));
		assert_eq!(status(id), CertificateStatus::Suspended);
		assert!(!Certification::is_certified(&about, NOW + 10));
		let event = Event::<Test>::Suspended {
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
fn suspend_by_issuer_those_above_and_the_council_has_their_rank() {
	ExtBuilder.build_and_execute(|| {
		let [_, _, third, _] = lineage();
		let origins = [council(), signed(AUTHORITY), signed(BODY), signed(OFFICE)];
		for (rank, origin) in (0..).zip(origins) {
			let id = certify(OFFICE, third, submission());
			assert_ok!(try_suspend(origin, id));
			assert_eq!(Certificates::<Test>::get(id).unwrap().suspended.unwrap().rank, rank);
		}
	});
}

#[test]
fn suspend_again_is_only_for_a_higher_authority() {
	ExtBuilder.build_and_execute(|| {
		let [_, _, third, _] = lineage();
		let id = certify(OFFICE, third, submission());
		assert_ok!(try_suspend(signed(BODY), id));
		for lower in [BODY, OFFICE] {
			assert_noop!(try_suspend(signed(lower), id), Error::<Test>::CertificateSuspended);
		}
		set_time(NOW + 10);
		assert_ok!(Certification::suspend(council(), id, [7; 32]));
		let expected = Suspension { since: NOW, by: None, rank: COUNCIL, reason: [7; 32] };
		assert_eq!(Certificates::<Test>::get(id).unwrap().suspended, Some(expected));
		for other in [council(), signed(AUTHORITY)] {
			assert_noop!(try_suspend(other, id), Error::<Test>::CertificateSuspended);
		}
	});
}

#[test]
fn suspend_by_an_issuer_without_the_role_is_taken() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_ok!(try_suspend(signed(AUTHORITY), id));
	});
}

#[test]
fn suspend_by_those_without_a_say_fails() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		let id = certify(BODY, second, submission());
		for other in [OFFICE, OTHER_REGULATOR, SUPPLIER] {
			assert_noop!(try_suspend(signed(other), id), Error::<Test>::NotAuthorized);
		}
		for origin in [RuntimeOrigin::none(), signed(STRANGER)] {
			assert_noop!(try_suspend(origin, id), DispatchError::BadOrigin);
		}
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_noop!(try_suspend(signed(AUTHORITY), id), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn suspend_of_a_certificate_that_is_not_open_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		assert_noop!(try_suspend(council(), 0), Error::<Test>::UnknownCertificate);
		let superseded = certify(AUTHORITY, accreditation, submission());
		assert_ok!(Certification::renew(
			signed(AUTHORITY),
			superseded,
			accreditation,
			statement(UNTIL)
		));
		assert_noop!(try_suspend(council(), superseded), Error::<Test>::CertificateSuperseded);
		let revoked = certify(AUTHORITY, accreditation, submission());
		assert_ok!(Certification::revoke(council(), revoked, REASON));
		assert_noop!(try_suspend(council(), revoked), Error::<Test>::CertificateRevoked);
		let other = accredit(AUTHORITY);
		let orphan = certify(AUTHORITY, other, submission());
		assert_ok!(Certification::revoke_accreditation(council(), other, REASON));
		assert_noop!(try_suspend(council(), orphan), Error::<Test>::AccreditationRevoked);
		let expiring = certify(AUTHORITY, accreditation, submission());
		set_time(UNTIL + 1);
		assert_noop!(try_suspend(council(), expiring), Error::<Test>::CertificateExpired);
		set_time(UNTIL);
		assert_ok!(try_suspend(council(), expiring));
	});
}

#[test]
fn suspended_certificate_expires() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(try_suspend(council(), id));
		set_time(UNTIL);
		assert_eq!(status(id), CertificateStatus::Suspended);
		set_time(UNTIL + 1);
		assert_eq!(status(id), CertificateStatus::Expired);
	});
}
