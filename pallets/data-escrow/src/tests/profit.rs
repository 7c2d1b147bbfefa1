//! The price goes to the holders of the right of profit, by their shares (Y.4560 8.4).

use counterfoil_primitives::traits::NewAgreement;
use frame_support::{
	assert_ok,
	traits::fungible::{Inspect, Mutate},
};
use proptest::{collection, prelude::*};

use crate::{mock::*, Event};

/// Somebody who is paid and has nothing to do with the deals otherwise.
const PAYEE: u64 = 50;
/// Another one.
const SECOND_PAYEE: u64 = 51;
/// A payee to whom no account belongs.
const WITHOUT_ACCOUNT: u64 = PASSER_BY;

/// From now on these share in the profit.
fn share(shares: &[(u64, u32)]) {
	Shareholders::are(shares);
}

/// An account of a payee with the least that it may have, paid for by the stranger.
fn open_account(who: u64) {
	assert_ok!(Balances::transfer(
		&STRANGER,
		&who,
		EXISTENTIAL_DEPOSIT,
		frame_support::traits::tokens::Preservation::Preserve
	));
}

/// What somebody has.
fn total(who: u64) -> u64 {
	Balances::total_balance(&who)
}

#[test]
fn price_goes_to_the_holders_by_their_shares() {
	ExtBuilder::build_and_execute(|| {
		share(&[(SUPPLIER, 500), (PAYEE, 300), (SECOND_PAYEE, 200)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		let paid = |who: u64, amount| Event::ProfitPaid {
			id: deal.id,
			payee: did(who),
			account: who,
			amount,
			data_set: SET,
		};
		let events = take_events();
		let [.., first, second, last] = &events[..] else { panic!("too few events") };
		assert_eq!((first, second), (&paid(PAYEE, 300), &paid(SECOND_PAYEE, 200)));
		assert_eq!(
			*last,
			Event::Settled {
				id: deal.id,
				supplier: did(SUPPLIER),
				demander: did(DEMANDER),
				price: PRICE,
				bond: BOND,
				data_set: SET,
				by: Some(did(DEMANDER)),
			}
		);
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + 500, price: 0, bond: 0 });
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH - PRICE, price: 0, bond: 0 });
		assert_eq!((total(PAYEE), total(SECOND_PAYEE)), (300, 200));
	});
}

