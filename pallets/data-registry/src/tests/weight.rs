use counterfoil_primitives::{
	did::KeySignature, fingerprint::Fingerprint, payload::SubmissionBody,
};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight};

use super::*;

/// What a batch of so many readings weighs, and how long its call is.
fn submit_of(leaves: u64) -> (Weight, usize) {
	let body = body(0);
	let fingerprint = Fingerprint { leaves, bytes: leaves * 64, ..body.fingerprint };
	let call = Call::<Test>::submit {
		device: did(DEVICE),
		body: SubmissionBody { fingerprint, ..body },
		signature: KeySignature::Ed25519([0; 64]),
	};
	(call.get_dispatch_info().call_weight, codec::Encode::encoded_size(&call))
}

#[test]
fn weight_and_length_of_submit_do_not_depend_on_the_number_of_readings() {
	assert_eq!(submit_of(10), submit_of(1_000));
	assert_eq!(submit_of(10), submit_of(10_000_000));
}

#[test]
fn every_weight_counts_time_and_submit_is_the_heaviest() {
	let submit = <() as WeightInfo>::submit();
	let others = [
		<() as WeightInfo>::register_data_set(),
		<() as WeightInfo>::attest(),
		<() as WeightInfo>::certify(),
		<() as WeightInfo>::revoke_certificate(),
		<() as WeightInfo>::set_parameters(),
	];
	for other in others {
		assert!(other.ref_time() > 0);
		assert!(other.all_lt(submit));
	}
}
