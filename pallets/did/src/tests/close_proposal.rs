use super::*;
use crate::WeightInfo;

const EXPIRY: u64 = NOW + VOTING_PERIOD + 1;

#[test]
fn close_proposal_at_deadline_is_refused_and_one_millisecond_later_works() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		set_time(EXPIRY - 1);
		assert_noop!(
			Did::close_proposal(signed(EVE), did, Motion::Register),
			Error::<Test>::DeadlineNotPassed
		);
		set_time(EXPIRY);
		assert_ok!(Did::close_proposal(signed(EVE), did, Motion::Register));
	});
}

#[test]
fn close_proposal_of_registration_returns_both_tickets() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		set_time(EXPIRY);
		events();
		assert_ok!(Did::close_proposal(signed(EVE), did, Motion::Register));
		assert_eq!(Did::status(&did), None);
		assert_eq!(DidOf::<Test>::get(DAVE), None);
		assert_eq!(holds(DAVE), (0, 0));
		assert_eq!(Balances::free_balance(DAVE), START);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
		assert_eq!(
			events(),
			[Event::ProposalClosed {
				subject: did,
				proposal: 0,
				motion: Motion::Register,
				outcome: Outcome::Expired,
				proposer: did,
			}]
		);
		// And it may apply again.
		apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
	});
}

#[test]
fn close_proposal_of_change_leaves_status_and_returns_ticket_to_proposer() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Revoke));
		set_time(EXPIRY);
		assert_ok!(Did::close_proposal(signed(BOB), founder(BOB), Motion::Revoke));
		assert_eq!(Did::status(&founder(BOB)), Some(DidStatus::Active));
		assert_eq!(holds(ALICE), (0, 0));
		assert_eq!(Balances::free_balance(ALICE), START);
	});
}

#[test]
fn close_proposal_enacts_if_electorate_shrank_below_the_ayes() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		vote(BOB, did, true);
		carry(founder(EVE), Change::Suspend);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		set_time(EXPIRY);
		events();
		assert_ok!(Did::close_proposal(signed(6), did, Motion::Register));
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
		assert_eq!(holds(DAVE), (RECORD_PRICE, 0));
		assert_eq!(
			events(),
			[
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
fn close_proposal_does_not_count_ballots_of_suspended_voters() {
	ExtBuilder::default().founders(&[ALICE, BOB, CHARLIE, EVE]).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		vote(EVE, did, true);
		carry(founder(EVE), Change::Suspend);
		set_time(EXPIRY);
		assert_ok!(Did::close_proposal(signed(6), did, Motion::Register));
		assert_eq!(Did::status(&did), None);
	});
}

#[test]
fn close_proposal_that_cannot_be_enacted_expires() {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE])
		.max_stakeholders(5)
		.build_and_execute(|| {
			let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
			vote(ALICE, did, true);
			vote(BOB, did, true);
			// The electorate shrinks, so that two are a majority, and then the bound shrinks as well.
			carry(founder(EVE), Change::Suspend);
			MaxStakeholders::set(3);
			set_time(EXPIRY);
			events();
			assert_ok!(Did::close_proposal(signed(6), did, Motion::Register));
			assert_eq!(Did::status(&did), None);
			assert_eq!(holds(DAVE), (0, 0));
			assert_eq!(
				events(),
				[Event::ProposalClosed {
					subject: did,
					proposal: 0,
					motion: Motion::Register,
					outcome: Outcome::Expired,
					proposer: did,
				}]
			);
		});
}

#[test]
fn close_proposal_without_proposal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for subject in [founder(BOB), DidId([1; 32])] {
			assert_noop!(
				Did::close_proposal(signed(EVE), subject, Motion::Revoke),
				Error::<Test>::NoProposal
			);
		}
	});
}

#[test]
fn close_proposal_unsigned_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		set_time(EXPIRY);
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			assert_noop!(
				Did::close_proposal(origin, did, Motion::Register),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn close_proposal_gives_back_the_weight_of_ballots_that_are_not_there() {
	ExtBuilder::default().build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		set_time(EXPIRY);
		let info = Did::close_proposal(signed(EVE), did, Motion::Register).unwrap();
		assert_eq!(info.actual_weight, Some(<()>::close_proposal(1, 0)));
	});
}
