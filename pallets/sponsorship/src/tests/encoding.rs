//! Bytes that clients depend on.

use super::*;
use codec::Encode;
use counterfoil_primitives::{did::VerificationKey, Hash};
use frame_support::traits::{GetStorageVersion, StorageVersion};

const LIMITS: Limits =
	Limits { calls_per_window: 1, spend_per_window: 2, window: 3, spend_total: 4, valid_until: 5 };

fn limits_bytes() -> Vec<u8> {
	[
		&[1u8, 0, 0, 0][..],
		&[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
		&[3, 0, 0, 0, 0, 0, 0, 0],
		&[4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
		&[5, 0, 0, 0, 0, 0, 0, 0],
	]
	.concat()
}

#[test]
fn calls_keep_their_indices_and_argument_order() {
	let encoded = |call: Call<Test>| call.encode();
	let beneficiary = Beneficiary::Did(DidId([9; 32]));
	let fleet = Beneficiary::DevicesOf(DidId([9; 32]));

	let expected = [&[0u8, 0][..], &[9; 32], &limits_bytes()].concat();
	assert_eq!(encoded(Call::sponsor { beneficiary, limits: LIMITS }), expected);

	let expected = [&[1u8, 1][..], &[9; 32], &limits_bytes()].concat();
	assert_eq!(encoded(Call::amend { beneficiary: fleet, limits: LIMITS }), expected);

	let expected = [&[2u8, 0][..], &[9; 32]].concat();
	assert_eq!(encoded(Call::end { beneficiary }), expected);

	let terms = CallTerms {
		did: DidId([9; 32]),
		nonce: 1,
		sponsor: Some(2),
		valid_from: 3,
		valid_until: 4,
	};
	let call = Box::new(remark(b"ab"));
	let signature = KeySignature::Ed25519([8; 64]);
	let expected = [
		&[3u8][..],
		&[9; 32],
		&[1, 0, 0, 0, 0, 0, 0, 0],
		&[1, 2, 0, 0, 0, 0, 0, 0, 0],
		&[3, 0, 0, 0, 0, 0, 0, 0],
		&[4, 0, 0, 0, 0, 0, 0, 0],
		// System::remark of two bytes
		&[0, 0, 2 << 2, b'a', b'b'],
		&[0],
		&[8; 64],
	]
	.concat();
	assert_eq!(encoded(Call::dispatch { terms, call, signature }), expected);

	let expected = [&[4u8][..], &[9; 32], &[7, 0, 0, 0, 0, 0, 0, 0]].concat();
	assert_eq!(encoded(Call::cancel { did: DidId([9; 32]), nonce: 7 }), expected);
}

#[test]
fn signed_bytes_of_a_remark_are_the_pinned_ones() {
	ExtBuilder::default().build_and_execute(|| {
		let terms = CallTerms {
			did: DidId([9; 32]),
			nonce: 1,
			sponsor: Some(2),
			valid_from: 3,
			valid_until: 4,
		};
		let call = remark(b"ab");
		let digest: Hash = sp_io::hashing::sha2_256(&[0, 0, 2 << 2, b'a', b'b']);
		let expected = [
			&[29u8 << 2][..],
			b"counterfoil/sponsored-call/v1",
			&System::block_hash(0).0,
			&[1, 0, 0, 0, 0, 0, 0, 0],
			&[9; 32],
			&[1, 2, 0, 0, 0, 0, 0, 0, 0],
			&[3, 0, 0, 0, 0, 0, 0, 0],
			&[4, 0, 0, 0, 0, 0, 0, 0],
			// the version of transactions
			&[7, 0, 0, 0],
			&digest,
		]
		.concat();
		assert_eq!(Sponsorship::signing_payload(terms, call.encode()), Some(expected));
	});
}

#[test]
fn hold_reason_origin_and_reasons_keep_their_indices() {
	assert_eq!(HoldReason::Sponsorship.encode(), [0]);
	assert_eq!(
		[EndReason::Withdrawn, EndReason::Expired].map(|reason| reason.encode()),
		[[0], [1]]
	);
	let origin = crate::RawOrigin::Sponsored { did: DidId([9; 32]), sponsor: 2u64 };
	assert_eq!(origin.encode(), [&[0u8][..], &[9; 32], &[2, 0, 0, 0, 0, 0, 0, 0]].concat());
}

#[test]
fn events_keep_their_indices() {
	let beneficiary = Beneficiary::Did(DidId([9; 32]));
	let did = DidId::of_key(&VerificationKey::Ed25519([1; 32]));
	let events: [Event<Test>; 5] = [
		Event::SponsorshipOpened { sponsor: 1, beneficiary, limits: LIMITS },
		Event::SponsorshipAmended { sponsor: 1, beneficiary, limits: LIMITS },
		Event::SponsorshipEnded { sponsor: 1, beneficiary, reason: EndReason::Expired },
		Event::Dispatched {
			did,
			sponsor: 1,
			beneficiary,
			nonce: 2,
			call: [3; 32],
			spent: 4,
			result: Ok(()),
		},
		Event::NoncesCancelled { did, by: did, next: 5 },
	];
	assert_eq!(events.map(|event| event.encode().first().copied().unwrap()), [0, 1, 2, 3, 4]);
}

#[test]
fn storage_of_sponsorship_is_limits_usage_ticket() {
	ExtBuilder::sponsored().build_and_execute(|| {
		let record = Sponsorships::<Test>::get(SPONSOR, device()).unwrap();
		let usage = (NOW, 0u64, 0u32, 0u128, 0u128);
		assert_eq!(record.encode(), (limits(), usage, PRICE).encode());
	});
}

#[test]
fn storage_version_is_one() {
	assert_eq!(Sponsorship::in_code_storage_version(), StorageVersion::new(1));
}
