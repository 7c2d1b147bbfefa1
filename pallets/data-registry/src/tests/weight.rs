use frame_support::{dispatch::GetDispatchInfo, weights::Weight};

use super::*;

/// What a batch of so many readings weighs, and how long its call is.
fn submit_of(leaves: u64) -> (Weight, usize) {
	let body = body(0);
	let fingerprint = Fingerprint { leaves, bytes: leaves * 64, ..body.fingerprint };
	let call = Call::<Test>::submit {
		device: did(DEVICE),
		sequence: 0,
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
		<() as WeightInfo>::register_data_set(MAX_PARENTS),
		<() as WeightInfo>::submit_again(),
		<() as WeightInfo>::set_parameters(),
		<() as WeightInfo>::register_schema(),
		<() as WeightInfo>::deprecate_schema(),
	];
	for other in others {
		assert!(other.ref_time() > 0);
		assert!(other.all_lt(submit));
	}
}

#[test]
fn weight_of_register_data_set_grows_with_its_parents() {
	let call = |parents| Call::<Test>::register_data_set { details: details(), parents };
	let weight = |list: &[u64]| call(parents(list)).get_dispatch_info().call_weight;
	assert!(weight(&[]).all_lt(weight(&[1])));
	assert_eq!(
		weight(&[1, 2]).saturating_sub(weight(&[1])),
		weight(&[1]).saturating_sub(weight(&[]))
	);
}

#[test]
fn attack_signature_that_the_runtime_checks_by_itself_is_paid_for_with_every_key() {
	use counterfoil_primitives::document::MAX_KEYS;

	let weight = |signature: KeySignature| {
		let call =
			Call::<Test>::submit { device: did(DEVICE), sequence: 0, body: body(0), signature };
		call.get_dispatch_info().call_weight
	};
	let host = weight(KeySignature::Ed25519([0; 64]));
	assert_eq!(host, <() as WeightInfo>::submit());
	assert_eq!(weight(KeySignature::EcdsaSecp256k1([0; 65])), host);
	// Checking one takes some 600 microseconds.
	let more = weight(KeySignature::EcdsaP256([0; 64])).saturating_sub(host);
	assert!(more.ref_time() >= 600_000_000 * u64::from(MAX_KEYS));
}
