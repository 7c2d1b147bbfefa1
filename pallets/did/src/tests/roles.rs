//! Roles granted and withdrawn by vote (Y.4560 9.2).

use super::*;
use crate::Kind;

fn roles_of(did: DidId) -> Roles {
	match Records::<Test>::get(did).unwrap().kind {
		Kind::Stakeholder { roles, .. } => roles,
		Kind::Device { .. } => Roles::EMPTY,
	}
}

#[test]
fn vote_to_grant_role_adds_it_and_returns_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		let updated = Records::<Test>::get(bob).unwrap().updated;
		assert_ok!(Did::propose(signed(ALICE), bob, Change::GrantRole(Role::Validator)));
		vote(ALICE, bob, true);
		events();
		vote(CHARLIE, bob, true);
		assert!(Did::has_role(&bob, Role::Validator) && Did::has_role(&bob, Role::Other));
		assert_eq!(roles_of(bob), Role::Other | Role::Validator);
		assert_eq!(holds(ALICE), (0, 0));
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		// What it signs with is as it was, so its record has no new version.
		assert_eq!(Records::<Test>::get(bob).unwrap().updated, updated);
		assert_eq!(
			events(),
			[
				Event::Voted {
					subject: bob,
					proposal: 0,
					voter: founder(CHARLIE),
					aye: true,
					ayes: 2,
					nays: 0,
					electorate: 2,
				},
				Event::ProposalClosed {
					subject: bob,
					proposal: 0,
					motion: Motion::GrantRole(Role::Validator),
					outcome: Outcome::Enacted,
					proposer: founder(ALICE),
				},
				Event::RolesChanged { did: bob, roles: Role::Other | Role::Validator },
			]
		);
	});
}

#[test]
fn vote_to_withdraw_role_takes_it_and_leaves_the_others() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier | Role::Validator);
		carry(did, Change::WithdrawRole(Role::Validator));
		assert!(Did::has_role(&did, Role::Supplier) && !Did::has_role(&did, Role::Validator));
		assert_eq!(roles_of(did), Role::Supplier.into());
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
	});
}

#[test]
fn role_of_suspended_stakeholder_changes_and_counts_once_reinstated() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier | Role::Demander);
		carry(did, Change::Suspend);
		carry(did, Change::GrantRole(Role::Validator));
		carry(did, Change::WithdrawRole(Role::Demander));
		assert!(!Did::has_role(&did, Role::Validator));
		carry(did, Change::Reinstate);
		assert_eq!(roles_of(did), Role::Supplier | Role::Validator);
		assert!(Did::has_role(&did, Role::Validator));
	});
}

#[test]
fn role_not_voted_in_is_not_granted() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(BOB), bob, Change::GrantRole(Role::Regulator)));
		vote(ALICE, bob, true);
		poll(NOW + VOTING_PERIOD + 1_000);
		assert_eq!(motions(bob), []);
		assert_eq!(roles_of(bob), Role::Other.into());
		assert_eq!(holds(BOB), (0, 0));
	});
}

#[test]
fn grant_of_role_that_is_held_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::propose(signed(ALICE), founder(BOB), Change::GrantRole(Role::Other)),
			Error::<Test>::RoleHeld
		);
	});
}

#[test]
fn withdrawal_of_role_that_is_not_held_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::propose(signed(ALICE), founder(BOB), Change::WithdrawRole(Role::Supplier)),
			Error::<Test>::RoleNotHeld
		);
	});
}

#[test]
fn withdrawal_of_last_role_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::propose(signed(ALICE), founder(BOB), Change::WithdrawRole(Role::Other)),
			Error::<Test>::LastRole
		);
	});
}

#[test]
fn grant_and_withdrawal_about_device_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [1; 32]);
		for change in [Change::GrantRole(Role::Other), Change::WithdrawRole(Role::Other)] {
			assert_noop!(Did::propose(signed(BOB), device, change), Error::<Test>::NotAStakeholder);
		}
	});
}

#[test]
fn attack_half_of_the_stakeholders_cannot_disarm_the_other_half() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE])
		.regulators(&[CHARLIE])
		.build_and_execute(|| {
			let charlie = founder(CHARLIE);
			let motion = Motion::WithdrawRole(Role::Regulator);
			let change = Change::WithdrawRole(Role::Regulator);
			assert_ok!(Did::propose(signed(ALICE), charlie, change));
			vote(ALICE, charlie, true);
			vote(BOB, charlie, true);
			assert_eq!(Did::proposal(charlie, motion).unwrap().electorate, 4);
			poll(NOW + VOTING_PERIOD + 1_000);
			assert!(Did::has_role(&charlie, Role::Regulator));
			// It may give the role up itself, if more than half of the others agree.
			assert_ok!(Did::propose(signed(CHARLIE), charlie, change));
			assert_eq!(Did::proposal(charlie, motion).unwrap().electorate, 3);
			vote(ALICE, charlie, true);
			vote(BOB, charlie, true);
			assert!(!Did::has_role(&charlie, Role::Regulator));
		});
}
