//! Bytes that clients depend on.

use super::*;
use codec::Encode;
use counterfoil_primitives::{
	did::{KeySignature, VerificationKey},
	document::{Approvals, Proofs},
};

#[test]
fn calls_keep_their_indices_and_argument_order() {
	let key = VerificationKey::Ed25519([1; 32]);
	let signature = KeySignature::Ed25519([2; 64]);
	let did = DidId([3; 32]);
	let encoded = |call: Call<Test>| call.encode();

	let mut expected: Vec<u8> = [&[0u8, 0][..], &[1; 32], &[0], &[2; 64], &[1]].concat();
	let roles = Role::Supplier.into();
	assert_eq!(encoded(Call::register_stakeholder { key, signature, roles }), expected);

	for (change, index) in [(Change::Suspend, 0), (Change::Reinstate, 1), (Change::Revoke, 2)] {
		expected = [&[1u8][..], &[3; 32], &[index]].concat();
		assert_eq!(encoded(Call::propose { subject: did, change }), expected);
	}

	for (change, role) in
		[(Change::GrantRole(Role::Validator), [3, 4]), (Change::WithdrawRole(Role::Other), [4, 5])]
	{
		expected = [&[1u8][..], &[3; 32], &role].concat();
		assert_eq!(encoded(Call::propose { subject: did, change }), expected);
	}

	expected = [&[2u8][..], &[3; 32], &[5, 3], &[4, 0, 0, 0], &[1]].concat();
	let motion = Motion::WithdrawRole(Role::Regulator);
	assert_eq!(encoded(Call::vote { subject: did, motion, proposal: 4, aye: true }), expected);

	expected = [&[3u8, 0][..], &[1; 32], &[0], &[2; 64], &[5; 32]].concat();
	assert_eq!(encoded(Call::register_device { key, signature, metadata: [5; 32] }), expected);

	for (status, index) in
		[(DeviceStatus::Active, 0), (DeviceStatus::Suspended, 1), (DeviceStatus::Revoked, 2)]
	{
		expected = [&[4u8][..], &[3; 32], &[index]].concat();
		assert_eq!(encoded(Call::set_device_status { device: did, status }), expected);
	}

	expected = [&[5u8][..], &[3; 32], &[6]].concat();
	let motion = Motion::ConfirmSuspension;
	assert_eq!(encoded(Call::close_proposal { subject: did, motion }), expected);

	expected = [&[6u8][..], &[6, 0, 0, 0, 0, 0, 0, 0], &[7, 0, 0, 0, 0, 0, 0, 0]].concat();
	// The rules: quorum 0, threshold 500 of the electorate for all; a quorum of 1,000 of the votes cast for the first role.
	expected
		.extend([8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf4, 1, 0, 1, 0xe8, 3, 0xf4, 1, 1, 0, 0, 0, 0, 0]);
	let own = VotingRule { quorum: 1_000, threshold: 500, base: Base::Cast };
	let parameters = DidParameters {
		voting_period: 6,
		confirmation_period: 7,
		suspension_cool_down: 8,
		rules: VotingRules { supplier: Some(own), ..Default::default() },
	};
	assert_eq!(encoded(Call::set_parameters { parameters }), expected);

	expected = [&[7u8][..], &[3; 32], &[9; 32]].concat();
	assert_eq!(encoded(Call::suspend_at_once { subject: did, reason: [9; 32] }), expected);

	let document = document_of(&[&Key::ed25519(10)]);
	let approvals = Approvals::truncate_from(vec![(DidId([4; 32]), signature)]);
	let proofs = Proofs::truncate_from(vec![signature]);
	expected = [
		&[20u8][..],
		&[3; 32],
		&document.encode(),
		&[6, 0, 0, 0],
		&[1 << 2],
		&[4; 32],
		&[0],
		&[2; 64],
		&[1 << 2, 0],
		&[2; 64],
	]
	.concat();
	assert_eq!(
		encoded(Call::update_document {
			did,
			document,
			expected_version: 6,
			approvals: approvals.clone(),
			proofs
		}),
		expected
	);

	expected = [&[21u8][..], &[3; 32], &[1 << 2], &[4; 32], &[0], &[2; 64]].concat();
	assert_eq!(encoded(Call::deactivate { did, approvals }), expected);
}

#[test]
fn hold_reasons_motions_and_outcomes_keep_their_indices() {
	assert_eq!(HoldReason::Record.encode(), [0]);
	assert_eq!(HoldReason::Proposal.encode(), [1]);
	assert_eq!(HoldReason::History.encode(), [2]);
	let motions = [Motion::Register, Motion::Suspend, Motion::Reinstate, Motion::Revoke];
	assert_eq!(motions.map(|motion| motion.encode()), [[0u8], [1], [2], [3]]);
	assert_eq!(Motion::GrantRole(Role::Demander).encode(), [4, 1]);
	assert_eq!(Motion::WithdrawRole(Role::Demander).encode(), [5, 1]);
	assert_eq!(Motion::ConfirmSuspension.encode(), [6]);
	let outcomes = [Outcome::Enacted, Outcome::Rejected, Outcome::Expired, Outcome::Outdated];
	assert_eq!(outcomes.map(|outcome| outcome.encode()), [[0u8], [1], [2], [3]]);
}

#[test]
fn storage_of_device_is_key_kind_status_times_version_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		let VerificationKey::Ed25519(public) = key.public() else { unreachable!() };
		let device = add_device(ALICE, &key, [7; 32]);
		let expected = [
			&[0u8][..],
			&public,
			&[1],
			&founder(ALICE).0,
			&[7; 32],
			&[1],
			&NOW.to_le_bytes(),
			&NOW.to_le_bytes(),
			// Version and document, both the first.
			&[1 << 2, 1 << 2],
			&[1],
			&ALICE.to_le_bytes(),
			&RECORD_PRICE.to_le_bytes(),
		]
		.concat();
		assert_eq!(Records::<Test>::get(device).unwrap().encode(), expected);
	});
}

#[test]
fn storage_of_version_is_from_block_status_document_owner() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [7; 32]);
		set_time(NOW + 1);
		assert_ok!(Did::set_device_status(signed(ALICE), device, DeviceStatus::Suspended));
		let expected = |from: u64, block: &[u8], status| {
			[&from.to_le_bytes()[..], block, &[status, 1 << 2, 1], &founder(ALICE).0].concat()
		};
		let version = |number| Versions::<Test>::get(device, number).unwrap().encode();
		assert_eq!(version(1), expected(NOW, &[0], 1));
		assert_eq!(version(2), expected(NOW + 1, &[1, 1, 0, 0, 0, 0, 0, 0, 0], 2));
	});
}

#[test]
fn storage_version_is_one() {
	use frame_support::traits::{GetStorageVersion, StorageVersion};
	assert_eq!(Did::in_code_storage_version(), StorageVersion::new(1));
}
