//! Who gets what, to the unit.

use counterfoil_primitives::{
	traits::{Decision, Reason, ValidationTarget},
	verdict::{RoundOutcome, Standing},
};
use frame_support::assert_ok;

use crate::{mock::*, Event, Phase, Reputations};

/// Five say valid, the sixth says invalid, the seventh does not reveal.
fn seven() -> u64 {
	let good = Some(valid(900));
	let id = committed(&[
		good.clone(),
		good.clone(),
		Some(invalid(Reason::Other)),
		good.clone(),
		Some(valid(900)),
		good.clone(),
		good,
	]);
	for seat in [0, 1, 2, 3, 5, 6] {
		let who = VALIDATOR + seat;
		let verdict = if seat == 2 { invalid(Reason::Other) } else { valid(900) };
		assert_ok!(reveal(who, id, verdict, salt(who)));
	}
	id
}

#[test]
fn seven_validators_with_one_cheat_and_one_absentee_are_paid_exactly() {
	ExtBuilder::build_and_execute(|| {
		let id = seven();
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
		assert_eq!(outcome(id), RoundOutcome::Valid { quality: 900 });
		take_events();
		settle(id);

		// 1000 and 150 + 250, each among five.
		for seat in [0, 1, 3, 5, 6] {
			assert_gained(VALIDATOR + seat, 200 + 80);
			assert_eq!(counts(VALIDATOR + seat), (1, 0, 0, 0));
		}
		assert_gained(VALIDATOR + 2, -(MINORITY_LOSS as i64));
		assert_eq!(counts(VALIDATOR + 2), (0, 1, 0, 0));
		assert_gained(VALIDATOR + 4, -(UNREVEALED_LOSS as i64));
		assert_eq!(counts(VALIDATOR + 4), (0, 0, 1, 0));
		assert_gained(SUPPLIER, -(FEE as i64));
		assert_eq!(Reputations::<Test>::get(did(SUPPLIER)).supplier.validated, 1);

		let events = take_events();
		assert_eq!(events.len(), 8);
		assert_eq!(
			events[0],
			Event::Slashed {
				round: id,
				validator: did(VALIDATOR + 2),
				account: VALIDATOR + 2,
				standing: Standing::Minority,
				lost: MINORITY_LOSS,
				returned: BOND - MINORITY_LOSS,
			}
		);
		assert_eq!(
			events[1],
			Event::Slashed {
				round: id,
				validator: did(VALIDATOR + 4),
				account: VALIDATOR + 4,
				standing: Standing::Unrevealed,
				lost: UNREVEALED_LOSS,
				returned: BOND - UNREVEALED_LOSS,
			}
		);
		assert_eq!(
			events[2],
			Event::Rewarded {
				round: id,
				validator: did(VALIDATOR),
				account: VALIDATOR,
				fee: 200,
				slashed: 80,
				bond: BOND,
			}
		);
		let submission = round(id).submission;
		assert_eq!(
			events[7],
			Event::RoundClosed { round: id, submission, supplier: did(SUPPLIER) }
		);
	});
}

#[test]
fn slashed_parts_wait_on_hold_with_the_supplier_between_two_steps() {
	ExtBuilder::build_and_execute(|| {
		let id = seven();
		set_time(until(id) + 1);
		assert_ok!(advance(PASSER_BY, id));
		// Seats 0 to 3: the cheat.
		assert_ok!(advance(PASSER_BY, id));
		let total = WEALTH + MINORITY_LOSS;
		assert_eq!(purse(SUPPLIER), Purse { total, fee: FEE, bond: MINORITY_LOSS });
		assert_ok!(Validation::do_try_state());
		// Seats 4 to 6: the absentee; and the first one who is paid.
		assert_ok!(advance(PASSER_BY, id));
		assert_eq!(purse(SUPPLIER).bond, MINORITY_LOSS + UNREVEALED_LOSS - 80);
		assert_eq!(purse(SUPPLIER).fee, FEE - 200);
		assert_gained(VALIDATOR, 280);
		assert_ok!(Validation::do_try_state());
		assert_eq!(settle(id), 2);
	});
}

#[test]
fn indivisible_rest_goes_to_those_who_joined_first() {
	ExtBuilder::build_and_execute(|| {
		let good = Some(valid(900));
		let id = revealed(&[Some(invalid(Reason::Other)), good.clone(), good.clone(), good]);
		settle(id);
		// 1000 among three: 334, 333, 333. 150 among three: 50 each.
		assert_gained(VALIDATOR, -150);
		assert_gained(VALIDATOR + 1, 334 + 50);
		assert_gained(VALIDATOR + 2, 333 + 50);
		assert_gained(VALIDATOR + 3, 333 + 50);
		assert_gained(SUPPLIER, -1_000);
	});
}

