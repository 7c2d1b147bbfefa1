use frame_support::assert_ok;
use pallet_support::assert_noop;

use crate::{mock::*, Error, Event, Stage};

#[test]
fn reveal_by_supplier_opens_the_dispute_window() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		set_time(START + 5);
		assert_ok!(reveal(SUPPLIER, deal.id, deal.key));
		let until = START + 5 + WINDOWS.dispute;
		assert_eq!(
			stage(deal.id),
			Stage::Revealed {
				until,
				ciphertext_root: deal.root(),
				watermark: WATERMARK,
				key: deal.key
			}
		);
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: BOND });
		assert_eq!(
			last_event(),
			Event::Revealed {
				id: deal.id,
				supplier: did(SUPPLIER),
				key: deal.key,
				until,
				demander: did(DEMANDER),
				data_set: SET,
			}
		);
	});
}

#[test]
fn reveal_of_key_zero_passes() {
	ExtBuilder::build_and_execute(|| {
		let mut deal = Deal::funded();
		deal.key = [0; 32];
		deal.ciphertext = encrypt(&deal.lot, &deal.key);
		let deal = deal.commit().accept().reveal();
		assert_noop!(dispute(DEMANDER, deal.id, deal.proof(0)), Error::<Test>::NoMisbehaviour);
	});
}

#[test]
fn reveal_before_acceptance_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::NotAccepted);
		let deal = deal.fund();
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::NotAccepted);
		let deal = deal.commit();
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::NotAccepted);
	});
}

#[test]
fn reveal_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::revealed();
		assert_noop!(reveal(SUPPLIER, deal.id, deal.key), Error::<Test>::AlreadyRevealed);
	});
}

#[test]
fn reveal_of_wrong_key_is_refused_and_the_right_one_still_passes() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		let mut wrong = deal.key;
		wrong[31] ^= 0x80;
		assert_noop!(reveal(SUPPLIER, deal.id, wrong), Error::<Test>::WrongKey);
		assert_noop!(reveal(SUPPLIER, deal.id, [0; 32]), Error::<Test>::WrongKey);
		assert_ok!(reveal(SUPPLIER, deal.id, deal.key));
	});
}

#[test]
fn reveal_by_demander_or_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		assert_noop!(reveal(DEMANDER, deal.id, deal.key), Error::<Test>::NotSupplier);
		assert_noop!(reveal(STRANGER, deal.id, deal.key), Error::<Test>::NotSupplier);
	});
}

#[test]
fn reveal_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::accepted();
		let other = Deal::accepted();
		set_time(START + WINDOWS.reveal);
		assert_ok!(reveal(SUPPLIER, deal.id, deal.key));
		set_time(START + WINDOWS.reveal + 1);
		assert_noop!(reveal(SUPPLIER, other.id, other.key), Error::<Test>::DeadlinePassed);
	});
}
