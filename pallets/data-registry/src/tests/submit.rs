//! Submissions of devices (Y.4560 8.1, 9.3).

use counterfoil_primitives::{fingerprint::MAX_LEAF_LEN, roles::Role};

use super::*;

/// The batch of the tests with this many leaves and bytes.
fn sized(data_set: u64, leaves: u64, bytes: u64) -> SubmissionBody {
	let body = body(data_set);
	SubmissionBody { fingerprint: Fingerprint { leaves, bytes, ..body.fingerprint }, ..body }
}

/// Submits by the supplier with the first number of this device.
fn submit_signed(
	device: u64,
	batch: SubmissionBody,
	signature: KeySignature,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	DataRegistry::submit(signed(SUPPLIER), did(device), 0, batch, signature)
}

#[test]
fn submit_stores_record_and_tells_everything() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_ok!(try_submit(body(set)));

		let submission = Submissions::<Test>::get(0).unwrap();
		assert_eq!(submission.supplier, did(SUPPLIER));
		assert_eq!(submission.payer, SUPPLIER);
		assert_eq!(submission.device, did(DEVICE));
		assert_eq!(submission.sequence, 0);
		assert_eq!(submission.body, body(set));
		assert_eq!(submission.submitted, NOW);
		assert_eq!(submission.status, SubmissionStatus::Submitted);
		assert_eq!(submission.decided, None);
		assert_eq!((submission.quality, submission.rejection), (None, None));
		assert_eq!(submission.revision, 0);
		assert_eq!((submission.corrected_by, submission.supersedes), (None, None));
		assert_eq!(submission.superseded_by, None);
		assert!(SubmissionsOf::<Test>::contains_key(set, 0));
		assert_eq!(DataSets::<Test>::get(set).unwrap().submissions, 1);
		System::assert_last_event(
			Event::<Test>::Submitted {
				submission: 0,
				data_set: set,
				supplier: did(SUPPLIER),
				submitter: did(SUPPLIER),
				payer: SUPPLIER,
				device: did(DEVICE),
				sequence: 0,
				schema: SCHEMA,
				fingerprint: body(set).fingerprint,
				from: NOW - 60_000,
				to: NOW,
				corrects: None,
				revision: 0,
			}
			.into(),
		);
	});
}

#[test]
fn submit_holds_the_price_of_its_record() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let before = Balances::free_balance(SUPPLIER);
		submit(set);
		let price = TICKET_BASE + DataRegistry::submission_footprint().size;
		assert_eq!(held(HoldReason::Submission, SUPPLIER), price);
		assert_eq!(Balances::free_balance(SUPPLIER), before - price);
	});
}

#[test]
fn submit_without_money_for_the_ticket_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let left = Balances::free_balance(SUPPLIER);
		assert_ok!(Balances::transfer_allow_death(signed(SUPPLIER), STRANGER, left - 50));
		assert_noop!(try_submit(body(set)), TokenError::FundsUnavailable);
	});
}

#[test]
fn submit_by_unsigned_root_or_stranger_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(DEVICE, 0, &batch);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::submit(origin, did(DEVICE), 0, batch.clone(), signature),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn submit_without_records_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(try_submit(sized(set, 0, 0)), Error::<Test>::NoRecords);
	});
}

#[test]
fn submit_of_leaves_without_bytes_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(try_submit(sized(set, 10, 9)), Error::<Test>::ImplausibleSize);
		assert_ok!(try_submit(sized(set, 10, 10)));
	});
}

#[test]
fn submit_of_leaves_longer_than_allowed_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let most = 10 * u64::from(MAX_LEAF_LEN);
		assert_noop!(try_submit(sized(set, 10, most + 1)), Error::<Test>::ImplausibleSize);
		assert_ok!(try_submit(sized(set, 10, most)));
	});
}

#[test]
fn submit_of_the_largest_numbers_is_judged_without_overflow() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(
			try_submit(sized(set, u64::MAX, u64::MAX - 1)),
			Error::<Test>::ImplausibleSize
		);
		assert_ok!(try_submit(sized(set, u64::MAX, u64::MAX)));
	});
}

#[test]
fn submit_of_period_that_ends_before_it_begins_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let late = SubmissionBody { from: NOW, to: NOW - 1, ..body(set) };
		assert_noop!(try_submit(late), Error::<Test>::InvalidPeriod);
		assert_ok!(try_submit(SubmissionBody { from: NOW, to: NOW, ..body(set) }));
	});
}

