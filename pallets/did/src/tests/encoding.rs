//! Bytes that clients depend on.

use super::*;
use codec::Encode;
use counterfoil_primitives::did::{KeySignature, VerificationKey};

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

	expected = [&[2u8][..], &[3; 32], &[4, 0, 0, 0], &[1]].concat();
	assert_eq!(encoded(Call::vote { subject: did, proposal: 4, aye: true }), expected);

	expected = [&[3u8, 0][..], &[1; 32], &[0], &[2; 64], &[5; 32]].concat();
	assert_eq!(encoded(Call::register_device { key, signature, metadata: [5; 32] }), expected);

	for (status, index) in
		[(DeviceStatus::Active, 0), (DeviceStatus::Suspended, 1), (DeviceStatus::Revoked, 2)]
	{
		expected = [&[4u8][..], &[3; 32], &[index]].concat();
		assert_eq!(encoded(Call::set_device_status { device: did, status }), expected);
	}

	expected = [&[5u8][..], &[3; 32]].concat();
	assert_eq!(encoded(Call::close_proposal { subject: did }), expected);

	expected = [&[6u8][..], &[6, 0, 0, 0, 0, 0, 0, 0]].concat();
	let parameters = DidParameters { voting_period: 6 };
	assert_eq!(encoded(Call::set_parameters { parameters }), expected);
}

#[test]
fn hold_reasons_motions_and_outcomes_keep_their_indices() {
	assert_eq!(HoldReason::Record.encode(), [0]);
	assert_eq!(HoldReason::Proposal.encode(), [1]);
	let motions = [Motion::Register, Motion::Suspend, Motion::Reinstate, Motion::Revoke];
	assert_eq!(motions.map(|motion| motion.encode()), [[0u8], [1], [2], [3]]);
	let outcomes = [Outcome::Enacted, Outcome::Rejected, Outcome::Expired];
	assert_eq!(outcomes.map(|outcome| outcome.encode()), [[0u8], [1], [2]]);
}

#[test]
fn storage_of_device_is_key_kind_status_times_ticket() {
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
			&[1],
			&RECORD_PRICE.to_le_bytes(),
		]
		.concat();
		assert_eq!(Records::<Test>::get(device).unwrap().encode(), expected);
	});
}

#[test]
fn storage_version_is_one() {
	use frame_support::traits::{GetStorageVersion, StorageVersion};
	assert_eq!(Did::in_code_storage_version(), StorageVersion::new(1));
}
