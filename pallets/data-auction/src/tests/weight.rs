//! What the calls are charged.

use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
use pallet_support::testing::NORMAL;

use super::*;
use crate::{
	weights::{WeightInfo, MAX_BENEFICIARIES},
	Call,
};

#[test]
fn every_weight_counts_time_and_even_the_heaviest_call_leaves_room_for_others() {
	// By the bounds of a runtime, which are wider than those of the mock.
	let weights = [
		<() as WeightInfo>::open(64),
		<() as WeightInfo>::bid(MAX_BENEFICIARIES),
		<() as WeightInfo>::reveal(),
		<() as WeightInfo>::take(64, MAX_BENEFICIARIES),
		<() as WeightInfo>::cancel(),
		<() as WeightInfo>::advance(64, 8),
		<() as WeightInfo>::collect(),
		<() as WeightInfo>::set_parameters(),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0);
		assert!(weight.ref_time() < NORMAL / 4, "{weight:?}");
	}
}

#[test]
fn opening_is_charged_by_what_the_lot_carries() {
	ExtBuilder::build_and_execute(|| {
		let lot = |count: u64| Lot {
			submissions: (0..count).collect::<Vec<_>>().try_into().unwrap(),
			..good_lot(SUPPLIER)
		};
		let charged = |call: Call<Test>| -> Weight { call.get_dispatch_info().call_weight };
		for count in [1, 3] {
			let weight = <() as WeightInfo>::open(count);
			let lot = lot(count.into());
			assert_eq!(charged(Call::open_sealed { lot: lot.clone(), terms: terms() }), weight);
			assert_eq!(charged(Call::open_descending { lot, copies: 1, sale: sale() }), weight);
		}
		let step = <() as WeightInfo>::advance(MAX_LOT, SETTLE_PER_STEP);
		assert_eq!(charged(Call::advance { auction: 0 }), step);
	});
}
