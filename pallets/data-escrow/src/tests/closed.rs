//! What those hear who want to know how agreements end.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	traits::{ClosedAgreement, OnAgreementClosed},
};
use frame_support::{assert_ok, dispatch::GetDispatchInfo, traits::Get};
use pallet_support::weights::formula;

use crate::{mock::*, weights::MAX_PAYEES, Call, Misbehaviour, WeightInfo};

/// What is heard of a deal with the usual terms.
fn heard(deal: &Deal, outcome: Outcome) -> ClosedAgreement<u64, u64> {
	ClosedAgreement {
		id: deal.id,
		supplier: subject(SUPPLIER),
		demander: subject(DEMANDER),
		data_set: SET,
		submissions: vec![11, 12, 13],
		parts: fingerprints(&deal.lot),
		ciphertext_root: None,
		watermark: None,
		price: PRICE,
		asset: Asset::Native,
		usage: usage(),
		outcome,
		by: None,
		delivered: false,
	}
}

#[test]
fn settlement_is_heard_once_with_what_was_delivered() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_eq!(Listeners::take(), []);
		assert_ok!(settle(DEMANDER, deal.id));
		let expected = ClosedAgreement {
			ciphertext_root: Some(deal.root()),
			watermark: WATERMARK,
			delivered: true,
			..heard(&deal, Outcome::Settled)
		};
		assert_eq!(Listeners::take(), [expected]);
	});
}

#[test]
fn conviction_is_heard_and_the_demander_can_read() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		let expected = ClosedAgreement {
			ciphertext_root: Some(deal.root()),
			watermark: WATERMARK,
			delivered: true,
			..heard(&deal, Outcome::Convicted)
		};
		assert_eq!(Listeners::take(), [expected]);
	});
}

#[test]
fn who_stepped_back_is_heard() {
	ExtBuilder::build_and_execute(|| {
		for who in [SUPPLIER, DEMANDER] {
			let deal = Deal::funded();
			assert_ok!(decline(who, deal.id));
			let expected =
				ClosedAgreement { by: Some(did(who)), ..heard(&deal, Outcome::Declined) };
			assert_eq!(Listeners::take(), [expected]);
		}
	});
}

#[test]
fn what_the_chain_ends_is_heard_as_well() {
	ExtBuilder::build_and_execute(|| {
		let (agreed, accepted) = (Deal::agreed(), Deal::accepted());
		next_block(START + WINDOWS.reveal + 1_000);
		let unrevealed = ClosedAgreement {
			ciphertext_root: Some(accepted.root()),
			watermark: WATERMARK,
			..heard(&accepted, Outcome::NotRevealed)
		};
		assert_eq!(Listeners::take(), [heard(&agreed, Outcome::NotFunded), unrevealed]);
	});
}

#[test]
fn those_who_hear_are_part_of_the_weight_of_every_end() {
	let theirs = formula(
		<Test as frame_system::Config>::DbWeight::get(),
		0,
		<Listeners as OnAgreementClosed<u64, u64>>::READS,
		<Listeners as OnAgreementClosed<u64, u64>>::WRITES,
	);
	let proof = Misbehaviour {
		index: 0,
		ciphertext: vec![0; 9].try_into().unwrap(),
		ciphertext_path: vec![[0; 32]; 3].try_into().unwrap(),
		leaf: [0; 32],
		leaf_path: vec![[0; 32]; 2].try_into().unwrap(),
	};
	let cases = [
		(Call::<Test>::settle { id: 0 }, <() as WeightInfo>::settle(MAX_PAYEES)),
		(Call::<Test>::expire { id: 0 }, <() as WeightInfo>::expire(MAX_PAYEES)),
		(Call::<Test>::decline { id: 0 }, <() as WeightInfo>::decline(4)),
		(Call::<Test>::dispute { id: 0, proof }, <() as WeightInfo>::dispute(9, 3 + 2)),
		(Call::<Test>::concede { id: 0 }, <() as WeightInfo>::concede()),
		(
			Call::<Test>::decide { id: 0, to_supplier: 0, reason: [0; 32] },
			<() as WeightInfo>::decide(MAX_PAYEES),
		),
		(Call::<Test>::recuse { id: 0 }, <() as WeightInfo>::recuse(MAX_PAYEES)),
	];
	for (call, own) in cases {
		assert_eq!(call.get_dispatch_info().call_weight, own.saturating_add(theirs), "{call:?}");
	}
}
