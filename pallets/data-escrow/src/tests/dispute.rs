use counterfoil_primitives::exchange::Outcome;
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event, Misbehaviour};

#[test]
fn dispute_with_wrong_leaf_returns_price_and_gives_bond() {
	ExtBuilder::build_and_execute(|| {
		// The first leaf, one inside, the only leaf of the second part, the last one.
		for index in [0, 2, 3, 6] {
			let deal = Deal::revealed_with_wrong_leaf(index);
			let before = (purse(SUPPLIER).total, purse(DEMANDER).total);
			assert_ok!(dispute(DEMANDER, deal.id, deal.proof(index)));
			assert_eq!(outcome(deal.id), Outcome::Convicted);
			assert_eq!(
				last_event(),
				Event::Convicted {
					id: deal.id,
					supplier: did(SUPPLIER),
					demander: did(DEMANDER),
					index: index as u64,
					price: PRICE,
					bond: BOND,
					data_set: SET,
				}
			);
			let (supplier, demander) = (purse(SUPPLIER), purse(DEMANDER));
			assert_eq!(supplier, Purse { total: before.0 - BOND, price: 0, bond: 0 });
			assert_eq!(demander, Purse { total: before.1 + BOND, price: 0, bond: 0 });
		}
	});
}

#[test]
fn dispute_tells_of_the_conviction_only() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(4);
		take_events();
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(4)));
		assert!(matches!(take_events()[..], [Event::Convicted { .. }]));
		assert_punished();
	});
}

#[test]
fn dispute_with_right_leaf_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(4);
		for index in [0, 1, 2, 3, 5, 6] {
			assert_noop!(
				dispute(DEMANDER, deal.id, deal.proof(index)),
				Error::<Test>::NoMisbehaviour
			);
		}
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(4)));
	});
}

#[test]
fn dispute_about_truncated_or_lengthened_leaf_convicts() {
	ExtBuilder::build_and_execute(|| {
		let mut shorter = Deal::funded();
		shorter.ciphertext[1].pop();
		let shorter = shorter.commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, shorter.id, shorter.proof(1)));

		let mut empty = Deal::funded();
		empty.ciphertext[1].clear();
		let empty = empty.commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, empty.id, empty.proof(1)));

		let mut longest = Deal::funded();
		longest.ciphertext[1].resize(4096, 0);
		let longest = longest.commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, longest.id, longest.proof(1)));
	});
}

#[test]
fn dispute_about_swapped_leaves_convicts() {
	ExtBuilder::build_and_execute(|| {
		let mut deal = Deal::funded();
		deal.ciphertext.swap(0, 6);
		let deal = deal.commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
	});
}

#[test]
fn dispute_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		assert_noop!(dispute(DEMANDER, deal.id, deal.proof(0)), Error::<Test>::AlreadyClosed);
		assert_punished();
	});
}

#[test]
fn dispute_before_key_is_revealed_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		let proof = deal.proof(0);
		assert_noop!(dispute(DEMANDER, deal.id, proof.clone()), Error::<Test>::NotRevealed);
		let deal = deal.fund();
		assert_noop!(dispute(DEMANDER, deal.id, proof.clone()), Error::<Test>::NotRevealed);
		let deal = deal.commit();
		assert_noop!(dispute(DEMANDER, deal.id, proof.clone()), Error::<Test>::NotRevealed);
		let deal = deal.accept();
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::NotRevealed);
	});
}

#[test]
fn dispute_by_supplier_or_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		for who in [SUPPLIER, STRANGER] {
			assert_noop!(dispute(who, deal.id, deal.proof(0)), Error::<Test>::NotDemander);
		}
	});
}

#[test]
fn dispute_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		let other = Deal::revealed_with_wrong_leaf(0);
		set_time(START + WINDOWS.dispute);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		set_time(START + WINDOWS.dispute + 1);
		assert_noop!(dispute(DEMANDER, other.id, other.proof(0)), Error::<Test>::DeadlinePassed);
	});
}

#[test]
fn dispute_after_wrong_proof_can_be_repeated_with_right_one() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(5);
		let mut wrong = deal.proof(5);
		wrong.leaf[0] ^= 1;
		assert_noop!(dispute(DEMANDER, deal.id, wrong), Error::<Test>::BadLeafProof);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(5)));
		assert_punished();
	});
}

#[test]
fn dispute_weighs_by_the_length_of_its_proof() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		let short = deal.proof(0);
		let mut longer = short.clone();
		longer.ciphertext = vec![0; 4096].try_into().unwrap();
		let mut longest = longer.clone();
		longest.leaf_path = vec![[0; 32]; 64].try_into().unwrap();
		longest.ciphertext_path = longest.leaf_path.clone();
		let weight = |proof: &Misbehaviour| DataEscrow::weight_of_dispute(proof).ref_time();
		assert!(weight(&short) < weight(&longer));
		assert!(weight(&longer) < weight(&longest));
	});
}
