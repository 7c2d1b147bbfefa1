//! Deals in money that somebody else issues: he can freeze an account, block it, or freeze all of it. That may delay a payment,
//! but never loses one and never stops another.

use counterfoil_primitives::{
	exchange::Outcome,
	money::{Asset, Commission},
	traits::NewAgreement,
};
use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Dues, Error, Event, UnpaidDues};

/// The issuer lets nothing out of the account.
fn freeze(account: u64) {
	assert_ok!(Assets::freeze(RuntimeOrigin::signed(ISSUER), COIN_ID, account));
}

/// The issuer lets nothing in or out.
fn block(account: u64) {
	assert_ok!(Assets::block(RuntimeOrigin::signed(ISSUER), COIN_ID, account));
}

/// The issuer takes either back.
fn thaw(account: u64) {
	assert_ok!(Assets::thaw(RuntimeOrigin::signed(ISSUER), COIN_ID, account));
}

/// What somebody has of the coin who has dealt for so much more or less.
fn coins(difference: i64) -> Purse {
	Purse { total: WEALTH.checked_add_signed(difference).unwrap(), price: 0, bond: 0 }
}

/// Purses of supplier and demander.
fn purses() -> (Purse, Purse) {
	(purse_in(COIN, SUPPLIER), purse_in(COIN, DEMANDER))
}

/// What is still due.
fn unpaid(id: u64) -> Option<Dues<u64>> {
	UnpaidDues::<Test>::get(id).map(|unpaid| unpaid.dues)
}

#[test]
fn price_and_bond_of_an_asset_are_held_in_it_and_paid_in_it() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit();
		assert_eq!(purse_in(COIN, DEMANDER), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert_eq!(purse_in(COIN, SUPPLIER), Purse { total: WEALTH, price: 0, bond: BOND });
		assert_nothing_moved();
		let deal = deal.accept().reveal();
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(purses(), (coins(1_000), coins(-1_000)));
		assert_nothing_moved();
	});
}

#[test]
fn every_end_in_an_asset_pays_as_in_the_chains_own_token() {
	ExtBuilder::build_and_execute(|| {
		let offered = Deal::agreed_in(COIN).fund().commit();
		assert_ok!(decline(DEMANDER, offered.id));
		assert_eq!(purses(), (coins(0), coins(0)));

		let wrong = Deal::agreed_in(COIN).fund().with_wrong_leaf(4).commit().accept().reveal();
		assert_ok!(dispute(DEMANDER, wrong.id, wrong.proof(4)));
		assert_eq!(purses(), (coins(-200), coins(200)));

		let silent = Deal::agreed_in(COIN).fund().commit().accept();
		next_block(until(silent.id) + 2_000);
		assert_eq!(outcome(silent.id), Outcome::NotRevealed);
		assert_eq!(purses(), (coins(-400), coins(400)));
		assert_nothing_moved();
	});
}

#[test]
fn deals_in_two_kinds_of_money_are_not_mixed_up() {
	ExtBuilder::build_and_execute(|| {
		let (native, coin) = (Deal::revealed(), Deal::agreed_in(COIN).fund().commit());
		assert_ok!(settle(DEMANDER, native.id));
		assert_paid();
		assert_eq!(purse_in(COIN, DEMANDER).price, PRICE);
		assert_ok!(decline(DEMANDER, coin.id));
		assert_eq!(purses(), (coins(0), coins(0)));
		assert_paid();
	});
}

#[test]
fn fund_or_commit_without_enough_of_the_asset_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let dear = NewAgreement { price: WEALTH, asset: COIN, ..terms() };
		let id = open(dear).unwrap();
		assert!(fund(DEMANDER, id).is_err());
		let deal = Deal::agreed_in(COIN).fund();
		let all = WEALTH - BOND;
		let give = |amount| {
			Assets::transfer_keep_alive(RuntimeOrigin::signed(SUPPLIER), COIN_ID, STRANGER, amount)
		};
		assert_ok!(give(all));
		// What is held must leave the account its least balance.
		assert!(commit(SUPPLIER, deal.id, deal.root(), deal.commitment()).is_err());
		let back = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Assets::transfer_keep_alive(back, COIN_ID, SUPPLIER, LEAST_COIN));
		assert_ok!(commit(SUPPLIER, deal.id, deal.root(), deal.commitment()));
		assert_ok!(decline(DEMANDER, deal.id));
	});
}

#[test]
fn attack_frozen_payer_cannot_fund_and_cannot_stop_a_settlement() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		let other = Deal::agreed_in(COIN);
		freeze(DEMANDER);
		assert!(fund(DEMANDER, other.id).is_err());
		next_block(until(deal.id) + 2_000);
		assert_eq!(outcome(deal.id), Outcome::Settled);
		assert_eq!(unpaid(deal.id), None);
		assert_eq!(purses(), (coins(1_000), coins(-1_000)));
	});
}

#[test]
fn attack_frozen_supplier_cannot_stop_a_penalty() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().with_wrong_leaf(1).commit().accept().reveal();
		freeze(SUPPLIER);
		freeze(DEMANDER);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(1)));
		assert_eq!(unpaid(deal.id), None);
		assert_eq!(purses(), (coins(-200), coins(200)));
	});
}

