use counterfoil_primitives::{access::MAX_HOLDERS, traits::NewStream};
use frame_support::{dispatch::PostDispatchInfo, weights::Weight};
use pallet_support::testing::NORMAL;

use crate::{mock::*, WeightInfo, MAX_PARTS};

#[test]
fn claim_and_close_pay_for_the_holders_that_there_can_be() {
	ExtBuilder::build_and_execute(|| {
		let origin = RuntimeOrigin::signed;
		let cost = |info: PostDispatchInfo| info.actual_weight.expect("it is known");
		let spent = |data_set| -> [Weight; 2] {
			let id = opened_with(Terms { data_set, ..TERMS });
			wait(10_000);
			let claim = PaymentStreams::claim(origin(STRANGER), id).expect("something is due");
			[claim, PaymentStreams::close(origin(PAYEE), id).expect("it ends")].map(cost)
		};
		let costs =
			|holders| [<() as WeightInfo>::claim(holders), <() as WeightInfo>::close(holders)];
		assert_eq!(spent(None), costs(0));
		assert_eq!(spent(Some(SET)), costs(MAX_HOLDERS));
		assert!(costs(0)[0].all_lt(costs(MAX_HOLDERS)[0]));
		let terms = NewStream { commissions: vec![commission(HOLDER, 1); 2], ..agreed() };
		let id = propose(terms).unwrap();
		fund(PAYER, id, DEPOSIT, None).unwrap();
		let close = PaymentStreams::close(origin(PAYEE), id).expect("it ends");
		assert_eq!(cost(close), <() as WeightInfo>::close(MAX_PARTS));
	});
}

#[test]
fn refused_claim_does_not_pay_for_holders() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { data_set: Some(SET), ..TERMS });
		let early = PaymentStreams::claim(RuntimeOrigin::signed(STRANGER), id);
		let weight = early.unwrap_err().post_info.actual_weight;
		assert_eq!(weight, Some(<() as WeightInfo>::claim(0)));
	});
}

#[test]
fn every_weight_counts_time_and_leaves_room_for_others() {
	let weights = [
		<() as WeightInfo>::open(),
		<() as WeightInfo>::propose(),
		<() as WeightInfo>::fund(),
		<() as WeightInfo>::claim(MAX_PARTS),
		<() as WeightInfo>::top_up(),
		<() as WeightInfo>::pause(),
		<() as WeightInfo>::resume(),
		<() as WeightInfo>::change_rate(),
		<() as WeightInfo>::close(MAX_PARTS),
		<() as WeightInfo>::withdraw(),
		<() as WeightInfo>::set_parameters(),
		<() as WeightInfo>::agenda_entry(MAX_PARTS),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0 && weight.ref_time() < NORMAL / 10, "{weight:?}");
	}
}
