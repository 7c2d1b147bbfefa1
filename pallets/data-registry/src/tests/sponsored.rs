//! A device that owns no tokens submits by itself; a sponsor pays.

use super::*;

fn submit_itself(
	device: u64,
	batch: SubmissionBody,
) -> frame_support::dispatch::DispatchResultWithPostInfo {
	let signature = sign(device, 0, &batch);
	DataRegistry::submit(sponsored(device), did(device), 0, batch, signature)
}

#[test]
fn device_submits_for_the_data_set_of_its_owner_and_the_sponsor_carries_the_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let owner = Balances::free_balance(SUPPLIER);
		assert_ok!(submit_itself(DEVICE, batch.clone()));
		let record = submission(0);
		assert_eq!((record.supplier, record.payer), (did(SUPPLIER), SPONSOR));
		let price = TICKET_BASE + DataRegistry::submission_footprint().size;
		assert_eq!(held(HoldReason::Submission, SPONSOR), price);
		assert_eq!(held(HoldReason::Submission, SUPPLIER), 0);
		assert_eq!(Balances::free_balance(SUPPLIER), owner);
		System::assert_last_event(
			Event::<Test>::Submitted {
				submission: 0,
				data_set: 0,
				supplier: did(SUPPLIER),
				submitter: did(DEVICE),
				payer: SPONSOR,
				device: did(DEVICE),
				sequence: 0,
				schema: SCHEMA,
				fingerprint: batch.fingerprint,
				from: batch.from,
				to: batch.to,
				corrects: None,
				revision: 0,
			}
			.into(),
		);
	});
}

#[test]
fn attack_device_that_submits_what_another_signed_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(DEVICE, 0, &batch);
		for other in [SECOND_DEVICE, OTHER_DEVICE] {
			assert_noop!(
				DataRegistry::submit(sponsored(other), did(DEVICE), 0, batch.clone(), signature),
				Error::<Test>::NotDataSetOwner
			);
		}
	});
}

#[test]
fn attack_device_that_submits_to_the_data_set_of_another_supplier_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		assert_noop!(submit_itself(OTHER_DEVICE, batch), Error::<Test>::NotDeviceOwner);
	});
}

#[test]
fn attack_device_suspended_between_signing_and_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let signature = sign(DEVICE, 0, &batch);
		Directory::set_status(DEVICE, DidStatus::Suspended);
		assert_noop!(
			DataRegistry::submit(sponsored(DEVICE), did(DEVICE), 0, batch.clone(), signature),
			DispatchError::BadOrigin
		);
		assert_noop!(
			DataRegistry::submit(signed(SUPPLIER), did(DEVICE), 0, batch, signature),
			Error::<Test>::DeviceNotActive
		);
	});
}

#[test]
fn attack_device_transferred_between_signing_and_submission_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		Directory::equip(DEVICE, OTHER_SUPPLIER);
		assert_noop!(submit_itself(DEVICE, batch.clone()), Error::<Test>::NotDeviceOwner);
		assert_noop!(submit_with(DEVICE, 0, batch), Error::<Test>::NotDeviceOwner);
	});
}

#[test]
fn sponsor_without_money_for_the_ticket_fails() {
	ExtBuilder::default().build_and_execute(|| {
		let batch = body(register());
		let left = Balances::free_balance(SPONSOR);
		assert_ok!(Balances::transfer_allow_death(signed(SPONSOR), STRANGER, left - 50));
		assert_noop!(submit_itself(DEVICE, batch), TokenError::FundsUnavailable);
	});
}