#[test]
fn blocked_supplier_is_paid_once_he_can_receive() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		block(SUPPLIER);
		take_events();
		// The deal is over all the same, by the chain itself.
		next_block(until(deal.id) + 2_000);
		assert_eq!(outcome(deal.id), Outcome::Settled);
		let dues = Dues { payment: PRICE, bond: BOND, ..Default::default() };
		assert_eq!(unpaid(deal.id), Some(dues));
		let parties = (did(SUPPLIER), did(DEMANDER));
		assert_eq!(
			last_event(),
			Event::PaymentDelayed {
				id: deal.id,
				supplier: parties.0,
				demander: parties.1,
				data_set: SET,
				dues,
			}
		);
		assert_eq!(DataEscrow::agreement_view(deal.id).unwrap().unpaid, PRICE + BOND);
		assert_eq!(Listeners::take().len(), 1);

		assert_noop!(collect(SUPPLIER, deal.id), Error::<Test>::StillBlocked);
		assert_noop!(forget(DEMANDER, deal.id), Error::<Test>::StillUnpaid);
		thaw(SUPPLIER);
		assert_ok!(collect(STRANGER, deal.id));
		assert_eq!(
			last_event(),
			Event::Collected {
				id: deal.id,
				supplier: parties.0,
				demander: parties.1,
				data_set: SET,
				left: Dues::default(),
				by: Some(did(STRANGER)),
			}
		);
		assert_eq!(purses(), (coins(1_000), coins(-1_000)));
		assert_eq!(purse_in(COIN, STRANGER), coins(0));
		assert_eq!(Listeners::take(), []);
	});
}

#[test]
fn attack_collect_twice() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		block(SUPPLIER);
		assert_ok!(settle(DEMANDER, deal.id));
		thaw(SUPPLIER);
		assert_ok!(collect(PASSER_BY, deal.id));
		assert_noop!(collect(PASSER_BY, deal.id), Error::<Test>::NothingUnpaid);
		assert_noop!(settle(DEMANDER, deal.id), Error::<Test>::AlreadyClosed);
		assert_eq!(purses(), (coins(1_000), coins(-1_000)));
		assert_ok!(forget(DEMANDER, deal.id));
		assert_noop!(collect(PASSER_BY, deal.id), Error::<Test>::NotFound);
	});
}

#[test]
fn attack_blocked_demander_cannot_keep_the_supplier_from_his_bond() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit();
		block(DEMANDER);
		assert_ok!(decline(DEMANDER, deal.id));
		assert_eq!(purse_in(COIN, SUPPLIER), coins(0));
		assert_eq!(unpaid(deal.id), Some(Dues { refund: PRICE, ..Default::default() }));
		assert_eq!(purse_in(COIN, DEMANDER).price, PRICE);
		thaw(DEMANDER);
		assert_ok!(collect(DEMANDER, deal.id));
		assert_eq!(purses(), (coins(0), coins(0)));
	});
}

#[test]
fn attack_blocked_demander_still_convicts_in_time() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().with_wrong_leaf(3).commit().accept().reveal();
		block(DEMANDER);
		assert_ok!(dispute(DEMANDER, deal.id, deal.proof(3)));
		assert_eq!(outcome(deal.id), Outcome::Convicted);
		// The supplier has nothing from waiting.
		next_block(START + 10 * WINDOWS.dispute);
		assert_noop!(collect(SUPPLIER, deal.id), Error::<Test>::StillBlocked);
		thaw(DEMANDER);
		assert_ok!(collect(DEMANDER, deal.id));
		assert_eq!(purses(), (coins(-200), coins(200)));
	});
}

#[test]
fn each_side_is_paid_as_soon_as_it_can_receive() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit();
		block(DEMANDER);
		block(SUPPLIER);
		assert_ok!(decline(DEMANDER, deal.id));
		let both = Dues { refund: PRICE, bond: BOND, ..Default::default() };
		assert_eq!(unpaid(deal.id), Some(both));
		thaw(SUPPLIER);
		assert_ok!(collect(SUPPLIER, deal.id));
		let left = Dues { refund: PRICE, ..Default::default() };
		assert!(matches!(last_event(), Event::Collected { left: told, .. } if told == left));
		assert_eq!(unpaid(deal.id), Some(left));
		assert_noop!(collect(SUPPLIER, deal.id), Error::<Test>::StillBlocked);
		thaw(DEMANDER);
		assert_ok!(collect(SUPPLIER, deal.id));
		assert_eq!(purses(), (coins(0), coins(0)));
	});
}

