//! `withdraw_offer`.

use counterfoil_primitives::did::DidStatus;
use sp_runtime::traits::BadOrigin;

use super::*;

#[test]
fn withdrawn_offer_leaves_nothing_behind() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		assert!(held(SUPPLIER) > 0);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), id));
		assert_eq!(
			events().last(),
			Some(&Event::OfferWithdrawn { offer: id, supplier: did(SUPPLIER), data_set: Some(0) })
		);
		assert!(!Offers::<Test>::contains_key(id));
		assert_eq!(OffersByPrice::<Test>::iter_keys().count(), 0);
		assert_eq!(Agenda::<Test>::iter_keys().count(), 0);
		assert_eq!(held(SUPPLIER), 0);
		assert_eq!(Balances::free_balance(SUPPLIER), ENDOWMENT);
	});
}

#[test]
fn attack_replay_of_withdrawal_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		good_offer(SUPPLIER, 500);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), id));
		assert_noop!(DataMarket::withdraw_offer(signed(SUPPLIER), id), Error::UnknownOffer);
	});
}

#[test]
fn attack_withdrawal_of_foreign_offer_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		assert_noop!(DataMarket::withdraw_offer(signed(RIVAL), id), Error::NotTheOwner);
		assert_noop!(DataMarket::withdraw_offer(signed(STRANGER), id), BadOrigin);
		assert_noop!(DataMarket::withdraw_offer(RuntimeOrigin::root(), id), BadOrigin);
	});
}

#[test]
fn unknown_offer_cannot_be_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(DataMarket::withdraw_offer(signed(SUPPLIER), 0), Error::UnknownOffer);
	});
}

#[test]
fn suspended_supplier_can_withdraw() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		set_status(SUPPLIER, DidStatus::Suspended);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), id));
		assert_eq!(held(SUPPLIER), 0);
	});
}

#[test]
fn offer_matched_in_same_block_cannot_be_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		demand(DEMANDER, need(500));
		assert_noop!(DataMarket::withdraw_offer(signed(SUPPLIER), id), Error::UnknownOffer);
		assert_eq!(agreements().len(), 1);
	});
}

#[test]
fn offer_that_sold_a_copy_can_be_withdrawn_and_agreement_goes_on() {
	ExtBuilder::default().build_and_execute(|| {
		let id = offer(SUPPLIER, OfferTerms { copies: 2, ..good_terms(SUPPLIER, 500) });
		demand(DEMANDER, need(500));
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), id));
		assert_eq!(agreements().len(), 1);
		assert_eq!(held(SUPPLIER), 0);
	});
}

#[test]
fn expired_offer_can_be_withdrawn_by_owner() {
	ExtBuilder::default().build_and_execute(|| {
		let id = good_offer(SUPPLIER, 500);
		set_now(START + MAX_VALIDITY + 1);
		assert_ok!(DataMarket::withdraw_offer(signed(SUPPLIER), id));
	});
}
