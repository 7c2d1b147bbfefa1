//! The checker finds what it is there to find.

use super::*;

/// What the checker says after the state was damaged by `damage`.
fn verdict(damage: impl FnOnce()) -> Result<(), DispatchError> {
	ExtBuilder::default().build().execute_with(|| {
		apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		add_device(ALICE, &Key::ed25519(11), [7; 32]);
		assert_ok!(Did::do_try_state());
		damage();
		Did::do_try_state()
	})
}

fn found(text: &'static str, damage: impl FnOnce()) {
	assert_eq!(verdict(damage), Err(DispatchError::Other(text)));
}

#[test]
fn miscounted_stakeholders_are_found() {
	found("the active stakeholders are miscounted", || ActiveStakeholders::<Test>::put(2));
}

#[test]
fn account_without_record_is_found() {
	found("an account acts for a DID that is not there", || {
		DidOf::<Test>::insert(EVE, DidId([1; 32]))
	});
}

#[test]
fn record_without_account_is_found() {
	found("the account of a stakeholder acts for another DID", || DidOf::<Test>::remove(BOB));
}

#[test]
fn pending_without_proposal_is_found() {
	found("a pending stakeholder is not voted on", || {
		Proposals::<Test>::remove(Key::ed25519(10).did())
	});
}

#[test]
fn proposal_off_the_agenda_is_found() {
	found("the agenda and the proposals differ", || {
		let _ = Agenda::<Test>::clear(u32::MAX, None);
	});
}

#[test]
fn impossible_voting_periods_are_found() {
	for voting_period in [0, crate::MAX_VOTING_PERIOD + 1] {
		found("the voting period is zero or longer than 366 days", || {
			Parameters::<Test>::put(DidParameters { voting_period })
		});
	}
}

#[test]
fn too_many_stakeholders_are_found() {
	found("too many stakeholders are active", || MaxStakeholders::set(2));
}

#[test]
fn revoked_with_ticket_is_found() {
	found("a revoked DID kept its ticket", || {
		Records::<Test>::mutate(Key::ed25519(11).did(), |record| {
			record.as_mut().unwrap().status = DidStatus::Revoked
		})
	});
}

#[test]
fn vote_on_oneself_is_found() {
	found("a stakeholder voted on itself", || {
		let did = Key::ed25519(10).did();
		Proposals::<Test>::mutate(did, |proposal| {
			proposal.as_mut().unwrap().ballots.try_insert(did, true).unwrap();
		})
	});
}
