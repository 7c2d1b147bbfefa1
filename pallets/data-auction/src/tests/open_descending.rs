//! `open_descending`.

use counterfoil_primitives::{
	auction::{Descent, Falling, MAX_PRICE},
	money::Asset,
};
use sp_runtime::traits::BadOrigin;

use super::*;

fn open(lot: &Lot<Test>, copies: u32, sale: Falling) -> frame_support::dispatch::DispatchResult {
	DataAuction::open_descending(signed(SUPPLIER), lot.clone(), copies, sale)
}

#[test]
fn auction_rests_with_ticket_and_place_in_agenda() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		assert_ok!(DataAuction::open_descending(signed(SUPPLIER), lot.clone(), 2, sale()));
		let known = auction(0);
		let cost = ticket(auction_footprint::<Test>(&lot, &known.format));
		assert_eq!(free(Asset::Native, SUPPLIER), WEALTH - cost);
		assert_eq!(known.due(), sale().until);
		assert_eq!(
			take_events(),
			[Event::DescendingOpened {
				auction: 0,
				supplier: subject(SUPPLIER),
				data_set: lot.data_set,
				copies: 2,
				asset: Asset::Native,
				sale: sale(),
			}]
		);
	});
}

#[test]
fn opening_needs_active_supplier_of_the_data() {
	ExtBuilder::build_and_execute(|| {
		let open = |origin, lot| DataAuction::open_descending(origin, lot, 1, sale());
		let lot = good_lot(SUPPLIER);
		assert_noop!(open(signed(PASSER_BY), lot.clone()), BadOrigin);
		assert_noop!(open(RuntimeOrigin::root(), lot.clone()), BadOrigin);
		assert_noop!(open(signed(BIDDER), lot.clone()), Error::NotASupplier);
		assert_noop!(open(signed(RIVAL), lot), Error::NotTheSupplier);
	});
}

#[test]
fn copies_are_within_bounds() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		assert_noop!(open(&lot, 0, sale()), Error::NoCopies);
		assert_noop!(open(&lot, MAX_BIDDERS + 1, sale()), Error::TooManyCopies);
		assert_ok!(open(&lot, MAX_BIDDERS, sale()));
	});
}

#[test]
fn attack_reserve_above_start_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with = |start| open(&lot, 1, Falling { start, ..sale() });
		assert_noop!(with(RESERVE - 1), Error::ReserveAboveStart);
		assert_noop!(with(0), Error::ReserveAboveStart);
		// A fixed price is one that does not fall.
		assert_ok!(with(RESERVE));
	});
}

#[test]
fn attack_zero_reserve_dust_and_overflow_are_refused() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		assert_noop!(open(&lot, 1, Falling { reserve: 0, ..sale() }), Error::ReserveTooLow);
		let dust = Falling { reserve: EXISTENTIAL_DEPOSIT - 1, ..sale() };
		assert_noop!(open(&lot, 1, dust), Error::ReserveTooLow);
		for start in [MAX_PRICE + 1, u128::MAX] {
			assert_noop!(open(&lot, 1, Falling { start, ..sale() }), Error::PriceTooHigh);
		}
		assert_ok!(open(&lot, 1, Falling { start: MAX_PRICE, ..sale() }));
	});
}

#[test]
fn sale_begins_now_at_the_earliest_and_lasts_a_while() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with = |from, until| open(&lot, 1, Falling { from, until, ..sale() });
		assert_noop!(with(START - 1, START + 1_000), Error::SaleInPast);
		assert_noop!(with(START, START), Error::SaleEmpty);
		assert_noop!(with(START + 2, START + 1), Error::SaleEmpty);
		assert_noop!(with(START, START + LONGEST + 1), Error::DurationTooLong);
		assert_noop!(with(START, u64::MAX), Error::DurationTooLong);
		assert_ok!(with(START, START + 1));
		assert_ok!(with(START, START + LONGEST));
	});
}

#[test]
fn price_falls_in_a_step_at_least() {
	ExtBuilder::build_and_execute(|| {
		let lot = good_lot(SUPPLIER);
		let with = |steps| open(&lot, 1, Falling { descent: Descent::Steps(steps), ..sale() });
		assert_noop!(with(0), Error::NoSteps);
		assert_ok!(with(1));
		assert_ok!(with(u32::MAX));
	});
}
