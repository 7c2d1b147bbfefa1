//! A regulator suspends at once, and the others say whether it stays so (Y.4560 9.2).

use super::*;
use pallet_support::agenda::BUCKET;

const REASON: [u8; 32] = [0xaa; 32];
const CONFIRM: Motion = Motion::ConfirmSuspension;
/// When a suspension of [`NOW`] is taken back by the chain at the latest.
const LAPSED: u64 = NOW + CONFIRMATION_PERIOD + BUCKET;

/// ALICE and BOB are regulators, CHARLIE and EVE are not.
fn four() -> ExtBuilder {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).regulators(&[ALICE, BOB])
}

fn suspend(regulator: AccountId, subject: DidId) {
	assert_ok!(Did::suspend_at_once(signed(regulator), subject, REASON));
}

#[test]
fn suspension_at_once_takes_rights_and_opens_the_vote_to_confirm() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		assert_eq!(Did::status(&eve), Some(DidStatus::Suspended));
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		let open = proposal(eve, CONFIRM);
		assert_eq!(open.proposer, Subject { did: founder(ALICE), account: ALICE });
		assert!(open.ballots.is_empty(), "suspending is not voting");
		assert_eq!(holds(ALICE), (0, proposal_price(4)));
		assert_eq!(
			events(),
			[
				Event::SuspendedAtOnce { subject: eve, regulator: founder(ALICE), reason: REASON },
				Event::StatusChanged {
					did: eve,
					status: DidStatus::Suspended,
					actor: Some(founder(ALICE)),
				},
				Event::ProposalOpened {
					subject: eve,
					proposal: 0,
					motion: CONFIRM,
					proposer: founder(ALICE),
					rule: VotingRule::MAJORITY,
					deadline: NOW + CONFIRMATION_PERIOD,
				},
			]
		);
	});
}

#[test]
fn confirmed_suspension_stays_and_frees_the_seat() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		// The suspended one counts: three of four.
		for voter in [ALICE, BOB] {
			vote(voter, eve, true);
		}
		assert_eq!(Did::seats(), 4);
		events();
		vote(CHARLIE, eve, true);
		assert_eq!((Did::seats(), Unconfirmed::<Test>::count()), (3, 0));
		assert_eq!(holds(ALICE), (0, 0));
		assert_eq!(
			events()[1..],
			[Event::ProposalClosed {
				subject: eve,
				proposal: 0,
				motion: CONFIRM,
				outcome: Outcome::Enacted,
				proposer: founder(ALICE),
			}]
		);
		poll(LAPSED);
		assert_eq!(Did::status(&eve), Some(DidStatus::Suspended));
		assert_eq!(Did::shielded_until(eve), None);
		// It is like any other suspension now.
		carry(eve, Change::Reinstate);
		assert_eq!(Did::status(&eve), Some(DidStatus::Active));
	});
}

#[test]
fn rejected_suspension_lapses_at_once_and_shields() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		set_time(NOW + 7);
		events();
		// Of three that vote, all would have to be in favour.
		vote(CHARLIE, eve, false);
		assert_eq!(Did::status(&eve), Some(DidStatus::Active));
		assert_eq!((ActiveStakeholders::<Test>::get(), Did::seats()), (4, 4));
		assert_eq!(holds(ALICE), (0, 0));
		let shielded_until = NOW + 7 + COOL_DOWN;
		assert_eq!(Did::shielded_until(eve), Some(shielded_until));
		assert_eq!(
			events()[1..],
			[
				Event::ProposalClosed {
					subject: eve,
					proposal: 0,
					motion: CONFIRM,
					outcome: Outcome::Rejected,
					proposer: founder(ALICE),
				},
				Event::SuspensionLapsed { subject: eve, regulator: founder(ALICE), shielded_until },
				Event::StatusChanged { did: eve, status: DidStatus::Active, actor: None },
			]
		);
		assert!(Did::propose(signed(EVE), founder(ALICE), Change::Suspend).is_ok());
	});
}