#[test]
fn fractions_go_to_the_supplier() {
	ExtBuilder::build_and_execute(|| {
		share(&[(SUPPLIER, 1), (PAYEE, 1), (SECOND_PAYEE, 1)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!((total(PAYEE), total(SECOND_PAYEE)), (333, 333));
		assert_eq!(total(SUPPLIER), WEALTH + 334);
	});
}

#[test]
fn supplier_without_a_share_gets_his_bond_and_the_fractions_alone() {
	ExtBuilder::build_and_execute(|| {
		share(&[(PAYEE, 999), (SECOND_PAYEE, 1_000)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!((total(PAYEE), total(SECOND_PAYEE)), (499, 500));
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + 1, price: 0, bond: 0 });
	});
}

#[test]
fn part_of_a_payee_without_an_account_goes_to_the_supplier() {
	ExtBuilder::build_and_execute(|| {
		share(&[(SUPPLIER, 500), (WITHOUT_ACCOUNT, 500)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(total(SUPPLIER), WEALTH + PRICE);
		assert_eq!(total(WITHOUT_ACCOUNT), WEALTH);
	});
}

#[test]
fn part_below_the_existential_deposit_reaches_an_account_that_is_there_and_no_other() {
	for (there, paid) in [(true, EXISTENTIAL_DEPOSIT + 9), (false, 0)] {
		ExtBuilder::build_and_execute(|| {
			if there {
				open_account(PAYEE);
			}
			share(&[(SUPPLIER, 991), (PAYEE, 9)]);
			let deal = Deal::revealed();
			assert_ok!(settle(DEMANDER, deal.id));
			assert_eq!(total(PAYEE), paid);
			assert_eq!(total(SUPPLIER), WEALTH + if there { 991 } else { PRICE });
		});
	}
}

#[test]
fn part_of_exactly_the_existential_deposit_makes_an_account() {
	ExtBuilder::build_and_execute(|| {
		share(&[(SUPPLIER, 990), (PAYEE, 10)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(total(PAYEE), EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn demander_who_shares_in_the_profit_gets_his_part_back() {
	ExtBuilder::build_and_execute(|| {
		share(&[(SUPPLIER, 600), (DEMANDER, 400)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH - 600, price: 0, bond: 0 });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + 600, price: 0, bond: 0 });
	});
}

#[test]
fn shares_count_as_they_are_at_the_settlement() {
	ExtBuilder::build_and_execute(|| {
		share(&[(PAYEE, 1_000)]);
		let deal = Deal::revealed();
		share(&[(SECOND_PAYEE, 1_000)]);
		next_block(until(deal.id) + 2_000);
		assert_eq!((total(PAYEE), total(SECOND_PAYEE)), (0, PRICE));
	});
}

#[test]
fn refunds_and_punishments_are_the_parties_alone() {
	ExtBuilder::build_and_execute(|| {
		share(&[(PAYEE, 1_000)]);
		let deal = Deal::offered();
		assert_ok!(decline(DEMANDER, deal.id));
		assert_nothing_moved();
		let deal = Deal::accepted();
		next_block(until(deal.id) + 2_000);
		assert_punished();
		assert_eq!(total(PAYEE), 0);
	});
}

#[test]
fn list_without_shares_or_without_holders_pays_the_supplier() {
	for shares in [&[][..], &[(PAYEE, 0)]] {
		ExtBuilder::build_and_execute(|| {
			share(shares);
			let deal = Deal::revealed();
			assert_ok!(settle(DEMANDER, deal.id));
			assert_paid();
		});
	}
}

#[test]
fn attack_endless_list_of_payees() {
	ExtBuilder::build_and_execute(|| {
		let many: Vec<_> = (300..400).map(|who| (who, 10)).collect();
		share(&many);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		let paid = many.iter().filter(|(who, _)| total(*who) > 0).count();
		assert_eq!(paid, 16);
		assert_eq!(total(SUPPLIER), WEALTH + PRICE - 160);
	});
}

#[test]
fn attack_payee_freezes_everything_to_stop_the_settlement() {
	ExtBuilder::build_and_execute(|| {
		open_account(PAYEE);
		super::attacks::freeze(PAYEE);
		share(&[(SUPPLIER, 500), (PAYEE, 500)]);
		let deal = Deal::revealed();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(total(PAYEE), EXISTENTIAL_DEPOSIT + 500);
	});
}

#[test]
fn attack_right_of_profit_sold_right_before_the_settlement_pays_the_buyer() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		// Legitimate: the right is what it is when the price falls due. The buyer of the data pays the same.
		share(&[(PAYEE, 1_000)]);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(total(PAYEE), PRICE);
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: 0 });
		assert_eq!(purse(DEMANDER).total, WEALTH - PRICE);
	});
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 64,
		failure_persistence: None,
		..ProptestConfig::default()
	})]

	/// Whoever shares, and whatever the price: the demander pays it once, and everybody gets his part or the supplier does.
	#[test]
	fn price_is_paid_out_to_the_last_unit(
		shares in collection::btree_map(
			prop_oneof![Just(SUPPLIER), Just(DEMANDER), Just(PASSER_BY), 300..320u64],
			0..1_000u32,
			0..20,
		),
		price in EXISTENTIAL_DEPOSIT..5_000,
	) {
		ExtBuilder::build_and_execute(|| {
			let list: Vec<_> = shares.into_iter().collect();
			share(&list);
			let id = open(NewAgreement { price, ..terms() }).unwrap();
			let deal = Deal::of(id).fund().commit().accept().reveal();
			assert_ok!(settle(DEMANDER, deal.id));

			let all: u64 = list.iter().map(|(_, shares)| u64::from(*shares)).sum();
			let mut rest = price;
			let mut refund = 0;
			for (who, shares) in list.iter().take(16).filter(|(who, _)| *who != SUPPLIER) {
				let part = (price * u64::from(*shares)).checked_div(all).unwrap_or_default();
				let received = match *who {
					WITHOUT_ACCOUNT => 0,
					DEMANDER => part,
					_ if part < EXISTENTIAL_DEPOSIT => 0,
					_ => part,
				};
				match *who {
					WITHOUT_ACCOUNT => assert_eq!(total(*who), WEALTH),
					DEMANDER => refund = received,
					_ => assert_eq!(total(*who), received),
				}
				rest -= received;
			}
			assert_eq!(purse(DEMANDER), Purse { total: WEALTH - price + refund, price: 0, bond: 0 });
			assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + rest, price: 0, bond: 0 });
		});
	}
}
