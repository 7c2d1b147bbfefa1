//! What a dishonest party, or a stranger, might try.

use counterfoil_primitives::{
	exchange::{check_delivery, key_commitment, DeliveryError, Outcome},
	fingerprint::{leaf_hash, node_hash, Tree},
	traits::NewAgreement,
};
use frame_support::{
	assert_ok,
	traits::{LockableCurrency, WithdrawReasons},
	BoundedVec,
};
use pallet_support::assert_noop;

use crate::{mock::*, Error};

/// Freezes everything that an account has and will have.
pub fn freeze(account: u64) {
	Balances::set_lock(*b"attacker", &account, u64::MAX, WithdrawReasons::all());
}

/// Sends away whatever the account can send.
fn empty(account: u64) {
	assert_ok!(Balances::transfer_all(RuntimeOrigin::signed(account), PASSER_BY, false));
}

/// Makes the account live on without any balance of its own.
fn keep_alive_without_balance(account: u64) {
	System::inc_providers(&account);
	empty(account);
	assert_eq!(Balances::free_balance(account), 0);
}

#[test]
fn replay_of_commitment_from_another_agreement_cannot_be_opened() {
	ExtBuilder::build_and_execute(|| {
		let first = Deal::revealed();
		let second = Deal::funded();
		// The key of the first deal is public by now. Its commitment is of no use for the second.
		assert_ok!(commit(SUPPLIER, second.id, first.root(), first.commitment()));
		assert_ok!(accept(DEMANDER, second.id));
		assert_noop!(reveal(SUPPLIER, second.id, first.key), Error::<Test>::WrongKey);
		assert_noop!(reveal(SUPPLIER, second.id, second.key), Error::<Test>::WrongKey);
	});
}

#[test]
fn replay_of_commitment_from_another_chain_cannot_be_opened() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		let elsewhere = key_commitment(&[1; 32], deal.id, &deal.key);
		assert_ok!(commit(SUPPLIER, deal.id, deal.root(), elsewhere));
		assert_ok!(accept(DEMANDER, deal.id));
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::WrongKey);
	});
}

#[test]
fn commitment_to_junk_loses_the_bond() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		assert_ok!(commit(SUPPLIER, deal.id, deal.root(), [0xee; 32]));
		assert_ok!(accept(DEMANDER, deal.id));
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::WrongKey);
		set_time(START + WINDOWS.reveal + 1);
		assert_ok!(expire(PASSER_BY, deal.id));
		assert_punished();
	});
}

#[test]
fn root_over_something_else_is_noticed_before_acceptance() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		let root = [0xee; 32];
		assert_ok!(commit(SUPPLIER, deal.id, root, deal.commitment()));
		assert_eq!(
			check_delivery(&fingerprints(&deal.lot), &root, &deal.leaf_hashes(), &deal.ciphertext),
			Err(DeliveryError::CiphertextMismatch)
		);
		assert_ok!(decline(DEMANDER, deal.id));
		assert_nothing_moved();
	});
}

#[test]
fn key_other_than_the_one_of_the_ciphertext_convicts() {
	ExtBuilder::build_and_execute(|| {
		let mut deal = Deal::funded();
		deal.key = [0xee; 32];
		let deal = deal.commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(6)));
		assert_punished();
	});
}

#[test]
fn proof_from_another_agreement_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let cheated = Deal::revealed_with_wrong_leaf(2);
		let honest = Deal::revealed();
		assert_noop!(
			dispute(DEMANDER, honest.id, cheated.proof(2)),
			Error::<Test>::BadCiphertextProof
		);
	});
}

#[test]
fn proof_with_expected_leaf_from_another_lot_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let other = Tree::from_leaves([b"a", b"b", b"c"]);
		let mut proof = deal.proof(0);
		proof.leaf = other.leaf_hashes()[0];
		proof.leaf_path = BoundedVec::truncate_from(other.proof(0).unwrap());
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadLeafProof);
	});
}

#[test]
fn proof_with_expected_leaf_from_another_place_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		// Same place in another part of the same size, and another place in the same part.
		for index in [4, 1] {
			let mut proof = deal.proof(0);
			let elsewhere = deal.proof(index);
			proof.leaf = elsewhere.leaf;
			proof.leaf_path = elsewhere.leaf_path;
			assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadLeafProof);
		}
	});
}

