use counterfoil_primitives::{
	did::{DidId, KeySignature},
	fingerprint::{Fingerprint, MAX_LEAF_LEN},
	payload::SubmissionBody,
};

use super::*;

/// Submits by the supplier's device with a signature that is as it should be.
fn try_submit(body: SubmissionBody) -> frame_support::dispatch::DispatchResult {
	let signature = sign(DEVICE, &body);
	DataRegistry::submit(signed(SUPPLIER), did(DEVICE), body, signature)
}

/// The batch of the tests with this many leaves and bytes.
fn sized(data_set: u64, leaves: u64, bytes: u64) -> SubmissionBody {
	let body = body(data_set);
	SubmissionBody { fingerprint: Fingerprint { leaves, bytes, ..body.fingerprint }, ..body }
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
		assert_eq!(submission.tally, Tally::new(2));
		assert_eq!(submission.revision, 0);
		assert_eq!(submission.corrected_by, None);
		assert_eq!(submission.certificate, None);
		assert!(SubmissionsOf::<Test>::contains_key(set, 0));
		assert_eq!(DataSets::<Test>::get(set).unwrap().submissions, 1);
		System::assert_last_event(
			Event::<Test>::Submitted {
				submission: 0,
				data_set: set,
				supplier: did(SUPPLIER),
				payer: SUPPLIER,
				device: did(DEVICE),
				sequence: 0,
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
fn submit_counts_each_device_by_itself() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		submit(set);
		submit(set);
		let batch = next_body(set);
		let signature = sign(SECOND_DEVICE, &batch);
		assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(SECOND_DEVICE), batch, signature));
		assert_eq!(NextSequence::<Test>::get(did(DEVICE)), 2);
		assert_eq!(NextSequence::<Test>::get(did(SECOND_DEVICE)), 1);
		assert_eq!(NextSequence::<Test>::get(did(OTHER_DEVICE)), 0);
	});
}

#[test]
fn submit_holds_the_price_of_record_and_attestations() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let issued = Balances::total_issuance();
		let before = Balances::free_balance(SUPPLIER);
		submit(set);
		let price = TICKET_BASE + DataRegistry::submission_footprint(2).size;
		assert_eq!(held(HoldReason::Submission, SUPPLIER), price);
		assert_eq!(Balances::free_balance(SUPPLIER), before - price);
		assert_eq!(Balances::total_issuance(), issued);
	});
}

#[test]
fn submission_that_can_collect_more_attestations_costs_more() {
	assert!(
		DataRegistry::submission_footprint(3).size > DataRegistry::submission_footprint(2).size
	);
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
		let signature = sign(DEVICE, &batch);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(STRANGER)] {
			assert_noop!(
				DataRegistry::submit(origin, did(DEVICE), batch.clone(), signature),
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
		let signature = sign(OTHER_DEVICE, &batch);
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(OTHER_DEVICE), batch, signature),
			Error::<Test>::NotDeviceOwner
		);
	});
}

#[test]
fn submit_with_unknown_device_or_stakeholder_as_device_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		for no_device in [did(999), did(SUPPLIER), DidId([0; 32])] {
			let signature = sign(SUPPLIER, &batch);
			assert_noop!(
				DataRegistry::submit(signed(SUPPLIER), no_device, batch.clone(), signature),
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
fn attack_replay_of_a_signature_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(DEVICE, &batch);
		assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch.clone(), signature));
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch, signature),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn attack_replay_of_an_older_signature_after_others_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let batch = body(set);
		let first = sign(DEVICE, &batch);
		submit(set);
		submit(set);
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch, first),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn attack_signature_for_another_chain_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let foreign = sign_as(DEVICE, &[70; 32], 0, &batch);
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch, foreign),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn attack_signature_for_another_data_set_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let (one, other) = (register(), register());
		let signature = sign(DEVICE, &body(one));
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), body(other), signature),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn attack_signature_with_another_nonce_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		for nonce in [1, 2, u64::MAX] {
			let early = sign_as(DEVICE, &GENESIS, nonce, &batch);
			assert_noop!(
				DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch.clone(), early),
				Error::<Test>::BadSignature
			);
		}
	});
}

#[test]
fn attack_signature_of_another_device_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		for other in [SECOND_DEVICE, OTHER_DEVICE, SUPPLIER] {
			let signature = sign_as(other, &GENESIS, 0, &batch);
			assert_noop!(
				DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch.clone(), signature),
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
		let signature = sign(DEVICE, &batch);
		let fingerprint = batch.fingerprint;
		let changed = [
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
				DataRegistry::submit(signed(SUPPLIER), did(DEVICE), forged, signature),
				Error::<Test>::BadSignature
			);
		}
		assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch, signature));
	});
}

#[test]
fn attack_signature_with_a_flipped_bit_or_of_another_kind_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let KeySignature::Ed25519(good) = sign(DEVICE, &batch) else { panic!("ed25519 was used") };
		let mut flipped = good;
		flipped[0] ^= 1;
		for bad in [
			KeySignature::Ed25519(flipped),
			KeySignature::Ed25519([0; 64]),
			KeySignature::Sr25519(good),
			KeySignature::EcdsaSecp256k1([0; 65]),
		] {
			assert_noop!(
				DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch.clone(), bad),
				Error::<Test>::BadSignature
			);
		}
	});
}

