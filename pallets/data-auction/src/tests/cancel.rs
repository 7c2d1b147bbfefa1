//! `cancel`.

use counterfoil_primitives::{did::DidStatus, money::Asset};
use sp_runtime::traits::BadOrigin;

use super::*;

#[test]
fn cancelled_auction_leaves_nothing_behind() {
	ExtBuilder::build_and_execute(|| {
		for id in [sealed(terms()), descending(2)] {
			let data_set = auction(id).lot.data_set;
			take_events();
			assert_ok!(DataAuction::cancel(signed(SUPPLIER), id));
			assert_eq!(
				take_events(),
				[Event::Closed {
					auction: id,
					supplier: did(SUPPLIER),
					data_set,
					end: End::Cancelled,
					by: Some(did(SUPPLIER)),
				}]
			);
			assert_noop!(DataAuction::cancel(signed(SUPPLIER), id), Error::NotFound);
		}
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH);
		assert_eq!(Parties::<Test>::iter_keys().count(), 0);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
	});
}

#[test]
fn attack_cancelling_of_foreign_auction_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(1);
		for account in [RIVAL, BIDDER, STRANGER] {
			assert_noop!(DataAuction::cancel(signed(account), id), Error::NotTheSupplier);
		}
		assert_noop!(DataAuction::cancel(signed(PASSER_BY), id), BadOrigin);
		assert_noop!(DataAuction::cancel(RuntimeOrigin::root(), id), BadOrigin);
	});
}

#[test]
fn attack_supplier_cannot_cancel_after_seeing_bids() {
	ExtBuilder::build_and_execute(|| {
		let id = sealed(terms());
		assert_ok!(bid(BIDDER, id, 1_500));
		assert_noop!(DataAuction::cancel(signed(SUPPLIER), id), Error::HasBids);
		set_now(START + MIN_WINDOW + 1);
		assert_ok!(reveal(BIDDER, id, 1_500));
		assert_noop!(DataAuction::cancel(signed(SUPPLIER), id), Error::HasBids);
		set_now(START + 2 * MIN_WINDOW + 1);
		assert_noop!(DataAuction::cancel(signed(SUPPLIER), id), Error::HasBids);
	});
}

#[test]
fn suspended_supplier_can_cancel() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(1);
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_ok!(DataAuction::cancel(signed(SUPPLIER), id));
	});
}

#[test]
fn falling_price_can_be_cancelled_and_what_was_sold_stays_sold() {
	ExtBuilder::build_and_execute(|| {
		let id = descending(2);
		set_now(START + 1_000);
		assert_ok!(DataAuction::take(signed(BIDDER), id, 3_000));
		assert_ok!(DataAuction::cancel(signed(SUPPLIER), id));
		assert_eq!(sold(), [(BIDDER, 3_000)]);
		assert_noop!(DataAuction::take(signed(BIDDER + 1), id, 3_000), Error::NotFound);
	});
}

#[test]
fn ticket_returns_to_the_account_that_paid_it() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		sponsor(STRANGER, SUPPLIER);
		assert_ok!(DataAuction::open_descending(signed(STRANGER), lot, 1, sale()));
		assert!(free(Asset::Native, STRANGER) < WEALTH);
		assert_ok!(DataAuction::cancel(signed(SUPPLIER), 0));
		assert_eq!(free(Asset::Native, STRANGER), WEALTH);
	});
}
