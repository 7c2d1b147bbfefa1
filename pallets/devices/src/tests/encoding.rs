//! Bytes that clients depend on.

use codec::Encode;
use counterfoil_primitives::{
	did::{KeySignature, VerificationKey},
	enrolment::Batch,
};

use super::*;

#[test]
fn device_signs_domain_genesis_index_enrolment_owner() {
	let expected = [
		&[32u8 << 2][..],
		b"counterfoil/device-activation/v1",
		&[1; 32],
		&[7, 0, 0, 0, 0, 0, 0, 0],
		&[9, 0, 0, 0, 0, 0, 0, 0],
		&[2; 32],
	]
	.concat();
	assert_eq!(activation(&[1; 32], 9, 7, DidId([2; 32])), expected);
}

#[test]
fn calls_keep_their_indices_and_argument_order() {
	let device = DidId([3; 32]);
	let call = |call: Call<Test>| call.encode();
	let head = |index: u8| [&[index][..], &[3; 32]].concat();

	let place = Call::place { device, place: Place::Gateway, parent: Some(DidId([4; 32])) };
	assert_eq!(call(place), [&head(0)[..], &[1, 1], &[4; 32]].concat());
	let parent = None;
	assert_eq!(call(Call::move_device { device, parent }), [&head(1)[..], &[0]].concat());
	assert_eq!(call(Call::unplace { device }), head(2));
	let describe = Call::describe { device, metadata: [5; 32], link: Some(link()) };
	let expected = [&head(3)[..], &[5; 32], &[1], link().as_padded()].concat();
	assert_eq!(call(describe), expected);
	assert_eq!(expected.len(), 1 + 32 + 32 + 1 + 128);
	assert_eq!(call(Call::decommission { device }), head(4));
	assert_eq!(call(Call::tidy { device }), head(5));

	let asset = Asset::Device(device);
	let offer = Call::offer_transfer { asset, to: DidId([4; 32]), deadline: 6 };
	let expected = [&[6u8, 0][..], &[3; 32], &[4; 32], &6u64.to_le_bytes()].concat();
	assert_eq!(call(offer), expected);
	let asset = Asset::Enrolment(8);
	for (index, encoded) in [
		(7u8, call(Call::accept_transfer { asset })),
		(8, call(Call::end_transfer { asset })),
		(9, call(Call::expire_transfer { asset })),
	] {
		assert_eq!(encoded, [&[index, 1][..], &8u64.to_le_bytes()].concat());
	}

	let signature = KeySignature::Ed25519([2; 64]);
	let enrol = Call::enrol {
		batch: Batch { root: [1; 32], devices: 5 },
		metadata: [6; 32],
		link: None,
		attestation: Some(Attestation { root: 7, signature }),
	};
	let expected = [
		&[10u8][..],
		&[1; 32],
		&[5, 0, 0, 0],
		&[6; 32],
		&[0],
		&[1],
		&7u64.to_le_bytes(),
		&[0],
		&[2; 64],
	]
	.concat();
	assert_eq!(call(enrol), expected);

	let activate = Call::activate {
		enrolment: 7,
		index: 5,
		key: VerificationKey::Ed25519([1; 32]),
		path: bounded(vec![[9; 32]]),
		signature,
	};
	let expected = [
		&[11u8][..],
		&7u64.to_le_bytes(),
		&[5, 0, 0, 0],
		&[0],
		&[1; 32],
		&[1 << 2],
		&[9; 32],
		&[0],
		&[2; 64],
	]
	.concat();
	assert_eq!(call(activate), expected);

	let number = |index: u8| [&[index][..], &7u64.to_le_bytes()].concat();
	let enrolment = 7;
	let strike = Call::strike_out { enrolment, device };
	assert_eq!(call(strike), [&number(12)[..], &[3; 32]].concat());
	assert_eq!(call(Call::close_enrolment { enrolment }), number(13));
	assert_eq!(call(Call::revoke_enrolment { enrolment }), number(14));
	let clear = Call::clear_strikes { enrolment, limit: 9 };
	assert_eq!(call(clear), [&number(15)[..], &[9, 0, 0, 0]].concat());
	let propose = Call::propose_root {
		key: VerificationKey::Ed25519([1; 32]),
		valid_until: 7,
		policy: [6; 32],
	};
	let expected = [&[16u8, 0][..], &[1; 32], &7u64.to_le_bytes(), &[6; 32]].concat();
	assert_eq!(call(propose), expected);
	assert_eq!(call(Call::admit_root { root: 7 }), number(17));
	assert_eq!(call(Call::reject_root { root: 7 }), number(18));
	assert_eq!(call(Call::revoke_root { root: 7 }), number(19));
	assert_eq!(call(Call::remove_root { root: 7 }), number(20));
}

#[test]
fn words_keep_their_indices() {
	assert_eq!(HoldReason::Entry.encode(), [0]);
	assert_eq!([Place::Site, Place::Gateway, Place::Sensor].map(|p| p.encode()), [[0u8], [1], [2]]);
	let statuses = [EnrolmentStatus::Open, EnrolmentStatus::Closed, EnrolmentStatus::Revoked];
	assert_eq!(statuses.map(|status| status.encode()), [[0u8], [1], [2]]);
	let statuses = [RootStatus::Proposed, RootStatus::Admitted, RootStatus::Revoked];
	assert_eq!(statuses.map(|status| status.encode()), [[0u8], [1], [2]]);
	let ends = [OfferEnd::Withdrawn, OfferEnd::Declined, OfferEnd::Expired, OfferEnd::Void];
	assert_eq!(ends.map(|end| end.encode()), [[0u8], [1], [2], [3]]);
}

#[test]
fn storage_version_is_one() {
	use frame_support::traits::{GetStorageVersion, StorageVersion};
	assert_eq!(Devices::in_code_storage_version(), StorageVersion::new(1));
}
