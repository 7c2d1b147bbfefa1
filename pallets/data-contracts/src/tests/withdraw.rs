use counterfoil_primitives::{did::DidStatus, traits::Party};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Agenda, Error, Event, Proposals};

#[test]
fn proposer_withdraws_and_has_everything_back() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		take_events();
		assert_ok!(withdraw(DEMANDER, id));
		assert_gained(DEMANDER, 0);
		assert_eq!(ticket(DEMANDER), 0);
		let (proposer, to) = (did(DEMANDER), did(SUPPLIER));
		let by = Some(proposer);
		assert_eq!(take_events(), [Event::Withdrawn { id, proposer, to, data_set: DATA_SET, by }]);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_noop!(withdraw(DEMANDER, id), Error::<Test>::NotFound);
	});
}

#[test]
fn addressee_rejects_and_the_proposer_has_everything_back() {
	ExtBuilder::build_and_execute(|| {
		assert_ok!(propose(SUPPLIER, Party::Supplier, DEMANDER, conditions()));
		assert_ok!(withdraw(DEMANDER, 0));
		assert_gained(SUPPLIER, 0);
		assert_eq!(ticket(SUPPLIER), 0);
	});
}

#[test]
fn nobody_else_withdraws_and_nobody_a_contract() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		assert_noop!(withdraw(STRANGER, id), Error::<Test>::NotParty);
		assert_ok!(accept(SUPPLIER, id));
		assert_noop!(withdraw(DEMANDER, id), Error::<Test>::NotFound);
	});
}

#[test]
fn suspended_proposer_withdraws() {
	ExtBuilder::build_and_execute(|| {
		let id = proposed(conditions());
		set_status(DEMANDER, DidStatus::Suspended);
		assert_ok!(withdraw(DEMANDER, id));
		assert!(!Proposals::<Test>::contains_key(id));
	});
}