#[test]
fn failed_submit_does_not_use_up_the_sequence_number() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(DEVICE, &batch);
		assert_noop!(
			DataRegistry::submit(
				signed(SUPPLIER),
				did(DEVICE),
				batch.clone(),
				KeySignature::Ed25519([0; 64])
			),
			Error::<Test>::BadSignature
		);
		assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch, signature));
	});
}

// Attacks with data that were submitted before, signed anew.

#[test]
fn attack_same_batch_submitted_twice_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let (set, other) = (register(), register());
		let batch = body(set);
		let first = submit_body(batch.clone());
		assert_eq!(Known::<Test>::get(set, batch.fingerprint.root), Some(first));
		assert_noop!(try_submit(batch.clone()), Error::<Test>::DuplicateFingerprint);

		let signature = sign(SECOND_DEVICE, &batch);
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(SECOND_DEVICE), batch.clone(), signature),
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
fn attack_replay_of_a_known_batch_is_a_bad_signature_first() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(DEVICE, &batch);
		submit_body(batch.clone());
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), batch.clone(), signature),
			Error::<Test>::BadSignature
		);
		assert_noop!(try_submit(batch), Error::<Test>::DuplicateFingerprint);
	});
}

#[test]
fn correction_with_the_same_bytes_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		assert_noop!(
			try_submit(SubmissionBody { corrects: Some(old), ..body(set) }),
			Error::<Test>::DuplicateFingerprint
		);
		// Nor with those of another submission of the data set.
		let other = next_body(set);
		submit(set);
		assert_noop!(
			try_submit(SubmissionBody { corrects: Some(old), ..other }),
			Error::<Test>::DuplicateFingerprint
		);
		assert_ok!(try_submit(SubmissionBody { corrects: Some(old), ..next_body(set) }));
	});
}

// Corrections.

#[test]
fn correction_of_rejected_submission_is_linked_both_ways() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let before = Submissions::<Test>::get(old).unwrap();
		let batch = SubmissionBody { corrects: Some(old), ..next_body(set) };
		let new = submit_body(batch.clone());

		let after = Submissions::<Test>::get(old).unwrap();
		assert_eq!(after, Submission { corrected_by: Some(new), ..before });
		let correction = Submissions::<Test>::get(new).unwrap();
		assert_eq!(correction.body, batch);
		assert_eq!(correction.revision, 1);
		assert_eq!(correction.status, SubmissionStatus::Submitted);
		System::assert_last_event(
			Event::<Test>::Submitted {
				submission: new,
				data_set: set,
				supplier: did(SUPPLIER),
				payer: SUPPLIER,
				device: did(DEVICE),
				sequence: 1,
				fingerprint: batch.fingerprint,
				from: NOW - 60_000,
				to: NOW,
				corrects: Some(old),
				revision: 1,
			}
			.into(),
		);
	});
}

#[test]
fn correction_of_rejected_correction_is_the_second_revision() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let first = rejected(set);
		let second = submit_body(SubmissionBody { corrects: Some(first), ..next_body(set) });
		decide(second, invalid());
		let third = submit_body(SubmissionBody { corrects: Some(second), ..next_body(set) });
		decide(third, valid(700));
		let revision = |id| Submissions::<Test>::get(id).unwrap().revision;
		assert_eq!([first, second, third].map(revision), [0, 1, 2]);
	});
}

#[test]
fn correction_by_another_device_of_the_supplier_is_taken() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		let batch = SubmissionBody { corrects: Some(old), ..next_body(set) };
		let signature = sign(SECOND_DEVICE, &batch);
		assert_ok!(DataRegistry::submit(signed(SUPPLIER), did(SECOND_DEVICE), batch, signature));
	});
}

#[test]
fn correction_of_unknown_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		assert_noop!(
			try_submit(SubmissionBody { corrects: Some(5), ..body(set) }),
			Error::<Test>::UnknownSubmission
		);
	});
}

#[test]
fn correction_of_undecided_or_validated_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		for old in [submit(set), validated(set)] {
			assert_noop!(
				try_submit(SubmissionBody { corrects: Some(old), ..body(set) }),
				Error::<Test>::NotRejected
			);
		}
	});
}

#[test]
fn correction_of_corrected_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let old = rejected(set);
		submit_body(SubmissionBody { corrects: Some(old), ..next_body(set) });
		assert_noop!(
			try_submit(SubmissionBody { corrects: Some(old), ..body(set) }),
			Error::<Test>::AlreadyCorrected
		);
	});
}

#[test]
fn correction_across_data_sets_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let old = rejected(register());
		let other = register();
		assert_noop!(
			try_submit(SubmissionBody { corrects: Some(old), ..body(other) }),
			Error::<Test>::CorrectsOtherDataSet
		);
	});
}

#[test]
fn submit_when_sequence_or_numbers_are_used_up_fails() {
	ExtBuilder::default().build().execute_with(|| {
		let set = register();
		NextSequence::<Test>::insert(did(DEVICE), u64::MAX);
		assert_noop!(try_submit(body(set)), sp_runtime::ArithmeticError::Overflow);
		NextSequence::<Test>::remove(did(DEVICE));
		NextSubmissionId::<Test>::put(u64::MAX);
		assert_noop!(try_submit(body(set)), sp_runtime::ArithmeticError::Overflow);
	});
}