#[test]
fn suspension_that_nobody_confirms_lapses_by_itself() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		for voter in [ALICE, BOB] {
			vote(voter, eve, true);
		}
		poll(NOW + CONFIRMATION_PERIOD);
		assert_eq!(Did::status(&eve), Some(DidStatus::Suspended));
		poll(LAPSED);
		assert_eq!(Did::status(&eve), Some(DidStatus::Active));
		assert_eq!(Unconfirmed::<Test>::count(), 0);
		assert_eq!(holds(ALICE), (0, 0));
		assert_eq!(Did::shielded_until(eve), Some(LAPSED + COOL_DOWN));
	});
}

#[test]
fn suspension_lapses_one_millisecond_after_the_deadline_if_somebody_asks() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		set_time(NOW + CONFIRMATION_PERIOD);
		assert_noop!(
			Did::close_proposal(signed(EVE), eve, CONFIRM),
			Error::<Test>::DeadlineNotPassed
		);
		vote(ALICE, eve, true);
		set_time(NOW + CONFIRMATION_PERIOD + 1);
		assert_noop!(Did::vote(signed(BOB), eve, CONFIRM, 0, true), Error::<Test>::DeadlinePassed);
		// The suspended one may ask itself.
		assert_ok!(Did::close_proposal(signed(EVE), eve, CONFIRM));
		assert_eq!(Did::status(&eve), Some(DidStatus::Active));
	});
}

#[test]
fn suspension_at_once_by_anyone_but_regulator_is_refused() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root(), signed(7)] {
			assert_noop!(Did::suspend_at_once(origin, eve, REASON), DispatchError::BadOrigin);
		}
		assert_noop!(
			Did::suspend_at_once(signed(CHARLIE), eve, REASON),
			Error::<Test>::NotRegulator
		);
		// A regulator that is not active is none.
		suspend(ALICE, founder(BOB));
		assert_noop!(Did::suspend_at_once(signed(BOB), eve, REASON), DispatchError::BadOrigin);
		// Neither is one that applies.
		apply(DAVE, &Key::ed25519(10), Role::Regulator.into());
		assert_noop!(Did::suspend_at_once(signed(DAVE), eve, REASON), DispatchError::BadOrigin);
	});
}

#[test]
fn regulator_whose_role_was_withdrawn_suspends_nobody() {
	four().build_and_execute(|| {
		let (alice, eve) = (founder(ALICE), founder(EVE));
		assert_ok!(Did::propose(signed(BOB), alice, Change::WithdrawRole(Role::Regulator)));
		for voter in [BOB, CHARLIE, EVE] {
			vote(voter, alice, true);
		}
		assert_noop!(Did::suspend_at_once(signed(ALICE), eve, REASON), Error::<Test>::NotRegulator);
	});
}

#[test]
fn regulator_suspends_itself_is_refused() {
	four().build_and_execute(|| {
		assert_noop!(
			Did::suspend_at_once(signed(ALICE), founder(ALICE), REASON),
			Error::<Test>::OwnSuspension
		);
	});
}

#[test]
fn suspension_of_unknown_or_device_is_refused() {
	four().build_and_execute(|| {
		let device = add_device(EVE, &Key::ed25519(10), [1; 32]);
		assert_noop!(
			Did::suspend_at_once(signed(ALICE), DidId([1; 32]), REASON),
			Error::<Test>::NotFound
		);
		assert_noop!(
			Did::suspend_at_once(signed(ALICE), device, REASON),
			Error::<Test>::NotAStakeholder
		);
	});
}

