//! What other pallets are told.

use counterfoil_primitives::text::Category;

use super::*;

fn water() -> Category {
	Category::new("water/flow").unwrap()
}

fn is_accredited(who: u64, power: Power, now: u64) -> bool {
	Certification::is_accredited(&did(who), power, &water(), now)
}

#[test]
fn holds_tells_the_types_apart() {
	ExtBuilder.build_and_execute(|| {
		let about = subject(DEVICE);
		certify(AUTHORITY, accredit(AUTHORITY), about);
		assert!(Certification::holds(&about, &kind("origin"), NOW));
		assert!(!Certification::holds(&about, &kind("calibration"), NOW));
		assert!(!Certification::holds(&subject(SUPPLIER), &kind("origin"), NOW));
		assert!(Certification::holds(&about, &kind("origin"), UNTIL));
		assert!(!Certification::holds(&about, &kind("origin"), UNTIL + 1));
	});
}

#[test]
fn is_certified_while_one_of_several_certificates_holds() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		let accreditation = accredit(AUTHORITY);
		assert!(!Certification::is_certified(&about, NOW));
		let ids = ["a", "b"].map(|text| certify_as(AUTHORITY, accreditation, about, text));
		assert_eq!(Certification::certificate_of(&about, NOW), Some(ids[0]));
		assert_ok!(Certification::revoke(council(), ids[0], [6; 32]));
		assert!(Certification::is_certified(&about, NOW));
		assert_eq!(Certification::certificate_of(&about, NOW), Some(ids[1]));
		assert_eq!(Certification::certificate_of(&about, UNTIL + 1), None);
		assert_ok!(Certification::suspend(council(), ids[1], [6; 32]));
		assert!(!Certification::is_certified(&about, NOW));
		assert_ok!(Certification::reinstate(council(), ids[1], [6; 32]));
		assert!(Certification::is_certified(&about, NOW));
	});
}

#[test]
fn subject_of_a_certificate_is_told_while_it_holds() {
	ExtBuilder.build_and_execute(|| {
		let about = submission();
		let id = certify(AUTHORITY, accredit(AUTHORITY), about);
		assert_eq!(Certification::subject_of(id, UNTIL), Some(about));
		assert_eq!(Certification::subject_of(id, UNTIL + 1), None);
		assert_eq!(Certification::subject_of(id + 1, NOW), None);
		assert_ok!(Certification::revoke(council(), id, [6; 32]));
		assert_eq!(Certification::subject_of(id, NOW), None);
	});
}

#[test]
fn certificates_end_with_the_revocation_of_any_accreditation_of_their_chain() {
	for revoked in 0..4 {
		ExtBuilder.build_and_execute(|| {
			let chain = lineage();
			let about = subject(DEVICE);
			certify(REGULATORS[3], chain[3], about);
			assert!(Certification::is_certified(&about, NOW));
			assert_ok!(Certification::revoke_accreditation(council(), chain[revoked], [6; 32]));
			assert!(!Certification::is_certified(&about, NOW));
			assert!(!Certification::holds(&about, &kind("origin"), NOW));
		});
	}
}

#[test]
fn certificates_outlive_the_expiry_of_their_accreditation() {
	ExtBuilder.build_and_execute(|| {
		let short = accredit_for(AUTHORITY, Terms { until: NOW + 10, ..terms() });
		let about = subject(DEVICE);
		certify(AUTHORITY, short, about);
		set_time(NOW + 11);
		assert_eq!(Certification::lapse(short, NOW + 11), Some(Lapse::Expired));
		assert!(Certification::is_certified(&about, NOW + 11));
		assert!(Certification::is_certified(&about, UNTIL));
		// Until somebody revokes it after all.
		assert_ok!(Certification::revoke_accreditation(council(), short, [6; 32]));
		assert!(!Certification::is_certified(&about, NOW + 11));
	});
}

#[test]
fn certificates_outlive_the_suspension_of_those_who_vouch() {
	ExtBuilder.build_and_execute(|| {
		let [_, second, ..] = lineage();
		let about = subject(DEVICE);
		certify(BODY, second, about);
		for who in [AUTHORITY, BODY] {
			Directory::set_status(who, DidStatus::Suspended);
			assert!(Certification::is_certified(&about, NOW));
		}
	});
}

#[test]
fn is_accredited_follows_power_scope_and_period() {
	ExtBuilder.build_and_execute(|| {
		assert!(!is_accredited(AUTHORITY, Power::Veto, NOW));
		let veto = Terms {
			powers: Power::Veto.into(),
			scope: category("water"),
			from: NOW + 10,
			until: NOW + 20,
			..terms()
		};
		accredit_for(AUTHORITY, veto);
		assert!(!is_accredited(AUTHORITY, Power::Veto, NOW + 9));
		assert!(is_accredited(AUTHORITY, Power::Veto, NOW + 10));
		assert!(is_accredited(AUTHORITY, Power::Veto, NOW + 20));
		assert!(!is_accredited(AUTHORITY, Power::Veto, NOW + 21));
		assert!(!is_accredited(AUTHORITY, Power::Certify, NOW + 10));
		let air = Category::new("air").unwrap();
		assert!(!Certification::is_accredited(&did(AUTHORITY), Power::Veto, &air, NOW + 10));
		assert!(!is_accredited(BODY, Power::Veto, NOW + 10));
	});
}

#[test]
fn is_accredited_only_while_everybody_in_the_chain_is_an_active_regulator() {
	ExtBuilder.build_and_execute(|| {
		lineage();
		for who in REGULATORS {
			Directory::set_status(who, DidStatus::Suspended);
			assert!(!is_accredited(REGULATORS[3], Power::Veto, NOW));
			Directory::set_status(who, DidStatus::Active);
			Directory::set_roles(who, Role::Supplier.into());
			assert!(!is_accredited(REGULATORS[3], Power::Veto, NOW));
			Directory::set_roles(who, Role::Regulator.into());
			assert!(is_accredited(REGULATORS[3], Power::Veto, NOW));
		}
	});
}

#[test]
fn is_accredited_by_the_one_of_several_accreditations_that_is_in_force() {
	ExtBuilder.build_and_execute(|| {
		let ids = [accredit(AUTHORITY), accredit(AUTHORITY)];
		assert_ok!(Certification::revoke_accreditation(council(), ids[0], [6; 32]));
		assert!(is_accredited(AUTHORITY, Power::Veto, NOW));
		assert_ok!(Certification::revoke_accreditation(council(), ids[1], [6; 32]));
		assert!(!is_accredited(AUTHORITY, Power::Veto, NOW));
	});
}