#[test]
fn proof_with_ciphertext_from_another_place_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		for index in 1..LEAVES as usize {
			let mut proof = deal.proof(0);
			let elsewhere = deal.proof(index);
			proof.ciphertext = elsewhere.ciphertext;
			proof.ciphertext_path = elsewhere.ciphertext_path;
			assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
		}
	});
}

#[test]
fn proof_with_shifted_index_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		for index in 0..LEAVES {
			for shifted in (0..LEAVES).filter(|shifted| *shifted != index) {
				let mut proof = deal.proof(index as usize);
				proof.index = shifted;
				assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
			}
		}
	});
}

#[test]
fn proof_with_index_beyond_the_lot_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		for index in [LEAVES, LEAVES + 1, u64::MAX - 1, u64::MAX] {
			let mut proof = deal.proof(0);
			proof.index = index;
			assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::IndexOutOfRange);
		}
	});
}

#[test]
fn proof_with_altered_ciphertext_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let mut proof = deal.proof(5);
		proof.ciphertext[0] ^= 1;
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
	});
}

#[test]
fn proof_with_paths_too_long_or_too_short_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		let mut proof = deal.proof(0);
		proof.ciphertext_path.pop();
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
		let mut proof = deal.proof(0);
		proof.ciphertext_path.try_push([0; 32]).unwrap();
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
		let mut proof = deal.proof(0);
		proof.leaf_path.pop();
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadLeafProof);
		let mut proof = deal.proof(0);
		proof.leaf_path.try_push([0; 32]).unwrap();
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadLeafProof);
	});
}

#[test]
fn inner_node_passed_off_as_leaf_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		// The two hashes below the inner node over leaves 0 and 1, given as if they were a leaf.
		let tree = Tree::from_leaves(&deal.ciphertext);
		let [left, right] = [tree.leaf_hashes()[0], tree.leaf_hashes()[1]];
		let mut proof = deal.proof(0);
		proof.ciphertext = BoundedVec::truncate_from([left, right].concat());
		proof.ciphertext_path.remove(0);
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);

		let mut proof = deal.proof(0);
		let part = Tree::from_leaves(&deal.lot[0]);
		proof.leaf = node_hash(&part.leaf_hashes()[0], &part.leaf_hashes()[1]);
		proof.leaf_path.remove(0);
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadLeafProof);
	});
}

#[test]
fn hostile_proof_of_greatest_length_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let mut proof = deal.proof(0);
		proof.ciphertext = BoundedVec::truncate_from(vec![0xff; 4096]);
		proof.ciphertext_path = BoundedVec::truncate_from(vec![[0xff; 32]; 64]);
		proof.leaf_path = proof.ciphertext_path.clone();
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
	});
}

#[test]
fn plaintext_in_the_place_of_ciphertext_convicts_nobody() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let mut proof = deal.proof(3);
		proof.ciphertext = BoundedVec::truncate_from(deal.lot[1][0].clone());
		assert_eq!(leaf_hash(&proof.ciphertext), proof.leaf);
		assert_noop!(dispute(DEMANDER, deal.id, proof), Error::<Test>::BadCiphertextProof);
	});
}

#[test]
fn demander_who_settled_cannot_dispute_any_more() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_noop!(dispute(DEMANDER, deal.id, deal.proof(0)), Error::<Test>::AlreadyClosed);
		assert_paid();
	});
}

#[test]
fn supplier_cannot_escape_a_dispute_by_settling_expiring_or_declining() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(0);
		set_time(START + WINDOWS.dispute);
		assert_noop!(settle(SUPPLIER, deal.id), Error::<Test>::DisputeWindowOpen);
		assert_noop!(expire(SUPPLIER, deal.id), Error::<Test>::AlreadyRevealed);
		assert_noop!(decline(SUPPLIER, deal.id), Error::<Test>::AlreadyAccepted);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		assert_punished();
	});
}

#[test]
fn demander_cannot_take_key_and_money() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_noop!(decline(DEMANDER, deal.id), Error::<Test>::AlreadyAccepted);
		assert_noop!(expire(DEMANDER, deal.id), Error::<Test>::AlreadyRevealed);
		set_time(START + WINDOWS.dispute + 1);
		assert_noop!(expire(DEMANDER, deal.id), Error::<Test>::AlreadyRevealed);
		assert_ok!(settle(SUPPLIER, deal.id));
		assert_paid();
	});
}

#[test]
fn freeze_of_the_demander_does_not_stop_the_payment() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		freeze(DEMANDER);
		next_block(START + WINDOWS.dispute + 1_000);
		assert_eq!(outcome(deal.id), Outcome::Settled);
		assert_paid();
	});
}

