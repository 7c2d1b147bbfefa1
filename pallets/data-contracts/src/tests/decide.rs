use counterfoil_primitives::{
	did::DidStatus,
	exchange::Outcome,
	terms::{Conditions, Fate, Umpire},
	traits::Party,
	ContractId,
};
use frame_support::{assert_noop, assert_ok};

use crate::{mock::*, BatchState, Error, Event};

const WINDOW: u64 = 30_000;

fn umpired() -> Conditions {
	Conditions { umpire: Some(Umpire { did: did(UMPIRE), window: WINDOW }), ..conditions() }
}

/// The last moment of the umpire for batch 0, which the chain finds lapsed a second later.
const UNTIL: u64 = SCHEDULE.first + GRACE + 1_000 + WINDOW;

/// A contract whose first batch was refused and has lapsed.
fn contested() -> ContractId {
	let id = agreed(umpired());
	close(delivered(id, 0, SCHEDULE.due(0)), Outcome::NotAccepted);
	take_events();
	lapse(0);
	id
}

#[test]
fn refused_batch_waits_for_the_umpire() {
	ExtBuilder::build_and_execute(|| {
		let id = contested();
		assert!(matches!(
			take_events()[..],
			[Event::BatchContested { batch: 0, until: UNTIL, .. }]
		));
		assert_eq!(contract(id).open[0].state, BatchState::Contested { until: UNTIL });
		let lot = readings(0);
		set_time(SCHEDULE.lapses(0));
		assert_noop!(deliver(SUPPLIER, id, 0, &[lot]), Error::<Test>::AlreadyClosed);
	});
}

#[test]
fn umpire_against_the_supplier_makes_it_a_gap() {
	ExtBuilder::build_and_execute(|| {
		let id = contested();
		set_time(UNTIL);
		assert_ok!(decide(UMPIRE, id, 0, Party::Supplier));
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
		assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES - 1));
		assert_noop!(decide(UMPIRE, id, 0, Party::Supplier), Error::<Test>::NotContested);
	});
}

#[test]
fn umpire_against_the_demander_has_him_pay_the_compensation() {
	ExtBuilder::build_and_execute(|| {
		let id = contested();
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_eq!(closed(), [(0, Fate::Refused, 0, REFUSAL)]);
		assert_eq!(contract(id).purse.budget, PRICE * u64::from(BATCHES - 1));
		let native = counterfoil_primitives::money::Asset::Native;
		assert_eq!(purse(native, SUPPLIER).0, WEALTH + REFUSAL);
		assert_eq!(purse(native, DEMANDER).0, WEALTH - REFUSAL);
	});
}

#[test]
fn silence_of_the_umpire_costs_nobody_anything() {
	ExtBuilder::build_and_execute(|| {
		let id = contested();
		next_block(UNTIL);
		assert_eq!(contract(id).open.len(), 1);
		set_time(UNTIL + 1);
		assert_noop!(decide(UMPIRE, id, 0, Party::Supplier), Error::<Test>::DeadlinePassed);
		take_events();
		next_block(UNTIL + 1_000);
		assert_eq!(closed(), [(0, Fate::Refused, 0, 0)]);
		assert_eq!(contract(id).open.len(), 0);
	});
}

#[test]
fn batch_that_is_refused_after_its_last_moment_is_contested_at_once() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(umpired());
		let agreement = delivered(id, 0, SCHEDULE.due(0));
		lapse(0);
		let now = SCHEDULE.due(1);
		set_time(now);
		close(agreement, Outcome::NotAccepted);
		assert_eq!(contract(id).open[0].state, BatchState::Contested { until: now + WINDOW });
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_eq!(closed().last(), Some(&(0, Fate::Refused, 0, REFUSAL)));
	});
}

#[test]
fn only_the_umpire_decides_and_only_what_is_contested() {
	ExtBuilder::build_and_execute(|| {
		let id = contested();
		for who in [SUPPLIER, DEMANDER, STRANGER] {
			assert_noop!(decide(who, id, 0, Party::Supplier), Error::<Test>::NotUmpire);
		}
		assert_noop!(decide(UMPIRE, id, 1, Party::Supplier), Error::<Test>::NotContested);
		assert_noop!(decide(UMPIRE, id + 1, 0, Party::Supplier), Error::<Test>::NotFound);
		let alone = agreed_without();
		assert_noop!(decide(UMPIRE, alone, 0, Party::Supplier), Error::<Test>::NotUmpire);
	});
}

/// A contract without an umpire, beginning now.
fn agreed_without() -> ContractId {
	let mut later = conditions();
	later.schedule.first += 2 * PERIOD;
	let id = crate::NextContractId::<Test>::get();
	let until = later.schedule.opens(0);
	assert_ok!(propose_until(DEMANDER, Party::Demander, SUPPLIER, later, until));
	assert_ok!(accept(SUPPLIER, id));
	id
}

