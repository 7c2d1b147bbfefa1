//! Batches whose key is sealed, with a judge for each exchange.

use counterfoil_primitives::{
	exchange::Outcome,
	money::Asset,
	terms::{Conditions, Fate},
	traits::{Delivery, Judge},
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, Error};

const FEE: u64 = PRICE / 10;

fn sealed() -> Conditions {
	let judge = Judge { did: did(UMPIRE), fee: 100, fallback: 500 };
	Conditions { delivery: Delivery::Sealed(judge), ..conditions() }
}

#[test]
fn budget_includes_the_fee_of_the_judge_and_what_is_not_needed_returns() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(sealed());
		let stake = PRICE + FEE;
		assert_eq!(purse(Asset::Native, DEMANDER).1, stake * u64::from(BATCHES) + REWARD);
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		assert_eq!(deal(agreement).delivery, sealed().delivery);
		assert_eq!(contract(id).purse.budget, stake * u64::from(BATCHES - 1));
		close(agreement, Outcome::Settled);
		for batch in 1..BATCHES {
			served(id, batch, SCHEDULE.due(batch));
		}
		assert_gained(DEMANDER, -((PRICE * u64::from(BATCHES) + REWARD) as i64));
	});
}

#[test]
fn judge_who_gives_the_supplier_half_of_the_price_has_settled_the_batch() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(sealed());
		take_events();
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::Judged { to_supplier: 500 });
		assert_eq!(closed(), [(0, Fate::InTime, 0, 0)]);
	});
}

#[test]
fn judge_who_gives_him_less_found_him_at_fault_and_there_is_nothing_to_repeat() {
	for to_supplier in [1, 499] {
		ExtBuilder::build_and_execute(|| {
			let id = agreed(sealed());
			let agreement = delivered(id, 0, SCHEDULE.opens(0));
			let lot = deal(agreement).submissions;
			take_events();
			close(agreement, Outcome::Judged { to_supplier });
			assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
			assert_noop!(deliver(SUPPLIER, id, 0, &lot), Error::<Test>::AlreadyClosed);
		});
	}
}

#[test]
fn judge_who_gives_him_nothing_found_him_at_fault() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(sealed());
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(agreement).submissions;
		close(agreement, Outcome::Judged { to_supplier: 0 });
		assert_ok!(deliver(SUPPLIER, id, 0, &lot));
		lapse(0);
		take_events();
		close(deals()[0], Outcome::Judged { to_supplier: 0 });
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn fallback_of_a_silent_judge_ends_the_batch_without_fault() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(sealed());
		take_events();
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::Fallback { to_supplier: 500 });
		assert_eq!(closed(), [(0, Fate::Refused, 0, 0)]);
		close(delivered(id, 1, SCHEDULE.due(1)), Outcome::Fallback { to_supplier: 0 });
		assert_eq!(contract(id).open.len(), 1);
		take_events();
		lapse(1);
		assert_eq!(closed(), [(1, Fate::Refused, 0, 0)]);
	});
}