#[test]
fn suspension_of_anyone_who_is_not_active_is_refused() {
	four().build_and_execute(|| {
		let applicant = apply(DAVE, &Key::ed25519(10), Role::Other.into());
		let refused = |subject| {
			assert_noop!(
				Did::suspend_at_once(signed(ALICE), subject, REASON),
				Error::<Test>::ChangeNotApplicable
			);
		};
		refused(applicant);
		carry_by_all(founder(EVE), Change::Suspend);
		refused(founder(EVE));
		carry_by_all(founder(EVE), Change::Revoke);
		refused(founder(EVE));
	});
}

/// Carries a change through with the votes of ALICE, BOB and CHARLIE.
fn carry_by_all(subject: DidId, change: Change) {
	assert_ok!(Did::propose(signed(ALICE), subject, change));
	for voter in [ALICE, BOB, CHARLIE] {
		if Did::has_open_proposal(&subject) {
			vote_on(voter, subject, change.into(), true);
		}
	}
}

#[test]
fn suspension_at_once_without_money_changes_nothing() {
	four().build_and_execute(|| {
		assert_ok!(Balances::transfer_keep_alive(signed(ALICE), DAVE, START - 10));
		assert_noop!(
			Did::suspend_at_once(signed(ALICE), founder(EVE), REASON),
			sp_runtime::TokenError::FundsUnavailable
		);
	});
}

#[test]
fn suspended_at_once_neither_votes_nor_proposes() {
	four().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(EVE, did, true);
		suspend(ALICE, founder(EVE));
		assert_noop!(
			Did::vote(signed(EVE), founder(EVE), CONFIRM, 1, false),
			DispatchError::BadOrigin
		);
		assert_noop!(
			Did::propose(signed(EVE), founder(ALICE), Change::Suspend),
			DispatchError::BadOrigin
		);
		// Three of four in favour, but one of them is suspended.
		vote(BOB, did, true);
		vote(CHARLIE, did, true);
		let view = Did::proposal(did, Motion::Register).unwrap();
		assert_eq!((view.ayes, view.electorate, view.needed), (2, 4, 3));
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
	});
}

#[test]
fn reinstatement_while_the_vote_to_confirm_is_open_is_refused() {
	four().build_and_execute(|| {
		suspend(ALICE, founder(EVE));
		assert_noop!(
			Did::propose(signed(CHARLIE), founder(EVE), Change::Reinstate),
			Error::<Test>::SuspensionUnconfirmed
		);
	});
}

#[test]
fn ballots_of_a_lapsed_suspension_count_again() {
	four().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		suspend(ALICE, founder(EVE));
		vote(BOB, did, true);
		vote(CHARLIE, did, true);
		// Nothing is rejected that the suspended one could still make pass once it is back.
		vote(ALICE, did, false);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		vote(CHARLIE, founder(EVE), false);
		vote(EVE, did, true);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn attack_regulator_suspends_again_and_again() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		poll(LAPSED);
		let over = LAPSED + COOL_DOWN;
		let refused = |regulator| {
			assert_noop!(
				Did::suspend_at_once(signed(regulator), eve, REASON),
				Error::<Test>::Shielded
			);
		};
		refused(ALICE);
		// Nor does another regulator take its turn.
		refused(BOB);
		poll(over);
		refused(ALICE);
		refused(BOB);
		// The cool-down includes its last moment.
		poll(over + 1);
		suspend(BOB, eve);
		// The others may suspend whoever is shielded at any time.
		vote(CHARLIE, eve, false);
		refused(ALICE);
		assert_ok!(Did::propose(signed(ALICE), eve, Change::Suspend));
	});
}

