use pallet_support::testing::NORMAL;

use crate::WeightInfo;

#[test]
fn every_weight_counts_time_and_leaves_room_for_others() {
	let weights = [
		<() as WeightInfo>::allow(),
		<() as WeightInfo>::amend(),
		<() as WeightInfo>::revoke(),
		<() as WeightInfo>::spend(),
		<() as WeightInfo>::agenda_entry(),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0 && weight.ref_time() < NORMAL / 10, "{weight:?}");
	}
}
