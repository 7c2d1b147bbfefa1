//! Many agreements that fall due in one moment, and several disputes in one block.

use counterfoil_primitives::{exchange::Outcome, traits::NewAgreement};
use frame_support::{assert_ok, traits::fungible::Mutate, weights::WeightMeter};

use crate::{mock::*, Agenda, Agreements, ClosedAgreements, Event, Pallet, WeightInfo};

/// The first of many accounts that have nothing else to do.
const CROWD: u64 = 1_000_000;

/// How many agreements fall due at once.
const MANY: u64 = 10_000;

#[test]
fn ten_thousand_agreements_due_in_one_moment_are_worked_off_by_seconds_and_none_is_forgotten() {
	new_test_ext().execute_with(|| {
		let mut same = parameters();
		same.windows.commitment = same.windows.funding;
		same.windows.acceptance = same.windows.funding;
		assert_ok!(DataEscrow::set_parameters(RuntimeOrigin::root(), same));
		let open_for = |who: u64| {
			// Else the mock keeps all that the histories are told in one value.
			Histories::take();
			assert_ok!(Balances::mint_into(&who, 10_000));
			open(NewAgreement { demander: subject(who), ..terms() }).unwrap()
		};
		let due = START + same.windows.funding;
		let first: Vec<_> = (CROWD..CROWD + MANY).map(open_for).collect();
		// Some have money in them.
		for (who, id) in (CROWD..).zip(&first).step_by(100) {
			assert_ok!(fund(who, *id));
			assert_ok!(commit(SUPPLIER, *id, [1; 32], [2; 32]));
			Histories::take();
		}
		assert!(Agreements::<Test>::iter_values().all(|agreement| agreement.stage.until() == due));
		// These are due three seconds later.
		set_time(START + 3_000);
		let second: Vec<_> = (CROWD + MANY..CROWD + MANY + 10).map(open_for).collect();

		let entry = Pallet::<Test>::heard(<() as WeightInfo>::agenda_entry());
		let room = entry.saturating_mul(100);
		let cheapest = Pallet::<Test>::heard(<() as WeightInfo>::expire(0));
		let most = (room.ref_time() / cheapest.ref_time()) as usize;
		let mut blocks = 0u64;
		let mut now = due + 1_000;
		while Agreements::<Test>::iter_keys().next().is_some() {
			let before = Agreements::<Test>::iter_keys().count();
			System::reset_events();
			Histories::take();
			let mut meter = WeightMeter::with_limit(room.saturating_mul(12));
			next_block_with(now, &mut meter);
			let after = Agreements::<Test>::iter_keys().count();
			// Never more than its share of the block, and never nothing.
			assert!(meter.consumed().all_lte(room), "{:?}", meter.consumed());
			assert!(after < before && before - after <= most, "{before} to {after}");
			// The later ones wait for all of the earlier ones.
			let early = first.iter().any(Agreements::<Test>::contains_key);
			let late = second.iter().all(Agreements::<Test>::contains_key);
			assert!(late || !early, "a later deadline came first");
			blocks += 1;
			now += 2_000;
		}
		assert!(blocks >= (MANY + 10) / most as u64);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_eq!(ClosedAgreements::<Test>::iter_keys().count() as u64, MANY + 10);
		for (number, id) in first.iter().enumerate() {
			let expected = match number % 100 {
				0 => Outcome::NotAccepted,
				_ => Outcome::NotFunded,
			};
			assert_eq!(outcome(*id), expected);
		}
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: 0 });
		assert_ok!(DataEscrow::do_try_state());
	});
}

#[test]
fn block_without_room_for_one_agreement_moves_none() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		let entry = Pallet::<Test>::heard(<() as WeightInfo>::agenda_entry());
		// A third of it is for transactions.
		let short = entry.saturating_mul(3).saturating_div(2);
		let mut meter = WeightMeter::with_limit(short);
		next_block_with(until(deal.id) + 2_000, &mut meter);
		assert!(stage(deal.id).holds_bond());
	});
}

#[test]
fn several_disputes_in_one_block_are_judged_each_for_itself() {
	ExtBuilder::build_and_execute(|| {
		let wrong: Vec<_> = (0..5).map(Deal::revealed_with_wrong_leaf).collect();
		let (native, coin) = (Deal::revealed(), Deal::agreed_in(COIN).fund());
		let coin = coin.with_wrong_leaf(6).commit().accept().reveal();
		take_events();
		for (index, deal) in wrong.iter().enumerate() {
			// The proof of one deal is of no use against another.
			for other in &wrong {
				if other.id != deal.id {
					assert!(dispute(DEMANDER, other.id, deal.proof(index)).is_err());
				}
			}
			assert!(dispute(DEMANDER, native.id, deal.proof(index)).is_err());
			assert_ok!(dispute(DEMANDER, deal.id, deal.proof(index)));
		}
		assert_ok!(dispute(DEMANDER, coin.id, coin.proof(6)));
		let convicted = take_events()
			.into_iter()
			.filter(|event| matches!(event, Event::Convicted { .. }))
			.count();
		assert_eq!(convicted, 6);
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH - 5 * BOND, price: 0, bond: BOND });
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH + 5 * BOND, price: PRICE, bond: 0 });
		assert_eq!(purse_in(COIN, DEMANDER).total, WEALTH + BOND);
		assert_ok!(settle(DEMANDER, native.id));
	});
}
