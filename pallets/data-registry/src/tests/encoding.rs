//! What clients encode and decode is pinned here: a change breaks them and needs a new version.

use codec::Encode;
use counterfoil_primitives::did::KeySignature;
use pallet_data_registry_runtime_api::Verification;

use super::*;

#[test]
fn call_indices_and_arguments_are_pinned() {
	let attest = Call::<Test>::attest { submission: 258, verdict: valid(900) };
	assert_eq!(attest.encode(), [2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0x84, 0x03]);

	let certify = Call::<Test>::certify { submission: 1, document: [5; 32], valid_until: 2 };
	let expected =
		[&[3u8, 1, 0, 0, 0, 0, 0, 0, 0][..], &[5; 32], &[2, 0, 0, 0, 0, 0, 0, 0]].concat();
	assert_eq!(certify.encode(), expected);

	let revoke = Call::<Test>::revoke_certificate { certificate: 1, reason: [6; 32] };
	assert_eq!(revoke.encode(), [&[4u8, 1, 0, 0, 0, 0, 0, 0, 0][..], &[6; 32]].concat());

	let parameters = RegistryParameters { validations_required: 3, clock_tolerance: 7 };
	let set = Call::<Test>::set_parameters { parameters };
	assert_eq!(set.encode(), [5, 3, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn encoding_of_register_data_set_is_pinned() {
	let padded = |text: &str, width: usize| {
		let mut bytes = text.as_bytes().to_vec();
		bytes.resize(width, 0);
		bytes
	};
	let expected = [
		vec![0],
		vec![1; 32],
		padded("application/json", 64),
		padded("water/flow", 32),
		padded("u4pruyd", 12),
		vec![1],
		vec![2; 32],
	]
	.concat();
	assert_eq!(Call::<Test>::register_data_set { details: details() }.encode(), expected);
}

#[test]
fn encoding_of_submit_is_pinned() {
	let call = Call::<Test>::submit {
		device: did(DEVICE),
		body: body(258),
		signature: KeySignature::Ed25519([7; 64]),
	};
	let expected = [
		&[1u8][..],
		&did(DEVICE).0,
		&[2, 1, 0, 0, 0, 0, 0, 0],
		&[0],
		&[9; 32],
		&10u64.to_le_bytes(),
		&640u64.to_le_bytes(),
		&(NOW - 60_000).to_le_bytes(),
		&NOW.to_le_bytes(),
		&[0],
		&[0],
		&[7; 64],
	]
	.concat();
	assert_eq!(call.encode(), expected);
}

#[test]
fn indices_of_words_are_pinned() {
	let confidentialities = [
		Confidentiality::Public,
		Confidentiality::Restricted,
		Confidentiality::Confidential,
		Confidentiality::Secret,
	];
	assert_eq!(confidentialities.encode(), [0, 1, 2, 3]);
	let reasons = [
		Reason::Corrupted,
		Reason::OutOfRange,
		Reason::Incomplete,
		Reason::WrongSchema,
		Reason::Implausible,
		Reason::Other,
	];
	assert_eq!(reasons.encode(), [0, 1, 2, 3, 4, 5]);
	let statuses =
		[SubmissionStatus::Submitted, SubmissionStatus::Validated, SubmissionStatus::Rejected];
	assert_eq!(statuses.encode(), [0, 1, 2]);
	assert_eq!(invalid().encode(), [1, 1, 1, 3, 0, 0, 0, 0, 0, 0, 0]);
	let holds = [HoldReason::DataSet, HoldReason::Submission, HoldReason::Certificate];
	assert_eq!(holds.encode(), [0, 1, 2]);
	let verifications = [Verification::Match, Verification::Mismatch, Verification::Unknown];
	assert_eq!(verifications.encode(), [0, 1, 2]);
}
