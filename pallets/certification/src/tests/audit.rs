//! What the histories are given. That no event is forgotten is checked after every test.

use counterfoil_primitives::traits::AuditSubject;

use super::*;

/// The actor and the subjects of the last entry.
fn last() -> (Option<counterfoil_primitives::did::DidId>, Vec<AuditSubject>) {
	let (actor, mut subjects, _) = Journal::lines().pop().unwrap();
	subjects.sort_unstable();
	(actor, subjects)
}

fn of(dids: &[u64], others: &[AuditSubject]) -> Vec<AuditSubject> {
	let mut subjects: Vec<_> = dids.iter().map(|who| AuditSubject::Did(did(*who))).collect();
	subjects.extend(others);
	subjects.sort_unstable();
	subjects
}

#[test]
fn accreditations_belong_to_holder_and_author() {
	ExtBuilder.build_and_execute(|| {
		let first = accredit(AUTHORITY);
		assert_eq!(last(), (None, of(&[AUTHORITY], &[])));
		let second = delegate(AUTHORITY, first, BODY);
		assert_eq!(last(), (Some(did(AUTHORITY)), of(&[AUTHORITY, BODY], &[])));
		assert_ok!(Certification::revoke_accreditation(signed(BODY), second, [6; 32]));
		assert_eq!(last(), (Some(did(BODY)), of(&[BODY], &[])));
		assert_ok!(Certification::release_accreditation(signed(STRANGER), second));
		assert_eq!(last(), (None, of(&[BODY], &[])));
		assert_ok!(Certification::revoke_accreditation(council(), first, [6; 32]));
		assert_eq!(last(), (None, of(&[AUTHORITY], &[])));
	});
}

#[test]
fn certificates_belong_to_themselves_their_subject_issuer_and_author() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		let certificate = AuditSubject::Certificate(0);
		let id = certify(BODY, second, submission());
		let own = [certificate, AuditSubject::Submission(0)];
		assert_eq!(last(), (Some(did(BODY)), of(&[BODY], &own)));
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, [6; 32]));
		assert_eq!(last(), (Some(did(AUTHORITY)), of(&[AUTHORITY, BODY], &own)));
		assert_ok!(Certification::reinstate(council(), id, [6; 32]));
		assert_eq!(last(), (None, of(&[BODY], &own)));
		assert_ok!(Certification::renew(signed(BODY), id, second, statement(UNTIL)));
		assert_eq!(last(), (Some(did(BODY)), of(&[BODY], &own)));
		assert_ok!(Certification::revoke(council(), id, [6; 32]));
		assert_eq!(last(), (None, of(&[BODY], &own)));
	});
}

#[test]
fn certificates_of_data_sets_and_devices_belong_to_those() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		certify(AUTHORITY, accreditation, data_set());
		let own = [AuditSubject::Certificate(0), AuditSubject::DataSet(0)];
		assert_eq!(last().1, of(&[AUTHORITY], &own));
		certify(AUTHORITY, accreditation, subject(DEVICE));
		assert_eq!(last().1, of(&[AUTHORITY, DEVICE], &[AuditSubject::Certificate(1)]));
	});
}
