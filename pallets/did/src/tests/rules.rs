//! Quorum and threshold by role (Y.4560 9.2).

use super::*;

const UNANIMOUS: VotingRule = VotingRule { quorum: 0, threshold: 999, base: Base::Electorate };
const TWO_THIRDS: VotingRule = VotingRule { quorum: 0, threshold: 666, base: Base::Electorate };
const BUSY: VotingRule = VotingRule { quorum: 800, threshold: 500, base: Base::Electorate };
const CAST: VotingRule = VotingRule { quorum: 500, threshold: 500, base: Base::Cast };

/// Five founders under these rules.
fn under(rules: VotingRules) -> ExtBuilder {
	ExtBuilder::default()
		.founders(&[ALICE, BOB, CHARLIE, EVE, 6])
		.parameters(DidParameters { rules, ..parameters() })
}

/// A chain on which regulators need everybody.
fn strict_about_regulators() -> ExtBuilder {
	under(VotingRules { regulator: Some(UNANIMOUS), ..Default::default() })
}

#[test]
fn rule_of_registration_is_that_of_the_roles_applied_for() {
	strict_about_regulators().build_and_execute(|| {
		let supplier = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		let regulator = apply(7, &Key::ed25519(11), Role::Supplier | Role::Regulator);
		for voter in [ALICE, BOB, CHARLIE] {
			vote(voter, supplier, true);
			vote(voter, regulator, true);
		}
		assert_eq!(Did::status(&supplier), Some(DidStatus::Active));
		assert_eq!(Did::status(&regulator), Some(DidStatus::Pending));
		// The newcomer counts, and may vote although it was let in later.
		let view = Did::proposal(regulator, Motion::Register).unwrap();
		assert_eq!((view.electorate, view.needed), (6, 6));
		for voter in [EVE, 6, DAVE] {
			vote(voter, regulator, true);
		}
		assert_eq!(Did::status(&regulator), Some(DidStatus::Active));
	});
}

#[test]
fn one_against_rejects_what_needs_everybody() {
	strict_about_regulators().build_and_execute(|| {
		let regulator = apply(DAVE, &Key::ed25519(11), Role::Regulator.into());
		vote(ALICE, regulator, true);
		vote(BOB, regulator, false);
		assert_eq!(Did::status(&regulator), None);
	});
}

#[test]
fn rule_of_grant_and_withdrawal_is_that_of_the_role() {
	strict_about_regulators().build_and_execute(|| {
		let bob = founder(BOB);
		for (change, rule) in [
			(Change::GrantRole(Role::Regulator), UNANIMOUS),
			(Change::GrantRole(Role::Supplier), VotingRule::MAJORITY),
		] {
			assert_ok!(Did::propose(signed(ALICE), bob, change));
			assert_eq!(proposal(bob, change.into()).rule, rule);
		}
		for voter in [ALICE, CHARLIE, EVE, 6] {
			vote_on(voter, bob, Motion::GrantRole(Role::Regulator), true);
		}
		for (change, rule) in [
			(Change::WithdrawRole(Role::Regulator), UNANIMOUS),
			(Change::WithdrawRole(Role::Other), VotingRule::MAJORITY),
			// Of the roles held, of which one is a regulator's now.
			(Change::Suspend, UNANIMOUS),
			(Change::Revoke, UNANIMOUS),
		] {
			assert_ok!(Did::propose(signed(ALICE), bob, change));
			assert_eq!(proposal(bob, change.into()).rule, rule);
		}
	});
}

#[test]
fn everybody_else_is_enough_against_a_regulator() {
	strict_about_regulators().regulators(&[BOB]).build_and_execute(|| {
		// "More than 999 per mille of five" are five, and one of them is the subject, which does not vote.
		let bob = founder(BOB);
		assert_ok!(Did::propose(signed(ALICE), bob, Change::Revoke));
		let view = Did::proposal(bob, Motion::Revoke).unwrap();
		assert_eq!((view.electorate, view.needed), (5, 4));
		for voter in [ALICE, CHARLIE, EVE, 6] {
			assert_eq!(Did::status(&bob), Some(DidStatus::Active));
			vote(voter, bob, true);
		}
		assert_eq!(Did::status(&bob), Some(DidStatus::Revoked));
	});
}

#[test]
fn strictest_of_several_roles_holds() {
	under(VotingRules { validator: Some(TWO_THIRDS), demander: Some(BUSY), ..Default::default() })
		.build_and_execute(|| {
			let did = apply(DAVE, &Key::ed25519(10), Role::Validator | Role::Demander);
			let rule = proposal(did, Motion::Register).rule;
			assert_eq!((rule.quorum, rule.threshold), (800, 666));
		});
}

#[test]
fn majority_without_quorum_waits_and_then_expires() {
	under(VotingRules { default: BUSY, ..Default::default() }).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		for voter in [ALICE, BOB, CHARLIE] {
			vote(voter, did, true);
		}
		// Three of five are more than half; four have to vote.
		let view = Did::proposal(did, Motion::Register).unwrap();
		assert_eq!((view.ayes, view.needed, view.quorum), (3, 3, 4));
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		set_time(NOW + VOTING_PERIOD + 1);
		events();
		assert_ok!(Did::close_proposal(signed(7), did, Motion::Register));
		assert_eq!(Did::status(&did), None);
		assert!(matches!(
			events().last(),
			Some(Event::ProposalClosed { outcome: Outcome::Expired, .. })
		));
	});
}

#[test]
fn vote_against_may_make_the_quorum_that_enacts() {
	under(VotingRules { default: BUSY, ..Default::default() }).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		for voter in [ALICE, BOB, CHARLIE] {
			vote(voter, did, true);
		}
		vote(EVE, did, false);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn majority_of_votes_cast_is_found_at_the_deadline() {
	under(VotingRules { default: CAST, ..Default::default() }).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		vote(BOB, did, true);
		vote(CHARLIE, did, false);
		assert_eq!(Did::status(&did), Some(DidStatus::Pending));
		poll(NOW + VOTING_PERIOD + 1_000);
		assert_eq!(Did::status(&did), Some(DidStatus::Active));
	});
}

#[test]
fn half_of_votes_cast_is_no_majority() {
	under(VotingRules { default: CAST, ..Default::default() }).build_and_execute(|| {
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		vote(ALICE, did, true);
		vote(BOB, did, true);
		vote(CHARLIE, did, false);
		vote(EVE, did, false);
		poll(NOW + VOTING_PERIOD + 1_000);
		assert_eq!(Did::status(&did), None);
	});
}

#[test]
fn attack_few_expel_one_while_the_others_do_not_look() {
	// Governance lets the votes cast decide, but not against anybody's will.
	under(VotingRules { default: CAST, ..Default::default() }).build_and_execute(|| {
		let eve = founder(EVE);
		for change in [Change::Suspend, Change::Revoke] {
			assert_ok!(Did::propose(signed(ALICE), eve, change));
			let rule = proposal(eve, change.into()).rule;
			assert_eq!((rule.threshold, rule.base), (500, Base::Electorate));
			vote(ALICE, eve, true);
			vote(BOB, eve, true);
			poll(proposal(eve, change.into()).deadline + 1_000);
			assert_eq!(Did::status(&eve), Some(DidStatus::Active));
		}
		// If it wants to leave itself, the votes cast decide.
		assert_ok!(Did::propose(signed(EVE), eve, Change::Revoke));
		assert_eq!(proposal(eve, Motion::Revoke).rule, CAST);
	});
}
