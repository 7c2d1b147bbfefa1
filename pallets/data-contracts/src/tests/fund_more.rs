use counterfoil_primitives::{exchange::Outcome, money::Asset, terms::Conditions};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::TokenError;

use crate::{mock::*, Error, Event};

fn rolling() -> Conditions {
	Conditions { prepaid: 1, ..conditions() }
}

#[test]
fn demander_pays_for_more_batches() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(rolling());
		take_events();
		assert_ok!(fund_more(DEMANDER, id, 2));
		assert_eq!(contract(id).purse.budget, 3 * PRICE);
		assert_eq!(purse(Asset::Native, DEMANDER).1, 3 * PRICE + REWARD);
		let event = Event::Funded {
			id,
			demander: did(DEMANDER),
			supplier: did(SUPPLIER),
			data_set: DATA_SET,
			batches: 2,
			amount: 2 * PRICE,
		};
		assert_eq!(take_events(), [event]);
	});
}

#[test]
fn nobody_pays_for_nothing_or_for_more_than_remains() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(rolling());
		assert_noop!(fund_more(DEMANDER, id, 0), Error::<Test>::BadFunding);
		assert_noop!(fund_more(DEMANDER, id, BATCHES), Error::<Test>::BadFunding);
		assert_noop!(fund_more(DEMANDER, id, u32::MAX), Error::<Test>::BadFunding);
		assert_ok!(fund_more(DEMANDER, id, BATCHES - 1));
		assert_noop!(fund_more(DEMANDER, id, 1), Error::<Test>::BadFunding);
		served(id, 0, SCHEDULE.due(0));
		assert_noop!(fund_more(DEMANDER, id, 1), Error::<Test>::BadFunding);
	});
}

#[test]
fn only_the_demander_pays_and_from_the_account_of_the_contract() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(rolling());
		assert_noop!(fund_more(SUPPLIER, id, 1), Error::<Test>::NotDemander);
		assert_noop!(fund_more(DEMANDER + OTHER_ACCOUNT, id, 1), Error::<Test>::WrongAccount);
		assert_noop!(fund_more(DEMANDER, id + 1, 1), Error::<Test>::NotFound);
		empty(Asset::Native, DEMANDER);
		assert_noop!(fund_more(DEMANDER, id, 1), TokenError::FundsUnavailable);
	});
}

#[test]
fn batch_that_nobody_paid_for_cannot_be_delivered() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(rolling());
		served(id, 0, SCHEDULE.due(0));
		set_time(SCHEDULE.due(1));
		let lot = readings(1);
		assert_noop!(deliver(SUPPLIER, id, 1, &[lot]), Error::<Test>::NotFunded);
		assert_ok!(fund_more(DEMANDER, id, 1));
		assert_ok!(deliver(SUPPLIER, id, 1, &[lot]));
		close(deals()[0], Outcome::Settled);
		// It was not owed, and is not late.
		assert_eq!(contract(id).counts.in_time, 2);
	});
}

#[test]
fn insolvency_ends_cleanly() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(rolling());
		served(id, 0, SCHEDULE.due(0));
		lapse(1);
		assert_eq!(contract(id).counts.unfunded, 1);
		assert_ok!(end(SUPPLIER, id));
		// One batch in time of one that was owed, of four that were to be.
		assert_gained(SUPPLIER, (PRICE + REWARD / 4) as i64);
		assert_gained(DEMANDER, -((PRICE + REWARD / 4) as i64));
		assert_eq!(ticket(DEMANDER), 0);
	});
}