#[test]
fn submit_of_period_in_the_future_fails_beyond_the_tolerance() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let ahead = |by| SubmissionBody { to: NOW + by, ..body(set) };
		assert_noop!(try_submit(ahead(TOLERANCE + 1)), Error::<Test>::PeriodInFuture);
		assert_ok!(try_submit(ahead(TOLERANCE)));
	});
}

#[test]
fn submit_of_period_longer_than_allowed_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let long = |span| SubmissionBody { from: NOW - span, to: NOW, ..body(set) };
		assert_noop!(try_submit(long(MAX_SPAN + 1)), Error::<Test>::PeriodTooLong);
		assert_ok!(try_submit(long(MAX_SPAN)));
	});
}

#[test]
fn submit_of_period_that_began_too_long_ago_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = |age| SubmissionBody { from: NOW - age, to: NOW - age, ..body(set) };
		assert_noop!(try_submit(old(MAX_AGE + 1)), Error::<Test>::PeriodTooOld);
		assert_ok!(try_submit(old(MAX_AGE)));
	});
}

#[test]
fn attack_of_a_clock_that_forgot_the_time_or_knows_the_end_of_it_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let at = |from, to| SubmissionBody { from, to, ..body(set) };
		assert_noop!(try_submit(at(0, 0)), Error::<Test>::PeriodTooOld);
		assert_noop!(try_submit(at(u64::MAX, u64::MAX)), Error::<Test>::PeriodInFuture);
		assert_noop!(try_submit(at(0, u64::MAX)), Error::<Test>::PeriodInFuture);
		assert_noop!(try_submit(at(0, NOW)), Error::<Test>::PeriodTooLong);
	});
}

#[test]
fn submit_to_unknown_data_set_fails() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(try_submit(body(7)), Error::<Test>::UnknownDataSet);
	});
}

#[test]
fn submit_to_data_set_of_another_supplier_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register_by(OTHER_SUPPLIER);
		assert_noop!(try_submit(body(set)), Error::<Test>::NotDataSetOwner);
	});
}

#[test]
fn submit_with_device_of_another_supplier_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(OTHER_DEVICE, 0, &batch);
		assert_noop!(submit_signed(OTHER_DEVICE, batch, signature), Error::<Test>::NotDeviceOwner);
	});
}

#[test]
fn submit_with_unknown_device_or_stakeholder_as_device_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		for no_device in [did(999), did(SUPPLIER), DidId([0; 32])] {
			let signature = sign(SUPPLIER, 0, &batch);
			assert_noop!(
				DataRegistry::submit(signed(SUPPLIER), no_device, 0, batch.clone(), signature),
				Error::<Test>::NotDeviceOwner
			);
		}
	});
}

#[test]
fn submit_with_suspended_or_revoked_device_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for status in [DidStatus::Pending, DidStatus::Suspended, DidStatus::Revoked] {
			Directory::set_status(DEVICE, status);
			assert_noop!(try_submit(body(set)), Error::<Test>::DeviceNotActive);
		}
		Directory::set_status(DEVICE, DidStatus::Active);
		assert_ok!(try_submit(body(set)));
	});
}

// Attacks on the signature.

#[test]
fn attack_signature_for_another_chain_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let foreign = sign_for(DEVICE, &[70; 32], 0, &batch);
		assert_noop!(submit_signed(DEVICE, batch, foreign), Error::<Test>::BadSignature);
	});
}

#[test]
fn attack_signature_for_another_data_set_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (register(), register());
		let signature = sign(DEVICE, 0, &body(one));
		assert_noop!(submit_signed(DEVICE, body(other), signature), Error::<Test>::BadSignature);
	});
}

#[test]
fn attack_signature_with_another_nonce_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		for nonce in [1, 2, u64::MAX] {
			let early = sign(DEVICE, nonce, &batch);
			assert_noop!(submit_signed(DEVICE, batch.clone(), early), Error::<Test>::BadSignature);
		}
	});
}

#[test]
fn attack_signature_of_another_device_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		for other in [SECOND_DEVICE, OTHER_DEVICE, SUPPLIER] {
			let signature = sign(other, 0, &batch);
			assert_noop!(
				submit_signed(DEVICE, batch.clone(), signature),
				Error::<Test>::BadSignature
			);
		}
	});
}

