use super::*;

const DOCUMENT: [u8; 32] = [5; 32];

fn try_certify(regulator: u64, submission: u64, until: u64) -> sp_runtime::DispatchResult {
	DataRegistry::certify(signed(regulator), submission, DOCUMENT, until)
}

#[test]
fn certify_stores_certificate_and_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = validated(set);
		assert_ok!(try_certify(REGULATOR, id, NOW + 50));
		let certificate = Certificates::<Test>::get(0).unwrap();
		assert_eq!(certificate.submission, id);
		assert_eq!(certificate.regulator, did(REGULATOR));
		assert_eq!(certificate.payer, REGULATOR);
		assert_eq!(certificate.document, DOCUMENT);
		assert_eq!(certificate.issued, NOW);
		assert_eq!(certificate.valid_until, NOW + 50);
		assert_eq!(certificate.revoked, None);
		assert_eq!(certificate.previous, None);
		assert_eq!(Submissions::<Test>::get(id).unwrap().certificate, Some(0));
		System::assert_last_event(
			Event::<Test>::Certified {
				certificate: 0,
				submission: id,
				data_set: set,
				supplier: did(SUPPLIER),
				fingerprint: body(set).fingerprint,
				regulator: did(REGULATOR),
				payer: REGULATOR,
				document: DOCUMENT,
				valid_until: NOW + 50,
				previous: None,
			}
			.into(),
		);
	});
}

#[test]
fn certify_holds_the_price_of_its_record_at_the_regulator() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		let issued = Balances::total_issuance();
		let supplier = Balances::free_balance(SUPPLIER);
		assert_ok!(try_certify(REGULATOR, id, NOW));
		let price = TICKET_BASE + DataRegistry::certificate_footprint().size;
		assert_eq!(held(HoldReason::Certificate, REGULATOR), price);
		assert_eq!(Balances::free_balance(REGULATOR), WEALTH - price);
		assert_eq!(Balances::free_balance(SUPPLIER), supplier);
		assert_eq!(Balances::total_issuance(), issued);
	});
}

#[test]
fn certify_without_money_for_the_ticket_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		assert_noop!(try_certify(POOR_REGULATOR, id, NOW), TokenError::FundsUnavailable);
	});
}

#[test]
fn certify_by_unsigned_root_or_stranger_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::certify(origin, id, DOCUMENT, NOW),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn certify_without_role_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		for other in [VALIDATORS[3], OTHER_SUPPLIER] {
			assert_noop!(try_certify(other, id, NOW), Error::<Test>::NotRegulator);
		}
	});
}

#[test]
fn certify_of_unknown_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(try_certify(REGULATOR, 0, NOW), Error::<Test>::UnknownSubmission);
	});
}

#[test]
fn attack_supplier_with_the_role_of_regulator_certifies_his_own_data_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register_by(EVERYTHING);
		let batch = body(set);
		let signature = sign(DEVICE_OF_EVERYTHING, &batch);
		assert_ok!(DataRegistry::submit(
			signed(EVERYTHING),
			did(DEVICE_OF_EVERYTHING),
			batch,
			signature
		));
		decide(0, valid(900));
		assert_noop!(try_certify(EVERYTHING, 0, NOW), Error::<Test>::SupplierCannotCertify);
	});
}

#[test]
fn attack_validator_with_the_role_of_regulator_certifies_what_he_attested_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		assert_ok!(DataRegistry::attest(signed(JUDGE), id, valid(900)));
		assert_ok!(DataRegistry::attest(signed(VALIDATORS[0]), id, valid(900)));
		assert_noop!(try_certify(JUDGE, id, NOW), Error::<Test>::ValidatorCannotCertify);
		assert_ok!(try_certify(REGULATOR, id, NOW));
	});
}

#[test]
fn certify_by_regulator_who_is_validator_too_but_did_not_attest_is_taken() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		assert_ok!(try_certify(JUDGE, id, NOW));
	});
}

#[test]
fn certify_of_undecided_or_rejected_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for id in [submit(set), rejected(set)] {
			assert_noop!(try_certify(REGULATOR, id, NOW), Error::<Test>::NotValidated);
		}
	});
}

#[test]
fn certify_until_a_moment_that_has_passed_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		assert_noop!(try_certify(REGULATOR, id, NOW - 1), Error::<Test>::ValidityInPast);
		assert_ok!(try_certify(REGULATOR, id, NOW));
	});
}

#[test]
fn certify_for_longer_than_five_years_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(MAX_VALIDITY, 158_112_000_000);
		let id = validated(register());
		for until in [NOW + MAX_VALIDITY + 1, u64::MAX] {
			assert_noop!(try_certify(REGULATOR, id, until), Error::<Test>::ValidityTooLong);
		}
		assert_ok!(try_certify(REGULATOR, id, NOW + MAX_VALIDITY));
	});
}

#[test]
fn certify_of_certified_submission_fails_until_the_certificate_expired() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		assert_ok!(try_certify(REGULATOR, id, NOW + 50));
		set_time(NOW + 50);
		for regulator in [REGULATOR, OTHER_REGULATOR] {
			assert_noop!(try_certify(regulator, id, NOW + 99), Error::<Test>::AlreadyCertified);
		}
		set_time(NOW + 51);
		assert_ok!(try_certify(OTHER_REGULATOR, id, NOW + 99));
		assert_eq!(Certificates::<Test>::get(1).unwrap().previous, Some(0));
		assert_eq!(Submissions::<Test>::get(id).unwrap().certificate, Some(1));
		assert!(Certificates::<Test>::contains_key(0));
	});
}

#[test]
fn certify_after_revocation_links_the_revoked_certificate() {
	ExtBuilder::default().build_and_execute(|| {
		let id = validated(register());
		assert_ok!(try_certify(REGULATOR, id, NOW + 50));
		assert_ok!(DataRegistry::revoke_certificate(signed(REGULATOR), 0, [6; 32]));
		assert_ok!(try_certify(REGULATOR, id, NOW + 50));
		assert_eq!(Certificates::<Test>::get(1).unwrap().previous, Some(0));
	});
}