#[test]
fn freeze_of_the_supplier_does_not_stop_the_penalty() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed_with_wrong_leaf(1);
		freeze(SUPPLIER);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(1)));
		assert_punished();
	});
}

#[test]
fn empty_accounts_do_not_stop_the_payment() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let demander_ticket = ticket(DEMANDER);
		empty(DEMANDER);
		empty(SUPPLIER);
		assert_eq!(Balances::free_balance(DEMANDER), EXISTENTIAL_DEPOSIT);
		assert_eq!(Balances::free_balance(SUPPLIER), EXISTENTIAL_DEPOSIT);
		next_block(START + WINDOWS.dispute + 1_000);
		assert_eq!(outcome(deal.id), Outcome::Settled);
		assert_eq!(Balances::free_balance(SUPPLIER), EXISTENTIAL_DEPOSIT + PRICE + BOND);
		assert_eq!(purse(DEMANDER).total, EXISTENTIAL_DEPOSIT + demander_ticket);
	});
}

#[test]
fn accounts_without_free_balance_do_not_stop_the_payment() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		keep_alive_without_balance(DEMANDER);
		keep_alive_without_balance(SUPPLIER);
		next_block(START + WINDOWS.dispute + 1_000);
		assert_eq!(outcome(deal.id), Outcome::Settled);
		assert_eq!(Balances::free_balance(SUPPLIER), PRICE + BOND);
		assert_eq!(Balances::free_balance(DEMANDER), 0);
	});
}

#[test]
fn accounts_without_free_balance_do_not_stop_refund_and_penalty() {
	ExtBuilder::build_and_execute(|| {
		let refunded = Deal::offered();
		let punished = Deal::revealed_with_wrong_leaf(0);
		keep_alive_without_balance(DEMANDER);
		keep_alive_without_balance(SUPPLIER);
		assert_ok!(decline(DEMANDER, refunded.id));
		assert_eq!(Balances::free_balance(SUPPLIER), BOND);
		assert_ok!(dispute(DEMANDER, punished.id, punished.proof(0)));
		assert_eq!(Balances::free_balance(SUPPLIER), BOND);
		assert_eq!(Balances::free_balance(DEMANDER), 2 * PRICE + BOND);
	});
}

#[test]
fn smallest_deal_pays_out_to_accounts_without_free_balance() {
	ExtBuilder::build_and_execute(|| {
		let mut parameters = parameters();
		parameters.minimum_bond = 0;
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), parameters));
		let mut smallest = terms();
		smallest.price = EXISTENTIAL_DEPOSIT;
		let id = open(smallest).unwrap();
		let deal = Deal { id, ..Deal::agreed() };
		let deal = deal.fund().commit().accept().reveal();
		keep_alive_without_balance(SUPPLIER);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(Balances::free_balance(SUPPLIER), 2 * EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn held_money_cannot_be_spent_twice() {
	ExtBuilder::build_and_execute(|| {
		let mut half = terms();
		half.price = WEALTH / 2;
		let first = open(half.clone()).unwrap();
		let second = open(half).unwrap();
		assert_ok!(fund(DEMANDER, first));
		assert_noop!(fund(DEMANDER, second), sp_runtime::TokenError::FundsUnavailable);
	});
}

#[test]
fn change_of_parameters_cannot_shorten_a_running_dispute_window() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		let mut shorter = parameters();
		shorter.windows.dispute = 1;
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), shorter));
		let deal = deal.reveal();
		set_time(START + WINDOWS.dispute);
		assert_noop!(settle(SUPPLIER, deal.id), Error::<Test>::DisputeWindowOpen);
	});
}

#[test]
fn attack_wrong_key_reveal() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		for key in [[0; 32], [0xff; 32], GENESIS] {
			assert_noop!(reveal(SUPPLIER, deal.id, key), Error::<Test>::WrongKey);
		}
		// Trying keys gains no time.
		set_time(until(deal.id) + 1);
		assert_noop!(reveal(SUPPLIER, deal.id, [0; 32]), Error::<Test>::DeadlinePassed);
		assert_ok!(expire(PASSER_BY, deal.id));
		assert_punished();
	});
}

#[test]
fn attack_right_key_with_wrong_ciphertext() {
	ExtBuilder::build_and_execute(|| {
		// The key opens the commitment, and every leaf decrypts to something that was never fingerprinted.
		let mut deal = Deal::funded();
		let other: Vec<Vec<Vec<u8>>> = deal
			.lot
			.iter()
			.map(|part| part.iter().map(|leaf| vec![0x20; leaf.len()]).collect())
			.collect();
		deal.ciphertext = encrypt(&other, &deal.key);
		let deal = deal.commit().accept().reveal();
		// Any leaf will do.
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(5)));
		assert_punished();
	});
}

