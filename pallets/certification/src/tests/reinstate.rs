use super::*;

const REASON: [u8; 32] = [6; 32];

fn try_reinstate(origin: RuntimeOrigin, id: u64) -> DispatchResult {
	Certification::reinstate(origin, id, [7; 32])
}

#[test]
fn reinstate_makes_it_valid_again_and_tells_everything() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		let id = certify(AUTHORITY, accredit(AUTHORITY), about);
		let before = Certificates::<Test>::get(id);
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		assert_ok!(try_reinstate(signed(AUTHORITY), id));
		assert_eq!(Certificates::<Test>::get(id), before);
		assert!(Certification::is_certified(&about, NOW));
		let event = Event::<Test>::Reinstated {
			certificate: id,
			subject: about,
			kind: kind("origin"),
			issuer: did(AUTHORITY),
			by: Some(did(AUTHORITY)),
			reason: [7; 32],
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn reinstate_is_for_whoever_suspends_and_those_above() {
	ExtBuilder.build_and_execute(|| {
		let [_, _, third, _] = lineage();
		let id = certify(OFFICE, third, submission());
		for by in [signed(BODY), signed(AUTHORITY), council()] {
			assert_ok!(Certification::suspend(signed(BODY), id, REASON));
			assert_noop!(try_reinstate(signed(OFFICE), id), Error::<Test>::SuspendedFromAbove);
			assert_ok!(try_reinstate(by, id));
			assert_eq!(status(id), CertificateStatus::Valid);
		}
		assert_ok!(Certification::suspend(council(), id, REASON));
		for lower in [AUTHORITY, BODY, OFFICE] {
			assert_noop!(try_reinstate(signed(lower), id), Error::<Test>::SuspendedFromAbove);
		}
	});
}

#[test]
fn reinstate_by_those_without_a_say_fails() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		let id = certify(BODY, second, submission());
		assert_ok!(Certification::suspend(signed(BODY), id, REASON));
		for other in [OFFICE, OTHER_REGULATOR, SUPPLIER] {
			assert_noop!(try_reinstate(signed(other), id), Error::<Test>::NotAuthorized);
		}
		for origin in [RuntimeOrigin::none(), signed(STRANGER)] {
			assert_noop!(try_reinstate(origin, id), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn reinstate_by_an_issuer_without_the_role_fails() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_noop!(try_reinstate(signed(AUTHORITY), id), Error::<Test>::HolderNotActive);
	});
}

#[test]
fn reinstate_after_the_accreditation_expired_is_for_the_council() {
	ExtBuilder.build_and_execute(|| {
		let short = accredit_for(AUTHORITY, Terms { until: NOW + 10, ..terms() });
		let id = certify(AUTHORITY, short, submission());
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		set_time(NOW + 11);
		assert_noop!(try_reinstate(signed(AUTHORITY), id), Error::<Test>::AccreditationExpired);
		set_time(NOW + 10);
		assert_ok!(try_reinstate(signed(AUTHORITY), id));
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		set_time(NOW + 11);
		assert_ok!(try_reinstate(council(), id));
	});
}

#[test]
fn reinstate_by_whoever_has_a_part_in_the_subject_by_now_fails() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), subject(DEVICE));
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		Directory::equip(DEVICE, AUTHORITY);
		assert_noop!(try_reinstate(signed(AUTHORITY), id), Error::<Test>::OwnSubject);
	});
}

#[test]
fn reinstate_of_what_is_not_suspended_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		assert_noop!(try_reinstate(council(), 0), Error::<Test>::UnknownCertificate);
		let id = certify(AUTHORITY, accreditation, submission());
		assert_noop!(try_reinstate(council(), id), Error::<Test>::NotSuspended);
		assert_ok!(Certification::renew(signed(AUTHORITY), id, accreditation, statement(UNTIL)));
		assert_noop!(try_reinstate(council(), id), Error::<Test>::CertificateSuperseded);
	});
}

#[test]
fn reinstate_after_revocation_fails() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		assert_ok!(Certification::revoke(signed(AUTHORITY), id, REASON));
		for origin in [signed(AUTHORITY), council()] {
			assert_noop!(try_reinstate(origin, id), Error::<Test>::CertificateRevoked);
		}
		// The suspension stays in the record, for it ended so.
		assert!(Certificates::<Test>::get(id).unwrap().suspended.is_some());
	});
}

#[test]
fn reinstate_after_expiry_or_revocation_of_the_accreditation_fails() {
	ExtBuilder.build_and_execute(|| {
		let accreditations = [accredit(AUTHORITY), accredit(BODY)];
		let expiring = certify(AUTHORITY, accreditations[0], submission());
		let orphan = certify(BODY, accreditations[1], submission());
		for id in [expiring, orphan] {
			assert_ok!(Certification::suspend(council(), id, REASON));
		}
		assert_ok!(Certification::revoke_accreditation(council(), accreditations[1], REASON));
		assert_noop!(try_reinstate(council(), orphan), Error::<Test>::AccreditationRevoked);
		set_time(UNTIL + 1);
		assert_noop!(try_reinstate(council(), expiring), Error::<Test>::CertificateExpired);
	});
}