#[test]
fn attack_regulator_suspends_all_others_and_decides_alone() {
	four().build_and_execute(|| {
		suspend(ALICE, founder(BOB));
		// One suspension at a time.
		for other in [CHARLIE, EVE] {
			assert_noop!(
				Did::suspend_at_once(signed(ALICE), founder(other), REASON),
				Error::<Test>::AnotherSuspension
			);
		}
		// And it gives it no weight: with a friend it has two votes of four.
		let friend = apply(DAVE, &Key::ed25519(10), Role::Other.into());
		vote(ALICE, friend, true);
		vote(EVE, friend, true);
		assert_eq!(Did::status(&friend), Some(DidStatus::Pending));
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Revoke));
		vote_on(ALICE, founder(BOB), Motion::Revoke, true);
		vote_on(EVE, founder(BOB), Motion::Revoke, true);
		vote_on(ALICE, founder(BOB), CONFIRM, true);
		vote_on(EVE, founder(BOB), CONFIRM, true);
		poll(NOW + VOTING_PERIOD + BUCKET);
		assert_eq!(Did::status(&founder(BOB)), Some(DidStatus::Active));
		assert_eq!(Did::status(&friend), None);
	});
}

#[test]
fn attack_two_regulators_cannot_expel_the_other_two() {
	four().build_and_execute(|| {
		suspend(ALICE, founder(CHARLIE));
		suspend(BOB, founder(EVE));
		// They are the only active ones, and two of four.
		for subject in [founder(CHARLIE), founder(EVE)] {
			vote_on(ALICE, subject, CONFIRM, true);
			vote_on(BOB, subject, CONFIRM, true);
			assert_ok!(Did::propose(signed(ALICE), subject, Change::Revoke));
			vote_on(ALICE, subject, Motion::Revoke, true);
			vote_on(BOB, subject, Motion::Revoke, true);
			assert_eq!(Did::status(&subject), Some(DidStatus::Suspended));
		}
		poll(NOW + VOTING_PERIOD + BUCKET);
		for subject in [founder(CHARLIE), founder(EVE)] {
			assert_eq!(Did::status(&subject), Some(DidStatus::Active));
		}
	});
}

#[test]
fn attack_of_two_one_suspends_the_other_for_good_fails() {
	ExtBuilder::default().founders(&[ALICE, BOB]).regulators(&[ALICE]).build_and_execute(|| {
		suspend(ALICE, founder(BOB));
		vote(ALICE, founder(BOB), true);
		// More than half of two would be both.
		assert_eq!(Did::status(&founder(BOB)), Some(DidStatus::Active));
	});
}

#[test]
fn last_active_stakeholder_stays_while_the_other_one_is_suspended() {
	ExtBuilder::default().founders(&[ALICE, BOB]).regulators(&[ALICE]).build_and_execute(|| {
		suspend(ALICE, founder(BOB));
		for change in [Change::Suspend, Change::Revoke] {
			assert_noop!(
				Did::propose(signed(ALICE), founder(ALICE), change),
				Error::<Test>::LastStakeholder
			);
		}
	});
}

#[test]
fn seat_is_kept_for_whoever_comes_back() {
	ExtBuilder::default().regulators(&[ALICE]).max_stakeholders(3).build_and_execute(|| {
		suspend(ALICE, founder(BOB));
		let key = Key::ed25519(10);
		let signature = key.sign_registration(DAVE, Role::Other.into());
		assert_noop!(
			Did::register_stakeholder(signed(DAVE), key.public(), signature, Role::Other.into()),
			Error::<Test>::TooManyStakeholders
		);
		poll(LAPSED);
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		// Confirmed, the seat is free.
		poll(LAPSED + COOL_DOWN + 1);
		suspend(ALICE, founder(BOB));
		vote(ALICE, founder(BOB), true);
		vote(CHARLIE, founder(BOB), true);
		apply(DAVE, &key, Role::Other.into());
	});
}

#[test]
fn seat_is_kept_from_those_who_applied_or_were_suspended_before() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE])
		.regulators(&[ALICE])
		.max_stakeholders(3)
		.build_and_execute(|| {
			carry(founder(CHARLIE), Change::Suspend);
			let did = apply(DAVE, &Key::ed25519(10), Role::Other.into());
			let reinstate = Motion::Reinstate;
			assert_ok!(Did::propose(signed(ALICE), founder(CHARLIE), Change::Reinstate));
			vote(ALICE, did, true);
			vote(BOB, did, true);
			assert_eq!(Did::status(&did), Some(DidStatus::Active));
			suspend(ALICE, did);
			// Two are active, and the third seat is taken.
			vote_on(ALICE, founder(CHARLIE), reinstate, true);
			assert_noop!(
				Did::vote(
					signed(BOB),
					founder(CHARLIE),
					reinstate,
					proposal(founder(CHARLIE), reinstate).serial,
					true
				),
				Error::<Test>::TooManyStakeholders
			);
		});
}

