use pallet_certification_runtime_api::{
	AccreditationView, ActView, CertificateView, MAX_BATCH, MAX_STATUSES,
};

use super::*;

const REASON: [u8; 32] = [6; 32];

#[test]
fn certificate_view_tells_everything() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		let about = submission();
		let id = certify(BODY, second, about);
		let expected = CertificateView {
			id,
			subject: about,
			kind: kind("origin"),
			coverage: Coverage::new("all").unwrap(),
			document: [5; 32],
			issuer: did(BODY),
			accreditation: second,
			payer: BODY,
			issued: NOW,
			valid_from: NOW,
			valid_until: UNTIL,
			status: CertificateStatus::Valid,
			valid: true,
			suspended: None,
			revoked: None,
			previous: None,
			superseded_by: None,
		};
		assert_eq!(Certification::certificate_view(id), Some(expected.clone()));

		set_time(NOW + 1);
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		let expected = CertificateView {
			status: CertificateStatus::Suspended,
			valid: false,
			suspended: Some(ActView { at: NOW + 1, by: Some(did(AUTHORITY)), reason: REASON }),
			..expected
		};
		assert_eq!(Certification::certificate_view(id), Some(expected.clone()));

		set_time(NOW + 2);
		assert_ok!(Certification::revoke(council(), id, REASON));
		let expected = CertificateView {
			status: CertificateStatus::Revoked,
			revoked: Some(ActView { at: NOW + 2, by: None, reason: REASON }),
			..expected
		};
		assert_eq!(Certification::certificate_view(id), Some(expected));
		assert_eq!(Certification::certificate_view(id + 1), None);
	});
}

#[test]
fn every_status_is_shown() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let id = certify(AUTHORITY, accreditation, submission());
		let shown = |expected| {
			let view = Certification::certificate_view(id).unwrap();
			assert_eq!(view.status, expected);
			assert_eq!(view.valid, expected == CertificateStatus::Valid);
		};
		shown(CertificateStatus::Valid);
		assert_ok!(Certification::suspend(council(), id, REASON));
		shown(CertificateStatus::Suspended);
		set_time(UNTIL + 1);
		shown(CertificateStatus::Expired);
		assert_ok!(Certification::revoke_accreditation(council(), accreditation, REASON));
		shown(CertificateStatus::AccreditationRevoked);
		assert_ok!(Certification::revoke(council(), id, REASON));
		shown(CertificateStatus::Revoked);
	});
}

#[test]
fn accreditation_view_and_chain_tell_everything() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, third, fourth] = lineage();
		let expected = AccreditationView {
			id: second,
			holder: did(BODY),
			powers: Powers::ALL,
			scope: Scope::Everything,
			types: CertificateTypes::Any,
			delegable: true,
			valid_from: NOW,
			valid_until: UNTIL,
			parent: Some(first),
			depth: 1,
			granted_by: Some(did(AUTHORITY)),
			granted: NOW,
			payer: Some(AUTHORITY),
			revoked: None,
			dependants: 1,
			lapse: None,
		};
		assert_eq!(Certification::accreditation_view(second), Some(expected.clone()));
		assert_eq!(Certification::accreditations_of(did(BODY)), [expected]);
		let chain: Vec<_> = Certification::chain(fourth).into_iter().map(|it| it.id).collect();
		assert_eq!(chain, [fourth, third, second, first]);
		assert_eq!(Certification::chain(9), []);

		assert_ok!(Certification::revoke_accreditation(council(), first, REASON));
		let view = Certification::accreditation_view(second).unwrap();
		assert_eq!((view.revoked, view.lapse), (None, Some(Lapse::Revoked)));
		let root = Certification::accreditation_view(first).unwrap();
		let act = ActView { at: NOW, by: None, reason: REASON };
		assert_eq!((root.revoked, root.payer, root.granted_by), (Some(act), None, None));
	});
}

