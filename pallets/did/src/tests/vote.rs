use super::*;

/// An applicant under vote.
fn applicant() -> DidId {
	apply(DAVE, &Key::ed25519(10), Role::Supplier.into())
}

#[test]
fn vote_is_counted_and_leaves_proposal_open_without_majority() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		events();
		vote(ALICE, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		let proposal = proposal(did, Motion::Register);
		assert_eq!(proposal.ballots.get(&founder(ALICE)), Some(&true));
		assert_eq!(
			events(),
			[Event::Voted {
				subject: did,
				proposal: 0,
				voter: founder(ALICE),
				aye: true,
				ayes: 1,
				nays: 0,
				electorate: 3,
			}]
		);
	});
}

#[test]
fn vote_of_majority_lets_applicant_in_and_returns_proposal_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, true);
		events();
		vote(BOB, did, true);

		assert_eq!(Did::status(&did), Some(DidStatus::Active));
		assert!(Did::has_role(&did, Role::Supplier));
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
		assert!(!Did::has_open_proposal(&did));
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_eq!(holds(DAVE), (RECORD_PRICE, 0));
		assert_eq!(Balances::free_balance(DAVE), START - RECORD_PRICE);
		assert_eq!(
			events(),
			[
				Event::Voted {
					subject: did,
					proposal: 0,
					voter: founder(BOB),
					aye: true,
					ayes: 2,
					nays: 0,
					electorate: 3,
				},
				Event::ProposalClosed {
					subject: did,
					proposal: 0,
					motion: Motion::Register,
					outcome: Outcome::Enacted,
					proposer: did,
				},
				Event::StatusChanged { did, status: DidStatus::Active, actor: None },
			]
		);
	});
}

#[test]
fn vote_of_half_against_rejects_applicant_and_returns_both_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, false);
		events();
		vote(BOB, did, false);

		assert_eq!(Did::status(&did), None);
		assert_eq!(DidOf::<Test>::get(DAVE), None);
		assert!(!Did::has_open_proposal(&did));
		assert_eq!(holds(DAVE), (0, 0));
		assert_eq!(Balances::free_balance(DAVE), START);
		assert_eq!(
			events().last(),
			Some(&Event::ProposalClosed {
				subject: did,
				proposal: 0,
				motion: Motion::Register,
				outcome: Outcome::Rejected,
				proposer: did,
			})
		);
	});
}

#[test]
fn rejected_applicant_may_apply_again() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, false);
		vote(BOB, did, false);
		let key = Key::ed25519(10);
		assert_eq!(apply(DAVE, &key, Role::Supplier.into()), did);
		assert_eq!(serial(did), 1);
	});
}

#[test]
fn exactly_half_against_of_even_electorate_rejects() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, true);
		vote(BOB, did, false);
		vote(CHARLIE, did, false);
		assert_eq!(Did::status(&did), None);
	});
}

#[test]
fn exactly_half_in_favour_of_even_electorate_is_no_majority() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, true);
		vote(BOB, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		vote(CHARLIE, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn single_founder_decides_alone() {
	ExtBuilder::default().founders(&[ALICE]).build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn vote_to_suspend_takes_rights_and_leaves_record_ticket() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier.into());
		set_time(NOW + 5);
		carry(did, Change::Suspend);
		assert_eq!(Did::status(&did), Some(DidStatus::Suspended));
		assert!(!Did::has_role(&did, Role::Supplier));
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		assert_eq!(holds(DAVE), (RECORD_PRICE, 0));
		assert_eq!(holds(ALICE), (0, 0));
		let record = Records::<Test>::get(did).unwrap();
		assert_eq!((record.created, record.updated), (NOW, NOW + 5));
	});
}

#[test]
fn vote_to_reinstate_gives_rights_back() {
	ExtBuilder::default().build_and_execute(|| {
		let did = admit(DAVE, &Key::ed25519(10), Role::Supplier.into());
		carry(did, Change::Suspend);
		carry(did, Change::Reinstate);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
		assert!(Did::has_role(&did, Role::Supplier));
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
	});
}

