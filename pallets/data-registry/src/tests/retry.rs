//! The same submission twice is one (Y.4560 9.3).

use frame_support::dispatch::{GetDispatchInfo, Pays};

use super::*;

/// Everything that a submission writes.
fn written() -> (u64, usize, u64, Progress, u64, usize) {
	(
		NextSubmissionId::<Test>::get(),
		Submissions::<Test>::iter().count(),
		DataSets::<Test>::get(0).unwrap().submissions,
		Sequences::<Test>::get(did(DEVICE)),
		held(HoldReason::Submission, SUPPLIER),
		Known::<Test>::iter().count(),
	)
}

fn resubmit(batch: &SubmissionBody) -> frame_support::dispatch::DispatchResultWithPostInfo {
	submit_with(DEVICE, 0, batch.clone())
}

#[test]
fn same_submission_twice_is_one() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let id = submit_body(batch.clone());
		let before = (written(), submission(id));
		assert_ok!(resubmit(&batch));
		assert_eq!((written(), submission(id)), before);
		System::assert_last_event(
			Event::<Test>::AlreadySubmitted {
				submission: id,
				submitter: did(SUPPLIER),
				device: did(DEVICE),
				sequence: 0,
			}
			.into(),
		);
	});
}

#[test]
fn retry_is_cheaper_than_a_submission_and_pays() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		submit_body(batch.clone());
		let call = Call::<Test>::submit {
			device: did(DEVICE),
			sequence: 0,
			body: batch.clone(),
			signature: sign(DEVICE, 0, &batch),
		};
		let post = resubmit(&batch).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::submit_again()));
		assert_eq!(post.pays_fee, Pays::Yes);
		assert!(post.actual_weight.unwrap().all_lt(call.get_dispatch_info().call_weight));
	});
}

#[test]
fn retry_long_after_is_accepted_whatever_became_of_submission_device_and_money() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let batch = body(set);
		let id = submit_body(batch.clone());
		decide(id, invalid());
		correct(set, id);
		let left = Balances::free_balance(SUPPLIER);
		assert_ok!(Balances::transfer_allow_death(signed(SUPPLIER), STRANGER, left - 50));
		set_time(NOW + MAX_AGE * 2);
		Directory::set_status(DEVICE, DidStatus::Suspended);
		assert_ok!(resubmit(&batch));
		// The device may be another's by now.
		Directory::equip(DEVICE, OTHER_SUPPLIER);
		assert_ok!(resubmit(&batch));
		assert_eq!(status(id), SubmissionStatus::Rejected);
	});
}

#[test]
fn attack_other_body_with_a_used_number_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let set = register();
		let batch = body(set);
		submit_body(batch.clone());
		for other in [
			next_body(set),
			SubmissionBody { to: NOW - 1, ..batch.clone() },
			SubmissionBody { corrects: Some(0), ..batch.clone() },
			SubmissionBody { schema: [7; 32], ..batch.clone() },
			SubmissionBody { data_set: 5, ..batch },
		] {
			assert_noop!(submit_with(DEVICE, 0, other), Error::<Test>::SequenceUsed);
		}
	});
}

#[test]
fn attack_retry_by_a_stranger_to_the_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		submit_body(batch.clone());
		let signature = sign(DEVICE, 0, &batch);
		for origin in [
			signed(OTHER_SUPPLIER),
			signed(SPONSOR),
			sponsored(SECOND_DEVICE),
			sponsored(OTHER_DEVICE),
		] {
			assert_noop!(
				DataRegistry::submit(origin, did(DEVICE), 0, batch.clone(), signature),
				Error::<Test>::NotDataSetOwner
			);
		}
		// The device itself may retry what its owner sent.
		assert_ok!(DataRegistry::submit(sponsored(DEVICE), did(DEVICE), 0, batch, signature));
	});
}

#[test]
fn batch_that_failed_can_be_sent_again_with_the_same_number() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let bad = KeySignature::Ed25519([0; 64]);
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), 0, batch.clone(), bad),
			Error::<Test>::BadSignature
		);
		assert_ok!(resubmit(&batch));
	});
}