#[test]
fn lapse_tells_what_is_missing() {
	ExtBuilder.build_and_execute(|| {
		let id = accredit_for(AUTHORITY, Terms { from: NOW + 5, until: NOW + 6, ..terms() });
		let lapse = || Certification::accreditation_view(id).unwrap().lapse;
		assert_eq!(lapse(), Some(Lapse::NotYetValid));
		set_time(NOW + 5);
		assert_eq!(lapse(), None);
		Directory::set_roles(AUTHORITY, Role::Supplier.into());
		assert_eq!(lapse(), Some(Lapse::HolderNotActive));
		set_time(NOW + 7);
		assert_eq!(lapse(), Some(Lapse::Expired));
		assert_ok!(Certification::revoke_accreditation(council(), id, REASON));
		assert_eq!(lapse(), Some(Lapse::Revoked));
	});
}

#[test]
fn current_and_history_follow_the_links() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = subject(DEVICE);
		let first = certify(AUTHORITY, accreditation, about);
		assert_ok!(Certification::renew(signed(AUTHORITY), first, accreditation, statement(UNTIL)));
		assert_ok!(Certification::revoke(council(), first + 1, REASON));
		let newest = certify(AUTHORITY, accreditation, about);
		assert_eq!(Certification::current(about, kind("origin")).unwrap().id, newest);
		assert_eq!(Certification::current(about, kind("other")), None);
		let statuses: Vec<_> = Certification::certificate_history(newest)
			.into_iter()
			.map(|view| (view.id, view.status))
			.collect();
		assert_eq!(
			statuses,
			[
				(newest, CertificateStatus::Valid),
				(first + 1, CertificateStatus::Revoked),
				(first, CertificateStatus::Superseded)
			]
		);
	});
}

#[test]
fn certificates_of_a_subject_come_in_pages() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = subject(DEVICE);
		for text in ["a", "b", "c"] {
			certify_as(AUTHORITY, accreditation, about, text);
		}
		certify(AUTHORITY, accreditation, subject(SUPPLIER));
		let all = Certification::certificates_of(about, None, 100);
		assert_eq!(all.len(), 3);
		let mut seen = Vec::new();
		let mut after = None;
		while let [view] = &Certification::certificates_of(about, after, 1)[..] {
			after = Some(view.kind);
			seen.push(view.clone());
		}
		assert_eq!(seen, all);
		assert_eq!(Certification::certificates_of(about, None, 0), []);
		assert_eq!(Certification::certificates_of(subject(STRANGER), None, 9), []);
	});
}

#[test]
fn batches_keep_the_order_and_answer_no_more_than_they_may() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = subject(DEVICE);
		let id = certify(AUTHORITY, accreditation, about);
		let many = MAX_BATCH as usize + 1;
		assert_eq!(Certification::certificate_views(vec![id; many]).len(), many - 1);
		assert_eq!(Certification::accreditation_views(vec![id; many]).len(), many - 1);
		assert_eq!(Certification::are_certified(vec![about; many]).len(), many - 1);
		assert_eq!(Certification::hold(vec![(about, kind("a")); many]).len(), many - 1);

		let found: Vec<_> = Certification::certificate_views(vec![9, id])
			.into_iter()
			.map(|view| view.map(|view| view.id))
			.collect();
		assert_eq!(found, [None, Some(id)]);
		let found: Vec<_> = Certification::accreditation_views(vec![9, accreditation])
			.into_iter()
			.map(|view| view.map(|view| view.id))
			.collect();
		assert_eq!(found, [None, Some(accreditation)]);
		assert_eq!(Certification::are_certified(vec![subject(SUPPLIER), about]), [false, true]);
		let questions = vec![(about, kind("origin")), (about, kind("other"))];
		assert_eq!(Certification::hold(questions), [true, false]);
	});
}

