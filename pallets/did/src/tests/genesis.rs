use super::*;
use crate::{Kind, MAX_VOTING_PERIOD};

#[test]
fn founders_are_active_and_pay_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(ActiveStakeholders::<Test>::get(), 3);
		for account in [ALICE, BOB, CHARLIE] {
			let record = Records::<Test>::get(founder(account)).unwrap();
			assert_eq!(record.status, DidStatus::Active);
			assert_eq!(record.kind, Kind::Stakeholder { account, roles: Role::Other.into() });
			assert!(record.ticket.is_none());
			assert_eq!(Balances::free_balance(account), START);
		}
		assert_eq!(Parameters::<Test>::get(), parameters());
	});
}

#[test]
fn chain_without_founders_is_consistent() {
	ExtBuilder::default().founders(&[]).build_and_execute(|| {
		assert_eq!(ActiveStakeholders::<Test>::get(), 0);
		let did = apply(DAVE, &Key::ed25519(10), Role::Supplier.into());
		poll(NOW + VOTING_PERIOD + 1_000);
		assert_eq!(Did::status(&did), None, "nobody can let anybody in");
	});
}

#[test]
#[should_panic(expected = "two founders have one account")]
fn founder_named_twice_stops_genesis() {
	ExtBuilder::default().founders(&[ALICE, ALICE]).build();
}

#[test]
#[should_panic(expected = "more founders than stakeholders may be active")]
fn more_founders_than_allowed_stop_genesis() {
	ExtBuilder::default().max_stakeholders(2).build();
}

#[test]
#[should_panic(expected = "the voting period is zero")]
fn zero_voting_period_stops_genesis() {
	stop(DidParameters { voting_period: 0, ..parameters() });
}

#[test]
#[should_panic(expected = "the voting period is longer than 366 days")]
fn endless_voting_period_stops_genesis() {
	stop(DidParameters { voting_period: MAX_VOTING_PERIOD + 1, ..parameters() });
}

/// Makes a chain with these parameters, which is to fail.
fn stop(parameters: DidParameters) {
	ExtBuilder::default().parameters(parameters).build();
}

#[test]
#[should_panic(expected = "the confirmation period or the cool-down is zero")]
fn zero_confirmation_period_stops_genesis() {
	stop(DidParameters { confirmation_period: 0, ..parameters() });
}

#[test]
#[should_panic(expected = "the cool-down is zero or longer than 366 days")]
fn endless_cool_down_stops_genesis() {
	stop(DidParameters { suspension_cool_down: MAX_VOTING_PERIOD + 1, ..parameters() });
}

#[test]
#[should_panic(expected = "the cool-down is shorter than the confirmation period")]
fn short_cool_down_stops_genesis() {
	stop(DidParameters { suspension_cool_down: CONFIRMATION_PERIOD - 1, ..parameters() });
}

#[test]
#[should_panic(expected = "a voting rule is out of reach or asks for too little")]
fn rule_for_nothing_stops_genesis() {
	let rule = VotingRule { threshold: 0, ..VotingRule::MAJORITY };
	let rules = VotingRules { regulator: Some(rule), ..Default::default() };
	stop(DidParameters { rules, ..parameters() });
}

#[test]
fn integrity_test_takes_this_runtime() {
	use frame_support::traits::Hooks;
	ExtBuilder::default().build_and_execute(|| {
		<Did as Hooks<u64>>::integrity_test();
	});
}
