use super::*;

#[test]
fn propose_opens_vote_at_proposers_expense() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Suspend));

		let proposal = proposal(bob, Motion::Suspend);
		assert_eq!(proposal.proposer, Subject { did: founder(ALICE), account: ALICE });
		assert_eq!(proposal.rule, VotingRule::MAJORITY);
		assert!(proposal.ballots.is_empty(), "proposing is not voting");
		assert_eq!(Did::status(&bob), Some(DidStatus::Active));
		assert_eq!(holds(ALICE), (0, proposal_price(3)));
		assert_eq!(holds(BOB), (0, 0));
		assert_eq!(
			events(),
			[Event::ProposalOpened {
				subject: bob,
				proposal: 0,
				motion: Motion::Suspend,
				proposer: founder(ALICE),
				rule: VotingRule::MAJORITY,
				deadline: NOW + VOTING_PERIOD,
			}]
		);
	});
}

#[test]
fn propose_numbers_proposals_without_repeating() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		assert_ok!(Did::propose(signed(ALICE), founder(CHARLIE), Change::Revoke));
		assert_eq!((serial(founder(BOB)), serial(founder(CHARLIE))), (0, 1));
		vote(ALICE, founder(BOB), false);
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		assert_eq!(serial(founder(BOB)), 2);
	});
}

#[test]
fn propose_about_oneself_is_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(ALICE), Change::Revoke));
		vote(BOB, founder(ALICE), true);
		vote(CHARLIE, founder(ALICE), true);
		assert_eq!(Did::status(&founder(ALICE)), Some(DidStatus::Revoked));
	});
}

#[test]
fn propose_by_anyone_but_active_stakeholder_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		apply(DAVE, &Key::ed25519(10), Role::Other.into());
		carry(founder(CHARLIE), Change::Suspend);
		for origin in [
			RuntimeOrigin::none(),
			RuntimeOrigin::root(),
			signed(EVE),
			signed(DAVE),
			signed(CHARLIE),
		] {
			assert_noop!(
				Did::propose(origin, founder(BOB), Change::Suspend),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn propose_about_unknown_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::propose(signed(ALICE), DidId([1; 32]), Change::Suspend),
			Error::<Test>::NotFound
		);
	});
}

#[test]
fn propose_about_device_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let device = add_device(ALICE, &Key::ed25519(10), [1; 32]);
		assert_noop!(
			Did::propose(signed(BOB), device, Change::Suspend),
			Error::<Test>::NotAStakeholder
		);
	});
}

#[test]
fn propose_what_is_voted_on_already_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for change in [Change::Suspend, Change::GrantRole(Role::Validator)] {
			assert_ok!(Did::propose(signed(ALICE), founder(BOB), change));
			assert_noop!(
				Did::propose(signed(CHARLIE), founder(BOB), change),
				Error::<Test>::ProposalExists
			);
		}
	});
}

#[test]
fn propose_with_another_motion_about_the_same_subject_is_allowed() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		let changes = [
			Change::Suspend,
			Change::Revoke,
			Change::GrantRole(Role::Supplier),
			Change::GrantRole(Role::Validator),
		];
		for change in changes {
			assert_ok!(Did::propose(signed(ALICE), bob, change));
		}
		assert_eq!(motions(bob), changes.map(Motion::from));
		assert_eq!(holds(ALICE).1, 4 * proposal_price(3));
		// Each has its own ballots.
		vote_on(CHARLIE, bob, Motion::Revoke, false);
		vote_on(CHARLIE, bob, Motion::GrantRole(Role::Supplier), true);
		assert_eq!(motions(bob).len(), 3);
		assert_eq!(Did::proposal(bob, Motion::Suspend).unwrap().ballots, []);
	});
}

#[test]
fn propose_about_applicant_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let applicant = apply(DAVE, &Key::ed25519(10), Role::Other.into());
		for change in [
			Change::Suspend,
			Change::Reinstate,
			Change::Revoke,
			Change::GrantRole(Role::Supplier),
			Change::WithdrawRole(Role::Other),
		] {
			assert_noop!(
				Did::propose(signed(ALICE), applicant, change),
				Error::<Test>::ChangeNotApplicable
			);
		}
	});
}

#[test]
fn propose_what_does_not_fit_the_status_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let refused = |subject, change| {
			assert_noop!(
				Did::propose(signed(ALICE), subject, change),
				Error::<Test>::ChangeNotApplicable
			);
		};
		refused(founder(BOB), Change::Reinstate);
		carry(founder(BOB), Change::Suspend);
		refused(founder(BOB), Change::Suspend);
		let did = admit(DAVE, &Key::ed25519(10), Role::Other.into());
		carry(did, Change::Revoke);
		refused(did, Change::Suspend);
		refused(did, Change::Reinstate);
		refused(did, Change::Revoke);
		refused(did, Change::GrantRole(Role::Supplier));
		refused(did, Change::WithdrawRole(Role::Other));
	});
}

#[test]
fn propose_against_last_active_stakeholder_is_refused() {
	ExtBuilder::default().founders(&[ALICE]).build_and_execute(|| {
		for change in [Change::Suspend, Change::Revoke] {
			assert_noop!(
				Did::propose(signed(ALICE), founder(ALICE), change),
				Error::<Test>::LastStakeholder
			);
		}
	});
}

#[test]
fn propose_to_reinstate_into_full_consortium_is_refused() {
	ExtBuilder::default().max_stakeholders(3).build_and_execute(|| {
		carry(founder(CHARLIE), Change::Suspend);
		admit(DAVE, &Key::ed25519(10), Role::Other.into());
		assert_noop!(
			Did::propose(signed(ALICE), founder(CHARLIE), Change::Reinstate),
			Error::<Test>::TooManyStakeholders
		);
	});
}

#[test]
fn propose_without_money_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), DAVE, START - 10));
		assert_noop!(
			Did::propose(signed(ALICE), founder(BOB), Change::Suspend),
			sp_runtime::TokenError::FundsUnavailable
		);
	});
}
