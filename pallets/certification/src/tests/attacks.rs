//! Each test is an attack, and what it comes to.

use counterfoil_primitives::text::Category;

use super::*;

const REASON: [u8; 32] = [6; 32];

fn try_certify(by: u64, accreditation: u64, about: CertificateSubject) -> DispatchResult {
	Certification::certify(signed(by), accreditation, about, kind("origin"), 0, statement(UNTIL))
}

fn try_delegate(by: u64, parent: u64, holder: u64, terms: Terms) -> DispatchResult {
	Certification::delegate(signed(by), parent, did(holder), terms)
}

#[test]
fn attack_revoked_accreditation_used_in_the_same_block() {
	ExtBuilder.build_and_execute(|| {
		let chain = lineage();
		let (certified, other) = (submission(), submission());
		certify(REGULATORS[3], chain[3], certified);
		// Neither the block nor the clock moves on from here.
		assert_ok!(Certification::revoke_accreditation(council(), chain[0], REASON));
		for (place, holder) in REGULATORS.into_iter().enumerate() {
			assert_noop!(
				try_certify(holder, chain[place], other),
				Error::<Test>::AccreditationRevoked
			);
			assert_noop!(
				try_delegate(holder, chain[place], OTHER_REGULATOR, terms()),
				Error::<Test>::AccreditationRevoked
			);
			let water = Category::new("water/flow").unwrap();
			assert!(!Certification::is_accredited(&did(holder), Power::Veto, &water, NOW));
		}
		assert!(!Certification::is_certified(&certified, NOW));
		assert!(!Certification::holds(&certified, &kind("origin"), NOW));
	});
}

#[test]
fn attack_delegation_widens_powers() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit_for(AUTHORITY, Terms { powers: Power::Certify.into(), ..terms() });
		for wider in [Powers::ALL, Power::Veto.into()] {
			assert_noop!(
				try_delegate(AUTHORITY, parent, BODY, Terms { powers: wider, ..terms() }),
				Error::<Test>::WiderPowers
			);
		}
	});
}

#[test]
fn attack_delegation_widens_scope() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit_for(AUTHORITY, Terms { scope: category("water/flow"), ..terms() });
		let wider = [
			Scope::Everything,
			Scope::Subjects,
			category("water"),
			category("water/flows"),
			category("air"),
		];
		for scope in wider {
			assert_noop!(
				try_delegate(AUTHORITY, parent, BODY, Terms { scope, ..terms() }),
				Error::<Test>::WiderScope
			);
		}
		let narrower = Terms { scope: category("water/flow/river"), ..terms() };
		assert_ok!(try_delegate(AUTHORITY, parent, BODY, narrower));
	});
}

#[test]
fn attack_delegation_widens_types() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit_for(AUTHORITY, Terms { types: only(&["origin"]), ..terms() });
		for types in [CertificateTypes::Any, only(&["origin", "calibration"])] {
			assert_noop!(
				try_delegate(AUTHORITY, parent, BODY, Terms { types, ..terms() }),
				Error::<Test>::WiderTypes
			);
		}
	});
}

#[test]
fn attack_delegation_widens_validity() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		let until = |until| Terms { until, ..terms() };
		assert_noop!(
			try_delegate(AUTHORITY, parent, BODY, until(UNTIL + 1)),
			Error::<Test>::WiderPeriod
		);
		// To claim an earlier beginning changes nothing.
		assert_ok!(try_delegate(AUTHORITY, parent, BODY, Terms { from: 0, ..until(UNTIL) }));
		assert_eq!(Accreditations::<Test>::get(1).unwrap().terms.from, NOW);
	});
}

#[test]
fn attack_chain_deeper_than_the_bound() {
	ExtBuilder.build_and_execute(|| {
		let chain = lineage();
		assert_eq!(Accreditations::<Test>::get(chain[3]).unwrap().depth, 3);
		assert_noop!(
			try_delegate(REGULATORS[3], chain[3], OTHER_REGULATOR, terms()),
			Error::<Test>::TooDeep
		);
		// A lower end that leads back up does not help.
		assert_noop!(
			try_delegate(REGULATORS[3], chain[3], AUTHORITY, terms()),
			Error::<Test>::TooDeep
		);
	});
}

#[test]
fn attack_cycle_of_accreditations_cannot_be_expressed() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		let first = accredit(AUTHORITY);
		assert_noop!(
			try_delegate(AUTHORITY, first, AUTHORITY, terms()),
			Error::<Test>::SelfAccreditation
		);
		// No call takes the number of an accreditation that is to be the child, and a parent has a number before its child.
		let second = delegate(AUTHORITY, first, BODY);
		let third = delegate(BODY, second, AUTHORITY);
		assert!(first < second && second < third);
		// Holders may come back in a chain. It gives them nothing: without the first the rest is nothing.
		assert_ok!(Certification::revoke_accreditation(council(), first, REASON));
		for id in [second, third] {
			assert_eq!(Certification::lapse(id, NOW), Some(Lapse::Revoked));
		}
		assert_noop!(try_certify(AUTHORITY, third, about), Error::<Test>::AccreditationRevoked);
	});
}

