//! What clients encode and decode is pinned here: a change breaks them and needs a new version.

use codec::Encode;

use super::*;

fn padded(text: &str, width: usize) -> Vec<u8> {
	let mut bytes = text.as_bytes().to_vec();
	bytes.resize(width, 0);
	bytes
}

/// The terms of the tests, with the scope of a category and one type.
fn encoded_terms() -> (Terms, Vec<u8>) {
	let terms = Terms { scope: category("water"), types: only(&["origin"]), ..terms() };
	let expected = [
		vec![3, 1],
		padded("water", 32),
		vec![1, 4],
		padded("origin", 32),
		vec![1],
		NOW.to_le_bytes().to_vec(),
		UNTIL.to_le_bytes().to_vec(),
	]
	.concat();
	(terms, expected)
}

fn encoded_statement() -> Vec<u8> {
	[padded("all", 64), vec![5; 32], UNTIL.to_le_bytes().to_vec()].concat()
}

#[test]
fn calls_about_accreditations_are_pinned() {
	let (terms, encoded) = encoded_terms();
	let holder = did(BODY);
	let accredit = Call::<Test>::accredit { holder, terms: terms.clone() };
	assert_eq!(accredit.encode(), [&[0u8][..], &holder.0, &encoded].concat());
	let delegate = Call::<Test>::delegate { parent: 258, holder, terms };
	assert_eq!(
		delegate.encode(),
		[&[1u8, 2, 1, 0, 0, 0, 0, 0, 0][..], &holder.0, &encoded].concat()
	);
	let revoke = Call::<Test>::revoke_accreditation { accreditation: 1, reason: [6; 32] };
	assert_eq!(revoke.encode(), [&[2u8, 1, 0, 0, 0, 0, 0, 0, 0][..], &[6; 32]].concat());
	let release = Call::<Test>::release_accreditation { accreditation: 1 };
	assert_eq!(release.encode(), [3, 1, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn calls_about_certificates_are_pinned() {
	let certify = Call::<Test>::certify {
		accreditation: 1,
		subject: CertificateSubject::Submission(2),
		kind: kind("origin"),
		valid_from: 3,
		statement: statement(UNTIL),
	};
	let expected = [
		vec![4, 1, 0, 0, 0, 0, 0, 0, 0],
		vec![0, 2, 0, 0, 0, 0, 0, 0, 0],
		padded("origin", 32),
		vec![3, 0, 0, 0, 0, 0, 0, 0],
		encoded_statement(),
	]
	.concat();
	assert_eq!(certify.encode(), expected);

	let renew =
		Call::<Test>::renew { certificate: 1, accreditation: 2, statement: statement(UNTIL) };
	let expected =
		[vec![5, 1, 0, 0, 0, 0, 0, 0, 0], vec![2, 0, 0, 0, 0, 0, 0, 0], encoded_statement()]
			.concat();
	assert_eq!(renew.encode(), expected);

	let (certificate, reason) = (1, [6; 32]);
	let calls: [Call<Test>; 3] = [
		Call::suspend { certificate, reason },
		Call::reinstate { certificate, reason },
		Call::revoke { certificate, reason },
	];
	for (index, call) in (6u8..).zip(calls) {
		let expected = [&[index, 1, 0, 0, 0, 0, 0, 0, 0][..], &reason].concat();
		assert_eq!(call.encode(), expected);
	}
}

#[test]
fn indices_of_words_are_pinned() {
	let subjects = [
		CertificateSubject::Submission(0),
		CertificateSubject::DataSet(0),
		CertificateSubject::Did(did(1)),
	];
	assert_eq!(subjects.map(|subject| subject.encode()[0]), [0, 1, 2]);
	let statuses = [
		CertificateStatus::Valid,
		CertificateStatus::NotYetValid,
		CertificateStatus::Expired,
		CertificateStatus::Suspended,
		CertificateStatus::Revoked,
		CertificateStatus::Superseded,
		CertificateStatus::AccreditationRevoked,
	];
	assert_eq!(statuses.encode(), [0, 1, 2, 3, 4, 5, 6]);
	let lapses = [Lapse::Revoked, Lapse::NotYetValid, Lapse::Expired, Lapse::HolderNotActive];
	assert_eq!(lapses.encode(), [0, 1, 2, 3]);
	let obstacles = [
		Obstacle::NotRegulator,
		Obstacle::UnknownSubject,
		Obstacle::NotValidated,
		Obstacle::SubjectNotActive,
		Obstacle::OwnSubject,
		Obstacle::ValidatorCannotCertify,
		Obstacle::NotAccredited,
		Obstacle::AlreadyCertified,
		Obstacle::TooManyCertificates,
		Obstacle::SuspendedFromAbove,
	];
	assert_eq!(obstacles.encode(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	assert_eq!([StatusPurpose::Revocation, StatusPurpose::Suspension].encode(), [0, 1]);
	assert_eq!([HoldReason::Accreditation, HoldReason::Certificate].encode(), [0, 1]);
}

#[test]
fn events_are_pinned_by_their_first_byte() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, ..] = lineage();
		let id = certify(BODY, second, submission());
		assert_ok!(Certification::suspend(council(), id, [6; 32]));
		assert_ok!(Certification::reinstate(council(), id, [6; 32]));
		assert_ok!(Certification::renew(signed(BODY), id, second, statement(UNTIL)));
		assert_ok!(Certification::revoke(council(), id, [6; 32]));
		assert_ok!(Certification::revoke_accreditation(council(), first, [6; 32]));
		assert_ok!(Certification::release_accreditation(signed(STRANGER), 3));
		let bytes: Vec<_> = events().iter().map(|event| event.encode()[0]).collect();
		assert_eq!(bytes, [0, 0, 0, 0, 3, 5, 6, 3, 4, 7, 1, 2]);
	});
}