#[test]
fn why_not_names_the_obstacle_that_certify_would_name() {
	ExtBuilder.build_and_execute(|| {
		let (about, other) = (submission(), submission());
		let why = |who: u64, about| Certification::why_not(did(who), about, kind("origin"));
		assert_eq!(why(SUPPLIER, about), Some(Obstacle::NotRegulator));
		assert_eq!(why(AUTHORITY, about), Some(Obstacle::NotAccredited));
		let veto = Terms { powers: Power::Veto.into(), ..terms() };
		accredit_for(AUTHORITY, veto);
		accredit_for(AUTHORITY, Terms { scope: category("air"), ..terms() });
		accredit_for(AUTHORITY, Terms { types: only(&["other"]), ..terms() });
		assert_eq!(why(AUTHORITY, about), Some(Obstacle::NotAccredited));
		assert_eq!(why(AUTHORITY, subject(DEVICE)), Some(Obstacle::NotAccredited));
		let accreditation = accredit(AUTHORITY);
		assert_eq!(why(AUTHORITY, about), None);
		assert_eq!(why(AUTHORITY, subject(DEVICE)), None);
		assert_eq!(why(AUTHORITY, subject(STRANGER)), Some(Obstacle::UnknownSubject));
		assert_eq!(why(AUTHORITY, subject(AUTHORITY)), Some(Obstacle::OwnSubject));
		Jury::add(1, AUTHORITY);
		assert_eq!(why(AUTHORITY, other), Some(Obstacle::ValidatorCannotCertify));
		Directory::set_status(DEVICE, DidStatus::Suspended);
		assert_eq!(why(AUTHORITY, subject(DEVICE)), Some(Obstacle::SubjectNotActive));
		Registry::set_status(1, SubmissionStatus::Rejected);
		assert_eq!(why(AUTHORITY, other), Some(Obstacle::NotValidated));
		certify(AUTHORITY, accreditation, about);
		assert_eq!(why(AUTHORITY, about), Some(Obstacle::AlreadyCertified));
		for text in ["a", "b", "c"] {
			certify_as(AUTHORITY, accreditation, subject(SUPPLIER), text);
		}
		assert_eq!(why(AUTHORITY, subject(SUPPLIER)), Some(Obstacle::TooManyCertificates));
	});
}

#[test]
fn is_accredited_now_asks_the_clock() {
	ExtBuilder.build_and_execute(|| {
		accredit(AUTHORITY);
		let water = counterfoil_primitives::text::Category::new("water").unwrap();
		let ask = || Certification::is_accredited_now(did(AUTHORITY), Power::Veto, water);
		assert!(ask());
		set_time(UNTIL + 1);
		assert!(!ask());
	});
}

#[test]
fn status_bits_are_those_of_a_bitstring_status_list() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let ids: Vec<_> =
			(0..10).map(|_| certify(AUTHORITY, accreditation, submission())).collect();
		for id in [ids[0], ids[9]] {
			assert_ok!(Certification::revoke(council(), id, REASON));
		}
		assert_ok!(Certification::suspend(council(), ids[7], REASON));
		assert_ok!(Certification::renew(
			signed(AUTHORITY),
			ids[1],
			accreditation,
			statement(UNTIL)
		));
		let bits = |purpose, from, count| Certification::status_bits(purpose, from, count);
		// The first certificate is the leftmost bit.
		assert_eq!(bits(StatusPurpose::Revocation, 0, 16), [0b1100_0000, 0b0100_0000]);
		assert_eq!(bits(StatusPurpose::Suspension, 0, 16), [0b0000_0001, 0]);
		assert_eq!(bits(StatusPurpose::Revocation, 8, 8), [0b0100_0000]);
		// What was not asked for is zero.
		assert_eq!(bits(StatusPurpose::Revocation, 0, 1), [0b1000_0000]);
		assert_eq!(bits(StatusPurpose::Suspension, 0, 7), [0]);
		assert!(bits(StatusPurpose::Revocation, 0, 0).is_empty());
		assert_eq!(bits(StatusPurpose::Revocation, u64::MAX, 16), [0, 0]);
		let most = bits(StatusPurpose::Revocation, 0, u32::MAX);
		assert_eq!(most.len(), MAX_STATUSES as usize / 8);

		assert_ok!(Certification::revoke_accreditation(council(), accreditation, REASON));
		assert_eq!(bits(StatusPurpose::Revocation, 0, 16), [0b1111_1111, 0b1110_0000]);
	});
}
