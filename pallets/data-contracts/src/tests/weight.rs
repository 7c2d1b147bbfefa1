//! What the calls are charged.

use counterfoil_primitives::traits::OnAgreementClosed;
use frame_support::{dispatch::GetDispatchInfo, BoundedVec};
use pallet_support::testing::NORMAL;

use crate::{mock::*, weights::WeightInfo, Call, MAX_OPEN};

#[test]
fn every_weight_counts_time_and_even_the_heaviest_call_leaves_room_for_others() {
	let weights = [
		<() as WeightInfo>::propose(),
		<() as WeightInfo>::withdraw(),
		<() as WeightInfo>::accept(),
		<() as WeightInfo>::fund_more(),
		<() as WeightInfo>::deliver(64),
		<() as WeightInfo>::decide(),
		<() as WeightInfo>::end(MAX_OPEN),
		<() as WeightInfo>::advance(),
		<() as WeightInfo>::protest(),
		<() as WeightInfo>::agenda_entry(),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0);
		assert!(weight.ref_time() < NORMAL / 4, "{weight:?}");
	}
}

#[test]
fn delivery_is_charged_by_its_submissions() {
	let charged = |count: u64| {
		let submissions = BoundedVec::truncate_from((0..count).collect());
		Call::<Test>::deliver { id: 0, batch: 0, submissions }.get_dispatch_info().call_weight
	};
	assert_eq!(charged(3), <() as WeightInfo>::deliver(3));
	assert!(charged(4).ref_time() > charged(3).ref_time());
}

#[test]
fn what_the_escrow_is_told_that_hearing_costs_is_bounded() {
	let reads = <DataContracts as OnAgreementClosed<u64, u64>>::READS;
	let writes = <DataContracts as OnAgreementClosed<u64, u64>>::WRITES;
	assert!((1..100).contains(&reads) && (1..100).contains(&writes), "{reads}, {writes}");
}