#[test]
fn vote_to_revoke_leaves_tombstone_and_returns_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let key = Key::ed25519(10);
		for suspended_before in [false, true] {
			let (account, key) =
				if suspended_before { (EVE, Key::ed25519(11)) } else { (DAVE, Key::ed25519(10)) };
			let did = admit(account, &key, Role::Supplier.into());
			if suspended_before {
				carry(did, Change::Suspend);
			}
			carry(did, Change::Revoke);
			let record = Records::<Test>::get(did).unwrap();
			assert_eq!(record.status, DidStatus::Revoked);
			assert_eq!(record.key, key.public());
			assert!(record.ticket.is_none());
			assert_eq!(DidOf::<Test>::get(account), Some(did));
			assert_eq!(holds(account), (0, 0));
			assert_eq!(Balances::free_balance(account), START);
			assert_eq!(holds(ALICE), (0, 0));
			assert_eq!(Balances::free_balance(ALICE), START);
			assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		}
		assert_eq!(Did::status(&key.did()), Some(DidStatus::Revoked));
	});
}

#[test]
fn vote_to_revoke_founder_returns_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		carry(founder(CHARLIE), Change::Revoke);
		assert_eq!(Balances::free_balance(CHARLIE), START);
		assert_eq!(ActiveStakeholders::<Test>::get(), 2);
	});
}

#[test]
fn vote_at_deadline_counts_and_one_millisecond_later_does_not() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		set_time(NOW + VOTING_PERIOD);
		vote(ALICE, did, true);
		set_time(NOW + VOTING_PERIOD + 1);
		assert_noop!(
			Did::vote(signed(BOB), did, Motion::Register, 0, true),
			Error::<Test>::DeadlinePassed
		);
	});
}

#[test]
fn vote_by_anyone_but_active_stakeholder_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		apply(EVE, &Key::ed25519(11), Role::Other.into());
		carry(founder(CHARLIE), Change::Suspend);
		for origin in
			[RuntimeOrigin::none(), RuntimeOrigin::root(), signed(6), signed(EVE), signed(CHARLIE)]
		{
			assert_noop!(
				Did::vote(origin, did, Motion::Register, 0, true),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn subject_votes_on_itself_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let alice = founder(ALICE);
		assert_ok!(Did::propose(signed(BOB), alice, Change::Suspend));
		assert_noop!(
			Did::vote(signed(ALICE), alice, Motion::Suspend, 0, false),
			Error::<Test>::OwnProposal
		);
		// An applicant is not even a stakeholder.
		let did = applicant();
		assert_noop!(
			Did::vote(signed(DAVE), did, Motion::Register, 1, true),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn device_votes_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		// The device's own account, should somebody fund one with its key, controls no stakeholder: a device
		// never gets an entry in `DidOf`.
		let device = add_device(ALICE, &Key::ed25519(20), [1; 32]);
		assert!(DidOf::<Test>::iter().all(|(_, did)| did != device));
		let did = applicant();
		assert_noop!(
			Did::vote(signed(20), did, Motion::Register, 0, true),
			DispatchError::BadOrigin
		);
	});
}

#[test]
fn vote_without_proposal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for subject in [founder(BOB), DidId([1; 32])] {
			assert_noop!(
				Did::vote(signed(ALICE), subject, Motion::Suspend, 0, true),
				Error::<Test>::NoProposal
			);
		}
	});
}

#[test]
fn vote_meant_for_earlier_proposal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Suspend));
		let meant = serial(bob);
		// It ends, and another one about the same subject begins before the vote arrives.
		vote(CHARLIE, bob, false);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Suspend));
		assert_noop!(
			Did::vote(signed(CHARLIE), bob, Motion::Suspend, meant, true),
			Error::<Test>::WrongProposal
		);
	});
}

