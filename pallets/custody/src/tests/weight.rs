//! What the calls are charged.

use counterfoil_primitives::custody::Source;
use frame_support::dispatch::GetDispatchInfo;
use pallet_support::testing::NORMAL;

use crate::{mock::*, weights::WeightInfo, Call, Submissions};

#[test]
fn every_weight_counts_time_and_even_the_heaviest_call_leaves_room_for_others() {
	let weights = [
		<() as WeightInfo>::request(64),
		<() as WeightInfo>::confirm(),
		<() as WeightInfo>::provide(),
		<() as WeightInfo>::provide_sold(),
		<() as WeightInfo>::acknowledge(),
		<() as WeightInfo>::deny(),
		<() as WeightInfo>::withdraw(),
		<() as WeightInfo>::expire(),
		<() as WeightInfo>::agenda_entry(),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0);
		assert!(weight.ref_time() < NORMAL / 20, "{weight:?}");
	}
}

#[test]
fn request_is_charged_by_what_it_names() {
	let charged = |count: u64| {
		Call::<Test>::request {
			source: Source::Owner(SET),
			submissions: Submissions::truncate_from((0..count).collect()),
			usage: statement(wide()),
			user: None,
			until: UNTIL,
		}
		.get_dispatch_info()
		.call_weight
	};
	assert_eq!(charged(9), <() as WeightInfo>::request(9));
	assert!(charged(64).ref_time() > charged(1).ref_time());
}
