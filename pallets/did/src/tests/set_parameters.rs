use super::*;
use crate::MAX_VOTING_PERIOD;

#[test]
fn set_parameters_holds_for_proposals_from_now_on() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		events();
		let parameters = DidParameters { voting_period: 5 };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		assert_eq!(Parameters::<Test>::get(), parameters);
		assert_eq!(events(), [Event::ParametersSet { parameters }]);
		assert_ok!(Did::propose(signed(ALICE), founder(CHARLIE), Change::Suspend));
		let deadline = |did| Proposals::<Test>::get(did).unwrap().deadline;
		assert_eq!(deadline(founder(BOB)), NOW + VOTING_PERIOD);
		assert_eq!(deadline(founder(CHARLIE)), NOW + 5);
	});
}

#[test]
fn set_parameters_by_anyone_but_admin_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::none(), signed(ALICE), signed(EVE)] {
			assert_noop!(
				Did::set_parameters(origin, DidParameters { voting_period: 5 }),
				DispatchError::BadOrigin
			);
		}
	});
}

#[test]
fn set_parameters_without_time_to_vote_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(
			Did::set_parameters(RuntimeOrigin::root(), DidParameters { voting_period: 0 }),
			Error::<Test>::InvalidParameters
		);
	});
}

#[test]
fn set_parameters_with_endless_voting_period_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		for voting_period in [MAX_VOTING_PERIOD + 1, u64::MAX] {
			assert_noop!(
				Did::set_parameters(RuntimeOrigin::root(), DidParameters { voting_period }),
				Error::<Test>::InvalidParameters
			);
		}
		let parameters = DidParameters { voting_period: MAX_VOTING_PERIOD };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		assert_eq!(Parameters::<Test>::get(), parameters);
		assert!(DidParameters::default().are_valid());
	});
}

#[test]
fn endless_voting_period_does_not_overflow() {
	ExtBuilder::default().build_and_execute(|| {
		// The longest one that is allowed, at the end of time.
		let parameters = DidParameters { voting_period: MAX_VOTING_PERIOD };
		assert_ok!(Did::set_parameters(RuntimeOrigin::root(), parameters));
		set_time(u64::MAX - 1);
		assert_ok!(Did::propose(signed(ALICE), founder(BOB), Change::Suspend));
		assert_eq!(Proposals::<Test>::get(founder(BOB)).unwrap().deadline, u64::MAX);
		vote(ALICE, founder(BOB), true);
		vote(CHARLIE, founder(BOB), true);
		assert_eq!(Agenda::<Test>::iter().count(), 0);
	});
}