#[test]
fn attack_certificate_of_oneself() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		assert_noop!(
			try_certify(AUTHORITY, accreditation, subject(AUTHORITY)),
			Error::<Test>::OwnSubject
		);
	});
}

#[test]
fn attack_certificate_of_an_own_device() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(EVERYTHING);
		assert_noop!(
			try_certify(EVERYTHING, accreditation, subject(DEVICE_OF_EVERYTHING)),
			Error::<Test>::OwnSubject
		);
		assert_ok!(try_certify(EVERYTHING, accreditation, subject(DEVICE)));
	});
}

#[test]
fn attack_certificate_of_own_data() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(EVERYTHING);
		let set = Registry::add_data_set(EVERYTHING, "water/flow");
		let own = Registry::add_submission(set, DEVICE_OF_EVERYTHING);
		for about in [CertificateSubject::DataSet(set), CertificateSubject::Submission(own)] {
			assert_noop!(try_certify(EVERYTHING, accreditation, about), Error::<Test>::OwnSubject);
		}
	});
}

#[test]
fn attack_certificate_of_data_of_an_own_device_or_with_an_own_share() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(EVERYTHING);
		let set = |who: fn(u64, u64)| {
			let set = Registry::add_data_set(SUPPLIER, "water/flow");
			who(set, EVERYTHING);
			CertificateSubject::Submission(Registry::add_submission(set, DEVICE))
		};
		let bought = {
			let set = Registry::add_data_set(SUPPLIER, "water/flow");
			CertificateSubject::Submission(Registry::add_submission(set, DEVICE_OF_EVERYTHING))
		};
		for about in [bought, set(Shares::set_owner), set(Shares::set_payee)] {
			assert_noop!(try_certify(EVERYTHING, accreditation, about), Error::<Test>::OwnSubject);
		}
	});
}

#[test]
fn attack_certificate_by_a_controller_or_by_whom_the_subject_controls() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let abouts = [submission(), data_set(), subject(SUPPLIER), subject(DEVICE)];
		let refused = || {
			for about in abouts {
				assert_noop!(
					try_certify(AUTHORITY, accreditation, about),
					Error::<Test>::OwnSubject
				);
			}
		};
		Directory::set_controller(SUPPLIER, AUTHORITY);
		refused();
		Directory::set_controller(SUPPLIER, BODY);
		Directory::set_controller(AUTHORITY, SUPPLIER);
		refused();
		Directory::set_controller(AUTHORITY, EVERYTHING);
		for about in abouts {
			assert_ok!(try_certify(AUTHORITY, accreditation, about));
		}
	});
}

#[test]
fn attack_regulator_with_a_common_controller_certifies() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let abouts = [submission(), data_set(), subject(SUPPLIER), subject(DEVICE)];
		Directory::set_controller(SUPPLIER, BODY);
		Directory::set_controller(AUTHORITY, BODY);
		for about in abouts {
			assert_noop!(try_certify(AUTHORITY, accreditation, about), Error::<Test>::OwnSubject);
		}
		// Through a device of the supplier it is the same.
		Directory::set_controller(AUTHORITY, DEVICE);
		Directory::set_controller(SUPPLIER, EVERYTHING);
		for about in abouts {
			assert_noop!(try_certify(AUTHORITY, accreditation, about), Error::<Test>::OwnSubject);
		}
	});
}

#[test]
fn attack_validator_with_the_role_of_regulator_certifies_what_he_validated() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(EVERYTHING);
		let about = [submission(), submission()];
		Jury::add(0, EVERYTHING);
		assert_noop!(
			try_certify(EVERYTHING, accreditation, about[0]),
			Error::<Test>::ValidatorCannotCertify
		);
		assert_ok!(try_certify(EVERYTHING, accreditation, about[1]));
	});
}

#[test]
fn attack_certificate_for_one_submission_shown_for_another() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let (certified, other) = (submission(), submission());
		certify(AUTHORITY, accreditation, certified);
		assert!(Certification::is_certified(&certified, NOW));
		// The same number as a data set is another subject, and so is the next submission.
		assert_eq!(certified, CertificateSubject::Submission(0));
		for stranger in [other, CertificateSubject::DataSet(0)] {
			assert!(!Certification::is_certified(&stranger, NOW));
			assert!(!Certification::holds(&stranger, &kind("origin"), NOW));
		}
	});
}

#[test]
fn attack_supersede_the_certificate_of_somebody_else() {
	ExtBuilder.build_and_execute(|| {
		let [first, second, ..] = lineage();
		let about = submission();
		let id = certify(BODY, second, about);
		assert_noop!(
			Certification::renew(signed(AUTHORITY), id, first, statement(UNTIL)),
			Error::<Test>::NotIssuer
		);
		assert_noop!(try_certify(AUTHORITY, first, about), Error::<Test>::AlreadyCertified);
	});
}