#[test]
fn unanimous_round_visits_nobody_twice() {
	ExtBuilder::build_and_execute(|| {
		let good = Some(valid(900));
		let id = revealed(&[good.clone(), good.clone(), good.clone(), good]);
		assert_eq!(settle(id), 1);
		validators(4).into_iter().for_each(|who| assert_gained(who, 250));
	});
}

#[test]
fn account_that_put_up_the_bond_is_paid_whoever_reveals() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		let other = VALIDATOR + OTHER_ACCOUNT;
		assert_ok!(join(other, id));
		assert_ok!(join(VALIDATOR + 1, id));
		assert_ok!(join(VALIDATOR + 2, id));
		for who in validators(3) {
			assert_ok!(commit(who, id, seal(who, id, &valid(5))));
		}
		for who in validators(3) {
			assert_ok!(reveal(who, id, valid(5), salt(who)));
		}
		settle(id);
		assert_gained(other, 334);
		assert_gained(VALIDATOR, 0);
	});
}

#[test]
fn round_keeps_the_terms_of_its_opening() {
	ExtBuilder::build_and_execute(|| {
		let id = opened(3);
		let mut harsher = parameters();
		harsher.bond = 5_000;
		harsher.minority_penalty = 1_000;
		harsher.unrevealed_penalty = 1_000;
		harsher.windows.committing = 1;
		harsher.quorum = 9;
		assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), harsher));
		for who in validators(3) {
			assert_ok!(join(who, id));
		}
		assert_eq!(until(id), START + WINDOWS.committing);
		let verdicts = [valid(900), valid(900), invalid(Reason::Other)];
		for (who, verdict) in validators(3).into_iter().zip(&verdicts) {
			assert_ok!(commit(who, id, seal(who, id, verdict)));
		}
		for (who, verdict) in validators(3).into_iter().zip(verdicts) {
			assert_ok!(reveal(who, id, verdict, salt(who)));
		}
		settle(id);
		assert_gained(VALIDATOR + 2, -150);
		assert_gained(VALIDATOR, 500 + 75);
	});
}

#[test]
fn penalties_of_nothing_and_of_all_are_kept() {
	ExtBuilder::build_and_execute(|| {
		let mut mixed = parameters();
		(mixed.minority_penalty, mixed.unrevealed_penalty) = (0, 1_000);
		assert_ok!(Validation::set_parameters(RuntimeOrigin::root(), mixed));
		let good = Some(valid(900));
		let id = revealed(&[good.clone(), good.clone(), good, Some(invalid(Reason::Other)), None]);
		take_events();
		settle(id);
		assert!(take_events().contains(&Event::BondReturned {
			round: id,
			validator: did(VALIDATOR + 3),
			account: VALIDATOR + 3,
			standing: Standing::Minority,
			bond: BOND,
		}));
		assert_gained(VALIDATOR + 3, 0);
		assert_gained(VALIDATOR + 4, -(BOND as i64));
		// 334 and 167.
		assert_gained(VALIDATOR, 501);
	});
}

#[test]
fn two_rounds_at_once_keep_their_money_apart() {
	ExtBuilder::build_and_execute(|| {
		let good = Some(valid(900));
		let one = revealed(&[good.clone(), good.clone(), Some(invalid(Reason::Other))]);
		let two = revealed(&[good.clone(), good.clone(), good, None, None]);
		assert_ok!(advance(PASSER_BY, two));
		assert_ok!(Validation::do_try_state());
		settle(one);
		assert_ok!(Validation::do_try_state());
		assert!(matches!(phase(two), Phase::Settling { .. }));
		settle(two);
		assert_gained(SUPPLIER, -2_000);
		// 500 + 75, and 334 + 167.
		assert_gained(VALIDATOR, 575 + 501);
	});
}

#[test]
#[should_panic(expected = "the registry did not take a decision")]
fn registry_that_refuses_a_decision_is_loud_where_assertions_are_on() {
	new_test_ext().execute_with(|| {
		let id = opened(3);
		// As if somebody else had decided about the submission.
		assert_ok!(<World as ValidationTarget>::decide(round(id).submission, Decision::Undecided));
		set_time(until(id) + 1);
		let _ = advance(PASSER_BY, id);
	});
}
