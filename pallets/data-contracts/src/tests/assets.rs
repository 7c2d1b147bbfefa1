//! Contracts in another asset than the chain's own token, whose issuer freezes and blocks accounts.

use counterfoil_primitives::{exchange::Outcome, terms::Conditions, traits::Party};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Contracts, Error, Proposals};

fn in_coins() -> Conditions {
	Conditions { asset: COIN, ..conditions() }
}

#[test]
fn whole_series_is_paid_in_another_asset() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(in_coins());
		assert_eq!(purse(COIN, DEMANDER), (WEALTH, BUDGET, 0));
		assert_eq!(purse(COIN, SUPPLIER), (WEALTH, 0, BOND));
		for batch in 0..BATCHES - 1 {
			served(id, batch, SCHEDULE.due(batch));
		}
		lapse(BATCHES - 1);
		let earned = (PRICE * u64::from(BATCHES - 1) + REWARD - GAP) as i64;
		assert_gained_in(COIN, SUPPLIER, earned);
		assert_gained_in(COIN, DEMANDER, -earned);
		assert_gained(SUPPLIER, 0);
		assert_gained(DEMANDER, 0);
	});
}

#[test]
fn penalty_that_a_blocked_account_cannot_receive_waits_for_it() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(in_coins());
		// Whether the account can pay is asked before the block.
		delivered(id, 0, SCHEDULE.lapses(0));
		block(DEMANDER);
		lapse(0);
		close(deals()[0], Outcome::NotCommitted);
		let purse_of = contract(id).purse;
		assert_eq!(purse_of.penalties, GAP);
		assert_eq!(purse(COIN, SUPPLIER).2, BOND);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NothingDue);
		thaw(DEMANDER);
		assert_ok!(advance(PASSER_BY, id));
		assert_eq!(contract(id).purse.penalties, 0);
		assert_eq!(purse(COIN, DEMANDER).0, WEALTH + GAP);
	});
}

#[test]
fn blocked_demander_does_not_stop_the_end_nor_lose_anything() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(in_coins());
		served(id, 0, SCHEDULE.opens(0));
		block(DEMANDER);
		assert_ok!(end(SUPPLIER, id));
		// The supplier has everything of his, and the part of the reward; the demander's rest waits.
		let reward = REWARD / u64::from(BATCHES);
		assert_gained_in(COIN, SUPPLIER, (PRICE + reward) as i64);
		let contract_now = contract(id);
		assert!(contract_now.over);
		assert_eq!(contract_now.purse.budget, BUDGET - PRICE - reward);
		assert_noop!(advance(PASSER_BY, id), Error::<Test>::NothingDue);
		assert_noop!(end(DEMANDER, id), Error::<Test>::NotFound);
		thaw(DEMANDER);
		assert_ok!(advance(PASSER_BY, id));
		assert!(!Contracts::<Test>::contains_key(id));
		assert_gained_in(COIN, DEMANDER, -((PRICE + reward) as i64));
		assert_eq!(ticket(DEMANDER), 0);
	});
}

#[test]
fn reward_that_a_blocked_supplier_cannot_receive_waits_for_him() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(in_coins());
		for batch in 0..BATCHES - 1 {
			served(id, batch, SCHEDULE.due(batch));
		}
		block(SUPPLIER);
		lapse(BATCHES - 1);
		// The gap is paid out of a blocked account, and the demander has the rest of his budget.
		let contract_now = contract(id);
		assert_eq!(contract_now.purse.earned, REWARD);
		assert_eq!(purse(COIN, DEMANDER).1, REWARD);
		thaw(SUPPLIER);
		assert_ok!(advance(PASSER_BY, id));
		let earned = (PRICE * u64::from(BATCHES - 1) + REWARD - GAP) as i64;
		assert_gained_in(COIN, SUPPLIER, earned);
		assert_gained_in(COIN, DEMANDER, -earned);
	});
}

#[test]
fn stake_that_cannot_be_held_again_leaves_the_batch_to_be_funded() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(in_coins());
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(agreement).submissions;
		freeze(DEMANDER);
		close(agreement, Outcome::NotCommitted);
		assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES - 1));
		thaw(DEMANDER);
		// What is there for the other batches pays for this one.
		assert_ok!(deliver(SUPPLIER, id, 0, &lot));
		assert_ok!(fund_more(DEMANDER, id, 1));
	});
}

#[test]
fn proposal_of_a_blocked_account_waits_until_it_can_receive() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, in_coins()));
		block(SUPPLIER);
		next_block(UNTIL + 1_000);
		assert!(Proposals::<Test>::contains_key(0));
		assert!(advance(PASSER_BY, 0).is_err());
		assert_noop!(accept(DEMANDER, 0), Error::<Test>::DeadlinePassed);
		thaw(SUPPLIER);
		assert_ok!(advance(PASSER_BY, 0));
		assert_gained_in(COIN, SUPPLIER, 0);
		assert_eq!(ticket(SUPPLIER), 0);
	});
}

#[test]
fn one_blocked_account_does_not_stop_the_contracts_of_others() {
	ExtBuilder::build_and_execute(|| {
		agreed(in_coins());
		let id = crate::NextContractId::<Test>::get();
		assert_ok!(propose(STRANGER, Party::Demander, SUPPLIER, in_coins()));
		assert_ok!(accept(SUPPLIER, id));
		block(DEMANDER);
		lapse(0);
		assert_eq!(purse(COIN, STRANGER).0, WEALTH + GAP);
		assert_eq!(contract(0).counts.unfunded, 1);
		assert_eq!(contract(1).counts.gaps, 1);
	});
}

#[test]
fn account_that_is_frozen_cannot_begin() {
	ExtBuilder::build_and_execute(|| {
		freeze(DEMANDER);
		assert!(propose(DEMANDER, Party::Demander, SUPPLIER, in_coins()).is_err());
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, in_coins()));
		assert!(accept(DEMANDER, 0).is_err());
		assert!(Proposals::<Test>::contains_key(0));
	});
}