#[test]
fn vote_twice_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, true);
		for aye in [true, false] {
			assert_noop!(
				Did::vote(signed(ALICE), did, Motion::Register, 0, aye),
				Error::<Test>::AlreadyVoted
			);
		}
	});
}

#[test]
fn vote_of_stakeholder_suspended_meanwhile_does_not_count() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = applicant();
		vote(EVE, did, true);
		carry(founder(EVE), Change::Suspend);
		// Two of three now, with the lapsed ballot three: only the second aye that counts decides.
		vote(ALICE, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		assert!(!proposal(did, Motion::Register).ballots.contains_key(&founder(EVE)));
		vote(BOB, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn vote_that_lapsed_may_be_cast_again_after_reinstatement() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = applicant();
		vote(EVE, did, false);
		carry(founder(EVE), Change::Suspend);
		vote(ALICE, did, true);
		carry(founder(EVE), Change::Reinstate);
		vote(EVE, did, true);
		vote(BOB, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn ballots_of_former_stakeholders_never_fill_a_proposal() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE])
		.max_stakeholders(4)
		.build_and_execute(|| {
			carry(founder(EVE), Change::Suspend);
			let did = applicant();
			vote(CHARLIE, did, false);
			// Take turns: whoever voted is replaced by somebody who did not.
			carry(founder(CHARLIE), Change::Suspend);
			carry(founder(EVE), Change::Reinstate);
			vote(EVE, did, false);
			assert_eq!(proposal(did, Motion::Register).ballots.len(), 1);
		});
}

#[test]
fn deciding_vote_into_full_consortium_is_refused() {
	ExtBuilder::default().max_stakeholders(4).build_and_execute(|| {
		let did = applicant();
		vote(ALICE, did, true);
		vote(CHARLIE, did, false);
		let other = apply(EVE, &Key::ed25519(11), Role::Other.into());
		vote(ALICE, other, true);
		vote(BOB, other, true);
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
		// Of four now: two against are needed to reject, three in favour to enact.
		vote(BOB, did, true);
		assert_noop!(
			Did::vote(signed(EVE), did, Motion::Register, serial(did), true),
			Error::<Test>::TooManyStakeholders
		);
		assert_eq!(proposal(did, Motion::Register).ballots.len(), 3);
	});
}

/// The outcome of the proposal that ended last.
fn last_outcome() -> Option<Outcome> {
	events().into_iter().rev().find_map(|event| match event {
		Event::ProposalClosed { outcome, .. } => Some(outcome),
		_ => None,
	})
}

#[test]
fn attack_half_of_the_stakeholders_cannot_expel_the_other_half() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let charlie = founder(CHARLIE);
		for change in [Change::Suspend, Change::Revoke] {
			assert_ok!(Did::propose(signed(ALICE), charlie, change));
			vote(ALICE, charlie, true);
			events();
			vote(BOB, charlie, true);
			assert_eq!(
				events(),
				[Event::Voted {
					subject: charlie,
					proposal: serial(charlie),
					voter: founder(BOB),
					aye: true,
					ayes: 2,
					nays: 0,
					electorate: 4,
				}]
			);
			let view = Did::proposal(charlie, Motion::from(change)).unwrap();
			assert_eq!((view.ayes, view.electorate), (2, 4));
			// Neither at the deadline.
			set_time(view.deadline + 1);
			assert_ok!(Did::close_proposal(signed(6), charlie, Motion::from(change)));
			assert_eq!(last_outcome(), Some(Outcome::Expired));
			assert_eq!(Did::status(&charlie), Some(DidStatus::Active));
		}
		assert_eq!(ActiveStakeholders::<Test>::get(), 4);
	});
}

#[test]
fn vote_to_expel_is_rejected_once_no_majority_is_possible() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let charlie = founder(CHARLIE);
		assert_ok!(Did::propose(signed(ALICE), charlie, Change::Revoke));
		vote(ALICE, charlie, true);
		// The two that are left would make three of four; one of them is against.
		vote(EVE, charlie, false);
		assert_eq!(last_outcome(), Some(Outcome::Rejected));
		assert_eq!(Did::status(&charlie), Some(DidStatus::Active));
		assert_eq!(holds(ALICE), (0, 0));
	});
}

