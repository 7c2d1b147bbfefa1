//! What the calls are charged.

use counterfoil_primitives::did::KeySignature;
use frame_support::{dispatch::GetDispatchInfo, weights::Weight, BoundedVec};
use pallet_support::testing::NORMAL;

use crate::{mock::*, weights::WeightInfo, Call, MAX_ANNOUNCEMENTS, MAX_USES};

#[test]
fn every_weight_counts_time_and_even_the_heaviest_call_leaves_room_for_others() {
	let weights = [
		<() as WeightInfo>::offer_shares(),
		<() as WeightInfo>::approve_offer(),
		<() as WeightInfo>::accept_shares(),
		<() as WeightInfo>::close_offer(),
		<() as WeightInfo>::approve_decision(),
		<() as WeightInfo>::withdraw_approval(),
		<() as WeightInfo>::set_field_classes(),
		<() as WeightInfo>::set_listing(),
		<() as WeightInfo>::set_operator(),
		<() as WeightInfo>::grant(),
		<() as WeightInfo>::revoke_grant(),
		<() as WeightInfo>::use_grant(),
		<() as WeightInfo>::open_epoch(),
		<() as WeightInfo>::announce_keys(MAX_ANNOUNCEMENTS),
		<() as WeightInfo>::prune_epoch(),
		<() as WeightInfo>::record_accesses(MAX_USES),
		<() as WeightInfo>::prove_contradiction(64),
		<() as WeightInfo>::set_parameters(),
		<() as WeightInfo>::access(),
		<() as WeightInfo>::agenda_entry(),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0);
		assert!(weight.ref_time() < NORMAL / 4, "{weight:?}");
	}
}

#[test]
fn calls_are_charged_by_what_they_carry() {
	let announce = |count: usize| -> Weight {
		let keys = BoundedVec::truncate_from(vec![class_key(READER, None); count]);
		Call::<Test>::announce_keys { data_set: SET, epoch: 0, keys }
			.get_dispatch_info()
			.call_weight
	};
	assert_eq!(announce(3), <() as WeightInfo>::announce_keys(3));
	let prove = |hashes: usize| -> Weight {
		ExtBuilder.build().execute_with(|| {
			Call::<Test>::prove_contradiction {
				operator: did(OPERATOR),
				sequence: 0,
				record: record(0),
				index: 0,
				path: BoundedVec::truncate_from(vec![[0; 32]; hashes]),
			}
			.get_dispatch_info()
			.call_weight
		})
	};
	assert_eq!(prove(9), <() as WeightInfo>::prove_contradiction(9));
	let record = |count: u64| -> Weight {
		ExtBuilder.build().execute_with(|| {
			let mut batch = Books::of(&[record(0)]).batch();
			batch.uses = BoundedVec::truncate_from((0..count).map(|grant| (grant, 1)).collect());
			let signature = sign_as(OPERATOR, &GENESIS, 0, &batch);
			Call::<Test>::record_accesses { batch, signature }.get_dispatch_info().call_weight
		})
	};
	assert_eq!(record(5), <() as WeightInfo>::record_accesses(5));
}

#[test]
fn attack_signature_that_the_host_does_not_check_costs_what_it_takes() {
	ExtBuilder.build_and_execute(|| {
		let batch = Books::of(&[record(0)]).batch();
		let charged = |signature| {
			let batch = batch.clone();
			Call::<Test>::record_accesses { batch, signature }.get_dispatch_info().call_weight
		};
		let host = charged(KeySignature::Ed25519([0; 64]));
		let own = charged(KeySignature::EcdsaP256([0; 64]));
		// Four keys, 606 us each as measured natively.
		assert!(own.ref_time() - host.ref_time() > 4 * 606_000_000);
	});
}
