//! What transactions cost.

use crate::{
	chain::*,
	parties::{Parties, SCHEMA},
};
use codec::Encode;
use counterfoil_primitives::{
	payload::{signing_bytes, Purpose},
	KeySignature, SubmissionBody, Tree,
};
use counterfoil_runtime::{
	constants::currency::MILLI_CFL, Balance, DataRegistry, Runtime, RuntimeCall, TransactionPayment,
};
use frame_support::{assert_ok, weights::Weight};
use sp_keyring::Sr25519Keyring;

/// The call that submits a batch of so many readings, signed by the meter.
fn batch(chain: &Chain, parties: &Parties, readings: u64) -> RuntimeCall {
	let leaves: Vec<String> = (0..readings).map(|number| format!("{number},17.3")).collect();
	let body = SubmissionBody {
		data_set: parties.data_set,
		schema: SCHEMA,
		fingerprint: Tree::from_leaves(&leaves).fingerprint(),
		from: chain.now(),
		to: chain.now(),
		corrects: None,
	};
	let sequence = DataRegistry::next_sequence(parties.meter);
	let message = signing_bytes(Purpose::Submission, &chain.genesis(), sequence, &body);
	let signature = KeySignature::Sr25519(Parties::METER.sign(&message).into());
	pallet_data_registry::Call::<Runtime>::submit {
		device: parties.meter,
		sequence,
		body,
		signature,
	}
	.into()
}

/// Weight and fee as the runtime API tells them, and what was paid at last.
fn cost(chain: &mut Chain, parties: &Parties, readings: u64) -> (Weight, Balance, Balance) {
	let call = batch(chain, parties, readings);
	let mut told = None;
	let before = chain.fees_of(Parties::UTILITY);
	chain.avoid_session_block();
	let quoted = call.clone();
	chain.block(|| {
		let transaction = sign(Parties::UTILITY, quoted);
		let length = u32::try_from(transaction.encoded_size()).unwrap();
		told = Some(TransactionPayment::query_info(transaction, length));
	});
	let told = told.expect("the runtime tells");
	assert_ok!(chain.submit(Parties::UTILITY, call));
	(told.weight, told.partial_fee, chain.fees_of(Parties::UTILITY) - before)
}

#[test]
fn batch_of_a_thousand_readings_costs_no_more_than_twice_a_batch_of_ten() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let held = || total(Parties::UTILITY) - free(Parties::UTILITY);
		let empty = held();
		let (small_weight, small_fee, small_paid) = cost(chain, &parties, 10);
		let small_deposit = held() - empty;
		let (large_weight, large_fee, large_paid) = cost(chain, &parties, 1_000);
		let large_deposit = held() - empty - small_deposit;

		assert!(large_weight.ref_time() <= 2 * small_weight.ref_time());
		assert!(large_fee <= 2 * small_fee, "{large_fee} against {small_fee}");
		assert!(large_paid <= 2 * small_paid, "{large_paid} against {small_paid}");
		assert_eq!(large_deposit, small_deposit);
		// As things are, it costs the same but for a few bytes of length.
		assert!(large_fee < small_fee + MILLI_CFL);
	});
}

#[test]
fn fee_that_is_told_is_never_exceeded() {
	on_chain(DEV, |chain| {
		let parties = Parties::approved(chain);
		let (_, told, paid) = cost(chain, &parties, 10);
		assert!(paid <= told, "{paid} paid, {told} told");
		assert!(paid > told / 2, "{paid} paid, {told} told");
	});
}

/// What an account can spend.
fn free(who: Sr25519Keyring) -> Balance {
	use frame_support::traits::fungible::Inspect;
	counterfoil_runtime::Balances::balance(&who.to_account_id())
}
