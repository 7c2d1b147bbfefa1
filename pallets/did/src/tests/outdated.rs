//! Several proposals about one stakeholder, of which one is enacted.

use super::*;
use crate::{WeightInfo, MAX_OUTDATED};

/// The proposals that ended since the last call.
fn closed() -> Vec<(Motion, Outcome)> {
	events()
		.into_iter()
		.filter_map(|event| match event {
			Event::ProposalClosed { motion, outcome, .. } => Some((motion, outcome)),
			_ => None,
		})
		.collect()
}

/// Everything that may be proposed about an active stakeholder in the role of a supplier and a validator.
fn everything() -> Vec<Change> {
	let roles = Role::ALL.into_iter().map(|role| match role {
		Role::Supplier | Role::Validator => Change::WithdrawRole(role),
		_ => Change::GrantRole(role),
	});
	[Change::Suspend, Change::Revoke].into_iter().chain(roles).collect()
}

#[test]
fn revocation_ends_all_other_proposals_and_returns_their_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier | Role::Validator);
		for change in everything() {
			assert_ok!(Did::propose(signed(CHARLIE), did, change));
		}
		assert_eq!(motions(did).len(), 8);
		vote_on(CHARLIE, did, Motion::Suspend, true);
		vote_on(ALICE, did, Motion::Revoke, true);
		vote_on(BOB, did, Motion::Revoke, true);
		events();
		let serial = proposal(did, Motion::Revoke).serial;
		let info = Did::vote(signed(CHARLIE), did, Motion::Revoke, serial, true).unwrap();
		assert_eq!(info.actual_weight, Some(<()>::vote(2, MAX_OUTDATED)));

		let closed = closed();
		assert_eq!(closed[0], (Motion::Revoke, Outcome::Enacted));
		assert_eq!(closed.len() as u32, 1 + MAX_OUTDATED);
		assert!(closed[1..].iter().all(|(_, outcome)| *outcome == Outcome::Outdated));
		assert!(!Did::has_open_proposal(&did));
		assert_eq!(holds(CHARLIE), (0, 0));
		assert_eq!(Balances::free_balance(CHARLIE), START);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}

#[test]
fn suspension_at_once_ends_vote_to_suspend_alone() {
	ExtBuilder::default().regulators(&[ALICE]).build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier | Role::Validator);
		for change in everything() {
			assert_ok!(Did::propose(signed(CHARLIE), did, change));
		}
		events();
		let info = Did::suspend_at_once(signed(ALICE), did, [1; 32]).unwrap();
		assert_eq!(info.actual_weight, Some(<()>::suspend_at_once(1)));
		assert_eq!(closed(), [(Motion::Suspend, Outcome::Outdated)]);
		assert_eq!(motions(did).len(), 8);
		assert_eq!(holds(CHARLIE).1, 7 * proposal_price(4));
	});
}

#[test]
fn revocation_of_stakeholder_suspended_at_once_ends_the_vote_to_confirm() {
	ExtBuilder::default().regulators(&[ALICE]).build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier.into());
		assert_ok!(Did::suspend_at_once(signed(ALICE), did, [1; 32]));
		assert_ok!(Did::propose(signed(BOB), did, Change::Revoke));
		events();
		for voter in [ALICE, BOB, CHARLIE] {
			vote_on(voter, did, Motion::Revoke, true);
		}
		assert_eq!(
			closed(),
			[(Motion::Revoke, Outcome::Enacted), (Motion::ConfirmSuspension, Outcome::Outdated)]
		);
		assert_eq!(Did::status(&did), Some(DidStatus::Revoked));
		assert_eq!((Unconfirmed::<Test>::count(), ActiveStakeholders::<Test>::get()), (0, 3));
		assert_eq!((holds(ALICE), holds(BOB)), ((0, 0), (0, 0)));
		// Neither does it come back when the time to confirm is over.
		poll(NOW + CONFIRMATION_PERIOD + 1_000);
		assert_eq!(Did::status(&did), Some(DidStatus::Revoked));
		assert_eq!(Did::shielded_until(did), None);
	});
}

#[test]
fn revocation_of_suspended_stakeholder_ends_the_vote_to_reinstate() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier.into());
		carry(did, Change::Suspend);
		assert_ok!(Did::propose(signed(BOB), did, Change::Reinstate));
		vote_on(BOB, did, Motion::Reinstate, true);
		events();
		carry(did, Change::Revoke);
		assert_eq!(
			closed(),
			[(Motion::Revoke, Outcome::Enacted), (Motion::Reinstate, Outcome::Outdated)]
		);
		assert_eq!((holds(ALICE), holds(BOB)), ((0, 0), (0, 0)));
	});
}

#[test]
fn withdrawal_that_leaves_one_role_ends_vote_to_withdraw_that_one() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier | Role::Validator);
		let (supplier, validator) =
			(Change::WithdrawRole(Role::Supplier), Change::WithdrawRole(Role::Validator));
		assert_ok!(Did::propose(signed(BOB), did, supplier));
		assert_ok!(Did::propose(signed(BOB), did, Change::GrantRole(Role::Other)));
		events();
		carry(did, validator);
		assert_eq!(
			closed(),
			[
				(Motion::from(validator), Outcome::Enacted),
				(Motion::from(supplier), Outcome::Outdated)
			]
		);
		assert_eq!(motions(did), [Motion::GrantRole(Role::Other)]);
		assert!(Did::has_role(&did, Role::Supplier));
	});
}

#[test]
fn suspension_leaves_what_applies_to_a_suspended_one() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(CHARLIE), bob, Change::Revoke));
		assert_ok!(Did::propose(signed(CHARLIE), bob, Change::GrantRole(Role::Validator)));
		carry(bob, Change::Suspend);
		assert_eq!(motions(bob), [Motion::Revoke, Motion::GrantRole(Role::Validator)]);
		// Reinstated, it may be suspended again by another vote.
		carry(bob, Change::Reinstate);
		assert_ok!(Did::propose(signed(CHARLIE), bob, Change::Suspend));
		assert_eq!(motions(bob).len(), 3);
	});
}

#[test]
fn outdated_at_the_deadline_is_charged_and_ends_as_well() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(CHARLIE), bob, Change::Revoke));
		assert_ok!(Did::propose(signed(CHARLIE), bob, Change::GrantRole(Role::Validator)));
		for voter in [ALICE, CHARLIE] {
			vote_on(voter, bob, Motion::Revoke, true);
		}
		// Two of four are not enough, two of three are.
		carry(founder(EVE), Change::Suspend);
		set_time(NOW + VOTING_PERIOD + 1);
		events();
		let info = Did::close_proposal(signed(6), bob, Motion::Revoke).unwrap();
		assert_eq!(info.actual_weight, Some(<()>::close_proposal(2, 1)));
		assert_eq!(
			closed(),
			[
				(Motion::Revoke, Outcome::Enacted),
				(Motion::GrantRole(Role::Validator), Outcome::Outdated)
			]
		);
		assert_eq!(holds(CHARLIE), (0, 0));
	});
}

#[test]
fn vote_and_close_on_outdated_proposal_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(CHARLIE), bob, Change::GrantRole(Role::Validator)));
		let grant = Motion::GrantRole(Role::Validator);
		let serial = proposal(bob, grant).serial;
		carry(bob, Change::Revoke);
		assert_noop!(Did::vote(signed(ALICE), bob, grant, serial, true), Error::<Test>::NoProposal);
		set_time(NOW + VOTING_PERIOD + 1);
		assert_noop!(Did::close_proposal(signed(ALICE), bob, grant), Error::<Test>::NoProposal);
	});
}
