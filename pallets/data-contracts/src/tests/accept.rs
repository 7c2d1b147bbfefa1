use counterfoil_primitives::{did::DidStatus, money::Asset, traits::Party};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::TokenError;

use crate::{mock::*, Agenda, Due, Error, Event};

#[test]
fn acceptance_holds_the_other_stake_and_the_contract_begins() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		take_events();
		assert_ok!(accept(SUPPLIER, id));
		assert_eq!(purse(Asset::Native, DEMANDER), (WEALTH, BUDGET, 0));
		assert_eq!(purse(Asset::Native, SUPPLIER), (WEALTH, 0, BOND));
		let event = Event::Accepted {
			id,
			by: did(SUPPLIER),
			supplier: did(SUPPLIER),
			demander: did(DEMANDER),
			data_set: DATA_SET,
			budget: BUDGET,
			bond: BOND,
		};
		assert_eq!(take_events(), [event]);
		let contract = contract(id);
		assert_eq!(contract.supplier, subject(SUPPLIER));
		assert_eq!(contract.demander, subject(DEMANDER));
		assert_eq!((contract.next, contract.limit), (0, BATCHES));
		let due: Vec<_> = Agenda::<Test>::iter().map(|(_, due, ())| due).collect();
		assert_eq!(due, [Due::Batch(id, 0)]);
	});
}

#[test]
fn parties_are_who_they_proposed_to_be_whoever_proposed() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, conditions()));
		assert_ok!(accept(DEMANDER, 0));
		assert_eq!(contract(0).supplier, subject(SUPPLIER));
		assert_eq!(purse(Asset::Native, DEMANDER), (WEALTH, BUDGET, 0));
		assert_eq!(purse(Asset::Native, SUPPLIER), (WEALTH, 0, BOND));
		assert!(ticket(SUPPLIER) > 0);
		assert_eq!(ticket(DEMANDER), 0);
	});
}

#[test]
fn acceptance_is_possible_until_the_last_moment() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		set_time(UNTIL + 1);
		assert_noop!(accept(SUPPLIER, id), Error::<Test>::DeadlinePassed);
		set_time(UNTIL);
		assert_ok!(accept(SUPPLIER, id));
		assert_noop!(accept(SUPPLIER, id), Error::<Test>::NotFound);
	});
}

#[test]
fn only_the_addressee_accepts() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		assert_noop!(accept(DEMANDER, id), Error::<Test>::NotAddressee);
		assert_noop!(accept(STRANGER, id), Error::<Test>::NotAddressee);
		assert_noop!(accept(SUPPLIER, id + 1), Error::<Test>::NotFound);
	});
}

#[test]
fn parties_must_still_be_active() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		set_status(DEMANDER, DidStatus::Suspended);
		assert_noop!(accept(SUPPLIER, id), Error::<Test>::DemanderNotEligible);
		set_status(DEMANDER, DidStatus::Active);
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_noop!(accept(SUPPLIER, id), Error::<Test>::SupplierNotEligible);
	});
}

#[test]
fn who_cannot_spare_the_stake_does_not_accept() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		empty(Asset::Native, SUPPLIER);
		assert_noop!(accept(SUPPLIER, id), TokenError::FundsUnavailable);
	});
}