#[test]
fn attack_renewal_undoes_a_suspension() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let id = certify(AUTHORITY, accreditation, submission());
		assert_ok!(Certification::suspend(council(), id, REASON));
		assert_noop!(
			Certification::renew(signed(AUTHORITY), id, accreditation, statement(UNTIL)),
			Error::<Test>::CertificateSuspended
		);
	});
}

#[test]
fn attack_issuer_suspends_first_to_lift_it_later() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(Certification::suspend(signed(AUTHORITY), id, REASON));
		assert_ok!(Certification::suspend(council(), id, REASON));
		assert_noop!(
			Certification::reinstate(signed(AUTHORITY), id, REASON),
			Error::<Test>::SuspendedFromAbove
		);
	});
}

#[test]
fn attack_issuer_escapes_a_suspension_by_revoking_and_certifying_anew() {
	ExtBuilder.build_and_execute(|| {
		let id = certify(AUTHORITY, accredit(AUTHORITY), submission());
		assert_ok!(Certification::suspend(council(), id, REASON));
		assert_noop!(
			Certification::revoke(signed(AUTHORITY), id, REASON),
			Error::<Test>::SuspendedFromAbove
		);
		assert_ok!(Certification::revoke(council(), id, REASON));
	});
}

#[test]
fn attack_issuer_escapes_a_suspension_by_giving_up_the_accreditation() {
	ExtBuilder.build_and_execute(|| {
		let ids = [accredit(AUTHORITY), accredit(AUTHORITY)];
		accredit(BODY);
		let about = submission();
		let id = certify(AUTHORITY, ids[0], about);
		assert_ok!(Certification::suspend(council(), id, REASON));
		assert_ok!(Certification::revoke_accreditation(signed(AUTHORITY), ids[0], REASON));
		assert_noop!(try_certify(AUTHORITY, ids[1], about), Error::<Test>::SuspendedFromAbove);
		assert_eq!(
			Certification::why_not(did(AUTHORITY), about, kind("origin")),
			Some(Obstacle::SuspendedFromAbove)
		);
		// Another regulator judges for himself, and the council may decide otherwise.
		assert_eq!(Certification::why_not(did(BODY), about, kind("origin")), None);
		assert_ok!(Certification::revoke(council(), id, REASON));
		assert_ok!(try_certify(AUTHORITY, ids[1], about));
	});
}

#[test]
fn attack_regulator_beside_the_chain_suspends_or_revokes() {
	ExtBuilder.build_and_execute(|| {
		let first = accredit(AUTHORITY);
		let second = delegate(AUTHORITY, first, BODY);
		delegate(AUTHORITY, first, OTHER_REGULATOR);
		delegate(BODY, second, OFFICE);
		let id = certify(BODY, second, submission());
		for other in [OTHER_REGULATOR, OFFICE] {
			assert_noop!(
				Certification::suspend(signed(other), id, REASON),
				Error::<Test>::NotAuthorized
			);
			assert_noop!(
				Certification::revoke(signed(other), id, REASON),
				Error::<Test>::NotAuthorized
			);
		}
	});
}

#[test]
fn attack_revoked_regulator_reaches_down_his_old_chain() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, third, _] = lineage();
		let id = certify(OFFICE, third, submission());
		assert_ok!(Certification::revoke_accreditation(signed(AUTHORITY), second, REASON));
		for call in [Certification::revoke, Certification::suspend] {
			assert_noop!(call(signed(BODY), id, REASON), Error::<Test>::NotAuthorized);
		}
		assert_noop!(
			Certification::revoke_accreditation(signed(BODY), third, REASON),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn attack_regulator_buried_under_accreditations_gives_them_up() {
	ExtBuilder.build_and_execute(|| {
		let parent = accredit(AUTHORITY);
		for _ in 0..4 {
			delegate(AUTHORITY, parent, BODY);
		}
		assert_noop!(
			Certification::accredit(council(), did(BODY), terms()),
			Error::<Test>::TooManyAccreditations
		);
		for id in 1..5 {
			assert_ok!(Certification::revoke_accreditation(signed(BODY), id, REASON));
		}
		assert_ok!(Certification::accredit(council(), did(BODY), terms()));
	});
}

#[test]
fn attack_backdated_certificate() {
	ExtBuilder.build_and_execute(|| {
		let accreditation = accredit(AUTHORITY);
		let about = submission();
		set_time(NOW + 10);
		let id = certify(AUTHORITY, accreditation, about);
		assert_eq!(Certificates::<Test>::get(id).unwrap().valid_from, NOW + 10);
		assert!(!Certification::is_certified(&about, NOW + 9));
	});
}
