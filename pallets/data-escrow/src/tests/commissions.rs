//! Who brings a deal about gets his part of the price before the holders of the right of profit share the rest (Y.4560 I.2).

use counterfoil_primitives::{money::Commission, traits::NewAgreement};
use frame_support::assert_ok;

use crate::{mock::*, Event};

/// Another one who brought the deal about.
const PROXY: u64 = 10;

/// A deal whose price is due, of which these get so many thousandths.
fn revealed_with(price: u64, commissions: &[(u64, u16)]) -> Deal {
	let commissions = commissions
		.iter()
		.map(|(who, per_mille)| Commission { payee: did(*who), per_mille: *per_mille })
		.collect();
	let id = open(NewAgreement { price, commissions, ..terms() }).unwrap();
	Deal::of(id).fund().commit().accept().reveal()
}

#[test]
fn commissions_come_first_and_the_holders_of_the_right_of_profit_share_the_rest() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(SUPPLIER, 1), (STRANGER, 1)]);
		let deal = revealed_with(PRICE, &[(PLATFORM, 100), (PROXY, 50)]);
		take_events();
		assert_ok!(settle(DEMANDER, deal.id));
		let id = deal.id;
		let commission = |who: u64, amount| Event::CommissionPaid {
			id,
			payee: did(who),
			account: who,
			amount,
			data_set: SET,
		};
		let profit = Event::ProfitPaid {
			id,
			payee: did(STRANGER),
			account: STRANGER,
			amount: 425,
			data_set: SET,
		};
		let events = take_events();
		assert_eq!(events[..3], [commission(PLATFORM, 100), commission(PROXY, 50), profit]);
		assert!(matches!(events[3..], [Event::Settled { price: PRICE, .. }]));
		assert_eq!((purse(PLATFORM).total, purse(PROXY).total), (100, 50));
		assert_eq!(purse(STRANGER).total, WEALTH + 425);
		assert_eq!(purse(SUPPLIER).total, WEALTH + 425);
		assert_eq!(purse(DEMANDER).total, WEALTH - PRICE);
	});
}

#[test]
fn commission_is_due_from_a_sale_alone() {
	ExtBuilder::build_and_execute(|| {
		let commissions = vec![Commission { payee: did(PLATFORM), per_mille: 500 }];
		let refunded = Deal::of(open(NewAgreement { commissions, ..terms() }).unwrap()).fund();
		assert_ok!(decline(SUPPLIER, refunded.id));
		let commissions = vec![Commission { payee: did(PLATFORM), per_mille: 500 }];
		let deal = Deal::of(open(NewAgreement { commissions, ..terms() }).unwrap());
		let deal = deal.fund().with_wrong_leaf(0).commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(0)));
		assert_eq!(purse(PLATFORM).total, 0);
		assert_punished();
	});
}

#[test]
fn commission_is_rounded_down() {
	ExtBuilder::build_and_execute(|| {
		let deal = revealed_with(1_999, &[(STRANGER, 1)]);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(STRANGER).total, WEALTH + 1);
		assert_eq!(purse(SUPPLIER).total, WEALTH + 1_998);
	});
}

#[test]
fn attack_commission_that_takes_everything_leaves_half() {
	ExtBuilder::build_and_execute(|| {
		// More cannot be agreed, see `open_with_unfair_commissions_is_refused`.
		let deal = revealed_with(PRICE, &[(PLATFORM, 300), (PROXY, 200)]);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(SUPPLIER).total, WEALTH + PRICE / 2);
	});
}

#[test]
fn attack_dust_commission_cannot_stop_a_settlement() {
	ExtBuilder::build_and_execute(|| {
		// Half of the least price does not make an account.
		let deal = revealed_with(EXISTENTIAL_DEPOSIT, &[(PLATFORM, 500)]);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(PLATFORM).total, 0);
		assert_eq!(purse(SUPPLIER).total, WEALTH + EXISTENTIAL_DEPOSIT);
	});
}

#[test]
fn attack_commission_for_a_payee_that_does_not_exist_goes_to_the_supplier() {
	ExtBuilder::build_and_execute(|| {
		let deal = revealed_with(PRICE, &[(PASSER_BY, 500)]);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_paid();
	});
}

#[test]
fn commission_of_a_party_is_its_own_money() {
	ExtBuilder::build_and_execute(|| {
		let deal = revealed_with(PRICE, &[(DEMANDER, 100), (SUPPLIER, 100)]);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH - 900, price: 0, bond: 0 });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH + 900, price: 0, bond: 0 });
	});
}
