//! The check of the state finds what would be wrong.

use counterfoil_primitives::exchange::Outcome;
use frame_support::assert_ok;

use crate::{mock::*, Agenda, BatchOf, Contract, Contracts, Parties};

/// The state is refused after this change to a contract with one exchange under way and one batch that waits.
#[track_caller]
fn found(change: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		let id = agreed(conditions());
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::NotAccepted);
		delivered(id, 1, SCHEDULE.due(0));
		assert_ok!(DataContracts::do_try_state());
		change();
		assert!(DataContracts::do_try_state().is_err());
	});
}

fn changed(change: impl FnOnce(&mut Contract<Test>)) {
	found(|| {
		let mut contract = contract(0);
		change(&mut contract);
		Contracts::<Test>::insert(0, contract);
	});
}

#[test]
fn money_that_the_records_do_not_tell_of_is_found() {
	changed(|contract| contract.purse.budget -= 1);
	changed(|contract| contract.purse.reward += 1);
	changed(|contract| contract.purse.bond += 1);
	changed(|contract| contract.purse.penalties += 1);
}

#[test]
fn batches_that_are_lost_or_doubled_are_found() {
	changed(|contract| contract.next += 1);
	changed(|contract| contract.counts.gaps += 1);
	changed(|contract| contract.limit = 1);
	changed(|contract| {
		contract.open.pop();
	});
	changed(|contract| contract.open.as_mut().reverse());
	changed(|contract| contract.over = true);
	changed(|contract| contract.covered = None);
}

#[test]
fn indices_that_lie_are_found() {
	found(|| Parties::<Test>::remove(did(SUPPLIER), 0));
	found(|| Parties::<Test>::insert(did(STRANGER), 0, ()));
	found(|| BatchOf::<Test>::insert(99, (0, 1)));
	found(|| {
		let _ = Agenda::<Test>::clear(u32::MAX, None);
	});
}
