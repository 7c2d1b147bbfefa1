use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event, Stage};

#[test]
fn accept_by_demander_binds_him_and_moves_nothing() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		set_time(START + 5);
		assert_ok!(accept(DEMANDER, deal.id));
		let until = START + 5 + WINDOWS.reveal;
		assert_eq!(
			stage(deal.id),
			Stage::Accepted {
				until,
				ciphertext_root: deal.root(),
				watermark: WATERMARK,
				key_commitment: deal.commitment()
			}
		);
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: BOND });
		assert_eq!(
			last_event(),
			Event::Accepted {
				id: deal.id,
				demander: did(DEMANDER),
				until,
				supplier: did(SUPPLIER),
				data_set: SET,
			}
		);
	});
}

#[test]
fn accept_from_another_account_of_the_demander_passes() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		assert_ok!(accept(DEMANDER + OTHER_ACCOUNT, deal.id));
	});
}

#[test]
fn accept_before_commitment_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(accept(DEMANDER, deal.id), Error::<Test>::NotCommitted);
		let deal = deal.fund();
		assert_noop!(accept(DEMANDER, deal.id), Error::<Test>::NotCommitted);
	});
}

#[test]
fn accept_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		assert_noop!(accept(DEMANDER, deal.id), Error::<Test>::AlreadyAccepted);
		let deal = deal.reveal();
		assert_noop!(accept(DEMANDER, deal.id), Error::<Test>::AlreadyAccepted);
	});
}

#[test]
fn accept_by_supplier_or_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		assert_noop!(accept(SUPPLIER, deal.id), Error::<Test>::NotDemander);
		assert_noop!(accept(STRANGER, deal.id), Error::<Test>::NotDemander);
	});
}

#[test]
fn accept_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		let other = Deal::offered();
		set_time(START + WINDOWS.acceptance);
		assert_ok!(accept(DEMANDER, deal.id));
		set_time(START + WINDOWS.acceptance + 1);
		assert_noop!(accept(DEMANDER, other.id), Error::<Test>::DeadlinePassed);
	});
}
