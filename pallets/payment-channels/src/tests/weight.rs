//! What the calls are charged.

use counterfoil_primitives::{did::KeySignature, money::Commission};
use frame_support::{dispatch::GetDispatchInfo, weights::Weight, BoundedVec};
use pallet_support::{signatures::HOST_SIGNATURE, testing::NORMAL};

use crate::{mock::*, weights::WeightInfo, Call, MAX_PARTS};

#[test]
fn every_weight_counts_time_and_even_the_heaviest_call_leaves_room_for_others() {
	let weights = [
		<() as WeightInfo>::open(),
		<() as WeightInfo>::top_up(),
		<() as WeightInfo>::claim(MAX_PARTS),
		<() as WeightInfo>::close(MAX_PARTS),
		<() as WeightInfo>::close_by_payee(MAX_PARTS),
		<() as WeightInfo>::request_close(),
		<() as WeightInfo>::finalise(MAX_PARTS),
		<() as WeightInfo>::settle(MAX_PARTS),
		<() as WeightInfo>::set_parameters(),
		<() as WeightInfo>::agenda_entry(MAX_PARTS),
		<() as WeightInfo>::agenda_bucket(),
	];
	for weight in weights {
		assert!(weight.ref_time() > 0);
		assert!(weight.ref_time() < NORMAL / 4, "{weight:?}");
	}
}

/// A channel that is large enough for others to share in a claim.
fn large() -> Terms {
	Terms { deposit: 10_000, ..terms() }
}

#[test]
fn claim_is_charged_for_the_parts_that_its_channel_can_have() {
	ExtBuilder::build_and_execute(|| {
		let taken = |id| -> Weight {
			let (voucher, signature) = signed(id, 10_000);
			let origin = RuntimeOrigin::signed(PASSER_BY);
			let info = PaymentChannels::claim(origin, id, voucher, signature).unwrap();
			info.actual_weight.unwrap()
		};
		let most = {
			let (voucher, signature) = signed(0, 300);
			Call::<Test>::claim { channel: 0, voucher, signature }.get_dispatch_info().call_weight
		};
		assert_eq!(most, <() as WeightInfo>::claim(MAX_PARTS));
		assert_eq!(taken(opened_with(large())), <() as WeightInfo>::claim(0));
		let commission = Commission { payee: did(PLATFORM), per_mille: 100 };
		let commissions = BoundedVec::truncate_from(vec![commission]);
		let id = opened_with(Terms { commissions: commissions.clone(), ..large() });
		assert_eq!(taken(id), <() as WeightInfo>::claim(1));
		let id = opened_with(Terms { commissions, data_set: Some(SET), ..large() });
		assert_eq!(taken(id), <() as WeightInfo>::claim(17));
	});
}

#[test]
fn refused_claim_does_not_pay_for_parts() {
	ExtBuilder::build_and_execute(|| {
		let id = opened_with(Terms { data_set: Some(SET), ..large() });
		let (voucher, _) = signed(id, 10_000);
		let (_, other) = signed(id, 9_000);
		let claim = PaymentChannels::claim(RuntimeOrigin::signed(PASSER_BY), id, voucher, other);
		let weight = claim.unwrap_err().post_info.actual_weight;
		assert_eq!(weight, Some(<() as WeightInfo>::claim(0)));
		let early = PaymentChannels::finalise(RuntimeOrigin::signed(PASSER_BY), id);
		let weight = early.unwrap_err().post_info.actual_weight;
		assert_eq!(weight, Some(<() as WeightInfo>::finalise(0)));
	});
}

#[test]
fn claim_counts_one_signature_and_a_close_those_of_both() {
	assert!(<() as WeightInfo>::claim(0).ref_time() > HOST_SIGNATURE);
	assert!(<() as WeightInfo>::close(0).ref_time() > 5 * HOST_SIGNATURE);
}

#[test]
fn attack_signature_that_the_host_does_not_check_costs_what_it_takes() {
	let voucher = voucher(300, 3);
	let charged = |signature| {
		Call::<Test>::claim { channel: 0, voucher, signature }.get_dispatch_info().call_weight
	};
	let host = charged(KeySignature::Ed25519([0; 64]));
	let own = charged(KeySignature::EcdsaP256([0; 64]));
	// 606 us as measured natively.
	assert!(own.ref_time() - host.ref_time() > 606_000_000);
	let best = |signature| {
		let best = Some((voucher, signature));
		Call::<Test>::close_by_payee { channel: 0, best }.get_dispatch_info().call_weight
	};
	let more = best(KeySignature::EcdsaP256([0; 64])) - best(KeySignature::Ed25519([0; 64]));
	assert_eq!(more, own - host);
}
