use frame_support::assert_ok;
use pallet_support::assert_noop;
use sp_runtime::TokenError;

use crate::{mock::*, Error, Event, Stage};

#[test]
fn commit_by_supplier_holds_bond() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		set_time(START + 5);
		let (ciphertext_root, key_commitment) = (deal.root(), deal.commitment());
		assert_ok!(commit(SUPPLIER, deal.id, ciphertext_root, key_commitment));
		let until = START + 5 + WINDOWS.acceptance;
		let watermark = WATERMARK;
		let offered = Stage::Offered { until, ciphertext_root, watermark, key_commitment };
		assert_eq!(stage(deal.id), offered);
		assert_eq!(purse(DEMANDER), Purse { total: WEALTH, price: PRICE, bond: 0 });
		assert_eq!(purse(SUPPLIER), Purse { total: WEALTH, price: 0, bond: BOND });
		assert_eq!(
			last_event(),
			Event::Committed {
				id: deal.id,
				supplier: did(SUPPLIER),
				ciphertext_root,
				watermark,
				key_commitment,
				bond: BOND,
				until,
				demander: did(DEMANDER),
				data_set: SET,
			}
		);
	});
}

#[test]
fn commit_without_a_watermark_is_kept_without_one() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		let origin = RuntimeOrigin::signed(SUPPLIER);
		assert_ok!(DataEscrow::commit(origin, deal.id, deal.root(), deal.commitment(), None));
		let deal = deal.accept().reveal();
		assert_eq!(DataEscrow::agreement_view(deal.id).unwrap().watermark, None);
		assert_ok!(settle(DEMANDER, deal.id));
		assert_eq!(Listeners::take()[0].watermark, None);
	});
}

#[test]
fn commit_before_funding_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::agreed();
		assert_noop!(commit(SUPPLIER, deal.id, [1; 32], [2; 32]), Error::<Test>::NotFunded);
	});
}

#[test]
fn commit_twice_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::offered();
		let again = |id| commit(SUPPLIER, id, [1; 32], [2; 32]);
		assert_noop!(again(deal.id), Error::<Test>::AlreadyCommitted);
		let deal = deal.accept();
		assert_noop!(again(deal.id), Error::<Test>::AlreadyCommitted);
		let deal = deal.reveal();
		assert_noop!(again(deal.id), Error::<Test>::AlreadyCommitted);
		assert_eq!(purse(SUPPLIER).bond, BOND);
	});
}

#[test]
fn commit_by_demander_or_stranger_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		for who in [DEMANDER, STRANGER] {
			assert_noop!(commit(who, deal.id, [1; 32], [2; 32]), Error::<Test>::NotSupplier);
		}
	});
}

#[test]
fn commit_from_another_account_of_the_supplier_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		assert_noop!(
			commit(SUPPLIER + OTHER_ACCOUNT, deal.id, [1; 32], [2; 32]),
			Error::<Test>::WrongAccount
		);
	});
}

#[test]
fn commit_without_balance_for_the_bond_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let mut terms = terms();
		terms.supplier = subject(POOR_SUPPLIER);
		let id = open(terms).unwrap();
		assert_ok!(fund(DEMANDER, id));
		assert_noop!(commit(POOR_SUPPLIER, id, [1; 32], [2; 32]), TokenError::FundsUnavailable);
	});
}

#[test]
fn commit_at_the_deadline_passes_and_after_it_is_refused() {
	ExtBuilder::build_and_execute(|| {
		let deal = Deal::funded();
		let other = Deal::funded();
		set_time(START + WINDOWS.commitment);
		let deal = deal.commit();
		assert!(stage(deal.id).holds_bond());
		set_time(START + WINDOWS.commitment + 1);
		assert_noop!(
			commit(SUPPLIER, other.id, other.root(), other.commitment()),
			Error::<Test>::DeadlinePassed
		);
	});
}