#[test]
fn attack_change_of_any_signed_field_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let batch = next_body(set);
		let signature = sign(SECOND_DEVICE, 0, &batch);
		let fingerprint = batch.fingerprint;
		assert_ok!(register_schema(SUPPLIER, [11; 32], Some(SCHEMA)));
		let changed = [
			SubmissionBody { schema: [11; 32], ..batch.clone() },
			SubmissionBody {
				fingerprint: Fingerprint { root: [8; 32], ..fingerprint },
				..batch.clone()
			},
			SubmissionBody {
				fingerprint: Fingerprint { leaves: 9, ..fingerprint },
				..batch.clone()
			},
			SubmissionBody {
				fingerprint: Fingerprint { bytes: 641, ..fingerprint },
				..batch.clone()
			},
			SubmissionBody { from: batch.from + 1, ..batch.clone() },
			SubmissionBody { to: batch.to - 1, ..batch.clone() },
			SubmissionBody { corrects: Some(old), ..batch.clone() },
		];
		for forged in changed {
			assert_noop!(
				submit_signed(SECOND_DEVICE, forged, signature),
				Error::<Test>::BadSignature
			);
		}
		assert_ok!(submit_signed(SECOND_DEVICE, batch, signature));
	});
}

#[test]
fn attack_signature_with_a_flipped_bit_or_of_another_kind_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let KeySignature::Ed25519(good) = sign(DEVICE, 0, &batch) else {
			panic!("ed25519 was used")
		};
		let mut flipped = good;
		flipped[0] ^= 1;
		for bad in [
			KeySignature::Ed25519(flipped),
			KeySignature::Ed25519([0; 64]),
			KeySignature::Sr25519(good),
			KeySignature::EcdsaSecp256k1([0; 65]),
			KeySignature::EcdsaP256(good),
		] {
			assert_noop!(submit_signed(DEVICE, batch.clone(), bad), Error::<Test>::BadSignature);
		}
	});
}

// Attacks with data that were submitted before, signed anew.

#[test]
fn attack_same_batch_submitted_twice_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		let batch = body(set);
		let first = submit_body(batch.clone());
		assert_eq!(Known::<Test>::get(batch.fingerprint.root, set), Some(first));
		assert_noop!(try_submit(batch.clone()), Error::<Test>::DuplicateFingerprint);

		assert_noop!(
			submit_with(SECOND_DEVICE, 0, batch.clone()),
			Error::<Test>::DuplicateFingerprint
		);
		// Other sizes and another period around the same root do not make other data.
		assert_noop!(try_submit(sized(set, 9, 641)), Error::<Test>::DuplicateFingerprint);
		let later = SubmissionBody { from: NOW, ..batch };
		assert_noop!(try_submit(later), Error::<Test>::DuplicateFingerprint);
		decide(first, valid(900));
		assert_noop!(try_submit(body(set)), Error::<Test>::DuplicateFingerprint);

		assert_ok!(try_submit(body(other)));
		assert_ok!(try_submit(next_body(set)));
	});
}

#[test]
fn attack_rejected_batch_resubmitted_unlinked_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		rejected(set);
		assert_noop!(try_submit(body(set)), Error::<Test>::DuplicateFingerprint);
	});
}

#[test]
fn submit_when_numbers_are_used_up_fails() {
	ExtBuilder::default().build().execute_with(|| {
		let set = register();
		NextSubmissionId::<Test>::put(u64::MAX);
		assert_noop!(try_submit(body(set)), sp_runtime::ArithmeticError::Overflow);
	});
}

#[test]
fn attack_supplier_without_the_role_submits_no_more_and_neither_do_his_devices() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let before = body(set);
		let signature = sign(DEVICE, 0, &before);
		assert_ok!(try_submit(before.clone()));
		Directory::enrol(SUPPLIER, Role::Validator.into());
		let later = next_body(set);
		assert_noop!(try_submit(later.clone()), Error::<Test>::NotSupplier);
		let by_device = sign(DEVICE, 1, &later);
		assert_noop!(
			DataRegistry::submit(sponsored(DEVICE), did(DEVICE), 1, later.clone(), by_device),
			Error::<Test>::NotSupplier
		);
		// What is in already is in: to ask once more is answered as ever.
		assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(DEVICE), 0, before, signature));
		Directory::enrol(SUPPLIER, Role::Supplier.into());
		assert_ok!(try_submit(later));
	});
}