#[test]
fn attack_reveal_after_deadline() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		set_time(until(deal.id) + 1);
		// The key is public now, and brings nothing.
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::DeadlinePassed);
		assert_noop!(settle(SUPPLIER, deal.id), Error::<Test>::NotRevealed);
		assert_ok!(expire(SUPPLIER, deal.id));
		assert_punished();
	});
}

#[test]
fn attack_dispute_with_a_leaf_of_another_agreement() {
	ExtBuilder::build_and_execute(|| {
		// Another supplier's wrong leaf, about the same lot, at the same place.
		let id = open(NewAgreement { supplier: subject(STRANGER), ..terms() }).unwrap();
		let mut cheated = Deal::of(id).fund().with_wrong_leaf(3);
		cheated.key = [0xaa; 32];
		assert_ok!(commit(STRANGER, id, cheated.root(), cheated.commitment()));
		let cheated = cheated.accept();
		assert_ok!(reveal(STRANGER, id, cheated.key));
		let honest = Deal::revealed();
		assert_noop!(
			dispute(DEMANDER, honest.id, cheated.proof(3)),
			Error::<Test>::BadCiphertextProof
		);
		assert_ok!(dispute(DEMANDER, cheated.id, cheated.proof(3)));
		assert_ok!(settle(DEMANDER, honest.id));
		assert_eq!(purse(SUPPLIER).total, WEALTH + PRICE);
		assert_eq!(purse(STRANGER).total, WEALTH - BOND);
	});
}

#[test]
fn attack_dispute_twice() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_noop!(dispute(DEMANDER, deal.id, deal.proof(0)), Error::<Test>::NoMisbehaviour);
		assert_noop!(dispute(DEMANDER, deal.id, deal.proof(0)), Error::<Test>::NoMisbehaviour);
		assert_ok!(settle(DEMANDER, deal.id));
		let wrong = Deal::revealed_with_wrong_leaf(0);
		let before = (purse(SUPPLIER).total, purse(DEMANDER).total);
		assert_ok!(dispute(DEMANDER, wrong.id, wrong.proof(0)));
		assert_noop!(dispute(DEMANDER, wrong.id, wrong.proof(0)), Error::<Test>::AlreadyClosed);
		assert_eq!(purse(SUPPLIER).total, before.0 - BOND);
		assert_eq!(purse(DEMANDER).total, before.1 + BOND);
	});
}

#[test]
fn attack_double_settle() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		let other = Deal::revealed();
		let deadline = until(deal.id);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::AlreadyClosed);
		assert_noop!(settle(SUPPLIER, deal.id), Error::<Test>::AlreadyClosed);
		assert_noop!(collect(SUPPLIER, deal.id), Error::<Test>::NothingUnpaid);
		// Nor does the chain settle once more what a call has settled, in the block in which it falls due.
		set_time(deadline + 1);
		assert_ok!(settle(SUPPLIER, other.id));
		next_block(deadline + 2_000);
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + 2 * PRICE, price: 0, bond: 0 });
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH - 2 * PRICE, price: 0, bond: 0 });
	});
}

#[test]
fn attack_frozen_payer() {
	ExtBuilder::build_and_execute(|| {
		let (settled, agreed) = (Deal::revealed(), Deal::agreed());
		freeze(DEMANDER);
		assert_ok!(settle(DEMANDER, settled.id));
		assert_eq!(purse(SUPPLIER).total, WEALTH + PRICE);
		// A freeze of the chain's own token says what must stay, not where: what it covers can be put up, and is gone for good.
		let deal = agreed.fund().commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(SUPPLIER).total, WEALTH + 2 * PRICE);
	});
}

#[test]
fn steps_out_of_order_are_refused() {
	ExtBuilder::build_and_execute(|| {
		// Both parties in one block, in the wrong order.
		let deal = Deal::agreed();
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::NotAccepted);
		assert_noop!(accept(DEMANDER, deal.id), Error::<Test>::NotCommitted);
		assert_noop!(
			commit(SUPPLIER, deal.id, deal.root(), deal.commitment()),
			Error::<Test>::NotFunded
		);
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::NotRevealed);
		// And in the right one.
		let deal = deal.fund().commit().accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_paid();
	});
}
