use super::*;

const REASON: [u8; 32] = [6; 32];

#[test]
fn revoke_certificate_by_issuer_keeps_the_record_with_moment_and_reason() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = validated(set);
		let certificate = certify(id);
		let before = Certificates::<Test>::get(certificate).unwrap();
		set_time(NOW + 10);
		assert_ok!(DataRegistry::revoke_certificate(signed(REGULATOR), certificate, REASON));
		let revoked = Some(Revocation { at: NOW + 10, reason: REASON });
		assert_eq!(Certificates::<Test>::get(certificate), Some(Certificate { revoked, ..before }));
		assert_eq!(Submissions::<Test>::get(id).unwrap().certificate, Some(certificate));
		System::assert_last_event(
			Event::<Test>::CertificateRevoked {
				certificate,
				submission: id,
				data_set: set,
				fingerprint: body(set).fingerprint,
				regulator: did(REGULATOR),
				reason: REASON,
				by_council: false,
			}
			.into(),
		);
	});
}

#[test]
fn revoke_certificate_leaves_the_ticket_with_the_record() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		let before = held(HoldReason::Certificate, REGULATOR);
		assert!(before > 0);
		assert_ok!(DataRegistry::revoke_certificate(signed(REGULATOR), certificate, REASON));
		assert_eq!(held(HoldReason::Certificate, REGULATOR), before);
	});
}

#[test]
fn revoke_certificate_that_expired_is_recorded() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		set_time(NOW + 1_000_000);
		assert_ok!(DataRegistry::revoke_certificate(signed(REGULATOR), certificate, REASON));
	});
}

#[test]
fn revoke_certificate_by_unsigned_or_stranger_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		for origin in [RuntimeOrigin::none(), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::revoke_certificate(origin, certificate, REASON),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn revoke_certificate_that_is_unknown_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			DataRegistry::revoke_certificate(signed(REGULATOR), 0, REASON),
			Error::<Test>::UnknownCertificate
		);
		assert_noop!(
			DataRegistry::revoke_certificate(RuntimeOrigin::root(), 0, REASON),
			Error::<Test>::UnknownCertificate
		);
	});
}

#[test]
fn council_revokes_certificate_of_dismissed_regulator() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder::default().build_and_execute(|| {
			let set = register();
			let id = validated(set);
			let certificate = certify(id);
			let before = Certificates::<Test>::get(certificate).unwrap();
			let deposit = held(HoldReason::Certificate, REGULATOR);
			Directory::set_status(REGULATOR, status);
			assert_noop!(
				DataRegistry::revoke_certificate(signed(REGULATOR), certificate, REASON),
				DispatchError::BadOrigin
			);

			set_time(NOW + 10);
			let council = RuntimeOrigin::root();
			assert_ok!(DataRegistry::revoke_certificate(council, certificate, REASON));
			let revoked = Some(Revocation { at: NOW + 10, reason: REASON });
			assert_eq!(
				Certificates::<Test>::get(certificate),
				Some(Certificate { revoked, ..before })
			);
			assert_eq!(held(HoldReason::Certificate, REGULATOR), deposit);
			System::assert_last_event(
				Event::<Test>::CertificateRevoked {
					certificate,
					submission: id,
					data_set: set,
					fingerprint: body(set).fingerprint,
					regulator: did(REGULATOR),
					reason: REASON,
					by_council: true,
				}
				.into(),
			);

			// The data are free for a regulator in office.
			assert_ok!(DataRegistry::certify(signed(OTHER_REGULATOR), id, [5; 32], NOW + 20));
		});
	}
}

#[test]
fn council_revokes_certificate_of_regulator_in_office_too() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		let council = RuntimeOrigin::root;
		assert_ok!(DataRegistry::revoke_certificate(council(), certificate, REASON));
		assert_noop!(
			DataRegistry::revoke_certificate(council(), certificate, REASON),
			Error::<Test>::AlreadyRevoked
		);
	});
}

#[test]
fn revoke_certificate_of_another_regulator_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		for other in [OTHER_REGULATOR, SUPPLIER] {
			assert_noop!(
				DataRegistry::revoke_certificate(signed(other), certificate, REASON),
				Error::<Test>::NotIssuer
			);
		}
	});
}

#[test]
fn revoke_certificate_twice_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let certificate = certify(validated(register()));
		assert_ok!(DataRegistry::revoke_certificate(signed(REGULATOR), certificate, REASON));
		assert_noop!(
			DataRegistry::revoke_certificate(signed(REGULATOR), certificate, [7; 32]),
			Error::<Test>::AlreadyRevoked
		);
	});
}
