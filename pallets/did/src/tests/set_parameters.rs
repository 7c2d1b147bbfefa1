use super::*;
use crate::MAX_VOTING_PERIOD;

#[test]
fn set_parameters_holds_for_proposals_from_now_on() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		events();
		let parameters = DidParameters { voting_period: 5, ..parameters() };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		assert_eq!(Parameters::<Test>::get(), parameters);
		assert_eq!(events(), [Event::ParametersSet { parameters }]);
		assert_ok!(Did::propose(signed(ALICE), founder(CHARLIE), Change::Suspend));
		let deadline = |did| proposal(did, Motion::Suspend).deadline;
		assert_eq!(deadline(founder(BOB)), NOW + VOTING_PERIOD);
		assert_eq!(deadline(founder(CHARLIE)), NOW + 5);
	});
}

#[test]
fn set_parameters_by_anyone_but_admin_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), signed(ALICE), signed(EVE)] {
			assert_noop!(
				Did::set_parameters(origin, DidParameters { voting_period: 5, ..parameters() }),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn set_parameters_without_time_to_vote_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::set_parameters(
				RuntimeOrigin::root(),
				DidParameters { voting_period: 0, ..parameters() }
			),
			Error::<Test>::InvalidParameters
		);
	});
}

#[test]
fn set_parameters_with_endless_voting_period_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for voting_period in [MAX_VOTING_PERIOD + 1, u64::MAX] {
			assert_noop!(
				Did::set_parameters(
					RuntimeOrigin::root(),
					DidParameters { voting_period, ..parameters() }
				),
				Error::<Test>::InvalidParameters
			);
		}
		let parameters = DidParameters { voting_period: MAX_VOTING_PERIOD, ..parameters() };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		assert_eq!(Parameters::<Test>::get(), parameters);
		assert!(DidParameters::default().are_valid());
	});
}

#[test]
fn endless_voting_period_does_not_overflow() {
	ExtBuilder::default().build_and_execute(|| {
		// The longest one that is allowed, at the end of time.
		let parameters = DidParameters { voting_period: MAX_VOTING_PERIOD, ..parameters() };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		set_time(u64::MAX - 1);
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		assert_eq!(proposal(founder(BOB), Motion::Suspend).deadline, u64::MAX);
		vote(ALICE, founder(BOB), true);
		vote(CHARLIE, founder(BOB), true);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}

#[test]
fn set_parameters_with_zero_or_endless_suspension_periods_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for period in [0, MAX_VOTING_PERIOD + 1, u64::MAX] {
			for wrong in [
				DidParameters { confirmation_period: period, ..parameters() },
				DidParameters { suspension_cool_down: period, ..parameters() },
			] {
				assert_noop!(
					Did::set_parameters(RuntimeOrigin::root(), wrong),
					Error::<Test>::InvalidParameters
				);
				assert!(!wrong.are_valid());
			}
		}
	});
}

#[test]
fn set_parameters_with_cool_down_shorter_than_confirmation_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let with = |suspension_cool_down| {
			Did::set_parameters(
				RuntimeOrigin::root(),
				DidParameters { suspension_cool_down, ..parameters() },
			)
		};
		assert_noop!(with(CONFIRMATION_PERIOD - 1), Error::<Test>::CoolDownTooShort);
		assert_ok!(with(CONFIRMATION_PERIOD));
	});
}

#[test]
fn set_parameters_with_rule_out_of_reach_or_for_nothing_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let rule = |quorum, threshold, base| VotingRule { quorum, threshold, base };
		for wrong in [
			rule(0, 0, Base::Electorate),
			rule(0, 499, Base::Electorate),
			rule(0, 1_000, Base::Electorate),
			rule(1_001, 500, Base::Electorate),
			rule(499, 500, Base::Cast),
		] {
			for rules in [
				VotingRules { default: wrong, ..Default::default() },
				VotingRules { other: Some(wrong), ..Default::default() },
			] {
				assert_noop!(
					Did::set_parameters(
						RuntimeOrigin::root(),
						DidParameters { rules, ..parameters() }
					),
					Error::<Test>::InvalidRule
				);
			}
		}
	});
}

#[test]
fn set_parameters_leaves_the_rules_of_open_proposals() {
	ExtBuilder::default().build_and_execute(|| {
		let grant = Motion::GrantRole(Role::Validator);
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::GrantRole(Role::Validator)));
		let unanimous = VotingRule { quorum: 0, threshold: 999, base: Base::Electorate };
		let rules = VotingRules { validator: Some(unanimous), ..Default::default() };
		let parameters = DidParameters { rules, ..parameters() };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		assert_ok!(Did::propose(
			signed(ALICE),
			founder(CHARLIE),
			Change::GrantRole(Role::Validator)
		));
		assert_eq!(proposal(founder(BOB), grant).rule, VotingRule::MAJORITY);
		assert_eq!(proposal(founder(CHARLIE), grant).rule, unanimous);
	});
}