#[test]
fn attack_issuer_freezes_the_whole_asset() {
	ExtBuilder::build_and_execute(|| {
		let settled = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		let other = Deal::revealed();
		assert_ok!(Assets::freeze_asset(RuntimeOrigin::signed(ISSUER), COIN_ID));
		next_block(START + WINDOWS.dispute + 1_000);
		// The agenda goes on, and deals in other money are not concerned.
		assert_eq!((outcome(settled.id), outcome(other.id)), (Outcome::Settled, Outcome::Settled));
		assert_paid();
		assert_noop!(collect(SUPPLIER, settled.id), Error::<Test>::StillBlocked);
		assert_ok!(Assets::thaw_asset(RuntimeOrigin::signed(ISSUER), COIN_ID));
		assert_ok!(collect(SUPPLIER, settled.id));
		assert_eq!(purses(), (coins(1_000), coins(-1_000)));
	});
}

#[test]
fn attack_issuer_destroys_the_asset_while_it_is_held() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund();
		let owner = RuntimeOrigin::signed(ISSUER);
		assert_noop!(
			Assets::start_destroy(owner, COIN_ID),
			pallet_assets::Error::<Test>::ContainsHolds
		);
		assert_ok!(decline(DEMANDER, deal.id));
	});
}

#[test]
fn blocked_payee_is_passed_over() {
	ExtBuilder::build_and_execute(|| {
		Shareholders::are(&[(SUPPLIER, 500), (STRANGER, 500)]);
		let deal = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		block(STRANGER);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(unpaid(deal.id), None);
		assert_eq!(purses(), (coins(1_000), coins(-1_000)));
	});
}

#[test]
fn attack_payee_that_does_not_exist_gets_no_account_of_an_asset_that_needs_one() {
	for (asset, paid) in [(COIN, 100), (COUPON, 0)] {
		ExtBuilder::build_and_execute(|| {
			let commissions = vec![Commission { payee: did(PLATFORM), per_mille: 100 }];
			let id = open(NewAgreement { asset, commissions, ..terms() }).unwrap();
			let deal = Deal::of(id).fund().commit().accept().reveal();
			assert_ok!(settle(DEMANDER, deal.id));
			assert_eq!(purse_in(asset, PLATFORM).total, paid);
			assert_eq!(purse_in(asset, SUPPLIER).total, WEALTH + PRICE - paid);
		});
	}
}

#[test]
fn attack_dust_of_an_asset_pays_out_to_an_account_that_has_nothing_left() {
	ExtBuilder::build_and_execute(|| {
		let smallest = NewAgreement {
			price: LEAST_COIN,
			asset: COIN,
			commissions: vec![Commission { payee: did(PLATFORM), per_mille: 500 }],
			..terms()
		};
		let deal = Deal::of(open(smallest).unwrap()).fund().commit().accept().reveal();
		assert_eq!(purse_in(COIN, SUPPLIER).bond, LEAST_COIN);
		let all = WEALTH - 2 * LEAST_COIN;
		let supplier = RuntimeOrigin::signed(SUPPLIER);
		assert_ok!(Assets::transfer(supplier, COIN_ID, STRANGER, all));
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(unpaid(deal.id), None);
		// Half of the price makes no account, so it is the supplier's.
		assert_eq!(purse_in(COIN, PLATFORM).total, 0);
		assert_eq!(purse_in(COIN, SUPPLIER).total, 3 * LEAST_COIN);
	});
}

#[test]
fn blocked_sponsor_waits_for_his_refund_and_keeps_nobody_waiting() {
	ExtBuilder::build_and_execute(|| {
		Limits::set(SPONSOR, DEMANDER, COIN, PRICE, u64::MAX);
		let deal = Deal::agreed_in(COIN);
		assert_ok!(fund_from(DEMANDER, deal.id, SPONSOR));
		let deal = deal.commit().accept();
		block(SPONSOR);
		next_block(until(deal.id) + 2_000);
		assert_eq!(outcome(deal.id), Outcome::NotRevealed);
		assert_eq!(purses(), (coins(-200), coins(200)));
		assert_eq!(unpaid(deal.id), Some(Dues { refund: PRICE, ..Default::default() }));
		let view = DataEscrow::agreement_view(deal.id).unwrap();
		assert_eq!((view.funder_account, view.unpaid), (Some(SPONSOR), PRICE));
		thaw(SPONSOR);
		assert_ok!(collect(PASSER_BY, deal.id));
		assert_eq!(purse_in(COIN, SPONSOR), coins(0));
	});
}

#[test]
fn record_with_something_due_is_kept_even_after_its_time() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed_in(COIN).fund().commit().accept().reveal();
		block(SUPPLIER);
		assert_ok!(settle(DEMANDER, deal.id));
		set_time(START + 10 * crate::RECORD_KEPT);
		assert_noop!(forget(PASSER_BY, deal.id), Error::<Test>::StillUnpaid);
		thaw(SUPPLIER);
		assert_ok!(collect(PASSER_BY, deal.id));
		assert_ok!(forget(PASSER_BY, deal.id));
		assert_eq!(ticket(DEMANDER), 0);
	});
}

#[test]
fn nothing_is_due_after_an_end_that_was_paid() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_noop!(collect(PASSER_BY, deal.id), Error::<Test>::NotClosed);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_noop!(collect(PASSER_BY, deal.id), Error::<Test>::NothingUnpaid);
		assert_eq!(DataEscrow::agreement_view(deal.id).unwrap().asset, Asset::Native);
	});
}
