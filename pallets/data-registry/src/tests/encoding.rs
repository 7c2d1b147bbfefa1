//! What clients encode and decode is pinned here: a change breaks them and needs a new version.

use codec::Encode;
use pallet_data_registry_runtime_api::Verification;

use super::*;

fn padded(text: &str, width: usize) -> Vec<u8> {
	let mut bytes = text.as_bytes().to_vec();
	bytes.resize(width, 0);
	bytes
}

#[test]
fn encoding_of_register_data_set_is_pinned() {
	let call = Call::<Test>::register_data_set { details: details(), parents: parents(&[3, 258]) };
	let expected = [
		vec![0],
		vec![1; 32],
		padded("application/json", 64),
		padded("water/flow", 32),
		padded("u4pruyd", 12),
		vec![1],
		vec![2; 32],
		vec![2 << 2],
		vec![3, 0, 0, 0, 0, 0, 0, 0],
		vec![2, 1, 0, 0, 0, 0, 0, 0],
	]
	.concat();
	assert_eq!(call.encode(), expected);
}

#[test]
fn encoding_of_submit_is_pinned() {
	let call = Call::<Test>::submit {
		device: did(DEVICE),
		sequence: 513,
		body: body(258),
		signature: KeySignature::Ed25519([7; 64]),
	};
	let expected = [
		&[1u8][..],
		&did(DEVICE).0,
		&[1, 2, 0, 0, 0, 0, 0, 0],
		&[2, 1, 0, 0, 0, 0, 0, 0],
		&[1; 32],
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
fn encodings_of_the_other_calls_are_pinned() {
	let parameters = RegistryParameters { clock_tolerance: 7, max_span: 8, max_age: 9 };
	let set = Call::<Test>::set_parameters { parameters };
	let expected = [
		&[5u8][..],
		&[7, 0, 0, 0, 0, 0, 0, 0],
		&[8, 0, 0, 0, 0, 0, 0, 0],
		&[9, 0, 0, 0, 0, 0, 0, 0],
	]
	.concat();
	assert_eq!(set.encode(), expected);

	let register = Call::<Test>::register_schema {
		hash: [5; 32],
		media_type: schema_type(),
		previous: Some([4; 32]),
	};
	let expected =
		[vec![6], vec![5; 32], padded("application/schema+json", 64), vec![1], vec![4; 32]]
			.concat();
	assert_eq!(register.encode(), expected);

	let deprecate = Call::<Test>::deprecate_schema { hash: [5; 32] };
	assert_eq!(deprecate.encode(), [&[7u8][..], &[5; 32]].concat());
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
		Reason::Vetoed,
	];
	assert_eq!(reasons.encode(), [0, 1, 2, 3, 4, 5, 6]);
	let statuses = [
		SubmissionStatus::Submitted,
		SubmissionStatus::Validated,
		SubmissionStatus::Rejected,
		SubmissionStatus::Validating,
		SubmissionStatus::Superseded,
	];
	assert_eq!(statuses.encode(), [0, 1, 2, 3, 4]);
	let holds = [HoldReason::DataSet, HoldReason::Submission, HoldReason::Schema];
	assert_eq!(holds.encode(), [0, 1, 3]);
	let verifications = [Verification::Match, Verification::Mismatch, Verification::Unknown];
	assert_eq!(verifications.encode(), [0, 1, 2]);
}
