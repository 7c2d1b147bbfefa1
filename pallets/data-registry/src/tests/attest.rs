use super::*;

fn attest(validator: u64, submission: u64, verdict: Verdict) -> sp_runtime::DispatchResult {
	DataRegistry::attest(signed(validator), submission, verdict)
}

fn status(submission: u64) -> SubmissionStatus {
	Submissions::<Test>::get(submission).unwrap().status
}

#[test]
fn attest_stores_verdict_and_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		set_time(NOW + 5);
		assert_ok!(attest(VALIDATORS[0], id, valid(850)));
		assert_eq!(
			Attestations::<Test>::get(id, did(VALIDATORS[0])),
			Some(Attestation { verdict: valid(850), at: NOW + 5, position: 0 })
		);
		let submission = Submissions::<Test>::get(id).unwrap();
		assert_eq!(submission.tally, Tally { required: 2, valid: 1, invalid: 0, quality: 850 });
		assert_eq!(submission.status, SubmissionStatus::Submitted);
		assert_eq!(submission.decided, None);
		System::assert_last_event(
			Event::<Test>::Attested {
				submission: id,
				data_set: set,
				fingerprint: body(set).fingerprint,
				validator: did(VALIDATORS[0]),
				verdict: valid(850),
				valid: 1,
				invalid: 0,
			}
			.into(),
		);
	});
}

#[test]
fn attest_that_completes_the_valid_ones_validates_with_the_lowest_quality() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		assert_ok!(attest(VALIDATORS[0], id, valid(700)));
		assert_ok!(attest(VALIDATORS[1], id, invalid()));
		set_time(NOW + 9);
		assert_ok!(attest(VALIDATORS[2], id, valid(950)));
		let submission = Submissions::<Test>::get(id).unwrap();
		assert_eq!(submission.status, SubmissionStatus::Validated);
		assert_eq!(submission.decided, Some(NOW + 9));
		assert_eq!(submission.tally.quality, 700);
		System::assert_last_event(
			Event::<Test>::Validated {
				submission: id,
				data_set: set,
				supplier: did(SUPPLIER),
				fingerprint: body(set).fingerprint,
				quality: 700,
			}
			.into(),
		);
	});
}

#[test]
fn attest_that_completes_the_invalid_ones_rejects() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let id = submit(set);
		assert_ok!(attest(VALIDATORS[0], id, invalid()));
		assert_ok!(attest(VALIDATORS[1], id, valid(1_000)));
		assert_eq!(status(id), SubmissionStatus::Submitted);
		let wrong = Verdict::Invalid { reason: Reason::Corrupted, leaf: None };
		assert_ok!(attest(VALIDATORS[2], id, wrong));
		assert_eq!(status(id), SubmissionStatus::Rejected);
		System::assert_last_event(
			Event::<Test>::Rejected {
				submission: id,
				data_set: set,
				supplier: did(SUPPLIER),
				fingerprint: body(set).fingerprint,
			}
			.into(),
		);
	});
}

#[test]
fn attest_where_one_verdict_decides_validates_at_once() {
	ExtBuilder::default().validations_required(1).build_and_execute(|| {
		let id = submit(register());
		assert_ok!(attest(VALIDATORS[0], id, valid(0)));
		assert_eq!(status(id), SubmissionStatus::Validated);
		assert_eq!(Submissions::<Test>::get(id).unwrap().tally.quality, 0);
	});
}

#[test]
fn attest_costs_the_validator_no_deposit() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		assert_ok!(attest(VALIDATORS[0], id, valid(900)));
		assert_eq!(Balances::free_balance(VALIDATORS[0]), WEALTH);
	});
}

#[test]
fn attest_by_unsigned_root_or_stranger_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(DataRegistry::attest(origin, id, valid(1)), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn attest_without_role_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		for other in [REGULATOR, SUPPLIER, OTHER_SUPPLIER] {
			assert_noop!(attest(other, id, valid(1)), Error::<Test>::NotValidator);
		}
	});
}

#[test]
fn attest_by_suspended_validator_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		Directory::set_status(VALIDATORS[0], DidStatus::Suspended);
		assert_noop!(attest(VALIDATORS[0], id, valid(1)), DispatchError::BadOrigin);
	});
}

#[test]
fn attest_of_unknown_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(attest(VALIDATORS[0], 3, valid(1)), Error::<Test>::UnknownSubmission);
	});
}

#[test]
fn attack_supplier_with_the_role_of_validator_attests_his_own_data_fails() {
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
		assert_noop!(attest(EVERYTHING, 0, valid(1_000)), Error::<Test>::SupplierCannotAttest);
	});
}

#[test]
fn attack_validator_attests_twice_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		assert_ok!(attest(VALIDATORS[0], id, valid(900)));
		assert_noop!(attest(VALIDATORS[0], id, valid(900)), Error::<Test>::AlreadyAttested);
		assert_noop!(attest(VALIDATORS[0], id, invalid()), Error::<Test>::AlreadyAttested);
	});
}

#[test]
fn attest_of_decided_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for id in [validated(set), rejected(set)] {
			assert_noop!(attest(VALIDATORS[3], id, valid(1)), Error::<Test>::NotAwaitingValidation);
		}
	});
}

#[test]
fn attest_with_quality_above_a_thousand_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		assert_noop!(attest(VALIDATORS[0], id, valid(1_001)), Error::<Test>::QualityTooHigh);
		assert_ok!(attest(VALIDATORS[0], id, valid(1_000)));
	});
}

#[test]
fn attest_against_leaf_that_is_not_there_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let id = submit(register());
		let against = |leaf| Verdict::Invalid { reason: Reason::Other, leaf: Some(leaf) };
		assert_noop!(attest(VALIDATORS[0], id, against(10)), Error::<Test>::LeafOutOfRange);
		assert_ok!(attest(VALIDATORS[0], id, against(9)));
	});
}

#[test]
fn change_of_parameters_does_not_move_a_running_validation() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = submit(set);
		let parameters = RegistryParameters { validations_required: 1, clock_tolerance: TOLERANCE };
		assert_ok!(DataRegistry::set_parameters(RuntimeOrigin::root(), parameters));
		let new = submit(set);
		for id in [old, new] {
			assert_ok!(attest(VALIDATORS[0], id, valid(900)));
		}
		assert_eq!(status(old), SubmissionStatus::Submitted);
		assert_eq!(status(new), SubmissionStatus::Validated);
	});
}