#[test]
fn fault_of_the_supplier_is_known_without_the_umpire() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(umpired());
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::Convicted);
		take_events();
		lapse(0);
		assert_eq!(closed(), [(0, Fate::Gap, GAP, 0)]);
	});
}

#[test]
fn umpire_finds_no_gap_where_nothing_was_owed() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..umpired() });
		served(id, 0, SCHEDULE.due(0));
		set_time(SCHEDULE.opens(1) + 1);
		assert_ok!(fund_more(DEMANDER, id, 1));
		close(delivered(id, 1, SCHEDULE.due(1)), Outcome::NotAccepted);
		lapse(1);
		take_events();
		assert_ok!(decide(UMPIRE, id, 1, Party::Supplier));
		assert_eq!(closed(), [(1, Fate::Excused, 0, 0)]);
	});
}

#[test]
fn compensation_covers_no_other_batch_until_the_umpire_has_decided() {
	ExtBuilder::build_and_execute(|| {
		let id = agreed(Conditions { prepaid: 1, ..umpired() });
		let first = delivered(id, 0, SCHEDULE.due(0));
		let lot = deal(first).submissions;
		close(first, Outcome::NotAccepted);
		// The price is there again, but not for another batch; for the refused one itself it is.
		assert!(!contract(id).is_covered());
		let next = readings(1);
		assert_noop!(deliver(SUPPLIER, id, 1, &[next]), Error::<Test>::NotFunded);
		assert_ok!(deliver(SUPPLIER, id, 0, &lot));
		close(deals()[0], Outcome::NotAccepted);
		assert_ok!(fund_more(DEMANDER, id, 1));
		assert_ok!(deliver(SUPPLIER, id, 1, &[next]));
		lapse(0);
		take_events();
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_eq!(closed(), [(0, Fate::Refused, 0, REFUSAL)]);
		assert_eq!(contract(id).purse.budget, PRICE - REFUSAL);
	});
}

#[test]
fn what_the_umpire_took_can_be_made_up_for_the_last_batch() {
	ExtBuilder::build_and_execute(|| {
		let mut short = Conditions { prepaid: 1, ..umpired() };
		short.schedule.batches = 2;
		let id = agreed(short);
		close(delivered(id, 0, SCHEDULE.due(0)), Outcome::NotAccepted);
		lapse(0);
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_eq!(contract(id).purse.budget, PRICE - REFUSAL);
		assert_noop!(fund_more(DEMANDER, id, 2), Error::<Test>::BadFunding);
		take_events();
		assert_ok!(fund_more(DEMANDER, id, 1));
		assert!(matches!(take_events()[..], [Event::Funded { batches: 1, amount: REFUSAL, .. }]));
		assert_eq!(contract(id).purse.budget, PRICE);
		served(id, 1, SCHEDULE.due(1));
	});
}

#[test]
fn last_batch_that_is_contested_keeps_the_contract() {
	ExtBuilder::build_and_execute(|| {
		let id = contested();
		assert_ok!(end(DEMANDER, id));
		assert!(crate::Contracts::<Test>::contains_key(id));
		assert_ok!(decide(UMPIRE, id, 0, Party::Demander));
		assert_gained(SUPPLIER, REFUSAL as i64);
		assert_gained(DEMANDER, -(REFUSAL as i64));
	});
}

#[test]
fn attack_umpire_bought_by_a_party_favours_it() {
	let sides = [
		(SUPPLIER, Party::Demander, Party::Supplier),
		(DEMANDER, Party::Supplier, Party::Demander),
	];
	for (buyer, other, own) in sides {
		for (who, by) in [(buyer, UMPIRE), (UMPIRE, buyer)] {
			ExtBuilder::build_and_execute(|| {
				let id = contested();
				set_controllers(who, &[by]);
				assert_noop!(decide(UMPIRE, id, 0, other), Error::<Test>::UmpireBiased);
				// But no party is saved by tying him to itself.
				assert_ok!(decide(UMPIRE, id, 0, own));
			});
		}
	}
}

#[test]
fn attack_umpire_suspended_meanwhile_decides() {
	for status in [DidStatus::Suspended, DidStatus::Revoked] {
		ExtBuilder::build_and_execute(|| {
			let id = contested();
			set_status(UMPIRE, status);
			for against in [Party::Supplier, Party::Demander] {
				assert_noop!(decide(UMPIRE, id, 0, against), Error::<Test>::UmpireNotActive);
			}
			take_events();
			next_block(UNTIL + 1_000);
			assert_eq!(closed(), [(0, Fate::Refused, 0, 0)]);
		});
	}
}