#[test]
fn three_of_four_expel_the_fourth() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let charlie = founder(CHARLIE);
		assert_ok!(Did::propose(signed(ALICE), charlie, Change::Suspend));
		for account in [ALICE, BOB, EVE] {
			assert_eq!(Did::status(&charlie), Some(DidStatus::Active));
			vote(account, charlie, true);
		}
		assert_eq!(Did::status(&charlie), Some(DidStatus::Suspended));
		// Suspended, it is not among the active ones: two of three revoke it.
		assert_ok!(Did::propose(signed(ALICE), charlie, Change::Revoke));
		assert_eq!(Did::proposal(charlie, Motion::Revoke).unwrap().electorate, 3);
		vote(ALICE, charlie, true);
		vote(BOB, charlie, true);
		assert_eq!(Did::status(&charlie), Some(DidStatus::Revoked));
	});
}

#[test]
fn majority_of_the_others_lets_a_stakeholder_leave() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let charlie = founder(CHARLIE);
		assert_ok!(Did::propose(signed(CHARLIE), charlie, Change::Revoke));
		assert_eq!(Did::proposal(charlie, Motion::Revoke).unwrap().electorate, 3);
		vote(ALICE, charlie, true);
		vote(BOB, charlie, true);
		assert_eq!(Did::status(&charlie), Some(DidStatus::Revoked));
	});
}

#[test]
fn two_never_expel_each_other() {
	ExtBuilder::default().founders(&[ALICE, BOB]).build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Revoke));
		assert_ok!(Did::propose(signed(BOB), founder(ALICE), Change::Suspend));
		for (voter, subject) in [(ALICE, founder(BOB)), (BOB, founder(ALICE))] {
			vote(voter, subject, true);
			assert_eq!(last_outcome(), Some(Outcome::Rejected));
			assert_eq!(Did::status(&subject), Some(DidStatus::Active));
			assert_eq!(holds(voter), (0, 0));
		}
		assert_eq!(ActiveStakeholders::<Test>::get(), 2);
	});
}

#[test]
fn two_who_want_to_leave_leave_one() {
	ExtBuilder::default().founders(&[ALICE, BOB]).build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(ALICE), Change::Revoke));
		assert_ok!(Did::propose(signed(BOB), founder(BOB), Change::Revoke));
		vote(ALICE, founder(BOB), true);
		assert_eq!(Did::status(&founder(BOB)), Some(DidStatus::Revoked));
		assert_noop!(
			Did::vote(signed(BOB), founder(ALICE), Motion::Revoke, 0, true),
			DispatchError::BadOrigin
		);
		poll(NOW + 2 * VOTING_PERIOD);
		assert_eq!(Did::status(&founder(ALICE)), Some(DidStatus::Active));
		assert_eq!(ActiveStakeholders::<Test>::get(), 1);
	});
}

#[test]
fn vote_gives_back_the_weight_of_ballots_that_are_not_there() {
	ExtBuilder::default().build_and_execute(|| {
		use crate::WeightInfo;
		let did = applicant();
		vote(ALICE, did, true);
		let info = Did::vote(signed(BOB), did, Motion::Register, 0, true).unwrap();
		assert_eq!(info.actual_weight, Some(<()>::vote(1, 0)));
		assert!(<()>::vote(1, 0).all_lt(<()>::vote(8, 0)));
	});
}

