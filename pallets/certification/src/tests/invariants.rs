//! `do_try_state` finds what no call can do: each test damages the state by hand.

use super::*;

/// Makes a state with something of everything, damages it, and expects a complaint with these words.
fn damage_is_found(words: &str, damage: impl FnOnce()) {
	ExtBuilder.build().execute_with(|| {
		let [_, second, ..] = lineage();
		let old = certify(BODY, second, submission());
		assert_ok!(Certification::renew(signed(BODY), old, second, statement(UNTIL)));
		assert_ok!(Certification::do_try_state());
		damage();
		match Certification::do_try_state() {
			Err(DispatchError::Other(complaint)) => assert_eq!(complaint, words),
			other => panic!("expected a complaint, found {other:?}"),
		}
	});
}

fn change_accreditation(id: u64, change: impl FnOnce(&mut AccreditationOf<Test>)) {
	Accreditations::<Test>::mutate(id, |accreditation| change(accreditation.as_mut().unwrap()));
}

fn change_certificate(id: u64, change: impl FnOnce(&mut CertificateOf<Test>)) {
	Certificates::<Test>::mutate(id, |certificate| change(certificate.as_mut().unwrap()));
}

#[test]
fn accreditation_with_a_future_number_is_found() {
	damage_is_found("an accreditation has a number that was not given yet", || {
		NextAccreditationId::<Test>::put(3);
	});
}

#[test]
fn accreditation_for_nothing_is_found() {
	damage_is_found("an accreditation allows nothing", || {
		change_accreditation(3, |it| it.terms.powers = Powers::EMPTY);
	});
}

#[test]
fn accreditation_for_too_long_is_found() {
	damage_is_found("an accreditation has an implausible period", || {
		change_accreditation(0, |it| it.terms.until = NOW + MAX_VALIDITY + 1);
	});
}

#[test]
fn accreditation_too_deep_is_found() {
	damage_is_found("an accreditation lies too deep", || {
		change_accreditation(3, |it| it.depth = 4);
	});
}

#[test]
fn accreditation_with_a_wrong_depth_is_found() {
	damage_is_found("an accreditation has a wrong depth", || {
		change_accreditation(3, |it| it.depth = 2);
	});
}

#[test]
fn accreditation_without_its_parent_is_found() {
	damage_is_found("an accreditation is derived from an unknown one", || {
		Accreditations::<Test>::remove(2);
	});
}

#[test]
fn accreditation_beyond_its_parent_is_found() {
	damage_is_found("an accreditation goes beyond its parent", || {
		change_accreditation(3, |it| it.terms.until = UNTIL + 1);
	});
}

#[test]
fn accreditation_by_somebody_else_is_found() {
	damage_is_found("an accreditation was not given by the holder of its parent", || {
		change_accreditation(3, |it| it.granted_by = Some(did(AUTHORITY)));
	});
}

#[test]
fn accreditation_below_a_revoked_one_is_found() {
	damage_is_found("an accreditation was derived from a revoked one", || {
		change_accreditation(2, |it| {
			it.revoked = Some(Revocation { at: NOW - 1, by: None, reason: [6; 32] });
		});
	});
}

#[test]
fn accreditation_of_the_council_with_somebody_above_is_found() {
	damage_is_found("an accreditation of the council has somebody above it", || {
		change_accreditation(0, |it| it.granted_by = Some(did(BODY)));
	});
}

#[test]
fn accreditation_that_is_not_listed_is_found() {
	damage_is_found("an accreditation is not listed", || {
		HeldBy::<Test>::remove(did(REGULATORS[3]));
	});
}

#[test]
fn accreditation_listed_with_somebody_else_is_found() {
	damage_is_found("a regulator is listed with an accreditation that he does not hold", || {
		HeldBy::<Test>::mutate(did(AUTHORITY), |held| held.try_push(3).unwrap());
	});
}

#[test]
fn accreditation_listed_twice_is_found() {
	damage_is_found("an accreditation is listed twice", || {
		HeldBy::<Test>::mutate(did(AUTHORITY), |held| held.try_push(0).unwrap());
	});
}

#[test]
fn wrong_count_of_dependants_is_found() {
	damage_is_found("an accreditation does not count what rests on it", || {
		change_accreditation(1, |it| it.dependants = 1);
	});
}

#[test]
fn lost_certificate_is_found() {
	damage_is_found("a certificate is missing", || NextCertificateId::<Test>::put(3));
}

#[test]
fn certificate_for_too_long_is_found() {
	damage_is_found("a certificate has an implausible period", || {
		change_certificate(1, |it| it.statement.valid_until = NOW + MAX_VALIDITY + 1);
	});
}

#[test]
fn certificate_on_the_accreditation_of_somebody_else_is_found() {
	damage_is_found("a certificate rests on an accreditation that did not allow it", || {
		change_certificate(1, |it| it.issuer = did(OFFICE));
	});
}

#[test]
fn certificate_after_one_that_was_open_is_found() {
	damage_is_found("a certificate follows one that was open", || {
		change_certificate(0, |it| it.superseded_by = None);
	});
}

#[test]
fn link_to_what_does_not_follow_is_found() {
	damage_is_found("a certificate is superseded by one that does not follow it", || {
		change_certificate(1, |it| it.superseded_by = Some(0));
	});
}

#[test]
fn certificate_without_link_is_found() {
	damage_is_found("a certificate is not linked from its subject", || {
		Newest::<Test>::remove(CertificateSubject::Submission(0), kind("origin"));
	});
}

#[test]
fn open_certificate_that_is_not_listed_is_found() {
	damage_is_found("an open certificate is not listed", || {
		OpenAbout::<Test>::remove(CertificateSubject::Submission(0));
	});
}

#[test]
fn certificate_that_is_over_and_listed_is_found() {
	damage_is_found("a certificate is listed that is not about the subject, or over", || {
		OpenAbout::<Test>::mutate(CertificateSubject::Submission(0), |about| {
			about.try_push(0).unwrap();
		});
	});
}