#[test]
fn suspension_stands_whatever_becomes_of_the_regulator() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE, 6])
		.regulators(&[ALICE])
		.build_and_execute(|| {
			let (alice, eve) = (founder(ALICE), founder(EVE));
			suspend(ALICE, eve);
			assert_ok!(Did::propose(signed(BOB), alice, Change::Revoke));
			for voter in [BOB, CHARLIE, 6] {
				vote(voter, alice, true);
			}
			assert_eq!(Did::status(&alice), Some(DidStatus::Revoked));
			// Its ticket comes back when the vote ends, and the vote ends as any other.
			assert_eq!(holds(ALICE), (0, proposal_price(5)));
			for voter in [BOB, CHARLIE, 6] {
				vote(voter, eve, true);
			}
			assert_eq!(Did::status(&eve), Some(DidStatus::Suspended));
			assert_eq!(Unconfirmed::<Test>::count(), 0);
			assert_eq!(holds(ALICE), (0, 0));
		});
}

#[test]
fn revocation_forgets_the_shield() {
	four().build_and_execute(|| {
		let eve = founder(EVE);
		suspend(ALICE, eve);
		vote(CHARLIE, eve, false);
		assert!(Did::shielded_until(eve).is_some());
		carry_by_all(eve, Change::Revoke);
		assert_eq!(Did::shielded_until(eve), None);
	});
}

#[test]
fn many_suspensions_lapse_in_the_same_block_and_each_seat_is_there() {
	let founders = [ALICE, BOB, CHARLIE, DAVE, EVE, 6, 7, 8];
	ExtBuilder::default()
		.founders(&founders)
		.regulators(&founders)
		.max_stakeholders(8)
		.build_and_execute(|| {
			for pair in founders.chunks(2) {
				suspend(pair[0], founder(pair[1]));
			}
			assert_eq!((ActiveStakeholders::<Test>::get(), Did::seats()), (4, 8));
			poll(LAPSED);
			assert_eq!((ActiveStakeholders::<Test>::get(), Did::seats()), (8, 8));
			assert_eq!(Agenda::<Test>::iter().count(), 0);
		});
}

#[test]
fn seat_is_there_even_if_the_bound_was_lowered_meanwhile() {
	ExtBuilder::default().regulators(&[ALICE]).build_and_execute(|| {
		suspend(ALICE, founder(BOB));
		MaxStakeholders::set(2);
		poll(LAPSED);
		assert_eq!(Did::status(&founder(BOB)), Some(DidStatus::Active));
		MaxStakeholders::set(3);
	});
}

#[test]
fn histories_are_told_who_suspended_whom() {
	four().build_and_execute(|| {
		use codec::Encode;
		use counterfoil_primitives::traits::AuditSubject;
		let (alice, eve) = (founder(ALICE), founder(EVE));
		Audited::take();
		suspend(ALICE, eve);
		let reported =
			Event::<Test>::SuspendedAtOnce { subject: eve, regulator: alice, reason: REASON };
		let both = vec![AuditSubject::Did(eve), AuditSubject::Did(alice)];
		assert_eq!(Audited::take()[0], (Some(alice), both.clone(), reported.encode()[0]));
		poll(LAPSED);
		let lapsed =
			Event::<Test>::SuspensionLapsed { subject: eve, regulator: alice, shielded_until: 0 };
		assert!(Audited::take().contains(&(None, both, lapsed.encode()[0])));
	});
}