#[test]
fn attack_double_vote() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Revoke));
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Suspend));
		vote_on(ALICE, bob, Motion::Revoke, true);
		let serial = proposal(bob, Motion::Revoke).serial;
		// Not again on the same proposal, whichever way, also after a suspension that lapsed in between.
		for aye in [true, false] {
			assert_noop!(
				Did::vote(signed(ALICE), bob, Motion::Revoke, serial, aye),
				Error::<Test>::AlreadyVoted
			);
		}
		carry(founder(ALICE), Change::GrantRole(Role::Supplier));
		assert_noop!(
			Did::vote(signed(ALICE), bob, Motion::Revoke, serial, true),
			Error::<Test>::AlreadyVoted
		);
		// On another proposal about the same subject it has another vote, which counts there alone.
		vote_on(ALICE, bob, Motion::Suspend, true);
		let ayes = |motion| Did::proposal(bob, motion).unwrap().ayes;
		assert_eq!((ayes(Motion::Revoke), ayes(Motion::Suspend)), (1, 1));
	});
}

#[test]
fn attack_vote_after_suspension() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE])
		.regulators(&[ALICE])
		.build_and_execute(|| {
			let did = applicant();
			let serial = serial(did);
			// Suspended by vote, suspended at once, revoked: none of them votes any more.
			for (subject, change) in [(CHARLIE, Change::Suspend), (BOB, Change::Revoke)] {
				let subject = founder(subject);
				assert_ok!(Did::propose(signed(ALICE), subject, change));
				for voter in [ALICE, EVE, BOB] {
					if Did::has_open_proposal(&subject) {
						vote(voter, subject, true);
					}
				}
			}
			assert_ok!(Did::suspend_at_once(signed(ALICE), founder(EVE), [1; 32]));
			for account in [BOB, CHARLIE, EVE] {
				assert_noop!(
					Did::vote(signed(account), did, Motion::Register, serial, true),
					DispatchError::BadOrigin
				);
			}
		});
}

#[test]
fn attack_ballot_cast_before_suspension_does_not_count() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE])
		.regulators(&[ALICE])
		.build_and_execute(|| {
			let did = applicant();
			vote(BOB, did, true);
			vote(EVE, did, true);
			assert_ok!(Did::suspend_at_once(signed(ALICE), founder(EVE), [1; 32]));
			vote(CHARLIE, did, true);
			assert_eq!(Did::proposal(did, Motion::Register).unwrap().ayes, 2);
			assert_eq!(Did::status(&did), Some(DidStatus::Pending));
			set_time(NOW + VOTING_PERIOD + 1);
			assert_ok!(Did::close_proposal(signed(6), did, Motion::Register));
			assert_eq!(Did::status(&did), None);
		});
}

#[test]
fn attack_vote_for_another_proposal() {
	ExtBuilder::default().build_and_execute(|| {
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::GrantRole(Role::Supplier)));
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Revoke));
		let (grant, revoke) = (Motion::GrantRole(Role::Supplier), Motion::Revoke);
		let (meant, other) = (proposal(bob, grant).serial, proposal(bob, revoke).serial);
		// A vote on the grant is none on the revocation, nor on a grant of another role or to another one.
		for (subject, motion, serial, error) in [
			(bob, revoke, meant, Error::<Test>::WrongProposal),
			(bob, grant, other, Error::<Test>::WrongProposal),
			(bob, Motion::GrantRole(Role::Validator), meant, Error::<Test>::NoProposal),
			(founder(ALICE), grant, meant, Error::<Test>::NoProposal),
		] {
			assert_noop!(Did::vote(signed(CHARLIE), subject, motion, serial, true), error);
		}
	});
}

#[test]
fn stakeholder_let_in_later_votes_and_counts() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::GrantRole(Role::Supplier)));
		let view = || Did::proposals_about(founder(BOB)).remove(0);
		assert_eq!((view().electorate, view().needed), (2, 2));
		admit(DAVE, &Key::ed25519(10), Role::Other.into());
		assert_eq!((view().electorate, view().needed), (3, 2));
		vote(DAVE, founder(BOB), true);
		vote(ALICE, founder(BOB), true);
		assert!(Did::has_role(&founder(BOB), Role::Supplier));
	});
}
